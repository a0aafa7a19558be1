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
from typing import NamedTuple, Protocol

from aitaxonomy.reasoning import axioms as ax
from aitaxonomy.reasoning.by_rounds import ByRounds
from aitaxonomy.reasoning.proof import visible
from aitaxonomy.reasoning.rules import (
    CLASH,
    Atom,
    GroundFact,
    Predicate,
    Program,
    Rule,
    show,
)
from aitaxonomy.reasoning.subsumption import PARTS, RESTRICTION

_DEAR = {
    "inferred subclass": 1000.0,
    "inferred subclass, read backward": 1000.0,
    f"{PARTS}, read backward": 20.0,
    RESTRICTION: 0.5,
    "domain": 3.0,
    "range": 3.0,
}
"""Extra costs: of rules that rest on another reasoner's word or take many axioms in one step,
and of those that tell a kind from some unrelated property (an asserted kind explains more)."""
_LESS_TOLD = ("domain", "range", "subclass")
"""Of equally cheap derivations, those by these rules come last: a definition explains more."""
_FIRST_BOUND, _MOST = 6.0, 20_000

Derivation = tuple[Rule | None, tuple[GroundFact, ...]]


class Facts(Protocol):
    """A finished closure as the search reads it."""

    def round(self, fact: GroundFact) -> int | None:
        """The round of a fact, None if it does not hold."""

    def match(self, atom: Atom, bound: dict[int, str]) -> Iterator[tuple[tuple[str, ...], int]]:
        """The facts an atom matches, with their rounds."""

    def stated(self, fact: GroundFact) -> ax.Axiom | None:
        """The axiom that states the fact."""


class Search:
    """Derivations of least cost in one closure."""

    def __init__(self, program: Program, facts: Facts, most: int = _MOST) -> None:
        self.facts, self.most = facts, most
        self._rules: dict[Predicate, list[_Priced]] = defaultdict(list)
        for number, rule in enumerate(program.rules):
            plain = rule.plain
            self._rules[plain.head.predicate].append(_Priced(plain, _cost(plain), number))
        self._applied: dict[tuple[GroundFact, int], list[tuple[GroundFact, ...]]] = {}
        self._leaves: dict[GroundFact, float | None] = {}

    def derivation(self, goal: GroundFact) -> list[tuple[GroundFact, Derivation]]:
        """The facts of a cheapest proof in order, each with the rule and premises it rests on."""
        if self.facts.round(goal) is None:
            return []
        best = self._cheapest(goal)
        if best is None:
            best = ByRounds(self).best(goal)
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
        leaf = self.leaf(fact)
        if leaf is not None:
            yield _Way(fact, leaf, None, (), -1)
            limit = min(limit, leaf)
        for rule, cost, number in sorted(
            self._rules.get(fact.predicate, ()), key=lambda each: bool(each.rule.body)
        ):
            least = cost + len(visible(rule.body))
            if least > limit or (leaf is not None and least >= leaf):
                continue
            for premises in self.applied(rule, number, fact):
                yield _Way(fact, cost, rule, premises, number)
                if not premises:
                    limit = min(limit, cost)

    def leaf(self, fact: GroundFact) -> float | None:
        """What a fact costs that needs no rule: one that is stated, looked up or assumed."""
        if fact not in self._leaves:
            cost = None
            if self.facts.round(fact) == 0:
                cost = 1.0 if self.facts.stated(fact) is not None else 2.0
            self._leaves[fact] = cost
        return self._leaves[fact]

    def rules(self, predicate: Predicate) -> list[_Priced]:
        """The rules that conclude the predicate."""
        return self._rules.get(predicate, [])

    def applied(self, rule: Rule, number: int, fact: GroundFact) -> list[tuple[GroundFact, ...]]:
        """The premises from which the rule gives the fact, as far as they hold."""
        key = fact, number
        if key not in self._applied:
            self._applied[key] = list(dict.fromkeys(self._instances(rule, fact)))
        return self._applied[key]

    def _instances(self, rule: Rule, fact: GroundFact) -> Iterator[tuple[GroundFact, ...]]:
        bound: dict[int, str] = {}
        if not bind(rule.head, fact.terms, bound):
            return
        if not rule.body:
            yield ()
            return
        premises: dict[Atom, GroundFact] = {}
        atoms = visible(rule.body)
        for _ in self._walk(list(rule.body), bound, premises):
            found = tuple(premises[atom] for atom in atoms)
            if fact not in found:
                yield found

    def _walk(
        self, atoms: list[Atom], bound: dict[int, str], found: dict[Atom, GroundFact]
    ) -> Iterator[None]:
        if not atoms:
            yield None
            return
        atom = min(atoms, key=lambda each: _open(each, bound))
        rest = [each for each in atoms if each is not atom]
        for terms, _ in list(self.facts.match(atom, bound)):
            extended = dict(bound)
            if bind(atom, terms, extended):
                found[atom] = GroundFact(atom.predicate, terms)
                yield from self._walk(rest, extended, found)


class _Priced(NamedTuple):
    """A rule with what a step by it costs, and its place among the rules."""

    rule: Rule
    cost: float
    number: int


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


def _cost(rule: Rule) -> float:
    return 1.0 + _DEAR.get(rule.name, 0) + max(0, len(rule.axioms) - 1)


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


def bind(atom: Atom, terms: tuple[str, ...], bound: dict[int, str]) -> bool:
    """Extend the bindings so that the atom becomes the fact with these terms, if that works."""
    for term, given in zip(atom.terms, terms, strict=True):
        if isinstance(term, str):
            if term != given:
                return False
        elif bound.setdefault(term, given) != given:
            return False
    return True


def _open(atom: Atom, bound: dict[int, str]) -> tuple[bool, int]:
    free = sum(1 for term in atom.terms if isinstance(term, int) and term not in bound)
    return atom.predicate.kind == "distinct", free
