"""Data values that the ontology mentions and the data link with others: each link has one home."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from aitaxonomy.rdf.namespaces import OWL, RDF, RDFS, XSD
from aitaxonomy.reasoning.evaluation.closure import Closure
from aitaxonomy.reasoning.reasoner import Reasoner
from aitaxonomy.reasoning.rules.model import SAME

PREFIXES = f"""@prefix owl: <{OWL}> . @prefix rdfs: <{RDFS}> . @prefix : <urn:x#> .
@prefix xsd: <{XSD}> .
"""
TERMS = """:A a owl:Class . :B a owl:Class .
:n a owl:DatatypeProperty . :m a owl:DatatypeProperty . :i a owl:NamedIndividual .
"""


def closed(ontology: str, data: str, folder: Path, *, sealed: bool = False) -> Closure:
    turtle = ox.RdfFormat.TURTLE
    path = folder / "data.nt"
    ox.serialize(
        (quad.triple for quad in ox.parse(PREFIXES + data, format=turtle)),
        output=path,
        format=ox.RdfFormat.N_TRIPLES,
    )
    reasoner = Reasoner(ox.parse(PREFIXES + TERMS + ontology, format=turtle))
    return reasoner.closure([path], sealed=sealed)


def numbers(closure: Closure) -> list[tuple[str, str]]:
    """Who has which value of n, as often as it is listed."""
    return sorted(
        (each.rpartition("#")[2], value.split('"')[1])
        for each, value in closure.values("urn:x#n").rows()
    )


def test_two_individuals_of_the_ontology_with_a_value_each_stay_two(tmp_path: Path) -> None:
    closure = closed(
        ":n a owl:FunctionalProperty . :i :n 1 . :j a :A .",
        ":i owl:sameAs :d . :e owl:sameAs :j . :j :n 5 .",
        tmp_path,
    )
    assert closure.clashes() == []
    assert numbers(closure) == [("d", "1"), ("e", "5"), ("i", "1"), ("j", "5")]


def test_a_value_that_is_stated_and_follows_is_listed_once_as_stated(tmp_path: Path) -> None:
    closure = closed(
        ":n a owl:FunctionalProperty . :k :n 0 ; a :A .", ":d :n 0 ; owl:sameAs :k .", tmp_path
    )
    assert numbers(closure) == [("d", "0"), ("k", "0")]
    predicates = {row["p"] for frame in closure.inferred() for row in frame.rows(named=True)}
    assert predicates == {f"<{RDF}type>", f"<{OWL}sameAs>"}
    assert sum(frame.height for frame in closure.inferred()) == 2


def test_what_follows_in_the_ontology_and_is_stated_by_the_data_is_stated(tmp_path: Path) -> None:
    closure = closed("[] a owl:AllDifferent ; owl:distinctMembers ( :i :j ) . "
                     ":m rdfs:subPropertyOf :n . :i :m 1 .", ":i :n 1 .", tmp_path)  # fmt: skip
    assert numbers(closure) == [("i", "1")]
    assert list(closure.inferred()) == []


@pytest.mark.parametrize("value", ["1", "7"])
def test_a_shared_value_tells_what_range_it_is_in(tmp_path: Path, value: str) -> None:
    """Also where the data link it by a property below the one with the restriction."""
    closure = closed(
        f""":m rdfs:subPropertyOf :n . :i :n {value} .
        :A owl:equivalentClass [ a owl:Restriction ; owl:onProperty :n ; owl:someValuesFrom
        [ a rdfs:Datatype ; owl:onDatatype xsd:integer ;
          owl:withRestrictions ( [ xsd:minInclusive 5 ] ) ] ] .""",
        f":d :m {value} . :e :n 3 .",
        tmp_path,
    )
    found = ["urn:x#d", "urn:x#i"] if value == "7" else []
    assert closure.members("urn:x#A") == found


@pytest.mark.parametrize("sealed", [False, True])
def test_a_sealed_ontology_loses_nothing_that_its_own_values_say(
    tmp_path: Path, sealed: bool
) -> None:
    closure = closed(
        ":A owl:hasKey ( :n :m ) . :i a :A ; :n 1 ; :m 2 . :j a :A , :B ; :n 1 ; :m 2 .",
        ":d a :A ; :n 1 .",
        tmp_path,
        sealed=sealed,
    )
    assert closure.rows(SAME).height == 2
    assert closure.members("urn:x#B") == ["urn:x#i", "urn:x#j"]
