"""RDF literals: a lexical form with its datatype or language tag, and the escapes of strings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from aitaxonomy.rdf.namespaces import XSD

_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_CONTROL = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}


@dataclass(frozen=True, slots=True, order=True)
class Literal:
    """A literal: lexical form, datatype IRI and language tag ("" if there is none).

    >>> Literal("8192", XSD + "integer").n3
    '"8192"^^<http://www.w3.org/2001/XMLSchema#integer>'
    """

    lexical: str
    datatype: str = XSD + "string"
    language: str = ""

    @property
    def n3(self) -> str:
        """The literal as N-Triples writes it."""
        text = self.lexical.replace("\\", "\\\\").replace('"', '\\"')
        text = f'"{text.replace(chr(10), chr(92) + "n").replace(chr(13), chr(92) + "r")}"'
        if self.language:
            return f"{text}@{self.language}"
        return text if self.datatype == XSD + "string" else f"{text}^^<{self.datatype}>"


def unescape(text: str) -> str:
    r"""Resolve the escapes of a string.

    >>> unescape(r"caf\u00E9 \"x\"")
    'café "x"'
    """
    if "\\" not in text:
        return text

    def replace(match: re.Match[str]) -> str:
        if code := match[1] or match[2]:
            number = int(code, 16)
            return chr(number) if number < 0x110000 else "\ufffd"
        return _CONTROL.get(match[3], match[3])

    return _ESCAPED.sub(replace, text)
