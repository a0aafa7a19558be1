"""Prepares what never changes of the shipped content: its store, names, rules and their closure.

A wheel has it. In a checkout it is made once for each state of the ontology and of the code, and
kept in the user's cache folder.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from aitaxonomy import _data
from aitaxonomy.store.shipped import (
    PreparedFolder,
    cached_hash,
    content_hash,
    prepare,
    prepared,
)

if TYPE_CHECKING:
    pass

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


def prepare_shipped(folder: Path) -> None:
    """Write what can be prepared of the shipped content to an empty folder."""
    from aitaxonomy.inference.content import Content
    from aitaxonomy.owl.module_extraction import excerpt
    from aitaxonomy.owl.reader import read
    from aitaxonomy.reasoning.chaining.prepared import written

    content = Content()
    content.uses_prepared = False
    judge = content.inference.compiled
    kept = read(excerpt(content.premises.triples, ())).individuals
    program = written(judge.ontology, judge.program, kept, judge.place)
    prepare(content.memory, folder, {NAMES: content.names.written(), PROGRAM: program})


def keep_prepared() -> PreparedFolder | None:
    """Prepare the shipped content in the cache folder if nothing is prepared; return it.

    None where `inferred.ttl` is of another state of the ontology, or the folder cannot be written.
    """
    if shipped_folder() or cached_hash() != content_hash():
        return shipped_folder()
    target = _cache_folder()
    with suppress(OSError):
        target.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=target.parent))
        try:
            prepare_shipped(made)
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
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return Path(home or Path.home() / ".cache") / "aitaxonomy" / digest.hexdigest()[:16]
