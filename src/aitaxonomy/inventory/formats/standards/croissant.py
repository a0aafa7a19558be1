"""Croissant: models in a description of data sets; the data sets themselves are skipped.

Croissant is schema.org's Dataset with a few terms; the same terms describe a model when the type
is that of a model or of software.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aitaxonomy.inventory.formats.documents import FileStart, read_json
from aitaxonomy.inventory.formats.fields import Layout, mappings, text, texts
from aitaxonomy.inventory.record import Record, Source, Tally

FORMAT = "croissant"

_LAYOUT = Layout(
    FORMAT,
    {"name": "name", "id": "@id|url", "aliases": "alternateName", "released": "datePublished",
     "licence": "license", "developer": "creator.name|creator"},
    also="@type @context",
)  # fmt: skip
_KINDS = {"MLModel": "AIModel", "SoftwareApplication": "AISystem"}


def recognises(start: FileStart) -> bool:
    """Return whether a file names the terms of Croissant."""
    # The terms of FAIR4ML are read as any others.
    croissant = "mlcommons.org/croissant" in start.text and '"fair4ml:' not in start.text
    return start.form == "json" and croissant


def read(path: Path, tally: Tally, **_: Any) -> Iterator[Record]:
    """Yield the records of the described models; raises `ImportFault`."""
    document = read_json(path, ["@type", "@graph"], FORMAT)
    for entry in mappings(document.get("@graph", document)):
        types = _types(entry)
        kind = next((_KINDS[word] for word in types if word in _KINDS), None)
        if kind is None:
            tally.read += 1
            data = "Dataset" in types
            what = "a data set, which is not a system" if data else "a thing of no type"
            tally.skip(what, f"{path} ({text(entry.get('name'))})")
        elif record := _LAYOUT.record(entry, Source(str(path), FORMAT), tally, kind=kind):
            yield record


def _types(entry: dict[str, Any]) -> list[str]:
    """Return the types of an entry, without prefix or namespace."""
    return [word.replace("/", ":").rpartition(":")[2] for word in texts(entry.get("@type"))]
