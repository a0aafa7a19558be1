"""A pool of child processes for a program that must not wait; each does one thing at a time.

A child that takes long makes room: another one takes its place for what comes next, and it goes on
with less of the processor. Only so many may take long at once, so that small pieces of work are
done whatever else is going on. A child that is stopped, breaks or has grown is replaced.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import multiprocessing
import os
import signal
import socket
import stat
import traceback
from collections import deque
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from typing import Any

from aitaxonomy.errors import AITaxonomyError
from aitaxonomy.process import WorkBusy, WorkCrashed, WorkFailed, WorkTimeout
from aitaxonomy.process.child import become_child, kill, start
from aitaxonomy.process.messages import Line, Questions

#: Does a piece of work: what is asked, and the answer.
Work = Callable[[bytes], bytes]
#: Kinds of messages: what is asked; a child is ready, has answered, has answered and grown, has
#: met an error, lacks memory.
_ASKED, _READY, _DONE, _SPENT, _ERROR, _LACK = b"a", b"r", b"d", b"s", b"e", b"m"
#: How much work may wait, for each child.
_WAITING = 64
#: By how much a child that takes long stands back (`nice`).
_BACK = 5
#: Seconds until a child is started again that did not become ready.
_PAUSE = 1.0


class Pool:
    """Children that do work; start it within a running event loop.

    Args:
        make: is called in each child at its start, and returns what does the work there.
        size: how many children there are for what comes next, and how many more may take long.
        memory: bytes that a child may take on top of what this process has.
        quick: seconds after which work takes long.
        patience: seconds that work waits for a child.
        most: bytes that an answer may have.

    """

    def __init__(
        self,
        make: Callable[[], Work],
        *,
        size: int,
        memory: int,
        quick: float = 0.25,
        patience: float = 5.0,
        most: int = 64 << 20,
    ) -> None:
        self._make, self._size, self._memory = make, size, memory
        self._quick, self._patience, self._most = quick, patience, most
        self._idle: deque[_Child] = deque()
        self._waiting: dict[asyncio.Future[_Child], None] = {}
        self._children: set[_Child] = set()
        self._long: set[_Child] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._ended = False
        #: How many children were started.
        self.started = 0

    async def open(self) -> None:
        """Start the children, and wait until they are ready; raises `WorkCrashed`."""
        for _ in range(self._size):
            self._start()
        await asyncio.gather(*self._starting)
        if not self._idle:
            raise WorkCrashed(None)

    def close(self) -> None:
        """End all children, whatever they do."""
        self._ended = True
        for task in self._starting:
            task.cancel()
        for child in list(self._children):
            self._end(child)
            child.process.join()

    @property
    def state(self) -> dict[str, int]:
        """How many children are idle, busy and taking long, and how much work waits for one."""
        idle, long = len(self._idle), len(self._long)
        busy = len(self._children) - idle - long - len(self._starting)
        return {"idle": idle, "busy": busy, "long": long, "waiting": len(self._waiting)}

    async def run(self, asked: bytes, timeout: float) -> bytes:
        """Return the answer to what is asked; who is cancelled meanwhile ends the work.

        Raises:
            WorkBusy: no child was free in time, or too many take long.
            WorkTimeout: it took longer than `timeout` seconds.
            WorkFailed: the work raised an error.
            WorkTooLarge: the answer has too many bytes.
            WorkCrashed: the child broke.
            MemoryError: it needs more memory than it may take.

        """
        child = await self._free()
        answer = child.line.ask(_ASKED, asked)
        later = asyncio.get_running_loop().call_later
        stopped = WorkTimeout(f"stopped after {timeout:g} s")
        timers = (
            later(self._quick, self._takes_long, child, answer),
            later(timeout, _fail, answer, stopped),
        )
        whole = False
        try:
            kind, content = await answer
            whole = kind in (_DONE, _ERROR)
        except EOFError:
            child.process.join(_PAUSE)
            raise WorkCrashed(child.process.exitcode) from None
        finally:
            for timer in timers:
                timer.cancel()
            self._done(child, whole=whole)
        if kind == _LACK:
            raise MemoryError
        if kind == _ERROR:
            raise WorkFailed(*json.loads(content))
        return content

    def _takes_long(self, child: _Child, answer: asyncio.Future[Any]) -> None:
        if len(self._long) >= self._size:
            _fail(answer, WorkBusy("too many requests take long at once: try again later"))
            return
        self._long.add(child)
        with contextlib.suppress(OSError, AttributeError):
            os.setpriority(os.PRIO_PROCESS, child.process.pid or 0, _BACK)
        self._start()

    async def _free(self) -> _Child:
        """Return a child that is free; work that came before is served before."""
        while self._idle:
            child = self._idle.pop()
            if child.process.is_alive():
                return child
            self._done(child, whole=False)
        if len(self._waiting) >= _WAITING * self._size:
            raise WorkBusy("too much is waiting: try again later")
        loop = asyncio.get_running_loop()
        place: asyncio.Future[_Child] = loop.create_future()
        self._waiting[place] = None
        busy = WorkBusy("all are at work: try again later")
        timer = loop.call_later(self._patience, _fail, place, busy)
        try:
            return await place
        except BaseException:
            self._waiting.pop(place, None)
            if place.done() and not (place.cancelled() or place.exception()):
                self._give(place.result())  # a child came when nobody waited any more
            raise
        finally:
            timer.cancel()

    def _give(self, child: _Child) -> None:
        while self._waiting:
            place = next(iter(self._waiting))
            del self._waiting[place]
            if not place.done():
                place.set_result(child)
                return
        self._idle.append(child)

    def _done(self, child: _Child, *, whole: bool) -> None:
        """Take a child back, or end it and start another one."""
        if child in self._long:
            self._long.discard(child)  # another one has its place
            self._end(child)
        elif whole and not self._ended:
            self._give(child)
        else:
            self._end(child)
            self._start()

    def _end(self, child: _Child) -> None:
        self._children.discard(child)
        child.close()
        kill(child.process)

    def _start(self) -> None:
        if not self._ended:
            task = asyncio.ensure_future(self._ready())
            self._starting.add(task)
            task.add_done_callback(self._starting.discard)

    async def _ready(self) -> None:
        """Start a child, and again later if that fails."""
        child = None
        try:
            child = _Child(self._make, self._memory, Line(self._most))
            self._children.add(child)
            self.started += 1
            await child.ready()
        except (EOFError, OSError):
            if child:
                self._end(child)
            await asyncio.sleep(_PAUSE)
            self._start()
        else:
            self._give(child)


class _Child:
    """A child as this process sees it, with the line that leads to it."""

    def __init__(self, make: Callable[[], Work], memory: int, line: Line) -> None:
        self.line = line
        self._socket, other = socket.socketpair()
        context = multiprocessing.get_context("fork")
        work = (other, make, os.getpid(), memory)
        self.process: BaseProcess = context.Process(target=_serve, args=work, daemon=True)
        start(self.process)
        other.close()

    async def ready(self) -> None:
        """Wait until it has made what does the work; raises `EOFError` if it ends before."""
        loop, answer = asyncio.get_running_loop(), self.line.answer()
        await loop.create_connection(lambda: self.line, sock=self._socket)
        await answer

    def close(self) -> None:
        """Close the line."""
        self.line.close()
        self._socket.close()


def _fail(future: asyncio.Future[Any], error: Exception) -> None:
    if not future.done():
        future.set_exception(error)


def _serve(connection: socket.socket, make: Callable[[], Work], parent: int, memory: int) -> None:
    """Run in the child: say that it is ready, then answer what is asked."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):  # it ends when its parent ends it
        signal.signal(getattr(signal, name), signal.SIG_IGN)
    connection.setblocking(True)
    _close_sockets(connection.fileno())
    become_child(parent, memory)
    work, questions = make(), Questions(connection)
    before = _peak()
    questions.send(_READY)
    while True:
        asked = questions.next()
        try:
            kind, answer = _DONE, work(asked)
            if _peak() - before > memory // 4:
                kind = _SPENT
        except AITaxonomyError as error:
            kind, answer = _ERROR, json.dumps((type(error).__name__, str(error))).encode()
        except MemoryError:
            kind, answer = _LACK, b""
        except Exception as error:
            traceback.print_exc()
            kind, answer = _ERROR, json.dumps(("Fault", type(error).__name__)).encode()
        questions.send(kind, answer)


def _peak() -> int:
    """Return the most bytes of memory that this process has held."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _close_sockets(but: int) -> None:
    """Close the connections of the parent: one that it closes is then closed."""
    with contextlib.suppress(OSError):
        for name in os.listdir("/dev/fd"):  # noqa: PTH208  # names are numbers here
            with contextlib.suppress(OSError):
                if int(name) != but and stat.S_ISSOCK(os.fstat(int(name)).st_mode):
                    os.close(int(name))
