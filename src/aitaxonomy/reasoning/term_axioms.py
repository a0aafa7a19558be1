"""What a triple about a class or a property says, by its predicate: one axiom each."""

from __future__ import annotations

from aitaxonomy.reasoning import axioms as ax
from aitaxonomy.reasoning.axioms import OWL, RDFS
from aitaxonomy.reasoning.expressions import ExpressionReader, Node


def _subclass(read_: ExpressionReader, subject: str, value: Node) -> ax.Axiom:
    return ax.SubClassOf(read_.cls(subject), read_.cls(value))


def _equivalent(read_: ExpressionReader, subject: str, value: Node) -> ax.Axiom:
    return ax.EquivalentClasses((read_.cls(subject), read_.cls(value)))


def _disjoint(read_: ExpressionReader, subject: str, value: Node) -> ax.Axiom:
    return ax.DisjointClasses((read_.cls(subject), read_.cls(value)))


def _disjoint_union(read_: ExpressionReader, subject: str, value: Node) -> ax.Axiom:
    return ax.DisjointUnion(subject, tuple(read_.cls(each) for each in read_.listed(value)))


def _key(read_: ExpressionReader, subject: str, value: Node) -> ax.Axiom:
    roles = tuple(read_.role(each) for each in read_.listed(value))
    return ax.HasKey(read_.cls(subject), roles)


def _sub_property(read_: ExpressionReader, subject: str, value: Node) -> ax.Axiom:
    return ax.SubPropertyOf(read_.role(subject), read_.role(value))


def _equivalent_property(read_: ExpressionReader, subject: str, value: Node) -> ax.Axiom:
    return ax.InverseOf(read_.role(subject), read_.role(value).inverted)


def _inverse(read_: ExpressionReader, subject: str, value: Node) -> ax.Axiom:
    return ax.InverseOf(read_.role(subject), read_.role(value))


def _disjoint_properties(read_: ExpressionReader, subject: str, value: Node) -> ax.Axiom:
    return ax.DisjointProperties((read_.role(subject), read_.role(value)))


def _chain(read_: ExpressionReader, subject: str, value: Node) -> ax.Axiom:
    chain = tuple(read_.role(each) for each in read_.listed(value))
    return ax.PropertyChain(chain, read_.role(subject))


def _domain(read_: ExpressionReader, subject: str, value: Node) -> ax.Axiom:
    return ax.Domain(read_.role(subject).iri, read_.cls(value))


def _range(read_: ExpressionReader, subject: str, value: Node) -> ax.Axiom:
    if subject in read_.vocabulary.data_properties:
        return ax.DataPropertyRange(subject, read_.data_range(value))
    return ax.Range(read_.role(subject).iri, read_.cls(value))


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
