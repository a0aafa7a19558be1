"""Sizes and days in words: "more than 100 billion parameters", "November 2022"."""

from __future__ import annotations

import datetime
import re
from contextlib import suppress
from typing import NamedTuple

_COMPARED = (
    (r"(?:more than|over|above|larger than|bigger than|greater than|>)", "minExclusive"),
    (r"(?:at least|no less than|>=|from)", "minInclusive"),
    (r"(?:less than|fewer than|under|below|smaller than|<)", "maxExclusive"),
    (r"(?:at most|up to|no more than|<=)", "maxInclusive"),
)
_SCALES = {
    "": 1, "k": 10**3, "thousand": 10**3, "m": 10**6, "million": 10**6, "b": 10**9, "bn": 10**9,
    "billion": 10**9, "t": 10**12, "trillion": 10**12,
}  # fmt: skip
#: Numbers in words, those that begin with another first.
_WORDS = {
    "half an": 0.5, "half a": 0.5, "a hundred": 100, "one hundred": 100, "hundred": 100,
    "an": 1, "a": 1, "one": 1, "two": 2, "three": 3, "five": 5, "ten": 10,
}  # fmt: skip
_SCALE = r"(?P<scale>k|thousand|m|million|bn?|billion|t|trillion)"
_NUMBER = rf"(?P<number>[\d.,]+|{'|'.join(_WORDS)})\s*-?\s*{_SCALE}?(?![a-z])"
_SIZE = re.compile(
    rf"(?:(?:with|has|have|having|of)\s+)*(?P<head>[a-z ]*?)\s*(?:of\s+)?(?P<how>"
    rf"{'|'.join(words for words, _ in _COMPARED)})\s+{_NUMBER}\s*(?P<unit>[a-z ]*)",
    re.IGNORECASE,
)
_BARE_SIZE = re.compile(
    r"(?:(?:with|has|have|having|of)\s+)*(?:(?:an?\s+)?(?P<head>[a-z ]+?)\s+of\s+)?"
    rf"(?P<number>[\d.,]+|an?|one)?\s*-?\s*{_SCALE}(?![a-z])[\s-]*(?P<unit>[a-z ]*)",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{4}-\d{2}|(?:19|20)\d{2}")
_DAY = datetime.timedelta(days=1)


class Size(NamedTuple):
    """A size in words.

    Attributes:
        unit: the words for what is counted, such as "parameters".
        number: the number.
        bound: the facet that the words give it, such as "minExclusive"; "" for a size by itself.

    """

    unit: str
    number: float
    bound: str

    def bounds(self, *, is_floor: bool) -> list[tuple[str, float]]:
        """Return the facets, each with its number.

        Args:
            is_floor: whether a size by itself is the least; else it is a round number.

        """
        if self.bound or is_floor:
            return [(self.bound or "minInclusive", self.number)]
        return [("minInclusive", 0.9 * self.number), ("maxInclusive", 1.1 * self.number)]


def read_size(words: str) -> Size | None:
    """Return the size that words say, None for other words.

    >>> read_size("context of at least 128k tokens")
    Size(unit='context tokens', number=128000.0, bound='minInclusive')
    >>> read_size("70B"), read_size("more than 1.2.3 parameters")
    (Size(unit='parameters', number=70000000000.0, bound=''), None)
    """
    found = _SIZE.fullmatch(words) or _BARE_SIZE.fullmatch(words)
    if not found:
        return None
    scale = (found["scale"] or "").lower()
    unit = f"{found['head'] or ''} {found['unit'] or ''}".strip()
    if not unit and scale:  # "70B" and "under 10B", but "128k"
        unit = "context" if scale in ("k", "thousand") else "parameters"
    text = (found["number"] or "1").lower().replace(",", "")
    with suppress(ValueError):
        number = float(_WORDS.get(text, text)) * _SCALES[scale]
        how = found.groupdict().get("how") or ""
        bounds = (b for words, b in _COMPARED if re.fullmatch(words, how, re.IGNORECASE))
        return Size(unit, number, next(bounds, ""))
    return None


def is_date(text: str) -> bool:
    """Return whether a text is a day, a month or a year in ISO 8601."""
    return _DATE.fullmatch(text) is not None


def iso_date(date: str) -> str:
    """Return a date with the name of its month in ISO 8601; other words as they are.

    >>> iso_date("Nov 2022"), iso_date("November 30, 2022"), iso_date("30 November 2022")
    ('2022-11', '2022-11-30', '2022-11-30')
    >>> iso_date("GPT-4")
    'GPT-4'
    """
    for form in (f"{of} %Y" for of in ("%B", "%b", "%d %B", "%B %d,", "%B %d", "%d %b", "%b %d,")):
        with suppress(ValueError):
            day = datetime.datetime.strptime(date, form).date().isoformat()
            return day if "%d" in form else day[:7]
    return date


def day_after(day: str) -> str:
    """Return the day after a day, or after the last of a month or year.

    >>> day_after("2023"), day_after("2023-12"), day_after("2023-12-31")
    ('2024-01-01', '2024-01-01', '2024-01-01')
    """
    year, month, date = (*map(int, day.split("-")[:3]), 0, 0)[:3]
    if date:
        return (datetime.date(year, month, date) + _DAY).isoformat()
    return f"{year + (month in (0, 12)):04}-{month % 12 + 1 if month else 1:02}-01"
