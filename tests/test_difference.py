"""What two versions conclude differently: small ontologies with planted changes, and our own."""

from __future__ import annotations

import json
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from aitaxonomy import Taxonomy
from aitaxonomy.cli import main
from aitaxonomy.errors import ImportFault, InconsistentOntology
from aitaxonomy.graph.names import Names
from aitaxonomy.inference.content import Content, shipped_content
from aitaxonomy.inventory import Matcher
from aitaxonomy.inventory.importing import import_file
from aitaxonomy.inventory.matching.matcher import Match
from aitaxonomy.rdf.namespaces import local_name
from aitaxonomy.reasoning.proofs.check import check_proof
from aitaxonomy.reasoning.verdict import UNKNOWN
from aitaxonomy.versions.difference import Difference
from aitaxonomy.versions.foreign import foreign_version
from aitaxonomy.versions.version import Version, files_of, frozen, version

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


@pytest.mark.parametrize("inside", [False, True])
def test_what_is_gone_is_worded_and_located(
    inside: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if inside:  # folders are named from here
        monkeypatch.chdir(tmp_path)
    root = Path() if inside else tmp_path
    found = between(root, TERMS + FACTS, TERMS + PLANTED["fact withdrawn"][0])
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
        "ait:ImageModel a owl:Class ; owl:deprecated true ; "
        'rdfs:label "image model"@en ; dcterms:isReplacedBy ait:PictureModel .\n'
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
        ("HEAD:--output=x", "HEAD:--output=x: no folder, file or wheel"),
        (".", ".: neither ontology/core.ttl nor any other file in RDF"),
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
    assert "GPT-3 (line 2, matched with GPT-3)" in text
    assert "a model with a billion parameters or more" in text
    assert "new: GPT-3 has parameter count 175000000000 (ontology/systems/openai.ttl" in text
    assert "Claude" not in text


# --- the user's list

FIVE = {
    "fact withdrawn": lambda n: f"aix:s{n} a ait:TextModel ; ait:hasScale aix:large .",
    "fact added": lambda n: f"aix:s{n} a ait:TextModel .",
    "fact corrected": lambda n: f"aix:s{n} a ait:TextModel ; ait:hasScale aix:large .",
    "convention changed": lambda n: f"aix:s{n} a ait:TextModel .",
    "definition changed": lambda n: f"aix:s{n} a ait:SpeechModel .",
}
SPEECH = """
ait:SpeechModel a owl:Class ; rdfs:label "speech model"@en ; rdfs:subClassOf ait:AIArtifact .
aix:small a owl:NamedIndividual ; rdfs:label "small"@en .
[] a owl:AllDifferent ; owl:distinctMembers ( aix:small aix:large ) .
ait:hasScale a owl:FunctionalProperty .
"""


def _planted(number: int) -> str:
    """Return the cause that is planted at a system: at each sixth of the first 180."""
    return [*FIVE][number // 6 % 5] if number % 6 == 0 and number < 180 else ""


def _systems(count: int) -> tuple[str, str]:
    """Return the facts about systems in an older and a newer version."""
    old, new = [], []
    for n in range(count):
        cause = _planted(n)
        fact = FIVE.get(cause, lambda n: f"aix:s{n} a ait:AIArtifact .")(n)
        named = f'aix:s{n} a owl:NamedIndividual ; rdfs:label "Qorvex{n}"@en .'
        old += [named, fact]
        if cause in ("fact withdrawn", "fact corrected"):
            fact = fact.replace(
                " ; ait:hasScale aix:large",
                " ; ait:hasScale aix:small" if cause == "fact corrected" else "",
            )
        elif cause in ("fact added", "convention changed"):
            fact = fact.replace(" .", " ; ait:hasScale aix:large .")
        new += [named, fact]
        if cause == "convention changed":
            new.append(CONVENTION.replace("aix:three", f"aix:s{n}"))
    return "\n".join(old), "\n".join(new)


def listed_as(rows: Path, known: Version) -> Content:
    """Return a list whose entries are matched with the systems of a version that are so named."""
    names = Names(known.store)
    of = {label: iri for iri, label in names.labels.items()}
    found = import_file(rows, None, matcher=Matcher(names, known.store))
    entries = {
        iri: entry._replace(match=Match(of[entry.name], 1.0, "exact"))
        for iri, entry in found.entries.items()
    }
    found = replace(found, entries=entries)
    return Content(((found.statements, "ntriples"),), (found,), shipped_content())


def test_of_200_rows_the_30_that_change_are_named_with_their_causes(tmp_path: Path) -> None:
    facts, changed = _systems(200)
    larger = "ait:SpeechModel rdfs:subClassOf ait:TextModel .\n"
    old, new = (
        version(folder(tmp_path / name, TERMS + SPEECH + text), shipped_content())
        for name, text in (("old", facts), ("new", larger + changed))
    )
    rows = tmp_path / "systems.csv"
    rows.write_text("".join(["name\n", *(f"Qorvex{n}\n" for n in range(200))]), encoding="utf-8")
    found = Difference(old, new, listed_as(rows, old))
    causes = {found.label(each.thing): each.cause for each in found.changes}
    assert {name: cause.tag for name, cause in causes.items()} == {
        f"Qorvex{n} (line {n + 2}, matched with Qorvex{n})": _planted(n)
        for n in range(200) if _planted(n)
    }  # fmt: skip
    assert len(causes) == 30
    assert all(cause.confirmed for cause in causes.values())


# --- proofs


@pytest.mark.parametrize("cause", PLANTED)
def test_the_proofs_of_both_sides_are_valid(cause: str, tmp_path: Path) -> None:
    facts, terms, _ = PLANTED[cause]
    found = between(tmp_path, TERMS + FACTS, (terms or TERMS) + facts)
    assert found.changes
    for change in found.changes:
        for proof, truth in zip(found.proofs(change), (change.before, change.after), strict=True):
            assert (proof is None) == (truth is UNKNOWN)
            assert proof is None or check_proof(proof.to_json())


# --- names


def test_a_list_that_uses_a_name_of_before_is_told_of_the_new_one(tmp_path: Path) -> None:
    renamed = (TERMS + FACTS).replace("ait:ImageModel", "ait:PictureModel") + (
        "ait:ImageModel a owl:Class ; owl:deprecated true ;\n"
        "    dcterms:isReplacedBy ait:PictureModel .\n"
    )
    old, new = (
        version(folder(tmp_path / name, text), shipped_content())
        for name, text in (("old", TERMS + FACTS), ("new", renamed))
    )
    mine = tmp_path / "mine.ttl"
    head = TERMS[: TERMS.index("ait:AIArtifact a")]
    mine.write_text(head + "<urn:mine> a owl:NamedIndividual , ait:ImageModel .", encoding="utf-8")
    assert not Difference(old, new).changes
    found = Difference(old, new, shipped_content().with_files([(mine, None)]))
    assert {each.cause.tag for each in found.changes} == {"term renamed"}
    assert ("ait:AIArtifact", "entailed", "unknown") in {
        (each["kind"], each["before"], each["after"]) for each in found.to_json()["changes"]
    }
    assert "ait:ImageModel gave way to ait:PictureModel" in str(found)


def test_a_class_of_another_label_is_told(tmp_path: Path) -> None:
    found = between(tmp_path, TERMS, TERMS.replace('"text model"', '"writer"'))
    assert "text model is now called writer" in str(found)
    assert not found


# --- versions that contradict themselves, and places in commits


def test_a_version_that_contradicts_itself_is_refused(tmp_path: Path) -> None:
    wrong = TERMS + FACTS + "aix:one a ait:ImageModel .\n"
    with pytest.raises(InconsistentOntology, match=r"new: .*cannot all hold"):
        _ = between(tmp_path, TERMS + FACTS, wrong).changes


def test_an_axiom_without_a_name_has_its_place(tmp_path: Path) -> None:
    axiom = "[] a owl:AllDisjointClasses ; owl:members ( ait:LLM ait:ImageModel ) .\n"
    apart = TERMS.replace(" ;\n    owl:disjointWith ait:TextModel", "")
    found = between(tmp_path, apart + FACTS, apart + FACTS + axiom)
    line = (apart + FACTS).count("\n") + 1
    assert f"new: nothing is both an LLM and an image model (ontology/core.ttl:{line})" in str(
        found
    )


# --- what follows by lists of different individuals

NAMED = """
ait:Scale a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:oneOf ( aix:large ) ] .
aix:small a owl:NamedIndividual ; rdfs:label "small"@en .
"""
DIFFERENT = "[] a owl:AllDifferent ; owl:distinctMembers ( aix:small aix:large ) .\n"


def test_those_that_no_class_names_differ_as_well(tmp_path: Path) -> None:
    found = between(tmp_path, TERMS + NAMED, TERMS + NAMED + DIFFERENT)
    (change,) = found.changes
    assert (local_name(change.thing), local_name(change.kind)) == ("small", "Scale")
    assert (str(change.before), str(change.after)) == ("unknown", "refuted")
    assert change.cause.confirmed


# --- links

LINKS = """
ait:uses a owl:ObjectProperty ; rdfs:label "uses"@en .
ait:usedBy a owl:ObjectProperty ; rdfs:label "used by"@en ; owl:inverseOf ait:uses .
"""
USES = "aix:one ait:uses aix:two . aix:three ait:uses aix:four .\n"


def test_links_that_follow_are_compared(tmp_path: Path) -> None:
    old, new = TERMS + LINKS + FACTS + USES, TERMS + LINKS + FACTS
    found = between(tmp_path, old, new)
    assert list(found.rows()) == [
        ("ait:usedBy aix:three", "aix:four", "entailed", "unknown"),
        ("ait:usedBy aix:one", "aix:two", "entailed", "unknown"),
    ]
    text = str(found)
    assert "Two: no longer something that is used by One (fact withdrawn)" in text
    assert "gone: One uses Two (ontology/core.ttl:" in text
    for change in found.changes:
        before, after = found.proofs(change)
        assert before and check_proof(before.to_json()) and after is None
        assert change.cause.confirmed
    assert found.to_json()["changes"][1]["value"] == "aix:one"


def test_a_link_that_is_stated_instead_is_no_change(tmp_path: Path) -> None:
    said = "aix:two ait:usedBy aix:one . aix:four ait:usedBy aix:three .\n"
    found = between(tmp_path, TERMS + LINKS + FACTS + USES, TERMS + LINKS + FACTS + said)
    assert not found.changes


# --- what extends ours

OWN = TERMS[: TERMS.index("ait:AIArtifact a")] + """@prefix : <https://acme.example/ai#> .
<https://acme.example/ai> a owl:Ontology ; owl:imports <https://w3id.org/aitaxonomy> .
:approvedBy a owl:ObjectProperty ; rdfs:label "approved by"@en .
:board a owl:NamedIndividual ; rdfs:label "the board"@en .
:Approved a owl:Class ; rdfs:label "approved model"@en ; owl:equivalentClass [ a owl:Class ;
    owl:intersectionOf ( ait:AIModel
        [ a owl:Restriction ; owl:onProperty :approvedBy ; owl:hasValue :board ] ) ] .
:Assistant a owl:Class ; rdfs:label "assistant"@en ; rdfs:subClassOf ait:AIApplication .
:HelpDesk a owl:Class ; rdfs:label "help desk"@en ; rdfs:subClassOf :Assistant .
:lm a owl:NamedIndividual , ait:AIModel ; rdfs:label "Acme LM"@en ; :approvedBy :board .
:desk a owl:NamedIndividual , :HelpDesk ; rdfs:label "Desk"@en .
"""  # fmt: skip
OWN_LATER = OWN.replace(" ; :approvedBy :board .", " .").replace(
    "rdfs:subClassOf :Assistant", "rdfs:subClassOf ait:AISystem"
)


def repository(root: Path) -> Path:
    """Return a git repository with two commits of an ontology that extends ours."""
    git = ["git", "-C", str(root), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    (root / "terms").mkdir(parents=True)
    (root / "package.json").write_text("{}", encoding="utf-8")
    subprocess.run([*git, "init", "-q"], check=True)
    for text in (OWN, OWN_LATER):
        (root / "terms" / "mine.ttl").write_text(text, encoding="utf-8")
        subprocess.run([*git, "add", "-A"], check=True)
        subprocess.run([*git, "commit", "-q", "-m", "a version"], check=True)
    return root


def test_files_of_a_commit_of_your_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository(tmp_path / "mine"))
    for name in ("HEAD~1", "HEAD~1:terms", "HEAD~1:terms/mine.ttl"):
        found = files_of(name)
        assert [each.name for each in found.rdf] == ["mine.ttl"]
        assert found.rdf[0].read_text(encoding="utf-8") == OWN
        assert foreign_version(found) is None
    with pytest.raises(ImportFault, match="json: neither ontology/core"):
        version("HEAD:package.json", shipped_content())


@pytest.mark.judges
def test_two_versions_of_what_extends_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository(tmp_path / "mine"))
    text = str(Taxonomy().difference("HEAD~1", "terms/mine.ttl"))
    assert "Acme LM: no longer an approved model (fact withdrawn)" in text
    assert "gone: Acme LM is approved by the board (terms/mine.ttl:" in text
    assert "Desk and help desk: no longer an assistant and an AI application" in text


# --- ontologies of others

ZOO = """@prefix : <http://example.org/zoo#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
:Animal a owl:Class . :Swimmer a owl:Class .
:Mammal a owl:Class ; rdfs:subClassOf :Animal .
:Cat a owl:Class ; rdfs:subClassOf :Mammal .
:Bird a owl:Class ; rdfs:subClassOf :Animal .
:Penguin a owl:Class ; rdfs:subClassOf :Bird , :Swimmer .
:WaterAnimal a owl:Class ; owl:equivalentClass
    [ a owl:Class ; owl:intersectionOf ( :Animal :Swimmer ) ] .
:Plant a owl:Class ; rdfs:label "plant"@en .
:eats a owl:ObjectProperty ; rdfs:domain :Animal .
:Eater a owl:Class ; rdfs:subClassOf
    [ a owl:Restriction ; owl:onProperty :eats ; owl:someValuesFrom :Plant ] .
:has a owl:ObjectProperty . :Wing a owl:Class ; owl:disjointWith :Leg . :Leg a owl:Class .
:Pair a owl:Class ; rdfs:subClassOf
    [ a owl:Restriction ; owl:onProperty :has ;
        owl:minQualifiedCardinality 2 ; owl:onClass :Leg ] ,
    [ a owl:Restriction ; owl:onProperty :has ;
        owl:minQualifiedCardinality 2 ; owl:onClass :Wing ] .
:Four a owl:Class ; owl:equivalentClass
    [ a owl:Restriction ; owl:onProperty :has ; owl:minCardinality 4 ] .
"""
#: What is planted in the zoo, and the pairs, by name, that change for it.
CHANGED = [
    (":Cat a owl:Class ; rdfs:subClassOf :Mammal", ":Cat a owl:Class",
     {("Cat", "Mammal"), ("Cat", "Animal")}),
    (" ; rdfs:domain :Animal", "", {("Eater", "Animal")}),
    (" ; owl:disjointWith :Leg", "", {("Pair", "Four")}),
    (":Bird , :Swimmer", ":Bird , :Swimmer ; owl:disjointWith :WaterAnimal",
     {("Penguin", "Nothing")}),
    (":Plant a owl:Class", ":Food a owl:Class . :Plant a owl:Class ; rdfs:subClassOf :Food",
     set()),
    (":Swimmer a owl:Class", ":Swimmer a owl:Class ; rdfs:subClassOf :Mover . :Mover a owl:Class",
     set()),
    (":Mammal a owl:Class", ":Mammal a owl:Class ; rdfs:subClassOf :Eater",
     {("Mammal", "Eater")}),
]  # fmt: skip


def zoos(root: Path) -> tuple[Path, Path]:
    """Return two versions of an ontology that is not ours."""
    text = ZOO
    for was, now, _ in CHANGED:
        assert was in text
        text = text.replace(was, now, 1)
    (root / "old.ttl").write_text(ZOO, encoding="utf-8")
    (root / "new.ttl").write_text(text, encoding="utf-8")
    return root / "old.ttl", root / "new.ttl"


def test_all_that_is_planted_in_an_ontology_of_others_is_found(java: None, tmp_path: Path) -> None:
    found = Taxonomy().difference(*zoos(tmp_path))
    pairs = {(local_name(each.thing), local_name(each.kind)) for each in found.changes}
    assert pairs == set().union(*(planted for _, _, planted in CHANGED))
    assert all(each.cause.confirmed for each in found.changes), str(found)
    assert "Pair: no longer a Four (definition changed)\n    gone: nothing is both a Wing" in str(
        found
    )
    assert "Penguin: now a class without members" in str(found)


def test_a_file_in_our_words_is_read_beside_what_is_installed(tmp_path: Path) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text(TERMS, encoding="utf-8")
    assert foreign_version(files_of(mine)) is None


# --- KGCL


def test_kgcl_has_what_it_has_commands_for(tmp_path: Path) -> None:
    changed = TERMS.replace('"text model"@en', '"writer"@en ; skos:altLabel "it\'s", "author"@en')
    changed = changed.replace(
        "@prefix owl", "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n@prefix owl"
    )
    changed += "ait:ImageModel owl:deprecated true ; dcterms:isReplacedBy ait:TextModel .\n"
    facts = FACTS.replace("aix:two a", "aix:new-one a").replace(
        'ait:TextModel ; rdfs:label "Four', 'ait:LLM ; rdfs:label "Four'
    )
    told = between(tmp_path, TERMS + FACTS, changed + facts).to_kgcl()
    new_one = "<https://w3id.org/aitaxonomy/id/new-one>"
    assert told.commands == (
        f"create node {new_one} 'Two'@en",
        "rename ait:TextModel from 'text model'@en to 'writer'@en",
        "create synonym 'author'@en for ait:TextModel",
        "delete edge aix:four rdf:type ait:TextModel",
        "create edge aix:four rdf:type ait:LLM",
        f"create edge {new_one} rdf:type ait:TextModel",
        f"create edge {new_one} ait:hasScale aix:large",
        "obsolete ait:ImageModel with replacement ait:TextModel",
        "delete aix:two",
    )
    assert told.left_out == 1


@pytest.mark.judges
def test_the_grammar_of_kgcl_takes_each_command(tmp_path: Path) -> None:
    parser = pytest.importorskip("kgcl_schema.grammar.parser", reason="the extra `outside` has it")
    told = Taxonomy().difference("0.2.0", frozen()[-1]).to_kgcl()
    kinds = {command.split()[0] for command in told.commands}
    assert kinds >= {"create", "rename", "change", "delete"}
    sample = [
        *told.commands[::97],
        *(c for c in told.commands if c.split()[0] not in ("create", "delete")),
    ]
    for command in sample:
        assert parser.parse_statement(command)
