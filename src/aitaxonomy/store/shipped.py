"""The shipped ontology: its content hash, its inferences, and its prepared store."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from aitaxonomy import _data
from aitaxonomy._data import module_iri
from aitaxonomy.errors import StoreCorrupt
from aitaxonomy.files import write_whole
from aitaxonomy.store import GraphStore
from aitaxonomy.store.reading import read_own

if TYPE_CHECKING:
    import pyoxigraph as ox

MARK = "# ontology-sha256: "
_STAMP = "made-from.sha256"
RENEW = "aitaxonomy reason --engine hermit --renew"


def content_hash(files: Iterable[Path] | None = None) -> str:
    """Return the SHA-256 of the shipped ontology files, names included.

    >>> len(content_hash())
    64
    """
    digest = hashlib.sha256()
    for path in _data.ontology_files() if files is None else files:
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
    import pyoxigraph as ox

    path = _data.module_file(_data.INFERRED)
    if not path.is_file():
        return []
    header = ox.NamedNode(module_iri(_data.INFERRED))
    return [quad.triple for quad in read_own(path) if quad.subject != header]


def prepare(store: GraphStore, folder: Path) -> None:
    """Write a store of the shipped content to an empty folder, with the content hash at last.

    Only what reading needs is kept: RocksDB's log and options tell of the machine.
    """
    import pyoxigraph as ox

    disk = ox.Store(str(folder))
    disk.bulk_extend(store.store)
    disk.optimize()
    disk.flush()
    del disk  # it holds files open, and writes its log until its end
    for path in folder.iterdir():
        if not (path.suffix == ".sst" or path.name.startswith(("CURRENT", "MANIFEST-"))):
            path.unlink()
    write_whole(folder / _STAMP, content_hash())


def prepared_store(folder: Path = _data.PREPARED) -> GraphStore | None:
    """Return the prepared store, read-only, or None where there is none for this content.

    Raises `StoreCorrupt` when it cannot be opened.
    """
    stamp = folder / _STAMP
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != content_hash():
        return None
    try:
        return GraphStore(read_only=folder)
    except (OSError, RuntimeError) as error:
        raise StoreCorrupt(
            f"{folder}: the prepared store is damaged ({error}): delete this folder, or install "
            "aitaxonomy again"
        ) from None
