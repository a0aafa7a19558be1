"""Which pattern each individual of the data has: the one large table about individuals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from aitaxonomy.reasoning.engines import columns as columns_of
from aitaxonomy.reasoning.patterns import Patterns

if TYPE_CHECKING:
    from aitaxonomy.reasoning.engines import Engine, Frame

_BITS = 48
"""So many features are told in one integer: a sum of powers of two. The rest is left for repeats,
which can be told from the sum and the number of summands."""
_WIDEST = 8
"""So many such integers are made in one go."""

Changes = list[tuple[int, int]]
"""Patterns before and after, by number."""


class Individuals:
    """The individuals, in columns: `x`, the individual, and `pattern`."""

    def __init__(self, engine: Engine, patterns: Patterns) -> None:
        self._engine, self._patterns = engine, patterns
        self.table: Frame | None = None

    def learn(
        self, rows: Frame, features: Mapping[int, tuple[int, int]]
    ) -> Iterator[tuple[Frame, Changes]]:
        """Give individuals features: rows of `x` and `key`.

        `features` says what a key means: which feature, and in which round it arose.

        Yields who changed, as rows of `x` and `change`, with the changes by number. The patterns
        have yet to be run.
        """
        keys, most = list(features), _BITS * _WIDEST
        if len(keys) > most:
            rows = self._engine.settle(rows)[0]
        for start in range(0, len(keys), most):
            part = keys[start : start + most]
            found = self._grouped(rows, part)
            changed = self._moved(*found, [features[key] for key in part])
            if changed is not None:
                yield changed

    # --- from rows to sums

    def _grouped(self, rows: Frame, keys: Sequence[int]) -> tuple[Frame, Sums]:
        """For each individual its keys as sums of powers of two; which sums there are."""
        import narwhals as nw

        columns = [f"m{i}" for i in range((len(keys) + _BITS - 1) // _BITS)]
        table: dict[str, list[int]] = {"key": list(keys)}
        for i, name in enumerate(columns):
            at = range(len(keys))
            table[name] = [1 << (n - _BITS * i) if n // _BITS == i else 0 for n in at]
        meaning = self._engine.table(table)
        told = rows.join(meaning, on="key", how="inner")
        sums = [nw.col(name).sum().cast(nw.Int64).alias(name) for name in columns]
        found = told.group_by("x").agg(*sums, nw.len().cast(nw.Int64).alias("n"))
        if self.table is not None:
            found = found.join(self.table, on="x", how="left").with_columns(
                nw.col("pattern").fill_null(0)
            )
        else:
            found = found.with_columns(nw.lit(0, nw.Int64).alias("pattern"))
        found = self._engine.settle(found)[0]
        kinds = found.select("pattern", *columns, "n").unique()
        sets = [
            (row[0], sum(each << _BITS * i for i, each in enumerate(row[1:-1])), row)
            for row in self._engine.collect(kinds).rows()
        ]
        repeated = [row for _, whole, row in sets if whole.bit_count() != row[-1]]
        if not repeated:
            return found, sets
        # Some have been told the same twice, so that their sums mean something else.
        names = ["pattern", *columns, "n"]
        theirs = self._engine.table(columns_of(names, repeated))
        again = rows.join(found.join(theirs, on=names, how="inner"), on="x", how="semi")
        others, more = self._grouped(self._engine.settle(again.unique())[0], keys)
        found = nw.concat([found.join(theirs, on=names, how="anti"), others])
        sound = {row: whole for _, whole, row in sets} | {row: whole for _, whole, row in more}
        sets = [(row[0], whole, row) for row, whole in sound.items() if row not in set(repeated)]
        return found, sets

    def _moved(
        self, found: Frame, sums: Sums, features: Sequence[tuple[int, int]]
    ) -> tuple[Frame, Changes] | None:
        """Give those a new pattern who learned something; None if nobody did."""
        changes: dict[tuple[int, int], int] = {}
        assigned: list[tuple[int, ...]] = []
        first = self._patterns.tell(features)
        for old, whole, row in sums:
            new = self._patterns.extended(old, whole, first)
            if new != old:
                number = changes.setdefault((old, new), len(changes))
                assigned.append((*row, new, number))
        if not changes:
            return None
        names = ["pattern", *(f"m{i}" for i in range(len(sums[0][2]) - 2)), "n"]
        assignment = columns_of([*names, "new", "change"], assigned)
        moved = found.join(self._engine.table(assignment), on=names, how="inner")
        moved = self._engine.settle(moved.select("x", "new", "change"))[0]
        self._replace(moved)
        return moved.select("x", "change"), list(changes)

    def _replace(self, moved: Frame) -> None:
        import narwhals as nw

        table = moved.select("x", nw.col("new").alias("pattern"))
        if self.table is not None:
            stay = self.table.join(moved, on="x", how="anti")
            table = nw.concat([stay.select("x", "pattern"), table])
        self.table = self._engine.settle(table)[0]


Sums = list[tuple[int, int, tuple[Any, ...]]]
"""Patterns, what their individuals were told (a set of places), and the row that says so."""
