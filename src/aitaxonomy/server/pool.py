"""A pool of child processes for a program that must not wait; each does one thing at a time.

A child that takes long makes room: another one takes its place for what comes next. Only so many
may take long at once, so that small pieces of work are done whatever else is going on. A child that
is stopped, breaks or has grown is replaced.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from collections import deque
from collections.abc import Callable
from typing import Any

from aitaxonomy.process import (
    DONE,
    ERROR,
    HEAD,
    LACK,
    READY,
    Order,
    WorkCrashed,
    WorkTimeout,
    command,
    message,
)

#: Does a piece of work: what is asked, and the answer.
Work = Callable[[bytes], bytes]
#: How much work may wait, for each child.
_WAITING = 64
#: By how much a child that takes long stands back (`nice`).
_BACK = 5
#: Seconds until a child is started again that did not become ready.
_PAUSE = 1.0


class WorkBusy(RuntimeError):
    """Nobody was free for the work in time, or too much of it takes long already."""


class WorkFailed(RuntimeError):
    """The work ended with an error of this `kind`, the name of its class; the text is its text."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class WorkTooLarge(RuntimeError):
    """The work gave more bytes than are taken; its process was killed."""


class Pool:
    """Children that do work; start it within a running event loop.

    Args:
        make: is called in each child at its start, and returns what does the work there.
        arguments: what it is called with.
        size: how many children there are for what comes next, and how many more may take long.
        memory: bytes that a child may take on top of what it has when it is ready.
        quick: seconds after which work takes long.
        patience: seconds that work waits for a child.
        most: bytes that an answer may have.

    """

    def __init__(
        self,
        make: Callable[..., Work],
        arguments: tuple[Any, ...],
        *,
        size: int,
        memory: int,
        quick: float = 0.25,
        patience: float = 5.0,
        most: int = 64 << 20,
    ) -> None:
        self._order = Order(make, arguments, memory).message()
        self._size, self._quick, self._patience, self._most = size, quick, patience, most
        self._idle: list[_Child] = []
        #: Who waits for a child, first come, first served.
        self._waiting: deque[asyncio.Future[_Child]] = deque()
        self._children: set[_Child] = set()
        self._busy: set[_Child] = set()
        self._long: set[_Child] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._ended = False
        #: The exit code of the last child that did not become ready.
        self._code: int | None = None
        #: How many children were started.
        self.started = 0

    async def open(self) -> None:
        """Start the children, and wait until they are ready.

        If none gets ready they are started once more, as memory may be short for a moment.

        Raises:
            WorkCrashed: no child became ready the second time either.

        """
        for _ in range(self._size):
            self._start()
        for _ in range(2):
            await asyncio.gather(*self._starting)
            if self._idle:
                return
        raise WorkCrashed(self._code)

    async def close(self) -> None:
        """End all children, whatever they do.

        Those that are being started are waited for: asyncio hangs if that is cancelled.
        """
        self._ended = True
        children = list(self._children)
        for child in children:
            self._end(child)
        await asyncio.gather(*self._starting, *(child.process.wait() for child in children))

    @property
    def state(self) -> dict[str, int]:
        """How many children are idle, busy and taking long, and how much work waits for one."""
        busy, waiting = len(self._busy - self._long), len(self._waiting)
        return {
            "idle": len(self._idle), "busy": busy, "long": len(self._long), "waiting": waiting
        }  # fmt: skip

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
        self._busy.add(child)
        answer = asyncio.ensure_future(child.tell(message(READY, asked), self._most))
        whole = False
        try:
            quick = min(self._quick, timeout)
            if not (await asyncio.wait({answer}, timeout=quick))[0] and quick < timeout:
                self._takes_long(child)
                await asyncio.wait({answer}, timeout=timeout - quick)
            if not answer.done():
                raise WorkTimeout(f"stopped after {timeout:g} s")
            kind, content = answer.result()
            whole = kind in (DONE, ERROR)
        finally:
            answer.cancel()
            self._done(child, whole=whole)
        if kind == LACK:
            raise MemoryError
        if kind == ERROR:
            raise WorkFailed(*json.loads(content))
        return content

    def _takes_long(self, child: _Child) -> None:
        if len(self._long) >= self._size:
            raise WorkBusy("too many requests take long at once: try again later")
        self._long.add(child)
        with contextlib.suppress(OSError, AttributeError):  # it goes on with less of the processor
            os.setpriority(os.PRIO_PROCESS, child.process.pid, _BACK)
        self._start()

    async def _free(self) -> _Child:
        """Return a child that is free; work that came before is served before."""
        while self._idle:
            child = self._idle.pop()
            if child.process.returncode is None:
                return child
            self._done(child, whole=False)
        if len(self._waiting) >= _WAITING * self._size:
            raise WorkBusy("too much is waiting: try again later")
        place: asyncio.Future[_Child] = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        try:
            async with asyncio.timeout(self._patience):
                return await place
        except BaseException as error:
            if place in self._waiting:
                self._waiting.remove(place)
            elif not place.cancelled():  # a child came as this one went
                self._offer(place.result())
            if isinstance(error, TimeoutError):
                raise WorkBusy("all are at work: try again later") from None
            raise

    def _offer(self, child: _Child) -> None:
        """Give a child to whoever has waited longest, or keep it for what comes next."""
        while self._waiting:
            place = self._waiting.popleft()
            if not place.done():
                place.set_result(child)
                return
        self._idle.append(child)

    def _done(self, child: _Child, *, whole: bool) -> None:
        """Take a child back, or end it and start another one."""
        self._busy.discard(child)
        if child in self._long:
            self._long.discard(child)  # another one has its place
            self._end(child)
        elif whole and not self._ended:
            self._offer(child)
        else:
            self._end(child)
            self._start()

    def _end(self, child: _Child) -> None:
        self._children.discard(child)
        with contextlib.suppress(ProcessLookupError):
            child.process.kill()

    def _start(self) -> None:
        if not self._ended:
            task = asyncio.ensure_future(self._ready())
            self._starting.add(task)
            task.add_done_callback(self._starting.discard)

    async def _ready(self) -> None:
        """Start a child, and again later if that fails."""
        child = None
        try:
            child = _Child(await create_subprocess_exec(*command(), stdin=PIPE, stdout=PIPE))
            self._children.add(child)
            self.started += 1
            if not self._ended:
                await child.tell(self._order)
        except (WorkCrashed, WorkTooLarge, OSError) as error:
            self._code = getattr(error, "code", None)
            if child:
                self._end(child)
            if not self._ended:
                await asyncio.sleep(_PAUSE)
                self._start()
            return
        if self._ended:
            self._end(child)
            await child.process.wait()
        else:
            self._offer(child)


class _Child:
    """A child as this process sees it."""

    def __init__(self, process: Process) -> None:
        self.process = process

    async def tell(self, told: bytes, most: int = 0) -> tuple[bytes, bytes]:
        """Send a message, and return the kind and content of the one that comes back for it."""
        questions, answers = self.process.stdin, self.process.stdout
        assert questions and answers
        try:
            questions.write(told)
            await questions.drain()
            kind, size = HEAD.unpack(await answers.readexactly(HEAD.size))
            if size > most:
                raise WorkTooLarge(f"the answer has {size:,} bytes, over {most:,}")
            return kind, await answers.readexactly(size)
        except (asyncio.IncompleteReadError, ConnectionError):
            raise WorkCrashed(await self.process.wait()) from None
