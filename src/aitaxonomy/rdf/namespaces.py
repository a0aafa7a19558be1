"""The namespaces that the package names, and CURIEs: the one table of prefixes."""

from __future__ import annotations

AIT = "https://w3id.org/aitaxonomy#"
AIX = "https://w3id.org/aitaxonomy/id/"
DCTERMS = "http://purl.org/dc/terms/"
OWL = "http://www.w3.org/2002/07/owl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SH = "http://www.w3.org/ns/shacl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"

#: The prefixes that CURIEs are read and written with.
PREFIXES = {
    "ait": AIT,
    "aix": AIX,
    "ais": "https://w3id.org/aitaxonomy/shapes#",
    "aiq": "https://w3id.org/aitaxonomy/query/",
    "owl": OWL,
    "rdf": RDF,
    "rdfs": RDFS,
    "xsd": XSD,
    "skos": SKOS,
    "dcterms": DCTERMS,
    "sh": SH,
}
_PREFIX_OF = {namespace: prefix for prefix, namespace in PREFIXES.items()}
#: The properties that name a replacement: "term replaced by" is that of the OBO Foundry.
REPLACED_BY = (DCTERMS + "isReplacedBy", "http://purl.obolibrary.org/obo/IAO_0100001")


def curie(iri: str) -> str:
    """Return the CURIE of an IRI, or the IRI where no prefix fits.

    >>> curie("https://w3id.org/aitaxonomy#LLM"), curie("http://example.org/x")
    ('ait:LLM', 'http://example.org/x')
    """
    start = max(iri.rfind("#"), iri.rfind("/")) + 1
    prefix = _PREFIX_OF.get(iri[:start])
    return f"{prefix}:{iri[start:]}" if prefix and iri[start:] else iri


def expand(name: str) -> str | None:
    """Return the IRI that a CURIE or an IRI (with or without angle brackets) stands for, or None.

    >>> expand("ait:LLM"), expand("<urn:x>"), expand("LLM")
    ('https://w3id.org/aitaxonomy#LLM', 'urn:x', None)
    """
    if name.startswith("<") and name.endswith(">"):
        return name[1:-1]
    if name.startswith(("http://", "https://", "urn:")):
        return name
    prefix, colon, local = name.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else None


def shown(term: str) -> str:
    """Return a term as in Turtle: a CURIE or `<IRI>`, and `[]` for a blank node.

    Literals are given in N-Triples and stay as they are.

    >>> shown("https://w3id.org/aitaxonomy#LLM"), shown("urn:x"), shown("_:b0")
    ('ait:LLM', '<urn:x>', '[]')
    """
    if term.startswith("_:"):
        return "[]"
    if term.startswith('"'):
        return term
    short = curie(term)
    return f"<{term}>" if short == term else short


def local_name(term: str) -> str:
    """Return the last part of an IRI, or the text of a literal in N-Triples.

    >>> local_name("https://w3id.org/aitaxonomy#LLM"), local_name('"7"@en'), local_name("_:b0")
    ('LLM', '7', '_:b0')
    """
    if term.startswith("_:"):
        return term
    if term.startswith('"'):
        return term.split("^^", maxsplit=1)[0].split("@", maxsplit=1)[0].strip('"')
    return term.rstrip("/#").rsplit("#", 1)[-1].rsplit("/", 1)[-1]


class IRI(str):
    """An IRI in a row of results: a string that also knows its CURIE.

    >>> IRI("https://w3id.org/aitaxonomy#LLM").curie
    'ait:LLM'
    """

    __slots__ = ()

    @property
    def curie(self) -> str:
        """The short form, as in `ait:LLM`."""
        return curie(self)
