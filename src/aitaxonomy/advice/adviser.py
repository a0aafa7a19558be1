"""The adviser: recommends approaches and systems by the facts of one graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property

from aitaxonomy import clock
from aitaxonomy.advice.approaches import Approach, read_approaches, read_ratings
from aitaxonomy.advice.checks import OPTIONS
from aitaxonomy.advice.criteria import Criteria, read_criteria, read_filters, read_request
from aitaxonomy.advice.ranking import Ranker, Ranking
from aitaxonomy.advice.reasons import approach_of, meaning_of, order_of, reason_of, system_of
from aitaxonomy.advice.report import Advice
from aitaxonomy.advice.result import DatedFact, Rejected, WhatIf, read_dated
from aitaxonomy.advice.wishes import ACCESS, Request, Selection
from aitaxonomy.graph.names import Names
from aitaxonomy.graph.systems import Select, SystemFacts
from aitaxonomy.rdf.namespaces import curie


class Adviser:
    """Recommends approaches and systems by one graph.

    Args:
        select: runs a query over the asserted and the inferred graph.
        names: finds what names stand for.
        ground: the facts about all systems.

    """

    def __init__(self, select: Select, names: Names, ground: SystemFacts) -> None:
        self._select, self._names, self.ground = select, names, ground

    @cached_property
    def dated(self) -> dict[str, tuple[DatedFact, ...]]:
        """The facts with a day, by system."""
        return read_dated(self._select)

    def _approaches(self, use_case: str | None) -> list[Approach]:
        return read_approaches(self._select, self._names.label, use_case)

    def recommend(self, request: Request) -> Advice:
        """Advise on approaches and systems.

        Raises:
            UnknownTerm: nothing has a name; the message lists similar ones.
            QueryRefused: a value is out of bounds, options exclude each other, or there are none.

        """
        today = clock.today()
        label, ground = self._names.label, self.ground
        request, purpose = read_request(self._select, self._names, request)
        criteria = read_criteria(self._select, self._names, request)
        approaches = self._approaches(criteria.use_case)
        ranker = Ranker(ground, read_ratings(self._select, label), today)
        base = ranker.rank(criteria, approaches)

        def rerun(other: Request) -> Ranking:
            asked = read_criteria(self._select, self._names, other)
            same = asked.use_case == criteria.use_case
            return ranker.rank(asked, approaches if same else self._approaches(asked.use_case))

        kept = [(*row, base.group(*row)) for row in base.kept]
        fit = [base.realized(system) for system, _, group in kept if group == "known"]
        return Advice(
            tuple(approach_of(approach, base, fit, label) for approach in base.approaches),
            tuple(
                replace(
                    system_of(system, found, base, label),
                    facts=self.dated.get(system.iri, ()),
                    group=group,
                )
                for system, found, group in kept
            ),
            tuple(
                Rejected(s.label, curie(s.iri), c.name, reason_of(ground, s, f))
                for s, c, f in base.rejected
            ),
            tuple(changes(ranker, request, base, rerun)),
            meaning=meaning_of(criteria, purpose, label)
            if purpose and not request.get("use_case")
            else None,
            order=order_of(criteria),
        )

    def filters(self, filters: Selection) -> Criteria:
        """Return what systems have to meet to be found; raises as `recommend`."""
        return read_filters(self._select, self._names, filters)


Rerun = Callable[[Request], Ranking]
_PURPOSES = {"purpose": "the purpose", "use_case": "the use case"}
_ALWAYS = {"retired": "retired systems let in", "obtainable": "systems that cannot be had let in"}


def changes(ranker: Ranker, wishes: Request, base: Ranking, rerun: Rerun) -> list[WhatIf]:
    """Return every single change after which another system, or another approach, is first."""
    found = []
    now, leading = base.first, base.leading()
    for words, ranking in _alternatives(ranker, wishes, base, rerun):
        first, leads = ranking.first, ranking.leading()
        other = {a.iri for a in leads} != {a.iri for a in leading}
        if first is now and not other:
            continue
        approach = " or ".join(a.label for a in leads) if other else None
        label, iri = (first.label, curie(first.iri)) if first else (None, None)
        found.append(WhatIf(words, label, iri, approach))
    return found


def _alternatives(
    ranker: Ranker, wishes: Request, base: Ranking, rerun: Rerun
) -> Iterator[tuple[str, Ranking]]:
    for words, other in _other_wishes(wishes):
        yield words, rerun(other)
    for name, words in _ALWAYS.items():
        yield f"with {words}", ranker.rank(base.criteria, base.approaches, without=name)
    if base.criteria.use_case:
        yield from _other_ratings(ranker, base)


def _other_wishes(wishes: Request) -> Iterator[tuple[str, Request]]:
    """Yield the options with one of them left out, added, or replaced."""
    asked = {
        name: value for name, value in wishes.items() if value is not None and value is not False
    }

    def other(words: str, drop: set[str], **put: object) -> Iterator[tuple[str, Request]]:
        changed = {name: value for name, value in asked.items() if name not in drop} | put
        if changed:
            yield words, changed  # type: ignore[misc]

    values = {each.name: each.words for each in OPTIONS if each.sort != "flag" and each.words}
    for name, words in {**_PURPOSES, **values, "prefer": "the preference"}.items():
        if name in asked:
            yield from other(f"without {words}", {name})
    flags = [each for each in OPTIONS if each.sort == "flag"]
    # Those that exclude each other come first, and of these the one that is asked for.
    flags.sort(key=lambda each: (not each.of, each.of != "way", each.of and each.name not in asked))
    for each in flags:
        mine = {x.name: x.words for x in flags if x.name in asked and x.of == each.of}
        if each.name in asked:
            yield from other(f"without {each.words}", {each.name})
        elif not each.of:
            yield from other(f"with {each.words}", set(), **{each.name: True})
        else:
            instead = "".join(f" instead of {words}" for words in mine.values())
            yield from other(f"with {each.words}{instead}", set(mine), **{each.name: True})
    if "access" in asked:
        yield from other("whatever the access", {"access"})
    for access in ACCESS:
        if access != asked.get("access"):
            instead = f" instead of {asked['access']}" if "access" in asked else ""
            yield from other(
                f"with {access.replace('api', 'API')} access{instead}", {"access"}, access=access
            )


def _other_ratings(ranker: Ranker, base: Ranking) -> Iterator[tuple[str, Ranking]]:
    labels = ranker.ratings.labels
    for approach in base.approaches:
        for rating in ranker.ratings.best_first:
            if rating != approach.rating:
                now = labels[approach.rating] if approach.rating else "not at all"
                others = [a for a in base.approaches if a is not approach]
                changed = [*others, replace(approach, rating=rating)]
                words = f"if {approach.label} were rated {labels[rating]} instead of {now}"
                yield words, ranker.rank(base.criteria, changed)
