"""`aitaxonomy import`: any inventory to statements or to another format, with counts."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pytest

from aitaxonomy import Taxonomy
from aitaxonomy.cli import main
from aitaxonomy.inventory.formats import MODULES
from aitaxonomy.rdf.turtle import canonical


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Ran]
CSV = """id,name,developer,task,built_on
a/one,One,Acme,text-generation,
a/two,Two,Acme,image-classification,One
,,nobody,,
"""


@pytest.fixture
def run(ai: Taxonomy, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command in this process, on the taxonomy that the tests share."""
    monkeypatch.setattr("aitaxonomy.cli.inventories.taxonomy", lambda _: ai)

    def run(*words: object) -> Ran:
        code = main(["import", *map(str, words)])
        return Ran(code, *capsys.readouterr())

    return run


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "models.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


def isomorphic(one: Iterable[ox.Quad], other: Iterable[ox.Quad]) -> bool:
    sets = []
    for quads in (one, other):
        dataset = ox.Dataset(quads)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
        sets.append(set(dataset))
    return sets[0] == sets[1] and len(sets[0]) > 10


def test_turtle_on_standard_output_and_counts_on_the_other(run: Run, table: Path) -> None:
    done = run("csv", table)
    assert done.code == 0
    assert done.err.startswith("read 3, mapped 2, skipped 1\n  skipped 1: a row without a name (")
    assert canonical(done.out) == done.out
    graph = {quad.triple for quad in ox.parse(done.out, ox.RdfFormat.TURTLE)}
    base, ait = "https://w3id.org/aitaxonomy/inventory/", "https://w3id.org/aitaxonomy#"
    assert (
        ox.Triple(
            ox.NamedNode(base + "a-two"),
            ox.NamedNode(ait + "performsTask"),
            ox.NamedNode("https://w3id.org/aitaxonomy/id/image-classification"),
        )
        in graph
    )


def test_the_name_of_the_output_tells_its_syntax(run: Run, table: Path, tmp_path: Path) -> None:
    syntaxes = {
        "ttl": ox.RdfFormat.TURTLE,
        "nt": ox.RdfFormat.N_TRIPLES,
        "jsonld": ox.RdfFormat.JSON_LD,
    }
    read = {}
    for end, syntax in syntaxes.items():
        path = tmp_path / f"out.{end}"
        assert run("csv", table, "-o", path).out == ""
        read[end] = list(ox.parse(path=str(path), format=syntax))
    assert isomorphic(read["nt"], read["ttl"])
    assert isomorphic(read["nt"], read["jsonld"])


def test_long_turtle_says_the_same(
    run: Run, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    short, long = tmp_path / "short.ttl", tmp_path / "long.ttl"
    run("csv", table, "-o", short)
    monkeypatch.setattr("aitaxonomy.inventory.convert._ORDERED", 0)
    run("csv", table, "-o", long)
    one, other = (ox.parse(path=str(p), format=ox.RdfFormat.TURTLE) for p in (short, long))
    assert isomorphic(one, other)
    assert "ait:AIArtifact" in long.read_text(encoding="utf-8")


def test_formats_of_inventories(run: Run, data: Path, tmp_path: Path) -> None:
    bill, table = tmp_path / "out.cdx.json", tmp_path / "out.csv"
    assert run("auto", data / "oasf.json", "-o", bill).code == 0
    assert run("auto", bill, "-o", table).code == 0
    rows = table.read_text(encoding="utf-8").splitlines()
    assert len(rows) == 3
    assert rows[2].startswith("weather-server,weather-server,AISystem,Example House,")


def test_model_cards_into_a_folder(run: Run, table: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cards"
    folder.mkdir()
    table.write_text(CSV + "a two,Other,Acme,,\nA/TWO,Twin,Acme,,\n../../etc,Evil,Acme,,\n")
    assert run("csv", table, "-o", folder).code == 0
    assert sorted(path.name for path in folder.iterdir()) == [
        "A-TWO-3.md", "a-one.md", "a-two-2.md", "a-two.md", "etc.md"
    ]  # fmt: skip
    assert "pipeline_tag: image-classification" in (folder / "a-two.md").read_text()


def test_counts_as_json(run: Run, table: Path, tmp_path: Path) -> None:
    counts = tmp_path / "counts.json"
    done = run("csv", table, "-o", tmp_path / "x.nt", "--counts", counts)
    assert (done.out, done.err) == ("", "")
    document = json.loads(counts.read_text(encoding="utf-8"))
    assert (document["read"], document["mapped"]) == (3, 2)
    assert document["skipped"] == [
        {"reason": "a row without a name", "count": 1, "example": f"{table}:4"}
    ]


def test_a_map_of_columns(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "tools.csv"
    table.write_text("Werkzeug;Hersteller\nEins;Acme\n", encoding="utf-8")
    done = run("csv", table, "--column", "name=Werkzeug", "--column", "developer=Hersteller")
    assert 'rdfs:label "Eins"@en' in done.out
    refused = run("csv", table, "--column", "name")
    assert (refused.code, refused.out) == (2, "")
    assert "OURS=THEIRS" in refused.err


@pytest.mark.parametrize(
    ("format", "name", "text", "output", "complaint"),
    [
        ("auto", "a.csv", CSV, "out.docx", "no format goes with this name: end it in one of .ttl"),
        ("excel", "a.csv", CSV, "out.ttl", "unknown format 'excel': take one of "),
        ("csv", "missing.csv", None, "out.csv", "missing.csv: no such file"),
        ("mlflow", "a.yaml", "models: [", "out.csv", "a.yaml:1: not valid YAML"),
        ("cyclonedx", "a.json", "{", "out.nt", "a.json:1: not valid JSON"),
        ("spdx", "a.json", '{"a":' * 100_000, "out.nt", "nested too deeply"),
        ("auto", "a.ttl", "@prefix ex: <urn:x> .", "out.csv", "this is RDF, which needs no import"),
        ("csv", "a.csv", CSV, "no/such/folder/out.csv", "cannot be written"),
        ("csv", "a.csv", CSV, "out.md", "there are 2: name a folder"),
    ],
)
def test_faults_are_told_in_a_line_and_leave_no_file(
    run: Run, tmp_path: Path, format: str, name: str, text: str | None, output: str, complaint: str
) -> None:
    path = tmp_path / name
    if text is not None:
        path.write_text(text, encoding="utf-8")
    done = run(format, path, "-o", tmp_path / output)
    assert (done.code, done.out) == (2, "")
    assert complaint in done.err
    assert len(done.err.splitlines()) == 1
    assert {p.name for p in tmp_path.iterdir()} <= {name}


def test_what_stood_there_stays_until_all_is_written(run: Run, tmp_path: Path, table: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("precious", encoding="utf-8")
    table.write_text(CSV + '"open', encoding="utf-8")
    assert run("csv", table, "-o", target).code == 2
    assert target.read_text(encoding="utf-8") == "precious"


#: The samples of each format that is read here by hand-made files in `data/`.
SAMPLES = {
    "cyclonedx": ["cyclonedx-1.5.json", "cyclonedx-1.6.json", "cyclonedx-1.7.json"],
    "spdx": ["spdx-3.0.json"],
    "mlflow": ["mlflow-chain.yaml", "mlflow-transformers.yaml", "mlflow-registered.yaml"],
    "oasf": ["oasf.json"],
    "croissant": ["croissant.json", "croissant-model.json"],
}
#: Those without a system, and the reason.
NOTHING = {
    "croissant.json": "a data set, which is not a system",
}


@pytest.mark.parametrize(
    ("format", "name"), [(format, name) for format, names in SAMPLES.items() for name in names]
)
def test_a_format_is_recognised_and_everything_accounted_for(
    run: Run, data: Path, tmp_path: Path, format: str, name: str
) -> None:
    assert format in MODULES
    counts, told = tmp_path / "counts.json", tmp_path / "told.nt"
    guessed = tmp_path / "guessed.nt"
    done = run("auto", data / name, "-o", guessed, "--counts", counts)
    if name in NOTHING:
        assert done.code == 2
        assert f"read 1, and none of it is a system: skipped 1: {NOTHING[name]}" in done.err
        return
    assert done.code == 0
    assert run(format, data / name, "-o", told).code == 0
    assert guessed.read_bytes() == told.read_bytes()
    document = json.loads(counts.read_text(encoding="utf-8"))
    assert document["read"] == document["mapped"] + sum(s["count"] for s in document["skipped"])


@pytest.mark.parametrize("format", SAMPLES)
def test_a_file_of_another_format_is_no_empty_inventory(
    run: Run, tmp_path: Path, format: str
) -> None:
    """Nothing read would look like nothing there."""
    for name, text in (("a.json", '{"a": [1]}'), ("b.json", "[]"), ("c.yaml", "just a text")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        done = run(format, tmp_path / name)
        assert (done.code, done.out) == (2, "")
        assert name in done.err


def test_shipped_systems_as_inventories(ai: Taxonomy, tmp_path: Path) -> None:
    (table,) = ai.export(tmp_path, "csv")
    (bill,) = ai.export(tmp_path, "cyclonedx")
    assert (table.name, bill.name) == ("systems.csv", "systems.cdx.json")
    components = json.loads(bill.read_text(encoding="utf-8"))["components"]
    rows = table.read_text(encoding="utf-8").splitlines()
    assert len(rows) == len(components) + 1 > 500
    cards = ai.export(tmp_path / "cards", "huggingface")
    assert len(cards) == len(components)
