"""The objects of a document that has lists of them at any depth, and their cells by key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from aitaxonomy.inventory.formats.lists.headings import fields_of, other_list, plain
from aitaxonomy.inventory.formats.xmlfile import TEXT
from aitaxonomy.inventory.formats.yamlfile import Located

#: Words of a key that announce AI systems.
AI_WORDS = frozenset(
    ("ai", "model", "models", "llm", "llms", "aimodels", "modelsummaries", "algorithms", "agents",
     "assistants", "tools", "systems", "applications", "deployments", "endpoints", "chatbots")
)  # fmt: skip
#: The fields of which one gives an object a name.
NAMES = frozenset(("name", "id", "model"))
#: Stands for each element of a list, or each value of a map, in a place.
EACH = "*"
#: The levels of objects within one that become columns, and the keys by which one has a name.
_LEVELS = 3
_NAMING = ("@value", TEXT, "name", "title", "label", "@id", "id")
_OF_ONE = frozenset(("name", "@id", "@type", "@language"))
#: What is taken over from the object around a list: who makes or offers all in it.
_HANDED_DOWN = frozenset(("developer", "provider"))
#: A document with more places or levels of lists is none that people keep.
_MOST_PLACES, _DEEPEST = 1000, 12
#: Larger numbers say nothing here, and Python does not write those of thousands of digits.
_MOST_DIGITS = 10**30

Place = tuple[str, ...]
Object = Mapping[str, Any]


def candidates(document: Any) -> dict[Place, list[Object]]:
    """Return the objects at each place where a list, or a map of objects, has some with names.

    Lists at the same place of several objects count as one list. Without any, an object with a
    name is a list of one.
    """
    found: dict[Place, list[Object]] = defaultdict(list)
    single: dict[Place, list[Object]] = defaultdict(list)
    todo: list[tuple[Place, Any, dict[str, str]]] = [((), document, {})]
    while todo:
        place, value, around = todo.pop()
        if len(place) > _DEEPEST or len(found) > _MOST_PLACES:
            continue
        if isinstance(value, list):
            things = [each for each in value if isinstance(each, dict)]
            texts = [each for each in value if isinstance(each, str)]
            if texts and not things and place and place[-1].casefold() in AI_WORDS:
                things = [{"name": each} for each in texts]
            if any(map(_has_name, things)) or (things and other_list(flat(things[0]))):
                found[place].extend(_with(around, things))
            todo += [((*place, EACH), each, around) for each in things[::-1]]
        elif isinstance(value, dict):
            inside = [(str(key), each) for key, each in value.items()
                      if isinstance(each, dict | list)]  # fmt: skip
            around = around | _handed_down(value)
            if _is_map(value):
                found[place].extend(_with(around, list(map(_keyed, value.items()))))
                inside = [(EACH, each) for _, each in inside]
            elif _has_name(value) and (not place or place[-1] != EACH):
                single[place].append(value)
            todo += [((*place, key), each, around) for key, each in inside[::-1]]
    return found or single


def _has_name(thing: Object) -> bool:
    return any(value and NAMES & fields_of(key).keys() for key, value in flat(thing).items())


def _is_map(thing: Object) -> bool:
    """Return whether an object is a map of names to objects of one sort."""
    inner = [set(each) for each in thing.values() if isinstance(each, dict) and each]
    return len(inner) > 1 and len(inner) >= len(thing) * 0.8 and bool(inner[0] & inner[1])


def _keyed(item: tuple[str, Any]) -> Object:
    """Return an object of a map, with its key as its name, or as its id where it has a name."""
    key, value = item
    thing = value if isinstance(value, dict) else {}
    named = "id" if any("name" in fields_of(str(each)) for each in thing) else "name"
    return _located({named: key, **thing}, thing)


def _with(around: Object, things: Sequence[Object]) -> Sequence[Object]:
    """Return objects with what is handed down to them from around their list."""
    return [_located({**around, **each}, each) for each in things] if around else things


def _located(thing: dict[str, Any], of: Object) -> Object:
    """Return an object on the line of another."""
    located = Located(thing)
    located.line = getattr(of, "line", None)  # type: ignore[assignment]
    return located


def _handed_down(thing: Object) -> dict[str, str]:
    return {
        str(key): value
        for key, value in thing.items()
        if isinstance(value, str) and _HANDED_DOWN & fields_of(str(key)).keys()
    }


def flat(thing: Object) -> dict[str, str]:
    """Return the cells of an object by key; those of objects inside it have both keys.

    >>> flat({"name": "A", "details": {"family": "llama"}, "tags": ["a", "b"]})
    {'name': 'A', 'details family': 'llama', 'tags': 'a; b'}
    """
    cells: dict[str, str] = {}
    todo = [(str(key), value, 1) for key, value in [*thing.items()][::-1]]
    while todo:
        key, value, level = todo.pop()
        if isinstance(value, dict) and not _is_one(value):
            if level < _LEVELS:
                inside = [(f"{key} {plain(str(k))}", v, level + 1) for k, v in value.items()]
                todo += inside[::-1]
        else:
            cells[key] = _cell(value)
    return cells


def _is_one(value: Object) -> bool:
    """Return whether an object stands for one value, as that of a text in a language does."""
    keys = {plain(str(key)) for key in value}
    return "@value" in keys or (TEXT in keys and len(keys) <= 3) or keys <= _OF_ONE


def _cell(value: Any) -> str:
    if isinstance(value, dict):
        named = {plain(str(key)): each for key, each in value.items()}
        return next((_cell(named[key]) for key in _NAMING if named.get(key)), "")
    if isinstance(value, list):
        return "; ".join(cell for each in value if (cell := _cell(each)))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and abs(value) > _MOST_DIGITS:
        return ""
    return "" if value is None else str(value)
