"""The shipped ontology: its content hash, its inferences, and its prepared store."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aitaxonomy import _data
from aitaxonomy._data import module_iri
from aitaxonomy.errors import StoreCorrupt
from aitaxonomy.files import write_whole
from aitaxonomy.scratch import ScratchFolder
from aitaxonomy.store import INFERRED, GraphStore, damage, log
from aitaxonomy.store.disk import fault_of, seal, stamp_of
from aitaxonomy.store.reading import read_own

if TYPE_CHECKING:
    import pyoxigraph as ox

MARK = "# ontology-sha256: "
RENEW = "python -m tools.renewal"


_STATES = "states.json"
"""The file in the cache folder that has the hash of the shipped files by their state on disk."""
_REMEMBERED = 20


def content_hash(files: Iterable[Path] | None = None) -> str:
    """Return the SHA-256 of the shipped ontology files, names included.

    >>> len(content_hash())
    64
    """
    if files is None:
        return _hash_of_state(_state_of(_on_disk()))
    paths = tuple(files)
    return _hash_of(paths, _state_of(paths))


def cache_folder() -> Path:
    """Return the folder for what can be made again; nothing can be kept there without a home."""
    usual = "~/Library/Caches" if sys.platform == "darwin" else "~/.cache"
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or usual
    with suppress(RuntimeError):
        return Path(home).expanduser() / "aitaxonomy"
    return Path(os.devnull) / "aitaxonomy"


@cache
def _on_disk() -> tuple[Path, ...]:
    """Return all files of the ontology's folder, of which the shipped files are most."""
    return tuple(sorted(_data.folder("ontology").rglob("*.ttl")))


def _state_of(paths: Iterable[Path]) -> str:
    """Return a digest of where files are, their sizes, and when they were changed."""
    digest = hashlib.sha256()
    for path in paths:
        of = path.stat()
        digest.update(f"{path}\n{of.st_ctime_ns} {of.st_mtime_ns} {of.st_size}\n".encode())
    return digest.hexdigest()


@lru_cache(maxsize=4)
def _hash_of_state(state: str) -> str:
    """Return the hash of the shipped files, which are read if their state is not remembered."""
    memory, states = cache_folder() / _STATES, dict[str, str]()
    with suppress(OSError, ValueError):
        states = dict(json.loads(memory.read_bytes()))
    if len(found := str(states.pop(state, ""))) != hashlib.sha256().digest_size * 2:
        found = _hash_of(tuple(_data.ontology_files()), state)
        latest = {**dict([*states.items()][1 - _REMEMBERED :]), state: found}
        with suppress(OSError, ValueError):
            memory.parent.mkdir(parents=True, exist_ok=True)
            write_whole(memory, json.dumps(latest))
    return found


@lru_cache(maxsize=4)
def _hash_of(paths: Iterable[Path], _state: object) -> str:
    """Hash files; they are read again when their state has changed."""
    digest = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        digest.update(f"{path.name}:{len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def cached_hash(path: Path | None = None) -> str:
    """Return the hash of the ontology for which the inferred module was made, or ""."""
    path = path or _data.module_file(_data.INFERRED)
    if not path.is_file():
        return ""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith(MARK):
                return line.removeprefix(MARK).strip()
            if not line.startswith("#"):
                break
    return ""


def shipped_inferences() -> list[ox.Triple]:
    """Return the triples of the inferred module, without its header."""
    return inferences(_data.module_file(_data.INFERRED))


def inferences(path: Path) -> list[ox.Triple]:
    """Return the triples of an inferred module, without its header; none if there is no file."""
    import pyoxigraph as ox

    if not path.is_file():
        return []
    header = ox.NamedNode(module_iri(_data.INFERRED))
    return [quad.triple for quad in read_own(path) if quad.subject != header]


def shipped_store(*, inferred: bool = False) -> GraphStore:
    """Return the shipped files in memory, with the inferences that were made for them if asked.

    Raises:
        ImportFault: one of them is broken, as it may be where people work on it.

    """
    store = GraphStore()
    store.load_shipped(_data.ontology_files())
    if inferred:
        store.add(shipped_inferences(), INFERRED)
    return store


@lru_cache(maxsize=1)
def shared_store(_hash: str) -> GraphStore:
    """Return a store with the inferences, the same for all that read this state of the files."""
    return shipped_store(inferred=True)


def prepare(folder: Path, tables: Mapping[str, object], store: GraphStore | None = None) -> None:
    """Write tables by name, and a store beside them, to an empty folder; the content hash at last.

    A wheel has the tables alone: a store is six indexes of the graph, larger than all the rest.
    """
    if store is not None:
        write_store(store, folder)
    for name, table in tables.items():
        write_table(folder, name, table)
    seal(folder, moves=store is None, ontology=content_hash())


def write_store(store: GraphStore, folder: Path) -> None:
    """Write a store to an empty folder.

    Only what reading needs is kept: RocksDB's log and options tell of the machine.
    """
    store.write(folder)
    for path in folder.iterdir():
        if not _is_read(path):
            path.unlink()


def _is_read(path: Path) -> bool:
    """Return whether a file is one that a store is read from."""
    return path.suffix == ".sst" or path.name.startswith(("CURRENT", "MANIFEST-"))


def write_table(folder: Path, name: str, table: object) -> None:
    """Write a table beside a store, as JSON."""
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
    (folder / f"{name}.json").write_text(text, encoding="utf-8")


class PreparedFolder:
    """A folder prepared from the shipped content: tables, and mostly a store beside them."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def has_store(self) -> bool:
        """Return whether there is a store beside the tables."""
        return (self.path / "CURRENT").exists()

    @cached_property
    def store(self) -> GraphStore:
        """The store, read-only; raises `StoreCorrupt`."""
        return GraphStore(read_only=self.path)

    def begun(self) -> GraphStore:
        """Return a store of its own, on disk while it is used, that begins as this one.

        Copying the triples to memory would take fifty times as long.
        """
        import pyoxigraph as ox

        folder = ScratchFolder()
        for path in filter(_is_read, self.path.iterdir()):
            target = Path(folder.name) / path.name
            try:
                # What is linked is never changed by RocksDB, only put out of use.
                (os.link if path.suffix == ".sst" else shutil.copyfile)(path, target)
            except OSError:  # another disk
                shutil.copyfile(path, target)
        store = GraphStore()
        store.store, store.folder = ox.Store(folder.name), folder
        return store

    def table(self, name: str) -> Any:
        """Return a table; None if there is none of that name."""
        path = self.path / f"{name}.json"
        return json.loads(path.read_bytes()) if path.is_file() else None


def prepared(
    path: Path = _data.PREPARED,
    remedy: str = "delete this folder, or install aitaxonomy again; the sources are read instead",
) -> PreparedFolder | None:
    """Return what was prepared in a folder, or None where nothing was for this content.

    A damaged folder counts as none; a warning says so, with the remedy.
    """
    try:
        return _checked(path)
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.warning("%s", damage(path, error, remedy))
        return None


def is_damaged(path: Path) -> bool:
    """Return whether a folder is there and has nothing prepared for this content."""
    try:
        return path.exists() and _checked(path) is None
    except (OSError, ValueError, KeyError, TypeError):
        return True


def _checked(path: Path) -> PreparedFolder | None:
    try:
        stamp = stamp_of(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if stamp["ontology"] != content_hash():
        return None
    if fault := fault_of(path, stamp):
        raise ValueError(fault)
    folder = PreparedFolder(path)
    if folder.has_store:
        try:
            _ = folder.store
        except StoreCorrupt:
            raise ValueError("it cannot be opened") from None
    return folder
