"""The server over HTTP: an application for any ASGI server, and one that listens here."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from aitaxonomy.agents.server import server
from aitaxonomy.taxonomy import Taxonomy

if TYPE_CHECKING:
    from starlette.applications import Starlette

PATH = "/mcp"
_HOST = "127.0.0.1"
#: The longest body of a request, in bytes.
_BODY = 1 << 20


def http_app(ai: Taxonomy, path: str = PATH) -> Starlette:
    """Return the server as an ASGI application, with one endpoint (streamable HTTP, stateless).

    It answers requests to this machine alone, by their Host and Origin. Who mounts it in another
    application has to run its `router.lifespan_context` with that.

    Raises `EngineMissing` without the SDK.
    """
    return server(ai).streamable_http_app(
        streamable_http_path=path,
        json_response=True,
        stateless_http=True,
        max_request_body_size=_BODY,
        host=_HOST,
    )


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
