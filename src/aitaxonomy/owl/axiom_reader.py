"""Axioms by the predicate of the triple that carries them.

Source: https://www.w3.org/TR/owl2-mapping-to-rdf/, section 3.2
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.expression_reader import BOOLEANS, ExpressionReader, Node, Unreadable
from aitaxonomy.owl.reserved_vocabulary import BUILT_IN
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import OWL, RDFS

Said = ax.Axiom | None
"""None is an axiom about annotation properties, from which nothing follows."""


def _equivalent(read: ExpressionReader, subject: str, value: Node) -> Said:
    if subject in read.vocabulary.datatypes:
        return ax.DatatypeDefinition(subject, read.data_range(value))
    return ax.EquivalentClasses((read.cls(subject), read.cls(value)))


def _defined(form: str, read: ExpressionReader, subject: str, value: Node) -> Said:
    """A class that is defined by what is said of its own name, as in OWL 1.

    OWL 2 has no such datatypes; where they are written, it is clear what they mean.
    """
    if subject in read.vocabulary.datatypes and form != "complementOf":
        return ax.DatatypeDefinition(subject, read.combined_range(form, value))
    return ax.EquivalentClasses((read.cls(subject), read.boolean(form, value)))


def _disjoint_union(read: ExpressionReader, subject: str, value: Node) -> Said:
    whole = read.cls(subject)
    if not isinstance(whole, ax.Named):
        raise Unreadable("a class without a name cannot be the union of others")
    return ax.DisjointUnion(whole.iri, read.listed(value, read.cls, 1))


def _sub_property(read: ExpressionReader, subject: str, value: Node) -> Said:
    if subject in read.vocabulary.annotation_properties:
        return _annotating(value)
    return ax.SubPropertyOf(*_alike(read, subject, value))


def _domain(read: ExpressionReader, subject: str, value: Node) -> Said:
    if subject in read.vocabulary.annotation_properties:
        return _annotating(value)
    return ax.Domain(read.role(subject), read.cls(value))


def _range(read: ExpressionReader, subject: str, value: Node) -> Said:
    if subject in read.vocabulary.annotation_properties:
        return _annotating(value)
    if subject in read.vocabulary.data_properties:
        return ax.DataPropertyRange(subject, read.data_range(value))
    return ax.Range(read.object_role(subject), read.cls(value))


def _alike(read: ExpressionReader, subject: str, value: Node) -> tuple[ax.Role, ax.Role]:
    """Two object properties, or two data properties."""
    of_data = read.vocabulary.data_properties
    if subject in of_data and (value in of_data or value in BUILT_IN["data_properties"]):
        return read.role(subject), read.role(value)
    return read.object_role(subject), read.object_role(value)


def _annotating(node: Node) -> Said:
    """Check that a node is an IRI, as OWL 2 has it in axioms about annotation properties."""
    if isinstance(node, Literal) or node.startswith("_:"):
        raise Unreadable("what has no name stands where an IRI is expected")
    return None


BY_PREDICATE: Mapping[str, Callable[[ExpressionReader, str, Node], Said]] = {
    RDFS + "subClassOf": lambda read, x, y: ax.SubClassOf(read.cls(x), read.cls(y)),
    OWL + "equivalentClass": _equivalent,
    OWL + "disjointWith": lambda read, x, y: ax.DisjointClasses((read.cls(x), read.cls(y))),
    OWL + "disjointUnionOf": _disjoint_union,
    OWL + "hasKey": lambda read, x, y: ax.HasKey(read.cls(x), read.listed(y, read.role, 1)),
    RDFS + "subPropertyOf": _sub_property,
    OWL + "equivalentProperty": lambda read, x, y: ax.EquivalentProperties(_alike(read, x, y)),
    OWL + "inverseOf": lambda read, x, y: ax.InverseOf(read.object_role(x), read.object_role(y)),
    OWL + "propertyDisjointWith": lambda read, x, y: ax.DisjointProperties(_alike(read, x, y)),
    OWL + "propertyChainAxiom": lambda read, x, y: ax.PropertyChain(
        read.listed(y, read.object_role, 1), read.object_role(x)
    ),
    RDFS + "domain": _domain,
    RDFS + "range": _range,
    **{OWL + form: partial(_defined, form) for form in BOOLEANS},
}
"""How a statement with the predicate is read; of nodes without a name, those that `INSIDE` has are
part of an expression."""
