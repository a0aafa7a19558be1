"""Justifications: minimal sets of axioms that entail a fact, by deletion of single axioms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.class_expressions import walk
from aitaxonomy.owl.ontology import Ontology, Vocabulary
from aitaxonomy.reasoning.chaining.materialization import Materialization
from aitaxonomy.reasoning.rules.compiler import compile_ontology
from aitaxonomy.reasoning.rules.model import CLASH, GroundFact, Program
from aitaxonomy.reasoning.rules.subsumption import PARTS

Assumptions = Sequence[GroundFact]


def ontology_of(axioms: Iterable[ax.Axiom], vocabulary: Vocabulary) -> Ontology:
    """The ontology of these axioms alone; only the terms in them are declared."""
    chosen = tuple(axioms)
    mentioned = set(iris(chosen))
    return Ontology(
        tuple(each for each in chosen if not isinstance(each, ax.FACT_KINDS)),
        tuple(each for each in chosen if isinstance(each, ax.FACT_KINDS)),
        vocabulary=Vocabulary(
            vocabulary.classes & mentioned,
            vocabulary.object_properties & mentioned,
            vocabulary.data_properties & mentioned,
            datatypes=vocabulary.datatypes & mentioned,
        ),
    )


def without_shortcuts(program: Program) -> Program:
    """The program without the rules that combine several axioms in one step."""
    return replace(program, rules=tuple(r for r in program.rules if not r.name.startswith(PARTS)))


def run_in_small_steps(
    axioms: Sequence[ax.Axiom],
    goal: GroundFact,
    vocabulary: Vocabulary,
    assumptions: Assumptions = (),
) -> tuple[Program, Materialization]:
    """The closure of these axioms alone, by small steps if these derive the goal."""
    program, state, reached = derive(axioms, goal, vocabulary, assumptions, small_steps=True)
    if not reached:
        program, state, _ = derive(axioms, goal, vocabulary, assumptions)
    return program, state


def derive(
    axioms: Iterable[ax.Axiom],
    goal: GroundFact,
    vocabulary: Vocabulary,
    assumptions: Assumptions = (),
    *,
    small_steps: bool = False,
) -> tuple[Program, Materialization, bool]:
    """Close these axioms alone; the last value is whether they entail the goal.

    If the goal is a clash, any clash counts. `small_steps` leaves out the rules that combine
    several axioms in one step.
    """
    about = frozenset(term for term in goal.terms if not term.startswith('"'))
    program = compile_ontology(
        replace(ontology_of(axioms, vocabulary), individuals=about),
        supposing=[each.predicate for each in (goal, *assumptions)],
    )
    if small_steps:
        program = without_shortcuts(program)
    state = Materialization(program)
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
    """A justification: a minimal subset of the axioms that entails the goal.

    >>> a, b, c = (ax.Named(f"urn:{each}") for each in "ABC")
    >>> needed = ax.SubClassOf(a, b)
    >>> from aitaxonomy.reasoning.rules.model import member
    >>> minimal([needed, ax.SubClassOf(a, c)], GroundFact(member(b), ("urn:i",)),
    ...         Vocabulary(frozenset({"urn:A", "urn:B", "urn:C"})),
    ...         [GroundFact(member(a), ("urn:i",))]) == (needed,)
    True
    """
    return shrink(axioms, lambda rest: derive(rest, goal, vocabulary, assumptions)[2])


def shrink(
    axioms: Sequence[ax.Axiom], suffices: Callable[[Sequence[ax.Axiom]], bool]
) -> tuple[ax.Axiom, ...]:
    """A minimal subset that suffices: each axiom is dropped in turn if the others suffice.

    >>> shrink("abcd", lambda rest: "b" in rest)
    ('b',)
    """
    kept = tuple(axioms)
    for axiom in axioms:
        rest = tuple(each for each in kept if each != axiom)
        if suffices(rest):
            kept = rest
    return kept


def iris(value: object) -> Iterator[str]:
    """All strings in an axiom or expression: IRIs, and the parts of literals."""
    return (each for each in walk(value) if isinstance(each, str))
