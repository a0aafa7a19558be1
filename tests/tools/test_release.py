"""The release: frozen versions, and that no conclusion changes without a word."""

import json
import re
import sys
from collections import Counter
from importlib import import_module
from pathlib import Path

import jsonschema
import pytest
import yaml

from aitaxonomy._data import __version__
from aitaxonomy.inference.content import shipped_content
from aitaxonomy.versions.difference import Difference
from aitaxonomy.versions.version import Version, version

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
changes, frozen, headers, interface, number, command = (
    import_module(f"tools.release.{name}")
    for name in ("changes", "frozen", "headers", "interface", "number", "__main__")
)

TERMS = """@prefix ait: <https://w3id.org/aitaxonomy#> .
@prefix aix: <https://w3id.org/aitaxonomy/id/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

ait:AIArtifact a owl:Class ; rdfs:label "AI artifact"@en .
ait:Big a owl:Class ; rdfs:label "big thing"@en ; rdfs:subClassOf ait:AIArtifact ;
    owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( ait:AIArtifact
        [ a owl:Restriction ; owl:onProperty ait:hasScale ; owl:hasValue aix:large ] ) ] .
ait:hasScale a owl:ObjectProperty ; rdfs:label "has scale"@en .
aix:large a owl:NamedIndividual ; rdfs:label "large"@en .
aix:one a owl:NamedIndividual , ait:AIArtifact ; rdfs:label "One"@en ; ait:hasScale aix:large .
aix:two a owl:NamedIndividual , ait:AIArtifact ; rdfs:label "Two"@en .
"""


def state(root: Path, text: str) -> Version:
    (root / "ontology").mkdir(parents=True)
    (root / "ontology" / "core.ttl").write_text(text, encoding="utf-8")
    return version(root, shipped_content())


def test_each_change_since_the_last_frozen_version_is_told() -> None:
    found = changes.since(changes.last())
    untold = changes.untold(found, changes.TABLE.read_text(encoding="utf-8"))
    assert not untold, "\n".join([*untold[:20], f"{len(untold)} in all: {changes.REMEDY}"])


def test_what_the_site_shows_of_a_difference_is_what_the_table_tells() -> None:
    shown = json.loads((frozen.FROZEN / "unreleased.json").read_bytes())
    rows = [line.split("\t") for line in changes.TABLE.read_text("utf-8").splitlines()[1:]]
    assert shown["old"] == changes.last()
    assert shown["tags"] == Counter(row[4] for row in rows if row[4])
    told = {f"{side}: {each}" for group in shown["groups"] for side in ("gone", "new")
            for each in group[side]}  # fmt: skip
    assert told <= {each for row in rows for each in row[5].split("; ")}
    for number in frozen.numbers()[1:]:
        assert json.loads((frozen.FROZEN / f"{number}.json").read_bytes())["new"] == number


def test_a_frozen_version_is_told_with_proofs(tmp_path: Path) -> None:
    old = state(tmp_path / "old", TERMS)
    new = state(tmp_path / "new", TERMS.replace("; ait:hasScale aix:large", ""))
    told = changes.digest(Difference(old, new))
    assert told["tags"] == {"fact withdrawn": 1}
    (group,) = told["groups"]
    assert group["said"] == "One: no longer a big thing (fact withdrawn)"
    assert group["gone"] == ["One has scale large"]
    assert list(group["proofs"]) == ["before"]
    assert group["proofs"]["before"]["heading"] == "One is a big thing"


def test_a_lost_conclusion_that_nobody_tells_is_found(tmp_path: Path) -> None:
    base = state(tmp_path / "base", TERMS)
    archive = tmp_path / "0.0.1.tar.xz"
    archive.write_bytes(frozen.pack(base, base.folder))
    old = version(archive, shipped_content())
    assert old.verdicts is not None

    nothing = changes.table(Difference(old, state(tmp_path / "same", TERMS)))
    assert nothing == "\t".join(changes.HEAD) + "\n"
    lost = state(tmp_path / "lost", TERMS.replace(" ; ait:hasScale aix:large", ""))
    found = Difference(old, lost)
    told = "ait:Big\taix:one\tentailed\tunknown"
    assert changes.untold(found, nothing) == [f"changed and not told: {told}"]
    # With the table that the tool writes it is reported, with its cause.
    written = changes.table(found)
    assert f"{told}\tfact withdrawn\tgone: One has scale large\n" in written
    assert changes.untold(found, written) == []
    # What is reported and did not happen is wrong, too.
    assert changes.untold(Difference(old, base), written) == [f"told and not changed: {told}"]


def test_a_system_and_a_narrower_kind_that_are_gone_are_changes(tmp_path: Path) -> None:
    old = state(tmp_path / "old", TERMS)
    rest = TERMS[: TERMS.index("aix:two")].replace("aix:one a", "aix:two a")
    rest = rest.replace(" ; rdfs:subClassOf ait:AIArtifact", "").replace("( ait:AIArtifact", "(")
    found = Difference(old, state(tmp_path / "new", rest))
    assert {"ait:AIArtifact\tait:Big\tentailed\tunknown", "*\taix:one\tthere\tgone"} <= {
        each.partition(": ")[2] for each in changes.untold(found, "")
    }


def test_what_is_frozen_is_small_and_of_equal_bytes(tmp_path: Path) -> None:
    one = state(tmp_path / "one", TERMS)
    assert frozen.pack(one, one.folder) == frozen.pack(one, one.folder)
    assert frozen.numbers(released=True)[0] == "0.2.0"
    for number in frozen.numbers():
        assert (frozen.FROZEN / f"{number}.tar.xz").stat().st_size < frozen.LARGEST


def test_a_frozen_version_says_what_it_said() -> None:
    old = version("0.2.0", shipped_content())
    assert old.verdicts is not None
    ait, aix = "https://w3id.org/aitaxonomy#", "https://w3id.org/aitaxonomy/id/"
    assert str(old.verdicts.truth(f"{aix}gpt-4", f"{ait}LLM")) == "entailed"
    assert f"{ait}NativelyMultimodalLLM" not in old.kinds
    assert f"{ait}GenerativeAI" in old.superclasses[f"{ait}LLM"]


def test_the_number_follows_from_what_changed_and_another_is_refused() -> None:
    lost = number.Meaning(1, 0, 5, 0)
    assert lost.number("0.2.0") == "0.3.0"
    faults = list(command.faults("0.2.1", "0.3.0"))
    assert "the number is 0.3.0 by what changed and what breaks, not 0.2.1" in faults


def test_breaks_of_the_interface_are_found_and_count() -> None:
    now = interface.stub()
    assert not interface.breaks(now, now)
    for old, new, told in (
        ("strict=False, ", "", "is_a(strict)"),
        ("def is_a(thing, kind,", "def is_a(thing, kind, when,", "is_a(when)"),
        ("strict=False", "strict=True", "is_a(strict)"),
        ("def is_a(", "def is_an(", "Taxonomy.is_a`"),
        ("class Taxonomy:", "class Taxonomies:", "`Taxonomy`"),
    ):
        start = now.index("class Taxonomy:")  # other classes have methods of these names
        changed = now[:start] + now[start:].replace(old, new, 1)
        breaks = interface.breaks(now, changed)
        assert any(told in each for each in breaks), (told, breaks)
        assert number.Meaning(0, 0, 0, 0, tuple(breaks)).number("0.2.0") == "0.3.0"
        assert not interface.breaks(now, now.replace("def is_a(", "def new(): ...\n    def is_a("))
    # What was frozen is what a commit has: 0.2.0 imported its class when it was asked for.
    assert "class Taxonomy:\n    def __add__(data): ...\n" in interface.path("0.2.0").read_text()


def test_a_release_writes_number_and_day_wherever_they_stand() -> None:
    meaning = number.Meaning(1, 2, 3, 4, ("- `Table.rows`: *Public object was removed*",))
    texts = {
        path.relative_to(ROOT).as_posix(): text
        for path, text in headers.edits(__version__, "9.8.7", "2031-02-03", meaning)
    }
    core = texts["ontology/core.ttl"][:3000]
    for line in (
        "owl:versionIRI <https://w3id.org/aitaxonomy/9.8.7/core> ;",
        f"owl:priorVersion <https://w3id.org/aitaxonomy/{__version__}/core> ;",
        f"owl:incompatibleWith <https://w3id.org/aitaxonomy/{__version__}/core> ;",
        'owl:versionInfo "9.8.7" .',
        'dcterms:issued "2031-02-03"^^xsd:date ;',
        "(2031). aitaxonomy: core, version 9.8.7. https://w3id.org/aitaxonomy/9.8.7/core",
    ):
        assert line in core, line
    for name, text in texts.items():
        if name.startswith("ontology/") and name.endswith(".ttl"):
            old = re.findall(rf".*/{__version__}[/>].*", _first(text))
            assert all("priorVersion" in line or "incompatibleWith" in line for line in old), name
    assert 'version = "9.8.7"' in texts["pyproject.toml"]
    assert "version: 9.8.7\ndate-released: 2031-02-03" in texts["CITATION.cff"]
    assert '"version": "9.8.7"' in texts["codemeta.json"]
    assert "#mapping_set_version: 9.8.7" in texts["ontology/alignments/mappings.sssom.tsv"]
    assert f"## [9.8.7] - 2031-02-03\n\nCompared with {__version__}: 1 " in texts["CHANGELOG.md"]
    rows = changes.TABLE.read_text("utf-8").count("\n") - 1
    assert (f" state {rows} conclusions changed, by cause: " in texts["CHANGELOG.md"]) is (rows > 0)
    assert "\n\n- `Table.rows`: *Public object was removed*\n\n" in texts["CHANGELOG.md"]
    assert "docs/entailments-9.8.7.tsv" in texts


def test_registrations_say_what_the_citation_says() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    number, day = str(citation["version"]), citation["date-released"].isoformat()
    read = {
        path.name: json.loads(path.read_text("utf-8"))
        for path in (ROOT / "codemeta.json", *(ROOT / "registrations").glob("*.json"))
    }
    meta, server, zenodo = read["codemeta.json"], read["server.json"], read["zenodo.json"]
    assert meta["version"] == server["version"] == zenodo["version"] == number == __version__
    assert meta["datePublished"] == zenodo["publication_date"] == day
    assert meta["name"] in citation["title"] and meta["url"] == citation["url"]
    assert meta["keywords"] == zenodo["keywords"]
    assert [each.rpartition("/")[2] for each in meta["license"]] == citation["license"]
    (package,) = server["packages"]
    assert package["version"] == number
    assert package["runtimeArguments"][0]["value"] == f"aitaxonomy[mcp]=={number}"
    # `ait` is registered, `aix` is not: it belongs to another vocabulary.
    entry = read["bioregistry.json"]["ait"]
    assert entry["uri_format"].replace("$1", entry["example"]) == f"{citation['url']}#LLM"
    assert re.fullmatch(entry["pattern"], entry["example"])
    assert read["lov.json"]["prefix"] == "ait" and read["lov.json"]["uri"] == citation["url"]
    assert not [name for name, document in read.items() if "aix" in json.dumps(document)]


#: The rules of the MCP registry for `server.json` (2025-12-11), as far as ours uses them.
SERVER = {
    "required": ["name", "description", "version"],
    "properties": {
        "name": {"pattern": "^[A-Za-z0-9.-]+/[A-Za-z0-9._-]+$", "minLength": 3, "maxLength": 200},
        "title": {"minLength": 1, "maxLength": 100},
        "description": {"minLength": 1, "maxLength": 100},
        "version": {"maxLength": 255, "pattern": r"^\d+(\.\d+)*$"},  # no range
        "packages": {"items": {
            "required": ["registryType", "identifier", "transport"],
            "properties": {
                "version": {"pattern": r"^\d+(\.\d+)*$"},
                "transport": {"properties": {"type": {"enum": ["stdio"]}}, "required": ["type"]},
                "runtimeArguments": {"items": {"$ref": "#/$defs/argument"}},
                "packageArguments": {"items": {"$ref": "#/$defs/argument"}},
            },
            "dependentRequired": {"runtimeArguments": ["runtimeHint"]},
        }},
    },
    "$defs": {"argument": {"oneOf": [
        {"properties": {"type": {"const": "named"}}, "required": ["type", "name"]},
        {"properties": {"type": {"const": "positional"}}, "required": ["type"],
         "anyOf": [{"required": ["value"]}, {"required": ["valueHint"]}]},
    ]}},
}  # fmt: skip


def test_the_mcp_registry_takes_the_server() -> None:
    server = json.loads((ROOT / "registrations" / "server.json").read_text("utf-8"))
    check = jsonschema.Draft202012Validator(SERVER)
    assert [each.message for each in check.iter_errors(server)] == []
    (package,) = server["packages"]
    for wrong in (
        {"name": "aitaxonomy"}, {"description": "x" * 101}, {"version": ">=1"},
        {"packages": [{**package, "transport": {}}]},
        {"packages": [{**package, "packageArguments": [{"type": "named", "value": "mcp"}]}]},
    ):  # fmt: skip
        assert not check.is_valid({**server, **wrong}), wrong


def test_templates_ask_for_a_source_and_publishing_is_by_hand() -> None:
    forms = {
        path.stem: yaml.safe_load(path.read_text("utf-8"))
        for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config"
    }  # fmt: skip
    assert forms.keys() == {"missing-system", "term", "wrong-fact"}
    for form in forms.values():
        needed = [
            f"{each['attributes']['label']} {each['attributes'].get('description', '')}"
            for each in form["body"] if each.get("validations", {}).get("required")
        ]  # fmt: skip
        assert "source" in " ".join(needed)
    publish = yaml.safe_load((ROOT / ".github/workflows/publish.yml").read_text("utf-8"))
    assert publish[True].keys() == {"workflow_dispatch"}  # YAML reads `on` as true
    assert publish["permissions"] == {"contents": "read"}
    assert publish["jobs"]["publish"]["permissions"].get("id-token") == "write"
    assert "secrets." not in json.dumps(publish)


def _first(text: str) -> str:
    """The header of a module."""
    return text[: text.find(" .\n", text.find("owl:Ontology"))]


@pytest.mark.judges
def test_a_planted_loss_in_our_own_graph_turns_the_gate_red(tmp_path: Path) -> None:
    source = ROOT / "ontology"
    for path in source.rglob("*.ttl"):
        target = tmp_path / "ontology" / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8")
        target.write_text(text.replace("    ait:parameterCount 175000000000 ;\n", ""), "utf-8")
    found = changes.since(changes.last(), version(tmp_path, shipped_content()))
    untold = changes.untold(found, changes.TABLE.read_text(encoding="utf-8"))
    assert "changed and not told: ait:LLM\taix:gpt-3\tentailed\tunknown" in untold
