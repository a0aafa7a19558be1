"""Each row of the mapping from RDF graphs to OWL 2: the axiom read, and what the rules make of it.

The rows are those of https://www.w3.org/TR/owl2-mapping-to-rdf/, section 3. What the rules do not
use, or in part only, has to be listed as such.
"""

from __future__ import annotations

from typing import NamedTuple

import pyoxigraph as ox
import pytest

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.reader import read
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import XSD
from aitaxonomy.reasoning.reasoner import Reasoner
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED

TERMS = """@prefix : <urn:x#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
:A a owl:Class . :B a owl:Class . :C a owl:Class . :D a rdfs:Datatype .
:p a owl:ObjectProperty . :q a owl:ObjectProperty .
:n a owl:DatatypeProperty . :m a owl:DatatypeProperty .
"""


def iri(local: str) -> str:
    return f"urn:x#{local}"


A, B, C = (ax.Named(iri(each)) for each in "ABC")
P, Q = ax.Role(iri("p")), ax.Role(iri("q"))
N, M = ax.Role(iri("n")), ax.Role(iri("m"))
x, y, z = map(iri, "xyz")
INT = ax.DataRange(XSD + "integer")
one, two = Literal("1", XSD + "integer"), Literal("2", XSD + "integer")
CLASH = "clash"


class Row(NamedTuple):
    """One row: what is said, the axiom that it is, with what else what follows, what is left."""

    said: str
    axiom: ax.Axiom
    facts: str = ""
    follows: str = ""
    """`x A`, `x not A`, `A under B`, `x p y` or `clash`; empty if the rules make nothing of it."""
    left: str = ""
    """Part of the reason why the rules do not use the axiom, or not all of it."""


def is_(said: str, expression: ax.Expression, *more: str) -> Row:
    return Row(f":A owl:equivalentClass {said} .", ax.EquivalentClasses((A, expression)), *more)


def on(prop: str, said: str) -> str:
    return f"[ a owl:Restriction ; owl:onProperty :{prop} ; {said} ]"


def named(said: str, expression: ax.Expression, *more: str) -> Row:
    return Row(f":A {said} .", ax.EquivalentClasses((A, expression)), *more)


def valued(said: str, data_range: ax.AnyDataRange, *more: str) -> Row:
    return Row(f":n rdfs:range {said} .", ax.DataPropertyRange(N.iri, data_range), *more)


def typed(kind: str, name: str, *more: str) -> Row:
    return Row(f":p a owl:{kind}Property .", ax.Characteristic(name, P), *more)


def group(kind: str, said: str, axiom: ax.Axiom, *more: str) -> Row:
    return Row(f"[] a owl:{kind} ; {said} .", axiom, *more)


TWO = ":x :p :y , :z . :y a :B . :z a :B . :y owl:differentFrom :z ."
PART = "only in part"
CLASS_EXPRESSIONS = [
    is_("[ a owl:Class ; owl:intersectionOf ( :B :C ) ]", ax.And((B, C)), ":x a :B , :C .", "x A"),
    is_("[ a owl:Class ; owl:unionOf ( :B :C ) ]", ax.Or((B, C)), ":x a :B .", "x A"),
    is_("[ a owl:Class ; owl:complementOf :B ]", ax.Not(B), ":x a :B .", "x not A"),
    is_("[ a owl:Class ; owl:oneOf ( :x :y ) ]", ax.OneOf((x, y)), "", "x A"),
    is_(on("p", "owl:someValuesFrom :B"), ax.Some(P, B), ":x :p :y . :y a :B .", "x A"),
    is_(on("p", "owl:allValuesFrom :B"), ax.Only(P, B), ":x a :A ; :p :y .", "y B"),
    is_(on("p", "owl:hasValue :y"), ax.HasValue(P, y), ":x :p :y .", "x A"),
    is_(on("p", "owl:hasSelf true"), ax.HasSelf(P), ":x :p :x .", "", PART),
    is_(on("p", "owl:minCardinality 1"), ax.AtLeast(1, P, ax.THING), ":x :p :y .", "x A"),
    is_(on("p", "owl:minCardinality 2"), ax.AtLeast(2, P, ax.THING), TWO, "", PART),
    is_(
        on("p", "owl:minQualifiedCardinality 1 ; owl:onClass :B"),
        ax.AtLeast(1, P, B), ":x :p :y . :y a :B .", "x A",
    ),
    is_(on("p", "owl:maxCardinality 0"), ax.AtMost(0, P, ax.THING), ":x :p :y .", "x not A"),
    is_(on("p", "owl:maxCardinality 1"), ax.AtMost(1, P, ax.THING), TWO, "", PART),
    is_(
        on("p", "owl:maxQualifiedCardinality 0 ; owl:onClass :B"),
        ax.AtMost(0, P, B), ":x :p :y . :y a :B .", "x not A",
    ),
    is_(on("p", "owl:cardinality 1"), ax.Exactly(1, P, ax.THING), ":x a :A .", "", PART),
    is_(
        on("p", "owl:qualifiedCardinality 1 ; owl:onClass :B"),
        ax.Exactly(1, P, B), ":x a :A .", "", PART,
    ),
    is_(on("n", "owl:someValuesFrom xsd:integer"), ax.DataSome(N.iri, INT), ":x :n 1 .", "x A"),
    is_(
        on("n", "owl:allValuesFrom xsd:integer"),
        ax.DataOnly(N.iri, INT), ":x :n 'a' .", "x not A",
    ),
    is_(on("n", "owl:hasValue 1"), ax.DataHasValue(N.iri, one), ":x :n 1 .", "x A"),
    is_(
        on("n", "owl:minCardinality 1"),
        ax.DataAtLeast(1, N.iri, ax.LITERAL), ":x :n 1 .", "x A",
    ),
    is_(on("n", "owl:minCardinality 2"), ax.DataAtLeast(2, N.iri, ax.LITERAL), "", "", PART),
    is_(
        on("n", "owl:minQualifiedCardinality 1 ; owl:onDataRange xsd:integer"),
        ax.DataAtLeast(1, N.iri, INT), ":x :n 1 .", "x A",
    ),
    is_(
        on("n", "owl:maxCardinality 0"),
        ax.DataAtMost(0, N.iri, ax.LITERAL), ":x :n 1 .", "x not A",
    ),
    is_(on("n", "owl:maxCardinality 1"), ax.DataAtMost(1, N.iri, ax.LITERAL), "", "", PART),
    is_(
        on("n", "owl:maxQualifiedCardinality 0 ; owl:onDataRange xsd:integer"),
        ax.DataAtMost(0, N.iri, INT), ":x :n 1 .", "x not A",
    ),
    is_(on("n", "owl:cardinality 1"), ax.DataExactly(1, N.iri, ax.LITERAL), "", "", PART),
    is_(
        on("n", "owl:qualifiedCardinality 1 ; owl:onDataRange xsd:integer"),
        ax.DataExactly(1, N.iri, INT), "", "", PART,
    ),
    is_(
        on("n", "owl:minQualifiedCardinality 1 ; owl:onDataRange [ a rdfs:Datatype ;"
                " owl:datatypeComplementOf xsd:integer ]"),
        ax.DataAtLeast(1, N.iri, ax.DataNot(INT)), ":x :n 'a' .", "x A",
    ),
]  # fmt: skip

#: In OWL 1, a class was defined by what is said of its own name.
CLASSES_BY_NAME = [
    named("owl:intersectionOf ( :B :C )", ax.And((B, C)), "", "A under B"),
    named("owl:intersectionOf ( :B :C )", ax.And((B, C)), ":x a :B , :C .", "x A"),
    named("owl:unionOf ( :B :C )", ax.Or((B, C)), "", "B under A"),
    named("owl:complementOf :B", ax.Not(B), ":x a :B .", "x not A"),
    named("owl:oneOf ( :x :y )", ax.OneOf((x, y)), "", "x A"),
    named("owl:intersectionOf ( :B )", ax.And((B,)), "", "B under A"),
    named("owl:unionOf ( :B )", ax.Or((B,)), "", "A under B"),
    named("owl:intersectionOf ()", ax.And(()), ":x a :B .", "x A"),
    named("owl:unionOf ()", ax.Or(()), ":x a :A .", CLASH),
    named("owl:oneOf ()", ax.OneOf(()), ":x a :A .", CLASH),
    named(
        f"owl:intersectionOf ( :B {on('p', 'owl:someValuesFrom :C')} )",
        ax.And((B, ax.Some(P, C))), ":x a :B ; :p :y . :y a :C .", "x A",
    ),
]  # fmt: skip

FACETS = "owl:onDatatype xsd:integer ; owl:withRestrictions ( [ xsd:minInclusive 2 ] )"
UNDEFINED = "as if it were not defined"
DATA_RANGES = [
    valued("xsd:integer", INT, ":x :n 'a' .", CLASH),
    valued("[ a rdfs:Datatype ; owl:oneOf ( 1 2 ) ]", ax.DataOneOf((one, two)), ":x :n 3 .", CLASH),
    valued("[ a owl:DataRange ; owl:oneOf ( 1 2 ) ]", ax.DataOneOf((one, two)), ":x :n 3 .", CLASH),
    valued(
        f"[ a rdfs:Datatype ; {FACETS} ]",
        ax.DataRange(XSD + "integer", (("minInclusive", two),)), ":x :n 1 .", CLASH,
    ),
    valued(
        "[ a rdfs:Datatype ; owl:intersectionOf ( xsd:integer xsd:int ) ]",
        ax.DataAnd((INT, ax.DataRange(XSD + "int"))), ":x :n 'a' .", CLASH,
    ),
    valued(
        "[ a rdfs:Datatype ; owl:unionOf ( xsd:integer xsd:string ) ]",
        ax.DataOr((INT, ax.DataRange(XSD + "string"))), ":x :n 1.5 .", CLASH,
    ),
    valued(
        "[ a rdfs:Datatype ; owl:datatypeComplementOf xsd:integer ]",
        ax.DataNot(INT), ":x :n 1 .", CLASH,
    ),
    Row(
        ":D owl:equivalentClass [ a rdfs:Datatype ; owl:oneOf ( 1 2 ) ] .",
        ax.DatatypeDefinition(iri("D"), ax.DataOneOf((one, two))), "", "", UNDEFINED,
    ),
    Row(
        ":D owl:oneOf ( 1 2 ) .",
        ax.DatatypeDefinition(iri("D"), ax.DataOneOf((one, two))), "", "", UNDEFINED,
    ),
    Row(
        ":E a owl:DataRange ; owl:oneOf ( 1 2 ) .",
        ax.DatatypeDefinition(iri("E"), ax.DataOneOf((one, two))), "", "", UNDEFINED,
    ),
]  # fmt: skip

DENIED = "owl:sourceIndividual :x ; owl:assertionProperty"
AXIOMS = [
    Row(":A rdfs:subClassOf :B .", ax.SubClassOf(A, B), ":x a :A .", "x B"),
    Row(":A owl:equivalentClass :B .", ax.EquivalentClasses((A, B)), ":x a :B .", "x A"),
    Row(":A owl:disjointWith :B .", ax.DisjointClasses((A, B)), ":x a :A .", "x not B"),
    group(
        "AllDisjointClasses", "owl:members ( :A :B :C )",
        ax.DisjointClasses((A, B, C)), ":x a :C .", "x not A",
    ),
    Row(
        ":A owl:disjointUnionOf ( :B :C ) .", ax.DisjointUnion(A.iri, (B, C)), ":x a :B .", "x A",
    ),
    Row(":p rdfs:subPropertyOf :q .", ax.SubPropertyOf(P, Q), ":x :p :y .", "x q y"),
    Row(":n rdfs:subPropertyOf :m .", ax.SubPropertyOf(N, M), ":x :n 1 .", "x m 1"),
    Row(
        ":q owl:propertyChainAxiom ( :p :p ) .", ax.PropertyChain((P, P), Q),
        ":x :p :y . :y :p :z .", "x q z",
    ),
    Row(
        ":q owl:propertyChainAxiom ( [ owl:inverseOf :p ] :p ) .",
        ax.PropertyChain((P.inverted, P), Q), ":y :p :x , :z .", "x q z",
    ),
    Row(":p owl:equivalentProperty :q .", ax.EquivalentProperties((P, Q)), ":x :q :y .", "x p y"),
    Row(":n owl:equivalentProperty :m .", ax.EquivalentProperties((N, M)), ":x :m 1 .", "x n 1"),
    Row(
        ":p owl:propertyDisjointWith :q .", ax.DisjointProperties((P, Q)), ":x :p :y ; :q :y .",
        CLASH,
    ),
    Row(
        ":n owl:propertyDisjointWith :m .", ax.DisjointProperties((N, M)), ":x :n 1 ; :m 1 .",
        CLASH,
    ),
    group(
        "AllDisjointProperties", "owl:members ( :p :q )",
        ax.DisjointProperties((P, Q)), ":x :p :y ; :q :y .", CLASH,
    ),
    group(
        "AllDisjointProperties", "owl:members ( :n :m )",
        ax.DisjointProperties((N, M)), ":x :n 1 ; :m 1 .", CLASH,
    ),
    Row(":p rdfs:domain :A .", ax.Domain(P, A), ":x :p :y .", "x A"),
    Row(":n rdfs:domain :A .", ax.Domain(N, A), ":x :n 1 .", "x A"),
    Row(":p rdfs:range :A .", ax.Range(P, A), ":x :p :y .", "y A"),
    Row(":p owl:inverseOf :q .", ax.InverseOf(P, Q), ":x :p :y .", "y q x"),
    typed("Functional", "functional", TWO, CLASH),
    Row(
        ":n a owl:FunctionalProperty .", ax.Characteristic("functional", N), ":x :n 1 , 2 .", CLASH,
    ),
    typed(
        "InverseFunctional", "inverse functional",
        ":x :p :z . :y :p :z . :x owl:differentFrom :y .", CLASH,
    ),
    typed("Reflexive", "reflexive", ":x a :A .", "x p x"),
    typed("Irreflexive", "irreflexive", ":x :p :x .", CLASH),
    typed("Symmetric", "symmetric", ":x :p :y .", "y p x"),
    typed("Asymmetric", "asymmetric", ":x :p :y . :y :p :x .", CLASH),
    typed("Transitive", "transitive", ":x :p :y . :y :p :z .", "x p z"),
    Row(
        ":A owl:hasKey ( :p :n ) .", ax.HasKey(A, (P, N)),
        ":x a :A , :C ; :p :z ; :n 1 . :y a :A ; :p :z ; :n 1 .", "y C",
    ),
]  # fmt: skip

ASSERTIONS = [
    Row(":x owl:sameAs :y .", ax.SameIndividual(x, y), ":x a :A .", "y A"),
    Row(":x owl:differentFrom :y .", ax.DifferentIndividuals((x, y)), ":x owl:sameAs :y .", CLASH),
    group(
        "AllDifferent", "owl:members ( :x :y :z )",
        ax.DifferentIndividuals((x, y, z)), ":x owl:sameAs :z .", CLASH,
    ),
    group(
        "AllDifferent", "owl:distinctMembers ( :x :y :z )",
        ax.DifferentIndividuals((x, y, z)), ":x owl:sameAs :z .", CLASH,
    ),
    Row(":x a :A .", ax.ClassAssertion(x, A), "", "x A"),
    Row(
        f":x a {on('p', 'owl:allValuesFrom :B')} .", ax.ClassAssertion(x, ax.Only(P, B)),
        ":x :p :y .", "y B",
    ),
    Row(":x :p :y .", ax.PropertyAssertion(x, P.iri, y), "", "x p y"),
    Row(":x :n 1 .", ax.PropertyAssertion(x, N.iri, one), "", "x n 1"),
    group(
        "NegativePropertyAssertion", f"{DENIED} :p ; owl:targetIndividual :y",
        ax.NegativeAssertion(x, P, y), ":x :p :y .", CLASH,
    ),
    group(
        "NegativePropertyAssertion", f"{DENIED} [ owl:inverseOf :p ] ; owl:targetIndividual :y",
        ax.NegativeAssertion(x, P.inverted, y), ":y :p :x .", CLASH,
    ),
    group(
        "NegativePropertyAssertion", f"{DENIED} :n ; owl:targetValue 1",
        ax.NegativeAssertion(x, N, one), ":x :n 1 .", CLASH,
    ),
    # One name for a class and an individual: what is said of the one is not said of the other.
    Row(":B a :A .", ax.ClassAssertion(B.iri, A), ":x a :B .", "B A"),
]  # fmt: skip

ROWS = [*CLASS_EXPRESSIONS, *CLASSES_BY_NAME, *DATA_RANGES, *AXIOMS, *ASSERTIONS]


def reasoner(text: str) -> Reasoner:
    return Reasoner(ox.parse(TERMS + text, format=ox.RdfFormat.TURTLE))


def holds(judge: Reasoner, said: str) -> bool:
    match said.split():
        case ["clash"]:
            return bool(judge.clashes)
        case [one, "under", other]:
            return judge.subsumes(iri(one), iri(other)).verdict == ENTAILED
        case [thing, "not", kind]:
            return judge.verdict(iri(thing), iri(kind)).verdict == REFUTED
        case [thing, prop, target]:
            value = Literal(target, XSD + "integer").n3 if target.isdigit() else iri(target)
            return judge.why_link(iri(thing), iri(prop), value) is not None
        case [thing, kind]:
            return judge.verdict(iri(thing), iri(kind)).verdict == ENTAILED
    raise ValueError(said)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.said} {row.follows}"[:90])
def test_a_row_of_the_mapping(row: Row) -> None:
    found = read(ox.parse(TERMS + row.said, format=ox.RdfFormat.TURTLE))
    assert found.unread == ()
    assert (*found.axioms, *found.facts) == (row.axiom,)
    judge = reasoner(f"{row.said} {row.facts}")
    assert [each.reason for each in judge.left_out() if row.left not in each.reason] == []
    assert bool(judge.left_out()) is bool(row.left)
    assert bool(row.follows) is not bool(row.left)
    if row.follows:
        assert holds(judge, row.follows)
        # It follows from the row, and not from the other facts.
        assert not holds(reasoner(row.facts), row.follows) or not row.facts


#: The statements that the mapping has no place for, each with the message.
WITHOUT_ROW = {
    ":A owl:intersectionOf ( :B :Nowhere ) .": "Nowhere is not declared as a class",
    ":A owl:unionOf :B .": "broken",
    ":A owl:oneOf ( 1 2 ) .": "an individual is expected",
    ":Nowhere owl:complementOf :B .": "Nowhere is not declared as a class",
    ":D owl:oneOf ( :x ) .": "a data value is expected",
    ":D owl:complementOf xsd:integer .": "not declared as a class",
    ":R a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :B .": "not declared for such",
    ":D owl:onDatatype xsd:integer ; owl:withRestrictions () .": "not declared for such",
}


@pytest.mark.parametrize("said", WITHOUT_ROW)
def test_what_has_no_row_is_told(said: str) -> None:
    left = reasoner(said).left_out()
    assert any(WITHOUT_ROW[said] in each.reason for each in left)


def test_individuals_are_those_that_are_declared_or_used() -> None:
    found = reasoner(
        ":a a owl:NamedIndividual . :b a owl:Thing . :c a :A . :d :p :e . :f owl:sameAs :g ."
        "[] a owl:AllDifferent ; owl:members ( :h :i ) ."
        " :A owl:oneOf ( :j ) . :B rdfs:subClassOf "
        f"{on('p', 'owl:hasValue :k')} ."
    )
    assert {each[-1] for each in found.ontology.individuals} == set("abcdefghijk")
    assert found.left_out() == []


#: Each needs no declaration; and whether it is reported that the rules do not know what it means.
BUILT_IN = {
    ":p rdfs:subPropertyOf owl:topObjectProperty .": False,
    ":n rdfs:subPropertyOf owl:topDataProperty .": False,
    ":p rdfs:subPropertyOf owl:bottomObjectProperty .": True,
    ":n rdfs:subPropertyOf owl:bottomDataProperty .": True,
    ":A rdfs:subClassOf [ owl:onProperty owl:topObjectProperty ; owl:someValuesFrom :B ] .": True,
    ":n rdfs:range rdfs:Literal .": False,
    ":A rdfs:subClassOf owl:Thing .": False,
}


@pytest.mark.parametrize("said", BUILT_IN)
def test_what_is_built_in_needs_no_declaration(said: str) -> None:
    found = reasoner(said)
    assert (len(found.ontology.axioms), found.unread) == (1, ())
    assert bool(found.left_out()) is BUILT_IN[said]


RULE = """@prefix swrl: <http://www.w3.org/2003/11/swrl#> . :v a swrl:Variable . :x :p :y .
:r a swrl:Imp ; rdfs:label "what has a p is an A" ;
  swrl:body [ a swrl:AtomList ; rdf:rest () ; rdf:first
    [ a swrl:IndividualPropertyAtom ; swrl:propertyPredicate :p ; swrl:argument1 :v ;
      swrl:argument2 :y ] ] ;
  swrl:head ( [ a swrl:ClassAtom ; swrl:classPredicate :A ; swrl:argument1 :v ] ) .
"""


def test_a_rule_of_swrl_is_told_once_and_nothing_else_is_lost() -> None:
    found = reasoner(RULE + "[] a swrl:Imp ; swrl:body () ; swrl:head () . :A :nowhere :B .")
    assert [str(each).removesuffix(")") for each in found.left_out()] == [
        "<urn:x#r> rdf:type <http://www.w3.org/2003/11/swrl#Imp> (not read: a rule of SWRL",
        "[] rdf:type <http://www.w3.org/2003/11/swrl#Imp> (not read: a rule of SWRL",
        "<urn:x#A> <urn:x#nowhere> <urn:x#B> (not read: "
        "the property is not declared for such a value",
    ]
    assert found.ontology.facts == (ax.PropertyAssertion(x, P.iri, y),)
    # What is not a part of a rule is reported for itself.
    lone = reasoner(RULE.replace("a swrl:Imp", "a :A"))
    assert len(lone.left_out()) > 5
