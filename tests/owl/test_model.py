"""The structural model: every construct comes back from RDF as it went, and nothing of AI in it."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.reasoning.rdf_writer import triples_of

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.class_expressions import walk
from aitaxonomy.owl.ontology import Ontology
from aitaxonomy.owl.reader import read
from aitaxonomy.owl.writers.functional import FunctionalSyntax
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.rdf_lists import FIRST, NIL, REST, BrokenList, cells

ROOT = Path(__file__).parents[2]
CONSTRUCTS = ROOT / "tests" / "reasoning" / "syntaxes" / "constructs.ttl"


@pytest.fixture(scope="module")
def constructs() -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(path=CONSTRUCTS)]


def test_the_constructs_are_all_there_are(constructs: list[ox.Triple]) -> None:
    ontology = read(constructs)
    assert ontology.unread == ()
    found = {type(each) for each in walk((*ontology.axioms, *ontology.facts))}
    model = {*ax.Expression.__args__, *ax.AnyDataRange.__args__, *ax.Axiom.__args__}
    assert found == model | {ax.Role, Literal, str, int, bool}


def test_every_construct_is_written_as_triples_that_say_the_same(
    constructs: list[ox.Triple],
) -> None:
    ontology = read(constructs)
    assert functional(read(triples_of(ontology))) == functional(ontology)


def test_every_construct_is_written_in_functional_syntax(constructs: list[ox.Triple]) -> None:
    """As in the file that OWLAPI read the same axioms from as from the Turtle."""
    golden = CONSTRUCTS.with_suffix(".ofn").read_text(encoding="utf-8")
    assert sorted(functional(read(constructs))) == golden.splitlines()


def functional(ontology: Ontology) -> set[str]:
    """The axioms, but for the label of the one individual without a name."""
    write = FunctionalSyntax(ontology.vocabulary.data_properties).text
    axioms = (*ontology.axioms, *ontology.facts)
    return {re.sub(r"_:\w+", "_:nobody", write(axiom)) for axiom in axioms}


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
