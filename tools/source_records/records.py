"""The sources of the artifacts in a Turtle file: read, set right, and written as records.

A statement has its sources in one of two ways. Where a source states all values that an artifact
has of a property, the record of the source names the property (`ait:supports`). Else the statement
has an annotation of its own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse, serialize

from aitaxonomy.inventory.matching.developers import find_organization, same_company
from aitaxonomy.rdf.namespaces import AIT, AIX, DCTERMS, OWL, RDF, XSD
from aitaxonomy.rdf.turtle import canonical
from tools.source_records.catalogues import Fact, Place, catalogue_of
from tools.source_records.tiers import CATALOGUE, MAKER, ORDER, PRESS, makers_at, tier

_SOURCE = DCTERMS + "source"
_TYPE = RDF + "type"
_MADE = (AIT + "developedBy", AIT + "providedBy")
#: Bookkeeping of the graph, which no source states.
_ASIDE = frozenset(
    AIT + name for name in ("exemplarOf", "namedAsExampleOf", "citedIn", "position", "isNotA",
                            "counterExample")
)  # fmt: skip
_ANNOTATED = tuple(OWL + "annotated" + each for each in ("Source", "Property", "Target"))
_PREPRINT = re.compile(r"https?://arxiv\.org/(?:abs|pdf)/(\d\d)(\d\d)\.\d+.*")
_PROVIDER = re.compile(r".*/models\.dev/blob/[^/]+/providers/([^/]+)/.*")
#: A repository, or a file of it, without a line.
_WHOLE = re.compile(r"https?://(github\.com/[^/]+/[^/#]+)(?:/(?:blob|tree)/[^#]+)?/?")
_DATES = {4: XSD + "gYear", 7: XSD + "gYearMonth", 10: XSD + "date"}

#: Properties of which a thing has one value by nature.
_SINGLE = tuple(
    AIT + name
    for name in (
        "announcedOn",
        "availableSince",
        "paperPublishedOn",
        "weightsReleasedOn",
        "retiredOn",
        "knowledgeCutoff",
        "parameterCount",
        "activeParameterCount",
        "contextWindow",
        "outputLimit",
        "trainingCompute",
    )
)
_PREFERRED = (AIT + "preferredBy", NamedNode(AIX + "source-convention"))

#: By name of a catalogue: the records about an artifact, and what each states.
_OfCatalogues = Mapping[str, Mapping[Place, Collection[Fact]]]


@dataclass
class Record:
    """What is known of a source of an artifact.

    Attributes:
        tier: whose word it is.
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
class _Note:
    """An annotation on a statement: its sources, the day of them, and all else that it says."""

    sources: set[str] = field(default_factory=set)
    day: str = ""
    more: set[tuple[str, Any]] = field(default_factory=set)

    def statements(self) -> Iterator[tuple[str, Any]]:
        """Yield what the annotation says, as properties and terms."""
        for each in self.sources:
            yield _SOURCE, NamedNode(each)
        if self.day:
            yield AIT + "asOf", _dated(self.day)
        yield from self.more


class Artifact:
    """An artifact of a file: its statements, their annotations, its sources with their records."""

    def __init__(self, iri: str) -> None:
        self.iri = iri
        self.statements: dict[Fact, Any] = {}
        self.notes: dict[Fact, _Note] = defaultdict(_Note)
        self.records: dict[str, Record] = {}

    @property
    def makers(self) -> frozenset[str]:
        """The local names of the organizations that develop or provide the artifact."""
        made = (value for prop, value in self.statements if prop in _MADE)
        return frozenset(value.strip("<>").rsplit("/", 1)[-1] for value in made)

    def record(self, document: str) -> Record:
        """Return the record of a source, made if there is none."""
        found = self.records.setdefault(document, Record(""))
        found.tier = tier(document, self.makers)
        if not found.as_of and (month := _PREPRINT.fullmatch(document)):
            found.as_of = f"20{month[1]}-{month[2]}"
        return found

    def facts(self) -> Mapping[str, list[Fact]]:
        """Return the statements that need a source, by property."""
        found = defaultdict(list)
        for prop, value in self.statements:
            named = value != f"<{OWL}NamedIndividual>" and not value.startswith("_:")
            if (prop == _TYPE and named) or (prop.startswith(AIT) and prop not in _ASIDE):
                found[prop].append((prop, value))
        return found

    def settle(self, stated: _OfCatalogues, today: str) -> None:
        """Find the sources of each statement, and write them down in one way.

        Args:
            stated: what the records of catalogues state of the artifact.
            today: the day on which they are read.

        """
        self._cite_places(stated)
        for document, known in list(self.records.items()):
            days = [note.day for note in self.notes.values() if document in note.sources]
            known.last_checked = max(known.last_checked, *days, "")
        says = self._said()
        self._add_catalogues(says, stated, today)
        self._add_addresses(says)
        self._leave_wholes(says)
        self._add_remaining(says)
        self._write_down(says)
        self._prefer(says)

    def _cite_places(self, stated: _OfCatalogues) -> None:
        """Cite the records of catalogues instead of the catalogues as a whole."""
        for fact, note in self.notes.items():
            note.sources = {self._placed(each, stated, fact) for each in note.sources}
        for document in list(self.records):
            place = self._placed(document, stated, None)
            if place != document:
                whole, record = self.records.pop(document), self.record(place)
                record.supports |= whole.supports
                record.last_checked = max(record.last_checked, whole.last_checked)
        for note in self.notes.values():
            for each in note.sources:
                self.record(each)

    def _placed(self, document: str, stated: _OfCatalogues, fact: Fact | None) -> str:
        records = stated.get(catalogue_of(document) or "")
        if not records:
            return document
        best = max(records, key=lambda at: (fact in records[at], self._agreement(records[at]), at))
        self._at(best)
        return best.document

    def _at(self, place: Place) -> Record:
        found = self.record(place.document)
        found.locator, found.as_of = place.locator, place.as_of
        return found

    def _agreement(self, facts: Collection[Fact]) -> int:
        return sum(fact in self.statements for fact in facts)

    def _said(self) -> dict[Fact, set[str]]:
        """Return who is on record for each statement that needs a source."""
        said = {}
        for prop, facts in self.facts().items():
            on_record = {d for d, record in self.records.items() if prop in record.supports}
            for fact in facts:
                noted = self.notes[fact].sources if fact in self.notes else set()
                said[fact] = noted | on_record
        return said

    def _add_catalogues(
        self, says: Mapping[Fact, set[str]], stated: _OfCatalogues, today: str
    ) -> None:
        """Add records of catalogues: those cited already, and others for what lacks a source."""
        cited = {catalogue for catalogue, records in stated.items()
                 if any(place.document in self.records for place in records)}  # fmt: skip
        for catalogue in sorted(
            stated, key=lambda name: (not _is_makers(name), name not in cited, name)
        ):
            open_ = {fact for fact in says if self._is_open(says[fact], catalogue, cited)}
            records = stated[catalogue]
            for place in sorted(records, key=lambda at: (-self._agreement(records[at]), at)):
                new = open_ & set(records[place])
                if not new or not self._is_own_service(place.document):
                    continue
                open_ -= new
                self._at(place).last_checked = today
                for fact in new:
                    says[fact].add(place.document)

    def _is_open(self, documents: Collection[str], catalogue: str, cited: Collection[str]) -> bool:
        """Return whether a statement with some sources gets others from a catalogue or repository.

        A maker's repository adds its word where no other place of a maker has it.
        """
        if not _is_makers(catalogue):
            return catalogue in cited or not documents
        others = (each for each in documents if not each.startswith(f"https://{catalogue}/blob/"))
        return not any(self.record(each).tier == MAKER and _has_place(each, self.record(each))
                       for each in others)  # fmt: skip

    def _leave_wholes(self, says: Mapping[Fact, set[str]]) -> None:
        """Leave repositories and files as a whole where places in them state the same."""
        for whole in list(self.records):
            at = _WHOLE.fullmatch(whole)
            places = {each for each in self.records if at and "#L" in each
                      and each.startswith(f"https://{at[1]}/blob/")}  # fmt: skip
            if not places or self.records[whole].locator:
                continue
            for fact, documents in says.items():
                if whole in documents and documents & places:
                    documents.discard(whole)
                    if fact in self.notes:
                        self.notes[fact].sources.discard(whole)
            makes = [fact for fact, documents in says.items() if whole in documents]
            noted = [fact for fact, note in self.notes.items() if whole in note.sources]
            if not makes and not noted:
                del self.records[whole]

    def _is_own_service(self, document: str) -> bool:
        """Return whether a record is not that of another company's offering of the artifact."""
        at = _PROVIDER.fullmatch(document)
        named = at and find_organization(at[1])
        return not at or any(named and same_company(named, each) for each in self.makers)

    def _add_addresses(self, says: Mapping[Fact, set[str]]) -> None:
        """Add what addresses show: who develops or provides it, and the month of a preprint."""
        for document in self.records:
            for maker in makers_at(document, self.makers):
                for prop in _MADE:
                    if (fact := (prop, f"<{AIX}{maker}>")) in says:
                        says[fact].add(document)
            if at := _PREPRINT.fullmatch(document):
                for fact in self.facts().get(AIT + "paperPublishedOn", ()):
                    if fact[1].startswith(f'"20{at[1]}-{at[2]}'):
                        says[fact].add(document)

    def _add_remaining(self, says: Mapping[Fact, set[str]]) -> None:
        """Give what no catalogue states to the one other source from which it can come."""
        others = [d for d, r in self.records.items() if r.tier not in (CATALOGUE, PRESS)]
        makers = [d for d in others if self.records[d].tier == MAKER]
        for one in (others or list(self.records), makers):
            if len(one) == 1:
                for documents in says.values():
                    if not documents:
                        documents.add(one[0])
                return

    def _write_down(self, says: Mapping[Fact, set[str]]) -> None:
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
            if not note.more and not note.day and note.sources <= whole:
                del self.notes[fact]

    def _prefer(self, says: Mapping[Fact, set[str]]) -> None:
        """Mark which of several values goes before the others, where no source gives two."""
        for note in self.notes.values():
            note.more.discard(_PREFERRED)
        for prop in _SINGLE:
            facts = [fact for fact in self.facts().get(prop, ()) if says[fact]]
            told = [document for fact in facts for document in says[fact]]
            if len(facts) < 2 or len(told) != len(set(told)):
                continue
            first, second, *_ = sorted(facts, key=lambda fact: self._precedence(says[fact]))
            if self._precedence(says[first]) != self._precedence(says[second]):
                self.notes[first].more.add(_PREFERRED)

    def _precedence(self, documents: Collection[str]) -> tuple[int, int]:
        """Return a key that sorts values of better tiers first, of one tier the newest first."""
        tier, day = min(
            (ORDER.index(record.tier), -int((record.as_of or record.last_checked or "0")
                                            .replace("-", "").ljust(8, "0")))
            for record in map(self.record, documents)
        )  # fmt: skip
        return tier, day


def _is_makers(name: str) -> bool:
    """Return whether the name of what is read is that of a repository, not of a catalogue."""
    return name.startswith("github.com/")


def _has_place(document: str, record: Record) -> bool:
    return bool(record.locator) or "#" in document


def _dated(day: str) -> Literal:
    return Literal(day, datatype=NamedNode(_DATES[len(day)]))


def rewritten(
    text: str, artifacts: Collection[str], stated: Mapping[str, _OfCatalogues], today: str
) -> str:
    """Return a Turtle file with the records of its artifacts' sources set right.

    Args:
        text: the file.
        artifacts: the IRIs of what counts as an artifact.
        stated: by artifact, what records of catalogues state.
        today: the day on which these are read, as in 2026-11-27.

    """
    triples = list(parse(text, format=RdfFormat.TURTLE))
    found, kept = _artifacts(triples, artifacts)
    for artifact in found.values():
        artifact.settle(stated.get(artifact.iri, {}), today)
    kept += [each for artifact in found.values() for each in _sources_of(artifact)]
    lines = text.splitlines(keepends=True)
    head = "".join(line for line in lines if line.startswith(("#", "@prefix")))
    body = (serialize(kept, format=RdfFormat.N_TRIPLES) or b"").decode()
    return canonical(head + body)


def _artifacts(
    triples: Iterable[Any], artifacts: Collection[str]
) -> tuple[dict[str, Artifact], list[Triple]]:
    """Return the artifacts of a file, and the triples that are not about their sources."""
    found: dict[str, Artifact] = {}
    axioms: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for quad in triples:
        if isinstance(quad.subject, BlankNode):
            axioms[quad.subject.value][quad.predicate.value].append(quad.object)
    notes = {}
    for node, facts in axioms.items():
        if all(each in facts for each in _ANNOTATED):
            source, prop, target = (facts.pop(each)[0] for each in _ANNOTATED)
            if isinstance(source, NamedNode) and source.value in artifacts:
                facts.pop(_TYPE)
                notes[node] = (source.value, (prop.value, str(target)), facts)
    kept = []
    for quad in triples:
        subject = quad.subject
        if isinstance(subject, BlankNode) and subject.value in notes:
            continue
        if isinstance(subject, NamedNode) and subject.value in artifacts:
            artifact = found.setdefault(subject.value, Artifact(subject.value))
            if quad.predicate.value == _SOURCE:
                artifact.records[quad.object.value] = Record("")
                continue
            artifact.statements[quad.predicate.value, str(quad.object)] = quad.object
        kept.append(quad.triple)
    for iri, fact, facts in notes.values():
        _note(found[iri], fact, facts)
    for artifact in found.values():
        for document in list(artifact.records):
            artifact.record(document)
    return found, kept


def _note(artifact: Artifact, fact: Fact, facts: Mapping[str, list[Any]]) -> None:
    """Add an annotation of a file: the record of a source, or a note on a statement."""
    prop, value = fact
    days = [each.value for each in facts.get(AIT + "asOf", ())]
    if prop == _SOURCE:
        record = artifact.records.setdefault(value.strip("<>"), Record(""))
        record.locator = "".join(each.value for each in facts.get(AIT + "locator", ()))
        record.as_of = "".join(days)
        record.last_checked = "".join(each.value for each in facts.get(AIT + "lastChecked", ()))
        record.supports = {each.value for each in facts.get(AIT + "supports", ())}
        return
    note = artifact.notes[fact]
    note.sources |= {each.value for each in facts.get(_SOURCE, ())}
    note.day = max([note.day, *days])
    note.more |= {
        (name, each) for name, values in facts.items() if name not in (_SOURCE, AIT + "asOf")
        for each in values
    }  # fmt: skip


def _sources_of(artifact: Artifact) -> Iterator[Triple]:
    subject = NamedNode(artifact.iri)
    for document, record in artifact.records.items():
        target = NamedNode(document)
        yield Triple(subject, NamedNode(_SOURCE), target)
        yield from _annotation(subject, _SOURCE, target, record.statements())
    for (prop, value), note in artifact.notes.items():
        target = artifact.statements[prop, value]
        yield from _annotation(subject, prop, target, note.statements())


def _annotation(
    subject: NamedNode, prop: str, target: Any, says: Iterable[tuple[str, Any]]
) -> Iterator[Triple]:
    node = BlankNode()
    yield Triple(node, NamedNode(_TYPE), NamedNode(OWL + "Axiom"))
    for name, term in zip(_ANNOTATED, (subject, NamedNode(prop), target), strict=True):
        yield Triple(node, NamedNode(name), term)
    for name, term in says:
        yield Triple(node, NamedNode(name), term)
