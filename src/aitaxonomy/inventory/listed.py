"""What a list says of its systems in its own columns, kept beside the statements to be shown."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, NamedTuple

from aitaxonomy.inventory.record import Record

#: The fields of a record that stand for its columns where the format has none.
_FIELDS = (
    "id", "kind", "developer", "provider", "tasks", "inputs", "outputs", "parameters",
    "context_window", "released", "retired", "licence", "access", "languages",
    "knowledge_cutoff", "description",
)  # fmt: skip
#: Those that are told as what the kind of a system rests on.
_TELLING = ("kind", "tasks", "outputs", "primary", "labels")
_MOST = 200


class Listed(NamedTuple):
    """What a list says of one system.

    Attributes:
        own: the cells of its row by heading, as they stand in the list; empty ones are left out.
        because: what its kind rests on, in words: the import rules, else the fields that tell.
        vendor: who develops or provides it.

    """

    own: Mapping[str, str] = {}
    because: tuple[str, ...] = ()
    vendor: str = ""


def listed(record: Record) -> Listed:
    """Return what a record has to show.

    >>> from aitaxonomy.inventory.record import Source
    >>> found = listed(Record("A", Source("a.json", "litellm"), provider="Acme", tasks=("ocr",)))
    >>> found.own, found.because, found.vendor
    ({'provider': 'Acme', 'tasks': 'ocr'}, ('tasks: ocr',), 'Acme')
    """
    own = dict(record.row) if record.row else dict(_fields(record, _FIELDS))
    vendor = record.developer or record.provider or ""
    return Listed(own, tuple(_because(record)), vendor)


def _because(record: Record) -> Iterator[str]:
    if record.derived_from:
        yield f"built on {', '.join(each.of for each in record.derived_from)}"[:_MOST]
    rules = dict.fromkeys(each.because for each in record.concluded)
    yield from rules or (f"{name}: {text}"[:_MOST] for name, text in _fields(record, _TELLING))


def _fields(record: Record, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name in names:
        if value := getattr(record, name):
            yield name, "; ".join(value) if isinstance(value, tuple) else str(value)


def write_listed(record: Record, file: BinaryIO) -> int:
    """Write what a record has to show to a file, and return its place there."""
    place = file.tell()
    file.write(json.dumps(listed(record)).encode() + b"\n")
    return place


def read_listed(path: Path, place: int) -> Listed:
    """Return what was written at a place of a file; raises `OSError` where it is gone."""
    with path.open("rb") as file:
        file.seek(place)
        own, because, vendor = json.loads(file.readline())
    return Listed(own, tuple(because), vendor)
