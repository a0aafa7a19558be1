"""Rows become records: one mapper for the rows of tables and the objects of other lists."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from operator import itemgetter
from typing import Any

from aitaxonomy.graph.names import normalized
from aitaxonomy.inventory.formats.fields import READERS, text, unique
from aitaxonomy.inventory.formats.lists.columns import Columns
from aitaxonomy.inventory.formats.lists.headings import UNIT, fields_of, key, plain, says_model
from aitaxonomy.inventory.import_rules.entry_kinds import class_of
from aitaxonomy.inventory.import_rules.labels import (
    Label,
    answer_label,
    asked,
    find_labels,
    without_definitions,
)
from aitaxonomy.inventory.matching.developers import is_provider
from aitaxonomy.inventory.record import COLUMNS, Derivation, Record, RecordField, Source, Tally
from aitaxonomy.inventory.vocabulary import find_modalities, find_value, words
from aitaxonomy.text import from_spreadsheets

#: The separators of the parts of a cell in which white space is single spaces.
_SEVERAL = re.compile(r"[;,|/+]| and ")
_MODELS = re.compile(r"[;,|]")
#: The most characters of a description; what is said of a system is said before.
_DESCRIPTION = 4000
#: Types of fields whose unreadable cells the tally counts.
_CHECKED = frozenset(("count", "date", "modality"))
_NOBODY = re.compile(
    r"\W*(?:n/a|none|not applicable|(?:developed )?in[- ]?house|internal|community|system|"
    r"user|self)\b",
    re.IGNORECASE,
)
#: The prefix of an id that names its sort, as in `modality-text`.
_SORT = re.compile(r"(?:modality|licen[cs]e|task)-(?=\w)")
#: The tag of Ollama that says nothing.
_ANY_TAG = ":latest"
_HUB = "https://huggingface.co/"
#: Headings of columns that tell if something is used, as those of the US COTS lists.
_IN_USE = frozenset(("agencyuseyn", "inuse", "used", "inuseyn"))
_UNUSED = frozenset(("n", "no", "not used", "not in use"))


#: What begins a cell that a spreadsheet takes for a text, and an error in it.
_MARKS, _FIRST = frozenset("'"), itemgetter(slice(0, 1))
#: The errors that spreadsheets write into cells, in English and German.
SHEET_ERROR = re.compile(
    r"\s*#(?:REF!|N/A|NAME\?|DIV/0!|VALUE!|NULL!|NUM!|SPILL!|CALC!|FIELD!|BEZUG!|NV|WERT!|ZAHL!)\s*"
)
#: A number, or how many of what: 21 systems.
_NUMERIC = re.compile(r"[\d\s.,%€$£+-]*|\d+ [^\W\d]+")


class Mapper:
    """Makes records of rows, with a cache of cell values, as most cells recur."""

    def __init__(
        self, header: Sequence[str], columns: Columns, file: str, format: str, tally: Tally
    ) -> None:
        self._width = len(header)
        self._file, self._format, self._tally = file, format, tally
        self._names, self._headings = columns.places["name"], _headings(header)
        self._heading = " ".join(header[self._names[0]].split())
        convert = {**_CONVERTERS, "modalities": self._modalities}
        self._fields: list[tuple[RecordField, tuple[int, ...], Callable[[str], Any]]] = [
            (field, places, lru_cache(maxsize=20_000)(_in_unit(header[places[0]], convert, ours)))
            for ours, places in columns.places.items()
            if (field := COLUMNS[ours]).name not in ("name", "description", "labels")
        ]
        named = (*self._names[:1], *columns.places.get("id", ()))
        # Gateways say of a model whose interface it is had through.
        self._gateway = next(
            (p for p in columns.places.get("developer", ()) if key(header[p]) == "ownedby"), None
        )
        self._of_models = any(says_model(header[place]) for place in named)
        self._described = columns.places.get("description", ())
        self._labelled = columns.places.get("labels", ())
        self._asking = frozenset(place for place in self._labelled if asked(header[place]))
        types = (p for p in self._labelled if "kind" in fields_of(header[p]))
        self._sorts = (*columns.places.get("kind", ()), *types)
        self._in_use = next((i for i, each in enumerate(header) if key(each) in _IN_USE), None)
        self._line: int | None = 0
        tally.columns = columns.told
        tally.begin(header, columns.places)

    def make(self, cells: Sequence[str], line: int | None, row: int) -> Record | None:
        """Return the record of a row, or None for a row that is skipped.

        The number of the row is as the program shows it in which people keep the list.
        """
        self._line = line
        if len(cells) > self._width and any(cells[self._width :]):
            return self._skip("a row with more cells than the header")
        cells = [cell if cell[:1] not in _MARKS else from_spreadsheets(cell) for cell in cells]
        cells += [""] * (self._width - len(cells))
        if "#" in map(_FIRST, cells):
            cells = self._without_errors(cells, line, row)
        name = self._name(cells)
        if reason := self._no_row(name, cells):
            return self._skip(reason)
        assert name is not None
        if self._in_use is not None and cells[self._in_use].strip().casefold() in _UNUSED:
            self._tally.note("listed as not in use", self._where())
        self._tally.step(row, line, name, cells)
        source = Source(self._file, self._format, line)
        shown = (self._headings, cells)
        return Record(name, source, of_models=self._of_models, row=shown, **self._given(cells))

    def _without_errors(self, cells: list[str], line: int | None, row: int) -> list[str]:
        """Return cells without the errors of a spreadsheet, and keep a remark on each."""
        errors = [place for place, cell in enumerate(cells) if SHEET_ERROR.fullmatch(cell)]
        if errors:
            self._tally.step(row, line, self._name(cells) or "", cells)
            for place in errors:
                self._tally.mistake(self._headings[place], cells[place])
        return ["" if place in errors else cell for place, cell in enumerate(cells)]

    def _name(self, cells: Sequence[str]) -> str | None:
        name = text(cells[self._names[0]].removesuffix(_ANY_TAG))
        if name and self._gateway is not None:
            name = name.removeprefix(f"{cells[self._gateway]}/") or name
        if len(self._names) > 1 and (name is None or name.casefold() in words("vague")):
            others = filter(None, (text(cells[place]) for place in self._names[1:]))
            name = next((e for e in others if e.casefold() not in words("vague")), name)
        return name

    def _hosted(self, cells: Sequence[str]) -> bool:
        """Return whether a row names a service as the owner of an interface, as gateways do."""
        owner = "" if self._gateway is None else cells[self._gateway]
        name = cells[self._names[0]]
        return bool(owner) and (is_provider(owner) or name.startswith(f"{owner}/"))

    def _no_row(self, name: str | None, cells: Sequence[str]) -> str | None:
        """Return why a row is that of no system, None for one that may be."""
        if _adds_up(cells):
            return "a row of totals"
        if name is None:
            return "a row without a name"
        if "\0" in name:
            return "a row with NUL characters"
        if name == self._heading and sum(map(bool, cells)) > 1:
            return "the header again"
        return next(filter(None, (no_system(cells[place]) for place in self._sorts)), None)

    def _given(self, cells: Sequence[str]) -> dict[str, Any]:
        """Return the fields of a row by name."""
        given: dict[str, Any] = {}
        for field, places, convert in self._fields:
            cell = next((cells[place] for place in places if cells[place]), None)
            if cell is None:
                continue
            if value := convert(cell):
                hosts = field.name == "developer" and self._hosted(cells)
                given["provider" if hosts else field.name] = value
            elif field.type in _CHECKED and text(cell):
                self._tally.unknown(f"{field.name} {cell!r}"[:80], self._where())
                self._tally.remark("unread", field.column, cell.strip())
            if field.type == "modalities":
                for word in _modal(cell):
                    if not find_value("Modality", word):
                        self._tally.remark("unknown", field.column, word)
        kind = given.get("kind")
        if kind and class_of(kind) is None and any(isinstance(e, Label) for e in find_labels(kind)):
            given["labels"] = (given.pop("kind"),)
        if self._described:
            said = (" ".join(cells[place].split())[:_DESCRIPTION] for place in self._described)
            given["description"] = unique(each for each in said if text(each))
        if self._labelled:
            labels = (each for place in self._labelled for each in self._labels(place, cells))
            given["labels"] = unique((*given.get("labels", ()), *labels))
        return given

    def _labels(self, place: int, cells: Sequence[str]) -> tuple[str, ...]:
        if place in self._asking and (label := answer_label(self._headings[place], cells[place])):
            return (label,)
        return _labels(cells[place])

    def _modalities(self, cell: str) -> tuple[str, ...]:
        return find_modalities(_modal(cell), self._tally, self._where())

    def _skip(self, reason: str) -> Record | None:
        self._tally.skip(reason, self._where())
        return None

    def _where(self) -> str:
        return self._file if self._line is None else f"{self._file}:{self._line}"


def _adds_up(cells: Sequence[str]) -> bool:
    """Return whether a row has a word for totals, and beside it at most numbers.

    >>> _adds_up(["", "Summe:", "1,204"]), _adds_up(["Total", "a search engine"])
    (True, False)
    """
    others = [cell for cell in cells if not _NUMERIC.fullmatch(cell)]
    return bool(others) and all(normalized(cell) in words("totals") for cell in others)


def _in_unit(
    heading: str, convert: Mapping[str, Callable[[str], Any]], ours: str
) -> Callable[[str], Any]:
    """Return what reads the cells of a column, with the unit that the heading of counts has.

    >>> _in_unit("Params (B)", _CONVERTERS, "parameters")("7")
    7000000000
    """
    read, unit = convert.get(ours) or convert[COLUMNS[ours].type], UNIT.search(heading)
    if COLUMNS[ours].type != "count" or unit is None:
        return read
    return lambda cell: read(f"{cell} {unit[1]}" if cell[-1:].isdigit() else cell)


def _modal(cell: str) -> tuple[str, ...]:
    return tuple(_SORT.sub("", each) for each in several(cell))


def _kind(cell: str) -> str | None:
    """Return the kind in a cell: of several types the first that is one of ours.

    >>> _kind("schema:CreativeWork; fair4ml:MLModel"), _kind("chatbot")
    ('MLModel', 'chatbot')
    """
    kinds = (plain(part.strip()) for part in cell.split(";"))
    return next((kind for kind in kinds if class_of(kind)), text(cell))


def _headings(header: Sequence[str]) -> list[str]:
    r"""Return headings on one line, none of them empty or twice the same.

    >>> _headings(["Name", "Other,\nplease", "", "Name"])
    ['Name', 'Other, please', 'column 3', 'Name (2)']
    """
    seen: Counter[str] = Counter()
    told = []
    for place, cell in enumerate(header, 1):
        heading = " ".join(cell.split()) or f"column {place}"
        seen[heading] += 1
        told.append(heading if seen[heading] == 1 else f"{heading} ({seen[heading]})")
    return told


def _id(cell: str) -> str | None:
    """Return an id, that of a model of the Hub without the address of the Hub."""
    return text(cell.strip().removeprefix(_HUB))


def no_system(sort: str) -> str | None:
    """Return why an entry of a sort is left out, None where it may be a system.

    >>> no_system("Dataset"), no_system("model")
    ('a data set, which is not a system', None)
    """
    return words("no system").get(normalized(plain(sort)))


def _developer(cell: str) -> str | None:
    """Return the developer in a cell, None for one that says that nobody else developed it.

    >>> _developer("N/A – In-house"), _developer("Acme")
    (None, 'Acme')
    """
    return None if _NOBODY.match(cell) else text(cell)


def several(cell: str) -> tuple[str, ...]:
    """Return the parts of a cell.

    >>> several("text, image"), several("text-to-image")
    (('text', 'image'), ('text-to-image',))
    """
    cell = " ".join(cell.split())
    return unique(each for part in _SEVERAL.split(cell) if (each := text(part)))


def _labels(cell: str) -> tuple[str, ...]:
    parts = _MODELS.split(without_definitions(cell))
    return tuple(each for part in parts if (each := text(part)))


def _models(cell: str) -> tuple[Derivation, ...]:
    """Return the models of a cell; their names may hold a slash."""
    return tuple(Derivation(each) for part in _MODELS.split(cell) if (each := _id(part)))


#: What reads a cell, by the column of ours, else by the type of its field.
_CONVERTERS: Mapping[str, Callable[[str], Any]] = {
    **READERS,
    "id": _id,
    "kind": _kind,
    "developer": _developer,
    "licence": lambda cell: text(_SORT.sub("", cell)),
    # A comma may be part of the name of a data set.
    "training_data": lambda cell: tuple(filter(None, map(text, cell.split(";")))),
    "texts": several,
    "modality": partial(find_value, "Modality"),
    "systems": _models,
}
