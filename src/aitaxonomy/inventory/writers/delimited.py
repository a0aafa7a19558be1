"""CSV and TSV: records as rows, with the default columns of the reader.

A cell that a spreadsheet would run as a formula gets an apostrophe, which the reader takes away.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import Any, TextIO

from aitaxonomy.inventory.formats.columns import FIELDS
from aitaxonomy.inventory.formats.rows import ATTRIBUTES
from aitaxonomy.inventory.record import Derivation, Record
from aitaxonomy.text import for_spreadsheets


def write(records: Iterable[Record], out: TextIO) -> int:
    """Write CSV, one row per record, as a stream; return the number of rows."""
    return _write(records, out, ",")


def write_tsv(records: Iterable[Record], out: TextIO) -> int:
    """Write TSV, as `write` writes CSV."""
    return _write(records, out, "\t")


def _write(records: Iterable[Record], out: TextIO, delimiter: str) -> int:
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(FIELDS)
    count = 0
    for record in records:
        cells = (_cell(getattr(record, ATTRIBUTES.get(name, name))) for name in FIELDS)
        writer.writerow(map(for_spreadsheets, cells))
        count += 1
    return count


def _cell(value: Any) -> str:
    """Return a value as the text of a cell; semicolons separate several values."""
    if isinstance(value, tuple):
        return "; ".join(each.of if isinstance(each, Derivation) else each for each in value)
    return "" if value is None else str(value)
