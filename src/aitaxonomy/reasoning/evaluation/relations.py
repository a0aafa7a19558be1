"""All facts of a predicate as one frame, collected from constants, types and links."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from aitaxonomy.reasoning.chaining.individual_types import IndividualTypes
from aitaxonomy.reasoning.chaining.type_features import FROM, TO, ones
from aitaxonomy.reasoning.evaluation.equality import Equality
from aitaxonomy.reasoning.evaluation.frames import frame_of_rows
from aitaxonomy.reasoning.evaluation.individuals import Individuals
from aitaxonomy.reasoning.evaluation.links import LinkTable
from aitaxonomy.reasoning.evaluation.transitive import Paths, spelled_out
from aitaxonomy.reasoning.rules.model import SAME, Predicate

if TYPE_CHECKING:
    import polars as pl


class Relations:
    """The facts of an evaluation: of constants, of individuals by their type, and links."""

    def __init__(self, types: IndividualTypes, links: LinkTable, individuals: Individuals) -> None:
        self.types = types
        self.links, self.individuals = links, individuals
        self.equality: Equality | None = None
        """The individuals stated to be equal, of which the evaluation has one each."""
        self._longer: dict[Predicate, tuple[Paths, pl.LazyFrame]] = {}

    def predicates(self) -> list[Predicate]:
        """The predicates that have facts."""
        used = [self.types.features.list[i] for i, bearers in enumerate(self.types.sets) if bearers]
        linked = [role for role, number in self.links.numbers.items() if number in self.links.sizes]
        found = dict.fromkeys([*(feature.predicate for feature in used), *linked])
        if self.equality:
            found[SAME] = None
        return [each for each in found if each.kind != "received"]

    def rows(self, predicate: Predicate, *, links: bool = True) -> pl.LazyFrame | None:
        """The facts as rows of `x` (and `y`) and `round`; None if there are none.

        Without `links` those between two individuals of the data are left out.
        """
        import polars as pl

        parts = list(
            self._kind(predicate) if predicate.unary else self._role(predicate, links=links)
        )
        return pl.concat(parts) if parts else None

    def collected(self, predicate: Predicate) -> pl.DataFrame:
        """The facts as a Polars frame, also those of equal individuals; raises `TooManyLinks`."""
        import polars as pl

        rows = self.rows(predicate)
        schema = pl.Schema({"x": pl.UInt32, "y": pl.UInt32, "round": pl.UInt16})
        if predicate.unary:
            del schema["y"]
        found = pl.DataFrame(schema=schema) if rows is None else rows.collect().cast(schema)
        return self.equality.expanded(predicate, found) if self.equality else found

    def _kind(self, predicate: Predicate) -> Iterator[pl.LazyFrame]:
        import polars as pl

        feature = self.types.features.kinds.get(predicate)
        if feature is None:
            return
        of_constants, of_types = self._split(feature)
        if of_constants:
            yield frame_of_rows(["x", "round"], of_constants)
        if of_types and self.individuals.table is not None:
            table = frame_of_rows(["type", "round"], of_types)
            joined = self.individuals.table.join(table, on="type", how="inner")
            yield joined.select(_int64("x"), pl.col("round"))

    def _role(self, predicate: Predicate, *, links: bool) -> Iterator[pl.LazyFrame]:
        import polars as pl

        of_constants: list[tuple[int, ...]] = []
        found: dict[int, list[tuple[int, ...]]] = {TO: [], FROM: []}
        for way, rows in found.items():
            for constant, feature in self.types.features.ends(predicate, way).items():
                constants, of_types = self._split(feature)
                rows += [(type_, constant, round_) for type_, round_ in of_types]
                if way == TO:
                    of_constants += [(x, constant, round_) for x, round_ in constants]
        if of_constants:
            yield frame_of_rows(["x", "y", "round"], of_constants)
        for way, rows in found.items():
            if rows and self.individuals.table is not None:
                table = frame_of_rows(["type", "constant", "round"], rows)
                joined = self.individuals.table.join(table, on="type", how="inner")
                ends = ("x", "constant") if way == TO else ("constant", "x")
                yield joined.select(
                    _int64(ends[0]).alias("x"), _int64(ends[1]).alias("y"), pl.col("round")
                )
        if links and self.links.present(predicate):
            assert self.links.table is not None
            mine = self.links.table.filter(pl.col("p") == self.links.number(predicate))
            stated = mine.select(_int64("x"), _int64("y"), pl.col("round"))
            parts = list(self._along_paths(predicate))
            if predicate not in self.links.transitive:
                parts.append(stated)
            if len(parts) == 1:
                yield parts[0]
            else:
                yield pl.concat(parts).group_by("x", "y").agg(pl.col("round").min())

    def _along_paths(self, role: Predicate) -> Iterator[pl.LazyFrame]:
        """The links of a property that follow from the paths of transitive ones below it."""
        import polars as pl

        for lower, inverted, steps in self.links.below(role):
            x, y = "yx" if inverted else "xy"
            yield self._spelled_out(lower).select(
                pl.col(x).alias("x"), pl.col(y).alias("y"), pl.col("round") + steps
            )

    def _spelled_out(self, role: Predicate) -> pl.LazyFrame:
        """The links of a transitive property along its paths; kept until there are more."""
        paths = self.links.paths(role)
        if role not in self._longer or self._longer[role][0] is not paths:
            self._longer[role] = paths, spelled_out(paths, str(role.of)).lazy()
        return self._longer[role][1]

    # --- by type

    def bearers(self, predicate: Predicate) -> dict[int | None, int]:
        """The bearers of a kind (under the key None), or of a property with each constant as value.

        They are bit sets: first the constants, then the types.
        """
        features, sets = self.types.features, self.types.sets
        numbers: list[tuple[int | None, int]] = []
        if not predicate.unary:
            numbers += features.ends(predicate, TO).items()
        elif predicate in features.kinds:
            numbers.append((None, features.kinds[predicate]))
        return {key: sets[n] for key, n in numbers if n < len(sets) and sets[n]}

    def has_other_values(self, predicate: Predicate) -> bool:
        """Return whether a property has values beside constants, which `bearers` leaves out."""
        return self.links.present(predicate) or any(
            self._split(feature)[1]
            for feature in self.types.features.ends(predicate, FROM).values()
        )

    def _split(self, feature: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """The constants and the types that have a feature, each with the round."""
        types = self.types
        of_constants: list[tuple[int, int]] = []
        of_types: list[tuple[int, int]] = []
        for round_, bearers in types.rounds[feature].items() if feature < len(types.sets) else ():
            of_constants += [(each, round_) for each in ones(bearers & types.constant_set)]
            of_types += [(each, round_) for each in ones(bearers >> types.constants)]
        return of_constants, of_types


def _int64(name: str) -> pl.Expr:
    """A column of numbers as 64-bit integers, so that frames of all sources concatenate."""
    import polars as pl

    return pl.col(name).cast(pl.Int64)
