"""Axioms among the facts of data files: frames leave them to the parser, and none is lost."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from aitaxonomy.rdf.namespaces import OWL, RDF, RDFS
from aitaxonomy.reasoning.chaining.materialization import Materialization
from aitaxonomy.reasoning.reasoner import Reasoner
from aitaxonomy.reasoning.rules.model import CLASH, GroundFact
from conftest import AIT, AIX, facts_of

HEAD = f"""@prefix owl: <{OWL}> . @prefix rdf: <{RDF}> . @prefix rdfs: <{RDFS}> . @prefix : <urn:> .
"""
TERMS = """:A a owl:Class . :B a owl:Class . :p a owl:ObjectProperty . :q a owl:ObjectProperty .
:only a owl:ObjectProperty , owl:FunctionalProperty . :n a owl:DatatypeProperty .
"""
REASONER = Reasoner(ox.parse(HEAD + TERMS, format=ox.RdfFormat.TURTLE))
FACTS = ":x a :A , :B ; :p :y ; :q :y ; :only :y , :z ; :n 7 ; :own :y .\n"
SAYINGS = [
    ":y owl:differentFrom :z .",
    "[] a owl:AllDifferent ; owl:members ( :w :y :z ) .",
    ":all a owl:AllDifferent ; owl:distinctMembers :l1 . :l1 rdf:first :y ; rdf:rest :l2 ."
    " :l2 rdf:first :z ; rdf:rest rdf:nil .",
    "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual :x ; owl:assertionProperty :p ;"
    " owl:targetIndividual :y .",
    ":no a owl:NegativePropertyAssertion ; owl:sourceIndividual :x ; owl:assertionProperty :n ;"
    " owl:targetValue 07 .",
    ":A owl:disjointWith :B .",
    "[] a owl:AllDisjointClasses ; owl:members ( :A :B ) .",
    "[] a owl:AllDisjointProperties ; owl:members ( :p :q ) .",
    ":p owl:propertyDisjointWith :q .",
    ":p rdfs:domain [ owl:complementOf :A ] .",
    ":A rdfs:subClassOf [ owl:complementOf :B ] .",
    ":p a owl:AsymmetricProperty . :y :p :x .",
    ":own a owl:ObjectProperty ; rdfs:range :C . :C a owl:Class ; owl:disjointWith :D ."
    " :D a owl:Class . :y a :D .",
]


def written(text: str, folder: Path) -> Path:
    path = folder / "data.nt"
    triples = [quad.triple for quad in ox.parse(HEAD + text, format=ox.RdfFormat.TURTLE)]
    ox.serialize(triples, output=path, format=ox.RdfFormat.N_TRIPLES)
    return path


@pytest.mark.parametrize("said", SAYINGS)
def test_each_contradicts_the_facts_on_frames_as_well(said: str, tmp_path: Path) -> None:
    path = written(FACTS + said, tmp_path)
    assert REASONER.with_data(ox.parse(path=path)).clashes
    closure = REASONER.closure([path])
    assert closure.clashes()
    assert not {name for name in closure.unknown if name != "<urn:own>"}
    assert not REASONER.closure([written(FACTS, tmp_path)]).clashes()


@pytest.mark.parametrize("said", SAYINGS)
def test_a_contradiction_ends_the_search_for_one(said: str, tmp_path: Path) -> None:
    path = written(FACTS + said, tmp_path)
    reasoner = REASONER.with_data(ox.parse(path=path))
    stopped, whole = Materialization(reasoner.program), Materialization(reasoner.program)
    stopped.run(until_clash=True)
    whole.run()
    assert set(stopped.clashes()) <= set(whole.clashes())
    assert stopped.clashes()
    stopped.run()
    # Nothing is lost: it can go on.
    assert {p: set(stopped.rows(p)) for p in stopped.predicates()} == {
        p: set(whole.rows(p)) for p in whole.predicates()
    }

    closure = REASONER.closure([path], until_clash=True)
    assert GroundFact(CLASH, (str(closure.first_clash()),)) in whole.clashes()


def test_without_a_contradiction_the_search_for_one_finds_all(tmp_path: Path) -> None:
    path = written(FACTS, tmp_path)
    searched, whole = (REASONER.closure([path], until_clash=stops) for stops in (True, False))
    assert facts_of(searched) == facts_of(whole)


@pytest.mark.judges
def test_little_follows_once_a_shipped_thing_contradicts_itself(
    shipped: Reasoner, tmp_path: Path
) -> None:
    """All that is linked with it would contradict itself as well, by more and more rules."""
    path = tmp_path / "data.ttl"
    path.write_text(f"@prefix : <{AIT}> . <{AIX}gpt-4> :nativelyGenerates <{AIX}music> .")
    closure = shipped.closure([path], until_clash=True)
    assert closure.first_clash() in (AIX + "gpt-4", AIX + "music")
    assert {fact.terms for fact in closure.clashes()} == {(AIX + "gpt-4",), (AIX + "music",)}


def test_subjects_are_individuals_and_whom_a_denial_is_about(tmp_path: Path) -> None:
    path = written(SAYINGS[3] + ":C a owl:Class ; rdfs:subClassOf :A . :c a :C .", tmp_path)
    closure = REASONER.closure([path])
    assert closure.subjects == ("urn:c", "urn:x")
    assert closure.members("urn:A") == ["urn:c"]


def test_what_is_known_already_is_not_compiled_again(tmp_path: Path) -> None:
    path = written(TERMS, tmp_path)
    assert REASONER.closure([path]).program is REASONER.closure([]).program
