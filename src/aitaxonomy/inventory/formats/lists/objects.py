"""Any JSON, JSON lines, YAML, TOML or XML: the list of objects with names in it, at any depth.

The keys of the objects are headings and their values cells, read as the columns of a table are; no
word is said of a file's own format. Of several lists those are read that speak of AI systems.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from aitaxonomy.errors import ImportFault
from aitaxonomy.inventory.formats.documents import (
    FileStart,
    form_of,
    head,
    load_json,
    read_text,
    read_toml,
)
from aitaxonomy.inventory.formats.lists.columns import SAMPLE, Columns, find_columns, known_share
from aitaxonomy.inventory.formats.lists.headings import (
    fields_of,
    is_of_ai,
    other_list,
    plain,
    words,
)
from aitaxonomy.inventory.formats.lists.rows import Mapper, no_system
from aitaxonomy.inventory.formats.plain_values import TEXT, Located, entries_of, load_yaml, read_xml
from aitaxonomy.inventory.record import Record, Tally
from aitaxonomy.inventory.vocabulary import words as table
from aitaxonomy.text import clipped

#: Words of a key that announce AI systems.
AI_WORDS = frozenset(table("key of a list"))

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


FORMAT = "objects"

#: Gives the line of each object of the list at a place, as far as it is known.
Lines = Callable[[Place], Mapping[int, int]]
#: JSON lines: an object that ends its line, with more on the next.
_LINES = re.compile(r"\s*\{.*\}[ \t\r]*\n\s*\S")

#: Keys of lists whose entries are models, as they say.
_MODELS = frozenset(table("key of a list of models"))
#: Words of a key that announce something else.
_OTHERS = frozenset(table("key of another list"))

_SAID = re.compile(
    r"\b(?:AI|LLMs?|GPT|machine learning|language models?|chatbots?|neural|generative|"
    r"algorithm\w*|algoritm\w*|algorithmus|künstliche intelligenz|intelligence artificielle|"
    r"inteligencia artificial|text-to-\w+|embeddings?|MLModel|MachineLearningModel|AIModel)\b",
    re.IGNORECASE,
)
#: The least score of a list that is read without being asked for.
_ENOUGH = 1.0
#: A key of JSON, XML, YAML or TOML.
_KEY = re.compile(
    r'"([^"\n]{1,60})"\s*:|<([\w.:-]{1,60})|(?:^[ \t-]*|[{,][ \t]*)([\w.-]{1,60})[ \t]*[:=]',
    re.MULTILINE,
)


def recognises(start: FileStart) -> bool:
    """Return whether a file has a key of names; whether they are of systems shows later."""
    if start.form not in ("json", "yaml", "toml", "xml"):
        return False
    keys = dict.fromkeys("".join(found) for found in _KEY.findall(start.text))
    named = (AI_WORDS.intersection(words(key)) or NAMES & fields_of(key).keys() for key in keys)
    return any(named) or other_list(keys) is not None  # a fault that reading names


def read(
    path: Path, tally: Tally, columns: Mapping[str, str] | None = None, **_: Any
) -> Iterator[Record]:
    """Yield one record per object of the lists of systems.

    `columns` has our name of a field and the key that has it. Raises `ImportFault` for what cannot
    be parsed, or has no list of objects that seem to be systems.
    """
    document, lines = _load(path)
    yield from read_objects(document, path, FORMAT, tally, columns=columns, lines=lines)


def read_objects(
    document: Any,
    path: Path,
    format: str,
    tally: Tally,
    *,
    columns: Mapping[str, str] | None = None,
    lines: Lines | None = None,
) -> Iterator[Record]:
    """Yield one record per object of the lists of systems in a document.

    `lines` gives the lines of the objects at a place. Raises `ImportFault` where there are none.
    """
    found = _lists(document, path, columns, tally)
    told = []
    for each in found:
        tally.part = f"list {_shown(each.place)}" if len(found) > 1 else ""
        mapper = Mapper(each.header, each.columns, str(path), format, tally)
        told.append(tally.columns)
        used = {each.header[p] for ps in each.columns.places.values() for p in ps}
        of_models = bool({key.casefold() for key in each.place} & _MODELS)
        numbers = lines(each.place) if lines else {}
        for number, thing in enumerate(each.objects):
            tally.read += 1
            given = flat(thing)
            tally.leave((key for key, value in given.items() if value), frozenset(used))
            cells = [given.get(key, "") for key in each.header]
            line = getattr(thing, "line", None) or numbers.get(number)
            if record := mapper.make(cells, line, number + 1):
                yield record._replace(of_models=record.of_models or of_models)
    tally.columns = "; ".join(
        f"list {_shown(each.place)}: {columns}"
        for each, columns in zip(found, told, strict=True)
        if columns
    )


def _load(path: Path) -> tuple[Any, Lines | None]:
    """Return the document of a file, and what gives the lines of the objects at a place.

    Raises `ImportFault` for what is not JSON, JSON lines, YAML, TOML or XML.
    """
    form = form_of(head(path), path.suffix.lower())
    if form == "toml":
        return read_toml(path), None
    if form == "xml":
        return read_xml(path), None
    text = read_text(path)
    if form != "json":
        return load_yaml(text, str(path)), None
    if _LINES.match(text):
        return _json_lines(text, path), None
    return load_json(text, path), lambda place: _lines(text, place)


def _json_lines(text: str, path: Path) -> list[Object]:
    things: list[Object] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            thing = load_json(line, path, number)
            located = Located(thing if isinstance(thing, dict) else {})
            located.line = number
            things.append(located)
    return things


def _lines(text: str, place: Place) -> Mapping[int, int]:
    """Return the line of each object of a list at the top of a JSON text, or one level below."""
    if len(place) > 1 or EACH in place:
        return {}
    found = (each for each in entries_of(text, place) if not place or each.key in place)
    return {number: each.line for number, each in enumerate(found)}


class _List(NamedTuple):
    """The objects at a place, with the columns that their keys are taken for, and a weight."""

    place: Place
    objects: Sequence[Object]
    header: list[str]
    columns: Columns
    weight: float


def _lists(document: Any, path: Path, given: Mapping[str, str] | None, tally: Tally) -> list[_List]:
    """Return the lists of systems in a document, none of them inside another."""
    weighed: list[_List] = []
    faults: list[ImportFault] = []
    refused: list[Place] = []
    for place, things in sorted(candidates(document).items(), key=lambda each: len(each[0])):
        inside = any(place[: len(other)] == other for other in refused)
        if inside or (place and place[-1].casefold() in _OTHERS):
            continue
        rows = [flat(each) for each in things[:SAMPLE]]
        header = list(dict.fromkeys(key for row in rows for key in row))
        cells = [[row.get(key, "") for key in header] for row in rows]
        try:
            columns = find_columns(header, cells, given, f"{path} ({_shown(place)})")
        except ImportFault as fault:
            faults.append(fault)
            refused += [place] if other_list(header) else []
            continue
        weight = _weight(place, header, cells, columns)
        weighed.append(_List(place, things, header, columns, weight))
    best = max((each.weight for each in weighed), default=0.0)
    found: list[_List] = []
    for each in sorted(weighed, key=lambda each: (len(each.place), -each.weight)):
        worth = each.weight >= max(_ENOUGH, best / 2) or given
        if worth and not any(_within(each.place, other.place) for other in found):
            found.append(each)
    for each in weighed:
        if not any(_within(each.place, other.place) for other in found):
            where = f"{path}, {_shown(each.place)}"
            tally.note("a list that does not seem to be of AI systems is not read", where)
    if not found:
        raise faults[0] if faults and not weighed else ImportFault(_none(path, weighed))
    return found


def _none(path: Path, weighed: Sequence[_List]) -> str:
    if not weighed:
        return f"{path}: no list of objects with names in it: what lists the systems?"
    best = weighed[0]
    keys = clipped(", ".join(best.header), 200)
    return (
        f"{path}: {len(best.objects):,} objects with names, and nothing that says that they are AI "
        f"systems (their keys: {keys}); if they are, name the key: --column name=KEY"
    )


def _shown(place: Place) -> str:
    return ".".join(place) or "at the top"


def _within(place: Place, other: Place) -> bool:
    """Return whether one of two places is inside the other."""
    least = min(len(place), len(other))
    return place[:least] == other[:least]


def _weight(
    place: Place, header: Sequence[str], cells: Sequence[Sequence[str]], columns: Columns
) -> float:
    """Return how much speaks for AI systems: known names and developers, keys, and what is said."""
    places = columns.places
    names = [row[p] for row in cells for p in places["name"][:1]]
    developers = [row[p] for row in cells for p in places.get("developer", ()) if row[p]]
    tasks = [row[p] for row in cells for p in places.get("task", ()) if row[p]]
    sorts = [row[p] for row in cells for p in places.get("kind", ()) + places.get("labels", ())]
    others = sum(1 for sort in sorts if no_system(sort))
    said = sum(1 for row in cells if _SAID.search(" ".join(row)))
    return (
        3 * known_share(names)
        + known_share(developers, "developer")
        + known_share(tasks, "task")
        + known_share([row[p] for row in cells for p in places.get("kind", ())], "kind")
        + 1.5 * any(AI_WORDS.intersection([*words(key), key.casefold()]) for key in place)
        + min(1.5, 0.5 * sum(map(is_of_ai, header)))
        + said / len(cells)
        - 0.2 * place.count(EACH)
        - 3 * (2 * others > len(cells))
    )
