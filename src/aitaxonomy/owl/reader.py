"""RDF triples -> OWL 2 axioms (https://www.w3.org/TR/owl2-mapping-to-rdf/).

Nothing is dropped silently: whatever has no reading ends in `Ontology.unread`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.expressions import ExpressionReader, Node, Unreadable
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
)
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import OWL, RDF, RDFS, XSD
from aitaxonomy.rdf.ntriples import Triple

if TYPE_CHECKING:
    import pyoxigraph as ox

TYPE = RDF + "type"
LABEL = RDFS + "label"
EXEMPLAR = "https://w3id.org/aitaxonomy#exemplarOf"
_EXPRESSION_NODES = {RDFS + "subClassOf", OWL + "equivalentClass"}
_WRONG_VALUE = "the property is not declared for such a value"


def read(triples: Iterable[ox.Triple | ox.Quad], context: Ontology | None = None) -> Ontology:
    """Read triples or quads as an ontology; `context` declares the terms that data uses.

    >>> import pyoxigraph as ox
    >>> text = '''@prefix owl: <http://www.w3.org/2002/07/owl#> .
    ... <urn:Cat> a owl:Class . <urn:felix> a <urn:Cat> .'''
    >>> read(ox.parse(text, format=ox.RdfFormat.TURTLE)).facts
    (ClassAssertion(individual='urn:felix', cls=Named(iri='urn:Cat')),)
    """
    return _Reader(triples, context or Ontology()).ontology()


def plain(term: object) -> Node:
    """A pyoxigraph term as this package spells it."""
    import pyoxigraph as ox

    if isinstance(term, ox.Literal):
        return Literal(term.value, term.datatype.value, term.language or "")
    if isinstance(term, ox.BlankNode):
        return f"_:{term.value}"
    return str(getattr(term, "value", term))


class _Reader:
    def __init__(self, triples: Iterable[ox.Triple | ox.Quad], context: Ontology) -> None:
        self.graph: dict[str, dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
        for triple in triples:
            subject, predicate = str(plain(triple.subject)), str(plain(triple.predicate))
            self.graph[subject][predicate].append(plain(triple.object))
        self.vocabulary = self._declared(context.vocabulary) | context.vocabulary
        self.expressions = ExpressionReader(self.graph, self.vocabulary)
        self.axioms: dict[ax.Axiom, None] = {}
        self.facts: dict[ax.Axiom, None] = {}
        self.origin: dict[ax.Axiom, Triple] = {}
        self.unread: dict[Unread, None] = {}
        self.individuals: set[str] = set()

    def ontology(self) -> Ontology:
        for subject, properties in list(self.graph.items()):
            for predicate, values in list(properties.items()):
                for value in values:
                    try:
                        self._statement(subject, predicate, value)
                    except Unreadable as reason:
                        self._skip(subject, predicate, value, str(reason))
        return Ontology(
            tuple(self.axioms),
            tuple(self.facts),
            frozenset(self.individuals),
            self.vocabulary,
            self._labels(),
            self.origin,
            self._annotations(),
            tuple(self.unread),
            frozenset(thing for thing, said in self.graph.items() if EXEMPLAR in said),
        )

    # --- one triple

    def _statement(self, subject: str, predicate: str, value: Node) -> None:
        if predicate == TYPE:
            if isinstance(value, Literal):
                raise Unreadable("a literal stands where a class is expected")
            self._typed(subject, value)
        elif predicate in CLASS_AXIOMS or predicate in PROPERTY_AXIOMS:
            self._term_axiom(subject, predicate, value)
        elif predicate == OWL + "sameAs":
            other = self.expressions.individual(value)
            self._fact(ax.SameIndividual(subject, other), subject, predicate, value)
        elif predicate == OWL + "differentFrom":
            other = self.expressions.individual(value)
            pair = ax.DifferentIndividuals((subject, other))
            self._axiom(pair, subject, predicate, value)
            self.individuals |= {subject, other}
        elif self._is_for(predicate, value):
            fact = ax.PropertyAssertion(subject, predicate, value)
            self._fact(fact, subject, predicate, value)
        elif not self._says_nothing(subject, predicate):
            raise Unreadable(_WRONG_VALUE)

    def _is_for(self, prop: str, value: Node) -> bool:
        """Whether it is declared as a property of individuals, or of data values."""
        if isinstance(value, Literal):
            return prop in self.vocabulary.data_properties
        return prop in self.vocabulary.object_properties

    def _says_nothing(self, subject: str, predicate: str) -> bool:
        """Whether it is an annotation, or the inside of something that is read where it is used."""
        return (
            predicate in self.vocabulary.annotation_properties
            or predicate in ANNOTATIONS
            or predicate in LIST
            or (predicate in INSIDE and self._is_inside(subject))
        )

    def _is_inside(self, subject: str) -> bool:
        kinds = self.graph[subject].get(TYPE, ())
        return subject.startswith("_:") or not AXIOM_NODES.isdisjoint(kinds)

    def _typed(self, subject: str, kind: str) -> None:
        if kind in DECLARED or kind in SILENT_TYPES:
            if kind == OWL + "NamedIndividual":
                self.individuals.add(subject)
            return
        local = kind.removeprefix(OWL)
        if kind in CHARACTERISTICS:
            reading = self.expressions
            role = (reading.object_role if kind in OBJECT_ONLY else reading.role)(subject)
            self._axiom(ax.Characteristic(CHARACTERISTICS[kind], role), subject, TYPE, kind)
        elif kind.startswith(OWL) and local.startswith(("AllDis", "AllDif")):
            self._group(subject, local)
        elif kind == OWL + "NegativePropertyAssertion":
            self._negative(subject)
        elif kind != OWL + "Thing" or subject in self.individuals:
            cls = self.expressions.cls(kind)
            self._fact(ax.ClassAssertion(subject, cls), subject, TYPE, kind)
        else:
            self.individuals.add(subject)

    def _group(self, node: str, kind: str) -> None:
        """`owl:AllDisjointClasses` and its two siblings."""
        said = self.graph[node]
        members = [*said.get(OWL + "members", ()), *said.get(OWL + "distinctMembers", ())]
        if len(members) != 1:
            raise Unreadable(f"{kind} without members, or with several lists of them")
        listed = self.expressions.listed(members[0])
        axiom: ax.Axiom
        if kind == "AllDisjointClasses":
            axiom = ax.DisjointClasses(tuple(self.expressions.cls(each) for each in listed))
        elif kind == "AllDisjointProperties":
            axiom = ax.DisjointProperties(tuple(self.expressions.role(each) for each in listed))
        else:
            names = tuple(map(self.expressions.individual, listed))
            self.individuals |= set(names)
            axiom = ax.DifferentIndividuals(names)
        self._axiom(axiom, node, TYPE, OWL + kind)

    def _negative(self, node: str) -> None:
        said = self.graph[node]
        parts = [
            [each for name in names for each in said.get(OWL + name, ())]
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
        if role.inverse:
            subject, target = self.expressions.individual(target), subject
        if not self._is_for(role.iri, target):
            raise Unreadable(_WRONG_VALUE)
        fact = ax.NegativeAssertion(subject, role.iri, target)
        self.origin.setdefault(fact, (node, TYPE, OWL + "NegativePropertyAssertion"))
        self._fact(fact, subject, role.iri, target)

    def _term_axiom(self, subject: str, predicate: str, value: Node) -> None:
        if predicate == OWL + "inverseOf" and subject.startswith("_:"):
            return  # the inside of an anonymous inverse
        build = CLASS_AXIOMS.get(predicate) or PROPERTY_AXIOMS[predicate]
        if (
            predicate in _EXPRESSION_NODES
            and subject.startswith("_:")
            and not isinstance(value, str)
        ):
            return
        if predicate in (RDFS + "subPropertyOf", RDFS + "domain", RDFS + "range") and (
            subject in self.vocabulary.annotation_properties
        ):
            return
        axiom = build(self.expressions, subject, value)
        self._axiom(axiom, subject, predicate, value)

    # --- keeping

    def _axiom(self, axiom: ax.Axiom, subject: str, predicate: str, value: Node) -> None:
        self.axioms.setdefault(axiom)
        self.origin.setdefault(axiom, (subject, predicate, _text(value)))

    def _fact(self, fact: ax.Axiom, subject: str, predicate: str, value: Node) -> None:
        self.facts.setdefault(fact)
        self.individuals.add(subject)
        if not isinstance(fact, ax.ClassAssertion) and isinstance(value, str):
            self.individuals.add(value)
        self.origin.setdefault(fact, (subject, predicate, _text(value)))

    def _skip(self, subject: str, predicate: str, value: Node, reason: str) -> None:
        self.unread.setdefault(Unread((subject, predicate, _text(value)), reason))

    # --- what stands around the axioms

    def _declared(self, context: Vocabulary) -> Vocabulary:
        found: dict[str, set[str]] = {name: set() for name in DECLARED.values()}
        links: set[str] = set()
        for subject, properties in self.graph.items():
            for kind in properties.get(TYPE, ()):
                if isinstance(kind, str) and kind in DECLARED and not subject.startswith("_:"):
                    found[DECLARED[kind]].add(subject)
                elif isinstance(kind, str) and kind in OBJECT_ONLY:
                    links.add(subject)
        # What can be true of object properties alone declares one, unless it is something else.
        found["object_properties"] |= links - found["data_properties"] - context.data_properties
        return Vocabulary(**{name: frozenset(iris) for name, iris in found.items()})

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


__all__ = ["LABEL", "TYPE", "XSD", "plain", "read"]


def _subclass(read_: ExpressionReader, subject: str, value: Node) -> ax.Axiom:
    return ax.SubClassOf(read_.cls(subject), read_.cls(value))


def _equivalent(read_: ExpressionReader, subject: str, value: Node) -> ax.Axiom:
    return ax.EquivalentClasses((read_.cls(subject), read_.cls(value)))


def _disjoint(read_: ExpressionReader, subject: str, value: Node) -> ax.Axiom:
    return ax.DisjointClasses((read_.cls(subject), read_.cls(value)))


def _disjoint_union(read_: ExpressionReader, subject: str, value: Node) -> ax.Axiom:
    whole = read_.cls(subject)
    if not isinstance(whole, ax.Named):
        raise Unreadable("a class without a name cannot be the union of others")
    parts = tuple(read_.cls(each) for each in _some(read_.listed(value)))
    return ax.DisjointUnion(whole.iri, parts)


def _key(read_: ExpressionReader, subject: str, value: Node) -> ax.Axiom:
    roles = tuple(read_.role(each) for each in _some(read_.listed(value)))
    return ax.HasKey(read_.cls(subject), roles)


def _sub_property(read_: ExpressionReader, subject: str, value: Node) -> ax.Axiom:
    return ax.SubPropertyOf(*_alike(read_, subject, value))


def _equivalent_property(read_: ExpressionReader, subject: str, value: Node) -> ax.Axiom:
    one, other = _alike(read_, subject, value)
    return ax.InverseOf(one, other.inverted)


def _inverse(read_: ExpressionReader, subject: str, value: Node) -> ax.Axiom:
    return ax.InverseOf(read_.object_role(subject), read_.object_role(value))


def _disjoint_properties(read_: ExpressionReader, subject: str, value: Node) -> ax.Axiom:
    return ax.DisjointProperties(_alike(read_, subject, value))


def _chain(read_: ExpressionReader, subject: str, value: Node) -> ax.Axiom:
    chain = tuple(read_.object_role(each) for each in _some(read_.listed(value)))
    return ax.PropertyChain(chain, read_.object_role(subject))


def _domain(read_: ExpressionReader, subject: str, value: Node) -> ax.Axiom:
    role, cls = read_.role(subject), read_.cls(value)
    return ax.Range(role.iri, cls) if role.inverse else ax.Domain(role.iri, cls)


def _range(read_: ExpressionReader, subject: str, value: Node) -> ax.Axiom:
    if subject in read_.vocabulary.data_properties:
        return ax.DataPropertyRange(subject, read_.data_range(value))
    role, cls = read_.object_role(subject), read_.cls(value)
    return ax.Domain(role.iri, cls) if role.inverse else ax.Range(role.iri, cls)


def _alike(read_: ExpressionReader, subject: str, value: Node) -> tuple[ax.Role, ax.Role]:
    """Two object properties, or two data properties."""
    if subject in read_.vocabulary.data_properties and value in read_.vocabulary.data_properties:
        return read_.role(subject), read_.role(value)
    return read_.object_role(subject), read_.object_role(value)


def _some(listed: list[Node]) -> list[Node]:
    if not listed:
        raise Unreadable("an empty list")
    return listed


CLASS_AXIOMS = {
    RDFS + "subClassOf": _subclass,
    OWL + "equivalentClass": _equivalent,
    OWL + "disjointWith": _disjoint,
    OWL + "disjointUnionOf": _disjoint_union,
    OWL + "hasKey": _key,
}
PROPERTY_AXIOMS = {
    RDFS + "subPropertyOf": _sub_property,
    OWL + "equivalentProperty": _equivalent_property,
    OWL + "inverseOf": _inverse,
    OWL + "propertyDisjointWith": _disjoint_properties,
    OWL + "propertyChainAxiom": _chain,
    RDFS + "domain": _domain,
    RDFS + "range": _range,
}
