"""The ontology to files, in the syntaxes of RDF; its systems as inventories."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from aitaxonomy import _data
from aitaxonomy._data import module_iri
from aitaxonomy.files import replacing
from aitaxonomy.rdf.blank_nodes import canonicalized
from aitaxonomy.rdf.namespaces import OWL, PREFIXES, RDF
from aitaxonomy.store import ASSERTED, INFERRED, SYNTAXES, GraphStore
from aitaxonomy.store.reading import read_own

if TYPE_CHECKING:
    import pyoxigraph as ox

_ENDS = {"turtle": "ttl", "rdfxml": "rdf", "ntriples": "nt", "jsonld": "jsonld"}
#: Formats of inventories, which get the systems alone, and the file of each; cards have many.
_INVENTORIES = {"csv": "systems.csv", "cyclonedx": "systems.cdx.json", "huggingface": ""}
#: What `export` may be asked for.
ExportFormat = Literal["turtle", "rdfxml", "ntriples", "jsonld", "csv", "cyclonedx", "huggingface"]
#: The names of the formats of the ontology, and of all that `export` writes.
RDF_FORMATS = tuple(_ENDS)
FORMATS = (*RDF_FORMATS, *_INVENTORIES)


def export(
    store: GraphStore, folder: Path, format: str, roots: Iterable[str] = _data.ROOTS
) -> list[Path]:
    """Write each of some roots of the ontology as one file without imports, into a folder.

    These are `terms`, `aitaxonomy` (with the best-known systems) and `aitaxonomy-full`: everything
    that is stated, files of the user's own included, and what follows from it.

    In the formats of inventories (csv, cyclonedx, huggingface) it is the systems that are written.

    Raises `ValueError` for an unknown format.
    """
    if format not in FORMATS:
        raise ValueError(f"unknown format {format!r}: take one of {', '.join(FORMATS)}")
    folder.mkdir(parents=True, exist_ok=True)
    if format in _INVENTORIES:
        from aitaxonomy.inventory.convert import write_records
        from aitaxonomy.inventory.graph_records import records_of

        return write_records(records_of(store), folder / _INVENTORIES[format])
    written = []
    for root in roots:
        path = folder / f"{root}.{_ENDS[format]}"
        _write(_ordered(merged(store, root), root), path, format)
        written.append(path)
    return written


def merged(store: GraphStore, root: str) -> list[ox.Triple]:
    """Return a root with all that it imports as one ontology; the full one with what follows."""
    if root == _data.ROOTS[-1]:
        return merge(t for graph in (ASSERTED, INFERRED) for t in store.triples(graph))
    files = map(_data.module_file, _data.modules_of(root))
    return merge((quad.triple for file in files for quad in read_own(file)), root)


def merge(triples: Iterable[ox.Triple], root: str = _data.ROOTS[-1]) -> list[ox.Triple]:
    """Return the triples as one ontology: the header of a root alone, and no imports."""
    import pyoxigraph as ox

    triples = list(triples)
    ontology, imports = ox.NamedNode(OWL + "Ontology"), ox.NamedNode(OWL + "imports")
    own = ox.NamedNode(module_iri(root))
    headers = {t.subject for t in triples if t.object == ontology} - {own}
    return [t for t in triples if t.subject not in headers and t.predicate != imports]


def _ordered(triples: Iterable[ox.Triple], root: str) -> list[ox.Triple]:
    """Sort triples by subject, types first, the header before everything; label blank nodes anew.

    Readers that look for the ontology at the head of an RDF/XML file find it, files are shorter
    and stay the same from one export to the next.
    """
    import pyoxigraph as ox

    own, type_ = f"<{module_iri(root)}>".encode(), f"<{RDF}type> ".encode()

    def key(line: bytes) -> tuple[bool, bytes, bool, bytes]:
        subject, _, rest = line.partition(b" ")
        return subject != own, subject, not rest.startswith(type_), line

    labelled = canonicalized(triples)
    # Written all at once, the triples are in the order of their lines.
    lines = (ox.serialize(labelled, format=ox.RdfFormat.N_TRIPLES) or b"").splitlines()
    keys = list(map(key, lines))
    return [labelled[at] for at in sorted(range(len(labelled)), key=keys.__getitem__)]


def _write(triples: list[ox.Triple], path: Path, format: str) -> None:
    import pyoxigraph as ox

    syntax = getattr(ox.RdfFormat, SYNTAXES[format][0])
    prefixes = dict(PREFIXES) if format != "ntriples" else None
    with replacing(path) as out:
        if format == "jsonld":
            out.write(_compacted((ox.serialize(triples, format=syntax) or b"").decode()))
        else:
            ox.serialize(triples, out.buffer, syntax, prefixes=prefixes)


def _compacted(text: str) -> str:
    """Return expanded JSON-LD with our prefixes and English as its language: half as long.

    >>> _compacted('[{"@id":"https://w3id.org/aitaxonomy#LLM"}]')[-29:]
    '"@graph":[{"@id":"ait:LLM"}]}'
    """
    spaces = {space: prefix for prefix, space in PREFIXES.items()}
    iri = re.compile(rf'([{{,]"(?:@(?:id|type)":")?)({"|".join(map(re.escape, spaces))})')
    short = iri.sub(lambda found: f"{found[1]}{spaces[found[2]]}:", text)
    short = re.sub(r'\{"@language":"en","@value":("(?:[^"\\]|\\.)*")\}', r"\1", short)
    return f'{{"@context":{json.dumps({"@language": "en", **PREFIXES})},"@graph":{short}}}'
