"""The SPARQL 1.1 Protocol: which query a request has, over which graphs, in which format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from aitaxonomy.server.errors import Refusal
from aitaxonomy.store import ASSERTED, INFERRED
from aitaxonomy.store.guard import MAX_BYTES

if TYPE_CHECKING:
    from starlette.requests import Request

Offers = Mapping[str, Sequence[str]]
"""Each format with the media types that ask for it; the first format is the default."""

#: Formats of rows and of triples, as `aitaxonomy.store.results` names them.
ROWS: Offers = {
    "json": ("application/sparql-results+json", "application/json"),
    "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
}
TRIPLES: Offers = {
    "turtle": ("text/turtle", "application/x-turtle"),
    "ntriples": ("application/n-triples", "text/plain"),
    "rdfxml": ("application/rdf+xml", "application/xml", "text/xml"),
    "jsonld": ("application/ld+json", "application/json"),
}


def accepted(accept: str | None, offers: Offers) -> str | None:
    """Return the format that is accepted most, None if none is.

    Of those that are accepted alike it is the one that is named first.

    >>> accepted("text/csv;q=0.5, application/json", ROWS), accepted(None, ROWS)
    ('json', 'json')
    >>> accepted("text/html, */*;q=0.1", TRIPLES), accepted("image/png", TRIPLES)
    ('turtle', None)
    """
    if accept is None or not accept.strip():
        return next(iter(offers))
    ranges = [_range(part) for part in accept.split(",")]
    best, found = (0.0, 0), None
    for name, media_types in offers.items():
        for media_type in media_types:
            quality, place = _quality(media_type, ranges)
            if (quality > 0 and (quality, -place) > best) or (quality > 0 and found is None):
                best, found = (quality, -place), name
    return found


def _range(part: str) -> tuple[str, float]:
    name, *parameters = part.split(";")
    quality = 1.0
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "q":
            try:
                quality = min(max(float(value), 0.0), 1.0)
            except ValueError:
                quality = 0.0
    return name.strip().lower(), quality


def _quality(media_type: str, ranges: list[tuple[str, float]]) -> tuple[float, int]:
    """Return how much a media type is accepted, and the place of what says so.

    The narrowest range decides: `text/csv` before `text/*` before all.
    """
    main = media_type.partition("/")[0]
    for wanted in (media_type, f"{main}/*", "*/*"):
        for place, (name, quality) in enumerate(ranges):
            if name == wanted:
                return quality, place
    return 0.0, 0


#: The bytes of a body: a form writes most characters of a query as three.
BODY = 3 * MAX_BYTES + 4096
_FORM, _QUERY, _UPDATE = (
    "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update",
)  # fmt: skip
_GRAPHS = (ASSERTED, INFERRED)


@dataclass(frozen=True)
class QueryRequest:
    """The content of a request.

    Attributes:
        query: the SPARQL query.
        graphs: the graphs that make the default graph, None for all.
        named: the graphs that GRAPH reads, None for all.
        rows: the format of rows and truths, None if none is accepted.
        triples: the format of triples, likewise.

    """

    query: str
    graphs: tuple[str, ...] | None
    named: tuple[str, ...] | None
    rows: str | None
    triples: str | None


def read_request(request: Request, body: bytes) -> QueryRequest | None:
    """Return what a request asks, None where it asks for no query but for the service itself.

    Raises `Refusal` for what the protocol does not allow.
    """
    fields = _fields(request.scope["query_string"], "the address")
    if request.method == "POST":
        main = request.headers.get("content-type", "")
        media_type, _, parameters = main.partition(";")
        charset = parameters.strip().lower().partition("charset=")[2].strip('"')
        if charset not in ("", "utf-8", "utf8"):
            raise Refusal(415, "QueryRefused", f"charset {charset[:40]}: send UTF-8")
        media_type = media_type.strip().lower()
        if media_type == _FORM:
            fields += _fields(body, "the form")
        elif media_type == _QUERY:
            if any(name == "query" for name, _ in fields):
                raise _bad("the query stands in the body and in the address: send one")
            fields.append(("query", _text(body)))
        elif media_type == _UPDATE:
            raise _read_only()
        else:
            raise Refusal(415, "QueryRefused", f"send the query as {_FORM}, or as {_QUERY}")
    if any(name == "update" for name, _ in fields):
        raise _read_only()
    found = [value for name, value in fields if name == "query"]
    if not found and request.method != "POST" and not fields:
        return None
    if len(found) != 1:
        raise _bad("give one query" if found else "the query is missing")
    accept = ",".join(request.headers.getlist("accept")) or None
    default = _named(fields, "default-graph-uri")
    named = _named(fields, "named-graph-uri")
    every = not (default or named)
    return QueryRequest(
        found[0],
        None if every else default,
        None if every else named,
        *_formats(accept),
    )


@lru_cache(64)
def _formats(accept: str | None) -> tuple[str | None, str | None]:
    return accepted(accept, ROWS), accepted(accept, TRIPLES)


def _fields(data: bytes, where: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            data.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=100
        )
    except UnicodeDecodeError:
        raise _bad(f"{where} is not valid UTF-8, percent-encoded") from None
    except ValueError:
        raise _bad(f"{where} has too many fields") from None


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _bad("the query is not valid UTF-8") from None


def _named(fields: list[tuple[str, str]], name: str) -> tuple[str, ...]:
    graphs = tuple(value for each, value in fields if each == name)
    if unknown := [graph for graph in graphs if graph not in _GRAPHS]:
        raise _bad(f"{name}: {unknown[0][:200]!r} is not a graph here: {', '.join(_GRAPHS)}")
    return graphs


def _bad(message: str) -> Refusal:
    return Refusal(400, "QueryRefused", message)


def _read_only() -> Refusal:
    return Refusal(403, "QueryRefused", "updates are refused: this endpoint is read-only")
