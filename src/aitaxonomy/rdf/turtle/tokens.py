"""A tokenizer for Turtle and N-Triples, for lines, comments and prefixes.

It is one regular expression without backtracking, so that its time is linear in the length of any
text: an unterminated string extends to its line end or the text's, and a character that starts no
token is a token itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urljoin

from aitaxonomy.rdf.literals import unescape

# Character classes of the Turtle 1.1 grammar (PN_CHARS_BASE, PN_CHARS_U, PN_CHARS).
_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_START = _BASE + "_"
_CHARS = _START + "0-9\u00b7\u0300-\u036f\u203f\u2040\\-"
_HEX = "%[0-9A-Fa-f]{2}"
_ESCAPE = r"\\[_~.\-!$&'()*+,;=/?#@%]"

_RUN = f"[{_BASE}](?:\\.*+[{_CHARS}])*+"
PREFIX = f"(?:{_RUN})?"
# What is written: no colon, which Turtle 1.1 allows and the OWLAPI, thus Protégé, cannot read.
PLAIN_LOCAL = f"(?:[{_START}0-9]|{_HEX})(?:\\.*+(?:[{_CHARS}]|{_HEX}))*+"
_LOCAL = f"(?:[{_START}0-9:]|{_HEX}|{_ESCAPE})(?:\\.*+(?:[{_CHARS}:]|{_HEX}|{_ESCAPE}))*+"

_TOKEN = re.compile(
    r"""
      (?P<space>   [ \t\r\n]++ )
    | (?P<comment> \#[^\r\n]*+ )
    | (?P<iri>     <(?:[^\x00-\x20<>"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+> )
    | (?P<string>  "{3}(?:[^"\\]|\\.|"(?!""))*+(?:"{3})? | '{3}(?:[^'\\]|\\.|'(?!''))*+(?:'{3})?
                 | "(?:[^"\\\r\n]|\\.)*+"? | '(?:[^'\\\r\n]|\\.)*+'? )
    | (?P<at>      @[A-Za-z]++(?:-[A-Za-z0-9]++)*+ )
    | (?P<blank>   _:["""
    + f"{_START}0-9](?:\\.*+[{_CHARS}])*+ )"
    + f"| (?P<name> {PREFIX}:(?:{_LOCAL})? )"
    + r"""
    | (?P<number>  [+-]?(?:[0-9]++(?:\.[0-9]++)?+|\.[0-9]++)(?:\.?[eE][+-]?[0-9]++)?+ )
    | (?P<open>    \[|\(|\{\||<<\(|<< )
    | (?P<close>   \]|\)>>|\)|\|\}|>> )
    """
    + f"| (?P<word> {_RUN} ) | (?P<other> . )",
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A token: its kind (a group of the pattern), its text, its line and where it starts."""

    kind: str
    text: str
    line: int
    start: int


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of `text`, comments among them, white space left out.

    >>> [t.kind for t in tokens('<a> a "b" . # c')]
    ['iri', 'word', 'string', 'other', 'comment']
    """
    line = 1
    for match in _TOKEN.finditer(text):
        kind, found = match.lastgroup or "other", match.group()
        if kind != "space":
            yield Token(kind, found, line, match.start())
        if kind in ("space", "string"):
            line += found.count("\n")


def is_directive(token: Token) -> bool:
    """Return whether a token opens a directive: `@prefix`, `PREFIX`, `@base`, ..."""
    word = token.text.removeprefix("@").lower()
    return token.kind in ("at", "word") and word in ("prefix", "base", "version")


_UNICODE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_BACKSLASH = re.compile(r"\\(.)")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


class Scope:
    """The base and the prefixes in force at a point of the file.

    >>> scope = Scope()
    >>> scope.declare("ex:", "<http://example.org/>")
    >>> scope.iri(Token("name", "ex:a", 1, 0))
    'http://example.org/a'
    """

    def __init__(self, base: str = "") -> None:
        self.base = base
        self.prefixes: dict[str, str] = {}

    def declare(self, prefix: str, iri: str) -> None:
        """Declare a prefix, given as in `@prefix prefix iri .`."""
        self.prefixes[prefix[:-1]] = self._reference(iri)

    def rebase(self, iri: str) -> None:
        """Set the base, given as in `@base iri .`."""
        self.base = self._reference(iri)

    def iri(self, token: Token) -> str | None:
        """Return the IRI a token stands for, or None if its prefix is not declared."""
        if token.kind == "iri":
            return self._reference(token.text)
        prefix, _, local = token.text.partition(":")
        namespace = self.prefixes.get(prefix)
        return None if namespace is None else namespace + _BACKSLASH.sub(r"\1", local)

    def _reference(self, text: str) -> str:
        iri = _UNICODE.sub(lambda escape: unescape(escape[0]), text[1:-1])
        if not self.base or _SCHEME.match(iri):
            return iri
        if not iri or iri.startswith("#"):  # urljoin loses the base of a urn: here
            return self.base.split("#", 1)[0] + iri
        return urljoin(self.base, iri)
