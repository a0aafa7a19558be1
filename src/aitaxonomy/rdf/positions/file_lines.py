"""The lines of statements in a file of any size, of which only the blocks asked for are read."""

from __future__ import annotations

import mmap
import re
from functools import lru_cache
from pathlib import Path

from aitaxonomy.rdf.literals import unescape
from aitaxonomy.rdf.namespaces import RDF
from aitaxonomy.rdf.positions.turtle_lines import Inside, TurtleLines, Value

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
    r"""The lines of Turtle and N-Triples that is written as programs do, and most people.

    Only subjects at the start of a line are found.

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
