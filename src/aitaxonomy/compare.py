"""The comparison table and the use-case matrix of two approaches, regenerated from the graph."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aitaxonomy.terms import IRI, Table, Term, curie

Select = Callable[[str], Table]

_HEAD = """
PREFIX ait: <https://w3id.org/aitaxonomy#>
PREFIX aix: <https://w3id.org/aitaxonomy/id/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
_ASPECTS = """
SELECT ?aspect ?text ?source WHERE {
  ?approach ait:approachOfKind <%s> .
  ?statement ait:concernsApproach ?approach ; ait:concernsAspect ?node ; rdfs:label ?text ;
             dcterms:source ?source .
  ?node rdfs:label ?aspect ; ait:position ?position .
} ORDER BY ?position
"""
_USE_CASES = """
SELECT ?use_case ?rating ?source WHERE {
  ?approach ait:approachOfKind <%s> .
  ?assessment ait:assessesApproach ?approach ; ait:forUseCase ?node ;
              ait:hasRating/rdfs:label ?rating ; dcterms:source ?source .
  ?node rdfs:label ?use_case ; ait:position ?position .
} ORDER BY ?position
"""
# What the graph itself tells of any two kinds or systems, beside what a source states of them.
_FACTS: Mapping[str, str] = {
    "generates": "ait:generates",
    "accepts": "ait:accepts",
    "primary modality": "ait:hasPrimaryModality",
    "architecture": "ait:hasArchitecture",
    "trained on": "ait:trainedOn",
    "performs": "ait:performsTask",
    "access": "ait:hasAccess",
    "developed by": "ait:developedBy",
}
_VALUES = """
SELECT ?label (COUNT(DISTINCT ?thing) AS ?count) ?exact WHERE {
  { ?thing a <%(iri)s> BIND(false AS ?exact) }
  UNION { BIND(<%(iri)s> AS ?thing) BIND(true AS ?exact) }
  ?thing %(path)s/rdfs:label ?label .
} GROUP BY ?label ?exact ORDER BY DESC(?count) ?label LIMIT 8
"""


@dataclass(frozen=True)
class Comparison:
    """Two things side by side.

    Attributes:
        a: the one thing.
        b: the other.
        aspects: (aspect, text of a, text of b, source) a row, in the order of the source.
        use_cases: (use case, rating of a, rating of b, source) a row.

    """

    a: Term
    b: Term
    aspects: tuple[tuple[str, str, str, str], ...]
    use_cases: tuple[tuple[str, str, str, str], ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON of `compare`."""
        names = ("a", "b", "source")

        def rows(key: str, table: tuple[tuple[str, ...], ...]) -> list[dict[str, str]]:
            return [dict(zip((key, *names), row, strict=True)) for row in table]

        return {
            "a": self.a.curie,
            "b": self.b.curie,
            "aspects": rows("aspect", self.aspects),
            "use_cases": rows("use_case", self.use_cases),
        }

    def __str__(self) -> str:
        lines = [f"{self.a.label} | {self.b.label}"]
        for name, one, other, _ in (*self.aspects, *self.use_cases):
            lines.append(f"{name}: {one} | {other}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        import html

        head = "".join(f"<th>{html.escape(t)}</th>" for t in ("", self.a.label, self.b.label))
        rows = "".join(
            "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row[:3]) + "</tr>"
            for row in (*self.aspects, *self.use_cases)
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def compare(select: Select, a: Term, b: Term) -> Comparison:
    """Compare two kinds or systems.

    Where a source states something of both as approaches, its table comes first; rows drawn from
    the facts of the graph follow for things that no source compares.
    """
    aspects = _side_by_side(select, _ASPECTS, a, b)
    use_cases = _side_by_side(select, _USE_CASES, a, b)
    return Comparison(a, b, aspects or _facts(select, a, b), use_cases)


def _side_by_side(
    select: Select, query: str, a: Term, b: Term
) -> tuple[tuple[str, str, str, str], ...]:
    one, other = (
        {str(name): (str(text), source) for name, text, source in select(_HEAD + query % t.iri)}
        for t in (a, b)
    )
    return tuple(
        (name, one[name][0], other[name][0], _source(one[name][1])) for name in one if name in other
    )


def _source(value: Any) -> str:
    return value.curie if isinstance(value, IRI) else str(value)


def _facts(select: Select, a: Term, b: Term) -> tuple[tuple[str, str, str, str], ...]:
    rows = []
    for name, path in _FACTS.items():
        cells = []
        for term in (a, b):
            found = select(_HEAD + _VALUES % {"iri": term.iri, "path": path}).rows
            exact = [str(label) for label, _, is_exact in found if is_exact]
            counted = [f"{label} ({count})" for label, count, is_exact in found if not is_exact]
            cells.append(", ".join(exact or counted) or "unknown")
        if cells != ["unknown", "unknown"]:
            rows.append((name, *cells, curie("https://w3id.org/aitaxonomy")))
    return tuple(rows)  # type: ignore[arg-type]
