"""Sensitivity: rank again with each constraint or rating changed, and find new winners."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from aitaxonomy.advice.ranking import Ranker, Ranking
from aitaxonomy.advice.result import WhatIf
from aitaxonomy.advice.wishes import ACCESS, OPENNESS, WAYS, Request
from aitaxonomy.rdf.namespaces import curie

Rerun = Callable[[Request], Ranking]
#: Groups of options that exclude each other, with the words for each.
_EXCLUSIVE = (
    {way: f"{way} use" for way in WAYS},
    {name.replace(" ", "_"): name for name in OPENNESS},
)
_SWITCHES = {"commercial": "commercial use", "reasoning": "reasoning", "agent": "agent abilities"}
_VALUES = {
    "purpose": "the purpose", "use_case": "the use case", "kind": "the kind",
    "developer": "the developer", "country": "the country", "content": "the content type",
    "accepts": "the input", "licence": "the licence", "min_parameters": "the least size",
    "max_price": "the price limit", "max_memory": "the memory limit",
    "data_region": "the place of data", "released_before": "the latest release",
    "max_parameters": "the size limit", "min_context": "the context window",
    "released_after": "the release date", "language": "the language", "region": "the region",
    "prefer": "the preference",
}  # fmt: skip
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

    for name, words in _VALUES.items():
        if name in asked:
            yield from other(f"without {words}", {name})
    for group in _EXCLUSIVE:
        mine = asked.keys() & group.keys()
        for name in mine:
            yield from other(f"without {group[name]}", {name})
        for name in (name for name in group if name not in mine):
            instead = "".join(f" instead of {group[x]}" for x in mine)
            yield from other(f"with {group[name]}{instead}", set(mine), **{name: True})
    for name, words in _SWITCHES.items():
        if name in asked:
            yield from other(f"without {words}", {name})
        else:
            yield from other(f"with {words}", set(), **{name: True})
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
