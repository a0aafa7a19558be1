"""The parts of a system's name: words, versions, sizes, and the marks of snapshots and copies."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

DATE = re.compile(r"(?<!\d)(?:19|20)\d\d[-_.]?[01]\d[-_.]?[0-3]\d(?!\d)")
#: Marks of a provider's offer after a colon: its price class, or its context length.
SERVED = re.compile(r":(?:free|nitro|extended|floor|online|\d+k|mm)$")
#: The revision number of Bedrock, which starts at v1:0; other numbers there are model versions.
REVISION = re.compile(r"[-_]v(\d+):0$")
#: Bedrock's first revision without a colon, which follows the word for the tuning.
REVISED = re.compile(r"(?:(?<=chat)|(?<=instruct))[-_]v1$")
#: Marks of quantization or of another file format.
QUANTIZED = re.compile(
    r"(?<![a-z0-9])(?:i?q\d(?:[_-](?:\d|[a-z]|k|xl|xs|xxs)+)*|[2-8][-_]?bits?|w\d+a\d+(?:kv\d+)?|"
    r"b?fp?(?:4|8|16|32)|mxfp[48]|nvfp4|nf4|int[48]|gguf|ggml|gptq|awq|exl[23]|mlx|bnb|onnx|"
    r"openvino|quantized|imatrix|i1|dynamic)(?![a-z0-9])"
)
TUNED = frozenset(("instruct", "chat", "it", "hf", "base", "pt", "inst"))
SNAPSHOT = frozenset(("preview", "latest", "exp", "experimental", "beta"))
#: "3-5" and "3_1" are versions unless they belong to a longer number or to a size.
#: (The pattern starts with a digit and looks behind later, which is the faster order.)
VERSION = re.compile(r"(\d)(?<![\d.]\d)[-_](\d)(?![\d.]|[bkmt](?![a-z]))")
POINT = re.compile(r"p(?<=\dp)(?=\d)")
TOKEN = re.compile(r"(?:\d+x)?\d+(?:\.\d+)?[bm](?![^\W\d_])|\d+(?:\.\d+)*|[^\W\d_]+|\+")
SIZE = re.compile(r"(?:\d+x)?\d+(?:\.\d+)?[bm]")


class Parts(NamedTuple):
    """A name in parts.

    Attributes:
        tokens: words, versions and sizes in their order, in lower case.
        core: the same without marks of a snapshot: dates, "preview", "latest".
        bare: `core` without "instruct", "chat" and the like, and without a last "v0.1".
        snapshot: what `core` leaves out; never a part of the name that versions need.
        quantized: whether the name says that bits were taken away, which no token shows.

    """

    tokens: tuple[str, ...]
    core: tuple[str, ...]
    bare: tuple[str, ...]
    snapshot: tuple[str, ...]
    quantized: bool

    @property
    def sizes(self) -> frozenset[str]:
        """The sizes that the name states, such as "8b"."""
        return frozenset(token for token in self.core if SIZE.fullmatch(token))

    @property
    def numbered(self) -> bool:
        """Return whether the name has a version or a size."""
        return any(map(is_number, self.core))

    @property
    def line(self) -> tuple[str, ...]:
        """Return `bare` without sizes, and without the mark of active parameters."""
        sizes = [is_number(token) and bool(SIZE.fullmatch(token)) for token in self.bare]
        if not any(sizes):
            return self.bare
        pairs = zip(self.bare, sizes, (*sizes[1:], False), strict=True)
        return tuple(
            token
            for token, is_size, before_size in pairs
            if not is_size and not (token == "a" and before_size)
        )


def numbers(tokens: tuple[str, ...]) -> frozenset[str]:
    """Return the versions among tokens, without sizes."""
    return frozenset(t for t in tokens if is_number(t) and not SIZE.fullmatch(t))


def is_number(token: str) -> bool:
    """Return whether a token is a version or a size rather than a word."""
    return token[0] in "0123456789"


@lru_cache(maxsize=10_000)
def take_apart(name: str) -> Parts:
    """Return the parts of a name.

    >>> take_apart("claude-3-5-sonnet-20241022-v2:0").core
    ('claude', '3.5', 'sonnet')
    >>> take_apart("Llama-3.1-8B-Instruct").line
    ('llama', '3.1')
    """
    plain = name if name.isascii() else unicodedata.normalize("NFKC", name)
    plain = plain.casefold().strip()
    dates: list[str] = []
    if "20" in plain or "19" in plain:
        dates = DATE.findall(plain)
        plain = DATE.sub(" ", plain)
    if ":" in plain:
        plain = SERVED.sub("", plain)
        if (revision := REVISION.search(plain)) and (revision[1] == "1" or dates):
            plain = plain[: revision.start()]
        plain = MINOR.sub(r"\1.\2", plain)
    plain = REVISED.sub("", plain)
    unquantized = QUANTIZED.sub(" ", plain)
    tokens = _tokens(unquantized)
    core = tokens
    while len(core) > 1 and (core[-1] in SNAPSHOT or _is_stamp(core)):
        core = core[:-1]
    snapshot = (*tokens[len(core) :], *dates)
    core = _without(SNAPSHOT, core)
    bare = _without(TUNED, core)
    if len(bare) > 1 and FIRST.fullmatch(bare[-1]):
        bare = bare[:-1]
    if dates:
        tokens = (*tokens, *(re.sub(r"\D", "", date) for date in dates))
    return Parts(tokens, core, bare, snapshot, unquantized != plain)


def _without(words: frozenset[str], tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return tokens without some words; the first token stays, as it may be the name itself."""
    if words.isdisjoint(tokens):
        return tokens
    return (*tokens[:1], *(token for token in tokens[1:] if token not in words))


#: A release before the first, such as v0.1: the label of weights that are published again.
FIRST = re.compile(r"0\.\d")
#: A date in numbers: month and day, year and month, or all three in any order.
_MONTH, _DAY = "(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
STAMP = re.compile(
    rf"{_MONTH}{_DAY}|(?:20)?2\d{_MONTH}(?:{_DAY})?|(?:19|20)\d\d(?:{_MONTH}(?:{_DAY})?)?"
    rf"|{_DAY}{_MONTH}(?:20)?2\d"
)
MINOR = re.compile(r"(?<=v)(\d+):(\d+)$")


def _is_stamp(tokens: tuple[str, ...]) -> bool:
    """Return whether the last token is a date in numbers, or the number of a build such as 001."""
    last = tokens[-1]
    if len(last) < 3 or not last.isdigit():
        return False
    if len(last) == 3 and last.startswith("0"):
        return any(map(is_number, tokens[:-1]))
    return STAMP.fullmatch(last) is not None


def _tokens(text: str) -> tuple[str, ...]:
    if "p" in text:
        text = POINT.sub(".", text)
    text = VERSION.sub(r"\1.\2", text)
    found = TOKEN.findall(text)
    if "v" in found:
        pairs = zip(found, (*found[1:], "x"), strict=True)
        found = [here for here, after in pairs if here != "v" or not is_number(after)]
    if ".0" in text:
        found = [token.removesuffix(".0") for token in found]
    return tuple(found)
