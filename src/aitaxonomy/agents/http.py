"""The server over HTTP: an application for any ASGI server, and one that listens here.

`exchange` answers requests that somebody else has received, one at a time.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterable, MutableMapping
from typing import TYPE_CHECKING, Any

from aitaxonomy.agents.server import server
from aitaxonomy.taxonomy import Taxonomy

if TYPE_CHECKING:
    from starlette.applications import Starlette

#: Answers a request by its headers and body: with status, headers and body.
Exchange = Callable[[Iterable[tuple[str, str]], bytes], tuple[int, dict[str, str], bytes]]
PATH = "/mcp"
_HOST = "127.0.0.1"
#: The longest body of a request, in bytes.
_BODY = 1 << 20


def http_app(ai: Taxonomy, path: str = PATH) -> Starlette:
    """Return the server as an ASGI application, with one endpoint (streamable HTTP, stateless).

    It answers requests to this machine alone, by their Host and Origin. An application that mounts
    it has to run its `router.lifespan_context` with that.

    Raises `EngineMissing` without the SDK.
    """
    return server(ai).streamable_http_app(
        streamable_http_path=path,
        json_response=True,
        stateless_http=True,
        max_request_body_size=_BODY,
        host=_HOST,
    )


def exchange(ai: Taxonomy) -> Exchange:
    """Return what answers a request to the endpoint in this process, which may have no connection.

    The receiver checks the client, and the time and size of the request.

    Raises `EngineMissing` without the SDK.

    >>> ask, listed = exchange(Taxonomy()), b'{"jsonrpc": "2.0", "id": 1, "method": "tools/list"}'
    >>> status, headers, body = ask([("accept", "application/json"),
    ...     ("content-type", "application/json")], listed)
    >>> status, headers["content-type"], b'"check_claim"' in body
    (200, 'application/json', True)
    """
    made = server(ai)

    async def answered(
        headers: Iterable[tuple[str, str]], body: bytes
    ) -> tuple[int, dict[str, str], bytes]:
        # Its tasks belong to the loop of one request, so the application does, too.
        app = made.streamable_http_app(
            streamable_http_path=PATH,
            json_response=True,
            stateless_http=True,
            host="",  # no address, so no names by which it has to be called
        )
        async with app.router.lifespan_context(app):
            return await _asked(app, headers, body)

    return lambda headers, body: asyncio.run(answered(headers, body))


async def _asked(
    app: Starlette, headers: Iterable[tuple[str, str]], body: bytes
) -> tuple[int, dict[str, str], bytes]:
    """Return what an application answers a POST to the endpoint."""
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http",
        "method": "POST", "path": PATH, "raw_path": PATH.encode(), "root_path": "",
        "query_string": b"", "client": None, "server": None,
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers],
    }  # fmt: skip
    requests = [{"type": "http.request", "body": body, "more_body": False}]
    status, told, parts = 500, dict[str, str](), list[bytes]()

    async def receive() -> MutableMapping[str, Any]:
        if not requests:
            await asyncio.Event().wait()  # the client stays
        return requests.pop()

    async def send(message: MutableMapping[str, Any]) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = int(message["status"])
            told.update((name.decode(), value.decode()) for name, value in message["headers"])
        else:
            parts.append(message.get("body", b""))

    await app(scope, receive, send)
    return status, told, b"".join(parts)


def serve(ai: Taxonomy, port: int) -> None:
    """Serve over HTTP on the loopback until a signal ends it; raises `OSError` for a port in use.

    Port 0 takes one that is free. Standard error tells the address.
    """
    import socket

    app = http_app(ai)
    import uvicorn

    listener = socket.create_server((_HOST, port))
    with listener:
        taken = listener.getsockname()[1]
        print(f"aitaxonomy: agents are served at http://{_HOST}:{taken}{PATH}", file=sys.stderr)
        sys.stderr.flush()
        config = uvicorn.Config(app, log_level="warning", limit_concurrency=64)
        uvicorn.Server(config).run(sockets=[listener])
