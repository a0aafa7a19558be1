"""Text, JSON and TOML documents: decoding of files, with errors that name file and line.

The encoding is that of the mark, UTF-8, or what the bytes look like: spreadsheets write tables in
the encoding of their country, and UTF-16, without saying so.
"""

from __future__ import annotations

import codecs
import json
import re
import struct
import tomllib
import zipfile
import zlib
from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, TextIO

from aitaxonomy.errors import ImportFault
from aitaxonomy.files import source
from aitaxonomy.store.reading import faults
from aitaxonomy.store.screening import MAX_DEPTH, check_size, encoding_of, json_depth_fault

START = 65536
#: The form of a file that is a workbook of a spreadsheet.
WORKBOOK = "workbook"
#: The form of a page of Markdown or HTML that has a table.
PAGE = "page"
#: The start of an .xls file, and of a packed one.
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK"
#: What `zipfile` raises for a damaged file.
BROKEN_ARCHIVE = (
    zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, ValueError,
    struct.error, zlib.error,
)  # fmt: skip
#: The most characters of a line of a table; a cell in quotes may have several lines.
_LINE = 1 << 24
#: The most characters of a TOML file; the parser takes quadratic time for some.
_LONGEST_TOML = 20_000
#: So many bytes tell the encoding of a text, read in pieces of so many.
_LOOKED_AT, _CHUNK = 1 << 18, 1 << 20
#: The encodings of spreadsheets; Windows-1252 has the letters of Latin-1 and quotation marks.
_LEGACY = ("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp932", "gb18030", "big5", "cp949",
           "mac_roman")  # fmt: skip
LONG_NUMBER = "a number of over 4,300 digits: shorten it"


def is_workbook(path: Path) -> bool:
    """Return whether a file is a workbook: an .xls file, or a packed one with sheets.

    Raises `ImportFault` for a file that cannot be read.
    """
    with faults(path), source(path).open("rb") as file:
        start = file.read(4)
        if start == _OLE:
            return True
        if not start.startswith(_ZIP) or not zipfile.is_zipfile(file):
            return False
        try:
            with zipfile.ZipFile(file) as packed:
                names = set(packed.namelist())
        except BROKEN_ARCHIVE as error:
            raise ImportFault(f"{path}: a broken packed file: {error}; save it anew") from None
        return bool(names & {"xl/workbook.xml", "xl/workbook.bin"}) or {
            "content.xml", "mimetype"
        } <= names  # fmt: skip


def head(path: Path) -> str:
    """Return the first characters of a text file.

    Raises `ImportFault` for a file that is missing, empty, binary or in no known encoding.
    """
    with faults(path), source(path).open("rb") as file:
        data = file.read(START)
    if not data.strip():
        raise ImportFault(f"{path}: the file is empty; is it the right one?")
    if data[:2] in (_ZIP, b"\x1f\x8b"):
        raise ImportFault(f"{path}: a packed file: unpack it first")
    encoding = _detected(path, data)
    if encoding.startswith("utf-8") and b"\0" in data[:8192]:
        raise ImportFault(f"{path}: a binary file: save it as UTF-8 text")
    if data.lstrip().startswith(b"<?xml"):  # which says its encoding itself
        return data.decode(encoding, errors="replace")
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        return decoder.decode(data)
    except UnicodeDecodeError:
        raise _not_in(encoding, path, data) from None


@contextmanager
def opened(path: Path) -> Iterator[TextIO]:
    """Open a text file in the encoding of its mark, in UTF-8, or else in the detected one.

    Line ends stay as they are. Errors while it is open are raised as `ImportFault`.
    """
    with faults(path):
        with source(path).open("rb") as file:
            encoding = _detected(path, file.read(START))
        try:
            with source(path).open(encoding=encoding, newline="") as text:
                yield text
        except UnicodeDecodeError:
            raise _not_in(encoding, path, source(path).read_bytes()) from None


def read_text(path: Path) -> str:
    """Return the text of a whole file.

    Raises `ImportFault` for a file that is missing, empty, binary, too large or in no known
    encoding.
    """
    head(path)  # refuses what is not text before all of it is read
    check_size(path)
    with opened(path) as file:
        return file.read()


def lines_of(file: TextIO, path: Path) -> Iterator[str]:
    """Yield the lines of a table; raises `ImportFault` for one of over 16 million characters."""
    number = 0
    while line := file.readline(_LINE):
        number += 1
        if len(line) == _LINE:
            raise ImportFault(f"{path}:{number}: a line of {_LINE:,} characters: is it a table?")
        yield line


def read_json(path: Path, names: Iterable[str], format: str) -> dict[str, Any]:
    """Return the JSON document of a file, an object with one of some names at its top.

    Raises `ImportFault` for any other document, and for JSON that is nested too deeply.
    """
    return having(load_json(read_text(path), path), names, path, format)


def load_json(text: str, path: Path, first_line: int = 1) -> Any:
    """Return the value of a JSON text, which starts on some line of a file.

    Raises `ImportFault` for what is not JSON, or is nested too deeply.
    """
    if (at := json_depth_fault(text)) is not None:
        line = text.count("\n", 0, at) + first_line
        raise ImportFault(f"{path}:{line}: the JSON is nested too deeply, over {MAX_DEPTH} levels")
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        line = error.lineno + first_line - 1
        raise ImportFault(f"{path}:{line}: not valid JSON: {error.msg}") from None
    except ValueError:
        raise ImportFault(f"{path}: not valid JSON: {LONG_NUMBER}") from None


def read_toml(path: Path) -> dict[str, Any]:
    """Return the TOML document of a file.

    Raises `ImportFault` for what is not TOML, is nested too deeply or has over 20,000 characters.
    """
    document = read_text(path)
    if len(document) > _LONGEST_TOML:
        raise ImportFault(
            f"{path}: over {_LONGEST_TOML:,} characters: one model takes a few thousand"
        )
    try:
        return tomllib.loads(document)
    except tomllib.TOMLDecodeError as error:
        raise ImportFault(f"{path}: not valid TOML: {error}; correct the file") from None
    except RecursionError:
        raise ImportFault(f"{path}: the TOML is nested too deeply to be a model") from None
    except ValueError:
        raise ImportFault(f"{path}: not valid TOML: {LONG_NUMBER}") from None


def having(document: Any, names: Iterable[str], path: Path, format: str) -> dict[str, Any]:
    """Return a document that is a mapping with one of some names at its top.

    >>> having({"models": []}, ["models"], Path("a.yaml"), "mlflow")
    {'models': []}

    Raises `ImportFault` for any other document, of which nothing could be read.
    """
    if isinstance(document, dict) and any(name in document for name in names):
        return document
    wanted = " nor ".join(names)
    raise ImportFault(f"{path}: no {wanted} at the top, as {format} has it: another format?")


def _detected(path: Path, start: bytes) -> str:
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
    """Return the encoding of bytes that are not UTF-8.

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


def _not_in(encoding: str, path: Path, data: bytes) -> ImportFault:
    """Return the fault of a file whose bytes are not all in an encoding, at the first such line."""
    line = 1
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
    name = "UTF-8" if encoding.startswith("utf-8") else encoding.upper()
    return ImportFault(
        f"{path}:{line}: a byte here is not {name}: save the file as UTF-8 (it may be in Latin-1)"
    )


_KEY = {
    "yaml": re.compile(r"^(?:- )?([\w.-]+) *:(?:\s|$)", re.MULTILINE),
    "toml": re.compile(r"^\[*([\w.-]+)\]* *(?:=|$)", re.MULTILINE),
}
_SUFFIXES = {
    ".csv": "table",
    ".md": "yaml",
    ".tab": "table",
    ".toml": "toml",
    ".tsv": "table",
    ".yaml": "yaml",
    ".yml": "yaml",
}
#: The suffixes of pages, the start of one in HTML, and the line below the header of a table.
_PAGES = frozenset(("", ".md", ".markdown", ".txt", ".htm", ".html", ".xhtml"))
_HTML = re.compile(r"(?:<!--.*?-->\s*)*<(?:!doctype html|html|table)\b", re.IGNORECASE | re.DOTALL)
_TABLE = re.compile(
    r"^[ \t]*\|[^\n]*\|[ \t]*\r?\n[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)+\r?$"
    r"|^[^\n|]+\|[^\n]*\n[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)+\r?$|<table\b",
    re.MULTILINE | re.IGNORECASE,
)
_TOML = re.compile(r"^(?:\[[\w.\"-]+\]|\w+ *= *[\"\d\[tf{'])", re.MULTILINE)

#: Vocabularies of machine learning in RDF: MLDCAT-AP and FAIR4ML.
_VOCABULARIES = re.compile(r"https?://(?:data\.europa\.eu/it6/|w3id\.org/fair4ml#)")


@dataclass(frozen=True)
class FileStart:
    """The findings on the first 64 KiB of a file.

    Attributes:
        path: the file.
        text: its first characters, decoded, without a byte order mark.
        form: "json", "toml", "yaml", "front matter" (YAML between two lines of three dashes),
            "xml", "workbook", "page" (Markdown or HTML with a table) or "table" (anything else:
            lines of cells).
        keys: the names at the top: keys of the JSON object or of the first object of a list, keys
            of YAML or TOML, cells of the first line of a table.
        sample: of JSON, the first object inside the top one: an element of the list, or a value of
            the object.

    """

    path: Path
    text: str = field(repr=False)
    form: str
    keys: tuple[str, ...]
    sample: dict[str, Any] = field(repr=False)


def file_start(path: Path) -> FileStart:
    """Return the start of a file.

    Raises `ImportFault` for a file that is missing, empty, binary or not in a known encoding.
    """
    if is_workbook(path):
        return FileStart(path, "", WORKBOOK, (), {})
    text = head(path)
    form = form_of(text, path.suffix.lower())
    keys: tuple[str, ...] = ()
    sample: dict[str, Any] = {}
    if form == "json":
        keys, sample = _of_json(read_text(path))
    elif form == "table":
        line = text.lstrip("\r\n").split("\n", 1)[0].strip("\r")
        keys = tuple(cell.strip(' "') for cell in re.split(r"[,;\t|]", line))
    elif form not in ("xml", PAGE):
        found = _KEY["toml" if form == "toml" else "yaml"].findall(text)
        keys = tuple(dict.fromkeys(found))
    return FileStart(path, text, form, keys, sample)


def has_models(text: str) -> bool:
    """Return whether the text of a file in RDF uses one of the vocabularies.

    >>> has_models("@prefix it6: <http://data.europa.eu/it6/> ."), has_models("@prefix ...")
    (True, False)
    """
    return bool(_VOCABULARIES.search(text))


def form_of(text: str, suffix: str) -> str:
    """Return the form of a text in a file with a suffix, as `FileStart` has it.

    >>> form_of('name = "A"', ""), form_of("name: A", ""), form_of("name,vendor", "")
    ('toml', 'yaml', 'table')
    """
    start = text.lstrip()
    if start.startswith("{") or re.match(r"\[\s*[{\]]", start):
        return "json"
    if start.startswith("<"):
        return PAGE if _HTML.match(start) and _TABLE.search(start) else "xml"
    if re.match(r"---[ \t]*\r?\n", start) and re.search(r"\n---[ \t]*(?:\r?\n|$)", start):
        return "front matter"
    if suffix in _PAGES and _TABLE.search(start):
        return PAGE
    return _SUFFIXES.get(suffix) or _by_look(start)


def _by_look(start: str) -> str:
    if _TOML.match(start):
        return "toml"
    return "yaml" if _KEY["yaml"].match(start) or start.startswith("---") else "table"


def _of_json(text: str) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Return the keys at the top of a JSON text, and the first object below."""
    try:
        document, _ = json.JSONDecoder().raw_decode(text.lstrip())
    except (ValueError, RecursionError):
        return (), {}  # which the reader tells of
    if isinstance(document, list):
        document = next(iter(document), None)
        return (tuple(document), document) if isinstance(document, dict) else ((), {})
    inside = (each[0] if isinstance(each, list) and each else each for each in document.values())
    return tuple(document), next((each for each in inside if isinstance(each, dict)), {})
