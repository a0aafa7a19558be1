"""Identifiers of mapped vocabularies, read as our terms; and those that nobody has."""

import json
from pathlib import Path

import pytest

from aitaxonomy import Taxonomy, UnknownTerm
from aitaxonomy.agents.tools import called
from aitaxonomy.cli import main
from aitaxonomy.graph.mappings import foreign, table


def test_each_identifier_that_has_a_mapping_is_read_by_its_best_one() -> None:
    seen = dict[str, list[bool]]()
    for each in table()[1]:
        seen.setdefault(each.object_curie, []).append(each.negated)
    for identifier, negated in seen.items():
        if all(negated):
            with pytest.raises(UnknownTerm, match="is false friend of"):
                foreign(identifier)
        else:
            found = foreign(identifier)
            assert found is not None and foreign(f"<{found.object}>") == found


def test_an_identifier_that_no_mapping_has_is_not_known() -> None:
    own = {"ait", "aix", "skos", "semapv"}
    for prefix, namespace in table()[0].items():
        for made_up in (f"{prefix}:NoSuchTerm", f"{namespace}NoSuchTerm"):
            if prefix in own:
                assert foreign(made_up) is None
            else:
                with pytest.raises(UnknownTerm, match=r"is not known: no mapping of \w+: has it"):
                    foreign(made_up)
    for other in ("GPT-4", "other:thing", "https://example.org/x"):
        assert foreign(other) is None


def test_only_an_exact_mapping_carries_a_verdict_over() -> None:
    ai = Taxonomy()
    exact = ai.is_a("GPT-4", "nexus:AiModel")
    assert (str(exact.verdict), exact.sense) == ("entailed", "strict")
    assert exact.read_as == ("AI model (ait:AIModel) is same as nexus:AiModel",)
    assert exact.proof and exact.proof.check()
    assert ai.is_a("GPT-4", "https://w3id.org/ai-atlas-nexus/AiModel")
    for identifier, relation in (("dpvai:LLM", "close to"), ("aio:LargeLanguageModel", "narrower")):
        found = ai.is_a("GPT-4", identifier)
        assert ai.is_a("GPT-4", "ait:LLM")
        assert str(found.verdict) == "unknown" and not found.proof and not found.missing
        assert relation in found.read_as[0]
        assert found.note == "that is not the same; of our terms the verdict is entailed"
    assert str(ai.check("ChatGPT is not a dpvai:LLM").verdict) == "unknown"
    assert ai.check("every nexus:AiModel is an AI artifact")
    assert str(ai.check("every dpvai:LLM is generative AI").verdict) == "unknown"
    assert ai.is_a("hf:text-to-image", "ait:Task")


def test_an_invented_identifier_is_told_and_never_guessed() -> None:
    ai = Taxonomy()
    said = "'dpvai:LLMM' is not known: no mapping of dpvai: has it; did you mean 'dpvai:LLM'"
    for ask in (
        lambda: ai.is_a("GPT-4", "dpvai:LLMM"),
        lambda: ai.check("GPT-4 is a dpvai:LLMM"),
        lambda: ai["dpvai:LLMM"],
        lambda: ai.find("dpvai:LLMM"),
    ):
        with pytest.raises(UnknownTerm, match=said):
            ask()


def test_look_up_takes_what_is_exactly_mapped() -> None:
    ai = Taxonomy()
    assert ai["nexus:AiModel"].curie == "ait:AIModel"
    assert ai.compare("hf:text-to-image", "hf:text-to-video").a.curie == "aix:text-to-image"
    with pytest.raises(UnknownTerm, match=r"large language model .ait:LLM. is close to dpvai:LLM"):
        ai["dpvai:LLM"]


def test_agents_check_identifiers_of_others() -> None:
    pairs = ["hf:text-to-image=text to image", "dpvai:LLM=Robot", "hf:text-to-picture=x"]
    found, _ = called(Taxonomy(), "check_terms", {"pairs": pairs})
    verdicts = [(each["verdict"], each.get("means"), each["hint"]) for each in found["terms"]]
    assert verdicts[0] == (
        "match", "aix:text-to-image",
        "text-to-image (aix:text-to-image) is same as hf:text-to-image",
    )  # fmt: skip
    assert verdicts[1][:2] == ("other meaning", "ait:LLM")
    assert verdicts[2][0] == "no such identifier" and "did you mean" in verdicts[2][2]
    found, _ = called(Taxonomy(), "is_a", {"thing": "GPT-4", "kind": "dpvai:LLM"})
    assert found["read_as"] == ["large language model (ait:LLM) is close to dpvai:LLM"]


def test_translate_says_what_is_not_known(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["translate", "iso22989:3.3.2", "hf:text-to-imag", "x:y"]) == 1
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert rows[1][:4] == ["iso22989:3.3.2", "decision tree", "aix:decision-tree", "close to"]
    assert rows[2][3] == "no counterpart" and "did you mean 'hf:" in rows[2][4]
    assert rows[3][3:] == ["no counterpart", "of no vocabulary that has mappings"]
    assert main(["translate", "agento:Tool", "--format", "json"]) == 0
    (tool,) = json.loads(capsys.readouterr().out)["agento:Tool"]
    assert tool["term"] == "ait:Tool"


def test_what_the_data_say_of_an_identifier_comes_first(tmp_path: Path) -> None:
    data = tmp_path / "own.ttl"
    data.write_text(
        "<https://w3id.org/dpv/ai#LLM> a <http://www.w3.org/2002/07/owl#Class> ; "
        '<http://www.w3.org/2000/01/rdf-schema#label> "an LLM of theirs" .',
        encoding="utf-8",
    )
    term = (Taxonomy() + data)["https://w3id.org/dpv/ai#LLM"]
    assert term.label == "an LLM of theirs"
