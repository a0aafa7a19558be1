"""What RDF says and how it is understood: cardinalities, and what is told where nothing is."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from aitaxonomy.reasoning import ENTAILED, REFUTED, UNKNOWN, Reasoner, read
from aitaxonomy.reasoning import axioms as ax
from aitaxonomy.reasoning.manchester import manchester
from aitaxonomy.reasoning.write import triples_of

TERMS = """@prefix : <urn:x#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:A a owl:Class . :B a owl:Class . :p a owl:ObjectProperty . :n a owl:DatatypeProperty .
:x a owl:NamedIndividual . :y a owl:NamedIndividual .
"""


def ontology(text: str) -> ax.Ontology:
    return read(ox.parse(TERMS + text, format=ox.RdfFormat.TURTLE))


CARDINALITIES = {
    "owl:minCardinality 1": "p some owl:Thing",
    "owl:minCardinality 2": "p min 2 owl:Thing",
    "owl:minQualifiedCardinality 1 ; owl:onClass :B": "p some B",
    "owl:minQualifiedCardinality 3 ; owl:onClass :B": "p min 3 B",
    "owl:maxCardinality 0": "not (p some owl:Thing)",
    "owl:maxQualifiedCardinality 0 ; owl:onClass :B": "not (p some B)",
    "owl:maxQualifiedCardinality 1 ; owl:onClass :B": "not (p min 2 B)",
    "owl:qualifiedCardinality 1 ; owl:onClass :B": "(p some B) and (not (p min 2 B))",
}


@pytest.mark.parametrize("said", CARDINALITIES)
def test_cardinalities(said: str) -> None:
    found = ontology(f":A owl:equivalentClass [ a owl:Restriction ; owl:onProperty :p ; {said} ] .")
    assert found.unread == ()
    (axiom,) = found.axioms
    assert manchester(axiom) == f"A EquivalentTo {CARDINALITIES[said]}"
    again = read(triples_of(found))
    assert (again.axioms, again.unread) == (found.axioms, ())
    partly = Reasoner(found).unsupported
    assert bool(partly) is (" min " in CARDINALITIES[said])  # listed, as there is more to them


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


UNREAD = {
    ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:hasSelf true ] .": "kind",
    ":A rdfs:subClassOf [ owl:onProperty :n ; owl:allValuesFrom xsd:integer ] .": "kind",
    ":A rdfs:subClassOf :Nowhere .": "urn:x#Nowhere is not declared as a class",
    ":p rdfs:subPropertyOf :nowhere .": "urn:x#nowhere is not declared as a property",
    ":x :nowhere :y .": "not declared for such a value",
    ":x :n :y .": "not declared for such a value",
    "[] a owl:AllDisjointClasses .": "without members",
}


@pytest.mark.parametrize("said", UNREAD)
def test_what_is_not_understood_is_told(said: str) -> None:
    (told,) = ontology(said).unread
    assert UNREAD[said] in told
