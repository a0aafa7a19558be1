"""CSV and TSV: one system per row, read row by row; only names are required.

The header is the line among the first ones that names most fields.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from aitaxonomy.errors import ImportFault
from aitaxonomy.inventory.formats.documents import FileStart, lines_of, opened
from aitaxonomy.inventory.formats.lists.columns import SAMPLE, Columns, find_columns
from aitaxonomy.inventory.formats.lists.headings import fields_of, key, other_list
from aitaxonomy.inventory.formats.lists.rows import Mapper
from aitaxonomy.inventory.record import Record, Tally

FORMAT = "csv"

_DELIMITERS = ",;\t|"
#: The line with which spreadsheets say what separates the cells.
_SEP = re.compile(r"\ufeff?\"?sep=(.)\"?[\r\n]*\Z")
#: The characters at the start of a table that tell its delimiter.
_START = 65536
#: So many rows tell it.
_ROWS = 50

#: A header is looked for in so many lines.
_LINES = 30
#: So many cells of each are looked at.
_WIDEST = 1000
#: A row of the table, and its line.
Row = tuple[Sequence[str], int]


def recognises(start: FileStart) -> bool:
    """Return whether a file is a table that has a column with names, or is called one."""
    if start.form != "table":
        return False
    named = start.path.suffix.lower() in (".csv", ".tsv", ".tab")
    fields = {field for key in start.keys for field in fields_of(key)}
    return named or ("name" in fields and len(start.keys) > 1)


def read(
    path: Path,
    tally: Tally,
    columns: Mapping[str, str] | None = None,
    delimiter: str | None = None,
    **_: Any,
) -> Iterator[Record]:
    """Yield one record per row; one that is broken is skipped.

    `columns` has our name of a column and the file's heading of it; the `delimiter` is found out
    when not given. Raises `ImportFault` where there is no column with names, a quote is left open,
    or a cell is as long as if one were.
    """
    with opened(path) as lines:
        declared = _SEP.match(next(lines_of(lines, path), ""))
        before = 1 if declared else 0
        if not declared:
            lines.seek(0)
        if declared:
            delimiter = declared[1]
        elif delimiter is None:
            delimiter = _delimiter(lines.read(_START))
            lines.seek(0)
        reader = csv.reader(lines_of(lines, path), delimiter=delimiter, strict=True)
        rows = _rows(reader, path, tally, before)
        yield from read_rows(rows, path, FORMAT, tally, columns)


def read_rows(
    rows: Iterator[Row],
    path: Path,
    format: str,
    tally: Tally,
    columns: Mapping[str, str] | None = None,
    *,
    in_sheet: bool = False,
    hidden: Collection[int] = (),
) -> Iterator[Record]:
    """Yield one record per row of a table; its first rows have the header.

    Rows are named by their numbers `in_sheet`, else as they follow each other; those with a number
    among the `hidden` are skipped. Raises `ImportFault`
    where there is no header, or no column with names.
    """
    header = find_header(list(islice(rows, SAMPLE + 1)), columns)
    if header is None:
        raise ImportFault(f"{path}: no row with a header; is it the right file?")
    where = f"{path}:{header.line}"
    found = header.columns(columns, where)
    used = {place for each in found.places.values() for place in each}
    for place, cell in enumerate(header.cells):
        if cell.strip() and place not in used:
            tally.unknown(f"column {' '.join(cell.split())!r}", where)
    mapper = Mapper(header.cells, found, str(path), format, tally)
    for number, (cells, line) in enumerate(chain(header.below, rows), header.place + 2):
        if any(cells):
            tally.read += 1
            if line in hidden:
                tally.skip("a row that is hidden in the sheet", f"{path}:{line}")
                continue
            if record := mapper.make(cells, line, line if in_sheet else number):
                yield record


def choose_tables(
    tables: Sequence[tuple[str, Sequence[Row]]],
    path: Path,
    columns: Mapping[str, str] | None,
    called: str,
) -> list[str]:
    """Return the table with most fields of systems by name, and those with much the same header.

    Args:
        tables: the name and the first rows of each.
        path: the file that they are in.
        columns: our name of a column and the file's heading of it.
        called: what messages call a table.

    Raises:
        ImportFault: none has a column with names.

    """
    found: list[tuple[float, str, str, set[str]]] = []
    faults: list[tuple[float, ImportFault]] = []
    for name, rows in tables:
        header = find_header(rows, columns)
        if header is None:
            continue
        try:
            places = header.columns(columns, f"{path}:{header.line} ({name})").places
        except ImportFault as fault:
            faults.append((header.score, fault))
            continue
        worth = len(places) + 100.0 * bool(header.below)
        headings = [key(cell) for cell in header.cells]
        found.append((worth, name, headings[places["name"][0]], {*headings} - {""}))
    if not found:
        if faults:
            raise max(faults, key=lambda each: each[0])[1]
        raise ImportFault(f"{path}: no {called} with rows; is it the right file?")
    _, _, names, best = max(found, key=lambda each: each[0])
    return [
        name
        for _, name, named, headings in found
        if headings == best
        or (named == names and 3 * len(headings & best) >= 2 * min(len(headings), len(best)) > 2)
    ]


class Header(NamedTuple):
    """A header: its headings, its place, the rows below it, and how much speaks for it."""

    cells: list[str]
    place: int
    line: int
    below: Sequence[Row]
    score: float

    def columns(self, given: Mapping[str, str] | None, where: str) -> Columns:
        """Return which column is which field, as `find_columns` does."""
        return find_columns(self.cells, [cells for cells, _ in self.below[:SAMPLE]], given, where)


def find_header(rows: Sequence[Row], given: Mapping[str, str] | None = None) -> Header | None:
    """Return the header among the first rows, None where there is no row with a cell.

    Titles above it count for nothing. Where two cells of it are alike and a line above groups the
    columns, as `System | | Model |` does, the groups precede the headings.

    >>> rows = [(["Our list", ""], 1), (["", ""], 2), (["Name", "Vendor"], 3), (["A", "B"], 4)]
    >>> find_header(rows)[:4]
    (['Name', 'Vendor'], 2, 3, [(['A', 'B'], 4)])
    """
    wanted = {key(each) for each in (given or {}).values()}
    best: Header | None = None
    for place, (cells, line) in enumerate(rows[:_LINES]):
        if not any(cell.strip() for cell in cells):
            continue
        header = _grouped([*map(str, cells)], rows[place - 1][0] if place else ())
        score = _score(header, wanted)
        if best is None or score > best.score:
            best = Header(header, place, line, rows[place + 1 :], score)
    return best


def _score(header: Sequence[str], wanted: set[str]) -> float:
    """Return the number of fields that cells name; a map of columns outweighs them."""
    header = header[:_WIDEST]
    fields = {field for cell in header if len(cell) < 300 for field in fields_of(cell)}
    mapped = sum(key(cell) in wanted for cell in header)
    filled = sum(1 for cell in header if cell.strip()) / len(header)
    known = len(fields - {"model"}) + (2 if other_list(header) else 0)
    return known + 100.0 * mapped + filled / 2


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


def _delimiter(text: str) -> str:
    r"""Return the separator that gives most rows one width.

    >>> _delimiter("Name;Use\nA;drafts, plans\nB;sums up, ranks, sorts\n")
    ';'
    """

    def evenness(delimiter: str) -> tuple[int, int]:
        """Return how many rows have the width that most have, and the width of the first."""
        widths: list[int] = []
        with suppress(csv.Error):
            for cells in islice(csv.reader(lines, delimiter=delimiter), _ROWS):
                widths.append(len(cells))
        several = Counter(width for width in widths if width > 1)
        return max(several.values(), default=0), widths[0] if widths else 0

    lines = text.splitlines(keepends=True)
    return max(_DELIMITERS, key=evenness)


def _rows(reader: Any, path: Path, tally: Tally, before: int) -> Iterator[Row]:
    """Yield the well-formed rows, each with its first line."""
    while True:
        start = int(reader.line_num) + 1 + before
        try:
            cells = next(reader, None)
        except csv.Error as error:
            if "end of data" in str(error) or "field limit" in str(error):
                raise ImportFault(
                    f"{path}:{start}: a quote is opened here and not closed within "
                    f"{csv.field_size_limit():,} characters: close it (without quotes, it is a "
                    "cell that is as long: shorten it)"
                ) from None
            tally.read += 1
            tally.skip("a row with quotes inside a quoted cell", f"{path}:{start}")
            continue
        if cells is None:
            return
        if start == 1 + before and cells:
            cells[0] = cells[0].lstrip("\ufeff")
        yield cells, start
