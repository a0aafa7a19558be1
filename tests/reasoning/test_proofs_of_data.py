"""Proofs of what holds in data, and of what is stated as such: none is without steps."""

from __future__ import annotations

import tempfile
from pathlib import Path

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
from aitaxonomy.reasoning.evaluation.closure import Closure
from aitaxonomy.reasoning.proofs.proof import Proof
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


def closed(over: Reasoner, folder: Path, data: list[Triple]) -> Closure:
    path = folder / "data.nt"
    lines = [" ".join(map(angled, triple)) + " .\n" for triple in data]
    path.write_text("".join(lines), encoding="utf-8")
    return over.closure([path])


@pytest.mark.parametrize("turned", [False, True])
def test_an_equality_of_the_data_is_a_step(tmp_path: Path, turned: bool) -> None:
    names = ("urn:x#e", "urn:x#d") if turned else ("urn:x#d", "urn:x#e")
    data = [
        ("urn:x#d", f"{RDF}type", "urn:x#A"),
        (names[0], f"{OWL}sameAs", names[1]),
    ]
    over = reasoner("")
    proof = closed(over, tmp_path, data).why("urn:x#e", "urn:x#A")
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
def test_a_contradiction_that_is_stated_as_such_is_a_step(
    tmp_path: Path, stated: str, words: str
) -> None:
    over = reasoner(stated)
    assert over.clashes == ("urn:x#i",)
    proofs = [over.explain_clash(), over.explain_clash_in(closed(over, tmp_path, []))]
    for proof in proofs:
        assert proof is not None
        assert proof.conclusion == GroundFact(CLASH, ("urn:x#i",))
        assert f"contradicts itself (stated).\n     by: {words} (type:1)" in str(proof)
        assert proof.check()
    with pytest.raises(InconsistentOntology, match="1 statements"):
        over.check()


def test_that_something_is_a_thing_needs_no_axiom(tmp_path: Path) -> None:
    over = reasoner(":p a owl:ReflexiveProperty . :i a :A .")
    data = [("urn:x#d", f"{RDF}type", "urn:x#A")]
    for proof in (over.why("urn:x#i", THING), closed(over, tmp_path, data).why("urn:x#d", THING)):
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
    over = Reasoner(ontology)
    with tempfile.TemporaryDirectory() as folder:
        closure = closed(over, Path(folder), data)
    proofs: list[Proof | None] = [
        closure.why(each, kind) for kind in CLASSES for each in closure.members(kind)
    ]
    proofs += [over.explain_clash_in(closure)] if closure.clashes() else []
    for proof in proofs:
        assert proof is not None
        assert proof.steps
        assert proof.check(), f"{proof}\n{proof.check()}"
