"""Proofs from a minimal set of axioms: direct ones, or by contradiction if that needs fewer axioms.

The assumption of a proof by contradiction can entail what a direct proof has to take from an axiom.
To prove that something is not a language model, for instance, no axiom has to say that it is an AI
model: it is one if it is assumed to be a language model.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Vocabulary
from aitaxonomy.reasoning.proofs.derivations import Derivation
from aitaxonomy.reasoning.proofs.justification import derive, minimal, run_in_small_steps
from aitaxonomy.reasoning.proofs.render import BY_CONTRADICTION
from aitaxonomy.reasoning.proofs.search import Search
from aitaxonomy.reasoning.rules.compiler import as_link
from aitaxonomy.reasoning.rules.model import CLASH, GroundFact

Steps = list[tuple[GroundFact, Derivation]]
Derived = tuple[Steps, Callable[[GroundFact], ax.Axiom | None]]
"""The steps of a derivation, empty if there is none; and a function from facts to their axioms."""


def minimal_derivation(
    axioms: Sequence[ax.Axiom], goal: GroundFact, vocabulary: Vocabulary
) -> Derived:
    """A derivation of the goal from a minimal subset of axioms that entail it.

    >>> cat, small, kitten, lion = (ax.Named(f"urn:{name}") for name in "CSKL")
    >>> axioms = (ax.ClassAssertion("urn:felix", cat), ax.ClassAssertion("urn:felix", small),
    ...           ax.EquivalentClasses((kitten, ax.And((cat, small)))),
    ...           ax.EquivalentClasses((lion, ax.And((cat, ax.Not(kitten))))))
    >>> from aitaxonomy.reasoning.rules.model import member
    >>> no_lion = GroundFact(member(lion).opposite, ("urn:felix",))
    >>> words = Vocabulary(frozenset(f"urn:{c}" for c in "CSKL"))
    >>> steps, _ = minimal_derivation(axioms, no_lion, words)
    >>> [rule.name for _, (rule, _) in steps if rule][-1]
    'by contradiction'
    """
    if goal.predicate.kind not in ("is", "not"):
        return _direct(minimal(axioms, goal, vocabulary), goal, vocabulary)
    clash, supposed = GroundFact(CLASH, goal.terms), (as_link(goal.contrary),)
    # The goal contradicts its negation, so these axioms suffice for a proof by contradiction.
    few = minimal(axioms, clash, vocabulary, supposed)
    direct = _direct(few, goal, vocabulary)
    if direct[0]:
        return direct
    enough = minimal(axioms, goal, vocabulary)
    direct, few = _direct(enough, goal, vocabulary), minimal(enough, clash, vocabulary, supposed)
    if few == enough or derive(few, clash, vocabulary)[2]:
        return direct
    return _indirect(few, goal, vocabulary)


def _direct(axioms: Sequence[ax.Axiom], goal: GroundFact, vocabulary: Vocabulary) -> Derived:
    program, state = run_in_small_steps(axioms, goal, vocabulary)
    return Search(program, state).derivation(goal), state.stated


def _indirect(axioms: Sequence[ax.Axiom], goal: GroundFact, vocabulary: Vocabulary) -> Derived:
    clash = GroundFact(CLASH, goal.terms)
    contrary = as_link(goal.contrary)
    program, state = run_in_small_steps(axioms, clash, vocabulary, [contrary])
    search = Search(program, state)
    ways = [search.derivation(each) for each in sorted(state.clashes(), key=lambda f: f.terms)]
    return by_contradiction(min(ways, key=len), goal, contrary), state.stated


def by_contradiction(steps: Steps, goal: GroundFact, contrary: GroundFact) -> Steps:
    """The steps of a proof by contradiction: the goal's negation, those to a clash, the goal."""
    clash, _ = steps[-1]
    between = [step for step in steps if step[0] != contrary]
    return [(contrary, (None, ())), *between, (goal, (BY_CONTRADICTION, (contrary, clash)))]
