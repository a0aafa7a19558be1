"""How well the statements of a graph are sourced: by tier, with place and day of the check."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from aitaxonomy.rdf.namespaces import AIT, OWL
from aitaxonomy.store.sources import STATED_BY, Select

#: Bookkeeping of the graph, which no source states.
ASIDE = frozenset(
    AIT + name for name in ("exemplarOf", "namedAsExampleOf", "citedIn", "position", "isNotA",
                            "counterExample", "isFlagship")
)  # fmt: skip
_ARTIFACTS = "SELECT DISTINCT ?x { ?x a ait:AIArtifact FILTER(isIRI(?x)) }"
_FACTS = """SELECT ?x ?p ?o {
  { SELECT DISTINCT ?x { ?x dcterms:source ?any FILTER(isIRI(?x)) } }
  ?x ?p ?o FILTER(!isBlank(?o) && (?p = rdf:type || STRSTARTS(STR(?p), STR(ait:))))
}"""
_SOURCES = f"SELECT ?x ?p ?o ?source {{ {STATED_BY} }}"
_RECORDS = """SELECT ?x ?source ?rank ?tier ?locator ?checked {
  ?record owl:annotatedSource ?x ; owl:annotatedProperty dcterms:source ;
          owl:annotatedTarget ?source ; ait:hasSourceTier ?of .
  ?of ait:position ?rank ; rdfs:label ?tier FILTER(LANG(?tier) = "en")
  OPTIONAL { ?record ait:locator ?locator }
  OPTIONAL { ?record ait:lastChecked ?checked }
}"""
_BY_CONVENTION = """SELECT ?x ?p ?o {
  ?note ait:byConvention ?any ; owl:annotatedSource ?x ; owl:annotatedProperty ?p ; owl:annotatedTarget ?o
}"""  # noqa: E501
_FLAGSHIPS = (
    "SELECT DISTINCT ?x { ?line ait:isFlagship true ; (ait:hasSubfamily|ait:hasMember)* ?x }"
)
#: Addresses that say where in a document something stands: a line, a section, a file of a version.
_PLACED = re.compile(r".*#.+|https://github\.com/[^/]+/[^/]+/(?:blob|commit)/.*")


@dataclass(frozen=True)
class Sourced:
    """How one statement about an artifact is sourced.

    Attributes:
        artifact: the IRI of its artifact.
        tier: the name of its best tier; "" if no source of its own is known.
        rank: the place of that tier, the word of the maker first.
        placed: whether the place in a source is known.
        checked: the month in which it was last read in a source; "" for never.
        by_convention: whether it holds by a stated convention of the graph.

    """

    artifact: str
    tier: str
    rank: int
    placed: bool
    checked: str
    by_convention: bool


@dataclass(frozen=True)
class Sourcing:
    """How the statements about artifacts are sourced.

    Attributes:
        statements: those that need a source.
        flagships: the IRIs of the flagship lines and of their members.

    """

    statements: tuple[Sourced, ...]
    flagships: frozenset[str]

    def rows(self) -> list[tuple[str, int, str, int, str]]:
        """Return a table: what is counted; how often, and its share, of all and of flagships."""
        told = [each for each in self.statements if each.artifact in self.flagships]
        whole, part = _counted(self.statements), _counted(told)
        return [
            (
                what,
                whole[what],
                f"{whole[what] / max(len(self.statements), 1):.1%}",
                part[what],
                f"{part[what] / max(len(told), 1):.1%}",
            )
            for what in whole
        ]


def _counted(statements: Collection[Sourced]) -> Counter[str]:
    """How often each thing holds of statements, in the order of a report."""
    own = [each for each in statements if each.tier]
    rest = [each for each in statements if not each.tier]
    counted = Counter({"statements about artifacts": len(statements)})
    for _, tier in sorted({(each.rank, each.tier) for each in own}):
        counted[f"best source: {tier}"] = sum(each.tier == tier for each in own)
    counted["by a stated convention alone"] = sum(each.by_convention for each in rest)
    counted["source known for the entry only"] = sum(not each.by_convention for each in rest)
    counted["place in the source known"] = sum(each.placed for each in own)
    for month in sorted({each.checked for each in own} - {""}):
        counted[f"last checked in {month}"] = sum(each.checked == month for each in own)
    counted["not checked statement by statement"] = sum(not each.checked for each in statements)
    return counted


def is_place(document: str, locator: str = "") -> bool:
    """Return whether a source is known with the place in it.

    >>> is_place("https://github.com/openai/gpt-2/blob/9b63575/README.md#L3"), is_place("urn:book")
    (True, False)
    >>> is_place("urn:book", "section 3")
    True
    """
    return bool(locator) or _PLACED.fullmatch(document) is not None


def sourcing(select: Select) -> Sourcing:
    """Return how the statements about artifacts are sourced.

    >>> from aitaxonomy import Taxonomy
    >>> found = sourcing(Taxonomy().content.store.select)
    >>> len(found.statements) > 30_000, {each.tier for each in found.statements} >= {"catalogue"}
    (True, True)
    """
    artifacts = {str(iri) for (iri,) in select(_ARTIFACTS).rows}
    records = {}
    for x, source, rank, tier, locator, checked in select(_RECORDS, inferred=False).rows:
        placed = is_place(str(source), str(locator or ""))
        records[str(x), str(source)] = int(str(rank)), str(tier), placed, str(checked or "")[:7]
    sources: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for x, p, o, source in select(_SOURCES, inferred=False).terms:
        sources[x.value, p.value, str(o)].append(source.value)
    chosen = {
        (x.value, p.value, str(o)) for x, p, o in select(_BY_CONVENTION, inferred=False).terms
    }
    statements = []
    for x, p, o in select(_FACTS, inferred=False).terms:
        fact = x.value, p.value, str(o)
        if x.value not in artifacts or p.value in ASIDE or fact[2] == f"<{OWL}NamedIndividual>":
            continue
        known = [
            records.get((x.value, each), (9, "other", False, "")) for each in sources.get(fact, ())
        ]
        rank, tier, *_ = min(known, default=(10, "", False, ""))
        statements.append(
            Sourced(
                x.value,
                tier,
                rank,
                placed=any(placed for _, _, placed, _ in known),
                checked=max((month for *_, month in known), default=""),
                by_convention=fact in chosen,
            )
        )
    flagships = frozenset(str(iri) for (iri,) in select(_FLAGSHIPS, inferred=False).rows)
    return Sourcing(tuple(statements), flagships)
