"""Shapes and data that would hang, crash or open a connection end in a clear error, in time."""

# ruff: noqa: E501 - a table of shapes, one a line

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from aitaxonomy._data import folder
from aitaxonomy.errors import ImportFault, ShapesFault, ValidationTimeout
from aitaxonomy.validation import Report, validate
from aitaxonomy.validation.guard import MAX_DEPTH, check_shapes
from aitaxonomy.validation.shapes import load_shapes

SH = "http://www.w3.org/ns/shacl#"
PREFIXES = (
    f"@prefix sh: <{SH}> . @prefix : <urn:> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
)
EVIL = "a" * 40 + "!"
DATA = f':x :p "{EVIL}" .'
PATTERN = ':S sh:targetNode :x ; sh:path :p ; sh:pattern "^(a+)+$" .'
REGEX = """:S sh:targetNode :x ; sh:sparql [ sh:select '''SELECT $this ?value {
    $this <urn:p> ?value FILTER(!REGEX(?value, "^(a+)+$")) }''' ] ."""


def check(shapes: str, tmp_path: Path, data: str = DATA, **options: object) -> Report:
    file = tmp_path / "shapes.ttl"
    file.write_text(PREFIXES + shapes, encoding="utf-8")
    quads = parse(PREFIXES + data, format=RdfFormat.TURTLE)
    return validate(quads, [file], **options)  # type: ignore[arg-type]


def test_a_regular_expression_takes_no_time_in_a_query(tmp_path: Path) -> None:
    report = check(REGEX, tmp_path, timeout=60)
    assert [(fault.where, fault.value) for fault in report] == [("<urn:x>", f'"{EVIL}"')]


def test_a_regular_expression_of_a_shape_is_stopped(tmp_path: Path) -> None:
    with pytest.raises(ValidationTimeout, match=r"stopped after 3 s: .*--timeout"):
        check(PATTERN, tmp_path, timeout=3)


def test_a_query_that_joins_all_with_all_is_stopped(tmp_path: Path) -> None:
    bomb = ":S sh:targetNode :n0 ; sh:sparql [ sh:select 'SELECT $this { $this ?p ?o . ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?c = ?i && ?a = ?l) }' ] ."
    data = "".join(f":n{i} :p {i} . " for i in range(2000))
    with pytest.raises(ValidationTimeout):
        check(bomb, tmp_path, data, timeout=3)
    assert not check(":S sh:targetNode :x ; sh:nodeKind sh:Literal .", tmp_path)


def nested(depth: int) -> str:
    return ":S sh:targetNode :x ; " + "sh:not [ " * depth + "sh:class :C" + " ]" * depth + " ."


@pytest.mark.parametrize(
    ("shapes", "message"),
    [
        (":S sh:targetNode :x ; sh:node :S .", "<urn:S> is defined by itself"),
        (":S sh:targetNode :x ; sh:node :T . :T sh:property [ sh:path :p ; sh:node :S ] .", "by way of"),
        (":S sh:targetNode :x ; sh:and ( :T ) . :T sh:not [ sh:or ( [ sh:class :C ] :S ) ] .", "by itself"),
        (nested(10_000), f"more than {MAX_DEPTH} levels deep"),
        (":S sh:targetNode :x ; sh:path " + "[ sh:inversePath " * 10_000 + ":p" + " ]" * 10_000 + ".", "levels"),
        (":S sh:targetNode :x ; sh:path _:a . _:a sh:inversePath _:a .", "defined by itself"),
        (":S sh:targetNode :x ; sh:and _:l . _:l rdf:first :T ; rdf:rest _:l .", "defined by itself"),
        (":S sh:targetNode :x ; sh:in _:l . _:l rdf:first 1 ; rdf:rest _:m . _:m rdf:first 2 ; rdf:rest _:l .", "itself"),
        (":S sh:targetNode :x ; sh:or _:l . _:l rdf:first :T .", "list .* is broken"),
        (":S sh:targetNode :x ; sh:or :T .", "list .* is broken"),
        (':S sh:targetNode :x ; sh:js [ sh:jsFunctionName "f" ; sh:jsLibrary [] ] .', "sh:js.* no code"),
        (":S sh:targetNode :x ; sh:rule [] .", "sh:rule is refused"),
        (":S sh:target [ sh:select 'SELECT ?this { ?this ?p ?o }' ] ; sh:targetNode :x .", "sh:target is refused"),
        (":S sh:targetNode :x ; sh:path :p ; sh:minCuont 1 .", "did you mean sh:minCount"),
        (":S sh:targetClass 'C' ; sh:minCount 1 .", "names nothing"),
        (":S sh:targetNode :x ; sh:sparql [ sh:select 'SELECT $this { SERVICE <http://192.0.2.1/> { $this ?p ?o } }' ] .", "SERVICE"),
        (":S sh:targetNode :x ; sh:sparql [ sh:select 'SELECT $this FROM <http://192.0.2.1/> { $this ?p ?o }' ] .", "FROM"),
        (f":S sh:targetNode :x ; sh:sparql [ sh:select 'SELECT $this {'{ { ' * 300}{'} } ' * 300}' ] .", "levels deep"),
        (":S sh:targetNode :x ; sh:class :C . <> owl:imports <http://192.0.2.1/more.ttl> .", "owl:imports .*nothing is fetched"),
        (":S a sh:NodeShape ; sh:class :C .", "proves nothing"),
    ],
)  # fmt: skip
def test_hostile_shapes_are_refused(shapes: str, message: str, tmp_path: Path) -> None:
    rdf = "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
    with pytest.raises(ShapesFault, match=message):
        check(rdf + shapes, tmp_path)


def declaring(prefix: str, namespace: str, select: str) -> str:
    """A shape with a query and a prefix, both of them as given."""
    return f""":O a owl:Ontology ; sh:declare [ sh:prefix {prefix} ; sh:namespace {namespace} ] .
        :S sh:targetNode :x ; sh:sparql [ sh:prefixes :O ; sh:select {select} ] ."""


@pytest.mark.parametrize(
    ("prefix", "namespace", "select"),
    [
        # A prefix that is a query, and a query that is a comment.
        ('"x: <urn:e> SELECT $this { $this ?p ?o SERVICE <URL> { ?s ?p ?o } } #"', '"urn:e"', '"# SELECT $this"'),
        ('"x"', '"urn:e> SELECT $this { $this ?p ?o SERVICE <URL> { ?s ?p ?o } } #"', '"# SELECT $this"'),
        ('"x"', '"urn:e>\\n#"', '"SELECT $this { $this ?p ?o SERVICE <URL> { ?s ?p ?o } }"'),
        ('"SERVICE"', '"urn:e:"', '"SELECT $this { $this ?p ?o SERVICE <URL> { ?s ?p ?o } }"'),
        ('""', '"URL"', '"SELECT $this { $this ?p ?o SERVICE:x { ?s ?p ?o } }"'),
        ('"x"', '"urn:e:"', '"SELECT $this FROM <URL> { $this ?p ?o }"'),
        # rdflib replaces escapes before it reads a query, Oxigraph only within strings and IRIs.
        ('"x"', '"urn:e:"', '"SELECT $this { $this ?p ?o . \\\\u0053ERVICE <URL> { ?s ?p ?o } }"'),
        ('"x"', '"urn:e:"', "'SELECT $this { { $this ?p ?o } SERVICE SILENT <URL> { ?s ?p ?o } }'"),
    ],
)  # fmt: skip
def test_shapes_open_no_connection(
    prefix: str, namespace: str, select: str, tmp_path: Path, listener: object
) -> None:
    """The listener of the tests fails them when it sees a connection."""
    shapes = declaring(prefix, namespace, select).replace("URL", f"{listener.url}/x")  # type: ignore[attr-defined]
    with pytest.raises(ShapesFault):
        check(shapes, tmp_path)


def test_a_string_that_is_none_for_another_grammar(tmp_path: Path, listener: object) -> None:
    """rdflib replaces the escape, and ends the string there; for Oxigraph it goes on."""
    select = """'SELECT $this { $this ?p "\\\\u0022 . SERVICE <URL> { ?s ?p ?o } } #" }'"""
    shapes = declaring('"x"', '"urn:e:"', select.replace("URL", listener.url))  # type: ignore[attr-defined]
    with pytest.raises(ShapesFault, match="SERVICE"):
        check(shapes, tmp_path)


def test_a_shape_reads_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text("<urn:x> <urn:p> 'secret' .")
    select = f"'SELECT $this ?value FROM <{secret.as_uri()}> {{ $this <urn:p> ?value }}'"
    with pytest.raises(ShapesFault):
        check(declaring('"x"', '"urn:e:"', select), tmp_path)


def test_shapes_that_keep_their_check_busy_are_stopped(tmp_path: Path) -> None:
    long = "ASK { FILTER(" + "1+" * 60_000 + "1 = 2) } # from"
    shapes = f":S sh:targetNode :x ; sh:sparql [ sh:ask '{long}' ] ."
    with pytest.raises((ShapesFault, ValidationTimeout)):
        check(shapes, tmp_path, timeout=5)


def test_depth_that_is_allowed_works(tmp_path: Path) -> None:
    assert not check(nested(MAX_DEPTH - 2), tmp_path).conforms


def test_files_with_shapes_are_read_like_any_other(tmp_path: Path) -> None:
    with pytest.raises(ImportFault, match=r"shapes.ttl:2"):
        check(":S sh:targetNode", tmp_path)
    with pytest.raises(ImportFault, match="no such file"):
        load_shapes([tmp_path / "none.ttl"])


def test_the_shipped_shapes_pass() -> None:
    shapes = load_shapes(folder("shapes"))
    assert len(shapes) > 1_000
    check_shapes(shapes)


def test_blank_nodes_that_hang_together_in_any_way(tmp_path: Path) -> None:
    """Who owns one of them is found, or given up, without following each way between them."""
    data = "".join(f"_:b{i} :p _:b{j} . " for i in range(40) for j in range(40))
    report = check(
        ":S sh:targetSubjectsOf :p ; sh:maxCount 1 ; sh:path :p .", tmp_path, data, timeout=60
    )
    assert len(report) == 40
