"""Axioms on kinds and properties, and the inclusions that follow from one axiom."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

from aitaxonomy.owl.datatypes import apart, narrower
from aitaxonomy.reasoning.proofs.soundness.inference import CheckedStep, Condition
from aitaxonomy.reasoning.proofs.soundness.statements import (
    BOTTOM,
    TOP,
    Kind,
    Role,
    Tree,
    both,
    inverted,
    kind,
    opposite,
    role,
    some,
)

Chain = tuple[tuple[Role, ...], Role]
_DEEPEST = 6
"""The greatest number of inclusions, one within another, that one step may rest on."""
Subsumes = Callable[[Kind, Kind, Tree], bool]


# --- what axioms say


def inclusions(axiom: Tree) -> list[tuple[Kind, Kind]]:  # noqa: PLR0911
    """The pairs of kinds of which an axiom says that the first is included in the second."""
    match axiom:
        case ("SubClassOf", sub, sup):
            return [(kind(sub), kind(sup))]
        case ("EquivalentClasses", *parts):
            return list(permutations(map(kind, parts), 2))
        case ("DisjointClasses", *parts):
            return [(one, opposite(other)) for one, other in permutations(map(kind, parts), 2)]
        case ("DisjointUnion", whole, *parts):
            union = opposite(both(opposite(kind(each)) for each in parts))
            pairs = [(kind(whole), union), (union, kind(whole))]
            return pairs + inclusions(("DisjointClasses", *parts))
        case ("ObjectPropertyDomain" | "DataPropertyDomain", prop, cls):
            return [(some(role(prop), TOP), kind(cls))]
        case ("ObjectPropertyRange", prop, cls):
            return [(some(inverted(role(prop)), TOP), kind(cls))]
    return []


def chains(axiom: Tree) -> list[Chain]:  # noqa: PLR0911
    """The chains of properties, and the property that includes each."""
    match axiom:
        case ("SubObjectPropertyOf", ("ObjectPropertyChain", *steps), sup):
            return [(tuple(map(role, steps)), role(sup))]
        case ("SubObjectPropertyOf" | "SubDataPropertyOf", sub, sup):
            return [((role(sub),), role(sup))]
        case ("EquivalentObjectProperties" | "EquivalentDataProperties", *parts):
            return [((one,), other) for one, other in permutations(map(role, parts), 2)]
        case ("InverseObjectProperties", first, second):
            one, other = role(first), role(second)
            return [((inverted(one),), other), ((inverted(other),), one)]
        case ("TransitiveObjectProperty", prop):
            return [((role(prop), role(prop)), role(prop))]
        case ("SymmetricObjectProperty", prop):
            return [((role(prop),), inverted(role(prop)))]
    return []


def under(low: Role, high: Role, axiom: Tree) -> bool:
    """Return whether a property is included in another, by itself or by the axiom."""
    told = [(chain[0], sup) for chain, sup in chains(axiom) if len(chain) == 1]
    pairs = (low, high), (inverted(low), inverted(high))
    return low == high or any(pair in told for pair in pairs)


def functional(axiom: Tree) -> Role | None:
    """The property of which an axiom says that it has one value at most."""
    match axiom:
        case ("FunctionalObjectProperty" | "FunctionalDataProperty", prop):
            return role(prop)
        case ("InverseFunctionalObjectProperty", prop):
            return inverted(role(prop))
    return None


def value_kind(prop: Role, axiom: Tree) -> Kind | None:
    """The kind of every value of a property, by its range or the domain of its inverse."""
    return next((high for low, high in inclusions(axiom) if low == some(inverted(prop), TOP)), None)


def included(low: Kind, high: Kind, axiom: Tree = ("",), depth: int = _DEEPEST) -> bool:
    """Return whether one kind is included in another, by their structure and at most the axiom.

    >>> a, b = ("class", "urn:A"), ("class", "urn:B")
    >>> included(("and", frozenset((a, b))), a), included(a, b)
    (True, False)
    """
    if high in (low, TOP) or low == BOTTOM:
        return True
    if depth == 0:
        return False

    def inner(one: Kind, other: Kind) -> bool:
        return included(one, other, axiom, depth - 1)

    return (
        _by_structure(low, high, axiom, inner)
        or _by_structure(opposite(high), opposite(low), axiom, inner)
        or any(
            included(low, sub, ("",), depth - 1) and inner(sup, high)
            for one, other in inclusions(axiom)
            for sub, sup in ((one, other), (opposite(other), opposite(one)))
        )
    )


def _by_structure(  # noqa: PLR0911
    low: Kind, high: Kind, axiom: Tree, inner: Callable[[Kind, Kind], bool]
) -> bool:
    match low, high:
        case _, ("and", parts):
            return all(inner(low, part) for part in parts)
        case ("and", parts), _:
            return any(inner(part, high) for part in parts)
        case ("one", few), ("one", many):
            return bool(few <= many)
        case ("least", _, prop, filler), _:
            return inner(("some", prop, filler), high)
        case ("some", prop, filler), ("some", upper, wider):
            return under(prop, upper, axiom) and inner(filler, wider)
        case ("values", few), ("values", many):
            return narrower(few, many)
        case ("values", few), ("not", ("values", others)):
            return apart(few, others)
    return False


# --- rules from kinds to kinds, by what is said of one thing


def told(*names: str) -> Subsumes:
    """Inclusion as an axiom with one of the names says it."""
    return lambda low, high, axiom: axiom[0] in names and (low, high) in inclusions(axiom)


def defined(low: Kind, high: Kind, axiom: Tree) -> bool:
    """Inclusion, or that of the complements, by a definition."""
    pairs = (low, high), (opposite(high), opposite(low))
    told = inclusions(axiom) if axiom[0] in ("EquivalentClasses", "DisjointUnion") else []
    return any(pair in told for pair in pairs)


def restriction(low: Kind, high: Kind, axiom: Tree) -> bool:
    """Some value in one kind is some value in a wider one, of a wider property."""
    match low, high:
        case ("some", prop, filler), ("some", upper, wider):
            values_are = value_kind(prop, axiom)
            by_range = values_are is not None and prop == upper and included(values_are, wider)
            return by_range or (under(prop, upper, axiom) and included(filler, wider, axiom))
    return False


def at_all(low: Kind, high: Kind, axiom: Tree) -> bool:
    """A subject with any value is in the domain of the property."""
    return low[0] == "some" and high == value_kind(inverted(low[1]), axiom)


def impossible(low: Kind, high: Kind, axiom: Tree) -> bool:
    """A kind under its own complement is empty."""
    empty = opposite(high) if low == TOP else low
    inner = empty[2] if empty[0] == "some" else empty
    no_such = high in (opposite(empty), BOTTOM)
    return no_such and any(included(each, opposite(each), axiom) for each in (empty, inner))


def only_value(low: Kind, high: Kind, axiom: Tree) -> bool:
    """The only value of a property is not in two kinds that exclude each other."""
    match low, high:
        case ("some", prop, filler), ("only", other, wider):
            return prop == other == functional(axiom) and included(filler, wider)
    return False


def parts(low: Kind, high: Kind, axiom: Tree) -> bool:
    """A kind below all parts is below their intersection."""
    return high[0] == "and" and included(low, high, axiom)


def back(low: Kind, high: Kind, axiom: Tree) -> bool:
    """The linked thing has values in one kind alone, and this is one of them."""
    if low[0] != "some":
        return False
    prop, filler = low[1:]
    uppers = [inverted(prop), *(sup for _, sup in chains(axiom))]
    uppers += [inverted(sup) for sup in uppers]
    values_are = value_kind(prop, axiom) or filler
    return any(
        included(filler, ("only", upper, high), axiom)
        or included(values_are, ("only", upper, high))
        for upper in uppers
        if under(inverted(prop), upper, axiom)
    )


def by_chain(low: Kind, high: Kind, axiom: Tree) -> bool:
    """A value of a value is one by a chain."""
    return low[0] == high[0] == "some" and any(
        chain[0] == low[1] and sup == high[1] and included(low[2], some(chain[1], high[2]))
        for chain, sup in chains(axiom)
        if len(chain) == 2
    )


def unary(subsumes: Subsumes) -> Condition:
    """The condition that the kind of the only premise (or everything) is under the concluded."""

    def holds(step: CheckedStep) -> bool:
        lows = {(each[2], each[1]) for each in step.known if each[0] == "is"}
        highs = {(each[2], each[1]) for each in step.concluded if each[0] == "is"}
        if not step.premises:
            lows = {(thing, TOP) for thing, _ in highs}
        return len(step.premises) < 2 and any(
            subsumes(low, high, step.axiom)
            for one, low in lows
            for other, high in highs
            if one == other
        )

    return holds


def backward(subsumes: Subsumes) -> Subsumes:
    """The same for the complements, the other way round."""
    return lambda low, high, axiom: subsumes(opposite(high), opposite(low), axiom)


# --- rules of the constructors
