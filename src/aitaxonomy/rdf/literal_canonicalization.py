"""Canonical literals: literals that denote the same data value become the same literal.

OWL 2 compares values, not lexical forms (https://www.w3.org/TR/owl2-syntax/#Datatype_Maps): an
integer is a decimal, and `xsd:int` is a part of it, while the values of `xsd:float` and
`xsd:double` are disjoint from these. Ill-typed literals, and those of datatypes that lists and
ontologies do not use (durations, fractions, markup ...), stay as they are.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import RDF, XSD
from aitaxonomy.rdf.ntriples import parse_literal

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
"""The integer datatypes (local names), each with its least and its greatest value."""
FLOATS = ("double", "float")
_BLANKS = " \t\n\r"
_TRUTHS = {"true": "true", "1": "true", "false": "false", "0": "false"}
_REAL = re.compile(r"([+-]?)(?=\.?[0-9])([0-9]*)(?:\.([0-9]*))?")
_FLOAT = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN")
_TIME = re.compile(
    r"(-?[0-9]{4,9})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_RECURRING = {
    "gYear": re.compile("(-?[0-9]{4,9})(Z|[+-][0-9]{2}:[0-9]{2})?"),
    "gYearMonth": re.compile("(-?[0-9]{4,9}-(?:0[1-9]|1[0-2]))(Z|[+-][0-9]{2}:[0-9]{2})?"),
}
"""The datatypes of parts of dates, each with a pattern for the part and the time zone."""
_UTC = ("+00:00", "-00:00")


def spelled(literal: Literal) -> Literal | None:
    """The canonical literal of the same value; None for an ill-typed literal, which has no value.

    >>> spelled(Literal("007.0", XSD + "decimal")).n3
    '"7"^^<http://www.w3.org/2001/XMLSchema#integer>'
    >>> spelled(Literal("seven", XSD + "integer")) is None
    True
    """
    if literal.datatype == RDF + "langString":
        return Literal(literal.lexical, literal.datatype, literal.language.lower())
    canonicalize = _CANONICALIZERS.get(literal.datatype)
    return literal if canonicalize is None else canonicalize(literal)


def canonical(literal: Literal) -> Literal:
    """The canonical literal of the same value; an ill-typed literal is returned as it is."""
    return spelled(literal) or literal


def canonical_term(term: str) -> str:
    """The canonical form of a term in N-Triples; other terms than literals stay as they are.

    >>> canonical_term('"1"^^<http://www.w3.org/2001/XMLSchema#boolean>')
    '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'
    """
    return canonical(parse_literal(term)).n3 if term.startswith('"') else term


def number(one: Literal) -> Fraction | float | None:
    """The number that a canonical literal denotes; None if it denotes none.

    >>> number(spelled(Literal("1.50", XSD + "decimal")))
    Fraction(3, 2)
    """
    if one.datatype in (XSD + "integer", XSD + "decimal"):
        # An ill-typed literal is not a number.
        return Fraction(Decimal(one.lexical)) if _REAL.fullmatch(one.lexical) else None
    if one.datatype.removeprefix(XSD) in FLOATS and _FLOAT.fullmatch(one.lexical):
        return float(one.lexical)
    return None


def _real(literal: Literal) -> Literal | None:
    found = _REAL.fullmatch(literal.lexical.strip(_BLANKS))
    if found is None or (literal.datatype != XSD + "decimal" and found[3] is not None):
        return None
    whole, rest = found[2].lstrip("0") or "0", (found[3] or "").rstrip("0")
    sign = "-" if found[1] == "-" and (whole != "0" or rest) else ""
    if rest:
        return Literal(f"{sign}{whole}.{rest}", XSD + "decimal")
    return Literal(sign + whole, XSD + "integer")


def _float(literal: Literal) -> Literal | None:
    """With as many digits as the precision of the datatype distinguishes."""
    text = literal.lexical.strip(_BLANKS)
    if not _FLOAT.fullmatch(text):
        return None
    amount = float(text)
    if literal.datatype == XSD + "float":
        try:
            (amount,) = struct.unpack("f", struct.pack("f", amount))
        except OverflowError:
            amount = float("inf") if amount > 0 else -float("inf")
    names = {"inf": "INF", "-inf": "-INF", "nan": "NaN"}
    return Literal(names.get(repr(amount), repr(amount)), literal.datatype)


def _boolean(literal: Literal) -> Literal | None:
    truth = _TRUTHS.get(literal.lexical.strip(_BLANKS))
    return None if truth is None else Literal(truth, literal.datatype)


def _time(literal: Literal) -> Literal | None:
    """Days, and instants; time zones are kept: equal instants in two are not identical."""
    found = _TIME.fullmatch(literal.lexical.strip(_BLANKS))
    if found is None or (found[4] is None) is not (literal.datatype == XSD + "date"):
        return None
    year, month, day, hour, minute, second = map(int, found.groups("0")[:6])
    try:  # the Gregorian calendar repeats every 400 years
        datetime(year % 400 + 400, month, day, hour, minute, second)
    except ValueError:
        return None
    text = f"{'-' if year < 0 else ''}{abs(year):04}-{found[2]}-{found[3]}"
    if found[4] is not None:
        part = (found[7] or "").rstrip("0")
        text += f"T{found[4]}:{found[5]}:{found[6]}{'.' if part else ''}{part}"
    return Literal(text + _zone(found[8]), literal.datatype)


def _recurring(literal: Literal) -> Literal | None:
    pattern = _RECURRING[literal.datatype.removeprefix(XSD)]
    found = pattern.fullmatch(literal.lexical.strip(_BLANKS))
    return found and Literal(found[1] + _zone(found[2]), literal.datatype)


def _zone(found: str | None) -> str:
    return "Z" if found in _UTC else found or ""


_CANONICALIZERS: dict[str, Callable[[Literal], Literal | None]] = {
    **{XSD + name: _real for name in (*INTEGERS, "decimal")},
    **{XSD + name: _float for name in FLOATS},
    XSD + "dateTime": _time,
    XSD + "date": _time,
    XSD + "boolean": _boolean,
    **{XSD + name: _recurring for name in _RECURRING},
}
"""The function of each datatype; it returns None for ill-typed literals."""
KNOWN = frozenset((*_CANONICALIZERS, XSD + "string", XSD + "anyURI", RDF + "langString"))
"""The datatypes whose values are known."""
DOUBTFUL = rf'"(?:@[^"]*[A-Z][^"]*|\^\^<(?:{"|".join((*_CANONICALIZERS, XSD + "string"))})>)$'
"""A regular expression that finds all literals in N-Triples that may not be canonical."""
CERTAIN = (
    rf'^"(?:(?:0|-?[1-9][0-9]*)"\^\^<{XSD}integer>'
    rf'|-?(?:0|[1-9][0-9]*)\.[0-9]*[1-9]"\^\^<{XSD}decimal>'
    rf'|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}Z?"\^\^<{XSD}date>'
    rf'|(?:true|false)"\^\^<{XSD}boolean>'
    rf'|[0-9-]+T(?:[01][0-9]|2[0-3])[0-9:]+Z?"\^\^<{XSD}dateTime>)$'
)
"""A regular expression for literals among these that certainly are canonical."""
