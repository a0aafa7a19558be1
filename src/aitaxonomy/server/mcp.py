"""Requests of agents, by the Model Context Protocol: a child answers them whole.

This process does not read them. It checks who may ask, and passes headers, body and answer on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING

from aitaxonomy.server.errors import Refusal

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

PATH = "/mcp"
#: Bytes that a request may have.
BODY = 1 << 20
#: The headers of the protocol, which pages elsewhere may send if they may ask at all.
HEADERS = ("Mcp-Protocol-Version", "Mcp-Method", "Mcp-Name")
#: Further headers that mean something to who answers.
_OTHERS = ("accept", "content-type")
#: The code of an error that the protocol leaves to servers.
_REFUSED = -32000

#: Answers a request by its headers and body: with status, headers and body.
Exchange = Callable[[Iterable[tuple[str, str]], bytes], tuple[int, dict[str, str], bytes]]


def check_origin(request: Request, origins: Collection[str]) -> None:
    """Raise `Refusal` for a request of a web page of another origin that is not among some.

    The protocol demands it: to know that a page elsewhere cannot read the answer is not enough.
    """
    origin = request.headers.get("origin")
    if origin is None or "*" in origins or origin in origins:
        return
    if origin.partition("://")[2] != request.headers.get("host"):
        raise Refusal(403, "ForeignOrigin", f"no pages of {origin[:100]}: --cors lets them in")


def job(request: Request, body: bytes) -> bytes:
    """Return what a child is asked for a request."""
    headers = [
        (name, value)
        for name, value in request.headers.items()
        if name in _OTHERS or name.startswith("mcp-")
    ]
    return json.dumps({"mcp": headers}).encode() + b"\n" + body


def refused(error: Refusal) -> Response:
    """Return a refusal as the protocol has errors, so that an agent learns what to do."""
    from starlette.responses import JSONResponse

    told = {"code": _REFUSED, "message": error.message, "data": {"type": error.kind}}
    document = {"jsonrpc": "2.0", "id": None, "error": told}
    return JSONResponse(document, error.status, dict(error.headers))
