"""The pool of canonical class expressions in an ontology, each one once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.class_expressions import walk
from aitaxonomy.owl.datatypes import supported
from aitaxonomy.owl.reserved_vocabulary import BUILT_IN
from aitaxonomy.owl.writers.manchester import manchester
from aitaxonomy.rdf.namespaces import OWL, shown
from aitaxonomy.reasoning.rules.model import Predicate, member
from aitaxonomy.reasoning.rules.normal_form import literal

_PREDEFINED = BUILT_IN["object_properties"] | BUILT_IN["data_properties"]
_TOP = OWL + "top"
_MOST_PAIRS = 5_000
"""The greatest number of pairs of a named class and a nominal for which rules are made."""


@dataclass(frozen=True, slots=True)
class Restriction:
    """An existential, value or data restriction: its predicate, its role, its filler's predicate.

    `value` is the individual of a value restriction, None for the others.
    """

    predicate: Predicate
    role: ax.Role
    filler: Predicate
    value: str | None = None


class ExpressionPool:
    """Collects canonical expressions with all their subexpressions."""

    def __init__(self) -> None:
        self.expressions: dict[ax.Expression, bool] = {}
        """The expressions; False marks those that the compiler added and no axiom contains."""
        self.restrictions: list[Restriction] = []
        self.groups: dict[Predicate, tuple[str, ...]] = {}
        """For each `group` predicate the individuals that are stated to be different."""
        self._ranges: dict[str, dict[ax.AnyDataRange, None]] = {}

    def add(self, predicate: Predicate, *, in_axiom: bool = True) -> Predicate:
        """Add the expression of a predicate with its subexpressions; returns the predicate."""
        of = predicate.of
        if of in self.expressions:
            self.expressions[of] |= in_axiom
            return predicate
        self.expressions[of] = in_axiom  # type: ignore[index]
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
                    self.add(member(ax.Some(role, filler)), in_axiom=False)
            case ax.HasValue(role, value):
                inner = self.add(member(ax.OneOf((value,))))
                self.restrictions.append(Restriction(member(of), role, inner, value))
            case ax.DataAtLeast(2, prop, data_range):
                self.add_range(prop, data_range)
            case ax.DataSome(prop, data_range):
                inner = self.add_range(prop, data_range)
                self.restrictions.append(Restriction(member(of), ax.Role(prop), inner))
        return predicate

    def add_range(self, prop: str, data_range: ax.AnyDataRange) -> Predicate:
        """Note that values of the property are compared with the range; returns its predicate."""
        self._ranges.setdefault(prop, {}).setdefault(data_range)
        return member(data_range)

    def is_range(self, predicate: Predicate) -> bool:
        """Return whether the predicate is about data values."""
        return isinstance(predicate.of, ax.AnyDataRange)

    def ranges(self) -> dict[str, tuple[ax.AnyDataRange, ...]]:
        """For each data property the ranges with which its values are compared."""
        return {prop: tuple(ranges) for prop, ranges in self._ranges.items()}

    def nominals(self) -> list[str]:
        """The individuals in enumerations and value restrictions."""
        return [
            of.individuals[0]
            for of in self.expressions
            if isinstance(of, ax.OneOf) and len(of.individuals) == 1
        ]

    def distinguishing_kinds(self) -> list[Predicate]:
        """The classes whose members differ from their non-members, for the rule "different kinds".

        All named classes, or none where these are too many rules.
        """
        named = {of for of in self.expressions if isinstance(of, ax.Named)} - {ax.THING}
        if len(named) * len(self.nominals()) > _MOST_PAIRS:
            return []
        return sorted(map(member, named), key=repr)

    def opaque_in(self, axiom: ax.Axiom) -> list[str]:
        """The subexpressions of an axiom that lack constructor rules, in Manchester syntax."""
        return [
            shown(each) if isinstance(each, str) else manchester(each) for each in _opaque(axiom)
        ]


def _opaque(axiom: ax.Axiom) -> Iterator[ax.Expression | ax.AnyDataRange | str]:
    """Return the constructs without rules, or without all of them.

    That is counting beyond "some" and "none", loops, undecidable ranges, and the properties that
    all things have, or none.
    """
    if isinstance(axiom, ax.SubPropertyOf) and axiom.sup.iri.startswith(_TOP):
        return  # Every property is below it: nothing follows.
    said = _said_of_members(axiom)
    for each in walk(axiom):
        if each in said:
            continue
        match each:
            case ax.AtLeast(count) | ax.DataAtLeast(count) if count > 1:
                yield each
            case ax.AtMost(count) | ax.Exactly(count) | ax.DataAtMost(count) if count > 0:
                yield each
            case ax.DataExactly(count) if count > 0:
                yield each
            case ax.HasSelf():
                yield each
            case (
                ax.DataSome(_, data_range)
                | ax.DataOnly(_, data_range)
                | ax.DataAtLeast(1, _, data_range)
                | ax.DataAtMost(_, _, data_range)
                | ax.DataExactly(_, _, data_range)
            ) if not supported(data_range):
                yield data_range
            case str() if each in _PREDEFINED:
                yield each


def _said_of_members(axiom: ax.Axiom) -> list[ax.Expression]:
    """Return the "at most one" restrictions that an axiom states of all members of a class.

    They say nothing of who the members are: all that follows is that two such values are the same.
    """
    match axiom:
        case (
            ax.SubClassOf(_, cls) | ax.ClassAssertion(_, cls) | ax.Domain(_, cls) | ax.Range(_, cls)
        ):
            parts = cls.parts if isinstance(cls, ax.And) else (cls,)
            most = (ax.AtMost, ax.DataAtMost)
            return [each for each in parts if isinstance(each, most) and each.count == 1]
    return []
