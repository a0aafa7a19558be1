"""The way through a graph: which statement is an axiom, and which lies inside of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.axiom_reader import BY_PREDICATE
from aitaxonomy.owl.expression_reader import TYPE, ExpressionReader, Node, Unreadable
from aitaxonomy.owl.ontology import Vocabulary
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
from aitaxonomy.rdf.lists import FIRST
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import OWL, RDF, RDFS, XSD
from aitaxonomy.rdf.ntriples import plain

if TYPE_CHECKING:
    import pyoxigraph as ox

Statement = tuple[str, str, Node]
_RULE = SWRL + "Imp"
_DATA_RANGE = OWL + "DataRange"
"""What OWL 1 called `rdfs:Datatype`."""
_USE = "use it in an axiom or leave it out"


class StatementReader:
    """Goes through the statements of a graph and hands on the axiom that each one carries.

    What lies inside of expressions waits until all axioms are read: then each must be used.
    Subclasses keep the axioms (`fact`, `axiom`, `remark`) and take the faults (`fault`).
    """

    def __init__(
        self,
        triples: Iterable[ox.Triple | ox.Quad],
        context: Vocabulary,
        *,
        strict: bool = False,
    ) -> None:
        self.graph: dict[str, dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
        for triple in triples:
            subject, predicate = str(plain(triple.subject)), str(plain(triple.predicate))
            self.graph[subject][predicate].append(plain(triple.object))
        self.vocabulary = self.declared(context)
        self.expressions = ExpressionReader(self.graph, self.vocabulary, strict=strict)
        self.individuals: set[str] = set()
        self.inside: list[Statement] = []
        """Statements about nodes of expressions and axioms, which are read where these are."""
        self.told: set[str] = set()
        """The nodes without a name inside of what was told as a fault."""

    def declared(self, context: Vocabulary) -> Vocabulary:
        """What the graph declares, and its context."""
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

    def read_all(self) -> None:
        """Read every statement."""
        rules = self._rules()
        for subject, properties in list(self.graph.items()):
            if subject in rules:
                continue
            for predicate, values in list(properties.items()):
                for value in values:
                    try:
                        self.statement(subject, predicate, value)
                    except Unreadable as reason:
                        self.fault((subject, predicate, value), reason)
        used = self.expressions.used
        for subject, predicate, value in self.inside:
            read = (subject, value if predicate == TYPE else predicate) in used
            if not read and subject not in self.told:
                self.fault(
                    (subject, predicate, value), Unreadable("it is not part of an axiom", _USE)
                )

    def _rules(self) -> set[str]:
        """The nodes that make up rules of SWRL; each rule is told as one fault."""
        found: set[str] = set()
        for rule, properties in list(self.graph.items()):
            if _RULE not in properties.get(TYPE, ()):
                continue
            self.fault((rule, TYPE, _RULE), Unreadable("a rule of SWRL", "state it as an axiom"))
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

    # --- what subclasses do with it

    def fact(self, fact: ax.Fact, subject: str, predicate: str, value: Node) -> None:
        """Keep what a statement says of its subject."""
        raise NotImplementedError

    def axiom(self, axiom: ax.Axiom, subject: str, predicate: str, value: Node) -> None:
        """Keep any other axiom; the statement is the one that carries it."""
        raise NotImplementedError

    def remark(self, remark: ax.Remark, subject: str, predicate: str, value: Node) -> None:
        """Keep an axiom without logical content."""
        raise NotImplementedError

    def fault(self, statement: Statement, reason: Unreadable) -> None:
        """Tell a statement that has no reading, or no use."""
        raise NotImplementedError

    # --- one statement

    def statement(self, subject: str, predicate: str, value: Node) -> None:
        """Read one statement."""
        if predicate == TYPE:
            if isinstance(value, Literal):
                raise Unreadable("a literal stands where a class is expected", "name a class")
            self.typed(subject, value)
        elif predicate in BY_PREDICATE:
            self._of_terms(subject, predicate, value)
        elif predicate == OWL + "sameAs":
            other = self.expressions.individual(value)
            self.fact(ax.SameIndividual(subject, other), subject, predicate, value)
        elif predicate == OWL + "differentFrom":
            other = self.expressions.individual(value)
            self.individuals |= {subject, other}
            self.axiom(ax.DifferentIndividuals((subject, other)), subject, predicate, value)
        elif self._is_for(predicate, value):
            self.fact(ax.PropertyAssertion(subject, predicate, value), subject, predicate, value)
        else:
            self.silent(subject, predicate, value)

    def _is_for(self, prop: str, value: Node) -> bool:
        """Whether it is declared as a property of individuals, or of data values."""
        if isinstance(value, Literal):
            return prop in self.vocabulary.data_properties
        return prop in self.vocabulary.object_properties

    def silent(self, subject: str, predicate: str, value: Node) -> None:
        """Take a statement that is no axiom: an annotation, or what lies inside of an axiom."""
        if predicate in self.vocabulary.annotation_properties or predicate in ANNOTATIONS:
            return
        if predicate not in LIST and not (predicate in INSIDE and self.is_inside(subject)):
            raise self.misplaced(predicate)
        self.inside.append((subject, predicate, value))

    def misplaced(self, predicate: str) -> Unreadable:
        """Say why a statement with this predicate is no axiom."""
        if predicate in self.vocabulary.object_properties:
            remedy = "name an individual"
        elif predicate in self.vocabulary.data_properties:
            remedy = "give a data value"
        elif predicate.startswith((OWL, RDF, RDFS, XSD)):
            remedy = _USE
        else:
            remedy = "declare which kind of property it is"
        return Unreadable("the property is not declared for such a value", remedy)

    def is_inside(self, subject: str) -> bool:
        """Whether the node may be an expression, or is an axiom itself."""
        kinds = self.graph.get(subject, {}).get(TYPE, ())
        return subject.startswith("_:") or not AXIOM_NODES.isdisjoint(kinds)

    def typed(self, subject: str, kind: str) -> None:
        """Read the type of a thing."""
        if kind in DECLARED or kind in SILENT_TYPES:
            if kind == OWL + "NamedIndividual":
                self.individuals.add(subject)
        elif kind in CHARACTERISTICS:
            reading = self.expressions
            role = (reading.object_role if kind in OBJECT_ONLY else reading.role)(subject)
            self.axiom(ax.Characteristic(CHARACTERISTICS[kind], role), subject, TYPE, kind)
        elif kind in AXIOM_NODES:
            axiom = self._negative(subject) if kind.endswith("Assertion") else None
            self.axiom(axiom or self._group(subject, kind), subject, TYPE, kind)
        elif kind != OWL + "Thing" or subject in self.individuals:
            self.member(subject, kind)
        else:
            self.individuals.add(subject)

    def member(self, subject: str, kind: str) -> None:
        """Read that a thing is a member of a class."""
        self.fact(ax.ClassAssertion(subject, self.expressions.cls(kind)), subject, TYPE, kind)

    def _group(self, node: str, kind: str) -> ax.Axiom:
        """`owl:AllDisjointClasses` and its two siblings."""
        kinds = ("members", "distinctMembers") if kind.endswith("Different") else ("members",)
        heads = [self.expressions.only(node, OWL + name) for name in kinds]
        given = [head for head in heads if head is not None]
        if len(given) != 1:
            local = kind.removeprefix(OWL)
            raise Unreadable(
                f"{local} without members, or with several lists of them",
                "give one list as owl:members",
            )
        reading, (head,) = self.expressions, given
        if kind == OWL + "AllDisjointClasses":
            return ax.DisjointClasses(reading.listed(head, reading.cls, 2))
        if kind == OWL + "AllDisjointProperties":
            return ax.DisjointProperties(reading.listed(head, reading.role, 2))
        names = reading.listed(head, reading.individual, 2)
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
            raise Unreadable(
                "a negative property assertion without one subject, property, value",
                "state each once",
            )
        (source,), (prop,), (target,) = parts
        subject, role = self.expressions.individual(source), self.expressions.role(prop)
        if not self._is_for(role.iri, target):
            raise self.misplaced(role.iri)
        self.individuals |= {subject, target} if isinstance(target, str) else {subject}
        return ax.NegativeAssertion(subject, role, target)

    def _of_terms(self, subject: str, predicate: str, value: Node) -> None:
        if predicate in INSIDE and subject.startswith("_:"):
            self.inside.append((subject, predicate, value))
            return
        axiom = BY_PREDICATE[predicate](self.expressions, subject, value)
        if isinstance(axiom, ax.Remark):
            self.remark(axiom, subject, predicate, value)
        else:
            self.axiom(axiom, subject, predicate, value)
