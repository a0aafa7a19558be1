"""Tables of query results, with Python values, and as data frames."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from aitaxonomy.errors import EngineMissing
from aitaxonomy.html import Link, fragment, link
from aitaxonomy.rdf.namespaces import IRI, XSD, curie
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


# --- data frames

Sort = Literal["integer", "number", "boolean", "date", "instant", "text", "nothing"]
"""The sort of the values of a column; nothing, where none is bound."""
Column = tuple[Sort, list[Any]]


def typed(values: Sequence[Any]) -> Column:
    """Return values as one type, with what that is; None stays.

    Whole numbers are integers where 64 bits hold them, other numbers floating-point, dates and
    times in UTC if they have a time zone. Values of several sorts are text.

    >>> typed([1, Decimal("2.5"), None])
    ('number', [1.0, 2.5, None])
    """
    sort = _sort([value for value in values if value is not None])
    to = _BY_SORT.get(sort)
    return sort, [v if v is None or to is None else to(v) for v in values]


def _sort(values: Sequence[Any]) -> Sort:
    kinds = {type(value) for value in values}
    if not kinds:
        return "nothing"
    if kinds == {bool}:
        return "boolean"
    if kinds == {datetime.date}:
        return "date"
    if kinds == {datetime.datetime} and len({value.tzinfo is None for value in values}) == 1:
        return "instant"
    if kinds <= {int, Decimal} and all(map(_is_whole, values)):
        return "integer"
    return "number" if kinds <= {int, float, Decimal} else "text"


def _is_whole(value: int | Decimal) -> bool:
    return -(2**63) <= value < 2**63 and value == int(value)


def _in_utc(value: datetime.datetime) -> datetime.datetime:
    return value.astimezone(datetime.UTC) if value.tzinfo else value


_BY_SORT: Mapping[Sort, Callable[[Any], Any]] = {
    "integer": int, "number": float, "instant": _in_utc, "text": str,
}  # fmt: skip


def _joined(value: Any) -> Any:
    return "; ".join(map(str, value)) if isinstance(value, list | tuple) else value


class Framed:
    """A result that is also a data frame, with a row for each record of its JSON."""

    def _records(self) -> Sequence[Mapping[str, Any]]:
        return self.to_json()  # type: ignore[attr-defined, no-any-return]

    def _columns(self) -> dict[str, Column]:
        records = self._records()
        names = records[0] if records else ()
        return {name: typed([_joined(each[name]) for each in records]) for name in names}

    def to_polars(self) -> polars.DataFrame:
        """Return a Polars data frame, each column of one type."""
        import polars as pl

        types: dict[Sort, Any] = {
            "integer": pl.Int64, "number": pl.Float64, "boolean": pl.Boolean, "date": pl.Date,
            "text": pl.String, "nothing": pl.Null,
        }  # fmt: skip
        columns = self._columns().items()
        return pl.DataFrame([pl.Series(name, x, types.get(sort)) for name, (sort, x) in columns])

    def to_pandas(self) -> pandas.DataFrame:
        """Return a pandas data frame; its types are those in which a value may be missing.

        Raises `EngineMissing` when pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError:
            missing = "pandas is not installed: pip install 'aitaxonomy[pandas]'"
            raise EngineMissing(missing) from None
        types: dict[Sort, str] = {
            "integer": "Int64", "number": "Float64", "boolean": "boolean", "text": "string",
            "nothing": "object",
        }  # fmt: skip
        return pd.DataFrame(
            {
                name: pd.Series(x, dtype=types[sort]) if sort in types else pd.to_datetime(x)
                for name, (sort, x) in self._columns().items()
            }
        )


@dataclass(frozen=True)
class Table(Framed):
    """The rows of a query's result, with typed values.

    Attributes:
        columns: the names of the columns, without question mark.
        terms: the rows as RDF terms, None where a variable is unbound.
        truncated: whether the query has more rows than the limit.
        notes: what is odd about the query, such as a term in it that does not exist.
        form: "SELECT", "ASK" or "CONSTRUCT" (whose columns are subject, predicate, object).

    """

    columns: tuple[str, ...]
    terms: tuple[tuple[Any, ...], ...] = field(repr=False)
    truncated: bool = False
    form: str = "SELECT"
    notes: tuple[str, ...] = ()
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

    def _columns(self) -> dict[str, Column]:
        """Return the columns by name; beside one with IRIs stands one with their labels.

        >>> import pyoxigraph as ox
        >>> Table(("x",), ((ox.NamedNode("urn:a"),),))._columns()
        {'x': ('text', ['urn:a']), 'x_label': ('text', ['urn:a'])}
        """
        found, rows = {}, self.rows
        for place, name in enumerate(self.columns):
            values = [row[place] for row in rows]
            found[name] = typed(values)
            if f"{name}_label" not in self.columns and any(isinstance(v, IRI) for v in values):
                labels = [self.label(v) if isinstance(v, IRI) else v for v in values]
                found[f"{name}_label"] = typed(labels)
        return found

    def to_json(self) -> dict[str, Any]:
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
        if self.notes:
            document["notes"] = list(self.notes)
        return document

    def for_html(self) -> dict[str, Any]:
        """Return the values of the template `table.html`: the first rows, with IRIs as links."""
        rows = [
            [self._link(v) if isinstance(v, IRI) else v for v in map(to_python, row)]
            for row in self.terms[:_SHOWN]
        ]
        notes = list(self.notes)
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
