"""All facts of a predicate as one frame, put together from where they are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from aitaxonomy.reasoning.chaining.individual_types import Patterns
from aitaxonomy.reasoning.chaining.type_features import FROM, TO, ones
from aitaxonomy.reasoning.evaluation.engines import columns, united
from aitaxonomy.reasoning.evaluation.individuals import Individuals
from aitaxonomy.reasoning.evaluation.links import Links
from aitaxonomy.reasoning.rules.model import Predicate

if TYPE_CHECKING:
    import narwhals as nw
    import polars as pl

    from aitaxonomy.reasoning.evaluation.engines import Engine, Frame


class Relations:
    """The facts of constants, of individuals by their pattern, and the links between them."""

    def __init__(
        self, engine: Engine, patterns: Patterns, links: Links, individuals: Individuals
    ) -> None:
        self.engine, self.patterns = engine, patterns
        self.links, self.individuals = links, individuals
        self._counted: dict[str, tuple[Frame, dict[int, int]]] = {}

    def predicates(self) -> list[Predicate]:
        """The predicates that have facts."""
        used = [self.patterns.features.list[i] for i, who in enumerate(self.patterns.sets) if who]
        linked = [role for role, number in self.links.numbers.items() if number in self.links.sizes]
        found = dict.fromkeys([*(feature.predicate for feature in used), *linked])
        return [each for each in found if each.kind != "heard"]

    def rows(self, predicate: Predicate) -> Frame | None:
        """The facts as rows of `x` (and `y`) and `round`; None if there are none."""
        parts = list(self._kind(predicate) if predicate.unary else self._role(predicate))
        return united(parts) if parts else None

    def collected(self, predicate: Predicate) -> pl.DataFrame:
        """The same as a frame of numbers, empty if there are none."""
        import polars as pl

        rows = self.rows(predicate)
        schema = pl.Schema({"x": pl.UInt32, "y": pl.UInt32, "round": pl.UInt16})
        if predicate.unary:
            del schema["y"]
        return (
            pl.DataFrame(schema=schema) if rows is None else self.engine.collect(rows).cast(schema)
        )

    def _kind(self, predicate: Predicate) -> Iterator[Frame]:
        import narwhals as nw

        feature = self.patterns.features.kinds.get(predicate)
        if feature is None:
            return
        fixed, alike = self._split(feature)
        if fixed:
            yield self.engine.table(columns(["x", "round"], fixed))
        if alike and self.individuals.table is not None:
            table = self.engine.table(columns(["pattern", "round"], alike))
            joined = self.individuals.table.join(table, on="pattern", how="inner")
            yield joined.select(_whole("x"), nw.col("round"))

    def _role(self, predicate: Predicate) -> Iterator[Frame]:
        import narwhals as nw

        fixed: list[tuple[int, ...]] = []
        found: dict[int, list[tuple[int, ...]]] = {TO: [], FROM: []}
        for way, rows in found.items():
            for constant, feature in self.patterns.features.ends(predicate, way).items():
                constants, alike = self._split(feature)
                rows += [(pattern, constant, round_) for pattern, round_ in alike]
                if way == TO:
                    fixed += [(x, constant, round_) for x, round_ in constants]
        if fixed:
            yield self.engine.table(columns(["x", "y", "round"], fixed))
        for way, rows in found.items():
            if rows and self.individuals.table is not None:
                table = self.engine.table(columns(["pattern", "constant", "round"], rows))
                joined = self.individuals.table.join(table, on="pattern", how="inner")
                ends = ("x", "constant") if way == TO else ("constant", "x")
                yield joined.select(
                    _whole(ends[0]).alias("x"), _whole(ends[1]).alias("y"), nw.col("round")
                )
        if self.links.present(predicate):
            assert self.links.table is not None
            mine = self.links.table.filter(nw.col("p") == self.links.number(predicate))
            yield mine.select(_whole("x"), _whole("y"), nw.col("round"))

    # --- by pattern

    def bearers(self, predicate: Predicate) -> dict[int | None, int]:
        """Who is of a kind (by None), or has a property with each constant, as a set.

        A set has the constants and, after them, the patterns.
        """
        features, sets = self.patterns.features, self.patterns.sets
        numbers: list[tuple[int | None, int]] = []
        if not predicate.unary:
            numbers += features.ends(predicate, TO).items()
        elif predicate in features.kinds:
            numbers.append((None, features.kinds[predicate]))
        return {key: sets[n] for key, n in numbers if n < len(sets) and sets[n]}

    def beside_bearers(self, predicate: Predicate) -> bool:
        """Whether a property has values that are no constants, of which `bearers` does not tell."""
        return self.links.present(predicate) or any(
            self._split(feature)[1]
            for feature in self.patterns.features.ends(predicate, FROM).values()
        )

    def _split(self, feature: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """Who has a feature, with the round: constants, and patterns."""
        patterns = self.patterns
        fixed: list[tuple[int, int]] = []
        alike: list[tuple[int, int]] = []
        for round_, who in patterns.rounds[feature].items() if feature < len(patterns.sets) else ():
            fixed += [(each, round_) for each in ones(who & patterns.fixed)]
            alike += [(each, round_) for each in ones(who >> patterns.constants)]
        return fixed, alike

    # --- counting

    def sizes(self, predicate: Predicate) -> tuple[int, int]:
        """How many facts there are, and how many of them were derived."""
        counts = self._counts()
        whole = derived = 0
        for way in (TO, FROM) if not predicate.unary else (None,):
            for feature in self._features(predicate, way):
                fixed, alike = self._split(feature)
                if way != FROM:
                    whole += len(fixed)
                    derived += sum(1 for _, round_ in fixed if round_)
                whole += sum(counts.get(pattern, 0) for pattern, _ in alike)
                derived += sum(counts.get(pattern, 0) for pattern, round_ in alike if round_)
        if self.links.present(predicate):
            size = self.links.sizes[self.links.number(predicate)]
            whole += size
            derived += size - self._stated().get(self.links.number(predicate), 0)
        return whole, derived

    def _features(self, predicate: Predicate, way: int | None) -> list[int]:
        features = self.patterns.features
        if way is not None:
            return list(features.ends(predicate, way).values())
        return [features.kinds[predicate]] if predicate in features.kinds else []

    def _counts(self) -> dict[int, int]:
        """How many individuals each pattern has."""
        return self._count(self.individuals.table, "pattern")

    def _stated(self) -> dict[int, int]:
        """How many links of each property were stated."""
        import narwhals as nw

        return self._count(self.links.table, "p", lambda table: table.filter(nw.col("round") == 0))

    def _count(
        self,
        table: Frame | None,
        column: str,
        part: Callable[[Frame], Frame] = lambda table: table,
    ) -> dict[int, int]:
        """How often each value stands in a column, counted once for each state of a table."""
        import narwhals as nw

        if table is None:
            return {}
        if column not in self._counted or self._counted[column][0] is not table:
            counted = part(table).group_by(column).agg(nw.len().alias("n"))
            self._counted[column] = table, dict(self.engine.collect(counted).rows())
        return self._counted[column][1]


def _whole(name: str) -> nw.Expr:
    """A column of numbers in the widest type, so that frames from anywhere unite."""
    import narwhals as nw

    return nw.col(name).cast(nw.Int64)
