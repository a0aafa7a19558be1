"""The sources of statements: the tier of each, and where and when it states them.

A statement has its sources in one of two ways. The record of a source of the thing, which annotates
its `dcterms:source`, names the properties of which the source states all values (`ait:supports`).
Or the statement has an annotation of its own, with its sources or with the convention it rests on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from aitaxonomy.store.table import Table

Select = Callable[..., Table]

#: A pattern for queries: `?note` says that `?source` states `?x ?p ?o`.
STATED_BY = """{
    ?note owl:annotatedSource ?x ; owl:annotatedProperty ?p ; owl:annotatedTarget ?o ;
          dcterms:source ?source
  } UNION {
    ?note ait:supports ?p ; owl:annotatedSource ?x ; owl:annotatedTarget ?source .
    ?x ?p ?o
  }"""
_RECORDS = """SELECT ?source ?tier ?locator ?day ?checked ?rank {
  ?this dcterms:source ?source .
  OPTIONAL {
    ?record owl:annotatedSource ?this ; owl:annotatedProperty dcterms:source ;
            owl:annotatedTarget ?source .
    OPTIONAL {
      ?record ait:hasSourceTier ?of . ?of ait:position ?rank ; rdfs:label ?tier
      FILTER(LANG(?tier) = "en")
    }
    OPTIONAL { ?record ait:locator ?locator }
    OPTIONAL { ?record ait:asOf ?day }
    OPTIONAL { ?record ait:lastChecked ?checked }
  }
}"""
_SUPPORTS = """SELECT ?p ?source {
  ?record owl:annotatedSource ?this ; owl:annotatedTarget ?source ; ait:supports ?p
}"""
_NOTES = """SELECT ?p ?o ?source ?day ?preferred ?convention {
  ?note owl:annotatedSource ?this ; owl:annotatedProperty ?p ; owl:annotatedTarget ?o
  FILTER(?p != dcterms:source)
  OPTIONAL { ?note dcterms:source ?source }
  OPTIONAL { ?note ait:byConvention ?convention }
  OPTIONAL { ?note ait:asOf ?day }
  OPTIONAL { ?note ait:preferredBy ?preferred }
}"""
#: The rank of a source whose tier is not known: after all that are.
_LAST = 9
#: The tier, in words, of what is stated by convention.
CONVENTION = "by convention"


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A source of a thing.

    Attributes:
        document: its IRI.
        tier: its tier, in words, "" if not known.
        locator: where in the document the thing is treated, "" if the address says that.
        as_of: the day, month or year of the source itself, "" if not known.
        last_checked: the day on which it was last read for what it is said to state, "" if it is
            known as a source of the thing as a whole.
        rank: the place of its tier in the order of tiers, from 1.

    """

    document: str
    tier: str = ""
    locator: str = ""
    as_of: str = ""
    last_checked: str = ""
    rank: int = field(default=_LAST, repr=False)

    @property
    def day(self) -> str:
        """The day of the source, or else on which it was last read."""
        return self.as_of or self.last_checked

    def __str__(self) -> str:
        """Return tier, place and day of a source, in words.

        >>> str(CitedSource("urn:a", "catalogue", 'row "ADM"', "2025-06"))
        'catalogue, row "ADM", as of 2025-06'
        """
        of, checked = (
            self.as_of and f"as of {self.as_of}",
            self.last_checked and f"checked {self.last_checked}",
        )
        return ", ".join(part for part in (self.tier, self.locator, of, checked) if part)


class Sources:
    """The sources of a thing, and of each statement about it."""

    def __init__(self, select: Select, thing: str) -> None:
        self._select, self._thing = select, thing

    @cached_property
    def records(self) -> Mapping[str, CitedSource]:
        """The sources of the thing as a whole, by document, those of the best tier first."""
        found = []
        for row in self._select(_RECORDS, this=self._thing).rows:
            document, tier, locator, day, checked, rank = (str(value or "") for value in row)
            found.append(CitedSource(document, tier, locator, day, checked, int(rank or _LAST)))
        return {each.document: each for each in sorted(found, key=lambda s: (s.rank, s.document))}

    def of(self, prop: str, value: str) -> list[CitedSource]:
        """Return the sources of a statement, those of the best tier first; none if not known.

        `value` is written as in N-Triples. For a statement by convention it is the convention.
        """
        if convention := self._chosen.get((prop, value)):
            return [CitedSource(convention, CONVENTION)]
        return self._cited(self._notes.get((prop, value), {}) | self._supported.get(prop, {}))

    def noted(self, prop: str, value: str) -> list[CitedSource]:
        """Return those of the sources that the very statement is annotated with."""
        return self._cited(self._notes.get((prop, value), {}))

    def _cited(self, documents: Mapping[str, str]) -> list[CitedSource]:
        known = [
            self.records.get(document) or CitedSource(document, as_of=day)
            for document, day in documents.items()
        ]
        return sorted(known, key=lambda source: (source.rank, source.document))

    def is_preferred(self, prop: str, value: str) -> bool:
        """Return whether a value comes before others of its property, by the tiers of sources."""
        return (prop, value) in self._preferred

    @cached_property
    def _supported(self) -> Mapping[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for prop, document in self._select(_SUPPORTS, this=self._thing).rows:
            found[str(prop)][str(document)] = ""
        return found

    @cached_property
    def _noted(self) -> list[tuple[str, str, Any, Any, Any, Any]]:
        rows = self._select(_NOTES, this=self._thing).terms
        return [(prop.value, str(value), *rest) for prop, value, *rest in rows]

    @cached_property
    def _notes(self) -> Mapping[tuple[str, str], dict[str, str]]:
        found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for prop, value, document, day, _, _ in self._noted:
            if document:
                found[prop, value][document.value] = day.value if day else ""
        return found

    @cached_property
    def _preferred(self) -> frozenset[tuple[str, str]]:
        return frozenset((p, value) for p, value, _, _, preferred, _ in self._noted if preferred)

    @cached_property
    def _chosen(self) -> Mapping[tuple[str, str], str]:
        """The convention of each statement that rests on one and has no source."""
        return {
            (p, value): convention.value
            for p, value, document, _, _, convention in self._noted
            if convention and not document
        }
