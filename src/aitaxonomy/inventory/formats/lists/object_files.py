"""Files of objects: JSON, JSON lines, YAML, TOML or XML, with the lines of the objects."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from aitaxonomy.inventory.formats.detection import file_start
from aitaxonomy.inventory.formats.documents import load_json, read_text, read_toml
from aitaxonomy.inventory.formats.jsonstream import entries
from aitaxonomy.inventory.formats.lists.object_lists import EACH, Object, Place
from aitaxonomy.inventory.formats.xmlfile import read_xml
from aitaxonomy.inventory.formats.yamlfile import Mapping as Located
from aitaxonomy.inventory.formats.yamlfile import load_yaml
from aitaxonomy.inventory.record import Tally

#: Gives the line of each object of the list at a place, as far as it is known.
Lines = Callable[[Place], Mapping[int, int]]
#: JSON lines: an object that ends its line, with more on the next.
_LINES = re.compile(r"\s*\{.*\}[ \t\r]*\n\s*\S")


def load(path: Path) -> tuple[Any, Lines | None]:
    """Return the document of a file, and what gives the lines of the objects at a place.

    Raises `ImportFault` for what is no JSON, JSON lines, YAML, TOML or XML.
    """
    start = file_start(path)
    if start.form == "toml":
        return read_toml(path), None
    if start.form == "xml":
        return read_xml(path), None
    text = read_text(path)
    if start.form != "json":
        return load_yaml(text, str(path)), None
    if _LINES.match(text):
        return _json_lines(text, path), None
    return load_json(text, path), lambda place: _lines(path, place)


def _json_lines(text: str, path: Path) -> list[Object]:
    things: list[Object] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            thing = load_json(line, path, number)
            located = Located(thing if isinstance(thing, dict) else {})
            located.line = number
            things.append(located)
    return things


def _lines(path: Path, place: Place) -> Mapping[int, int]:
    """Return the line of each object of a list at the top of a JSON file, or one level below."""
    if len(place) > 1 or EACH in place:
        return {}
    found = (each for each in entries(path, Tally(), place) if not place or each.key in place)
    return {number: each.line for number, each in enumerate(found)}
