"""Data ranges: which values lie in them, and how they compare.

OWL 2 keeps the real numbers (integer, decimal and what derives from them) apart from `xsd:double`
and `xsd:float`: a double is never in a range of integers, whatever its size.
"""

from __future__ import annotations

import math
from fractions import Fraction

from aitaxonomy.reasoning.axioms import OWL, RDF, RDFS, XSD, AnyDataRange, DataOneOf, Literal
from aitaxonomy.reasoning.values import FLOATS, INTEGERS, Value, amount, value

_EVERYTHING = {RDFS + "Literal"}
_REALS = {OWL + "real", OWL + "rational"}
_DECIMAL = XSD + "decimal"
_SPACES = {XSD + name: name for name in ("string", "boolean", "anyURI", "dateTime", *FLOATS)}
"""Datatypes that are whole value spaces."""
Number = Fraction | float
Bound = tuple[Number, bool]
"""A least or a greatest number, and whether it is included."""


def supported(data_range: AnyDataRange) -> bool:
    """Whether membership in the range can be told for every literal."""
    if isinstance(data_range, DataOneOf):
        return True
    datatype = data_range.datatype
    local = datatype.removeprefix(XSD)
    if local in INTEGERS or local in FLOATS or datatype in _REALS | {_DECIMAL}:
        bounds = [amount(value(bound)) for _, bound in data_range.facets]
        return not any(bound is None or math.isnan(bound) for bound in bounds)
    plain = {*_SPACES, *_EVERYTHING, RDF + "PlainLiteral", RDF + "langString"}
    return datatype in plain and not data_range.facets


def contains(data_range: AnyDataRange, literal: Literal) -> bool | None:
    """Whether the literal is in the range; None if the range is of an unsupported kind.

    >>> from aitaxonomy.reasoning.axioms import DataRange
    >>> big = DataRange(XSD + "integer", (("minInclusive", Literal("10", XSD + "integer")),))
    >>> contains(big, Literal("9", XSD + "integer")), contains(big, Literal("10", XSD + "integer"))
    (False, True)
    """
    if isinstance(data_range, DataOneOf):
        return value(literal) in [value(each) for each in data_range.values]
    if not supported(data_range):
        return None
    found = value(literal)
    return _in_datatype(data_range.datatype, found) and all(
        _within(name, found, value(bound)) for name, bound in data_range.facets
    )


def _in_datatype(datatype: str, found: Value) -> bool:
    space, number = found
    local = datatype.removeprefix(XSD)
    if datatype in _EVERYTHING:
        return True
    if datatype in _REALS:
        return space == "real"
    if datatype == _DECIMAL:
        return isinstance(number, Fraction) and _is_decimal(number)
    if local in INTEGERS:
        low, high = INTEGERS[local]
        return (
            isinstance(number, Fraction)
            and number.denominator == 1
            and (low is None or number >= low)
            and (high is None or number <= high)
        )
    if datatype == RDF + "PlainLiteral":
        return space in ("string", "langString")
    return space == _SPACES.get(datatype, "langString")


def _is_decimal(number: Fraction) -> bool:
    """Whether the number has finitely many places after the point."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def _within(facet: str, found: Value, bound: Value) -> bool:
    number, edge = amount(found), amount(bound)
    if found[0] != bound[0] or number is None or edge is None:
        return False
    match facet:
        case "minInclusive":
            return number >= edge
        case "maxInclusive":
            return number <= edge
        case "minExclusive":
            return number > edge
    return number < edge


def interval(data_range: AnyDataRange) -> tuple[Bound | None, Bound | None]:
    """The least and the greatest number of a range, by all of its facets; None for no such bound.

    >>> from aitaxonomy.reasoning.axioms import DataRange
    >>> five, seven = (Literal(each, XSD + "integer") for each in ("5", "7"))
    >>> interval(DataRange(XSD + "integer", (("minExclusive", seven), ("minInclusive", five))))
    ((Fraction(7, 1), False), None)
    """
    lows: list[Bound] = []
    highs: list[Bound] = []
    for name, bound in () if isinstance(data_range, DataOneOf) else data_range.facets:
        edge = amount(value(bound))
        if edge is not None:
            (lows if name.startswith("min") else highs).append((edge, name.endswith("Inclusive")))
    # Of two bounds with the same number the narrower one leaves it out.
    low = max(lows, key=lambda bound: (bound[0], not bound[1]), default=None)
    return low, min(highs, default=None)


def narrower(one: AnyDataRange, other: AnyDataRange) -> bool:
    """Whether every value of the first range is certainly in the second."""
    if one == other:
        return True
    if isinstance(one, DataOneOf):
        return all(contains(other, each) for each in one.values)
    if isinstance(other, DataOneOf):
        return False
    if not (supported(one) and supported(other)):
        return False
    if one.datatype != other.datatype and other.datatype not in _EVERYTHING:
        return False
    (low_one, high_one), (low, high) = interval(one), interval(other)
    above = low is None or (
        low_one is not None and (low_one[0], not low_one[1]) >= (low[0], not low[1])
    )
    return above and (high is None or (high_one is not None and high_one <= high))


def apart(one: AnyDataRange, other: AnyDataRange) -> bool:
    """Whether the two ranges certainly share no value."""
    if isinstance(one, DataOneOf):
        return all(contains(other, each) is False for each in one.values)
    if isinstance(other, DataOneOf):
        return apart(other, one)
    if not (supported(one) and supported(other)):
        return False
    (low_one, high_one), (low, high) = interval(one), interval(other)
    return _before(high_one, low) or _before(high, low_one)


def _before(high: Bound | None, low: Bound | None) -> bool:
    if high is None or low is None:
        return False
    return high[0] < low[0] or (high[0] == low[0] and not (high[1] and low[1]))
