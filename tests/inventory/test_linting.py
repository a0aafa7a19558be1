"""What `validate` says of lists: each planted fault at its row and column, and nothing else."""

import csv
import json
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

import pytest
import yaml
from pyoxigraph import RdfFormat, parse

from aitaxonomy import Taxonomy
from aitaxonomy.cli import main
from aitaxonomy.validation import Fault, Report

LISTS = Path(__file__).parents[1] / "data"
FAULTY, SOUND = LISTS / "list_with_eleven_faults.csv", LISTS / "list_without_faults.csv"
PLANTED = [
    (2, "Parameters", "impossible-value", "-7"),
    (3, "Released", "impossible-value", "2025-13-45"),
    (4, "Context window", "impossible-value", "0"),
    (5, "Released", "future-date", "2099-01-01"),
    (6, "Task", "unknown-word", "text-genration"),
    (8, "ID", "repeated-id", "A-06"),
    (10, "Name", "repeated-entry", "gpt 4.1-mini"),
    (11, "Name", "retired", "Claude 3.5 Haiku"),
    (12, "Licence", "licence-against-access", "proprietary licence"),
    (13, "Output", "refuted-output", "image"),
    (14, "Access", "refuted-openness", "open weights"),
]
Workbook = Callable[[dict[str, list[str]]], bytes]


@pytest.fixture(scope="module")
def report(ai: Taxonomy) -> Report:
    """The report on the list with eleven faults."""
    return (ai + FAULTY).validate()


def told(faults: Sequence[Fault] | Report) -> list[tuple[object, ...]]:
    """The row, column, rule and value of each fault."""
    return [(each.row, each.column, each.rule, each.value) for each in faults]


def test_eleven_planted_faults_are_told_and_nothing_else(ai: Taxonomy, report: Report) -> None:
    assert told(report) == PLANTED and not report
    assert [fault.line for fault in report] == [row for row, *_ in PLANTED]
    sound = (ai + SOUND).validate()
    assert sound and not sound.faults


def test_the_remedies_are_in_the_words_of_the_list(report: Report) -> None:
    for fault in report:
        assert fault.told.startswith(f"row {fault.row}, column {fault.column}: ")
        assert fault.message.endswith(fault.fix) and fault.fix
        assert not any(prefix in fault.told for prefix in ("ait:", "aix:", "ais:", "sh:", "rdf"))
    by_rule = {fault.rule: fault for fault in report}
    assert by_rule["unknown-word"].fix == "did you mean text-generation?"
    assert "retired on 2026-02-19, superseded by Claude Haiku 4.5 (https" in by_rule["retired"].told
    assert "row 9 already as 'GPT-4.1 mini'" in by_rule["repeated-entry"].told


def test_every_format_tells_the_same(ai: Taxonomy, tmp_path: Path, workbook: Workbook) -> None:
    with FAULTY.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    cells = FAULTY.read_text(encoding="utf-8").replace('"text, image"', "text;image")
    files = {
        "a.xlsx": workbook({"Notes": ["Ours"], "Systems": cells.splitlines()}),
        "a.json": json.dumps(rows, indent=1),
        "a.yaml": yaml.safe_dump(rows, sort_keys=False),
        "a.jsonl": "".join(json.dumps(row) + "\n" for row in rows),
        "nested.json": json.dumps({"ours": {"systems": rows}}),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    found = (ai + [tmp_path / name for name in files]).validate()
    for name in files:
        faults = [fault for fault in found if fault.file == str(tmp_path / name)]
        header = 0 if name == "a.xlsx" else 1
        assert [(row + header, *rest) for row, *rest in told(faults)] == PLANTED, name
        assert name == "nested.json" or all(fault.line for fault in faults)


def test_each_form_of_the_report_has_row_and_column(report: Report) -> None:
    faults = report.to_json()["faults"]
    assert [(f["row"], f["column"], f["rule"], f["value"]) for f in faults] == PLANTED
    assert faults[0]["where"] == "Ticket router"
    log = json.loads(report.to_sarif())["runs"][0]
    assert {each["level"] for each in log["results"]} == {"error", "warning"}
    for result, (row, column, rule, _) in zip(log["results"], PLANTED, strict=True):
        region = result["locations"][0]["physicalLocation"]["region"]
        assert (region, result["ruleId"]) == ({"startLine": row}, rule)
        assert result["message"]["text"].startswith(f"row {row}, column {column}: ")
    titles = [rule["shortDescription"]["text"] for rule in log["tool"]["driver"]["rules"]]
    assert "refuted openness" in titles
    for text in (report.to_html(), report.to_text(), report.to_junit()):
        assert all(f"row {row}, column {column}: " in text for row, column, *_ in PLANTED)
    results = [t for t in parse(report.to_turtle(), format=RdfFormat.TURTLE)
               if t.predicate.value.endswith("focusNode")]  # fmt: skip
    assert len(results) == len(PLANTED)


def test_hostile_names_stay_text(ai: Taxonomy, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('name,parameters\n"<b>x</b>: \x07""]",-7\n', encoding="utf-8")
    report = (ai + path).validate()
    assert "<b>x" not in report.to_html() and list(parse(report.to_turtle(), RdfFormat.TURTLE))


HEADER = "name,kind,developer,provider,task,output,licence,access,parameters,released,owner\n"
ROW = "{name},{kind},{developer},Acme,{task},text,{licence},{access},,{released},{owner}\n"
PLAIN = {"name": "Zed", "kind": "model", "developer": "Acme", "task": "text-generation",
         "licence": "MIT", "access": "API", "released": "2025-01", "owner": "Sales"}  # fmt: skip


def findings(ai: Taxonomy, tmp_path: Path, *rows: dict[str, str]) -> list[Fault]:
    """What is wrong, if anything, with a list of such rows."""
    path = tmp_path / "list.csv"
    text = "".join(ROW.format(**PLAIN | row) for row in rows)
    path.write_text(HEADER + text, encoding="utf-8")
    return [each for each in (ai + path).validate() if each.severity != "info"]


WRONG = [
    ({"name": "GPT-4o", "developer": "Google", "licence": ""}, "refuted-developer"),
    ({"name": "GPT-4o", "developer": "OpenAI", "licence": "Apache-2.0"}, "refuted-licence"),
    ({"name": "Whisper", "developer": "OpenAI", "kind": "generative AI"}, "refuted-kind"),
    ({"name": "RoBERTa base", "developer": "Meta"}, "refuted-kind"),
    ({"name": "Mistral 7B", "developer": "Mistral AI", "access": "closed"}, "refuted-openness"),
    ({"licence": "llama3.1", "access": "open source"}, "licence-against-access"),
    ({"licence": "apahce 2.0"}, "unknown-word"),
    ({"access": "open wieghts"}, "unknown-word"),
    ({"kind": "langauge model"}, "unknown-word"),
    ({"released": "30.02.2024"}, "impossible-value"),
]
RIGHT: list[dict[str, str]] = [
    # Names that belong to several, and developers who made something else of the name.
    {"name": "Genie 2 (bio)", "developer": "", "access": "open weights"},
    {"name": "Codex", "developer": "OpenAI", "licence": ""},
    {"name": "GPT-4o", "developer": "Acme", "access": "open weights"},
    {"name": "GPT-4o", "developer": "OpenAI/SenseTime", "licence": ""},
    # What is made from models of a family.
    {"name": "GPT4-x-Vicuna-13b", "developer": "NousResearch", "licence": ""},
    # The dated name of an API, which is not a name of its own in the graph.
    {"name": "claude-opus-4-5-20251101", "developer": "Anthropic", "licence": "",
     "released": ""},
    # What is open may be had from a service, by other terms.
    {"name": "Whisper", "developer": "OpenAI", "licence": "proprietary", "task": ""},
    # Common speech, and weights that stay in use after a service has ended.
    {"name": "ChatGPT", "developer": "OpenAI", "kind": "LLM", "licence": ""},
    {"name": "Mistral 7B", "developer": "Mistral AI", "licence": "Apache-2.0"},
    # Names of licences that differ in what matters, and spellings of two countries.
    {"licence": "Health AI Developer Foundations"},
    {"licence": "LGPL-3.0"}, {"licence": "CC-BY-NC-2.0"}, {"licence": "Non-commercial license"},
    # What is unknown, or may be meant.
    {"licence": "Acme EULA"}, {"task": "herding cats"}, {"released": "05/01/2024"},
    {"released": "1970-01-01"}, {"kind": "gizmo"},
]  # fmt: skip


def test_what_is_wrong_is_told(ai: Taxonomy, tmp_path: Path) -> None:
    rows = [{"name": f"Zed {i}"} | row for i, (row, _) in enumerate(WRONG)]
    rules = {(fault.row, fault.rule) for fault in findings(ai, tmp_path, *rows)}
    assert rules >= {(row, rule) for row, (_, rule) in enumerate(WRONG, 2)}
    assert {row for row, _ in rules} == {*range(2, 2 + len(WRONG))}


def test_what_may_be_right_is_no_fault(ai: Taxonomy, tmp_path: Path) -> None:
    rows = [{"name": f"Zed {i}"} | row for i, row in enumerate(RIGHT)]
    assert told(findings(ai, tmp_path, *rows)) == []


def test_twice_is_the_same_name_and_nothing_new(ai: Taxonomy, tmp_path: Path) -> None:
    rows = [{"name": "Zed"}, {"name": "ZED", "owner": ""}, {"name": "Zed", "owner": "Service"},
            {"name": "Zod"}, {"name": "Zod"}]  # fmt: skip
    found = findings(ai, tmp_path, *rows)
    assert [(fault.row, fault.severity) for fault in found] == [(3, "warning"), (6, "violation")]


def test_ids_that_are_names_tell_apart_and_numbers_do_not(ai: Taxonomy, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    zed, zod = "Zed,Acme,Acme\n", "Zod,Acme,Acme\n"
    rows = f"1,zed-18k,{zed}2,zed-100k,{zed}3,,{zod}4,,{zod}"
    path.write_text(f"No.,id,name,developer,provider\n{rows}", encoding="utf-8")
    (found,) = [each for each in (ai + path).validate() if each.severity != "info"]
    assert (found.row, found.severity) == (5, "warning")


def test_rows_of_one_name_take_no_more_time_each(
    ai: Taxonomy, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from aitaxonomy.linting import doubles

    compared, differ = [], doubles._differ
    monkeypatch.setattr(doubles, "_differ", lambda *a: (compared.append(1), differ(*a))[1])
    path = tmp_path / "a.csv"
    rows = "".join(f"Zedd,owner {i}\n" for i in range(400))
    path.write_text(f"name,owner\n{rows}Zedd,owner 399\n")
    ((finding, (spot,)),) = doubles.doubles((ai + path).content.imports[0])
    assert (finding.rule, spot.row) == ("repeated-entry", 402)
    assert len(compared) < 400 * 60


def test_each_list_of_a_document_has_its_own_columns(ai: Taxonomy, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    models = [{"name": "Zed", "developer": "Acme", "context": 5, "parameters": "-7"}] * 2
    agents = [{"agent": "ChatGPT", "vendor": "OpenAI"}] * 2
    path.write_text(json.dumps({"models": models, "agents": agents}))
    found = [each for each in (ai + path).validate() if each.severity != "info"]
    assert {(each.where, each.row, each.column, each.rule) for each in found} == {
        ("Zed (list models)", 1, "parameters", "impossible-value"),
        ("Zed (list models)", 2, "parameters", "impossible-value"),
        ("Zed (list models)", 2, "name", "repeated-entry"),
        ("ChatGPT (list agents)", 2, "agent", "repeated-entry"),
    }


def test_gaps_are_told_once_and_in_words(ai: Taxonomy, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Tool,Vendor\nZed,Acme\n" + "".join(f"Zod {i},\n" for i in range(30)))
    report = (ai + path).validate()
    assert report and {each.severity for each in report} == {"info"}
    gap = next(each for each in report if each.rule == "missing-developer")
    assert (gap.row, gap.column, gap.value) == (3, "Vendor", None)
    assert gap.told.startswith("row 3, column Vendor: in 30 of 31 entries no developer is named: ")


def test_rows_are_those_of_the_sheet(ai: Taxonomy, tmp_path: Path, workbook: Workbook) -> None:
    """A cell of two lines is one row; a title and an empty row count; each sheet has its own."""
    path = tmp_path / "a.csv"
    path.write_text('Our list\n\nTool,Notes,Parameters\nA,"one\ntwo",7B\nB,,-7\n')
    rows = ["Tool,Parameters", "C,-1B"]
    book = path.with_suffix(".xlsx")
    book.write_bytes(workbook({"One": rows, "Two": [*rows, "D,-7"]}))
    found = [f for f in (ai + path + book).validate() if f.rule == "impossible-value"]
    assert [(fault.where, fault.row, fault.line) for fault in found] == [
        *(("B", 5, 6), ("C (sheet 'One')", 2, 2)),
        *(("C (sheet 'Two')", 2, 2), ("D (sheet 'Two')", 3, 3)),
    ]


def test_what_a_program_writes_for_unknown_is_told_once(ai: Taxonomy, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("name,context_window\n" + "".join(f"Zed {i},-1\n" for i in range(40)))
    (found,) = [each for each in (ai + path).validate() if each.rule == "impossible-value"]
    assert found.severity == "warning" and "stands in 40 rows" in found.told


def test_facts_are_read_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from aitaxonomy.inference.content import Content

    asked, read, fresh = [], Content.systems.func, Taxonomy()
    once = cached_property(lambda content: (asked.append(1), read(content))[1])
    once.__set_name__(Content, "systems")
    monkeypatch.setattr(Content, "systems", once)
    known = {"developer": "OpenAI", "licence": ""}
    findings(fresh, tmp_path, *({"name": name, "owner": str(i)} | known
                                for i, name in enumerate(("GPT-4o", "Whisper") * 9)))  # fmt: skip
    assert asked == [1]


def test_the_commands_tell_the_same(
    ai: Taxonomy,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.setattr("aitaxonomy.cli.queries.Taxonomy", lambda: ai)
    assert main(["classify", str(FAULTY), "--validate", "--format", "csv"]) == 0
    said = capsys.readouterr().err
    assert all(f"row {row}, column {column}: " in said for row, column, *_ in PLANTED)
    path = tmp_path / "a.csv"
    path.write_text("Tool,Zize\nZed,-7\n", encoding="utf-8")
    assert main(["validate", str(path), "--column", "parameters=Zize"]) == 1
    assert "row 2, column Zize: '-7' is not a number" in capsys.readouterr().out


def test_answers_of_an_office_are_held_against_the_graph(ai: Taxonomy, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "Tool,Vendor,Is it generative AI?,Is it an LLM?,Open weights?,Methodology\n"
        "SDXL,Stability AI,yes,yes,yes,\nGPT-4o,OpenAI,yes,yes,yes,\n"
        "FLUX.1 [dev],Black Forest Labs,yes,no,yes,\nCard fraud (v7),,yes,no,,XGBoost\n"
        "scikit-learn,,yes,no,,\nSalesforce Einstein,Salesforce,no,no,,\nBART,,no,no,,\n"
    )
    found = [each for each in (ai + path).validate() if each.severity == "warning"]
    assert [(each.row, each.column, each.rule) for each in found] == [
        (2, "Is it an LLM?", "refuted-kind"), (3, "Open weights?", "refuted-openness"),
        (5, "Is it generative AI?", "kind-against-name"),
        (6, "Is it generative AI?", "kind-against-name"),
        (7, "Is it generative AI?", "refuted-kind"),
    ]  # fmt: skip
    assert "Salesforce Einstein is generative AI" in found[-1].message
