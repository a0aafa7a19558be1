"""Loads the statements of the data: facts about constants, features of individuals, and links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aitaxonomy.owl import axioms as ax
from aitaxonomy.rdf.ntriples import bare, is_name
from aitaxonomy.reasoning.chaining.individual_types import IndividualTypes, state
from aitaxonomy.reasoning.chaining.materialization import ranges_of
from aitaxonomy.reasoning.chaining.type_features import FROM, TO
from aitaxonomy.reasoning.evaluation.compilation import CompiledProgram
from aitaxonomy.reasoning.evaluation.individuals import KeyFeatures
from aitaxonomy.reasoning.evaluation.term_dictionary import TermDictionary
from aitaxonomy.reasoning.rules.model import NAMED, GroundFact, Predicate, member

if TYPE_CHECKING:
    import polars as pl

    from aitaxonomy.reasoning.evaluation.term_dictionary import TermDictionary


@dataclass(frozen=True)
class PropertyNumbers:
    """The numbers of rdf:type (`type`) and of the properties (`roles`)."""

    type: int
    roles: Mapping[int, Predicate]
    data: frozenset[int]
    """The data properties."""


class LoadedStatements:
    """The statements of the data, partitioned by how many of their ends are constants.

    `features` has rows of `x` and `key`, one for each statement that links an individual with a
    constant; `key_features` decodes the keys. `links` has rows of `p`, `x` and `y`, one for each
    statement between two individuals of the data. Each `x` of `equal` stands for equal ones.
    """

    def __init__(
        self,
        compiled: CompiledProgram,
        types: IndividualTypes,
        numbers: PropertyNumbers,
        rows: pl.DataFrame,
        equal: pl.DataFrame,
    ) -> None:
        import polars as pl

        self._compiled, self._types, self._numbers = compiled, types, numbers
        self._wide = max(len(compiled.names), numbers.type, *numbers.roles) + 1
        self._constants, self._rows, self._equal = compiled.constants, rows, equal
        free, ends_free = pl.col("x") >= self._constants, pl.col("y") >= self._constants
        about = rows.lazy().filter(~free & ~ends_free)
        links = rows.lazy().filter(free & ends_free).select(pl.col("p", "x", "y").cast(pl.Int64))
        self._about, self.features, self.links = pl.collect_all(
            [about, self._constant_links(), links]
        )

    def state_about_constants(self) -> None:
        """State the facts whose terms are all constants."""
        import polars as pl

        compiled = self._compiled
        for p, x, y in self._about.rows():
            if p == self._numbers.type:
                predicate, terms = member(ax.Named(compiled.names[y][1:-1])), [x]
            else:
                predicate, terms = self._numbers.roles[p], [x, y]
            state(self._types, predicate, terms)
        if compiled.universal:
            known = self._mentioned().filter(pl.col("x") < self._constants).unique().collect()
            for predicate in compiled.universal:
                feature = self._types.features.kind(predicate)
                for (x,) in known.rows():
                    if predicate != NAMED or is_name(bare(compiled.names[x])):
                        self._types.state(feature, x)

    def _constant_links(self) -> pl.LazyFrame:
        """The statements that link individuals with constants, as rows of `x` and `key`."""
        import polars as pl

        p, x, y = (pl.col(name).cast(pl.Int64) for name in "pxy")
        square = self._wide * self._wide
        to = self._rows.lazy().filter(
            (pl.col("x") >= self._constants) & (pl.col("y") < self._constants)
        )
        back = self._rows.lazy().filter(
            (pl.col("x") < self._constants) & (pl.col("y") >= self._constants)
        )
        parts = [
            to.select(x.alias("x"), (p * self._wide + y).alias("key")),
            back.select(y.alias("x"), (p * self._wide + x + square).alias("key")),
        ]
        # All individuals here have names: lines with blank nodes go to the general parser.
        individuals = self._mentioned().filter(pl.col("x") >= self._constants).unique()
        for number in range(len(self._compiled.universal)):
            key = pl.lit(2 * square + number, pl.Int64).alias("key")
            parts.append(individuals.select(x.alias("x"), key))
        return pl.concat(parts)

    def _mentioned(self) -> pl.LazyFrame:
        """The subjects, and the objects that are not data values; with duplicates."""
        import polars as pl

        rows = self._rows.lazy()
        targets = rows.filter(~pl.col("p").is_in([self._numbers.type, *self._numbers.data]))
        equal = self._equal.lazy().select("x")
        return pl.concat([rows.select("x"), targets.select(pl.col("y").alias("x")), equal])

    def in_ranges(self, terms: TermDictionary) -> pl.DataFrame | None:
        """The data values in and outside of ranges: rows of `x` and `feature`; None for no row.

        Of those that are constants this is stated.
        """
        import polars as pl

        program, roles = self._compiled.program, self._numbers.roles
        asked = [number for number, role in roles.items() if str(role.of) in program.ranges]
        found = self._rows.lazy().filter(pl.col("p").is_in(asked)).select("p", "y")
        values = found.unique(maintain_order=True).with_columns(term=terms.decode(pl.col("y")))
        rows = []
        for p, x, term in values.collect().rows():
            for known in ranges_of(program, GroundFact(roles[p], ("", term))):
                feature = self._types.features.kind(known)
                if x < self._constants:
                    self._types.state(feature, x)
                else:
                    rows.append((x, feature))
        return (
            pl.DataFrame(rows, {"x": pl.Int64, "feature": pl.Int64}, orient="row") if rows else None
        )

    def key_features(self) -> KeyFeatures:
        """The feature that each key of `features` stands for."""
        return {key: [self._key_feature(key)] for key in sorted(self.features["key"].unique())}

    def _key_feature(self, key: int) -> int:
        which, rest = divmod(key, self._wide * self._wide)
        p, constant = divmod(rest, self._wide)
        features = self._types.features
        if which == 2:
            return features.kind(self._compiled.universal[rest])
        if which == 0 and p == self._numbers.type:
            return features.kind(member(ax.Named(self._compiled.names[constant][1:-1])))
        return features.link(self._numbers.roles[p], FROM if which else TO, constant)
