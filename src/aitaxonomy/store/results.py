"""Results of queries as documents of the W3C's formats, which are valid also where they are cut.

Rows and triples are taken up to a limit, and up to a size in bytes. That there are more is said in
the document where its format has a place for it: a member of the JSON, a comment in XML, Turtle and
N-Triples. CSV, TSV and JSON-LD have none, so who sends them says it beside them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any
from xml.sax.saxutils import escape, quoteattr

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
_XML = '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">'
#: What XML 1.0 cannot hold, however it is written.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_QUOTED = re.compile('[",\r\n]')
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

Row = Sequence[Any]


@dataclass(frozen=True)
class Document:
    """A result, whole or cut: its bytes, their media type, and how many rows or triples it has."""

    content: bytes
    media_type: str
    count: int
    truncated: bool


def written(
    form: str, columns: Sequence[str], rows: Iterable[Row], format: str, *, limit: int, size: int
) -> Document:
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
    writer = _WRITERS[format]
    if form == "ASK":
        (value,) = next(rows)
        text = writer.truth(value.value)
        return Document(text.encode(), ROWS[format], 1, truncated=False)
    parts, taken, count = [""], 0, 0
    for row in islice(rows, limit):
        part = writer.row(columns, row, first=not count)
        taken += len(part)
        if taken > size:
            rows = chain([row], rows)
            break
        parts.append(part)
        count += 1
    truncated = next(rows, None) is not None
    parts[0] = writer.head(columns, truncated)
    parts.append(writer.tail(truncated))
    # A lone surrogate cannot be written, and no engine gives one.
    return Document("".join(parts).encode(errors="replace"), ROWS[format], count, truncated)


def _triples(rows: Iterator[Row], format: str, limit: int, size: int) -> Document:
    import pyoxigraph as ox

    triples, taken = [], 0
    for row in islice(rows, limit):
        taken += sum(len(str(term)) for term in row)
        if taken > size:
            rows = chain([row], rows)
            break
        triples.append(ox.Triple(*row))
    truncated = next(rows, None) is not None
    content = ox.serialize(triples, format=_syntax(format)) or b""
    if truncated:
        mark = {"turtle": b"\n# %s\n", "ntriples": b"# %s\n", "rdfxml": b"<!-- %s -->\n"}
        content += mark[format] % _MORE.encode() if format in mark else b""
    return Document(content, TRIPLES[format], len(triples), truncated)


def _syntax(format: str) -> Any:
    import pyoxigraph as ox

    return ox.RdfFormat.from_media_type(TRIPLES[format])


# --- a writer for each format of rows


@dataclass(frozen=True)
class _Writer:
    """How a format writes the head, a row, the end of a result, and a truth."""

    head: Callable[[Sequence[str], bool], str]
    _row: Callable[[Sequence[str], Row], str]
    tail: Callable[[bool], str]
    truth: Callable[[str], str]
    between: str = ""

    def row(self, columns: Sequence[str], row: Row, *, first: bool) -> str:
        return ("" if first else self.between) + self._row(columns, row)


def _json_head(columns: Sequence[str], truncated: bool) -> str:
    """Return what comes first: some readers take nothing of their own after the rows."""
    mark = '"truncated":true,' if truncated else ""
    head = json.dumps({"vars": list(columns)}, ensure_ascii=False)
    return f'{{{mark}"head":{head},"results":{{"bindings":[\n'


def _json_row(columns: Sequence[str], row: Row) -> str:
    import pyoxigraph as ox

    cells = []
    for name, term in zip(columns, row, strict=True):
        if isinstance(term, ox.NamedNode):  # most are, and this takes a third of the time
            cells.append(f'{_json(name)}:{{"type":"uri","value":{_json(term.value)}}}')
        elif term is not None:
            cells.append(f"{_json(name)}:{_json(w3c(term))}")
    return "{" + ",".join(cells) + "}"


def _xml_head(columns: Sequence[str], _: bool) -> str:
    names = "".join(f"<variable name={quoteattr(name)}/>" for name in columns)
    return f"{_XML}<head>{names}</head><results>\n"


def _xml_row(columns: Sequence[str], row: Row) -> str:
    bound = zip(columns, row, strict=True)
    cells = (
        f"<binding name={quoteattr(name)}>{_xml_term(w3c(term))}</binding>"
        for name, term in bound
        if term is not None
    )
    return f"<result>{''.join(cells)}</result>\n"


def _xml_term(term: dict[str, Any]) -> str:
    kind, value = term["type"], term["value"]
    if kind == "triple":
        parts = (f"<{name}>{_xml_term(part)}</{name}>" for name, part in value.items())
        return f"<triple>{''.join(parts)}</triple>"
    more = "".join(
        f" {name}={quoteattr(term[name])}" for name in ("xml:lang", "datatype") if name in term
    )
    # Line ends within a text are kept only where they are written as numbers.
    text = escape(_NO_XML.sub("\N{REPLACEMENT CHARACTER}", value), {"\r": "&#13;"})
    return f"<{kind}{more}>{text}</{kind}>"


def _xml_tail(truncated: bool) -> str:
    return "</results></sparql>\n" + (f"<!-- {_MORE} -->\n" if truncated else "")


def _csv_row(columns: Sequence[str], row: Row) -> str:
    return ",".join(map(_csv, row)) + "\r\n" if columns else "\r\n"


def _csv(term: Any) -> str:
    if term is None:
        return ""
    text = getattr(term, "value", str(term))
    if w3c(term)["type"] == "bnode":
        text = f"_:{text}"
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def _tsv(term: Any) -> str:
    if term is None:
        return ""
    return f"<<( {term} )>>" if w3c(term)["type"] == "triple" else str(term)


_WRITERS = {
    "json": _Writer(
        _json_head, _json_row, lambda _: "\n]}}", '{{"head":{{}},"boolean":{}}}'.format, ",\n"
    ),
    "xml": _Writer(
        _xml_head,
        _xml_row,
        _xml_tail,
        lambda value: f"{_XML}<head/><boolean>{value}</boolean></sparql>\n",
    ),
    "csv": _Writer(
        lambda columns, _: ",".join(columns) + "\r\n", _csv_row, lambda _: "", "{}\r\n".format
    ),
    "tsv": _Writer(
        lambda columns, _: "\t".join(f"?{name}" for name in columns) + "\n",
        lambda _, row: "\t".join(map(_tsv, row)) + "\n",
        lambda _: "",
        "{}\n".format,
    ),
}
