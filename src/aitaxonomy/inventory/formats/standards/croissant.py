"""Croissant: models in a description of data sets; the data sets themselves are skipped.

Croissant is schema.org's Dataset with a few terms; the same terms describe a model when the type
is that of a model or of software.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aitaxonomy.inventory.formats.detection import FileStart
from aitaxonomy.inventory.formats.documents import read_json
from aitaxonomy.inventory.formats.fields import date, mappings, text, texts
from aitaxonomy.inventory.record import Record, Source, Tally

FORMAT = "croissant"

_READ = frozenset(
    ("@type", "@id", "@context", "name", "url", "alternateName", "creator", "datePublished",
     "license")
)  # fmt: skip
_KINDS = {"MLModel": "AIModel", "SoftwareApplication": "AISystem"}


def recognises(start: FileStart) -> bool:
    """Return whether a file names the terms of Croissant."""
    return (
        start.form == "json"
        and "mlcommons.org/croissant" in start.text
        and (
            '"fair4ml:' not in start.text  # whose terms are read as any others
        )
    )


def read(path: Path, tally: Tally, **_: Any) -> Iterator[Record]:
    """Yield the records of the described models; raises `ImportFault`."""
    document = read_json(path, ["@type", "@graph"], FORMAT)
    for entry in mappings(document.get("@graph", document)):
        tally.read += 1
        name = text(entry.get("name"))
        kinds = [_KINDS[word] for word in _types(entry) if word in _KINDS]
        if not kinds:
            what = "a data set, which is no system" if _is_data(entry) else "a thing of no type"
            tally.skip(what, f"{path} ({name})")
        elif name is None:
            tally.skip("a model without a name", str(path))
        else:
            tally.leave(entry, _READ)
            yield _record(name, kinds[0], entry, Source(str(path), FORMAT))


def _types(entry: dict[str, Any]) -> list[str]:
    """Return the types of an entry, without prefix or namespace."""
    return [word.replace("/", ":").rpartition(":")[2] for word in texts(entry.get("@type"))]


def _is_data(entry: dict[str, Any]) -> bool:
    return "Dataset" in _types(entry)


def _record(name: str, kind: str, entry: dict[str, Any], source: Source) -> Record:
    creators = [text(each.get("name")) for each in mappings(entry.get("creator"))]
    return Record(
        name=name,
        source=source,
        id=text(entry.get("@id")) or text(entry.get("url")),
        aliases=texts(entry.get("alternateName")),
        kind=kind,
        developer=next((each for each in creators if each), text(entry.get("creator"))),
        released=date(entry.get("datePublished")),
        licence=next(iter(texts(entry.get("license"))), None),
    )
