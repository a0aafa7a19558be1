"""Limits of client connections, before and after their request is known.

The server that speaks HTTP waits for ever for the rest of a request, and for a client that does not
read. Here each connection has a time for either, and there are only so many of them: the one that
has been waiting longest makes room for a new one.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import time
from collections.abc import Callable
from typing import Any

#: Seconds that a request may take to arrive, and an answer to be read.
READ, WRITE = 15.0, 60.0
#: Connections that are held at once, as far as the system lets this process have so many.
MOST = 4096
#: Files that are left for what the system accepts at a time, and for this process itself.
_SPARE = 2048 + 256
_LEAST = 256
#: Seconds between two looks.
_LOOK = 1.0
#: Has a socket that is closed drop what is still to be sent.
_DROP = struct.pack("ii", 1, 0)


class Connections:
    """The connections of a server.

    Args:
        make: makes the protocol that speaks HTTP on one connection, as uvicorn has it.

    """

    def __init__(self, make: Callable[..., Any]) -> None:
        self._make = make
        self._open: dict[Connection, None] = {}
        self._most = max(_LEAST, min(MOST, _files() - _SPARE))
        #: How many were ended.
        self.ended = 0

    def __call__(self, **options: Any) -> Connection:
        """Return the protocol for a new connection; uvicorn calls this."""
        return Connection(self._make(**options), self)

    def __len__(self) -> int:
        return len(self._open)

    def opened(self, connection: Connection) -> None:
        """Take a connection in; another one makes room if there are too many."""
        self._open[connection] = None
        if len(self._open) > self._most:
            waiting = (each for each in self._open if each.phase != "working")
            self.end(next(waiting, connection))

    def closed(self, connection: Connection) -> None:
        """Let go of a connection."""
        self._open.pop(connection, None)

    def end(self, connection: Connection) -> None:
        """End a connection at once, whatever is still to be sent."""
        self.ended += 1
        self.closed(connection)
        connection.abort()

    async def watch(self) -> None:
        """End, again and again, the connections that take too long."""
        while True:
            await asyncio.sleep(_LOOK)
            now = time.monotonic()
            for connection in list(self._open):
                if connection.is_late(now):
                    self.end(connection)


class Connection(asyncio.Protocol):
    """One connection: it passes on what comes to the protocol that speaks HTTP."""

    def __init__(self, http: Any, among: Connections) -> None:
        self._http, self._among = http, among
        self._transport: Any = None
        self._seen: tuple[str, int] = ("", 0)
        self._since = time.monotonic()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = transport
        self._http.connection_made(transport)
        self._among.opened(self)

    def data_received(self, data: bytes) -> None:
        """Pass on; after what is not HTTP no further answer is sent."""
        self._http.data_received(data)
        if self._transport.is_closing() and self._http.cycle is not None:
            self._http.cycle.disconnected = True

    def eof_received(self) -> bool | None:
        """Pass on."""
        return self._http.eof_received()  # type: ignore[no-any-return]

    def pause_writing(self) -> None:
        """Pass on."""
        self._http.pause_writing()

    def resume_writing(self) -> None:
        """Pass on."""
        self._http.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._among.closed(self)
        self._http.connection_lost(exc)

    def abort(self) -> None:
        """End at once, also what the system would still send."""
        with contextlib.suppress(OSError):
            opened = self._transport.get_extra_info("socket")
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _DROP)
        self._transport.abort()

    @property
    def phase(self) -> str:
        """The party that is waited for: a request, a client or us (reading, writing, working)."""
        cycle, transport = self._http.cycle, self._transport
        if transport.is_closing() or transport.get_write_buffer_size():
            return "writing"
        if cycle is None or cycle.response_complete:
            return "reading"
        if cycle.response_started:
            return "writing"
        return "reading" if cycle.more_body else "working"

    def is_late(self, now: float) -> bool:
        """Tell whether the client has taken too long; called again and again."""
        seen = (self.phase, id(self._http.cycle))
        if seen != self._seen:
            self._seen, self._since = seen, now
        most = {"reading": READ, "writing": WRITE}.get(seen[0], float("inf"))
        return now - self._since > most


def _files() -> int:
    """Return how many files this process may open, raised as far as the system lets it."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = MOST + _SPARE
        if soft < wanted:
            most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
            soft = most
        return soft
    return 1024
