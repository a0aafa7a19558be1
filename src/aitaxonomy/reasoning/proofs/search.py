"""Finding proofs: the derivation of least cost, backward from a fact.

First the derivations that could be cheap enough are collected backward from the fact, then costs
are settled from the leaves up, cheapest first (Knuth's generalisation of Dijkstra's algorithm to
rules with several premises). So a proof does not depend on the order in which the closure met its
facts. Where a closure is so dense that too much would be collected, premises are confined to
facts of earlier rounds, as the closure itself went.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

from aitaxonomy.owl import axioms as ax
from aitaxonomy.reasoning.proofs.derivations import Derivation, Derivations, Facts
from aitaxonomy.reasoning.proofs.proof import visible
from aitaxonomy.reasoning.proofs.stratified_search import StratifiedSearch
from aitaxonomy.reasoning.rules.model import CLASH, GroundFact, Program, Rule, show

_LESS_TOLD = ("domain", "range", "subclass")
"""Of equally cheap derivations, those by these rules come last: a definition explains more."""
_FIRST_BOUND, _MOST = 6.0, 20_000


class Search:
    """Derivations of least cost in one closure."""

    def __init__(self, program: Program, facts: Facts, most: int = _MOST) -> None:
        self.facts, self.most = facts, most
        self._derivations = Derivations(program, facts)

    def derivation(self, goal: GroundFact) -> list[tuple[GroundFact, Derivation]]:
        """The facts of a cheapest proof in order, each with the rule and premises it rests on."""
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
        """The choice of a derivation for each fact of a cheapest proof; None if it is too far."""
        bound = _FIRST_BOUND
        while True:
            ways = self._collect(goal, bound)
            if ways is None:
                return None
            costs = _settle(goal, ways)
            found = costs.get(goal)
            if found is not None and found <= bound:
                return _chosen(ways, costs)
            # Whatever costs no more than the bound was collected: now look as far as needed.
            bound = bound * 1.5 if found is None else found

    def _collect(self, goal: GroundFact, bound: float) -> dict[GroundFact, list[_Way]] | None:
        """All derivations that could be part of a proof of the goal within the bound."""
        ways: dict[GroundFact, list[_Way]] = {}
        heap: list[tuple[float, int, GroundFact]] = [(0.0, 0, goal)]
        tick, size = count(1), 0
        while heap:
            outside, _, fact = heappop(heap)
            if fact in ways:
                continue
            ways[fact] = []
            for way in self._ways(fact, bound - outside):
                ways[fact].append(way)
                size += 1
                if size > self.most:
                    return None
                total = outside + way.cost + len(way.premises)
                for premise in way.premises:
                    if premise not in ways:
                        heappush(heap, (total - 1.0, next(tick), premise))
        return ways

    def _ways(self, fact: GroundFact, limit: float) -> Iterator[_Way]:
        """The ways to derive a fact within the limit, counting each premise as one at least."""
        leaf = self._derivations.leaf(fact)
        if leaf is not None:
            yield _Way(fact, leaf, None, (), -1)
            limit = min(limit, leaf)
        for rule, cost, number in sorted(
            self._derivations.rules(fact.predicate), key=lambda each: bool(each.rule.body)
        ):
            least = cost + len(visible(rule.body))
            if least > limit or (leaf is not None and least >= leaf):
                continue
            for premises in self._derivations.applied(rule, number, fact):
                yield _Way(fact, cost, rule, premises, number)
                if not premises:
                    limit = min(limit, cost)


class _Way(NamedTuple):
    """One way to derive a fact, and the cost of the step alone."""

    fact: GroundFact
    cost: float
    rule: Rule | None
    premises: tuple[GroundFact, ...]
    number: int

    def preference(self) -> tuple[bool, bool, str, tuple[str, ...], int]:
        """Decides between equally cheap ways, independent of the order of axioms where it can.

        That something is and is no kitten reads better than the same of "a cat and a small thing".
        """
        name = self.rule.name if self.rule is not None else ""
        premises = tuple(show(premise) for premise in self.premises)
        kinds = (premise.predicate.of for premise in self.premises)
        long = self.fact.predicate == CLASH and any(isinstance(kind, ax.And) for kind in kinds)
        return long, name.startswith(_LESS_TOLD), name, premises, self.number


def _settle(goal: GroundFact, ways: dict[GroundFact, list[_Way]]) -> dict[GroundFact, float]:
    """The least costs, cheapest first, up to the goal's (each is more than any premise's)."""
    waiting: dict[GroundFact, list[tuple[_Way, set[GroundFact]]]] = defaultdict(list)
    heap: list[tuple[float, int, GroundFact]] = []
    tick = count()
    for each in ways.values():
        for way in each:
            missing = set(way.premises)
            for premise in missing:
                waiting[premise].append((way, missing))
            if not missing:
                heappush(heap, (way.cost, next(tick), way.fact))
    costs: dict[GroundFact, float] = {}
    while heap:
        cost, _, fact = heappop(heap)
        if fact in costs:
            continue
        costs[fact] = cost
        if fact == goal:
            break
        for way, missing in waiting[fact]:
            missing.discard(fact)
            if not missing:
                total = way.cost + sum(costs[premise] for premise in way.premises)
                heappush(heap, (total, next(tick), way.fact))
    return costs


def _chosen(
    ways: dict[GroundFact, list[_Way]], costs: dict[GroundFact, float]
) -> dict[GroundFact, Derivation]:
    """For each settled fact a way that has its cost, the preferred one if there are several."""
    chosen: dict[GroundFact, Derivation] = {}
    for fact, cost in costs.items():
        fitting = [
            way
            for way in ways[fact]
            if all(premise in costs for premise in way.premises)
            and way.cost + sum(costs[premise] for premise in way.premises) == cost
        ]
        way = fitting[0] if len(fitting) == 1 else min(fitting, key=_Way.preference)
        chosen[fact] = way.rule, way.premises
    return chosen
