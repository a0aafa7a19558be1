"""YAML documents as plain values: text, lists and mappings, in bounded size.

PyYAML's composer builds the nodes and resolves aliases. Scalars stay text as written, except null,
true and false: a version 1.10 is no number, and the language `no` is Norwegian.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from aitaxonomy.errors import ImportFault
from aitaxonomy.inventory.formats.documents import having, read_text

MAX_DEPTH = 64
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


def load_yaml(text: str, where: str, first_line: int = 1) -> Any:
    r"""Return the one document of a YAML text: `Located`, list, text, bool or None.

    `where` is the file, and `first_line` the line in it on which the text starts. Raises
    `ImportFault` for what is no YAML, has a second document, is nested over 64 levels, or has
    over two million nodes with its aliases resolved.

    >>> load_yaml("name: T5\nsizes: [1.10, no]\nopen: true", "a.yaml")
    {'name': 'T5', 'sizes': ['1.10', 'no'], 'open': True}
    """
    import yaml

    try:
        loader = _loader()(text)
        value = _value(loader.get_node(), first_line, {}) if loader.check_node() else None
        if loader.check_node():
            raise _Refusal(
                "a second document: put each into a file of its own", loader.peek_event().start_mark
            )
        return value
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
    """Return the loader with a composer that enforces the limits."""
    import yaml

    class Loader(yaml.SafeLoader):  # type: ignore[misc]  # PyYAML comes without types
        def __init__(self, stream: str) -> None:
            super().__init__(stream)
            self.depth = self.nodes = 0
            # The number of nodes at and below each anchor whose node is complete.
            self.sizes: dict[str, int] = {}

        def compose_node(self, parent: Any, index: Any) -> Any:
            event = self.peek_event()
            mark, before = event.start_mark, self.nodes
            if isinstance(event, yaml.AliasEvent):
                if event.anchor not in self.sizes:
                    what = f"alias *{event.anchor} is unknown here or holds itself"
                    raise _Refusal(what, mark)
                self.nodes += self.sizes[event.anchor]
            else:
                self.nodes += 1
                if event.anchor:
                    # YAML allows an anchor to be redefined, which the composer of PyYAML does not.
                    self.anchors.pop(event.anchor, None)
                    self.sizes.pop(event.anchor, None)
            if self.nodes > MAX_NODES:
                raise _Refusal(f"over {MAX_NODES} values when its aliases are put in", mark)
            if self.depth >= MAX_DEPTH and isinstance(event, yaml.CollectionStartEvent):
                raise _Refusal(f"nested over {MAX_DEPTH} levels deep: flatten it", mark)
            self.depth += 1
            node = super().compose_node(parent, index)
            self.depth -= 1
            if event.anchor:
                self.sizes[event.anchor] = self.nodes - before
            return node

    return Loader


def _value(node: Any, first_line: int, made: dict[int, Any]) -> Any:
    """Return the value of a node; `made` has the values of collections, for aliases to share."""
    if node.id == "scalar":
        if node.tag == _NULL:
            return None
        return _TRUTH.get(node.value.lower(), node.value) if node.tag == _BOOL else node.value
    if id(node) in made:
        return made[id(node)]
    if node.id == "sequence":
        made[id(node)] = [_value(each, first_line, made) for each in node.value]
        return made[id(node)]
    mapping = made[id(node)] = Located()
    mapping.line = first_line + node.start_mark.line
    for key, each in node.value:
        if key.id != "scalar":
            what = "a key that is no text: write a word before the colon"
            raise _Refusal(what, key.start_mark)
        value = _value(each, first_line, made)
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
