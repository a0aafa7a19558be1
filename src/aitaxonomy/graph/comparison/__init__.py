"""Comparison of two things: the article's table regenerated, or the facts of the graph on both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aitaxonomy.graph.comparison.sides import Cell, Label, Select, name, narrower, order, side
from aitaxonomy.graph.term import Term
from aitaxonomy.html import Link, fragment, link
from aitaxonomy.rdf.namespaces import IRI
from aitaxonomy.text import clipped

__all__ = ["Comparison", "compare"]

_NONE = "unknown"
_ASPECTS = """
SELECT ?aspect ?text ?source WHERE {
  ?approach ait:approachOfKind ?this .
  ?statement ait:concernsApproach ?approach ; ait:concernsAspect ?node ; rdfs:label ?text ;
             dcterms:source ?source .
  ?node rdfs:label ?aspect ; ait:position ?position .
} ORDER BY ?position
"""
_USE_CASES = """
SELECT ?use_case ?rating ?source WHERE {
  ?approach ait:approachOfKind ?this .
  ?assessment ait:assessesApproach ?approach ; ait:forUseCase ?node ;
              ait:hasRating/rdfs:label ?rating ; dcterms:source ?source .
  ?node rdfs:label ?use_case ; ait:position ?position .
} ORDER BY ?position
"""


Row = tuple[str, str, str, str]
Cited = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Comparison:
    """Two things side by side.

    Attributes:
        a: the one thing.
        b: the other.
        aspects: (aspect, text of a, text of b, source) a row, in the order of the source.
        use_cases: (use case, rating of a, rating of b, source) a row.
        cited: for each aspect, then for each use case, the CURIEs or IRIs of the sources for a,
            and for b.

    """

    a: Term
    b: Term
    aspects: tuple[Row, ...]
    use_cases: tuple[Row, ...]
    cited: tuple[Cited, ...] = field(repr=False)
    _link: Callable[[str], Link] = field(default=link, repr=False, compare=False)

    def __repr__(self) -> str:
        a, b = (clipped(term.label, 35) for term in (self.a, self.b))
        return f"<Comparison {a} | {b}: {len(self.aspects) + len(self.use_cases)} rows>"

    def to_json(self) -> dict[str, Any]:
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

    def for_html(self) -> dict[str, Any]:
        """The values of the template `comparison.html`."""
        everyone = {name for sides in self.cited for names in sides for name in names}
        one = next(iter(everyone)) if len(everyone) == 1 else None
        rows = []
        for row, sides in zip((*self.aspects, *self.use_cases), self.cited, strict=True):
            sources = [[] if one else [self._link(name) for name in names] for names in sides]
            rows.append((row[0], list(zip(row[1:3], sources, strict=True))))
        cut = len(self.aspects)
        a, b = (Link(term.label, term.iri) for term in (self.a, self.b))
        tables = [("Aspect", rows[:cut]), ("Use case", rows[cut:])]
        source = self._link(one) if one else None
        return {"a": a, "b": b, "tables": tables, "source": source}

    def _repr_html_(self) -> str:
        return fragment("comparison.html", **self.for_html())


def compare(select: Select, label: Label, a: Term, b: Term) -> Comparison:
    """Compare two kinds, systems or other things.

    If a source compares both as approaches, the comparison is its table; otherwise it is made of
    the facts in the graph, with their sources.

    Args:
        select: runs a query over the asserted and the inferred graph.
        label: gives the label of an IRI.
        a: the one thing.
        b: the other.

    """
    aspects = _side_by_side(select, _ASPECTS, a, b) or _facts(select, label, a, b)
    use_cases = _side_by_side(select, _USE_CASES, a, b)
    cited = tuple(sources for _, sources in (*aspects, *use_cases))
    told, rated = (tuple(row for row, _ in table) for table in (aspects, use_cases))
    return Comparison(a, b, told, rated, cited)


def _side_by_side(select: Select, query: str, a: Term, b: Term) -> list[tuple[Row, Cited]]:
    one, other = (
        {str(name): (str(text), source) for name, text, source in select(query, this=t.iri)}
        for t in (a, b)
    )
    found: list[tuple[Row, Cited]] = []
    for aspect, (text, source) in one.items():
        if aspect in other:
            second, its_source = other[aspect]
            cited = (_source(source),), (_source(its_source),)
            found.append(((aspect, text, second, _source(source)), cited))
    return found


def _source(value: Any) -> str:
    return value.curie if isinstance(value, IRI) else str(value)


def _facts(select: Select, label: Label, a: Term, b: Term) -> list[tuple[Row, Cited]]:
    """Return a row for each aspect with a known value of either thing."""
    one, other = (side(select, label, term) for term in (a, b))
    below = narrower(select)
    things = a.kind == b.kind == "individual"
    aspects = [x for x in {*one, *other} if things or not x.startswith("is ")]
    cells = {x: (one.get(x, Cell()), other.get(x, Cell())) for x in aspects}
    texts = {x: (left.text, right.text) for x, (left, right) in cells.items()}
    rows: list[tuple[Row, Cited]] = []
    for aspect in order(cells, label):
        # Leave out a row with the same cells as that of a narrower property.
        if any(texts.get(x) == texts[aspect] for x in below.get(aspect, ())):
            continue
        left, right = texts[aspect]
        both = cells[aspect]
        told = " | ".join(dict.fromkeys(cell.cited for cell in both if cell.values))
        ours, theirs = (tuple(dict.fromkeys(cell.sources)) for cell in both)
        row = name(aspect, label), left or _NONE, right or _NONE, told
        rows.append((row, (ours, theirs)))
    return rows
