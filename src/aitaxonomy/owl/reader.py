"""RDF triples -> OWL 2 axioms (https://www.w3.org/TR/owl2-mapping-to-rdf/).

Nothing is dropped silently: what has no reading, and what no axiom uses, ends in `Ontology.unread`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.axiom_reader import BY_PREDICATE
from aitaxonomy.owl.expression_reader import TYPE, ExpressionReader, Node, Unreadable
from aitaxonomy.owl.ontology import Ontology, Unread, Vocabulary
from aitaxonomy.owl.reserved_vocabulary import (
    ANNOTATIONS,
    AXIOM_NODES,
    CHARACTERISTICS,
    DECLARED,
    INSIDE,
    LIST,
    OBJECT_ONLY,
    SILENT_TYPES,
    SWRL,
)
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import OWL, RDF, RDFS
from aitaxonomy.rdf.ntriples import Triple, plain
from aitaxonomy.rdf.rdf_lists import FIRST

if TYPE_CHECKING:
    import pyoxigraph as ox

Statement = tuple[str, str, Node]
LABEL = RDFS + "label"
_RULE = SWRL + "Imp"
_DATA_RANGE = OWL + "DataRange"
"""The name that OWL 1 has for `rdfs:Datatype`."""
_MISPLACED = "the property is not declared for such a value"


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
    reader = _Reader(triples, (context or Ontology()).vocabulary)
    return reader.ontology(exemplar_property)


class _Reader:
    """Goes through the statements of a graph, and keeps what a reasoner needs.

    Statements inside of expressions wait until all axioms are read: then each must be used.
    """

    def __init__(self, triples: Iterable[ox.Triple | ox.Quad], context: Vocabulary) -> None:
        self.graph: dict[str, dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
        for triple in triples:
            subject, predicate = str(plain(triple.subject)), str(plain(triple.predicate))
            self.graph[subject][predicate].append(plain(triple.object))
        self.vocabulary = self._declared(context)
        self.expressions = ExpressionReader(self.graph, self.vocabulary)
        self.individuals: set[str] = set()
        self.axioms: dict[ax.Axiom, None] = {}
        self.facts: dict[ax.Axiom, None] = {}
        self.origin: dict[ax.Axiom, Triple] = {}
        self.unread: dict[Unread, None] = {}
        self._inside: list[Statement] = []
        """Statements about nodes of expressions and axioms, which are read where these are."""
        self._told: set[str] = set()
        """The nodes without a name inside of what was told as a fault."""

    def _declared(self, context: Vocabulary) -> Vocabulary:
        """Return what the graph and its context declare."""
        found: dict[str, set[str]] = {name: set() for name in DECLARED.values()}
        links: set[str] = set()
        for subject, properties in self.graph.items():
            for kind in properties.get(TYPE, ()):
                if isinstance(kind, str) and kind in DECLARED and not subject.startswith("_:"):
                    found[DECLARED[kind]].add(subject)
                elif kind == _DATA_RANGE and not subject.startswith("_:"):
                    found["datatypes"].add(subject)
                elif isinstance(kind, str) and kind in OBJECT_ONLY:
                    links.add(subject)
        # What can be true of object properties alone declares one, unless it is something else.
        found["object_properties"] |= links - found["data_properties"] - context.data_properties
        return Vocabulary(**{name: frozenset(iris) for name, iris in found.items()}) | context

    def ontology(self, exemplar_property: str) -> Ontology:
        """Read every statement; return what was read, and what was not."""
        self._read_all()
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

    def _read_all(self) -> None:
        rules = self._rules()
        for subject, properties in list(self.graph.items()):
            if subject in rules:
                continue
            for predicate, values in list(properties.items()):
                for value in values:
                    try:
                        self._statement(subject, predicate, value)
                    except Unreadable as reason:
                        self._fault((subject, predicate, value), str(reason))
        used = self.expressions.used
        for subject, predicate, value in self._inside:
            read = (subject, value if predicate == TYPE else predicate) in used
            if not read and subject not in self._told:
                self._fault((subject, predicate, value), "it is not part of an axiom")

    def _rules(self) -> set[str]:
        """The nodes that make up rules of SWRL; each rule is one fault."""
        found: set[str] = set()
        for rule, properties in list(self.graph.items()):
            if _RULE not in properties.get(TYPE, ()):
                continue
            self._fault((rule, TYPE, _RULE), "a rule of SWRL")
            queue = [rule]
            while queue:
                node = queue.pop()
                found.add(node)
                queue += [
                    value
                    for predicate, values in self.graph[node].items()
                    if predicate in LIST or predicate.startswith(SWRL)
                    for value in values
                    if isinstance(value, str) and value not in found and self._in_rule(value)
                ]
        return found

    def _in_rule(self, node: str) -> bool:
        kinds = self.graph.get(node, {}).get(TYPE, ())
        return any(isinstance(kind, str) and kind.startswith(SWRL) for kind in kinds) or (
            node.startswith("_:") and FIRST in self.graph.get(node, {})
        )

    # --- what is kept

    def _fact(self, fact: ax.Fact, subject: str, predicate: str, value: Node) -> None:
        self.facts.setdefault(fact)
        self.individuals.add(subject)
        if not isinstance(fact, ax.ClassAssertion) and isinstance(value, str):
            self.individuals.add(value)
        self.origin.setdefault(fact, (subject, predicate, _text(value)))

    def _axiom(self, axiom: ax.Axiom, subject: str, predicate: str, value: Node) -> None:
        kept = self.facts if isinstance(axiom, ax.FACT_KINDS) else self.axioms
        kept.setdefault(axiom)
        self.origin.setdefault(axiom, (subject, predicate, _text(value)))

    def _fault(self, statement: Statement, reason: str) -> None:
        """Tell a statement that has no reading, or no use."""
        subject, predicate, value = statement
        self.unread.setdefault(Unread((subject, predicate, _text(value)), reason))
        queue: list[Node] = [subject, value]
        for node in queue:
            if isinstance(node, str) and node not in self._told and self._is_inside(node):
                self._told.add(node)
                said = self.graph.get(node, {})
                queue += [each for values in said.values() for each in values]

    # --- one statement

    def _statement(self, subject: str, predicate: str, value: Node) -> None:
        if predicate == TYPE:
            if isinstance(value, Literal):
                raise Unreadable("a literal stands where a class is expected")
            self._typed(subject, value)
        elif predicate in BY_PREDICATE:
            if predicate in INSIDE and subject.startswith("_:"):
                self._inside.append((subject, predicate, value))
            elif axiom := BY_PREDICATE[predicate](self.expressions, subject, value):
                self._axiom(axiom, subject, predicate, value)
        elif predicate == OWL + "sameAs":
            other = self.expressions.individual(value)
            self._fact(ax.SameIndividual(subject, other), subject, predicate, value)
        elif predicate == OWL + "differentFrom":
            other = self.expressions.individual(value)
            self.individuals |= {subject, other}
            self._axiom(ax.DifferentIndividuals((subject, other)), subject, predicate, value)
        elif self._is_for(predicate, value):
            self._fact(ax.PropertyAssertion(subject, predicate, value), subject, predicate, value)
        elif not self._is_remark(predicate):
            if predicate not in LIST and not (predicate in INSIDE and self._is_inside(subject)):
                raise Unreadable(_MISPLACED)
            self._inside.append((subject, predicate, value))

    def _is_for(self, prop: str, value: Node) -> bool:
        """Return whether it is declared as a property of individuals, or of data values."""
        if isinstance(value, Literal):
            return prop in self.vocabulary.data_properties
        return prop in self.vocabulary.object_properties

    def _is_remark(self, predicate: str) -> bool:
        return predicate in self.vocabulary.annotation_properties or predicate in ANNOTATIONS

    def _is_inside(self, subject: str) -> bool:
        """Return whether the node may be an expression, or is an axiom itself."""
        kinds = self.graph.get(subject, {}).get(TYPE, ())
        return subject.startswith("_:") or not AXIOM_NODES.isdisjoint(kinds)

    def _typed(self, subject: str, kind: str) -> None:
        if kind in DECLARED or kind in SILENT_TYPES:
            if kind == OWL + "NamedIndividual":
                self.individuals.add(subject)
        elif kind in CHARACTERISTICS:
            reading = self.expressions
            role = (reading.object_role if kind in OBJECT_ONLY else reading.role)(subject)
            self._axiom(ax.Characteristic(CHARACTERISTICS[kind], role), subject, TYPE, kind)
        elif kind in AXIOM_NODES:
            axiom = self._negative(subject) if kind.endswith("Assertion") else None
            self._axiom(axiom or self._group(subject, kind), subject, TYPE, kind)
        elif kind != OWL + "Thing" or subject in self.individuals:
            self._fact(ax.ClassAssertion(subject, self.expressions.cls(kind)), subject, TYPE, kind)
        else:
            self.individuals.add(subject)

    def _group(self, node: str, kind: str) -> ax.Axiom:
        """`owl:AllDisjointClasses` and its two siblings."""
        kinds = ("members", "distinctMembers") if kind.endswith("Different") else ("members",)
        heads = [self.expressions.only(node, OWL + name) for name in kinds]
        given = [head for head in heads if head is not None]
        if len(given) != 1:
            local = kind.removeprefix(OWL)
            raise Unreadable(f"{local} without members, or with several lists of them")
        reading, (head,) = self.expressions, given
        if kind == OWL + "AllDisjointClasses":
            return ax.DisjointClasses(reading.listed(head, reading.cls))
        if kind == OWL + "AllDisjointProperties":
            return ax.DisjointProperties(reading.listed(head, reading.role))
        names = reading.listed(head, reading.individual)
        self.individuals |= set(names)
        return ax.DifferentIndividuals(names)

    def _negative(self, node: str) -> ax.NegativeAssertion:
        """`owl:NegativePropertyAssertion`."""
        parts = [
            [each for name in names if (each := self.expressions.only(node, OWL + name))]
            for names in (
                ("sourceIndividual",),
                ("assertionProperty",),
                ("targetIndividual", "targetValue"),
            )
        ]
        if any(len(values) != 1 for values in parts):
            raise Unreadable("a negative property assertion without one subject, property, value")
        (source,), (prop,), (target,) = parts
        subject, role = self.expressions.individual(source), self.expressions.role(prop)
        if not self._is_for(role.iri, target):
            raise Unreadable(_MISPLACED)
        self.individuals |= {subject, target} if isinstance(target, str) else {subject}
        return ax.NegativeAssertion(subject, role, target)

    # --- what is noted

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
        """Return what `owl:Axiom` nodes say about axioms, such as their `dcterms:source`."""
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
