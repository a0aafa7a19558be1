"""The origins of classified systems: their entries in the imported data files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from aitaxonomy.classification.system import Known
from aitaxonomy.inventory.importing import Entry, Excerpt, Imported
from aitaxonomy.inventory.record import Proposal

if TYPE_CHECKING:
    import polars as pl


class Origins:
    """Finds the name, the place and the known entity of each system in some data files.

    `label` gives the names of systems that are in no file.
    """

    def __init__(self, files: Iterable[Imported], label: Callable[[str], str]) -> None:
        self._files, self._label = tuple(files), label

    def _entry(self, iri: str) -> tuple[Imported, Entry] | None:
        for file in self._files:
            if iri in file.entries:
                return file, file.entries[iri]
        return None

    def name(self, iri: str) -> str:
        """Return the name in the inventory, or else the label."""
        found = self._entry(iri)
        return found[1].name if found else self._label(iri)

    def place(self, iri: str) -> str | None:
        """Return the file, with the line if it has lines; None for a system in no file."""
        found = self._entry(iri)
        if found is None:
            return None
        path, line = found[0].path, found[1].line
        return f"{path}:{line}" if line else str(path)

    def left_open(self, iri: str) -> tuple[str, ...]:
        """Return in words why fields of the inventory do not decide the kind of a system."""
        found = self._entry(iri)
        return found[1].undecided if found else ()

    def proposed(self, iri: str) -> tuple[Proposal, ...]:
        """Return what the words of the entry of a system suggest."""
        found = self._entry(iri)
        return found[1].proposed if found else ()

    def listed(self, iri: str) -> Excerpt:
        """Return what the file of a system says of it in its own columns."""
        found = self._entry(iri)
        return found[0].excerpt(iri) if found else Excerpt()

    def known(self, iri: str) -> Known | None:
        """Return the known entity that a system is matched with; None for itself or no match."""
        found = self._entry(iri)
        match = found[1].match if found else None
        if match is None or match.iri == iri:
            return None
        return Known(match.iri, match.confidence, match.way)

    def in_order(self, subjects: pl.DataFrame) -> pl.DataFrame:
        """Return the rows of a frame with a column `individual` in the order of the files."""
        import polars as pl

        names = [iri for file in self._files for iri in file.entries]
        order = pl.DataFrame({"individual": names}, schema={"individual": pl.String})
        order = order.unique(maintain_order=True).with_row_index("order")
        joined = subjects.join(order, on="individual", how="left")
        return joined.sort("order", "individual", nulls_last=True).drop("order")

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of all lists, each once, in their order."""
        entries = (entry for file in self._files for entry in file.entries.values())
        # The entries of one list share its headings.
        lists = {id(entry.headings): entry.headings for entry in entries}
        return tuple(dict.fromkeys(each for headings in lists.values() for each in headings))

    @cached_property
    def bases(self) -> frozenset[str]:
        """The IRIs of base models in the files that have no entry of their own."""
        return (
            frozenset[str]()
            .union(*(file.bases for file in self._files))
            .difference(*(file.entries for file in self._files))
        )

    @cached_property
    def all_known(self) -> frozenset[str]:
        """The IRIs of all known entities that systems are matched with."""
        return frozenset[str]().union(*(file.matched for file in self._files))
