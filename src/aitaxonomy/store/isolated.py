"""A query in a process of its own: the one way to end it, to bound its memory, to survive it.

Oxigraph cannot be told to stop, and a hostile query overflows its stack. The child gets the store
by fork (elsewhere than on Unix as a copy), can open no socket and no file, and sends rows back.
"""

from __future__ import annotations

import contextlib
import faulthandler
import multiprocessing
import pickle
import time
import warnings
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from aitaxonomy.errors import QueryRefused, QueryTimeout
from aitaxonomy.store.query_text import syntax_fault, with_prefixes
from aitaxonomy.tables import Table

if TYPE_CHECKING:
    import pyoxigraph as ox

_BATCH = 1000
#: What a query may take on top of what the process has already.
MEMORY = 2 * 1024**3


def run_isolated(
    store: ox.Store, query: str, graphs: list[str], timeout: float, limit: int
) -> Table:
    """Return the first `limit` rows of a query, which may use our prefixes, over some graphs.

    Raises `QueryTimeout` after `timeout` seconds, and `QueryRefused` for a query that the engine
    rejects, that needs more memory than `MEMORY` bytes, or that crashes it.
    """
    fork = "fork" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if fork else "spawn")
    receiver, sender = context.Pipe(duplex=False)
    content: Any = store if fork else store.dump(format=_nquads())
    child = context.Process(  # type: ignore[attr-defined]
        target=_work, args=(sender, content, query, graphs, limit), daemon=True
    )
    with warnings.catch_warnings():
        # Other threads of ours (Polars has some) hold no lock that the child would want.
        warnings.simplefilter("ignore", DeprecationWarning)
        child.start()
    sender.close()
    try:
        return _collect(receiver, time.monotonic() + timeout, timeout, query)
    finally:
        child.kill()
        child.join()
        receiver.close()


def _collect(receiver: Connection, deadline: float, timeout: float, query: str) -> Table:
    rows: list[tuple[Any, ...]] = []
    columns: tuple[str, ...] = ()
    form = "SELECT"
    while True:
        if not receiver.poll(max(0.0, deadline - time.monotonic())):
            raise QueryTimeout(
                f"the query was stopped after {timeout:g} s: make it narrower, or raise --timeout"
            )
        try:
            what, content = pickle.loads(receiver.recv_bytes())
        except EOFError:
            raise QueryRefused(
                "the query broke its process (memory or nesting): make it narrower or flatter"
            ) from None
        if what == "head":
            form, columns = content
        elif what == "rows":
            rows += content
        elif what == "end":
            return Table(columns, tuple(rows), truncated=content, form=form)
        elif what == "syntax":
            raise QueryRefused(syntax_fault(query, content))
        else:
            raise QueryRefused(content)


def _nquads() -> Any:
    import pyoxigraph as ox

    return ox.RdfFormat.N_QUADS


def _work(sender: Connection, content: Any, query: str, graphs: list[str], limit: int) -> None:
    """Run in the child: lock it up, then send ("head", ...), ("rows", ...)*, ("end", truncated)."""
    import pyoxigraph as ox

    def send(what: str, content: Any) -> None:
        sender.send_bytes(pickle.dumps((what, content)))

    if isinstance(content, ox.Store):
        store = content
    else:
        store = ox.Store()
        store.bulk_load(content, ox.RdfFormat.N_QUADS)
    _lock_up()
    try:
        text = with_prefixes(query)
        results: Any = store.query(text, default_graph=[ox.NamedNode(g) for g in graphs])
        if isinstance(results, ox.QueryBoolean):
            send("head", ("ASK", ("answer",)))
            send("rows", [(ox.Literal(bool(results)),)])
            send("end", False)
            return
        if isinstance(results, ox.QueryTriples):
            send("head", ("CONSTRUCT", ("subject", "predicate", "object")))
        else:
            send("head", ("SELECT", tuple(v.value for v in results.variables)))
        batch: list[tuple[Any, ...]] = []
        for count, row in enumerate(results):
            if count == limit:
                send("rows", batch)
                send("end", True)
                return
            batch.append(tuple(row))
            if len(batch) == _BATCH:
                send("rows", batch)
                batch = []
        send("rows", batch)
        send("end", False)
    except BrokenPipeError:
        return
    except SyntaxError as error:
        send("syntax", error.msg)
    except MemoryError:
        send("error", f"the query needs more than {MEMORY >> 20} MiB: make it narrower")
    except Exception as error:
        send("error", f"the query cannot be run: {error}")


def limit_memory(memory: int) -> None:
    """Let this process take so many bytes on top of what it has, and leave no dump if it breaks."""
    faulthandler.disable()  # the parent tells of a crash; a dump of both stacks helps nobody
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        pages = int(open("/proc/self/statm").read().split()[0])  # noqa: SIM115, PTH123
        most = pages * resource.getpagesize() + memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _lock_up() -> None:
    """Take from this process what a query needs not: new files and sockets, and much memory."""
    limit_memory(MEMORY)
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
