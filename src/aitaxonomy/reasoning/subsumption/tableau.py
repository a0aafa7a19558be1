"""Subsumption by a tableau: C is under D if a fresh member of C turns out to be a member of D.

The fresh individual gets successors where existentials demand them. If the rules conclude that it
is a D, their derivation is the proof. Otherwise it is assumed not to be a D, and a contradiction
proves the subsumption (this decides unions). Neither depends on the size of the data.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Ontology
from aitaxonomy.reasoning.chaining.materialization import Materialization
from aitaxonomy.reasoning.proofs.justification import iris, without_shortcuts
from aitaxonomy.reasoning.proofs.render import FRESH
from aitaxonomy.reasoning.proofs.tableau import Tableau
from aitaxonomy.reasoning.rules.compiler import as_link
from aitaxonomy.reasoning.rules.magic_sets import goal_directed
from aitaxonomy.reasoning.rules.model import GroundFact, Predicate, Program


def nominal_facts(ontology: Ontology) -> tuple[ax.Axiom, ...]:
    """The facts about individuals that class axioms name, and about all they are linked with."""
    named = {iri for axiom in ontology.axioms for iri in iris(_inner(axiom))}
    by_subject: dict[str, list[ax.Axiom]] = {}
    for fact in ontology.facts:
        subject = getattr(fact, "individual", None) or getattr(fact, "subject", None)
        by_subject.setdefault(subject or "", []).append(fact)
    reached: dict[str, None] = dict.fromkeys(sorted(named & ontology.individuals))
    chosen: list[ax.Axiom] = []
    for individual in list(reached):
        _collect_reached(individual, by_subject, reached, chosen)
    return tuple(dict.fromkeys(chosen))


def _inner(axiom: ax.Axiom) -> object:
    return () if isinstance(axiom, ax.DifferentIndividuals) else axiom


def _collect_reached(
    individual: str,
    by_subject: dict[str, list[ax.Axiom]],
    reached: dict[str, None],
    chosen: list[ax.Axiom],
) -> None:
    stack = [individual]
    while stack:
        for fact in by_subject.get(stack.pop(), ()):
            chosen.append(fact)
            target = fact.object if isinstance(fact, ax.PropertyAssertion) else None
            if isinstance(target, str) and target not in reached:
                reached[target] = None
                stack.append(target)


class Subsumption:
    """Decides, soundly but incompletely, whether one class is under another, with the tableau."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._starts: dict[tuple[int, frozenset[ax.Axiom]], Materialization] = {}
        self._done: dict[tuple[int, tuple[GroundFact, ...]], Tableau] = {}

    # Only members are wanted: non-members are derived where a rule for a member needs them.
    @cached_property
    def _directed(self) -> Program:
        return goal_directed(self.program, ())

    @cached_property
    def _small_steps(self) -> Program:
        return goal_directed(without_shortcuts(self.program), ())

    def attempt(
        self, sub: Predicate, sup: Predicate, without: frozenset[ax.Axiom] = frozenset()
    ) -> tuple[Tableau, GroundFact] | None:
        """A tableau that proves `sub` under `sup`, and the fact in it that shows this; or None.

        The first success counts: with small steps, with all rules, with the opposite assumed.
        Rules that rest on an axiom of `without` are not used.
        """
        assumed = GroundFact(sub, (FRESH,))
        denied = as_link(GroundFact(sup.opposite, (FRESH,)))
        for small in (True, False):
            program = self._small_steps if small else self._directed
            tableau = self._tableau(program, (assumed,), without)
            goal = as_link(GroundFact(sup, (FRESH,)))
            if tableau.state.round(goal) is not None:
                return tableau, goal
            if clashes := tableau.state.clashes():
                return tableau, clashes[0]
        refutation = self._tableau(self.program, (assumed, denied), without)
        if clashes := refutation.state.clashes():
            return refutation, min(clashes, key=lambda fact: _depth(refutation, fact))
        return None

    def above(self, sub: Predicate) -> set[str]:
        """The IRIs of the named classes of which a fresh member of `sub` is a member."""
        return kinds_of(self._tableau(self._directed, (GroundFact(sub, (FRESH,)),), frozenset()))

    def _tableau(
        self, program: Program, facts: tuple[GroundFact, ...], without: frozenset[ax.Axiom]
    ) -> Tableau:
        start = self._start(program, without)
        key = (id(start), facts)
        if key not in self._done:
            self._done[key] = Tableau(start, facts)
        return self._done[key]

    def _start(self, program: Program, without: frozenset[ax.Axiom]) -> Materialization:
        """The closure without assumptions, by the rules that rest on no axiom of `without`."""
        key = (id(program), without)
        if key not in self._starts:
            rules = tuple(rule for rule in program.rules if not without.intersection(rule.axioms))
            if without and len(rules) == len(program.rules):
                return self._start(program, frozenset())
            self._starts[key] = Materialization(replace(program, rules=rules))
            self._starts[key].run()
        return self._starts[key]


def kinds_of(tableau: Tableau) -> set[str]:
    """The IRIs of the named classes of which the fresh individual is a member."""
    state = tableau.state
    return {
        predicate.of.iri
        for predicate in state.predicates()
        if predicate.kind == "is"
        and isinstance(predicate.of, ax.Named)
        and state.round(GroundFact(predicate, (FRESH,))) is not None
    }


def _depth(tableau: Tableau, fact: GroundFact) -> int:
    return tableau.state.round(fact) or 0


__all__ = ["FRESH", "Subsumption", "kinds_of"]
