"""The command line: each command, its exit codes, its formats, and what it says of bad input."""

import csv
import io
import json
import os
import re
import shlex
import struct
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from aitaxonomy import StoreCorrupt, Taxonomy, __version__, _data, clock
from aitaxonomy.cli import completion, main
from aitaxonomy.cli.output import print_fitting
from aitaxonomy.cli.parser import _COMMANDS, build
from aitaxonomy.cli.streams import Shown, coloured
from aitaxonomy.inference.alone import Hierarchy
from aitaxonomy.owl.hermit import InferredHierarchy
from aitaxonomy.store import GraphStore
from aitaxonomy.store.shipped_ontology import content_hash, prepare, prepared

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "tests" / "fixtures"
STEP = {"step", "conclusion", "conclusion_owl", "rule", "axiom", "axiom_owl"}
#: The keys of the JSON of a verdict.
VERDICT = {"thing", "kind", "predicate", "verdict", "sense", "note", "proof", "grounds", "missing"}
VERDICT |= {"strict", "members", "basis", "by_convention", "read_as", "proves"}
STEP |= {"premises", "file", "line", "source", "source_tier", "source_locator"}
Scratch = Callable[[str], Path]


@dataclass(frozen=True)
class Done:
    """What a command gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def rows(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.out)))


Run = Callable[..., Done]


@pytest.fixture
def run(ai: Taxonomy, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in this process, on a taxonomy that need not be loaded again."""
    monkeypatch.setattr("aitaxonomy.cli.queries.Taxonomy", lambda: ai)

    def command(*words: str | Path, stdin: str | None = None) -> Done:
        if stdin is not None:
            monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        capsys.readouterr()
        try:
            code = main([str(word) for word in words])
        except SystemExit as error:
            code = int(error.code or 0)
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return Done(code, out, err)

    return command


def read_once(monkeypatch: pytest.MonkeyPatch, ai: Taxonomy, file: Path) -> None:
    """Have the commands that take this file share what was read of it, and concluded."""
    mine = ai + file

    def added(_: Taxonomy, files: list[str]) -> Taxonomy:
        assert files == [str(file)]
        return mine

    monkeypatch.setattr(Taxonomy, "__add__", added)


# --- what the issue wants seen at the end


def test_every_llm_is_generative_ai(run: Run) -> None:
    done = run("ask", "every-llm-is-generative-ai")
    assert done.code == 0
    assert "yes" in done.out
    assert done.err == ""


def test_not_every_generative_ai_is_an_llm(run: Run) -> None:
    done = run("ask", "every-generative-ai-is-an-llm")
    assert done.code == 1
    assert "no" in done.out.splitlines()[0]
    for witness in ("DALL·E 3", "Midjourney", "MusicLM"):
        assert witness in done.out


@pytest.mark.parametrize(
    ("thing", "kind", "verdict", "code"),
    [
        ("DALL·E 3", "LLM", "refuted", 1),
        ("ChatGPT", "ait:LLM", "refuted", 1),
        ("ChatGPT", "LLMTechnology", "entailed", 0),
        ("Runway", "LLMTechnology", "unknown", 3),
        ("LLM", "GenerativeAI", "entailed", 0),
        ("GenerativeAI", "LLM", "refuted", 1),
    ],
)
def test_is(run: Run, thing: str, kind: str, verdict: str, code: int) -> None:
    done = run("is", thing, kind)
    assert (done.code, done.out.splitlines()[0].split(",")[0]) == (code, verdict)
    assert len(done.out.splitlines()) > 1
    document = run("is", thing, kind, "--format", "json")
    assert document.code == code
    assert document.json.keys() == VERDICT
    assert document.json["verdict"] == verdict
    assert document.json["kind"] == f"ait:{kind.removeprefix('ait:')}"
    assert bool(document.json["proof"]) is (verdict != "unknown")
    assert bool(document.json["missing"]) is (verdict == "unknown")
    for number, step in enumerate(document.json["proof"], 1):
        assert step.keys() == STEP
        assert step["step"] == number
        assert all(premise < number for premise in step["premises"])
    rows = run("is", thing, kind, "--format", "csv")
    assert rows.code == code
    assert [row["verdict"] for row in rows.rows] == [verdict]


@pytest.mark.parametrize(
    ("thing", "verdict", "code", "said"),
    [
        ("Claude", "entailed", 0, "decided members of Claude"),
        ("ChatGPT", "entailed", 0, "ChatGPT is an LLM-based system."),
        ("Watson", "unknown", 3, "What would decide"),
    ],
)
def test_both_senses_are_told(run: Run, thing: str, verdict: str, code: int, said: str) -> None:
    done = run("is", thing, "LLM")
    assert (done.code, done.out.splitlines()[0].split(",")[0]) == (code, verdict)
    assert said in " ".join(done.out.split())
    assert "Strictly (ait:LLM): refuted." in done.out
    document = run("is", thing, "LLM", "--format", "json").json
    assert (document["sense"], document["strict"]["verdict"]) == ("everyday", "refuted")
    strict = run("is", thing, "LLM", "--strict", "--format", "json").json
    assert (strict["verdict"], strict["sense"], strict["strict"]) == ("refuted", "strict", None)


def test_no_convention_is_named_that_a_verdict_can_do_without(run: Run) -> None:
    done = run("is", "ChatGPT", "GenerativeAI")
    assert done.out.splitlines()[0] == "entailed"
    assert "convention" not in done.out


def test_conventions_can_be_left_out(run: Run) -> None:
    assert run("is", "Grok 4.6", "LLM").out.splitlines()[0] == "entailed, by convention"
    assert run("is", "Grok 4.6", "LLM", "--without-conventions").code == 3
    assert run("check", "Grok 4.6 is an LLM", "--without-conventions").code == 3


def test_every_generative_ai_an_llm_names_a_witness(run: Run) -> None:
    assert "is one, but is not a large language model" in run("is", "GenerativeAI", "LLM").out


def test_compare_prints_table_and_matrix(run: Run) -> None:
    done = run("compare", "GenerativeAI", "LLM")
    assert done.code == 0
    lines = [line for line in done.out.splitlines() if line]
    assert lines[0].split() == [
        "aspect",
        "generative",
        "AI",
        "large",
        "language",
        "model",
        "source",
    ]
    assert sum("aix:seed-article" in line for line in lines) == 10
    assert any(
        line.startswith("creative art") and line.split()[2:4] == ["High", "Limited"]
        for line in lines
    )


def test_a_module_of_ours_conforms(run: Run) -> None:
    """As all do, see tests/validation/test_fixtures.py; CI asks this command for all of them."""
    done = run("validate", ROOT / "ontology" / "systems" / "national-cancer-institute.ttl")
    assert (done.code, done.out.splitlines()[-1][:9]) == (0, "conforms:"), done.out[-300:]
    # Each fault is reported where it can be mended.
    assert "ontology/systems/" in done.out and "ontology/inferred.ttl" not in done.out


def test_five_faults_are_told_with_their_lines(run: Run, scratch: Scratch) -> None:
    path = scratch(
        """@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
ex:no-label a owl:NamedIndividual , ait:AIModel ;
    ait:developedBy aix:openai ; ait:hasPrimaryModality aix:text ;
    ait:nativelyGenerates aix:text ; dcterms:source <https://example.org/> .

ex:future a owl:NamedIndividual , ait:AIModel ; rdfs:label "Future"@en ;
    ait:announcedOn "2999-01-01"^^xsd:date ; ait:developedBy aix:openai ;
    ait:hasPrimaryModality aix:text ; ait:nativelyGenerates aix:text ;
    dcterms:source <https://example.org/> .

ex:typo a owl:NamedIndividual , ait:AIModel ; rdfs:label "Typo"@en ;
    ait:developdBy aix:openai ; ait:developedBy aix:openai ;
    ait:hasPrimaryModality aix:text ; ait:nativelyGenerates aix:text ;
    dcterms:source <https://example.org/> .

ex:nobody a owl:NamedIndividual , ait:AIModel ; rdfs:label "Nobody"@en ;
    ait:hasPrimaryModality aix:text ; ait:nativelyGenerates aix:text ;
    dcterms:source <https://example.org/> .

ex:negative a owl:NamedIndividual , ait:AIModel ; rdfs:label "Negative"@en ;
    ait:parameterCount -5 ; ait:developedBy aix:openai ;
    ait:hasPrimaryModality aix:text ; ait:nativelyGenerates aix:text ;
    dcterms:source <https://example.org/> .
"""
    )
    done = run("validate", path, "--format", "json")
    assert done.code == 1
    assert done.json.keys() == {"conforms", "faults"}
    assert done.json["conforms"] is False
    starts = {
        f"https://example.org/{line.split()[0][3:]}": number
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if line.startswith("ex:")
    }
    faults = [{**fault, "where": fault["where"].strip("<>")} for fault in done.json["faults"]]
    violations = [fault for fault in faults if fault["severity"] == "violation"]
    for fault in done.json["faults"]:
        assert fault.keys() == {
            "file", "line", "row", "column", "where", "rule", "path", "value", "message",
            "severity",
        }  # fmt: skip
        assert fault["file"] == str(path)
        assert fault["message"].rstrip().endswith(".")
    assert {f["where"] for f in violations} == starts.keys()
    for fault in violations:
        assert starts[fault["where"]] <= fault["line"] <= starts[fault["where"]] + 3
    text = run("validate", path)
    assert text.code == 1
    assert all(f"{path}:{f['line']}" in text.out for f in violations)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.ttl", b""),
        ("binary.ttl", bytes(range(256)) * 4),
        ("cut.ttl", b"@prefix ex: <urn:x:> .\nex:a ex:p"),
        ("misnamed.ttl", b'{"@id": "urn:a", "urn:p": "x"}'),
        ("missing.ttl", None),
    ],
)
def test_unreadable_files(run: Run, tmp_path: Path, name: str, content: bytes | None) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    for words in (
        ("validate", path),
        ("ask", "tasks-of-llms", "--data", path),
        ("is", "LLM", "LLM", "--data", path),
    ):
        done = run(*words)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith(f"aitaxonomy: {path}")
        assert len(done.err.splitlines()) <= 2


def test_reason_by_hermit(
    run: Run, hermit: InferredHierarchy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Taxonomy, "hermit", lambda *_: hermit)
    done = run("reason", "--engine", "hermit", "--format", "json")
    assert done.code == 0
    assert (done.json["consistent"], done.json["unsatisfiable"]) == (True, [])
    assert (done.json["engine"], done.json["proved_by"]) == ("hermit", "HermiT")


def test_what_hermit_cannot_take_is_bad_input(run: Run, java: None, scratch: Scratch) -> None:
    dated = scratch(
        "aix:on a owl:DatatypeProperty ; rdfs:range <http://www.w3.org/2001/XMLSchema#date> ."
    )
    done = run("reason", "--engine", "hermit", "--data", dated)
    assert (done.code, done.out) == (2, "")
    assert "the datatype xsd:date is not in the datatype map of OWL 2" in done.err
    assert f"({dated}:6, rdfs:range of aix:on); change that, or use --engine closure" in done.err


# --- the other commands


def test_reason(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[Hierarchy] = []
    really = Taxonomy.hierarchy

    def once(ai: Taxonomy, *arguments: Any) -> Hierarchy:
        """Reasoned for the first form of output, remembered for the others."""
        if not found:
            found.append(really(ai, *arguments))
        return found[0]

    monkeypatch.setattr(Taxonomy, "hierarchy", once)
    done = run("reason", "--format", "json")
    assert done.code == 0
    assert done.json.keys() == {
        "consistent", "proved_by", "doubts", "engine", "unsatisfiable", "derived", "seconds",
        "clashes",
    }  # fmt: skip
    assert (done.json["consistent"], done.json["unsatisfiable"]) == (None, [])
    assert any("owl:unionOf as a superclass" in each for each in done.json["doubts"])
    assert done.json["derived"] > 3000
    text = run("reason").out.splitlines()
    assert text[0] == "no contradiction found"
    assert text[1].startswith("  not certain: ")
    assert "--engine hermit" in text[len(done.json["doubts"]) + 1]
    assert "unsatisfiable classes: none" in text
    pairs = run("reason", "--format", "csv").rows
    assert {"narrower": "ait:LLM", "wider": "ait:GenerativeAI"} in pairs


def test_reason_lists_axioms_without_a_rule(
    run: Run, ai: Taxonomy, scratch: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Taxonomy, "hierarchy", lambda *_: Hierarchy([], [], 0))
    assert run("reason", "--explain").out.endswith("every axiom has a rule form\n")
    assert run("reason", "--explain", "--format", "json").json["without_rule"] == []
    partly = scratch(
        "aix:Trio a owl:Class ; rdfs:subClassOf [ owl:unionOf ( ait:LLM [ a owl:Restriction ;"
        " owl:onProperty ait:poweredBy ; owl:minQualifiedCardinality 3 ; owl:onClass ait:LLM ] ) ]"
        " . ait:LLM owl:unheardOf ait:AIModel ."
    )
    read_once(monkeypatch, ai, partly)
    found = run("reason", "--explain", "--data", partly, "--format", "json").json["without_rule"]
    where = {"file": str(partly), "line": 6}
    assert found == [
        {
            "axiom": "Trio SubClassOf LLM or (poweredBy min 3 LLM)",
            "reason": "only in part: poweredBy min 3 LLM",
        }
        | where,
        {
            "axiom": "ait:LLM owl:unheardOf ait:AIModel",
            "reason": "not read: the property is not declared for such a value",
        }
        | where,
    ]
    text = run("reason", "--explain", "--data", partly).out
    for each in found:
        assert f"no rule for: {each['axiom']} ({each['reason']}; {partly}:6)" in text


@pytest.mark.judges
def test_contradicting_data(
    run: Run, ai: Taxonomy, scratch: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    clashing = scratch("aix:gpt-4 ait:nativelyGenerates aix:music .")
    read_once(monkeypatch, ai, clashing)
    done = run("reason", "--data", clashing, "--format", "json")
    assert done.code == 1
    assert done.json["consistent"] is False
    assert any(f"{clashing}:6" in clash for clash in done.json["clashes"])
    for words in (("is", "GPT-4", "LLM"), ("ask", "tasks-of-llms")):
        done = run(*words, "--data", clashing)
        assert (done.code, done.out) == (2, "")
        assert len(done.err.splitlines()) <= 2


def test_ask_lists_all_questions(run: Run) -> None:
    done = run("ask", "--format", "json")
    assert done.code == 0
    assert len(done.json) >= 20
    assert all(entry["question"].endswith("?") for entry in done.json)
    defaults = {entry["name"]: entry["parameters"] for entry in done.json}
    assert defaults["tasks-of-llms"] == {"kind": "ait:LLMTechnology"}
    assert defaults["models-that-power-a-product"]["date"] == clock.today()
    table = run("ask").out
    assert all(entry["name"] in table and entry["question"] in table for entry in done.json)


def test_ask_json(run: Run) -> None:
    done = run("ask", "tasks-of-llms", "--format", "json")
    assert done.code == 0
    keys = {"question", "title", "parameters", "answer", "columns", "rows", "source"}
    assert done.json.keys() == keys
    assert done.json["parameters"] == {"kind": "ait:LLMTechnology"}
    assert done.json["answer"] is None
    assert done.json["columns"] == ["task", "label", "systems"]
    assert all(row.keys() == {"task", "label", "systems"} for row in done.json["rows"])
    assert "aix:summarization" in {row["task"] for row in done.json["rows"]}
    for name, code, answer in (
        ("every-llm-is-generative-ai", 0, True),
        ("every-generative-ai-is-an-llm", 1, False),
    ):
        done = run("ask", name, "--format", "json")
        assert (done.code, done.json["answer"]) == (code, answer)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--system", "GPT-4"), 0),
        (("--system=aix:gpt-4",), 0),
        (("--system", "MusicLM"), 1),
        (("--system", "Runway", "--kind", "LLMTechnology"), 3),
    ],
)
def test_ask_with_parameters(run: Run, words: tuple[str, ...], code: int) -> None:
    assert run("ask", "dall-e-is-an-llm", *words).code == code


def test_a_day_that_is_not_given_is_today(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each answer says with what it was asked; rows for machines stay as they are."""
    monkeypatch.setattr("aitaxonomy.clock.today", lambda: "2025-01-02")
    words = ("ask", "models-that-power-a-product")
    assert run(*words).out.splitlines()[1] == "product: ChatGPT; date: 2025-01-02 (today)"
    assert run(*words, "--format", "json").json["parameters"] == {
        "product": "aix:chatgpt",
        "date": "2025-01-02",
    }
    given = run(*words, "--date", "2023-06-30", "--format", "csv")
    assert given.err == "aitaxonomy: product: ChatGPT; date: 2023-06-30\n"
    assert given.out.startswith("model,label,status,since\n")
    assert given.rows != run(*words, "--format", "csv").rows


@pytest.mark.parametrize("place", [1, 2])
def test_the_help_of_a_question_lists_its_parameters(
    run: Run, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    monkeypatch.setattr("aitaxonomy.clock.today", lambda: "2024-01-02")

    def lines(name: str) -> list[str]:
        words = ["ask", name]
        words.insert(place, "--help")
        return run(*words).out.splitlines()

    assert lines("models-that-power-a-product") == [
        "usage: aitaxonomy ask models-that-power-a-product [--product VALUE] [--date VALUE]",
        "",
        "Which models power a product, at a date?",
        "",
        "parameters:",
        "  --product  default: ChatGPT",
        "  --date     default: 2024-01-02 (today)",
    ]
    assert "  --way           natively, any; default: natively" in lines("shortlist")
    assert lines("disagreements-between-sources")[-1] == "It has no parameters."
    assert run("ask", "--help").out.startswith("usage: aitaxonomy ask [")


@pytest.mark.parametrize("separator", [",", "\t"])
def test_ask_csv_and_tsv(run: Run, separator: str) -> None:
    format = "csv" if separator == "," else "tsv"
    lines = run("ask", "suitability-for-a-use-case", "--format", format).out.splitlines()
    assert lines[0].split(separator)[:2] == ["approach", "label"]
    assert len(lines) == 3


def test_ask_prints_steps_as_a_tree(run: Run) -> None:
    lines = run("ask", "descendants-of", "--system", "LLaMA").out.splitlines()
    assert lines[1:3] == ["system: LLaMA", "Code Llama 34B"]
    assert "└── Vicuna-13B (fine-tuned)" in lines
    assert "    ├── LLaVA (fine-tuned)" in lines
    assert lines.index("Llama 2 70B") > lines.index("LLaMA 65B")
    rows = run("ask", "descendants-of", "--system", "LLaMA", "--format", "csv").rows
    # No model there has two parents among the others, so that each step is one line.
    roots = {row["parent"] for row in rows} - {row["descendant"] for row in rows}
    assert len(lines) == 2 + len(roots) + len(rows)
    assert run("ask", "descendants-of", "--system", "Midjourney").out.endswith("journey\nnone\n")


def test_steps_in_a_circle_come_to_an_end(run: Run, scratch: Scratch) -> None:
    circle = scratch(
        """
        ex:a a owl:NamedIndividual , ait:AIModel ; rdfs:label "A" ; ait:fineTunedFrom ex:b .
        ex:b a owl:NamedIndividual , ait:AIModel ; rdfs:label "B" ; ait:distilledFrom ex:a .
        """
    )
    words = ("ask", "descendants-of", "--system", "https://example.org/a", "--data", circle)
    assert run(*words).out.splitlines()[2:] == ["A", "└── B (distilled)"]


def test_why(run: Run) -> None:
    done = run("why", "DALL·E 3", "LLM")
    assert done.code == 0
    assert "ontology/" in done.out
    document = run("why", "DALL·E 3", "LLM", "--format", "json")
    assert document.json.keys() == VERDICT
    rows = run("why", "DALL·E 3", "LLM", "--format", "csv").rows
    assert len(rows) == len(document.json["proof"])
    unknown = run("why", "Runway", "LLMTechnology")
    assert unknown.code == 1
    assert unknown.out.startswith("no proof: ")


def test_a_first_proof_tells_where_an_axiom_stands() -> None:
    assert "(ontology/core.ttl:" in str(Taxonomy().why("LLM", "GenerativeAI"))


def on_terminal(*words: str, columns: int = 80) -> str:
    """What a command shows on a terminal of that width, standard error included."""
    fcntl, pty, termios = map(pytest.importorskip, ("fcntl", "pty", "termios"))
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")}
    shown = b""
    with subprocess.Popen(
        [sys.executable, "-m", "aitaxonomy", *words],
        stdin=theirs, stdout=theirs, stderr=theirs, env=environment,
    ):  # fmt: skip
        os.close(theirs)
        with suppress(OSError):  # how Linux says that nobody holds the other end any more
            while part := os.read(ours, 65536):
                shown += part
        os.close(ours)
    return shown.decode().replace("\r\n", "\n")


def test_a_proof_fits_a_terminal() -> None:
    shown = on_terminal("why", "ChatGPT", "MultimodalPlatform")
    lines = shown.splitlines()
    assert all(len(line) <= 80 or len(line.split()) == 1 for line in lines)  # an address is whole
    assert len(lines) > 20
    steps = [line for line in lines if line[:3].strip().isdigit() and line[3:5] == ". "]
    assert len(steps) > 8
    assert "ontology/systems/openai.ttl:" in shown
    assert " ".join(shown.split()) == " ".join(_process(
        "why", "ChatGPT", "MultimodalPlatform", encoding="utf-8").stdout.split())  # fmt: skip


def test_a_table_fits_a_terminal() -> None:
    """Cells are cut, columns left out, and both are reported; where all fits, nothing is."""

    def shown(*words: str, columns: int) -> str:
        return re.sub("\x1b.*?m", "", on_terminal(*words, columns=columns))

    lines = shown("search", "diffusion", columns=70).splitlines()
    assert max(map(len, lines[:-1])) <= 70
    assert sum("…" in line for line in lines) > 5
    assert lines[-1].endswith("rows are cut; --format csv has all")
    narrow = shown("classify", "examples/models.csv", columns=60)
    table = narrow[narrow.rindex("name  ") :].split("aitaxonomy: ")[0]
    assert max(map(len, table.splitlines())) <= 60
    assert "Llama 3.1 8B " in table and "GenerativeAI" in table and "…" not in table
    assert "columns not shown: iri, kinds, " in narrow and "--format csv has all" in narrow
    wide = shown("classify", "examples/models.csv", columns=400)
    assert "https://w3id.org/" in wide and "not shown" not in wide and "are cut" not in wide


@pytest.mark.parametrize(("columns", "shown"), [(12, 1), (33, 2), (64, 3)])
def test_wide_characters_and_long_cells_are_measured(
    columns: int, shown: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("LINES", "5")
    rows = [("大規模言語モデル" * 3, "b" * 5000, "c\nd" * 20, ""), ("", "", "\x1b[2J", "")]
    told = print_fitting(("name", "two", "three", ""), rows, ("three",))
    out = re.sub("\x1b.*?m", "", capsys.readouterr().out)
    assert max(map(cell_len, out.splitlines())) <= columns
    assert len(out.splitlines()) == 4 and "…" in out and "\x1b" not in out
    assert ("three" in out, "two" in out) == (shown == 3, shown >= 2)
    assert (told.partition(";")[0] == "3 columns not shown: two, three, ") == (shown == 1)


def test_a_terminal_gets_no_workbook() -> None:
    assert "send it to a file, as in > a.xlsx" in on_terminal("search", "LLM", "--format", "xlsx")


def test_show(run: Run) -> None:
    done = run("show", "LLM")
    assert done.code == 0
    assert done.out.startswith(
        "large language model  (class ait:LLM)\ndefinition: A language model"
    )
    assert "\nexample: GPT-4" in done.out
    assert "\ncounter-example: BERT" in done.out
    assert "\nnote: A transformer is typical" in done.out
    document = run("show", "GPT-4", "--format", "json").json
    assert document["name"] == "aix:gpt-4"
    assert {"iri", "label", "definition", "parents", "facts", "sources"} <= document.keys()
    rows = run("show", "GPT-4", "--format", "csv").rows
    assert {"property": "developed by", "value": "OpenAI"}.items() <= rows[0].items() or any(
        row["property"] == "developed by" and row["value"] == "OpenAI" for row in rows
    )


def test_show_gives_a_value_once_with_all_its_sources(run: Run) -> None:
    box = " ".join(run("show", "Stable Diffusion XL").out.split())
    found = re.search(r"weights released on: 2023-07-26 (?:\(preferred\) )?\[(\d+), (\d+)", box)
    assert found and box.count("2023-07-26") == 1
    for number in found.groups():
        assert re.search(rf"source {number}: https://.+? \((?:word of|catalogue|press)", box)


def test_tree(run: Run) -> None:
    done = run("tree", "GenerativeAI")
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[0] == "generative AI"
    assert any(line.endswith("── large language model") for line in lines)
    whole = run("tree").out
    assert "── transformer" in whole
    assert "GPT-4" not in whole
    assert "GPT-4" in run("tree", "LLM", "--instances").out


_NODE = ("term", "label", "ancestors")


def test_tree_as_json(run: Run) -> None:
    def count(node: dict[str, Any]) -> int:
        assert list(node) in (["term", "label", "children"], [*_NODE, "children"])
        return 1 + sum(map(count, node["children"]))

    tree = run("tree", "LLMTechnology", "--format", "json").json
    assert (tree["term"], tree["label"]) == ("ait:LLMTechnology", "LLM technology")
    assert tree["children"][0]["term"] == "ait:LLM"
    assert count(tree) == len(run("tree", "LLMTechnology").out.splitlines())
    roots = run("tree", "--format", "json").json
    assert [root["term"] for root in roots][:2] == ["ait:AIArtifact", "ait:Modality"]
    assert sum(map(count, roots)) == len([x for x in run("tree").out.splitlines() if x])


def test_search(run: Run) -> None:
    done = run("search", "diffus")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0].split("\t") == ["term", "label", "kind", "definition"]
    assert lines[1].startswith("ait:DiffusionModel\t")
    found = run("search", "diffus", "--format", "json").json
    assert all(list(each) == ["term", "label", "kind", "definition"] for each in found)
    assert len(found) == len(lines) - 1
    assert found == run("search", "diffus", "--format", "csv").rows
    assert found[0]["definition"].endswith(".")
    assert run("search", "dall", "e", "3", "--format", "json").json[0]["term"] == "aix:dall-e-3"


def test_search_finds_nothing(run: Run) -> None:
    for words, out in (((), ""), (("--format", "json"), "[]\n")):
        done = run("search", "qqqqq", *words)
        assert (done.code, done.out) == (1, out)
        assert done.err.startswith("aitaxonomy: nothing has 'qqqqq' in a name")


def test_queries_know_our_prefixes(run: Run) -> None:
    query = "ASK { aix:gpt-4 a ait:LLM . ait:LLM rdfs:subClassOf ait:GenerativeAI ; a owl:Class }"
    assert run("sparql", "-", "--format", "json", stdin=query).json["boolean"] is True
    own = f"PREFIX ait: <urn:mine:>\n{query}"
    assert run("sparql", "-", "--format", "json", stdin=own).json["boolean"] is False


@pytest.mark.parametrize(
    ("query", "said", "line", "column"),
    [
        ("SELECT ?x WHRE { ?x a ait:LLM }", "1:11: unexpected 'WHRE'; did you mean WHERE?", 1, 11),
        ("SELECT ?x\n{ ?x a atx:LLM }", "2:8: the prefix atx: is not declared; did you mean", 2, 8),
        (
            "ASK { ?x a zz:LLM }",
            "1:12: the prefix zz: is not declared; add PREFIX zz: <...>",
            1,
            12,
        ),
        ("ASK {\n\t?x a\t}", "2:7: unexpected '}'", 2, 7),
        ("# from here\nSELECT *\n{ ?x ?y", "3:8: unexpected end", 3, 8),
        ("SELECT ?x { ?x a ?y } LIMT 5", "1:23: unexpected 'LIMT'; did you mean LIMIT?", 1, 23),
        ("SELECT * { BIND(1 AS ?x) BIND(2 AS ?x) }", "1:41: what comes before this", 1, 41),
    ],
)
def test_faults_of_a_query_are_shown_in_their_place(
    run: Run, query: str, said: str, line: int, column: int
) -> None:
    done = run("sparql", "-", stdin=query)
    assert (done.code, done.out) == (2, "")
    message, text, caret = done.err.splitlines()
    assert message.startswith("aitaxonomy: the query is not valid SPARQL 1.1: ")
    assert said in message
    assert text == "  " + query.split("\n")[line - 1].replace("\t", " ")
    assert caret == " " * (column + 1) + "^"


def test_what_is_wrong_with_a_query_as_a_whole_is_one_line(run: Run) -> None:
    done = run("sparql", "-", stdin="SELECT ?y (COUNT(?x) AS ?n) { ?x a ?y }")
    assert done.err.splitlines() == [
        "aitaxonomy: the query is not valid SPARQL 1.1: "
        "The SELECT contains a variable that is unbound"
    ]


def test_sparql(run: Run, tmp_path: Path) -> None:
    query = "SELECT ?s ?p { ?s ?p ?o } LIMIT 9"
    path = tmp_path / "query.rq"
    path.write_text(query)
    document = run("sparql", path, "--format", "json")
    assert document.code == 0
    assert document.json.keys() == {"head", "results"}
    assert document.json["head"] == {"vars": ["s", "p"]}
    assert len(document.json["results"]["bindings"]) == 9
    long = f"SELECT ?s {{ ?s a ait:LLM FILTER(?s != <urn:{'x' * 300}>) }} LIMIT 1"
    assert len(run("sparql", long, "--format", "csv").out.splitlines()) == 2, "no name of a file"
    cut = run("sparql", "-", "--format", "json", "--limit", "4", stdin=query)
    assert cut.json["truncated"] is True
    assert len(cut.json["results"]["bindings"]) == 4
    assert "cut after 4 rows" in cut.err
    assert len(run("sparql", path, "--format", "csv").out.splitlines()) == 10
    answer = run("sparql", "-", "--format", "json", stdin="ASK { ?s ?p ?o }").json
    assert answer == {"head": {}, "boolean": True}
    turtle = run("sparql", "-", stdin="CONSTRUCT WHERE { ?s ?p ?o } LIMIT 2").out
    assert turtle.count("<") >= 2
    kind = "ASK { <https://w3id.org/aitaxonomy/id/gpt-4> a <https://w3id.org/aitaxonomy#LLM> }"
    for words, truth in (((), True), (("--asserted",), False)):
        done = run("sparql", "-", "--format", "json", *words, stdin=kind)
        assert done.json["boolean"] is truth
    explained = run("sparql", path, "--explain", "--asserted")
    assert explained.out.startswith("reads the asserted graph, at most 10000 rows in 30 s")


def test_compare_json(run: Run) -> None:
    document = run("compare", "GenerativeAI", "LLM", "--format", "json").json
    assert document.keys() == {"a", "b", "aspects", "use_cases"}
    assert (document["a"], document["b"]) == ("ait:GenerativeAI", "ait:LLM")
    assert all(row.keys() == {"aspect", "a", "b", "source"} for row in document["aspects"])
    assert all(row.keys() == {"use_case", "a", "b", "source"} for row in document["use_cases"])
    assert (len(document["aspects"]), len(document["use_cases"])) == (5, 5)
    assert len(run("compare", "GenerativeAI", "LLM", "--format", "csv").rows) == 10


def test_claims(run: Run) -> None:
    document = run("claims", "--format", "json").json
    assert {claim["verdict"] for claim in document} >= {"holds", "holds with exceptions"}
    text = next(c for c in document if c["check"] == "llms-handle-text-only")
    assert "aix:gpt-4o" in text["exceptions"]
    meant = next(c for c in document if c["verdict"] == "true by definition")
    assert all(term.startswith("ait:") for term in meant["by_definition"])
    assert next(c for c in document if c["verdict"] == "undecided")["note"]
    assert "GPT-4o" in (shown := run("claims").out)
    assert "true by definition" in shown


def test_validate_formats(run: Run, ai: Taxonomy, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of each of two files the report is made once and written in all formats."""
    starts = {"json": "{", "sarif": "{", "html": "<!doctype", "junit": "<?xml", "ttl": "@prefix"}
    valid = FIXTURES / "valid" / "minimal-model.ttl"
    faulty = FIXTURES / "invalid" / "artifact-without-label.ttl"
    written = {}
    for file in (valid, faulty):
        report = (ai + file).validate()
        with monkeypatch.context() as patch:
            patch.setattr(Taxonomy, "validate", lambda *_, made=report, **__: made)
            for format in ("text", *starts):
                written[file, format] = run("validate", file, "--format", format)
    for format in ("text", *starts):
        one, other = written[valid, format], written[faulty, format]
        assert (one.code, one.err, other.code) == (0, "", 1)
        assert other.out.lower().startswith(starts.get(format, ""))
        assert other.out != one.out


def test_export_and_where(run: Run, tmp_path: Path) -> None:
    done = run("export", tmp_path / "out", "--format", "ntriples")
    assert done.code == 0
    assert all(Path(line).stat().st_size > 100_000 for line in done.out.splitlines())
    refused = run("export", tmp_path / "other", "--format", "excel")
    assert (refused.code, refused.out) == (2, "")
    assert "take one of turtle" in refused.err
    where = dict(line.split("\t") for line in run("where").out.splitlines())
    assert where.keys() == {"ontology", "queries", "shapes", "inferred"}
    assert all(Path(path).exists() for path in where.values())


def test_format(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("@prefix ex: <urn:x:> . ex:b ex:p ex:a . ex:a ex:p 1 .")
    check = run("format", "--check", path)
    assert (check.code, check.out) == (1, f"{path}: not canonical\n")
    assert "run `aitaxonomy format`" in check.err
    done = run("format", path)
    assert (done.code, done.out) == (0, f"{path}: formatted\n")
    assert path.read_text().endswith("ex:a ex:p 1 .\n\nex:b ex:p ex:a .\n")
    assert run("format", "--check", path).code == 0


# --- bad input


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("ask", "evry-llm-is-generative-ai"), "did you mean every-llm-is-generative-ai"),
        (("ask", "tasks-of-llms", "--knd", "LLM"), "no parameter 'knd'; it has: kind"),
        (("ask", "tasks-of-llms", "LLM"), "'LLM' is not a parameter: write --NAME VALUE"),
        (("ask", "tasks-of-llms", "--kind"), "'--kind' is not a parameter: write --NAME VALUE"),
        (("ask", "tasks-of-llms", "--kind", "LLLM"), "nothing is called 'LLLM'; did you mean"),
        (("ask", "--kind=LLM"), "name the question before its parameters"),
        (("is", "ChtPGT", "LLM"), "nothing is called 'ChtPGT'; did you mean 'ChatGPT'"),
        (("is", "ChatGPT", "LLLM"), "nothing is called 'LLLM'; did you mean"),
        (("why", "x", "LLM"), "nothing is called 'x'"),
        (("show", "Generativ AI"), "did you mean"),
        (("tree", "Generativ AI"), "did you mean"),
        (("compare", "LLM", "qqqqq"), "nothing is called 'qqqqq'; `search` finds terms"),
        (("sparql", "no-such-file.rq"), "no-such-file.rq: not a query, and not a readable file"),
        (("format", "no-such-file.ttl"), "no-such-file.ttl: no readable Turtle file"),
    ],
)
def test_bad_input(run: Run, words: tuple[str, ...], message: str) -> None:
    done = run(*words)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert done.err.startswith("aitaxonomy: ")
    assert len(done.err.splitlines()) <= 2


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE is refused"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "updates are refused"),
        ("SELECT", "not valid|cannot be run"),
        ("ASK {" + "{" * 200 + "}" * 201, "nests 201 levels deep"),
    ],
)
def test_bad_queries(run: Run, query: str, message: str) -> None:
    import re

    done = run("sparql", "-", stdin=query)
    assert (done.code, done.out) == (2, "")
    assert re.search(message, done.err)
    assert len(done.err.splitlines()) in (1, 3)


def test_slow_query(run: Run) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    done = run("sparql", "-", "--timeout", "0.3", stdin=query)
    assert (done.code, done.out) == (2, "")
    assert "stopped after 0.3 s" in done.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("no-such",), "unknown command 'no-such'; take one of is, why, check"),
        (("describe", "LLM"), "unknown command 'describe'; did you mean 'show'?"),
        (("shwo", "LLM"), "unknown command 'shwo'; did you mean 'show'?"),
        (("is", "LLM"), "the following arguments are required: kind"),
        (("is", "LLM", "LLM", "--zz"), "unknown option --zz; take one of"),
        (("is", "LLM", "LLM", "LLM"), "too many arguments: LLM"),
        (("show", "LLM", "--formt=json"), "unknown option --formt; did you mean '--format'?"),
        (("show", "LLM", "--format", "jsno"), "--format cannot be 'jsno'; did you mean 'json'?"),
        (("tree", "--format", "x"), "--format cannot be 'x'; take one of text, json"),
        (("reason", "--engine", "hermti"), "--engine cannot be 'hermti'; did you mean 'hermit'?"),
    ],
)
def test_wrong_usage(run: Run, words: tuple[str, ...], message: str) -> None:
    done = run(*words)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"aitaxonomy: {message}")
    assert len(done.err.splitlines()) <= 2
    assert " --help)" in done.err


@pytest.mark.parametrize(
    ("words", "type_", "message"),
    [
        (("show", "ChtGPT"), "UnknownTerm", "did you mean 'ChatGPT'"),
        (("ask", "tasks-of-lms"), "UnknownQuestion", "did you mean tasks-of-llms"),
        (("shwo",), "UsageError", "did you mean 'show'?"),
        (("sparql", "no-such.rq"), "ImportFault", "No such file or directory"),
        (("recommend",), "QueryRefused", "nothing is asked for"),
    ],
)
def test_errors_as_json(run: Run, words: tuple[str, ...], type_: str, message: str) -> None:
    for format in (("--format", "json"), ("--format=json",)):
        done = run(*words, *format)
        assert (done.code, done.out) == (2, "")
        error = json.loads(done.err)
        assert list(error) == ["error"]
        assert list(error["error"]) == ["type", "message"]
        assert error["error"]["type"] == type_
        assert message in error["error"]["message"]


@pytest.mark.parametrize(
    ("words", "read_as", "verdict"),
    [
        (("ChtGPT", "LLM"), "ChatGPT", 0),
        (("ChatGPT", "larg language model"), "large language model", 0),
        (("midjourny", "genrative AI"), "Midjourney; generative AI", 0),
    ],
)
def test_a_misspelling_is_read_and_told(
    run: Run, words: tuple[str, ...], read_as: str, verdict: int
) -> None:
    done = run("is", *words)
    assert (done.code, done.err) == (verdict, "")
    told = [line.removeprefix("Read as: ") for line in done.out.splitlines() if "Read as" in line]
    assert "; ".join(told) == read_as


def test_a_large_multimodal_model_is_a_name_and_no_misspelling(run: Run) -> None:
    done = run("is", "GPT-4o", "LMM")
    assert done.code == 0
    assert "Read as" not in done.out
    assert "multimodal large language model" in done.out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("show", "atx:LLM"), "atx: is not a prefix of ours; did you mean 'ait:LLM'?"),
        (("is", "ai:gpt-4", "LLM"), "ai: is not a prefix of ours; did you mean 'aix:gpt-4'?"),
    ],
)
def test_a_misspelt_prefix(run: Run, words: tuple[str, ...], message: str) -> None:
    assert run(*words).err == f"aitaxonomy: {message}\n"


def test_a_file_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run("export", tmp_path / "file" / "folder", "--format", "ntriples")
    assert (done.code, done.out) == (2, "")
    assert done.err == f"aitaxonomy: {tmp_path / 'file' / 'folder'}: Not a directory\n"


def test_a_site_where_a_file_is_is_refused_before_it_is_made(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aitaxonomy.site.build", None)
    (tmp_path / "file").write_text("")
    assert run("site", tmp_path / "file").err == f"aitaxonomy: {tmp_path / 'file'}: File exists\n"


def test_a_fault_of_ours_is_one_line_and_no_answer(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("two\nlines")

    monkeypatch.setattr(Taxonomy, "compare", broken)
    done = run("compare", "LLM", "GenerativeAI")
    assert (done.code, done.out) == (70, "")
    assert done.err.startswith("aitaxonomy: a fault of this program, at test_cli.py:")
    assert len(done.err.splitlines()) == 1
    assert "please report it" in done.err


COMMANDS = list(_COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(run: Run, command: str) -> None:
    assert f"\n  {command} " in run("--help").out
    done = run(command, "--help")
    assert done.code == 0
    assert f"usage: aitaxonomy {command}" in done.out
    assert f"\nexample:\n  aitaxonomy {command}" in done.out


def test_every_option_says_what_it_is() -> None:
    commands = next(a.choices for a in build()._actions if isinstance(a.choices, dict))
    assert list(commands) == COMMANDS
    silent = [(n, a.dest) for n, each in commands.items() for a in each._actions if not a.help]
    assert silent == []


@pytest.mark.parametrize(
    "command",
    [
        c
        for c in COMMANDS
        if c not in ("diff", "export", "reason", "claims", "site", "serve", "mcp")
    ],
)
def test_every_example_runs(
    run: Run, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    example = run(command, "--help").out.rpartition("example:\n  aitaxonomy ")[2]
    done = run(*shlex.split(example))
    assert done.code in (0, 1)
    assert done.out or (tmp_path / "models.ttl").stat().st_size


def test_reading_commands_take_data(run: Run, scratch: Scratch) -> None:
    path = scratch(
        """ex:mine a owl:NamedIndividual , ait:AIModel ; rdfs:label "Mine"@en ;
            ait:nativelyGenerates aix:music ."""
    )
    assert run("is", "Mine", "MusicGenerator", "--data", path).code == 0
    assert run("is", "Mine", "MusicGenerator").code == 2


# --- as a process


def _process(*words: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "aitaxonomy", *words],
        capture_output=True,
        check=False,
        timeout=60,
        **{"text": True, **options},
    )


def test_as_a_module() -> None:
    done = _process("--version")
    version = f"aitaxonomy {__version__} (ontology {__version__})\n"
    assert (done.returncode, done.stdout) == (0, version)
    done = _process("is", "ChatGPT", "LLM", "--format", "csv")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "thing,kind,verdict\nChatGPT,large language model,entailed\n"
    done = _process("is", "ChatGPT", "LLM", "--strict", "--format", "csv")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == "thing,kind,verdict\nChatGPT,large language model,refuted\n"


def test_the_reader_may_stop_reading() -> None:
    reader, writer = os.pipe()
    with subprocess.Popen(
        [sys.executable, "-m", "aitaxonomy", "tree", "--instances"],
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        os.close(writer)
        os.close(reader)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")


def test_output_is_utf8_wherever_it_goes() -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    done = _process("show", "dall-e-3", env=environment, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("DALL·E 3  (individual aix:dall-e-3)")


# --- on a terminal and in a shell


def test_verdicts_are_coloured_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    everyday = "entailed, in the everyday sense"
    assert on_terminal("is", "ChatGPT", "LLM").startswith(f"\x1b[32m{everyday}\x1b[0m\n")
    strict = on_terminal("is", "ChatGPT", "ait:LLM")
    assert strict.startswith("\x1b[31mrefuted\x1b[0m\n")


@pytest.mark.parametrize(
    ("environment", "shown"),
    [
        ({"TERM": "xterm"}, "\x1b[32myes\x1b[0m"),
        ({"TERM": "xterm", "NO_COLOR": ""}, "\x1b[32myes\x1b[0m"),
        ({"TERM": "xterm", "NO_COLOR": "1"}, "yes"),
        ({"TERM": "dumb"}, "yes"),
    ],
)
def test_colours_can_be_refused(
    environment: dict[str, str], shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("WT_SESSION", "a terminal of Windows that takes codes")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert coloured("yes", "green") == "yes"
    written = io.StringIO()
    monkeypatch.setattr("sys.stdout", Shown(written))
    print(coloured("yes", "green"), end="")
    assert written.getvalue() == shown


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("aitaxonomy sh", {"show"}),
        ("aitaxonomy is dall-e-", {"dall-e-1", "dall-e-2", "dall-e-3"}),
        ("aitaxonomy is dall-e-3 LLMT", {"LLMTechnology"}),
        ("aitaxonomy ask every-llm", {"every-llm-is-generative-ai"}),
        ("aitaxonomy tree --inst", {"--instances"}),
        ("aitaxonomy tree --format ", {"text", "json"}),
        ("aitaxonomy export out --format rdf", {"rdfxml"}),
        ("aitaxonomy import hugg", {"huggingface"}),
        ("aitaxonomy search diff", set()),
    ],
)
def test_a_shell_completes(line: str, offered: set[str], tmp_path: Path) -> None:
    told = tmp_path / "told"
    environment = {
        **os.environ, "_ARGCOMPLETE": "1", "_ARGCOMPLETE_IFS": "\n", "COMP_LINE": line,
        "COMP_POINT": str(len(line)), "_ARGCOMPLETE_STDOUT_FILENAME": str(told),
        "_ARGCOMPLETE_SUPPRESS_SPACE": "1",
    }  # fmt: skip
    done = _process(env=environment, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    found = set(told.read_text().split("\n")) - {""}
    assert offered <= found
    assert all(each.startswith(line.rpartition(" ")[2]) for each in found)
    assert bool(found) is bool(offered)


def test_completion_loads_nothing() -> None:
    code = (
        "import sys; from aitaxonomy.cli import completion, parser; parser.build();"
        "completion.terms(), completion.questions(), completion.inventories();"
        "print({'pyoxigraph', 'polars', 'rdflib', 'rich'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_completion_knows_all_terms(ai: Taxonomy) -> None:
    ours = {t.curie.partition(":")[2] for t in ai if t.curie.startswith(("ait:", "aix:"))}
    assert set(completion.terms()) == ours


# --- an ontology that somebody is working on


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Path:
    """An ontology whose first file has a fault in its last line; commands load it anew."""
    first, *others = _data.ontology_files()
    path = tmp_path / first.name
    path.write_text(first.read_text(encoding="utf-8") + "ait:X a ;\n", encoding="utf-8")
    monkeypatch.setattr(_data, "ontology_files", lambda: (path, *others))
    monkeypatch.setattr("aitaxonomy.store.shipped_ontology._on_disk", lambda: (path, *others))
    monkeypatch.setattr("aitaxonomy.cli.queries.Taxonomy", Taxonomy)
    monkeypatch.setattr("aitaxonomy.inference.content.shipped_folder", lambda: None)
    return path


@pytest.mark.parametrize(
    "words",
    ["ask tasks-of-llms", "is ChatGPT LLM", "why ChatGPT LLM", "search text", "show LLM",
     "tree LLM", "sparql examples/llms-that-do-not-only-write.rq", "compare LLM GenerativeAI",
     "recommend --content image", "claims", "validate examples/inventory.ttl",
     "classify examples/models.csv", "import csv examples/models.csv", "reason", "export out"],
)  # fmt: skip
def test_a_broken_ontology_is_one_line(
    run: Run, broken: Path, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    done = run(*words.split())
    assert (done.code, done.out) == (2, "")
    line = len(broken.read_text(encoding="utf-8").splitlines())
    message = done.err.splitlines()[-1]
    assert message.startswith(f"aitaxonomy: {broken}:{line}: cannot be parsed (")
    assert message.endswith("Mend the file, or install aitaxonomy again.")
    assert len(done.err.splitlines()) == 1


def test_format_tells_what_is_broken(run: Run, broken: Path) -> None:
    done = run("format", "--check", broken)
    assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1)
    assert done.err.startswith(f"aitaxonomy: {broken}:")
    assert done.err.endswith("; mend it\n")


def test_a_damaged_store_is_told_and_the_sources_are_read(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "CURRENT").write_text("garbage", encoding="utf-8")
    stamp = {"format": 1, "ontology": content_hash(), "files": {}}
    (tmp_path / "made-from.json").write_text(json.dumps(stamp), encoding="utf-8")
    assert prepared(tmp_path) is None
    assert len(caplog.messages) == 1
    assert "delete this folder, or install aitaxonomy again; the sources are" in caplog.messages[0]
    with pytest.raises(StoreCorrupt, match=r"is damaged .*: delete this folder, or install"):
        GraphStore(read_only=tmp_path)


def test_a_store_that_is_damaged_inside_is_told_and_the_sources_are_read(
    ai: Taxonomy, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    prepare(tmp_path, {}, ai.content.memory)
    assert prepared(tmp_path) is not None
    largest = max(tmp_path.glob("*.sst"), key=lambda file: file.stat().st_size)
    content = bytearray(largest.read_bytes())
    content[len(content) // 2] ^= 1
    largest.write_bytes(content)
    assert prepared(tmp_path) is None
    assert [message.count(f"{largest.name} is not") for message in caplog.messages] == [1]
