"""Hygiene of the terms: one rule a test, each fault a sentence."""

import re
from collections import defaultdict

import pytest

from aitaxonomy import Taxonomy
from aitaxonomy.rdf.namespaces import PREFIXES

AIT, AIX, OWL = (PREFIXES[name] for name in ("ait", "aix", "owl"))
_HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


def _select(ai: Taxonomy, query: str, inferred: bool = False) -> list[tuple[object, ...]]:
    return list(ai.content.store.select(_HEAD + query, inferred=inferred).rows)


def test_every_term_is_complete(ai: Taxonomy) -> None:
    rows = _select(
        ai,
        """SELECT DISTINCT ?term ?class WHERE {
        VALUES ?sort { owl:Class owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty }
        ?term a ?sort FILTER(STRSTARTS(STR(?term), STR(ait:)))
        BIND(?sort = owl:Class AS ?class) }""",
    )
    assert len(rows) > 150
    faults = []
    for iri, is_class in rows:
        term = ai.term(str(iri))
        wanted = {
            "a label": term.label and ":" not in term.label,
            "a definition": term.definition.endswith("."),
            "an example": term.examples,
            "a source": term.sources,
            "rdfs:isDefinedBy": term.module.startswith("https://w3id.org/aitaxonomy/"),
        }
        if is_class:
            wanted["a counter-example"] = term.counter_examples
        faults += [f"{term.curie} has not {name}" for name, there in wanted.items() if not there]
    assert not faults, "\n".join(faults)


def test_every_individual_is_declared_labelled_and_sourced(ai: Taxonomy) -> None:
    rows = _select(
        ai,
        """SELECT ?x (COUNT(?named) AS ?n) (COUNT(?label) AS ?l) (COUNT(?source) AS ?s)
        (COUNT(?module) AS ?m) WHERE {
          { SELECT DISTINCT ?x { ?x ?p ?o FILTER(STRSTARTS(STR(?x), STR(aix:))) } }
          OPTIONAL { ?x a ?named FILTER(?named = owl:NamedIndividual) }
          OPTIONAL { ?x rdfs:label ?label } OPTIONAL { ?x dcterms:source ?source }
          OPTIONAL { ?x rdfs:isDefinedBy ?module }
        } GROUP BY ?x""",
    )
    assert len(rows) > 400
    assert not [str(row[0]) for row in rows if 0 in row[1:]]


def test_whatever_is_named_is_there(ai: Taxonomy) -> None:
    """An IRI of ours that is used is also described: a typo would go unnoticed."""
    rows = _select(
        ai,
        f"""SELECT DISTINCT ?o WHERE {{ {{ ?s ?p ?o }} UNION {{ ?s ?o ?x }}
        FILTER(isIRI(?o) && (STRSTARTS(STR(?o), "{AIT}") || STRSTARTS(STR(?o), "{AIX}")))
        MINUS {{ ?o rdfs:label ?label }} }}""",
    )
    assert not [str(row[0]) for row in rows]


@pytest.mark.parametrize(
    ("kind", "least"),
    [("Modality", 15), ("Architecture", 40), ("Task", 50), ("AIArtifact", 45), ("Claim", 20),
     ("SuitabilityAssessment", 10), ("TrainingData", 15), ("AccessLevel", 5)],
)  # fmt: skip
def test_promised_breadth(ai: Taxonomy, kind: str, least: int) -> None:
    assert len(ai[f"ait:{kind}"].instances) >= least


def test_hugging_face_task_ids_are_notations(ai: Taxonomy) -> None:
    rows = _select(ai, "SELECT ?n { ?task a ait:Task ; skos:notation ?n }", inferred=True)
    notations = {str(row[0]) for row in rows}
    assert {"text-generation", "summarization", "automatic-speech-recognition"} <= notations
    assert len(notations) >= 40


def test_at_most_six_classes_have_no_parent(ai: Taxonomy) -> None:
    rows = _select(
        ai,
        """SELECT ?c { ?c a owl:Class FILTER(STRSTARTS(STR(?c), STR(ait:)))
        MINUS { ?c rdfs:subClassOf ?parent FILTER(isIRI(?parent)) } }""",
        inferred=True,  # a class that is defined by others has its parent from HermiT
    )
    assert {str(row[0]).removeprefix(AIT) for row in rows} == {
        "AIArtifact", "Characteristic", "Circumstance", "InformationObject", "Organization",
        "Resource",
    }  # fmt: skip


def test_every_object_property_has_domain_and_range(ai: Taxonomy) -> None:
    rows = _select(
        ai,
        """SELECT ?p { ?p a owl:ObjectProperty FILTER NOT EXISTS {
        ?p rdfs:domain ?d ; rdfs:range ?r } }""",
    )
    assert not [str(row[0]) for row in rows]


def test_what_people_ask_both_ways_has_an_inverse(ai: Taxonomy) -> None:
    rows = _select(ai, "SELECT ?p ?q { ?p owl:inverseOf ?q }")
    pairs = {tuple(str(x).removeprefix(AIT) for x in row) for row in rows}
    assert {
        ("developedBy", "developed"), ("poweredBy", "powers"), ("hasMember", "memberOf"),
        ("supersedes", "supersededBy"), ("servesModel", "servedBy"), ("citedIn", "statesValue"),
    } <= pairs  # fmt: skip


def test_annotation_properties_of_others_have_labels(ai: Taxonomy) -> None:
    rows = _select(
        ai,
        """SELECT ?p { ?p a owl:AnnotationProperty FILTER NOT EXISTS { ?p rdfs:label ?label } }""",
    )
    assert not [str(row[0]) for row in rows]


def test_definitions_of_individuals_say_enough(ai: Taxonomy) -> None:
    """Eight words at least, each once: enough to tell a thing from its siblings."""
    rows = _select(ai, "SELECT ?x ?text { ?x a owl:NamedIndividual ; skos:definition ?text }")
    texts = {str(x).removeprefix(AIX): str(text) for x, text in rows}
    assert len(texts) > 2_000
    assert not [name for name, text in texts.items() if len(text.split()) < 8]
    same = defaultdict(list)
    for name, text in texts.items():
        same[text].append(name)
    assert not [names for names in same.values() if len(names) > 1]


def test_numbers_are_said_as_the_field_says_them(ai: Taxonomy) -> None:
    rows = _select(ai, "SELECT ?x ?text { ?x ?p ?text FILTER(isLiteral(?text)) }")
    found = [str(x) for x, text in rows if re.search("(thousand|million) million", str(text))]
    assert not found
