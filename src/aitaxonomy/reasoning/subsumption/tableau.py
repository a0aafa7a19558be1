"""Subsumption by a tableau: C is under D if a fresh member of C turns out to be a member of D.

The fresh individual gets successors where existentials demand them. If the rules conclude that it
is a D, their derivation is the proof. Otherwise it is assumed not to be a D, and a contradiction
proves the subsumption (this decides unions). Neither depends on the size of the data.
"""

from __future__ import annotations

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Ontology
from aitaxonomy.reasoning.chaining.materialization import Materialization
from aitaxonomy.reasoning.proofs.justification import iris
from aitaxonomy.reasoning.proofs.render import FRESH
from aitaxonomy.reasoning.proofs.tableau import Tableau
from aitaxonomy.reasoning.rules.compiler import as_link
from aitaxonomy.reasoning.rules.model import CLASH, GroundFact, Predicate, member

SOMETHING = (GroundFact(member(ax.THING), (FRESH,)),)
"""The assumption that a thing exists, as in every interpretation of OWL."""

Found = tuple[Tableau, GroundFact]
"""A tableau in which something follows, and the fact in it that shows this."""


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
    """Decides, soundly but incompletely, what follows from assumptions, with the tableau.

    One class is under another if a fresh member of the first is a member of the second. `start` is
    closed for some facts, with all non-members.
    """

    def __init__(self, start: Materialization) -> None:
        self.start = start
        self._done: dict[tuple[tuple[GroundFact, ...], tuple[str, ...] | None], Tableau] = {}

    def attempt(
        self,
        assumed: tuple[GroundFact, ...],
        goal: GroundFact,
    ) -> Found | None:
        """A tableau in which the goal follows, and the fact in it that shows this; or None.

        First without an assumption, then with the opposite assumed.
        """
        roots = (FRESH,) if goal.terms == (FRESH,) and goal.predicate != CLASH else None
        if goal.predicate != CLASH:
            tableau = self._tableau(assumed, roots)
            if tableau.state.round(as_link(goal)) is not None:
                return tableau, as_link(goal)
            if clashes := tableau.state.clashes():
                return tableau, clashes[0]
        supposed = () if goal.predicate == CLASH else (as_link(goal.contrary),)
        refutation = self._tableau((*assumed, *supposed), roots)
        if clashes := refutation.state.clashes():
            return refutation, min(clashes, key=lambda fact: refutation.state.round(fact) or 0)
        return None

    def above(self, sub: Predicate) -> set[str]:
        """The IRIs of the named classes of which a fresh member of `sub` is a member.

        A fresh member of an unsatisfiable class is one of owl:Nothing.
        """
        tableau = self._tableau((GroundFact(sub, (FRESH,)),), (FRESH,))
        return {ax.NOTHING.iri} if tableau.state.clashes() else kinds_of(tableau)

    def _tableau(self, facts: tuple[GroundFact, ...], roots: tuple[str, ...] | None) -> Tableau:
        key = facts, roots
        if key not in self._done:
            self._done[key] = Tableau(self.start, facts, roots)
        return self._done[key]


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


__all__ = ["FRESH", "SOMETHING", "Found", "Subsumption", "kinds_of"]
