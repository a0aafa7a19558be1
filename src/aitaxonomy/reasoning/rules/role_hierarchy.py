"""The role hierarchy: the super-roles of each role, with the axioms that entail them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import permutations

from aitaxonomy.owl import axioms as ax
from aitaxonomy.reasoning.rules.model import Axioms


class RoleHierarchy:
    """Stated role inclusions, reflexively and transitively closed, with the axioms on the path.

    >>> p, q = ax.Role("urn:p"), ax.Role("urn:q")
    >>> RoleHierarchy([ax.SubPropertyOf(p, q)]).above(p)[q]
    (SubPropertyOf(sub=Role(iri='urn:p', inverse=False), sup=Role(iri='urn:q', inverse=False)),)
    """

    def __init__(self, axioms: Iterable[ax.Axiom]) -> None:
        self._told: dict[ax.Role, list[tuple[ax.Role, ax.Axiom]]] = defaultdict(list)
        self._functional: dict[ax.Role, ax.Axiom] = {}
        self._ranges: dict[ax.Role, list[tuple[ax.Expression, ax.Axiom]]] = defaultdict(list)
        self.data_ranges: dict[str, list[tuple[ax.AnyDataRange, ax.Axiom]]] = defaultdict(list)
        self.chains: list[ax.PropertyChain | ax.Characteristic] = []
        self._above: dict[ax.Role, dict[ax.Role, Axioms]] = {}
        for axiom in axioms:
            self._add(axiom)

    def _add(self, axiom: ax.Axiom) -> None:
        match axiom:
            case ax.SubPropertyOf(sub, sup):
                self._add_told(sub, sup, axiom)
            case ax.EquivalentProperties(roles):
                for one, other in permutations(roles, 2):
                    self._add_told(one, other, axiom)
            case ax.InverseOf(first, second):
                self._add_told(first, second.inverted, axiom)
                self._add_told(second.inverted, first, axiom)
            case ax.Characteristic("functional", role):
                self._functional[role] = axiom
            case ax.Characteristic("inverse functional", role):
                self._functional[role.inverted] = axiom
            case ax.Characteristic("symmetric", role):
                self._add_told(role, role.inverted, axiom)
            case ax.Characteristic("transitive", _) | ax.PropertyChain():
                self.chains.append(axiom)
            case ax.Range(role, cls):
                self._ranges[role].append((cls, axiom))
            case ax.Domain(role, cls):
                self._ranges[role.inverted].append((cls, axiom))
            case ax.DataPropertyRange(prop, data_range):
                self.data_ranges[prop].append((data_range, axiom))

    def _add_told(self, sub: ax.Role, sup: ax.Role, axiom: ax.Axiom) -> None:
        self._told[sub].append((sup, axiom))
        self._told[sub.inverted].append((sup.inverted, axiom))

    def above(self, role: ax.Role) -> dict[ax.Role, Axioms]:
        """The role and its super-roles, each with the axioms of a shortest path to it."""
        if role not in self._above:
            found: dict[ax.Role, Axioms] = {role: ()}
            queue = [role]
            for current in queue:
                for upper, axiom in self._told.get(current, ()):
                    if upper not in found:
                        found[upper] = (*found[current], axiom)
                        queue.append(upper)
            self._above[role] = found
        return self._above[role]

    def functional_above(self, role: ax.Role) -> list[tuple[ax.Role, Axioms]]:
        """The functional roles among the role and its super-roles, with the axioms for that."""
        return [
            (upper, (*path, self._functional[upper]))
            for upper, path in self.above(role).items()
            if upper in self._functional
        ]

    def functional(self) -> dict[ax.Role, ax.Axiom]:
        """The roles stated to be functional; the inverse of an inverse functional one is."""
        return self._functional

    def ranges(self, role: ax.Role) -> list[tuple[ax.Expression, Axioms]]:
        """The classes of every value of the role, by stated ranges (for an inverse: domains)."""
        return [
            (cls, (*path, axiom))
            for upper, path in self.above(role).items()
            for cls, axiom in self._ranges.get(upper, ())
        ]

    def chain_steps(self) -> list[tuple[tuple[ax.Role, ...], ax.Role, ax.Axiom]]:
        """All property chains, transitivity included: (roles of the chain, super-role, axiom)."""
        steps: list[tuple[tuple[ax.Role, ...], ax.Role, ax.Axiom]] = []
        for axiom in self.chains:
            if isinstance(axiom, ax.PropertyChain):
                steps.append((axiom.chain, axiom.sup, axiom))
            else:
                steps.append(((axiom.role, axiom.role), axiom.role, axiom))
        return steps
