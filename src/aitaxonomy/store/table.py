"""Tables of query results, with Python values."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from aitaxonomy.html import Link, fragment, link
from aitaxonomy.rdf.namespaces import IRI, XSD, curie
from aitaxonomy.store import frames
from aitaxonomy.text import clipped

if TYPE_CHECKING:
    import pandas
    import polars
    import pyoxigraph as ox

#: The Python value of an RDF term in a row.
Value = str | bool | int | float | Decimal | datetime.date | datetime.datetime | None
#: The number of rows that a notebook shows.
_SHOWN = 100
_CASTS: Mapping[str, Callable[[str], Value]] = {
    **dict.fromkeys(
        (XSD + t for t in ("integer", "int", "long", "nonNegativeInteger", "positiveInteger")), int
    ),
    XSD + "boolean": lambda text: text in ("true", "1"),
    XSD + "decimal": Decimal,
    XSD + "double": float,
    XSD + "float": float,
    XSD + "date": datetime.date.fromisoformat,
    XSD + "dateTime": datetime.datetime.fromisoformat,
}


def to_python(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> Value:
    """Return the Python value of an RDF term: `IRI`, number, date, bool or string.

    A literal whose text does not fit its datatype stays a string.

    >>> import pyoxigraph as ox
    >>> to_python(ox.Literal(7))
    7
    """
    import pyoxigraph as ox

    match term:
        case ox.NamedNode():
            return IRI(term.value)
        case ox.Literal():
            try:
                return _CASTS.get(term.datatype.value, str)(term.value)
            except (ValueError, ArithmeticError):
                return term.value
        case None:
            return None
    return str(term)


def _plain(value: Value) -> Any:
    """Return `value` for JSON: names as CURIEs, dates and decimals as text."""
    if isinstance(value, IRI):
        return value.curie
    return value if value is None or isinstance(value, str | bool | int | float) else str(value)


@dataclass(frozen=True)
class Table:
    """The rows of a query's result, with typed values.

    Attributes:
        columns: the names of the columns, without question mark.
        terms: the rows as RDF terms, None where a variable is unbound.
        truncated: whether the query has more rows than the limit.
        form: "SELECT", "ASK" or "CONSTRUCT" (whose columns are subject, predicate, object).

    """

    columns: tuple[str, ...]
    terms: tuple[tuple[Any, ...], ...] = field(repr=False)
    truncated: bool = False
    form: str = "SELECT"
    _link: Callable[[str], Link] = field(default=link, repr=False, compare=False)

    @property
    def rows(self) -> list[tuple[Value, ...]]:
        """The rows as tuples of Python values: `IRI`, str, int, Decimal, date, bool, None."""
        return [tuple(to_python(term) for term in row) for row in self.terms]

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.terms)

    def __repr__(self) -> str:
        cut = ", cut" if self.truncated else ""
        return f"<Table of {len(self)} rows{cut}: {clipped(', '.join(self.columns))}>"

    def __bool__(self) -> bool:
        """Return the truth of an ASK; for other forms, whether there are rows."""
        return bool(self.rows[0][0]) if self.form == "ASK" else bool(self.terms)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return a dict a row, ready for JSON: names are CURIEs."""
        return [dict(zip(self.columns, map(_plain, row), strict=True)) for row in self.rows]

    def label(self, iri: str) -> str:
        """The label of an IRI; without names, its CURIE."""
        return curie(iri) if self._link is link else self._link(iri).text

    def to_polars(self) -> polars.DataFrame:
        """Return the rows as a Polars data frame, typed; see `aitaxonomy.frames`.

        IRIs are text, and beside a column `x` that has some stands `x_label`.
        """
        return frames.polars_frame(frames.columns_of(self.columns, self.rows, self.label))

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a pandas data frame, as `to_polars` does.

        Raises `EngineMissing` when pandas is not installed.
        """
        return frames.pandas_frame(frames.columns_of(self.columns, self.rows, self.label))

    def to_w3c_json(self) -> str:
        """Return the W3C SPARQL 1.1 results JSON, with `"truncated": true` when cut."""
        document: dict[str, Any] = {"head": {"vars": list(self.columns)}}
        if self.form == "ASK":
            document = {"head": {}, "boolean": bool(self)}
        else:
            document["results"] = {
                "bindings": [
                    {n: w3c(t) for n, t in zip(self.columns, row, strict=True) if t is not None}
                    for row in self.terms
                ]
            }
        if self.truncated:
            document["truncated"] = True
        return json.dumps(document, ensure_ascii=False, indent=2)

    def for_html(self) -> dict[str, Any]:
        """Return the values of the template `table.html`: the first rows, with IRIs as links."""
        rows = [
            [self._link(v) if isinstance(v, IRI) else v for v in map(to_python, row)]
            for row in self.terms[:_SHOWN]
        ]
        notes = []
        if (rest := len(self) - _SHOWN) > 0:
            notes.append(f"and {rest:,} more rows: `to_polars()` and `to_dicts()` have them all")
        if self.truncated:
            notes.append("The limit of rows cut the result off: raise it for more.")
        return {"columns": self.columns, "rows": rows, "notes": notes}

    def _repr_html_(self) -> str:
        return fragment("table.html", **self.for_html())


def w3c(term: Any) -> dict[str, Any]:
    """Return an RDF term as the W3C SPARQL 1.1 results JSON has it."""
    import pyoxigraph as ox

    match term:
        case ox.NamedNode():
            return {"type": "uri", "value": term.value}
        case ox.BlankNode():
            return {"type": "bnode", "value": term.value}
        case ox.Literal():
            out = {"type": "literal", "value": term.value}
            if term.language:
                out["xml:lang"] = term.language
            elif term.datatype.value != XSD + "string":
                out["datatype"] = term.datatype.value
            return out
    return {
        "type": "triple",
        "value": {
            "subject": w3c(term.subject),
            "predicate": w3c(term.predicate),
            "object": w3c(term.object),
        },
    }
