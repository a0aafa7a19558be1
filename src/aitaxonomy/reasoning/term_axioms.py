"""What a triple about a class or a property says, by its predicate: one axiom each."""

from __future__ import annotations

from aitaxonomy.reasoning import axioms as ax
from aitaxonomy.reasoning.axioms import OWL, RDFS
from aitaxonomy.reasoning.expressions import ExpressionReader, Node, Unreadable


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
