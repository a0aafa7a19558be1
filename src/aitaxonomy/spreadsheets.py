"""Rows for spreadsheets: CSV, TSV and XLSX, in none of which a text is a formula or a link."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from aitaxonomy.errors import ImportFault
from aitaxonomy.text import for_spreadsheets

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

#: The headings of a sheet, and its rows.
Rows = tuple[Sequence[str], Iterable[Sequence[Any]]]
#: The formats that `write_rows` knows.
FORMATS = ("csv", "tsv", "xlsx")
#: What a sheet of XLSX holds at most: rows with that of the headings, and characters of a cell.
MOST_ROWS, LONGEST = 1_048_576, 32_767
#: Integers above this lose digits in a spreadsheet.
_EXACT = 10**15
#: What XML cannot hold, and XlsxWriter does not escape.
_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
#: The rows that the widths of columns are taken from, and the least and most of these.
_SAMPLE, _NARROW, _WIDE = 200, 8, 60


def read_table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a TSV file of the package, by heading; quotes are like any character."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def write_rows(
    columns: Sequence[str], rows: Iterable[Sequence[Any]], format: str, out: TextIO
) -> int:
    r"""Write rows as csv, tsv or xlsx, and return how many there are.

    In CSV and TSV an apostrophe precedes a cell that would be a formula. In XLSX every text is
    stored as text, numbers are numbers, the headings stay in sight and can be filtered by. A cell
    that is longer than XLSX can hold ends with how long it is.

    Args:
        columns: the headings.
        rows: the cells, of any type.
        format: one of `FORMATS`.
        out: an open file of text; XLSX goes to its `buffer`.

    Raises:
        ImportFault: more rows than a sheet of XLSX holds.

    >>> out = io.StringIO()
    >>> write_rows(["name", "size"], [["=1+1", 7], ["GPT-4", None]], "csv", out)
    2
    >>> out.getvalue()
    "name,size\n'=1+1,7\nGPT-4,\n"

    """
    if format == "xlsx":
        return write_book({"Sheet1": (columns, rows)}, out)
    writer = csv.writer(out, delimiter="," if format == "csv" else "\t", lineterminator="\n")
    count = -1
    for count, row in enumerate(chain([columns], rows)):  # noqa: B007 - the last one counts
        writer.writerow([for_spreadsheets("" if cell is None else str(cell)) for cell in row])
    return count


def write_book(sheets: Mapping[str, Rows], out: TextIO) -> int:
    """Write a workbook of named sheets, as `write_rows` does, and return how many rows it has."""
    import xlsxwriter

    # A pipe cannot go back, as the writing of an archive may.
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"constant_memory": True}) as book:
        bold = book.add_format({"bold": True})
        count = sum(
            _write_sheet(book.add_worksheet(name), bold, columns, iter(rows))
            for name, (columns, rows) in sheets.items()
        )
    out.flush()
    out.buffer.write(packed.getbuffer())
    return count


def _write_sheet(
    sheet: Worksheet, bold: Any, columns: Sequence[str], rows: Iterator[Sequence[Any]]
) -> int:
    first, count = list(islice(rows, _SAMPLE)), 0
    for place, heading in enumerate(columns):
        longest = max((len(str(row[place] or "")) for row in first), default=0)
        sheet.set_column(place, place, min(max(longest, len(heading), _NARROW), _WIDE) + 2)
    for place, heading in enumerate(columns):
        sheet.write_string(0, place, _text(heading), bold)
    for count, row in enumerate(chain(first, rows), 1):
        if count >= MOST_ROWS:
            raise ImportFault(
                f"more than {MOST_ROWS - 1:,} rows, which is all that a sheet of XLSX holds: "
                "write CSV or JSON"
            )
        for place, value in enumerate(row):
            _write_cell(sheet, count, place, value)
    sheet.freeze_panes(1, 1)
    if columns:
        sheet.autofilter(0, 0, count, len(columns) - 1)
    return count


def _write_cell(sheet: Worksheet, row: int, place: int, value: Any) -> None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number and math.isfinite(value) and abs(value) < _EXACT:
        sheet.write_number(row, place, value)
    elif value is not None and value != "":
        sheet.write_string(row, place, _text(str(value)))


def _text(text: str) -> str:
    """Return a text that a cell of XLSX can hold."""
    text = _NO_XML.sub("\ufffd", text)
    if len(text) > LONGEST:
        end = f"… ({len(text):,} characters)"
        text = text[: LONGEST - len(end)] + end
    return text
