"""The checker of proofs: it catches each falsification and reports hostile documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pyoxigraph as ox
import pytest

from aitaxonomy import ProofFault, Taxonomy
from aitaxonomy.inference.stated_axioms import StatedAxioms
from aitaxonomy.reasoning.proofs.check import check_proof
from aitaxonomy.reasoning.proofs.soundness.entailment import follows
from aitaxonomy.reasoning.proofs.soundness.statements import fact, parse
from aitaxonomy.reasoning.reasoner import Reasoner
from conftest import AIT, AIX

Document = dict[str, Any]
#: Proofs of each sort: straight ahead, by contradiction, with a chain, about classes, a witness.
KINDS = ("LLM", "GenerativeAI", "LLMTechnology")
CLAIMS = (
    ("GPT-4", "LLM"), ("DALL-E-3", "LLM"), ("ChatGPT", "GenerativeAI"), ("LLM", "GenerativeAI"),
    ("GenerativeAI", "LLM"), ("LLMTechnology", "GenerativeAI"),
)  # fmt: skip
#: The rules whose names the checker knows; of all others it sees whether the conclusion follows.
RULES = ("assumed", "take one such value", "by contradiction")


STEP: Document = {"step": 1, "rule": "r", "premises": [], "conclusion_owl": "", "axiom_owl": None}


@pytest.fixture(scope="module")
def documents(kernel: Reasoner) -> list[Document]:
    return [document(kernel, thing, kind) for thing, kind in CLAIMS]


def document(reasoner: Reasoner, thing: str, kind: str) -> Document:
    subject = (AIT if thing in KINDS else AIX) + thing
    found = reasoner.subsumes if thing in KINDS else reasoner.verdict
    verdict = found(subject, AIT + kind)
    assert verdict.proof is not None, (thing, kind)
    told = {"thing": subject, "kind": AIT + kind, "verdict": str(verdict.verdict)}
    return {**told, "proof": verdict.proof.to_json()}


def changed(document: Document, at: int, **parts: object) -> Document:
    other = deepcopy(document)
    other["proof"][at] |= parts
    return other


def reordered(document: Document, at: int) -> Document:
    """The proof with two steps exchanged, under their new numbers."""
    other = deepcopy(document)
    steps = other["proof"]
    steps[at - 1], steps[at] = steps[at], steps[at - 1]
    new = {at: at + 1, at + 1: at}
    for number, step in enumerate(steps, 1):
        step["step"] = number
        step["premises"] = [new.get(each, each) for each in step["premises"]]
    return other


def falsified(document: Document) -> Iterator[tuple[str, Document]]:
    steps = document["proof"]
    axioms = list(dict.fromkeys(step["axiom_owl"] for step in steps if step["axiom_owl"]))
    for at, step in enumerate(steps):
        premises, number = step["premises"], step["step"]
        for each in premises:
            rest = [other for other in premises if other != each]
            yield "a premise is dropped", changed(document, at, premises=rest)
            if each == at:
                yield "a premise comes after", reordered(document, at)
        yield "a step is its own premise", changed(document, at, premises=[*premises, number])
        if at + 1 < len(steps):
            later = [*premises[1:], len(steps)]
            yield "a premise is in a circle", changed(document, at, premises=later)
        for other in steps[at % 4 :: 4]:
            if other["conclusion_owl"] != step["conclusion_owl"]:
                said = other["conclusion_owl"]
                yield "another conclusion", changed(document, at, conclusion_owl=said)
        for axiom in (*axioms[at % 3 :: 3], "SubClassOf(<urn:A> <urn:B>)", None):
            if axiom != step["axiom_owl"]:
                yield "another axiom", changed(document, at, axiom_owl=axiom)
        for rule in RULES:
            if rule != step["rule"]:
                yield f"{number} not by {rule}", changed(document, at, rule=rule)
    if len(steps) > 1:
        yield "without its end", {**document, "proof": steps[:-1]}
    yield "of something else", {**document, "thing": "ait:AISystem"}
    yield "of another kind", {**document, "kind": "ait:Agent"}
    turned = {"entailed": "refuted", "refuted": "entailed"}[document["verdict"]]
    yield "the other way round", {**document, "verdict": turned}


def test_the_proofs_are_valid(documents: list[Document]) -> None:
    assert [str(check_proof(each)).split()[0] for each in documents] == ["valid"] * len(CLAIMS)


@pytest.mark.parametrize("which", range(5))
def test_whatever_is_falsified_is_caught(documents: list[Document], which: int) -> None:
    ways = list(falsified(documents[which]))
    assert len(ways) >= 50
    assert [how for how, wrong in ways if check_proof(wrong)] == []


def test_no_step_rests_on_two_axioms(documents: list[Document]) -> None:
    dall_e, *_ = documents
    last = dall_e["proof"][-1]
    two = f"{last['axiom_owl']} {dall_e['proof'][0]['axiom_owl']}"
    found = check_proof(changed(dall_e, -1, axiom_owl=two))
    assert (
        str(found.faults[0])
        == f"step {last['step']}: its axiom is invalid: it is not one statement"
    )


def test_a_proof_from_axioms_that_nobody_states_is_told() -> None:
    step = {
        "step": 1, "rule": "stated", "premises": [],
        "conclusion_owl": "ClassAssertion(<https://w3id.org/aitaxonomy#LLM> <urn:me>)",
    }  # fmt: skip
    forged = [{**step, "axiom_owl": step["conclusion_owl"]}]
    ai = Taxonomy()
    assert ai.check_proof(forged, any_axioms=True)
    found = ai.check_proof(forged)
    assert [fault.reason.partition(",")[0] for fault in found.faults] == ["nobody states its axiom"]
    proof = ai.why("DALL·E 3", "LLM")
    assert proof is not None
    assert ai.check_proof(proof)


PAIRS = """SELECT DISTINCT ?low ?high {
  ?low a owl:Class ; rdfs:subClassOf ?high . ?high a owl:Class
  FILTER(isIRI(?low) && isIRI(?high) && ?low != ?high)
}"""


@pytest.mark.judges
def test_each_pair_of_the_shipped_hierarchy_has_a_valid_proof(ai: Taxonomy) -> None:
    """What is stated proves itself; nothing rests on what only HermiT found."""
    pairs = [(str(low), str(high)) for low, high in ai.content.store.select(PAIRS).rows]
    assert len(pairs) > 300
    proofs = {pair: ai.why(*pair) for pair in pairs}
    documents = {pair: proof.to_json() for pair, proof in proofs.items() if proof}
    assert documents.keys() == proofs.keys()
    axioms = {axiom for each in documents.values() for axiom in check_proof(each).axioms}
    stated = StatedAxioms(ai.content.inference, axioms)
    found = {pair: check_proof(each, stated) for pair, each in documents.items()}
    assert {pair: str(each) for pair, each in found.items() if not each} == {}
    rules = {step["rule"] for each in documents.values() for step in each}
    assert "subclass" in rules and not any(rule.startswith("inferred") for rule in rules)
    for pair in set(pairs) & ai.reasoner.told:
        assert [step["rule"] for step in documents[pair]] == ["assumed", "subclass"], pair


def test_a_name_is_taken_for_one_value_only() -> None:
    """Or else two things with some owner each would have the same one."""

    def step(
        number: int, rule: str, said: str, *premises: int, axiom: str | None = None
    ) -> Document:
        axiom = said if rule == "stated" else axiom
        return {
            "step": number, "rule": rule, "premises": list(premises), "axiom_owl": axiom,
            "conclusion_owl": said,
        }  # fmt: skip

    some = "ClassAssertion(ObjectSomeValuesFrom(<urn:p> <urn:{}>) <urn:{}>)"
    steps = [
        step(1, "stated", some.format("A", "x")),
        step(2, "stated", some.format("B", "y")),
        step(3, "take one such value", "ObjectPropertyAssertion(<urn:p> <urn:x> _:?any1)", 1),
        step(4, "take one such value", "ClassAssertion(<urn:B> _:?any1)", 2),
        step(5, "has such a value", some.format("B", "x"), 3, 4),
    ]
    assert str(check_proof(steps).faults[0]) == "step 4: the name _:?any1 is taken"
    steps[3] = step(4, "take one such value", "ClassAssertion(<urn:A> _:?any1)", 1)
    steps[4] = step(5, "has such a value", some.format("A", "x"), 3, 4)
    assert check_proof(steps)
    assert "which only its proof names" in str(check_proof(steps[:4]))


@pytest.mark.parametrize(
    ("conclusion", "premises"),
    [
        # It may be the first one listed, and is no third.
        ("SameIndividual(<urn:tom> <urn:rex>)",
         ("ClassAssertion(ObjectOneOf(<urn:rex> <urn:tom>) <urn:tom>)",
          "ClassAssertion(ObjectComplementOf(ObjectOneOf(<urn:tib>)) <urn:tom>)")),
        # The value has no name, not even one that the proof uses for something else.
        ("ClassAssertion(<urn:A> _:?new1)",
         ("ClassAssertion(ObjectSomeValuesFrom(<urn:p> <urn:A>) <urn:x>)",
          "ObjectPropertyAssertion(<urn:q> <urn:x> _:?new1)")),
        ("ClassAssertion(<urn:A> <urn:x>)",
         ("ClassAssertion(ObjectUnionOf(<urn:A> <urn:B>) <urn:x>)",)),
        ("ClassAssertion(<urn:B> <urn:y>)",
         ("ObjectPropertyAssertion(<urn:p> <urn:x> <urn:y>)",
          "ClassAssertion(ObjectSomeValuesFrom(<urn:p> <urn:B>) <urn:x>)")),
    ],
)  # fmt: skip
def test_what_need_not_be_does_not_follow(conclusion: str, premises: tuple[str, ...]) -> None:
    known = [fact(parse(each)) for each in premises]
    assert all(follows(each, known) for each in known)
    assert not follows(fact(parse(conclusion)), known)


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ({}, "no proof: give what"),
        ([], "it has no steps"),
        (["step"], "step 1 is not an object"),
        ([{"step": "1"}], "step 1 has no 'step' of the right type"),
        ([{**STEP, "premises": ["1"]}], "not numbers of steps"),
    ],
)
def test_what_is_no_proof_is_told(document: object, told: str) -> None:
    with pytest.raises(ProofFault, match=told):
        check_proof(document)


@pytest.mark.parametrize(
    "said",
    [
        "", "A", "SubClassOf(<urn:A> <urn:B>)", "ClassAssertion(<urn:A>",
        "ClassAssertion(<urn:A>))", "ClassAssertion(" + "ObjectComplementOf(" * 5000,
        "ClassAssertion(ait:LLM <urn:a>)",
        "DataRangeAtom(DatatypeRestriction(<urn:d> <urn:f> <urn:b>) 7)", 'ClassAssertion("a" "b")',
    ],
)  # fmt: skip
@pytest.mark.parametrize("rule", ["stated", "by its value", "assumed"])
def test_what_is_no_statement_is_a_fault(said: str, rule: str) -> None:
    step = {"step": 1, "rule": rule, "premises": [], "conclusion_owl": said, "axiom_owl": said}
    assert not check_proof([step])


def test_the_schema_describes_the_proofs(
    documents: list[Document], schema: Callable[[object], None]
) -> None:
    for document in documents:
        schema(document)
    with pytest.raises(Exception, match="is a required property"):
        schema({**documents[0], "proof": [{"step": 1}]})


ONE_PET = """@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix : <urn:> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:Owner a owl:Class ; owl:equivalentClass [ a owl:Restriction ; owl:onProperty :%s ;
  owl:maxCardinality "1"^^xsd:nonNegativeInteger ] .
:has a owl:ObjectProperty . :age a owl:DatatypeProperty . :tom a :Owner .
:rex owl:differentFrom :tib ."""


@pytest.mark.parametrize(("prop", "values"), [("has", (":rex", ":tib")), ("age", ("7", "8"))])
def test_that_two_values_are_one_too_many_is_checked(prop: str, values: tuple[str, str]) -> None:
    text = ONE_PET % prop + f" :tom :{prop} {values[0]} , {values[1]} ."
    proof = Reasoner(ox.parse(text, format=ox.RdfFormat.TURTLE)).explain_clash()
    assert proof is not None
    assert "at most one" in [step.name for step in proof.steps]
    assert proof.check()
    steps = proof.to_json()
    (at,) = [n for n, step in enumerate(steps) if step["rule"] == "at most one"]
    premises: Any = steps[at]["premises"]
    for premise in premises:
        fewer = [each for each in premises if each != premise]
        falsified = changed({"proof": steps}, at, premises=fewer)
        assert not check_proof(falsified)
