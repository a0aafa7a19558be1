"""The command line: each command, its exit codes, its formats, and what it says of bad input."""

import csv
import fcntl
import io
import json
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from aitaxonomy import Taxonomy, __version__
from aitaxonomy.cli import main
from aitaxonomy.cli.output import print_tree
from aitaxonomy.reasoning.hierarchy import InferredHierarchy
from aitaxonomy.taxonomy import Hierarchy

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "tests" / "fixtures"
STEP = {"step", "conclusion", "rule", "axiom", "premises", "file", "line", "source"}
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
        ("ChatGPT", "LLM", "refuted", 1),
        ("ChatGPT", "LLMTechnology", "entailed", 0),
        ("Runway", "LLMTechnology", "unknown", 3),
        ("LLM", "GenerativeAI", "entailed", 0),
        ("GenerativeAI", "LLM", "refuted", 1),
    ],
)
def test_is(run: Run, thing: str, kind: str, verdict: str, code: int) -> None:
    done = run("is", thing, kind)
    assert (done.code, done.out.splitlines()[0]) == (code, verdict)
    assert len(done.out.splitlines()) > 1
    document = run("is", thing, kind, "--format", "json")
    assert document.code == code
    assert document.json.keys() == {"thing", "kind", "verdict", "proof", "missing", "wider"}
    assert document.json["verdict"] == verdict
    assert document.json["kind"] == f"ait:{kind}"
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
    ("thing", "verdict", "said"),
    [
        ("Claude", "entailed", "Claude is LLM technology (large language model family)."),
        ("ChatGPT", "entailed", "ChatGPT is LLM technology (LLM-based system)."),
        ("DALL·E 3", "refuted", ""),
        ("Runway", "unknown", ""),
    ],
)
def test_what_is_no_llm_is_told_what_it_is_in_the_wider_sense(
    run: Run, thing: str, verdict: str, said: str
) -> None:
    done = run("is", thing, "LLM")
    assert (done.code, done.out.splitlines()[0]) == (1, "refuted")
    assert ("In the wider sense" in done.out) is bool(said)
    assert said in done.out
    document = run("is", thing, "LLM", "--format", "json").json
    assert document["wider"] == {"kind": "ait:LLMTechnology", "verdict": verdict}
    assert run("is", thing, "GenerativeAI", "--format", "json").json["wider"] is None
    assert run("is", "GPT-4", "LLM", "--format", "json").json["wider"] is None


def test_every_generative_ai_an_llm_names_a_witness(run: Run) -> None:
    assert "is one, yet no large language model" in run("is", "GenerativeAI", "LLM").out


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


def test_ontology_conforms(run: Run) -> None:
    done = run("validate", ROOT / "ontology")
    assert (done.code, done.out.splitlines()[-1][:9]) == (0, "conforms:"), done.out[-300:]


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
    assert done.json.keys() == {"conforms", "engine", "faults"}
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
            "file", "line", "where", "rule", "path", "value", "message", "severity",
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
    assert done.json["engine"] == "hermit"


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
        "consistent", "engine", "unsatisfiable", "derived", "seconds", "clashes",
    }  # fmt: skip
    assert (done.json["consistent"], done.json["unsatisfiable"]) == (True, [])
    assert done.json["derived"] > 3000
    assert run("reason").out.startswith("consistent\nunsatisfiable classes: none\n")
    pairs = run("reason", "--format", "csv").rows
    assert {"narrower": "ait:LLM", "wider": "ait:GenerativeAI"} in pairs


def test_reason_lists_axioms_without_a_rule(
    run: Run, scratch: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Taxonomy, "hierarchy", lambda *_: Hierarchy([], [], 0))
    assert run("reason", "--explain").out.endswith("every axiom has a rule form\n")
    assert run("reason", "--explain", "--format", "json").json["without_rule"] == []
    partly = scratch(
        "aix:Trio a owl:Class ; rdfs:subClassOf [ owl:unionOf ( ait:LLM [ a owl:Restriction ;"
        " owl:onProperty ait:poweredBy ; owl:minQualifiedCardinality 3 ; owl:onClass ait:LLM ] ) ]"
        " . ait:LLM owl:unheardOf ait:AIModel ."
    )
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


def test_contradicting_data(run: Run, scratch: Scratch) -> None:
    clashing = scratch("aix:gpt-4 ait:nativelyGenerates aix:music .")
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
    table = run("ask").out
    assert all(entry["name"] in table and entry["question"] in table for entry in done.json)


def test_ask_json(run: Run) -> None:
    done = run("ask", "tasks-of-llms", "--format", "json")
    assert done.code == 0
    assert done.json.keys() == {"question", "title", "answer", "columns", "rows", "source"}
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


@pytest.mark.parametrize("separator", [",", "\t"])
def test_ask_csv_and_tsv(run: Run, separator: str) -> None:
    format = "csv" if separator == "," else "tsv"
    lines = run("ask", "suitability-for-a-use-case", "--format", format).out.splitlines()
    assert lines[0].split(separator)[:2] == ["approach", "label"]
    assert len(lines) == 3


def test_ask_prints_steps_as_a_tree(run: Run) -> None:
    lines = run("ask", "descendants-of", "--system", "LLaMA").out.splitlines()
    assert lines[1] == "LLaMA 65B"
    assert "└── Vicuna-13B (fine-tuned)" in lines
    assert "    ├── LLaVA (fine-tuned)" in lines
    assert lines.index("Llama 2 70B") > lines.index("LLaMA 65B")
    rows = run("ask", "descendants-of", "--system", "LLaMA", "--format", "csv").rows
    # No model there has two parents among the others, so that each step is one line.
    roots = {row["parent"] for row in rows} - {row["descendant"] for row in rows}
    assert len(lines) == 1 + len(roots) + len(rows)
    assert run("ask", "descendants-of", "--system", "Midjourney").out.endswith("?\nnone\n")


def test_steps_in_a_circle_come_to_an_end(run: Run, scratch: Scratch) -> None:
    circle = scratch(
        """
        ex:a a owl:NamedIndividual , ait:AIModel ; rdfs:label "A" ; ait:fineTunedFrom ex:b .
        ex:b a owl:NamedIndividual , ait:AIModel ; rdfs:label "B" ; ait:distilledFrom ex:a .
        """
    )
    words = ("ask", "descendants-of", "--system", "https://example.org/a", "--data", circle)
    assert run(*words).out.splitlines()[1:] == ["A", "└── B (distilled)"]


def test_a_tree_may_be_deeper_than_the_stack(capsys: pytest.CaptureFixture[str]) -> None:
    print_tree(0, str, lambda number: [number + 1] if number < 3000 else [])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3001
    assert lines[:3] == ["0", "└── 1", "    └── 2"]


def test_why(run: Run) -> None:
    done = run("why", "DALL·E 3", "LLM")
    assert done.code == 0
    assert "ontology/" in done.out
    document = run("why", "DALL·E 3", "LLM", "--format", "json")
    assert document.json.keys() == {"thing", "kind", "verdict", "proof", "missing", "wider"}
    rows = run("why", "DALL·E 3", "LLM", "--format", "csv").rows
    assert len(rows) == len(document.json["proof"])
    unknown = run("why", "Runway", "LLMTechnology")
    assert unknown.code == 1
    assert unknown.out.startswith("no proof: ")


def on_terminal(*words: str, columns: int = 80) -> str:
    """What a command shows on a terminal of that width, standard error included."""
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
    assert max(map(len, lines)) <= 80
    assert len(lines) > 20
    steps = [line for line in lines if line[:3].strip().isdigit() and line[3:5] == ". "]
    assert len(steps) > 8
    assert "ontology/systems/openai.ttl:" in shown
    assert " ".join(shown.split()) == " ".join(_process(
        "why", "ChatGPT", "MultimodalPlatform", encoding="utf-8").stdout.split())  # fmt: skip


def test_renewing_what_ships_takes_no_other_data(
    run: Run, scratch: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Taxonomy, "renew", lambda *_: pytest.fail("it was written"))
    done = run("reason", "--renew", "--data", scratch("aix:mine a ait:AIModel ."))
    assert (done.code, done.out) == (2, "")
    assert "leave out --data" in done.err


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
    sources = "[https://crfm.stanford.edu/ecosystem-graphs/, https://crfm.stanford.edu/helm/]"
    assert f"weights released on: 2023-07-26 {sources} sources:" in box


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


def test_sparql(run: Run, tmp_path: Path) -> None:
    query = "SELECT ?s ?p { ?s ?p ?o } LIMIT 9"
    path = tmp_path / "query.rq"
    path.write_text(query)
    document = run("sparql", path, "--format", "json")
    assert document.code == 0
    assert document.json.keys() == {"head", "results"}
    assert document.json["head"] == {"vars": ["s", "p"]}
    assert len(document.json["results"]["bindings"]) == 9
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


@pytest.mark.parametrize("format", ["text", "json", "sarif", "html", "ttl", "junit"])
def test_validate_formats(run: Run, format: str) -> None:
    valid = run("validate", FIXTURES / "valid" / "minimal-model.ttl", "--format", format)
    assert (valid.code, valid.err) == (0, "")
    faulty = run(
        "validate", FIXTURES / "invalid" / "artifact-without-label.ttl", "--format", format
    )
    assert faulty.code == 1
    start = {"json": "{", "sarif": "{", "html": "<!doctype", "junit": "<?xml", "ttl": "@prefix"}
    assert faulty.out.lower().startswith(start.get(format, ""))
    assert faulty.out != valid.out


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
        (("ask", "tasks-of-llms", "LLM"), "'LLM' is no parameter: write --NAME VALUE"),
        (("ask", "tasks-of-llms", "--kind"), "'--kind' is no parameter: write --NAME VALUE"),
        (("ask", "tasks-of-llms", "--kind", "LMM"), "nothing is called 'LMM'; did you mean"),
        (("ask", "--kind=LLM"), "name the question before its parameters"),
        (("is", "ChtGPT", "LLM"), "nothing is called 'ChtGPT'; did you mean 'ChatGPT'"),
        (("is", "ChatGPT", "LMM"), "nothing is called 'LMM'; did you mean"),
        (("why", "x", "LLM"), "nothing is called 'x'"),
        (("show", "Generativ AI"), "did you mean"),
        (("tree", "Generativ AI"), "did you mean"),
        (("compare", "LLM", "qqqqq"), "nothing is called 'qqqqq'; `tree` lists the terms"),
        (("sparql", "no-such-file.rq"), "no-such-file.rq: no readable query file"),
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
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "updates are refused|not valid|cannot be run"),
        ("SELECT", "not valid|cannot be run"),
        ("ASK {" + "{" * 200 + "}" * 201, "nests 201 levels deep"),
    ],
)
def test_bad_queries(run: Run, query: str, message: str) -> None:
    import re

    done = run("sparql", "-", stdin=query)
    assert (done.code, done.out) == (2, "")
    assert re.search(message, done.err)
    assert len(done.err.splitlines()) <= 2


def test_slow_query(run: Run) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    done = run("sparql", "-", "--timeout", "0.3", stdin=query)
    assert (done.code, done.out) == (2, "")
    assert "stopped after 0.3 s" in done.err


@pytest.mark.parametrize(
    "words",
    [(), ("no-such",), ("is", "LLM"), ("is", "LLM", "LLM", "--no"), ("tree", "--format", "x")],
)
def test_wrong_usage(run: Run, words: tuple[str, ...]) -> None:
    done = run(*words)
    assert (done.code, done.out) == (2, "")
    assert "usage: aitaxonomy" in done.err


@pytest.mark.parametrize(
    "command",
    ["ask", "is", "why", "show", "tree", "sparql", "compare", "recommend", "claims", "validate",
     "reason", "export", "where", "format", "import"],
)  # fmt: skip
def test_every_command_has_help(run: Run, command: str) -> None:
    assert command in run("--help").out
    done = run(command, "--help")
    assert done.code == 0
    assert f"usage: aitaxonomy {command}" in done.out


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
    assert (done.returncode, done.stdout) == (0, f"aitaxonomy {__version__}\n")
    done = _process("is", "ChatGPT", "LLM", "--format", "csv")
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
