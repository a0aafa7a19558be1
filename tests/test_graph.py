"""Gates of the knowledge graph: sources, references, verdicts, names and breadth."""

from collections import Counter, defaultdict

import pytest

from aitaxonomy import Taxonomy
from aitaxonomy.graph.names import normalized
from aitaxonomy.store.table import Table

HEAD = """PREFIX ait: <https://w3id.org/aitaxonomy#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


def rows(ai: Taxonomy, query: str) -> Table:
    return ai.sparql(HEAD + query, timeout=60, limit=100_000)


def test_every_artifact_and_organization_has_a_source(ai: Taxonomy) -> None:
    query = """SELECT ?x { VALUES ?kind { ait:AIArtifact ait:Organization }
      ?x a ?kind . FILTER NOT EXISTS { ?x dcterms:source ?source } }"""
    assert not rows(ai, query).to_dicts()


def test_nothing_links_to_what_is_not_described(ai: Taxonomy) -> None:
    query = """SELECT DISTINCT ?x ?p ?y { ?x a ait:AIArtifact ; ?p ?y .
      FILTER(STRSTARTS(STR(?y), "https://w3id.org/aitaxonomy/id/"))
      FILTER NOT EXISTS { ?y a owl:NamedIndividual } }"""
    assert not rows(ai, query).to_dicts()


def test_what_is_neither_generative_nor_not_has_its_reason(ai: Taxonomy) -> None:
    query = """SELECT DISTINCT ?x { ?x a ait:AIArtifact .
      FILTER NOT EXISTS { ?x a ait:GenerativeAI }
      FILTER NOT EXISTS { ?x ait:isNotA ait:GenerativeAI }
      FILTER NOT EXISTS { ?x skos:scopeNote ?reason }
      FILTER NOT EXISTS { ?x ait:hasMember ?any }
      FILTER NOT EXISTS { ?x ait:hasSubfamily ?any } }"""
    assert not rows(ai, query).to_dicts()


def test_no_organization_stands_under_two_names(ai: Taxonomy) -> None:
    query = """SELECT ?x ?name { ?x a ait:Organization .
      { ?x rdfs:label ?name } UNION { ?x skos:altLabel ?name } }"""
    owners: dict[str, set[str]] = defaultdict(set)
    for organization, name in rows(ai, query).rows:
        owners[normalized(str(name))].add(str(organization))
    assert not {name: found for name, found in owners.items() if len(found) > 1}


def test_no_two_artifacts_have_one_label(ai: Taxonomy) -> None:
    query = "SELECT DISTINCT ?x ?label { ?x a ait:AIArtifact ; rdfs:label ?label }"
    labels = Counter(str(label) for _, label in rows(ai, query).rows)
    assert not [label for label, count in labels.items() if count > 1]


@pytest.mark.parametrize(
    ("least", "query"),
    [
        (300, "SELECT DISTINCT ?x { ?x a ait:AIArtifact }"),
        (60, "SELECT DISTINCT ?x { ?any ait:developedBy ?x }"),
        (80, "SELECT DISTINCT ?x { ?x a ait:NonGenerativeAI }"),
        (20, "SELECT DISTINCT ?x { ?x a ait:ModelFamily ; ait:hasMember ?member }"),
        (40, "SELECT DISTINCT ?x { ?x a ait:AISystem ; ait:poweredBy ?model }"),
    ],
)
def test_the_graph_is_as_broad_as_promised(ai: Taxonomy, least: int, query: str) -> None:
    assert len(rows(ai, query)) >= least


def test_the_taxonomy_has_as_many_terms_as_promised(ai: Taxonomy) -> None:
    """Classes, properties and modalities; shapes ask each for a counter-example and a source."""
    query = """SELECT DISTINCT ?x { VALUES ?kind { owl:Class owl:ObjectProperty owl:DatatypeProperty
        owl:AnnotationProperty ait:Modality } ?x a ?kind ; skos:definition ?definition }"""
    assert 250 <= len(rows(ai, query)) <= 450


def test_no_annotation_of_a_fact_stands_twice(ai: Taxonomy) -> None:
    nodes: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for node, name, value in rows(ai, "SELECT * { ?n a owl:Axiom ; ?p ?v }").rows:
        nodes[str(node)].add((str(name), str(value)))
    counted = Counter(frozenset(said) for said in nodes.values())
    assert len(counted) > 4_000
    assert not [sorted(said) for said, count in counted.items() if count > 1]
