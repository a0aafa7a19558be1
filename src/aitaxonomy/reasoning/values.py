"""Data values: what a literal denotes, by the value spaces of XML Schema 1.1 and OWL 2.

Two literals denote one value if both are the same in the same space. OWL 2 keeps the real numbers
(integer, decimal and what derives from them) apart from `xsd:double` and `xsd:float`, and compares
by identity: positive and negative zero are two values, NaN is one, and so is a moment only together
with its time zone.
"""

from __future__ import annotations

import calendar
import math
import re
import struct
from collections.abc import Callable
from fractions import Fraction

from aitaxonomy.reasoning.axioms import OWL, RDF, XSD, Literal

Value = tuple[str, object]
"""A value space and the value in it."""

INTEGERS: dict[str, tuple[int | None, int | None]] = {
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
"""The types of integers, each with its least and its greatest value."""
FLOATS = ("double", "float")
_COLLAPSED = ("token", "language", "Name", "NCName", "NMTOKEN")
_TRUTHS = {"true": True, "1": True, "false": False, "0": False}
_BLANKS = " \t\n\r"
_LONGEST = 4_000
"""Python does not read longer numbers."""
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_RATIONAL = re.compile(r"[+-]?[0-9]+ */ *0*[1-9][0-9]*")
_FLOAT = re.compile(rf"{_DECIMAL.pattern}([eE][+-]?[0-9]+)?|[+-]?INF|NaN")
_MOMENT = re.compile(
    r"(-?[0-9]{4,9})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2}(?:\.[0-9]+)?)"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?"
)


def value(literal: Literal) -> Value:
    """The value a literal denotes; one of an unknown datatype is its lexical form.

    >>> value(Literal("007", XSD + "integer")) == value(Literal("7.0", XSD + "decimal"))
    True
    >>> value(Literal("seven", XSD + "integer"))[0]
    'ill-typed'
    """
    if literal.datatype == RDF + "langString":
        return "langString", (literal.lexical, literal.language.lower())
    if literal.datatype not in _READERS:
        return literal.datatype, literal.lexical
    space, read = _READERS[literal.datatype]
    found = read(literal.lexical)
    return ("ill-typed", literal.n3) if found is None else (space, found)


def amount(of: Value) -> Fraction | float | None:
    """The number that a value is, to be compared with others of its space; None for no number.

    >>> amount(value(Literal("1.50", XSD + "decimal")))
    Fraction(3, 2)
    """
    space, identity = of
    if isinstance(identity, Fraction):
        return identity
    return float.fromhex(str(identity)) if space in FLOATS else None


_Read = Callable[[str], object]
"""Gives the value that a lexical form denotes in its space, None if it denotes none."""


def _number(form: re.Pattern[str]) -> _Read:
    def read(text: str) -> Fraction | None:
        text = text.strip(_BLANKS)
        if len(text) > _LONGEST or not form.fullmatch(text):
            return None
        return Fraction(text.replace(" ", ""))

    return read


def _double(text: str) -> str | None:
    text = text.strip(_BLANKS)
    return float(text.replace("INF", "inf")).hex() if _FLOAT.fullmatch(text) else None


def _single(text: str) -> str | None:
    double = _double(text)
    if double is None:
        return None
    number = float.fromhex(double)
    try:
        (number,) = struct.unpack("f", struct.pack("f", number))
    except OverflowError:
        number = math.copysign(math.inf, number)
    return number.hex()


def _truth(text: str) -> bool | None:
    return _TRUTHS.get(text.strip(_BLANKS))


def _moment(text: str) -> object:
    found = _MOMENT.fullmatch(text.strip(_BLANKS))
    if found is None:
        return None
    year, month, day, hour, minute = map(int, found.groups()[:5])
    second, zone = Fraction(found[6]), found[7]
    last = 24 if minute == second == 0 else 23
    if not (1 <= month <= 12 and hour <= last and minute <= 59 and second < 60):
        return None
    # Leap years repeat every 400 years, also before the year 1.
    if not 1 <= day <= calendar.monthrange(year % 400 + 400, month)[1]:
        return None
    if hour == 24:
        day, hour = day + 1, 0
        if day > calendar.monthrange(year % 400 + 400, month)[1]:
            year, month, day = (year, month + 1, 1) if month < 12 else (year + 1, 1, 1)
    return year, month, day, hour, minute, second, "+00:00" if zone == "Z" else zone


def _replaced(text: str) -> str:
    return re.sub("[\t\n\r]", " ", text)


def _collapsed(text: str) -> str:
    return " ".join(part for part in _replaced(text).split(" ") if part)


_READERS: dict[str, tuple[str, _Read]] = {
    **{XSD + name: ("real", _number(_INTEGER)) for name in INTEGERS},
    XSD + "decimal": ("real", _number(_DECIMAL)),
    OWL + "rational": ("real", _number(_RATIONAL)),
    XSD + "double": ("double", _double),
    XSD + "float": ("float", _single),
    XSD + "boolean": ("boolean", _truth),
    XSD + "string": ("string", str),
    XSD + "normalizedString": ("string", _replaced),
    **{XSD + name: ("string", _collapsed) for name in _COLLAPSED},
    XSD + "anyURI": ("anyURI", _collapsed),
    XSD + "dateTime": ("dateTime", _moment),
    XSD + "dateTimeStamp": ("dateTime", _moment),
    XSD + "hexBinary": ("hexBinary", lambda text: text.strip(_BLANKS).upper()),
    XSD + "base64Binary": ("base64Binary", lambda text: "".join(text.split())),
}
"""For each datatype the space of its values, and what reads them."""
