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
import struct
import traceback
from collections import deque
from collections.abc import Callable
from multiprocessing.process import BaseProcess

from aitaxonomy.errors import AITaxonomyError
from aitaxonomy.process import WorkBusy, WorkCrashed, WorkFailed, WorkTimeout, WorkTooLarge
from aitaxonomy.process.child import become_child, kill, start

#: Does a piece of work: what is asked, and the answer.
Work = Callable[[bytes], bytes]
#: What stands before each message: its kind, and its length in bytes.
_HEAD = struct.Struct("!cQ")
_READY, _DONE, _SPENT, _ERROR, _LACK = b"r", b"d", b"s", b"e", b"m"
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
        self._waiting: deque[asyncio.Future[_Child]] = deque()
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
        whole = False
        try:
            async with asyncio.timeout(timeout):
                kind, answer = await self._answer(child, asked)
            whole = kind in (_DONE, _ERROR)
        except TimeoutError:
            raise WorkTimeout(f"stopped after {timeout:g} s") from None
        except (EOFError, ConnectionError):
            child.process.join(_PAUSE)
            raise WorkCrashed(child.process.exitcode) from None
        finally:
            self._done(child, whole=whole)
        if kind == _LACK:
            raise MemoryError
        if kind == _ERROR:
            raise WorkFailed(*json.loads(answer))
        return answer

    async def _answer(self, child: _Child, asked: bytes) -> tuple[bytes, bytes]:
        answer = asyncio.ensure_future(child.ask(asked, self._most))
        try:
            done, _ = await asyncio.wait({answer}, timeout=self._quick)
            if not done:
                self._takes_long(child)
            return await answer
        finally:
            answer.cancel()
            await asyncio.wait({answer})  # until the loop has let go of the socket

    def _takes_long(self, child: _Child) -> None:
        if len(self._long) >= self._size:
            raise WorkBusy("too many requests take long at once: try again later")
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
        place: asyncio.Future[_Child] = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        try:
            return await asyncio.wait_for(asyncio.shield(place), self._patience)
        except BaseException as error:
            if place.done():  # a child came when nobody waited any more
                self._give(place.result())
            else:
                self._waiting.remove(place)
            if isinstance(error, TimeoutError):
                raise WorkBusy("all are at work: try again later") from None
            raise

    def _give(self, child: _Child) -> None:
        if self._waiting:
            self._waiting.popleft().set_result(child)
        else:
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
        child.socket.close()
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
            child = _Child(self._make, self._memory)
            self._children.add(child)
            self.started += 1
            await child.receive(self._most)
        except (EOFError, OSError):
            if child:
                self._end(child)
            await asyncio.sleep(_PAUSE)
            self._start()
        else:
            self._give(child)


class _Child:
    """A child as this process sees it, with the socket that leads to it."""

    def __init__(self, make: Callable[[], Work], memory: int) -> None:
        self.socket, other = socket.socketpair()
        context = multiprocessing.get_context("fork")
        work = (other, make, os.getpid(), memory)
        self.process: BaseProcess = context.Process(target=_serve, args=work, daemon=True)
        start(self.process)
        other.close()
        self.socket.setblocking(False)

    async def ask(self, asked: bytes, most: int) -> tuple[bytes, bytes]:
        loop = asyncio.get_running_loop()
        await loop.sock_sendall(self.socket, _HEAD.pack(_DONE, len(asked)) + asked)
        return await self.receive(most)

    async def receive(self, most: int) -> tuple[bytes, bytes]:
        kind, size = _HEAD.unpack(await self._exactly(_HEAD.size))
        if size > most:
            raise WorkTooLarge(f"the answer has {size:,} bytes, over {most:,}")
        return kind, bytes(await self._exactly(size))

    async def _exactly(self, size: int) -> bytearray:
        loop, data = asyncio.get_running_loop(), bytearray(size)
        view, got = memoryview(data), 0
        while got < size:
            count = await loop.sock_recv_into(self.socket, view[got:])
            if not count:
                raise EOFError
            got += count
        return data


def _serve(connection: socket.socket, make: Callable[[], Work], parent: int, memory: int) -> None:
    """Run in the child: say that it is ready, then answer what is asked."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):  # it ends when its parent ends it
        signal.signal(getattr(signal, name), signal.SIG_IGN)
    connection.setblocking(True)
    _close_sockets(connection.fileno())
    become_child(parent, memory)
    work = make()
    before = _peak()
    connection.sendall(_HEAD.pack(_READY, 0))
    while True:
        _, size = _HEAD.unpack(_exactly(connection, _HEAD.size))
        try:
            kind, answer = _DONE, work(_exactly(connection, size))
            if _peak() - before > memory // 4:
                kind = _SPENT
        except AITaxonomyError as error:
            kind, answer = _ERROR, json.dumps((type(error).__name__, str(error))).encode()
        except MemoryError:
            kind, answer = _LACK, b""
        except Exception as error:
            traceback.print_exc()
            kind, answer = _ERROR, json.dumps(("Fault", type(error).__name__)).encode()
        connection.sendall(_HEAD.pack(kind, len(answer)) + answer)


def _exactly(connection: socket.socket, size: int) -> bytes:
    """Return so many bytes; ends this process where the other end is closed."""
    data = bytearray()
    while len(data) < size:
        part = connection.recv(min(size - len(data), 1 << 20))
        if not part:
            os._exit(0)
        data += part
    return bytes(data)


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
