"""The neighbours of terms: parents, children, instances, broader and narrower individuals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache, partial
from typing import Any

from aitaxonomy.graph.facts import KnownFacts, facts_of
from aitaxonomy.graph.names import Links, Names
from aitaxonomy.graph.term import Term
from aitaxonomy.rdf.namespaces import AIT, curie
from aitaxonomy.store import GraphStore
from aitaxonomy.store.sources import CitedSource, Sources

_RELATED = {
    # All super- or subclasses; `_related` removes those beyond another one.
    "parents": """SELECT DISTINCT ?x WHERE { { ?this rdfs:subClassOf|rdfs:subPropertyOf ?x }
        UNION { ?this a ?x . ?x a owl:Class . FILTER NOT EXISTS { ?this a owl:Class } }
        FILTER(isIRI(?x) && ?x != ?this && ?x != owl:Thing) }""",
    "children": """SELECT DISTINCT ?x WHERE { ?x rdfs:subClassOf|rdfs:subPropertyOf ?this
        FILTER(isIRI(?x) && ?x != ?this && ?x != owl:Nothing) }""",
    "instances": "SELECT DISTINCT ?x WHERE { ?x a ?this FILTER(isIRI(?x)) }",
}
_STEPS = "|".join(
    f"<{AIT}broader{name}>"
    for name in ("Modality", "Architecture", "Task", "TrainingData", "Method", "Access")
)
_PROPERTIES = """SELECT ?p { VALUES ?kind { owl:ObjectProperty owl:DatatypeProperty
    owl:AnnotationProperty } ?p a ?kind FILTER(STRSTARTS(STR(?p), STR(ait:))) }"""
_KEPT = 4096
"""So many terms are kept: all of our own, and not all of a user's millions."""
_TERM = "SELECT ?p ?o { ?this ?p ?o }"
_NARROWER = f"SELECT DISTINCT ?x {{ ?x {_STEPS} ?this }}"
_BROADER = f"ASK {{ ?this {_STEPS} ?x }}"


class Relatives:
    """Makes terms whose parents, children and instances are looked up when asked for.

    `again` finds the relatives of the same content in another process, for terms that went there.
    """

    def __init__(
        self, store: GraphStore, names: Names, again: Callable[[], Relatives] | None = None
    ) -> None:
        self._store, self._names, self._again = store, names, again
        self._latest = lru_cache(maxsize=_KEPT)(self._describe)
        self._found = lru_cache(maxsize=_KEPT)(self._look_up)
        self._cited = lru_cache(maxsize=1)(partial(Sources, store.select))

    def term(self, iri: str) -> Term:
        """Return the term of a full IRI."""
        return self._latest(iri)

    def _describe(self, iri: str) -> Term:
        """Return a term with its asserted annotations."""
        facts: dict[str, list[str]] = defaultdict(list)
        for predicate, value in self._store.select(_TERM, inferred=False, this=iri).rows:
            facts[curie(str(predicate))].append(str(value))
        types = {curie(t) for t in facts["rdf:type"]}
        if types & {"owl:Class", "rdfs:Class"}:
            kind = "class"
        elif any(t.endswith("Property") and t.startswith("owl:") for t in types):
            kind = "property"
        else:
            kind = "individual"
        old = self._names.warning(iri)
        history = facts["skos:historyNote"] if old else []
        return Term(
            iri=iri,
            kind=kind,
            label=self._names.label(iri),
            alt_labels=tuple(sorted(facts["skos:altLabel"])),
            definition=next(iter(facts["skos:definition"]), ""),
            examples=tuple(sorted(facts["skos:example"])),
            counter_examples=tuple(sorted(facts["ait:counterExample"])),
            notes=tuple(sorted([*facts["skos:scopeNote"], *history])),
            sources=tuple(sorted(facts["dcterms:source"])),
            module=next(iter(facts["rdfs:isDefinedBy"]), ""),
            _related=self,
            _link=Links(lambda _: self._store),
            warning=old,
            replaced_by=self._names.deprecated.get(iri, ()),
        )

    def __reduce__(self) -> tuple[Any, ...]:
        if self._again is None:
            raise TypeError("these terms belong to no files that another process could read")
        return _Distant, (self._again,)

    def __call__(self, iri: str, relation: str) -> tuple[Term, ...]:
        """Return the terms in a relation to one: parents, ancestors, children or instances."""
        if relation == "ancestors":
            return self._terms(self._found("parents", iri))
        if relation == "instances":  # of which a user may have millions
            return self._terms(self._look_up(relation, iri))
        found = self._found(relation, iri)
        # The inferred hierarchy is transitively closed: only direct neighbours remain.
        return self._terms(found.difference(*(self._found(relation, near) for near in found)))

    def _look_up(self, relation: str, iri: str) -> frozenset[str]:
        return frozenset(str(row[0]) for row in self._store.select(_RELATED[relation], this=iri))

    def _terms(self, iris: Iterable[str]) -> tuple[Term, ...]:
        terms = (self.term(iri) for iri in iris if iri not in self._names.deprecated)
        return tuple(sorted(terms, key=lambda term: (term.label.casefold(), term.iri)))

    def facts(self, iri: str) -> KnownFacts:
        """Return the facts about a thing."""
        return facts_of(self._store, self._names.label, iri, self._cited(iri))

    def sources(self, iri: str) -> list[CitedSource]:
        """Return the sources of a thing, the best tier first."""
        return list(self._cited(iri).records.values())

    def property(self, name: str) -> str:
        """Return the IRI of a property by any of its names; raises `UnknownTerm`."""
        return self._names.find(name, among={str(p) for (p,) in self._store.select(_PROPERTIES)})

    def narrower(self, term: Term) -> tuple[Term, ...]:
        """Return the individuals of which the given one is the broader one, such as modalities."""
        rows = self._store.select(_NARROWER, this=term.iri)
        return self._terms(str(row[0]) for row in rows.rows)

    def is_top(self, term: Term) -> bool:
        """Tell whether an individual has no broader one."""
        return not self._store.ask(_BROADER, this=term.iri)


class _Distant:
    """The relatives of terms that came from another process, found when first asked for."""

    def __init__(self, again: Callable[[], Relatives]) -> None:
        self._again = again

    @cached_property
    def _found(self) -> Relatives:
        return self._again()

    def __call__(self, iri: str, relation: str) -> tuple[Term, ...]:
        return self._found(iri, relation)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._found, name)
