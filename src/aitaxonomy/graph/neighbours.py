"""Terms with what stands next to them: parents, children, instances, broader and narrower ones."""

from __future__ import annotations

from collections.abc import Iterable

from aitaxonomy.graph.names import Names, describe
from aitaxonomy.graph.term import Term
from aitaxonomy.rdf.namespaces import AIT
from aitaxonomy.store import GraphStore
from aitaxonomy.store.table import Table

_RELATED = {
    # The next step up or down: a class between the two is none, equivalents aside.
    "parents": """SELECT DISTINCT ?x WHERE { { <%(iri)s> rdfs:subClassOf|rdfs:subPropertyOf ?x }
        UNION { <%(iri)s> a ?x . ?x a owl:Class . FILTER NOT EXISTS { <%(iri)s> a owl:Class } }
        FILTER(isIRI(?x) && ?x != <%(iri)s> && ?x != owl:Thing) }""",
    "children": """SELECT DISTINCT ?x WHERE { ?x rdfs:subClassOf|rdfs:subPropertyOf <%(iri)s>
        FILTER(isIRI(?x) && ?x != <%(iri)s> && ?x != owl:Nothing) }""",
    "instances": "SELECT DISTINCT ?x WHERE { ?x a <%(iri)s> FILTER(isIRI(?x)) }",
}
_STEPS = "|".join(
    f"<{AIT}broader{name}>"
    for name in ("Modality", "Architecture", "Task", "TrainingData", "Method", "Access")
)
_NARROWER = f"SELECT DISTINCT ?x {{ ?x {_STEPS} <%(iri)s> }}"
_BROADER = f"ASK {{ <%(iri)s> {_STEPS} ?x }}"


class Relatives:
    """Makes terms whose parents, children and instances are looked up when asked for."""

    def __init__(self, store: GraphStore, names: Names) -> None:
        self._store, self._names = store, names

    def term(self, iri: str) -> Term:
        """Return the term of a full IRI."""
        return describe(self._store, self._names, iri, self._related)

    def _related(self, iri: str, relation: str) -> tuple[Term, ...]:
        if relation == "ancestors":
            found = {str(row[0]) for row in self._rows("parents", iri)}
            return self._terms(found)
        found = {str(row[0]) for row in self._rows(relation, iri)}
        if relation in ("parents", "children"):
            # The inferred hierarchy is closed: what lies beyond a neighbour is none.
            found -= {str(row[0]) for near in found for row in self._rows(relation, near)}
        return self._terms(found)

    def _rows(self, relation: str, iri: str) -> Table:
        return self._store.select(_RELATED[relation] % {"iri": iri})

    def _terms(self, iris: Iterable[str]) -> tuple[Term, ...]:
        terms = (self.term(iri) for iri in iris)
        return tuple(sorted(terms, key=lambda term: (term.label.casefold(), term.iri)))

    def narrower(self, term: Term) -> tuple[Term, ...]:
        """Return the individuals whose next broader one is the given one, as of a modality."""
        rows = self._store.select(_NARROWER % {"iri": term.iri})
        return self._terms(str(row[0]) for row in rows.rows)

    def is_top(self, term: Term) -> bool:
        """Tell whether an individual has no broader one."""
        return not self._store.ask(_BROADER % {"iri": term.iri})
