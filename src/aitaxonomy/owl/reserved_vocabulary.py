"""The terms of RDF, RDFS and OWL themselves, by the part that each plays in a graph."""

from __future__ import annotations

from aitaxonomy.rdf.namespaces import OWL, RDF, RDFS, XSD


def _of(namespace: str, names: str) -> frozenset[str]:
    return frozenset(namespace + name for name in names.split())


SWRL = "http://www.w3.org/2003/11/swrl#"
"""The namespace of rules, which are not part of OWL 2."""
ANNOTATIONS = _of(RDFS, "label comment seeAlso isDefinedBy") | _of(
    OWL,
    "versionInfo deprecated priorVersion backwardCompatibleWith incompatibleWith imports"
    " versionIRI annotatedSource annotatedProperty annotatedTarget",
)
"""Properties without logical content."""
DECLARED = {
    OWL + "Class": "classes",
    OWL + "ObjectProperty": "object_properties",
    OWL + "DatatypeProperty": "data_properties",
    OWL + "AnnotationProperty": "annotation_properties",
    RDFS + "Datatype": "datatypes",
}
"""Types that declare a term, and the part of the vocabulary that it goes to."""
BUILT_IN = {
    "object_properties": _of(OWL, "topObjectProperty bottomObjectProperty"),
    "data_properties": _of(OWL, "topDataProperty bottomDataProperty"),
}
"""Properties that need no declaration, by the part of the vocabulary."""
SILENT_TYPES = _of(
    OWL,
    "Ontology NamedIndividual Axiom Annotation Restriction OntologyProperty DeprecatedClass"
    " DeprecatedProperty DataRange",
) | {RDF + "List", RDFS + "Class", RDF + "Property", SWRL + "Variable"}
"""Types that say nothing of their subject."""
CHARACTERISTICS = {
    OWL + "FunctionalProperty": "functional",
    OWL + "InverseFunctionalProperty": "inverse functional",
    OWL + "SymmetricProperty": "symmetric",
    OWL + "AsymmetricProperty": "asymmetric",
    OWL + "TransitiveProperty": "transitive",
    OWL + "IrreflexiveProperty": "irreflexive",
    OWL + "ReflexiveProperty": "reflexive",
}
"""Types that are axioms about a property."""
OBJECT_ONLY = CHARACTERISTICS.keys() - {OWL + "FunctionalProperty"}
"""Those of them that data properties cannot have."""
AXIOM_NODES = _of(
    OWL, "AllDifferent AllDisjointClasses AllDisjointProperties NegativePropertyAssertion"
)
"""Types of nodes that are axioms themselves."""
LIST = _of(RDF, "first rest")
FACETS = {
    **{
        iri: iri.removeprefix(XSD)
        for iri in _of(XSD, "length minLength maxLength pattern")
        | _of(XSD, "minInclusive maxInclusive minExclusive maxExclusive")
    },
    RDF + "langRange": "langRange",
}
"""Facets, which narrow a datatype, each with its short name."""
INSIDE = (
    _of(
        OWL,
        "allValuesFrom assertionProperty cardinality complementOf datatypeComplementOf"
        " distinctMembers hasSelf hasValue intersectionOf inverseOf maxCardinality"
        " maxQualifiedCardinality members minCardinality minQualifiedCardinality onClass"
        " onDataRange onDatatype onProperties onProperty oneOf qualifiedCardinality"
        " someValuesFrom sourceIndividual targetIndividual targetValue unionOf withRestrictions",
    )
    | FACETS.keys()
)
"""Predicates inside of an expression or axiom, whose node is read where it is used."""
AXIOMATIC = (
    _of(
        OWL,
        "equivalentClass disjointWith disjointUnionOf hasKey equivalentProperty inverseOf"
        " propertyDisjointWith propertyChainAxiom differentFrom",
    )
    | _of(RDFS, "subClassOf subPropertyOf domain range")
    | LIST
    | INSIDE
)
"""Properties of statements that are axioms, or parts of axioms, of any subject."""
AXIOMATIC_TYPES = AXIOM_NODES | CHARACTERISTICS.keys() | DECLARED.keys() | {OWL + "Nothing"}
"""Types of the same sort."""
