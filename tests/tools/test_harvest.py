"""The harvest: catalogues written for the purpose, held against a ledger of two models."""

import csv
import importlib
import json
import re
import shutil
import sys
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pyoxigraph import RdfFormat, parse

from aitaxonomy import Taxonomy
from aitaxonomy.errors import ImportFault
from aitaxonomy.graph.names import Names
from aitaxonomy.inventory.matching.matcher import Matcher
from aitaxonomy.store import GraphStore

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

claims = importlib.import_module("tools.ledger.claims")
cli = importlib.import_module("tools.ledger.__main__")
decisions = importlib.import_module("tools.harvest.decisions")
entering = importlib.import_module("tools.harvest.entering")
findings = importlib.import_module("tools.harvest.findings")
pages = importlib.import_module("tools.harvest.pages")
rendering = importlib.import_module("tools.harvest.rendering")
snapshots = importlib.import_module("tools.harvest.snapshots")
sources = importlib.import_module("tools.source_records.catalogues")
tables = importlib.import_module("tools.ledger.tables")

GRAPH = """
@prefix ait: <https://w3id.org/aitaxonomy#> .
@prefix aix: <https://w3id.org/aitaxonomy/id/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
aix:gadget-1 a owl:NamedIndividual , ait:AIArtifact , ait:AIModel ;
    rdfs:label "Gadget 1"@en ;
    ait:developedBy aix:openai ;
    ait:announcedOn "2024-05-13"^^xsd:date ;
    ait:contextWindow 128000 ;
    ait:hasAccess aix:api-access ;
    ait:nativelyAccepts aix:text , aix:speech ;
    ait:nativelyGenerates aix:text , aix:code ;
    ait:parameterCount 6740000000 .
aix:gadget-2 a owl:NamedIndividual , ait:AIArtifact , ait:AIModel ;
    ait:retiredOn "2025-01-02"^^xsd:date ;
    rdfs:label "Gadget 2"@en ; skos:altLabel "gadget-2-4k" ;
    ait:nativelyGenerates aix:text ;
    ait:developedBy aix:openai .
aix:openai a owl:NamedIndividual , ait:Organization ; rdfs:label "OpenAI"@en .
"""
NOTHING = decisions.Decisions()


class Known(NamedTuple):
    """What catalogues are held against."""

    matcher: Matcher
    names: Names
    ledger: Any


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Known:
    folder = tmp_path_factory.mktemp("graph")
    path = folder / "gadgets.ttl"
    path.write_text(GRAPH)
    store = GraphStore()
    store.load([path])
    names = Names(store)
    quads = list(parse(path=path, format=RdfFormat.TURTLE))
    shutil.copy(ROOT / "ontology" / "ledger" / "properties.tsv", folder)
    ledger = tables.Ledger(folder)
    ledger.write("openai", ledger.text(claims.claims_of_quads(quads).rows(ledger)))
    return Known(Matcher(names, store), names, ledger)


def changed(graph: Known, folder: Path, *rows: Any) -> Known:
    """Return what is known with other rows, each in place of those of its thing and property."""
    shutil.copytree(graph.ledger.folder, folder / "ledger")
    ledger = tables.Ledger(folder / "ledger")
    others = {row[:2] for row in rows}
    kept = [row for _, row in ledger.rows("openai") if row[:2] not in others]
    ledger.write("openai", ledger.text([*kept, *rows]))
    for row in rows:
        ledger.key(row.source)
    ledger.write("sources", ledger.sources_text())
    return graph._replace(ledger=tables.Ledger(folder / "ledger"))


def litellm(folder: Path, **models: dict[str, Any]) -> Any:
    path = folder / "prices.json"
    entries = {
        key: {"mode": "chat", "litellm_provider": "openai", **m} for key, m in models.items()
    }
    path.write_text(json.dumps(entries, indent=1))
    return snapshots.Snapshot("litellm@1", path, "2026-11-30")


def models_dev(folder: Path, path: str, text: str) -> Any:
    file = folder / "catalogue" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return snapshots.Snapshot("models.dev@2", folder / "catalogue")


def run(graph: Known, *taken: Any, known: Any = NOTHING) -> Any:
    entries = [entry for each in taken for entry in snapshots.entries(each, Counter())]
    return findings.harvested(entries, *graph, known)


def told(rows: Any) -> list[tuple[str, str, str, str]]:
    return [(row.thing, row.property, row.ours, row.theirs) for row in rows]


# --- what is open, outweighed, ready, retired, agreed on


def test_a_window_that_differs_is_open_with_its_line(graph: Known, tmp_path: Path) -> None:
    found = run(graph, litellm(tmp_path, x={}, **{"gadget-1": {"max_input_tokens": 64000}}))
    (row,) = found.claims["open"]
    assert told([row]) == [("aix:gadget-1", "context window", "128000", "64000")]
    assert row.places == ("litellm@1/prices.json:6",)
    assert (row.catalogues, row.services, row.own) == (("litellm",), ("openai",), True)


@pytest.mark.parametrize(
    "entry",
    [
        {"max_input_tokens": 131072},
        {"max_input_tokens": 96000, "max_output_tokens": 32000},
        {"supports_audio_input": True},
    ],
)
def test_what_says_the_same_agrees(graph: Known, tmp_path: Path, entry: dict[str, Any]) -> None:
    """A thousand may be 1,024, a window may count what goes in, and speech is audio."""
    found = run(graph, litellm(tmp_path, **{"gadget-1": entry}))
    assert told(found.claims["open"]) == []
    assert len(found.agrees) >= 2


def test_a_page_of_the_maker_outweighs_a_catalogue(graph: Known, tmp_path: Path) -> None:
    page = tables.Row("aix:gadget-1", "ait:contextWindow", "128000", "https://openai.com/gadget")
    taken = litellm(tmp_path, **{"gadget-1": {"max_input_tokens": 64000}})
    for address, part in ((page.source, "outweighed"), ("https://models.dev/g", "open")):
        known = changed(graph, tmp_path / part, page._replace(source=address))
        found = run(known, taken)
        assert told(found.claims[part]) == [("aix:gadget-1", "context window", "128000", "64000")]
        assert found.claims[{"open": "outweighed", "outweighed": "open"}[part]] == []


@pytest.mark.parametrize(
    ("address", "part"), [("https://openai.com/gadget", "open"), ("https://models.dev/g", "ready")]
)
def test_a_page_of_the_maker_beats_a_catalogue_and_is_asked_about_beside_another(
    graph: Known, tmp_path: Path, address: str, part: str
) -> None:
    ours = tables.Row("aix:gadget-1", "ait:retiredOn", "2026-02-03", address)
    path = tmp_path / "page.md"
    path.write_text(PAGE)
    found = run(
        changed(graph, tmp_path, ours), snapshots.Snapshot.named(f"openai-page@2026-11-20={path}")
    )
    assert told(found.claims[part]) == [("aix:gadget-1", "retired", "2026-02-03", "2026-10-23")]


def test_a_catalogue_does_not_confirm_what_it_copies(graph: Known, tmp_path: Path) -> None:
    row = tables.Row("aix:gadget-1", "ait:contextWindow", "128000", "https://models.dev/g")
    taken = litellm(tmp_path, **{"gadget-1": {"max_input_tokens": 128000}})
    for address, independent in ((row.source, 0), ("https://epoch.ai/data/ai-models", 1)):
        known = changed(graph, tmp_path / str(independent), row._replace(source=address))
        assert run(known, taken).agrees["litellm", "context window"] == (1, independent)


def test_what_we_do_not_state_is_ready(graph: Known, tmp_path: Path) -> None:
    taken = litellm(tmp_path, **{"gadget-2": {"max_input_tokens": 9000, "max_output_tokens": 80}})
    found = run(graph, taken)
    assert told(found.claims["ready"]) == [
        ("aix:gadget-2", "context window", "", "9000"),
        ("aix:gadget-2", "output limit", "", "80"),
    ]
    (row, _) = found.claims["ready"]
    assert row.source == "https://github.com/BerriAI/litellm/blob/1/prices.json#L2"
    assert (row.row, row.reader, row.as_of) == ("ait:contextWindow", "litellm", "2026-11-30")
    assert found.claims["open"] == []


@pytest.mark.parametrize(
    "entry",
    [
        {"litellm_provider": "azure", "max_input_tokens": 9000},
        {"max_tokens": 80, "max_output_tokens": 80},
        {"litellm_provider": None, "max_input_tokens": 9000},
    ],
)
def test_what_is_not_of_the_maker_or_not_a_window_is_not_ready(
    graph: Known, tmp_path: Path, entry: dict[str, Any]
) -> None:
    assert run(graph, litellm(tmp_path, **{"gadget-2": entry})).claims["ready"] == []


@pytest.mark.parametrize("key", ["gadget-2-4k", "gadget-2-latest"])
def test_nothing_is_ready_by_a_name_that_several_share(
    graph: Known, tmp_path: Path, key: str
) -> None:
    found = run(graph, litellm(tmp_path, **{key: {"max_input_tokens": 9000}}))
    assert found.matched == {("litellm", True): 1}
    assert found.claims["ready"] == []


def test_a_limit_of_what_makes_no_text_is_not_ready(graph: Known, tmp_path: Path) -> None:
    """Lists give the lengths of vectors, and of prompts for pictures, as limits."""
    row = tables.Row("aix:gadget-2", "ait:nativelyGenerates", "aix:image", "https://openai.com/g")
    known = changed(graph, tmp_path / "known", row)
    found = run(known, litellm(tmp_path, **{"gadget-2": {"max_input_tokens": 9000}}))
    assert found.claims["ready"] == []
    assert "9000" in [row.theirs for row in found.claims["missing"]]


def test_of_one_origin_that_differs_nothing_is_taken_or_asked(graph: Known, tmp_path: Path) -> None:
    text = 'name = "Gadget 2"\n[limit]\ncontext = 64000\n[modalities]\n'
    prices = litellm(tmp_path, **{"gadget-2": {"max_input_tokens": 9000}})
    found = run(graph, prices, models_dev(tmp_path, "models/openai/gadget-2.toml", text))
    assert {row.theirs for row in found.claims["missing"]} >= {"9000", "64000"}
    assert found.claims["ready"] == found.claims["open"] == []


def test_a_day_of_retirement_wants_the_page_of_the_maker(graph: Known, tmp_path: Path) -> None:
    found = run(graph, litellm(tmp_path, **{"gadget-1": {"deprecation_date": "2026-10-23"}}))
    (row,) = found.claims["open"]
    assert (row.theirs, row.services) == ("2026-10-23", ("openai",))
    found = run(graph, litellm(tmp_path, **{"gadget-1": {"deprecation_date": "2099-01-01"}}))
    assert found.claims["open"] == []
    assert [row.theirs for row in found.claims["planned"]] == ["2099-01-01"]
    found = run(graph, litellm(tmp_path, **{"gadget-2": {"deprecation_date": "2025-01-02"}}))
    assert found.claims["open"] == []
    assert found.agrees["litellm", "retired"] == (1, 1)
    path = tmp_path / "page.md"
    path.write_text(PAGE.replace("\u2011", "-"))
    found = run(graph, snapshots.Snapshot.named(f"openai-page@2026-11-20={path}"))
    (row,) = found.claims["ready"]
    assert (row.row, row.theirs, row.place) == ("ait:retiredOn", "2026-10-23", 'row "gadget-1"')
    weights = tables.Row(
        "aix:gadget-1", "ait:hasAccess", "aix:open-weights", "https://openai.com/g"
    )
    known = changed(graph, tmp_path / "weights", weights)
    found = run(known, snapshots.Snapshot.named(f"openai-page@2026-11-20={path}"))
    assert [row.property for row in found.claims["outweighed"]] == ["retired"]
    assert found.claims["ready"] == [], "the service goes, the weights stay"


def test_dates_modalities_and_weights_of_models_dev(graph: Known, tmp_path: Path) -> None:
    text = (
        'name = "Gadget 1"\nrelease_date = "2024-06-01"\nopen_weights = true\n'
        '[modalities]\ninput = ["text", "image"]\noutput = ["text"]\n'
    )
    found = run(graph, models_dev(tmp_path, "models/openai/gadget-1.toml", text))
    assert told(found.claims["open"]) == [
        ("aix:gadget-1", "released", "2024-05-13", "2024-06-01"),
        ("aix:gadget-1", "input", "speech, text", "+image"),
        ("aix:gadget-1", "input", "speech, text", "-audio"),
        ("aix:gadget-1", "open weights", "api-access", "true"),
    ]


def test_a_provider_has_the_fields_of_its_base(graph: Known, tmp_path: Path) -> None:
    base = 'name = "Gadget 1"\n[limit]\ncontext = 128000\noutput = 1000\n[modalities]\n'
    models_dev(tmp_path, "models/openai/gadget-1.toml", base)
    own = 'base_model = "openai/gadget-1"\n[limit]\ncontext = 64000\n'
    taken = models_dev(tmp_path, "providers/openai/models/g1.toml", own)
    records = {e.place: e.record for e in snapshots.entries(taken, Counter())}
    one = records["models.dev@2/providers/openai/models/g1.toml"]
    assert (one.name, one.context_window, one.output_limit) == ("Gadget 1", 64000, 1000)
    assert run(graph, taken).claims["open"] == [], "it agrees in its other entry"


@pytest.mark.parametrize(("services", "heard"), [(2, False), (3, True)])
def test_other_services_are_heard_where_three_agree(
    graph: Known, tmp_path: Path, services: int, heard: bool
) -> None:
    text = 'name = "Gadget 1"\nopen_weights = true\n[modalities]\ninput = ["text"]\n'
    for each in range(services):
        taken = models_dev(tmp_path, f"providers/host-{each}/models/gadget-1.toml", text)
    assert bool(run(graph, taken).claims["open"]) == heard


# --- what is new


def test_spellings_of_one_new_model_are_one_row(graph: Known, tmp_path: Path) -> None:
    prices = litellm(tmp_path, **{"azure/widget-7-2026-03-04": {"litellm_provider": "azure"},
                                  "lone-one": {}})  # fmt: skip
    text = 'name = "Widget 7"\nrelease_date = "2026-03-04"\n[modalities]\ninput = ["text"]\n'
    found = run(graph, prices, models_dev(tmp_path, "models/openai/widget-7.toml", text))
    assert [(row.name, row.released, row.catalogues) for row in found.new] == [
        ("Widget 7", "2026-03-04", ("litellm", "models.dev")),
        ("lone-one", "", ("litellm",)),
    ]
    assert found.matched == {("litellm", False): 2, ("models.dev", False): 1}


@pytest.mark.parametrize("key", ["gadget-1-instruct", "1 gadget"])
def test_another_tuning_or_spelling_of_ours_is_a_variant(
    graph: Known, tmp_path: Path, key: str
) -> None:
    found = run(graph, litellm(tmp_path, **{"gadget-1": {}, key: {}}))
    assert [row.name for row in found.variants] == [key]
    assert found.new == []


# --- what was decided


def written(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(["\t".join(decisions.Decision._fields), *rows, ""]))
    return path


def test_a_decision_answers_whatever_we_state(graph: Known, tmp_path: Path) -> None:
    row = "aix:gadget-1\tcontext window\tlitellm\t{}\twrong\tthe page of its maker\t1000"
    other = "\tnew\t*\tlone-one\tnot a model\ta name for several"
    taken = litellm(tmp_path, **{"gadget-1": {"max_input_tokens": 64000}, "lone-one": {}})
    path = written(tmp_path / "d.tsv", row.format("64000"), other)
    found = run(graph, taken, known=decisions.Decisions.read(path))
    assert (found.claims["open"], found.new, found.unused) == ([], [], [])
    assert found.decided == {"wrong": 1, "not a model": 1}
    path = written(tmp_path / "d.tsv", row.format("32000"), row.replace("litellm", "helm"))
    found = run(graph, taken, known=decisions.Decisions.read(path))
    assert len(found.claims["open"]) == 1
    assert found.unused == ["aix:gadget-1 context window: 32000 by litellm"], "helm was not read"


def test_a_claim_that_was_decided_to_be_wrong_is_not_taken(graph: Known, tmp_path: Path) -> None:
    decided = decisions.Decision("aix:gadget-2", "context window", "litellm", "9000", "wrong", "x")
    taken = litellm(tmp_path, **{"gadget-2": {"max_input_tokens": 9000}})
    assert run(graph, taken, known=decisions.Decisions([decided])).claims["ready"] == []


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("aix:x\treleased\t*\t2024\tperhaps\tbecause", ":2: 'perhaps' is not a decision"),
        ("aix:x\treleased\t*\t2024\twrong\t", ":2: a property, catalogue, value"),
        ("aix:x\treleased", ":2: a property, catalogue, value"),
    ],
)
def test_a_decision_that_is_not_whole_is_refused(tmp_path: Path, row: str, fault: str) -> None:
    with pytest.raises(ImportFault, match=fault):
        decisions.Decisions.read(written(tmp_path / "d.tsv", row))


def test_a_decision_is_there_once(tmp_path: Path) -> None:
    row = "aix:x\treleased\t*\t2024\twrong\tbecause"
    with pytest.raises(ImportFault, match=":3: decided before"):
        decisions.Decisions.read(written(tmp_path / "d.tsv", row, row))


def test_the_decisions_that_are_kept_name_systems_of_ours(ai: Taxonomy, tmp_path: Path) -> None:
    path = ROOT / "tools" / "decided.tsv"
    decisions.Decisions.read(path).write(tmp_path / "again.tsv", ())
    assert (tmp_path / "again.tsv").read_text() == path.read_text(), "in order"
    with path.open() as file:
        rows = list(csv.DictReader(file, dialect="excel-tab"))
    known = {f"aix:{iri.rpartition('/')[2]}" for iri in ai.content.names.labels}
    assert {row["thing"] for row in rows} - {""} <= known
    catalogues = {each.name for each in sources.CATALOGUES} | {"alibaba-page", "mistral-page", "*"}
    assert {row["catalogue"] for row in rows} <= catalogues
    assert not [row for row in rows if re.match(r"[+-].* ", row["theirs"])], "one claim a row"


def test_all_decisions_of_a_table_are_written(graph: Known, tmp_path: Path) -> None:
    """Two of them are about things of one developer."""
    known = changed(graph, tmp_path, tables.Row("aix:gadget-1", "ait:contextWindow", "128000"))
    taken = litellm(
        tmp_path,
        **{"gadget-1": {"max_input_tokens": 64000, "deprecation_date": "2026-02-03"},
           "gadget-2": {"deprecation_date": "2026-02-03"}},
    )  # fmt: skip
    table, decided = tmp_path / "open.tsv", written(tmp_path / "d.tsv")
    head, *rows = rendering.tabled(run(known, taken), "open").splitlines()
    filled = [f"{word}\tWhy.{row[1:]}" for word, row in zip(
        ("theirs", "theirs", "wrong"), rows, strict=True)]  # fmt: skip
    table.write_text("\n".join([head, *filled, ""]))
    assert cli.main(["decide", str(table), "--decided", str(decided), "--ontology",
                     str(tmp_path)]) == 0  # fmt: skip
    left = [row for _, row in tables.Ledger(tmp_path / "ledger").rows("openai") if row.marks]
    assert {(row.thing, row.value, *row.marked()) for row in left} == {
        ("aix:gadget-1", "128000", "rejected", "decided"),
        ("aix:gadget-1", "64000", "decided", "reader"),
        ("aix:gadget-1", "2026-02-03", "decided", "reader"),
    }
    assert len(decided.read_text().splitlines()) == 2


def test_decisions_are_written_for_each_catalogue_or_into_the_ledger(
    graph: Known, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = changed(graph, tmp_path, tables.Row("aix:gadget-1", "ait:contextWindow", "128000",
                                                "https://models.dev/g"))  # fmt: skip
    taken = litellm(tmp_path, **{"gadget-1": {"max_input_tokens": 64000},
                                 "gadget-2": {"deprecation_date": "2026-02-03"}})  # fmt: skip
    table, decided = tmp_path / "open.tsv", written(tmp_path / "d.tsv")
    table.write_text(rendering.tabled(run(known, taken), "open"))
    also = ["--decided", str(decided), "--ontology", str(tmp_path)]
    assert cli.main(["decide", str(table), *also]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("1. aix:gadget-1 context window: 64000 by litellm, ours 128000 (")
    assert second.startswith("2. aix:gadget-2 retired: 2026-02-03 by litellm, ours 2025-01-02 (")
    assert cli.main(["decide", str(table), "2", "of another", "A snapshot.", *also]) == 0
    (row,) = csv.reader(decided.read_text().splitlines()[1:], "excel-tab")
    assert row == ["aix:gadget-2", "retired", "litellm", "2026-02-03", "of another", "A snapshot.",
                   "2025-01-02"]  # fmt: skip
    assert cli.main(["decide", str(table), "1", "theirs", "The page of its maker.", *also]) == 0
    capsys.readouterr()
    ledger = tables.Ledger(tmp_path / "ledger")
    rows = {row.value: row for _, row in ledger.rows("openai") if "Window" in row.property}
    old, new = rows["128000"], rows["64000"]
    assert (old.value, old.note, {*old.marked()}) == (
        "128000", "The page of its maker.", {"rejected", "decided"})  # fmt: skip
    assert (new.value, new.marked()["reader"], "decided" in new.marked()) == (
        "64000", "litellm", True)  # fmt: skip
    assert cli.main(["decide", str(table), *also]) == 0
    assert capsys.readouterr().out == ""
    for words, fault in ((["9", "wrong", "x"], "from 1 to 2"), (["1", "no", "x"], "decide one of"),
                         (["1"], "the number of a claim")):  # fmt: skip
        assert cli.main(["decide", str(table), *words, *also]) == 2
        assert fault in capsys.readouterr().err


# --- pages of deprecations

PAGE = """
# Models that go

| Shutdown date | Model | Recommended model |
| --- | --- | --- |
| 2026\u201110\u201123 | `gadget-1` \\| `gadget-1-mini` | `gadget-2` |
| Not sooner than May 1, 2027 | `gadget-2` | |

| Model | Price |
| --- | --- |
| gadget-9 | 3 |
"""
HTML = """<p>Models that go</p><table><tr><th>Deprecated model<th>Retirement date</tr>
<tr><td><code>gadget-1</code><br>gadget-1-mini</td><td>10/23/2026</td></tr>
<tr><td>gadget-3</td><td>1/2/2027</td></tr></table>"""


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("p.md", PAGE, [("gadget-1", "2026-10-23", 6), ("gadget-1-mini", "2026-10-23", 6)]),
        ("p.html", HTML, [("gadget-1", "2026-10-23", 2), ("gadget-1-mini", "2026-10-23", 2),
                          ("gadget-3", "2027-01-02", 3)]),
    ],
)  # fmt: skip
def test_tables_of_a_page_are_read(tmp_path: Path, name: str, text: str, expected: Any) -> None:
    path = tmp_path / name
    path.write_text(text)
    found = [(r.name, r.retired, r.source.line) for r in pages.read_page(path)]
    assert found == expected


# --- the command


def test_a_folder_is_searched_for_catalogues_only(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"name": "site", "version": "1"}')
    (tmp_path / "notes.csv").write_text("name,model\nA,B\n")
    (tmp_path / "models.yaml").write_text(
        "models:\n  - name: openai/gadget-1\n    display_name: Gadget 1\n"
        "    creator_organization_name: OpenAI\n    access: limited\n"
    )
    (tmp_path / "model_deployments.yaml").write_text(
        "# where models are served\nmodel_deployments:\n  - name: openai/gadget-1\n"
        "    model_name: openai/gadget-1\n    max_sequence_length: 9\n"
    )
    passed_over: Counter[str] = Counter()
    found = list(snapshots.entries(snapshots.Snapshot("helm@3", tmp_path), passed_over))
    assert [(e.place, e.record.provider, e.record.context_window) for e in found] == [
        ("helm@3/model_deployments.yaml:3", "openai", None),
        ("helm@3/models.yaml:2", None, None),
    ]
    assert passed_over.total() == 2


def test_the_command_writes_a_table_for_each_part(
    ai: Taxonomy, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    prices = litellm(tmp_path, **{"nobody-knows-this-9": {"max_input_tokens": 5}})
    out = tmp_path / "out"
    assert cli.main(["harvest", f"litellm@1={prices.path}", "--out", str(out)], ai) == 0
    assert "Our newest dated system: " in capsys.readouterr().out
    with (out / "new.tsv").open() as file:
        (row,) = csv.DictReader(file, dialect="excel-tab")
    assert (row["name"], row["facts"]) == (
        "nobody-knows-this-9",
        "context 5; takes text; makes text",
    )
    assert {path.stem for path in out.iterdir()} == {*rendering.PARTS}
    assert cli.main(["harvest", str(prices.path), "--part", "new"], ai) == 0
    assert "- nobody-knows-this-9 (context 5" in capsys.readouterr().out
    assert cli.main(["harvest", str(tmp_path / "none.json")], ai) == 2
    assert "none.json: no such file or folder" in capsys.readouterr().err
