"""Is every C a D? Take any C, with successors where its definition demands them, and see.

If the rules make it a D, the proof is theirs. If not, suppose it were no D: a contradiction proves
the same (this is how a union is taken apart). Both work on a few individuals, whatever the data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Ontology
from aitaxonomy.reasoning.chaining.materialization import Materialization
from aitaxonomy.reasoning.proofs.justification import iris, stepwise
from aitaxonomy.reasoning.proofs.render import FRESH, TAKE
from aitaxonomy.reasoning.rules.magic_sets import goal_directed
from aitaxonomy.reasoning.rules.model import (
    CLASH,
    Atom,
    GroundFact,
    Predicate,
    Program,
    Rule,
    member,
)
from aitaxonomy.reasoning.rules.normal_form import literal

_DEPTH = 3


def names_for(count: int) -> dict[str, str]:
    """What the fresh individuals are called in proofs: x, y, z, then numbered."""
    letters = ["x", "y", "z", "w", "v", "u"]
    called = {FRESH: "x"}
    for i in range(1, count):
        called[f"{FRESH}{i}"] = letters[i] if i < len(letters) else f"x{i}"
    return called


class Experiment:
    """One run on a fresh member of a class; `start` knows what holds without it."""

    def __init__(self, start: Materialization, assumptions: Sequence[GroundFact]) -> None:
        self.assumptions = tuple(assumptions)
        self.program = start.program
        self.fresh = [FRESH]
        self.state = start.copy()
        for fact in self.assumptions:
            self.state.add(fact)
        self.state.run()
        for _ in range(_DEPTH):
            taken = self._successors()
            if not taken:
                break
            self.program = replace(self.program, rules=(*self.program.rules, *taken))
            self.state.extend(taken)
            self.state.run()

    def _successors(self) -> list[Rule]:
        """Rules that give a successor to each existential that lacks one."""
        rules: list[Rule] = []
        for predicate in self.state.predicates():
            of = predicate.of
            if predicate.kind != "is" or not isinstance(of, ax.Some):
                continue
            for individual in list(self.fresh):
                fact = GroundFact(predicate, (individual,))
                if self.state.round(fact) is not None and not self._served(individual, of):
                    rules += self._take(individual, predicate, of)
        return rules

    def _served(self, individual: str, of: ax.Some) -> bool:
        filler = literal(of.filler)
        terms = (1, individual) if of.role.inverse else (individual, 1)
        link = Atom(Predicate("role", of.role.iri), terms)
        for found, _ in self.state.match(link, {}):
            other = found[0] if of.role.inverse else found[1]
            if filler.of == ax.THING or self.state.round(GroundFact(filler, (other,))) is not None:
                return True
        return False

    def _take(self, individual: str, predicate: Predicate, of: ax.Some) -> list[Rule]:
        name = f"{FRESH}{len(self.fresh)}"
        self.fresh.append(name)
        terms = (name, individual) if of.role.inverse else (individual, name)
        body = (Atom(predicate, (individual,)),)
        rules = [Rule(Atom(Predicate("role", of.role.iri), terms), body, TAKE)]
        if of.filler != ax.THING:
            rules.append(Rule(Atom(literal(of.filler), (name,)), body, TAKE))
        return rules


def terms_program_facts(ontology: Ontology) -> tuple[ax.Axiom, ...]:
    """The facts about individuals that class definitions name, and what these lead to."""
    named = {iri for axiom in ontology.axioms for iri in iris(_inner(axiom))}
    by_subject: dict[str, list[ax.Axiom]] = {}
    for fact in ontology.facts:
        subject = getattr(fact, "individual", None) or getattr(fact, "subject", None)
        by_subject.setdefault(subject or "", []).append(fact)
    reached: dict[str, None] = dict.fromkeys(sorted(named & ontology.individuals))
    chosen: list[ax.Axiom] = []
    for individual in list(reached):
        _follow(individual, by_subject, reached, chosen)
    return tuple(dict.fromkeys(chosen))


def _inner(axiom: ax.Axiom) -> object:
    return () if isinstance(axiom, ax.DifferentIndividuals) else axiom


def _follow(
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
    """Answers whether one class is under another, and how."""

    def __init__(self, program: Program) -> None:
        self.program = program
        # Members alone are wanted here: denials are derived only where a member rests on one.
        self._directed = goal_directed(program, ())
        self._small_steps = goal_directed(stepwise(program), ())
        self._starts: dict[tuple[int, frozenset[ax.Axiom]], Materialization] = {}
        self._done: dict[tuple[int, tuple[GroundFact, ...]], Experiment] = {}

    def attempt(
        self, sub: Predicate, sup: Predicate, without: frozenset[ax.Axiom] = frozenset()
    ) -> tuple[Experiment, GroundFact] | None:
        """An experiment that proves `sub` under `sup`, and the fact that says so; or None.

        In small steps if that works; else with rules that take a union apart in one step; else by
        supposing the contrary.
        """
        assumed, denied = GroundFact(sub, (FRESH,)), GroundFact(sup.opposite, (FRESH,))
        for program in (self._small_steps, self._directed):
            experiment = self._experiment(program, (assumed,), without)
            goal = GroundFact(sup, (FRESH,))
            if experiment.state.round(goal) is not None:
                return experiment, goal
            if clashes := experiment.state.clashes():
                return experiment, clashes[0]
        refutation = self._experiment(self.program, (assumed, denied), without)
        if clashes := refutation.state.clashes():
            return refutation, min(clashes, key=lambda fact: _depth(refutation, fact))
        return None

    def above(self, sub: Predicate) -> set[str]:
        """The named classes of which a fresh member of `sub` turns out to be a member."""
        return kinds_of(self._experiment(self._directed, (GroundFact(sub, (FRESH,)),), frozenset()))

    def _experiment(
        self, program: Program, facts: tuple[GroundFact, ...], without: frozenset[ax.Axiom]
    ) -> Experiment:
        start = self._start(program, without)
        key = (id(start), facts)
        if key not in self._done:
            self._done[key] = Experiment(start, facts)
        return self._done[key]

    def _start(self, program: Program, without: frozenset[ax.Axiom]) -> Materialization:
        """What holds before anything is assumed, by rules that do not rest on some axioms."""
        key = (id(program), without)
        if key not in self._starts:
            rules = tuple(rule for rule in program.rules if not without.intersection(rule.axioms))
            if without and len(rules) == len(program.rules):
                return self._start(program, frozenset())
            self._starts[key] = Materialization(replace(program, rules=rules))
            self._starts[key].run()
        return self._starts[key]


def kinds_of(experiment: Experiment) -> set[str]:
    """The named classes of which the fresh individual turns out to be a member."""
    state = experiment.state
    return {
        predicate.of.iri
        for predicate in state.predicates()
        if predicate.kind == "is"
        and isinstance(predicate.of, ax.Named)
        and state.round(GroundFact(predicate, (FRESH,))) is not None
    }


def _depth(experiment: Experiment, fact: GroundFact) -> int:
    return experiment.state.round(fact) or 0


__all__ = ["CLASH", "FRESH", "Experiment", "Subsumption", "kinds_of", "member", "names_for"]
