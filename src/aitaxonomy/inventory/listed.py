"""What a list says of its systems in its own columns, kept beside the statements to be shown."""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

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


def packed(record: Record) -> bytes:
    """Return what a record has to show as bytes for `unpacked`; a million are made in seconds."""
    headings, cells = record.row or _fields(record, _FIELDS)
    vendor = record.developer or record.provider or ""
    return marshal.dumps((headings, cells, _because(record), vendor))


def unpacked(path: Path, place: int) -> Listed:
    """Return what was packed at a place of a file of this process; `OSError` where it is gone.

    >>> import tempfile
    >>> from aitaxonomy.inventory.record import Source
    >>> record = Record("A", Source("a.json", "litellm"), provider="Acme", tasks=("ocr",))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "rows"
    ...     _ = path.write_bytes(packed(record))
    ...     found = unpacked(path, 0)
    >>> found.own, found.because, found.vendor
    ({'provider': 'Acme', 'tasks': 'ocr'}, ('tasks: ocr',), 'Acme')
    """
    with path.open("rb") as file:
        file.seek(place)
        headings, cells, because, vendor = marshal.load(file)
    own = {head: cell for head, cell in zip(headings, cells, strict=False) if cell}
    return Listed(own, tuple(because), vendor)


def all_cells(path: Path) -> Iterator[Sequence[str]]:
    """Yield the cells of all that was packed into a file of this process, one after the other."""
    with path.open("rb") as file:
        while file.peek(1):
            yield marshal.load(file)[1]


def _because(record: Record) -> list[str]:
    because = list({each.because: None for each in record.concluded})
    if not because:
        told = zip(*_fields(record, _TELLING), strict=True)
        because = [f"{name}: {text}"[:_MOST] for name, text in told]
    if record.derived_from:
        because.insert(0, f"built on {', '.join(each.of for each in record.derived_from)}"[:_MOST])
    return because


def _fields(record: Record, names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the names of the fields that a record has, and their texts."""
    given = [(name, value) for name in names if (value := getattr(record, name))]
    return [name for name, _ in given], [
        "; ".join(value) if isinstance(value, tuple) else str(value) for _, value in given
    ]
