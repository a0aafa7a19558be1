"""The header of a table: the line among the first ones that names most fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from aitaxonomy.inventory.formats.lists.columns import SAMPLE
from aitaxonomy.inventory.formats.lists.headings import fields_of, key, other_list

#: A header is looked for in so many lines.
_LINES = 30
#: So many cells of each are looked at.
_WIDEST = 1000
#: A row of the table, and its line.
Row = tuple[Sequence[str], int]


class Header(NamedTuple):
    """A header: its headings, its place among the rows, and how many fields it names."""

    cells: list[str]
    place: int
    score: float


def find_header(rows: Sequence[Row], given: Mapping[str, str] | None = None) -> Header | None:
    """Return the header among the first rows, None where there is no row with a cell.

    Titles above it count for nothing. Where two cells of it are alike and a line above groups
    the columns, as `System | | Model |` does, the groups go before the headings.

    >>> rows = [(["Our list", ""], 1), (["", ""], 2), (["Name", "Vendor"], 3), (["A", "B"], 4)]
    >>> find_header(rows)
    Header(cells=['Name', 'Vendor'], place=2, score=3.5)
    """
    wanted = {key(each) for each in (given or {}).values()}
    best: Header | None = None
    for place, (cells, _) in enumerate(rows[:_LINES]):
        if not any(cell.strip() for cell in cells):
            continue
        header = _grouped([*map(str, cells)], rows[place - 1][0] if place else ())
        score = _score(header, wanted)
        if best is None or score > best.score:
            best = Header(header, place, score)
    return best


def sample(rows: Sequence[Row], header: Header) -> list[Sequence[str]]:
    """Return the rows below a header that show what its columns hold."""
    return [cells for cells, _ in rows[header.place + 1 :][:SAMPLE]]


def _score(header: Sequence[str], wanted: set[str]) -> float:
    """Return the number of fields that cells name; a map of columns outweighs them."""
    header = header[:_WIDEST]
    fields = set[str]()
    for cell in header:
        if len(cell) < 300:
            fields.update(fields_of(cell))
    mapped = sum(key(cell) in wanted for cell in header)
    named = {field for field in fields if field != "model"}
    filled = sum(1 for cell in header if cell.strip()) / len(header)
    return len(named) + 100.0 * mapped + (2 if other_list(header) else 0) + filled / 2


def _grouped(cells: list[str], above: Sequence[str]) -> list[str]:
    filled = [cell.strip().casefold() for cell in cells if cell.strip()]
    groups = [cell for cell in above if cell.strip()]
    if len(set(filled)) == len(filled) or len(groups) < 2:
        return cells
    group, found = "", []
    for i, cell in enumerate(cells):
        group = (above[i].strip() if i < len(above) else "") or group
        whole = f"{group} {cell.strip()}"
        found.append(whole if cell.strip() and fields_of(whole) else cell)
    return found
