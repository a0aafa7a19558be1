"""The ontology as Python objects, by owlready2."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    import owlready2
    import pyoxigraph as ox

_NAMELESS = f"urn:uuid:{uuid4()}"
_INTEGER, _DECIMAL = (f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("integer", "decimal"))
_IMPORTS, _ONTOLOGY = (f"http://www.w3.org/2002/07/owl#{name}" for name in ("imports", "Ontology"))


def owlready_world(triples: Iterable[ox.Triple]) -> owlready2.World:
    """Return an owlready2 world of its own that holds the triples.

    It is fed N-Triples, the one syntax that owlready2 reads without loss; imports are dropped, as
    it would look for them on the network.
    """
    import owlready2
    import pyoxigraph as ox

    triples = list(triples)
    imports, ontology = ox.NamedNode(_IMPORTS), ox.NamedNode(_ONTOLOGY)
    # Under another name than its own, owlready2 would rename the terms in its namespace.
    name = next((str(t.subject)[1:-1] for t in triples if t.object == ontology), _NAMELESS)
    kept = (_storable(triple) for triple in triples if triple.predicate != imports)
    text = ox.serialize(kept, format=ox.RdfFormat.N_TRIPLES)
    world = owlready2.World()
    world.get_ontology(name).load(fileobj=BytesIO(text or b""), only_local=True)
    return world


def _storable(triple: ox.Triple) -> ox.Triple:
    """Return a triple that owlready2 can keep: its SQLite holds no integer beyond 64 bits."""
    import pyoxigraph as ox

    value = triple.object
    if not isinstance(value, ox.Literal) or value.datatype.value != _INTEGER:
        return triple
    if len(value.value) < len(str(2**63)):
        return triple
    decimal = ox.Literal(value.value, datatype=ox.NamedNode(_DECIMAL))
    return ox.Triple(triple.subject, triple.predicate, decimal)
