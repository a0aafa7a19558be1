"""Format detection: the start of a file, parsed once for all formats."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aitaxonomy.inventory.formats.documents import WORKBOOK, head, is_workbook, read_text

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
_TOML = re.compile(r"^(?:\[[\w.\"-]+\]|\w+ *= *[\"\d\[tf{'])", re.MULTILINE)

#: Vocabularies of machine learning in RDF: MLDCAT-AP and FAIR4ML.
_VOCABULARIES = re.compile(r"https?://(?:data\.europa\.eu/it6/|w3id\.org/fair4ml#)")


@dataclass(frozen=True)
class FileStart:
    """What the first 64 KiB of a file show.

    Attributes:
        path: the file.
        text: its first characters, decoded, without a byte order mark.
        form: "json", "toml", "yaml", "front matter" (YAML between two lines of three dashes),
            "xml", "workbook" or "table" (anything else: lines of cells).
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
    form = _form(text, path.suffix.lower())
    keys: tuple[str, ...] = ()
    sample: dict[str, Any] = {}
    if form == "json":
        keys, sample = _of_json(read_text(path))
    elif form == "table":
        line = text.lstrip("\r\n").split("\n", 1)[0].strip("\r")
        keys = tuple(cell.strip(' "') for cell in re.split(r"[,;\t|]", line))
    elif form != "xml":
        found = _KEY["toml" if form == "toml" else "yaml"].findall(text)
        keys = tuple(dict.fromkeys(found))
    return FileStart(path, text, form, keys, sample)


def has_models(text: str) -> bool:
    """Return whether the text of a file in RDF uses one of the vocabularies.

    >>> has_models("@prefix it6: <http://data.europa.eu/it6/> ."), has_models("@prefix ...")
    (True, False)
    """
    return bool(_VOCABULARIES.search(text))


def _form(text: str, suffix: str) -> str:
    start = text.lstrip()
    if start.startswith("{") or re.match(r"\[\s*[{\]]", start):
        return "json"
    if start.startswith("<"):
        return "xml"
    if re.match(r"---[ \t]*\r?\n", start) and re.search(r"\n---[ \t]*(?:\r?\n|$)", start):
        return "front matter"
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
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
