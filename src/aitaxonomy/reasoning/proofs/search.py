"""The proof search: finds a derivation of least cost, backward from a fact.

First all inferences that can be part of a cheap enough derivation are collected, backward from the
fact. Then the costs of facts are settled from the leaves up, cheapest first, by Knuth's
generalisation of Dijkstra's algorithm to rules with several premises. So a proof does not depend on
the order in which the closure derived its facts. If a closure is too dense for that,
`StratifiedSearch` takes premises of earlier rounds only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from heapq import heappop, heappush
from itertools import count
from math import ceil, inf
from typing import NamedTuple

from aitaxonomy.owl import axioms as ax
from aitaxonomy.reasoning.proofs.derivations import Derivation, Derivations, Facts
from aitaxonomy.reasoning.rules.model import CLASH, GroundFact, Program, Rule, show


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
        for way in self._derivations.ways(fact):
            if round_ == 0 and way.rule.body:
                continue
            for premises in way.premises:
                if not all(self._earlier(premise, round_) for premise in premises):
                    continue
                cost = way.cost
                for premise in premises:
                    cost += self._cost(premise)
                    if cost >= best[0]:
                        break
                if cost < best[0]:
                    best = (cost, (way.rule, premises))
        self._best[fact] = best
        return best[0]

    def _earlier(self, fact: GroundFact, round_: int) -> bool:
        found = self._derivations.facts.round(fact)
        return found is not None and found < round_


_LAST_CHOICE = ("domain", "range", "subclass")
"""Of equally cheap inferences, those by these rules come last: a definition explains more."""
_FIRST_BOUND, _STEP, _MOST = 6.0, 2.0, 20_000
"""The bound on the cost at first, by how much it grows, and the most inferences collected."""


class Search:
    """Derivations of least cost in one closure, which avoid facts that were so `formerly`."""

    def __init__(self, program: Program, facts: Facts, formerly: Collection[ax.Axiom] = ()) -> None:
        self.facts = facts
        self._derivations = Derivations(program, facts, formerly)
        #: What a derivation of a fact that was found costs: no dearer one need be looked for.
        self._enough: dict[GroundFact, float] = {}

    def derivation(self, goal: GroundFact) -> list[tuple[GroundFact, Derivation]]:
        """The facts of a cheapest derivation in order, each with its rule and premises.

        Premises come before conclusions; empty if the goal does not hold.
        """
        if self.facts.round(goal) is None:
            return []
        best = self._cheapest(goal)
        if best is None:
            best = StratifiedSearch(self._derivations).best(goal)
        ordered: dict[GroundFact, Derivation] = {}

        def visit(fact: GroundFact) -> None:
            if fact in ordered:
                return
            rule, premises = best[fact]
            for premise in premises:
                visit(premise)
            ordered[fact] = (rule, premises)

        visit(goal)
        return list(ordered.items())

    def _cheapest(self, goal: GroundFact) -> dict[GroundFact, Derivation] | None:
        """The inference chosen for each fact of a cheapest derivation; None if it is too far."""
        bound = _FIRST_BOUND
        while True:
            collected = self._collect(goal, bound)
            if collected is None:
                return None
            inferences, beyond = collected
            costs = _settle(goal, inferences)
            for fact, cost in costs.items():
                self._enough[fact] = min(cost, self._enough.get(fact, cost))
            found = costs.get(goal)
            if found is not None and found <= bound:
                return _chosen(inferences, costs)
            # Everything within the bound is collected. The next bound is the cost of a derivation
            # that was found, or is greater if there was none: by little, as each step multiplies
            # what is collected, unless what lies below is known; by more where that adds nothing.
            if found is not None:
                bound = found
            elif beyond == inf:
                return None
            else:
                bound += _STEP * max(1, ceil((beyond - bound) / _STEP))

    def _collect(
        self, goal: GroundFact, bound: float
    ) -> tuple[dict[GroundFact, list[_Inference]], float] | None:
        """All inferences that can be part of a derivation of the goal within the bound.

        With them comes the least bound at which there are more; None if they are too many.
        """
        inferences: dict[GroundFact, list[_Inference]] = {}
        heap: list[tuple[float, int, GroundFact]] = [(0.0, 0, goal)]
        tick, size, beyond = count(1), 0, inf
        while heap:
            outside, _, fact = heappop(heap)
            if fact in inferences:
                continue
            inferences[fact] = []
            limit = min(bound - outside, self._enough.get(fact, bound))
            dearer = (w.least for w in self._derivations.ways(fact) if outside + w.least > bound)
            beyond = min(beyond, outside + min(dearer, default=inf))
            for inference in self._inferences(fact, limit):
                inferences[fact].append(inference)
                size += 1
                if size > _MOST:
                    return None
                least = [self._derivations.least(premise) for premise in inference.premises]
                total = outside + inference.cost + sum(least)
                if total > bound:
                    beyond = min(beyond, total)
                    continue
                for premise, own in zip(inference.premises, least, strict=True):
                    if premise not in inferences:
                        heappush(heap, (total - own, next(tick), premise))
        return inferences, beyond

    def _inferences(self, fact: GroundFact, limit: float) -> Iterator[_Inference]:
        """The inferences of a fact within the limit."""
        leaf = self._derivations.leaf(fact)
        if leaf is not None:
            yield _Inference(fact, leaf, None, (), -1)
            limit = min(limit, leaf)
        for way in self._derivations.ways(fact):
            if way.least > limit or (leaf is not None and way.least >= leaf):
                continue
            for premises in way.premises:
                yield _Inference(fact, way.cost, way.rule, premises, way.number)
                if not premises:
                    limit = min(limit, way.cost)


class _Inference(NamedTuple):
    """One inference of a fact, with the cost of this step alone."""

    fact: GroundFact
    cost: float
    rule: Rule | None
    premises: tuple[GroundFact, ...]
    number: int

    def preference(self) -> tuple[bool, bool, str, tuple[str, ...], int]:
        """A sort key for equally cheap inferences; the order of axioms counts last.

        Of a clash, one on a named class comes before one on an intersection, which is harder to
        read.
        """
        name = self.rule.name if self.rule is not None else ""
        premises = tuple(show(premise) for premise in self.premises)
        kinds = (premise.predicate.of for premise in self.premises)
        long = self.fact.predicate == CLASH and any(isinstance(kind, ax.And) for kind in kinds)
        return long, name.startswith(_LAST_CHOICE), name, premises, self.number


def _settle(
    goal: GroundFact, inferences: dict[GroundFact, list[_Inference]]
) -> dict[GroundFact, float]:
    """The least costs of facts, settled in ascending order up to the goal."""
    waiting: dict[GroundFact, list[tuple[_Inference, set[GroundFact]]]] = defaultdict(list)
    heap: list[tuple[float, int, GroundFact]] = []
    tick = count()
    for each in inferences.values():
        for inference in each:
            missing = set(inference.premises)
            for premise in missing:
                waiting[premise].append((inference, missing))
            if not missing:
                heappush(heap, (inference.cost, next(tick), inference.fact))
    costs: dict[GroundFact, float] = {}
    while heap:
        cost, _, fact = heappop(heap)
        if fact in costs:
            continue
        costs[fact] = cost
        if fact == goal:
            break
        for inference, missing in waiting[fact]:
            missing.discard(fact)
            if not missing:
                total = inference.cost + sum(costs[premise] for premise in inference.premises)
                heappush(heap, (total, next(tick), inference.fact))
    return costs


def _chosen(
    inferences: dict[GroundFact, list[_Inference]], costs: dict[GroundFact, float]
) -> dict[GroundFact, Derivation]:
    """For each settled fact an inference of its cost, the preferred one if there are several."""
    chosen: dict[GroundFact, Derivation] = {}
    for fact, cost in costs.items():
        fitting = [
            inference
            for inference in inferences[fact]
            if all(premise in costs for premise in inference.premises)
            and inference.cost + sum(costs[premise] for premise in inference.premises) == cost
        ]
        inference = fitting[0] if len(fitting) == 1 else min(fitting, key=_Inference.preference)
        chosen[fact] = inference.rule, inference.premises
    return chosen
