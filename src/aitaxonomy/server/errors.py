"""How a request that is not answered is told so: status, and the JSON of the command line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.responses import Response

#: The statuses of errors by the name of their class; 400 for the others of ours.
_STATUSES = {
    "UnknownTerm": 404, "UnknownQuestion": 404, "NotAcceptable": 406, "Fault": 500,
    "ReasonerTimeout": 504, "QueryTimeout": 504, "ValidationTimeout": 504,
}  # fmt: skip
#: Seconds after which a request that found the server busy may be made again.
_LATER = "2"


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
