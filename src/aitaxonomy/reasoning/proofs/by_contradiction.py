"""Proofs on as few axioms as will do: straight ahead or, if that needs fewer, by contradiction.

What is supposed to the contrary may bring along what a direct proof has to state. That something
is an AI model, for instance, need not be stated to prove that it is no language model: suppose
that it were one, and it is a model.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Vocabulary
from aitaxonomy.reasoning.proofs.derivations import Derivation
from aitaxonomy.reasoning.proofs.justification import derive, finest, minimal
from aitaxonomy.reasoning.proofs.render import BY_CONTRADICTION
from aitaxonomy.reasoning.proofs.search import Search
from aitaxonomy.reasoning.rules.model import CLASH, GroundFact

Steps = list[tuple[GroundFact, Derivation]]
Derived = tuple[Steps, Callable[[GroundFact], ax.Axiom | None]]
"""The steps of a derivation (none: there is none), and what tells which axiom states a fact."""


def least(axioms: Sequence[ax.Axiom], goal: GroundFact, vocabulary: Vocabulary) -> Derived:
    """A derivation of what follows from the axioms, on a part of them of which none can go.

    >>> cat, small, kitten, lion = (ax.Named(f"urn:{name}") for name in "CSKL")
    >>> axioms = (ax.ClassAssertion("urn:felix", cat), ax.ClassAssertion("urn:felix", small),
    ...           ax.EquivalentClasses((kitten, ax.And((cat, small)))),
    ...           ax.EquivalentClasses((lion, ax.And((cat, ax.Not(kitten))))))
    >>> from aitaxonomy.reasoning.rules.model import member
    >>> no_lion = GroundFact(member(lion).opposite, ("urn:felix",))
    >>> steps, _ = least(axioms, no_lion, Vocabulary(frozenset(f"urn:{c}" for c in "CSKL")))
    >>> [rule.name for _, (rule, _) in steps if rule][-1]
    'by contradiction'
    """
    if goal.predicate.kind not in ("is", "not"):
        return _straight(minimal(axioms, goal, vocabulary), goal, vocabulary)
    clash, supposed = GroundFact(CLASH, goal.terms), (goal.contrary,)
    # What follows contradicts its contrary, so nothing is left that a direct proof can do without.
    few = minimal(axioms, clash, vocabulary, supposed)
    direct = _straight(few, goal, vocabulary)
    if direct[0]:
        return direct
    enough = minimal(axioms, goal, vocabulary)
    direct, few = _straight(enough, goal, vocabulary), minimal(enough, clash, vocabulary, supposed)
    if few == enough or derive(few, clash, vocabulary)[2]:
        return direct
    return _indirect(few, goal, vocabulary)


def _straight(axioms: Sequence[ax.Axiom], goal: GroundFact, vocabulary: Vocabulary) -> Derived:
    program, state = finest(axioms, goal, vocabulary)
    return Search(program, state).derivation(goal), state.stated


def _indirect(axioms: Sequence[ax.Axiom], goal: GroundFact, vocabulary: Vocabulary) -> Derived:
    clash = GroundFact(CLASH, goal.terms)
    program, state = finest(axioms, clash, vocabulary, [goal.contrary])
    search = Search(program, state)
    ways = [search.derivation(each) for each in sorted(state.clashes(), key=lambda f: f.terms)]
    return by_contradiction(min(ways, key=len), goal), state.stated


def by_contradiction(steps: Steps, goal: GroundFact) -> Steps:
    """First the contrary of the goal, then the steps from it to a clash, last the goal."""
    (clash, _), contrary = steps[-1], goal.contrary
    between = [step for step in steps if step[0] != contrary]
    return [(contrary, (None, ())), *between, (goal, (BY_CONTRADICTION, (contrary, clash)))]
