"""The ontology beside the pages: its files as they are, merged ones for tools, and their lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from aitaxonomy import _data
from aitaxonomy.export import export
from aitaxonomy.site.frame import Frame

if TYPE_CHECKING:
    from aitaxonomy.taxonomy import Taxonomy

#: What can be had in one file: the roots of the ontology, by the format of the file.
_MERGED = {"turtle": _data.ROOTS, "rdfxml": ("aitaxonomy",), "jsonld": ("aitaxonomy",)}


def ground(ai: Taxonomy, frame: Frame) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the ontology, merged ones, and the page that shows lines of them."""
    root = _data.folder("ontology")
    modules, merged = [], []
    for path in sorted(path for path in root.rglob("*") if path.suffix in (".ttl", ".xml")):
        modules.append(f"ontology/{path.relative_to(root).as_posix()}")
        yield modules[-1], path.read_bytes()
    with TemporaryDirectory() as scratch:
        for format, roots in _MERGED.items():
            for path in export(ai.content.store, Path(scratch), format, roots):
                merged.append(f"download/{path.name}")
                yield merged[-1], path.read_bytes()
    title = "Files of the ontology"
    values = {"modules": modules, "merged": merged}
    yield "source/index.html", frame.page("source/", "source", title, scripts=["source"], **values)
