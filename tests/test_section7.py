"""The results that the design asks the ontology to reproduce (section 7 of its ontology page)."""

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from aitaxonomy import InconsistentOntology, Taxonomy
from aitaxonomy._data import folder
from aitaxonomy.owl.hermit import classify
from aitaxonomy.rdf.namespaces import PREFIXES, RDF
from aitaxonomy.reasoning.reasoner import Reasoner
from aitaxonomy.reasoning.verdict import ENTAILED
from aitaxonomy.store import read_triples

AIT, AIX, RDFS, OWL = (PREFIXES[name] for name in ("ait", "aix", "rdfs", "owl"))
Scratch = Callable[[str], Path]
KINDS = ("LLM", "LLMTechnology", "GenerativeAI")
YES, NO, OPEN = "entailed", "refuted", "unknown"
EXPECTED = {
    **dict.fromkeys(["GPT-4", "Claude 3.5 Sonnet", "Llama 3.1", "PaLM 2", "GPT-4o"], (YES,) * 3),
    **dict.fromkeys(["GPT", "Claude", "LLaMA", "PaLM"], (NO, YES, YES)),
    **dict.fromkeys(["ChatGPT", "GitHub Copilot"], (NO, YES, YES)),
    **dict.fromkeys(["DALL·E 3", "MusicLM", "Midjourney"], (NO, NO, YES)),
    "Runway": (NO, OPEN, YES),
    **dict.fromkeys(["BERT", "CLIP", "ResNet-152", "AlphaGo", "Whisper"], (NO,) * 3),
}
ROWS = [
    pytest.param(name, kind, verdict, id=f"{name}-{kind}")
    for name, verdicts in EXPECTED.items()
    for kind, verdict in zip(KINDS, verdicts, strict=True)
]


@pytest.fixture(scope="module")
def with_scratch(ai: Taxonomy, scratch: Scratch) -> Taxonomy:
    return ai + scratch(
        """ex:some-model a owl:NamedIndividual , ait:AIModel ;
            rdfs:label "Some model"@en ; ait:nativelyGenerates aix:text ."""
    )


@pytest.mark.parametrize(("thing", "kind", "verdict"), ROWS)
def test_table(ai: Taxonomy, thing: str, kind: str, verdict: str) -> None:
    found = ai.is_a(thing, kind, strict=True)
    assert found.verdict == verdict
    assert bool(found) is (verdict == YES)


@pytest.mark.parametrize(
    ("kind", "verdict"), list(zip(KINDS, (OPEN, OPEN, YES), strict=True)), ids=KINDS
)
def test_model_of_which_only_text_output_is_known(
    with_scratch: Taxonomy, kind: str, verdict: str
) -> None:
    assert with_scratch.is_a("Some model", kind).verdict == verdict


def test_unknown_names_what_is_missing(with_scratch: Taxonomy) -> None:
    missing = {each.iri for each in with_scratch.is_a("Some model", "LLM").missing}
    assert {AIT + "hasPrimaryModality", AIT + "hasScale"} <= missing


@pytest.mark.parametrize("thing", [name for name, row in EXPECTED.items() if row[0] == NO])
def test_refutation_has_a_proof(ai: Taxonomy, thing: str) -> None:
    proof = ai.why(thing, "LLM", strict=True)
    assert proof is not None
    assert proof.steps
    assert any(step.location.file for step in proof.steps)


def test_generative_ai_beyond_llm_technology_is_populated(ai: Taxonomy) -> None:
    members = {term.label for term in ai["NonLLMGenerativeAI"].instances}
    assert {"DALL·E 3", "MusicLM", "Midjourney"} <= members
    assert not members & {"ChatGPT", "GPT", "GPT-4", "Runway"}
    assert ai.is_a("GenerativeAI", "LLMTechnology").verdict == NO
    assert ai.is_a("GenerativeAI", "LLM").verdict == NO


def test_every_llm_technology_is_generative(ai: Taxonomy) -> None:
    for kind in ("LLM", "LLMFamily", "LLMBasedSystem", "LLMTechnology"):
        assert ai.is_a(kind, "GenerativeAI").verdict == YES
        assert ai[kind] <= ai["GenerativeAI"]


def test_no_class_is_unsatisfiable_by_the_closure(ai: Taxonomy) -> None:
    found = ai.hierarchy("closure")
    assert found.unsatisfiable == []
    assert ("ait:LLM", "ait:GenerativeAI") in found.subclasses


def test_chatgpt_makes_images_by_a_component(ai: Taxonomy) -> None:
    assert ai.is_a("ChatGPT", "MultimodalPlatform").verdict == YES
    facts = {(fact.property, fact.value) for fact in ai.facts(ai["ChatGPT"])}
    via, native = (
        ai[f"ait:{name}"].label for name in ("generatesViaComponent", "nativelyGenerates")
    )
    assert (via, "image") in facts
    assert (native, "image") not in facts


def test_text_only_llm_cannot_natively_generate_music(ai: Taxonomy, scratch: Scratch) -> None:
    # GPT-4 sees images, so that it is text-only in what it generates alone.
    assert ai.is_a("GPT-4", "TextOnlyLLM").verdict == NO
    assert ai.is_a("GPT-4", "TextOnlyOutputLLM").verdict == YES
    contradicting = ai + scratch("aix:gpt-4 ait:nativelyGenerates aix:music .")
    with pytest.raises(InconsistentOntology) as caught:
        contradicting.is_a("GPT-4", "ait:LLM")
    assert any("music" in cause for cause in caught.value.clashes)
    assert any("scratch.ttl:6" in cause for cause in caught.value.clashes)


def test_a_multimodal_llm_may_generate_music(ai: Taxonomy, scratch: Scratch) -> None:
    extended = ai + scratch("aix:gpt-4o ait:nativelyGenerates aix:music .")
    assert extended.is_a("GPT-4o", "MusicGenerator").verdict == YES
    assert extended.is_a("GPT-4o", "LLM").verdict == YES


@pytest.fixture(scope="module")
def definitions() -> list[ox.Triple]:
    """The core alone, nothing being asserted below generative AI, and what the core names."""
    triples = list(read_triples(folder("ontology") / "core.ttl"))
    told = [(t.predicate.value, t.object) for t in triples]
    generative = {ox.NamedNode(AIT + name) for name in ("GenerativeAI", "GenerativeModel")}
    subclass = RDFS + "subClassOf"
    assert any((subclass, kind) in told for kind in generative), "nothing to leave out"
    text, kind = ox.NamedNode(AIX + "text"), ox.NamedNode(AIT + "TopLevelContentModality")
    return [
        *(t for t in triples if t.predicate.value != subclass or t.object not in generative),
        ox.Triple(text, ox.NamedNode(RDF + "type"), kind),
    ]


def test_definitions_alone_entail_the_subclass_by_rules(definitions: list[ox.Triple]) -> None:
    found = Reasoner(definitions).subsumes(AIT + "LLM", AIT + "GenerativeAI")
    assert found.verdict is ENTAILED
    assert found.proof is not None
    axioms = " ".join(words for step in found.proof.steps for words in step.axiom_words)
    assert "natively generates" in axioms


def test_definitions_alone_entail_the_subclass_by_hermit(
    definitions: list[ox.Triple], java: None
) -> None:
    """Of systems it is stated: one may be powered by another, and that by another, without end."""
    found = classify(definitions)
    for kind in ("LLM", "LLMFamily"):
        assert (AIT + kind, AIT + "GenerativeAI") in found.subclasses
    for kind in ("LLMBasedSystem", "LLMTechnology"):
        assert (AIT + kind, AIT + "GenerativeAI") not in found.subclasses
    assert (AIT + "GenerativeAI", AIT + "LLM") not in found.subclasses
    assert found.unsatisfiable == ()


def test_without_definitions_it_is_not_entailed(definitions: list[ox.Triple]) -> None:
    """The other two tests would pass on an engine that says yes to everything."""
    without = [t for t in definitions if t.predicate.value != OWL + "equivalentClass"]
    assert Reasoner(without).subsumes(AIT + "LLM", AIT + "GenerativeAI").verdict is not ENTAILED
