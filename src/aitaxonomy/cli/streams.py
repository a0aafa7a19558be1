"""The streams of a command: UTF-8 for programs, and for eyes nothing that they cannot see."""

from __future__ import annotations

import codecs
import io
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from aitaxonomy.text import visible

if TYPE_CHECKING:
    from typing_extensions import Buffer

#: Begins each code of our own. No data can foresee it, so that data cannot colour or move anything.
_OWN = f"\x1b{os.urandom(8).hex()}"
_CODES = {"bold": 1, "red": 31, "green": 32, "yellow": 33, "blue": 34}
_CODE = re.compile(rf"{_OWN}(\[\d+m)")

#: What moves or colours something where the reader of a pipe shows it: C0 and C1, without ends of
#: lines and tabs.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def coloured(text: str, colour: str) -> str:
    """Return text in bold or a colour on a terminal that wants it, as it is elsewhere.

    `NO_COLOR` (https://no-color.org) keeps text plain, as does a terminal that can no more.
    """
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    if sys.platform == "win32" and not os.environ.get("WT_SESSION"):
        plain = "old"  # such a terminal of Windows may show codes as characters
    if plain or not isinstance(sys.stdout, Shown):
        return text
    return f"{_OWN}[{_CODES[colour]}m{text}{_OWN}[0m"


class Shown(io.TextIOBase):
    """A stream that people read: control characters are shown as text, except our own colours.

    `plain` is the stream below it, for what writes to terminals itself.
    """

    def __init__(self, plain: TextIO) -> None:
        self.plain = plain
        self.buffer = _Decoded(self)
        """The same stream for bytes of UTF-8."""

    def write(self, text: str) -> int:
        """Write text, and return its length; a code is in one piece."""
        pieces = _CODE.split(text)  # text and codes in turn
        shown = (f"\x1b{each}" if i % 2 else visible(each) for i, each in enumerate(pieces))
        self.plain.write("".join(shown))
        return len(text)

    def flush(self) -> None:
        """Write what is held back, unless the stream below is closed already."""
        if not self.plain.closed:
            self.plain.flush()

    def isatty(self) -> bool:
        """Return whether a terminal is at the other end."""
        return self.plain.isatty()

    def fileno(self) -> int:
        """Return the descriptor of the stream."""
        return self.plain.fileno()


def plain(stream: TextIO) -> TextIO:
    """Return what is below a stream, for a writer with codes of its own and visible text."""
    return stream.plain if isinstance(stream, Shown) else stream


class _Decoded:
    """Takes bytes of UTF-8 for a stream of text."""

    def __init__(self, stream: Shown) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def write(self, data: bytes) -> int:
        self._stream.write(self._decoder.decode(bytes(data)))
        return len(data)

    def flush(self) -> None:
        self._stream.flush()


class _Checked(io.FileIO):
    """A descriptor that remembers why it could not be written: not all callers tell."""

    fault: OSError | None = None

    def write(self, data: Buffer) -> int:
        try:
            return super().write(data)
        except OSError as error:
            self.fault = error
            raise


class _Piped(io.TextIOWrapper):
    """A stream that programs read: controls of terminals are escapes of JSON and of Turtle."""

    def write(self, text: str, /) -> int:
        super().write(_CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text))
        return len(text)


def _checked(stream: io.TextIOWrapper) -> TextIO:
    """Return a stream to the same descriptor in UTF-8, or the stream if it has none."""
    stream.flush()
    try:
        raw = _Checked(stream.fileno(), "w", closefd=False)
    except OSError:  # a stream in memory
        return stream
    out = io.BufferedWriter(raw)
    return _Piped(out, "utf-8", errors="backslashreplace", newline="\n")


@contextmanager
def readable() -> Iterator[None]:
    """Make the standard streams fit for their readers while a command runs.

    Machines get UTF-8 whatever the locale, and other bytes with backslashes. People, on a terminal
    and on standard error, see control characters as text.
    """
    before = out, err = sys.stdout, sys.stderr
    for stream in before:
        if isinstance(stream, io.TextIOWrapper):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")
    devnull = Path(os.devnull)
    with devnull.open("w", encoding="utf-8") as nowhere, devnull.open(encoding="utf-8") as closed:
        sys.stderr = Shown(nowhere if err is None else err)
        if out is None:  # what is written there is lost: report it
            sys.stdout = _checked(closed)
        elif out.isatty():
            sys.stdout = Shown(out)
        elif isinstance(out, io.TextIOWrapper):
            sys.stdout = _checked(out)
        try:
            yield
        finally:
            sys.stdout, sys.stderr = before


def output_fault() -> OSError | None:
    """Return why something could not be written to standard output, None if all was.

    The rest of the output is then given up, or Python would try again when it ends.
    """
    fault: OSError | None = None
    try:
        sys.stdout.flush()
    except OSError as error:
        fault = error
    raw = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    fault = getattr(raw, "fault", None) or fault
    if fault is not None:
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return fault
