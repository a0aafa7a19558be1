"""Work in a child process: it is stopped in time, its memory is bounded, and it may crash alone.

Oxigraph, pySHACL and the Rust engine cannot be told to stop: a query may join everything with
everything, a regular expression may backtrack for ever, and deep nesting overflows a stack.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import multiprocessing
import pickle
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection
from typing import Any

from aitaxonomy.errors import AITaxonomyError

#: Seconds that a child gets to end after it has closed its connection.
_GRACE = 5


class WorkTimeout(TimeoutError):
    """The work did not end within its time limit; the child was killed."""


class WorkCrashed(RuntimeError):
    """The child ended without a result; `code` is its exit code."""

    def __init__(self, code: int | None) -> None:
        super().__init__(f"the child process ended with exit code {code}")
        self.code = code


def forks() -> bool:
    """Return whether a child starts as a copy of this process, so that arguments cost nothing.

    >>> isinstance(forks(), bool)
    True
    """
    return "fork" in multiprocessing.get_all_start_methods()


def call(
    work: Callable[..., Any], arguments: tuple[Any, ...], *, timeout: float, memory: int
) -> Any:
    """Return what `work(*arguments)` returns in a child process; see `stream`.

    >>> call(max, (3, 5), timeout=60, memory=1 << 30)
    5
    """
    (result,) = stream(_once, (work, *arguments), timeout=timeout, memory=memory)
    return result


def stream(
    work: Callable[..., Iterable[Any]], arguments: tuple[Any, ...], *, timeout: float, memory: int
) -> Iterator[Any]:
    """Yield what iterating over `work(*arguments)` yields in a child process.

    Args:
        work: a function at the top of a module; what it yields must be picklable.
        arguments: they must be picklable where processes cannot fork.
        timeout: seconds after which the child is killed.
        memory: bytes that the child may take on top of what this process has already.

    Raises:
        WorkTimeout: the time limit was reached.
        WorkCrashed: the child ended early, as by a stack overflow or an unexpected exception.
        MemoryError: the child needs more memory.
        AITaxonomyError: whatever the work raises of our own errors.

    >>> list(stream(range, (3,), timeout=60, memory=1 << 30))
    [0, 1, 2]

    """
    context = multiprocessing.get_context("fork" if forks() else "spawn")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(  # type: ignore[attr-defined]
        target=_run, args=(sender, work, arguments, memory), daemon=True
    )
    with warnings.catch_warnings():
        # Other threads of this process (Polars has some) hold no lock that the child needs.
        warnings.simplefilter("ignore", DeprecationWarning)
        child.start()
    sender.close()
    deadline = time.monotonic() + timeout
    try:
        while True:
            if not receiver.poll(max(0.0, deadline - time.monotonic())):
                raise WorkTimeout(f"stopped after {timeout:g} s")
            kind, content = pickle.loads(receiver.recv_bytes())
            if kind == "end":
                return
            if kind == "error":
                raise content
            yield content
    except EOFError:
        child.join(_GRACE)
        raise WorkCrashed(child.exitcode) from None
    finally:
        child.kill()
        child.join()
        receiver.close()


def forbid_files() -> None:
    """Let this process open no more files and sockets; children call it before untrusted work."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _once(work: Callable[..., Any], *arguments: Any) -> Iterator[Any]:
    yield work(*arguments)


def _run(
    sender: Connection, work: Callable[..., Iterable[Any]], arguments: tuple[Any, ...], memory: int
) -> None:
    """Run in the child: send each item as ("item", it), and ("end", None) or ("error", it) last."""

    def send(kind: str, content: Any) -> None:
        sender.send_bytes(pickle.dumps((kind, content), protocol=5))

    # The parent's garbage is not collected here: it may belong to threads that the child lacks.
    gc.freeze()
    try:
        _limit_memory(memory)
        for item in work(*arguments):
            send("item", item)
    except AITaxonomyError as error:
        send("error", error)
    except MemoryError:
        send("error", MemoryError())
    else:
        send("end", None)


def _limit_memory(memory: int) -> None:
    """Let this process take so many bytes on top of what it has, and leave no dump if it breaks."""
    faulthandler.disable()  # the parent reports a crash; a dump of both stacks helps nobody
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        pages = int(open("/proc/self/statm").read().split()[0])  # noqa: SIM115, PTH123
        most = pages * resource.getpagesize() + memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
