"""Data ranges: which values lie in them, and how they compare.

OWL 2 keeps the real numbers (integer, decimal and what derives from them) apart from `xsd:double`
and `xsd:float`: a double is never in a range of integers, whatever its size.
"""

from __future__ import annotations

import math
from fractions import Fraction

from aitaxonomy.owl.axioms import AnyDataRange, DataOneOf, DataRange
from aitaxonomy.rdf.literal_canonicalization import FLOATS, INTEGERS, canonical, number, spelled
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import OWL, RDF, RDFS, XSD

_EVERYTHING = {RDFS + "Literal"}
_REALS = {OWL + "real", OWL + "rational"}
_DECIMAL = XSD + "decimal"
_SPACES = {XSD + name for name in ("string", "boolean", "anyURI", "dateTime", *FLOATS)}
"""Datatypes that are value spaces of their own."""
_BOUNDS = ("minInclusive", "maxInclusive", "minExclusive", "maxExclusive")
"""The facets that compare; lengths, patterns and languages are not looked at."""
Number = Fraction | float
Bound = tuple[Number, bool]
"""A least or a greatest number, and whether it is included."""


def supported(data_range: AnyDataRange) -> bool:
    """Whether membership in the range can be told for every literal."""
    if not isinstance(data_range, DataRange):
        return isinstance(data_range, DataOneOf)
    datatype = data_range.datatype
    local = datatype.removeprefix(XSD)
    if local in INTEGERS or local in FLOATS or datatype in _REALS | {_DECIMAL}:
        bounds = [number(canonical(bound)) for _, bound in data_range.facets]
        comparing = all(name in _BOUNDS for name, _ in data_range.facets)
        return comparing and not any(bound is None or math.isnan(bound) for bound in bounds)
    plain = {*_SPACES, *_EVERYTHING, RDF + "PlainLiteral", RDF + "langString"}
    return datatype in plain and not data_range.facets


def contains(data_range: AnyDataRange, literal: Literal) -> bool | None:
    """Whether the literal is in the range; None if the range is of an unsupported kind.

    >>> from aitaxonomy.owl.axioms import DataRange
    >>> big = DataRange(XSD + "integer", (("minInclusive", Literal("10", XSD + "integer")),))
    >>> contains(big, Literal("9", XSD + "integer")), contains(big, Literal("10", XSD + "integer"))
    (False, True)
    """
    one = spelled(literal)
    if isinstance(data_range, DataOneOf):
        return (one or literal) in map(canonical, data_range.values)
    if not isinstance(data_range, DataRange) or not supported(data_range):
        return None
    if one is None:
        return data_range.datatype in _EVERYTHING
    return _in_datatype(data_range.datatype, one) and all(
        _within(name, one, canonical(bound)) for name, bound in data_range.facets
    )


def _in_datatype(datatype: str, one: Literal) -> bool:
    local, of = datatype.removeprefix(XSD), one.datatype
    if datatype in _EVERYTHING:
        return True
    if datatype in _REALS or datatype == _DECIMAL:
        return of in (XSD + "integer", _DECIMAL) or (datatype in _REALS and of in _REALS)
    if local in INTEGERS:
        low, high = INTEGERS[local]
        amount = number(one)
        return (
            of == XSD + "integer"
            and amount is not None
            and (low is None or amount >= low)
            and (high is None or amount <= high)
        )
    if datatype == RDF + "PlainLiteral":
        return of in (XSD + "string", RDF + "langString")
    return of == datatype


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
    lows: list[Bound] = []
    highs: list[Bound] = []
    for name, bound in data_range.facets if isinstance(data_range, DataRange) else ():
        edge = number(canonical(bound))
        if edge is not None and name in _BOUNDS:
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
    if not (isinstance(one, DataRange) and isinstance(other, DataRange)):
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
