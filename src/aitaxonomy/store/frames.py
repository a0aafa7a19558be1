"""Tables as data frames, with real types and, beside the IRIs of a column, their labels."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from aitaxonomy.errors import EngineMissing
from aitaxonomy.rdf.namespaces import IRI

if TYPE_CHECKING:
    import pandas
    import polars

Sort = Literal["integer", "number", "boolean", "date", "instant", "text", "nothing"]
"""What the values of a column are; nothing, where none is bound."""
Column = tuple[Sort, list[Any]]


def columns_of(
    names: Sequence[str], rows: Sequence[Sequence[Any]], label: Callable[[str], str]
) -> dict[str, Column]:
    """Return the columns of rows by name, each with the sort of its values.

    A column `x` with IRIs is followed by a column `x_label`, unless there is one of that name.

    >>> columns_of(("x", "n"), [(IRI("urn:a"), 1)], str.upper)
    {'x': ('text', ['urn:a']), 'x_label': ('text', ['URN:A']), 'n': ('integer', [1])}
    """
    found = {}
    for place, name in enumerate(names):
        values = [row[place] for row in rows]
        found[name] = typed(values)
        if f"{name}_label" not in names and any(isinstance(v, IRI) for v in values):
            found[f"{name}_label"] = typed([label(v) if isinstance(v, IRI) else v for v in values])
    return found


def typed(values: Sequence[Any]) -> Column:
    """Return values as one type, with what that is; None stays.

    Whole numbers are integers where 64 bits hold them, other numbers floating-point, dates and
    times in UTC if they have a time zone. Values of several sorts are text.

    >>> typed([1, Decimal("2.5"), None])
    ('number', [1.0, 2.5, None])
    """
    sort = _sort([value for value in values if value is not None])
    to = _CASTS.get(sort)
    return sort, [v if v is None or to is None else to(v) for v in values]


def _sort(values: Sequence[Any]) -> Sort:
    kinds = {type(value) for value in values}
    if not kinds:
        return "nothing"
    if kinds == {bool}:
        return "boolean"
    if kinds == {datetime.date}:
        return "date"
    if kinds == {datetime.datetime} and len({value.tzinfo is None for value in values}) == 1:
        return "instant"
    if kinds <= {int, Decimal} and all(map(_is_whole, values)):
        return "integer"
    return "number" if kinds <= {int, float, Decimal} else "text"


def _is_whole(value: int | Decimal) -> bool:
    return -(2**63) <= value < 2**63 and value == int(value)


def _in_utc(value: datetime.datetime) -> datetime.datetime:
    return value.astimezone(datetime.UTC) if value.tzinfo else value


_CASTS: Mapping[Sort, Callable[[Any], Any]] = {
    "integer": int, "number": float, "instant": _in_utc, "text": str,
}  # fmt: skip


def polars_frame(columns: dict[str, Column]) -> polars.DataFrame:
    """Return a Polars data frame."""
    import polars as pl

    types: dict[Sort, Any] = {
        "integer": pl.Int64, "number": pl.Float64, "boolean": pl.Boolean, "date": pl.Date,
        "text": pl.String, "nothing": pl.Null,
    }  # fmt: skip
    return pl.DataFrame(
        [pl.Series(name, values, types.get(sort)) for name, (sort, values) in columns.items()]
    )


def pandas_frame(columns: dict[str, Column]) -> pandas.DataFrame:
    """Return a pandas data frame; its types are those in which a value may be missing.

    Raises `EngineMissing` when pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError:
        raise EngineMissing("pandas is not installed: pip install 'aitaxonomy[pandas]'") from None
    types: dict[Sort, str] = {
        "integer": "Int64", "number": "Float64", "boolean": "boolean", "text": "string",
        "nothing": "object",
    }  # fmt: skip
    return pd.DataFrame(
        {
            name: pd.Series(values, dtype=types[sort]) if sort in types else pd.to_datetime(values)
            for name, (sort, values) in columns.items()
        }
    )
