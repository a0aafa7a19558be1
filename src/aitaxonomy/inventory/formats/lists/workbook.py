"""Workbooks of spreadsheets: .xlsx, .xlsb, .xls and .ods; the sheet with systems is found.

They are read in a child process under limits: a few bytes of a packed file may ask for any number
of cells.
"""

from __future__ import annotations

import datetime
import pickle
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from typing import Any

from aitaxonomy.errors import ImportFault
from aitaxonomy.files import source
from aitaxonomy.inventory.formats.documents import WORKBOOK, FileStart
from aitaxonomy.inventory.formats.lists.columns import SAMPLE
from aitaxonomy.inventory.formats.lists.csv_rows import Row, find_header, read_rows
from aitaxonomy.inventory.formats.lists.headings import key
from aitaxonomy.inventory.record import Record, Tally
from aitaxonomy.process import WorkCrashed, WorkTimeout, call
from aitaxonomy.scratch import ScratchFolder

FORMAT = "workbook"

#: What a workbook may take: seconds, bytes of memory, bytes of its cells, bytes unpacked.
_TIMEOUT, _MEMORY, _CELLS, _UNPACKED = 600.0, 3 << 30, 4 << 30, 1 << 30
_BATCH = 500


def recognises(start: FileStart) -> bool:
    """Return whether a file is a workbook."""
    return start.form == WORKBOOK


def read(
    path: Path, tally: Tally, columns: Mapping[str, str] | None = None, **_: Any
) -> Iterator[Record]:
    """Yield one record per row of the sheet with systems, and of sheets with the same header.

    `columns` has our name of a column and the file's heading of it. Raises `ImportFault` for a file
    that is broken, too large or locked, and where no sheet has a column with names.
    """
    _check(path)
    folder = ScratchFolder()
    try:
        heads = call(_heads, (source(path),), timeout=_TIMEOUT, memory=_MEMORY)
        sheets = _chosen(heads, path, columns)
        for name, _rows in heads:
            if name not in sheets:
                tally.note("a sheet that lists no systems is not read", f"{path}, {name!r}")
        for name in sheets:
            cells = Path(folder.name) / "cells"
            work = (source(path), name, cells)
            call(_write_cells, work, timeout=_TIMEOUT, memory=_MEMORY)
            tally.part = f"sheet {name!r}" if len(sheets) > 1 else ""
            rows = chain.from_iterable(_batches(cells))
            yield from read_rows(rows, path, FORMAT, tally, columns, in_sheet=True)
            if len(heads) > 1:
                tally.columns = f"sheet {', '.join(map(repr, sheets))}: {tally.columns}"
    except (WorkCrashed, WorkTimeout, MemoryError):
        raise ImportFault(
            f"{path}: more cells than are read: save the sheet with the systems as CSV"
        ) from None
    finally:
        folder.cleanup()


def _check(path: Path) -> None:
    """Raise `ImportFault` for a packed file that is broken or unpacks to too much."""
    file = source(path)
    if not zipfile.is_zipfile(file):
        return
    try:
        with zipfile.ZipFile(file) as packed:
            size = sum(each.file_size for each in packed.infolist())
            if size > _UNPACKED:
                raise ImportFault(
                    f"{path}: it unpacks to {size:,} bytes, over {_UNPACKED:,}: save the sheet "
                    "with the systems as CSV"
                )
            broken = packed.testzip()  # whose sizes are true as well
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, zlib.error) as error:
        raise ImportFault(f"{path}: a broken or locked workbook: {error}; save it anew") from None
    if broken:
        raise ImportFault(f"{path}: a broken workbook, in {broken}; save it anew")


def _chosen(
    heads: list[tuple[str, list[Row]]], path: Path, columns: Mapping[str, str] | None
) -> list[str]:
    """Return the sheet with most fields of systems, and those with the same header."""
    found: list[tuple[float, str, list[str]]] = []
    faults: list[tuple[float, ImportFault]] = []
    for name, rows in heads:
        header = find_header(rows, columns)
        if header is None:
            continue
        try:
            places = header.columns(columns, f"{path}:{header.line} ({name})").places
        except ImportFault as fault:
            faults.append((header.score, fault))
            continue
        worth = len(places) + 100.0 * bool(header.below)
        found.append((worth, name, [key(cell) for cell in header.cells]))
    if not found:
        if faults:
            raise max(faults, key=lambda each: each[0])[1]
        raise ImportFault(f"{path}: no sheet with rows; is it the right file?")
    _, _, best = max(found, key=lambda each: each[0])
    return [name for _, name, headings in found if headings == best]


def _heads(path: Path) -> list[tuple[str, list[Row]]]:
    """Return each sheet with its first rows."""
    book = _book(path)
    return [(name, list(islice(_rows(book, name), SAMPLE + 1))) for name in book.sheet_names]


def _write_cells(path: Path, sheet: str, target: Path) -> None:
    """Write the rows of a sheet to a file, some at a time."""
    rows = _rows(_book(path), sheet)
    with target.open("wb") as file:
        while batch := list(islice(rows, _BATCH)):
            pickle.dump(batch, file, protocol=5)
            if file.tell() > _CELLS:
                raise MemoryError


def _batches(cells: Path) -> Iterator[list[Row]]:
    with cells.open("rb") as file, suppress(EOFError):
        while True:
            yield pickle.load(file)


def _book(path: Path) -> Any:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        return CalamineWorkbook.from_path(str(path))
    except (CalamineError, OSError) as error:
        said = " ".join(str(error).split()) or "a password, perhaps"
        raise ImportFault(f"{path}: a workbook that cannot be read: {said}; save it anew") from None


def _rows(book: Any, name: str) -> Iterator[Row]:
    from python_calamine import CalamineError

    try:
        sheet = book.get_sheet_by_name(name)
    except CalamineError:  # a chart, or a macro
        return
    first = (sheet.start or (0, 0))[0]
    for number, cells in enumerate(sheet.iter_rows(), first + 1):
        yield [_text(cell) for cell in cells], number


def _text(cell: Any) -> str:
    """Return a cell as a table of text would have it: whole numbers without a point.

    >>> _text(3.0), _text(datetime.datetime(2024, 5, 1)), _text(True), _text(0.5)
    ('3', '2024-05-01', 'true', '0.5')
    """
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    return "" if cell is None else str(cell)
