"""An answer as the JSON that an agent reads: nothing empty, hidden or too long."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

from aitaxonomy.text import clipped, visible

#: Characters that an answer takes at most, and one text in it.
SIZE = 8_000
_TEXT = 600


def document(answer: Any, size: int = SIZE) -> dict[str, Any]:
    r"""Return an answer as JSON of at most so many characters.

    What has its default is left out. Texts come from data that anybody may have written: what
    would move, hide or reorder others is shown as an escape, and long ones are cut. Lists that
    take too much lose their last entries, which `more` counts.

    >>> from aitaxonomy.agents.answers import Hits, Hit
    >>> found = Hits([Hit(f"ex:{i}", "x" * 50, "class") for i in range(9)])
    >>> cut = document(found, 300)
    >>> len(as_text(cut)) <= 300, len(cut["results"]) + cut["more"]["results"]
    (True, 9)
    """
    found: dict[str, Any] = _plain(answer)
    while (too_long := len(as_text(found)) - size) > 0:
        lengths = {k: len(as_text(v)) for k, v in found.items() if k != "more" and _is_many(v)}
        if not lengths:
            break
        longest = max(lengths, key=lengths.__getitem__)
        _shorten(found, longest, too_long)
    return found


def as_text(value: Any) -> str:
    """Return a value as compact JSON.

    >>> as_text({"label": "DALL·E 3", "n": [1, 2]})
    '{"label":"DALL·E 3","n":[1,2]}'
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _is_many(value: Any) -> bool:
    return isinstance(value, list | dict) and bool(value)


def _shorten(found: dict[str, Any], name: str, too_long: int) -> None:
    """Take the last entries of a list away, until it is shorter by so much or empty; count them."""
    value, taken = found[name], 0
    while value and too_long > 0:
        gone = value.pop() if isinstance(value, list) else value.popitem()
        too_long -= len(as_text(gone))
        taken += 1
    more = found.setdefault("more", {})
    more[name] = more.get(name, 0) + taken


def _plain(value: Any) -> Any:
    """Return a value in the types of JSON."""
    if dataclasses.is_dataclass(value):
        return {
            each.name: _plain(getattr(value, each.name))
            for each in dataclasses.fields(value)
            if not each.name.startswith("_")
            and (_is_needed(each) or getattr(value, each.name) not in (None, "", 0, [], {}, ()))
        }
    if isinstance(value, Mapping):
        return {_seen(str(key)): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return _seen(value) if isinstance(value, str) else value


def _is_needed(each: dataclasses.Field[Any]) -> bool:
    none = dataclasses.MISSING
    return each.default is none and each.default_factory is none


def _seen(text: str) -> str:
    return clipped(visible(text), _TEXT)
