"""The statements about a thing, as triples or as a document in a syntax of RDF."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from aitaxonomy.rdf.blank_nodes import canonicalized
from aitaxonomy.rdf.namespaces import PREFIXES, RDF
from aitaxonomy.store import GraphStore

if TYPE_CHECKING:
    import pyoxigraph as ox

_SAID = "SELECT ?p ?o { ?this ?p ?o }"
#: What stays as it is, and a space that Turtle does without.
_SPACED = re.compile(rb'("(?:[^"\\]|\\.)*"|<[^>]*>)| (?=[,;])')


def said(store: GraphStore, iri: str) -> list[ox.Triple]:
    """Return what is asserted of a thing and what follows: the same each time, in a fixed order.

    Raises:
        QueryRefused: `iri` is not an IRI.

    >>> from aitaxonomy._data import folder
    >>> store = GraphStore()
    >>> store.load([folder("ontology") / "core.ttl"])
    >>> len(said(store, "https://w3id.org/aitaxonomy#LLM")) > 5, said(store, "urn:nothing")
    (True, [])

    """
    import pyoxigraph as ox

    rows = store.select(_SAID, this=iri).terms
    # A store that is loaded again has other labels of blank nodes.
    return sorted(canonicalized(ox.Triple(ox.NamedNode(iri), *row) for row in rows), key=str)


def document(triples: Iterable[ox.Triple], media_type: str = "text/turtle") -> bytes:
    """Return triples in the syntax of a media type, with those of our prefixes that they use."""
    import pyoxigraph as ox

    said = [*triples]
    text = " ".join(map(str, said)).replace(f"<{RDF}type>", "a")
    prefixes = {prefix: space for prefix, space in PREFIXES.items() if f"<{space}" in text}
    written = ox.serialize(said, None, ox.RdfFormat.from_media_type(media_type), prefixes=prefixes)
    return _SPACED.sub(rb"\1", written or b"") if media_type == "text/turtle" else written or b""
