"""Prepares what never changes of the shipped content: its store, names, rules and their closure.

It is made once for each state of the ontology and of the code, and kept in the user's cache folder:
the store takes a second or two; the tables, which take longer, come with a wheel.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

from aitaxonomy import _data
from aitaxonomy.store.shipped_ontology import (
    PreparedFolder,
    cache_folder,
    cached_hash,
    content_hash,
    is_damaged,
    prepare,
    prepared,
    shipped_store,
)

NAMES, PROGRAM, VERDICTS, SYSTEMS = "names", "program", "verdicts", "systems"
"""The tables of `graph.names`, `reasoning.chaining.program_table`, `inference.verdict_table` and
`graph.systems`."""
_TABLES = (NAMES, PROGRAM, VERDICTS, SYSTEMS)
_MADE_BY = ("graph", "owl", "rdf", "reasoning", "inference", "store")
"""The rooms whose code decides what is prepared."""
_KEPT = 3
"""The number of states that stay in the cache folder."""


@cache
def shipped_folder() -> PreparedFolder | None:
    """Return what is prepared of the shipped content, or None if nothing is.

    A wheel has the tables; the store is put beside them in the cache folder at the first use.
    """
    if kept := prepared(_cache_folder(), "it is made again"):
        return kept
    if tables := prepared():
        return _keep(lambda: {name: tables.table(name) for name in _TABLES}) or tables
    return None


def keep_prepared(tables: Callable[[], Mapping[str, object]]) -> PreparedFolder | None:
    """Prepare the shipped content in the cache folder if nothing is prepared; return it.

    `tables` works out what goes beside the store.

    None where `inferred.ttl` is of another state of the ontology, or the folder cannot be written.
    """
    if shipped_folder() is None and cached_hash() == content_hash():
        _keep(tables)
        shipped_folder.cache_clear()
    return shipped_folder()


def _keep(tables: Callable[[], Mapping[str, object]]) -> PreparedFolder | None:
    """Write the tables and the store to the cache folder; None if that cannot be written."""
    with suppress(OSError):
        target = _cache_folder()
        target.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(dir=target.parent))
        try:
            (work / "new").mkdir()
            prepare(work / "new", tables(), shipped_store(inferred=True))
            if is_damaged(target):
                target.rename(work / "damaged")
            (work / "new").rename(target)  # fails if another process was first
        finally:
            shutil.rmtree(work, ignore_errors=True)
        kept = filter(Path.is_dir, target.parent.iterdir())
        for old in sorted(kept, key=lambda each: -each.stat().st_mtime)[_KEPT:]:
            shutil.rmtree(old, ignore_errors=True)
    return prepared(_cache_folder())


@cache
def _cache_folder() -> Path:
    """The folder for this state of ontology and code."""
    digest = hashlib.sha256(content_hash().encode())
    for room in _MADE_BY:
        for path in sorted((_data.PACKAGE / room).rglob("*.py")):
            digest.update(path.read_bytes())
    return cache_folder() / digest.hexdigest()[:16]
