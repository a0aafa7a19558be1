"""What is done with the bytes of a file before a parser gets them: size, encoding, depth.

The limits are stated here. Parsers recurse, or take quadratic time, where text is nested deeply:
that of JSON-LD overflows its stack at some thousand levels, that of RDF/XML takes a minute for
fifty thousand. That of the Turtle family does neither, but for RDF 1.2 (`aitaxonomy.rdf.rdf12`).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aitaxonomy.errors import ImportFault

#: The most bytes of a file that is read as a whole; parsed it takes several times as much memory.
MAX_BYTES = 4 << 30
#: The most levels of elements of XML, and of brackets of JSON.
MAX_DEPTH = 128
#: Byte order marks, longer ones first: the mark of UTF-16 is a prefix of one of UTF-32.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: So many bytes of XML are searched for its declaration.
_HEAD = 1024
_DECLARED = re.compile(rb"""\A(\s*+<\?xml\s[^>]*?)\bencoding\s*=\s*["']([\w.:-]+)["']""")
#: The encodings that XML may declare, by Python's names; of UTF-16 the mark tells, which it needs.
_DECODED = re.compile(r"utf-8|ascii|iso8859-\d+|cp125\d|koi8-[ru]|mac-roman")
#: One match for each bracket of JSON outside of strings, and one for the end.
_JSON = (
    r'[^\[\]{}"]*+(?:"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\Z)[^\[\]{}"]*+)*+'
    r"(?:([\[{])|[\]}]|\Z)"
)
_IN_TEXT = re.compile(_JSON, re.DOTALL)
_IN_BYTES = re.compile(_JSON.encode(), re.DOTALL)


def check_size(path: Path) -> None:
    """Raise `ImportFault` for a file of over 4 GiB, which would be read as a whole."""
    if path.stat().st_size > MAX_BYTES:
        raise ImportFault(
            f"{path}: over {MAX_BYTES >> 30} GiB, the most that is read as a whole: split it, or "
            "save it as N-Triples without blank nodes"
        )


def encoding_of(data: bytes) -> str:
    """Return the encoding that the byte order mark at the start of a text names, or UTF-8.

    >>> encoding_of("é".encode("utf-16")), encoding_of(b"e")
    ('utf-16', 'utf-8')
    """
    return next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")


def as_utf8(data: bytes, path: Path) -> bytes:
    r"""Return a text in UTF-8 and without a byte order mark: decoded by its mark, or as XML says.

    >>> as_utf8(b'<?xml version="1.0" encoding="latin1"?><a>\xe9</a>', Path("a.rdf")).decode()
    '<?xml version="1.0" ?><a>é</a>'

    Raises `ImportFault` for other encodings than UTF-8, UTF-16, UTF-32 and those of one byte a
    character, and for bytes that do not belong to the encoding.
    """
    encoding = encoding_of(data)
    declared = _DECLARED.match(data[:_HEAD]) if encoding == "utf-8" else None
    if declared:
        encoding = _declared(declared[2].decode(), path)
    elif encoding == "utf-8":
        return data
    try:
        text = data.decode(encoding).encode()
    except UnicodeError as error:
        line = data.count(b"\n", 0, getattr(error, "start", 0)) + 1
        raise ImportFault(
            f"{path}:{line}: a byte here is no {encoding.upper()}: save the file as UTF-8"
        ) from None
    # What XML declares of its encoding no longer holds.
    return _DECLARED.sub(rb"\1", text[:_HEAD], count=1) + text[_HEAD:]


def _declared(name: str, path: Path) -> str:
    try:
        found = codecs.lookup(name).name
    except LookupError:
        found = ""
    if not _DECODED.fullmatch(found):
        raise ImportFault(
            f"{path}:1: XML that says to be in {name}, which is not read: save it as UTF-8"
        )
    return found


def json_depth_fault(text: str | bytes, start: int = 0, end: int | None = None) -> int | None:
    """Return the offset of the first bracket of a JSON text that is nested over 128 levels deep.

    `start` and `end` limit the text.

    >>> json_depth_fault("[" * 200), json_depth_fault("[]" * 200)
    (128, None)
    """
    end = len(text) if end is None else end
    if end - start <= MAX_DEPTH:
        return None
    brackets: Iterator[re.Match[Any]]
    if isinstance(text, bytes):
        opened = text.count(b"[", start, end) + text.count(b"{", start, end)
        brackets = _IN_BYTES.finditer(text, start, end)
    else:
        opened = text.count("[", start, end) + text.count("{", start, end)
        brackets = _IN_TEXT.finditer(text, start, end)
    if opened <= MAX_DEPTH:
        return None
    depth = 0
    for bracket in brackets:
        depth += 1 if bracket.lastindex else -1
        if depth > MAX_DEPTH:
            return bracket.end() - 1
    return None
