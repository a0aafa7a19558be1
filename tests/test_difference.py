"""What two versions conclude differently: small ontologies with planted changes, and our own."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from aitaxonomy import Taxonomy
from aitaxonomy.cli import main
from aitaxonomy.errors import ImportFault
from aitaxonomy.inference.content import shipped_content
from aitaxonomy.inference.difference import Difference
from aitaxonomy.inference.versions import version

TERMS = """@prefix ait: <https://w3id.org/aitaxonomy#> .
@prefix aix: <https://w3id.org/aitaxonomy/id/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

ait:AIArtifact a owl:Class ; rdfs:label "AI artifact"@en .
ait:TextModel a owl:Class ; rdfs:label "text model"@en ; rdfs:subClassOf ait:AIArtifact .
ait:ImageModel a owl:Class ; rdfs:label "image model"@en ; rdfs:subClassOf ait:AIArtifact ;
    owl:disjointWith ait:TextModel .
ait:LLM a owl:Class ; rdfs:label "LLM"@en ;
    owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( ait:TextModel
        [ a owl:Restriction ; owl:onProperty ait:hasScale ; owl:hasValue aix:large ] ) ] .
ait:hasScale a owl:ObjectProperty ; rdfs:label "has scale"@en .
ait:byConvention a owl:AnnotationProperty .
aix:large a owl:NamedIndividual ; rdfs:label "large"@en .
"""
FACTS = """
aix:one a owl:NamedIndividual , ait:TextModel ; rdfs:label "One"@en ; ait:hasScale aix:large .
aix:two a owl:NamedIndividual , ait:TextModel ; rdfs:label "Two"@en ; ait:hasScale aix:large .
aix:three a owl:NamedIndividual , ait:TextModel ; rdfs:label "Three"@en .
aix:four a owl:NamedIndividual , ait:TextModel ; rdfs:label "Four"@en .
"""
CONVENTION = """
[] a owl:Axiom ; owl:annotatedSource aix:three ; owl:annotatedProperty ait:hasScale ;
    owl:annotatedTarget aix:large ; ait:byConvention aix:guess .
"""


def folder(root: Path, text: str) -> Path:
    """Return a folder with an ontology of one file."""
    (root / "ontology").mkdir(parents=True)
    (root / "ontology" / "core.ttl").write_text(text, encoding="utf-8")
    return root


def between(root: Path, old: str, new: str) -> Difference:
    """Return the difference of two texts."""
    sides = (folder(root / name, text) for name, text in (("old", old), ("new", new)))
    return Difference(*(version(side, shipped_content()) for side in sides))


#: The planted change, the cause that is to be found, and the changed (thing, kind, before, after).
PLANTED = {
    "fact withdrawn": (
        FACTS.replace('"One"@en ; ait:hasScale aix:large', '"One"@en'), "",
        [("one", "LLM", "entailed", "unknown")],
    ),
    "fact added": (
        FACTS.replace('"Four"@en', '"Four"@en ; ait:hasScale aix:large'), "",
        [("four", "LLM", "unknown", "entailed")],
    ),
    "fact corrected": (
        FACTS.replace("aix:four a owl:NamedIndividual , ait:TextModel",
                      "aix:four a owl:NamedIndividual , ait:ImageModel"), "",
        [("four", "ImageModel", "refuted", "entailed"), ("four", "LLM", "unknown", "refuted"),
         ("four", "TextModel", "entailed", "refuted")],
    ),
    "convention changed": (
        FACTS.replace('"Three"@en', '"Three"@en ; ait:hasScale aix:large') + CONVENTION, "",
        [("three", "LLM", "unknown", "entailed")],
    ),
    "definition changed": (
        FACTS, TERMS.replace(" ait:TextModel\n        [", " ait:AIArtifact ait:TextModel\n        ["
                             ).replace("owl:hasValue aix:large", "owl:hasValue aix:one"),
        [("one", "LLM", "entailed", "unknown"), ("two", "LLM", "entailed", "unknown")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("cause", PLANTED)
def test_planted_changes_are_found_with_their_cause(cause: str, tmp_path: Path) -> None:
    facts, terms, expected = PLANTED[cause]
    found = between(tmp_path, TERMS + FACTS, (terms or TERMS) + facts)
    told = [
        (c["thing"].partition(":")[2], c["kind"].partition(":")[2], c["before"], c["after"])
        for c in found.to_json()["changes"]
    ]
    assert told == expected
    tags = {each.cause.tag for each in found.changes}
    # What is newly ruled out of the corrected fact rests on what is new alone.
    assert tags == ({cause, "fact added"} if cause == "fact corrected" else {cause})


def test_what_is_gone_is_worded_and_located(tmp_path: Path) -> None:
    found = between(tmp_path, TERMS + FACTS, TERMS + PLANTED["fact withdrawn"][0])
    text = str(found)
    line = (TERMS + FACTS)[: (TERMS + FACTS).index("aix:one a owl")].count("\n") + 1
    assert "One: no longer an LLM (fact withdrawn)" in text
    assert f"gone: One has scale large (ontology/core.ttl:{line})" in text
    assert found.to_markdown().startswith("### From ")


def test_many_things_of_one_cause_are_one_group(tmp_path: Path) -> None:
    found = between(tmp_path, TERMS + FACTS, TERMS + FACTS.replace(" ; ait:hasScale aix:large", ""))
    (group,) = found.grouped()
    assert [each.thing.rpartition("/")[2] for each in group] == ["one", "two"]
    assert "One and Two: no longer an LLM (fact withdrawn, 2 conclusions)" in str(found)


def test_things_and_kinds_that_come_and_go_and_renamed_ones(tmp_path: Path) -> None:
    renamed = (TERMS + FACTS).replace("ait:ImageModel", "ait:PictureModel") + (
        "ait:ImageModel dcterms:isReplacedBy ait:PictureModel .\n"
        'ait:SoundModel a owl:Class ; rdfs:label "sound model"@en .\n'
    )
    facts = renamed.replace("aix:four a", "aix:five a")
    found = between(tmp_path, TERMS + FACTS, facts)
    document = found.to_json()
    assert (document["added"], document["removed"]) == (["aix:five"], ["aix:four"])
    assert document["kinds_added"] == ["ait:SoundModel"]
    assert document["kinds_removed"] == []
    assert not found.changes
    assert not found


def test_the_hierarchy_is_compared(tmp_path: Path) -> None:
    found = between(
        tmp_path,
        TERMS + FACTS,
        TERMS.replace("@en ; rdfs:subClassOf ait:AIArtifact ;\n    owl:disjoint",
                      "@en ;\n    owl:disjoint") + FACTS,
    )  # fmt: skip
    assert found
    assert "image model: no longer an AI artifact (definition changed)" in str(found)
    assert "gone: every image model is an AI artifact" in str(found)


def test_rows_of_questions_that_change(tmp_path: Path) -> None:
    found = between(tmp_path, TERMS + FACTS, TERMS + PLANTED["fact withdrawn"][0])
    asked = tmp_path / "asked"
    asked.mkdir()
    (asked / "large.rq").write_text("SELECT ?x { ?x ait:hasScale aix:large }", encoding="utf-8")
    (asked / "texts.rq").write_text("SELECT ?x { ?x a ait:TextModel }", encoding="utf-8")
    one = "https://w3id.org/aitaxonomy/id/one"
    assert list(found.questions(asked)) == [("large", [one], [])]


def test_a_wheel_is_a_version(tmp_path: Path) -> None:
    wheel = tmp_path / "aitaxonomy-0.0.1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("aitaxonomy/ontology/core.ttl", TERMS + FACTS)
        archive.writestr("aitaxonomy/ontology/../../outside.ttl", "no")
    same = folder(tmp_path / "same", TERMS + FACTS)
    found = Difference(version(wheel, shipped_content()), version(same, shipped_content()))
    assert not found
    assert len(found.old.kinds) == 4
    assert not (tmp_path / "outside.ttl").exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nowhere", "nowhere: no folder, file or wheel of this name, and git knows"),
        ("--output=x", "--output=x: no folder, file or wheel"),
        (".", ".: no version of aitaxonomy, as ontology/core.ttl is missing"),
        ("0.0.7", "0.0.7: no frozen version; there are 0.2.0"),
        ("bad.whl", "bad.whl: not a wheel or a frozen version, or a damaged one"),
    ],
)
def test_what_is_no_version_is_refused(
    name: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.whl").write_bytes(b"PK no")
    with pytest.raises(ImportFault, match=said.replace("(", r"\(")):
        version(name, shipped_content())


def test_the_command_prints_json_and_tells_by_its_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = folder(tmp_path / "old", TERMS + FACTS)
    new = folder(tmp_path / "new", TERMS + PLANTED["fact added"][0])
    assert main(["diff", str(old), str(new), "--json"]) == 1
    (change,) = json.loads(capsys.readouterr().out)["changes"]
    assert change["cause"] == "fact added"
    assert change["came"][0]["said"] == "Four has scale large"
    assert main(["diff", str(old), str(old)]) == 0
    assert "0 conclusions changed" in capsys.readouterr().out


@pytest.mark.judges
def test_a_system_of_a_list_changes_as_the_one_it_matches(tmp_path: Path) -> None:
    root = Path(__file__).parents[1] / "ontology"
    old = tmp_path / "old" / "ontology"
    old.mkdir(parents=True)
    for path in root.rglob("*.ttl"):
        target = old / path.relative_to(root)
        target.parent.mkdir(exist_ok=True)
        text = path.read_text(encoding="utf-8")
        if path.name == "openai.ttl":
            text = text.replace("    ait:parameterCount 175000000000 ;\n", "")
        target.write_text(text, encoding="utf-8")
    systems = tmp_path / "systems.csv"
    systems.write_text("name,developer\nGPT-3,OpenAI\nClaude 3 Opus,Anthropic\n", encoding="utf-8")
    found = Taxonomy().difference(tmp_path / "old", listed=systems)
    text = str(found)
    assert "GPT-3 (matched with GPT-3)" in text
    assert "a model with a billion parameters or more" in text
    assert "new: GPT-3 has parameter count 175000000000 (ontology/systems/openai.ttl" in text
    assert "Claude" not in text
