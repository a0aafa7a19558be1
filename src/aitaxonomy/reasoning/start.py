"""The statements of the data sorted: facts about constants, features of individuals, links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aitaxonomy.reasoning import axioms as ax
from aitaxonomy.reasoning.encode import Terms
from aitaxonomy.reasoning.features import FROM, TO
from aitaxonomy.reasoning.lookup import look_up
from aitaxonomy.reasoning.patterns import Patterns
from aitaxonomy.reasoning.prepared import Prepared, state
from aitaxonomy.reasoning.rules import Predicate, member

if TYPE_CHECKING:
    from aitaxonomy.reasoning.engines import Engine, Frame


@dataclass(frozen=True)
class Numbers:
    """What numbers of terms stand for: `type` for rdf:type, the others for properties."""

    type: int
    roles: Mapping[int, Predicate]
    data: frozenset[int]
    """The properties whose values are data values."""


class Start:
    """Statements (rows of `p`, `x`, `y`) on their way into the evaluation.

    Keys of several meanings share one column: each has a range of numbers of its own.
    """

    def __init__(
        self, prepared: Prepared, patterns: Patterns, engine: Engine, numbers: Numbers
    ) -> None:
        self._prepared, self._patterns, self._engine = prepared, patterns, engine
        self._numbers = numbers
        self._wide = max(len(prepared.names), numbers.type, *numbers.roles) + 1
        self._things = prepared.things

    def about_constants(self, rows: Frame) -> None:
        """State what the rows say about constants alone."""
        import narwhals as nw

        limit = len(self._prepared.names)
        about = rows.filter((nw.col("x") < self._things) & (nw.col("y") < limit))
        prepared = self._prepared
        for p, x, y in self._engine.collect(about.select("p", "x", "y")).rows():
            if p == self._numbers.type:
                predicate, terms = member(ax.Named(prepared.names[y][1:-1])), [x]
            else:
                predicate, terms = self._numbers.roles[p], [x, y]
            state(self._patterns, prepared.program, predicate, terms, prepared.names)
        if prepared.says_thing:
            thing = self._patterns.features.kind(member(ax.THING))
            known = self._mentioned(rows).filter(nw.col("x") < self._things).unique()
            for (x,) in self._engine.collect(known).rows():
                self._patterns.state(thing, x)

    def features(self, rows: Frame) -> Frame:
        """The rows that link individuals with constants: `x` and `key`."""
        import narwhals as nw

        p, x, y = (nw.col(name).cast(nw.Int64) for name in "pxy")
        limit = len(self._prepared.names)
        to = rows.filter((nw.col("x") >= self._things) & (nw.col("y") < self._things))
        back = rows.filter((nw.col("x") < self._things) & (nw.col("y") >= limit))
        square = self._wide * self._wide
        parts = [
            to.select(x.alias("x"), (p * self._wide + y).alias("key")),
            back.select(y.alias("x"), (p * self._wide + x + square).alias("key")),
        ]
        if self._prepared.says_thing:
            parts.append(self._all_things(rows, 2 * square))
        return nw.concat(parts)

    def _mentioned(self, rows: Frame) -> Frame:
        """The individuals that are subjects, or objects and no data values (not each once)."""
        import narwhals as nw

        targets = rows.filter(~nw.col("p").is_in([self._numbers.type, *self._numbers.data]))
        return nw.concat([rows.select("x"), targets.select(nw.col("y").alias("x"))])

    def _all_things(self, rows: Frame, key: int) -> Frame:
        import narwhals as nw

        things = self._mentioned(rows).filter(nw.col("x") >= self._things).unique()
        return things.select(nw.col("x").cast(nw.Int64), nw.lit(key, nw.Int64).alias("key"))

    def links(self, rows: Frame) -> Frame:
        """The rows that link individuals with each other."""
        import narwhals as nw

        links = rows.filter((nw.col("x") >= self._things) & (nw.col("y") >= self._things))
        return links.select(*(nw.col(name).cast(nw.Int64) for name in "pxy"))

    def in_ranges(self, rows: Frame, terms: Terms) -> tuple[Frame, list[int]] | None:
        """Which data values are in which ranges: `x` and `key`, which is -1 - the feature.

        Also which features there are; None if no value is looked up.
        """
        import narwhals as nw
        import polars as pl

        asked = {
            number: self._prepared.program.ranges[str(role.of)]
            for number, role in self._numbers.roles.items()
            if str(role.of) in self._prepared.program.ranges
        }
        if not asked:
            return None
        wanted = rows.filter(nw.col("p").is_in(list(asked)) & (nw.col("y") >= self._things))
        values = self._engine.collect(wanted.select("p", "y").unique())
        found: dict[int, pl.DataFrame] = {}
        for number, ranges in asked.items():
            mine = values.filter(pl.col("p") == number)["y"].cast(pl.UInt32)
            if len(mine):
                for predicate, inside in look_up(mine, ranges, terms).items():
                    if inside.height:
                        feature = self._patterns.features.kind(predicate)
                        part = inside.select(
                            pl.col("x").cast(pl.Int64), key=pl.lit(-1 - feature, pl.Int64)
                        )
                        found[feature] = pl.concat([found.get(feature, part), part])
        if not found:
            return None
        return self._engine.frame(pl.concat(found.values()).unique()), list(found)

    def meaning(self, key: int) -> int:
        """The feature that a key of `features` stands for."""
        which, rest = divmod(key, self._wide * self._wide)
        p, constant = divmod(rest, self._wide)
        features = self._patterns.features
        if which == 2:
            return features.kind(member(ax.THING))
        if which == 0 and p == self._numbers.type:
            return features.kind(member(ax.Named(self._prepared.names[constant][1:-1])))
        return features.link(self._numbers.roles[p], FROM if which else TO, constant)
