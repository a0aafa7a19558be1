"""Coverage and its dates, counted from the data when the page is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from aitaxonomy.html import Link
from aitaxonomy.store import GraphStore

_KINDS = """
SELECT ?kind (SAMPLE(?name) AS ?label) (COUNT(DISTINCT ?it) AS ?count) ?artifact {
  ?it a owl:NamedIndividual , ?kind .
  ?kind a owl:Class ; rdfs:label ?name .
  FILTER(STRSTARTS(STR(?kind), STR(ait:)) && LANG(?name) IN ("en", ""))
  BIND(EXISTS { ?it a ait:AIArtifact } AS ?artifact)
} GROUP BY ?kind ?artifact ORDER BY DESC(?count) ?label
"""
_SOURCES = """
SELECT ?source (COUNT(*) AS ?count) { ?it dcterms:source ?source } GROUP BY ?source
"""
_DATES = """
SELECT ?it ?date {
  ?it a ait:AIArtifact ; ait:announcedOn|ait:availableSince|ait:weightsReleasedOn ?date
}
"""
_LATEST = "SELECT (MAX(STR(?date)) AS ?latest) { ?it ait:asOf ?date }"
_KNOWN = "A system is of several kinds at once. Only those are counted that are known to be of it."
#: So many sources are named; the others are counted.
_NAMED = 40


class Listing(NamedTuple):
    """A table of counts, with its anchor."""

    anchor: str
    title: str
    heads: tuple[str, str]
    rows: Sequence[tuple[Link, int]]
    note: str = ""


class Coverage(NamedTuple):
    """The coverage: the figures that come first, and the tables."""

    newest: Link
    newest_on: str
    as_of: str
    tables: Sequence[Listing]


def coverage(store: GraphStore) -> Coverage:
    """Return what the data of a store covers."""
    kinds = store.select(_KINDS).rows
    dates = sorted((str(date), str(it)) for it, date in store.select(_DATES).rows)
    first: dict[str, str] = {}
    for date, it in dates:
        first.setdefault(it, date)
    years = Counter(date[:4] for date in first.values())
    hosts = Counter[str]()
    for source, count in store.select(_SOURCES).rows:
        host = urlsplit(str(source)).hostname
        hosts[(host or "").removeprefix("www.") or str(source)] += int(str(count))
    newest_on, newest = max((date, it) for it, date in first.items())
    ((label,),) = store.select(
        'SELECT (SAMPLE(?n) AS ?label) { ?this rdfs:label ?n FILTER(LANG(?n) IN ("en", "")) }',
        this=newest,
    ).rows
    ((as_of,),) = store.select(_LATEST).rows
    listed = hosts.most_common(_NAMED)
    rest = len(hosts) - len(listed)
    return Coverage(
        Link(str(label), newest), newest_on, str(as_of),
        [
            Listing("systems", "Models, families and systems by kind", ("kind", "entries"),
                    _rows(kinds, True), _KNOWN),
            Listing("years", "By year of the first release or announcement", ("year", "entries"),
                    [(Link(year), years[year]) for year in sorted(years, reverse=True)],
                    "Where a date is known."),
            Listing("other", "What else is described", ("kind", "entries"), _rows(kinds, False)),
            Listing("sources", "By source", ("site", "citations"),
                    [(Link(host), count) for host, count in listed],
                    f"And {rest} more." if rest else ""),
        ],
    )  # fmt: skip


def _rows(kinds: Sequence[Sequence[object]], artifact: bool) -> list[tuple[Link, int]]:
    return [
        (Link(str(label), str(kind)), int(str(count)))
        for kind, label, count, is_artifact in kinds
        if bool(is_artifact) == artifact
    ]
