"""Sensitivity: rank again with each constraint or rating changed, and find new winners."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from aitaxonomy.advice.checks import OPTIONS
from aitaxonomy.advice.ranking import Ranker, Ranking
from aitaxonomy.advice.result import WhatIf
from aitaxonomy.advice.wishes import ACCESS, Request
from aitaxonomy.rdf.namespaces import curie

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
