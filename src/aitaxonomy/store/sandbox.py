"""Runs a query of a user in a child process without files and network, which returns the rows.

The query is looked at there as well: to decide what it is takes a parser, and a parser can be kept
busy. The work of this process on a query does not depend on its length or form.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aitaxonomy.errors import QueryRefused, QueryTimeout
from aitaxonomy.process import WorkCrashed, WorkTimeout, call, forbid_files
from aitaxonomy.store.guard import check_query, parses
from aitaxonomy.store.query_text import syntax_fault, with_prefixes
from aitaxonomy.store.table import Table

if TYPE_CHECKING:
    import pyoxigraph as ox

#: The memory in bytes that a query may use beyond that of the process.
MEMORY = 2 * 1024**3
#: Bytes that the rows of a result may take; more are cut, as rows over the limit are.
RESULT = 256 * 1024**2
#: Rows and bytes that are written at a time, and rows that come first.
_ROWS, _BYTES, _FEW = 1000, 1024**2, 16
#: Seconds to find out what of a query is not SPARQL.
_LOOK = 5.0
#: The limit of a query that ends with one.
_LIMIT = re.compile(r"\bLIMIT\s+(\d{1,18})(?:\s+OFFSET\s+\d+)?\s*\Z", re.IGNORECASE)
_TOO_DEEP = "the query is too long or deep to be checked: make it flatter"


class Unparsable(QueryRefused):
    """A query that is not SPARQL, in the words of Oxigraph."""


def run_isolated(
    content: Path | bytes, query: str, graphs: list[str] | None, timeout: float, limit: int
) -> Table:
    """Return the first `limit` rows of a query, which may use our prefixes, over some graphs.

    The content is a store in a folder, or N-Quads. Rows of more than `RESULT` bytes are cut as
    well.

    Raises `QueryTimeout` after `timeout` seconds, and `QueryRefused` for a query that is too large,
    has SERVICE, FROM or an update, that the engine rejects, that needs more memory than `MEMORY`
    bytes, or that crashes it.
    """
    work = (content, query, graphs, limit)
    try:
        form, columns, batches, cut = call(_answer, work, timeout=timeout, memory=MEMORY)
    except Unparsable as error:
        raise QueryRefused(_explained(query, str(error))) from None
    except WorkTimeout:
        raise QueryTimeout(
            f"the query was stopped after {timeout:g} s: make it narrower, or raise --timeout"
        ) from None
    except WorkCrashed:
        raise QueryRefused(
            "the query broke its process (memory or nesting): make it narrower or flatter"
        ) from None
    except MemoryError:
        raise QueryRefused(
            f"the query needs more than {MEMORY >> 20} MiB: make it narrower"
        ) from None
    rows = tuple(row for batch in batches for row in pickle.loads(batch))
    if form == "ASK":
        return Table(columns, rows, form=form)
    # The child gives one row more than the limit if there are so many.
    return Table(columns, rows[:limit], truncated=cut or len(rows) > limit, form=form)


def check_isolated(query: str) -> None:
    """Raise `QueryRefused` for a query that `run_isolated` refuses, without running it."""
    _looked(check_query, with_prefixes(query))


def _looked(work: Callable[..., Any], *arguments: Any) -> Any:
    """Return what looking at a query gives in a child process; raises `QueryRefused`."""
    try:
        return call(work, arguments, timeout=_LOOK, memory=MEMORY)
    except (WorkTimeout, WorkCrashed, MemoryError):
        raise QueryRefused(_TOO_DEEP) from None


def for_server(query: str, limit: int) -> tuple[str, bool]:
    """Return a query as it is sent to a server, and whether it gives a graph (CONSTRUCT, DESCRIBE).

    Of rows it asks for one more than `limit` at the most, unless it ends with VALUES. It is not
    run. Raises `QueryRefused` for a text that `run_isolated` refuses, such as an update.
    """
    try:
        looked_at: tuple[str, bool] = _looked(_limited, with_prefixes(query), limit + 1)
    except Unparsable as error:
        raise QueryRefused(_explained(query, str(error))) from None
    return looked_at


def _limited(text: str, most: int) -> tuple[str, bool]:
    import pyoxigraph as ox

    check_query(text)
    try:
        results = ox.Store().query(text)
    except SyntaxError as error:
        raise Unparsable(error.msg) from None
    if not isinstance(results, ox.QuerySolutions):
        return text, isinstance(results, ox.QueryTriples)
    if found := _LIMIT.search(text):  # of the whole query, if it is not in a comment
        return f"{text[: found.start(1)]}{min(int(found[1]), most)}{text[found.end(1) :]}", False
    limited = f"{text}\nLIMIT {most}"
    return limited if parses(limited) else text, False


def _explained(query: str, message: str) -> str:
    """Return what is wrong with a query, with its place where that is found in time."""
    try:
        told: str = _looked(syntax_fault, query, message)
    except QueryRefused:
        return f"the query is not valid SPARQL 1.1: {message}"
    return told


def opened(content: Path | bytes) -> ox.Store:
    """Return the store in a folder, read-only, or one of N-Quads."""
    import pyoxigraph as ox

    if isinstance(content, Path):
        return ox.Store.read_only(str(content))
    store = ox.Store()
    store.bulk_load(content, ox.RdfFormat.N_QUADS)
    return store


def _answer(
    content: Path | bytes, query: str, graphs: list[str] | None, limit: int
) -> tuple[str, tuple[str, ...], list[bytes], bool]:
    """Return in the child process form, columns, batches of rows, and whether more were cut."""
    store = opened(content)
    forbid_files()
    form, columns, rows = answers(store, query, graphs, limit)
    batches, size, count = [], 0, _FEW
    while batch := list(islice(rows, count)):
        batches.append(pickle.dumps(batch, protocol=5))
        size += len(batches[-1])
        if size > RESULT:
            return form, columns, batches, True
        count = max(1, min(_ROWS, 2 * count, _BYTES * len(batch) // len(batches[-1])))
    return form, columns, batches, False


def answers(
    store: ox.Store,
    query: str,
    graphs: list[str] | None,
    limit: int,
    named: list[str] | None = None,
) -> tuple[str, tuple[str, ...], Iterator[tuple[Any, ...]]]:
    """Return form and columns of a user's query, and its rows, one more than `limit` at the most.

    It runs in this process, which has to be one of those that are stopped in time, and that can
    open no connection. The rows are found as they are taken. Raises `QueryRefused`, and
    `Unparsable` for what is not SPARQL; so does taking rows.

    Args:
        store: the graphs.
        query: the query, which may use our prefixes.
        graphs: the graphs that make the default graph; None for all, which takes half the time.
        limit: the number of rows.
        named: the graphs that GRAPH reads, None for all.

    """
    import pyoxigraph as ox

    text = with_prefixes(query)
    with _told():
        check_query(text)
        results: Any = store.query(
            text,
            use_default_graph_as_union=graphs is None,
            default_graph=None if graphs is None else [ox.NamedNode(g) for g in graphs],
            named_graphs=None if named is None else [ox.NamedNode(g) for g in named],
        )
    if isinstance(results, ox.QueryBoolean):
        return "ASK", ("answer",), iter([(ox.Literal(bool(results)),)])
    rows = _taken(islice(results, limit + 1))
    if isinstance(results, ox.QueryTriples):
        return "CONSTRUCT", ("subject", "predicate", "object"), rows
    return "SELECT", tuple(variable.value for variable in results.variables), rows


def _taken(results: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    with _told():
        yield from map(tuple, results)


@contextmanager
def _told() -> Iterator[None]:
    """Raise what the engine says of a query as errors of ours."""
    try:
        yield
    except (MemoryError, QueryRefused):
        raise
    except SyntaxError as error:
        raise Unparsable(error.msg) from None
    except Exception as error:
        raise QueryRefused(f"the query cannot be run: {error}") from None
