"""The backends of `classify_dataset`: what reads tables, runs SQL over Parquet, and writes Parquet.

All of them run one text of SQL. Polars and DuckDB work on this machine, DuckDB on disk; Sail and
Spark on as many as they have, which must see the folder of the result; Ballista on its executors.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from aitaxonomy.errors import EngineMissing, ImportFault
from aitaxonomy.scratch import ScratchFolder

#: The columns of a source, and rows of cells.
Batch = tuple[Sequence[str], Sequence[Sequence[Any]]]
#: Turns the rows of a batch into rows of texts.
RowMap = Callable[[Sequence[str], Sequence[Sequence[Any]]], Sequence[Sequence[str]]]
#: Gives a process what maps rows: it travels to the workers by name, and is called there.
MapMaker = Callable[[], RowMap]
#: So many rows are mapped at a time: as many profiles, at most, are in memory.
BATCH = 10_000
#: Megabytes after which DuckDB gets no more for a query.
_MOST = 12_288
#: The views of a query: each name, and the folder of Parquet that it stands for.
Views = Mapping[str, Path]


class Backend:
    """An engine for `classify_dataset`: Polars, in memory, streaming where it can.

    Another engine is a subclass, which does otherwise what it has to.
    """

    #: SQL for the values of a group, in order, with line ends between them.
    gathered = "string_agg({0}, '\n' ORDER BY {0})"

    def batches(self, source: str) -> Iterator[Batch]:
        """Yield the rows of a source."""
        import polars as pl

        scan = (
            pl.scan_csv(source, infer_schema=False, glob=True) if syntax(source) == "csv"
            else pl.scan_lines(source, glob=True) if syntax(source) == "nt"
            else pl.scan_parquet(source, glob=True)
        )  # fmt: skip
        for frame in scan.collect_batches(chunk_size=BATCH):
            for part in frame.iter_slices(BATCH):
                yield part.columns, part.rows()

    def map(self, source: str, make: MapMaker, columns: Sequence[str], target: Path) -> None:
        """Map the rows of a source; write them as Parquet, or a column `line` alone as a text."""
        import polars as pl

        target.mkdir(parents=True)
        row_map, schema = make(), dict.fromkeys(columns, pl.String)
        for number, (names, rows) in enumerate(self.batches(source)):
            mapped = pl.DataFrame(row_map(names, rows), schema=schema, orient="row")
            part = target / f"part-{number:06}.parquet"
            if [*columns] == ["line"]:
                mapped.write_csv(part, include_header=False, quote_style="never")
            else:
                mapped.write_parquet(part)

    def query(self, sql: str, views: Views, target: Path) -> None:
        """Write the rows of a query as Parquet, one file or several, into a folder."""
        import polars as pl

        frames = {name: pl.scan_parquet(f"{path}/*.parquet") for name, path in views.items()}
        found = pl.SQLContext(frames).execute(sql)
        target.mkdir(parents=True)
        found.sink_parquet(target / "part-000000.parquet")

    def close(self) -> None:
        """Give back what was started."""


class DuckDBBackend(Backend):
    """DuckDB, which goes to disk above `memory` megabytes of its own.

    Not all that it does can go there: a query that fails for that gets twice as much each time.
    """

    def __init__(self, memory: int = 96) -> None:
        self._duckdb, self._spilled = _imported("duckdb", "duckdb"), ScratchFolder()
        self._memory = memory

    def _connected(self, memory: int) -> Any:
        """Return a connection; closed, it gives its memory back before profiles are judged."""
        settings = {
            "temp_directory": self._spilled.name, "memory_limit": f"{memory}MB",
            "preserve_insertion_order": False, "threads": 1, "enable_external_file_cache": False,
        }  # fmt: skip
        return closing(self._duckdb.connect(config=settings))

    def batches(self, source: str) -> Iterator[Batch]:
        """See `Backend`."""
        if syntax(source) == "nt":
            yield from super().batches(source)
            return
        read = "read_csv(?, all_varchar = true)" if syntax(source) == "csv" else "read_parquet(?)"
        with self._connected(self._memory) as db:
            found = db.execute(f"SELECT * FROM {read}", [source])
            names = [each[0] for each in found.description]
            while rows := found.fetchmany(BATCH):
                yield names, rows

    def query(self, sql: str, views: Views, target: Path) -> None:
        """See `Backend`."""
        target.mkdir(parents=True)
        told, memory = "FORMAT parquet, ROW_GROUP_SIZE 20480", self._memory
        copied = f"COPY ({sql}) TO '{_quoted(target)}/part-000000.parquet' ({told})"
        while True:
            with self._connected(memory) as db:
                for name, path in views.items():
                    parquet = f"SELECT * FROM read_parquet('{_quoted(path)}/*.parquet')"
                    db.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {parquet}")
                try:
                    db.execute(copied)
                    return
                except self._duckdb.OutOfMemoryException:
                    if memory >= _MOST:
                        raise
            memory *= 2


class SparkBackend(Backend):
    """A Spark session: that of Sail, of Spark, or of what SPARK_REMOTE names.

    The workers must have this package, and see the folder of the result at the same path.
    """

    gathered = "array_join(array_sort(collect_list({0})), '\n')"

    def __init__(self, session: Any, server: Any = None) -> None:
        self._session, self._server = session, server

    @classmethod
    def sail(cls) -> SparkBackend:
        """Return a session of Sail: of the one that SPARK_REMOTE names, else of one started here.

        Raises `EngineMissing` if its packages are not installed.
        """
        server = None
        if not (remote := os.environ.get("SPARK_REMOTE")):
            server = _imported("pysail.spark", "sail").SparkConnectServer(ip="127.0.0.1", port=0)
            server.start(background=True)
            remote = f"sc://127.0.0.1:{server.listening_address[1]}"
        sql = _imported("pyspark.sql", "sail")
        return cls(sql.SparkSession.builder.remote(remote).getOrCreate(), server)

    @classmethod
    def spark(cls) -> SparkBackend:
        """Return the session that Spark's own settings make; raises `EngineMissing`."""
        sql = _imported("pyspark.sql", "spark")
        return cls(sql.SparkSession.builder.appName("aitaxonomy").getOrCreate())

    def map(self, source: str, make: MapMaker, columns: Sequence[str], target: Path) -> None:
        """See `Backend`."""
        reader = self._session.read
        frame = (
            reader.csv(source, header=True, multiLine=True, escape='"') if syntax(source) == "csv"
            else reader.text(source) if syntax(source) == "nt"
            else reader.parquet(source)
        )  # fmt: skip
        schema = ", ".join(f"{each} string" for each in columns)
        write = frame.mapInArrow(_in_arrow(make, list(columns)), schema).write
        (write.text if [*columns] == ["line"] else write.parquet)(str(target.absolute()))

    def query(self, sql: str, views: Views, target: Path) -> None:
        """See `Backend`."""
        for name, path in views.items():
            frame = self._session.read.parquet(str(path.absolute()))
            frame.createOrReplaceTempView(name)
        self._session.sql(sql).write.parquet(str(target.absolute()))

    def close(self) -> None:
        """See `Backend`."""
        if self._server is not None:
            with suppress(Exception):  # the session may be gone
                self._session.stop()
            self._server.stop()


def _in_arrow(make: MapMaker, columns: list[str]) -> Callable[[Iterator[Any]], Iterator[Any]]:
    """Return what maps batches of Arrow on a worker."""

    def run(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow as pa

        row_map = make()
        for batch in batches:
            for start in range(0, batch.num_rows, BATCH):
                part = batch.slice(start, BATCH)
                cells = [part.column(i).to_pylist() for i in range(part.num_columns)]
                rows = row_map(part.schema.names, list(zip(*cells, strict=True)))
                turned = zip(*rows, strict=True) if rows else ([] for _ in columns)
                arrays = [pa.array(list(each), pa.string()) for each in turned]
                yield pa.RecordBatch.from_arrays(arrays, names=columns)

    return run


class BallistaBackend(Backend):
    """Ballista: the joins on its executors, the mapping of rows here.

    `BALLISTA_SCHEDULER` names its scheduler, as in `df://localhost:50050`.
    """

    def __init__(self) -> None:
        ballista = _imported("ballista", "ballista")
        if not (address := os.environ.get("BALLISTA_SCHEDULER")):
            raise EngineMissing(
                "BALLISTA_SCHEDULER is not set: name the scheduler, as in df://localhost:50050"
            )
        self._address, self._session = address, ballista.BallistaSessionContext

    def query(self, sql: str, views: Views, target: Path) -> None:
        """See `Backend`."""
        # Names of kinds keep their capitals.
        told = {"datafusion.sql_parser.enable_ident_normalization": "false"}
        context = self._session(self._address, cluster_config=told)
        for name, path in views.items():
            context.register_parquet(name, f"{path.absolute()}/")
        context.sql(sql).write_parquet(f"{target.absolute()}/")


#: The backends by name.
BACKENDS: Mapping[str, Callable[[], Backend]] = {
    "polars": Backend,
    "duckdb": DuckDBBackend,
    "sail": SparkBackend.sail,
    "spark": SparkBackend.spark,
    "ballista": BallistaBackend,
}


def files_of(source: str) -> str:
    """Return the pattern of the files of a source: of a folder that of its tables.

    Raises `ImportFault` for a source without files of Parquet, CSV or N-Triples, or with two.
    """
    folder = Path(source)
    if "://" in source:
        return source
    if not folder.is_dir():
        if not any(matching(source)):
            raise ImportFault(f"{source}: there is no such file, and none of this pattern")
        return source
    named = {"parquet": "Parquet", "csv": "CSV", "nt": "N-Triples"}
    kinds = [each for each in named if any(folder.glob(f"*.{each}"))]
    if len(kinds) != 1:
        both = " and ".join(named[each] for each in kinds[:2])
        what = f"files of both {both}: name those meant, as in" if kinds else (
            "no file whose name ends in .parquet, .csv or .nt: name the files, as in"
        )  # fmt: skip
        raise ImportFault(f"{source}: {what} '{source}/*.csv'")
    return f"{source.rstrip('/')}/*.{kinds[0]}"


def matching(pattern: str) -> Iterator[Path]:
    """Yield the files of a pattern."""
    path = Path(pattern)
    return Path(path.anchor or ".").glob(str(path.relative_to(path.anchor)))


def syntax(source: str) -> str:
    """Return what files a pattern means: "csv", "nt" or else "parquet".

    >>> syntax("lists/*.csv.gz"), syntax("lists/*")
    ('csv', 'parquet')
    """
    ending = source.lower().removesuffix(".gz").rpartition(".")[2]
    return ending if ending in ("csv", "nt") else "parquet"


def _imported(name: str, extra: str) -> Any:
    import importlib

    try:
        return importlib.import_module(name)
    except ImportError as fault:
        raise EngineMissing(
            f"the backend {extra} is not installed; install it with: pip install "
            f"'aitaxonomy[{extra}]'"
        ) from fault


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def cleared(folder: Path) -> Path:
    """Remove a folder and what is in it; return its path."""
    shutil.rmtree(folder, ignore_errors=True)
    return folder
