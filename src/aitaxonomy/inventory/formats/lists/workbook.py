"""Workbooks of spreadsheets: .xlsx, .xlsb, .xls and .ods; the sheet with systems is found.

They are read in a child process under limits: a few bytes of a packed file may ask for any number
of cells.
"""

from __future__ import annotations

import datetime
import html
import os
import pickle
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate

from aitaxonomy.errors import ImportFault
from aitaxonomy.files import source
from aitaxonomy.inventory.formats.documents import BROKEN_ARCHIVE, WORKBOOK, FileStart
from aitaxonomy.inventory.formats.lists.columns import SAMPLE
from aitaxonomy.inventory.formats.lists.csv_rows import Row, choose_tables, read_rows
from aitaxonomy.inventory.record import Record, Tally
from aitaxonomy.process import WorkCrashed, WorkTimeout, call, is_child
from aitaxonomy.scratch import ScratchFolder

FORMAT = "workbook"

#: What a workbook may take: seconds, bytes of memory, bytes of its cells, bytes unpacked; and bytes
#: of memory where a child reads it, as that of a server, which has a limit of its own.
_TIMEOUT, _MEMORY, _CELLS, _UNPACKED, _IN_A_SERVER = 600.0, 3 << 30, 4 << 30, 1 << 30, 1 << 30
#: Characters of a cell, of which Excel holds 32,767; bytes of a text as it is packed; cells of a
#: sheet with the empty ones, such as 30 columns of as many rows as Excel has.
_LONGEST, _LONGEST_TEXT, _MOST = 1_000_000, 8_000_000, 32_000_000
_BATCH = 500
#: The parts of a workbook that name its sheets, and tags in these and in sheets.
_BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_RELATION, _SHEET = re.compile(r"<Relationship\b([^>]*)>"), re.compile(r"<sheet\b([^>]*)>")
_ATTRIBUTE = re.compile(r"([\w:]+)=\"([^\"]*)\"")
_HIDDEN = re.compile(rb"<row\b[^>]*\bhidden=\"(?:1|true)\"[^>]*>")
_ERROR = re.compile(
    rb"<c r=\"([A-Z]{1,3})(\d{1,7})\"[^>]*\bt=\"e\"[^>]*>(?:<f\b[^<]*(?:</f>)?)?<v>([^<]{1,12})</v>"
)
#: The most errors of a sheet that are reported.
_ERRORS = 10_000
_ROW = re.compile(rb"\br=\"(\d{1,7})\"")
#: The part with the sheets of an .ods file; the reader does not end where it is not well-formed.
_CONTENT = "content.xml"
#: So much is unpacked at a time; a tag that goes over the end is at most so long.
_CHUNK, _LONGEST_TAG = 1 << 20, 10_000


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
    unseen = _check(path)
    folder = ScratchFolder()
    try:
        errors = {name: out.errors for name, out in unseen.items()}
        work = (source(path), Path(folder.name), errors)
        memory = _IN_A_SERVER if is_child() else _MEMORY
        written = dict(call(_write_cells, work, timeout=_TIMEOUT, memory=memory))
        cells = {name: file for name, file in written.items() if file}
        heads = [(name, list(islice(_stored(file), SAMPLE + 1))) for name, file in cells.items()]
        sheets = choose_tables(heads, path, columns, "visible sheet")
        for name in (name for name, file in written.items() if not file):
            tally.note("a hidden sheet is not read", f"{path}, {name!r}")
        for name in cells:
            if name not in sheets:
                tally.note("a sheet that lists no systems is not read", f"{path}, {name!r}")
        for name in sheets:
            out = unseen.get(name, _Unseen())
            tally.part = f"sheet {name!r}" if len(sheets) > 1 else ""
            rows = _stored(cells[name])
            if out.filtered and out.rows:
                tally.note("rows that a filter hides are read", f"{path}, {name!r}")
            left_out = () if out.filtered else out.rows
            yield from read_rows(rows, path, FORMAT, tally, columns, in_sheet=True, hidden=left_out)
            if len(written) > 1:
                tally.columns = f"sheet {', '.join(map(repr, sheets))}: {tally.columns}"
    except (WorkCrashed, WorkTimeout, MemoryError):
        raise ImportFault(
            f"{path}: damaged, or more cells than are read: save the sheet with the systems as CSV"
        ) from None
    finally:
        folder.cleanup()


class _TextTooLong(Exception):
    """A text between two tags of a packed workbook has more than `_LONGEST_TEXT` bytes."""


@dataclass
class _Unseen:
    """Hidden rows and errors of a sheet, which its cells do not have.

    Attributes:
        rows: the rows that are not shown.
        filtered: whether a filter is on, which hides rows.
        errors: the errors of formulas, by row and column, both from 1.

    """

    rows: set[int] = field(default_factory=set)
    filtered: bool = False
    errors: dict[int, dict[int, str]] = field(default_factory=dict)


def _check(path: Path) -> dict[str, _Unseen]:
    """Return what the sheets of a packed workbook hide, by name.

    Raises `ImportFault` for a packed file that is broken or unpacks to too much.
    """
    file = source(path)
    if not zipfile.is_zipfile(file):
        return {}
    try:
        with zipfile.ZipFile(file) as packed:
            size = sum(each.file_size for each in packed.infolist())
            if size <= _UNPACKED:
                # The sizes are true if each file is as long as it says, which reading it checks.
                found = {each: _unseen(packed, each) for each in packed.namelist()}
                return {name: found[part] for name, part in _parts(packed) if part in found}
    except _TextTooLong:
        raise ImportFault(f"{path}: a cell of over {_LONGEST_TEXT:,} bytes: shorten it") from None
    except (*BROKEN_ARCHIVE, ExpatError) as error:
        raise ImportFault(f"{path}: a broken or locked workbook: {error}; save it anew") from None
    raise ImportFault(
        f"{path}: it unpacks to {size:,} bytes, over {_UNPACKED:,}: save the sheet with the "
        "systems as CSV"
    )


def _unseen(packed: zipfile.ZipFile, part: str) -> _Unseen:
    """Read a part of a workbook to its end; return what it hides if it is a sheet.

    Raises `_TextTooLong`.
    """
    found, rest, text = _Unseen(), b"", 0
    checked = ParserCreate() if part == _CONTENT else None
    with packed.open(part) as file:
        while data := file.read(_CHUNK):
            text = text + len(data) if b"<" not in data else len(data) - data.rindex(b"<")
            if text > _LONGEST_TEXT and part.endswith(".xml"):
                raise _TextTooLong
            if checked:
                checked.Parse(data)
            if not part.startswith("xl/worksheets/"):
                continue
            data = rest + data
            if b"hidden=" in data:
                rows = (_ROW.search(row) for row in _HIDDEN.findall(data))
                found.rows.update(int(row[1]) for row in rows if row)
            if b't="e"' in data:
                for letters, row, error in _ERROR.findall(data)[:_ERRORS]:
                    found.errors.setdefault(int(row), {})[_place(letters)] = error.decode()
            found.filtered = found.filtered or b"<filterColumn" in data
            rest = data[max(data.rfind(b"<row"), data.rfind(b"<c ")) :][:_LONGEST_TAG]
    if checked:
        checked.Parse(b"", True)
    return found


def _place(letters: bytes) -> int:
    """Return the number of a column, from 1.

    >>> _place(b"A"), _place(b"AB")
    (1, 28)
    """
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number


def _parts(packed: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the name of each sheet, and the part of the workbook that has it."""
    names = {*packed.namelist()}
    if not {_BOOK, _RELATIONS} <= names:
        return
    targets = {}
    for tag in _RELATION.findall(packed.read(_RELATIONS).decode("utf-8", "replace")):
        given = dict(_ATTRIBUTE.findall(tag))
        targets[given.get("Id")] = given.get("Target", "").removeprefix("/xl/")
    for tag in _SHEET.findall(packed.read(_BOOK).decode("utf-8", "replace")):
        given = dict(_ATTRIBUTE.findall(tag))
        yield html.unescape(given.get("name", "")), f"xl/{targets.get(given.get('r:id'), '')}"


def _write_cells(
    path: Path, folder: Path, errors: Mapping[str, Mapping[int, Mapping[int, str]]]
) -> list[tuple[str, Path | None]]:
    """Write the rows of each sheet with its errors to a file, some rows at a time.

    Returns the sheets with their files, None for a hidden one.
    """
    if is_child():  # the reader prints a trace of its stack where it breaks
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    book = _book(path)
    visible = {each.name: str(each.visible).endswith("Visible") for each in book.sheets_metadata}
    found: list[tuple[str, Path | None]] = []
    for name in book.sheet_names:
        target = folder / str(len(found)) if visible.get(name, True) else None
        found.append((name, target))
        if target is None:
            continue
        rows = _rows(book, name, path, errors.get(name, {}))
        with target.open("wb") as file:
            while batch := list(islice(rows, _BATCH)):
                pickle.dump(batch, file, protocol=5)
                if file.tell() > _CELLS:
                    raise MemoryError
    return found


def _stored(cells: Path) -> Iterator[Row]:
    """Yield the rows of a sheet that were written to a file."""
    with cells.open("rb") as file, suppress(EOFError):
        while True:
            yield from pickle.load(file)


def _book(path: Path) -> Any:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        return CalamineWorkbook.from_path(str(path))
    except (CalamineError, OSError) as error:
        said = " ".join(str(error).split()) or "a password, perhaps"
        raise ImportFault(f"{path}: a workbook that cannot be read: {said}; save it anew") from None


def _rows(
    book: Any, name: str, path: Path, errors: Mapping[int, Mapping[int, str]]
) -> Iterator[Row]:
    from python_calamine import CalamineError

    try:
        sheet = book.get_sheet_by_name(name)
    except CalamineError:  # a chart, or a macro
        return
    if sheet.height * sheet.width > _MOST:
        raise MemoryError
    first, left = sheet.start or (0, 0)
    for number, cells in enumerate(sheet.iter_rows(), first + 1):
        texts = [_text(cell) for cell in cells]
        for place, error in errors.get(number, {}).items():
            if 0 <= place - left - 1 < len(texts):
                texts[place - left - 1] = error
        if (longest := max(map(len, texts), default=0)) > _LONGEST:
            raise ImportFault(
                f"{path}, {name!r}, row {number}: a cell of {longest:,} characters, over "
                f"{_LONGEST:,}: shorten it"
            )
        yield texts, number


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
