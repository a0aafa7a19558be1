"""Error responses: status, and the JSON of the command line."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

#: The statuses of errors by the name of their class; 400 for the others of ours.
_STATUSES = {
    "UnknownTerm": 404, "UnknownQuestion": 404, "NotAcceptable": 406, "Fault": 500,
    "ReasonerTimeout": 504, "QueryTimeout": 504, "ValidationTimeout": 504,
}  # fmt: skip
#: Seconds after which a request that found the server busy may be made again.
_LATER = "2"
#: The answer to a client that has gone; it is there to be counted.
_GONE = 499


class Refusal(Exception):
    """A request is not answered; `kind` is the name of an error, as the command line gives it."""

    def __init__(
        self, status: int, kind: str, message: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status, self.kind, self.message = status, kind, message
        self.headers = headers or {}

    def response(self) -> Response:
        """Return what is sent."""
        from starlette.responses import Response

        document = {"error": {"type": self.kind, "message": self.message}}
        text = json.dumps(document, ensure_ascii=False, indent=2).encode(errors="replace")
        return Response(text, self.status, dict(self.headers), "application/json")


def failed(kind: str, message: str) -> Refusal:
    """Return the refusal for an error of work that failed.

    >>> failed("UnknownTerm", "nothing is called 'LMM'").status
    404
    """
    if kind == "Fault":
        message = f"a fault of this program ({message}): the log of the server has more"
    return Refusal(_STATUSES.get(kind, 400), kind, message)


def busy(message: str) -> Refusal:
    """Return the refusal of a request that may be made again."""
    return Refusal(503, "Busy", message, {"Retry-After": _LATER})


def handlers() -> dict[Any, Callable[[Request, Any], Awaitable[Response]]]:
    """Return what answers instead, by the exception that was raised."""
    from starlette.exceptions import HTTPException
    from starlette.requests import ClientDisconnect

    return {
        Refusal: _refused,
        HTTPException: _not_found,
        ClientDisconnect: _gone,
        Exception: _fault,
    }


async def _refused(_: Request, error: Refusal) -> Response:
    return error.response()


async def _not_found(request: Request, error: Any) -> Response:
    what = {404: "there is nothing at", 405: f"{request.method} is not for"}
    text = f"{what.get(error.status_code, error.detail)} {request.url.path[:200]}"
    kind = "NotAllowed" if error.status_code == 405 else "NotFound"
    return Refusal(error.status_code, kind, text, error.headers).response()


async def _gone(_: Request, __: Exception) -> Response:
    from starlette.responses import Response

    return Response(status_code=_GONE)


async def _fault(_: Request, error: Exception) -> Response:
    return failed("Fault", type(error).__name__).response()
