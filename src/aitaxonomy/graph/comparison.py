"""Comparison of two things: the article's table regenerated, or the facts of the graph on both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from aitaxonomy.graph.membership import ARTIFACT, count_members, read_kinds
from aitaxonomy.graph.term import Term
from aitaxonomy.html import Link, fragment, link
from aitaxonomy.rdf.namespaces import AIT, IRI, curie
from aitaxonomy.reasoning.verdict import REFUTED, UNKNOWN
from aitaxonomy.store.sources import Sources
from aitaxonomy.store.table import Table
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


Select = Callable[..., Table]
Label = Callable[[str], str]

_SHOWN, _CITED = 8, 2
#: Numbers from here on are written with an exponent.
_LONG = 10**15
# Properties that are not compared: bookkeeping of the ontology, and negative information.
_ASIDE = (
    "ait:isNotA, ait:exemplarOf, ait:namedAsExampleOf, ait:doesNotDisclose, ait:position, "
    "ait:exampleIs, ait:counterExampleIs, ait:kindFor, ait:askedThrough, ait:closedBy, ait:saidAs"
)
_OURS = "FILTER(STRSTARTS(STR(?p), STR(ait:)) && ?p NOT IN (" + _ASIDE + "))"
_FACTS = f"SELECT DISTINCT ?p ?v {{ ?this ?p ?v {_OURS} }}"
_HIDDEN = "SELECT DISTINCT ?p { ?this ait:doesNotDisclose ?p }"
_COUNTS = f"""SELECT ?p ?v (COUNT(DISTINCT ?x) AS ?n) {{ ?x a ?this ; ?p ?v
  FILTER(isIRI(?v)) {_OURS} }} GROUP BY ?p ?v ORDER BY ?p DESC(?n) ?v"""
_LITERALS = f"SELECT DISTINCT ?p ?v {{ ?x a ?this ; ?p ?v FILTER(isLiteral(?v)) {_OURS} }}"
# Some thousand rows are sorted here: to have the store sort them takes three times as long.
_STATED = f"""SELECT ?p ?source (COUNT(DISTINCT ?x) AS ?n) {{
  ?x a ?this . ?note owl:annotatedSource ?x .
  {{ ?note owl:annotatedProperty ?p ; dcterms:source ?source }} UNION
  {{ ?note ait:supports ?p ; owl:annotatedTarget ?source }} {_OURS} }} GROUP BY ?p ?source"""
_ENTRIES = """SELECT ?source (COUNT(?x) AS ?n) { ?x a ?this ; dcterms:source ?source }
  GROUP BY ?source ORDER BY DESC(?n) ?source"""
_MEMBERS = """SELECT ?x (COUNT(?kind) AS ?exemplar) {
  ?x a ?this FILTER(isIRI(?x)) OPTIONAL { ?x ait:exemplarOf ?kind } } GROUP BY ?x
  ORDER BY DESC(?exemplar) ?x"""
_REFERRERS = f"""SELECT DISTINCT ?p ?x {{ ?x ?p ?this FILTER(isIRI(?x)) {_OURS} }} ORDER BY ?p ?x"""
_REFERRERS_SOURCES = f"""SELECT ?p ?source (COUNT(DISTINCT ?x) AS ?n) {{
  ?x ?p ?this ; dcterms:source ?source {_OURS} }} GROUP BY ?p ?source"""


@dataclass
class Cell:
    """The values of one side in one aspect, and their sources, the most frequent first."""

    values: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The values, cut after the first eight."""
        more = len(self.values) - _SHOWN
        rest = f", and {more} more" if more > 0 else ""
        return ", ".join(self.values[:_SHOWN]) + rest

    @property
    def cited(self) -> str:
        """The sources, cut after the first two, or "no source given"."""
        distinct = list(dict.fromkeys(self.sources)) or ["no source given"]
        more = len(distinct) - _CITED
        return ", ".join(distinct[:_CITED]) + (f" and {more} more" if more > 0 else "")


def side(select: Select, label: Label, term: Term) -> dict[str, Cell]:
    """Return the cells of a thing or kind by aspect; an aspect without a value has no cell.

    An aspect is "definition", "kind", "members", "non-members", "undecided", the IRI of a property,
    or "is " and the IRI of a property whose value the thing is.
    """
    own = [curie(source) for source in term.sources]
    cells: dict[str, Cell] = {}
    if term.definition:
        cells["definition"] = Cell([term.definition], own)
    if parents := [parent.label for parent in term.parents]:
        cells["kind"] = Cell(parents, own)
    if term.kind == "class":
        cells |= _of_members(select, label, term)
    elif term.kind == "individual":
        cells |= _of_thing(select, label, term, own)
        cells |= _of_referrers(select, label, term)
    return {aspect: cell for aspect, cell in cells.items() if cell.values}


def _of_thing(
    select: Select, label: Label, term: Term, own: Sequence[str]
) -> Iterator[tuple[str, Cell]]:
    sources = Sources(select, term.iri)
    facts: dict[str, Cell] = defaultdict(Cell)
    table = select(_FACTS, this=term.iri)
    rows = [
        (
            str(prop),
            not sources.is_preferred(str(prop), str(exact)),
            _text(label, value),
            str(exact),
        )
        for (prop, value), (_, exact) in zip(table.rows, table.terms, strict=True)
    ]
    for iri, _, text, exact in sorted(rows):
        facts[iri].values.append(text)
        facts[iri].sources += [curie(each.document) for each in sources.of(iri, exact)] or own
    for (prop,) in select(_HIDDEN, this=term.iri).rows:
        if str(prop) not in facts:
            facts[str(prop)] = Cell(["not disclosed"], list(own))
    yield from facts.items()


def _of_members(select: Select, label: Label, term: Term) -> Iterator[tuple[str, Cell]]:
    members = [str(row[0]) for row in select(_MEMBERS, this=term.iri).rows]
    own = [curie(source) for source in term.sources]
    if members:
        named = ", ".join(label(iri) for iri in members[:3])
        yield "members", Cell([f"{len(members):,}: {named}{', ...' if members[3:] else ''}"], own)
    kinds = read_kinds(select, (ARTIFACT, term.iri)).values()
    if found := count_members((each for each in kinds if ARTIFACT in each), term.iri):
        yield "non-members", Cell([f"{found[REFUTED]:,}"], own)
        yield "undecided", Cell([f"{found[UNKNOWN]:,}"], own)
    stated = _sources(select(_STATED, this=term.iri))
    entries = [curie(str(source)) for source, _ in select(_ENTRIES, this=term.iri).rows]
    counted: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for prop, value, count in select(_COUNTS, this=term.iri).rows:
        counted[str(prop)].append((_text(label, value), int(str(count))))
    for prop, values in counted.items():
        shared = [f"{text} ({count:,})" for text, count in values if count > 1]
        several = len(values) > _SHOWN  # then values of a single member each are left out
        shown = shared if several else [f"{text} ({count:,})" for text, count in values]
        yield prop, Cell(shown, stated[prop] or entries)
    ends: dict[str, list[Any]] = defaultdict(list)
    for prop, value in select(_LITERALS, this=term.iri).rows:
        ends[str(prop)].append(value)
    for prop, known in ends.items():
        # Numbers are compared as numbers; dates, of different precision, as text.
        numbers = all(isinstance(value, int | float) for value in known)
        ordered = sorted(known, key=None if numbers else str)
        distinct = dict.fromkeys((_text(label, ordered[0]), _text(label, ordered[-1])))
        yield prop, Cell([" to ".join(distinct)], stated[prop] or entries)


def _of_referrers(select: Select, label: Label, term: Term) -> Iterator[tuple[str, Cell]]:
    sources = _sources(select(_REFERRERS_SOURCES, this=term.iri))
    found: dict[str, list[str]] = defaultdict(list)
    for prop, thing in select(_REFERRERS, this=term.iri).rows:
        found[str(prop)].append(label(str(thing)))
    for prop, names in found.items():
        shown = ", ".join(names[:3]) + (", ..." if names[3:] else "")
        yield f"is {prop}", Cell([f"{len(names):,}: {shown}"], sources[prop])


def _sources(table: Table) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    rows = [(str(prop), -int(str(count)), str(source)) for prop, source, count in table.rows]
    for prop, _, source in sorted(rows):
        found[prop].append(curie(source))
    return found


def _text(label: Label, value: Any) -> str:
    if isinstance(value, IRI):
        return label(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}" if abs(value) < _LONG else f"{value:.3g}"
    return str(value)


def narrower(select: Select) -> dict[str, set[str]]:
    """Return the narrower properties of each property."""
    found: dict[str, set[str]] = defaultdict(set)
    query = "SELECT ?x ?y { ?x rdfs:subPropertyOf ?y FILTER(?x != ?y) }"
    for narrow, wide in select(query).rows:
        found[str(wide)].add(str(narrow))
    return found


def order(aspects: Iterable[str], label: Label) -> list[str]:
    """Return aspects in the order of the table: definition, kind, abilities, then by name."""
    first = [
        "definition", "kind", "members", "non-members", "undecided",
        *(AIT + name for name in (
            "generates", "nativelyGenerates", "generatesViaComponent", "generatesViaMember",
            "accepts", "hasPrimaryModality", "hasArchitecture", "trainedOn", "performsTask",
            "hasAccess", "developedBy")),
    ]  # fmt: skip
    place = {aspect: i for i, aspect in enumerate(first)}
    return sorted(
        aspects, key=lambda a: (place.get(a, len(first)), a.startswith("is "), name(a, label))
    )


def name(aspect: str, label: Label) -> str:
    """Return the name of an aspect: the label of its property, without a leading "has"."""
    iri = aspect.removeprefix("is ")
    if ":" not in iri:
        return aspect
    words = label(iri).removeprefix("has ")
    return f"of others: {words}" if aspect.startswith("is ") else words
