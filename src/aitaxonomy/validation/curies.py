"""Short names of terms in reports, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyoxigraph as ox

    Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

PREFIXES = {
    "ait": "https://w3id.org/aitaxonomy#",
    "ais": "https://w3id.org/aitaxonomy/shapes#",
    "aix": "https://w3id.org/aitaxonomy/id/",
    "dcterms": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_PREFIX_OF = {namespace: prefix for prefix, namespace in PREFIXES.items()}


def curie(iri: str) -> str:
    """Return the CURIE of an IRI, or the IRI in angle brackets.

    >>> curie("https://w3id.org/aitaxonomy#LLM"), curie("http://example.org/x")
    ('ait:LLM', '<http://example.org/x>')
    """
    start = max(iri.rfind("#"), iri.rfind("/")) + 1
    prefix = _PREFIX_OF.get(iri[:start])
    return f"<{iri}>" if prefix is None else f"{prefix}:{iri[start:]}"


def expand(name: str) -> str:
    """Return the IRI of a CURIE, or of an IRI in angle brackets.

    >>> expand("ait:LLM")
    'https://w3id.org/aitaxonomy#LLM'
    """
    prefix, _, local = name.partition(":")
    return name[1:-1] if name.startswith("<") else PREFIXES[prefix] + local


def show(term: Term) -> str:
    """Return a term as people write it in Turtle; a long text is cut.

    >>> import pyoxigraph as ox
    >>> show(ox.Literal("7", datatype=ox.NamedNode(PREFIXES["xsd"] + "integer")))
    '"7"^^xsd:integer'
    """
    import pyoxigraph as ox

    if isinstance(term, ox.NamedNode):
        return curie(term.value)
    if not isinstance(term, ox.Literal):
        return str(term)
    text = term.value if len(term.value) <= 120 else term.value[:119] + "…"
    quoted = str(ox.Literal(text))
    if term.language:
        return f"{quoted}@{term.language}"
    kind = curie(term.datatype.value)
    return quoted if kind == "xsd:string" else f"{quoted}^^{kind}"
