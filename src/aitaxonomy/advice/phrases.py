"""The phrases of a request: the options that they stand for, what it is for, and the words left.

`phrases.tsv` has them in English, German, French, Spanish and Italian: patterns over words in lower
case, without accents and punctuation. An option in braces names a part of other patterns, and
what these give it stands for <1>, <2> and so on. A row without an option asks for nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from aitaxonomy.graph.search import words
from aitaxonomy.spreadsheets import read_table

Value = str | float | bool
#: Tells whether a name is one that an option takes.
Known = Callable[[str, str], bool]
#: The options that take several values.
_MANY = ("language", "accepts", "without")
#: The options of which one says more than those after it.
_OPENNESS = ("fully_open", "open_source", "open_weights")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]\w*|[$€<>≤≥]")
_PART = re.compile(r"\{([a-z]+)(?::([^{}]*))?\}")
#: A part of a pattern that any words fit: these are read by themselves.
_GAP = re.compile(r"\(\?:(?:\(\?![^()]*\))?(?:\\w\+ | \\w\+)\)(?:\{\d,\d\}|\?)")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[., ]\d{3})+")


class Phrase(NamedTuple):
    """A row of the table: the option, its value, one pattern of its words, and a note."""

    option: str
    value: str
    pattern: re.Pattern[str]
    note: str


@dataclass(frozen=True)
class ReadWords:
    """Words of a request with what they stand for.

    Attributes:
        words: them, as they stand in the request.
        option: the option, or "purpose".
        value: its value; the local name of a purpose.
        note: what is assumed, "" for nothing.

    """

    words: str
    option: str
    value: Value
    note: str = ""

    def __str__(self) -> str:
        value = "" if self.value is True else f" {self.value}"
        if isinstance(self.value, float):
            value = f" {self.value:,.15g}"
        note = f" ({self.note})" if self.note else ""
        return f"“{self.words}”: {self.option.replace('_', ' ')}{value}{note}"


@dataclass(frozen=True)
class RequestWords:
    """The reading of a request.

    Attributes:
        options: what is asked for, as options of `recommend`.
        purposes: the local names of what it is for, the one that counts first.
        read: the words of these, in order.
        left: the other words, without those that ask for nothing.

    """

    options: Mapping[str, Any] = field(default_factory=dict)
    purposes: tuple[str, ...] = ()
    read: tuple[ReadWords, ...] = ()
    left: tuple[str, ...] = ()


@cache
def phrases() -> Mapping[str, list[Phrase]]:
    """Return the rows of the table by option, each pattern by itself."""
    rows = read_table(Path(__file__).with_name("phrases.tsv"))
    texts: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        texts[row["option"].strip("{}")].append(row["words"])

    def filled(text: str, given: str = "") -> str:
        for place, each in enumerate(given.split(";"), 1):
            text = text.replace(f"<{place}>", each)
        return _PART.sub(lambda m: f"(?:{filled('|'.join(texts[m[1]]), m[2] or '')})", text)

    found: dict[str, list[Phrase]] = defaultdict(list)
    for row in rows:
        for text in row["words"].split(" | "):
            whole = _GAP.sub(r"(\g<0>)", filled(text))
            pattern = re.compile(rf"(?<!\S)(?:{whole})(?!\S)")
            found[row["option"]].append(Phrase(row["option"], row["value"], pattern, row["note"]))
    return found


def read_phrases(text: str, known: Known = lambda _option, _name: False) -> RequestWords:
    """Read the phrases of a request, the longest ones first; what is denied is left.

    Args:
        text: the request, in one of five languages.
        known: tells whether a name is one that an option takes; by default none is.

    >>> found = read_phrases("a cheap translator for German, 0,5 € pro Million Token, not an API")
    >>> found.options, found.purposes, found.left
    ({'max_price': 0.5, 'language': ['de'], 'prefer': 'cheap'}, ('translation',), ('not', 'API'))

    """
    text = unicodedata.normalize("NFC", text)
    tokens = list(_TOKEN.finditer(text))
    spelled = [words(each[0]) if each[0][0].isalpha() else each[0] for each in tokens]
    starts = [0, *accumulate(len(each) + 1 for each in spelled)]
    taken: dict[int, ReadWords | None] = {}
    options: dict[str, Any] = {}
    purposes: dict[str, int] = {}
    for place, phrase, found in _matches(" ".join(spelled)):
        span = _span(found, starts)
        option, value = phrase.option, _value(phrase, found)
        named = "name" in found.groupdict()
        if not taken.keys().isdisjoint(span) or (named and not known(option, str(value))):
            continue
        if option == "purpose":
            purposes[str(value)] = min(place, purposes.get(str(value), place))
        elif option in _MANY:
            options[option] = list(dict.fromkeys((*options.get(option, ()), value)))
        elif option and options.setdefault(option, value) != value:
            continue  # Something else is asked for already.
        said = text[tokens[span[0]].start() : tokens[span[-1]].end()]
        told = value
        if named:  # as it stands in the request
            start, end = found.span("name")
            name = [i for i, x in enumerate(starts[:-1]) if start <= x < end and i in span]
            told = text[tokens[name[0]].start() : tokens[name[-1]].end()]
        read = ReadWords(said, option, told, phrase.note) if option else None
        taken |= dict.fromkeys(span, None) | {span[0]: read}
    for less in [each for each in _OPENNESS if each in options][1:]:
        del options[less]
    return RequestWords(
        options,
        tuple(sorted(purposes, key=purposes.__getitem__)),
        tuple(read for _, read in sorted(taken.items()) if read),
        tuple(_pieces(each for i, each in enumerate(tokens) if i not in taken)),
    )


def _matches(text: str) -> Iterator[tuple[int, Phrase, re.Match[str]]]:
    """Yield the phrases in a text with their places in the table, the longest first.

    Of phrases of equal length, those that ask for nothing come last.
    """
    denied = "|".join(each.pattern.pattern for each in phrases()["{not}"])
    before = re.compile(rf"(?:{denied})(?: (?:an?|the|eine?n?|une?|una))? $")
    rows = [each for name, rows in phrases().items() if name[:1] != "{" for each in rows]
    found = [
        (place, phrase, match)
        for place, phrase in enumerate(rows)
        for match in phrase.pattern.finditer(text)
        if not phrase.option or not before.search(text[: match.start()])
    ]
    yield from sorted(found, key=lambda x: (x[2].start() - x[2].end(), not x[1].option, x[0]))


def _span(found: re.Match[str], starts: list[int]) -> list[int]:
    """Return the places of the tokens that a phrase has, without those that stand in its gaps."""
    named = found.re.groupindex.values()
    gaps = [found.span(i) for i in range(1, found.re.groups + 1) if i not in named]
    inside = [i for i, x in enumerate(starts[:-1]) if found.start() <= x < found.end()]
    return [i for i in inside if not any(a <= starts[i] < b for a, b in gaps)]


def _value(phrase: Phrase, found: re.Match[str]) -> Value:
    """Return the value of a phrase: that of the table, or a name or a number of the text."""
    groups = found.groupdict()
    if "name" in groups:
        return str(groups["name"])
    if phrase.value[:1] == "?":
        _, _, factor = phrase.value.partition("*")
        return number(str(groups["number"]), groups.get("scale") or "") * float(factor or 1)
    if phrase.value == "true":
        return True
    return float(phrase.value) if phrase.value[:1].isdigit() else phrase.value


def number(digits: str, scale: str = "") -> float:
    """Return a number with the word of its scale.

    >>> number("200.000"), number("1 000 000"), number("0,5"), number("7", "mil millones")
    (200000.0, 1000000.0, 0.5, 7000000000.0)
    """
    plain = re.sub("[., ]", "", digits) if _THOUSANDS.fullmatch(digits) else digits
    scales = (x for x in phrases()["{scale}"] if x.pattern.fullmatch(scale))
    return float(plain.replace(",", ".")) * next((float(x.value) for x in scales), 1.0)


def _pieces(tokens: Iterable[re.Match[str]]) -> Iterator[str]:
    """Yield the texts of tokens; those that touch, such as in "3D", as one."""
    piece, end = "", -1
    for token in tokens:
        if piece and token.start() != end:
            yield piece
            piece = ""
        piece, end = piece + token[0], token.end()
    if piece:
        yield piece
