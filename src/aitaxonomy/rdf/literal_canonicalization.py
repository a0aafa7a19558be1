"""Canonical literals: literals that denote the same data value become the same literal.

OWL 2 compares values, not lexical forms (https://www.w3.org/TR/owl2-syntax/#Datatype_Maps): an
integer is a decimal, and `xsd:int` is a part of it, while the values of `xsd:float` and
`xsd:double` are disjoint from these. Ill-typed literals, and those of other datatypes, stay as
they are.
"""

from __future__ import annotations

import calendar
import re
import struct
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import OWL, RDF, XSD
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
_LONGEST = 4_000
"""The greatest length of a rational: Python refuses to parse longer integers."""
_BLANKS = " \t\n\r"
_SHORTENED = ("token", "language", "Name", "NCName", "NMTOKEN")
_TRUTHS = {"true": "true", "1": "true", "false": "false", "0": "false"}
_REAL = re.compile(r"([+-]?)(?=\.?[0-9])([0-9]*)(?:\.([0-9]*))?")
_FLOAT = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN")
_RATIONAL = re.compile(r"([+-]?[0-9]+) */ *(0*[1-9][0-9]*)")
_TIME = re.compile(
    r"(-?[0-9]{4,9})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_HEX = re.compile(r"(?:[0-9a-fA-F]{2})*")
_BASE64 = re.compile(
    r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?"
)
_YEAR, _MONTH, _DAY = "-?[0-9]{4,9}", "(?:0[1-9]|1[0-2])", "(?:0[1-9]|[12][0-9]|3[01])"
_RECURRING = {
    "gYear": _YEAR,
    "gYearMonth": f"{_YEAR}-{_MONTH}",
    "gMonth": f"--{_MONTH}",
    "gMonthDay": f"--{_MONTH}-{_DAY}",
    "gDay": f"---{_DAY}",
}
"""The datatypes of parts of dates, each with a pattern for what comes before the time zone."""
_ZONE = re.compile(r"(.*?)(Z|[+-][0-9]{2}:[0-9]{2})?", re.DOTALL)
_DURATION = re.compile(
    r"(-?)P(?=[0-9T])(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)D)?"
    r"(?:T(?=[0-9])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:\.[0-9]+)?)S)?)?"
)


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
    if one.datatype == OWL + "rational":
        fits = len(one.lexical) <= _LONGEST and _RATIONAL.fullmatch(one.lexical)
        return Fraction(one.lexical.replace(" ", "")) if fits else None
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


def _rational(literal: Literal) -> Literal | None:
    """A decimal if it has finitely many places, else a fraction in lowest terms."""
    found = _RATIONAL.fullmatch(literal.lexical.strip(_BLANKS))
    if found is None or len(literal.lexical) > _LONGEST:
        return None
    exact = Fraction(int(found[1]), int(found[2]))
    rest, places = exact.denominator, 0
    while rest % 2 == 0 or rest % 5 == 0:
        rest, places = rest // (10 if rest % 10 == 0 else 2 if rest % 2 == 0 else 5), places + 1
    if rest > 1:
        return Literal(str(exact), literal.datatype)
    digits = str(abs(exact.numerator) * 10**places // exact.denominator).zfill(places + 1)
    sign, cut = "-" if exact < 0 else "", len(digits) - places
    return _real(Literal(f"{sign}{digits[:cut]}.{digits[cut:]}", XSD + "decimal"))


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


def _text(literal: Literal) -> Literal:
    """Datatypes derived from strings become strings, with white space normalized."""
    text = re.sub(r"[\t\n\r]", " ", literal.lexical)
    shorter = literal.datatype.removeprefix(XSD) in _SHORTENED
    return Literal(re.sub(" +", " ", text).strip(" ") if shorter else text)


def _bytes(literal: Literal) -> Literal | None:
    text = "".join(literal.lexical.split())
    if literal.datatype == XSD + "hexBinary":
        return Literal(text.upper(), literal.datatype) if _HEX.fullmatch(text) else None
    return Literal(text, literal.datatype) if _BASE64.fullmatch(text) else None


def _time(literal: Literal) -> Literal | None:
    """Time zones are kept: equal instants in two zones are not identical (XSD 1.1, 2.2.1)."""
    found = _TIME.fullmatch(literal.lexical.strip(_BLANKS))
    if found is None:
        return None
    year, month, day, hour, minute, second = map(int, found.groups()[:6])
    rest, zone = (found[7] or "").rstrip("0"), found[8] or ""
    midnight = hour == 24 and minute == second == 0 and not rest
    if not (1 <= month <= 12 and (hour <= 23 or midnight) and minute <= 59 and second <= 59):
        return None
    # The Gregorian calendar repeats every 400 years, also before the year 1.
    days = calendar.monthrange(year % 400 + 400, month)[1]
    if not 1 <= day <= days:
        return None
    if midnight:
        hour, day = 0, day + 1
        if day > days:
            year, month, day = (year, month + 1, 1) if month < 12 else (year + 1, 1, 1)
    date = f"{'-' if year < 0 else ''}{abs(year):04}-{month:02}-{day:02}"
    clock = f"{hour:02}:{minute:02}:{second:02}{'.' if rest else ''}{rest}"
    zone = "Z" if zone in ("+00:00", "-00:00") else zone
    return Literal(f"{date}T{clock}{zone}", XSD + "dateTime")


def _date(literal: Literal) -> Literal | None:
    """As the day's midnight has it; time zones are kept here, too."""
    day, zone = _zoned(literal)
    found = _time(Literal(f"{day}T00:00:00{zone}"))
    return found and Literal(found.lexical.replace("T00:00:00", ""), literal.datatype)


def _recurring(literal: Literal) -> Literal | None:
    part, zone = _zoned(literal)
    fits = re.fullmatch(_RECURRING[literal.datatype.removeprefix(XSD)], part)
    return Literal(part + zone, literal.datatype) if fits else None


def _zoned(literal: Literal) -> tuple[str, str]:
    """The text without its time zone, and the time zone."""
    found = _ZONE.fullmatch(literal.lexical.strip(_BLANKS))
    assert found is not None
    return found[1], "Z" if found[2] in ("+00:00", "-00:00") else found[2] or ""


def _clock(literal: Literal) -> Literal | None:
    found = _time(Literal(f"2000-01-01T{literal.lexical.strip(_BLANKS)}"))
    return found and Literal(found.lexical.partition("T")[2], literal.datatype)


def _duration(literal: Literal) -> Literal | None:
    """In months and seconds, which are the value of a duration (XSD 1.1, 3.3.6)."""
    found = _DURATION.fullmatch(literal.lexical.strip(_BLANKS))
    if found is None or len(literal.lexical) > _LONGEST:
        return None
    sign, *parts = found.groups("0")
    years, months, days, hours, minutes = map(int, parts[:5])
    months += 12 * years
    seconds = Decimal(parts[5]) + 60 * (minutes + 60 * (hours + 24 * days))
    minus = "-" if sign == "-" and (months or seconds) else ""
    written = f"{seconds:f}".rstrip("0").rstrip(".") if "." in f"{seconds:f}" else f"{seconds:f}"
    return Literal(f"{minus}P{months}MT{written}S", XSD + "duration")


def _plain(literal: Literal) -> Literal | None:
    """Text, an at sign, and a language or nothing: a string or a text in a language."""
    text, at, language = literal.lexical.rpartition("@")
    if not at:
        return None
    return Literal(text, RDF + "langString", language.lower()) if language else Literal(text)


def _xml(literal: Literal) -> Literal | None:
    """Canonical XML: the value is what a parser makes of the markup."""
    from xml.etree.ElementTree import ParseError, canonicalize

    try:
        found = canonicalize(f"<x>{literal.lexical}</x>", with_comments=True)
    except ParseError:
        return None
    return Literal(found.removeprefix("<x>").removesuffix("</x>"), literal.datatype)


_CANONICALIZERS: dict[str, Callable[[Literal], Literal | None]] = {
    **{XSD + name: _real for name in (*INTEGERS, "decimal")},
    OWL + "rational": _rational,
    **{XSD + name: _float for name in FLOATS},
    **{XSD + name: _text for name in ("normalizedString", *_SHORTENED)},
    **{XSD + name: _time for name in ("dateTime", "dateTimeStamp")},
    **{XSD + name: _bytes for name in ("hexBinary", "base64Binary")},
    XSD + "boolean": _boolean,
    XSD + "date": _date,
    **{XSD + name: _recurring for name in _RECURRING},
    XSD + "time": _clock,
    **{XSD + name: _duration for name in ("duration", "dayTimeDuration", "yearMonthDuration")},
    RDF + "PlainLiteral": _plain,
    RDF + "XMLLiteral": _xml,
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
