"""JSON, YAML and XML as plain values: text, lists and mappings, in bounded size.

The entries of JSON come with their lines, and mappings of YAML know theirs.

PyYAML's composer builds the nodes and resolves aliases. Scalars stay text as written, except null,
true and false: a version 1.10 is not a number, and the language `no` is Norwegian.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from aitaxonomy.errors import ImportFault
from aitaxonomy.files import source
from aitaxonomy.inventory.formats.documents import having, load_json, read_text
from aitaxonomy.store.screening import MAX_DEPTH, check_size

_DECODER = json.JSONDecoder()
_BETWEEN = re.compile(r"[\s,:]*")


class JsonEntry(NamedTuple):
    """An entry of the top object (with its key) or of a list (key None), and its first line."""

    key: str | None
    value: Any
    line: int


def entries(path: Path, lists: Collection[str] = ()) -> Iterator[JsonEntry]:
    """Yield the entries of the list or object that a JSON file holds.

    Of a list that is the value of one of some keys, the elements are yielded, each with that key.
    Raises `ImportFault` for no JSON, neither a list nor an object, and what is nested too deeply.
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
    at = _after(text, 0)
    in_list = text[at] == "["
    end, key, line, counted, at = "]" if in_list else "}", None, 1, 0, _after(text, at + 1)
    while in_list or text[at] != end:
        if in_list and text[at] == "]":
            if end == "]":
                return
            in_list, at = False, _after(text, at + 1)
            continue
        if not in_list:
            key, at = _DECODER.raw_decode(text, at)
            at = _after(text, at)
            if key in lists and text[at] == "[":
                in_list, at = True, _after(text, at + 1)
                continue
        value, after = _DECODER.raw_decode(text, at)
        line, counted = line + text.count("\n", counted, at), at
        yield JsonEntry(key, value, line)
        at = _after(text, after)


def _after(text: str, at: int) -> int:
    """Return the offset of what follows white space and separators."""
    between = _BETWEEN.match(text, at)
    return between.end() if between else at


YAML_DEPTH = 64
MAX_NODES = 2_000_000

_NULL = "tag:yaml.org,2002:null"
_BOOL = "tag:yaml.org,2002:bool"
#: Other words that YAML 1.1 takes for the two, such as `yes`, stay text.
_TRUTH = {"true": True, "false": False}


class Located(dict[str, Any]):
    """A mapping that knows the line on which it starts, counted from 1."""

    line: int = 1


def read_yaml(path: Path, names: Iterable[str], format: str) -> dict[str, Any]:
    """Return the YAML document of a file, which has one of some names at its top.

    Raises `ImportFault` as `load_yaml` and `having` do.
    """
    return having(load_yaml(read_text(path), str(path)), names, path, format)


def load_yaml(text: str, where: str, first_line: int = 1, *, several: bool = False) -> Any:
    r"""Return the one document of a YAML text: `Located`, list, text, bool or None.

    `where` is the file, and `first_line` the line in it on which the text starts. If there may be
    `several` documents, a list of them is returned. Raises `ImportFault` for what is not YAML, has
    another document, is nested over 64 levels, or has over two million nodes with its aliases
    resolved.

    >>> load_yaml("name: T5\nsizes: [1.10, no]\nopen: true", "a.yaml")
    {'name': 'T5', 'sizes': ['1.10', 'no'], 'open': True}
    """
    import yaml

    loader = None
    try:
        loader = _loader()(text)
        nodes: list[Any] = []
        while loader.check_node():
            if nodes and not several:
                what = "a second document: put each into a file of its own"
                raise _Refusal(what, loader.peek_event().start_mark)
            nodes.append(loader.get_node())
        values = _Values(first_line)
        documents = [values.of(node) for node in nodes]
        return documents if several else next(iter(documents), None)
    except RecursionError:
        problem, mark = _NESTED, loader and loader.get_mark()
    except _Refusal as refusal:
        problem, mark = refusal.args
    except yaml.YAMLError as error:
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        problem = f"not valid YAML: {problem}; correct the file"
        mark = getattr(error, "problem_mark", None)
    raise ImportFault(f"{where}:{first_line + (mark.line if mark else 0)}: {problem}")


class _Refusal(Exception):
    """The reason why a document is refused that may be valid YAML, and the mark of its place."""


@cache
def _loader() -> Any:
    """Return the loader, with a composer that refuses what holds itself."""
    import yaml

    class Loader(yaml.SafeLoader):  # type: ignore[misc]  # PyYAML comes without types
        def __init__(self, stream: str) -> None:
            super().__init__(stream)
            self.complete: set[str] = set()

        def compose_node(self, parent: Any, index: Any) -> Any:
            event = self.peek_event()
            if not isinstance(event, yaml.AliasEvent):
                # YAML allows an anchor to be redefined, which the composer of PyYAML does not.
                self.anchors.pop(event.anchor, None)
                self.complete.discard(event.anchor)
            elif event.anchor not in self.complete:
                what = f"alias *{event.anchor} is unknown here or holds itself"
                raise _Refusal(what, event.start_mark)
            node = super().compose_node(parent, index)
            self.complete.add(event.anchor)
            return node

    return Loader


_NESTED = f"nested over {YAML_DEPTH} levels deep: flatten it"


class _Values:
    """Makes values of nodes; those of collections are shared by aliases, but count each time."""

    def __init__(self, first_line: int) -> None:
        self._first_line, self._count = first_line, 0
        self._made: dict[int, tuple[Any, int]] = {}

    def of(self, node: Any, depth: int = 0) -> Any:
        value, size = self._made.get(id(node), (None, 1))
        self._count += size
        if id(node) in self._made:
            return value
        if node.id == "scalar":
            if node.tag == _NULL:
                return None
            return _TRUTH.get(node.value.lower(), node.value) if node.tag == _BOOL else node.value
        if depth >= YAML_DEPTH:
            raise _Refusal(_NESTED, node.start_mark)
        before = self._count
        if node.id == "sequence":
            value = [self.of(each, depth + 1) for each in node.value]
        else:
            value = self._mapping(node, depth)
        if self._count > MAX_NODES:
            what = f"over {MAX_NODES} values when its aliases are put in"
            raise _Refusal(what, node.start_mark)
        self._made[id(node)] = value, self._count - before + 1
        return value

    def _mapping(self, node: Any, depth: int) -> Located:
        mapping = Located()
        mapping.line = self._first_line + node.start_mark.line
        for key, each in node.value:
            if key.id != "scalar":
                what = "a key that is not text: write a word before the colon"
                raise _Refusal(what, key.start_mark)
            self._count += 1
            value = self.of(each, depth + 1)
            # Keys are text as written: `null:` and `true:` are names.
            if key.value == "<<" and isinstance(value, dict):
                mapping.update({k: v for k, v in value.items() if k not in mapping})
            else:
                mapping[key.value] = value
        return mapping


def dump_yaml(document: dict[str, Any]) -> str:
    """Return a mapping of texts and lists as YAML, in its own order.

    >>> print(dump_yaml({"language": ["no", "de"]}), end="")
    language:
    - 'no'
    - de
    """
    import yaml

    return str(yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=10_000))


#: The key of the text of an element that has attributes or elements as well.
TEXT = "value"


def read_xml(path: Path) -> dict[str, Any]:
    """Return the root element of an XML file as a mapping of its name to its value.

    An element is a text, or a mapping of its attributes and elements without namespaces; elements
    of one name are a list. Raises `ImportFault` for text that is not XML, has entities or is nested
    over 128 levels.
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    file = source(path)
    check_size(file)
    stack: list[dict[str, Any]] = [{}]
    try:
        for event, element in iterparse(str(file), events=("start", "end"), forbid_dtd=False):
            if event == "start":
                if len(stack) > MAX_DEPTH:
                    raise ImportFault(f"{path}: XML that is nested over {MAX_DEPTH} levels deep")
                stack.append({_local(name): value for name, value in element.attrib.items()})
                continue
            value: Any = stack.pop()
            said = (element.text or "").strip()
            if not value:
                value = said
            elif said:
                value.setdefault(TEXT, said)
            put(stack[-1], _local(element.tag), value)
            element.clear()
    except ParseError as error:
        line = getattr(error, "position", (1, 0))[0]
        raise ImportFault(f"{path}:{line}: not valid XML: {error}; correct the file") from None
    except DefusedXmlException as error:
        raise ImportFault(f"{path}: XML with entities is not read: {error}") from None
    return stack[0]


def put(parent: dict[str, Any], name: str, value: Any) -> None:
    """Give a mapping a value by name, in a list with those that it has by that name."""
    if name not in parent:
        parent[name] = value
    elif isinstance(parent[name], list):
        parent[name].append(value)
    else:
        parent[name] = [parent[name], value]


def _local(name: Any) -> str:
    """Return the name of an element or attribute without its namespace.

    >>> _local("{http://cyclonedx.org/schema/bom/1.5}name")
    'name'
    """
    return str(name).rpartition("}")[2]
