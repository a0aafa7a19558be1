"""Data values looked up in data ranges, by columns."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from aitaxonomy.reasoning.axioms import XSD, AnyDataRange, DataRange
from aitaxonomy.reasoning.datatypes import contains, interval
from aitaxonomy.reasoning.rules import Predicate, member
from aitaxonomy.reasoning.terms import parse_literal

if TYPE_CHECKING:
    import polars as pl

    from aitaxonomy.reasoning.encode import Terms

_WHOLE = rf'^"([+-]?[0-9]{{1,18}})"\^\^<{XSD}integer>$'


def look_up(
    values: pl.Series, ranges: Iterable[AnyDataRange], terms: Terms
) -> dict[Predicate, pl.DataFrame]:
    """For each range which values (as numbers of terms) are in it, and which are not.

    Plain integers are compared by columns; only what is left is read one by one.
    """
    import polars as pl

    table = pl.DataFrame({"x": values}).with_columns(term=terms.decode(pl.col("x")))
    table = table.with_columns(
        whole=pl.col("term").str.extract(_WHOLE, 1).cast(pl.Int64, strict=False)
    )
    found: dict[Predicate, pl.DataFrame] = {}
    for data_range in ranges:
        inside = _inside(data_range, table)
        if inside is not None:
            known = member(data_range)
            found[known] = table.filter(inside).select("x")
            found[known.opposite] = table.filter(~inside).select("x")
    return found


def _inside(data_range: AnyDataRange, table: pl.DataFrame) -> pl.Series | None:
    """For each row whether its value is in the range; None for a range of an unsupported kind."""
    import polars as pl

    by_column = _by_column(data_range)
    rest = table.filter(pl.col("whole").is_null()) if by_column is not None else table
    if by_column is not None and not rest.height:
        return table.select(by_column).to_series()
    answers = [contains(data_range, parse_literal(term)) for term in rest["term"]]
    if None in answers:
        return None
    singly = pl.DataFrame(
        {"x": rest["x"], "inside": answers}, schema={"x": pl.UInt32, "inside": pl.Boolean}
    )
    joined = table.join(singly, on="x", how="left", maintain_order="left")
    if by_column is None:
        return joined["inside"]
    return joined.select(
        pl.when(pl.col("whole").is_null()).then(pl.col("inside")).otherwise(by_column)
    ).to_series()


def _by_column(data_range: AnyDataRange) -> pl.Expr | None:
    """The range as a condition on a column of integers, if its bounds are integers."""
    import polars as pl

    if not isinstance(data_range, DataRange) or data_range.datatype not in (
        XSD + "integer",
        XSD + "decimal",
    ):
        return None
    _, low, low_in, high, high_in = interval(data_range)
    condition = pl.lit(value=True)
    for bound, included, least in ((low, low_in, True), (high, high_in, False)):
        if bound is None:
            continue
        if bound != bound.to_integral_value() or abs(bound) > Decimal(2**62):
            return None
        number, column = int(bound), pl.col("whole")
        inside = column >= number if least else column <= number
        condition &= inside if included else inside & (column != number)
    return condition
