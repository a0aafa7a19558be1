"""Terms as N-Triples writes them, to and from this package's own values."""

from __future__ import annotations

import re
from functools import lru_cache

from aitaxonomy.reasoning.axioms import RDF, XSD, Literal

_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_CONTROL = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}


def is_name(term: str) -> bool:
    """Whether a term is the name of an individual: no blank node, and no data value.

    >>> is_name("urn:felix"), is_name("_:b0"), is_name('"felix"')
    (True, False, False)
    """
    return not term.startswith(("_:", '"'))


@lru_cache(maxsize=50_000)
def parse_literal(text: str) -> Literal:
    """Read a literal in N-Triples.

    >>> parse_literal('"8192"^^<http://www.w3.org/2001/XMLSchema#integer>').lexical
    '8192'
    """
    found = _LITERAL.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no literal in N-Triples; quote it and name its datatype")
    lexical, language, datatype = found.groups()
    if language:
        return Literal(unescape(lexical), RDF + "langString", language)
    return Literal(unescape(lexical), datatype or XSD + "string")


def unescape(text: str) -> str:
    """Resolve the escapes of N-Triples."""
    if "\\" not in text:
        return text

    def replace(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        return chr(int(code, 16)) if code else _CONTROL.get(match[3], match[3])

    return _ESCAPE.sub(replace, text)
