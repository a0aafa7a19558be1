"""What a form of advice lets people choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aitaxonomy.advice.purpose import SORTS
from aitaxonomy.graph.names import Names
from aitaxonomy.graph.systems import Select, local
from aitaxonomy.rdf.namespaces import curie

#: The limits that can be chosen: parameters, tokens, and days.
PARAMETERS = (1e9, 4e9, 8e9, 15e9, 35e9, 80e9, 200e9)
TOKENS = (32_000, 128_000, 200_000, 1_000_000)
DAYS = ("2024-01-01", "2025-01-01", "2026-01-01")

_OF_KIND = "SELECT DISTINCT ?x { ?x a ait:%s }"
_LANGUAGES = "SELECT DISTINCT ?y { ?x ait:supportsLanguage ?y }"


@dataclass(frozen=True)
class Choices:
    """What can be chosen: names by CURIE or local name; of purposes with their sort.

    Attributes:
        purposes: by sort, the names by CURIE.
        contents: content types, by local name; so are the others.
        languages: those that systems support.
        regions: all regions.

    """

    purposes: Mapping[str, Mapping[str, str]]
    contents: Mapping[str, str]
    languages: Mapping[str, str]
    regions: Mapping[str, str]


def choices(select: Select, names: Names) -> Choices:
    """Return what can be chosen, each sorted by name; a purpose is of the first of its sorts."""

    def named(query: str) -> dict[str, str]:
        found = {str(row[0].value): names.label(str(row[0].value)) for row in select(query).terms}
        return dict(sorted(found.items(), key=lambda each: (each[1].casefold(), each[0])))

    seen: set[str] = set()
    purposes: dict[str, dict[str, str]] = {}
    for sort, words in SORTS.items():
        of_sort = named(_OF_KIND % sort)
        purposes[words] = {curie(iri): x for iri, x in of_sort.items() if iri not in seen}
        seen |= of_sort.keys()
    others = (_OF_KIND % "ContentModality", _LANGUAGES, _OF_KIND % "Region")
    return Choices(
        purposes, *({local(iri): x for iri, x in named(query).items()} for query in others)
    )
