"""The ontology to files, in the syntaxes of the RDF and OWL worlds; its systems as inventories."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from aitaxonomy.store import ASSERTED, INFERRED, SYNTAXES, GraphStore
from aitaxonomy.terms import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph as ox

_ROOT = "https://w3id.org/aitaxonomy"
_OWL = PREFIXES["owl"]
_ENDS = {"turtle": "ttl", "rdfxml": "rdf", "ntriples": "nt", "jsonld": "jsonld"}
_OWL_ENDS = {"owlxml": "owx", "functional": "ofn"}
#: Formats of inventories, which get the systems alone, and the file of each; cards have many.
_INVENTORIES = {"csv": "systems.csv", "cyclonedx": "systems.cdx.json", "huggingface": ""}
#: The names of the formats that `export` writes.
FORMATS = (*_ENDS, *_OWL_ENDS, *_INVENTORIES)


def export(store: GraphStore, folder: Path, format: str) -> list[Path]:
    """Write the merged ontology, and in RDF formats what follows from it, into a folder.

    In the formats of inventories (csv, cyclonedx, huggingface) it is the systems that are written.

    Raises `ValueError` for an unknown format.
    """
    if format not in FORMATS:
        raise ValueError(f"unknown format {format!r}: take one of {', '.join(FORMATS)}")
    folder.mkdir(parents=True, exist_ok=True)
    if format in _INVENTORIES:
        from aitaxonomy.inventory.convert import write_records
        from aitaxonomy.inventory.known import records_of

        return write_records(records_of(store), folder / _INVENTORIES[format])
    merged = merge(store.triples(ASSERTED))
    if format in _OWL_ENDS:
        from aitaxonomy.reasoning.syntaxes import write_owl

        path = folder / f"aitaxonomy.{_OWL_ENDS[format]}"
        path.write_text(
            write_owl(merged, "owlxml" if format == "owlxml" else "functional"), encoding="utf-8"
        )
        return [path]
    written = []
    for name, triples in (
        ("aitaxonomy", merged),
        ("aitaxonomy-inferred", store.triples(INFERRED)),
    ):
        path = folder / f"{name}.{_ENDS[format]}"
        _write_rdf(triples, path, format)
        written.append(path)
    return written


def merge(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Return the triples as one ontology: the header of the root, no imports, no module headers."""
    import pyoxigraph as ox

    ontology = ox.NamedNode(_OWL + "Ontology")
    triples = list(triples)
    headers = {t.subject for t in triples if t.object == ontology} - {ox.NamedNode(_ROOT)}
    imports = ox.NamedNode(_OWL + "imports")
    return [t for t in triples if t.subject not in headers and t.predicate != imports]


def _write_rdf(triples: Iterable[ox.Triple], path: Path, format: str) -> None:
    import pyoxigraph as ox

    syntax = getattr(ox.RdfFormat, SYNTAXES[format][0])
    prefixes = dict(PREFIXES) if format != "ntriples" else None
    ordered = sorted(triples, key=str)  # subjects together: shorter files, and stable ones
    ox.serialize(ordered, str(path), syntax, prefixes=prefixes)
