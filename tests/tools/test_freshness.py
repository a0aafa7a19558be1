"""The freshness run: catalogues written for the purpose, held against a graph of two models."""

import importlib
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from aitaxonomy import Taxonomy
from aitaxonomy.errors import ImportFault
from aitaxonomy.graph.names import Names
from aitaxonomy.inventory.matching.matcher import Matcher
from aitaxonomy.store import GraphStore

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

cli = importlib.import_module("tools.freshness.__main__")
decided = importlib.import_module("tools.freshness.decided")
pages = importlib.import_module("tools.freshness.pages")
rendering = importlib.import_module("tools.freshness.rendering")
snapshots = importlib.import_module("tools.freshness.snapshots")
worklist = importlib.import_module("tools.freshness.worklist")

GRAPH = """
@prefix ait: <https://w3id.org/aitaxonomy#> .
@prefix aix: <https://w3id.org/aitaxonomy/id/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
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
    rdfs:label "Gadget 2"@en ;
    ait:developedBy aix:openai .
aix:openai a owl:NamedIndividual , ait:Organization ; rdfs:label "OpenAI"@en .
"""
NOTHING = decided.Decided()


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> tuple[Matcher, Names, GraphStore]:
    path = tmp_path_factory.mktemp("graph") / "gadgets.ttl"
    path.write_text(GRAPH)
    store = GraphStore()
    store.load([path])
    names = Names(store)
    return Matcher(names, store), names, store


def litellm(folder: Path, **models: dict[str, Any]) -> Any:
    path = folder / "prices.json"
    entries = {
        key: {"mode": "chat", "litellm_provider": "openai", **m} for key, m in models.items()
    }
    path.write_text(json.dumps(entries, indent=1))
    return snapshots.Snapshot("litellm@1", path)


def models_dev(folder: Path, path: str, text: str) -> Any:
    file = folder / "catalogue" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return snapshots.Snapshot("models.dev@2", folder / "catalogue")


def run(graph: Any, *taken: Any, known: Any = NOTHING) -> Any:
    entries = [entry for each in taken for entry in snapshots.entries(each, Counter())]
    return worklist.compared(entries, *graph, known)


def told(rows: Any) -> list[tuple[str, str, str, str]]:
    return [(row.entity, row.property, row.ours, row.theirs) for row in rows]


# --- what is contradicted, missing, retired, agreed on


def test_a_window_that_differs_is_contradicted_with_its_line(graph: Any, tmp_path: Path) -> None:
    found = run(graph, litellm(tmp_path, x={}, **{"gadget-1": {"max_input_tokens": 64000}}))
    (row,) = found.differences["contradicted"]
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
def test_what_says_the_same_agrees(graph: Any, tmp_path: Path, entry: dict[str, Any]) -> None:
    """A thousand may be 1,024, a window may count what goes in, and speech is audio."""
    found = run(graph, litellm(tmp_path, **{"gadget-1": entry}))
    assert told(found.differences["contradicted"]) == []
    assert sum(found.agrees.values()) >= 2


def test_what_we_do_not_state_is_missing(graph: Any, tmp_path: Path) -> None:
    found = run(graph, litellm(tmp_path, **{"gadget-2": {"max_input_tokens": 9000}}))
    assert ("aix:gadget-2", "context window", "", "9000") in told(found.differences["missing"])
    assert found.differences["contradicted"] == []


def test_a_day_of_retirement_is_of_a_service(graph: Any, tmp_path: Path) -> None:
    found = run(graph, litellm(tmp_path, **{"gadget-1": {"deprecation_date": "2026-10-23"}}))
    (row,) = found.differences["retired"]
    assert (row.theirs, row.services) == ("2026-10-23", ("openai",))
    found = run(graph, litellm(tmp_path, **{"gadget-1": {"deprecation_date": "2099-01-01"}}))
    assert found.differences["retired"] == []
    assert [row.theirs for row in found.differences["planned"]] == ["2099-01-01"]
    found = run(graph, litellm(tmp_path, **{"gadget-2": {"deprecation_date": "2025-01-02"}}))
    assert found.differences["retired"] == []
    assert found.agrees["litellm", "retired"] == 1


def test_dates_modalities_and_weights_of_models_dev(graph: Any, tmp_path: Path) -> None:
    text = (
        'name = "Gadget 1"\nrelease_date = "2024-06-01"\nopen_weights = true\n'
        '[modalities]\ninput = ["text", "image"]\noutput = ["text"]\n'
    )
    found = run(graph, models_dev(tmp_path, "models/openai/gadget-1.toml", text))
    assert told(found.differences["contradicted"]) == [
        ("aix:gadget-1", "released", "2024-05-13", "2024-06-01"),
        ("aix:gadget-1", "input", "speech, text", "+image -audio"),
        ("aix:gadget-1", "open weights", "api-access", "true"),
    ]


def test_a_provider_has_the_fields_of_its_base(graph: Any, tmp_path: Path) -> None:
    base = 'name = "Gadget 1"\n[limit]\ncontext = 128000\noutput = 1000\n[modalities]\n'
    models_dev(tmp_path, "models/openai/gadget-1.toml", base)
    own = 'base_model = "openai/gadget-1"\n[limit]\ncontext = 64000\n'
    taken = models_dev(tmp_path, "providers/openai/models/g1.toml", own)
    records = {e.place: e.record for e in snapshots.entries(taken, Counter())}
    one = records["models.dev@2/providers/openai/models/g1.toml"]
    assert (one.name, one.context_window, one.output_limit) == ("Gadget 1", 64000, 1000)
    assert run(graph, taken).differences["contradicted"] == [], "it agrees in its other entry"


@pytest.mark.parametrize(("services", "heard"), [(2, False), (3, True)])
def test_other_services_are_heard_where_three_agree(
    graph: Any, tmp_path: Path, services: int, heard: bool
) -> None:
    text = 'name = "Gadget 1"\nopen_weights = true\n[modalities]\ninput = ["text"]\n'
    for each in range(services):
        taken = models_dev(tmp_path, f"providers/host-{each}/models/gadget-1.toml", text)
    assert bool(run(graph, taken).differences["contradicted"]) == heard


# --- what is new


def test_spellings_of_one_new_model_are_one_row(graph: Any, tmp_path: Path) -> None:
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
    graph: Any, tmp_path: Path, key: str
) -> None:
    found = run(graph, litellm(tmp_path, **{"gadget-1": {}, key: {}}))
    assert [row.name for row in found.variants] == [key]
    assert found.new == []


# --- what was decided


def written(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(["\t".join(decided.COLUMNS), *rows, ""]))
    return path


def test_what_was_decided_is_not_listed_until_a_value_changes(graph: Any, tmp_path: Path) -> None:
    row = "aix:gadget-1\tcontext window\t{}\t64000\tlitellm\tours\tthe page of its maker says so"
    other = "\tnew\t\tlone-one\t*\tnot a model\ta name for several"
    taken = litellm(tmp_path, **{"gadget-1": {"max_input_tokens": 64000}, "lone-one": {}})
    path = written(tmp_path / "d.tsv", row.format("128000"), other)
    found = run(graph, taken, known=decided.Decided.read(path))
    assert (found.differences["contradicted"], found.new, found.stale) == ([], [], [])
    assert found.decided == {"ours": 1, "not a model": 1}
    path = written(tmp_path / "d.tsv", row.format("32000"))
    found = run(graph, taken, known=decided.Decided.read(path))
    assert len(found.differences["contradicted"]) == 1
    assert found.stale == ["aix:gadget-1 context window: 32000 / 64000"]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("aix:x\treleased\t\t2024\t*\tperhaps\tbecause", ":2: 'perhaps' is not a decision"),
        ("aix:x\treleased\t\t2024\t*\tours\t", ":2: a property, theirs, catalogue or reason"),
        ("aix:x\treleased", ":2: a property, theirs, catalogue or reason"),
    ],
)
def test_a_decision_that_is_not_whole_is_refused(tmp_path: Path, row: str, fault: str) -> None:
    with pytest.raises(ImportFault, match=fault):
        decided.Decided.read(written(tmp_path / "d.tsv", row))


def test_a_decision_is_there_once(tmp_path: Path) -> None:
    row = "aix:x\treleased\t\t2024\t*\tours\tbecause"
    with pytest.raises(ImportFault, match=":3: decided before"):
        decided.Decided.read(written(tmp_path / "d.tsv", row, row))


def test_the_decisions_that_are_kept_name_systems_of_ours(ai: Taxonomy) -> None:
    path = ROOT / "tools" / "decided.tsv"
    decided.Decided.read(path)
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    assert lines == sorted(lines)
    named = {line.split("\t")[0] for line in lines} - {""}
    known = {f"aix:{iri.rpartition('/')[2]}" for iri in ai.content.names.labels}
    assert named <= known


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


def test_the_command_writes_a_file_for_each_part(
    ai: Taxonomy, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    prices = litellm(tmp_path, **{"nobody-knows-this-9": {"max_input_tokens": 5}})
    out = tmp_path / "out"
    assert cli.main([f"litellm@1={prices.path}", "--out", str(out), "--format", "json"], ai) == 0
    (row,) = json.loads((out / "new.json").read_text())
    assert (row["name"], row["facts"]) == (
        "nobody-knows-this-9",
        "context 5; takes text; makes text",
    )
    assert {path.stem for path in out.iterdir()} == {*rendering.PARTS, "summary"}
    assert "Our newest dated system: " in (out / "summary.md").read_text()
    assert cli.main([str(prices.path), "--part", "new"], ai) == 0
    assert "| nobody-knows-this-9 |" in capsys.readouterr().out
    assert cli.main([str(tmp_path / "none.json")], ai) == 2
    assert "none.json: no such file or folder" in capsys.readouterr().err
