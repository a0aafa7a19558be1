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
from tools.harvest.pages import PAGES, read_page
from tools.ledger.checks import is_day
from tools.source_records.catalogues import CATALOGUES, lines_of_item

#: What is looked at in a folder; a table or a list of JSON there may be about anything.
_CATALOGUES = frozenset(("litellm", "openrouter", "models.dev", *READERS))
_SUFFIXES = frozenset((".csv", ".json", ".toml", ".ts", ".yaml", ".yml"))
_LISTS = frozenset((".yaml", ".yml"))


class Snapshot(NamedTuple):
    """A file or folder of a catalogue.

    Attributes:
        name: the catalogue with the version that was taken, as "helm@63754d0".
        path: where it lies.
        day: of the version, if it is known.

    """

    name: str
    path: Path
    day: str = ""

    @property
    def catalogue(self) -> str:
        """The name without the version."""
        return self.name.partition("@")[0]

    @property
    def address(self) -> str:
        """The address of the catalogue, with places for what tells its records; "" if unknown."""
        return next((c.address for c in CATALOGUES if c.name == self.catalogue), "")

    @classmethod
    def named(cls, argument: str) -> Snapshot:
        """Return the snapshot of an argument: NAME@VERSION@DAY=PATH, or PATH, which names itself.

        >>> Snapshot.named("helm@63754d0@2026-07-02=config")[::2]
        ('helm@63754d0', '2026-07-02')
        >>> Snapshot.named("openai-page@2026-08-21=p.md").day, Snapshot.named("data/p.json").name
        ('2026-08-21', 'p')
        """
        name, equals, path = argument.partition("=")
        if not equals:
            return cls(Path(argument).stem, Path(argument))
        catalogue, _, version = name.partition("@")
        version, _, day = version.partition("@")
        known = day or (version if is_day(version) else "")
        return cls(f"{catalogue}@{version}" if version else catalogue, Path(path), known)

    def file(self, record: Record) -> str:
        """Return the file of a record, as seen from the folder of the snapshot."""
        path = Path(record.source.file)
        return path.relative_to(self.path).as_posix() if path != self.path else path.name

    def cited(self, record: Record) -> tuple[str, str]:
        """Return the address of a record and its place there; nothing for what cannot be cited."""
        found = next((c for c in CATALOGUES if c.name == self.catalogue), None)
        version = self.name.partition("@")[2]
        if found is None or not version:
            return "", ""
        line = record.source.line or 1
        lines = f"L{line}"
        if "{lines}" in found.address and record.source.file.endswith((".yaml", ".yml")):
            text = Path(record.source.file).read_text(encoding="utf-8").splitlines()
            lines = lines_of_item(text, line)
        name = record.id if record.source.format in ("page", "openrouter") else record.name
        at = {"version": version, "file": self.file(record), "lines": lines, "name": name}
        return found.address.format(**at), found.locator.format(**at)


class Entry(NamedTuple):
    """A record of a snapshot."""

    snapshot: Snapshot
    record: Record

    @property
    def catalogue(self) -> str:
        """The name of its catalogue."""
        return self.snapshot.catalogue

    @property
    def place(self) -> str:
        """Its place, to be shown: snapshot, file, line."""
        line = f":{self.record.source.line}" if self.record.source.line else ""
        return f"{self.snapshot.name}/{self.snapshot.file(self.record)}{line}"


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
        for record in _records(path, whole, passed_over):
            yield Entry(snapshot, record)


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
