"""An artifact and its sources: who states what, written down in one way.

A statement has its sources in one of two ways. Where a source states all values that an artifact
has of a property, the record of the source names the property (`ait:supports`). Else the statement
has an annotation of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from pyoxigraph import NamedNode

from aitaxonomy.graph.sourcing import ASIDE, is_place
from aitaxonomy.rdf.namespaces import AIT, AIX, OWL, RDF, RDFS, SKOS
from tools.source_records.annotations import Note, Record
from tools.source_records.catalogues import Fact
from tools.source_records.natures import place_in
from tools.source_records.preprints import month_of
from tools.source_records.tiers import ORDER, precedence, tier

#: The properties of who made an artifact.
MADE = (AIT + "developedBy", AIT + "providedBy")
#: Properties of which a thing has one value by nature.
SINGLE = frozenset(
    f"{AIT}{name}"
    for name in (
        "announcedOn", "availableSince", "paperPublishedOn", "weightsReleasedOn", "retiredOn",
        "knowledgeCutoff", "parameterCount", "activeParameterCount", "contextWindow",
        "outputLimit", "trainingCompute",
    )
)  # fmt: skip
_TYPE = RDF + "type"
_NAMES = (RDFS + "label", SKOS + "altLabel")
#: What marks the preferred of several values.
PREFERRED = (AIT + "preferredBy", NamedNode(AIX + "source-convention"))

#: The documents that state each statement.
Says = Mapping[Fact, set[str]]


def needs_source(fact: Fact) -> bool:
    """Return whether a statement needs a source: all but names, remarks and our own marks."""
    prop, value = fact
    named = value != f"<{OWL}NamedIndividual>" and not value.startswith("_:")
    return (prop == _TYPE and named) or (prop.startswith(AIT) and prop not in ASIDE)


class Artifact:
    """An artifact of a file: its statements, their annotations, its sources with their records."""

    def __init__(self, iri: str) -> None:
        self.iri = iri
        self.statements: dict[Fact, Any] = {}
        self.notes: dict[Fact, Note] = defaultdict(Note)
        self.records: dict[str, Record] = {}

    @property
    def makers(self) -> frozenset[str]:
        """The local names of the organizations that develop or provide the artifact."""
        made = (value for prop, value in self.statements if prop in MADE)
        return frozenset(value.strip("<>").rsplit("/", 1)[-1] for value in made)

    def record(self, document: str) -> Record:
        """Return the record of a source, made if there is none."""
        found = self.records.setdefault(document, Record(""))
        found.tier = tier(document, self.makers)
        found.locator = found.locator or place_in(document, self.names(), self.makers)
        found.as_of = found.as_of or month_of(document)
        return found

    def names(self) -> list[str]:
        """Return its names: labels, synonyms, the last part of its IRI."""
        named = (value for prop, value in self.statements if prop in _NAMES)
        return [*(each.split('"')[1] for each in named), self.iri.removeprefix(AIX)]

    def facts(self) -> Mapping[str, list[Fact]]:
        """Return the statements that need a source, by property."""
        found = defaultdict(list)
        for prop, value in filter(needs_source, self.statements):
            found[prop].append((prop, value))
        return found

    def said(self) -> dict[Fact, set[str]]:
        """Return who is on record for each statement that needs a source."""
        says = {}
        for prop, facts in self.facts().items():
            whole = {document for document, r in self.records.items() if prop in r.supports}
            for fact in facts:
                says[fact] = whole | (self.notes[fact].sources if fact in self.notes else set())
        return says

    def merit(self, document: str) -> tuple[int, bool]:
        """Return a key that sorts sources of better tiers first, and such with a place."""
        record = self.record(document)
        return ORDER.index(record.tier), not is_place(document, record.locator)

    def leave(self, document: str, fact: Fact, says: Says) -> None:
        """Name a document no longer as a source of a statement."""
        says[fact].discard(document)
        if fact in self.notes:
            self.notes[fact].sources.discard(document)

    def rests_on_convention(self, fact: Fact) -> bool:
        """Tell whether a statement holds by one of our conventions."""
        more = self.notes[fact].more if fact in self.notes else ()
        return any(name == AIT + "byConvention" for name, _ in more)

    def write_down(self, says: Says) -> None:
        """Write sources into records where they state all of a property, else into annotations."""
        for record in self.records.values():
            record.supports.clear()
        for prop, facts in self.facts().items():
            whole = set.intersection(*(says[fact] for fact in facts))
            for document in whole:
                self.record(document).supports.add(prop)
            for fact in facts:
                if rest := says[fact] - whole if whole else says[fact]:
                    self.notes[fact].sources |= rest
        for fact, note in list(self.notes.items()):
            whole = {d for d, r in self.records.items() if fact[0] in r.supports}
            if note.sources and note.sources <= self.records.keys():
                note.day = ""
            if not note.more:
                note.sources -= whole  # a remark is about the sources that it names
            if not note.more and not note.day and not note.sources:
                del self.notes[fact]

    def prefer(self, says: Says) -> None:
        """Mark which of several values is preferred, where no source gives two."""
        for note in self.notes.values():
            note.more.discard(PREFERRED)
        for prop in sorted(SINGLE):
            facts = [fact for fact in self.facts().get(prop, ()) if says[fact]]
            told = [document for fact in facts for document in says[fact]]
            if len(facts) < 2 or len(told) != len(set(told)):
                continue
            first, second, *_ = sorted(facts, key=lambda fact: self._precedence(says[fact]))
            if self._precedence(says[first]) != self._precedence(says[second]):
                self.notes[first].more.add(PREFERRED)

    def _precedence(self, documents: Collection[str]) -> tuple[int, int]:
        """Return a key that sorts values of better tiers first, of one tier newer sources first."""
        records = map(self.record, documents)
        return min(precedence(each.tier, each.as_of or each.last_checked) for each in records)
