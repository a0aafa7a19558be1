"""Whose word a verdict rests on: sources, a convention, or nothing but the user's own list."""

import csv
import io
from pathlib import Path

import pytest

from aitaxonomy import Taxonomy
from aitaxonomy.classification import Classification
from aitaxonomy.cli import main

ROWS = """Product,Vendor,Type of AI,Underlying model,Is it an AI agent?
Microsoft Visual C++ Redistributable,Microsoft,Generative AI: makes new content of its own,,No
Stable Diffusion XL,Stability AI,,,No
GPT-4o,OpenAI,Generative AI,,No
Help desk,,,GPT-4o,No
Triage,,Regression,,Yes
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("list") / "ours.csv"
    path.write_text(ROWS)
    return path


@pytest.fixture(scope="module")
def found(ai: Taxonomy, file: Path) -> Classification:
    return (ai + file).classify()


def test_a_claim_is_told_from_what_sources_prove(found: Classification) -> None:
    basis = {system.name: system.basis for system in found}
    assert basis["Microsoft Visual C++ Redistributable"] == {"GenerativeAI": "claimed"}
    assert basis["Stable Diffusion XL"]["GenerativeAI"] == "sourced"
    assert basis["GPT-4o"]["GenerativeAI"] == "sourced", "the list adds nothing to the sources"
    assert set(basis["Help desk"].values()) == {"claimed"}
    for system in found:
        decided = {kind for kind, truth in system.verdicts.items() if str(truth) != "unknown"}
        assert decided == system.basis.keys()
        assert system.to_json()["basis"] == system.basis


def test_a_convention_is_told(ai: Taxonomy, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Model name,Vendor\nCodestral 25.01,Mistral AI\n")
    (system,) = (ai + path).classify()
    assert system.basis["LLM"] == "convention"
    assert system.basis["GenerativeAI"] == "sourced"


def test_a_proof_says_whose_claim_it_rests_on_and_how_it_was_read(
    found: Classification, file: Path
) -> None:
    proofs = {each.name: str(each.why("GenerativeAI")) for each in found if each.basis}
    told = proofs["Microsoft Visual C++ Redistributable"]
    assert (
        f"{file}:2, your list, row 2, column 'Type of AI'; by import rule: it is labelled" in told
    )
    assert "column 'Underlying model'; by import rule: it is built on GPT-4o" in proofs["Help desk"]
    agent = str(next(each for each in found if each.name == "Triage").why("LLM"))
    assert "row 6, column 'Is it an AI agent?'" in agent


def test_claims_are_counted_apart(found: Classification, file: Path) -> None:
    summary = found.summary
    assert sum(summary.claimed["GenerativeAI"].values()) == 2
    assert "GenerativeAI: 4 entailed (2 by the list's word alone)" in str(summary)
    assert sum(summary.totals_claimed.values()) == 2
    html = found.to_html("Ours")
    assert "of them by the list’s word alone" in html and '"the list\\u0027s word alone"' in html
    place = found.columns.index("basis")
    assert next(found.rows())[place] == "claimed"


def test_tables_have_the_basis(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["classify", str(file), "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert rows[0]["basis"] == "claimed"


def test_what_a_users_own_statements_prove_is_claimed(ai: Taxonomy, tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(
        "@prefix ait: <https://w3id.org/aitaxonomy#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        '<urn:desk> a ait:AIApplication , ait:GenerativeAI ; rdfs:label "Zyzzyva desk" .\n'
    )
    mine = ai + path
    (system,) = mine.classify()
    assert system.basis["GenerativeAI"] == "claimed"
    assert mine.is_a("Zyzzyva desk", "ait:GenerativeAI").basis == "claimed"
    assert "your data" in str(system.why("GenerativeAI"))
    assert ai.is_a("DALL-E 3", "ait:GenerativeAI").basis == "sourced"
