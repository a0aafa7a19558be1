"""Which of the formats that are offered a request accepts most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
