"""The structural model: every construct comes back from RDF as it went, and nothing of AI in it."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.reasoning.rdf_writer import triples_of

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.class_expressions import walk
from aitaxonomy.owl.document import read_document
from aitaxonomy.owl.reader import read
from aitaxonomy.owl.writers import write_owl
from aitaxonomy.rdf.lists import FIRST, NIL, REST, BrokenList, cells

ROOT = Path(__file__).parents[2]
CONSTRUCTS = ROOT / "tests" / "reasoning" / "syntaxes" / "constructs.ttl"


@pytest.fixture(scope="module")
def constructs() -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(path=CONSTRUCTS)]


def test_the_constructs_are_all_there_are(constructs: list[ox.Triple]) -> None:
    found = {type(each) for each in walk(read_document(constructs).axioms)}
    model = {*ax.Expression.__args__, *ax.AnyDataRange.__args__, *ax.Axiom.__args__}
    assert found >= model | {*ax.Remark.__args__, ax.Annotation, ax.Role}


def test_a_document_is_written_as_triples_that_say_the_same(constructs: list[ox.Triple]) -> None:
    """But for the label of the one individual without a name."""
    again = triples_of(read_document(constructs))
    texts = [
        re.sub(r"_:c14n\d+", "_:nobody", write_owl(triples, "functional"))
        for triples in (constructs, again)
    ]
    assert texts[0] == texts[1]
    assert texts[0].count("_:nobody") == 4


def test_what_is_noted_on_annotations_is_written_too() -> None:
    note = ax.Annotation("urn:n", "urn:b", frozenset({ax.Annotation("urn:n", "urn:c")}))
    named = [ax.Declaration("Class", "urn:A"), ax.Declaration("AnnotationProperty", "urn:n")]
    text = "<urn:o> a <http://www.w3.org/2002/07/owl#Ontology> ."
    empty = read_document(q.triple for q in ox.parse(text, format=ox.RdfFormat.TURTLE))
    document = type(empty)(
        "urn:o",
        "urn:v",
        ("urn:other",),
        frozenset({note}),
        frozenset((each, frozenset({note})) for each in named),
    )
    again = read_document(triples_of(document))
    assert again.axioms == document.axioms
    assert (again.iri, again.version, again.imports) == ("urn:o", "urn:v", ("urn:other",))
    assert again.annotations == document.annotations


def test_the_reasoner_reads_the_same_logic_as_the_writers(constructs: list[ox.Triple]) -> None:
    """Labels of individuals without a name differ from one reading to the next: not compared."""
    ontology = read(constructs)
    assert ontology.unread == ()
    said = {axiom for axiom, _ in read_document(constructs).axioms}
    logical = {axiom for axiom in said if not isinstance(axiom, ax.Remark)}
    named = {axiom for axiom in logical if "_:" not in repr(axiom)}
    assert len(logical) - len(named) == 3
    assert {each for each in (*ontology.axioms, *ontology.facts) if "_:" not in repr(each)} == named


@pytest.mark.parametrize(
    ("links", "reason", "found"),
    [
        ({("a", FIRST): "x", ("a", REST): "a"}, "does not end", ["x"]),
        ({("a", FIRST): "xy", ("a", REST): [NIL]}, "broken", []),
        ({("a", FIRST): "x", ("a", REST): "b"}, "broken", ["x"]),
    ],
)
def test_a_broken_list_is_told_after_its_sound_cells(
    links: dict[tuple[str, str], str | list[str]], reason: str, found: list[str]
) -> None:
    members = []
    with pytest.raises(BrokenList, match=reason):
        for _, member in cells("a", lambda node, predicate: links.get((node, predicate), ()), NIL):
            members.append(member)
    assert members == found


@pytest.mark.parametrize("room", ["owl", "reasoning"])
def test_the_room_knows_nothing_of_ai(room: str) -> None:
    """Examples aside, no file names a term of ours; whoever calls passes them in."""
    files = sorted((ROOT / "src" / "aitaxonomy" / room).rglob("*.py"))
    assert len(files) > 15
    for path in files:
        lines = path.read_text(encoding="utf-8").splitlines()
        code = [line for line in lines if not re.match(r"\s*(>>>|\.\.\.)", line)]
        assert not [line for line in code if "w3id.org/aitaxonomy" in line], path
