"""The description of the service, in RDF (SPARQL 1.1 Service Description)."""

from __future__ import annotations

from aitaxonomy.store import ASSERTED, INFERRED
from aitaxonomy.store.results import TRIPLES

_FORMATS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "RDF_XML", "JSON-LD",
)  # fmt: skip
_SD = "http://www.w3.org/ns/sparql-service-description#"
_TEXT = f"""
@prefix sd: <{_SD}> .
[] a sd:Service ;
    sd:endpoint <> ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:feature sd:UnionDefaultGraph ;
    sd:resultFormat {", ".join(f"<http://www.w3.org/ns/formats/{name}>" for name in _FORMATS)} ;
    sd:defaultDataset [ a sd:Dataset ;
        sd:defaultGraph [ a sd:Graph ] ;
        sd:namedGraph [ a sd:NamedGraph ; sd:name <{ASSERTED}> ; sd:graph [ a sd:Graph ] ] ,
            [ a sd:NamedGraph ; sd:name <{INFERRED}> ; sd:graph [ a sd:Graph ] ] ] .
"""


def description(endpoint: str, format: str) -> bytes:
    """Return the description of the service at an address, in one of `TRIPLES`.

    >>> b"SPARQL11Query" in description("http://localhost/sparql", "turtle")
    True
    """
    import pyoxigraph as ox

    triples = (quad.triple for quad in ox.parse(_TEXT, ox.RdfFormat.TURTLE, base_iri=endpoint))
    syntax = ox.RdfFormat.from_media_type(TRIPLES[format])
    return ox.serialize(triples, format=syntax, prefixes={"sd": _SD}) or b""
