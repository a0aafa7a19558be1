"""Results of queries as documents of the W3C's formats, which are valid also where they are cut.

Rows and triples are taken up to a limit, and up to a size in bytes. A cut is noted in the document:
as a member of JSON, or a comment in XML, Turtle and N-Triples. CSV, TSV and JSON-LD have no place
for it, so their sender notes it beside them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from aitaxonomy.store.table import w3c

#: The formats of rows and of truths, and those of triples: names of ours, and media types.
ROWS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
}
TRIPLES = {
    "turtle": "text/turtle; charset=utf-8",
    "ntriples": "application/n-triples",
    "rdfxml": "application/rdf+xml",
    "jsonld": "application/ld+json",
}
_MORE = "there are more: the limit of the server has cut this result"
#: What XML 1.0 cannot hold, however it is written.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

Row = Sequence[Any]
_T = TypeVar("_T")


@dataclass(frozen=True)
class ResultDocument:
    """A result, whole or cut: its bytes, their media type, and how many rows or triples it has."""

    content: bytes
    media_type: str
    count: int
    truncated: bool


def written(
    form: str, columns: Sequence[str], rows: Iterable[Row], format: str, *, limit: int, size: int
) -> ResultDocument:
    r"""Return the document of a result.

    Args:
        form: "SELECT", "ASK" or "CONSTRUCT".
        columns: the names of the columns.
        rows: the rows as RDF terms; they are taken only as far as they are written.
        format: one of `ROWS`, for "CONSTRUCT" one of `TRIPLES`.
        limit: rows, or triples, at most.
        size: bytes after which no more are taken.

    >>> import pyoxigraph as ox
    >>> rows = [(ox.Literal("a, b"),), (None,)]
    >>> written("SELECT", ["x"], rows, "csv", limit=1, size=99).content
    b'x\r\n"a, b"\r\n'
    >>> written("SELECT", ["x"], rows, "json", limit=1, size=99).truncated
    True

    """
    rows = iter(rows)
    if form == "CONSTRUCT":
        return _triples(rows, format, limit, size)
    if form == "ASK":
        (value,) = next(rows)
        return _document(f'{{"head":{{}},"boolean":{value.value}}}', format, 1, truncated=False)
    parts, truncated = _within((_row(columns, row) for row in rows), len, limit, size)
    # The mark comes first: some readers take nothing of their own after the rows.
    mark = '"truncated":true,' if truncated and format == "json" else ""
    head = json.dumps({"vars": list(columns)}, ensure_ascii=False)
    bindings = ",\n".join(parts)
    text = f'{{{mark}"head":{head},"results":{{"bindings":[\n{bindings}\n]}}}}'
    return _document(text, format, len(parts), truncated)


def _within(
    items: Iterator[_T], size_of: Callable[[_T], int], limit: int, size: int
) -> tuple[list[_T], bool]:
    """Return the first items, as many as limit and size allow, and whether there are more."""
    taken: list[_T] = []
    for item in items:
        size -= size_of(item)
        if len(taken) == limit or size < 0:
            return taken, True
        taken.append(item)
    return taken, False


def _row(columns: Sequence[str], row: Row) -> str:
    import pyoxigraph as ox

    cells = []
    for name, term in zip(columns, row, strict=True):
        if isinstance(term, ox.NamedNode):  # most are, and this takes a third of the time
            cells.append(f'{_json(name)}:{{"type":"uri","value":{_json(term.value)}}}')
        elif term is not None:
            cells.append(f"{_json(name)}:{_json(w3c(term))}")
    return "{" + ",".join(cells) + "}"


def _document(text: str, format: str, count: int, truncated: bool) -> ResultDocument:
    """Return the document in a format, given that in JSON."""
    import pyoxigraph as ox

    # A lone surrogate cannot be written, and no engine gives one.
    content = text.encode(errors="replace")
    if format != "json":
        formats = ox.QueryResultsFormat
        results = ox.parse_query_results(content, format=formats.JSON)
        content = results.serialize(format=getattr(formats, format.upper())) or b""
    if format == "xml":
        content = _tidied(content) + (f"<!-- {_MORE} -->\n".encode() if truncated else b"")
    return ResultDocument(content, ROWS[format], count, truncated)


def _tidied(xml: bytes) -> bytes:
    """Return XML with a row a line, and without what no reader takes, or takes for another."""
    text = _NO_XML.sub("\N{REPLACEMENT CHARACTER}", xml.decode())
    # Line ends within a text are kept only where they are written as numbers.
    text = text.replace("\r", "&#13;").replace("?><", "?>\n<").replace("<results>", "<results>\n")
    return text.replace("</result>", "</result>\n").encode() + b"\n"


def _triples(rows: Iterator[Row], format: str, limit: int, size: int) -> ResultDocument:
    import pyoxigraph as ox

    taken, truncated = _within(rows, lambda row: sum(len(str(each)) for each in row), limit, size)
    triples = [ox.Triple(*row) for row in taken]
    content = ox.serialize(triples, format=ox.RdfFormat.from_media_type(TRIPLES[format])) or b""
    if truncated:
        mark = {"turtle": b"\n# %s\n", "ntriples": b"# %s\n", "rdfxml": b"<!-- %s -->\n"}
        content += mark[format] % _MORE.encode() if format in mark else b""
    return ResultDocument(content, TRIPLES[format], len(triples), truncated)
