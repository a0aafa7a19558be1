"""Minimal justifications: of the axioms a proof uses, those without which it fails."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.class_expressions import walk
from aitaxonomy.owl.ontology import Ontology, Vocabulary
from aitaxonomy.reasoning.chaining.materialization import Materialization
from aitaxonomy.reasoning.rules.compiler import compile_ontology
from aitaxonomy.reasoning.rules.magic_sets import goal_directed
from aitaxonomy.reasoning.rules.model import CLASH, GroundFact, Program
from aitaxonomy.reasoning.rules.subsumption import PARTS

Assumptions = Sequence[GroundFact]


def ontology_of(axioms: Iterable[ax.Axiom], vocabulary: Vocabulary) -> Ontology:
    """An ontology of just these axioms, in which only terms that they mention are declared."""
    chosen = tuple(axioms)
    mentioned = set(iris(chosen))
    return Ontology(
        tuple(each for each in chosen if not isinstance(each, ax.FACT_KINDS)),
        tuple(each for each in chosen if isinstance(each, ax.FACT_KINDS)),
        vocabulary=Vocabulary(
            vocabulary.classes & mentioned,
            vocabulary.object_properties & mentioned,
            vocabulary.data_properties & mentioned,
        ),
    )


def stepwise(program: Program) -> Program:
    """The program without rules that take several axioms in one step."""
    return replace(program, rules=tuple(r for r in program.rules if not r.name.startswith(PARTS)))


def finest(
    axioms: Sequence[ax.Axiom],
    goal: GroundFact,
    vocabulary: Vocabulary,
    assumptions: Assumptions = (),
) -> tuple[Program, Materialization]:
    """A run of just these axioms that reaches the goal, in small steps if it can."""
    program, state, reached = derive(axioms, goal, vocabulary, assumptions, fine=True)
    if not reached:
        program, state, _ = derive(axioms, goal, vocabulary, assumptions)
    return program, state


def derive(
    axioms: Iterable[ax.Axiom],
    goal: GroundFact,
    vocabulary: Vocabulary,
    assumptions: Assumptions = (),
    *,
    fine: bool = False,
) -> tuple[Program, Materialization, bool]:
    """Run just these axioms; whether the goal follows (any clash, if the goal is one).

    `fine` leaves out the rules that take several axioms in one step.
    """
    about = frozenset(term for term in goal.terms if not term.startswith('"'))
    program = compile_ontology(
        replace(ontology_of(axioms, vocabulary), individuals=about),
        supposing=[each.predicate for each in assumptions],
    )
    if fine:
        program = stepwise(program)
    if goal.predicate.kind in ("is", "not"):
        directed = goal_directed(program, [goal.predicate])
    else:
        directed = goal_directed(program, program.named)
    state = Materialization(directed)
    for assumption in assumptions:
        state.add(assumption)
    state.run()
    if goal.predicate == CLASH:
        return program, state, bool(state.clashes())
    return program, state, state.round(goal) is not None


def minimal(
    axioms: Sequence[ax.Axiom],
    goal: GroundFact,
    vocabulary: Vocabulary,
    assumptions: Assumptions = (),
) -> tuple[ax.Axiom, ...]:
    """Drop each axiom in turn; keep those without which the goal no longer follows.

    >>> a, b, c = (ax.Named(f"urn:{each}") for each in "ABC")
    >>> needed = ax.SubClassOf(a, b)
    >>> from aitaxonomy.reasoning.rules.model import member
    >>> minimal([needed, ax.SubClassOf(a, c)], GroundFact(member(b), ("urn:i",)),
    ...         Vocabulary(frozenset({"urn:A", "urn:B", "urn:C"})),
    ...         [GroundFact(member(a), ("urn:i",))]) == (needed,)
    True
    """
    return shrunk(axioms, lambda rest: derive(rest, goal, vocabulary, assumptions)[2])


def shrunk(
    axioms: Sequence[ax.Axiom], suffices: Callable[[Sequence[ax.Axiom]], bool]
) -> tuple[ax.Axiom, ...]:
    """The axioms but for those, tried one after the other, without which the others suffice.

    >>> shrunk("abcd", lambda rest: "b" in rest)
    ('b',)
    """
    kept = tuple(axioms)
    for axiom in axioms:
        rest = tuple(each for each in kept if each != axiom)
        if suffices(rest):
            kept = rest
    return kept


def iris(value: object) -> Iterator[str]:
    """All IRIs (and other texts) inside an axiom or expression."""
    return (each for each in walk(value) if isinstance(each, str))
