"""Subsumption by a tableau: C is under D if a fresh member of C turns out to be a member of D.

The fresh individual gets successors where existentials demand them. If the rules conclude that it
is a D, their derivation is the proof. Otherwise it is assumed not to be a D, and a contradiction
proves the subsumption (this decides unions). Neither depends on the size of the data.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Ontology
from aitaxonomy.reasoning.chaining.materialization import Materialization
from aitaxonomy.reasoning.proofs.derivations import Derivation
from aitaxonomy.reasoning.proofs.justification import iris
from aitaxonomy.reasoning.proofs.render import FRESH, TAKE
from aitaxonomy.reasoning.proofs.search import Search
from aitaxonomy.reasoning.rules.model import (
    Atom,
    GroundFact,
    Predicate,
    Program,
    Rule,
)
from aitaxonomy.reasoning.rules.normal_form import literal

_DEPTH = 3
"""The number of generations of successors."""


def variable_names(count: int) -> dict[str, str]:
    """The names of the fresh individuals in proofs: x, y, z, w, v, u, then x6 and so on."""
    letters = ["x", "y", "z", "w", "v", "u"]
    called = {FRESH: "x"}
    for i in range(1, count):
        called[f"{FRESH}{i}"] = letters[i] if i < len(letters) else f"x{i}"
    return called


class Tableau:
    """The closure of `start` with assumptions about a fresh individual and its successors.

    The rules of the subclass axioms in `without` are not used for these.
    """

    def __init__(
        self,
        start: Materialization,
        assumptions: Sequence[GroundFact],
        without: frozenset[ax.Axiom] = frozenset(),
    ) -> None:
        self.assumptions = tuple(assumptions)
        self.program = start.program
        self.fresh = [FRESH]
        self._left_out = {*_by(self.program, without)}
        self.state = start.without(self._left_out) if without else start.copy()
        for fact in self.assumptions:
            self.state.add(fact)
        self.state.run()
        for _ in range(_DEPTH):
            rules = self._successors()
            if not rules:
                break
            self.program = self.program.extended(rules)
            self.state.extend(rules)
            self.state.run()

    def derivation(self, goal: GroundFact) -> list[tuple[GroundFact, Derivation]]:
        """A cheapest derivation; see `Search`."""

        def unused(rule: Rule, fact: GroundFact) -> bool:
            return rule in self._left_out and fact.terms[0] in self.fresh

        return Search(self.program, self.state, unused=unused).derivation(goal)

    def _successors(self) -> list[Rule]:
        """Rules that give each unsatisfied existential of a fresh individual a successor."""
        rules: list[Rule] = []
        for predicate in self.state.predicates():
            of = predicate.of
            if predicate.kind != "is" or not isinstance(of, ax.Some):
                continue
            for individual in list(self.fresh):
                fact = GroundFact(predicate, (individual,))
                if self.state.round(fact) is not None and not self._has_successor(individual, of):
                    rules += self._successor_rules(individual, predicate, of)
        return rules

    def _has_successor(self, individual: str, of: ax.Some) -> bool:
        filler = literal(of.filler)
        terms = (1, individual) if of.role.inverse else (individual, 1)
        link = Atom(Predicate("role", of.role.iri), terms)
        for found, _ in self.state.match(link, {}):
            other = found[0] if of.role.inverse else found[1]
            if filler.of == ax.THING or self.state.round(GroundFact(filler, (other,))) is not None:
                return True
        return False

    def _successor_rules(self, individual: str, predicate: Predicate, of: ax.Some) -> list[Rule]:
        name = f"{FRESH}{len(self.fresh)}"
        self.fresh.append(name)
        terms = (name, individual) if of.role.inverse else (individual, name)
        body = (Atom(predicate, (individual,)),)
        rules = [Rule(Atom(Predicate("role", of.role.iri), terms), body, TAKE)]
        if of.filler != ax.THING:
            rules.append(Rule(Atom(literal(of.filler), (name,)), body, TAKE))
        return rules


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
    """Decides, soundly but incompletely, whether one class is under another, with the tableau.

    `start` is closed for the facts about individuals that classes name, with all non-members.
    """

    def __init__(self, start: Materialization) -> None:
        self.start = start
        self._done: dict[tuple[frozenset[ax.Axiom], tuple[GroundFact, ...]], Tableau] = {}

    def attempt(
        self, sub: Predicate, sup: Predicate, without: frozenset[ax.Axiom] = frozenset()
    ) -> tuple[Tableau, GroundFact] | None:
        """A tableau that proves `sub` under `sup`, and the fact in it that shows this; or None.

        First without an assumption, then with the opposite assumed. Rules that rest on one of the
        subclass axioms in `without` are not used.
        """
        assumed, denied = GroundFact(sub, (FRESH,)), GroundFact(sup.opposite, (FRESH,))
        tableau = self._tableau((assumed,), without)
        goal = GroundFact(sup, (FRESH,))
        if tableau.state.round(goal) is not None:
            return tableau, goal
        if clashes := tableau.state.clashes():
            return tableau, clashes[0]
        refutation = self._tableau((assumed, denied), without)
        if clashes := refutation.state.clashes():
            return refutation, min(clashes, key=lambda fact: _depth(refutation, fact))
        return None

    def above(self, sub: Predicate) -> set[str]:
        """The IRIs of the named classes of which a fresh member of `sub` is a member.

        A fresh member of an unsatisfiable class is one of owl:Nothing.
        """
        tableau = self._tableau((GroundFact(sub, (FRESH,)),), frozenset())
        return {ax.NOTHING.iri} if tableau.state.clashes() else kinds_of(tableau)

    def _tableau(self, facts: tuple[GroundFact, ...], without: frozenset[ax.Axiom]) -> Tableau:
        key = without, facts
        if key not in self._done:
            self._done[key] = Tableau(self.start, facts, without)
        return self._done[key]


def _by(program: Program, axioms: frozenset[ax.Axiom]) -> Iterator[Rule]:
    """The rules of subclass axioms."""
    for axiom in axioms:
        assert isinstance(axiom, ax.SubClassOf)
        for head in (literal(axiom.sup), literal(axiom.sub).opposite):
            yield from (rule for rule in program.by_head.get(head, ()) if axiom in rule.axioms)


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


__all__ = ["FRESH", "Subsumption", "Tableau", "kinds_of", "variable_names"]
