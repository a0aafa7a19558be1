"""Every class expression has a phrase that reads as English, and so has its denial."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pyoxigraph as ox
import pytest

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.writers.english import Words
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import OWL, RDFS, XSD
from aitaxonomy.reasoning.reasoner import Reasoner

P, BACK = ax.Role("urn:x#poweredBy"), ax.Role("urn:x#poweredBy", inverse=True)
SMALL = ax.DataRange(XSD + "integer", (("maxInclusive", Literal("9", XSD + "integer")),))
MODEL, SYSTEM = ax.Named("urn:x#Model"), ax.Named("urn:x#System")

LEAVES = [
    MODEL,
    ax.THING,
    ax.NOTHING,
    ax.OneOf(("urn:x#GPT-4",)),
    ax.OneOf(("urn:x#GPT-4", "urn:x#BERT")),
    ax.HasValue(P, "urn:x#GPT-4"),
    ax.HasSelf(P),
    ax.DataHasValue("urn:x#size", Literal("1", XSD + "integer")),
    ax.DataOnly("urn:x#size", ax.DataNot(SMALL)),
    ax.DataAtLeast(2, "urn:x#size", SMALL),
    ax.DataAtMost(2, "urn:x#size", ax.DataAnd((SMALL, ax.DataRange(XSD + "integer")))),
    ax.DataExactly(2, "urn:x#size", ax.DataOr((SMALL, ax.DataRange(XSD + "string")))),
    ax.DataSome("urn:x#size", SMALL),
    ax.DataSome("urn:x#size", ax.DataOneOf((Literal("1", XSD + "integer"),))),
    ax.DataSome("urn:x#size", ax.DataRange(XSD + "string")),
]
AROUND: list[Callable[[ax.Expression], ax.Expression]] = [
    ax.Not,
    lambda inner: ax.And((SYSTEM, inner)),
    lambda inner: ax.Or((SYSTEM, inner)),
    lambda inner: ax.Some(P, inner),
    lambda inner: ax.Some(BACK, inner),
    lambda inner: ax.Only(P, inner),
    lambda inner: ax.AtLeast(0, P, inner),
    lambda inner: ax.AtLeast(1, P, inner),
    lambda inner: ax.AtLeast(3, P, inner),
    lambda inner: ax.AtMost(3, P, inner),
    lambda inner: ax.Exactly(3, P, inner),
]


def nested(depth: int) -> list[ax.Expression]:
    """Everything in everything, so many levels deep."""
    if not depth:
        return LEAVES
    return [around(inner) for around, inner in product(AROUND, nested(depth - 1))]


@pytest.mark.parametrize("depth", [0, 1, 2, 3])
def test_everything_in_everything_has_a_phrase_and_so_has_its_denial(depth: int) -> None:
    words = Words({})
    for each in nested(depth):
        denied = ax.Not(each)
        assert words.phrase(ax.Not(denied)) == words.phrase(each)
        assert words.kind(ax.Not(denied)) == words.kind(each)
        assert words.phrase(denied) != words.phrase(each)
        for of in (each, denied):
            said = words.axiom(ax.ClassAssertion("urn:x#it", of))
            first, second, *_ = said.split(" ")
            assert (first, second in ("is", "has", "does")) == ("it", True), said
            assert not {"Not", "And", "Or", "Some", "Only", "AtLeast", "AtMost"} & set(
                said.split()
            ), said
            assert "  " not in said
            assert "is is" not in said
            assert "not not" not in said


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (ax.AtLeast(3, P, ax.THING), "is powered by at most 2 things"),
        (ax.AtLeast(2, P, MODEL), "is powered by at most 1 thing of the kind Model"),
        (ax.AtMost(2, P, MODEL), "is powered by at least 3 things of the kind Model"),
        (ax.Exactly(2, P, MODEL),
         "does not satisfy 'is powered by exactly 2 things of the kind Model'"),
        (ax.HasSelf(P), "is not powered by itself"),
        (ax.And(()), "is not a thing"),
        (ax.Or((MODEL,)), "is not a Model"),
        (ax.Not(MODEL), "is a Model"),
        (ax.Not(ax.Some(P, MODEL)), "is powered by a Model"),
        (ax.Or((MODEL, ax.Some(P, MODEL))), "is not a Model and is not powered by any Model"),
        (ax.Or((MODEL, ax.Not(SYSTEM))), "is not a Model and is a System"),
        (ax.Only(P, MODEL), "is powered by something that is not a Model"),
        (ax.Only(P, ax.NOTHING), "is powered by something"),
        (
            ax.Only(P, ax.OneOf(("urn:x#GPT-4", "urn:x#BERT"))),
            "is powered by something that is not one of GPT-4 or BERT",
        ),
        (ax.And((MODEL, ax.AtLeast(2, P, MODEL))),
         "is not a Model that is powered by at least 2 things of the kind Model"),
    ],
)  # fmt: skip
def test_how_a_denial_reads(of: ax.Expression, said: str) -> None:
    assert Words({}).phrase(ax.Not(of)) == said


@pytest.mark.parametrize(
    "stated",
    [
        ":A rdfs:subClassOf [ owl:intersectionOf ( :B [ a owl:Restriction ; owl:onProperty :p ; "
        "owl:maxCardinality 2 ] ) ] .",
        ":A rdfs:subClassOf [ owl:intersectionOf ( :B [ a owl:Restriction ; owl:onProperty :p ; "
        "owl:cardinality 2 ] ) ] .",
        ":A rdfs:subClassOf [ owl:complementOf [ owl:complementOf :B ] ] .",
        ":A rdfs:subClassOf :B , [ owl:complementOf [ owl:unionOf ( :C [ owl:complementOf :B ] "
        ") ] ] .",
    ],
)
def test_a_proof_can_be_told_whatever_its_axioms_say(stated: str) -> None:
    text = f"""@prefix owl: <{OWL}> . @prefix rdfs: <{RDFS}> . @prefix : <urn:x#> .
    :A a owl:Class . :B a owl:Class . :C a owl:Class . :p a owl:ObjectProperty .
    :i a :A . {stated}"""
    proof = Reasoner(ox.parse(text, format=ox.RdfFormat.TURTLE)).why("urn:x#i", "urn:x#B")
    assert proof is not None
    assert proof.steps[-1].text == "i is a B"


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (ax.DataOnly("urn:x#size", SMALL), "has no size except one of at most 9"),
        (ax.DataAtMost(2, "urn:x#size", SMALL), "has at most 2 values of size, each of at most 9"),
        (
            ax.DataSome("urn:x#size", ax.DataOr((SMALL, ax.DataNot(ax.DataRange(XSD + "int"))))),
            "has a size of at most 9 or other than one that is a value of type int",
        ),
    ],
)
def test_how_data_read(of: ax.Expression, said: str) -> None:
    assert Words({}).phrase(of) == said
