"""The tables of the ledger: rows of claims, documents by key, properties with their types."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from aitaxonomy import _data
from aitaxonomy.files import write_whole
from aitaxonomy.rdf.namespaces import AIX, expand
from aitaxonomy.rdf.turtle.order import natural

#: What every thing begins with, before its other properties by name.
_FIRST = ("rdfs:label", "skos:altLabel", "skos:definition", "rdf:type")
#: The marks that stay in the table: of a claim that does not hold, and of who entered it.
REJECTED, ASIDE = "rejected", ("rejected", "reader", "decided")
#: Tables that are not of a developer.
SOURCES, PROPERTIES = "sources", "properties"
_KEPT = re.compile(r"(https?://)(?:www\.)?")
_BLOB = re.compile(r"(?:github\.com|huggingface\.co)/.*?([^/]+)/(?:blob|tree|raw)/"
                   r"([0-9a-f]{7})[0-9a-f]{33}/(.+)")  # fmt: skip
_PREPRINT = re.compile(r"arxiv\.org/abs/(.+)")
_LONG = 72


class LedgerFault(ValueError):
    """A table of the ledger that cannot be read; the message names file and line."""


class Row(NamedTuple):
    """A claim: who says what of a thing.

    Attributes:
        thing: the CURIE of what it is about; `[]` for a list of things that are all different.
        property: the CURIE of the property; `dcterms:source` where a document is named for the
            thing as a whole, without a value.
        value: a CURIE or text, by the type of the property; else a term as in Turtle.
        source: the key of the document, or its address; "" for our own words.
        place: where in the document, if its address does not tell.
        as_of: the day, month or year of the document.
        read: the day on which somebody, or a program, last found the claim there.
        marks: words that qualify it: `convention=`, `since=`, `until=`, `rejected`, `reader=`.
        note: a remark that is shown with it.

    """

    thing: str
    property: str
    value: str
    source: str = ""
    place: str = ""
    as_of: str = ""
    read: str = ""
    marks: str = ""
    note: str = ""

    def marked(self) -> Mapping[str, str]:
        """The marks, each with what follows its equals sign.

        >>> Row("aix:a", "ait:poweredBy", "aix:b", marks="since=2024-05 rejected").marked()
        {'since': '2024-05', 'rejected': ''}
        """
        words = (word.partition("=") for word in self.marks.split())
        return {name: value for name, _, value in words}

    def aside(self) -> str:
        """Return the marks that are of the table alone.

        >>> Row("aix:a", "ait:poweredBy", "aix:b", marks="since=2024-05 reader=helm").aside()
        'reader=helm'
        """
        return " ".join(w for w in self.marks.split() if w.partition("=")[0] in ASIDE)

    def key(self) -> tuple[object, ...]:
        """Return what rows are sorted by: things that are made of blank nodes come last."""
        first = _FIRST.index(self.property) if self.property in _FIRST else len(_FIRST)
        rest = tuple(map(natural, (self.property, self.value, self.source)))
        return self.thing.startswith("["), natural(self.thing), first, *rest, self


class Property(NamedTuple):
    """A property of the ledger: the type of its values, and whether a thing has one by nature."""

    type: str
    values: str


class Ledger:
    """The tables in a folder."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or _data.folder("ontology") / "ledger"
        self._rows: dict[str, list[tuple[int, Row]]] = {}

    def names(self) -> list[str]:
        """Return the developers that have a table."""
        stems = {path.stem for path in self.folder.glob("*.tsv")}
        return sorted(stems - {SOURCES, PROPERTIES})

    def path(self, name: str) -> Path:
        """Return the file of a table."""
        return self.folder / f"{name}.tsv"

    def rows(self, name: str) -> list[tuple[int, Row]]:
        """Return the claims of a developer, each with its line, as they were at first."""
        if name not in self._rows:
            self._rows[name] = [(n, Row(*cells)) for n, cells in self._read(name, Row._fields)]
        return self._rows[name]

    @cached_property
    def properties(self) -> Mapping[str, Property]:
        """The properties by CURIE."""
        rows = self._read(PROPERTIES, ("property", *Property._fields))
        return {name: Property(*rest) for _, (name, *rest) in rows}

    @cached_property
    def sources(self) -> dict[str, str]:
        """The address of each document, by key."""
        if not self.path(SOURCES).exists():
            return {}
        return {key: address for _, (key, address) in self._read(SOURCES, ("key", "address"))}

    @cached_property
    def _keys(self) -> dict[str, str]:
        return {address: key for key, address in self.sources.items()}

    def address(self, source: str) -> str:
        """Return the address of what a row names as its source: a key, an address, or nothing."""
        whole = not source or source.startswith(("http://", "https://"))
        return source if whole else self.sources[source]

    def identity(self, row: Row) -> tuple[str, ...]:
        """Return what tells a claim from others: the same for a key and for its address."""
        return (*row[:3], self.sources.get(row.source, row.source))

    def key(self, address: str) -> str:
        """Return the key of a document, a new one if it has none."""
        if address not in self._keys:
            short, number = shortened(address), 2
            key = short
            while key in self.sources:
                key, number = f"{short}~{number}", number + 1
            self._keys[address], self.sources[key] = key, address
        return self._keys[address]

    def text(self, rows: Iterable[Row]) -> str:
        """Return the table of some claims, in canonical order."""
        ordered: list[Row] = sorted(dict.fromkeys(rows), key=Row.key)
        return written(Row._fields, ordered)

    def sources_text(self) -> str:
        """Return the table of documents."""
        rows = sorted(self.sources.items(), key=lambda pair: natural(pair[1]))
        return written(("key", "address"), rows)

    def write(self, name: str, text: str) -> bool:
        """Write a table, and tell whether it is new or another."""
        if is_other := self.is_other(name, text):
            write_whole(self.path(name), text)
        return is_other

    def is_other(self, name: str, text: str) -> bool:
        """Tell whether a table is new or another than there is."""
        path = self.path(name)
        return not path.exists() or path.read_bytes() != text.encode()

    def _read(self, name: str, fields: tuple[str, ...]) -> list[tuple[int, list[str]]]:
        path = self.path(name)
        try:
            raw = path.read_bytes()  # a spreadsheet may write UTF-16
            text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
            reader = csv.reader(io.StringIO(text, newline=""), "excel-tab")
            head = next(reader, [])
            if tuple(head) != fields:
                raise LedgerFault(f"{path}:1: the columns must be {', '.join(fields)}")
            found = []
            for cells in reader:
                if len(cells) > len(fields):
                    raise LedgerFault(
                        f"{path}:{reader.line_num}: {len(cells)} cells of {len(fields)}: "
                        "remove the tabs that are too many"
                    )
                if any(cells):
                    padded = [each.strip() for each in cells] + [""] * (len(fields) - len(cells))
                    found.append((reader.line_num, padded))
            return found
        except (OSError, UnicodeError, csv.Error) as error:
            raise LedgerFault(f"{path}: cannot be read ({error})") from error


def written(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table. Quotes stand where a spreadsheet would otherwise take them away.

    >>> written(["a", "b"], [['row "x"', '"x"']]).count('"')
    8
    """
    lines = ("\t".join(map(_cell, row)).rstrip("\t") for row in (head, *rows))
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    quoted = text.startswith('"') or "\t" in text or "\n" in text
    return '"' + text.replace('"', '""') + '"' if quoted else text


def shortened(address: str) -> str:
    """Return a key for a document, as far as it is free.

    >>> shortened("https://arxiv.org/abs/2003.13350")
    'arxiv:2003.13350'
    >>> shortened("https://github.com/a/b/blob/c77e5d2a8961d1a353632c462914ff0a32a950f6/x/y.md#L5")
    'b@c77e5d2/y.md#L5'
    """
    if address.startswith(AIX):
        return address.removeprefix(AIX)
    rest = _KEPT.sub("", address, count=1).rstrip("/")
    if found := _PREPRINT.fullmatch(rest):
        return f"arxiv:{found[1]}"
    if found := _BLOB.fullmatch(rest):
        return f"{found[1]}@{found[2]}/{found[3].rsplit('/', 1)[-1]}"
    host, _, path = rest.partition("/")
    return f"{host}/…{path[-_LONG // 2 :]}" if len(rest) > _LONG else rest


def iri(name: str) -> str:
    """Return what a CURIE stands for; raises `ValueError`.

    >>> iri("aix:gpt-4")
    'https://w3id.org/aitaxonomy/id/gpt-4'
    """
    found = expand(name)
    if found is None:
        raise ValueError(f"{name!r} is not a name such as aix:gpt-4")
    return found
