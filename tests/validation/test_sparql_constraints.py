"""Queries are asked for all nodes at once only where that finds the same."""

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, parse

from aitaxonomy._data import folder
from aitaxonomy.validation import Data, validate
from aitaxonomy.validation.engines.sparql_constraints import (
    answerable_at_once,
    answers_of,
    asks_alike,
)
from aitaxonomy.validation.shapes import load_shapes
from aitaxonomy.validation.targets import Targets

DATA = "<urn:good> <urn:p> 1 . <urn:bad> <urn:q> 1 ."
SHAPE = """@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:shape> a sh:NodeShape ; sh:targetNode <urn:good> , <urn:bad> ; sh:message "Bad: mend it."@en ;
    sh:sparql [ sh:select "%s" ] %s ."""
UNBOUND = "SELECT $this WHERE { FILTER NOT EXISTS { $this <urn:p> ?x } }"
BOUND = "SELECT $this WHERE { $this ?any ?x . FILTER NOT EXISTS { $this <urn:p> ?x } }"
LIMITED = "SELECT $this WHERE { $this <urn:q> ?x } LIMIT 1"


@pytest.mark.parametrize(
    "query",
    [
        UNBOUND,
        LIMITED,
        "SELECT $this WHERE { $this a ?x . { FILTER ($this = <urn:x>) } }",
        "SELECT $this WHERE { $this a ?x . OPTIONAL { ?x a ?y . FILTER (?y = $this) } }",
        "SELECT $this WHERE { $this $PATH ?x }",
        "SELECT ?value WHERE { $this a ?value }",
    ],
)
def test_a_query_that_needs_its_node_first_is_left_alone(query: str) -> None:
    assert not asks_alike(query)


@pytest.mark.parametrize("query", [UNBOUND, BOUND, LIMITED])
@pytest.mark.parametrize("more", ["", "; sh:nodeKind sh:BlankNode"])
def test_either_way_the_same_node_is_at_fault(query: str, more: str, tmp_path: Path) -> None:
    (tmp_path / "s.ttl").write_text(SHAPE % (query, more))
    report = validate(parse(DATA, format=RdfFormat.TURTLE), tmp_path)
    found = {f.where for f in report if f.component == "sh:SPARQLConstraintComponent"}
    others = {f.where for f in report if f.component == "sh:NodeKindConstraintComponent"}
    assert found == {"<urn:bad>"}
    assert others == ({"<urn:good>", "<urn:bad>"} if more else set())


def test_what_looks_like_a_brace_in_a_text_is_none() -> None:
    assert asks_alike('SELECT $this WHERE { $this <urn:p> ?x . FILTER (REGEX(?x, "^[0-9]{4}$")) }')
    assert not asks_alike("SELECT $this WHERE { $this a ?x . { FILTER (?x<1 || 2>?x) } }")


@pytest.mark.parametrize("focus", [None, {"urn:bad", "urn:good"}])
def test_only_the_faulty_node_is_named(tmp_path: Path, focus: set[str] | None) -> None:
    """Of all nodes asked at once, and of two that are asked one by one."""
    (tmp_path / "s.ttl").write_text(SHAPE % (BOUND, ""))
    store = Store()
    store.load(DATA, format=RdfFormat.TURTLE)
    data, shapes = Data.of(store), load_shapes(tmp_path)
    targets = Targets(data, shapes, focus)
    found = answers_of(data, shapes, answerable_at_once(shapes), targets)
    assert found == {NamedNode("urn:shape"): [(NamedNode("urn:bad"), None, None)]}


def test_all_shipped_queries_are_answerable_at_once() -> None:
    shapes = load_shapes(folder("shapes"))
    queries = list(
        shapes.quads_for_pattern(None, NamedNode("http://www.w3.org/ns/shacl#sparql"), None)
    )
    assert len(queries) > 15
    assert len(answerable_at_once(shapes)) == len(queries)
