"""The ontology beside the pages: its files as they are, merged ones for tools, and their lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from aitaxonomy import _data
from aitaxonomy.export import export
from aitaxonomy.html import render
from aitaxonomy.site.frame import Frame, brief
from aitaxonomy.site.versions import numbers
from aitaxonomy.versions.version import released

if TYPE_CHECKING:
    from aitaxonomy.taxonomy import Taxonomy

#: The terms with the systems that people know can be had in one file, by format; who wants
#: everything finds it among the modules, and `aitaxonomy export` writes it.
_MERGED = ("turtle", "rdfxml", "jsonld")
_ENDS = {"text/turtle": "ttl", "application/rdf+xml": "rdf", "application/ld+json": "jsonld"}
#: What a proof never names a line of: sources of statements, and what is made of other files.
_BRIEF = ("sources", "alignments", _data.INFERRED, _data.EXEMPLARS)
_COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def ground(ai: Taxonomy, frame: Frame) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the ontology, merged ones, and the page that shows lines of them."""
    root = _data.folder("ontology")
    modules, merged = [], []
    for path in sorted(path for path in root.rglob("*") if path.suffix in (".ttl", ".xml")):
        modules.append(f"ontology/{path.relative_to(root).as_posix()}")
        short = path.suffix == ".ttl" and not {path.parent.name, path.stem}.isdisjoint(_BRIEF)
        yield modules[-1], brief(path.read_text("utf-8")).encode() if short else path.read_bytes()
    with TemporaryDirectory() as scratch:
        for format in _MERGED:
            for path in export(ai.content.store, Path(scratch), format, ["aitaxonomy"]):
                merged.append(f"download/{path.name}")
                yield merged[-1], path.read_bytes()
    title = "Files of the ontology"
    values = {"modules": modules, "merged": merged, "versions": numbers()}
    yield frame.page("source/", "source", title, scripts=["source"], **values)


def described(ai: Taxonomy, home: str, systems: int) -> bytes:
    """Return what catalogues of data read, in the terms of VoID and DCAT."""
    ((triples,),) = ai.content.store.select(_COUNT).rows
    files = {f"download/aitaxonomy.{end}": type for type, end in _ENDS.items()}
    about = {"version": _data.__version__, "systems": systems, "triples": triples, "files": files}
    return render("site/void.ttl", home=home, **about).encode()


def redirects(home: str) -> bytes:
    """Return the rules by which w3id.org sends who asks for our names to a site.

    Args:
        home: where the site stands, with a slash at its end.

    """
    root = _data.folder("ontology")
    files = (path for path in root.rglob("*.ttl") if path.parent.name not in _data.OF_SYSTEMS)
    modules = sorted(path.relative_to(root).with_suffix("").as_posix() for path in files)
    kept = {
        number: [name.removesuffix(".ttl") for name in files if name.endswith(".ttl")]
        for number, files in released().items()
    }
    values = {"merged": _ENDS, "modules": modules, "kept": kept}
    return render("site/w3id.htaccess", home=home, numbers=numbers(), **values).encode()
