"""What RDF says and how it is understood: cardinalities, and what is reported where nothing is."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from rdf_writer import triples_of

from aitaxonomy.owl.ontology import Ontology
from aitaxonomy.owl.reader import read
from aitaxonomy.owl.writers.manchester import manchester
from aitaxonomy.reasoning.reasoner import Reasoner
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN

TERMS = """@prefix : <urn:x#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
:A a owl:Class . :B a owl:Class . :n a owl:DatatypeProperty .
:p a owl:ObjectProperty . :q a owl:ObjectProperty .
:x a owl:NamedIndividual . :y a owl:NamedIndividual .
"""


def ontology(text: str) -> Ontology:
    return read(ox.parse(TERMS + text, format=ox.RdfFormat.TURTLE))


CARDINALITIES = {
    "owl:minCardinality 1": "p min 1 owl:Thing",
    "owl:minCardinality 2": "p min 2 owl:Thing",
    "owl:minQualifiedCardinality 1 ; owl:onClass :B": "p min 1 B",
    "owl:minQualifiedCardinality 3 ; owl:onClass :B": "p min 3 B",
    "owl:maxCardinality 0": "p max 0 owl:Thing",
    "owl:maxQualifiedCardinality 0 ; owl:onClass :B": "p max 0 B",
    "owl:maxQualifiedCardinality 1 ; owl:onClass :B": "p max 1 B",
    "owl:cardinality 0": "p exactly 0 owl:Thing",
    "owl:qualifiedCardinality 1 ; owl:onClass :B": "p exactly 1 B",
}


@pytest.mark.parametrize("said", CARDINALITIES)
def test_cardinalities(said: str) -> None:
    found = ontology(f":A owl:equivalentClass [ a owl:Restriction ; owl:onProperty :p ; {said} ] .")
    assert found.unread == ()
    (axiom,) = found.axioms
    assert manchester(axiom) == f"A EquivalentTo {CARDINALITIES[said]}"
    again = read(triples_of(found))
    assert (again.axioms, again.unread) == (found.axioms, ())
    # Counting beyond "some" and "none" is listed, as there is more to it.
    partly = [each for _, each in Reasoner(found).unsupported]
    count = CARDINALITIES[said][2:].rpartition(" ")[0]
    some_or_none = count in ("min 1", "max 0", "exactly 0")
    assert partly == ([] if some_or_none else [f"only in part: {CARDINALITIES[said]}"])


def test_what_follows_from_them() -> None:
    zero = "[ a owl:Restriction ; owl:onProperty :p ; owl:maxQualifiedCardinality 0 ; "
    two = "[ a owl:Restriction ; owl:onProperty :p ; owl:minQualifiedCardinality 2 ; "
    found = Reasoner(
        ontology(f""":x :p :y . :y a :B .
        :A owl:equivalentClass {zero} owl:onClass :B ] .
        :C a owl:Class . :z a owl:NamedIndividual , {two} owl:onClass :B ] .
        :C owl:equivalentClass [ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :B ] .
        """)
    )
    verdicts = found.verdicts(["urn:x#A", "urn:x#C"], ["urn:x#x", "urn:x#y", "urn:x#z"])
    said = {thing[-1]: [v.verdict for v in kinds.values()] for thing, kinds in verdicts.items()}
    assert said == {
        "x": [REFUTED, ENTAILED],
        "y": [UNKNOWN, UNKNOWN],
        "z": [REFUTED, ENTAILED],
    }


def restriction(said: str) -> str:
    return f":A rdfs:subClassOf [ a owl:Restriction ; {said} ] ."


def values(said: str) -> str:
    return restriction(f"owl:onProperty :n ; owl:someValuesFrom [ a rdfs:Datatype ; {said} ]")


#: What has no reading, or would have another one if half of it were read; and the reason.
UNREAD = {
    restriction("owl:onProperty :p ; owl:hasSelf false"): "not true",
    restriction("owl:onProperty :n ; owl:hasSelf true"): "of a data property",
    ":A rdfs:subClassOf :Nowhere .": "urn:x#Nowhere is not declared as a class",
    ":p rdfs:subPropertyOf :nowhere .": "urn:x#nowhere is not declared as a property",
    ":x :nowhere :y .": "not declared for such a value",
    ":x :n :y .": "not declared for such a value",
    ":x :p 7 .": "not declared for such a value",
    "[] a owl:AllDisjointClasses .": "without members",
    "[] a owl:AllDifferent ; owl:members ( :x :y ) , ( :x ) .": "several values",
    '[] a owl:AllDifferent ; owl:members ( :x "y" ) .': "an individual is expected",
    ':x owl:differentFrom "y" .': "an individual is expected",
    ':x owl:sameAs "y" .': "an individual is expected",
    ':x a "A" .': "a class is expected",
    ':p rdfs:domain "A" .': "a class is expected",
    restriction("owl:onProperty :p ; owl:someValuesFrom :B ; owl:allValuesFrom :B"): "no class",
    restriction("owl:onProperty :p ; owl:someValuesFrom :A , :B"): "several values",
    restriction("owl:onProperty :p , :q ; owl:someValuesFrom :B"): "several values",
    restriction("owl:onProperty :p"): "no class expression",
    restriction("owl:onProperty :p ; owl:unionOf ( :A :B )"): "no class expression",
    restriction("owl:onProperty :p ; owl:hasValue 3"): "an individual is expected",
    restriction("owl:onProperty :n ; owl:hasValue :x"): "a data value is expected",
    restriction('owl:onProperty :p ; owl:minCardinality "many"'): "not a count",
    restriction("owl:onProperty :p ; owl:minCardinality -1"): "not a count",
    restriction("owl:onProperty :p ; owl:maxCardinality 1.5"): "not a count",
    restriction("owl:onProperty :p ; owl:maxCardinality 1 ; owl:onClass :B"): "without its class",
    restriction("owl:onProperty :p ; owl:maxQualifiedCardinality 1"): "without its class",
    values("owl:oneOf ( 1 :x )"): "a data value is expected",
    values("owl:oneOf ( 1 ) ; owl:onDatatype xsd:integer"): "no data range",
    ":n rdfs:range _:r . _:r owl:datatypeComplementOf _:r .": "itself inside",
    values(
        "owl:onDatatype xsd:integer ;"
        " owl:withRestrictions ( [ xsd:minInclusive 1 ; xsd:maxInclusive 5 ] )"
    ): "no facet",
    values(
        "owl:onDatatype xsd:integer ; owl:withRestrictions ( [ xsd:minInclusive 1 , 2 ] )"
    ): "several values",
    ':A owl:equivalentClass [ owl:oneOf ( :x "y" ) ] .': "an individual is expected",
    ":A owl:disjointUnionOf _:l . _:l rdf:first :B ; rdf:rest _:l .": "does not end",
    ":A owl:disjointUnionOf _:l . _:l rdf:first :A , :B ; rdf:rest () .": "broken",
    ':A owl:disjointUnionOf _:l . _:l rdf:first :B ; rdf:rest "x" .': "broken",
    ":A owl:disjointUnionOf () .": "empty",
    ":Nowhere owl:disjointUnionOf ( :A :B ) .": "not declared as a class",
    ":A owl:hasKey () .": "empty",
    ":p owl:propertyChainAxiom () .": "empty",
    ":p owl:propertyChainAxiom ( :n :p ) .": "an object property is expected",
    ":n a owl:TransitiveProperty .": "an object property is expected",
    ":n owl:inverseOf :p .": "an object property is expected",
    ":n rdfs:subPropertyOf :p .": "an object property is expected",
    ":p rdfs:subPropertyOf [ owl:inverseOf [ owl:inverseOf :p ] ] .": "has no name",
    ":A rdfs:subClassOf _:c . _:c owl:complementOf _:c .": "has itself inside",
    ":A rdfs:subClassOf _:c . _:c owl:unionOf ( :B _:c ) .": "has itself inside",
    ":A rdfs:subClassOf " + "[ owl:complementOf " * 3_000 + ":B" + " ]" * 3_000 + " .": "deep",
    ":A owl:onProperty :p .": "not declared for such a value",
    ":A owl:unheardOf :B .": "not declared for such a value",
    ":x owl:bottomObjectProperty :y .": "not declared for such a value",
    ":x rdf:value :y .": "not declared for such a value",
    "[] owl:complementOf :B .": "not part of an axiom",
    "[] a owl:Restriction ; owl:onProperty :p .": "not part of an axiom",
    ":A rdfs:subClassOf [ owl:complementOf :B ; owl:onDatatype xsd:integer ] .": "not part",
    "[] rdf:first :A .": "not part of an axiom",
    "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual :x ; owl:assertionProperty :p"
    " .": "without one subject",
    "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual :x ; owl:assertionProperty :n ;"
    " owl:targetIndividual :y .": "not declared for such a value",
}


@pytest.mark.parametrize("said", UNREAD, ids=lambda said: said[:60])
def test_what_is_not_understood_is_told(said: str) -> None:
    (told,) = ontology(said).unread
    assert UNREAD[said] in told.reason
    used = UNREAD[said] == "not part"
    assert bool(ontology(said).axioms) is used


INVERSES = {
    "[ owl:inverseOf :p ] rdfs:domain :A .": "inverse p Domain A",
    "[ owl:inverseOf :p ] rdfs:range :A .": "inverse p Range A",
    "[ owl:inverseOf :p ] a owl:FunctionalProperty .": "inverse p Characteristics: Functional",
    "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual :x ; owl:assertionProperty"
    " [ owl:inverseOf :p ] ; owl:targetIndividual :y .": "not (x inverse p y)",
}


@pytest.mark.parametrize("said", INVERSES)
def test_inverses_are_read_as_they_are_written(said: str) -> None:
    found = ontology(said)
    assert found.unread == ()
    (axiom,) = (*found.axioms, *found.facts)
    assert manchester(axiom) == INVERSES[said]


EMPTY = {"intersectionOf": "owl:Thing", "unionOf": "owl:Nothing", "oneOf": "owl:Nothing"}


@pytest.mark.parametrize("said", EMPTY)
def test_empty_lists_of_parts(said: str) -> None:
    (axiom,) = ontology(f":A owl:equivalentClass [ a owl:Class ; owl:{said} () ] .").axioms
    assert manchester(axiom) == f"A EquivalentTo {EMPTY[said]}"


def test_deep_nesting_within_the_limit() -> None:
    nested = "[ owl:complementOf " * 60 + ":B" + " ]" * 60
    found = ontology(f":A rdfs:subClassOf {nested} . :x a :A .")
    assert found.unread == ()
    assert Reasoner(found).verdict("urn:x#x", "urn:x#B").verdict == ENTAILED


def test_declared_inside_other_axioms() -> None:
    found = ontology(":r a owl:TransitiveProperty . :x :r :y .")
    assert (found.unread, len(found.facts)) == ((), 1)


#: What is read whole, and in part has no rules; and what the compiler says of it.
WITHOUT_RULES = {
    restriction("owl:onProperty :p ; owl:hasSelf true"): (
        "A SubClassOf p Self",
        "only in part: p Self",
    ),
    restriction("owl:onProperty :n ; owl:maxQualifiedCardinality 2 ; owl:onDataRange xsd:int"): (
        "A SubClassOf n max 2 xsd:int",
        "only in part: n max 2 xsd:int",
    ),
    values('owl:onDatatype xsd:string ; owl:withRestrictions ( [ xsd:pattern "a+" ] )'): (
        'A SubClassOf n some xsd:string[pattern "a+"]',
        'only in part: xsd:string[pattern "a+"]',
    ),
    ":D a rdfs:Datatype ; owl:equivalentClass [ owl:oneOf ( 1 2 ) ] .": (
        "<urn:x#D> EquivalentTo {1, 2}",
        "the datatype is used as if it were not defined",
    ),
}


@pytest.mark.parametrize("said", WITHOUT_RULES)
def test_what_has_no_rules_is_read_and_told(said: str) -> None:
    found = ontology(said)
    assert found.unread == ()
    (left,) = Reasoner(found).left_out()
    assert (left.axiom, left.reason) == WITHOUT_RULES[said]
    again = read(triples_of(found))
    assert (again.axioms, again.unread) == (found.axioms, ())


def test_equivalent_properties_have_the_same_links() -> None:
    found = ontology(":p owl:equivalentProperty :q . :p rdfs:domain :A . :x :q :y .")
    assert [manchester(each) for each in found.axioms] == ["p EquivalentTo q", "p Domain A"]
    assert Reasoner(found).verdict("urn:x#x", "urn:x#A").verdict == ENTAILED


def test_data_counted_to_one_is_some_value() -> None:
    one = "owl:onProperty :n ; owl:minQualifiedCardinality 1 ; owl:onDataRange xsd:integer"
    found = ontology(f":A owl:equivalentClass [ a owl:Restriction ; {one} ] . :x :n 7 .")
    assert Reasoner(found).verdict("urn:x#x", "urn:x#A").verdict == ENTAILED
    assert Reasoner(found).left_out() == []


def test_nothing_is_told_twice_and_facts_beside_a_fault_are_told() -> None:
    found = ontology("_:b :nowhere :x ; :nowhere :y ; a [ owl:onProperty :p ; owl:hasSelf 1 ] .")
    assert len(found.unread) == 3
