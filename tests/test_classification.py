"""Classification of data: kinds, verdicts, known entities, conventions, the shapes of results."""

import csv
import io
import json
import pickle
from pathlib import Path
from typing import Any

import pytest

from aitaxonomy import Taxonomy
from aitaxonomy.classification import HEADLINE, Classification, Classified, Conventions
from aitaxonomy.classification.grid import Column, grid_of
from aitaxonomy.classification.summary import GROUPS, group_of, open_question
from aitaxonomy.cli import main
from aitaxonomy.inventory.importing import Entry
from aitaxonomy.inventory.matching.matcher import Match
from aitaxonomy.inventory.record import Proposal
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN, Truth

PREFIXES = """@prefix ait: <https://w3id.org/aitaxonomy#> .
@prefix aix: <https://w3id.org/aitaxonomy/id/> .
@prefix ex: <https://example.org/mine/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
DATA = """
ex:orca a ait:AIModel ; rdfs:label "Zyzzyva Orca" ; ait:hasPrimaryModality aix:text ;
    ait:nativelyGenerates aix:text ; ait:parameterCount 7000000000 .
ex:minnow a ait:AIModel ; rdfs:label "Zyzzyva Minnow" ; ait:hasPrimaryModality aix:text ;
    ait:nativelyGenerates aix:text ; ait:parameterCount 300000000 .
ex:ear a ait:SpeechRecognizer , ait:TransductionModel ; rdfs:label "Zyzzyva Ear" ;
    ait:transducesTo aix:text .
ex:desk a ait:AIApplication ; rdfs:label "Zyzzyva Desk" ; ait:poweredBy ex:orca .
ex:riddle a ait:AIModel ; rdfs:label "Zyzzyva Riddle" .
ex:wrong a ait:NonGenerativeAI , ait:AIModel ; rdfs:label "Zyzzyva Wrong" ;
    ait:nativelyGenerates aix:image .
ex:us a ait:Organization ; rdfs:label "Zyzzyva" .
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("data") / "mine.ttl"
    path.write_text(PREFIXES + DATA)
    return path


@pytest.fixture(scope="module")
def mine(ai: Taxonomy, file: Path) -> Taxonomy:
    return ai + file


@pytest.fixture(scope="module")
def found(mine: Taxonomy) -> Classification:
    return mine.classify()


def verdicts(found: Classification, name: str) -> dict[str, str]:
    (system,) = [each for each in found if each.name == name]
    return {kind: str(truth) for kind, truth in system.verdicts.items()}


def test_only_ai_artifacts_are_classified(found: Classification) -> None:
    assert [system.name for system in found] == [
        f"Zyzzyva {name}" for name in ("Orca", "Minnow", "Ear", "Desk", "Riddle", "Wrong")
    ]
    assert len(found) == 6


def test_verdicts_are_those_of_is_a(ai: Taxonomy, found: Classification, tmp_path: Path) -> None:
    sound = tmp_path / "sound.ttl"
    sound.write_text(PREFIXES + DATA.replace("ait:nativelyGenerates aix:image", "rdfs:comment 1"))
    other = ai + sound
    for system in found[:5]:
        for kind, truth in system.verdicts.items():
            assert truth == other.is_a(system.iri, kind, strict=True).verdict, (system.name, kind)


def test_kinds_go_from_the_specific_to_the_general(found: Classification) -> None:
    orca = found[0]
    assert "ait:LLM" in orca.most_specific
    assert orca.kinds.index("ait:LLM") < orca.kinds.index("ait:GenerativeAI")
    assert "ait:GenerativeAI" not in orca.most_specific
    assert orca.generates == orca.natively == ("aix:text",)
    assert found[3].generates and not found[3].natively


def test_what_is_unknown_names_what_would_decide(found: Classification) -> None:
    riddle = found[4]
    assert set(map(str, riddle.verdicts.values())) >= {"unknown"}
    assert any("GenerativeAI" in missing for missing in riddle.missing)
    assert riddle.why("GenerativeAI") is None


def test_a_contradiction_is_told_and_stops_nothing(found: Classification) -> None:
    assert [bool(system.conflicts) for system in found] == [False] * 5 + [True]
    assert found.summary.contradictory == 1


def test_proofs_come_on_demand(found: Classification) -> None:
    proof = found[0].why("LLM")
    assert proof is not None
    assert "large language model" in str(proof)


def test_conventions_move_the_line(mine: Taxonomy, found: Classification) -> None:
    assert verdicts(found, "Zyzzyva Minnow")["LLM"] == "refuted"
    assert verdicts(found, "Zyzzyva Ear")["GenerativeAI"] == "refuted"
    other = mine.classify(conventions=Conventions(10**8, transduction_generates=True))
    assert verdicts(other, "Zyzzyva Minnow")["LLM"] == "entailed"
    assert verdicts(other, "Zyzzyva Ear")["GenerativeAI"] == "entailed"
    assert verdicts(other, "Zyzzyva Orca") == verdicts(found, "Zyzzyva Orca")
    with pytest.raises(ValueError, match="at least 1"):
        Conventions(0)


def test_a_known_name_fills_what_the_data_leave_open(ai: Taxonomy, tmp_path: Path) -> None:
    path = tmp_path / "names.ttl"
    path.write_text(
        PREFIXES
        + 'ex:one a ait:AIModel ; rdfs:label "DALL·E 3" . '
        + 'ex:two a ait:AIModel ; rdfs:label "BERT" ; ait:nativelyGenerates aix:image .'
    )
    one, two = (ai + path).classify()
    assert one.known_as is not None
    assert (one.known_as.iri[-8:], one.known_as.way) == ("dall-e-3", "exact")
    assert one.verdicts["GenerativeAI"] and "GenerativeAI" in one.borrowed
    assert "aix:image" in one.generates
    assert one.why("LLM") is not None
    # What the data say goes first; a namesake that differs lends nothing and is reported.
    assert str(two.verdicts["GenerativeAI"]) == "entailed"
    assert two.borrowed == ()
    assert "perhaps another one" in two.conflicts[0]


def test_results_in_every_shape(found: Classification) -> None:
    documents = json.loads("\n".join(found.json_lines()))
    assert documents == found.to_json()
    assert set(documents[0]) >= {
        "name", "iri", "kinds", "verdicts", "generates", "known_as", "missing",
    }  # fmt: skip
    assert list(documents[0]["verdicts"]) == list(HEADLINE)
    frame = found.to_polars()
    assert frame.columns == list(found.columns)
    assert frame["name"].to_list() == [system.name for system in found]
    html = found.to_html("Mine & yours")
    assert "Mine &amp; yours" in html
    assert "what it generates (for generative AI)" in html, "a manager knows no local names"
    assert html.count("<tr>") > len(found)
    assert 'class="bar"' in found._repr_html_()


@pytest.fixture
def loaded(ai: Taxonomy, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands in this process work on a taxonomy that need not be loaded again."""
    monkeypatch.setattr("aitaxonomy.cli.queries.Taxonomy", lambda: ai)


def test_the_command(
    loaded: None, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["classify", str(file), "--validate", "--format", "csv", "--kind", "LLM"]) == 0
    out, err = capsys.readouterr()
    rows = {row["name"]: row for row in csv.DictReader(io.StringIO(out))}
    assert rows["Zyzzyva Orca"]["LLM"] == "entailed"
    assert "GenerativeAI" not in rows["Zyzzyva Orca"]
    assert "6 systems" in err
    assert "validation does not conform: " in err
    target = tmp_path / "report.html"
    assert main(["classify", str(file), "--format", "html", "-o", str(target)]) == 0
    assert "Zyzzyva Orca" in target.read_text()
    assert main(["classify", "examples/models.csv", "--validate"]) == 0
    assert (
        "info: row 3: in 3 of 6 entries it is had as a service, and nobody"
        in capsys.readouterr().err
    )
    table = tmp_path / "wrong.csv"
    table.write_text("name,task\nZyzzyva One,image-classification\n")
    assert main(["classify", str(table), "--validate"]) == 0
    err = capsys.readouterr().err
    assert "validation conforms: 0 violations, 0 warnings" in err, "a gap is not a fault of a list"
    assert "  info: row 2: in 1 of 1 entries no developer is named: name in a column" in err
    assert main(["classify", str(file), "--why", "--kind", "LLM"]) == 0
    assert "has large scale" in capsys.readouterr().out


def test_an_inventory_without_systems(
    loaded: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "data.json"
    context = {"@vocab": "https://schema.org/", "cr": "http://mlcommons.org/croissant/"}
    path.write_text(json.dumps({"@context": context, "@type": "sc:Dataset", "name": "letters"}))
    assert main(["classify", str(path), "--validate", "--format", "csv", "--kind", "LLM"]) == 2
    out, err = capsys.readouterr()
    assert not out
    assert "read 1, and none of it is a system: skipped 1: a data set, which is not a system" in err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["nowhere.csv"], "no such file"),
        (["FILE", "--kind", "Nonsense"], "nothing is called"),
        (["FILE", "--column", "name"], "write OURS=THEIRS"),
        (["FILE", "--large-from", "0"], "at least 1"),
        (["FILE", "-o", "no/such/folder/out.csv"], "there is no folder no/such/folder"),
        (["FILE", "-o", "tests"], "it is a folder; name a file in it"),
    ],
)
def test_bad_input(
    options: list[str], message: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [str(file) if word == "FILE" else word for word in options]
    assert main(["classify", *words]) == 2
    assert message in capsys.readouterr().err


def test_missing_facts_are_those_of_the_verdict(ai: Taxonomy, tmp_path: Path) -> None:
    """What is stated is not asked for; `is` and `classify` name the same facts."""
    path = tmp_path / "models.csv"
    path.write_text(
        "name,kind,developer,input,output,primary,parameters\n"
        "One,AI model,Acme,,text,,7000000000\n"
        "Two,AI model,Acme,,,text,7000000000\n"
        "Three,AI system,Acme,text;image,,,\n"
        "Four,generative model,Acme,,,image,\n",
        encoding="utf-8",
    )
    mine = ai.read(path)
    compared = 0
    for system in mine.classify():
        asked = [each.rsplit(" (for ", 1) for each in system.missing]
        for kind, truth in system.verdicts.items():
            if truth == "unknown":
                found = {words for words, kinds in asked if kind in kinds.rstrip(")").split(", ")}
                assert found == {each.words for each in mine.is_a(system.iri, kind).missing}
                compared += 1
    assert compared > 5
    (one, *_) = mine.classify()
    assert "its scale" not in " ".join(one.missing)


def test_a_proof_about_an_inventory_names_its_line(ai: Taxonomy, tmp_path: Path) -> None:
    path = tmp_path / "models.csv"
    path.write_text("name,task\nOne,text-generation\nRouter,text-classification\n")
    proof = ai.read(path).why("Router", "GenerativeAI")
    assert proof is not None
    assert (str(path), 3) in {(step.location.file, step.location.line) for step in proof.steps}


@pytest.fixture(scope="module")
def uses(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("uses") / "uses.csv"
    path.write_text(
        'name,built_on\nFraud detection model,\nZyzzyva desk,GPT-4o\n"ChatGPT, Gemini",\nZyzzyva,\n'
    )
    return path


def test_a_bare_name_refutes_nothing(ai: Taxonomy, uses: Path) -> None:
    found = {each.name: each for each in ai.read(uses).classify()}
    assert list(found) == ["Fraud detection model", "Zyzzyva desk", "ChatGPT", "Gemini", "Zyzzyva"]
    assert set(map(str, found["Zyzzyva"].verdicts.values())) == {"unknown"}
    assert str(found["Zyzzyva desk"].verdicts["LLMTechnology"]) == "entailed"
    assert str(found["ChatGPT"].verdicts["LLMTechnology"]) == "entailed"


def test_proposals_stand_beside_verdicts(ai: Taxonomy, uses: Path) -> None:
    found = ai.read(uses).classify()
    model = found[0]
    assert str(model.verdicts["GenerativeAI"]) == "unknown"
    assert model.to_json()["proposed"] == [
        {"means": "ait:NonGenerativeAI", "words": "Fraud detection",
         "place": "name, character 1", "confidence": 0.85, "because": ""},
    ]  # fmt: skip
    assert model.row()[found.columns.index("proposed")].startswith("NonGenerativeAI: ")
    assert not any(each.proposed for each in found[1:])
    assert "1" in str(found.summary) and "proposed by words" in str(found.summary)
    page = found.to_html("uses")
    assert "Its words suggest" in page and "“Fraud detection”" in page


def test_accepted_proposals_become_statements(
    uses: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["classify", str(uses), "--kind", "GenerativeAI", "--format", "csv"]
    assert main([*arguments, "--accept-proposals"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert (rows[0]["GenerativeAI"], rows[0]["proposed"]) == ("refuted", "")
    assert rows[4]["GenerativeAI"] == "unknown"


# --- what a report shows of a list


def test_a_list_keeps_its_own_columns(ai: Taxonomy, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(
        'Name,Business owner,Notes,,Notes,Task\n"ChatGPT, Claude",HR,"a\nb",c,d,\n'
        "Router,IT,,,,text-classification\n"
    )
    found = ai.read(path).classify(kinds=["GenerativeAI"])
    one, other, router = found
    assert one.listed.own == other.listed.own
    assert one.listed.own == {
        "Name": "ChatGPT, Claude", "Business owner": "HR", "Notes": "a\nb", "column 4": "c",
        "Notes (2)": "d",
    }  # fmt: skip
    assert router.listed.because == ("its only task, text-classification, makes no content",)
    assert [each.listed for each in pickle.loads(pickle.dumps(found))] == [
        each.listed for each in found
    ]
    listed = grid_of(found, {"GenerativeAI": "generative AI"}, str)
    assert listed.owner is not None and listed.owner.name == "Business owner"
    assert listed.by_owner()["HR"].total() == 2


def test_other_formats_show_their_fields(ai: Taxonomy, tmp_path: Path) -> None:
    path = tmp_path / "models.json"
    entry = {"litellm_provider": "openai", "mode": "chat", "max_input_tokens": 8192}
    path.write_text(json.dumps({"zyzzyva-1": entry}))
    (system,) = ai.read(path, "litellm").classify(kinds=["LLM"])
    assert system.listed.own["provider"] == "openai"
    assert system.listed.own["context_window"] == "8192"


def open_case(**values: Any) -> Classified:
    empty = {"kinds": (), "most_specific": (), "generates": (), "natively": ()}
    return Classified(**{"name": "A", "iri": "urn:a", **empty, **values})


WORDS = {
    means: Proposal(means, "w", "name", 1, 1, 0.9)
    for means in ("GenerativeAI", "NonGenerativeAI", "ConversationalSystem")
}
OPEN = {"GenerativeAI": UNKNOWN, "LLM": UNKNOWN, "LLMTechnology": UNKNOWN}
MAKES = {**OPEN, "GenerativeAI": ENTAILED}


@pytest.mark.parametrize(
    ("values", "vendor", "ask", "whom"),
    [
        ({"verdicts": OPEN}, "Acme", "Ask the vendor which model powers it, and what", "Acme"),
        ({"verdicts": OPEN}, "", "Ask the owner whether it makes text", "the owner"),
        ({"verdicts": OPEN, "proposed": (WORDS["GenerativeAI"],)}, "Acme",
         "Confirm what its words suggest: that it makes text", "the owner"),
        ({"verdicts": OPEN, "proposed": (WORDS["NonGenerativeAI"],)}, "",
         "Confirm what its words suggest: that it sorts", "the owner"),
        ({"verdicts": OPEN, "proposed": (WORDS["ConversationalSystem"],)}, "",
         "Ask the owner which model powers it", "the owner"),
        ({"verdicts": OPEN, "known_as": Match("urn:b", 0.7, "similar")}, "",
         "Confirm whether it is the known system of a similar name", "the owner"),
        ({"verdicts": OPEN, "conflicts": ("its statements contradict each other",)}, "",
         "Correct the entry", "the owner"),
        ({"verdicts": MAKES, "missing": ("its scale (for LLM)",)}, "",
         "Ask how large its model is", "the owner"),
        ({"verdicts": MAKES, "missing": ("its scale (for LLM)", "what it is powered by (for LLM)")},
         "Acme", "Ask the vendor which model powers it", "Acme"),
    ],
)  # fmt: skip
def test_an_open_case_has_one_question(
    values: dict[str, Any], vendor: str, ask: str, whom: str
) -> None:
    question = open_question(open_case(**values, listed=Entry(vendor=vendor)))
    assert question is not None
    assert (question.ask.startswith(ask), question.whom) == (True, whom)


@pytest.mark.parametrize(
    ("verdicts", "group"),
    [
        ({"LLM": ENTAILED}, "LLM technology"),
        ({**OPEN, "LLMTechnology": ENTAILED}, "LLM technology"),
        ({**MAKES, "LLMTechnology": REFUTED}, "generative, not an LLM"),
        ({"GenerativeAI": ENTAILED, "LLM": REFUTED}, "generative, not an LLM"),
        (MAKES, "generative, LLM not known"),
        ({**OPEN, "GenerativeAI": REFUTED}, "not generative"),
        (OPEN, "undecided"),
        ({}, "undecided"),
    ],
)
def test_groups_are_told_apart(verdicts: dict[str, Truth], group: str) -> None:
    system = open_case(verdicts=verdicts)
    assert group_of(system) == group
    assert (open_question(system) is None) == (group not in GROUPS[2::2])


def test_the_columns_of_a_report_say_each_text_once() -> None:
    column = Column("A")
    for row in range(200):
        column.put(row, f"text {row % 3}")
    told = column.to_json(201)
    assert told["values"] == ["", "text 0", "text 1", "text 2"]
    assert told["at"][:4] == [1, 2, 3, 1] and told["at"][-1] == 0
    many = Column("B")
    for row in range(200):
        many.put(row, f"text {row}")
    assert many.to_json(200)["texts"][199] == "text 199"
