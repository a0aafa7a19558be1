"""Cases that were decided in writing, and are not listed again: `tools/decided.tsv`.

A row holds as long as the values do: where ours or theirs changes, the case is open again.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from aitaxonomy.errors import ImportFault
from tools.freshness.rows import Difference, New

COLUMNS = ("entity", "property", "ours", "theirs", "catalogue", "decision", "why")
#: What may be decided: which value is right, that both stand for what they say, or that it is none
#: of our models.
DECISIONS = frozenset(("ours", "both", "not a model", "not covered"))
#: The property of rows about models that are new.
NEW = "new"
#: Any catalogue.
ANY = "*"


class Row(NamedTuple):
    """A decision: about a property of a system of ours, or that a model is not taken up."""

    entity: str
    property: str
    ours: str
    theirs: str
    catalogue: str
    decision: str
    why: str


class Decided:
    """The decisions of a file.

    Args:
        rows: what was decided.

    """

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self._rows: dict[tuple[str, str, str, str], dict[str, Row]] = {}
        for row in rows:
            self._rows.setdefault(row[:4], {})[row.catalogue] = row
        self._used: set[Row] = set()

    @classmethod
    def read(cls, path: Path) -> Decided:
        """Read a file; raises `ImportFault` for a row that is not whole, with its line."""
        rows: dict[tuple[str, ...], Row] = {}
        with path.open(encoding="utf-8", newline="") as file:
            lines = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            if tuple(next(lines, ())) != COLUMNS:
                raise ImportFault(f"{path}:1: write the columns {', '.join(COLUMNS)}, with tabs")
            for number, cells in enumerate(lines, 2):
                if len(cells) != len(COLUMNS) or not all((cells[1], cells[3], cells[4], cells[6])):
                    raise ImportFault(
                        f"{path}:{number}: a property, theirs, catalogue or reason is left out: "
                        f"write {len(COLUMNS)} cells with tabs between them"
                    )
                row = Row(*cells)
                if row.decision not in DECISIONS:
                    raise ImportFault(
                        f"{path}:{number}: {row.decision!r} is not a decision: write one of "
                        f"{', '.join(sorted(DECISIONS))}"
                    )
                if row[:5] in rows:
                    raise ImportFault(f"{path}:{number}: decided before: take one of the two out")
                rows[row[:5]] = row
        return cls(rows.values())

    def without(self, rows: Iterable[Difference], count: Counter[str]) -> list[Difference]:
        """Return the differences that are not decided, for the catalogues that are not.

        A value that several catalogues give stays listed for those that no row names.
        """
        left = []
        for row in rows:
            open_for = self._open((row.entity, row.property, row.ours, row.theirs), row, count)
            if open_for:
                left.append(row._replace(catalogues=open_for))
        return left

    def without_known(self, rows: Iterable[New], count: Counter[str]) -> list[New]:
        """Return the models that nobody decided not to take up."""
        return [each for each in rows if self._open(("", NEW, "", each.name), each, count)]

    def _open(
        self, key: tuple[str, str, str, str], row: Difference | New, count: Counter[str]
    ) -> tuple[str, ...]:
        by = self._rows.get(key, {})
        found = [decision for each in row.catalogues if (decision := by.get(each) or by.get(ANY))]
        self._used.update(found)
        open_for = tuple(each for each in row.catalogues if each not in by and ANY not in by)
        if found and not open_for:
            count[found[0].decision] += 1
        return open_for

    def unused(self) -> list[str]:
        """Return the decisions that answer nothing that was found, in words, in their order."""
        return list(self._unused())

    def _unused(self) -> Iterator[str]:
        for by in self._rows.values():
            for row in by.values():
                if row not in self._used:
                    yield f"{row.entity or row.theirs} {row.property}: {row.ours} / {row.theirs}"
