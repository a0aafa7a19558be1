"""Searches lines in a Turtle file that is too large to tokenize as a whole."""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from aitaxonomy.rdf.namespaces import RDF
from aitaxonomy.rdf.positions.turtle_lines import Inside, TurtleLines, Value

_DIRECTIVE = re.compile(rb"@?(?:prefix|base)\b", re.IGNORECASE)
_PREFIX = re.compile(rb"@?prefix\s+([^:\s]*:)\s*<([^>]*)>", re.IGNORECASE)
_SUBJECT = re.compile(rb"^(?=[^\s#;,.\]\)])", re.MULTILINE)
_LAST_WORD = re.compile("[0-9A-Za-z]+$")
_HEAD = 100_000
"""The number of bytes at the start of a file that are searched for its prefixes."""


def search(
    path: Path, subject: str, predicate: str | None = None, value: Value | None = None
) -> int:
    r"""Return the line of a subject, or of a statement as `TurtleLines.of` does; 0 for none.

    Only subjects at the start of a line are found, as programs write them, and most people.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "a.ttl"
    ...     _ = file.write_text("@prefix ex: <urn:ex:> .\n\nex:a a ex:B ;\n  ex:p 1 .\n")
    ...     search(file, "urn:ex:a", "urn:ex:p")
    4
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text:
        head = _head(bytes(text[:_HEAD]))
        names = [f"<{subject}>".encode(), *_short(subject.encode(), head)]
        before = head.count(b"\n")
        for start in _begins(text, names):
            block = _block(text, start)
            if at := _lines(head.decode() + block).of(subject, predicate, value):
                return at - before + text[:start].count(b"\n")
    return 0


def search_node(path: Path, within: Inside) -> int:
    r"""Return the line of a blank node as `TurtleLines.node` does; 0 for none, or for several.

    Only what begins with a subject at the start of a line, and has the last word of each IRI in the
    node, is tokenized. Words of RDF are not looked for, since Turtle has signs for them.

    >>> import tempfile
    >>> from aitaxonomy.rdf.positions.turtle_lines import inside
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "a.ttl"
    ...     _ = file.write_text("@prefix ex: <urn:ex:> .\nex:a a ex:B .\n[] a ex:C .\n")
    ...     search_node(file, inside([RDF + "type", "urn:ex:C"]))
    3
    """
    iris = (term for term in within if not term.startswith(('"', RDF)))
    words = {found[0].encode() for found in map(_LAST_WORD.search, iris) if found}
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text:
        if not all(text.find(word) >= 0 for word in words):
            return 0
        starts = [found.start() for found in _SUBJECT.finditer(text)]
        blocks = {start: text[start:end] for start, end in pairwise([*starts, len(text)])}
        likely = {
            start: block
            for start, block in blocks.items()
            if all(word in block for word in words) and not _DIRECTIVE.match(block)
        }
        head = _head(bytes(text[:_HEAD]))
        said = b"".join([head, *likely.values()]).decode("utf-8", "replace")
        line = (TurtleLines(said).node(within) or 0) - head.count(b"\n")
        for start, block in likely.items():
            if 0 < line <= block.count(b"\n"):
                return line + text[:start].count(b"\n")
            line -= block.count(b"\n")
    return 0


@lru_cache(maxsize=64)
def _lines(text: str) -> TurtleLines:
    """The lines of a block, which is kept: a proof asks for several statements of a subject."""
    return TurtleLines(text)


def _head(start: bytes) -> bytes:
    """The lines with directives, among those at the start of a file."""
    kept = [line for line in start.splitlines(keepends=True) if _DIRECTIVE.match(line)]
    return b"".join(kept)


def _short(subject: bytes, head: bytes) -> list[bytes]:
    """The ways to write a subject with the prefixes of the file."""
    return [
        name + subject[len(space) :]
        for name, space in _PREFIX.findall(head)
        if subject.startswith(space)
    ]


def _begins(text: mmap.mmap, names: Iterable[bytes]) -> Iterator[int]:
    """The offsets of lines that begin with one of the names, name by name."""
    for name in names:
        found = 0 if text[: len(name)] == name else text.find(b"\n" + name) + 1 or -1
        while found >= 0:
            if text[found + len(name) : found + len(name) + 1].isspace():
                yield found
            found = text.find(b"\n" + name, found) + 1 or -1


def _block(text: mmap.mmap, start: int) -> str:
    """The lines from a subject on, up to the line of the next subject."""
    end = _SUBJECT.search(text, start + 1)
    return text[start : end.start() if end else len(text)].decode("utf-8", "replace")
