"""Work in a process of its own: the one way to end it in time, to bound its memory, to survive it.

Neither pySHACL nor the engines in Rust can be told to stop. A regular expression of a shape may
backtrack for ever in Python, and a query of a shape may join everything with everything.
"""

from __future__ import annotations

import gc
import multiprocessing
import pickle
import warnings
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from aitaxonomy.errors import AITaxonomyError, ShapesFault, ValidationTimeout
from aitaxonomy.store.isolated import limit_memory

#: What a validation may take on top of what the process has already.
MEMORY = 8 * 1024**3
#: Seconds in which a process that has said nothing more ends.
_LAST_WORDS = 5


def call(work: Callable[..., Any], arguments: tuple[Any, ...], timeout: float) -> Any:
    """Return what `work(*arguments)` returns, or raise what it raises of our own errors.

    The arguments reach the child by fork; elsewhere than on Unix they must be picklable. Raises
    `ValidationTimeout` after `timeout` seconds, and `ShapesFault` if the process breaks.
    """
    fork = "fork" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if fork else "spawn")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(  # type: ignore[attr-defined]
        target=_work, args=(sender, work, arguments), daemon=True
    )
    with warnings.catch_warnings():
        # Other threads of ours (Polars has some) hold no lock that the child would want.
        warnings.simplefilter("ignore", DeprecationWarning)
        child.start()
    sender.close()
    try:
        if not receiver.poll(timeout):
            raise ValidationTimeout(
                f"the validation was stopped after {timeout:g} s: give it more by --timeout, or "
                "look for a sh:pattern or query that takes so long"
            )
        result = pickle.loads(receiver.recv_bytes())
    except EOFError:
        child.join(_LAST_WORDS)
        raise ShapesFault(
            f"the validation broke its process (exit code {child.exitcode}; memory or nesting): "
            "make the shapes flatter, or validate fewer files at a time"
        ) from None
    finally:
        child.kill()
        child.join()
        receiver.close()
    if isinstance(result, AITaxonomyError):
        raise result
    return result


def _work(sender: Connection, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    """Run in the child: bound its memory, work, and send what comes of it."""
    result: Any
    # What the parent has left to be collected is none of the child's: it may belong to threads.
    gc.freeze()
    try:
        limit_memory(MEMORY)
        result = work(*arguments)
    except AITaxonomyError as error:
        result = error
    except MemoryError:
        result = ShapesFault(
            f"the validation needs more than {MEMORY >> 30} GiB: validate fewer files at a time"
        )
    sender.send_bytes(pickle.dumps(result, protocol=5))
