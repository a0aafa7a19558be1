"""An artifact and its sources: who states what, written down in one way.

A statement has its sources in one of two ways. Where a source states all values that an artifact
has of a property, the record of the source names the property (`ait:supports`). Else the statement
has an annotation of its own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from pyoxigraph import NamedNode

from aitaxonomy.graph.sourcing import ASIDE, is_place
from aitaxonomy.inventory.matching.developers import find_organization, same_company
from aitaxonomy.rdf.namespaces import AIT, AIX, DCTERMS, OWL, RDF, RDFS, SKOS
from tools.source_records.annotations import ABSTRACT, NUMBER, PREPRINTS, Note, Record
from tools.source_records.catalogues import Fact, Place, catalogue_of
from tools.source_records.judged import grounds
from tools.source_records.natures import can_state, is_paper_for, names_no_maker, place_in
from tools.source_records.tiers import CATALOGUE, MAKER, ORDER, PRESS, makers_at, tier

_SOURCE = DCTERMS + "source"
_TYPE = RDF + "type"
_NAMES = (RDFS + "label", SKOS + "altLabel")
#: The places that pages of preprints are, which their papers are not.
_OF_PAGES = (ABSTRACT, NUMBER)
_PAPER_DAY = AIT + "paperPublishedOn"
_MADE = (AIT + "developedBy", AIT + "providedBy")
_PREPRINT = re.compile(r"https?://arxiv\.org/(?:abs|pdf)/(\d\d)(\d\d)\.\d+.*")
_PROVIDER = re.compile(r".*/models\.dev/blob/[^/]+/providers/([^/]+)/.*")
#: A repository, or a file of it, without a line.
_WHOLE = re.compile(r"https?://(github\.com/[^/]+/[^/#]+)(?:/(?:blob|tree)/[^#]+)?/?")

#: Properties of which a thing has one value by nature.
_SINGLE = frozenset(
    f"{AIT}{name}"
    for name in (
        "announcedOn", "availableSince", "paperPublishedOn", "weightsReleasedOn", "retiredOn",
        "knowledgeCutoff", "parameterCount", "activeParameterCount", "contextWindow",
        "outputLimit", "trainingCompute",
    )
)  # fmt: skip
#: Properties of which a record of a catalogue states the one value that it has, or none.
_ONE_A_RECORD = _SINGLE | {AIT + "inputPrice", AIT + "outputPrice"}
_PREFERRED = (AIT + "preferredBy", NamedNode(AIX + "source-convention"))

_OF_FAMILIES = (AIT + "hasMember", AIT + "hasSubfamily")
_PRODUCTS = frozenset(f"<{AIT}{name}>" for name in ("AISystem", "AIApplication", "AIPlatform",
                                                    "AIAgent", "ModelOffering"))  # fmt: skip
#: What is worth less than any source.
_LAST = (len(ORDER), True)

#: By name of a catalogue: the records about an artifact, and what each states.
OfCatalogues = Mapping[str, Mapping[Place, Collection[Fact]]]


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
        made = (value for prop, value in self.statements if prop in _MADE)
        return frozenset(value.strip("<>").rsplit("/", 1)[-1] for value in made)

    def record(self, document: str) -> Record:
        """Return the record of a source, made if there is none."""
        found = self.records.setdefault(document, Record(""))
        found.tier = tier(document, self.makers)
        found.locator = found.locator or place_in(document, self.names(), self.makers)
        if not found.as_of and (month := _PREPRINT.fullmatch(document)):
            found.as_of = f"20{month[1]}-{month[2]}"
        return found

    def names(self) -> list[str]:
        """Return its names: labels, synonyms, the last part of its IRI."""
        named = (value for prop, value in self.statements if prop in _NAMES)
        return [*(each.split('"')[1] for each in named), self.iri.removeprefix(AIX)]

    def facts(self) -> Mapping[str, list[Fact]]:
        """Return the statements that need a source, by property."""
        found = defaultdict(list)
        for prop, value in self.statements:
            named = value != f"<{OWL}NamedIndividual>" and not value.startswith("_:")
            if (prop == _TYPE and named) or (prop.startswith(AIT) and prop not in ASIDE):
                found[prop].append((prop, value))
        return found

    def settle(self, stated: OfCatalogues, today: str) -> None:
        """Find the sources of each statement, and write them down in one way.

        Args:
            stated: what the records of catalogues state of the artifact.
            today: the day on which they are read.

        """
        stated = {name: self._one_an_address(records) for name, records in stated.items()}
        self._cite_places(stated)
        self._part_from_pages(stated)
        for document, known in list(self.records.items()):
            days = [note.day for note in self.notes.values() if document in note.sources]
            known.last_checked = max(known.last_checked, *days, "")
        says = self.said()
        self._add_catalogues(says, stated, today)
        self._add_addresses(says)
        self._leave_wholes(says)
        self._leave_papers(says)
        self._add_remaining(says)
        self._add_judged(says)
        self._leave_wholes(says)
        self._leave_papers(says)
        self._write_down(says)
        self._prefer(says)

    def _one_an_address(
        self, records: Mapping[Place, Collection[Fact]]
    ) -> Mapping[Place, Collection[Fact]]:
        """Return of the records at one address, as the rows of a table, the one that fits best.

        A source has one place, so what another row states would be looked for in vain there.
        """
        worst_first = sorted(records, key=lambda at: (self._agreement(records[at]), at))
        best = {place.document: place for place in worst_first}
        return {place: records[place] for place in best.values()}

    def _cite_places(self, stated: OfCatalogues) -> None:
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

    def _part_from_pages(self, stated: OfCatalogues) -> None:
        """Let papers as a whole state what their pages were taken to state.

        A page keeps the day, for its number shows the month, and what its abstract states.
        """
        abstracts = {place.document for place in stated.get(PREPRINTS, ())}
        for document, page in list(self.records.items()):
            at = _PREPRINT.fullmatch(document)
            if not at or "/abs/" not in document or page.locator == ABSTRACT:
                continue
            if document in abstracts:
                page.locator = ABSTRACT
            elif not page.locator and self._dates(document, f"20{at[1]}-{at[2]}"):
                page.locator = NUMBER
            else:
                continue
            others = page.supports - {_PAPER_DAY}
            noted = [fact for fact, note in self.notes.items()
                     if document in note.sources and fact[0] != _PAPER_DAY]  # fmt: skip
            page.supports &= {_PAPER_DAY}
            if not others and not noted:
                continue
            whole = document.replace("/abs/", "/pdf/")
            paper = self.record(whole)
            paper.last_checked = max(paper.last_checked, page.last_checked)
            paper.supports |= others
            for fact in noted:
                self.notes[fact].sources ^= {document, whole}

    def _dates(self, page: str, month: str) -> bool:
        """Return whether a page tells of one day of a paper, the only one or its, in a month."""
        days = self.facts().get(_PAPER_DAY, ())
        if len(days) > 1 and _PAPER_DAY not in self.records[page].supports:
            days = [day for day in days if day in self.notes and page in self.notes[day].sources]
        return len(days) == 1 and days[0][1].startswith(f'"{month}')

    def _leave_papers(self, says: Mapping[Fact, set[str]]) -> None:
        """Leave papers as a whole where their pages state the same."""
        for page in [d for d, r in self.records.items() if r.locator in _OF_PAGES]:
            paper = page.replace("/abs/", "/pdf/")
            if paper == page:
                continue  # of proceedings, whose pages are abstracts and papers at one address
            for fact, documents in says.items():
                if page in documents:
                    documents.discard(paper)
                    if fact in self.notes:
                        self.notes[fact].sources.discard(paper)
            if paper in self.records and not any(paper in documents for documents in says.values()):
                del self.records[paper]

    def _placed(self, document: str, stated: OfCatalogues, fact: Fact | None) -> str:
        records = stated.get(catalogue_of(document) or "")
        if not records:
            return document
        best = max(records, key=lambda at: (fact in records[at], self._agreement(records[at]), at))
        if fact and fact[0] in _ONE_A_RECORD and fact not in records[best]:
            return document
        self._at(best)
        return best.document

    def _at(self, place: Place) -> Record:
        found = self.record(place.document)
        found.locator, found.as_of = place.locator, place.as_of
        return found

    def _agreement(self, facts: Collection[Fact]) -> int:
        return sum(fact in self.statements for fact in facts)

    def said(self) -> dict[Fact, set[str]]:
        """Return who is on record for each statement that needs a source."""
        says = {}
        for prop, facts in self.facts().items():
            whole = {document for document, r in self.records.items() if prop in r.supports}
            for fact in facts:
                says[fact] = whole | (self.notes[fact].sources if fact in self.notes else set())
        return says

    def _add_catalogues(
        self, says: Mapping[Fact, set[str]], stated: OfCatalogues, today: str
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
        return not any(self._is_place_of_maker(each) for each in others)

    def _is_place_of_maker(self, document: str) -> bool:
        record = self.record(document)
        return record.tier == MAKER and (bool(record.locator) or "#" in document)

    def _leave_wholes(self, says: Mapping[Fact, set[str]]) -> None:
        """Leave repositories and files as a whole where places in them state the same."""
        for whole in list(self.records):
            at = _WHOLE.fullmatch(whole)
            within = f"https://{at[1]}/blob/" if at else ""
            places = {d for d in self.records if at and "#L" in d and d.startswith(within)}
            if not places or self.records[whole].locator:
                continue
            for fact, documents in says.items():
                if whole in documents and documents & places:
                    documents.discard(whole)
                    if fact in self.notes:
                        self.notes[fact].sources.discard(whole)
            noted = any(whole in note.sources for note in self.notes.values())
            if not noted and not any(whole in documents for documents in says.values()):
                del self.records[whole]

    def _is_own_service(self, document: str) -> bool:
        """Return whether a record is not that of another company's offering of the artifact."""
        at = _PROVIDER.fullmatch(document)
        named = at and find_organization(at[1])
        return not at or any(named and same_company(named, each) for each in self.makers)

    def _add_addresses(self, says: Mapping[Fact, set[str]]) -> None:
        """Add what addresses show: who develops or provides it, and the month of a preprint.

        Lines of a file state what was read there, and terms or lists of countries name no model:
        their addresses count where no other word of a maker does.
        """
        for document in sorted(self.records, key=lambda each: (names_no_maker(each), each)):
            for maker in makers_at(document, self.makers):
                for prop in _MADE:
                    fact = prop, f"<{AIX}{maker}>"
                    if fact in says and not (
                        names_no_maker(document) and self._has_maker(says[fact])
                    ):
                        says[fact].add(document)
            if at := _PREPRINT.fullmatch(document):
                self._add_month(says, document, f"20{at[1]}-{at[2]}")

    def _has_maker(self, documents: Collection[str]) -> bool:
        return any(self.record(each).tier == MAKER for each in documents)

    def _add_month(self, says: Mapping[Fact, set[str]], document: str, month: str) -> None:
        """Add a preprint as a source of its date; it does not tell two days of a month apart."""
        dates = self.facts().get(AIT + "paperPublishedOn", ())
        for fact in dates:
            if len(dates) == 1 and fact[1].startswith(f'"{month}'):
                says[fact].add(document)
            elif document not in (self.notes[fact].sources if fact in self.notes else ()):
                says[fact].discard(document)

    def _add_remaining(self, says: Mapping[Fact, set[str]]) -> None:
        """Give what no catalogue states to the one other source from which it can come.

        None to a document of which a part was read: its record says what that part states.
        """
        others = [
            d for d, r in self.records.items()
            if r.tier not in (CATALOGUE, PRESS) and not d.startswith(AIX)
            and r.locator not in _OF_PAGES
        ]  # fmt: skip
        for prop, facts in self.facts().items():
            if prop in _OF_FAMILIES and len(others) > 1:
                continue  # members come one by one, each with a document of its own
            able = [d for d in others or self.records if can_state(d, prop)]
            makers = [d for d in able if self.records[d].tier == MAKER]
            papers = [d for d in makers if is_paper_for(d, prop) and self._is_own_paper(d)]
            one = next((each for each in (able, makers, papers) if len(each) == 1), [])
            dated = prop == AIT + "paperPublishedOn" and any(map(_PREPRINT.fullmatch, one))
            if dated or (prop in _SINGLE and len(facts) > 1) or any(map(self._is_part, one)):
                continue  # a preprint has a month of its own, and one source gives one value
            for fact in facts:
                if not says[fact] and not self._rests_on_convention(fact):
                    says[fact].update(one)
                    for document in one:  # it counts for more than was read there
                        self.records[document].last_checked = ""

    def _is_part(self, document: str) -> bool:
        """Return whether a source is a place in a document, by its address or by who read it."""
        by_nature = place_in(document, self.names(), self.makers)
        return is_place(document) or self.records[document].locator not in ("", by_nature)

    def _is_own_paper(self, document: str) -> bool:
        """Return whether a paper can be that of the artifact: a model, by the month of both."""
        if any(prop == _TYPE and value in _PRODUCTS for prop, value in self.statements):
            return False
        at = _PREPRINT.fullmatch(document)
        dates = self.facts().get(AIT + "paperPublishedOn", ())
        return not dates or not at or any(f'"20{at[1]}-{at[2]}' in date for _, date in dates)

    def _add_judged(self, says: Mapping[Fact, set[str]]) -> None:
        """Give what is judged from other statements, or shown by what a document is, its source.

        That is one that goes before all which the statement has: its maker's, one with a place;
        or, where the statement has no place yet, the best that has.
        """
        facts = self.facts()
        makers = [d for d, r in self.records.items()
                  if r.tier == MAKER and r.locator not in _OF_PAGES]  # fmt: skip
        judged = [fact for fact in says if not self._rests_on_convention(fact)]
        more = True
        while more:
            more = False
            for fact in judged:
                found = grounds(fact, says, facts, makers)
                if document := self._best(found, says[fact]):
                    says[fact].add(document)
                    more = True

    def _best(self, found: Iterable[tuple[int, str]], known: Collection[str]) -> str | None:
        """Return which of some documents goes before those known, or has a place that none has."""
        ranked = sorted((self.merit(document), row, document) for row, document in found)
        if ranked and ranked[0][0] < min(map(self.merit, known), default=_LAST):
            return ranked[0][2]
        placed = [document for (_, nowhere), _, document in ranked if not nowhere]
        return placed[0] if placed and all(self.merit(each)[1] for each in known) else None

    def merit(self, document: str) -> tuple[int, bool]:
        """Return a key that sorts sources of better tiers first, and such with a place."""
        record = self.record(document)
        return ORDER.index(record.tier), not is_place(document, record.locator)

    def _rests_on_convention(self, fact: Fact) -> bool:
        more = self.notes[fact].more if fact in self.notes else ()
        return any(name == AIT + "byConvention" for name, _ in more)

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
        for prop in sorted(_SINGLE):
            facts = [fact for fact in self.facts().get(prop, ()) if says[fact]]
            told = [document for fact in facts for document in says[fact]]
            if len(facts) < 2 or len(told) != len(set(told)):
                continue
            first, second, *_ = sorted(facts, key=lambda fact: self._precedence(says[fact]))
            if self._precedence(says[first]) != self._precedence(says[second]):
                self.notes[first].more.add(_PREFERRED)

    def _precedence(self, documents: Collection[str]) -> tuple[int, int]:
        """Return a key that sorts values of better tiers first, of one tier newer sources first."""
        return min(map(self._rank, map(self.record, documents)))

    @staticmethod
    def _rank(record: Record) -> tuple[int, int]:
        day = (record.as_of or record.last_checked or "0").replace("-", "").ljust(8, "0")
        return ORDER.index(record.tier), -int(day)


def _is_makers(name: str) -> bool:
    """Return whether what is read is of makers, a repository or abstracts, not a catalogue."""
    return name.startswith("github.com/") or name == PREPRINTS
