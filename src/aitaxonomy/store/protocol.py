"""The client side of the SPARQL 1.1 Protocol: one query, one answer, within limits.

The server is not trusted. It has a limit of time and of bytes, and cannot redirect to another host.
An answer that is not a result is an error that says what came. Queries change nothing, so failed
requests are repeated.
"""

from __future__ import annotations

import asyncio
import email.utils
import random
import ssl
import threading
import time
from collections.abc import Coroutine, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode

from aitaxonomy._data import __version__
from aitaxonomy.errors import (
    EndpointBusy,
    EndpointFault,
    EngineMissing,
    QueryRefused,
    QueryTimeout,
)
from aitaxonomy.text import clipped, visible

if TYPE_CHECKING:
    import httpx

#: Bytes that an answer may have when it is unpacked.
MOST = 128 * 1024**2
#: How often a query is sent, and how long is waited after the first failure, in seconds.
_TRIES, _PAUSE = 3, 0.2
_REDIRECTS = 3
#: Bytes of an error page that are read, and characters of it that are shown.
_TOLD, _SHOWN = 4096, 200
RESULTS, TRIPLES = "application/sparql-results+json", "application/n-triples"
#: How triples begin in N-Triples, but the first.
_BEGINS = (b"\n<", b"\n_")
_BUSY = (429, 502, 503)
_MOVED = (301, 302, 307, 308)
_TOO_SLOW = (408, 504)

_T = TypeVar("_T")
Arguments = Sequence[tuple[str, str]]
"""The parameters of the protocol, such as `("default-graph-uri", "urn:g")`."""


class _Loop:
    """A thread with a loop of events: a deadline ends what runs there wherever it waits.

    It works where the caller has a loop of its own, as notebooks do.
    """

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True, name="endpoint").start()

    def run(self, work: Coroutine[Any, Any, _T]) -> _T:
        """Return what some work gives."""
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

    def close(self) -> None:
        """End the thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)


class Endpoint:
    """A SPARQL endpoint.

    Args:
        url: its address, http or https; a name and password in it are sent to that host alone.
        timeout: seconds that a query may take in all, with what is asked again.
        token: is sent as bearer token, to that host alone.

    Raises:
        EndpointFault: the address is not valid.
        EngineMissing: httpx is not installed.

    """

    def __init__(self, url: str, *, timeout: float = 30.0, token: str | None = None) -> None:
        try:
            import httpx
        except ImportError:
            raise EngineMissing(
                "httpx is not installed: pip install 'aitaxonomy[endpoint]'"
            ) from None
        self._httpx = httpx
        self.timeout, self._token = timeout, token
        try:
            if set(url) & set(" <>\"'\\"):
                raise ValueError
            self._url = httpx.URL(url)
        except (httpx.InvalidURL, ValueError):
            raise EndpointFault(f"{_line(url)}: is not an address: {_FORM}") from None
        #: The address without name and password, for messages.
        self.shown = _line(str(self._url.copy_with(username=None, password=None, fragment=None)))
        if self._url.scheme not in ("http", "https") or not self._url.host:
            raise EndpointFault(f"{self.shown}: is not an address of the web: {_FORM}")

    def __repr__(self) -> str:
        return f"<Endpoint {self.shown}>"

    def query(
        self,
        text: str,
        arguments: Arguments = (),
        *,
        timeout: float | None = None,
        media: str = RESULTS,
        most: int | None = None,
    ) -> bytes:
        """Return the answer to a query.

        Args:
            text: the query.
            arguments: what the protocol knows beside it.
            timeout: seconds, instead of those of the endpoint.
            media: the media type that the answer has to have.
            most: of triples, how many are read; perhaps some more.

        Raises:
            QueryTimeout: there was no whole answer within the time.
            QueryRefused: the server says that the query is not valid.
            EndpointBusy: the server has too much to do.
            EndpointFault: it cannot be reached or trusted, leads elsewhere, or sends no results.

        """
        body = urlencode([("query", text), *arguments]).encode()
        limit = self.timeout if timeout is None else timeout
        return self._loop.run(self._asked(body, limit, media, most))

    async def _asked(self, body: bytes, limit: float, media: str, most: int | None) -> bytes:
        deadline = time.monotonic() + limit
        try:
            async with asyncio.timeout(limit):
                for attempt in range(_TRIES):
                    try:
                        return await self._sent(body, media, most)
                    except (EndpointBusy, _Interrupted) as error:
                        wait = _PAUSE * 4**attempt * random.uniform(0.8, 1.2)
                        if isinstance(error, EndpointBusy) and error.retry_after is not None:
                            wait = error.retry_after
                        last = attempt + 1 == _TRIES
                        if last or wait >= deadline - time.monotonic():
                            raise
                        await asyncio.sleep(wait)
        except QueryTimeout:
            raise
        except TimeoutError:
            raise QueryTimeout(
                f"{self.shown}: no whole answer within {limit:g} s: "
                "make the query narrower, or raise --timeout"
            ) from None
        raise AssertionError("the last try returns or raises")

    async def _sent(self, body: bytes, media: str, most: int | None) -> bytes:
        """Send a query once, on to where the same host says that it has moved to."""
        httpx = self._httpx
        url, headers = self._url, self._headers | {"accept": media}
        for _ in range(_REDIRECTS + 1):
            try:
                async with self._client.stream(
                    "POST", url, content=body, headers=headers
                ) as response:
                    if response.status_code not in _MOVED:
                        return await self._answer(response, media, most)
                    url = self._next(url, response)
            except httpx.ConnectError as error:
                raise self._unreachable(error) from None
            except (httpx.TransportError, httpx.DecodingError) as error:
                reason = _line(str(error)) or type(error).__name__
                raise _Interrupted(f"{self.shown}: the answer broke off: {reason}") from None
            except httpx.InvalidURL:
                raise EndpointFault(f"{self.shown}: leads to what is not an address") from None
        raise EndpointFault(f"{self.shown}: leads from one address to another without an end")

    def _next(self, url: httpx.URL, response: httpx.Response) -> httpx.URL:
        """Return where an answer leads, if that is the same host."""
        target = url.join(response.headers.get("location", ""))
        if target.host != url.host or (target.scheme, target.port) not in (
            (url.scheme, url.port),
            *([("https", None)] if url.scheme == "http" and url.port is None else ()),
        ):
            place = _line(str(target.copy_with(username=None, password=None)))
            raise EndpointFault(
                f"{self.shown}: leads elsewhere, to {place}: name that address if you trust it"
            )
        return target.copy_with(userinfo=self._url.userinfo)

    async def _answer(self, response: httpx.Response, wanted: str, most: int | None) -> bytes:
        status = response.status_code
        media = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if status == 200 and (media == wanted or (media, wanted) == ("application/json", RESULTS)):
            return await self._content(response, None if wanted == RESULTS else most)
        said = await self._said(response, media)
        if status in _BUSY:
            raise EndpointBusy(
                f"{self.shown}: has too much to do ({status}){said}: try again later",
                _seconds(response.headers),
            )
        if status in _TOO_SLOW:
            raise QueryTimeout(f"{self.shown}: the server stopped the query ({status}){said}")
        if status == 400:
            raise QueryRefused(f"{self.shown}: the server refuses the query{said}")
        if status in (401, 403):
            raise EndpointFault(f"{self.shown}: wants to know who asks, or lets nobody in{said}")
        if status != 200:
            raise EndpointFault(f"{self.shown}: answered with status {status}{said}")
        what = media or "something of no stated type"
        raise EndpointFault(
            f"{self.shown}: answered with {_line(what)}, not with results of a query: is this the "
            "address of its SPARQL endpoint, which often ends in /sparql or /query?"
        )

    async def _content(self, response: httpx.Response, most: int | None) -> bytes:
        """Return the body of an answer, or its lines with the first triples."""
        content, triples = bytearray(), 0
        async for chunk in response.aiter_bytes():
            triples += sum((content[-1:] + chunk).count(begin) for begin in _BEGINS)
            content += chunk
            if most is not None and triples > most:
                return bytes(content[: content.rfind(b"\n") + 1])
            if len(content) > MOST:
                raise EndpointFault(
                    f"{self.shown}: more than {MOST >> 20} MiB in one answer: "
                    "make the query narrower, or add a LIMIT"
                )
        return bytes(content)

    async def _said(self, response: httpx.Response, media: str) -> str:
        """Return the first line that a server says of an error in plain text, as ": ...", or ""."""
        if media != "text/plain":
            return ""
        content = bytearray()
        async for chunk in response.aiter_bytes(_TOLD):
            content += chunk
            if len(content) >= _TOLD:
                break
        lines = content.decode(errors="replace").strip().splitlines()
        return f": {_line(lines[0])}" if lines else ""

    def _unreachable(self, error: Exception) -> EndpointFault:
        reason = _line(str(error)) or "no connection"
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, ssl.SSLError):
                return EndpointFault(
                    f"{self.shown}: its certificate is not trusted, or it speaks no TLS: {reason}"
                )
            cause = cause.__cause__ or cause.__context__
        return _Interrupted(f"{self.shown}: cannot be reached: {reason}")

    @property
    def _headers(self) -> dict[str, str]:
        known = {
            "content-type": "application/x-www-form-urlencoded",
            "user-agent": f"aitaxonomy/{__version__}",
        }
        return known | ({"authorization": f"Bearer {self._token}"} if self._token else {})

    @cached_property
    def _client(self) -> httpx.AsyncClient:
        # The whole query has a deadline, whichever part of it takes long.
        return self._httpx.AsyncClient(timeout=None, follow_redirects=False)

    @cached_property
    def _loop(self) -> _Loop:
        return _Loop()

    def close(self) -> None:
        """Close the connections."""
        if "_loop" in vars(self):
            if "_client" in vars(self):
                self._loop.run(self._client.aclose())
                del self._client
            self._loop.close()
            del self._loop

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to another process by the address; connections are made there anew."""
        return _endpoint, (str(self._url), self.timeout, self._token)


_FORM = "give one such as http://localhost:7878/query"


def _endpoint(url: str, timeout: float, token: str | None) -> Endpoint:
    return Endpoint(url, timeout=timeout, token=token)


class _Interrupted(EndpointFault):
    """A fault that may be gone the next time."""


def _line(text: str) -> str:
    """Return text from elsewhere as one line that can be shown."""
    return clipped(visible(" ".join(text.split())), _SHOWN)


def _seconds(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a server asks to wait for, None if it does not say.

    >>> _seconds({"retry-after": "2"}), _seconds({"retry-after": "soon"})
    (2.0, None)
    """
    asked = headers.get("retry-after", "").strip()
    if asked.isascii() and asked.isdigit():
        return float(asked[:9])
    try:
        moment = email.utils.parsedate_to_datetime(asked)
        return max(0.0, moment.timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None
