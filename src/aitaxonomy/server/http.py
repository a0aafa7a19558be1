"""HTTP/1.1 on one connection: uvicorn with the parser of Node.js, and bounds that both lack.

The parser takes heads of any size, and turns all requests that come in one packet into objects at
once. It takes requests without a name of a host as well.
"""

from __future__ import annotations

from typing import Any

#: Bytes of the head of a request, with what comes after its body (trailers).
_HEAD = 64 << 10
#: Bytes that a line of a head takes beside its own.
_LINE = 64
#: Requests on a connection that may wait for the answers to those before them.
_WAITING = 64


class NoRequest(Exception):
    """A request is not taken; the parser stops at any exception, and the client gets an error."""


def http() -> Any:
    """Return the class of what speaks HTTP on one connection, for uvicorn."""
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

    class Http(HttpToolsProtocol):
        """The HTTP of one connection."""

        _in_head = False
        _head = 0

        def data_received(self, data: bytes) -> None:
            """Parse; a line that is not at its end yet is known to the parser alone."""
            super().data_received(data)
            if self._in_head and self.parser is not None:
                self._head += len(data)
                if self._head > _HEAD and not self.transport.is_closing():
                    self.send_400_response("The head of the request is too large.")

        def on_message_begin(self) -> None:
            """Begin a request."""
            if len(self.pipeline) >= _WAITING:
                self.transport.abort()
                raise NoRequest
            self._in_head, self._head = True, 0
            super().on_message_begin()

        def on_url(self, url: bytes) -> None:
            """Take in a part of the target."""
            self._count(len(url))
            super().on_url(url)

        def on_header(self, name: bytes, value: bytes) -> None:
            """Take in a line of the head, or of what comes after the body."""
            self._count(len(name) + len(value) + _LINE)
            super().on_header(name, value)

        def on_headers_complete(self) -> None:
            """End the head: it names one host."""
            self._in_head = False
            named = sum(name == b"host" for name, _ in self.headers)
            if named > 1 or (not named and self.parser.get_http_version() != "1.0"):
                raise NoRequest
            super().on_headers_complete()

        def _count(self, size: int) -> None:
            self._head += size
            if self._head > _HEAD:
                raise NoRequest

    return Http
