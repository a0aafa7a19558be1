"""How well the statements of a graph are sourced: by whose word, where, and checked when."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from aitaxonomy.rdf.namespaces import AIT, OWL
from aitaxonomy.store.sources import STATED_BY, Select

#: Bookkeeping of the graph, which no source states.
ASIDE = frozenset(
    AIT + name for name in ("exemplarOf", "namedAsExampleOf", "citedIn", "position", "isNotA",
                            "counterExample")
)  # fmt: skip
_ARTIFACTS = "SELECT DISTINCT ?x { ?x a ait:AIArtifact FILTER(isIRI(?x)) }"
_FACTS = """SELECT DISTINCT ?x ?p ?o {
  ?x dcterms:source ?any ; ?p ?o
  FILTER(isIRI(?x) && !isBlank(?o) && (?p = rdf:type || STRSTARTS(STR(?p), STR(ait:))))
}"""
_SOURCES = f"SELECT DISTINCT ?x ?p ?o ?source {{ {STATED_BY} }}"
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
#: Addresses that say where in a document something stands: a line, a section, a file of a version.
_PLACED = re.compile(r".*#.+|https://github\.com/[^/]+/[^/]+/(?:blob|commit)/.*")


@dataclass(frozen=True)
class Sourcing:
    """How many statements about artifacts are sourced how.

    Attributes:
        facts: the number of statements that need a source.
        by_tier: how many rest at best on a source of each tier, best tier first.
        by_convention: how many rest on a stated convention of the graph alone.
        unsourced: for how many it is not written down which source of the entry states them.
        placed: how many have a source of which the place is known.
        checked: how many were last read in a source in each month; "" for never.

    """

    facts: int
    by_tier: Mapping[str, int]
    by_convention: int
    unsourced: int
    placed: int
    checked: Mapping[str, int]

    def rows(self) -> list[tuple[str, int, str]]:
        """Return a table: what is counted, how often, and its share of all statements."""
        counted = [
            ("statements about artifacts", self.facts),
            *((f"best source: {tier}", n) for tier, n in self.by_tier.items()),
            ("by a stated convention alone", self.by_convention),
            ("source known for the entry only", self.unsourced),
            ("place in the source known", self.placed),
            *((f"last checked in {month}", n) for month, n in self.checked.items() if month),
            ("not checked statement by statement", self.checked.get("", 0)),
        ]
        return [(what, n, f"{n / max(self.facts, 1):.1%}") for what, n in counted]


def is_place(document: str, locator: str = "") -> bool:
    """Return whether a source is known with the place in it.

    >>> is_place("https://github.com/openai/gpt-2/blob/9b63575/README.md#L3"), is_place("urn:book")
    (True, False)
    >>> is_place("urn:book", "section 3")
    True
    """
    return bool(locator) or _PLACED.fullmatch(document) is not None


def sourcing(select: Select) -> Sourcing:
    """Return how well the statements about artifacts are sourced.

    >>> from aitaxonomy import Taxonomy
    >>> found = sourcing(Taxonomy().content.store.select)
    >>> sum(found.by_tier.values()) + found.by_convention + found.unsourced == found.facts
    True
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
    tiers, checks = Counter[tuple[int, str]](), Counter[str]()
    facts = by_convention = unsourced = placed_facts = 0
    for x, p, o in select(_FACTS, inferred=False).terms:
        if x.value not in artifacts or p.value in ASIDE or str(o) == f"<{OWL}NamedIndividual>":
            continue
        facts += 1
        known = [
            records.get((x.value, each), (9, "other", False, ""))
            for each in sources.get((x.value, p.value, str(o)), ())
        ]
        if not known:
            by_rule = (x.value, p.value, str(o)) in chosen
            by_convention += by_rule
            unsourced += not by_rule
            checks[""] += 1
            continue
        rank, tier, *_ = min(known)
        tiers[rank, tier] += 1
        placed_facts += any(placed for _, _, placed, _ in known)
        checks[max(month for *_, month in known)] += 1
    by_tier = {tier: tiers[rank, tier] for rank, tier in sorted(tiers)}
    by_month = dict(sorted(checks.items()))
    return Sourcing(facts, by_tier, by_convention, unsourced, placed_facts, by_month)
