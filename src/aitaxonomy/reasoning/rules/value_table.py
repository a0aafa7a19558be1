"""Axioms, expressions, predicates and atoms as one table of JSON, equal values once, and back.

Reading a table builds values of the classes listed here and executes nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, get_args

from aitaxonomy.owl import axioms as ax
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.reasoning.rules.model import Atom, GroundFact, Predicate

_CLASSES = (
    tuple,
    Literal,
    ax.Role,
    *get_args(ax.AnyDataRange),
    *get_args(ax.Expression),
    *get_args(ax.Axiom),
    Predicate,
    Atom,
    GroundFact,
)
_NAMES = [each.__name__ for each in _CLASSES]
_FIELDS = {each: [field.name for field in fields(each)] for each in _CLASSES if each is not tuple}

Row = str | int | bool | list[Any] | None
"""A plain value, or the number of a class in `names` with the numbers of the values in it."""


class TableWriter:
    """Collects values; the number of a value is its place in `rows`.

    >>> writer = TableWriter()
    >>> cat = ax.SubClassOf(ax.Named("urn:Cat"), ax.Named("urn:Pet"))
    >>> number = writer.number(cat)
    >>> ValueTable(writer.names, writer.rows)[number] == cat
    True
    """

    names = _NAMES
    """The classes of which values in the table are."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._numbers: dict[tuple[type, Any], int] = {}

    def number(self, value: object) -> int:
        """The number of a value, which is added if it is new.

        Raises `KeyError` for a value of another class.
        """
        key = type(value), value
        found = self._numbers.get(key)
        if found is None:
            row = self._row(value)
            found = self._numbers[key] = len(self.rows)
            self.rows.append(row)
        return found

    def _row(self, value: Any) -> Row:
        if value is None or isinstance(value, str | int):
            return value
        kind = type(value)
        inside = value if kind is tuple else (getattr(value, name) for name in _FIELDS[kind])
        return [_NAMES.index(kind.__name__), *map(self.number, inside)]


class ValueTable:
    """The values of a table, each built when it is first asked for.

    Raises `KeyError` for a class that is not among those above.
    """

    def __init__(self, names: Sequence[str], rows: list[Row]) -> None:
        known = dict(zip(_NAMES, _CLASSES, strict=True))
        self._classes: list[Any] = [known[name] for name in names]
        self._rows = rows
        self._built: dict[int, Any] = {}

    def __getitem__(self, number: int) -> Any:
        row = self._rows[number]
        if not isinstance(row, list):
            return row
        if number not in self._built:
            kind, *inside = row
            values = [self[each] for each in inside]
            cls = self._classes[kind]
            self._built[number] = tuple(values) if cls is tuple else cls(*values)
        return self._built[number]
