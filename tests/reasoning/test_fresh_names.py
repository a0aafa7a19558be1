"""The reasoner makes up individuals; those of data are others, whatever their names are."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from aitaxonomy.reasoning.proofs.render import FRESH
from aitaxonomy.reasoning.reasoner import Reasoner
from aitaxonomy.reasoning.verdict import ENTAILED, UNKNOWN

TEXT = """@prefix : <urn:x#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:A a owl:Class . :B a owl:Class . :C a owl:Class . :p a owl:ObjectProperty .
:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :C ] .
:B owl:equivalentClass [ owl:oneOf ( NAMES ) ] .
"""


@pytest.mark.parametrize("name", ["_:any", "_:any1", "_:anyone", "_:not0", "<urn:any>"])
def test_a_name_of_data_is_no_member_of_any_class_by_itself(name: str) -> None:
    text = TEXT.replace("NAMES", f"{name} :z") + f"{name} a :B , :A . :z a :B ."
    reasoner = Reasoner(ox.parse(text, format=ox.RdfFormat.TURTLE))
    for kind in "AC":
        assert reasoner.subsumes(f"urn:x#{kind}", "urn:x#B").verdict == UNKNOWN
    assert reasoner.verdict(name.strip("<>"), "urn:x#A").verdict == ENTAILED
    assert ("urn:x#A", "urn:x#B") not in reasoner.classified()


def test_no_graph_can_have_the_name_of_the_fresh_individual() -> None:
    with pytest.raises(ValueError, match="invalid"):
        ox.BlankNode(FRESH.removeprefix("_:"))
    with pytest.raises(SyntaxError):
        list(ox.parse(f"{FRESH} a <urn:A> .", format=ox.RdfFormat.TURTLE))
