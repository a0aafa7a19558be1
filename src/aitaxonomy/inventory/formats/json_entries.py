"""The entries of JSON: elements of its list, or values of its object, each with its line."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Generator, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from aitaxonomy.errors import ImportFault
from aitaxonomy.inventory.formats.documents import load_json, read_text

_DECODER = json.JSONDecoder()
_BETWEEN = re.compile(r"[\s,:]*")


class JsonEntry(NamedTuple):
    """An entry of the top object (with its key) or of a list (key None), and its first line."""

    key: str | None
    value: Any
    line: int


def entries(path: Path, lists: Collection[str] = ()) -> Iterator[JsonEntry]:
    """Yield the entries of the list or object that a JSON file holds.

    Args:
        path: the file.
        lists: keys of the object whose value, a list, is entered: its elements are yielded, each
            with that key, rather than the list.

    Raises:
        ImportFault: the file holds no JSON, neither a list nor an object, or is nested too deeply.

    """
    text = read_text(path)
    if not isinstance(load_json(text, path), list | dict):
        raise ImportFault(f"{path}:1: neither a list nor an object: is it the right file?")
    yield from entries_of(text, lists)


def entries_of(text: str, lists: Collection[str] = ()) -> Iterator[JsonEntry]:
    r"""Yield the entries of a JSON text that is known to be valid.

    >>> [tuple(each) for each in entries_of('{"v": 1,\n"data": [2,\n3]}', ["data"])]
    [('v', 1, 1), ('data', 2, 2), ('data', 3, 3)]
    """
    line, counted = 1, 0
    for key, value, at in _values(text, lists):
        line, counted = line + text.count("\n", counted, at), at
        yield JsonEntry(key, value, line)


#: The key of an entry, its value, and the offset at which the value begins.
_Found = Generator[tuple[str | None, Any, int], None, int]


def _values(text: str, lists: Collection[str]) -> _Found:
    at = _after(text, 0)
    if text[at] == "[":
        return (yield from _elements(text, at, None))
    at = _after(text, at + 1)
    while text[at] != "}":
        key, at = _DECODER.raw_decode(text, at)
        at = _after(text, at)
        if key in lists and text[at] == "[":
            at = yield from _elements(text, at, key)
        else:
            value, end = _DECODER.raw_decode(text, at)
            yield key, value, at
            at = end
        at = _after(text, at)
    return at


def _elements(text: str, at: int, key: str | None) -> _Found:
    at = _after(text, at + 1)
    while text[at] != "]":
        value, end = _DECODER.raw_decode(text, at)
        yield key, value, at
        at = _after(text, end)
    return at + 1


def _after(text: str, at: int) -> int:
    """Return the offset of what follows white space and separators."""
    between = _BETWEEN.match(text, at)
    return between.end() if between else at
