"""Terms of pyoxigraph, and their short form for messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aitaxonomy.rdf.namespaces import shown

if TYPE_CHECKING:
    import pyoxigraph as ox
    from typing_extensions import TypeIs

    Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def show(term: Term) -> str:
    """Return a term as in Turtle, with CURIEs; a literal is cut after 120 characters.

    >>> import pyoxigraph as ox
    >>> from aitaxonomy.rdf.namespaces import XSD
    >>> show(ox.Literal("7", datatype=ox.NamedNode(XSD + "integer")))
    '"7"^^xsd:integer'
    """
    import pyoxigraph as ox

    if isinstance(term, ox.NamedNode):
        return shown(term.value)
    if not isinstance(term, ox.Literal):
        return str(term)
    text = term.value if len(term.value) <= 120 else term.value[:119] + "…"
    quoted = str(ox.Literal(text))
    if term.language:
        return f"{quoted}@{term.language}"
    kind = shown(term.datatype.value)
    return quoted if kind == "xsd:string" else f"{quoted}^^{kind}"


def is_named(term: object) -> TypeIs[ox.NamedNode]:
    """Return whether a term is an IRI."""
    import pyoxigraph as ox

    return isinstance(term, ox.NamedNode)


def is_node(term: object) -> TypeIs[ox.NamedNode | ox.BlankNode]:
    """Return whether a term can be a subject."""
    import pyoxigraph as ox

    return isinstance(term, ox.NamedNode | ox.BlankNode)
