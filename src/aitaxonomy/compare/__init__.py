"""Two things side by side: the article's table regenerated, or what the graph tells of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aitaxonomy.compare.sides import Cell, Label, Select, name, narrower, order, side
from aitaxonomy.terms import IRI, Term, clipped

__all__ = ["Comparison", "compare"]

_NONE = "unknown"
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

    def __repr__(self) -> str:
        a, b = (clipped(term.label, 35) for term in (self.a, self.b))
        return f"<Comparison {a} | {b}: {len(self.aspects) + len(self.use_cases)} rows>"

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
        for aspect, one, other, _ in (*self.aspects, *self.use_cases):
            lines.append(f"{aspect}: {one} | {other}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        import html

        head = "".join(f"<th>{html.escape(t)}</th>" for t in ("", self.a.label, self.b.label))
        rows = "".join(
            "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row[:3]) + "</tr>"
            for row in (*self.aspects, *self.use_cases)
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def compare(select: Select, label: Label, a: Term, b: Term) -> Comparison:
    """Compare two kinds, systems or other things.

    Where a source states something of both as approaches, its table is the comparison; of things
    that no source compares, the facts of the graph are, and who says each.

    Args:
        select: runs a query over the asserted and the inferred graph.
        label: gives the label of an IRI.
        a: the one thing.
        b: the other.

    """
    aspects = _side_by_side(select, _ASPECTS, a, b)
    use_cases = _side_by_side(select, _USE_CASES, a, b)
    return Comparison(a, b, aspects or _facts(select, label, a, b), use_cases)


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


def _facts(select: Select, label: Label, a: Term, b: Term) -> tuple[tuple[str, str, str, str], ...]:
    """Return a row for each aspect in which something is known of either."""
    one, other = (side(select, label, term) for term in (a, b))
    below = narrower(select)
    things = a.kind == b.kind == "individual"
    aspects = [x for x in {*one, *other} if things or not x.startswith("is ")]
    cells = {x: (one.get(x, Cell()), other.get(x, Cell())) for x in aspects}
    texts = {x: (left.text, right.text) for x, (left, right) in cells.items()}
    rows = []
    for aspect in order(cells, label):
        # A row that a narrower property repeats cell for cell says nothing more.
        if any(texts.get(x) == texts[aspect] for x in below.get(aspect, ())):
            continue
        left, right = texts[aspect]
        cited = dict.fromkeys(cell.cited for cell in cells[aspect] if cell.values)
        rows.append((name(aspect, label), left or _NONE, right or _NONE, " | ".join(cited)))
    return tuple(rows)
