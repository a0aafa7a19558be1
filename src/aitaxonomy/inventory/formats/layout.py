"""Layouts: where the entries of a format have the fields of a record, read by their types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aitaxonomy.inventory.formats.fields import date, mapping, texts, whole
from aitaxonomy.inventory.record import FIELDS, Record, Source, Tally
from aitaxonomy.inventory.vocabulary import find_modalities

_TYPES = {field.name: field.type for field in FIELDS}


def _first(value: Any) -> str | None:
    return next(iter(texts(value)), None)


#: What reads a value, by the type of its field; modalities are looked up besides.
_READERS: Mapping[str, Callable[[Any], Any]] = {
    "text": _first,
    "texts": texts,
    "count": whole,
    "date": date,
    "flag": lambda value: value if isinstance(value, bool) else None,
    "organizations": _first,
    "modalities": texts,
}


@dataclass(frozen=True)
class Layout:
    """Where the entries of a format have the fields of a record.

    Attributes:
        format: the name of the format.
        paths: by field, the keys that lead to its value, with dots between them; of several paths,
            with bars between them, the first that has a value.
        also: further keys that the reader of the format reads, with spaces between them.
        nameless: why an entry without a name is skipped.

    >>> layout = Layout("gadgets", {"name": "title|id", "context_window": "limits.tokens"})
    >>> source, tally = Source("a.json", "gadgets", 1), Tally()
    >>> record = layout.record({"id": "A", "limits": {"tokens": "8k"}, "cost": 1}, source, tally)
    >>> record.name, record.context_window, dict(tally.left_out)
    ('A', 8000, {'cost': 1})

    """

    format: str
    paths: Mapping[str, str]
    also: str = ""
    nameless: str = "a model without a name"

    def record(
        self, entry: Any, source: Source, tally: Tally, what: str = "", **own: Any
    ) -> Record | None:
        """Return the record of an entry, or None for one without a name, which is skipped.

        Args:
            entry: the entry.
            source: its place.
            tally: counts it, its keys that are not read, and its unknown words.
            what: how the tally names an entry without a name; its place when not given.
            own: fields that the reader of the format has worked out.

        """
        tally.read += 1
        entry = mapping(entry)
        given = {field: self._value(entry, field) for field in self.paths} | own
        if not given.get("name"):
            tally.skip(self.nameless, what or str(source))
            return None
        keys = (path.split(".")[0] for each in self.paths.values() for path in each.split("|"))
        tally.leave(entry, frozenset((*keys, *self.also.split())))
        for field, value in given.items():
            if _TYPES.get(field) == "modalities":
                given[field] = find_modalities(value, tally, str(source))
        return Record(source=source, **given)

    def _value(self, entry: Mapping[str, Any], field: str) -> Any:
        read, value = _READERS[_TYPES[field]], None
        for path in self.paths[field].split("|"):
            *above, last = path.split(".")
            inside = entry
            for key in above:
                inside = mapping(inside.get(key))
            if value := read(inside.get(last)):
                break
        return value
