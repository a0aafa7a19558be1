"""Facts of a closure on frames, kept in dictionaries as far as a proof search asks for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

Found = tuple[tuple[str, ...], int]
"""The terms of a fact and its round."""

MOST = 50_000
"""Predicates with more facts are not indexed: filtering their frames is cheaper than decoding."""


class RowIndex:
    """The facts of one predicate by the terms that are given.

    >>> index = RowIndex([(("a", "b"), 1), (("a", "c"), 2)])
    >>> index.find(["a", None])
    [(('a', 'b'), 1), (('a', 'c'), 2)]
    >>> index.find([None, "c"])
    [(('a', 'c'), 2)]
    """

    def __init__(self, rows: Sequence[Found]) -> None:
        self._rows = rows
        self._by: dict[tuple[bool, ...], dict[tuple[str, ...], list[Found]]] = {}

    def find(self, values: Sequence[str | None]) -> list[Found]:
        """The facts with these terms; None stands for any."""
        given = tuple(value is not None for value in values)
        if given not in self._by:
            groups: dict[tuple[str, ...], list[Found]] = defaultdict(list)
            for row in self._rows:
                key = tuple(t for t, known in zip(row[0], given, strict=True) if known)
                groups[key].append(row)
            self._by[given] = groups
        return self._by[given].get(tuple(value for value in values if value is not None), [])
