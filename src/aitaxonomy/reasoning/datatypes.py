"""Data values: which are equal, and which lie in a data range.

OWL 2 keeps the real numbers (integer, decimal and what derives from them) apart from `xsd:double`
and `xsd:float`: a double is never in a range of integers, whatever its size.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from aitaxonomy.reasoning.axioms import OWL, RDF, RDFS, XSD, AnyDataRange, DataOneOf, Literal

_INTEGERS = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 255),
}
_FLOATS = ("double", "float")
_TRUTHS = {"true": "true", "1": "true", "false": "false", "0": "false"}
_EVERYTHING = {RDFS + "Literal"}
_REALS = {OWL + "real", OWL + "rational", XSD + "decimal"}

Value = tuple[str, object]
"""A value space and the value in it."""


def value(literal: Literal) -> Value:
    """The value a literal denotes; an unknown datatype is compared by its lexical form.

    >>> value(Literal("007", XSD + "integer")) == value(Literal("7.0", XSD + "decimal"))
    True
    """
    local = literal.datatype.removeprefix(XSD)
    try:
        if local in _INTEGERS or local == "decimal":
            return "real", Decimal(literal.lexical.strip()).normalize()
        if local in _FLOATS:
            return local, float(literal.lexical)
    except (InvalidOperation, ValueError):
        return "ill-typed", literal.n3
    if local == "boolean" and literal.lexical in _TRUTHS:
        return "boolean", _TRUTHS[literal.lexical]
    return literal.datatype, (literal.lexical, literal.language)


def supported(data_range: AnyDataRange) -> bool:
    """Whether membership in the range can be told for every literal."""
    if isinstance(data_range, DataOneOf):
        return True
    local = data_range.datatype.removeprefix(XSD)
    numeric = local in _INTEGERS or local in _FLOATS or data_range.datatype in _REALS
    plain = local in ("string", "boolean", "anyURI", "dateTime") or (
        data_range.datatype in _EVERYTHING | {RDF + "PlainLiteral", RDF + "langString"}
    )
    return numeric or (plain and not data_range.facets)


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
    space, amount = value(literal)
    if not _in_datatype(data_range.datatype, literal, space, amount):
        return False
    return all(_within(name, amount, value(bound)) for name, bound in data_range.facets)


def _in_datatype(datatype: str, literal: Literal, space: str, amount: object) -> bool:
    local = datatype.removeprefix(XSD)
    if datatype in _EVERYTHING:
        return True
    if datatype in _REALS:
        return space == "real"
    if local in _INTEGERS:
        low, high = _INTEGERS[local]
        return (
            isinstance(amount, Decimal)
            and amount == amount.to_integral_value()
            and (low is None or amount >= low)
            and (high is None or amount <= high)
        )
    if local in (*_FLOATS, "boolean"):
        return space == local
    if datatype == RDF + "PlainLiteral":
        return literal.datatype in (XSD + "string", RDF + "langString")
    return literal.datatype == datatype


def _within(facet: str, amount: object, bound: Value) -> bool:
    limit = bound[1]
    if not isinstance(amount, Decimal | float) or not isinstance(limit, Decimal | float):
        return False
    number, edge = Decimal(amount), Decimal(limit)
    match facet:
        case "minInclusive":
            return number >= edge
        case "maxInclusive":
            return number <= edge
        case "minExclusive":
            return number > edge
    return number < edge


def interval(data_range: AnyDataRange) -> tuple[str, Decimal | None, bool, Decimal | None, bool]:
    """A range as (datatype, low, low included, high, high included), for comparing ranges."""
    low: Decimal | None = None
    high: Decimal | None = None
    low_in = high_in = True
    if isinstance(data_range, DataOneOf):
        return "", None, True, None, True
    for name, bound in data_range.facets:
        edge = value(bound)[1]
        if not isinstance(edge, Decimal | float):
            continue
        if name.startswith("min"):
            low, low_in = Decimal(edge), name == "minInclusive"
        else:
            high, high_in = Decimal(edge), name == "maxInclusive"
    return data_range.datatype, low, low_in, high, high_in


def narrower(one: AnyDataRange, other: AnyDataRange) -> bool:
    """Whether every value of the first range is certainly in the second."""
    if one == other:
        return True
    if isinstance(one, DataOneOf):
        return all(contains(other, each) for each in one.values)
    if isinstance(other, DataOneOf):
        return False
    type_one, low_one, low_in_one, high_one, high_in_one = interval(one)
    type_other, low, low_in, high, high_in = interval(other)
    if type_one != type_other and type_other not in _EVERYTHING:
        return False
    above = low is None or (
        low_one is not None and (low_one > low or (low_one == low and (low_in or not low_in_one)))
    )
    below = high is None or (
        high_one is not None
        and (high_one < high or (high_one == high and (high_in or not high_in_one)))
    )
    return above and below


def apart(one: AnyDataRange, other: AnyDataRange) -> bool:
    """Whether the two ranges certainly share no value."""
    if isinstance(one, DataOneOf):
        return all(contains(other, each) is False for each in one.values)
    if isinstance(other, DataOneOf):
        return apart(other, one)
    _, low_one, low_in_one, high_one, high_in_one = interval(one)
    _, low, low_in, high, high_in = interval(other)
    return _before(high_one, high_in_one, low, low_in) or _before(
        high, high_in, low_one, low_in_one
    )


def _before(high: Decimal | None, high_in: bool, low: Decimal | None, low_in: bool) -> bool:
    if high is None or low is None:
        return False
    return high < low or (high == low and not (high_in and low_in))
