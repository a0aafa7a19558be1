"""Loads the statements of the data: facts about constants, features of individuals, and links."""

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
from aitaxonomy.reasoning.chaining.individual_types import IndividualTypes, state
from aitaxonomy.reasoning.chaining.type_features import FROM, TO
from aitaxonomy.reasoning.evaluation.compilation import CompiledProgram
from aitaxonomy.reasoning.evaluation.individuals import KeyFeatures
from aitaxonomy.reasoning.evaluation.term_dictionary import TermDictionary
from aitaxonomy.reasoning.rules.model import NAMED, Predicate, member

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
        """The data values in and outside of ranges: rows of `x` and `feature`; None for no row."""
        import polars as pl

        asked = {
            number: self._compiled.program.ranges[str(role.of)]
            for number, role in self._numbers.roles.items()
            if str(role.of) in self._compiled.program.ranges
        }
        wanted = pl.col("p").is_in(list(asked)) & (pl.col("y") >= self._constants)
        values = self._rows.lazy().filter(wanted).select("p", "y").unique().collect()
        parts = []
        for (number,), mine in values.partition_by("p", as_dict=True).items():
            for predicate, inside in look_up(mine["y"], asked[number], terms).items():
                known = pl.lit(self._types.features.kind(predicate), pl.Int64).alias("feature")
                parts.append(inside.select(pl.col("x").cast(pl.Int64), known))
        found = pl.concat(pl.collect_all(parts)) if parts else None
        return found if found is not None and found.height else None

    def with_program_values(self, values: pl.DataFrame) -> pl.DataFrame:
        """The rows, of `x` and `feature`, with those of the data values in the program's facts."""
        import polars as pl

        known = pl.DataFrame(self._compiled.ranges, schema=values.schema, orient="row")
        return pl.concat([values, known])

    def key_features(self) -> KeyFeatures:
        """The feature that each key of `features` stands for, with round 0: it is stated."""
        return {key: [(self._key_feature(key), 0)] for key in sorted(self.features["key"].unique())}

    def _key_feature(self, key: int) -> int:
        which, rest = divmod(key, self._wide * self._wide)
        p, constant = divmod(rest, self._wide)
        features = self._types.features
        if which == 2:
            return features.kind(self._compiled.universal[rest])
        if which == 0 and p == self._numbers.type:
            return features.kind(member(ax.Named(self._compiled.names[constant][1:-1])))
        return features.link(self._numbers.roles[p], FROM if which else TO, constant)


_INTEGER = f'"^^<{XSD}integer>'


def look_up(
    values: pl.Series, ranges: Iterable[AnyDataRange], terms: TermDictionary
) -> dict[Predicate, pl.LazyFrame]:
    """For each range the values (as numbers of terms) that are in it, and those that are not.

    Integers are compared as a column, all other values one by one. A range of an unsupported
    datatype is left out.
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
        known = member(data_range)
        found[known] = table.lazy().filter(inside).select("x")
        found[known.opposite] = table.lazy().filter(~inside).select("x")
    return found


def _inside(data_range: AnyDataRange, table: pl.DataFrame, rest: pl.DataFrame) -> pl.Expr:
    """The condition that a value is in the range; null where that is undecidable.

    `rest` has the rows of the table whose values are not integers.
    """
    import polars as pl

    by_column = _by_column(data_range)
    single = table if by_column is None else rest
    numbers, answers = (
        list(single["x"]),
        [contains(data_range, parse_literal(term)) for term in single["term"]],
    )
    singly = pl.col("x").replace_strict(
        pl.Series(numbers, dtype=single["x"].dtype),
        pl.Series(answers, dtype=pl.Boolean),
        default=None,
        return_dtype=pl.Boolean,
    )
    if by_column is None:
        return singly
    return pl.when(pl.col("whole").is_null()).then(singly).otherwise(by_column)


def _by_column(data_range: AnyDataRange) -> pl.Expr | None:
    """The range as a condition on a column of integers; None if its bounds are not integers."""
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
