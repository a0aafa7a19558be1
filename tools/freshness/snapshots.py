"""Snapshots of catalogues: which of their files are read, and the place of each record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from aitaxonomy.errors import ImportFault
from aitaxonomy.inventory.importing import guess_format, read_records
from aitaxonomy.inventory.record import Record, Tally
from tools.catalogues import READERS, reader_of
from tools.freshness.pages import PAGES, read_page

#: What is looked at in a folder; a table or a list of JSON there may be about anything.
_CATALOGUES = frozenset(("litellm", "openrouter", "models.dev", *READERS))
_SUFFIXES = frozenset((".csv", ".json", ".toml", ".yaml", ".yml"))
_LISTS = frozenset((".yaml", ".yml"))


class Snapshot(NamedTuple):
    """A file or folder of a catalogue.

    Attributes:
        name: the catalogue with the version that was taken, as "helm@63754d0".
        path: where it lies.

    """

    name: str
    path: Path

    @property
    def catalogue(self) -> str:
        """The name without the version."""
        return self.name.split("@")[0]

    @classmethod
    def named(cls, argument: str) -> Snapshot:
        """Return the snapshot of an argument, NAME=PATH, or PATH alone, which names itself.

        >>> Snapshot.named("helm@63754d0=config").name, Snapshot.named("data/prices.json").name
        ('helm@63754d0', 'prices')
        """
        name, equals, path = argument.partition("=")
        return cls(name, Path(path)) if equals else cls(Path(argument).stem, Path(argument))


class Entry(NamedTuple):
    """A record of a catalogue, with its place: snapshot, file, line."""

    catalogue: str
    record: Record
    place: str


def entries(snapshot: Snapshot, passed_over: Counter[str]) -> Iterator[Entry]:
    """Yield the records of a snapshot.

    Args:
        snapshot: what is read.
        passed_over: counts, by reason, files of a folder that are not a catalogue, and entries that
            are not a model.

    Raises:
        ImportFault: there is no such file or folder, or a file that is named cannot be read.

    """
    if not snapshot.path.exists():
        raise ImportFault(f"{snapshot.path}: no such file or folder: name a snapshot that is there")
    whole = snapshot.path.is_dir()
    for path in sorted(snapshot.path.rglob("*")) if whole else [snapshot.path]:
        if whole and (path.suffix.lower() not in _SUFFIXES or not path.is_file()):
            continue
        where = path.relative_to(snapshot.path) if whole else Path(path.name)
        for record in _records(path, whole, passed_over):
            line = f":{record.source.line}" if record.source.line else ""
            place = f"{snapshot.name}/{where.as_posix()}{line}"
            yield Entry(snapshot.catalogue, record, place)


def _records(path: Path, in_folder: bool, passed_over: Counter[str]) -> Iterator[Record]:
    if path.suffix.lower() in PAGES and not in_folder:
        yield from read_page(path)
        return
    tally = Tally()
    try:
        reader = reader_of(path)
        format = reader.FORMAT if reader else guess_format(path)
        if in_folder and not (
            format in _CATALOGUES or (format == "objects" and path.suffix.lower() in _LISTS)
        ):
            passed_over["a file of a folder that is not a catalogue"] += 1
            return
        yield from read_records(path, reader or format, tally=tally)
    except ImportFault:
        if not in_folder:
            raise
        passed_over["a file of a folder that cannot be read as a catalogue"] += 1
    passed_over.update(tally.skipped)
