"""Where a subject stands in a file that is too large to read token by token."""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from aitaxonomy.rdf.positions.turtle_lines import TurtleLines, Value

_DIRECTIVE = re.compile(rb"@?(?:prefix|base)\b", re.IGNORECASE)
_PREFIX = re.compile(rb"@?prefix\s+([^:\s]*:)\s*<([^>]*)>", re.IGNORECASE)
_HEAD = 100_000
"""Bytes at the start of a file in which its prefixes stand."""


def search(
    path: Path, subject: str, predicate: str | None = None, value: Value | None = None
) -> int:
    r"""Return the line of a subject, or of a statement as `TurtleLines.of`; 0 for none.

    Only blocks that begin at the start of a line are found: what a program writes, or a person
    who keeps to one subject a line.

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
            whole = head.decode() + block
            if at := TurtleLines(whole).of(subject, predicate, value):
                return at - before + text[:start].count(b"\n")
    return 0


def _head(start: bytes) -> bytes:
    """The directives at the start of a file."""
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
    """Where lines begin with one of the names, name by name."""
    for name in names:
        found = 0 if text[: len(name)] == name else text.find(b"\n" + name) + 1 or -1
        while found >= 0:
            if text[found + len(name) : found + len(name) + 1].isspace():
                yield found
            found = text.find(b"\n" + name, found) + 1 or -1


def _block(text: mmap.mmap, start: int) -> str:
    """The lines from a subject on, until one that begins with another."""
    end = re.compile(rb"\n(?=[^\s#;,.\]\)])").search(text, start)
    return text[start : end.start() + 1 if end else len(text)].decode("utf-8", "replace")
