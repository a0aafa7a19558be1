"""Small frames of integers, made of Python's own lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


def small_frame(columns: Mapping[str, list[int]]) -> pl.LazyFrame:
    """Columns of integers as a frame."""
    import polars as pl

    return pl.LazyFrame(dict(columns), schema=dict.fromkeys(columns, pl.Int64))


def frame_of_rows(names: Sequence[str], rows: Iterable[Sequence[int]]) -> pl.LazyFrame:
    """Rows of integers, at least one of them, as a frame.

    >>> frame_of_rows("xy", [(1, 2), (3, 4)]).collect().to_dict(as_series=False)
    {'x': [1, 3], 'y': [2, 4]}
    """
    turned = zip(*rows, strict=True)
    return small_frame({name: list(each) for name, each in zip(names, turned, strict=True)})
