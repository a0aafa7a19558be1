"""Readers of the catalogues that only the upkeep of the graph reads, each with its own fields.

Each module has what a module of a format has: `FORMAT`, `recognises` and `read`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from aitaxonomy.inventory.formats import Format
from aitaxonomy.inventory.formats.documents import file_start
from tools.catalogues import epoch, helm, mistral, osai

READERS: Mapping[str, Format] = {each.FORMAT: each for each in (helm, osai, mistral, epoch)}


def reader_of(path: Path) -> Format | None:
    """Return the reader that recognises a file, or None; raises `ImportFault`."""
    start = file_start(path)
    return next((each for each in READERS.values() if each.recognises(start)), None)
