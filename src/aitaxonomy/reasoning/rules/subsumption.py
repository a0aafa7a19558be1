"""What follows between expressions from told axioms, found once and made into rules.

Someone powered by a large language model generates something, because a chain carries the model's
output over. Such facts hold without any named successor, so no rule on links finds them; here they
are found on the expressions, and become rules of one premise.
"""

from __future__ import annotations

from collections.abc import Iterator

from aitaxonomy.owl import axioms as ax
from aitaxonomy.reasoning.rules.constructors import role_atom
from aitaxonomy.reasoning.rules.expression_pool import Pool, Restriction
from aitaxonomy.reasoning.rules.model import CLASH, Atom, Predicate, Rule, member
from aitaxonomy.reasoning.rules.normal_form import literal
from aitaxonomy.reasoning.rules.role_hierarchy import Axioms, RoleHierarchy
from aitaxonomy.reasoning.rules.told_subsumption import Need, Told, join

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


def restriction_rules(pool: Pool, roles: RoleHierarchy, rules: list[Rule]) -> Iterator[Rule]:
    """Rules between expressions, given the rules of axioms and constructors."""
    told = Told(rules)
    for low, high, name, needs, axioms in _Closing(pool, roles, told).edges():
        used = join(axioms, told.axioms(needs))
        if name != PARTS:  # Read forward, the parts are found one by one, and then the whole.
            yield Rule(Atom(high, (X,)), (Atom(low, (X,)),), name, used)
        backward = Atom(low.opposite, (X,)), (Atom(high.opposite, (X,)),)
        yield Rule(*backward, f"{name}, read backward", used)
    yield from _impossible(pool, told)
    yield from _values(pool, roles)
    yield from _only_values(pool, roles)
    yield from _values_of_some(pool, roles, told)
    yield from _chains(pool, roles, told)


_Edge = tuple[Predicate, Predicate, str, tuple[Need, ...], Axioms]


class _Closing:
    """Adds derived edges to a told graph until no more are found."""

    def __init__(self, pool: Pool, roles: RoleHierarchy, told: Told) -> None:
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
        self.pairs: list[_Pair] = [
            (low, high, roles.above(low.role)[high.role])
            for low in pool.restrictions
            for high in pool.restrictions
            if low is not high and high.role in roles.above(low.role)
        ]
        self.steps = [each for each in roles.chain_steps() if len(each[0]) == 2]
        self.rivals = list(_rivals(pool, roles))
        self.back: list[_Pair] = [
            (low, high, roles.above(low.role.inverted)[high.role])
            for low in pool.restrictions
            for high in pool.restrictions
            if high.role in roles.above(low.role.inverted)
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
            # Most of these are told by the other edges: only what is missing is added.
            new = new or [edge for edge in self._ends() if self._add(edge)]
            if not new:
                return found
            found += new
            self.told.refresh()

    def _add(self, edge: _Edge) -> bool:
        low, high, _, needs, axioms = edge
        if not self.told.derive(low, high, axioms, needs):
            return False
        return self.told.derive(high.opposite, low.opposite, axioms, needs) or True

    def _restrictions(self) -> Iterator[_Edge]:
        for low, high, path in self.pairs:
            filler = self._filler(low, high.filler)
            if filler is not None:
                need, used = filler
                yield low.predicate, high.predicate, RESTRICTION, (need,), join(path, used)

    def _ends(self) -> Iterator[_Edge]:
        """What is linked at all is what the property says of that end; unless nothing can be."""
        for low in self.pool.restrictions:
            for cls, used in self.roles.ranges(low.role.inverted):
                if not self.told.under(low.predicate, literal(cls)):
                    yield low.predicate, literal(cls), END, (), used
            if self.told.under(low.filler, low.filler.opposite):
                need = low.filler, low.filler.opposite
                yield low.predicate, low.predicate.opposite, EMPTY, (need,), ()

    def _excluded(self) -> Iterator[_Edge]:
        """The one value of a functional property is not of two kinds that exclude each other."""
        for low, high, path in self.rivals:
            if self.told.under(low.filler, high.filler.opposite):
                need = low.filler, high.filler.opposite
                yield low.predicate, high.predicate.opposite, ONLY, (need,), path

    def _looking_back(self) -> Iterator[_Edge]:
        """P some C is D where every C is linked back to nothing but D."""
        for low, high, path in self.back:
            filler = self._filler(low, high.predicate.opposite)
            if filler is not None:
                need, used = filler
                yield low.predicate, high.filler.opposite, BACK, (need,), join(path, used)

    def _filler(self, low: Restriction, high: Predicate) -> tuple[Need, Axioms] | None:
        """Why values of `low` are certainly in `high`: by its filler, or by a range."""
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
            inners = [
                (inner, self.roles.above(inner.role)[second])
                for inner in self.pool.restrictions
                if second in self.roles.above(inner.role)
            ]
            highs = [high for high in self.pool.restrictions if high.role in uppers]
            for low in self.pool.restrictions:
                path = self.roles.above(low.role).get(first)
                if path is None:
                    continue
                for inner, way in inners:
                    if not self.told.under(low.filler, inner.predicate):
                        continue
                    for high in highs:
                        filler = self._end(inner, high.filler, ranges)
                        if filler is not None:
                            used = join(path, way, (axiom,), uppers[high.role], filler[1])
                            needs = ((low.filler, inner.predicate), filler[0])
                            yield low.predicate, high.predicate, CHAIN, needs, used

    def _end(
        self, inner: Restriction, high: Predicate, ranges: list[tuple[Predicate, Axioms]]
    ) -> tuple[Need, Axioms] | None:
        by_inner = self._filler(inner, high)
        if by_inner is not None:
            return by_inner
        for cls, used in ranges:
            if self.told.under(cls, high):
                return (cls, high), used
        return None

    def _parts(self) -> Iterator[_Edge]:
        """Named classes (or complements) under an intersection because under all its parts."""
        masks = [
            (whole, parts, sum(1 << self.told.node(part) for part in parts))
            for whole, parts in self.wholes
        ]
        for low in self.named:
            above = self.told.above(low)
            for whole, parts, mask in masks:
                if above & mask == mask and not above >> self.told.node(whole) & 1:
                    yield low, whole, PARTS, tuple((low, part) for part in parts), ()


def _rivals(pool: Pool, roles: RoleHierarchy) -> Iterator[_Pair]:
    """Restrictions that are about one and the same value, by a functional property above both."""
    for low in pool.restrictions:
        for upper, axioms in roles.functional_above(low.role):
            for high in pool.restrictions:
                path = roles.above(high.role).get(upper)
                if path is not None and low is not high:
                    yield low, high, join(axioms, path)


def _impossible(pool: Pool, told: Told) -> Iterator[Rule]:
    """What excludes itself has no members, so that everything is what excludes it."""
    for expression in pool.expressions:
        for kind in (member(expression), member(expression).opposite):
            if expression != ax.THING and told.under(kind, kind.opposite):
                used = told.axioms([(kind, kind.opposite)])
                anything = Atom(member(ax.THING), (X,))
                yield Rule(Atom(kind.opposite, (X,)), (anything,), EMPTY, used)
                yield Rule(Atom(CLASH, (X,)), (Atom(kind, (X,)),), EMPTY, used)


def _only_values(pool: Pool, roles: RoleHierarchy) -> Iterator[Rule]:
    """A thing whose one value is of some kind is not linked to an individual that is not."""
    for low, high, used in _rivals(pool, roles):
        if low.value is None and high.value is not None:
            body = (Atom(low.predicate, (X,)), Atom(low.filler.opposite, (high.value,)))
            yield Rule(Atom(high.predicate.opposite, (X,)), body, ONLY, used)


def _values_of_some(pool: Pool, roles: RoleHierarchy, told: Told) -> Iterator[Rule]:
    """Someone without a name is linked to an individual, which is thus in the range."""
    for low in pool.restrictions:
        for inner in pool.restrictions:
            if inner.value is None or not told.under(low.filler, inner.predicate):
                continue
            way = told.axioms([(low.filler, inner.predicate)])
            for cls, used in roles.ranges(inner.role):
                head = Atom(literal(cls), (inner.value,))
                yield Rule(head, (Atom(low.predicate, (X,)),), VALUE, join(way, used))


def _values(pool: Pool, roles: RoleHierarchy) -> Iterator[Rule]:
    """Without a value of some kind, a thing is not linked to any individual of that kind."""
    for low in pool.restrictions:
        if low.value is None:
            continue
        uppers = roles.above(low.role)
        for high in pool.restrictions:
            if high.role in uppers and high.value is None and high.filler != member(ax.THING):
                body = (Atom(high.predicate.opposite, (X,)), Atom(high.filler, (low.value,)))
                head = Atom(low.predicate.opposite, (X,))
                yield Rule(head, body, "no value of that kind", uppers[high.role])


def _chains(pool: Pool, roles: RoleHierarchy, told: Told) -> Iterator[Rule]:
    """What the end of a chain denies, the middle of the chain denies as well."""
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
                    filler = told.axioms([(low.filler, high.filler)])
                    used = join((axiom,), uppers[high.role], lower, filler)
                    head = Atom(low.predicate.opposite, (last,))
                    yield Rule(head, (*walk, denied), "the chain would carry it over", used)
