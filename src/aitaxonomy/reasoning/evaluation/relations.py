"""All facts of a predicate as one frame, collected from constants, types and links."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from aitaxonomy.reasoning.chaining.individual_types import IndividualTypes
from aitaxonomy.reasoning.chaining.type_features import FROM, TO, ones
from aitaxonomy.reasoning.evaluation.equality import Equality
from aitaxonomy.reasoning.evaluation.frames import frame_of_rows, small_frame
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
        """The facts as rows of `x` (and `y`); None if there are none.

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
        schema = pl.Schema({"x": pl.UInt32, "y": pl.UInt32})
        if predicate.unary:
            del schema["y"]
        found = pl.DataFrame(schema=schema) if rows is None else rows.collect().cast(schema)
        return self.equality.expanded(predicate, found) if self.equality else found

    def _kind(self, predicate: Predicate) -> Iterator[pl.LazyFrame]:
        feature = self.types.features.kinds.get(predicate)
        if feature is None:
            return
        of_constants, of_types = self._split(feature)
        if of_constants:
            yield small_frame({"x": of_constants})
        if of_types and self.individuals.table is not None:
            table = small_frame({"type": of_types})
            yield self.individuals.table.join(table, on="type", how="inner").select(_int64("x"))

    def _role(self, predicate: Predicate, *, links: bool) -> Iterator[pl.LazyFrame]:
        import polars as pl

        of_constants: list[tuple[int, int]] = []
        found: dict[int, list[tuple[int, int]]] = {TO: [], FROM: []}
        for way, rows in found.items():
            for constant, feature in self.types.features.ends(predicate, way).items():
                constants, of_types = self._split(feature)
                rows += [(type_, constant) for type_ in of_types]
                if way == TO:
                    of_constants += [(x, constant) for x in constants]
        if of_constants:
            yield frame_of_rows(["x", "y"], of_constants)
        for way, rows in found.items():
            if rows and self.individuals.table is not None:
                table = frame_of_rows(["type", "constant"], rows)
                joined = self.individuals.table.join(table, on="type", how="inner")
                ends = ("x", "constant") if way == TO else ("constant", "x")
                yield joined.select(_int64(ends[0]).alias("x"), _int64(ends[1]).alias("y"))
        if links and self.links.present(predicate):
            assert self.links.table is not None
            mine = self.links.table.filter(pl.col("p") == self.links.number(predicate))
            parts = list(self._along_paths(predicate))
            if predicate not in self.links.transitive:
                parts.append(mine.select(_int64("x"), _int64("y")))
            yield parts[0] if len(parts) == 1 else pl.concat(parts).unique()

    def _along_paths(self, role: Predicate) -> Iterator[pl.LazyFrame]:
        """The links of a property that follow from the paths of transitive ones below it."""
        import polars as pl

        for lower, inverted in self.links.below(role):
            x, y = "yx" if inverted else "xy"
            yield self._spelled_out(lower).select(pl.col(x).alias("x"), pl.col(y).alias("y"))

    def _spelled_out(self, role: Predicate) -> pl.LazyFrame:
        """The links of a transitive property along its paths; kept until there are more."""
        paths = self.links.paths(role)
        if role not in self._longer or self._longer[role][0] is not paths:
            self._longer[role] = paths, spelled_out(paths, str(role.of)).lazy()
        return self._longer[role][1]

    def first(self, kind: Predicate) -> int | None:
        """One of the individuals of which a kind held first, by number; None if it holds of none.

        Of several it is the one with the lowest number.
        """
        feature = self.types.features.kinds.get(kind)
        rounds = {} if feature is None else self.types.rounds[feature]
        bearers = next((rounds[each] for each in sorted(rounds) if rounds[each]), 0)
        found = [*ones(bearers & self.types.constant_set)][:1]
        if self.individuals.table is not None:
            types = small_frame({"type": [*ones(bearers >> self.types.constants)]})
            found += (
                self.individuals.table.join(types, on="type", how="semi").collect()["x"].to_list()
            )
        return min(found, default=None)

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

    def _split(self, feature: int) -> tuple[list[int], list[int]]:
        """The constants and the types that have a feature."""
        types = self.types
        bearers = types.sets[feature] if feature < len(types.sets) else 0
        return list(ones(bearers & types.constant_set)), list(ones(bearers >> types.constants))


def _int64(name: str) -> pl.Expr:
    """A column of numbers as 64-bit integers, so that frames of all sources concatenate."""
    import polars as pl

    return pl.col(name).cast(pl.Int64)
