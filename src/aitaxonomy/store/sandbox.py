"""A query in a child process that can open no socket and no file, and sends its rows back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from aitaxonomy.errors import QueryRefused, QueryTimeout
from aitaxonomy.process import WorkCrashed, WorkTimeout, forbid_files, forks, stream
from aitaxonomy.store.query_text import syntax_fault, with_prefixes
from aitaxonomy.store.table import Table

if TYPE_CHECKING:
    import pyoxigraph as ox

_BATCH = 1000
#: Bytes that a query may take on top of what the process has already.
MEMORY = 2 * 1024**3


class _Unparsable(QueryRefused):
    """What Oxigraph says of a query that is no SPARQL."""


def run_isolated(
    store: ox.Store, query: str, graphs: list[str], timeout: float, limit: int
) -> Table:
    """Return the first `limit` rows of a query, which may use our prefixes, over some graphs.

    Raises `QueryTimeout` after `timeout` seconds, and `QueryRefused` for a query that the engine
    rejects, that needs more memory than `MEMORY` bytes, or that crashes it.
    """
    import pyoxigraph as ox

    content: Any = store if forks() else store.dump(format=ox.RdfFormat.N_QUADS)
    messages = stream(_answer, (content, query, graphs, limit), timeout=timeout, memory=MEMORY)
    try:
        form, columns = next(messages)
        batches: list[list[tuple[Any, ...]]] = list(messages)
    except _Unparsable as error:
        # Explained here: the child can open nothing, not even a module.
        raise QueryRefused(syntax_fault(query, str(error))) from None
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
    rows = tuple(row for batch in batches for row in batch)
    if form == "ASK":
        return Table(columns, rows, form=form)
    # The child sends one row more than the limit, where there is one.
    return Table(columns, rows[:limit], truncated=len(rows) > limit, form=form)


def _answer(content: Any, query: str, graphs: list[str], limit: int) -> Iterator[Any]:
    """Run in the child: yield the form and the columns, then the rows in batches."""
    import pyoxigraph as ox

    if isinstance(content, ox.Store):
        store = content
    else:
        store = ox.Store()
        store.bulk_load(content, ox.RdfFormat.N_QUADS)
    forbid_files()
    try:
        text = with_prefixes(query)
        results: Any = store.query(text, default_graph=[ox.NamedNode(g) for g in graphs])
        if isinstance(results, ox.QueryBoolean):
            yield "ASK", ("answer",)
            yield [(ox.Literal(bool(results)),)]
            return
        if isinstance(results, ox.QueryTriples):
            yield "CONSTRUCT", ("subject", "predicate", "object")
        else:
            yield "SELECT", tuple(variable.value for variable in results.variables)
        yield from _batches(islice(results, limit + 1))
    except MemoryError:
        raise
    except SyntaxError as error:
        raise _Unparsable(error.msg) from None
    except Exception as error:
        raise QueryRefused(f"the query cannot be run: {error}") from None


def _batches(results: Iterable[Any]) -> Iterator[list[tuple[Any, ...]]]:
    """Yield rows as tuples, so many at a time."""
    rows = map(tuple, results)
    while batch := list(islice(rows, _BATCH)):
        yield batch
