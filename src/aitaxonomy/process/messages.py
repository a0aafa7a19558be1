"""Messages between this process and a child, over a pair of sockets: what each end does.

A message is a letter that says of what kind it is, its length, and its bytes.
"""

from __future__ import annotations

import asyncio
import os
import socket
import struct
from typing import Any

from aitaxonomy.process import WorkTooLarge

#: What stands before each message: its kind, and its length in bytes.
_HEAD = struct.Struct("!cQ")
#: Bytes that a child reads at a time.
_PART = 1 << 16


def message(kind: bytes, content: bytes = b"") -> bytes:
    r"""Return a message as it is sent.

    >>> message(b"r", b"..")
    b'r\x00\x00\x00\x00\x00\x00\x00\x02..'
    """
    return _HEAD.pack(kind, len(content)) + content


class Line(asyncio.Protocol):
    """The end of a line that does not wait: a question goes out, and its answer is awaited.

    Args:
        most: the bytes that an answer may have.

    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._transport: Any = None
        self._closed = False
        self._answer: asyncio.Future[tuple[bytes, bytes]] | None = None
        self._parts: list[bytes] = []
        self._missing: int | None = None
        self._kind = b""

    def ask(self, kind: bytes, content: bytes) -> asyncio.Future[tuple[bytes, bytes]]:
        """Send a message, and return what comes back for it; see `answer`."""
        answer = self.answer()
        self._transport.write(message(kind, content))
        return answer

    def answer(self) -> asyncio.Future[tuple[bytes, bytes]]:
        """Return the kind and content of the next message; none is awaited yet.

        It raises `EOFError` where the other end is closed, and `WorkTooLarge` for too many bytes.
        """
        self._answer = asyncio.get_running_loop().create_future()
        if self._closed:
            self._answer.set_exception(EOFError())
        return self._answer

    def close(self) -> None:
        """Close the line, whatever is on its way."""
        if self._transport:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Take in a part of a message."""
        self._parts.append(data)
        if self._missing is None:
            data = b"".join(self._parts)
            if len(data) < _HEAD.size:
                return
            self._kind, self._missing = _HEAD.unpack_from(data)
            data = data[_HEAD.size :]
            self._parts = [data]
            if self._missing > self._most:
                text = f"the answer has {self._missing:,} bytes, over {self._most:,}"
                self._end(WorkTooLarge(text))
        self._missing -= len(data)
        if self._missing == 0:
            content, self._parts, self._missing = b"".join(self._parts), [], None
            if self._answer and not self._answer.done():
                self._answer.set_result((self._kind, content))

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._closed = True
        self._end(EOFError())

    def _end(self, error: Exception) -> None:
        self.close()
        if self._answer and not self._answer.done():
            self._answer.set_exception(error)


class Questions:
    """The end of a line in a child, which waits; the process ends where the other end is closed."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection, self._data = connection, bytearray()

    def next(self) -> bytes:
        """Return the content of the next message."""
        self._read(_HEAD.size)
        _, size = _HEAD.unpack_from(self._data)
        end = _HEAD.size + size
        self._read(end)
        content = bytes(self._data[_HEAD.size : end])
        del self._data[:end]
        return content

    def send(self, kind: bytes, content: bytes = b"") -> None:
        """Send a message."""
        self._connection.sendall(message(kind, content))

    def _read(self, size: int) -> None:
        while len(self._data) < size:
            part = self._connection.recv(_PART)
            if not part:
                os._exit(0)
            self._data += part
