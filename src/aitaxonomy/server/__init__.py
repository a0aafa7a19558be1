"""The server: SPARQL endpoint, JSON API, tools for agents and the site, all of it read-only.

Requests are worked on in child processes that cannot open a connection; the process that speaks
with clients only reads their requests, passes them on, and sends what comes back.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from aitaxonomy.errors import ServerFault
from aitaxonomy.process import WorkCrashed
from aitaxonomy.server.application import Application
from aitaxonomy.server.connections import Connections
from aitaxonomy.server.mcp import Exchange
from aitaxonomy.server.pool import Pool
from aitaxonomy.server.settings import Settings
from aitaxonomy.server.work import queries, verbs

if TYPE_CHECKING:
    from aitaxonomy.taxonomy import Taxonomy

__all__ = ["Settings", "serve"]

#: Seconds that what is in flight gets at the end, on top of the time limit of a query.
GRACE = 5.0
#: Seconds after which a verb takes long, queries being quicker; and that one waits for a child: a
#: new one reads what most verbs need first.
_OF_VERBS: dict[str, Any] = {"quick": 5.0, "patience": 20.0}
#: Bytes on top of the limit of a query that a verb may take: threads of Polars reserve a lot, and
#: use little of it.
_RESERVED = 4 << 30


def serve(
    ai: Taxonomy,
    settings: Settings,
    listening: Callable[[str], None],
    exchange: Callable[[Taxonomy], Exchange] | None = None,
) -> None:
    """Serve a taxonomy until this process gets a signal to end.

    Requests in flight are then finished, within the time limit of a query.

    Args:
        ai: the taxonomy, which each child that answers requests makes anew.
        settings: how the server is reached, and what a request may take.
        listening: is called with the address when the server listens.
        exchange: makes what answers requests of agents, in the children that run verbs.

    Raises:
        ServerFault: the server cannot listen at the address, or there is no such folder of pages.

    """
    from uvicorn import Config
    from uvicorn.protocols.http.h11_impl import H11Protocol

    if settings.site and not (settings.site / "index.html").is_file():
        raise ServerFault(
            f"{settings.site}: no site: make it first, with `aitaxonomy site {settings.site}`"
        )
    listener = _listener(settings)
    _ = ai.content.program  # prepared once, and not by each child
    store = ai.content.queried(asserted=False)
    size, memory = settings.workers, settings.memory
    connections = Connections(H11Protocol)
    app = Application(
        settings,
        Pool(queries, (store.sent(),), size=size, memory=memory),
        Pool(verbs, (ai, exchange), size=size, memory=memory + _RESERVED, **_OF_VERBS),
        connections,
        for_agents=exchange is not None,
    )
    config = Config(
        app.build(),
        http=connections,  # type: ignore[arg-type]
        ws="none",
        lifespan="off",
        access_log=False,
        log_level="error",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=int(settings.timeout + GRACE),
    )
    name = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{name}:{listener.getsockname()[1]}/"
    _run(app, config, listener, partial(listening, address))


def _run(
    app: Application, config: Any, listener: socket.socket, listening: Callable[[], None]
) -> None:
    """Run a server, and tell when it listens."""
    from uvicorn import Server

    class Announcing(Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await app.open()
            await super().startup(sockets)
            listening()

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            await super().shutdown(sockets)
            await app.close()

    try:
        Announcing(config).run([listener])
    except WorkCrashed as error:
        raise ServerFault(
            f"the server did not start: {error}: its processes may need more memory (--memory)"
        ) from None


def _listener(settings: Settings) -> socket.socket:
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)
        family, kind, protocol, _, address = found[0]
        # Of a socket that does not say that it is TCP, asyncio leaves Nagle's algorithm on: small
        # answers would wait 40 ms for the client to acknowledge their heads.
        listener = socket.socket(family, kind, protocol)
        if sys.platform != "win32":  # where it would let two servers have one address
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except (OSError, OverflowError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ServerFault(
            f"cannot listen at {settings.host}, port {settings.port}: {reason}: "
            "choose others with --host and --port"
        ) from None
    return listener
