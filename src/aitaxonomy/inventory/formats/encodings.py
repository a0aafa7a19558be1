"""The encoding of a text file: its mark, UTF-8, or what the bytes look like.

Spreadsheets write tables in the encoding of their country, and UTF-16, without saying so.
"""

from __future__ import annotations

import codecs
from collections.abc import Hashable
from functools import lru_cache
from pathlib import Path

from aitaxonomy.files import source
from aitaxonomy.store.screening import encoding_of

_CHUNK = 1 << 20
#: So many bytes are looked at.
_LOOKED_AT = 1 << 18
#: The encodings of spreadsheets; Windows-1252 has the letters of Latin-1 and quotation marks.
_LEGACY = ("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp932", "gb18030", "big5", "cp949",
           "mac_roman")  # fmt: skip


def detected(path: Path, start: bytes) -> str:
    """Return the encoding of a text file that begins with some bytes.

    A file that is UTF-8 to its end is taken for that, one with zeros at every second place for
    UTF-16; for any other the bytes beyond ASCII decide, Windows-1252 where they are few.
    """
    encoding = encoding_of(start)
    if encoding != "utf-8":
        return encoding
    if wide := _wide(start):
        return wide
    if b"\0" in start[:8192]:
        return encoding  # binary, which the reader refuses
    file = source(path)
    status = file.stat()
    return _of_bytes(file, (status.st_ino, status.st_mtime_ns, status.st_size))


def _wide(start: bytes) -> str:
    """Return the UTF-16 without a mark that a text of mostly Latin letters is in, or ""."""
    pairs = len(start[:8192]) // 2
    even, odd = start[:8192:2].count(0), start[1:8192:2].count(0)
    if odd > pairs * 0.7 and not even:
        return "utf-16-le"
    return "utf-16-be" if even > pairs * 0.7 and not odd else ""


@lru_cache(maxsize=16)
def _of_bytes(path: Path, version: Hashable) -> str:
    """Return the encoding of a file without a mark; `version` tells its states apart."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    sample = b""
    strange = False
    with path.open("rb") as file:
        while data := file.read(_CHUNK):
            if not strange:
                try:
                    decoder.decode(data)
                    continue
                except UnicodeDecodeError:
                    strange = True
            # Only lines with bytes beyond ASCII say anything.
            sample += b"\n".join(line for line in data.split(b"\n") if not line.isascii())
            if len(sample) > _LOOKED_AT:
                break
    return _guessed(sample[:_LOOKED_AT]) if strange else "utf-8"


def _guessed(sample: bytes) -> str:
    """Return the encoding of bytes that are no UTF-8.

    >>> _guessed("Übersicht der Anwendungen – Prüfung".encode("cp1252"))
    'cp1252'
    """
    from charset_normalizer import from_bytes

    beyond = sum(1 for byte in sample if byte > 127)
    if beyond > len(sample) * 0.1:
        best = from_bytes(sample, cp_isolation=list(_LEGACY)).best()
        if best is not None:
            return best.encoding
    try:
        sample.decode("cp1252")
    except UnicodeDecodeError:
        return "latin-1"
    return "cp1252"
