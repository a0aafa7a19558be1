"""Told subsumption between predicates: reachability in a graph, with the axioms on the path.

Edges are either told, taken from rules of one premise, or derived and numbered, when `subsumption`
finds a restriction or an intersection to be wider. The axioms of a derived edge are collected on
demand, along edges with smaller numbers only, so that no edge justifies itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from heapq import heappop, heappush

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.datatypes import apart, narrower
from aitaxonomy.reasoning.rules.model import Axioms, Justification, Predicate, Rule, member

Inclusion = tuple[Predicate, Predicate]
"""That every member of the first predicate is a member of the second."""
_LATEST = 10**9
_ANYTHING = member(ax.THING)


class ToldSubsumption:
    """A growing graph of predicates; an edge says that the first is included in the second."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._number: dict[Predicate, int] = {}
        self._all: list[Predicate] = []
        self._next: dict[int, dict[int, int]] = defaultdict(dict)
        """For each node its successors, each with the number of the edge (0: told)."""
        self._told: dict[tuple[int, int], Axioms] = {}
        self._derived: list[tuple[Axioms, tuple[Inclusion, ...]]] = [((), ())]
        self._spelled: dict[int, Axioms] = {}
        self._reach: dict[int, int] = {}
        for rule in rules:
            if len(rule.body) == 1 and rule.head.terms == rule.body[0].terms == (0,):
                self._add_told(rule)

    def _add_told(self, rule: Rule) -> None:
        edge = self.node(rule.body[0].predicate), self.node(rule.head.predicate)
        if edge not in self._told or len(rule.axioms) < len(self._told[edge]):
            self._told[edge] = rule.axioms
        self._next[edge[0]].setdefault(edge[1], 0)

    def node(self, predicate: Predicate) -> int:
        """The number of a predicate."""
        number = self._number.get(predicate)
        if number is None:
            number = self._number[predicate] = len(self._all)
            self._all.append(predicate)
        return number

    def derive(
        self, low: Predicate, high: Predicate, axioms: Axioms, inclusions: Iterable[Inclusion]
    ) -> bool:
        """Add an edge that follows from axioms and inclusions; false if there is one already."""
        one, other = self.node(low), self.node(high)
        if other in self._next[one] or one == other:
            return False
        self._next[one][other] = len(self._derived)
        self._derived.append((axioms, tuple(inclusions)))
        return True

    def refresh(self) -> None:
        """Clear the cached reachability after edges were added."""
        self._reach.clear()

    def above(self, predicate: Predicate) -> int:
        """The predicates that include this one, as a bit set of their numbers."""
        start = self.node(predicate)
        if start not in self._reach:
            seen, stack = 1 << start, [start]
            while stack:
                for node in self._next.get(stack.pop(), ()):
                    if seen >> node & 1:
                        continue
                    if node in self._reach:
                        seen |= self._reach[node]
                    else:
                        seen |= 1 << node
                        stack.append(node)
            self._reach[start] = seen
        return self._reach[start]

    def under(self, low: Predicate, high: Predicate) -> bool:
        """Return whether the edges, or the order of data ranges, include `low` in `high`."""
        if high in (low, _ANYTHING):
            return True
        if isinstance(low.of, ax.AnyDataRange):
            return _data_under(low, high)
        return bool(self.above(low) >> self.node(high) & 1)

    def justification(self, inclusions: Iterable[Inclusion], axioms: Axioms = ()) -> Justification:
        """Return the justification of axioms and inclusions; add no edge before reading it."""
        return Justification(lambda: join(axioms, self.axioms(inclusions)))

    def axioms(self, inclusions: Iterable[Inclusion], before: int = _LATEST) -> Axioms:
        """The axioms that entail these inclusions, by edges with numbers below `before`."""
        found: dict[ax.Axiom, None] = {}
        for low, high in inclusions:
            trivial = high in (low, _ANYTHING)
            if not trivial and not isinstance(low.of, ax.AnyDataRange):
                found.update(dict.fromkeys(self._path(self.node(low), self.node(high), before)))
        return tuple(found)

    def _path(self, start: int, goal: int, before: int) -> Axioms:
        """The axioms of a path with the fewest axioms."""
        best: dict[int, Axioms] = {start: ()}
        queue: list[tuple[int, int]] = [(0, start)]
        done: set[int] = set()
        while queue:
            _, node = heappop(queue)
            if node == goal:
                break
            if node in done:
                continue
            done.add(node)
            for upper, number in self._next.get(node, {}).items():
                if number >= before or upper in done:
                    continue
                axioms = join(best[node], self._edge(node, upper, number))
                if upper not in best or len(axioms) < len(best[upper]):
                    best[upper] = axioms
                    heappush(queue, (len(axioms), upper))
        return best[goal]

    def _edge(self, low: int, high: int, number: int) -> Axioms:
        if number == 0:
            return self._told[low, high]
        if number not in self._spelled:
            axioms, inclusions = self._derived[number]
            self._spelled[number] = join(axioms, self.axioms(inclusions, number))
        return self._spelled[number]


def join(*paths: Axioms) -> Axioms:
    """The axioms of all paths, without duplicates."""
    return tuple(dict.fromkeys(axiom for path in paths for axiom in path))


def _data_under(low: Predicate, high: Predicate) -> bool:
    if not isinstance(high.of, ax.AnyDataRange) or low.kind == "not":
        return False
    assert isinstance(low.of, ax.AnyDataRange)
    return narrower(low.of, high.of) if high.kind == "is" else apart(low.of, high.of)
