"""The type of each individual of the data: the one large table about individuals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from aitaxonomy.reasoning.chaining.individual_types import IndividualTypes
from aitaxonomy.reasoning.evaluation.frames import small_frame

if TYPE_CHECKING:
    import polars as pl


_BITS = 62
"""The number of features that one integer column encodes, as its bits."""
_COLUMNS = 8
"""The number of such columns that are used at once."""

TypeChanges = list[tuple[int, int]]
"""Pairs of an old and a new type; their positions number the changes."""
KeyFeatures = Mapping[int, Sequence[int]]
"""The features that each key stands for."""


class Individuals:
    """The individuals of the data: a table of `x`, the individual, and its `type`."""

    def __init__(self, types: IndividualTypes) -> None:
        self._types = types
        self.table: pl.LazyFrame | None = None

    def add_features(
        self, rows: pl.LazyFrame, key_features: KeyFeatures
    ) -> Iterator[tuple[pl.LazyFrame, TypeChanges]]:
        """Give individuals the features of keys, in rows of `x` and `key`.

        Yields the individuals that change their type, as rows of `x` and `change`, with the changes
        that these number. `IndividualTypes.run` has to close the new types.
        """
        features = list(dict.fromkeys(each for found in key_features.values() for each in found))
        most = _BITS * _COLUMNS
        if len(features) > most:
            rows = rows.collect().lazy()
        for start in range(0, len(features), most):
            part = features[start : start + most]
            found = self._feature_sets(rows, key_features, part)
            changed = self._reassigned(*found, part)
            if changed is not None:
                yield changed

    # --- from rows to sets

    def _feature_sets(
        self, rows: pl.LazyFrame, key_features: KeyFeatures, features: Sequence[int]
    ) -> tuple[pl.LazyFrame, pl.DataFrame]:
        """For each individual its type and the features it is given, as bit sets in columns.

        Returns the distinct combinations of these as well.
        """
        import polars as pl

        place = {feature: n for n, feature in enumerate(features)}
        names = [f"m{i}" for i in range((len(features) + _BITS - 1) // _BITS)]
        bits = {
            key: sum(1 << place[each] for each in dict.fromkeys(found) if each in place)
            for key, found in key_features.items()
        }
        table = {"key": [key for key, whole in bits.items() if whole]}
        for i, name in enumerate(names):
            table[name] = [bits[key] >> _BITS * i & _FULL for key in table["key"]]
        sets = rows.join(small_frame(table), on="key", how="inner").select("x", *names)
        found = sets.group_by("x").agg(pl.col(*names).bitwise_or())
        if self.table is None:
            found = found.with_columns(pl.lit(0, pl.Int64).alias("type"))
        else:
            found = found.join(self.table, on="x", how="left").with_columns(
                pl.col("type").fill_null(0)
            )
        found = found.collect().lazy()
        return found, found.select("type", *names).unique().collect()

    def _reassigned(
        self, found: pl.LazyFrame, combinations: pl.DataFrame, features: Sequence[int]
    ) -> tuple[pl.LazyFrame, TypeChanges] | None:
        """Give individuals with additional features their new type; None if there are none."""
        import polars as pl

        before, sets = combinations["type"].to_list(), combinations["m0"].to_list()
        for i in range(1, combinations.width - 1):
            more = combinations[f"m{i}"].to_list()
            sets = [low | high << _BITS * i for low, high in zip(sets, more, strict=True)]
        after = self._types.with_features(list(zip(before, sets, strict=True)), features)
        moves = list(zip(before, after, strict=True))
        changes = {
            move: n for n, move in enumerate(dict.fromkeys(m for m in moves if m[0] != m[1]))
        }
        if not changes:
            return None
        numbers = [changes.get(move, -1) for move in moves]
        assigned = combinations.hstack([pl.Series("new", after), pl.Series("change", numbers)])
        moved = found.join(assigned.lazy(), on=combinations.columns, how="inner")
        moved = moved.filter(pl.col("change") >= 0).select("x", "new", "change")
        moved = moved.collect().lazy()
        self._replace(moved)
        return moved.select("x", "change"), list(changes)

    def _replace(self, moved: pl.LazyFrame) -> None:
        import polars as pl

        new = moved.select("x", "new").rename({"new": "type"})
        if self.table is None:
            self.table = new
        else:
            stay = self.table.join(moved, on="x", how="anti").select("x", "type")
            self.table = pl.concat([stay, new]).collect().lazy()


_FULL = (1 << _BITS) - 1
