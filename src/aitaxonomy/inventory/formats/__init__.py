"""The formats of inventories, one module each; this is the list of them.

Those of `catalogues` and of `standards` have fields that somebody laid down; `deployments` are
files that set models up; `lists` are tables and objects of anybody's making, whose columns are
found. Beside them is what all of them read with.

A module of a format has three names: `FORMAT`, its name for `--format`; `recognises`, which tests
the start of a file; and `read`, which yields the records of a file, updates the tally, and holds no
more of the file in memory than it must. A record of `read` has what the file states; conclusions by
import rule are added to all records in one place, `import_rules.rules`.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from aitaxonomy.errors import ImportFault

if TYPE_CHECKING:
    from aitaxonomy.inventory.formats.documents import FileStart
    from aitaxonomy.inventory.record import Record, Tally

#: Each format and its module, the most specific to recognise first.
MODULES = {
    "cyclonedx": "standards.cyclonedx",
    "spdx": "standards.spdx",
    "croissant": "standards.croissant",
    "deployment": "deployments.deployment",
    "litellm": "catalogues.litellm",
    "openrouter": "catalogues.openrouter",
    "models.dev": "catalogues.models_dev",
    "huggingface": "catalogues.huggingface",
    "mlflow": "standards.mlflow",
    "oasf": "standards.oasf",
    "workbook": "lists.workbook",
    "page": "lists.page_tables",
    "csv": "lists.csv_rows",
    "tsv": "lists.csv_rows",
    "linked-data": "standards.linked_data",
    "names": "lists.name_lines",
    "objects": "lists.objects",
}


class Format(Protocol):
    """The interface of a format module."""

    FORMAT: str

    def recognises(self, start: FileStart) -> bool:
        """Return whether a file with this start has this format."""
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
    """Return the format of a file with this start, or None where no format recognises it."""
    for name in MODULES:
        if module(name).recognises(start):
            return module(name).FORMAT
    return None
