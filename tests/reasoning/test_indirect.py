"""Indirect proofs: where supposing the contrary brings along what a direct proof has to state."""

from __future__ import annotations

import json
from dataclasses import replace

import judge_hermit
import pyoxigraph as ox
import pytest

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Ontology, Vocabulary
from aitaxonomy.reasoning.proofs.by_contradiction import Steps, by_contradiction
from aitaxonomy.reasoning.proofs.justification import derive, ontology_of
from aitaxonomy.reasoning.proofs.proof import Proof, Step
from aitaxonomy.reasoning.proofs.render import TAKE, ProofWriter
from aitaxonomy.reasoning.reasoner import Reasoner
from aitaxonomy.reasoning.rules.compiler import compile_ontology
from aitaxonomy.reasoning.rules.model import CLASH, Atom, GroundFact, Rule, member
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED
from conftest import none_can_go

X = "urn:x#"
PREFIXES = f"""@prefix : <{X}> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
CATS = """
:Cat a owl:Class . :Small a owl:Class ; rdfs:label "small thing" .
:Kitten a owl:Class ; owl:equivalentClass [ owl:intersectionOf ( :Cat :Small ) ] .
:Tabby a owl:Class ; owl:equivalentClass [
  owl:intersectionOf ( :Cat [ a owl:Class ; owl:complementOf :Kitten ] ) ] .
:Lion a owl:Class ; rdfs:subClassOf [ a owl:Class ; owl:complementOf :Kitten ] .
:Other a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:complementOf :Tabby ] .
:Felix a owl:NamedIndividual , :Cat , :Small .
"""


def reasoner(text: str) -> Reasoner:
    return Reasoner(ox.parse(PREFIXES + text, format=ox.RdfFormat.TURTLE))


@pytest.fixture(scope="module")
def cats() -> Reasoner:
    return reasoner(CATS)


@pytest.fixture(scope="module")
def no_tabby(cats: Reasoner) -> Proof:
    """That Felix is a cat follows from supposing that it is a tabby; it need not be stated."""
    verdict = cats.verdict(X + "Felix", X + "Tabby")
    assert verdict.verdict is REFUTED
    assert verdict.proof is not None
    return verdict.proof


def test_the_text_of_an_indirect_proof(no_tabby: Proof) -> None:
    assert (
        str(no_tabby)
        == """\
Felix is not a Tabby:
  1. Suppose that Felix were a Tabby (assumed).
  2. Felix is a Cat that is not a Kitten (from 1: definition).
     by: Tabby means exactly: a Cat that is not a Kitten
  3. Felix is a Cat (from 2: each part holds).
  4. Felix is a small thing (stated).
  5. Felix is not a Kitten (from 2: each part holds).
  6. Felix is not a Cat and a small thing (from 5: definition).
     by: Kitten means exactly: a Cat and a small thing
  7. Felix is not a Cat (from 4 and 6: the last part must fail).
  8. What is said of Felix contradicts itself (from 3 and 7: both a member and none).
  9. Felix is not a Tabby (from 1 and 8: by contradiction)."""
    )


def test_its_other_forms(no_tabby: Proof) -> None:
    markdown = no_tabby.to_markdown()
    assert "\n1. Suppose that Felix were a Tabby (assumed).\n" in markdown
    assert markdown.endswith("\n9. Felix is not a Tabby (from 1 and 8: by contradiction).\n")
    first, *_, last = json.loads(json.dumps(no_tabby.to_json()))
    assert first["conclusion"] == "suppose that Felix were a Tabby"
    assert (first["rule"], first["axiom"], first["premises"]) == ("assumed", None, [])
    assert last["conclusion"] == "Felix is not a Tabby"
    assert (last["rule"], last["axiom"], last["premises"]) == ("by contradiction", None, [1, 8])
    shown = no_tabby._repr_html_()
    small = '<small class="soft">'
    assert f"<b>Felix is not a Tabby</b> {small}(from 1, 8: by contradiction)</small>" in shown
    assert f"<b>Suppose that Felix were a Tabby</b> {small}(assumed)</small>" in shown


def test_only_the_indirect_proof_is_minimal(cats: Reasoner, no_tabby: Proof) -> None:
    vocabulary, goal = cats.ontology.vocabulary, no_tabby.conclusion
    stated = ax.ClassAssertion(X + "Felix", ax.Named(X + "Cat"))
    assert stated not in no_tabby.axioms
    assert none_can_go(no_tabby, vocabulary)
    assert not derive(no_tabby.axioms, goal, vocabulary)[2]
    assert derive((*no_tabby.axioms, stated), goal, vocabulary)[2]


def test_what_is_supposed_may_be_that_it_is_none(cats: Reasoner) -> None:
    verdict = cats.verdict(X + "Felix", X + "Other")
    assert verdict.verdict is ENTAILED
    assert verdict.proof is not None
    assert verdict.proof.steps[0].text == "suppose that Felix were not an Other"
    assert verdict.proof.steps[-1].name == "by contradiction"
    assert verdict.proof.check()


def test_a_direct_proof_that_is_minimal_stays(cats: Reasoner) -> None:
    proof = cats.why(X + "Felix", X + "Lion")
    assert proof is not None
    assert [step.name for step in proof.steps] == [
        "stated",
        "stated",
        "all parts hold",
        "definition",
        "subclass, read backward",
    ]


def test_the_contradiction_may_be_elsewhere() -> None:
    """What Ann is not, shows at the cat she keeps."""
    keeper = reasoner(
        CATS
        + """
:keeps a owl:ObjectProperty . :Ann a owl:NamedIndividual ; :keeps :Felix .
:Tamer a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :keeps ;
  owl:allValuesFrom :Tabby ] .
"""
    )
    proof = keeper.why(X + "Ann", X + "Tamer")
    assert proof is not None
    assert proof.steps[0].text == "suppose that Ann were a Tamer"
    assert proof.steps[-2].text == "what is said of Felix contradicts itself"
    assert proof.steps[-1].text == "Ann is not a Tamer"
    assert none_can_go(proof, keeper.ontology.vocabulary)
    assert proof.check()


def test_what_contradicts_itself_anyway_is_not_shown_by_supposing() -> None:
    ontology = reasoner("""
:A a owl:Class . :B a owl:Class ; owl:disjointWith :A .
:Both a owl:Class ; owl:equivalentClass [ owl:intersectionOf ( :A :B ) ] .
:i a owl:NamedIndividual , :A , :B .
""")
    proof = ontology.why(X + "i", X + "Both")
    assert proof is not None
    assert {step.name for step in proof.steps} == {"stated", "all parts hold", "definition"}


def test_hermit_needs_each_axiom_and_no_other(java: None, cats: Reasoner, no_tabby: Proof) -> None:
    said = ax.ClassAssertion(X + "Felix", ax.Not(ax.Named(X + "Tabby")))
    every = no_tabby.axioms
    subsets = [every, *([each for each in every if each != one] for one in every)]
    asked = [(ontology_of(rest, cats.ontology.vocabulary), said) for rest in subsets]
    assert judge_hermit.follow(asked) == [True, False, False, False]


def test_it_is_valid(no_tabby: Proof) -> None:
    assert no_tabby.check()


def tampered(proof: Proof) -> dict[str, tuple[Proof, list[int]]]:
    """Proofs with something wrong, and the steps that do not hold in them."""
    first, *between, last = proof.steps
    clash = between[-1]
    goal = last.conclusion

    def steps(*those: Step) -> Proof:
        return Proof(proof.heading, those)

    def says(step: Step, cls: str, kind: str = "is") -> Step:
        of = member(ax.Named(X + cls))
        fact = GroundFact(of if kind == "is" else of.opposite, goal.terms)
        return replace(step, conclusion=fact)

    extra = says(replace(first, number=10), "Kitten")
    return {
        "it concludes something else": (
            steps(first, *between, says(last, "Kitten", "not")),
            [9],
        ),
        "it concludes what was supposed": (steps(first, *between, says(last, "Tabby")), [9]),
        "more is supposed": (steps(first, *between, last, extra), [10]),
        "something else is supposed": (steps(says(first, "Cat"), *between, last), [2, 9]),
        "no clash is reached": (
            steps(first, *between, replace(last, premises=(1, clash.premises[0]))),
            [9],
        ),
        "the clash alone is given": (steps(first, *between, replace(last, premises=(8,))), [9]),
        "the clash does not follow": (
            steps(first, *between[:-1], replace(clash, premises=(2, 4)), last),
            [8],
        ),
        "the supposition is not given up": (steps(first, *between), [8]),
        "it goes on after that": (
            steps(first, *between, last, replace(between[1], number=10)),
            [10],
        ),
    }


def test_a_tampered_one_is_not_valid(no_tabby: Proof) -> None:
    for wrong, (proof, faulty) in tampered(no_tabby).items():
        assert sorted({fault.step for fault in proof.check().faults}) == faulty, wrong


def test_a_name_that_the_conclusion_speaks_of_is_not_taken_for_a_value() -> None:
    """Or else everything could be shown to be what some one thing is."""
    a, b, has = ax.Named(X + "A"), ax.Named(X + "B"), ax.Role(X + "has")
    some = ax.Some(has, b)
    axioms = (ax.SubClassOf(a, some), ax.ClassAssertion(X + "i", a))
    vocabulary = Vocabulary(frozenset({a.iri, b.iri}), frozenset({has.iri}))
    program = compile_ontology(ontology_of(axioms, vocabulary), supposing=[member(b).opposite])
    owner, other = (X + "i",), (X + "j",)
    owns, is_b = GroundFact(member(some), owner), GroundFact(member(b), other)
    clash = GroundFact(CLASH, other)
    take = Rule(Atom(member(b), other), (Atom(member(some), owner),), TAKE)
    subclass = next(rule for rule in program.rules if rule.head.predicate == member(some))
    both = next(rule for rule in program.rules if rule.body[0].predicate == member(b))
    derivation: Steps = [
        (is_b.contrary, (None, ())),
        (GroundFact(member(a), owner), (None, ())),
        (owns, (subclass, (GroundFact(member(a), owner),))),
        (is_b, (take, (owns,))),
        (clash, (both, (is_b, is_b.contrary))),
    ]
    writer = ProofWriter(Ontology())
    wrong = writer.proof("", by_contradiction(derivation, is_b, is_b.contrary), program.given.get)
    assert wrong.steps[3].conclusion == wrong.conclusion
    assert [step.number for step in wrong.steps] == [1, 2, 3, 4, 5, 6]
    assert wrong.steps[4].premises == (4, 1)
    assert [fault.step for fault in wrong.check().faults] == [4]
