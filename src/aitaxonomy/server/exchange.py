"""The exchange between a request and its answer: the body, the end of the client, kept answers."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Coroutine, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aitaxonomy.server.access import App, Receive, Scope, Send
from aitaxonomy.server.errors import Refusal, busy

if TYPE_CHECKING:
    from starlette.requests import Request

#: Bytes of answers that wait for their clients, all together.
_WAITING = 512 << 20
#: Bytes of an answer that are sent at a time.
_PART = 256 << 10
#: Seconds until it is looked whether the client is still there; most work takes less.
_SOON = 0.1


async def body_of(request: Request, most: int) -> bytes:
    """Return the body of a request; raises `Refusal` for one that is packed, or too large."""
    packed = request.headers.get("content-encoding", "identity").strip().lower()
    if packed != "identity":
        text = f"Content-Encoding {packed[:40]}: send the body as it is"
        raise Refusal(415, "QueryRefused", text, {"Accept-Encoding": "identity"})
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

    working, going = asyncio.current_task(), list[asyncio.Task[None]]()
    assert working

    async def gone() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass
        working.cancel()

    def look() -> None:
        going.append(asyncio.ensure_future(gone()))

    timer = asyncio.get_running_loop().call_later(_SOON, look)
    try:
        return await work
    except asyncio.CancelledError:
        if going and going[0].done():
            working.uncancel()
            raise ClientDisconnect from None
        raise
    finally:
        timer.cancel()
        for task in going:
            task.cancel()


def warned(texts: Iterable[str]) -> dict[str, str]:
    """Return the header with warnings, as an answer that is a list has no other place for them.

    >>> warned(["urn:a is deprecated"])
    {'Warning': '299 - "urn:a is deprecated"'}
    """
    plain = (
        " ".join(each.split()).encode("latin-1", "replace").decode("latin-1") for each in texts
    )
    quoted = [each.replace("\\", r"\\").replace('"', r"\"") for each in plain]
    return {"Warning": ", ".join(f'299 - "{each}"' for each in quoted)} if quoted else {}


class Answers:
    """Answers that are complete, and wait for their clients to read them.

    Attributes:
        waiting: how many bytes they have.

    """

    def __init__(self) -> None:
        self.waiting = 0

    def response(
        self, content: bytes, media_type: str, headers: Mapping[str, str] | None = None
    ) -> App:
        """Return a response that is sent in parts; raises `Refusal` if too many bytes wait."""
        if self.waiting + len(content) > _WAITING:
            raise busy("too much waits for its clients: try again later")
        sent = {"content-length": str(len(content)), "content-type": media_type, **(headers or {})}
        lines = [(name.lower().encode(), value.encode("latin-1")) for name, value in sent.items()]

        async def response(_: Scope, __: Receive, send: Send) -> None:
            await send({"type": "http.response.start", "status": 200, "headers": lines})
            self.waiting += len(content)
            try:
                for begin in range(0, max(len(content), 1), _PART):
                    end = begin + _PART
                    more = end < len(content)
                    part = content[begin:end] if more or begin else content
                    await send({"type": "http.response.body", "body": part, "more_body": more})
            finally:
                self.waiting -= len(content)

        return response


#: Bytes that an entry takes beside what it holds.
_ENTRY = 1024
#: The part of all bytes that one answer may have.
_SHARE = 16


@dataclass(frozen=True)
class CachedAnswer:
    """An answer, whole or cut: its bytes, their media type, after how many rows it is cut."""

    content: bytes
    media_type: str
    cut: int | None = None


class Cache:
    """Answers that are whole, by what was asked; those that were not asked longest make room.

    Args:
        most: the bytes that all of them may have; 0 keeps none.

    >>> cache = Cache(1 << 20)
    >>> cache.keep("ASK {}", 6, CachedAnswer(b"true", "text/plain"))
    >>> cache.get("ASK {}").content, cache.get("ASK { ?s ?p ?o }"), cache.hits
    (b'true', None, 1)

    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: OrderedDict[Hashable, tuple[int, CachedAnswer]] = OrderedDict()
        #: How many bytes are kept, and how often an answer was there.
        self.size = self.hits = 0

    def get(self, asked: Hashable) -> CachedAnswer | None:
        """Return the answer to what is asked, None if there is none."""
        found = self._answers.get(asked)
        if found is None:
            return None
        self._answers.move_to_end(asked)
        self.hits += 1
        return found[1]

    def keep(self, asked: Hashable, length: int, answer: CachedAnswer) -> None:
        """Keep an answer, if it is whole and not too large; what is asked has so many bytes."""
        size = length + len(answer.content) + _ENTRY
        if answer.cut is not None or size > self._most // _SHARE or asked in self._answers:
            return
        self._answers[asked] = size, answer
        self.size += size
        while self.size > self._most:
            _, (size, _) = self._answers.popitem(last=False)
            self.size -= size
