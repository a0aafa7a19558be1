"""Verdicts, hierarchies and justifications by engines of others, on an ontology of anybody."""

from __future__ import annotations

import json
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import get_args

import pytest

from aitaxonomy import EngineMissing, InconsistentOntology
from aitaxonomy.cli import main
from aitaxonomy.errors import ReasonerFault, ReasonerTimeout
from aitaxonomy.inference.alone import Alone, ReasoningEngine
from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.engines.choice import choose
from aitaxonomy.owl.engines.engine import Engine
from aitaxonomy.owl.engines.konclude import Konclude
from aitaxonomy.owl.locality import module
from aitaxonomy.owl.ontology import Ontology
from conftest import need

#: Nobody who eats two things alone eats three: counting, which our rules do not follow.
ANIMALS = """@prefix : <http://example.org/x#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:Pet a owl:Class . :Cat a owl:Class ; rdfs:subClassOf :Pet .
:Dog a owl:Class ; owl:disjointWith :Cat . :eats a owl:ObjectProperty .
:Eater a owl:Class ; owl:equivalentClass
  [ a owl:Restriction ; owl:onProperty :eats ; owl:someValuesFrom owl:Thing ] .
:Glutton a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :eats ;
  owl:minCardinality "3"^^xsd:nonNegativeInteger ] .
:Ascetic a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :eats ;
  owl:allValuesFrom [ a owl:Class ; owl:oneOf ( :rice :water ) ] ] .
:Torn a owl:Class ; rdfs:subClassOf :Glutton , :Ascetic , :Pet .
:tom a :Cat . :rex a :Dog , :Glutton .
"""
BOTH = ANIMALS + ":rex a :Ascetic .\n"
P, C, D = ax.Role("urn:p"), ax.Named("urn:C"), ax.Named("urn:D")
MISSING = {
    "konclude": shutil.which("Konclude") is None,
    "hermit": shutil.which("java") is None,
    "rustdl": find_spec("rustdl") is None,
}


def at(folder: Path, text: str) -> Alone:
    path = folder / "animals.ttl"
    path.write_text(text, encoding="utf-8")
    return Alone([path])


@pytest.fixture(params=list(MISSING))
def engine(request: pytest.FixtureRequest) -> ReasoningEngine:
    need(not MISSING[request.param], f"{request.param} is missing")
    return request.param


@pytest.fixture(params=["konclude", "rustdl"])
def quick(request: pytest.FixtureRequest) -> ReasoningEngine:
    """An engine without Java: a justification takes HermiT a start of it for each axiom."""
    need(not MISSING[request.param], f"{request.param} is missing")
    return request.param


@pytest.fixture
def konclude() -> Engine:
    need(not MISSING["konclude"], "Konclude is missing: apt-get install konclude")
    return Konclude()


def program(folder: Path, monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """Put a program in the place of Konclude."""
    path = folder / "Konclude"
    path.write_text("\n".join(("#!/bin/sh", *lines)))
    path.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=":")


def test_hierarchy(tmp_path: Path, engine: ReasoningEngine) -> None:
    found = at(tmp_path, ANIMALS).hierarchy(engine)
    here = "http://example.org/x#"
    assert {(f"{here}Cat", f"{here}Pet"), (f"{here}Glutton", f"{here}Eater")} <= {*found.subclasses}
    if engine != "rustdl":  # which misses this one
        assert (found.unsatisfiable, len(found.subclasses)) == ([f"{here}Torn"], 2)
    assert (found.engine, bool(found.proved_by)) == (engine, engine == "hermit")


def test_what_classes_name_counts_in_the_hierarchy(tmp_path: Path, engine: ReasoningEngine) -> None:
    text = """:in a owl:ObjectProperty , owl:TransitiveProperty .
    :lyon a owl:NamedIndividual ; :in :france .
    :france a owl:NamedIndividual .
    :Lyonese a owl:Class ; owl:equivalentClass
      [ a owl:Restriction ; owl:onProperty :in ; owl:hasValue :lyon ] .
    :French a owl:Class ; owl:equivalentClass
      [ a owl:Restriction ; owl:onProperty :in ; owl:hasValue :france ] ."""
    found = at(tmp_path, ANIMALS + text).hierarchy(engine)
    here = "http://example.org/x#"
    assert (f"{here}Lyonese", f"{here}French") in found.subclasses


def test_verdicts(tmp_path: Path, quick: ReasoningEngine) -> None:
    alone = at(tmp_path, ANIMALS)
    for thing, kind, verdict in (
        ("Glutton", "Eater", "entailed"),
        ("tom", "Glutton", "unknown"),
        ("Glutton", "Cat", "refuted"),
        ("rex", "Ascetic", "refuted"),
    ):
        assert str(alone.is_a(thing, kind, quick).verdict) == verdict, (thing, kind)


def test_a_proof_is_worded_by_our_rules(tmp_path: Path, quick: ReasoningEngine) -> None:
    proof = at(tmp_path, ANIMALS).why("tom", "Dog", quick)
    assert proof is not None
    assert not {f"by {each.lower()}" for each in MISSING} & {s.name.lower() for s in proof.steps}
    assert len(proof.axioms) == 2
    assert {place.line for step in proof.steps for place in step.locations} == {5, 13}


def test_what_our_rules_cannot_word_is_by_the_engine(
    tmp_path: Path, quick: ReasoningEngine
) -> None:
    alone = at(tmp_path, ANIMALS)
    assert alone.why("Torn", "owl:Nothing") is None
    proof = alone.why("Torn", "owl:Nothing", quick)
    assert proof is not None
    assert proof.steps[-1].name.lower() == f"by {quick}"
    # It is a glutton and an ascetic, and what these eat; nothing else.
    assert len(proof.axioms) == 4
    assert str(proof).count("     by: ") == 4


def test_a_contradiction_is_told_in_words(tmp_path: Path, engine: ReasoningEngine) -> None:
    with pytest.raises(InconsistentOntology) as told:
        at(tmp_path, BOTH).hierarchy(engine)
    assert len(told.value.clashes) == 4
    assert any("an Ascetic" in each and "animals.ttl:14" in each for each in told.value.clashes)


def test_auto_takes_what_decides(tmp_path: Path, konclude: Engine) -> None:
    need(not MISSING["hermit"], "Java is missing")
    assert choose("auto", at(tmp_path, ANIMALS).reasoner.ontology).name == "hermit"
    assert choose("auto", Ontology((ax.HasKey(C, (P,)),))).engine is None  # OWL 2 RL: our rules
    keyed = Ontology((ax.HasKey(C, (P,)), ax.SubClassOf(C, ax.Some(P, C))))
    assert konclude.gaps(keyed) == ("keys", "some contradictions")
    assert (choose("auto", keyed).name, choose("auto", keyed).undecided) == ("hermit", ())
    assert "keys" in choose("konclude", keyed).remark
    large = Ontology(
        tuple(ax.SubClassOf(ax.Named(f"urn:C{n}"), ax.Or((C, D))) for n in range(20_001))
    )
    assert choose("auto", large).name == "konclude"
    unread = at(tmp_path, ANIMALS + ":tom :undeclared :rex .").reasoner.ontology
    assert "1 statement(s) not read" in choose("auto", unread).remark


@pytest.mark.parametrize(
    "axioms",
    [
        (ax.EquivalentClasses((C, ax.Not(C))),),
        (ax.EquivalentClasses((C, ax.Not(D))), ax.EquivalentClasses((D, C))),
        (ax.DisjointUnion(C.iri, (ax.Not(C), ax.NOTHING)),),
        (ax.Characteristic("irreflexive", P), ax.PropertyAssertion("urn:a", P.iri, "urn:a")),
        (
            ax.ClassAssertion("urn:a", ax.Not(ax.HasSelf(P))),
            ax.PropertyAssertion("urn:a", P.iri, "urn:a"),
        ),
        (
            ax.DisjointProperties((P, ax.Role("urn:q"))),
            ax.PropertyAssertion("urn:a", P.iri, "_:b"),
            ax.PropertyAssertion("urn:a", "urn:q", "_:b"),
        ),
    ],
)
def test_konclude_is_told_what_it_misses_as_written(
    konclude: Engine, axioms: tuple[ax.Axiom, ...]
) -> None:
    facts = tuple(each for each in axioms if isinstance(each, ax.FACT_KINDS))
    whole = Ontology(tuple(each for each in axioms if each not in facts), facts)
    assert konclude.first_inconsistent([Ontology(), whole, whole], 30) == 1


def test_without_an_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    alone = at(tmp_path, ANIMALS)
    monkeypatch.setenv("PATH", str(tmp_path))
    for name, remedy in (("konclude", "apt-get install konclude"), ("hermit", "Java")):
        with pytest.raises(EngineMissing, match=remedy):
            alone.hierarchy(name)
        data = ("--data", str(alone.files[0]), "--engine", name)
        assert main(["why", "tom", "Pet", "--alone", *data]) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1
    found = alone.hierarchy("auto")
    assert found.engine == "closure"
    assert "no complete engine is here" in found.remark


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("exit 3",),
        ("echo '{error} 01:02:03:004 >> All parsers failed.'",),
        ('echo "<a" > "$7"',),
        ('echo "<!DOCTYPE a [<!ENTITY b \'c\'>]><a>&b;</a>" > "$7"',),
    ],
)
def test_a_konclude_that_fails_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: tuple[str, ...]
) -> None:
    alone = at(tmp_path, ANIMALS)
    program(tmp_path, monkeypatch, *lines)
    with pytest.raises(ReasonerFault, match="Konclude"):
        alone.hierarchy("konclude")
    with pytest.raises(ReasonerFault, match="Konclude"):
        alone.is_a("tom", "Pet", "konclude")


def test_an_engine_that_does_not_end_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = at(tmp_path, ANIMALS)
    program(tmp_path, monkeypatch, "exec sleep 600")
    with pytest.raises(ReasonerTimeout, match="Konclude was stopped after"):
        alone.hierarchy("konclude", timeout=0.5)


def test_the_command_line(
    tmp_path: Path, konclude: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    file = at(tmp_path, ANIMALS + ":Cat owl:hasKey ( :eats ) .\n").files[0]
    data = ("--alone", "--data", str(file), "--engine", konclude.name.lower())
    assert main(["reason", *data]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("no contradiction found")
    assert printed.err == "aitaxonomy: Konclude does not decide keys, some contradictions\n"
    assert main(["reason", *data, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["consistent"], told["doubts"]) == (None, ["keys", "some contradictions"])
    assert main(["why", "Torn", "owl:Nothing", *data]) == 0
    assert "by Konclude" in capsys.readouterr().out
    assert main(["is", "ChatGPT", "LLM", "--engine", "konclude"]) == 2
    assert "--alone" in capsys.readouterr().err
    assert main(["reason", "--engine", "elk"]) == 2
    assert all(each in capsys.readouterr().err for each in ("closure", "did you mean")) is False
    for each in get_args(ReasoningEngine):
        assert main(["is", "--help"]) == 0
        assert each in capsys.readouterr().out


def test_a_module_has_what_decides_its_terms() -> None:
    needed = (
        ax.SubClassOf(C, ax.Some(P, ax.Named("urn:E"))),
        ax.Domain(P, D),
        ax.InverseOf(P, ax.Role("urn:q")),
        ax.ClassAssertion("urn:a", C),
    )
    apart = (
        ax.SubClassOf(ax.Named("urn:F"), C),
        ax.SubPropertyOf(ax.Role("urn:r"), P),
        ax.DisjointClasses((ax.Named("urn:F"), D)),
        ax.Range(ax.Role("urn:r"), D),
    )
    assert module((*needed, *apart), [C.iri]) == needed
    assert module(needed[:3], ["urn:Other"]) == ()
