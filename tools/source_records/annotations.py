"""Annotations: the record of a source of an artifact, and the note on a statement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import Literal, NamedNode

from aitaxonomy.rdf.namespaces import AIT, DCTERMS, XSD

#: What preprints count as besides the names of catalogues, and the places that their pages are: the
#: abstract, or, where nobody has read that, the number, which shows the month.
PREPRINTS, ABSTRACT, NUMBER = "arxiv.org", "abstract", "number"
_DATES = {4: XSD + "gYear", 7: XSD + "gYearMonth", 10: XSD + "date"}


@dataclass
class Record:
    """The record of a source of an artifact.

    Attributes:
        tier: the IRI of its tier.
        locator: where in the document the artifact is treated, if its address does not say that.
        as_of: the day, month or year of the source itself.
        last_checked: the day on which somebody, or a program, last read there what it is said to
            state; "" if it is known as a source of the entry as a whole.
        supports: the properties of which it states all values.

    """

    tier: str
    locator: str = ""
    as_of: str = ""
    last_checked: str = ""
    supports: set[str] = field(default_factory=set)

    def statements(self) -> Iterator[tuple[str, Any]]:
        """Yield what the record says, as properties and terms."""
        yield AIT + "hasSourceTier", NamedNode(self.tier)
        if self.locator:
            yield AIT + "locator", Literal(self.locator)
        if self.as_of:
            yield AIT + "asOf", _dated(self.as_of)
        if self.last_checked:
            yield AIT + "lastChecked", _dated(self.last_checked)
        for each in self.supports:
            yield AIT + "supports", NamedNode(each)


@dataclass
class Note:
    """An annotation on a statement: its sources, the day of them, and all else that it says."""

    sources: set[str] = field(default_factory=set)
    day: str = ""
    more: set[tuple[str, Any]] = field(default_factory=set)

    def statements(self) -> Iterator[tuple[str, Any]]:
        """Yield what the annotation says, as properties and terms."""
        for each in self.sources:
            yield DCTERMS + "source", NamedNode(each)
        if self.day:
            yield AIT + "asOf", _dated(self.day)
        yield from self.more


def _dated(day: str) -> Literal:
    return Literal(day, datatype=NamedNode(_DATES[len(day)]))
