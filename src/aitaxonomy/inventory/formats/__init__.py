"""The formats of inventories, one module each; this is the list of them.

A module of a format has three names: `FORMAT`, what `--format` calls it; `recognises`, which looks
at the start of a file; and `read`, which yields the records of a file, adds to the tally as it
goes, and holds no more of the file than it must. `read` states what the file says; what follows
from a task, a mode or a name by an import rule is added to every record in one place, `rules`.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from aitaxonomy.errors import ImportFault

if TYPE_CHECKING:
    from aitaxonomy.inventory.formats.detection import FileStart
    from aitaxonomy.inventory.record import Record, Tally

#: Each format and its module, those first that are recognised by the most particular marks.
MODULES = {
    "cyclonedx": "cyclonedx",
    "spdx": "spdx",
    "croissant": "croissant",
    "litellm": "litellm",
    "openrouter": "openrouter",
    "models.dev": "models_dev",
    "huggingface": "huggingface",
    "mlflow": "mlflow",
    "helm": "helm",
    "osai": "osai",
    "mot": "mot",
    "epoch": "epoch",
    "csv": "delimited",
    "tsv": "delimited",
}


class Format(Protocol):
    """What a module of a format offers."""

    FORMAT: str

    def recognises(self, start: FileStart) -> bool:
        """Return whether a file that starts so is of this format."""
        ...

    def read(self, path: Path, tally: Tally, **options: Any) -> Iterator[Record]:
        """Yield the records of a file; raise `ImportFault` where it cannot be read on."""
        ...


def module(format: str) -> Format:
    """Return the module of a format.

    >>> module("csv").FORMAT
    'csv'

    Raises `ImportFault` for a format that is not in the list.
    """
    if format not in MODULES:
        raise ImportFault(f"unknown format {format!r}: take one of {', '.join(MODULES)}")
    return cast(Format, importlib.import_module(f"{__name__}.{MODULES[format]}"))


def guess(start: FileStart) -> str | None:
    """Return the name of the format of a file that starts so, or None if no format knows it."""
    for name in MODULES:
        if module(name).recognises(start):
            return module(name).FORMAT
    return None
