"""Entries that a list has twice: by their id, by their name, or as the same known system."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aitaxonomy.graph.names import normalized
from aitaxonomy.inventory.formats.lists.headings import words
from aitaxonomy.inventory.importing import Entry, Imported
from aitaxonomy.inventory.record import Headed, Spot
from aitaxonomy.linting.finding import Found, ListFinding, quoted
from aitaxonomy.validation.fault import Severity

#: The hash of a cell without a text.
_EMPTY = hash("")
#: The words of the heading of a column that numbers the rows.
_NUMBERING = frozenset(("id", "no", "nr", "number", "row", "index", "uuid", "#"))
_OF_ROWS = _NUMBERING | {"use", "case", "entry", "inventory", "system", "ai", "asset", "record"}
#: So many rows of one name are compared cell by cell.
_COMPARED = 50


class _Row(NamedTuple):
    """A row: its place, its name, whether its id is a name, and what stands for its cells."""

    spot: Spot
    name: str
    named_by_id: bool
    cells: array[int]


def doubles(file: Imported) -> Iterator[Found]:
    """Yield the findings on the entries of a table that are there already."""
    tally = file.tally
    texts = {spot: remark.value for remark, spots in tally.remarks.items()
             if remark.about == "again" for spot in spots}  # fmt: skip
    seen = {part: _Seen(headed) for part, headed in tally.lists.items()}
    for iri, entry in file.entries.items():
        spot = entry.spot
        if spot is None or spot.part not in seen:
            continue
        named = not {*words(iri.rpartition("/")[2])}.isdisjoint(words(entry.name))
        row = _Row(spot, entry.name, named, array("q", map(hash, entry.cells)))
        if finding := seen[spot.part].finding(row, _keys(entry), texts.get(spot)):
            yield finding, [spot]


def _keys(entry: Entry) -> tuple[str, ...]:
    """Return under what an entry is looked up: its name, and the known system that it is."""
    match = entry.match
    return (normalized(entry.name), *((match.iri,) if match and match.same else ()))


class _Seen:
    """The rows of a list so far, compared by their cells but for names and for what numbers rows.

    Of rows of one name, so many are compared; the others only with those that are wholly alike.
    """

    def __init__(self, headed: Headed) -> None:
        headings, columns = headed
        self._ids, self._names = columns.get("id", ())[:1], columns["name"][:1]
        numbering = {p for p, heading in enumerate(headings) if _numbers({*words(heading)})}
        self._apart = numbering.union(p for p, _ in (*self._ids, *self._names))
        self._compared = [p for p in range(len(headings)) if p not in self._apart]
        self._by_id: dict[int, _Row] = {}
        self._by_cells: dict[tuple[str, bytes], _Row] = {}
        self._by_name: dict[str, list[_Row]] = defaultdict(list)

    def finding(self, row: _Row, keys: Sequence[str], id: str | None) -> ListFinding | None:
        """Return the finding on a row that was there already, else remember it."""
        for place, heading in self._ids:
            if row.cells[place] != _EMPTY:
                first = self._by_id.setdefault(row.cells[place], row)
                if first.spot != row.spot:
                    return _same_id(heading, id, row, first)
        cells = array("q", [row.cells[p] for p in self._compared]).tobytes()
        for key in keys:
            alike = self._by_cells.get((key, cells))
            for other in (*((alike,) if alike else ()), *self._by_name[key]):
                if self._adds_nothing(row, other):
                    sure = not any(_differ(row, other, p) for p in self._apart)
                    return _same(self._names[0][1], row, other, sure=sure)
        for key in keys:
            self._by_cells.setdefault((key, cells), row)
            if len(self._by_name[key]) < _COMPARED:
                self._by_name[key].append(row)
        return None

    def _adds_nothing(self, row: _Row, other: _Row) -> bool:
        """Return whether two rows differ in nothing but in what one of them leaves empty.

        Ids that are names, as those of models, tell two things apart; running numbers do not.
        """
        if row.spot == other.spot or any(_differ(row, other, p) for p in self._compared):
            return False
        return not (row.named_by_id and any(_differ(row, other, p) for p, _ in self._ids))


def _numbers(heading: set[str]) -> bool:
    return bool(heading & _NUMBERING) and heading <= _OF_ROWS


def _differ(row: _Row, other: _Row, place: int) -> bool:
    one, two = row.cells[place], other.cells[place]
    return one != two and _EMPTY not in (one, two)


def _same_id(column: str, id: str | None, row: _Row, first: _Row) -> ListFinding:
    also = f"row {first.spot.row:,} ({quoted(first.name)})"
    fault = f"the id {quoted(id) if id else f'of {quoted(row.name)}'} is that of {also} already"
    fix = "give each entry an id of its own, or keep one of the two rows"
    # The address of a model may be that of several deployments of it.
    severity: Severity = "violation" if _numbers({*words(column)}) else "warning"
    return ListFinding("repeated-id", severity, column, id, fault, fix)


def _same(column: str, row: _Row, first: _Row, *, sure: bool) -> ListFinding:
    also = "" if row.name == first.name else f" as {quoted(first.name)}"
    fault = f"{quoted(row.name)} is listed in row {first.spot.row:,} already{also}"
    fix = "keep one of the two rows, or tell in a column what sets them apart"
    severity: Severity = "violation" if sure else "warning"
    return ListFinding("repeated-entry", severity, column, row.name, fault, fix)
