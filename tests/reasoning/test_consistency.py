"""Contradictions about what has no name, a case for each feature of OWL 2, judged by HermiT."""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph as ox
import pytest

from aitaxonomy import InconsistentOntology
from aitaxonomy.errors import ReasonerFault
from aitaxonomy.owl.hermit import classify
from aitaxonomy.reasoning.reasoner import Reasoner
from aitaxonomy.reasoning.rules import compiler, sizes
from aitaxonomy.reasoning.subsumption.consistency import Consistency
from aitaxonomy.reasoning.verdict import ENTAILED

HEAD = """@prefix : <urn:x:> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:A a owl:Class . :B a owl:Class . :C a owl:Class . :B owl:disjointWith :C .
:p a owl:ObjectProperty . :q a owl:ObjectProperty ; owl:inverseOf :p . :n a owl:DatatypeProperty .
"""


def some(filler: str, prop: str = ":p") -> str:
    return f"[ a owl:Restriction ; owl:onProperty {prop} ; owl:someValuesFrom {filler} ]"


ONE = "[ a owl:Restriction ; owl:onProperty :p ; owl:maxCardinality 1 ]"
INCONSISTENT = {
    "a value in two disjoint classes": f":i a :A . :A rdfs:subClassOf {some(':B')} ."
    " :p rdfs:range :C .",
    "a value of a value": f":i a :A . :A rdfs:subClassOf {some(some(':B'))} . :p rdfs:range :C .",
    "two values, and at most one": f":i a :A . :A rdfs:subClassOf {some(':B')} , {some(':C')} ,"
    f" {ONE} .",
    "two different values, and at most one": f":i a {ONE} ; :p :j , :k . :j owl:differentFrom :k .",
    "two data values, and at most one": ":i :n 1 , 2 ; a [ a owl:Restriction ;"
    " owl:onProperty :n ; owl:maxCardinality 1 ] .",
    "a data value outside of the only range": ':i :n "x" ; a [ a owl:Restriction ;'
    " owl:onProperty :n ; owl:allValuesFrom xsd:integer ] .",
    "there is nothing at all": "owl:Thing rdfs:subClassOf :B , :C .",
}
UNDECIDED = {
    "an unknown datatype": ':n a owl:FunctionalProperty . :i :n "1"^^:dice , "2"^^:dice .',
    "an ill-typed literal": ':n rdfs:range xsd:integer . :i :n "one"^^xsd:integer .',
}


def reasoner(text: str) -> Reasoner:
    return Reasoner(ox.parse(HEAD + text, format=ox.RdfFormat.TURTLE))


@pytest.mark.parametrize("text", INCONSISTENT.values(), ids=INCONSISTENT)
def test_contradictions_are_found_with_a_proof(text: str) -> None:
    proof = reasoner(text).explain_clash()
    assert proof is not None
    assert all(reasoner_without(text, axiom).explain_clash() is None for axiom in proof.axioms)


def reasoner_without(text: str, axiom: object) -> Reasoner:
    whole = reasoner(text).ontology
    return Reasoner(
        replace(
            whole,
            axioms=tuple(each for each in whole.axioms if each != axiom),
            facts=tuple(each for each in whole.facts if each != axiom),
        )
    )


def test_hermit_finds_them_too(java: None) -> None:
    for text in INCONSISTENT.values():
        triples = [quad.triple for quad in ox.parse(HEAD + text, format=ox.RdfFormat.TURTLE)]
        with pytest.raises(InconsistentOntology):
            classify(triples)


@pytest.mark.parametrize("text", UNDECIDED.values(), ids=UNDECIDED)
def test_what_has_no_known_value_decides_nothing(text: str) -> None:
    found = reasoner(text)
    assert found.explain_clash() is None
    assert not found.consistency.proved_by
    assert {each.reason for each in found.left_out()} == {"a literal without a known value"}


def test_what_follows_for_a_class_follows_for_its_members() -> None:
    """A value in both parts of a range: that is found for any A, and so for this one."""
    found = reasoner(
        f":i a :A . :A rdfs:subClassOf {some(':B')} . :D a owl:Class ; owl:equivalentClass"
        f" {some('[ owl:intersectionOf ( :B :E ) ]')} . :E a owl:Class . :p rdfs:range :E ."
    )
    assert found.subsumes("urn:x:A", "urn:x:D").verdict == ENTAILED
    verdict = found.verdict("urn:x:i", "urn:x:D")
    assert verdict.verdict == ENTAILED
    assert verdict.proof is not None


def test_sizes_beyond_the_rules_name_what_to_take(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiler, "MOST_RESTRICTIONS", 1)
    with pytest.raises(ReasonerFault, match=r"2 restrictions of properties .* --engine hermit"):
        _ = reasoner(f":A rdfs:subClassOf {some(':B')} , {some(':C')} .").program
    assert sizes.MOST_RESTRICTIONS > 1


def test_existentials_that_follow_from_each_other_get_one_value_each() -> None:
    """Of a chain of a transitive property every start has all later links, but makes the first."""
    chain = "".join(
        f":K{i} a owl:Class ; rdfs:subClassOf {some(f':K{i + 1}')} . " for i in range(12)
    )
    found = reasoner(f"{chain} :K12 a owl:Class . :p a owl:TransitiveProperty .")
    found.superclasses("urn:x:K0")
    (made,) = found._kinds._subsumption._done.values()
    assert made._number == 4  # x, and three values


def test_each_thing_is_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    really = compiler.compile_ontology
    monkeypatch.setattr(
        "aitaxonomy.reasoning.reasoner.compile_ontology",
        lambda *given, **more: calls.append(1) or really(*given, **more),
    )
    found = reasoner(f":A rdfs:subClassOf {some(':B')} . :i a :A .")
    found.check()
    assert isinstance(found.consistency, Consistency)
    found.classified()
    found.verdict("urn:x:i", "urn:x:B")
    assert calls == [1]
