"""Places of statements: by subject, predicate and value, and none rather than a wrong one."""

from pathlib import Path

import pytest

from aitaxonomy import _data
from aitaxonomy.rdf.namespaces import OWL, RDF, XSD
from aitaxonomy.rdf.positions.turtle_lines import FileLines, TurtleLines
from aitaxonomy.reasoning.reasoner import Reasoner
from aitaxonomy.store import GraphStore, read_triples
from aitaxonomy.store.positions import Places

TYPE = RDF + "type"
TURTLE = """@prefix : <urn:> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
:x a owl:NamedIndividual ,
     :Cat ; :p :a ;
  :p :b , '''two
lines''' , "caf\\u00E9"@fr ,
  2.50 , true , "7"^^<http://www.w3.org/2001/XMLSchema#integer> .
:K a owl:Class ; owl:equivalentClass [ owl:intersectionOf ( :Cat [ a owl:Restriction ;
    owl:onProperty :p ; owl:hasValue :a ] ) ] ,
  [ owl:unionOf ( :Cat :Dog ) ] .
:p a owl:ObjectProperty . :Cat a owl:Class . :Dog a owl:Class .
[] a owl:AllDifferent ; owl:distinctMembers ( :x :a ) .
[ a owl:AllDisjointClasses ; owl:members ( :Cat
    :Dog ) ] .
_:n a owl:NegativePropertyAssertion ; owl:sourceIndividual :x ; owl:assertionProperty :p ;
  owl:targetIndividual :c .
:x :p :z .
"""


@pytest.fixture
def places(tmp_path: Path) -> tuple[Places, GraphStore, Path]:
    path = tmp_path / "a.ttl"
    path.write_text(TURTLE)
    store = GraphStore()
    store.add(read_triples(path))
    return Places(store, [path]), store, path


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("urn:a", 3),
        ("urn:b", 4),
        ('"two\\nlines"', 4),
        ('"café"@fr', 5),
        (f'"2.50"^^<{XSD}decimal>', 6),
        (f'"true"^^<{XSD}boolean>', 6),
        (f'"7"^^<{XSD}integer>', 6),
        ("urn:z", 16),
        ("urn:nowhere", None),
        ('"urn:a"', None),
    ],
)
def test_each_value_has_its_line(
    places: tuple[Places, GraphStore, Path], value: str, line: int | None
) -> None:
    found = places[0].of_triple(("urn:x", "urn:p", value))
    assert found is not None
    assert (found.file, found.line) == (str(places[2]) if line else None, line)


def test_axioms_stand_where_their_nodes_do(places: tuple[Places, GraphStore, Path]) -> None:
    found, store, _ = places
    ontology = Reasoner(store.triples()).ontology
    lines = {}
    for axiom, triple in ontology.origin.items():
        place = found.of_triple(triple)
        assert place is not None
        lines.setdefault(type(axiom).__name__, set()).add(place.line)
    assert lines == {
        "ClassAssertion": {3},
        "PropertyAssertion": {3, 4, 16},
        "EquivalentClasses": {7, 9},
        "DifferentIndividuals": {11},
        "DisjointClasses": {12},
        "NegativeAssertion": {14},
    }


def test_of_two_nodes_that_say_the_same_none_is_named() -> None:
    lines = TurtleLines("[ a <urn:D> ] .\n[] a <urn:D> .\n[] a <urn:E> .")
    assert lines.node((TYPE, "urn:D")) is None
    assert lines.node((TYPE, "urn:E")) == 3


def test_the_shipped_different_modalities_have_their_line() -> None:
    path = _data.folder("ontology") / "modalities.ttl"
    text = path.read_text().splitlines()
    store = GraphStore()
    store.load_shipped(_data.ontology_files())
    groups = [t for t in read_triples(path) if t.object.value == OWL + "AllDifferent"]  # type: ignore[union-attr]
    own = [t for t in store.triples() if getattr(t.object, "value", "") == OWL + "AllDifferent"]
    found = [Places(store).of_triple((str(t.subject), TYPE, OWL + "AllDifferent")) for t in own]
    lines = [each.line for each in found if each and each.file == "ontology/modalities.ttl"]
    assert len(lines) == len(groups) == 1
    assert text[lines[0] - 1].startswith("[] a owl:AllDifferent")  # type: ignore[operator]
    assert all(each is not None and each.source is None for each in found)


def test_ntriples_by_value(tmp_path: Path) -> None:
    text = "".join(
        f"<urn:{s}> <urn:{p}> {o} .\n"
        for s, p, o in [("a", "p", "<urn:b>"), ("a", "p", '"x"@EN'), ("b", "p", "<urn:b>"),
                        ("a", "p", "<urn:c>"), ("aa", "p", "<urn:d>")]
    )  # fmt: skip
    (tmp_path / "a.nt").write_text(text)
    lines = FileLines(tmp_path / "a.nt")
    assert [lines.of("urn:a", "urn:p", each) for each in ("urn:b", '"x"@en', "urn:c")] == [1, 2, 4]
    assert lines.of("urn:a", "urn:p", "urn:d") is None
    assert lines.of("urn:a", "urn:p") == 1
