"""The lines of subjects and statements in a Turtle text, for reports and proofs.

A blank node in brackets has no label outside of the file. It is identified by its content, its
`inside`: all IRIs and literals in the brackets, sorted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aitaxonomy.rdf.literal_canonicalization import canonical
from aitaxonomy.rdf.literals import Literal, unescape
from aitaxonomy.rdf.turtle.tokens import Scope, Token, is_directive, tokens

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

Inside = tuple[str, ...]
Value = str | Inside
_DEEPEST = 64
"""Brackets that are nested more deeply have no lines of their own."""
_XSD = "http://www.w3.org/2001/XMLSchema#"


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
            return _typed(token.text, _XSD + kind)
        if token.text in ("true", "false"):
            return f'"{token.text}"^^{_XSD}boolean'
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
            return text if datatype in (None, _XSD + "string") else _typed(text[1:-1], datatype)
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
