"""Proofs: every one is valid, its axioms suffice for HermiT, and no proper subset of them does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import judge_hermit
import pyoxigraph as ox
import pytest

from aitaxonomy import Taxonomy
from aitaxonomy.errors import InconsistentOntology
from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Ontology, Vocabulary
from aitaxonomy.owl.writers.english import Words
from aitaxonomy.rdf.ntriples import Triple
from aitaxonomy.rdf.positions.location import Location
from aitaxonomy.reasoning.proofs.check import check_proof
from aitaxonomy.reasoning.proofs.justification import derive, ontology_of
from aitaxonomy.reasoning.proofs.proof import Proof
from aitaxonomy.reasoning.proofs.render import FRESH, TAKE
from aitaxonomy.reasoning.reasoner import Reasoner
from aitaxonomy.reasoning.rules.model import Atom, GroundFact, member
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN
from conftest import AIT, AIX, HEADLINES, none_can_go

PREFIXES = f"""@prefix ait: <{AIT}> . @prefix aix: <{AIX}> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


@pytest.fixture(scope="module")
def shipped(shipped: Reasoner) -> Reasoner:
    """The ontology with all its systems; it is closed once, for all kinds asked for below."""
    shipped.verdicts(HEADLINES, ())
    return shipped


def decided(reasoner: Reasoner) -> list[tuple[str, str, object]]:
    return [
        (thing, kind, verdict)
        for thing, kinds in reasoner.verdicts().items()
        for kind, verdict in kinds.items()
        if verdict.verdict is not UNKNOWN
    ]


def test_every_kernel_proof_is_valid(kernel: Reasoner) -> None:
    checked = 0
    for thing, kind, verdict in decided(kernel):
        proof = verdict.proof
        assert proof is not None
        assert proof.conclusion.terms == (thing,)
        told = {"thing": thing, "kind": kind, "verdict": str(verdict.verdict)}
        found = check_proof({**told, "proof": proof.to_json()})
        assert found, f"{proof}\n{found}"
        checked += len(proof)
    assert checked > 1000


def test_kernel_justifications_are_minimal(kernel: Reasoner) -> None:
    for thing, kind, verdict in decided(kernel)[::4]:
        assert none_can_go(verdict.proof, kernel.ontology.vocabulary), f"{thing} {kind}"


PROVED = [
    ("GPT-4", "LLM"),
    ("DALL-E-3", "LLM"),
    ("ChatGPT", "MultimodalPlatform"),
    ("Midjourney", "LLMTechnology"),
    ("BERT", "GenerativeAI"),
    ("GPT", "LLMTechnology"),
    ("GPT-4o", "TextOnlyLLM"),
]


def test_hermit_derives_the_conclusion_from_all_axioms_of_a_proof_and_from_no_fewer(
    java: None, kernel: Reasoner
) -> None:
    questions, expected = [], []
    for thing, kind in PROVED:
        verdict = kernel.verdict(AIX + thing, AIT + kind)
        cls = ax.Named(AIT + kind)
        said = ax.ClassAssertion(AIX + thing, cls if verdict.verdict is ENTAILED else ax.Not(cls))
        axioms = verdict.proof.axioms
        for rest in (axioms, *(tuple(a for a in axioms if a != left_out) for left_out in axioms)):
            questions.append((ontology_of(rest, kernel.ontology.vocabulary), said))
            expected.append(rest == axioms)
    assert len(questions) > 40
    assert judge_hermit.follow(questions) == expected


@pytest.mark.judges
def test_proofs_of_some_shipped_exemplars_are_valid(shipped: Reasoner) -> None:
    kinds = [AIT + name for name in ("GenerativeAI", "LLM", "LLMTechnology", "MultimodalPlatform")]
    for name in ("gpt-4", "dall-e-3", "chatgpt"):
        for kind in kinds:
            verdict = shipped.verdict(AIX + name, kind)
            assert verdict.proof is not None, (name, kind)
            assert verdict.proof.check()


def test_a_proof_with_a_wrong_step_is_not_valid(kernel: Reasoner) -> None:
    from dataclasses import replace

    proof = kernel.verdict(AIX + "GPT-4", AIT + "LLM").proof
    last = proof.steps[-1]
    wrong = replace(last, conclusion=GroundFact(last.conclusion.predicate, (AIX + "ChatGPT",)))
    forged = Proof(proof.heading, (*proof.steps[:-1], wrong))
    assert [fault.step for fault in forged.check().faults] == [last.number]


def test_what_is_merely_assumed_or_stated_otherwise_is_not_proved(kernel: Reasoner) -> None:
    """An assumption must be refuted, and an axiom state the very fact that it is given for."""
    from dataclasses import replace

    proof = kernel.verdict(AIX + "GPT-4", AIT + "LLM").proof
    claim = replace(proof.steps[-1], number=1, rule=None, premises=())
    stated = next(step.axioms for step in proof.steps if step.name == "stated")
    for axioms in ((), stated):
        forged = Proof(proof.heading, (replace(claim, axioms=axioms),))
        assert [fault.step for fault in forged.check().faults] == [1]


@pytest.mark.parametrize(("which", "one_in"), [("kernel", 1), ("terms", 10)])
def test_every_proof_of_a_subsumption_is_valid(
    request: pytest.FixtureRequest, which: str, one_in: int
) -> None:
    """Also where the contrary is supposed."""
    reasoner: Reasoner = request.getfixturevalue(which)
    some = reasoner.classes[::one_in]
    pairs = [(low, high) for low in some for high in reasoner.superclasses(low)]
    assert len(pairs) > 20
    for sub, sup in [*pairs, (AIT + "LLMTechnology", AIT + "GenerativeAI")]:
        proof = reasoner.subsumes(sub, sup).proof
        assert proof is not None
        assert proof.conclusion == GroundFact(member(ax.Named(sup)), (FRESH,))
        told = {"thing": sub, "kind": sup, "verdict": "entailed", "proof": proof.to_json()}
        assert check_proof(told), str(proof)


def test_no_axiom_of_a_subsumption_can_go(java: None, terms: Reasoner) -> None:
    """Although the ontology often states what follows from a definition as well."""
    questions, expected = [], []
    pairs = [(low, high) for low in terms.classes for high in terms.superclasses(low)]
    for sub, sup in [*pairs[::20], (AIT + "CodingAgent", AIT + "CodeAssistant")]:
        proof = terms.subsumes(sub, sup).proof
        assert proof is not None
        some, said = (ax.ClassAssertion("urn:any", ax.Named(each)) for each in (sub, sup))
        for left_out in (None, *proof.axioms):
            rest = [axiom for axiom in proof.axioms if axiom != left_out]
            questions.append((ontology_of([*rest, some], terms.ontology.vocabulary), said))
            expected.append(left_out is None)
    assert len(questions) > 40
    assert judge_hermit.follow(questions) == expected


def test_a_value_is_taken_for_what_has_some() -> None:
    """And for nothing else: not under a name that stands for something already."""
    from dataclasses import replace

    a, b, c, d = (ax.Named(f"urn:x#{name}") for name in "ABCD")
    has = ax.Role("urn:x#has")
    classes = frozenset(each.iri for each in (a, b, c, d))
    axioms = (
        ax.SubClassOf(a, ax.Some(has, b)),
        ax.SubClassOf(a, ax.Only(has, c)),
        ax.SubClassOf(ax.Some(has, ax.And((b, c))), d),
    )
    vocabulary = Vocabulary(classes, frozenset({has.iri}))
    reasoner = Reasoner(Ontology(axioms, vocabulary=vocabulary))
    proof = reasoner.subsumes(a.iri, d.iri).proof
    assert proof is not None
    assert [step.name for step in proof.steps].count(TAKE) == 2
    assert proof.check()

    def renamed(fact: GroundFact) -> GroundFact:
        return GroundFact(fact.predicate, tuple(FRESH if t == taken else t for t in fact.terms))

    first = next(step for step in proof.steps if step.name == TAKE)
    taken = next(term for term in first.conclusion.terms if term != FRESH)
    assert first.rule is not None
    head = renamed(first.conclusion)
    rule = replace(first.rule, head=Atom(head.predicate, head.terms))
    forged = replace(first, conclusion=head, rule=rule)
    steps = tuple(forged if step is first else step for step in proof.steps)
    assert first.number in [fault.step for fault in Proof("", steps).check().faults]


def test_class_subsumption_by_definition(kernel: Reasoner) -> None:
    verdict = kernel.subsumes(AIT + "LLM", AIT + "GenerativeAI")
    assert verdict.verdict is ENTAILED
    text = str(verdict.proof)
    assert "Let x be any LLM" in text
    assert "natively generates" in text


def outline(proof: Proof) -> list[tuple[str, str]]:
    """What a proof says and by which rules."""
    return [(step.text, step.name) for step in proof.steps]


def test_the_shortest_proof_that_every_llm_is_generative(shipped: Reasoner) -> None:
    """That is stated, so it needs no other axiom."""
    proof = shipped.why(AIT + "LLM", AIT + "GenerativeAI")
    assert outline(proof) == [
        ("x is a large language model", "assumed"),
        ("x is generative AI", "subclass"),
    ]


def test_the_proof_that_dall_e_3_is_no_llm(shipped: Reasoner) -> None:
    proof = shipped.why(AIX + "dall-e-3", AIT + "LLM")
    parts = "has primary modality text, has large scale and natively generates text"
    assert outline(proof) == [
        ("DALL·E 3 has primary modality image", "stated"),
        ("image is not text", "different individuals"),
        ("DALL·E 3 does not have primary modality text", "its only value is another"),
        (f"DALL·E 3 is not an AI model that {parts}", "a part fails"),
        ("DALL·E 3 is not a large language model", "definition"),
    ]


def test_the_proof_that_chatgpt_is_generative(shipped: Reasoner) -> None:
    """By what its documentation says it makes, and as an artifact, which its licence says it is."""
    proof = shipped.why(AIX + "chatgpt", AIT + "GenerativeAI")
    assert outline(proof) == [
        ("ChatGPT is an AI of restricted use", "stated"),
        ("ChatGPT is an AI artifact", "subclass"),
        ("ChatGPT generates code", "stated"),
        ("code is a content modality", "range"),
        ("ChatGPT generates a content modality", "has such a value"),
        ("ChatGPT is an AI artifact that generates a content modality", "all parts hold"),
        ("ChatGPT is generative AI", "definition"),
    ]


def test_the_proof_that_chatgpt_makes_images_by_a_component(shipped: Reasoner) -> None:
    """By the model that it integrates for them, not by one that does other work."""
    proof = shipped.why_link(AIX + "chatgpt", AIT + "generatesViaComponent", AIX + "image")
    assert proof is not None
    *stated, last = outline(proof)
    assert last == ("ChatGPT generates images via a component", "property chain")
    assert {name for _, name in stated} == {"stated"}
    assert "ChatGPT integrates DALL·E 3" in dict(stated)


def test_a_proof_rests_on_what_powers_a_product_today() -> None:
    inference = Taxonomy().content.inference
    former = inference.premises.former
    assert ax.PropertyAssertion(AIX + "chatgpt", AIT + "poweredBy", AIX + "gpt-3.5") in former
    proof = inference.verdict(AIX + "chatgpt", AIT + "LLMTechnology", is_class=False).proof
    assert proof is not None
    assert any("ChatGPT is powered by" in said for said, _ in outline(proof))
    assert former.isdisjoint(proof.axioms)
    # Nothing but an ended link tells what powered Bard.
    proof = inference.verdict(AIX + "bard", AIT + "LLMTechnology", is_class=False).proof
    assert proof is not None and not former.isdisjoint(proof.axioms)


@pytest.mark.parametrize("seed", ["0", "1"])
def test_proofs_do_not_depend_on_the_seed_of_hashes(seed: str, kernel: Reasoner) -> None:
    questions = [("GPT-4o", "MultimodalLLM"), ("BERT", "GenerativeAI"), ("Runway", "GenerativeAI")]
    script = f"""
import sys
import pyoxigraph as ox
from aitaxonomy.reasoning.reasoner import Reasoner
reasoner = Reasoner(ox.parse(path=sys.argv[1], rename_blank_nodes=False))
for thing, kind in {questions!r}:
    print(reasoner.why({AIX!r} + thing, {AIT!r} + kind))
"""
    path = Path(__file__).parent / "kernel.ttl"
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    proofs = [str(kernel.why(AIX + thing, AIT + kind)) for thing, kind in questions]
    assert done.stdout == "\n".join(proofs) + "\n"


@pytest.mark.judges
def test_a_witness_is_a_near_miss_and_well_known(shipped: Reasoner) -> None:
    """GPT-1 is all that a large language model is but large; no application is a near miss."""
    proof = shipped.subsumes(AIT + "GenerativeAI", AIT + "LLM").proof
    assert proof.conclusion.terms == (AIX + "gpt-1",)
    for kind in ("GenerativeModel", "LanguageModel"):
        assert shipped.verdict(AIX + "gpt-1", AIT + kind).verdict is ENTAILED
    multimodal = shipped.subsumes(AIT + "LLM", AIT + "MultimodalLLM").proof
    witness = multimodal.conclusion.terms[0]
    assert witness in shipped.ontology.exemplars
    assert shipped.verdict(witness, AIT + "LLM").verdict is ENTAILED


@pytest.mark.parametrize(
    ("kind", "other"),
    [("GenerativeAI", "LLM"), ("LLM", "MultimodalLLM"), ("LLMTechnology", "LLM")],
)
def test_the_taxonomy_shows_the_same_witness(
    ai: Taxonomy, shipped: Reasoner, kind: str, other: str
) -> None:
    """Which it finds by a query, among what is inferred once and for all."""
    expected = shipped.subsumes(AIT + kind, AIT + other).proof
    assert ai.why(f"ait:{kind}", f"ait:{other}").conclusion == expected.conclusion


def test_union_is_taken_apart(kernel: Reasoner) -> None:
    verdict = kernel.subsumes(AIT + "LLMTechnology", AIT + "GenerativeAI")
    assert verdict.verdict is ENTAILED
    assert verdict.proof is not None


def test_no_subsumption_comes_with_a_witness(kernel: Reasoner) -> None:
    verdict = kernel.subsumes(AIT + "GenerativeAI", AIT + "LLM")
    assert verdict.verdict is REFUTED
    assert "but is not" in str(verdict.proof)
    assert not kernel.subsumes(AIT + "AIModel", AIT + "LLM")


@pytest.mark.judges
def test_subsumptions_equal_hermit(kernel: Reasoner, kernel_triples: list[ox.Quad]) -> None:
    _, _, expected = judge_hermit.realise(kernel_triples, only=set())
    ours = {
        (sub, sup)
        for sub in kernel.classes
        for sup in kernel.classes
        if sub != sup and kernel.subsumes(sub, sup).verdict is ENTAILED
    }
    assert ours == expected


def test_a_chain_is_proved(kernel: Reasoner) -> None:
    proof = kernel.why_link(AIX + "ChatGPT", AIT + "generates", AIX + "image")
    assert proof is not None
    assert "property chain" in {step.name for step in proof.steps}
    assert kernel.why_link(AIX + "ChatGPT", AIT + "generates", AIX + "music") is None


def test_the_shapes_of_a_proof(kernel_triples: list[ox.Quad]) -> None:
    def locate(triple: Triple) -> Location:
        return Location("kernel.ttl", len(triple[0]), "https://example.org/paper")

    reasoner = Reasoner(kernel_triples, locate=locate)
    proof = reasoner.why(AIX + "GPT-4", AIT + "LLM")
    assert proof is not None
    assert str(proof).startswith("GPT-4 is an LLM:\n  1. GPT-4 is an AIModel (stated: kernel.ttl:")
    steps = json.loads(json.dumps(proof.to_json()))
    assert [step["step"] for step in steps] == list(range(1, len(proof) + 1))
    assert set(steps[0]) == {
        "step",
        "conclusion",
        "conclusion_owl",
        "rule",
        "axiom",
        "axiom_owl",
        "premises",
        "file",
        "line",
        "source",
        "source_tier",
        "source_locator",
    }
    assert steps[0]["axiom"] == "GPT-4 Type AIModel"
    assert steps[-1]["rule"] == "definition"
    assert steps[-1]["premises"]
    assert steps[0]["source"] == "https://example.org/paper"
    assert proof.to_markdown().startswith("**GPT-4 is an LLM**")
    shown = proof._repr_html_()
    assert "(stated)</small> <code>kernel.ttl:" in " ".join(shown.split())
    assert '[<a href="https://example.org/paper">example.org/paper</a>]' in shown
    for step in proof.steps:
        assert shown.count(f"<b>{step.text}</b>") == 1, step.text


def test_missing_names_what_would_decide(kernel: Reasoner) -> None:
    verdict = kernel.verdict(AIX + "Undeclared", AIT + "LLM")
    assert verdict.verdict is UNKNOWN
    assert verdict.proof is None
    assert {str(each) for each in verdict.missing} == {"its primary modality", "its scale"}
    runway = kernel.verdict(AIX + "Runway", AIT + "LLMTechnology")
    assert [each.iri for each in runway.missing] == [AIT + "poweredBy"]


CONTRADICTIONS = {
    "a second primary modality": "aix:GPT-4 ait:hasPrimaryModality aix:image .",
    "a model that is a system": "aix:GPT-4 a ait:AISystem .",
    "an encoder that generates": "aix:BERT ait:nativelyGenerates aix:text .",
    "a closed list that is left": "aix:Midjourney ait:poweredBy aix:GPT-4 . "
    "[] a owl:AllDifferent ; owl:distinctMembers ( aix:GPT-4 aix:Midjourney-model ) .",
    "a denied link": "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual aix:GPT-4 ; "
    "owl:assertionProperty ait:generates ; owl:targetIndividual aix:code .",
}


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_contradictions_are_explained(kernel: Reasoner, name: str) -> None:
    data = list(ox.parse(PREFIXES + CONTRADICTIONS[name], format=ox.RdfFormat.TURTLE))
    faulty = kernel.with_data(data)
    with pytest.raises(InconsistentOntology) as caught:
        faulty.check()
    assert len(caught.value.clashes) >= 2
    assert "correct or remove" in str(caught.value)
    proof = faulty.explain_clash()
    assert proof is not None
    for axiom in proof.axioms:
        rest = [each for each in proof.axioms if each != axiom]
        assert not derive(rest, proof.conclusion, faulty.ontology.vocabulary)[2]


def test_a_sound_ontology_has_no_clash(kernel: Reasoner) -> None:
    kernel.check()
    assert kernel.clashes == ()
    assert kernel.explain_clash() is None


def test_membership_of_unknown_individuals_is_unknown(kernel: Reasoner) -> None:
    assert kernel.verdict("urn:nobody", AIT + "LLM").verdict is UNKNOWN
    assert member(ax.Named(AIT + "LLM")).opposite.opposite == member(ax.Named(AIT + "LLM"))


def test_axioms_about_links_read_as_sentences() -> None:
    words = Words({})
    has, powered = ax.Role("urn:x#hasComponent"), ax.Role("urn:x#poweredBy")
    makes = ax.Role("urn:x#generates")
    assert words.axiom(ax.SubPropertyOf(powered, has)) == (
        "anything that is powered by something has it as component"
    )
    assert words.axiom(ax.PropertyChain((has, makes), makes)) == (
        "anything that has component something that generates something generates the last of these"
    )
