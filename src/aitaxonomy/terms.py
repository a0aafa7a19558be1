"""Value objects: names, terms of the ontology, and tables of query results."""

from __future__ import annotations

import datetime
import html
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas
    import polars
    import pyoxigraph as ox

#: The prefixes that CURIEs are read and written with.
PREFIXES: Mapping[str, str] = {
    "ait": "https://w3id.org/aitaxonomy#",
    "aix": "https://w3id.org/aitaxonomy/id/",
    "ais": "https://w3id.org/aitaxonomy/shapes#",
    "aiq": "https://w3id.org/aitaxonomy/query/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "sh": "http://www.w3.org/ns/shacl#",
}
#: Anything that stands for one value of a row.
Value = str | bool | int | float | Decimal | datetime.date | datetime.datetime | None


def curie(iri: str) -> str:
    """Return the CURIE of an IRI, or the IRI where no prefix fits.

    >>> curie("https://w3id.org/aitaxonomy#LLM")
    'ait:LLM'
    """
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and "/" not in (local := iri[len(namespace) :]) and local:
            return f"{prefix}:{local}"
    return iri


def expand(name: str) -> str | None:
    """Return the IRI that a CURIE or an IRI (with or without angle brackets) stands for, or None.

    >>> expand("ait:LLM"), expand("LLM")
    ('https://w3id.org/aitaxonomy#LLM', None)
    """
    name = name.removeprefix("<").removesuffix(">")
    if name.startswith(("http://", "https://", "urn:")):
        return name
    prefix, colon, local = name.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else None


class IRI(str):
    """An IRI in a row of results: a string that also knows its CURIE.

    >>> IRI("https://w3id.org/aitaxonomy#LLM").curie
    'ait:LLM'
    """

    __slots__ = ()

    @property
    def curie(self) -> str:
        """The short form, as in `ait:LLM`."""
        return curie(self)


_XSD = PREFIXES["xsd"]
_CASTS: Mapping[str, Callable[[str], Value]] = {
    **dict.fromkeys(
        (_XSD + t for t in ("integer", "int", "long", "nonNegativeInteger", "positiveInteger")), int
    ),
    _XSD + "boolean": lambda text: text in ("true", "1"),
    _XSD + "decimal": Decimal,
    _XSD + "double": float,
    _XSD + "float": float,
    _XSD + "date": datetime.date.fromisoformat,
    _XSD + "dateTime": datetime.datetime.fromisoformat,
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
    """Rows of a query: shape (number of rows, number of columns), values typed.

    Attributes:
        columns: the names of the columns, without question mark.
        terms: the rows as RDF terms, None where a variable is unbound.
        truncated: whether a limit cut rows off.
        form: "SELECT", "ASK" or "CONSTRUCT" (whose columns are subject, predicate, object).

    """

    columns: tuple[str, ...]
    terms: tuple[tuple[Any, ...], ...] = field(repr=False)
    truncated: bool = False
    form: str = "SELECT"

    @property
    def rows(self) -> list[tuple[Value, ...]]:
        """The rows as tuples of Python values: `IRI`, str, int, Decimal, date, bool, None."""
        return [tuple(to_python(term) for term in row) for row in self.terms]

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.terms)

    def __bool__(self) -> bool:
        """Return the truth of an ASK; for other forms, whether there are rows."""
        return bool(self.rows[0][0]) if self.form == "ASK" else bool(self.terms)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return a dict a row, ready for JSON: names are CURIEs."""
        return [dict(zip(self.columns, map(_plain, row), strict=True)) for row in self.rows]

    def _by_column(self) -> dict[str, list[Any]]:
        cells = [[str(v) if isinstance(v, IRI) else v for v in row] for row in self.rows]
        return {name: [row[i] for row in cells] for i, name in enumerate(self.columns)}

    def to_polars(self) -> polars.DataFrame:
        """Return the rows as a Polars data frame; IRIs are strings."""
        import polars

        return polars.DataFrame(self._by_column(), strict=False)

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a pandas data frame; IRIs are strings.

        Raises `EngineMissing` when pandas is not installed.
        """
        try:
            import pandas
        except ImportError:
            from aitaxonomy.errors import EngineMissing

            raise EngineMissing(
                "pandas is not installed: pip install 'aitaxonomy[pandas]'"
            ) from None
        return pandas.DataFrame(self._by_column(), columns=list(self.columns))

    def to_w3c_json(self) -> str:
        """Return the W3C SPARQL 1.1 results JSON, with `"truncated": true` when cut."""
        document: dict[str, Any] = {"head": {"vars": list(self.columns)}}
        if self.form == "ASK":
            document = {"head": {}, "boolean": bool(self)}
        else:
            document["results"] = {
                "bindings": [
                    {n: _w3c(t) for n, t in zip(self.columns, row, strict=True) if t is not None}
                    for row in self.terms
                ]
            }
        if self.truncated:
            document["truncated"] = True
        return json.dumps(document, ensure_ascii=False, indent=2)

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(str(_plain(v) or ''))}</td>" for v in row) + "</tr>"
            for row in self.rows
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _w3c(term: Any) -> dict[str, Any]:
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
            elif term.datatype.value != _XSD + "string":
                out["datatype"] = term.datatype.value
            return out
    return {
        "type": "triple",
        "value": {
            "subject": _w3c(term.subject),
            "predicate": _w3c(term.predicate),
            "object": _w3c(term.object),
        },
    }


@dataclass(frozen=True, repr=False)
class Term:
    """A class, property or individual with what the ontology says of it.

    Terms compare by IRI; `a <= b` is True when every instance of class (or property) `a` is
    provably an instance of `b`.

    Attributes:
        iri: the full IRI.
        kind: "class", "property" or "individual".
        label: the English label.
        alt_labels: synonyms and other spellings.
        definition: one sentence, or "" for a term of another vocabulary.
        examples: examples; negative ones start with "Not: ".
        notes: what else is to be known, as where its border lies or what its sources leave open.
        sources: IRIs of the sources.
        module: the IRI of the module that defines it.

    """

    iri: str
    kind: str = field(compare=False)
    label: str = field(compare=False)
    alt_labels: tuple[str, ...] = field(compare=False)
    definition: str = field(compare=False)
    examples: tuple[str, ...] = field(compare=False)
    notes: tuple[str, ...] = field(compare=False)
    sources: tuple[str, ...] = field(compare=False)
    module: str = field(compare=False)
    _related: Callable[[str, str], tuple[Term, ...]] = field(compare=False)

    @property
    def curie(self) -> str:
        """The short form, as in `ait:LLM`."""
        return curie(self.iri)

    @property
    def parents(self) -> tuple[Term, ...]:
        """The next wider classes or properties; for an individual its most specific kinds."""
        return self._related(self.iri, "parents")

    @property
    def children(self) -> tuple[Term, ...]:
        """The next narrower classes or properties."""
        return self._related(self.iri, "children")

    @property
    def ancestors(self) -> tuple[Term, ...]:
        """All more general classes or properties; for an individual all of its kinds."""
        return self._related(self.iri, "ancestors")

    @property
    def instances(self) -> tuple[Term, ...]:
        """The individuals that provably are instances of this class."""
        return self._related(self.iri, "instances")

    def __le__(self, other: Term) -> bool:
        if not isinstance(other, Term):
            return NotImplemented
        return self == other or other in self.ancestors

    def __ge__(self, other: Term) -> bool:
        return other.__le__(self)

    def __lt__(self, other: Term) -> bool:
        return self != other and self <= other

    def __gt__(self, other: Term) -> bool:
        return other < self

    def __str__(self) -> str:
        return self.label

    def __repr__(self) -> str:
        return f"<{self.kind} {self.curie} “{self.label}”>"


def natural(names: Sequence[str]) -> str:
    """Join names as a sentence does.

    >>> natural(["text", "image", "code"])
    'text, image and code'
    """
    *first, last = names or [""]
    return f"{', '.join(first)} and {last}" if first else last
