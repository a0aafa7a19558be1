"""The statements of the data sorted: facts about constants, features of individuals, links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.axioms import AnyDataRange, DataRange
from aitaxonomy.owl.datatypes import contains, interval, supported
from aitaxonomy.rdf.namespaces import XSD
from aitaxonomy.rdf.ntriples import bare, is_name, parse_literal
from aitaxonomy.reasoning.chaining.individual_types import Patterns, state
from aitaxonomy.reasoning.chaining.type_features import FROM, TO
from aitaxonomy.reasoning.evaluation.compiled import Prepared
from aitaxonomy.reasoning.evaluation.individuals import Meaning
from aitaxonomy.reasoning.evaluation.term_dictionary import Terms
from aitaxonomy.reasoning.rules.model import NAMED, Predicate, member

if TYPE_CHECKING:
    import polars as pl

    from aitaxonomy.reasoning.evaluation.term_dictionary import Terms


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
        self, prepared: Prepared, patterns: Patterns, numbers: Numbers, rows: pl.DataFrame
    ) -> None:
        import polars as pl

        self._prepared, self._patterns, self._numbers = prepared, patterns, numbers
        self._wide = max(len(prepared.names), numbers.type, *numbers.roles) + 1
        self._things, self._rows = prepared.things, rows
        free, ends_free = pl.col("x") >= self._things, pl.col("y") >= self._things
        about = rows.lazy().filter(~free & ~ends_free)
        links = rows.lazy().filter(free & ends_free).select(pl.col("p", "x", "y").cast(pl.Int64))
        self._about, self.features, self.links = pl.collect_all([about, self._told(), links])

    def about_constants(self) -> None:
        """State what the rows say about constants alone."""
        import polars as pl

        prepared = self._prepared
        for p, x, y in self._about.rows():
            if p == self._numbers.type:
                predicate, terms = member(ax.Named(prepared.names[y][1:-1])), [x]
            else:
                predicate, terms = self._numbers.roles[p], [x, y]
            state(self._patterns, predicate, terms)
        if prepared.universal:
            known = self._mentioned().filter(pl.col("x") < self._things).unique().collect()
            for predicate in prepared.universal:
                feature = self._patterns.features.kind(predicate)
                for (x,) in known.rows():
                    if predicate != NAMED or is_name(bare(prepared.names[x])):
                        self._patterns.state(feature, x)

    def _told(self) -> pl.LazyFrame:
        """The rows that link individuals with constants: `x` and `key`."""
        import polars as pl

        p, x, y = (pl.col(name).cast(pl.Int64) for name in "pxy")
        square = self._wide * self._wide
        to = self._rows.lazy().filter((pl.col("x") >= self._things) & (pl.col("y") < self._things))
        back = self._rows.lazy().filter(
            (pl.col("x") < self._things) & (pl.col("y") >= self._things)
        )
        parts = [
            to.select(x.alias("x"), (p * self._wide + y).alias("key")),
            back.select(y.alias("x"), (p * self._wide + x + square).alias("key")),
        ]
        # Individuals of the data all have names: lines with blank nodes take another way.
        things = self._mentioned().filter(pl.col("x") >= self._things).unique()
        for number in range(len(self._prepared.universal)):
            key = pl.lit(2 * square + number, pl.Int64).alias("key")
            parts.append(things.select(x.alias("x"), key))
        return pl.concat(parts)

    def _mentioned(self) -> pl.LazyFrame:
        """The individuals that are subjects, or objects and no data values (not each once)."""
        import polars as pl

        rows = self._rows.lazy()
        targets = rows.filter(~pl.col("p").is_in([self._numbers.type, *self._numbers.data]))
        return pl.concat([rows.select("x"), targets.select(pl.col("y").alias("x"))])

    def in_ranges(self, terms: Terms) -> pl.DataFrame | None:
        """Which data values are in which ranges: `x` and `feature`; None if there are none."""
        import polars as pl

        asked = {
            number: self._prepared.program.ranges[str(role.of)]
            for number, role in self._numbers.roles.items()
            if str(role.of) in self._prepared.program.ranges
        }
        wanted = pl.col("p").is_in(list(asked)) & (pl.col("y") >= self._things)
        values = self._rows.lazy().filter(wanted).select("p", "y").unique().collect()
        parts = []
        for (number,), mine in values.partition_by("p", as_dict=True).items():
            for predicate, inside in look_up(mine["y"], asked[number], terms).items():
                known = pl.lit(self._patterns.features.kind(predicate), pl.Int64).alias("feature")
                parts.append(inside.select(pl.col("x").cast(pl.Int64), known))
        found = pl.concat(pl.collect_all(parts)) if parts else None
        return found if found is not None and found.height else None

    def with_known(self, values: pl.DataFrame) -> pl.DataFrame:
        """Rows of `x` and `feature`, and the same of the values that the program mentions."""
        import polars as pl

        known = pl.DataFrame(self._prepared.ranges, schema=values.schema, orient="row")
        return pl.concat([values, known])

    def meaning(self) -> Meaning:
        """What the keys of `features` stand for."""
        return {key: [(self._meaning(key), 0)] for key in sorted(self.features["key"].unique())}

    def _meaning(self, key: int) -> int:
        which, rest = divmod(key, self._wide * self._wide)
        p, constant = divmod(rest, self._wide)
        features = self._patterns.features
        if which == 2:
            return features.kind(self._prepared.universal[rest])
        if which == 0 and p == self._numbers.type:
            return features.kind(member(ax.Named(self._prepared.names[constant][1:-1])))
        return features.link(self._numbers.roles[p], FROM if which else TO, constant)


_INTEGER = f'"^^<{XSD}integer>'


def look_up(
    values: pl.Series, ranges: Iterable[AnyDataRange], terms: Terms
) -> dict[Predicate, pl.LazyFrame]:
    """For each range which values (as numbers of terms) are in it, and which are not.

    Plain integers are compared by columns; only what is left is read one by one.
    """
    import polars as pl

    term = terms.decode(pl.col("x"))
    digits = term.str.strip_prefix('"').str.strip_suffix(_INTEGER)
    whole = digits.cast(pl.Int64, strict=False)
    table = pl.DataFrame({"x": values}).select("x", term.alias("term"), whole.alias("whole"))
    rest = table.filter(pl.col("whole").is_null())
    found: dict[Predicate, pl.LazyFrame] = {}
    for data_range in ranges:
        inside = _inside(data_range, table, rest)
        if inside is not None:
            known = member(data_range)
            found[known] = table.lazy().filter(inside).select("x")
            found[known.opposite] = table.lazy().filter(~inside).select("x")
    return found


def _inside(data_range: AnyDataRange, table: pl.DataFrame, rest: pl.DataFrame) -> pl.Expr | None:
    """The condition that a value is in the range; None for a range of an unsupported kind.

    The `rest` of the table are those values that are no plain integers.
    """
    import polars as pl

    by_column = _by_column(data_range)
    single = table if by_column is None else rest
    terms = zip(single["x"], single["term"], strict=True)
    answers = {x: contains(data_range, parse_literal(term)) for x, term in terms}
    if None in answers.values():
        return None
    singly = pl.col("x").is_in([x for x, inside in answers.items() if inside])
    if by_column is None:
        return singly
    return pl.when(pl.col("whole").is_null()).then(singly).otherwise(by_column)


def _by_column(data_range: AnyDataRange) -> pl.Expr | None:
    """The range as a condition on a column of integers, if its bounds are integers."""
    import polars as pl

    if not isinstance(data_range, DataRange) or data_range.datatype not in (
        XSD + "integer",
        XSD + "decimal",
    ):
        return None
    if not supported(data_range):
        return None
    low, high = interval(data_range)
    condition = pl.lit(value=True)
    for bound, least in ((low, True), (high, False)):
        if bound is None:
            continue
        edge, included = bound
        if not isinstance(edge, Fraction) or edge.denominator > 1 or abs(edge.numerator) > 2**62:
            return None
        number, column = edge.numerator, pl.col("whole")
        inside = column >= number if least else column <= number
        condition &= inside if included else inside & (column != number)
    return condition
