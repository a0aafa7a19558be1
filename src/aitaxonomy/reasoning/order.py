"""The order in which predicates take their turns: what others depend on comes first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from aitaxonomy.reasoning.rules import Predicate, Rule


def ranks(rules: Iterable[Rule], counted: Iterable[Rule]) -> dict[Predicate, int]:
    """A number for each predicate; a counted rule leads from no greater number to a smaller one.

    Predicates that depend on each other share a number (Tarjan's strongly connected components).
    """
    below: dict[Predicate, set[Predicate]] = defaultdict(set)
    for rule in rules:
        below[rule.head.predicate]
    for rule in counted:
        below[rule.head.predicate].update(atom.predicate for atom in rule.body)
    return _Tarjan(below).number


class _Tarjan:
    def __init__(self, below: dict[Predicate, set[Predicate]]) -> None:
        self.below = below
        self.index: dict[Predicate, int] = {}
        self.low: dict[Predicate, int] = {}
        self.stack: list[Predicate] = []
        self.on_stack: set[Predicate] = set()
        self.number: dict[Predicate, int] = {}
        self.components = 0
        for predicate in list(below):
            if predicate not in self.index:
                self._visit(predicate)

    def _visit(self, root: Predicate) -> None:
        """Depth-first without recursion, since chains of rules may be long."""
        work = [(root, iter(self._enter(root)))]
        while work:
            node, children = work[-1]
            for child in children:
                if child not in self.index:
                    work.append((child, iter(self._enter(child))))
                    break
                if child in self.on_stack:
                    self.low[node] = min(self.low[node], self.index[child])
            else:
                work.pop()
                if work:
                    parent = work[-1][0]
                    self.low[parent] = min(self.low[parent], self.low[node])
                if self.low[node] == self.index[node]:
                    self._close(node)

    def _enter(self, node: Predicate) -> set[Predicate]:
        self.index[node] = self.low[node] = len(self.index)
        self.stack.append(node)
        self.on_stack.add(node)
        return self.below.get(node, set())

    def _close(self, node: Predicate) -> None:
        while True:
            member = self.stack.pop()
            self.on_stack.discard(member)
            self.number[member] = self.components
            if member == node:
                break
        self.components += 1
