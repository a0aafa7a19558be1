"""The fast engine finds what pySHACL finds, on each item that it is said to be proven on."""

# ruff: noqa: E501 - a table of shapes, one a line

import sys
from pathlib import Path

import owlrl  # type: ignore[import-untyped]
import pytest
import rdflib
from pyoxigraph import Quad, RdfFormat, parse

from aitaxonomy._data import folder
from aitaxonomy.errors import EngineMissing, ShapesFault
from aitaxonomy.validation import ENGINES, Report, validate
from aitaxonomy.validation.engines import rust
from aitaxonomy.validation.engines.supported import COMPONENTS, DATATYPES, unsupported
from aitaxonomy.validation.shapes import load_shapes

PREFIXES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <urn:ex:> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
DATA = (
    PREFIXES
    + """
ex:Dog rdfs:subClassOf ex:Animal . ex:Puppy rdfs:subClassOf ex:Dog .
ex:rex a ex:Dog ; ex:name "Rex"@en , "Rexli"@de-CH ; ex:age 7 ; ex:born "2019-02-03"^^xsd:date ;
    ex:owner ex:ann ; ex:likes ex:tom , ex:ann ; ex:code "AB-12" ; ex:parent ex:old ; ex:other 7.0 .
ex:bob a ex:Puppy ; ex:name "Bob"@en , "Bobby"@en ; ex:age -1 , 20 ; ex:born "2019-02-30"^^xsd:date ;
    ex:owner [ ex:name "nobody" ] ; ex:likes ex:bob ; ex:code "ab-12\\n" ; ex:parent ex:rex , ex:bob .
ex:tom a ex:Cat ; ex:name "Tom" ; ex:age "old" ; ex:owner "Ann" ; ex:code "aaaaaaaaaaaaaaaaaaaaaaaa!" ;
    ex:died "2018-01-01"^^xsd:date ; ex:born "2020-01-01"^^xsd:date ; ex:heavy 1 .
ex:ann a ex:Person ; ex:owns ex:rex . ex:old ex:parent ex:older .
[] a ex:Dog ; ex:age 3 .
"""
)
#: Item -> the body of a shape that uses it, and the names of the nodes that it must object to.
CASES = {
    "and": ("sh:and ( [ sh:class ex:Dog ] [ sh:property [ sh:path ex:age ; sh:maxCount 1 ] ] )", "bob tom"),
    "class": ("sh:path ex:likes ; sh:class ex:Animal", "rex"),
    "closed": ("sh:closed true ; sh:ignoredProperties ( <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ex:name ex:age "
               "ex:owner ex:code ex:born ex:likes ex:other ) ; sh:property [ sh:path ex:parent ]", "tom"),
    "datatype": ("sh:path ex:age ; sh:datatype xsd:integer", "tom"),
    "disjoint": ("sh:path ex:likes ; sh:disjoint ex:parent", "bob"),
    "equals": ("sh:path ex:age ; sh:equals ex:heavy", "rex bob tom"),
    "hasValue": ("sh:path ex:owner ; sh:hasValue ex:ann", "bob tom"),
    "in": ("sh:path ex:age ; sh:in ( 7 8 20 )", "bob tom"),
    "languageIn": ('sh:path ex:name ; sh:languageIn ( "en" "de" )', "tom"),
    "lessThan": ("sh:path ex:born ; sh:lessThan ex:died", "tom"),
    "lessThanOrEquals": ("sh:path ex:age ; sh:lessThanOrEquals ex:age", "bob"),
    "maxCount": ("sh:path ex:age ; sh:maxCount 1", "bob"),
    "maxExclusive": ("sh:path ex:age ; sh:maxExclusive 7", "rex bob tom"),
    "maxInclusive": ("sh:path ex:age ; sh:maxInclusive 7", "bob tom"),
    "maxLength": ("sh:path ex:name ; sh:maxLength 4", "rex bob"),
    "minCount": ("sh:path ex:other ; sh:minCount 1", "bob tom"),
    "minExclusive": ("sh:path ex:age ; sh:minExclusive 7", "rex bob tom"),
    "minInclusive": ("sh:path ex:age ; sh:minInclusive 7", "bob tom"),
    "minLength": ("sh:path ex:name ; sh:minLength 4", "rex bob tom"),
    "node": ("sh:node ex:Nameable", "bob tom"),
    "nodeKind": ("sh:path ex:owner ; sh:nodeKind sh:IRI", "bob tom"),
    "not": ("sh:not [ sh:class ex:Animal ]", "rex bob"),
    "or": ("sh:or ( [ sh:class ex:Cat ] [ sh:property [ sh:path ex:owner ; sh:class ex:Person ] ] )", "bob"),
    "pattern": ('sh:path ex:code ; sh:pattern "^[a-z]+-[0-9]+$" ; sh:flags "i"', "bob tom"),
    "property": ("sh:property [ sh:path ex:age ; sh:maxCount 1 ]", "bob"),
    "qualifiedMaxCount": ("sh:path ex:likes ; sh:qualifiedValueShape [ sh:class ex:Person ] ; sh:qualifiedMaxCount 0", "rex"),
    "qualifiedMinCount": ("sh:path ex:likes ; sh:qualifiedValueShape [ sh:class ex:Cat ] ; sh:qualifiedMinCount 1", "bob tom"),
    "sparql": ('sh:sparql [ sh:select "SELECT $this ?value { $this <urn:ex:age> ?value FILTER(?value < 0) }" ]', "bob"),
    "uniqueLang": ("sh:path ex:name ; sh:uniqueLang true", "bob"),
    "xone": ("sh:xone ( [ sh:class ex:Dog ] [ sh:property [ sh:path ex:likes ; sh:minCount 1 ] ] )", "rex bob tom"),
    "alternativePath": ("sh:path [ sh:alternativePath ( ex:age ex:other ) ] ; sh:maxCount 1", "rex bob"),
    "inversePath": ("sh:path [ sh:inversePath ex:owns ] ; sh:minCount 1", "bob tom"),
    "oneOrMorePath": ("sh:path [ sh:oneOrMorePath ex:parent ] ; sh:hasValue ex:older", "tom"),
    "zeroOrMorePath": ("sh:path ( ex:likes [ sh:zeroOrMorePath ex:parent ] ) ; sh:maxCount 2", "bob"),
    "zeroOrOnePath": ("sh:path [ sh:zeroOrOnePath ex:parent ] ; sh:hasValue ex:rex", "tom"),
    "targetNode": ("sh:targetNode ex:ann , 5 ; sh:path ex:age ; sh:minCount 1", "ann 5"),
    "targetClass": ("sh:targetClass ex:Animal ; sh:path ex:other ; sh:minCount 1", "bob tom _"),
    "targetSubjectsOf": ("sh:targetSubjectsOf ex:owns ; sh:path ex:age ; sh:minCount 1", "ann"),
    "targetObjectsOf": ("sh:targetObjectsOf ex:age ; sh:datatype xsd:integer", "rex bob tom old"),
}  # fmt: skip
#: Datatype -> a well-formed literal and ill-formed ones. Neither engine knows the months of a year:
#: where that matters, a shape has a sh:pattern as well.
LITERALS = {
    "string": ("a", []),
    "boolean": ("true", ["yes", "TRUE"]),
    "integer": ("-07", ["1.0", "1e3", "", "x"]),
    "double": ("1.5e3", ["x", ""]),
    "float": ("-INF", ["x", "1,5"]),
    "date": ("2024-02-29", ["2023-02-29", "2024-2-29", "2024", "x"]),
    "gYearMonth": ("2024-13", []),
}


QUADS = list(parse(DATA, format=RdfFormat.TURTLE))  # once: so blank nodes keep their names


def report(shapes: str, engine: str, tmp_path: Path, data: list[Quad] = QUADS) -> Report:
    file = tmp_path / "shapes.ttl"
    file.write_text(PREFIXES + shapes, encoding="utf-8")
    return validate(data, [file], engine=engine)


def named(where: str) -> str:
    if where.startswith("_:"):
        return "_"
    return where.strip("<>").removeprefix("urn:ex:").split("^^")[0].strip('"')


def test_every_item_has_a_case() -> None:
    assert set(CASES) == COMPONENTS
    assert set(LITERALS) == DATATYPES


@pytest.mark.parametrize("item", CASES)
def test_both_engines_object_to_the_same(item: str, tmp_path: Path) -> None:
    body, expected = CASES[item]
    shapes = (
        "ex:Nameable a sh:NodeShape ; sh:property [ sh:path ex:name ; sh:uniqueLang true ; "
        f'sh:languageIn ( "en" "de" ) ] . ex:S sh:targetNode ex:rex , ex:bob , ex:tom ; {body} .'
    )
    reference, fast = (report(shapes, engine, tmp_path) for engine in ENGINES)
    assert reference.engine == "pyshacl" and fast.engine == "fast"
    assert reference.faults == fast.faults
    assert {named(fault.where) for fault in fast} == set(expected.split())
    assert all(fault.message.endswith(".") and ": " in fault.message for fault in fast)


def test_literals_are_read_alike_where_owlrl_has_been_at_work(tmp_path: Path) -> None:
    before = dict(rdflib.term._toPythonMapping)
    owlrl.DatatypeHandling.use_Alt_lexical_conversions()
    try:
        assert rdflib.Literal("2024-13", datatype=rdflib.XSD.gYearMonth).ill_typed
        test_ill_formed_literals("gYearMonth", "pyshacl", tmp_path)
    finally:
        rdflib.term._toPythonMapping.clear()
        rdflib.term._toPythonMapping.update(before)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("datatype", LITERALS)
def test_ill_formed_literals(datatype: str, engine: str, tmp_path: Path) -> None:
    good, bad = LITERALS[datatype]
    values = " , ".join(f'"{text}"^^xsd:{datatype}' for text in [good, *bad])
    text = f'{PREFIXES} ex:x ex:p {values} , "plain"@en .'
    data = list(parse(text, format=RdfFormat.TURTLE))
    shapes = f"ex:S sh:targetNode ex:x ; sh:path ex:p ; sh:datatype xsd:{datatype} ."
    found = {fault.value for fault in report(shapes, engine, tmp_path, data)}
    assert found == {f'"{text}"^^xsd:{datatype}' for text in bad} | {'"plain"@en'}


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("sh:path ex:p ; sh:datatype xsd:duration", "sh:datatype"),
        ('sh:path ex:p ; sh:pattern "a" ; sh:flags "x"', "sh:flags"),
        ('sh:path ex:p ; sh:pattern "(?=a)a"', "look-around"),
        ("sh:path ex:p ; sh:property [ sh:path ex:q ; sh:minCount 1 ]", "in a property shape"),
        (
            "sh:path ex:p ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ sh:class ex:Cat ] ; "
            "sh:qualifiedValueShapesDisjoint true",
            "qualifiedValueShapesDisjoint",
        ),
        ('sh:path ex:p ; sh:sparql [ sh:select "SELECT $this { $this $PATH ?x }" ]', "$PATH"),
        ("sh:minCount 1 ; sh:path ex:p ; sh:severity ex:Grave", "sh:severity"),
    ],
)
def test_what_is_not_proven_goes_to_the_reference(body: str, what: str, tmp_path: Path) -> None:
    shapes = f"ex:S sh:targetNode ex:rex ; {body} ."
    assert report(shapes, "auto", tmp_path).engine == "pyshacl"
    with pytest.raises(ShapesFault, match="not proven on") as caught:
        report(shapes, "fast", tmp_path)
    assert what in str(caught.value)


def test_the_shipped_shapes_are_proven() -> None:
    shapes = load_shapes(folder("shapes"))
    assert unsupported(shapes) is None and rust.rejects(shapes) is None


def test_the_package_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "shacl", None)  # as where no wheel fits the platform
    shapes = "ex:S sh:targetNode ex:bob ; sh:path ex:age ; sh:maxCount 1 ."
    assert report(shapes, "auto", tmp_path).engine == "pyshacl"
    with pytest.raises(EngineMissing, match="pip install shacl, or take --engine pyshacl"):
        report(shapes, "fast", tmp_path)


@pytest.mark.parametrize("engine", ENGINES)
def test_messages_of_queries_are_filled_in(engine: str, tmp_path: Path) -> None:
    shapes = (
        'ex:S sh:targetNode ex:bob ; sh:message "Shape."@en ; sh:sparql [ sh:select """SELECT $this '
        '?value { $this <urn:ex:age> ?value FILTER(?value < 0) }""" ; sh:message "Age {?value}: no." ] .'
    )
    assert [fault.message for fault in report(shapes, engine, tmp_path)] == ["Age -1: no."]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_nameless_shape_is_told_by_the_one_that_uses_it(engine: str, tmp_path: Path) -> None:
    shapes = "ex:Dog a sh:NodeShape , rdfs:Class ; sh:property [ sh:path ex:age ; sh:maxCount 1 ] ."
    (fault,) = report(shapes, engine, tmp_path)
    assert (fault.rule, fault.where, fault.path) == ("<urn:ex:Dog>", "<urn:ex:bob>", "<urn:ex:age>")
    assert fault.message == "more than 1 value: remove what is too many."
