"""Shapes of somebody, as pySHACL runs them over a store."""

# ruff: noqa: E501 - a table of shapes, one a line

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from aitaxonomy.errors import ShapesFault
from aitaxonomy.validation import Report, validate

PREFIXES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <urn:ex#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
DATA = """ex:rex a ex:Dog ; ex:age 7 ; ex:name "Rex"@en . ex:bob a ex:Dog ; ex:age -1 , 20 ; ex:name "Bob"@de .
_:some a ex:Dog ; ex:age -3 ."""
#: A constraint component whose parameter `ex:most` no query selects.
COMPONENT = """ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:most ] ; sh:%s [ %s ] .
ex:S sh:targetClass ex:Dog ; sh:path ex:age ; ex:most 7 ."""


def report(shapes: str, tmp_path: Path) -> Report:
    file = tmp_path / "shapes.ttl"
    file.write_text(PREFIXES + shapes, encoding="utf-8")
    return validate(parse(PREFIXES + DATA, format=RdfFormat.TURTLE), [file])


def test_messages_of_queries_are_filled_in(tmp_path: Path) -> None:
    shapes = (
        'ex:S sh:targetNode ex:bob ; sh:message "Shape."@en ; sh:sparql [ sh:select """SELECT $this '
        '?value { $this <urn:ex#age> ?value FILTER(?value < 0) }""" ; sh:message "Age {?value}: no." ] .'
    )
    assert [fault.message for fault in report(shapes, tmp_path)] == ["Age -1: no."]


def test_a_nameless_shape_is_told_by_the_one_that_uses_it(tmp_path: Path) -> None:
    shapes = "ex:Dog a sh:NodeShape , rdfs:Class ; sh:property [ sh:path ex:age ; sh:maxCount 1 ] ."
    (fault,) = report(shapes, tmp_path)
    assert (fault.rule, fault.where, fault.path) == ("<urn:ex#Dog>", "<urn:ex#bob>", "<urn:ex#age>")
    assert fault.message == "more than 1 value: remove what is too many."


@pytest.mark.parametrize(
    "component",
    [
        COMPONENT % ("validator", "a sh:SPARQLAskValidator ; sh:ask 'ASK { FILTER($value <= $most) }'"),
        COMPONENT % ("propertyValidator", "a sh:SPARQLSelectValidator ; sh:select 'SELECT DISTINCT $this ?value WHERE { $this $PATH ?value FILTER(?value > $most) }'"),
        COMPONENT % ("propertyValidator", "a sh:SPARQLSelectValidator ; sh:select 'SELECT * WHERE { $this $PATH ?value FILTER(?value > $most) }'"),
        "ex:S sh:targetClass ex:Dog ; sh:path ex:age ; sh:sparql [ sh:select 'SELECT ?value { $this $PATH ?value FILTER(?value > 7) }' ] .",
        "ex:S sh:targetClass ex:Dog ; sh:sparql [ sh:select '# SELECT it\\nselect distinct $this { $this <urn:ex#age> ?value FILTER NOT EXISTS { $this <urn:ex#age> ?value FILTER(?value < 8) } }' ] .",
    ],
)  # fmt: skip
def test_queries_whose_variables_are_bound_though_not_selected(
    component: str, tmp_path: Path
) -> None:
    assert [fault.where for fault in report(component, tmp_path)] == ["<urn:ex#bob>"]


def test_queries_see_blank_nodes(tmp_path: Path) -> None:
    shapes = "ex:S sh:targetClass ex:Dog ; sh:sparql [ sh:select 'SELECT $this { $this <urn:ex#age> ?n FILTER(?n < -2) }' ] ."
    assert [fault.where[:2] for fault in report(shapes, tmp_path)] == ["_:"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("CONSTRUCT { $this a ?x } WHERE { $this a ?x }", "is a SELECT or an ASK"),
        ("SELECT $this { $this a ?x MINUS { $this a ?y } }", "MINUS"),
        ("SELECT $this { VALUES ?x { 1 } $this a ?x }", "VALUES"),
        ("SELECT nonsense", "Mend the shape"),
    ],
)
def test_queries_that_are_none_of_a_shape(query: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(ShapesFault, match=told):
        report(f"ex:S sh:targetClass ex:Dog ; sh:sparql [ sh:select '{query}' ] .", tmp_path)
