"""Writers of inventory formats that other tools read, one module each; this is the list of them.

Each module has a function `write`, which takes records and an open text file, writes record by
record, and returns how many there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TextIO, cast

from aitaxonomy.inventory.record import Record

#: The module and the function for each suffix of a file name.
WRITERS = {
    ".csv": ("delimited", "write"),
    ".tsv": ("delimited", "write_tsv"),
    ".xlsx": ("delimited", "write_xlsx"),
    ".cdx.json": ("cyclonedx", "write"),
    ".md": ("huggingface", "write"),
}
Writer = Callable[[Iterable[Record], TextIO], int]


def writer(suffix: str) -> Writer:
    """Return the function that writes the format of a suffix.

    >>> writer(".tsv").__name__
    'write_tsv'
    """
    module, function = WRITERS[suffix]
    return cast(Writer, getattr(import_module(f"{__name__}.{module}"), function))
