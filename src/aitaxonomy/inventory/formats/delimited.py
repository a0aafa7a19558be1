"""CSV and TSV: one system per row, read row by row; only the column of names is required."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, TextIO

from aitaxonomy.errors import ImportFault
from aitaxonomy.files import source
from aitaxonomy.graph.names import normalized
from aitaxonomy.inventory.formats.detection import FileStart
from aitaxonomy.inventory.formats.documents import lines_of, opened
from aitaxonomy.inventory.formats.fields import date, text, whole
from aitaxonomy.inventory.import_rules.values import find_modalities, find_modality
from aitaxonomy.inventory.record import Derivation, Record, Source, Tally
from aitaxonomy.text import from_spreadsheets

FORMAT = "csv"

#: Our columns, each with other usual headings, without case and punctuation.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("identifier", "modelid", "slug", "key", "repo", "repoid"),
    "name": ("model", "modelname", "system", "systemname", "displayname", "tool", "product",
             "title"),
    "kind": ("type", "class", "category", "systemtype", "modeltype"),
    "developer": ("vendor", "company", "organization", "organisation", "creator", "author", "maker",
                  "publisher", "manufacturer", "developedby", "owner"),
    "provider": ("host", "hostedby", "service", "providedby", "platform"),
    "task": ("tasks", "pipelinetag", "usecase", "purpose", "function"),
    "input": ("inputs", "inputmodality", "inputmodalities", "accepts"),
    "output": ("outputs", "outputmodality", "outputmodalities", "generates", "modality",
               "modalities"),
    "primary": ("primarymodality", "mainmodality"),
    "parameters": ("params", "size", "parametercount", "numparameters", "modelsize", "nparams"),
    "architecture": ("arch", "modelarchitecture"),
    "built_on": ("basemodel", "base", "derivedfrom", "parent", "finetunedfrom", "poweredby"),
    "released": ("releasedate", "releasedon", "date", "launched", "publicationdate", "year"),
    "licence": ("license", "licencing", "licensing", "terms"),
    "access": ("accessibility", "availability", "openness", "deployment"),
    "context_window": ("contextlength", "context", "maxtokens", "contextsize"),
    "languages": ("language", "naturallanguages", "supportedlanguages"),
}  # fmt: skip

#: The separators of the parts of a cell in which white space is single spaces.
_SEVERAL = re.compile(r"[;,|/+]| and ")
_MODELS = re.compile(r"[;,|]")
_DELIMITERS = ",;\t|"
_EVERY = 2000


def recognises(start: FileStart) -> bool:
    """Return whether a file is a table that has a column with names, or is called one."""
    if start.form != "table":
        return False
    named = start.path.suffix.lower() in (".csv", ".tsv", ".tab")
    return named or ("name" in _places(start.keys, {}) and len(start.keys) > 1)


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
        delimiter: the separator of cells; guessed from the first line when not given.

    Raises:
        ImportFault: there is no column with names, a quote is left open, or a cell is as long as
            if one were.

    """
    with opened(path) as lines:
        first = next(lines_of(lines, path), "")
        lines.seek(0)
        delimiter = delimiter or max(_DELIMITERS, key=first.count)
        reader = csv.reader(lines_of(lines, path), delimiter=delimiter, strict=True)
        header = [cell.lstrip("\ufeff") for cell in _next(reader, path, tally) or ()]
        make = _maker(header, columns or {}, path, tally)
        start = reader.line_num + 1
        while (cells := _next(reader, path, tally)) is not None:
            if not tally.read % _EVERY:
                tally.bytes_read = _position(lines)
            if any(cells):
                tally.read += 1
                if record := make(cells, start):
                    yield record
            start = reader.line_num + 1
        tally.bytes_read = source(path).stat().st_size


def _next(reader: Any, path: Path, tally: Tally) -> list[str] | None:
    """Return the next well-formed row, or None at the end."""
    while True:
        start = reader.line_num + 1
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


def _position(lines: TextIO) -> int:
    return lines.buffer.tell()


def _places(header: Sequence[str], columns: Mapping[str, str]) -> dict[str, int]:
    """Return the place of each of our columns in a header."""
    # No heading of ours is that long; and accents in long runs take time to sort.
    keys = [normalized(cell[:100]) for cell in header]
    places = {}
    for ours, spellings in COLUMNS.items():
        wanted = [columns[ours]] if ours in columns else [ours, *spellings]
        for spelling in map(normalized, wanted):
            if spelling in keys:
                places[ours] = keys.index(spelling)
                break
    return places


def _maker(
    header: Sequence[str], columns: Mapping[str, str], path: Path, tally: Tally
) -> Callable[[list[str], int], Record | None]:
    """Return the function that makes a record of a row of cells and its line."""
    if unknown := set(columns) - COLUMNS.keys():
        raise ImportFault(
            f"{', '.join(sorted(unknown))}: no column of ours; "
            f"the map may have {', '.join(COLUMNS)}"
        )
    places = _places(header, columns)
    seen = ", ".join(header)
    for ours, theirs in columns.items():
        if ours not in places:
            raise ImportFault(f"{path}:1: no column {theirs!r} for {ours}; there are: {seen}")
    if "name" not in places:
        raise ImportFault(
            f"{path}:1: no column with names; there are: {seen}. Call one of them name, "
            "or map it to name"
        )
    for i, cell in enumerate(header):
        if cell.strip() and i not in places.values():
            tally.unknown(f"column {cell.strip()!r}", f"{path}:1")
    return _Maker(len(header), places, str(path), tally).make


class _Maker:
    """Makes records of rows, with a cache of cell values, as most cells recur."""

    def __init__(self, width: int, places: Mapping[str, int], file: str, tally: Tally) -> None:
        self._width = width
        self._file, self._tally = file, tally
        self._name = places["name"]
        convert = {
            "task": _several,
            "input": self._modalities,
            "output": self._modalities,
            "primary": self._primary,
            "parameters": whole,
            "context_window": whole,
            "built_on": _models,
            "released": date,
            "access": _several,
            "languages": _several,
        }
        self._fields = [
            (FIELDS.get(ours, ours), place, lru_cache(maxsize=20_000)(convert.get(ours, text)))
            for ours, place in places.items()
            if ours != "name"
        ]
        self._line = 0

    def make(self, cells: list[str], line: int) -> Record | None:
        """Return the record of a row, or None for a row that is skipped."""
        where = self._line = line
        if len(cells) > self._width and any(cells[self._width :]):
            self._tally.skip("a row with more cells than the header", f"{self._file}:{where}")
            return None
        cells = [from_spreadsheets(cell) for cell in cells]
        name = text(cells[self._name]) if self._name < len(cells) else None
        if name is None:
            self._tally.skip("a row without a name", f"{self._file}:{where}")
            return None
        if "\0" in name:
            self._tally.skip("a row with NUL characters", f"{self._file}:{where}")
            return None
        given: dict[str, Any] = {}
        for field, place, convert in self._fields:
            if place < len(cells) and (cell := cells[place]):
                value = convert(cell)
                if value:
                    given[field] = value
                elif field in _CHECKED and text(cell):
                    self._tally.unknown(f"{field} {cell!r}"[:80], f"{self._file}:{where}")
        return Record(name, Source(self._file, FORMAT, line), **given)

    def _modalities(self, cell: str) -> tuple[str, ...]:
        return find_modalities(_several(cell), self._tally, f"{self._file}:{self._line}")

    def _primary(self, cell: str) -> str | None:
        return find_modality(cell)


#: The fields of a record that are not named as their column.
FIELDS = {
    "task": "tasks",
    "input": "inputs",
    "output": "outputs",
    "built_on": "derived_from",
}
#: Fields whose unreadable cells the tally counts.
_CHECKED = frozenset(("parameters", "context_window", "released", "primary"))


def _several(cell: str) -> tuple[str, ...]:
    """Return the parts of a cell.

    >>> _several("text, image"), _several("text-to-image")
    (('text', 'image'), ('text-to-image',))
    """
    return tuple(dict.fromkeys(each for part in _parts(_SEVERAL, cell) if (each := text(part))))


def _parts(separator: re.Pattern[str], cell: str) -> list[str]:
    return separator.split(" ".join(cell.split()))


def _models(cell: str) -> tuple[Derivation, ...]:
    """Return the models of a cell; their names may hold a slash."""
    return tuple(Derivation(each) for part in _parts(_MODELS, cell) if (each := text(part)))
