"""Data ranges: which values lie in them, and how they compare.

OWL 2 keeps the real numbers (integer, decimal and what derives from them) apart from `xsd:double`
and `xsd:float`: a double is never in a range of integers, whatever its size. Undecidable cases stay
open: nothing is known of a literal that denotes no value, or of an unknown datatype.
"""

from __future__ import annotations

import math
from fractions import Fraction

from aitaxonomy.owl.axioms import (
    LITERAL,
    AnyDataRange,
    DataAnd,
    DataNot,
    DataOneOf,
    DataOr,
    DataRange,
)
from aitaxonomy.rdf.literal_canonicalization import (
    FLOATS,
    INTEGERS,
    KNOWN,
    canonical,
    number,
    spelled,
)
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import OWL, XSD

_NUMBERS = {
    **{XSD + name: 0 for name in INTEGERS},
    **{XSD + "decimal": 1, OWL + "real": 2},
}
"""The datatypes of real numbers; one with a lower number is part of those with higher ones."""
_BOUNDS = ("minInclusive", "maxInclusive", "minExclusive", "maxExclusive")
"""The facets that compare; lengths, patterns and languages are not looked at."""
Number = Fraction | float
Bound = tuple[Number, bool]
"""A least or a greatest number, and whether it is included."""


def supported(data_range: AnyDataRange) -> bool:
    """Return whether membership in the range is decidable for every literal of known value."""
    match data_range:
        case DataOneOf(values):
            return all(map(has_known_value, values))
        case DataNot(of):
            return supported(of)
        case DataAnd(parts) | DataOr(parts):
            return all(map(supported, parts))
        case DataRange(datatype, facets):
            numeric = datatype in _NUMBERS or datatype.removeprefix(XSD) in FLOATS
            bounds = [number(canonical(bound)) for _, bound in facets]
            comparing = numeric and all(name in _BOUNDS for name, _ in facets)
            known = datatype in KNOWN | _NUMBERS.keys() or data_range == LITERAL
            return (known and not facets) or (
                comparing and not any(bound is None or math.isnan(bound) for bound in bounds)
            )


def has_known_value(literal: Literal) -> bool:
    """Return whether the literal is of a known datatype, and denotes a value of it.

    >>> [has_known_value(Literal("7", XSD + name)) for name in ("integer", "gMonth", "week")]
    [True, False, False]
    """
    return literal.datatype in KNOWN and spelled(literal) is not None


def contains(data_range: AnyDataRange, literal: Literal) -> bool | None:
    """Return whether the literal is in the range; None if that is undecidable.

    >>> from aitaxonomy.owl.axioms import DataRange
    >>> big = DataRange(XSD + "integer", (("minInclusive", Literal("10", XSD + "integer")),))
    >>> contains(big, Literal("9", XSD + "integer")), contains(big, Literal("10", XSD + "integer"))
    (False, True)
    """
    one = spelled(literal) if literal.datatype in KNOWN else None
    return None if one is None else _contains(data_range, one)


def _contains(data_range: AnyDataRange, one: Literal) -> bool | None:
    match data_range:
        case DataNot(of):
            inside = _contains(of, one)
            return None if inside is None else not inside
        case DataAnd(parts) | DataOr(parts):
            found = [_contains(part, one) for part in parts]
            decisive = isinstance(data_range, DataOr)
            return decisive if decisive in found else None if None in found else not decisive
        case DataOneOf(values):
            if one in map(canonical, values):
                return True
            return False if supported(data_range) else None
        case DataRange(datatype, facets):
            if not supported(data_range):
                return None
            return _in_datatype(datatype, one) and all(
                _within(name, one, canonical(bound)) for name, bound in facets
            )


def _in_datatype(datatype: str, one: Literal) -> bool:
    """Return whether a canonical literal is of a supported datatype."""
    if datatype == LITERAL.datatype:
        return True
    if datatype in _NUMBERS:
        low, high = _of_integers(datatype)
        amount = number(one)
        return (
            _NUMBERS.get(one.datatype, 3) <= _NUMBERS[datatype]
            and amount is not None
            and (low is None or amount >= low)
            and (high is None or amount <= high)
        )
    return one.datatype == datatype


def _of_integers(datatype: str) -> tuple[int | None, int | None]:
    return INTEGERS.get(datatype.removeprefix(XSD), (None, None))


def _within(facet: str, one: Literal, bound: Literal) -> bool:
    amount, edge = number(one), number(bound)
    if amount is None or edge is None or isinstance(amount, float) != isinstance(edge, float):
        return False
    match facet:
        case "minInclusive":
            return amount >= edge
        case "maxInclusive":
            return amount <= edge
        case "minExclusive":
            return amount > edge
    return amount < edge


def interval(data_range: AnyDataRange) -> tuple[Bound | None, Bound | None]:
    """The least and the greatest number of a range, by all of its facets; None for no such bound.

    >>> from aitaxonomy.owl.axioms import DataRange
    >>> five, seven = (Literal(each, XSD + "integer") for each in ("5", "7"))
    >>> interval(DataRange(XSD + "integer", (("minExclusive", seven), ("minInclusive", five))))
    ((Fraction(7, 1), False), None)
    """
    if not isinstance(data_range, DataRange):
        return None, None
    low, high = _of_integers(data_range.datatype)
    lows: list[Bound] = [] if low is None else [(Fraction(low), True)]
    highs: list[Bound] = [] if high is None else [(Fraction(high), True)]
    for name, bound in data_range.facets:
        edge = number(canonical(bound))
        if edge is not None and name in _BOUNDS:
            (lows if name.startswith("min") else highs).append((edge, name.endswith("Inclusive")))
    # Of two bounds with the same number the narrower one leaves it out.
    least = max(lows, key=lambda bound: (bound[0], not bound[1]), default=None)
    return least, min(highs, default=None)


def narrower(one: AnyDataRange, other: AnyDataRange) -> bool:
    """Return whether every value of the first range is certainly in the second."""
    if other in (one, LITERAL):
        return True
    if isinstance(one, DataOneOf):
        return all(contains(other, each) for each in one.values)
    if isinstance(other, DataNot):
        return apart(one, other.of)
    if not (isinstance(one, DataRange) and isinstance(other, DataRange)):
        return False
    if not (supported(one) and supported(other)) or not _part_of(one.datatype, other.datatype):
        return False
    (low_one, high_one), (low, high) = interval(one), interval(other)
    above = low is None or (
        low_one is not None and (low_one[0], not low_one[1]) >= (low[0], not low[1])
    )
    return above and (high is None or (high_one is not None and high_one <= high))


def _part_of(one: str, other: str) -> bool:
    """Return whether a datatype is another one, or part of it but for its bounds."""
    if one in _NUMBERS and other in _NUMBERS:
        return _NUMBERS[one] <= _NUMBERS[other]
    return one == other


def apart(one: AnyDataRange, other: AnyDataRange) -> bool:
    """Return whether the two ranges certainly share no value."""
    if isinstance(one, DataNot | DataOneOf):
        one, other = other, one
    if isinstance(other, DataNot):
        return narrower(one, other.of)
    if isinstance(other, DataOneOf):
        return all(contains(one, each) is False for each in other.values)
    if not (isinstance(one, DataRange) and isinstance(other, DataRange)):
        return False
    if not (supported(one) and supported(other)):
        return False
    if LITERAL not in (one, other) and _space(one.datatype) != _space(other.datatype):
        return True
    (low_one, high_one), (low, high) = interval(one), interval(other)
    return _before(high_one, low) or _before(high, low_one)


def _space(datatype: str) -> str:
    """The value space of a datatype, by a name: different ones share no value."""
    if datatype in _NUMBERS:
        return OWL + "real"
    return datatype


def _before(high: Bound | None, low: Bound | None) -> bool:
    if high is None or low is None:
        return False
    return high[0] < low[0] or (high[0] == low[0] and not (high[1] and low[1]))


def without(data_range: AnyDataRange) -> AnyDataRange:
    """The values outside of a range, written without a double complement.

    >>> without(DataNot(LITERAL)) == LITERAL
    True
    """
    return data_range.of if isinstance(data_range, DataNot) else DataNot(data_range)
