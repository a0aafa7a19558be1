"""The canonical order of subjects, predicates and objects, as sort keys.

Terms that are not listed here are sorted by name, in natural order.
"""

from __future__ import annotations

import re

from aitaxonomy.rdf.namespaces import OWL, PREFIXES, RDF

#: The prefixes that the writer uses even if the text does not declare them. Questions are written
#: with their full IRIs.
HOUSE_PREFIXES = {prefix: iri for prefix, iri in PREFIXES.items() if prefix != "aiq"} | {
    "bibo": "http://purl.org/ontology/bibo/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
}


def _ranks(names: str) -> dict[str, int]:
    """Map each IRI of a list of prefixed names to its place."""
    pairs = (name.split(":") for name in names.split())
    return {PREFIXES[prefix] + local: place for place, (prefix, local) in enumerate(pairs)}


# A subject stands in the group of the first of these types that it has.
_GROUPS = _ranks(
    "owl:Ontology owl:AnnotationProperty owl:ObjectProperty owl:DatatypeProperty rdfs:Datatype "
    "owl:Class owl:NamedIndividual"
)
_TYPES = _GROUPS | _ranks("sh:NodeShape sh:PropertyShape")

_HEADER_FIRST = _ranks(
    "rdf:type dcterms:title dcterms:description dcterms:creator dcterms:contributor "
    "dcterms:publisher dcterms:license dcterms:created dcterms:issued dcterms:modified"
)
_HEADER_LAST = _ranks(
    "owl:versionIRI owl:priorVersion owl:backwardCompatibleWith owl:incompatibleWith "
    "owl:versionInfo owl:imports"
)
_FIRST = _ranks(
    "rdf:type owl:annotatedSource owl:annotatedProperty owl:annotatedTarget "
    "owl:sourceIndividual owl:assertionProperty owl:targetIndividual owl:targetValue "
    "rdfs:subClassOf rdfs:subPropertyOf owl:equivalentClass owl:equivalentProperty "
    "owl:disjointWith owl:disjointUnionOf owl:propertyChainAxiom owl:inverseOf "
    "rdfs:domain rdfs:range owl:onProperty "
    "sh:target sh:targetClass sh:targetNode sh:targetSubjectsOf sh:targetObjectsOf sh:path "
    "sh:name sh:description sh:prefixes"
)
_LAST = _ranks(
    "rdfs:label skos:prefLabel skos:altLabel skos:hiddenLabel skos:notation skos:definition "
    "skos:example ait:counterExample skos:scopeNote rdfs:comment skos:note "
    "skos:editorialNote skos:historyNote skos:changeNote rdfs:seeAlso "
    "dcterms:source rdfs:isDefinedBy "
    "sh:property sh:sparql sh:select sh:ask sh:severity sh:message"
)

Key = tuple[object, ...]
_DIGITS = re.compile("([0-9]+)")


def natural(text: str) -> Key:
    """Return a key that puts gpt-4 before gpt-10, and `a` beside `A`.

    >>> sorted(["gpt-10", "GPT-4", "gpt-3.5"], key=natural)
    ['gpt-3.5', 'GPT-4', 'gpt-10']
    """
    parts: list[Key] = []
    for place, part in enumerate(_DIGITS.split(text)):
        if place % 2:  # the split gives text and digits in turn
            number = part.lstrip("0")
            parts.append((0, len(number), number))
        elif part:
            parts.append((1, 0, part.casefold()))
    return (tuple(parts), text)


def subject_key(name: str, types: set[str]) -> Key:
    """Sort named subjects by group, then by name as written.

    >>> subject_key("ait:LLM", {OWL + "Class"}) < subject_key("aix:a", {OWL + "NamedIndividual"})
    True
    """
    group = min((_GROUPS[t] for t in types if t in _GROUPS), default=len(_GROUPS))
    if group == len(_GROUPS) and any(t.startswith(OWL) and t.endswith("Property") for t in types):
        group = _GROUPS[OWL + "ObjectProperty"]  # typed by its characteristic alone
    return (group, natural(name))


def predicate_key(iri: str, name: str, types: set[str]) -> Key:
    """Sort the predicates of a subject of these types; `name` is the predicate as written."""
    if OWL + "Ontology" in types:
        first, last = _HEADER_FIRST, _HEADER_LAST
    else:
        first, last = _FIRST, _LAST
    if iri in first:
        return (0, first[iri])
    if iri in last:
        return (2, last[iri])
    return (1, not iri.startswith(OWL), natural(name))


def object_key(predicate: str, text: str, iri: str | None) -> Key:
    """Sort the objects of a predicate: names, then literals, then blank nodes; types by rank."""
    if iri is not None:
        rank = _TYPES.get(iri, len(_TYPES)) if predicate == RDF + "type" else 0
        return (0, rank, natural(text))
    return (2 if text.startswith(("[", "(", "_:")) else 1, natural(text))
