"""Prepares what never changes of the shipped content: its store, names, rules and their closure.

A wheel has it. In a checkout it is made once for each state of the ontology and of the code, and
kept in the user's cache folder.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

from aitaxonomy import _data
from aitaxonomy.store.shipped import (
    PreparedFolder,
    cached_hash,
    content_hash,
    prepared,
)

NAMES, PROGRAM = "names", "program"
"""The tables beside the store: see `graph.names` and `reasoning.chaining.prepared`."""
_MADE_BY = ("graph", "owl", "rdf", "reasoning", "inference", "store")
"""The rooms whose code decides what is prepared."""
_KEPT = 3
"""The number of states that stay in the cache folder."""


@cache
def shipped_folder() -> PreparedFolder | None:
    """Return what is prepared of the shipped content, or None if nothing is."""
    return prepared() or prepared(_cache_folder())


def keep_prepared(prepare: Callable[[Path], None]) -> PreparedFolder | None:
    """Prepare the shipped content in the cache folder if nothing is prepared; return it.

    `prepare` writes it to an empty folder.

    None where `inferred.ttl` is of another state of the ontology, or the folder cannot be written.
    """
    if shipped_folder() or cached_hash() != content_hash():
        return shipped_folder()
    target = _cache_folder()
    with suppress(OSError):
        target.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=target.parent))
        try:
            prepare(made)
            made.rename(target)  # fails if another process was first
        finally:
            shutil.rmtree(made, ignore_errors=True)
        for old in sorted(target.parent.iterdir(), key=lambda each: -each.stat().st_mtime)[_KEPT:]:
            shutil.rmtree(old, ignore_errors=True)
    shipped_folder.cache_clear()
    return shipped_folder()


@cache
def _cache_folder() -> Path:
    """The folder for this state of ontology and code."""
    digest = hashlib.sha256(content_hash().encode())
    for room in _MADE_BY:
        for path in sorted((_data.PACKAGE / room).rglob("*.py")):
            digest.update(path.read_bytes())
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or "~/.cache"
    return Path(home).expanduser() / "aitaxonomy" / digest.hexdigest()[:16]
