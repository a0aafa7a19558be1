"""CSV, TSV and XLSX: records as rows, with the default columns of the reader.

A cell that a spreadsheet would run as a formula gets an apostrophe in CSV and TSV, which the reader
takes away.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TextIO

from aitaxonomy.inventory.record import COLUMNS, Derivation, Record
from aitaxonomy.spreadsheets import write_rows


def write(records: Iterable[Record], out: TextIO) -> int:
    """Write CSV, one row per record, as a stream; return the number of rows."""
    return _write(records, out, "csv")


def write_tsv(records: Iterable[Record], out: TextIO) -> int:
    """Write TSV, as `write` writes CSV."""
    return _write(records, out, "tsv")


def write_xlsx(records: Iterable[Record], out: TextIO) -> int:
    """Write a workbook, as `write` writes CSV; raises `ImportFault` for too many rows."""
    return _write(records, out, "xlsx")


def _write(records: Iterable[Record], out: TextIO, format: str) -> int:
    names = [field.name for field in COLUMNS.values()]
    rows = ([_cell(getattr(record, name)) for name in names] for record in records)
    return write_rows(list(COLUMNS), rows, format, out)


def _cell(value: Any) -> Any:
    """Return a value as that of a cell; semicolons separate several values."""
    if isinstance(value, tuple):
        return "; ".join(each.of if isinstance(each, Derivation) else each for each in value)
    return value
