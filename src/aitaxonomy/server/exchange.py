"""What passes between a request and its answer: the body, the end of the client, large answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine, Mapping
from typing import TYPE_CHECKING, Any

from aitaxonomy.server.errors import Refusal, busy

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

#: Bytes of answers that wait for their clients, all together.
_WAITING = 512 << 20
#: Bytes of an answer that are sent at a time.
_PART = 256 << 10


async def body_of(request: Request, most: int) -> bytes:
    """Return the body of a request; raises `Refusal` for one that is too large."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > most:
            text = f"the body has over {most:,} bytes: send less"
            raise Refusal(413, "QueryRefused", text, {"Connection": "close"})
    return bytes(body)


async def unless_gone(request: Request, work: Coroutine[Any, Any, bytes]) -> bytes:
    """Return what work returns; it is cancelled when the client has closed its connection."""
    from starlette.requests import ClientDisconnect

    async def gone() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    working, going = asyncio.ensure_future(work), asyncio.ensure_future(gone())
    try:
        await asyncio.wait({working, going}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ClientDisconnect
        return await working
    finally:
        going.cancel()
        if not working.done():
            working.cancel()
            await asyncio.wait({working})


class Answers:
    """Answers that are complete, and wait for their clients to read them.

    Attributes:
        waiting: how many bytes they have.

    """

    def __init__(self) -> None:
        self.waiting = 0

    def response(
        self, content: bytes, media_type: str, headers: Mapping[str, str] | None = None
    ) -> Response:
        """Return a response that is sent in parts; raises `Refusal` if too many bytes wait."""
        from starlette.responses import StreamingResponse

        if self.waiting + len(content) > _WAITING:
            raise busy("too much waits for its clients: try again later")
        length = {"Content-Length": str(len(content)), **(headers or {})}
        return StreamingResponse(self._parts(content), 200, length, media_type)

    async def _parts(self, content: bytes) -> AsyncIterator[bytes]:
        self.waiting += len(content)
        try:
            for begin in range(0, len(content), _PART):
                yield content[begin : begin + _PART]
        finally:
            self.waiting -= len(content)
