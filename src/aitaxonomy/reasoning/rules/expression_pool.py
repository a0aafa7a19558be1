"""The class expressions of an ontology, each once, as the compiler collects them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.class_expressions import walk
from aitaxonomy.owl.datatypes import supported
from aitaxonomy.owl.writers.manchester import manchester
from aitaxonomy.reasoning.rules.model import Predicate, member
from aitaxonomy.reasoning.rules.normal_form import literal

_MOST_APART = 5_000
"""So many pairs of a kind and an individual that a class expression names are not too much."""


@dataclass(frozen=True, slots=True)
class Restriction:
    """An existential, value or data restriction: `is`, its role and the filler's predicate."""

    predicate: Predicate
    role: ax.Role
    filler: Predicate
    value: str | None = None


class Pool:
    """Collects canonical expressions with everything inside them."""

    def __init__(self) -> None:
        self.expressions: dict[ax.Expression, bool] = {}
        """The expressions; False marks those that no axiom mentions (helpers of the compiler)."""
        self.restrictions: list[Restriction] = []
        self.apart: set[Predicate] = set()
        """Predicates that stand in a disjointness or under a complement."""
        self.groups: dict[Predicate, tuple[str, ...]] = {}
        self._ranges: dict[str, dict[ax.AnyDataRange, None]] = {}

    def add(self, predicate: Predicate, *, natural: bool = True) -> Predicate:
        """Register the expression of a predicate and all its parts."""
        of = predicate.of
        if natural and predicate.kind == "not" and isinstance(of, ax.Named):
            self.apart.add(member(of))
        if of in self.expressions:
            self.expressions[of] |= natural
            return predicate
        self.expressions[of] = natural  # type: ignore[index]
        match of:
            case ax.And(parts):
                for part in parts:
                    self.add(literal(part))
            case ax.OneOf(individuals) if len(individuals) > 1:
                for individual in individuals:
                    self.add(member(ax.OneOf((individual,))))
            case ax.Some(role, filler) | ax.AtLeast(_, role, filler):
                inner = self.add(literal(filler))
                if isinstance(of, ax.Some):
                    self.restrictions.append(Restriction(member(of), role, inner))
                else:
                    self.add(member(ax.Some(role, filler)), natural=False)
            case ax.HasValue(role, value):
                inner = self.add(member(ax.OneOf((value,))))
                self.restrictions.append(Restriction(member(of), role, inner, value))
            case ax.DataSome(prop, data_range):
                inner = self.add_range(prop, data_range)
                self.restrictions.append(Restriction(member(of), ax.Role(prop), inner))
        return predicate

    def add_range(self, prop: str, data_range: ax.AnyDataRange) -> Predicate:
        """Register that values of the property must be looked up in the range."""
        self._ranges.setdefault(prop, {}).setdefault(data_range)
        return member(data_range)

    def is_range(self, predicate: Predicate) -> bool:
        """Whether the predicate is about data values."""
        return isinstance(predicate.of, ax.AnyDataRange)

    def ranges(self) -> dict[str, tuple[ax.AnyDataRange, ...]]:
        """For each data property the ranges in which its values are looked up."""
        return {prop: tuple(ranges) for prop, ranges in self._ranges.items()}

    def nominals(self) -> list[str]:
        """The individuals that class expressions name."""
        return [
            of.individuals[0]
            for of in self.expressions
            if isinstance(of, ax.OneOf) and len(of.individuals) == 1
        ]

    def telling_apart(self) -> list[Predicate]:
        """The kinds of which members are told from non-members.

        All that have a name if that is not too much, else those that are made for it.
        """
        known = self.expressions.keys() - {ax.THING}
        named = {member(of) for of in known if isinstance(of, ax.Named)}
        few = len(named) * len(self.nominals()) <= _MOST_APART
        return sorted(self.apart | named if few else self.apart, key=repr)

    def opaque_in(self, axiom: ax.Axiom) -> list[str]:
        """The parts of an axiom for which there are no constructor rules, in Manchester syntax."""
        return [manchester(each) for each in _opaque(axiom)]


def _opaque(axiom: ax.Axiom) -> Iterator[ax.Expression | ax.AnyDataRange]:
    """Counting beyond "some" and "none", loops, and ranges whose values cannot be told."""
    for each in walk(axiom):
        match each:
            case ax.AtLeast(count) | ax.DataAtLeast(count) if count > 1:
                yield each
            case ax.AtMost(count) | ax.Exactly(count) | ax.DataAtMost(count) if count > 0:
                yield each
            case ax.DataExactly(count) if count > 0:
                yield each
            case ax.HasSelf() | ax.DataOnly():
                yield each
            case ax.DataSome(_, data_range) if not supported(data_range):
                yield data_range
