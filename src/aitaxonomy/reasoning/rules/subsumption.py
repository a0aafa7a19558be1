"""Subsumptions between class expressions that follow from property axioms, as rules.

Any system powered by a large language model generates something, because a property chain carries
the model's output over. This holds even if no individual is known to be that model, so that no rule
on links derives it. Such subsumptions are saturated here, and each gives a rule of one premise.
"""

from __future__ import annotations

from collections.abc import Iterator

from aitaxonomy.owl import axioms as ax
from aitaxonomy.reasoning.rules.constructors import role_atom
from aitaxonomy.reasoning.rules.expression_pool import ExpressionPool, Restriction
from aitaxonomy.reasoning.rules.model import CLASH, Atom, Axioms, Predicate, Rule, member
from aitaxonomy.reasoning.rules.normal_form import literal
from aitaxonomy.reasoning.rules.role_hierarchy import RoleHierarchy
from aitaxonomy.reasoning.rules.told_subsumption import Inclusion, ToldSubsumption, join

X, Y = 0, 1
RESTRICTION = "one restriction implies the other"
CHAIN = "a chain carries it over"
PARTS = "follows from its parts"
ONLY = "its only value is another"
END = "what has such a value at all"
BACK = "what it is linked with says so"
VALUE = "something has that value"
EMPTY = "nothing can be such"
_Pair = tuple[Restriction, Restriction, Axioms]


def restriction_rules(
    pool: ExpressionPool, roles: RoleHierarchy, rules: list[Rule]
) -> Iterator[Rule]:
    """The rules between expressions of the pool, given those of axioms and constructors."""
    told = ToldSubsumption(rules)
    for low, high, name, inclusions, axioms in _Saturation(pool, roles, told).edges():
        used = told.justification(inclusions, axioms)
        if name != PARTS:  # For members, the rules of the parts and of the intersection do.
            yield Rule(Atom(high, (X,)), (Atom(low, (X,)),), name, used)
        backward = Atom(low.opposite, (X,)), (Atom(high.opposite, (X,)),)
        yield Rule(*backward, f"{name}, read backward", used)
    yield from _impossible(pool, told)
    yield from _values(pool, roles)
    yield from _only_values(pool, roles)
    yield from _values_of_some(pool, roles, told)
    yield from _chains(pool, roles, told)


_Edge = tuple[Predicate, Predicate, str, tuple[Inclusion, ...], Axioms]


class _Saturation:
    """Saturates the graph of stated subsumptions with those that follow from property axioms."""

    def __init__(self, pool: ExpressionPool, roles: RoleHierarchy, told: ToldSubsumption) -> None:
        self.pool, self.roles, self.told = pool, roles, told
        self.wholes = [
            (member(each), [literal(part) for part in each.parts])
            for each in pool.expressions
            if isinstance(each, ax.And)
        ]
        self.named = [
            predicate
            for each in pool.expressions
            if isinstance(each, ax.Named) and each != ax.THING
            for predicate in (member(each), member(each).opposite)
        ]
        self.ranges = {
            each.role: [(literal(cls), used) for cls, used in roles.ranges(each.role)]
            for each in pool.restrictions
        }
        wider = _ByRole(pool, roles)
        self.pairs: list[_Pair] = [
            (low, high, path)
            for low in pool.restrictions
            for high, path in wider[low.role]
            if low is not high
        ]
        self.steps = [each for each in roles.chain_steps() if len(each[0]) == 2]
        self.functional_pairs = list(_functional_pairs(pool, roles))
        self.back: list[_Pair] = [
            (low, high, path)
            for low in pool.restrictions
            for high, path in wider[low.role.inverted]
        ]

    def edges(self) -> list[_Edge]:
        found: list[_Edge] = []
        while True:
            edges = [
                *self._restrictions(),
                *self._excluded(),
                *self._looking_back(),
                *self._through_chains(),
                *self._parts(),
            ]
            new = [edge for edge in edges if self._add(edge)]
            # Most of these follow from the other edges: they are added only if they are missing.
            new = new or [edge for edge in self._ends() if self._add(edge)]
            if not new:
                return found
            found += new
            self.told.refresh()

    def _add(self, edge: _Edge) -> bool:
        low, high, _, inclusions, axioms = edge
        if not self.told.derive(low, high, axioms, inclusions):
            return False
        return self.told.derive(high.opposite, low.opposite, axioms, inclusions) or True

    def _restrictions(self) -> Iterator[_Edge]:
        for low, high, path in self.pairs:
            filler = self._filler(low, high.filler)
            if filler is not None:
                inclusion, used = filler
                yield low.predicate, high.predicate, RESTRICTION, (inclusion,), join(path, used)

    def _ends(self) -> Iterator[_Edge]:
        """An existential is in the domain of its role; with an empty filler it is empty itself."""
        for low in self.pool.restrictions:
            for cls, used in self.roles.ranges(low.role.inverted):
                if not self.told.under(low.predicate, literal(cls)):
                    yield low.predicate, literal(cls), END, (), used
            if self.told.under(low.filler, low.filler.opposite):
                inclusion = low.filler, low.filler.opposite
                yield low.predicate, low.predicate.opposite, EMPTY, (inclusion,), ()

    def _excluded(self) -> Iterator[_Edge]:
        """Existentials of a functional role exclude each other if their fillers do."""
        for low, high, path in self.functional_pairs:
            if self.told.under(low.filler, high.filler.opposite):
                inclusion = low.filler, high.filler.opposite
                yield low.predicate, high.predicate.opposite, ONLY, (inclusion,), path

    def _looking_back(self) -> Iterator[_Edge]:
        """P some C is under D if C is under (inverse of p) only D."""
        for low, high, path in self.back:
            filler = self._filler(low, high.predicate.opposite)
            if filler is not None:
                inclusion, used = filler
                yield low.predicate, high.filler.opposite, BACK, (inclusion,), join(path, used)

    def _filler(self, low: Restriction, high: Predicate) -> tuple[Inclusion, Axioms] | None:
        """The inclusion by which values of `low` are in `high`: of its filler, or of a range."""
        if self.told.under(low.filler, high):
            return (low.filler, high), ()
        for cls, used in self.ranges[low.role]:
            if self.told.under(cls, high):
                return (cls, high), used
        return None

    def _through_chains(self) -> Iterator[_Edge]:
        """P some (q some C) is under r some C for a chain p o q under r."""
        for (first, second), above, axiom in self.steps:
            uppers = self.roles.above(above)
            ranges = [(literal(cls), used) for cls, used in self.roles.ranges(above)]
            highs = [high for high in self.pool.restrictions if high.role in uppers]
            inners = [
                (
                    inner,
                    self.roles.above(inner.role)[second],
                    list(self._ends_in(inner, highs, ranges)),
                )
                for inner in self.pool.restrictions
                if second in self.roles.above(inner.role)
            ]
            for low in self.pool.restrictions:
                path = self.roles.above(low.role).get(first)
                if path is None:
                    continue
                for inner, way, ends in inners:
                    if not ends or not self.told.under(low.filler, inner.predicate):
                        continue
                    for high, inclusion, also in ends:
                        used = join(path, way, (axiom,), uppers[high.role], also)
                        inclusions = ((low.filler, inner.predicate), inclusion)
                        yield low.predicate, high.predicate, CHAIN, inclusions, used

    def _ends_in(
        self,
        inner: Restriction,
        highs: list[Restriction],
        ranges: list[tuple[Predicate, Axioms]],
    ) -> Iterator[tuple[Restriction, Inclusion, Axioms]]:
        """The restrictions in whose fillers the values of a chain's end are."""
        for high in highs:
            found = self._end(inner, high.filler, ranges)
            if found is not None:
                yield high, *found

    def _end(
        self, inner: Restriction, high: Predicate, ranges: list[tuple[Predicate, Axioms]]
    ) -> tuple[Inclusion, Axioms] | None:
        by_inner = self._filler(inner, high)
        if by_inner is not None:
            return by_inner
        for cls, used in ranges:
            if self.told.under(cls, high):
                return (cls, high), used
        return None

    def _parts(self) -> Iterator[_Edge]:
        """Named classes, or complements, are under an intersection if under all its parts."""
        above = [self.told.above(low) for low in self.named]
        nodes = [self.told.node(low) for low in self.named]
        edges = []
        for place, (whole, parts) in enumerate(self.wholes):
            mask, itself = sum(1 << self.told.node(part) for part in parts), self.told.node(whole)
            found = [n for n, known in enumerate(above) if known & (mask | 1 << itself) == mask]
            found.sort(key=lambda n: above[n].bit_count())
            # What lies below another of these, in a chain of classes say, is under by way of it.
            edges += [
                (n, place)
                for n in found
                if not any(
                    above[n] >> nodes[high] & 1 and not above[high] >> nodes[n] & 1
                    for high in found
                )
            ]
        for n, place in sorted(edges):
            whole, parts = self.wholes[place]
            yield self.named[n], whole, PARTS, tuple((self.named[n], part) for part in parts), ()


class _ByRole(dict[ax.Role, list[tuple[Restriction, Axioms]]]):
    """For a role the restrictions of it and of wider roles, each with the axioms on the path."""

    def __init__(self, pool: ExpressionPool, roles: RoleHierarchy) -> None:
        super().__init__()
        self._pool, self._roles = pool, roles

    def __missing__(self, role: ax.Role) -> list[tuple[Restriction, Axioms]]:
        above = self._roles.above(role)
        found = [(each, above[each.role]) for each in self._pool.restrictions if each.role in above]
        self[role] = found
        return found


def _functional_pairs(pool: ExpressionPool, roles: RoleHierarchy) -> Iterator[_Pair]:
    """Pairs of restrictions that concern the same value, by a functional super-role of both."""
    for low in pool.restrictions:
        for upper, axioms in roles.functional_above(low.role):
            for high in pool.restrictions:
                path = roles.above(high.role).get(upper)
                if path is not None and low is not high:
                    yield low, high, join(axioms, path)


def _impossible(pool: ExpressionPool, told: ToldSubsumption) -> Iterator[Rule]:
    """A class under its own complement is empty: everything is a non-member, a member a clash."""
    for expression in pool.expressions:
        for kind in (member(expression), member(expression).opposite):
            if expression != ax.THING and told.under(kind, kind.opposite):
                used = told.justification([(kind, kind.opposite)])
                anything = Atom(member(ax.THING), (X,))
                yield Rule(Atom(kind.opposite, (X,)), (anything,), EMPTY, used)
                yield Rule(Atom(CLASH, (X,)), (Atom(kind, (X,)),), EMPTY, used)


def _only_values(pool: ExpressionPool, roles: RoleHierarchy) -> Iterator[Rule]:
    """If the value of a functional role is in C, no individual outside of C is the value."""
    for low, high, used in _functional_pairs(pool, roles):
        if low.value is None and high.value is not None:
            body = (Atom(low.predicate, (X,)), Atom(low.filler.opposite, (high.value,)))
            yield Rule(Atom(high.predicate.opposite, (X,)), body, ONLY, used)


def _values_of_some(
    pool: ExpressionPool, roles: RoleHierarchy, told: ToldSubsumption
) -> Iterator[Rule]:
    """An unnamed successor has a link to a named individual, which is thus in the range."""
    for low in pool.restrictions:
        for inner in pool.restrictions:
            if inner.value is None or not told.under(low.filler, inner.predicate):
                continue
            for cls, used in roles.ranges(inner.role):
                rests_on = told.justification([(low.filler, inner.predicate)], used)
                head = Atom(literal(cls), (inner.value,))
                yield Rule(head, (Atom(low.predicate, (X,)),), VALUE, rests_on)


def _values(pool: ExpressionPool, roles: RoleHierarchy) -> Iterator[Rule]:
    """If a role has no value in C, a named individual of C is not its value."""
    for low in pool.restrictions:
        if low.value is None:
            continue
        uppers = roles.above(low.role)
        for high in pool.restrictions:
            if high.role in uppers and high.value is None and high.filler != member(ax.THING):
                body = (Atom(high.predicate.opposite, (X,)), Atom(high.filler, (low.value,)))
                head = Atom(low.predicate.opposite, (X,))
                yield Rule(head, body, "no value of that kind", uppers[high.role])


def _chains(pool: ExpressionPool, roles: RoleHierarchy, told: ToldSubsumption) -> Iterator[Rule]:
    """If the start of a chain has no value in C, the last individual before its end has none."""
    for steps, above, axiom in roles.chain_steps():
        uppers = roles.above(above)
        walk = tuple(role_atom(role, i, i + 1) for i, role in enumerate(steps[:-1]))
        last = len(steps) - 1
        lows = [
            (low, roles.above(low.role)[steps[-1]])
            for low in pool.restrictions
            if steps[-1] in roles.above(low.role)
        ]
        for high in pool.restrictions:
            if high.role not in uppers:
                continue
            denied = Atom(high.predicate.opposite, (X,))
            for low, lower in lows:
                if told.under(low.filler, high.filler):
                    used = join((axiom,), uppers[high.role], lower)
                    rests_on = told.justification([(low.filler, high.filler)], used)
                    head = Atom(low.predicate.opposite, (last,))
                    yield Rule(head, (*walk, denied), "the chain would carry it over", rests_on)
