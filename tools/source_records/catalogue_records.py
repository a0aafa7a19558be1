"""Records of catalogues, and lines of makers' repositories, as sources of an artifact."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from aitaxonomy.inventory.matching.developers import find_organization, same_company
from aitaxonomy.rdf.namespaces import AIT
from tools.source_records.annotations import PREPRINTS, Record
from tools.source_records.artifact import SINGLE, Artifact, Says
from tools.source_records.catalogues import Fact, Place, catalogue_of
from tools.source_records.tiers import MAKER

_PROVIDER = re.compile(r".*/models\.dev/blob/[^/]+/providers/([^/]+)/.*")
#: Properties of which a record of a catalogue states the one value that it has, or none.
_ONE_A_RECORD = SINGLE | {AIT + "inputPrice", AIT + "outputPrice"}

#: By name of a catalogue: the records about an artifact, and what each states.
OfCatalogues = Mapping[str, Mapping[Place, Collection[Fact]]]


class CatalogueRecords:
    """The statements of catalogue records about an artifact.

    Args:
        artifact: what they are about.
        stated: the records, and what each states.

    """

    def __init__(self, artifact: Artifact, stated: OfCatalogues) -> None:
        self._artifact = artifact
        self._stated = {name: self._one_an_address(records) for name, records in stated.items()}

    @property
    def abstracts(self) -> set[str]:
        """The pages of preprints whose abstracts were read."""
        return {place.document for place in self._stated.get(PREPRINTS, ())}

    def cite(self) -> None:
        """Cite the records of catalogues instead of the catalogues as a whole."""
        for fact, note in self._artifact.notes.items():
            note.sources = {self._placed(each, fact) for each in note.sources}
        for document in list(self._artifact.records):
            place = self._placed(document, None)
            if place != document:
                whole, record = self._artifact.records.pop(document), self._artifact.record(place)
                record.supports |= whole.supports
                record.last_checked = max(record.last_checked, whole.last_checked)
        for note in self._artifact.notes.values():
            for each in note.sources:
                self._artifact.record(each)

    def add(self, says: Says, today: str) -> None:
        """Add records of catalogues: those cited already, and others for what lacks a source."""
        cited = {catalogue for catalogue, records in self._stated.items()
                 if any(place.document in self._artifact.records for place in records)}  # fmt: skip
        for catalogue in sorted(
            self._stated, key=lambda name: (not _is_makers(name), name not in cited, name)
        ):
            open_ = {fact for fact in says if self._is_open(says[fact], catalogue, cited)}
            records = self._stated[catalogue]
            for place in sorted(records, key=lambda at: (-self._agreement(records[at]), at)):
                new = open_ & set(records[place])
                if not new or not self._is_own_service(place.document):
                    continue
                open_ -= new
                self._at(place).last_checked = today
                for fact in new:
                    says[fact].add(place.document)

    def _one_an_address(
        self, records: Mapping[Place, Collection[Fact]]
    ) -> Mapping[Place, Collection[Fact]]:
        """Return of the records at one address, as the rows of a table, the one that fits best.

        A source has one place, so what another row states would be looked for in vain there.
        """
        worst_first = sorted(records, key=lambda at: (self._agreement(records[at]), at))
        best = {place.document: place for place in worst_first}
        return {place: records[place] for place in best.values()}

    def _placed(self, document: str, fact: Fact | None) -> str:
        records = self._stated.get(catalogue_of(document) or "")
        if not records:
            return document
        best = max(records, key=lambda at: (fact in records[at], self._agreement(records[at]), at))
        if fact and fact[0] in _ONE_A_RECORD and fact not in records[best]:
            return document
        self._at(best)
        return best.document

    def _at(self, place: Place) -> Record:
        found = self._artifact.record(place.document)
        found.locator, found.as_of = place.locator, place.as_of
        return found

    def _agreement(self, facts: Collection[Fact]) -> int:
        return sum(fact in self._artifact.statements for fact in facts)

    def _is_open(self, documents: Collection[str], catalogue: str, cited: Collection[str]) -> bool:
        """Return whether a statement with some sources gets others from a catalogue or repository.

        A maker's repository adds its word where no other place of a maker has it.
        """
        if not _is_makers(catalogue):
            return catalogue in cited or not documents
        others = (each for each in documents if not each.startswith(f"https://{catalogue}/blob/"))
        return not any(self._is_place_of_maker(each) for each in others)

    def _is_place_of_maker(self, document: str) -> bool:
        record = self._artifact.record(document)
        return record.tier == MAKER and (bool(record.locator) or "#" in document)

    def _is_own_service(self, document: str) -> bool:
        """Return whether a record is not that of another company's offering of the artifact."""
        at = _PROVIDER.fullmatch(document)
        named = at and find_organization(at[1])
        return not at or any(named and same_company(named, each) for each in self._artifact.makers)


def _is_makers(name: str) -> bool:
    """Return whether what is read is of makers, a repository or abstracts, not a catalogue."""
    return name.startswith("github.com/") or name == PREPRINTS
