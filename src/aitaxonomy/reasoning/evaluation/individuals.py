"""Which pattern each individual of the data has: the one large table about individuals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from aitaxonomy.reasoning.chaining.individual_types import Patterns

if TYPE_CHECKING:
    import polars as pl

    from aitaxonomy.reasoning.evaluation.engines import Engine, Frame

_BITS = 62
"""So many features are told in one integer, as its bits."""
_WIDEST = 8
"""So many such integers are made in one go."""

Changes = list[tuple[int, int]]
"""Patterns before and after, by number."""
Meaning = Mapping[int, Sequence[tuple[int, int]]]
"""What keys mean: features, each with the round in which it arises."""


class Individuals:
    """The individuals, in columns: `x`, the individual, and `pattern`."""

    def __init__(self, engine: Engine, patterns: Patterns, known: Mapping[int, int]) -> None:
        self._engine, self._patterns = engine, patterns
        self.table: Frame | None = None
        if known:
            self.table = engine.table({"x": list(known), "pattern": list(known.values())})

    def learn(self, rows: Frame, meaning: Meaning) -> Iterator[tuple[Frame, Changes]]:
        """Give individuals features: rows of `x` and `key`.

        Yields who changed, as rows of `x` and `change`, with the changes by number. The patterns
        have yet to be run.
        """
        features = list(dict.fromkeys(each for found in meaning.values() for each in found))
        most = _BITS * _WIDEST
        if len(features) > most:
            rows = self._engine.settle(rows)
        for start in range(0, len(features), most):
            part = features[start : start + most]
            found = self._gathered(rows, meaning, part)
            changed = self._moved(*found, part)
            if changed is not None:
                yield changed

    # --- from rows to sets

    def _gathered(
        self, rows: Frame, meaning: Meaning, features: Sequence[tuple[int, int]]
    ) -> tuple[Frame, pl.DataFrame]:
        """For each individual its pattern and what it is told of the features, as sets.

        Also which of these there are, without the individuals.
        """
        import narwhals as nw

        place = {feature: n for n, feature in enumerate(features)}
        names = [f"m{i}" for i in range((len(features) + _BITS - 1) // _BITS)]
        told = {
            key: sum(1 << place[each] for each in dict.fromkeys(found) if each in place)
            for key, found in meaning.items()
        }
        table = {"key": [key for key, whole in told.items() if whole]}
        for i, name in enumerate(names):
            table[name] = [told[key] >> _BITS * i & _FULL for key in table["key"]]
        sets = rows.join(self._engine.table(table), on="key", how="inner").select("x", *names)
        found = self._engine.gathered(sets, names)
        if self.table is None:
            found = found.with_columns(nw.lit(0, nw.Int64).alias("pattern"))
        else:
            found = found.join(self.table, on="x", how="left").with_columns(
                nw.col("pattern").fill_null(0)
            )
        found = self._engine.settle(found)
        return found, self._engine.collect(found.select("pattern", *names).unique())

    def _moved(
        self, found: Frame, kinds: pl.DataFrame, features: Sequence[tuple[int, int]]
    ) -> tuple[Frame, Changes] | None:
        """Give those a new pattern who learned something; None if nobody did."""
        import narwhals as nw
        import polars as pl

        before, told = kinds["pattern"].to_list(), kinds["m0"].to_list()
        for i in range(1, kinds.width - 1):
            more = kinds[f"m{i}"].to_list()
            told = [low | high << _BITS * i for low, high in zip(told, more, strict=True)]
        after = self._patterns.extended(list(zip(before, told, strict=True)), features)
        moves = list(zip(before, after, strict=True))
        changes = {
            move: n for n, move in enumerate(dict.fromkeys(m for m in moves if m[0] != m[1]))
        }
        if not changes:
            return None
        numbers = [changes.get(move, -1) for move in moves]
        assigned = kinds.hstack([pl.Series("new", after), pl.Series("change", numbers)])
        moved = found.join(self._engine.frame(assigned), on=kinds.columns, how="inner")
        moved = moved.filter(nw.col("change") >= 0).select("x", "new", "change")
        moved = self._engine.settle(moved)
        self._replace(moved)
        return moved.select("x", "change"), list(changes)

    def _replace(self, moved: Frame) -> None:
        import narwhals as nw

        news = moved.select("x", "new").rename({"new": "pattern"})
        if self.table is None:
            self.table = news
        else:
            stay = self.table.join(moved, on="x", how="anti").select("x", "pattern")
            self.table = self._engine.settle(nw.concat([stay, news]))


_FULL = (1 << _BITS) - 1
