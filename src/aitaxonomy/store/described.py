"""What is said of a thing, as a document in a syntax of RDF."""

from __future__ import annotations

from aitaxonomy.rdf.namespaces import PREFIXES
from aitaxonomy.store import GraphStore

_SAID = "SELECT ?p ?o { ?this ?p ?o }"


def described(store: GraphStore, iri: str, media_type: str) -> bytes:
    """Return what is asserted of a thing and follows; b"" for what nothing is said of.

    Args:
        store: what is asked.
        iri: the thing.
        media_type: that of the syntax, such as `text/turtle`.

    Raises:
        QueryRefused: `iri` is none.

    >>> from aitaxonomy._data import folder
    >>> store = GraphStore()
    >>> store.load([folder("ontology") / "core.ttl"])
    >>> b"language model" in described(store, "https://w3id.org/aitaxonomy#LLM", "text/turtle")
    True
    >>> described(store, "urn:nothing", "text/turtle")
    b''

    """
    import pyoxigraph as ox

    rows = store.select(_SAID, this=iri).terms
    if not rows:
        return b""
    triples = (ox.Triple(ox.NamedNode(iri), *row) for row in rows)
    format = ox.RdfFormat.from_media_type(media_type)
    return ox.serialize(triples, format=format, prefixes=PREFIXES) or b""
