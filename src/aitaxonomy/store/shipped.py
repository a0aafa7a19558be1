"""The shipped ontology: its content hash, its inferences, and its prepared store."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from aitaxonomy import _data
from aitaxonomy._data import module_iri
from aitaxonomy.errors import StoreCorrupt
from aitaxonomy.store import INFERRED, GraphStore, log
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
    """Write a store of the shipped content to a folder, with the content hash."""
    import pyoxigraph as ox

    disk = ox.Store(str(folder))
    disk.bulk_extend(store.store)
    disk.optimize()
    disk.flush()
    (folder / _STAMP).write_text(content_hash(), encoding="utf-8")


def prepared_store(folder: Path = _data.PREPARED) -> GraphStore | None:
    """Return the prepared store, read-only, or None where there is none for this content.

    One that is damaged is as good as none: that is logged, and the sources are read instead.
    """
    stamp = folder / _STAMP
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != content_hash():
        return None
    try:
        return GraphStore(read_only=folder, instead=_from_sources)
    except StoreCorrupt as error:
        log.warning("%s; the sources are read instead", error)
        return None


def _from_sources() -> ox.Store:
    """Return a store with the shipped content."""
    store = GraphStore()
    store.load_shipped(_data.ontology_files())
    store.add(shipped_inferences(), INFERRED)
    return store.store
