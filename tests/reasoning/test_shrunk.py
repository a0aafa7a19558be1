"""What random ontologies once showed to be missing, shrunk: it follows by the rules, with a proof.

Each case is a few axioms and what HermiT concludes from them.
"""

from __future__ import annotations

import judge_hermit
import pytest
from test_random import CLASSES, DATA, ROLES, THINGS, VOCABULARY

from aitaxonomy.errors import InconsistentOntology
from aitaxonomy.reasoning import ENTAILED, REFUTED, Reasoner, replay
from aitaxonomy.reasoning import axioms as ax
from conftest import rules_of

A, B, C, D, E = map(ax.Named, CLASSES)
P, Q, R = map(ax.Role, ROLES)
i, j, k, *_ = THINGS
Y, N = ENTAILED, REFUTED
SMALL = ax.DataSome(DATA, ax.DataRange(f"{ax.XSD}integer", (
    ("maxExclusive", ax.Literal("5", f"{ax.XSD}integer")),)))  # fmt: skip
LARGE = ax.DataSome(DATA, ax.DataRange(f"{ax.XSD}integer", (
    ("minInclusive", ax.Literal("5", f"{ax.XSD}integer")),)))  # fmt: skip


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
            ax.Range(Q.iri, A),
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
            ax.Range(P.iri, A),
            ax.SubClassOf(C, ax.And((A, ax.HasValue(P, k)))),
            ax.ClassAssertion(i, ax.Some(Q, C)),
        ],
        (k, A, Y),
    ),
}


def ontology(axioms: list[ax.Axiom]) -> ax.Ontology:
    return ax.Ontology(
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
    assert replay(verdict.proof, rules_of(verdict.proof, VOCABULARY)) == []


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


NUMBER = ax.Literal("5", f"{ax.XSD}integer")
CONTRADICTIONS: dict[str, list[ax.Axiom]] = {
    "a member against a denial that nobody asked for": [
        ax.SubClassOf(LARGE, ax.Not(D)),
        ax.PropertyAssertion(i, DATA, NUMBER),
        ax.ClassAssertion(i, D),
    ],
    "a value of a property that can have none": [
        ax.Domain(R.iri, ax.Only(R, ax.NOTHING)),
        ax.ClassAssertion(i, ax.Some(R, ax.THING)),
    ],
}


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_it_is_found_and_explained_by_all_of_it(name: str) -> None:
    axioms = CONTRADICTIONS[name]
    reasoner = Reasoner(ontology(axioms))
    assert reasoner.clashes == (i,)
    with pytest.raises(InconsistentOntology) as caught:
        reasoner.check()
    assert len(caught.value.clashes) == len(axioms)
    with pytest.raises(InconsistentOntology):
        list(reasoner.inferred())
    for axiom in axioms:
        Reasoner(ontology([each for each in axioms if each != axiom])).check()


def test_hermit_finds_the_same_inconsistent(java: None) -> None:
    asked = [ontology(axioms) for axioms in CONTRADICTIONS.values()]
    assert judge_hermit.verdicts(asked, [i], CLASSES[:1]) == [None, None]
