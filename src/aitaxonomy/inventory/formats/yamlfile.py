"""YAML to plain values: nothing is constructed but text, lists and mappings, in bounded size.

Scalars stay text as they are written, but for null, true and false: a version 1.10 is no number,
and the language `no` is Norwegian.
"""

from __future__ import annotations

from typing import Any

from aitaxonomy.errors import ImportFault

MAX_DEPTH = 64
MAX_NODES = 2_000_000

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


class Mapping(dict[str, Any]):
    """A mapping that knows the line on which it starts, counted from 1."""

    line: int = 1


def load_yaml(text: str, where: str, first_line: int = 1) -> Any:
    r"""Return the one document of a YAML text: `Mapping`, list, text, bool or None.

    `where` and `first_line` tell in which file, and where in it, the text starts. Raises
    `ImportFault` for what is no YAML, is nested over 64 levels, or grows over two million nodes
    when its aliases are put in.

    >>> load_yaml("name: T5\nsizes: [1.10, no]\nopen: true", "a.yaml")
    {'name': 'T5', 'sizes': ['1.10', 'no'], 'open': True}
    """
    import yaml

    builder = _Builder(where, first_line)
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            builder.take(type(event).__name__, event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        line = first_line + mark.line if mark else first_line
        raise ImportFault(f"{where}:{line}: not valid YAML: {problem}; correct the file") from None
    return builder.document


class _Builder:
    """Puts the events of the parser together, without recursion."""

    def __init__(self, where: str, first_line: int) -> None:
        self.where, self.first_line = where, first_line
        self.document: Any = None
        self.documents = 0
        self.nodes = 0
        # The containers that are open: value, key that waits for its value, anchor, nodes before.
        self.open: list[list[Any]] = []
        self.anchors: dict[str, tuple[Any, int]] = {}

    def take(self, kind: str, event: Any) -> None:
        """Add what an event brings."""
        if kind == "DocumentStartEvent":
            self.documents += 1
            if self.documents > 1:
                raise self._fault(event, "a second document: put each into a file of its own")
        elif kind == "ScalarEvent":
            value = _WORDS.get(event.value, event.value) if event.implicit[0] else event.value
            self._count(event, 1)
            if event.anchor:
                self.anchors[event.anchor] = (value, 1)
            self._put(event, value)
        elif kind == "AliasEvent":
            if event.anchor not in self.anchors:
                raise self._fault(event, f"alias *{event.anchor} is unknown here or holds itself")
            value, size = self.anchors[event.anchor]
            self._count(event, size)
            self._put(event, value)
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            self._start(event, Mapping() if kind == "MappingStartEvent" else [])
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            value, _, anchor, before = self.open.pop()
            if anchor:
                self.anchors[anchor] = (value, self.nodes - before)
            self._put(event, value)

    def _start(self, event: Any, container: Any) -> None:
        if len(self.open) >= MAX_DEPTH:
            raise self._fault(event, f"nested over {MAX_DEPTH} levels deep: flatten it")
        if isinstance(container, Mapping):
            container.line = self.first_line + event.start_mark.line
        self.open.append([container, None, event.anchor, self.nodes])
        self._count(event, 1)

    def _put(self, event: Any, value: Any) -> None:
        if not self.open:
            self.document = value
            return
        frame = self.open[-1]
        container, key = frame[0], frame[1]
        if isinstance(container, list):
            container.append(value)
        elif key is None:
            if isinstance(value, dict | list):
                raise self._fault(event, "a key that is no text: write a word before the colon")
            # A key is what is written, so that `null:` and `true:` are names as well.
            frame[1] = getattr(event, "value", str(value))
        else:
            frame[1] = None
            if key == "<<" and isinstance(value, dict):
                container.update({k: v for k, v in value.items() if k not in container})
            else:
                container[key] = value

    def _count(self, event: Any, size: int) -> None:
        self.nodes += size
        if self.nodes > MAX_NODES:
            raise self._fault(event, f"over {MAX_NODES} values when its aliases are put in")

    def _fault(self, event: Any, what: str) -> ImportFault:
        return ImportFault(f"{self.where}:{self.first_line + event.start_mark.line}: {what}")


def dump_yaml(document: dict[str, Any]) -> str:
    """Return a mapping of texts and lists as YAML, in its own order.

    >>> print(dump_yaml({"language": ["no", "de"]}), end="")
    language:
    - 'no'
    - de
    """
    import yaml

    return str(yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=10_000))
