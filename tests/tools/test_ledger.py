"""The ledger: tables of claims, the Turtle made of them, and the way back."""

import csv
import datetime
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Quad, RdfFormat, parse
from tools.ledger.__main__ import main
from tools.ledger.building import Building
from tools.ledger.checks import doubts, faults
from tools.ledger.claims import claims_of_quads
from tools.ledger.tables import Ledger, Row, iri, written

from aitaxonomy import Taxonomy
from aitaxonomy.rdf.namespaces import RDFS

ROOT = Path(__file__).parents[2]
ONTOLOGY = ROOT / "ontology"
TODAY = datetime.date(2026, 12, 1)
#: A table with products that others power for a time, remarks, a closed list, and conventions.
NAMES = ("github", "anthropic", "kuaishou")


@pytest.fixture(scope="module")
def building() -> Building:
    return Building(ONTOLOGY)


def turtle(folder: Path, name: str) -> list[Quad]:
    files = (folder / part / f"{name}.ttl" for part in ("systems", "sources"))
    return [
        quad
        for path in files
        for quad in parse(path=path, format=RdfFormat.TURTLE, rename_blank_nodes=True)
    ]


def test_the_turtle_has_all_that_the_ledger_has(building: Building) -> None:
    """From the files as they are back to rows; the rows are those of the tables."""
    assert len(building.claims) > 250
    for name in building.claims:
        table = building.ledger.path(name).read_text(encoding="utf-8")
        assert building.table(name, claims_of_quads(turtle(ONTOLOGY, name))) == table, name


def test_files_hold_facts_or_sources_of_them(building: Building) -> None:
    for name in NAMES:
        for path, of_facts in ((ONTOLOGY / "systems", True), (ONTOLOGY / "sources", False)):
            quads = parse(path=path / f"{name}.ttl", format=RdfFormat.TURTLE)
            axioms = {q.subject for q in quads if q.predicate.value.endswith("#annotatedSource")}
            assert bool(axioms) != of_facts


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """An ontology with the tables of a few developers, built."""
    folder = tmp_path / "ontology"
    (folder / "ledger").mkdir(parents=True)
    for path in ONTOLOGY.glob("*.ttl"):
        if path.stem not in ("inferred", "exemplars", "conventions"):
            shutil.copy(path, folder)
    ledger = Ledger(ONTOLOGY / "ledger")
    cited = {row.source for name in NAMES for _, row in ledger.rows(name)}
    others = {row.thing for name in {*ledger.names()} - {*NAMES} for _, row in ledger.rows(name)}
    (folder / "others.ttl").write_text(
        "".join(f"<{iri(each)}> <{RDFS}isDefinedBy> <urn:o> .\n" for each in others - {"[]"}),
        encoding="utf-8",
    )
    sources = {key: address for key, address in ledger.sources.items() if key in cited}
    (folder / "ledger" / "sources.tsv").write_text(
        written(("key", "address"), sources.items()), encoding="utf-8"
    )
    for name in (*NAMES, "properties"):
        shutil.copy(ONTOLOGY / "ledger" / f"{name}.tsv", folder / "ledger")
    assert main(["build", "--ontology", str(folder)]) == 0
    assert main(["build", "--check", "--ontology", str(folder)]) == 0
    return folder


def test_a_file_that_is_not_of_the_ledger_is_told(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts, sources = (small / part / "github.ttl" for part in ("systems", "sources"))
    table, root = small / "ledger" / "github.tsv", small / "aitaxonomy-full.ttl"
    for path, old, new, told_of in (
        (facts, "aix:github-copilot ", "aix:github-copilots ", facts),
        (sources, "ait:lastChecked", "ait:asOf", sources),
        (table, "\taix:github\t", "\taix:openai\t", facts),
        (table, "\n", "\n\n", table),
        (root, "sources/github", "sources/gitlab", root),
    ):
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        capsys.readouterr()
        assert main(["build", "--check", "--ontology", str(small)]) == 1
        assert str(told_of) in capsys.readouterr().err
        path.write_text(text, encoding="utf-8")
    (small / "systems" / "nobody.ttl").write_text("", encoding="utf-8")
    assert main(["build", "--check", "--ontology", str(small)]) == 1
    assert "nobody.ttl" in capsys.readouterr().err


def test_what_was_edited_in_turtle_comes_back_as_rows(small: Path) -> None:
    """One fact is changed, one added, one removed, in a file as Protégé may write it."""
    table, path = small / "ledger" / "anthropic.tsv", small / "systems" / "anthropic.ttl"
    before = set(table.read_text(encoding="utf-8").splitlines())
    text = path.read_text(encoding="utf-8")
    start = text.index("\naix:claude-3-haiku a")
    end = text.index("\n\n", start)
    block = text[start:end]
    block, changes = re.subn(r"contextWindow 200000", "contextWindow 190000", block)
    block, removed = re.subn(r"    ait:outputLimit \d+ ;\n", "", block)
    block = block.replace(
        "ait:developedBy", "ait:dedicatedTo aix:avatar-video ;\n    ait:developedBy"
    )
    assert changes == removed == 1
    path.write_text(text[:start] + block + text[end:], encoding="utf-8")
    assert main(["absorb", str(path), "--ontology", str(small)]) == 0
    after = set(table.read_text(encoding="utf-8").splitlines())
    told = {(sign, *line.split("\t")[:3]) for sign, lines in
            (("-", before - after), ("+", after - before)) for line in lines}  # fmt: skip
    assert ("+", "aix:claude-3-haiku", "ait:dedicatedTo", "aix:avatar-video") in told
    assert ("+", "aix:claude-3-haiku", "ait:contextWindow", "190000") in told
    assert {each[2] for each in told} == {"ait:dedicatedTo", "ait:contextWindow", "ait:outputLimit"}
    assert {each[1] for each in told} == {"aix:claude-3-haiku"}
    assert not [each for each in told if each[0] == "+" and each[2] == "ait:outputLimit"]
    assert main(["build", "--ontology", str(small)]) == 0
    again = path.read_text(encoding="utf-8")
    assert "contextWindow 190000" in again and again.count("\n") == text.count("\n")


def test_what_a_harvest_writes_is_built(
    small: Path, ai: Taxonomy, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A limit that we lack is entered with its line; a second harvest finds nothing to enter."""
    table = small / "ledger" / "anthropic.tsv"
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    gone = [line for line in lines if line.startswith("aix:claude-3-haiku\tait:outputLimit\t")]
    table.write_text("".join(line for line in lines if line not in gone), encoding="utf-8")
    entry = {"mode": "chat", "litellm_provider": "anthropic", "max_input_tokens": 200000,
             "max_output_tokens": 4096}  # fmt: skip
    prices = tmp_path / "prices.json"
    prices.write_text(json.dumps({"claude-3-haiku": entry}, indent=1))
    asked = ["harvest", f"litellm@v1@2026-11-30={prices}", "--write", "--ontology", str(small)]
    assert gone and main([*asked, "--part", "ready"], ai) == 0
    assert (
        "- aix:claude-3-haiku output limit: 4096 by litellm, ours none (flagship"
        in capsys.readouterr().out
    )
    (new,) = set(table.read_text(encoding="utf-8").splitlines(keepends=True)) - {*lines}
    day = datetime.date.today().isoformat()
    assert new.split("\t")[1:] == ["ait:outputLimit", "4096",
                                   "github.com/BerriAI/litellm/blob/v1/prices.json#L2", "",
                                   "2026-11-30", day, "reader=litellm\n"]  # fmt: skip
    assert main(["build", "--ontology", str(small)]) == 0
    assert main(["check", "--ontology", str(small)]) == 0
    assert main(asked, ai) == 0
    assert "\n0 rows written" in capsys.readouterr().out


def test_a_file_as_they_were_before_the_ledger_is_absorbed_alone(small: Path) -> None:
    table = small / "ledger" / "kuaishou.tsv"
    before = table.read_text(encoding="utf-8")
    facts, sources = (small / part / "kuaishou.ttl" for part in ("systems", "sources"))
    axioms = sources.read_text(encoding="utf-8").split("owl:imports", 1)[1].split(" .\n", 1)[1]
    day = re.search(r'ait:lastChecked "([\d-]+)"', axioms)
    assert day
    with facts.open("a", encoding="utf-8") as file:
        file.write(
            "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
            + axioms.replace(day[0], 'ait:lastChecked "2026-11-29"')
        )
    assert main(["absorb", str(facts), "--ontology", str(small)]) == 0
    after = table.read_text(encoding="utf-8")
    assert after != before and after == before.replace(f"\t{day[1]}", "\t2026-11-29")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_table_that_a_spreadsheet_wrote_is_the_same(small: Path, encoding: str) -> None:
    table = small / "ledger" / "github.tsv"
    before = table.read_text(encoding="utf-8")
    rows = list(csv.reader(before.splitlines(), "excel-tab"))
    assert any(cell.startswith('"') for row in rows for cell in row)
    width = len(rows[0])
    with table.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, "excel-tab", quoting=csv.QUOTE_ALL)
        writer.writerows(row + [""] * (width - len(row)) for row in [rows[0], *rows[:0:-1]])
    assert main(["build", "--ontology", str(small)]) == 0
    assert table.read_text(encoding="utf-8") == before


def test_turtle_that_has_no_place_in_tables_is_refused(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = small / "systems" / "kuaishou.ttl"
    text, table = path.read_text(encoding="utf-8"), small / "ledger" / "kuaishou.tsv"
    before = table.read_text(encoding="utf-8")
    for old, new, fault in (
        ("ait:AIModel ;", "ait:AIModel ; ait:madeUp 1 ;", "no place for ait:madeUp: give the"),
        ("ait:AIModel ;", 'ait:AIModel ; ait:contextWindow "a" ;', "'a' is not a number such as"),
        ("ait:AIModel ;", "ait:AIModel", "cannot be read"),
    ):
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        capsys.readouterr()
        assert main(["absorb", str(path), "--ontology", str(small)]) == 2
        err = capsys.readouterr().err
        assert err.startswith(f"{path}: ") and fault in err
    assert main(["absorb", str(small / "gone.ttl"), "--ontology", str(small)]) == 2
    assert table.read_text(encoding="utf-8") == before


def test_a_row_with_an_address_gets_a_key_and_what_the_address_shows(small: Path) -> None:
    table = small / "ledger" / "kuaishou.tsv"
    rows = [
        Row("aix:kling-9", "rdfs:label", "Kling 9"),
        Row("aix:kling-9", "rdf:type", "ait:AIModel"),
        Row("aix:kling-9", "ait:developedBy", "aix:kuaishou", "https://arxiv.org/abs/2601.00001"),
        Row("aix:kling-9", "ait:parameterCount", "7000000000", marks="rejected", note="A guess."),
        Row(
            "aix:kling-9",
            "ait:hasAccess",
            "aix:api-access",
            "https://a.example/b",
            marks="reader=helm",
        ),
    ]
    with table.open("a", encoding="utf-8") as file:
        file.writelines("\t".join(row) + "\n" for row in rows)
    assert main(["build", "--ontology", str(small)]) == 0
    text = table.read_text(encoding="utf-8")
    assert "aix:kling-9\tait:developedBy\taix:kuaishou\tarxiv:2601.00001\t\t2026-01\n" in text
    assert "\taix:api-access\ta.example/b\t\t\t\treader=helm\n" in text
    assert "\t7000000000\t" in text  # what was rejected stays, and is not asserted
    facts = (small / "systems" / "kuaishou.ttl").read_text(encoding="utf-8")
    assert "aix:kling-9 a owl:NamedIndividual , ait:AIModel ;\n    ait:developedBy" in facts
    assert "7000000000 ;" not in facts[facts.index("aix:kling-9 a") :].split("\n\n")[0]
    ledger = Ledger(small / "ledger")
    assert ledger.sources["arxiv:2601.00001"] == "https://arxiv.org/abs/2601.00001"


def test_the_example_of_contributing_is_right(small: Path) -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```tsv\n(.*?)```", page, re.DOTALL)
    table = small / "ledger" / "mistral-ai.tsv"
    table.write_text(block.replace("read\n", "read\tmarks\tnote\n", 1), encoding="utf-8")
    assert not [each for each in told(small) if each.startswith("mistral-ai:")]
    assert main(["build", "--ontology", str(small)]) == 0
    facts = (small / "systems" / "mistral-ai.ttl").read_text(encoding="utf-8")
    assert "    ait:nativelyGenerates aix:code , aix:text ;" in facts
    assert "aix:mistral-next a\n" in facts or "aix:mistral-next a owl:NamedIndividual" in facts


def test_the_preferred_value_is_worked_out(building: Building) -> None:
    """No row says which value comes first; tiers and days do."""
    marked = {
        mark for name in NAMES for _, row in building.ledger.rows(name) for mark in row.marked()
    }
    assert {"since", "until", "convention"} >= marked - {""} and "since" in marked
    preferred = [
        triple
        for name in building.claims
        for triple in building.claims[name].annotations()
        if triple.predicate.value.endswith("#preferredBy")
    ]
    assert len(preferred) > 30
    assert all(isinstance(triple.subject, BlankNode) for triple in preferred)


FAULTS = {
    "ait:contextWindows\t8": "unknown property ait:contextWindows",
    "ait:contextWindow\tlarge": "'large' is not a number such as 8192",
    "ait:announcedOn\t2026-02-30": "there is no day 2026-02-30",
    "ait:announcedOn\t2026-2": "'2026-2' is not a day, month or year",
    "ait:hasAccess\taix:opened": "nothing is called aix:opened",
    "ait:hasAccess\taix:api-access\tno-such-key": "'no-such-key' is not a key of sources.tsv",
    "ait:hasAccess\taix:api-access\thttps://a.example\t\t2027-01": "as_of is 2027-01",
    "ait:hasAccess\taix:api-access\t\t\t\t2026-11-29": "read is 2026-11-29",
    "ait:poweredBy\taix:kling-1\t\t\t\t\tsince=2026-05 until=2025": "until 2025 is before",
    "ait:poweredBy\taix:kling-1\t\t\t\t\tsinse=2026-05": "unknown mark 'sinse'",
    "rdf:type\t[ a ait:X ]\t\t\t\t\t\tA note.": "an expression in brackets has neither",
    "dcterms:source\t": "dcterms:source without a source",
}


def told(folder: Path) -> Iterator[str]:
    building = Building(folder)
    for name, line, fault in faults(building.ledger, building.defined, TODAY):
        yield f"{name}:{line}: {fault}"


def test_each_fault_is_told_with_its_line(small: Path) -> None:
    table = small / "ledger" / "kuaishou.tsv"
    right = table.read_text(encoding="utf-8")
    ours = re.search(r"^(aix:kling-[\w.-]+)\trdf:type\tait:AIModel", right, re.MULTILINE)
    assert ours
    last = right.count("\n") + 1
    good = set(told(small))
    for row, fault in FAULTS.items():
        table.write_text(f"{right}{ours[1]}\t{row.replace('aix:kling-1', ours[1])}\n", "utf-8")
        new = set(told(small)) - good
        assert any(each.startswith(f"kuaishou:{last}: ") and fault in each for each in new), row
    table.write_text(right.replace(f"{ours[1]}\tait:developedBy\taix:kuaishou",
                                   f"{ours[1]}\tait:developedBy\taix:baidu"), "utf-8")  # fmt: skip
    assert any("is developed by baidu: move it" in each for each in set(told(small)) - good)
    table.unlink()
    told_of = [each for name, _, each in doubts(Ledger(small / "ledger")) if name == "sources"]
    assert told_of and all(each.startswith("nothing cites ") for each in told_of)
    table = small / "ledger" / "sources.tsv"
    row = "a.example/page?ref=b\thttps://a.example/page?ref=b\n"
    table.write_text(table.read_text("utf-8") + row, "utf-8")
    assert any("?ref=b has ref, which" in each for *_, each in doubts(Ledger(small / "ledger")))


def test_the_ledger_is_without_fault(building: Building) -> None:
    assert list(faults(building.ledger, building.defined, datetime.date.today())) == []
    assert len(list(doubts(building.ledger))) < 15


def test_a_table_that_cannot_be_read_is_told_in_one_line(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = small / "ledger" / "github.tsv"
    right = table.read_text(encoding="utf-8")
    for text, fault in (
        (right.replace("thing\t", "things\t", 1), ":1: the columns must be thing, property"),
        (right + "\t".join("abcdefghijk") + "\n", "11 cells of 9: remove the tabs"),
        (right + "aix:x\tait:unknown\t1\n", "unknown property ait:unknown: mend it"),
        (right + "aix:x\tait:hasAccess\tx\n", "'x' is not a name such as aix:gpt-4"),
    ):
        table.write_text(text, encoding="utf-8")
        capsys.readouterr()
        assert main(["build", "--ontology", str(small)]) == 2
        err = capsys.readouterr().err
        assert fault in err and str(table) in err and err.count("\n") == 1
