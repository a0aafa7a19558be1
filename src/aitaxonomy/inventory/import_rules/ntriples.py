"""Terms and lines of N-Triples, escaped."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from urllib.parse import quote

from aitaxonomy.inventory.vocabulary import AIT, AIX
from aitaxonomy.terms import PREFIXES

_AWKWARD = re.compile(r'["\\\x00-\x1f\x7f\ud800-\udfff]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_NO_WORD = re.compile(r"[^\w.]+|_+")
_XSD = PREFIXES["xsd"]


def term(prefix: str, local: str) -> str:
    """Return a name of a known namespace in angle brackets.

    >>> term("ait", "LLM")
    '<https://w3id.org/aitaxonomy#LLM>'
    """
    return f"<{PREFIXES[prefix]}{local}>"


def ait(local: str) -> str:
    """Return a class or property of ours."""
    return f"<{AIT}{local}>"


def aix(local: str) -> str:
    """Return an individual of ours."""
    return f"<{AIX}{local}>"


def english(text: str) -> str:
    r"""Return a text in English.

    >>> print(english('the "best"\n'))
    "the \"best\"\n"@en
    """
    return f'"{escaped(text)}"@en'


def plain(text: str) -> str:
    """Return a text in no language."""
    return f'"{escaped(text)}"'


def integer(number: int) -> str:
    """Return a whole number."""
    return f'"{number}"^^<{_XSD}integer>'


def day(date: str) -> str | None:
    """Return a day or a month; None for a year alone, which says too little to be kept as a date.

    >>> day("2024-05") == '"2024-05"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    True
    """
    if len(date) == 4:
        return None
    return f'"{date}"^^<{_XSD}{"date" if len(date) == 10 else "gYearMonth"}>'


def escaped(text: str) -> str:
    """Return a text without what may not stand between quotes in a line."""
    return _AWKWARD.sub(_escape, text) if _AWKWARD.search(text) else text


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"
    return _SHORT.get(char) or f"\\u{ord(char):04X}"


def slug(name: str) -> str:
    """Return a name as the last part of an IRI: small letters, digits, hyphens and dots.

    >>> slug("meta-llama/Llama 3.1 (8B)"), slug("!")
    ('meta-llama-llama-3.1-8b', 'system')
    """
    if not name.isascii():
        name = unicodedata.normalize("NFKC", name)
    return _NO_WORD.sub("-", name.casefold()).strip("-.")[:200] or "system"


def file_iri(path: str, line: int | None) -> str:
    """Return the source that names a file, as it was given, and a line of it.

    >>> file_iri("my models.csv", 3)
    '<file:my%20models.csv#L3>'
    """
    return f"<{_file(path)}#L{line}>" if line else f"<{_file(path)}>"


@cache
def _file(path: str) -> str:
    return f"file:{quote(path.replace(chr(92), '/'))}"
