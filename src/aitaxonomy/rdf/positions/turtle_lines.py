"""The lines of subjects and statements in a Turtle text, for reports and proofs.

A blank node in brackets has no label outside of the file. It is identified by its content, its
`inside`: all IRIs and literals in the brackets, sorted.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from aitaxonomy.rdf.literal_canonicalization import canonical
from aitaxonomy.rdf.literals import Literal, unescape
from aitaxonomy.rdf.namespaces import RDF, XSD
from aitaxonomy.rdf.turtle.tokens import Scope, Token, is_directive, tokens

TYPE = RDF + "type"

Inside = tuple[str, ...]
Value = str | Inside
_DEEPEST = 64
"""Brackets that are nested more deeply have no lines of their own."""


def inside(terms: Iterable[str]) -> Inside:
    """Return the key of a blank node, given the IRIs and literals in its brackets."""
    return tuple(sorted(terms))


def term_of(text: str) -> str:
    r"""Return the term at the start of a text in N-Triples or Turtle, in one comparable form.

    >>> term_of('"caf\\u00E9"@EN') == term_of("'''café'''@en")
    True
    >>> term_of("2.5e3") == term_of('"2500"^^<http://www.w3.org/2001/XMLSchema#double>')
    True
    """
    return _Reader(text).term() or text


class TurtleLines:
    r"""The lines of a Turtle or N-Triples text.

    Subjects are IRIs, and blank node labels as written (`_:b0`). The text need not be valid: what
    is not Turtle is skipped, so that an invalid file has lines up to the fault.

    >>> lines = TurtleLines("<urn:a> a <urn:B> ,\n <urn:C> .\n[ a <urn:D> ] <urn:p> ( 1 ) .")
    >>> lines.of("urn:a"), lines.of("urn:a", TYPE, "urn:C"), lines.of("urn:a", TYPE, "urn:D")
    (1, 2, None)
    >>> lines.node(inside([TYPE, "urn:D", "urn:p", term_of("1")]))
    3
    """

    def __init__(self, text: str, *, base: str = "") -> None:
        found = _Reader(text, base).read()
        self._first, self._statements, self._nodes = found.first, found.statements, found.nodes

    def of(
        self, subject: str, predicate: str | None = None, value: Value | None = None
    ) -> int | None:
        """Return the line of a subject, of its first statement with a predicate, or of just one."""
        if predicate is None or value is None:
            return self._first.get((subject, predicate))
        return self._statements.get((subject, predicate, value))

    def node(self, within: Inside) -> int | None:
        """Return the line of the blank node with this content; None unless there is just one."""
        lines = self._nodes.get(within, ())
        return lines[0] if len(lines) == 1 else None


class _Reader:
    """Reads the tokens once, and skips those that are not Turtle."""

    def __init__(self, text: str, base: str = "") -> None:
        self._tokens = (token for token in tokens(text) if token.kind != "comment")
        self._again: Token | None = None
        """A token that was pushed back, to be read again."""
        self._scope = Scope(base)
        self.first: dict[tuple[str, str | None], int] = {}
        self.statements: dict[tuple[str, str, Value], int] = {}
        self.nodes: dict[Inside, list[int]] = {}

    def read(self) -> _Reader:
        """Read statement by statement."""
        while (token := self._next()) is not None:
            if is_directive(token):
                _declare(token, iter(self._next, None), self._scope)
            elif token.text != ".":
                self._statement(token)
        return self

    def _statement(self, token: Token) -> None:
        line, subject, said = token.line, "", list[str]()
        if token.kind == "open":
            said += self._bracket(token, known=False)
        else:
            self._again = token
            subject = self.term() or ""
        if subject:
            self.first.setdefault((subject, None), line)
        expect, predicate = "predicate", ""
        while (token := self._next()) is not None and token.text != ".":  # type: ignore[assignment]
            if token.text in (";", ","):
                expect = "predicate" if token.text == ";" else "value"
                continue
            value: Value = ""
            if token.kind == "open":
                value = inside(self._bracket(token, known=True))
                said += value
            else:
                self._again = token
                value = self.term() or ""
                said += [value] if value and not value.startswith("_:") else []
            if expect == "predicate" and isinstance(value, str):
                expect, predicate = "value", value
                if subject and predicate:
                    self.first.setdefault((subject, predicate), token.line)
            elif subject and predicate and value:
                self.statements.setdefault((subject, predicate, value), token.line)
        if not subject or subject.startswith("_:"):
            self.nodes.setdefault(inside(said), []).append(line)

    def _bracket(self, opening: Token, *, known: bool) -> list[str]:
        """Read to the end of a bracket; `known` says that no statements about its node follow."""
        said: list[str] = []
        opened = [(opening, 0)]
        while opened and (token := self._next()) is not None:
            if token.kind == "open":
                opened.append((token, len(said)))
            elif token.kind == "close":
                start, since = opened.pop()
                # The content of a bracket also belongs to all brackets around it: limit the depth.
                if start.text == "[" and (opened or known) and len(opened) < _DEEPEST:
                    self.nodes.setdefault(inside(said[since:]), []).append(start.line)
            else:
                self._again = token
                term = self.term()
                said += [term] if term and not term.startswith("_:") else []
        return said

    def term(self) -> str | None:
        """Read a term; None if the next token is not one."""
        token = self._next()
        if token is None:
            return None
        if token.kind in ("iri", "name"):
            return self._scope.iri(token)
        if token.kind == "string":
            return self._literal(token)
        if token.kind == "number":
            exponent, point = "e" in token.text.lower(), "." in token.text
            kind = "double" if exponent else "decimal" if point else "integer"
            return _typed(token.text, XSD + kind)
        if token.text in ("true", "false"):
            return f'"{token.text}"^^{XSD}boolean'
        return TYPE if token.text == "a" else token.text if token.kind == "blank" else None

    def _literal(self, token: Token) -> str:
        quotes = 3 if token.text[:3] in ('"""', "'''") and len(token.text) > 5 else 1
        text = f'"{unescape(token.text[quotes:-quotes])}"'
        after = self._next()
        if after is not None and after.kind == "at":
            return text + after.text.lower()
        if after is not None and after.text == "^":
            self._next()
            datatype = self.term()
            return text if datatype in (None, XSD + "string") else _typed(text[1:-1], datatype)
        self._again = after
        return text

    def _next(self) -> Token | None:
        token, self._again = self._again, None
        return token or next(self._tokens, None)


def _typed(lexical: str, datatype: str | None) -> str:
    """A literal with a datatype, spelled as its value is: a store may have respelled it."""
    same = canonical(Literal(lexical, datatype or ""))
    return f'"{same.lexical}"^^{same.datatype}'


def _declare(directive: Token, stream: Iterator[Token], scope: Scope) -> None:
    """Read the rest of a directive; the dot after it is then read as an empty statement."""
    word = directive.text.lstrip("@").lower()
    first = next(stream, None)
    if word == "base" and first is not None and first.kind == "iri":
        scope.rebase(first.text)
    elif word == "prefix" and first is not None and first.kind == "name":
        second = next(stream, None)
        if second is not None and second.kind == "iri":
            scope.declare(first.text, second.text)


#: A block: a line that begins with a subject, with those that go on or begin with the same one.
_BLOCK = re.compile(
    rb"^([^\s#;,.\])]\S*+)[^\n]*+(?:\n(?:(?=[\s#;,.\])])|\1(?=\s)|\Z)[^\n]*+)*+", re.MULTILINE
)
_DIRECTIVE = re.compile(rb"@?(?:prefix|base)\b", re.IGNORECASE)
_PREFIX = re.compile(r"@?prefix\s+([^:\s]*:)\s*<([^>]*)>", re.IGNORECASE)
_LAST_WORD = re.compile("[0-9A-Za-z]+$")
_HEAD = 100_000
"""The number of bytes at the start of a file that are searched for its prefixes."""
Block = tuple[int, int, int]
"""Where a block starts and ends, and the number of the line before it."""


class FileLines:
    r"""The lines of statements in a file of any size, of which only blocks asked for are read.

    Only subjects at the start of a line are found: so programs write Turtle, and most people.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "a.ttl"
    ...     _ = file.write_text("@prefix ex: <urn:ex:> .\n\nex:a a ex:B ;\n  ex:p 1 .\n")
    ...     lines = FileLines(file)
    ...     lines.of("urn:ex:a", "urn:ex:p"), lines.of("urn:ex:b")
    (4, None)
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._text = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        start = self._text[:_HEAD].splitlines(keepends=True)
        head = b"".join(line for line in start if _DIRECTIVE.match(line))
        self._head = head.decode("utf-8", "replace")
        self._blocks: dict[str, list[Block]] = {}
        number, end = 0, 0
        for found in _BLOCK.finditer(self._text):
            number += self._text[end : found.start()].count(b"\n")
            name = unescape(found[1].decode("utf-8", "replace"))
            self._blocks.setdefault(name, []).append((*found.span(), number))
            number, end = number + found[0].count(b"\n"), found.end()

    def of(
        self, subject: str, predicate: str | None = None, value: Value | None = None
    ) -> int | None:
        """Return the line of a subject, or of a statement; see `TurtleLines.of`."""
        for name in self._names(subject):
            for start, end, before in self._blocks.get(name, ()):
                text = self._text[start:end].decode("utf-8", "replace")
                if at := _lines(self._head + text).of(subject, predicate, value):
                    return at - self._head.count("\n") + before
        return None

    def _names(self, subject: str) -> list[str]:
        """The ways to write a subject with the prefixes of the file."""
        prefixes = _PREFIX.findall(self._head)
        short = (name + subject[len(s) :] for name, s in prefixes if subject.startswith(s))
        return [f"<{subject}>", *short]

    def node(self, within: Inside) -> int | None:
        r"""Return the line of a blank node; see `TurtleLines.node`.

        Only what has the last word of each IRI in the node is tokenized. Words of RDF are not
        looked for, since Turtle has signs for them.

        >>> import tempfile
        >>> from aitaxonomy.rdf.positions.turtle_lines import inside
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = Path(folder) / "a.ttl"
        ...     _ = file.write_text("@prefix ex: <urn:ex:> .\nex:a a ex:B .\n[] a ex:C .\n")
        ...     FileLines(file).node(inside([RDF + "type", "urn:ex:C"]))
        3
        """
        iris = (term for term in within if not term.startswith(('"', RDF)))
        words = {found[0].encode() for found in map(_LAST_WORD.search, iris) if found}
        if not all(self._text.find(word) >= 0 for word in words):
            return None
        said, likely = self._head, []
        for start, end, before in (each for blocks in self._blocks.values() for each in blocks):
            block = self._text[start:end]
            if all(word in block for word in words) and not _DIRECTIVE.match(block):
                likely.append((block.count(b"\n") + 1, before))
                said += block.decode("utf-8", "replace") + "\n"
        line = (TurtleLines(said).node(within) or 0) - self._head.count("\n")
        for length, before in likely:
            if 0 < line <= length:
                return line + before
            line -= length
        return None


@lru_cache(maxsize=64)
def _lines(text: str) -> TurtleLines:
    """The lines of a block, which is kept: a proof asks for several statements of a subject."""
    return TurtleLines(text)
