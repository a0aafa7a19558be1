"""Data values looked up in data ranges, by columns."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from aitaxonomy.reasoning.axioms import XSD, AnyDataRange, DataRange
from aitaxonomy.reasoning.datatypes import contains, interval
from aitaxonomy.reasoning.rules import Predicate, member
from aitaxonomy.reasoning.terms import parse_literal

if TYPE_CHECKING:
    import polars as pl

    from aitaxonomy.reasoning.numbering import Terms

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
