"""An ontology of anybody by itself: consistency, hierarchy, verdicts, no shipped graph."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from aitaxonomy import ImportFault, InconsistentOntology, Taxonomy, UnknownTerm
from aitaxonomy.cli import main
from aitaxonomy.inference.alone import Alone

CATS = """@prefix : <http://example.org/cats#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:Cat a owl:Class ; rdfs:label "cat" . :Small a owl:Class . :Dog a owl:Class ;
  owl:disjointWith :Cat .
:Kitten a owl:Class ; owl:intersectionOf ( :Cat :Small ) .
:Mongrel a owl:Class ; rdfs:subClassOf :Cat , :Dog .
:eats a owl:ObjectProperty . :Loner a owl:Class ; rdfs:subClassOf
  [ a owl:Restriction ; owl:onProperty :eats ; owl:hasSelf true ] .
:tom a :Cat , :Small . :rex a :Dog , :Undeclared .
"""


@pytest.fixture
def cats(tmp_path: Path) -> Path:
    path = tmp_path / "cats.ttl"
    path.write_text(CATS, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def _nothing_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens a shipped module fails."""

    def refuse() -> None:
        raise AssertionError("a shipped file is read")

    monkeypatch.setattr("aitaxonomy._data.ontology_files", refuse)
    monkeypatch.setattr("aitaxonomy.inference.content.shipped_folder", refuse)


def out(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert main(list(arguments)) == code
    return capsys.readouterr().out


def test_reason_over_the_files_alone(cats: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(
        out(capsys, "reason", "--alone", "--explain", "--data", str(cats), "--format", "json")
    )
    here = "http://example.org/cats#"
    assert (told["consistent"], told["unsatisfiable"]) == (None, [f"{here}Mongrel"])
    assert told["doubts"] == ["not used, or in part: 2 axioms or statements"]
    assert [each["line"] for each in told["without_rule"]] == [8, 9]
    rows = out(capsys, "reason", "--alone", "--data", str(cats), "--format", "csv").splitlines()
    assert rows[0] == "narrower,wider"
    assert {f"{here}Kitten,{here}Cat", f"{here}Kitten,{here}Small"} <= set(rows)
    assert not [row for row in rows if "aitaxonomy" in row or "ait:" in row]


def consistency(tmp_path: Path, text: str) -> tuple[str, tuple[str, ...]]:
    """What proves an ontology consistent, or why nothing does."""
    path = tmp_path / "any.ttl"
    path.write_text(CATS[: CATS.index(":Cat")] + text, encoding="utf-8")
    found = Alone([path]).hierarchy()
    return found.proved_by, found.doubts


def test_consistent_is_certain_within_a_profile(tmp_path: Path) -> None:
    classes = ":A a owl:Class . :B a owl:Class . :p a owl:ObjectProperty . :i a :A . "
    some = "[ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :B ]"
    assert consistency(tmp_path, classes) == ("OWL 2 RL", ())
    assert consistency(tmp_path, f"{classes} :A rdfs:subClassOf {some} .") == ("OWL 2 EL", ())
    inverse = f"{classes} :q owl:inverseOf :p ; a owl:ObjectProperty . :A rdfs:subClassOf {some} ."
    assert consistency(tmp_path, inverse) == ("OWL 2 QL", ())


def test_consistent_is_not_certain_beyond_the_profiles(tmp_path: Path) -> None:
    either = ":A a owl:Class ; rdfs:subClassOf [ a owl:Class ; owl:unionOf ( :B :C ) ] . "
    proved, (doubt,) = consistency(tmp_path, either + ":B a owl:Class . :C a owl:Class .")
    assert not proved
    assert doubt.startswith(f"A SubClassOf B or C (outside of OWL 2 RL; {tmp_path / 'any.ttl'}:3)")


def test_imports_are_told_if_no_file_has_them(tmp_path: Path) -> None:
    path = tmp_path / "any.ttl"
    path.write_text(
        CATS[: CATS.index(":Cat")] + ":o a owl:Ontology ; owl:imports :here , :gone . "
        ":here a owl:Ontology .",
        encoding="utf-8",
    )
    proved, (doubt,) = (found := Alone([path]).hierarchy()).proved_by, found.doubts
    assert not proved
    (told,) = Alone([path]).without_rule()
    assert (told.axiom, told.location.line) == ("owl:imports <http://example.org/cats#gone>", 3)
    assert str(told) == doubt


@pytest.mark.parametrize(
    ("thing", "kind", "verdict"),
    [
        ("tom", "Kitten", "entailed"),
        ("http://example.org/cats#tom", "cat", "entailed"),
        ("tom", "Dog", "refuted"),
        ("rex", "Kitten", "refuted"),
        ("rex", "Small", "unknown"),
        ("rex", "http://example.org/cats#Undeclared", "entailed"),
        ("Kitten", "Cat", "entailed"),
        ("Mongrel", "owl:Nothing", "entailed"),
        ("tom", "owl:Thing", "entailed"),
    ],
)
def test_verdicts_over_the_files_alone(cats: Path, thing: str, kind: str, verdict: str) -> None:
    alone = Taxonomy.alone(cats)
    assert str(alone.is_a(thing, kind).verdict) == verdict
    proof = alone.why(thing, kind)
    assert (proof is not None) is (verdict != "unknown")


def test_is_and_why_print_as_ever(cats: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = ("--alone", "--data", str(cats))
    assert "tom is a Kitten" in out(capsys, "is", "tom", "Kitten", *data)
    assert "stated: " in out(capsys, "why", "tom", "Kitten", *data)
    assert json.loads(out(capsys, "is", "tom", "Dog", *data, "--format", "json", code=1))["proof"]
    assert out(capsys, "is", "rex", "Small", *data, "--format", "csv", code=3)


def test_what_cannot_be_is_told(cats: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alone = Alone([cats])
    for thing, kind in (("tom", "LLM"), ("ChatGPT", "Cat"), ("tom", "tom"), ("tom", "eats")):
        with pytest.raises(UnknownTerm):
            alone.is_a(thing, kind)
    with pytest.raises(ValueError, match="unknown engine"):
        alone.hierarchy("elk")  # type: ignore[arg-type]
    with pytest.raises(ImportFault, match="--data"):
        Alone([])
    assert main(["reason", "--alone"]) == 2
    assert main(["reason", "--alone", "--renew"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_files_that_contradict_themselves(
    cats: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = tmp_path / "more.nt"
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    more.write_text(f"<http://example.org/cats#tom> {kind} <http://example.org/cats#Dog> .\n")
    with pytest.raises(InconsistentOntology):
        Alone([cats, more]).is_a("tom", "Cat")
    files = ("--data", str(cats), "--data", str(more))
    assert "inconsistent" in out(capsys, "reason", "--alone", *files, code=1)
