"""An ontology of anybody by itself: consistency, hierarchy, verdicts, no shipped graph."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from aitaxonomy import ImportFault, InconsistentOntology, Taxonomy, UnknownTerm
from aitaxonomy.cli import main
from aitaxonomy.errors import ReasonerTimeout
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
    assert told["doubts"] == [
        f"no complete rule for owl:hasSelf as a superclass (1 axiom, {cats}:8)",
        f"not read: {here}Undeclared is not declared as a class (1 statement, {cats}:9)",
    ]
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


#: A name of a construct, and how a class is below it.
BEYOND = {
    "owl:someValuesFrom as a superclass": "[ owl:onProperty :p ; owl:someValuesFrom :B ]",
    "owl:unionOf as a superclass": "[ a owl:Class ; owl:unionOf ( :B :C ) ]",
    "owl:oneOf as a superclass": "[ a owl:Class ; owl:oneOf ( :i :j ) ]",
    "owl:minCardinality 2 as a superclass": "[ owl:onProperty :p ; owl:minCardinality 2 ]",
    "owl:maxCardinality 3 as a superclass": "[ owl:onProperty :p ; owl:maxCardinality 3 ]",
    "owl:hasSelf as a superclass": "[ owl:onProperty :p ; owl:hasSelf true ]",
    "owl:allValuesFrom as a subclass": "[ a owl:Class ; owl:complementOf"
    " [ a owl:Restriction ; owl:onProperty :p ; owl:allValuesFrom :B ] ]",
}
SOME = ":A a owl:Class . :B a owl:Class . :C a owl:Class . :p a owl:ObjectProperty . :i a :A . "


def test_consistent_is_certain_in_owl_2_rl(tmp_path: Path) -> None:
    assert consistency(tmp_path, SOME) == ("OWL 2 RL", ())


@pytest.mark.parametrize("construct", BEYOND)
def test_what_the_rules_do_not_cover_is_named(tmp_path: Path, construct: str) -> None:
    cls = BEYOND[construct].replace("[ owl", "[ a owl:Restriction ; owl")
    proved, (doubt,) = consistency(tmp_path, f"{SOME} :A rdfs:subClassOf {cls} .")
    file = tmp_path / "any.ttl"
    assert (proved, doubt) == ("", f"no complete rule for {construct} (1 axiom, {file}:3)")
    found = Alone([file]).is_a("i", "C")
    assert (str(found.verdict), found.note) == ("unknown", f"The rules may miss it: {doubt}")


@pytest.mark.parametrize("used", [":i a :U .", ":U rdfs:subClassOf :A ."])
def test_classes_that_nobody_declares_are_named(tmp_path: Path, used: str) -> None:
    proved, (doubt,) = consistency(tmp_path, SOME + used)
    assert proved == "" and "#U is not declared as a class (1 statement" in doubt


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
    assert len(capsys.readouterr().err.splitlines()) == 1


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


# --- what the rules do not decide

#: Whoever eats three things eats more than two: counting, which the rules do not follow.
ANIMALS = """@prefix : <http://example.org/x#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:Pet a owl:Class . :Cat a owl:Class ; rdfs:subClassOf :Pet . :eats a owl:ObjectProperty .
:Dog a owl:Class ; owl:disjointWith :Cat .
:Glutton a owl:Class ; rdfs:subClassOf
  [ a owl:Restriction ; owl:onProperty :eats ; owl:minCardinality 3 ] .
:Ascetic a owl:Class ; rdfs:subClassOf
  [ a owl:Restriction ; owl:onProperty :eats ; owl:allValuesFrom [ a owl:Class ;
    owl:oneOf ( :rice :water ) ] ] .
:Torn a owl:Class ; rdfs:subClassOf :Glutton , :Ascetic .
:in a owl:ObjectProperty , owl:TransitiveProperty .
:lyon a owl:NamedIndividual ; :in :france . :france a owl:NamedIndividual .
:Lyonese a owl:Class ; owl:equivalentClass
  [ a owl:Restriction ; owl:onProperty :in ; owl:hasValue :lyon ] .
:French a owl:Class ; owl:equivalentClass
  [ a owl:Restriction ; owl:onProperty :in ; owl:hasValue :france ] .
:tom a :Cat . :rex a :Glutton .
"""


def at(folder: Path, text: str = ANIMALS) -> Path:
    path = folder / "animals.ttl"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_rules_say_what_they_may_miss(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ("--alone", "--data", str(at(tmp_path)))
    limits = (
        "The rules may miss it: no complete rule for owl:minCardinality 3 as a superclass"
        f" (1 axiom, {tmp_path}/animals.ttl:6); no complete rule for owl:oneOf as a superclass"
        f" (1 axiom, {tmp_path}/animals.ttl:8)"
    )
    assert out(capsys, "is", "Torn", "owl:Nothing", *data, code=3) == f"unknown\n{limits}.\n"
    assert out(capsys, "why", "Torn", "owl:Nothing", *data, code=1) == f"no proof: {limits}\n"
    found = json.loads(out(capsys, "is", "rex", "Ascetic", *data, "--format", "json", code=3))
    assert found["note"] == limits
    assert not json.loads(out(capsys, "is", "tom", "Pet", *data, "--format", "json"))["note"]


def test_where_the_rules_are_complete_nothing_decides_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ("--alone", "--data", str(at(tmp_path, CATS[: CATS.index(":Cat")] + SOME)))
    assert out(capsys, "why", "A", "B", *data, code=1) == "no proof: nothing decides it\n"


def test_hermit_finds_the_hierarchy(tmp_path: Path, java: None) -> None:
    alone, here = Alone([at(tmp_path)]), "http://example.org/x#"
    assert f"{here}Torn" not in alone.hierarchy().unsatisfiable
    found = alone.hierarchy("hermit")
    assert (found.proved_by, found.unsatisfiable) == ("HermiT", [f"{here}Torn"])
    assert {(f"{here}Cat", f"{here}Pet"), (f"{here}Lyonese", f"{here}French")} == {
        *found.subclasses
    }


def test_what_was_not_read_makes_hermit_uncertain(tmp_path: Path, java: None) -> None:
    found = Alone([at(tmp_path, ANIMALS + ":tom :undeclared :rex .")]).hierarchy("hermit")
    assert (found.proved_by, found.doubts) == (
        "",
        ("1 statement(s) not read (reason --explain)",),
    )


def test_the_rules_explain_what_hermit_finds(tmp_path: Path, java: None) -> None:
    with pytest.raises(InconsistentOntology) as told:
        Alone([at(tmp_path, ANIMALS + ":tom a :Dog .")]).hierarchy("hermit")
    assert len(told.value.clashes) == 3
    with pytest.raises(InconsistentOntology, match="our rules tell why where they find it, too"):
        Alone([at(tmp_path, ANIMALS + ":rex a :Ascetic .")]).hierarchy("hermit")


@pytest.mark.skipif(sys.platform == "win32", reason="its java is a script of a shell")
def test_a_hermit_that_does_not_end_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\nexec sleep 600\n")
    java.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(ReasonerTimeout, match="HermiT was stopped after"):
        Alone([at(tmp_path)]).hierarchy("hermit", timeout=0.5)
