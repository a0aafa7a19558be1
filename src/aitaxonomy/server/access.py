"""Checks before all answers: the name of the server and the client; and metrics of the answers."""

from __future__ import annotations

import hmac
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, MutableMapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from aitaxonomy.server.errors import Refusal

#: The upper bounds of the classes of times, in seconds.
_BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """Counts of requests by path and status, and how long they took by path.

    >>> metrics = Metrics()
    >>> metrics.count("/sparql", 200, 0.02)
    >>> 'aitaxonomy_requests_total{path="/sparql",status="200"} 1' in metrics.text({})
    True
    """

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, int]] = Counter()
        self._times: dict[str, Counter[float]] = {}
        self._seconds: Counter[str] = Counter()

    def count(self, path: str, status: int, seconds: float) -> None:
        """Count a request; `path` is one of a few."""
        self._requests[path, status] += 1
        place = bisect_left(_BOUNDS, seconds)
        bound = _BOUNDS[place] if place < len(_BOUNDS) else float("inf")
        self._times.setdefault(path, Counter())[bound] += 1
        self._seconds[path] += seconds  # type: ignore[assignment]

    def text(self, gauges: Mapping[str, float]) -> str:
        """Return all that was counted, and other values as they are now."""
        lines = [*_head("requests_total", "counter")]
        for (path, status), count in sorted(self._requests.items()):
            lines.append(f'aitaxonomy_requests_total{{path="{path}",status="{status}"}} {count}')
        lines += _head("request_seconds", "histogram")
        for path, times in sorted(self._times.items()):
            total = 0
            for bound in (*_BOUNDS, float("inf")):
                total += times[bound]
                label = "+Inf" if bound == float("inf") else f"{bound:g}"
                lines.append(
                    f'aitaxonomy_request_seconds_bucket{{path="{path}",le="{label}"}} {total}'
                )
            lines.append(f'aitaxonomy_request_seconds_sum{{path="{path}"}} {self._seconds[path]}')
            lines.append(f'aitaxonomy_request_seconds_count{{path="{path}"}} {total}')
        for name, value in gauges.items():
            kind = "counter" if name.endswith("_total") else "gauge"
            lines += [*_head(name, kind), f"aitaxonomy_{name} {value:g}"]
        return "\n".join(lines) + "\n"


def _head(name: str, kind: str) -> Iterable[str]:
    return [f"# TYPE aitaxonomy_{name} {kind}"]


Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

#: The path that needs no token: it says nothing but that the server works.
OPEN = "/health"
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
)


class Counted:
    """Counts requests, and lets browsers guess nothing about answers.

    Args:
        app: what answers.
        metrics: where it is counted.
        paths: the paths that are counted by themselves.

    """

    def __init__(self, app: App, metrics: Metrics, paths: Collection[str]) -> None:
        self._app, self._metrics, self._paths = app, metrics, paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begin, status = time.monotonic(), 500

        async def sent(message: MutableMapping[str, Any]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), *_HEADERS]
            await send(message)

        try:
            await self._app(scope, receive, sent)
        finally:
            first = "/" + scope["path"].removeprefix("/").partition("/")[0]
            path = first if first in self._paths else "other"
            self._metrics.count(path, status, time.monotonic() - begin)


class KnownHosts:
    """Refuses requests that call the server by a name that is not its own; see `Settings`."""

    def __init__(self, app: App, names: Collection[str]) -> None:
        self._app, self._names = app, names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http":
            hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
            if len(hosts) != 1 or _name(hosts[0]) not in self._names:
                said = hosts[0][:100] if hosts else "nothing"
                text = f"called by {said!r}, which is not a name of this server: --name adds one"
                await Refusal(421, "UnknownHost", text).response()(scope, receive, send)
                return
        await self._app(scope, receive, send)


@lru_cache(64)
def _name(host: str) -> str | None:
    """Return the name in a Host header, None for an invalid one.

    >>> _name("LOCALHOST:8000"), _name("[::1]:8000"), _name("a@localhost"), _name("localhost/x")
    ('localhost', '::1', None, None)
    """
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port
    except ValueError:
        return None
    if parts.path or parts.query or parts.fragment or "@" in host:
        return None
    return parts.hostname


class Bearing:
    """Refuses requests without the token."""

    def __init__(self, app: App, token: bytes) -> None:
        self._app, self._token = app, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http" and scope["path"] != OPEN:
            given = [value for name, value in scope["headers"] if name == b"authorization"]
            kind, _, token = (given[0] if len(given) == 1 else b"").partition(b" ")
            same = hmac.compare_digest(token.strip(), self._token)
            if not (same and kind.lower() == b"bearer"):
                headers = {"WWW-Authenticate": "Bearer"}
                text = "send the header `Authorization: Bearer TOKEN`"
                await Refusal(401, "Unauthorized", text, headers).response()(scope, receive, send)
                return
        await self._app(scope, receive, send)
