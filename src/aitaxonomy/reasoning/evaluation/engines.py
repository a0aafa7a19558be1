"""The frame engines: what differs between them. The joins are written once, for Narwhals.

An engine turns encoded columns into frames, and materializes lazy frames. Polars is the default;
DuckDB is a judge of it. Data beyond memory are for `Taxonomy.classify_dataset`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from aitaxonomy.errors import EngineMissing
from aitaxonomy.scratch import ScratchFolder

if TYPE_CHECKING:
    import narwhals as nw
    import polars as pl

    Frame = nw.LazyFrame[Any]


class Engine(Protocol):
    """The operations that evaluation needs beside Narwhals."""

    def frame(self, columns: pl.DataFrame) -> Frame:
        """Encoded columns as a frame of the engine."""

    def table(self, columns: Mapping[str, list[int]]) -> Frame:
        """A small table of integers as a frame."""

    def materialize(self, frame: Frame) -> Frame:
        """Compute the frame and keep the result."""

    def collect(self, frame: Frame) -> pl.DataFrame:
        """The rows of a frame."""

    def unions(self, frame: Frame, sets: Sequence[str]) -> Frame:
        """One row for each `x`: the bitwise "or" of each column of `sets`."""


class _FrameEngine:
    """The operations that all engines implement in the same way."""

    def frame(self, columns: pl.DataFrame) -> Frame:
        """See `Engine`."""
        raise NotImplementedError

    def table(self, columns: Mapping[str, list[int]]) -> Frame:
        """See `Engine`."""
        import polars as pl

        return self.frame(pl.DataFrame(dict(columns), schema=dict.fromkeys(columns, pl.Int64)))

    def materialize(self, frame: Frame) -> Frame:
        """See `Engine`."""
        raise NotImplementedError

    def collect(self, frame: Frame) -> pl.DataFrame:
        """See `Engine`."""
        raise NotImplementedError


class PolarsEngine(_FrameEngine):
    """Lazy Polars frames in memory."""

    def frame(self, columns: pl.DataFrame) -> Frame:
        """See `Engine`."""
        import narwhals as nw

        return nw.from_native(columns.lazy())

    def materialize(self, frame: Frame) -> Frame:
        """See `Engine`."""
        return self.frame(self.collect(frame))

    def collect(self, frame: Frame) -> pl.DataFrame:
        """See `Engine`."""
        import narwhals as nw

        done: pl.DataFrame = nw.to_native(frame).collect()
        return done

    def unions(self, frame: Frame, sets: Sequence[str]) -> Frame:
        """See `Engine`."""
        import narwhals as nw
        import polars as pl

        native: pl.LazyFrame = nw.to_native(frame)
        return nw.from_native(native.group_by("x").agg(pl.col(*sets).bitwise_or()))


class DuckDBEngine(_FrameEngine):
    """DuckDB tables, in memory or, with a path, in a file; terms and results are in memory.

    Raises `EngineMissing` if the package `duckdb` is not installed.
    """

    def __init__(self, path: str = ":memory:") -> None:
        try:
            import duckdb
        except ImportError as fault:
            raise EngineMissing(
                "the engine duckdb is not installed; install it with: pip install "
                "'aitaxonomy[duckdb]'"
            ) from fault
        self._connection = duckdb.connect(path)
        self._tables = 0
        self._folder = ScratchFolder()

    def frame(self, columns: pl.DataFrame) -> Frame:
        """See `Engine`; columns are passed as Parquet, which needs no further package."""
        import narwhals as nw

        file = Path(self._folder.name) / f"{self._tables}.parquet"
        columns.write_parquet(file)
        loaded = nw.from_native(self._connection.read_parquet(str(file)))
        return self.materialize(loaded)

    def materialize(self, frame: Frame) -> Frame:
        """See `Engine`."""
        import narwhals as nw

        self._tables += 1
        name = f"settled_{self._tables}"
        nw.to_native(frame).create(name)
        settled: Frame = nw.from_native(self._connection.table(name))
        return settled

    def collect(self, frame: Frame) -> pl.DataFrame:
        """See `Engine`."""
        import narwhals as nw
        import polars as pl

        file = Path(self._folder.name) / "collected.parquet"
        nw.to_native(frame).write_parquet(str(file))
        return pl.read_parquet(file)

    def unions(self, frame: Frame, sets: Sequence[str]) -> Frame:
        """See `Engine`."""
        import narwhals as nw

        columns = ", ".join(["x", *(f"bit_or({each}) AS {each}" for each in sets)])
        found: Frame = nw.from_native(nw.to_native(frame).aggregate(columns, "x"))
        return found


def columns(names: Sequence[str], rows: Iterable[Sequence[int]]) -> dict[str, list[int]]:
    """Rows of integers, at least one of them, as columns.

    >>> columns("xy", [(1, 2), (3, 4)])
    {'x': [1, 3], 'y': [2, 4]}
    """
    turned = zip(*rows, strict=True)
    return {name: list(column) for name, column in zip(names, turned, strict=True)}


def concatenated(frames: list[Frame]) -> Frame:
    """The rows of all frames, at least one of them, as one frame."""
    import narwhals as nw

    return frames[0] if len(frames) == 1 else nw.concat(frames)


def engine_named(name: str | Engine) -> Engine:
    """The engine of a name, `polars` or `duckdb`; an engine is returned as it is.

    Raises `EngineMissing` for another name, and if the package is not installed.
    """
    if not isinstance(name, str):
        return name
    if name == "polars":
        return PolarsEngine()
    if name == "duckdb":
        return DuckDBEngine()
    raise EngineMissing(f"there is no engine {name!r}; choose polars or duckdb")
