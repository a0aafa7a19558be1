"""The hierarchy by the rules against HermiT's: never more, and what is less is known."""

import pyoxigraph as ox
import pytest

from aitaxonomy.owl.axioms import NOTHING
from aitaxonomy.owl.hermit import classify
from aitaxonomy.reasoning.proofs.check import check_proof
from aitaxonomy.reasoning.reasoner import Reasoner

PREFIXES = """@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix : <urn:> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:p a owl:ObjectProperty ; rdfs:subPropertyOf :q ; rdfs:domain :Domain .
:q a owl:ObjectProperty . :f a owl:ObjectProperty , owl:FunctionalProperty .
:Pet a owl:Class . :Cat a owl:Class ; rdfs:subClassOf :Pet . :Domain a owl:Class .
:Dog a owl:Class ; rdfs:subClassOf :Pet .
"""
SOME = "[ a owl:Restriction ; owl:onProperty :{} ; owl:someValuesFrom :{} ]"
ALL = "[ a owl:Restriction ; owl:onProperty :{} ; owl:allValuesFrom {} ]"
COUNT = "[ a owl:Restriction ; owl:onProperty :{} ; owl:{}Cardinality {} ]"
ONTOLOGIES = {
    "below what is disjoint": """:Cat owl:disjointWith :Dog .
        :Chimera a owl:Class ; rdfs:subClassOf :Cat , :Dog .
        :Young a owl:Class ; rdfs:subClassOf :Chimera .""",
    "unions": """:Either a owl:Class ; owl:equivalentClass [ owl:unionOf ( :Cat :Dog ) ] .
        :Home a owl:Class ; rdfs:subClassOf [ owl:unionOf ( :Cat :Dog ) ] .
        :NoDog a owl:Class ; rdfs:subClassOf :Either , [ owl:complementOf :Dog ] .
        :Wild a owl:Class ; rdfs:subClassOf [ owl:complementOf :Pet ] , :Either .""",
    "restrictions": f"""
        :HasCat a owl:Class ; owl:equivalentClass {SOME.format("p", "Cat")} .
        :HasPet a owl:Class ; owl:equivalentClass {SOME.format("q", "Pet")} .
        :NoPet a owl:Class ; owl:equivalentClass {ALL.format("q", "owl:Nothing")} .
        :OnlyCats a owl:Class ; owl:equivalentClass {ALL.format("q", ":Cat")} .
        :OnlyPets a owl:Class ; owl:equivalentClass {ALL.format("p", ":Pet")} .
        :Bad a owl:Class ; rdfs:subClassOf :NoPet , :HasCat .
        :Worse a owl:Class ; rdfs:subClassOf {SOME.format("p", "Bad")} .
        :Stone a owl:Class ; owl:disjointWith :Pet .
        :Odd a owl:Class ; rdfs:subClassOf {SOME.format("f", "Cat")} , {SOME.format("f", "Stone")} .
        """,
    "counting": f"""
        :None a owl:Class ; owl:equivalentClass {COUNT.format("q", "max", 0)} .
        :Two a owl:Class ; owl:equivalentClass {COUNT.format("p", "min", 2)} .
        :One a owl:Class ; owl:equivalentClass {COUNT.format("p", "min", 1)} .
        :Torn a owl:Class ; rdfs:subClassOf :Two , {COUNT.format("q", "max", 1)} .""",
}
#: At least two and at most one: the rules do not count.
MISSED = {"counting": {("urn:Torn", NOTHING.iri)}}


@pytest.mark.parametrize("name", ONTOLOGIES)
def test_the_rules_find_what_hermit_finds(java: None, name: str) -> None:
    quads = ox.parse(PREFIXES + ONTOLOGIES[name], format=ox.RdfFormat.TURTLE)
    triples = [quad.triple for quad in quads]
    judged = classify(triples)
    empty = {(cls, NOTHING.iri) for cls in judged.unsatisfiable}
    found = Reasoner(triples).classified()
    assert empty - found == MISSED.get(name, set())
    # All is true of what has no member; neither lists it.
    kinds = {(a, b) for a, b in judged.subclasses if a not in judged.unsatisfiable}
    assert {(a, b) for a, b in found if a not in judged.unsatisfiable} == kinds


def test_a_run_may_go_several_ways() -> None:
    """What is tried on one class leaves no trace in what is found of another."""
    quads = ox.parse(PREFIXES + ONTOLOGIES["restrictions"], format=ox.RdfFormat.TURTLE)
    triples = [quad.triple for quad in quads]
    pairs = Reasoner(triples).classified()
    alone = Reasoner(triples)
    assert set(alone.superclasses("urn:HasCat")) == {b for a, b in pairs if a == "urn:HasCat"}


def rules_of(turtle: str, sub: str, sup: str, *inferred: tuple[str, str]) -> list[str]:
    """The rules of a valid proof; the inferred pairs come from another reasoner."""
    quads = ox.parse(PREFIXES + turtle, format=ox.RdfFormat.TURTLE)
    reasoner = Reasoner((quad.triple for quad in quads), hierarchy=inferred)
    proof = reasoner.subsumes(f"urn:{sub}", f"urn:{sup}").proof
    assert proof is not None
    document = proof.to_json()
    told = {f"SubClassOf(<{low}> <{high}>)" for low, high in inferred}
    found = check_proof(
        document, lambda axiom, rule: rule.startswith("inferred") or axiom not in told
    )
    assert found, str(found)
    return [step["rule"] for step in document]


def test_a_stated_axiom_proves_itself() -> None:
    """A definition would explain more: it is stated beside."""
    turtle = """:Kitten a owl:Class ; rdfs:subClassOf :Cat , :Pet ;
        owl:equivalentClass [ owl:intersectionOf ( :Cat :Young ) ] . :Young a owl:Class ."""
    for sup in ("Cat", "Pet"):
        assert rules_of(turtle, "Kitten", sup) == ["assumed", "subclass"]


def test_what_another_reasoner_inferred_is_the_last_resort() -> None:
    by_cases = """:Home a owl:Class ; rdfs:subClassOf :Old , [ owl:unionOf ( :Cat :Dog ) ] .
        :Old a owl:Class . :Calm a owl:Class .
        [ a owl:Class ; owl:intersectionOf ( :Cat :Old ) ] rdfs:subClassOf :Calm .
        [ a owl:Class ; owl:intersectionOf ( :Dog :Old ) ] rdfs:subClassOf :Calm ."""
    found = rules_of(by_cases, "Home", "Calm", ("urn:Home", "urn:Calm"))
    assert "by contradiction" in found and "inferred subclass" not in found
    found = rules_of(ONTOLOGIES["counting"], "Torn", "Cat", ("urn:Torn", "urn:Cat"))
    assert found == ["assumed", "inferred subclass"]
