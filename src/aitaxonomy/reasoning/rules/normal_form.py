"""The normal form of class expressions, so that equivalent spellings share a predicate.

A union becomes the complement of an intersection of complements, a universal restriction the
complement of an existential one. So every expression is the predicate `is` or `not` of a named
class, an intersection, an enumeration, or an existential, value or data restriction.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.datatypes import without
from aitaxonomy.reasoning.rules.model import Predicate, member

_NOTHING = member(ax.THING).opposite


@lru_cache(maxsize=20_000)
def literal(expression: ax.Expression) -> Predicate:  # noqa: PLR0911
    """The predicate, of membership or non-membership, that is equivalent to an expression.

    >>> literal(ax.Or((ax.Named("urn:A"), ax.Named("urn:B")))).kind
    'not'
    """
    match expression:
        case ax.Named():
            return _NOTHING if expression == ax.NOTHING else member(expression)
        case ax.Not(of):
            return literal(of).opposite
        case ax.And(parts):
            return _intersection([literal(part) for part in parts])
        case ax.Or(parts):
            return _intersection([literal(part).opposite for part in parts]).opposite
        case ax.OneOf(individuals):
            return member(ax.OneOf(tuple(sorted(set(individuals))))) if individuals else _NOTHING
        case ax.Only(role, filler):
            return _existential(role, literal(filler).opposite).opposite
        case ax.Some(role, filler):
            return _existential(role, literal(filler))
        case ax.DataOnly(prop, data_range):
            return member(ax.DataSome(prop, without(data_range))).opposite
        case ax.DataHasValue(prop, value):
            return member(ax.DataSome(prop, ax.DataOneOf((value,))))
    return _counted(expression)


def _counted(expression: ax.Expression) -> Predicate:  # noqa: PLR0911
    """Cardinalities: at most n is not at least n + 1, and at least one is some."""
    match expression:
        case ax.AtLeast(0) | ax.DataAtLeast(0):
            return member(ax.THING)
        case ax.AtLeast(1, role, filler):
            return literal(ax.Some(role, filler))
        case ax.DataAtLeast(1, prop, data_range):
            return literal(ax.DataSome(prop, data_range))
        case ax.AtLeast(count, role, filler):
            return member(ax.AtLeast(count, role, expression_of(literal(filler))))
        case ax.AtMost(count, role, filler):
            return literal(ax.AtLeast(count + 1, role, filler)).opposite
        case ax.DataAtMost(count, prop, data_range):
            return literal(ax.DataAtLeast(count + 1, prop, data_range)).opposite
        case ax.Exactly(count, role, filler):
            least, most = ax.AtLeast(count, role, filler), ax.AtMost(count, role, filler)
            return literal(ax.And((least, most)))
        case ax.DataExactly(count, prop, data_range):
            parts = (
                ax.DataAtLeast(count, prop, data_range),
                ax.DataAtMost(count, prop, data_range),
            )
            return literal(ax.And(parts))
    return member(expression)


@lru_cache(maxsize=20_000)
def negative(predicate: Predicate) -> bool:
    """Return whether a predicate is one of non-membership.

    A union is represented as the complement of an intersection of complements, and is positive:

    >>> a, b = ax.Named("urn:A"), ax.Named("urn:B")
    >>> negative(literal(ax.Or((a, b)))), negative(literal(ax.Not(ax.Or((a, b)))))
    (False, True)
    """
    if predicate.kind not in ("is", "not") or isinstance(predicate.of, ax.AnyDataRange):
        return False
    if isinstance(predicate.of, ax.And):
        denies = all(negative(literal(part)) for part in predicate.of.parts)
        return denies == (predicate.kind == "is")
    return predicate.kind == "not"


def expression_of(predicate: Predicate) -> ax.Expression:
    """The class expression that an `is` or `not` predicate stands for."""
    assert not isinstance(predicate.of, str | None)
    of: ax.Expression = predicate.of  # type: ignore[assignment]
    if predicate.kind == "is":
        return of
    return ax.NOTHING if of == ax.THING else ax.Not(of)


def readable(predicate: Predicate) -> ax.Expression:
    """The expression as a person would write it, with unions and universals, few complements.

    >>> readable(literal(ax.Only(ax.Role("urn:p"), ax.Named("urn:A"))))
    Only(role=Role(iri='urn:p', inverse=False), filler=Named(iri='urn:A'))
    """
    return _plain(expression_of(predicate))


def _plain(expression: ax.Expression) -> ax.Expression:
    match expression:
        case ax.Not(of):
            return _complement(of)
        case ax.And(parts):
            return ax.And(tuple(_plain(part) for part in parts))
        case ax.Or(parts):
            return ax.Or(tuple(_plain(part) for part in parts))
        case ax.Some(role, filler):
            return ax.Some(role, _plain(filler))
        case ax.Only(role, filler):
            return ax.Only(role, _plain(filler))
    return expression


def _complement(expression: ax.Expression) -> ax.Expression:
    match expression:
        case ax.Not(of):
            return _plain(of)
        case ax.And(parts) if any(isinstance(part, ax.Not) for part in parts):
            return ax.Or(tuple(_complement(part) for part in parts))
        case ax.Some(role, ax.Not(of)):
            return ax.Only(role, _plain(of))
        case ax.Some(role, filler) if filler == ax.THING:
            return ax.Only(role, ax.NOTHING)
    return ax.Not(_plain(expression))


def _existential(role: ax.Role, filler: Predicate) -> Predicate:
    of = filler.of
    if filler.kind == "is" and isinstance(of, ax.OneOf) and len(of.individuals) == 1:
        return member(ax.HasValue(role, of.individuals[0]))
    if filler == member(ax.THING).opposite:
        return filler
    return member(ax.Some(role, expression_of(filler)))


def _intersection(parts: list[Predicate]) -> Predicate:
    flat: dict[ax.Expression, None] = {}
    for part in parts:
        if part.kind == "is" and isinstance(part.of, ax.And):
            flat.update(dict.fromkeys(part.of.parts))
        elif part != member(ax.THING):
            flat.setdefault(expression_of(part))
    if ax.NOTHING in flat:
        return member(ax.THING).opposite
    if len(flat) == 1:
        return literal(next(iter(flat)))
    if not flat:
        return member(ax.THING)
    return member(ax.And(tuple(sorted(flat, key=_order))))


@lru_cache(maxsize=20_000)
def _order(expression: ax.Expression) -> tuple[int, str]:
    ranks: list[Callable[[ax.Expression], bool]] = [
        lambda each: isinstance(each, ax.Named),
        lambda each: not isinstance(each, ax.Not),
    ]
    return next((i for i, test in enumerate(ranks) if test(expression)), 2), repr(expression)
