"""Normalization of field values: text, numbers, dates, lists."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from aitaxonomy.inventory.record import FIELDS, Derivation, Record, Source, Tally
from aitaxonomy.inventory.vocabulary import find_modalities, words

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?![\d-])")
#: With dots the day comes first; with slashes the order is ambiguous.
_DAY_FIRST = re.compile(r"(\d\d?)\.(\d\d?)\.(\d{4})(?!\d)")
_SIZE = re.compile(
    r"([\d_,.]*\d(?:e[+]?\d+)?)\s*(k|m|b|t|mn|mio|bn|mrd|(?:thousand|[mbt]r?illion)s?)?\.?"
    r"(?:\s*(?:param(?:eter)?|token)s?)?",
    re.IGNORECASE,
)
_SCALE = {"": 1, "k": 10**3, "m": 10**6, "b": 10**9, "t": 10**12, "mrd": 10**9, "thousand": 10**3}
#: Groups of three digits with one separator throughout.
_GROUPED = re.compile(r"\d{1,3}(?:(?:,\d{3})+|(?:_\d{3})+|(?:\.\d{3}){2,})(?:\.\d+)?")
#: Without a unit a point before three digits groups them: nothing has a fraction of a parameter.
_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
#: A month in words, with or without a day before or after it: "Aug 22, 2024", "22 August 2024".
_MONTH = re.compile(
    r"(?:(\d\d?)(?:st|nd|rd|th)?\s+)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
    r"(?:\s+(\d\d?)(?:st|nd|rd|th)?)?,?\s+(\d{4})(?!\d)",
    re.IGNORECASE,
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MAX_LENGTH = 500
#: Larger numbers say nothing here, and Python does not write those of thousands of digits.
_MAX_NUMBER = 10**30
#: Surrogate code points, which JSON and YAML may contain and no file can.
_SURROGATE = re.compile("[\ud800-\udfff]")


def text(value: Any) -> str | None:
    r"""Return a value as one line of text, or None for a placeholder or another type.

    >>> text("  Stable\n Diffusion "), text("NOASSERTION"), text(7), text(["a"])
    ('Stable Diffusion', None, '7', None)
    """
    line = " ".join((value if isinstance(value, str) else _written(value)).split())[:_MAX_LENGTH]
    if not line.isascii():
        line = _SURROGATE.sub("\ufffd", line)
    return line if line and line.casefold() not in words("no value") else None


def _written(value: Any) -> str:
    """Return a text or a number as text, "" for what is neither or a number of too many digits."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value) if not isinstance(value, int) or abs(value) < _MAX_NUMBER else ""


def texts(value: Any) -> tuple[str, ...]:
    """Return the texts of a value that may be one text or a list of them, each once.

    >>> texts(["en", None, "de", "en"]), texts("en")
    (('en', 'de'), ('en',))
    """
    values = value if isinstance(value, list | tuple) else (value,)
    return unique(line for each in values if (line := text(each)))


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """Return the values in their order, each once."""
    return tuple(dict.fromkeys(values))


def whole(value: Any) -> int | None:
    """Return a count such as 7000000000, 7e9, "7,000" or "7 billion", or None; zero says nothing.

    A comma that is not followed by three digits is a decimal comma.

    >>> whole("70000000000.0"), whole("1.5B"), whole(0), whole("7B to 70B")
    (70000000000, 1500000000, None, None)
    >>> whole("0,35 Mrd."), whole("7,000"), whole("7.000.000"), whole("1,23,4")
    (350000000, 7000, 7000000, None)
    >>> whole("204.800"), whole("256K tokens"), whole("1.5")
    (204800, 256000, 2)
    """
    written = " ".join(_written(value).split())
    # The pattern takes quadratic time, and no number of more characters means anything.
    match = _SIZE.fullmatch(written) if len(written) < _MAX_LENGTH else None
    if not match:
        return None
    digits, unit = match[1], (match[2] or "").lower().removesuffix("s")
    if not unit and isinstance(value, str) and _THOUSANDS.fullmatch(digits):
        digits = digits.replace(".", "")
    if _GROUPED.fullmatch(digits):
        marks = ".," if digits.count(".") > 1 else ","
        digits = digits.translate(str.maketrans("", "", marks + "_"))
    try:
        number = float(digits.replace(",", ".")) * _SCALE[unit if unit in _SCALE else unit[:1]]
    except (KeyError, ValueError):
        return None
    return round(number) if 0 < number < 1e18 else None


def date(value: Any) -> str | None:
    """Return YYYY, YYYY-MM or YYYY-MM-DD, or None for no date, an impossible one or one of 1970.

    1970 is the start of Unix time, which programs write for a missing date.

    >>> date("2023-08"), date("2024-05-29T10:00:00Z"), date("1970-01-01"), date("2023-02-30")
    ('2023-08', '2024-05-29', None, None)
    >>> date("1.5.2024"), date("05/01/2024")
    ('2024-05-01', None)
    >>> date("Aug 22, 2024"), date("March 2025"), date("Q2 2024")
    ('2024-08-22', '2025-03', None)
    """
    # TOML has a type for dates.
    text = value.isoformat() if isinstance(value, datetime.date) else _written(value)
    written = text.strip()
    if named := _MONTH.match(written):
        number, on = _MONTHS.index(named[2].lower()[:3]) + 1, named[1] or named[3]
        written = f"{named[4]}-{number:02}" + (f"-{int(on):02}" if on else "")
    if day_first := _DAY_FIRST.match(written):
        written = f"{day_first[3]}-{int(day_first[2]):02}-{int(day_first[1]):02}"
    match = _DATE.match(written)
    if not match or not 1950 <= int(match[1]) <= 2100 or match[1] == "1970":
        return None
    year, month, day = match.groups()
    try:
        datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join(part for part in (year, month, day) if part)


def mapping(value: Any) -> dict[str, Any]:
    """Return the value if it is a mapping, else an empty mapping."""
    return value if isinstance(value, dict) else {}


def listed(value: Any) -> list[Any]:
    """Return a list as it is, and anything else as a list of one."""
    return value if isinstance(value, list) else [value]


def mappings(value: Any) -> list[dict[str, Any]]:
    """Return the mappings in a list, or a single mapping as a list; ignore anything else."""
    return [each for each in listed(value) if isinstance(each, dict)]


def at(value: Any, path: str) -> Iterator[Any]:
    """Yield the values at a path of keys with dots between them, also in lists; "*" is any key.

    >>> [*at({"made": [{"by": "Acme"}, {"by": ["Ltd"]}]}, "made.by")], [*at({"a": 1}, "b")]
    (['Acme', 'Ltd'], [])
    """
    key, _, rest = path.partition(".")
    if isinstance(value, list):
        for each in value:
            yield from at(each, path)
    elif not path:
        yield from () if value is None else (value,)
    elif isinstance(value, dict):
        for each in value.values() if key == "*" else (value.get(key),):
            yield from at(each, rest)


_TYPES = {field.name: field.type for field in FIELDS}


def _first(value: Any) -> str | None:
    return next(iter(texts(value)), None)


#: What reads a value, by the type of its field; modalities are looked up besides.
READERS: Mapping[str, Callable[[Any], Any]] = {
    "text": _first,
    "modality": _first,
    "texts": texts,
    "count": whole,
    "date": date,
    "flag": lambda value: value if isinstance(value, bool) else None,
    "organizations": _first,
    "modalities": texts,
    "systems": lambda value: tuple(map(Derivation, texts(value))),
}


@dataclass(frozen=True)
class Layout:
    """Where the entries of a format have the fields of a record.

    Attributes:
        format: the name of the format.
        paths: by field, the keys that lead to its value, as `at` has them; of several paths, with
            bars between them, the first that has a value.
        also: further keys that the reader of the format reads, with spaces between them.
        nameless: why an entry without a name is skipped.

    >>> layout = Layout("gadgets", {"name": "title|id", "context_window": "limits.tokens"})
    >>> source, tally = Source("a.json", "gadgets", 1), Tally()
    >>> record = layout.record({"id": "A", "limits": {"tokens": "8k"}, "cost": 1}, source, tally)
    >>> record.name, record.context_window, dict(tally.left_out)
    ('A', 8000, {'cost': 1})

    """

    format: str
    paths: Mapping[str, str]
    also: str = ""
    nameless: str = "a model without a name"

    def record(
        self, entry: Any, source: Source, tally: Tally, what: str = "", **own: Any
    ) -> Record | None:
        """Return the record of an entry, or None for one without a name, which is skipped.

        `what` is how the tally names one without a name, if not by its place. The `own` fields are
        those that the reader of the format has worked out.
        """
        tally.read += 1
        entry = mapping(entry)
        given = {field: self._value(entry, field) for field in self.paths} | own
        if not given.get("name"):
            tally.skip(self.nameless, what or str(source))
            return None
        keys = (path.split(".")[0] for each in self.paths.values() for path in each.split("|"))
        tally.leave(entry, frozenset((*keys, *self.also.split())))
        for field, value in given.items():
            if _TYPES.get(field) == "modalities":
                given[field] = find_modalities(value, tally, str(source))
        return Record(source=source, **given)

    def _value(self, entry: Mapping[str, Any], field: str) -> Any:
        read, value = READERS[_TYPES[field]], None
        for path in self.paths[field].split("|"):
            for each in ([*at(entry, path)], *at(entry, path)):
                if value := read(each):
                    return value
        return value
