"""The shipped ontology: its content hash, and the one generated file that goes with it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from aitaxonomy import _data
from aitaxonomy.store import INFERRED, GraphStore
from aitaxonomy.terms import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph as ox

# Local names that Turtle takes as they are.
_LOCAL = re.compile(r"\w(?:[\w.-]*\w)?", re.ASCII)
_MARK = "# ontology-sha256: "
_STAMP = "made-from.sha256"
RENEW = "aitaxonomy reason --engine hermit --renew"
_HEAD = f"""\
# What follows from the ontology and its graph: class hierarchy by HermiT, facts by the closure.
# Generated: do not edit; renew it with `{RENEW}`.
"""


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


def cached_hash(path: Path = _data.INFERRED) -> str:
    """Return the hash of the ontology for which the generated file was made, or ""."""
    if not path.is_file():
        return ""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith(_MARK):
                return line.removeprefix(_MARK).strip()
            if not line.startswith("#"):
                break
    return ""


def prepare(store: GraphStore, folder: Path) -> None:
    """Write a store of the shipped content to a folder, with the hash of what it was made from."""
    import pyoxigraph as ox

    disk = ox.Store(str(folder))
    disk.bulk_extend(store.store)
    disk.optimize()
    disk.flush()
    (folder / _STAMP).write_text(content_hash(), encoding="utf-8")


def prepared_store(folder: Path = _data.PREPARED) -> GraphStore | None:
    """Return the prepared store, read-only, or None where there is none for this content."""
    stamp = folder / _STAMP
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != content_hash():
        return None
    return GraphStore(read_only=folder)


def inferred_file(triples: Iterable[ox.Triple], hash_: str) -> str:
    """Return the text of the generated file: TriG, sorted, one subject a line."""
    lines: dict[str, dict[str, list[str]]] = {}
    for triple in triples:
        subject, predicate, value = (_short(term) for term in triple)
        lines.setdefault(subject, {}).setdefault(predicate, []).append(value)
    body = "\n".join(
        f"{subject} "
        + " ; ".join(f"{p} {','.join(sorted(values))}" for p, values in sorted(facts.items()))
        + " ."
        for subject, facts in sorted(lines.items())
    )
    used = ("ait", "aix", "owl", "rdf", "rdfs")
    prefixes = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in used)
    return f"{_HEAD}{_MARK}{hash_}\n{prefixes}<{INFERRED}> {{\n{body}\n}}\n"


def _short(term: object) -> str:
    text = str(term)
    for name in ("ait", "aix"):
        space = f"<{PREFIXES[name]}"
        if text.startswith(space) and _LOCAL.fullmatch(local := text[len(space) : -1]):
            return f"{name}:{local}"
    return "a" if text == f"<{PREFIXES['rdf']}type>" else text
