"""HermiT's complaints: a contradiction is one thing, an ontology that it cannot take another."""

import os
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from aitaxonomy.errors import EngineMissing, InconsistentOntology, ReasonerFault
from aitaxonomy.owl.hermit import classify
from aitaxonomy.owl.hermit_errors import complain
from aitaxonomy.rdf.positions.location import Location

PREFIXES = """@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix ex: <urn:x:> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
REMEDY = "; change that, or use --engine closure, which reads what it can"


def parsed(text: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(PREFIXES + text, format=ox.RdfFormat.TURTLE)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "ex:on a owl:DatatypeProperty ; rdfs:range xsd:date .",
            "the datatype xsd:date is not in the datatype map of OWL 2"
            " (a.ttl:7, rdfs:range of <urn:x:on>)",
        ),
        (
            'ex:on a owl:DatatypeProperty . ex:x a owl:NamedIndividual ; ex:on "1"^^ex:own .',
            "the datatype urn:x:own is not in the datatype map of OWL 2"
            " (a.ttl:7, <urn:x:on> of <urn:x:x>)",
        ),
        (
            "ex:on a owl:DatatypeProperty . ex:x a owl:NamedIndividual ;"
            ' ex:on "Inconsistent ontology"^^xsd:integer .',
            '"Inconsistent ontology"^^<http://www.w3.org/2001/XMLSchema#integer> is not a value of'
            " its datatype (a.ttl:7, <urn:x:on> of <urn:x:x>)",
        ),
        (
            "ex:p a owl:ObjectProperty , owl:TransitiveProperty , owl:FunctionalProperty .",
            "Non-simple property '<urn:x:p>' or its inverse appears in the cardinality restriction"
            " 'ObjectMaxCardinality(1 <urn:x:p> owl:Thing)'",
        ),
        (
            "ex:p a owl:ObjectProperty ; owl:propertyChainAxiom ( ex:q ex:p ex:q ) ."
            " ex:q a owl:ObjectProperty ; owl:propertyChainAxiom ( ex:p ex:q ex:p ) .",
            "The given property hierarchy is not regular",
        ),
    ],
)
def test_what_hermit_cannot_take_is_no_contradiction(java: None, text: str, reason: str) -> None:
    with pytest.raises(ReasonerFault) as raised:
        classify(parsed(text), locate=lambda _: Location("a.ttl", 7))
    assert str(raised.value) == f"HermiT cannot take the ontology: {reason}{REMEDY}"


@pytest.mark.parametrize(
    "text",
    [
        "owl:Thing rdfs:subClassOf owl:Nothing .",
        "ex:A a owl:Class ; owl:disjointWith ex:B . ex:B a owl:Class ."
        " ex:x a owl:NamedIndividual , ex:A , ex:B .",
    ],
)
def test_a_contradiction_is_one(java: None, text: str) -> None:
    with pytest.raises(InconsistentOntology, match="HermiT finds the ontology inconsistent"):
        classify(parsed(text))


def test_a_file_that_is_not_parsed_is_no_result() -> None:
    """HermiT ends with exit code 0 then, as if the ontology were consistent and empty."""
    with pytest.raises(ReasonerFault, match="pear-shaped: Problem parsing"):
        complain("It all went pear-shaped: Problem parsing file:///a.nt\nCould not parse\n", 0)


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ('Exception in thread "main" java.lang.OutOfMemoryError\n\tat a.b\n', "OutOfMemoryError"),
        (
            'Exception in thread "main" java.lang.OutOfMemoryError: Java heap space\n\tat a.b\n',
            "Java heap space",
        ),
        ("Error occurred during initialization of VM\nno memory\n", "Error occurred during"),
        ("", "exit code 3"),
    ],
)
def test_java_in_trouble(output: str, reason: str) -> None:
    with pytest.raises(ReasonerFault, match=f"cannot take the ontology: {reason}"):
        complain(output, 3)


@pytest.mark.skipif(sys.platform == "win32", reason="its java is a script of a shell")
@pytest.mark.parametrize("answer", ["exit 0", "echo 'SubClassOf( <urn:a> <urn:b> )'; exit 0"])
def test_only_the_end_of_the_work_is_a_verdict(
    answer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command of the name of Java that does nothing finds no contradiction either."""
    java = tmp_path / "java"
    java.write_text(f"#!/bin/sh\n{answer}\n")
    java.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(ReasonerFault, match="ended without a verdict: is the command `java`"):
        classify([])


def test_a_java_that_cannot_be_run_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "java").touch()
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineMissing, match="no `java` command to run: install a Java"):
        classify([])
