"""The stratified proof search, for closures with too many derivations to compare them all."""

from __future__ import annotations

from aitaxonomy.reasoning.proofs.derivations import Derivation, Derivations
from aitaxonomy.reasoning.rules.model import GroundFact


class StratifiedSearch:
    """Derives each fact from facts of earlier rounds only, so that no derivation is circular."""

    def __init__(self, derivations: Derivations) -> None:
        self._derivations = derivations
        self._best: dict[GroundFact, tuple[float, Derivation]] = {}

    def best(self, goal: GroundFact) -> dict[GroundFact, Derivation]:
        """The derivation chosen for the goal, and for each fact that it depends on."""
        self._cost(goal)
        return {fact: derivation for fact, (_, derivation) in self._best.items()}

    def _cost(self, fact: GroundFact) -> float:
        known = self._best.get(fact)
        if known is not None:
            return known[0]
        round_ = self._derivations.facts.round(fact)
        assert round_ is not None
        leaf = self._derivations.leaf(fact)
        best: tuple[float, Derivation] = (float("inf") if leaf is None else leaf, (None, ()))
        for rule, price, number in self._derivations.rules(fact.predicate):
            if round_ == 0 and rule.body:
                continue
            for premises in self._derivations.applied(rule, number, fact):
                if not all(self._earlier(premise, round_) for premise in premises):
                    continue
                cost = price
                for premise in premises:
                    cost += self._cost(premise)
                    if cost >= best[0]:
                        break
                if cost < best[0]:
                    best = (cost, (rule, premises))
        self._best[fact] = best
        return best[0]

    def _earlier(self, fact: GroundFact, round_: int) -> bool:
        found = self._derivations.facts.round(fact)
        return found is not None and found < round_
