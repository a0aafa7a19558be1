"""Claims in plain words: what is understood, what is said of it, and that the proof is of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from aitaxonomy import REFUTED, ClaimFault, Taxonomy, UnknownTerm
from aitaxonomy.answers.claims import read_claim
from aitaxonomy.cli import main
from aitaxonomy.owl.writers.manchester import manchester


@pytest.mark.parametrize(
    ("text", "axiom"),
    [
        ("every LLM is generative AI", "LLM SubClassOf GenerativeAI"),
        ("All large language models are generative AI.", "LLM SubClassOf GenerativeAI"),
        ("LLMs are generative AI", "LLM SubClassOf GenerativeAI"),
        ("no LLM is an AI system", "LLM SubClassOf not AISystem"),
        ("every LLM is not an AI system", "LLM SubClassOf not AISystem"),
        ("ChatGPT is a LLM", "chatgpt Type LLM"),
        ("ChatGPT is not an LLM", "chatgpt Type not LLM"),
        ("ChatGPT generates images", "chatgpt Type generates value image"),
        ("LLMs natively generate text", "LLM SubClassOf nativelyGenerates value text"),
        ("ChatGPT does not generate code", "chatgpt Type not (generates value code)"),
        ("ChatGPT can natively generate images", "chatgpt Type nativelyGenerates value image"),
        ("ChatGPT can not generate code", "chatgpt Type not (generates value code)"),
        ("ChatGPT cannot generate code", "chatgpt Type not (generates value code)"),
        ("no LLM can generate an image", "LLM SubClassOf not (generates value image)"),
        ("no LLM generates an image", "LLM SubClassOf not (generates value image)"),
    ],
)
def test_claims_are_read(ai: Taxonomy, text: str, axiom: str) -> None:
    assert manchester(read_claim(ai.content, text).axiom) == axiom


@pytest.mark.parametrize("text", ["", "LLM", " ".join(["LLM"] * 41)])
def test_a_text_that_is_not_a_claim_is_answered_with_the_forms(ai: Taxonomy, text: str) -> None:
    with pytest.raises(ClaimFault, match="the forms are: X is a Y; X is not a Y; every X is a Y"):
        ai.check(text)


def test_names_that_nothing_has_are_told(ai: Taxonomy) -> None:
    with pytest.raises(UnknownTerm, match="nothing is called 'LLN'"):
        ai.check("every LLN is generative AI")
    with pytest.raises(UnknownTerm, match="nothing is called 'Microsoft Excel'"):
        ai.check("Microsoft Excel is AI")
    with pytest.raises(UnknownTerm, match="joy"):
        ai.check("ChatGPT generates joy")
    with pytest.raises(ClaimFault, match="ChatGPT is one thing, not a kind: leave out 'every'"):
        ai.check("every ChatGPT is an LLM")


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("no LLM is an AI system", 0, "No large language model is an AI system. Let x be any"),
        ("ChatGPT is not an LLM", 1, "ChatGPT is an LLM-based system"),
        ("ChatGPT generates images", 0, "ChatGPT"),
        ("DALL·E 3 speaks German", 3, "unknown"),
        ("each LLM is generative AI, but some generative AI is not an LLM", 0, "entailed"),
    ],
)
def test_the_verdict_with_its_proof(
    text: str, code: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", text]) == code
    assert says in " ".join(capsys.readouterr().out.split())


def test_the_proof_is_of_the_claim(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    claim = "every LLM is a language model"
    assert main(["check", claim, "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["claim"] == claim
    assert document["claim_owl"].startswith("SubClassOf(<https://w3id.org/aitaxonomy#LLM> ")
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(document))
    assert main(["check-proof", str(file)]) == 0
    assert " ".join(capsys.readouterr().out.split()).startswith("valid (2 steps, ")
    for wrong in ({"verdict": "refuted"}, {"claim_owl": "SubClassOf(<urn:a> <urn:b>)"}):
        file.write_text(json.dumps(document | wrong))
        assert main(["check-proof", str(file), "--any-axioms", "--format", "json"]) == 1
        found = json.loads(capsys.readouterr().out)
        assert found["valid"] is False
        assert "it does not prove what it is said to" in found["faults"][0]["reason"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"proof": 1}', "\udcff"])
def test_a_file_that_is_no_proof_is_bad_input(
    text: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "proof.json"
    file.write_bytes(text.encode(errors="surrogateescape"))
    assert main(["check-proof", str(file)]) == 2
    assert "no proof" in capsys.readouterr().err


def test_what_no_axiom_says_in_these_words_has_a_proof_too(ai: Taxonomy) -> None:
    verdict = ai.check("Claude 3.5 Sonnet natively generates music")
    assert verdict.verdict == REFUTED
    assert verdict.proof is not None
    assert verdict.proof.check()


@pytest.mark.parametrize(
    ("claim", "missing"),
    [
        ("GPT-4o generates music", "what it generates"),
        ("GPT-4o speaks Polish", "which language it supports"),
    ],
)
def test_an_open_claim_about_a_value_says_what_would_decide_it(
    ai: Taxonomy, claim: str, missing: str
) -> None:
    verdict = ai.check(claim)
    assert (str(verdict.verdict), [str(each) for each in verdict.missing]) == ("unknown", [missing])
