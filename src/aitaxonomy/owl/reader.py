"""RDF triples -> OWL 2 axioms (https://www.w3.org/TR/owl2-mapping-to-rdf/).

Nothing is dropped silently: what has no reading, and what no axiom uses, ends in `Ontology.unread`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.expression_reader import TYPE, Node, Unreadable
from aitaxonomy.owl.ontology import Ontology, Unread, Vocabulary
from aitaxonomy.owl.statement_reader import Statement, StatementReader
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import OWL, RDF, RDFS
from aitaxonomy.rdf.ntriples import Triple

if TYPE_CHECKING:
    import pyoxigraph as ox

LABEL = RDFS + "label"


def read(
    triples: Iterable[ox.Triple | ox.Quad],
    context: Ontology | None = None,
    *,
    exemplar_property: str = "",
) -> Ontology:
    """Read triples or quads as an ontology.

    Args:
        triples: axioms and facts.
        context: declares the terms that data uses.
        exemplar_property: what has a value of this property goes to `Ontology.exemplars`.

    >>> import pyoxigraph as ox
    >>> text = '''@prefix owl: <http://www.w3.org/2002/07/owl#> .
    ... <urn:Cat> a owl:Class . <urn:felix> a <urn:Cat> .'''
    >>> read(ox.parse(text, format=ox.RdfFormat.TURTLE)).facts
    (ClassAssertion(individual='urn:felix', cls=Named(iri='urn:Cat')),)

    """
    reader = _LogicReader(triples, (context or Ontology()).vocabulary)
    return reader.ontology(exemplar_property)


class _LogicReader(StatementReader):
    """Keeps what a reasoner needs: logical axioms, labels and sources; faults are collected."""

    def __init__(self, triples: Iterable[ox.Triple | ox.Quad], context: Vocabulary) -> None:
        super().__init__(triples, context)
        self.axioms: dict[ax.Axiom, None] = {}
        self.facts: dict[ax.Axiom, None] = {}
        self.origin: dict[ax.Axiom, Triple] = {}
        self.unread: dict[Unread, None] = {}

    def ontology(self, exemplar_property: str) -> Ontology:
        """Return everything that was read, and what was not."""
        self.read_all()
        return Ontology(
            tuple(self.axioms),
            tuple(self.facts),
            frozenset(self.individuals | self.expressions.individuals),
            self.vocabulary,
            self._labels(),
            self.origin,
            self._annotations(),
            tuple(self.unread),
            frozenset(thing for thing, said in self.graph.items() if exemplar_property in said),
        )

    def fact(self, fact: ax.Fact, subject: str, predicate: str, value: Node) -> None:
        self.facts.setdefault(fact)
        self.individuals.add(subject)
        if not isinstance(fact, ax.ClassAssertion) and isinstance(value, str):
            self.individuals.add(value)
        self.origin.setdefault(fact, (subject, predicate, _text(value)))

    def axiom(self, axiom: ax.Axiom, subject: str, predicate: str, value: Node) -> None:
        kept = self.facts if isinstance(axiom, ax.FACT_KINDS) else self.axioms
        kept.setdefault(axiom)
        self.origin.setdefault(axiom, (subject, predicate, _text(value)))

    def remark(self, remark: ax.Remark, subject: str, predicate: str, value: Node) -> None:
        """Leave it out: nothing follows from it."""

    def fault(self, statement: Statement, reason: Unreadable) -> None:
        subject, predicate, value = statement
        self.unread.setdefault(Unread((subject, predicate, _text(value)), str(reason)))
        queue: list[Node] = [subject, value]
        for node in queue:
            if isinstance(node, str) and node not in self.told and self.is_inside(node):
                self.told.add(node)
                said = self.graph.get(node, {})
                queue += [each for values in said.values() for each in values]

    def _labels(self) -> dict[str, str]:
        """The English label of each term, or the first one if there is no English one."""
        labels: dict[str, str] = {}
        for subject, properties in self.graph.items():
            given = [each for each in properties.get(LABEL, ()) if isinstance(each, Literal)]
            if given:
                best = min(given, key=lambda each: not each.language.startswith("en"))
                labels[subject] = best.lexical
        return labels

    def _annotations(self) -> dict[ax.Axiom, tuple[tuple[str, str], ...]]:
        """What `owl:Axiom` nodes say about axioms, such as their `dcterms:source`."""
        by_triple = {triple: axiom for axiom, triple in self.origin.items()}
        found: dict[ax.Axiom, tuple[tuple[str, str], ...]] = {}
        for properties in list(self.graph.values()):
            if OWL + "annotatedSource" not in properties:
                continue
            subject, predicate, target = (
                _text(properties[OWL + name][0]) if properties.get(OWL + name) else ""
                for name in ("annotatedSource", "annotatedProperty", "annotatedTarget")
            )
            axiom = by_triple.get((subject, predicate, target))
            if axiom is not None:
                notes = tuple(
                    (predicate, _text(value))
                    for predicate, values in properties.items()
                    if not predicate.startswith((OWL, RDF))
                    for value in values
                )
                found[axiom] = found.get(axiom, ()) + notes
        return found


def _text(value: Node) -> str:
    return value.n3 if isinstance(value, Literal) else value


__all__ = ["TYPE", "read"]
