"""The approaches that an organization can choose between, and how they are rated for a use case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from aitaxonomy.graph.systems import Label, Select, System, local
from aitaxonomy.rdf.namespaces import AIT, curie
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED

#: The everyday sense of a kind: people adopt an LLM by itself or in a product.
_EVERYDAY = {AIT + "LLM": AIT + "LLMTechnology"}
_APPROACHES = """SELECT ?x ?kind (COUNT(DISTINCT ?wider) AS ?depth) {
  ?x a ait:Approach ; ait:approachOfKind ?kind OPTIONAL { ?kind rdfs:subClassOf ?wider }
} GROUP BY ?x ?kind"""
_RATINGS = """SELECT ?x ?above { ?x a ait:SuitabilityRating
  OPTIONAL { ?above ait:ratedHigherThan+ ?x } }"""
_ASSESSMENTS = """SELECT DISTINCT ?approach ?rating ?source ?day ?section {
  ?x ait:forUseCase ?this ; ait:assessesApproach ?approach ; ait:hasRating ?rating .
  OPTIONAL { ?x dcterms:source ?source } OPTIONAL { ?x ait:asOf ?day }
  OPTIONAL { ?x ait:inSection ?section }
}"""
_SCOPES = """SELECT ?approach ?content ?source {
  ?x ait:concernsApproach ?approach ; ait:concernsAspect aix:aspect-scope ;
     ait:statesValue ?content ; dcterms:source ?source }"""


@dataclass(frozen=True)
class Approach:
    """A way of getting content from AI.

    Attributes:
        iri: the full IRI.
        label: the English label.
        kind: the local name of the kind whose members realize it.
        depth: the number of superclasses of that kind; the deeper one is the more specific.
        rating: the IRI of its rating for the use case, None if it has none.
        rated_by: the CURIEs of the sources of this rating.
        others: the ratings of other sources, in words.
        scope: local names of the content types that a source states for it.
        scope_sources: the CURIEs of the sources of the scope.

    """

    iri: str
    label: str
    kind: str
    depth: int
    rating: str | None = None
    rated_by: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    scope_sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ratings:
    """The grades with their labels, and the number of grades above each; it is a partial order."""

    labels: Mapping[str, str]
    above: Mapping[str, int] = field(default_factory=dict)

    @property
    def best_first(self) -> list[str]:
        """The grades by layer, and within a layer by IRI."""
        return sorted(self.labels, key=lambda each: (self.layer(each), each))

    def layer(self, rating: str | None) -> int:
        """Return the number of grades above a rating; for None a number after all of them."""
        return len(self.above) if rating is None else self.above.get(rating, len(self.above))


def read_ratings(select: Select, label: Label) -> Ratings:
    """Read the grades with their stated and inferred order, which is partial."""
    above: dict[str, set[str]] = defaultdict(set)
    for rating, higher in select(_RATINGS).terms:
        above[rating.value] |= {higher.value} if higher else set()
    counts = {rating: len(found) for rating, found in above.items()}
    return Ratings({rating: label(rating) for rating in counts}, counts)


def read_approaches(select: Select, label: Label, use_case: str | None) -> list[Approach]:
    """Read the approaches with their ratings for a use case, by IRI."""
    rated = _assessments(select, label, use_case) if use_case else {}
    scopes: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for approach, content, source in select(_SCOPES).terms:
        scopes[approach.value].add((local(content.value), curie(source.value)))
    found = []
    for node, kind, depth in select(_APPROACHES).terms:
        iri = node.value
        rating, by, others = rated.get(iri, (None, (), ()))
        found.append(
            Approach(
                iri,
                label(iri),
                local(_EVERYDAY.get(kind.value, kind.value)),
                int(depth.value),
                rating,
                by,
                others,
                tuple(sorted({content for content, _ in scopes[iri]})),
                tuple(sorted({source for _, source in scopes[iri]})),
            )
        )
    return sorted(found, key=lambda approach: approach.iri)


def _assessments(
    select: Select, label: Label, use_case: str
) -> dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Return the latest rating, its sources, and other ratings in words, by approach."""
    rows: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for approach, rating, source, day, _ in select(_ASSESSMENTS, this=use_case).terms:
        given = (day.value if day else "", rating.value, curie(source.value) if source else "")
        rows[approach.value].append(given)
    found = {}
    for approach, given_all in rows.items():
        latest = max(given_all)
        sources = tuple(sorted({s for _, r, s in given_all if r == latest[1] and s}))
        others = sorted({f"{label(r)} by {s or 'nobody named'}" for _, r, s in given_all
                         if r != latest[1]})  # fmt: skip
        found[approach] = (latest[1], sources, tuple(others))
    return found


#: What adopting a system may realize, the most specific first; the last is certain, or none is.
Realized = tuple[Approach | None, ...]


def realized(system: System, approaches: Iterable[Approach]) -> Realized:
    """Return the approaches of which adopting a system realizes the first whose kind it is of.

    All but the last are of kinds of which it is unknown whether the system is of them. The last is
    None if no approach is certain. Approaches without a rating count only if no other one may be
    realized.
    """
    mine = [each for each in approaches if system.kinds.truth(each.kind) is not REFUTED]
    rated = [each for each in mine if each.rating] or mine
    found: list[Approach | None] = []
    for approach in sorted(rated, key=lambda each: (each.depth, each.iri), reverse=True):
        found.append(approach)
        if system.kinds.truth(approach.kind) is ENTAILED:
            return tuple(found)
    return (*found, None)
