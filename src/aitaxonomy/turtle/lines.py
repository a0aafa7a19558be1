"""Where a subject stands in a file: the line a fault report points at."""

from __future__ import annotations

from collections.abc import Iterator

from aitaxonomy.turtle.tokens import Scope, Token, is_directive, tokens

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def locate(text: str, *, base: str = "") -> dict[str, int]:
    r"""Map each subject of a Turtle or N-Triples text to the line where it first stands.

    Keys are IRIs, and blank node labels as written (`_:b0`). The text need not be valid: what
    cannot be read is passed over, so that a broken file still gets lines up to the fault.

    >>> locate('@prefix ex: <http://example.org/> .\n\nex:a a ex:B .')
    {'http://example.org/a': 3}
    """
    found: dict[str, int] = {}
    for subject, _, line in _statements(text, base):
        found.setdefault(subject, line)
    return found


def locate_statements(text: str, *, base: str = "") -> dict[tuple[str, str], int]:
    r"""Map each (subject, predicate) of the text to the line where the predicate first stands.

    >>> locate_statements('<urn:a> a <urn:B> ;\n  <urn:p> 1 .')[("urn:a", "urn:p")]
    2
    """
    found: dict[tuple[str, str], int] = {}
    for subject, predicate, line in _statements(text, base):
        if predicate is not None:
            found.setdefault((subject, predicate), line)
    return found


def _statements(text: str, base: str) -> Iterator[tuple[str, str | None, int]]:
    """Yield (subject, None, line) at a subject and (subject, predicate, line) at a predicate."""
    scope, depth = Scope(base), 0
    stream = (token for token in tokens(text) if token.kind != "comment")
    subject: str | None = None
    expect = "subject"
    for token in stream:
        if depth == 0 and token.text == ".":
            expect, subject = "subject", None
        elif depth == 0 and token.text == ";" and expect != "subject":
            expect = "predicate"
        elif token.kind == "open":
            # A bracketed subject has no name; its inside is no statement of the outer level.
            depth, expect = depth + 1, "predicate" if expect == "subject" else expect
        elif token.kind == "close":
            depth = max(0, depth - 1)
        elif depth == 0 and expect == "subject":
            if is_directive(token):
                _declare(token, stream, scope)
                continue
            subject, expect = _subject(token, scope), "predicate"
            if subject is not None:
                yield subject, None, token.line
        elif depth == 0 and expect == "predicate":
            predicate = _predicate(token, scope)
            expect = "object"
            if subject is not None and predicate is not None:
                yield subject, predicate, token.line


def _declare(directive: Token, stream: Iterator[Token], scope: Scope) -> None:
    """Read the rest of a directive; the dot after it is read as the end of no statement."""
    word = directive.text.lstrip("@").lower()
    first = next(stream, None)
    if word == "base" and first is not None and first.kind == "iri":
        scope.rebase(first.text)
    elif word == "prefix" and first is not None and first.kind == "name":
        second = next(stream, None)
        if second is not None and second.kind == "iri":
            scope.declare(first.text, second.text)


def _subject(token: Token, scope: Scope) -> str | None:
    if token.kind == "blank":
        return token.text
    return scope.iri(token) if token.kind in ("iri", "name") else None


def _predicate(token: Token, scope: Scope) -> str | None:
    if token.text == "a":
        return _TYPE
    return scope.iri(token) if token.kind in ("iri", "name") else None
