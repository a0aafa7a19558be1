"""The lines of subjects and statements in N-Triples and N-Quads, found in the bytes alone."""

from __future__ import annotations

import re

from aitaxonomy.rdf.literals import unescape
from aitaxonomy.rdf.positions.turtle_lines import Inside, Value, term_of

#: A run of consecutive lines about one subject.
_RUN = re.compile(rb"^[ \t]*+<([^>\n]*)>[^\n]*+(?:\n[ \t]*+<\1>[^\n]*+)*+", re.MULTILINE)
_STATEMENT = re.compile(rb"[ \t]*<([^>]*)>[ \t]*<([^>]*)>([^\n]*)")


class TripleLines:
    r"""The lines of N-Triples with up to millions of statements, found without parsing them.

    >>> lines = TripleLines(b'<urn:a> <urn:p> 1 .\n<urn:a> <urn:q> 2 .\n<urn:b> <urn:p> 3 .\n')
    >>> sorted(lines.subjects), lines.of("urn:b"), lines.of("urn:a", "urn:q")
    (['urn:a', 'urn:b'], 3, 2)
    """

    def __init__(self, text: bytes) -> None:
        self._text = text
        first: dict[bytes, tuple[int, int]] = {}
        number, start = 1, 0
        for run in _RUN.finditer(text):
            number += text.count(b"\n", start, run.start())
            start = run.start()
            first.setdefault(run[1], (number, start))
        self._first = {_unescaped(iri): place for iri, place in first.items()}

    @property
    def subjects(self) -> set[str]:
        """The IRIs that are subjects."""
        return set(self._first)

    def of(
        self, subject: str, predicate: str | None = None, value: Value | None = None
    ) -> int | None:
        """Return the line of a subject, or of a statement; see `TurtleLines.of`.

        A statement is searched in the first run of lines about its subject; with a value, in the
        rest of the file as well.
        """
        if subject not in self._first:
            return None
        number, start = self._first[subject]
        if predicate is None:
            return number
        while found := _STATEMENT.match(self._text, start):
            if _unescaped(found[1]) != subject:
                break
            if _unescaped(found[2]) == predicate and value in (None, _value(found[3])):
                return number
            end = self._text.find(b"\n", start)
            if end < 0:
                return None
            number, start = number + 1, end + 1
        return None if value is None else self._later(start, number, subject, predicate, value)

    def _later(
        self, start: int, number: int, subject: str, predicate: str, value: Value
    ) -> int | None:
        """The line of a statement after the first run of lines about its subject."""
        ends = (re.escape(name.encode()) for name in (subject, predicate))
        wanted = re.compile(rb"^[ \t]*<%s>[ \t]*<%s>([^\n]*)" % tuple(ends), re.MULTILINE)
        for found in wanted.finditer(self._text, start):
            if _value(found[1]) == value:
                return number + self._text.count(b"\n", start, found.start())
        return None

    def node(self, _within: Inside) -> None:
        """Return None: the statements of a blank node are scattered, and not searched."""
        return None


def _value(rest: bytes) -> str:
    """The object, given the part of the line after the predicate."""
    return term_of(rest.decode("utf-8", "replace"))


def _unescaped(iri: bytes) -> str:
    return unescape(iri.decode("utf-8", "replace"))
