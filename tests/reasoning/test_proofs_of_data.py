"""Proofs of what holds in data, and of what is stated as such: none is without steps."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from test_frames import DATA_SETS, Triple
from test_random import CLASSES, ontologies

from aitaxonomy.errors import InconsistentOntology
from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Ontology
from aitaxonomy.rdf.namespaces import OWL, RDF
from aitaxonomy.rdf.ntriples import angled
from aitaxonomy.rdf.positions.location import Location
from aitaxonomy.reasoning.reasoner import Reasoner
from aitaxonomy.reasoning.rules.model import CLASH, GroundFact

THING = f"{OWL}Thing"
PREFIXES = f"""@prefix owl: <{OWL}> . @prefix : <urn:x#> .
:A a owl:Class . :B a owl:Class . :p a owl:ObjectProperty .
"""


def reasoner(turtle: str) -> Reasoner:
    return Reasoner(
        ox.parse(PREFIXES + turtle, format=ox.RdfFormat.TURTLE),
        locate=lambda triple: Location(triple[1].rsplit("#", 1)[-1], 1),
    )


def extended(over: Reasoner, data: list[Triple]) -> Reasoner:
    lines = [" ".join(map(angled, triple)) + " .\n" for triple in data]
    return over.with_data(ox.parse("".join(lines), format=ox.RdfFormat.N_TRIPLES))


@pytest.mark.parametrize("turned", [False, True])
def test_an_equality_of_the_data_is_a_step(turned: bool) -> None:
    names = ("urn:x#e", "urn:x#d") if turned else ("urn:x#d", "urn:x#e")
    data = [
        ("urn:x#d", f"{RDF}type", "urn:x#A"),
        (names[0], f"{OWL}sameAs", names[1]),
    ]
    proof = extended(reasoner(""), data).why("urn:x#e", "urn:x#A")
    assert proof is not None
    assert proof.conclusion.terms == ("urn:x#e",)
    assert ax.SameIndividual(*names) in proof.axioms
    assert "(stated: sameAs:1)" in str(proof)
    assert proof.check()


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        (":i a owl:Nothing .", "i is a Nothing"),
        (":i a [ owl:complementOf owl:Thing ] .", "i is not a thing"),
        (
            ":i a [ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom owl:Nothing ] .",
            "i has p a Nothing",
        ),
    ],
)
def test_a_contradiction_that_is_stated_as_such_is_a_step(stated: str, words: str) -> None:
    over = reasoner(stated)
    assert over.clashes == ("urn:x#i",)
    proof = over.explain_clash()
    assert proof is not None
    assert proof.conclusion == GroundFact(CLASH, ("urn:x#i",))
    assert f"contradicts itself (stated).\n     by: {words} (type:1)" in str(proof)
    assert proof.check()
    with pytest.raises(InconsistentOntology, match="1 statements"):
        over.check()


def test_that_something_is_a_thing_needs_no_axiom() -> None:
    over = reasoner(":p a owl:ReflexiveProperty . :i a :A .")
    data = [("urn:x#d", f"{RDF}type", "urn:x#A")]
    for proof in (over.why("urn:x#i", THING), extended(over, data).why("urn:x#d", THING)):
        assert proof is not None
        assert [(step.name, step.axioms) for step in proof.steps] == [("everything is one", ())]
        assert proof.check()


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(ontologies, DATA_SETS)
def test_whatever_follows_from_data_has_a_valid_proof(
    ontology: Ontology, data: list[Triple]
) -> None:
    over = extended(Reasoner(ontology), data)
    kinds = {each: {*CLASSES} & {*over.kinds(each)} for each, _, _ in data}
    proofs = [over.why(each, kind) for each, its in kinds.items() for kind in its]
    if over.clashes:  # then that is what is told
        proofs = [over.explain_clash()]
    for proof in proofs:
        assert proof is not None
        assert proof.steps
        assert proof.check(), f"{proof}\n{proof.check()}"
