"""A small SPARQL 1.1 Protocol server over a store, and one that misbehaves, on the loopback."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pyoxigraph as ox

JSON, TRIPLES = "application/sparql-results+json", "application/n-triples"


@contextmanager
def served(store: ox.Store, *, takes_graphs: bool = True) -> Iterator[str]:
    """Serve the queries of a store, by POST of a form; yield the address.

    Without `takes_graphs` the default graph is the union of all, whatever a request names.
    """

    class Queries(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
            options: dict[str, Any] = {"use_default_graph_as_union": True}
            if takes_graphs and "default-graph-uri" in form:
                options = {
                    "default_graph": [ox.NamedNode(g) for g in form["default-graph-uri"]],
                    "named_graphs": [ox.NamedNode(g) for g in form.get("named-graph-uri", ())],
                }
            elif takes_graphs:
                options = {}
            try:
                results = store.query(form["query"][0], **options)
            except SyntaxError as error:
                return self.answer(400, "text/plain", str(error).encode())
            if isinstance(results, ox.QueryTriples):
                body = results.serialize(format=ox.RdfFormat.N_TRIPLES)
                return self.answer(200, TRIPLES, body or b"")
            body = results.serialize(format=ox.QueryResultsFormat.JSON)
            return self.answer(200, JSON, body or b"")

        def answer(self, status: int, media: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", media)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Queries)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/query"
    server.shutdown()
    server.server_close()


Talk = Callable[[socket.socket, int], None]
"""What is done with a connection whose request has been read, and its number, from 0."""


#: Begins what asks for an encrypted connection.
_TLS = b"\x16\x03"


def _is_whole(request: bytes) -> bool:
    head, end, body = request.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    return bool(end) and len(body) >= int(length[1] if length else 0)


class Fake:
    """A server that does with each connection what it is told; it keeps the requests."""

    def __init__(self, talk: Talk) -> None:
        self._talk, self.requests = talk, list[str]()
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._server.getsockname()[1]}/query"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _ = self._server.accept()
                threading.Thread(target=self._one, args=(caller,), daemon=True).start()

    def _one(self, caller: socket.socket) -> None:
        with caller, contextlib.suppress(OSError):
            request = caller.recv(1 << 16)
            while not request.startswith(_TLS) and not _is_whole(request):
                request += caller.recv(1 << 16)
            number = len(self.requests)
            self.requests.append(request.decode("latin-1"))
            self._talk(caller, number)

    def close(self) -> None:
        """Take no more connections."""
        self._server.close()


def answer(
    body: bytes = b'{"head":{},"boolean":true}', *, status: str = "200 OK", media: str = JSON,
    length: int | None = None, **headers: str,
) -> bytes:  # fmt: skip
    """Return an answer; `length` is what it claims its body to have."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {media}", "Connection: close"]
    lines.append(f"Content-Length: {len(body) if length is None else length}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def drip(caller: socket.socket, *parts: bytes, pause: float = 0.05) -> None:
    """Send the parts again and again, slowly, for as long as somebody takes them."""
    while True:
        for part in parts:
            caller.sendall(part)
            time.sleep(pause)
