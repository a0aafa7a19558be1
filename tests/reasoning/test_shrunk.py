"""What random ontologies once showed to be missing, shrunk: it follows by the rules, with a proof.

Each case is a few axioms and what HermiT concludes from them.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import judge_hermit
import pytest
from test_random import CLASSES, DATA, ROLES, THINGS, VOCABULARY

from aitaxonomy.errors import InconsistentOntology
from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Ontology
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import XSD
from aitaxonomy.reasoning.reasoner import Reasoner
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN

A, B, C, D, E = map(ax.Named, CLASSES)
P, Q, R = map(ax.Role, ROLES)
i, j, k, *_ = THINGS
Y, N = ENTAILED, REFUTED
SMALL = ax.DataSome(DATA, ax.DataRange(f"{XSD}integer", (
    ("maxExclusive", Literal("5", f"{XSD}integer")),)))  # fmt: skip
LARGE = ax.DataSome(DATA, ax.DataRange(f"{XSD}integer", (
    ("minInclusive", Literal("5", f"{XSD}integer")),)))  # fmt: skip


def functional(role: ax.Role) -> ax.Axiom:
    return ax.Characteristic("functional", role)


MISSED: dict[str, tuple[list[ax.Axiom], tuple[str, ax.Named, object]]] = {
    "the one value is of a kind that the individual is not": (
        [
            functional(R),
            ax.DisjointClasses((B, E)),
            ax.EquivalentClasses((B, ax.HasValue(R, i))),
            ax.ClassAssertion(i, B),
            ax.ClassAssertion(j, ax.Some(R, E)),
        ],
        (j, B, N),
    ),
    "the one value is of a kind that excludes another": (
        [
            functional(R),
            ax.DisjointClasses((B, E)),
            ax.EquivalentClasses((A, ax.Some(R, B))),
            ax.ClassAssertion(j, ax.Some(R, E)),
        ],
        (j, A, N),
    ),
    "the one number lies in a range that excludes another": (
        [
            functional(ax.Role(DATA)),
            ax.EquivalentClasses((A, SMALL)),
            ax.EquivalentClasses((B, LARGE)),
            ax.ClassAssertion(j, B),
        ],
        (j, A, N),
    ),
    "another individual has the value that only one may have": (
        [
            ax.EquivalentClasses((B, ax.HasValue(R, j))),
            functional(R),
            ax.Characteristic("symmetric", R),
            ax.DifferentIndividuals((i, j, k)),
            ax.ClassAssertion(k, B),
        ],
        (i, B, N),
    ),
    "nothing is one of a kind that excludes itself": (
        [
            ax.EquivalentClasses((A, ax.HasValue(P, i))),
            ax.SubClassOf(B, A),
            ax.EquivalentClasses((B, ax.Only(P, ax.NOTHING))),
        ],
        (j, B, N),
    ),
    "nothing is linked with one of such a kind": (
        [
            ax.EquivalentClasses((E, ax.Only(P, ax.Not(B)))),
            ax.EquivalentClasses((B, D)),
            ax.DisjointClasses((B, D)),
        ],
        (j, E, Y),
    ),
    "the range of the inverse": (
        [
            ax.InverseOf(P, R),
            ax.SubPropertyOf(P, Q),
            ax.Range(Q, A),
            ax.ClassAssertion(j, ax.Some(R, ax.Not(D))),
        ],
        (j, A, Y),
    ),
    "a kind that looks back": (
        [
            ax.InverseOf(P, R),
            ax.SubClassOf(B, ax.Only(R, A)),
            ax.ClassAssertion(j, ax.Some(P, B)),
        ],
        (j, A, Y),
    ),
    "an individual that something without a name is linked to": (
        [
            ax.Range(P, A),
            ax.SubClassOf(C, ax.And((A, ax.HasValue(P, k)))),
            ax.ClassAssertion(i, ax.Some(Q, C)),
        ],
        (k, A, Y),
    ),
    "the last of the possible values": (
        [
            ax.ClassAssertion(i, ax.Some(P, B)),
            ax.ClassAssertion(i, ax.Only(P, ax.OneOf((j, k)))),
            ax.ClassAssertion(j, ax.Not(B)),
        ],
        (k, B, Y),
    ),
    "told apart by a kind that excludes no other": (
        [
            functional(R),
            ax.EquivalentClasses((A, ax.HasValue(R, k))),
            ax.EquivalentClasses((C, ax.Some(P, ax.THING))),
            ax.PropertyAssertion(i, R.iri, j),
            ax.PropertyAssertion(j, P.iri, i),
            ax.ClassAssertion(k, ax.Only(P, ax.NOTHING)),
        ],
        (i, A, N),
    ),
}


def ontology(axioms: list[ax.Axiom]) -> Ontology:
    return Ontology(
        tuple(each for each in axioms if not isinstance(each, ax.FACT_KINDS)),
        tuple(each for each in axioms if isinstance(each, ax.FACT_KINDS)),
        frozenset(THINGS),
        VOCABULARY,
    )


@pytest.mark.parametrize("name", MISSED)
def test_it_is_concluded_and_proved(name: str) -> None:
    axioms, (thing, kind, truth) = MISSED[name]
    reasoner = Reasoner(ontology(axioms))
    verdict = reasoner.verdict(thing, kind.iri)
    assert verdict.verdict is truth
    assert verdict.proof is not None
    assert set(verdict.proof.axioms) <= set(axioms)
    assert verdict.proof.check(), f"{verdict.proof}\n{verdict.proof.check()}"


@pytest.mark.parametrize("name", MISSED)
def test_each_axiom_is_needed(name: str) -> None:
    axioms, (thing, kind, truth) = MISSED[name]
    for axiom in axioms:
        rest = Reasoner(ontology([each for each in axioms if each != axiom]))
        assert rest.verdict(thing, kind.iri).verdict is not truth, axiom


def test_hermit_concludes_the_same(java: None) -> None:
    questions = [
        (ontology(axioms), ax.ClassAssertion(thing, kind if truth is Y else ax.Not(kind)))
        for axioms, (thing, kind, truth) in MISSED.values()
    ]
    assert judge_hermit.follow(questions) == [True] * len(MISSED)


NUMBER = Literal("5", f"{XSD}integer")
CONTRADICTIONS: dict[str, list[ax.Axiom]] = {
    "a member against a denial that nobody asked for": [
        ax.SubClassOf(LARGE, ax.Not(D)),
        ax.PropertyAssertion(i, DATA, NUMBER),
        ax.ClassAssertion(i, D),
    ],
    "a value of a property that can have none": [
        ax.Domain(R, ax.Only(R, ax.NOTHING)),
        ax.ClassAssertion(i, ax.Some(R, ax.THING)),
    ],
    "a closed property of which no value is such": [
        ax.ClassAssertion(i, ax.Some(P, B)),
        ax.ClassAssertion(i, ax.Only(P, ax.OneOf((j, k)))),
        ax.ClassAssertion(j, ax.Not(B)),
        ax.ClassAssertion(k, ax.Not(B)),
    ],
    "the one data value is another": [
        functional(ax.Role(DATA)),
        ax.ClassAssertion(i, SMALL),
        ax.PropertyAssertion(i, DATA, NUMBER),
    ],
    "a denial inside an intersection, of something under another name": [
        ax.ClassAssertion(j, ax.AtLeast(3, P, ax.THING)),
        ax.SameIndividual(i, j),
        ax.ClassAssertion(i, ax.And((ax.Some(P, ax.THING), ax.Not(ax.AtLeast(3, P, ax.THING))))),
    ],
    "a member of nothing": [ax.ClassAssertion(i, ax.NOTHING)],
}


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_it_is_found_and_explained_by_all_of_it(name: str) -> None:
    axioms = CONTRADICTIONS[name]
    reasoner = Reasoner(ontology(axioms))
    assert i in reasoner.clashes
    with pytest.raises(InconsistentOntology) as caught:
        reasoner.check()
    assert len(caught.value.clashes) == len(axioms)
    with pytest.raises(InconsistentOntology):
        list(reasoner.inferred())
    for axiom in axioms:
        Reasoner(ontology([each for each in axioms if each != axiom])).check()


def test_hermit_finds_the_same_inconsistent(java: None) -> None:
    asked = [ontology(axioms) for axioms in CONTRADICTIONS.values()]
    assert judge_hermit.verdicts(asked, [i], CLASSES[:1]) == [None] * len(asked)


def keyed(name: str) -> Ontology:
    """Two of A that agree in a value; one of them is a B, and one is a C."""
    return ontology(
        [
            ax.HasKey(A, (ax.Role(DATA),)),
            *(ax.ClassAssertion(each, A) for each in (i, name)),
            *(ax.PropertyAssertion(each, DATA, NUMBER) for each in (i, name)),
            ax.ClassAssertion(i, B),
            ax.ClassAssertion(name, C),
        ]
    )


def test_keys_are_for_what_has_a_name(java: None) -> None:
    """A blank node may stand for anything, so that a key says nothing of it."""
    named, nameless = Reasoner(keyed(j)), Reasoner(keyed("_:b"))
    assert (named.verdict(i, C.iri).verdict, named.verdict(j, B.iri).verdict) == (Y, Y)
    assert nameless.verdict(i, C.iri).verdict is UNKNOWN
    assert nameless.verdict("_:b", B.iri).verdict is UNKNOWN
    asked = ax.ClassAssertion(i, C)
    assert judge_hermit.follow([(keyed(j), asked), (keyed("_:b"), asked)]) == [True, False]
    # Any member of a class is nobody by name.
    shared = ax.SubClassOf(A, ax.DataSome(DATA, ax.DataOneOf((NUMBER,))))
    terms = Ontology((shared,), vocabulary=VOCABULARY)
    assert Reasoner(keyed(j) | terms).subsumes(A.iri, B.iri).verdict is not Y


def test_values_are_looked_up_in_the_ranges_of_properties_above() -> None:
    lower = f"{DATA}-lower"
    vocabulary = replace(VOCABULARY, data_properties=frozenset({DATA, lower}))
    text = Literal("five", f"{XSD}string")
    terms = (
        ax.SubPropertyOf(ax.Role(lower), ax.Role(DATA)),
        ax.EquivalentClasses((A, LARGE)),
        ax.DataPropertyRange(DATA, ax.DataRange(f"{XSD}integer")),
    )
    facts = (ax.PropertyAssertion(i, lower, NUMBER), ax.PropertyAssertion(j, lower, text))
    found = Reasoner(Ontology(terms, facts[:1], frozenset(THINGS), vocabulary))
    assert found.verdict(i, A.iri).verdict is Y
    assert found.closure().members(A.iri) == [i]
    assert Reasoner(Ontology(terms, facts, frozenset(THINGS), vocabulary)).clashes == (j,)


def test_of_two_chains_that_give_one_below_the_other_both_are_lifted(tmp_path: Path) -> None:
    """As is what the lower one gives, although the upper one is among what chains give."""
    data = tmp_path / "data.nt"
    data.write_text(f"<urn:d:a> <{P.iri}> <urn:d:b> .\n<urn:d:b> <{Q.iri}> <urn:d:c> .\n")
    upper = ax.Role("urn:x:upper")
    vocabulary = replace(VOCABULARY, object_properties=VOCABULARY.object_properties | {upper.iri})
    terms = (
        ax.PropertyChain((P, Q), R),
        ax.SubPropertyOf(R, upper),
        ax.PropertyChain((Q, P), upper),
    )
    closure = Reasoner(Ontology(terms, vocabulary=vocabulary)).closure([data])
    assert closure.values(upper.iri).rows() == [("urn:d:a", "urn:d:c")]
