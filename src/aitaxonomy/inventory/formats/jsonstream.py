"""Streaming of JSON: the entries of a file one by one, in bounded memory."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, NoReturn, TextIO

from aitaxonomy.errors import ImportFault
from aitaxonomy.files import source
from aitaxonomy.inventory.formats.documents import LONG_NUMBER, opened
from aitaxonomy.inventory.record import Tally
from aitaxonomy.store.screening import MAX_DEPTH, json_depth_fault

_CHUNK = 1 << 20
#: The most characters of an entry, which is held in memory.
_ENTRY = 1 << 28
#: An upper bound on the length of what a cut makes invalid, such as `\\ud83d` or `-Infinity`.
_CUT = 16
_DEEP = f"nested too deeply, over {MAX_DEPTH} levels"
_SPACE = re.compile(r"[ \t\r\n]*")
#: A character that ends a number.
_ENDED = re.compile(r"[\s,\]}]")


class Entry(NamedTuple):
    """An entry of the top object (with its key) or of a list (key None), and its first line."""

    key: str | None
    value: Any
    line: int


def entries(path: Path, tally: Tally, lists: tuple[str, ...] = ()) -> Iterator[Entry]:
    """Yield the entries of the list or object that a JSON file holds.

    Args:
        path: the file.
        tally: receives the number of bytes read.
        lists: keys of the object whose value, a list, is entered: its elements are yielded, each
            with that key, rather than the list.

    Raises:
        ImportFault: the file is no JSON from some line on, or is nested too deeply.

    """
    with opened(path) as text:
        yield from _Reader(path, text, tally).entries(lists)
    tally.bytes_read = source(path).stat().st_size


class _Reader:
    """A reader with a window on the text, from the current value on."""

    def __init__(self, path: Path, text: TextIO, tally: Tally) -> None:
        self._path, self._text, self._tally = path, text, tally
        self._decoder = json.JSONDecoder()
        self._window = ""
        self._at = 0
        # The line number, and the offset up to which lines are counted.
        self._line, self._counted = 1, 0
        self._ended = False

    def entries(self, lists: tuple[str, ...]) -> Iterator[Entry]:
        first = self._peek()
        if first == "[":
            yield from self._elements(None)
        elif first == "{":
            self._take("{")
            while self._peek() != "}":
                key = self._value()
                if not isinstance(key, str):
                    self._fault("a key that is no text")
                self._take(":")
                if key in lists and self._peek() == "[":
                    yield from self._elements(key)
                else:
                    line = self._here()
                    yield Entry(key, self._value(), line)
                self._comma("}")
            self._take("}")
        else:
            self._fault("neither a list nor an object")
        if self._peek():
            self._fault("text after the end: put several documents into one list")

    def _elements(self, key: str | None) -> Iterator[Entry]:
        self._take("[")
        while self._peek() != "]":
            line = self._here()
            yield Entry(key, self._value(), line)
            self._comma("]")
        self._take("]")

    def _comma(self, end: str) -> None:
        if self._peek() != end:
            self._take(",")
            if self._peek() == end:
                self._fault("a comma before the end")

    def _value(self) -> Any:
        self._peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._window, self._at)
            except RecursionError:
                self._fault(_DEEP)
            except json.JSONDecodeError as error:
                if self._ended or self._is_certain(error):
                    self._at = error.pos
                    self._fault(error.msg)
                self._fill(len(self._window))
                continue
            except ValueError:
                self._fault(LONG_NUMBER)
            if self._ended or _ENDED.match(self._window, end) or self._window[end - 1] in '"]}':
                if json_depth_fault(self._window, self._at, end) is not None:
                    self._fault(_DEEP)
                self._at = end
                return value
            self._fill(_CHUNK)

    def _is_certain(self, error: json.JSONDecodeError) -> bool:
        """Return whether an error is none that the rest of the text may mend."""
        if len(self._window) - self._at > _ENTRY:
            self._fault(f"an entry of over {_ENTRY:,} characters")
        return error.pos < len(self._window) - _CUT and not error.msg.startswith("Unterminated")

    def _peek(self) -> str:
        """Return the next character other than white space, or "" at the end."""
        while True:
            match = _SPACE.match(self._window, self._at)
            at = match.end() if match else self._at
            if at < len(self._window):
                self._at = at
                return self._window[at]
            self._at = at
            if self._ended:
                return ""
            self._fill(_CHUNK)

    def _take(self, char: str) -> None:
        if self._peek() != char:
            self._fault(f"{char!r} is missing")
        self._at += 1

    def _fill(self, least: int) -> None:
        """Drop consumed text, and read at least so many characters more."""
        self._count()
        more = self._text.read(max(least, _CHUNK))
        self._window = self._window[self._at :] + more
        self._at = self._counted = 0
        self._ended = not more
        self._tally.bytes_read = self._text.buffer.tell()

    def _here(self) -> int:
        """Return the line of the next value."""
        self._peek()
        return self._count()

    def _count(self) -> int:
        self._line += self._window.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line

    def _fault(self, what: str) -> NoReturn:
        where = f"{self._path}:{self._count()}"
        raise ImportFault(f"{where}: not valid JSON: {what}; is the file complete?")
