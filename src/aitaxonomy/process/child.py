"""Work in a child process: it is stopped in time, its memory is bounded, and it may crash alone.

Oxigraph, pySHACL and the Rust engine cannot be told to stop: a query may join everything with
everything, a regular expression may backtrack for ever, and deep nesting overflows a stack.

A child ends with its parent, whatever ends that; it is a process group of its own, so that what it
starts ends with it; it opens no connection; and it sends no more bytes than the parent takes.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import pickle
import signal
import time
import traceback
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from aitaxonomy.errors import AITaxonomyError
from aitaxonomy.process import WorkCrashed, WorkTimeout, WorkTooLarge
from aitaxonomy.process.limits import (
    follow_parent,
    forbid_sockets,
    limit_memory,
    limit_processor,
)

#: Seconds that a child gets to end after it has closed its connection.
_GRACE = 5
#: Bytes that a child may send in all, when nothing else is said.
RESULT = 1 << 30
#: What no time limit is above, in seconds: clocks of the system take no more.
_LONGEST = 1e7
#: The processes that this one is a child of, as `become_child` was told.
_parents: list[int] = []


@dataclass(frozen=True)
class _Bounds:
    """What a child is held to: the seconds and bytes, and the process that it ends with."""

    parent: int
    timeout: float
    memory: int


def forks() -> bool:
    """Return whether a child starts as a copy of this process, so that arguments cost nothing.

    >>> isinstance(forks(), bool)
    True
    """
    return "fork" in multiprocessing.get_all_start_methods()


def call(
    work: Callable[..., Any],
    arguments: tuple[Any, ...],
    *,
    timeout: float,
    memory: int,
    fresh: bool = False,
) -> Any:
    """Return what `work(*arguments)` returns in a child process; see `stream`.

    >>> call(max, (3, 5), timeout=60, memory=1 << 30)
    5
    """
    (result,) = stream(_once, (work, *arguments), timeout=timeout, memory=memory, fresh=fresh)
    return result


def stream(
    work: Callable[..., Iterable[Any]],
    arguments: tuple[Any, ...],
    *,
    timeout: float,
    memory: int,
    size: int = RESULT,
    fresh: bool = False,
) -> Iterator[Any]:
    """Yield what iterating over `work(*arguments)` yields in a child process.

    Args:
        work: a function at the top of a module; what it yields must be picklable.
        arguments: they must be picklable where processes cannot fork, or `fresh`.
        timeout: seconds after which the child is killed.
        memory: bytes that the child may take on top of what this process has already.
        size: bytes that all that it yields may take, pickled.
        fresh: whether the child is a new interpreter even where processes fork. Polars needs it:
            its threads do not live on in a copy, which would wait for them for ever. It imports
            the main module again, which has to be a file that minds `__name__`.

    Raises:
        WorkTimeout: the time limit was reached.
        WorkTooLarge: more bytes than `size` came.
        WorkCrashed: the child ended early, as by a stack overflow.
        MemoryError: the child needs more memory.
        Exception: whatever the work raises, with the child's traceback as a note.

    >>> list(stream(range, (3,), timeout=60, memory=1 << 30))
    [0, 1, 2]

    """
    context = multiprocessing.get_context("fork" if forks() and not fresh else "spawn")
    receiver, sender = context.Pipe(duplex=False)
    bounds = _Bounds(os.getpid(), min(timeout, _LONGEST), memory)
    child = context.Process(  # type: ignore[attr-defined]
        target=_run, args=(sender, work, arguments, bounds), daemon=True
    )
    start(child)
    sender.close()
    deadline = time.monotonic() + bounds.timeout
    try:
        while True:
            if not receiver.poll(max(0.0, deadline - time.monotonic())):
                raise WorkTimeout(f"stopped after {timeout:g} s")
            message = _receive(receiver, size)
            size -= len(message)
            kind, content = pickle.loads(message)
            if kind == "end":
                return
            if kind == "error":
                raise content
            yield content
    except EOFError:
        child.join(_GRACE)
        raise WorkCrashed(child.exitcode) from None
    finally:
        kill(child)
        child.join()
        receiver.close()


def start(child: BaseProcess) -> None:
    """Start a child, also from a process that is itself one of a pool.

    `multiprocessing` lets those have no children, lest they are left behind: ours follow.
    """
    current: dict[str, Any] = multiprocessing.current_process()._config  # type: ignore[attr-defined]
    daemon = current.get("daemon")
    current["daemon"] = False
    try:
        with warnings.catch_warnings():
            # Other threads of this process (Polars has some) hold no lock that the child needs.
            warnings.simplefilter("ignore", DeprecationWarning)
            child.start()
    finally:
        current["daemon"] = daemon


def _receive(receiver: Connection, size: int) -> bytes:
    """Return one message of at most so many bytes."""
    try:
        return receiver.recv_bytes(max(size, 0))
    except EOFError:
        raise
    except OSError:  # longer than that: nothing of it has been read
        raise WorkTooLarge("the work gave more bytes than are taken") from None


def kill(child: BaseProcess) -> None:
    """End a child and all that it has started; who waits for its end joins it."""
    with contextlib.suppress(OSError, AttributeError):
        if child.pid is not None and child.is_alive():
            os.killpg(child.pid, signal.SIGKILL)
    child.kill()


def _once(work: Callable[..., Any], *arguments: Any) -> Iterator[Any]:
    yield work(*arguments)


def _run(
    sender: Connection,
    work: Callable[..., Iterable[Any]],
    arguments: tuple[Any, ...],
    bounds: _Bounds,
) -> None:
    """Run in the child: send each item as ("item", it), and ("end", None) or ("error", it) last."""

    def send(kind: str, content: Any) -> None:
        sender.send_bytes(pickle.dumps((kind, content), protocol=5))

    become_child(bounds.parent, bounds.memory)
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):  # what the parent does then is for it to do
        if number := getattr(signal, name, None):
            signal.signal(number, signal.SIG_DFL)
    limit_processor((bounds.timeout + _GRACE) * (os.cpu_count() or 1))
    try:
        for item in work(*arguments):
            send("item", item)
    except AITaxonomyError as error:
        send("error", error)
    except MemoryError:
        send("error", MemoryError())
    except Exception as error:
        error.add_note(traceback.format_exc())
        send("error", _picklable(error))
    else:
        send("end", None)


def _picklable(error: Exception) -> Exception:
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def is_child() -> bool:
    """Return whether this process is such a child, and needs no other one to be under limits.

    >>> is_child(), call(is_child, (), timeout=60, memory=1 << 30)
    (False, True)
    """
    return _parents != []


def become_child(parent: int, memory: int) -> None:
    """Let this process, just started, end with its parent, and give up sockets and memory.

    Args:
        parent: the process that has started it.
        memory: the bytes that it may take on top of what it has.

    """
    _parents.append(parent)
    # The parent's garbage is not collected here: it may belong to threads that the child lacks.
    gc.freeze()
    follow_parent(parent)
    with contextlib.suppress(OSError, AttributeError):
        os.setpgid(0, 0)
    limit_memory(memory)
    forbid_sockets()
