"""An answer as an agent reads it: its JSON without what is empty or too long, and a short text."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

from aitaxonomy.rdf.namespaces import curie
from aitaxonomy.text import clipped, visible

#: Characters that an answer takes at most, its text, a line of that, and one text in it.
SIZE = 8_000
_SHORT, _WIDEST = 1_500, 300
_LONGEST = 600
#: The members whose links are numbered, and those whose names go without saying.
_CITING = ("source", "sources", "document")
_PLAIN = ("name", "label", "term", "property", "value", "conclusion", "says", "text", "message")
_URL = re.compile(r"https?://[^\s|,]+")
_EMPTY: tuple[Any, ...] = (None, "", [], {})
_OF_A_VALUE = {"type", "value", "datatype", "xml:lang"}


def document(
    found: Any, *, unsaid: Collection[str] = (), limit: int = 0, start: int = 0, size: int = SIZE
) -> dict[str, Any]:
    r"""Return the JSON of a result for an agent, in at most so many characters.

    Empty values and formal syntax (`..._owl`) are left out; a list becomes `results`; links
    to sources become numbers, which `links` explains. Texts come from data that anybody may have
    written: what would move, hide or reorder others is shown as an escape, and long ones are cut.
    `more` counts the entries that lists lose at their end.

    >>> cut = document([{"term": f"ex:{i}", "label": "x" * 50} for i in range(9)], size=400)
    >>> len(as_text(cut)) <= 400, len(cut["results"]) + cut["more"]["results"]
    (True, 9)
    """
    links: dict[str, int] = {}
    wanted = found if isinstance(found, dict) else {"results": found}
    told: dict[str, Any] = _plain(wanted, unsaid, links)
    if not isinstance(found, dict):
        told.setdefault("results", [])
    more: dict[str, int] = told.pop("more", {})
    for name, value in told.items() if limit or start else ():
        if isinstance(value, list):
            told[name] = value[start : start + limit if limit else None]
            _count(more, name, len(value) - start - len(told[name]))
    while len(as_text(_whole(told, more, links))) > size and (longest := _longest(told)):
        path, entries = longest
        for _ in range(max(1, len(entries) // 20)):
            entries.pop()
            _count(more, path, 1)
    return _whole(told, more, links)


def as_text(value: Any) -> str:
    """Return a value as compact JSON.

    >>> as_text({"label": "DALL·E 3", "n": [1, 2]})
    '{"label":"DALL·E 3","n":[1,2]}'
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def short(told: dict[str, Any]) -> str:
    """Return an answer as a short text: a line for each member, and each entry of a list.

    >>> print(short({"verdict": "entailed", "facts": [{"property": "made by", "value": "A"}]}))
    verdict: entailed
    facts:
    - made by; A
    """
    text, lines = "", [clipped(" ".join(line.split()), _WIDEST) for line in _lines(told)]
    for number, line in enumerate(lines):
        if text and len(text) + len(line) > _SHORT:
            return f"{text}... {len(lines) - number} more lines are in the structured content"
        text += f"{line}\n"
    return text.rstrip("\n") or "nothing is found: try fewer words, or find for systems by filters"


def _lines(told: dict[str, Any]) -> Iterator[str]:
    for name, value in told.items():
        if isinstance(value, list) and any(isinstance(each, dict) for each in value):
            yield f"{name}:"
            yield from (f"- {_inline(each)}" for each in value)
        elif value not in _EMPTY:
            yield f"{name}: {_inline(value)}"


def _inline(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_inline, value))
    if not isinstance(value, dict):
        return str(value)
    if value.keys() <= _OF_A_VALUE and "value" in value:  # as SPARQL results have it
        return curie(str(value["value"]))
    parts = (f"{'' if k in _PLAIN else f'{k} '}{_inline(each)}" for k, each in value.items())
    return "; ".join(parts)


def _plain(value: Any, unsaid: Collection[str], links: dict[str, int], key: str = "") -> Any:
    """Return a value without what agents are not told, its links as numbers."""
    if isinstance(value, dict):
        said = {
            _seen(name): _plain(each, unsaid, links, name)
            for name, each in value.items()
            if name not in unsaid and not name.endswith("_owl")
        }
        return {name: each for name, each in said.items() if each not in _EMPTY}
    if isinstance(value, list | tuple):
        return _facts_first([_plain(each, unsaid, links, key) for each in value])
    if not isinstance(value, str):
        return value
    if key not in _CITING:
        return _seen(value)
    seen = visible(value)
    if _URL.fullmatch(seen):
        return links.setdefault(seen, len(links) + 1)
    return clipped(_URL.sub(lambda at: f"[{links.setdefault(at[0], len(links) + 1)}]", seen), 200)


def _facts_first(entries: list[Any]) -> list[Any]:
    """Return facts once each, with all that state them; properties of few values come first."""
    if not all(isinstance(each, dict) and "property" in each for each in entries):
        return entries
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for each in entries:
        fact = found.setdefault((each["property"], each.get("value", "")), {**each, "source": []})
        fact["source"] += [each["source"]] if "source" in each else []
    values = Counter(name for name, _ in found)
    kept = [{k: v for k, v in fact.items() if v} for fact in found.values()]
    return sorted(kept, key=lambda fact: values[fact["property"]])


def _whole(told: dict[str, Any], more: dict[str, int], links: dict[str, int]) -> dict[str, Any]:
    """Return an answer with how much it leaves out, and the links that are still cited in it."""
    cited = set(_cited(told))
    used = {str(number): link for link, number in links.items() if number in cited}
    return {**told, **({"more": more} if more else {}), **({"links": used} if used else {})}


def _cited(value: Any, key: str = "") -> Iterator[int]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _cited(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from _cited(each, key)
    elif key in _CITING:
        yield from [value] if isinstance(value, int) else map(int, re.findall(r"\[(\d+)\]", value))


def _longest(value: Any, path: str = "") -> tuple[str, list[Any]] | None:
    """Return the outermost list that takes the most characters, with its path."""
    found = []
    for name, each in value.items():
        if isinstance(each, list) and each:
            found.append((f"{path}{name}", each))
        elif isinstance(each, dict):
            found += [inner] if (inner := _longest(each, f"{path}{name}.")) else []
    return max(found, key=lambda of: len(as_text(of[1])), default=None)


def _count(more: dict[str, int], name: str, number: int) -> None:
    if number > 0:
        more[name] = more.get(name, 0) + number


def _seen(text: str) -> str:
    return clipped(visible(text), _LONGEST)
