"""CSV and TSV: one system per row, read row by row; only names are required."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from typing import Any, TextIO

from aitaxonomy.errors import ImportFault
from aitaxonomy.files import source
from aitaxonomy.inventory.formats.detection import FileStart
from aitaxonomy.inventory.formats.documents import lines_of, opened
from aitaxonomy.inventory.formats.lists.columns import SAMPLE, find_columns
from aitaxonomy.inventory.formats.lists.headers import Row, find_header, sample
from aitaxonomy.inventory.formats.lists.headings import fields_of
from aitaxonomy.inventory.formats.lists.rows import Mapper, told_columns
from aitaxonomy.inventory.record import Record, Tally

FORMAT = "csv"

_DELIMITERS = ",;\t|"
#: The line with which spreadsheets say what separates the cells.
_SEP = re.compile(r"\ufeff?\"?sep=(.)\"?[\r\n]*\Z")
_EVERY = 2000
#: The characters at the start of a table that tell its delimiter.
_START = 65536
#: So many rows tell it.
_ROWS = 50


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
    """Yield one record per row.

    Args:
        path: the file.
        tally: counts the rows; a row that is broken is skipped.
        columns: our name of a column and the file's heading of it.
        delimiter: the separator of cells; found out when not given.

    Raises:
        ImportFault: there is no column with names, a quote is left open, or a cell is as long as
            if one were.

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
        first = list(islice(rows, SAMPLE + 1))
        tally.bytes_read = lines.buffer.tell()
        yield from read_rows(
            first,
            _counted(rows, lines, tally),
            path=path,
            format=FORMAT,
            tally=tally,
            columns=columns,
        )
        tally.bytes_read = source(path).stat().st_size


def read_rows(
    first: list[Row],
    rest: Iterable[Row],
    *,
    path: Path,
    format: str,
    tally: Tally,
    columns: Mapping[str, str] | None = None,
    in_sheet: bool = False,
) -> Iterator[Record]:
    """Yield one record per row of a table, whose first rows are at hand and have the header.

    Rows are told by their numbers `in_sheet`, else as they follow each other. Raises
    `ImportFault` where there is no header, or no column with names.
    """
    header = find_header(first, columns)
    if header is None:
        raise ImportFault(f"{path}: no row with a header; is it the right file?")
    where = f"{path}:{first[header.place][1]}"
    found = find_columns(header.cells, sample(first, header), columns, where)
    told_columns(header.cells, found.places, where, tally)
    mapper = Mapper(header.cells, found, str(path), format, tally)
    below = chain(first[header.place + 1 :], rest)
    for number, (cells, line) in enumerate(below, header.place + 2):
        if any(cells):
            tally.read += 1
            if record := mapper.make(cells, line, line if in_sheet else number):
                yield record


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
    start = 1 + before
    while (cells := _next(reader, path, tally, before)) is not None:
        if start == 1 + before and cells:
            cells[0] = cells[0].lstrip("\ufeff")
        yield cells, start
        start = int(reader.line_num) + 1 + before


def _counted(rows: Iterable[Row], lines: TextIO, tally: Tally) -> Iterator[Row]:
    """Yield rows, and tell the position in the file once in a while."""
    for count, row in enumerate(rows):
        if not count % _EVERY:
            tally.bytes_read = lines.buffer.tell()
        yield row


def _next(reader: Any, path: Path, tally: Tally, before: int) -> list[str] | None:
    """Return the next well-formed row, or None at the end."""
    while True:
        start = reader.line_num + 1 + before
        try:
            return next(reader, None)
        except csv.Error as error:
            if "end of data" in str(error) or "field limit" in str(error):
                raise ImportFault(
                    f"{path}:{start}: a quote is opened here and not closed within "
                    f"{csv.field_size_limit():,} characters: close it (without quotes, it is a "
                    "cell that is as long: shorten it)"
                ) from None
            tally.read += 1
            tally.skip("a row with quotes inside a quoted cell", f"{path}:{start}")
