"""Which triple is which axiom (https://www.w3.org/TR/owl2-mapping-to-rdf/, without OWL 1)."""

from __future__ import annotations

from collections.abc import Callable

from aitaxonomy.owl.expressions import Node
from aitaxonomy.owl.writers.expressions import Expressions
from aitaxonomy.owl.writers.graph import is_blank, shown
from aitaxonomy.owl.writers.tree import Anonymous, Form, Group, Iri, NotOwlError, Part
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import OWL, RDFS

CHARACTERISTICS = {
    OWL + f"{name}Property": f"{name}ObjectProperty"
    for name in (
        "Functional",
        "InverseFunctional",
        "Reflexive",
        "Irreflexive",
        "Symmetric",
        "Asymmetric",
        "Transitive",
    )
}
_ANNOTATION = "AnnotationProperty"
Core = tuple[str, tuple[Part, ...]]
"""The name of an axiom and its parts, its annotations left out."""


def name(node: Node) -> Iri:
    """Read a node that has to be an IRI: the domain or range of an annotation property."""
    if isinstance(node, Literal) or is_blank(node):
        raise NotOwlError(f"{shown(node)} stands where an IRI is expected; name it")
    return Iri(node)


def annotation_value(read: Expressions, node: Node) -> Iri | Anonymous | Literal:
    """Read the subject or value of an annotation."""
    if isinstance(node, Literal):
        return node
    if is_blank(node):
        read.anonymous.add(node)
        return Anonymous(node.removeprefix("_:"))
    return Iri(node)


def characteristic(read: Expressions, subject: str, kind: str) -> Core:
    """Read functional, transitive and so on; a data property can only be functional."""
    if read.vocabulary.has(subject, "DataProperty") and kind == OWL + "FunctionalProperty":
        return "FunctionalDataProperty", (read.data_property(subject),)
    return CHARACTERISTICS[kind], (read.object_property(subject),)


def assertion(read: Expressions, subject: str, predicate: str, value: Node) -> Core | None:
    """Read a link, a value or an annotation; None where the predicate is not declared."""
    if read.vocabulary.has(predicate, _ANNOTATION):
        prop = read.vocabulary.entity(predicate, _ANNOTATION)
        about = annotation_value(read, subject)
        return "AnnotationAssertion", (prop, about, annotation_value(read, value))
    for sort in ("Object", "Data"):
        if read.vocabulary.has(predicate, f"{sort}Property"):
            prop = read.vocabulary.entity(predicate, f"{sort}Property")
            target = read.value(sort, value)
            return f"{sort}PropertyAssertion", (prop, read.individual(subject), target)
    return None


def group(read: Expressions, kind: str, head: Node) -> Core:
    """Read `owl:AllDisjointClasses`, `owl:AllDisjointProperties` and `owl:AllDifferent`."""
    if kind == OWL + "AllDifferent":
        return "DifferentIndividuals", read.listed(head, read.individual, 2)
    if kind == OWL + "AllDisjointClasses":
        return "DisjointClasses", read.listed(head, read.cls, 2)
    sort = _sort(read, read.graph.members(head)[:1])
    of = read.object_property if sort == "Object" else read.data_property
    return f"Disjoint{sort}Properties", read.listed(head, of, 2)


def negative(read: Expressions, node: str) -> Core:
    """Read an `owl:NegativePropertyAssertion`."""
    prop = read.graph.need(node, OWL + "assertionProperty")
    sort, about = read.property(prop), read.graph.need(node, OWL + "sourceIndividual")
    target = "targetIndividual" if sort[0] == "Object" else "targetValue"
    value = read.value(sort[0], read.graph.need(node, OWL + target))
    return f"Negative{sort[0]}PropertyAssertion", (sort[1], read.individual(about), value)


def _sort(read: Expressions, nodes: list[Node]) -> str:
    data = any(read.vocabulary.has(node, "DataProperty") for node in nodes)
    return "Data" if data else "Object"


def _equivalent_class(read: Expressions, subject: str, value: Node) -> Core:
    if read.vocabulary.has(subject, "Datatype"):
        defined = read.vocabulary.entity(subject, "Datatype")
        return "DatatypeDefinition", (defined, read.data_range(value))
    return "EquivalentClasses", (read.cls(subject), read.cls(value))


def _disjoint_union(read: Expressions, subject: str, value: Node) -> Core:
    parts = read.listed(value, read.cls, 2)
    return "DisjointUnion", (read.vocabulary.entity(subject, "Class"), *parts)


def _key(read: Expressions, subject: str, value: Node) -> Core:
    found = [read.property(each) for each in read.graph.members(value)]
    if not found:
        raise NotOwlError(f"the key of {shown(subject)} is empty; list its properties")
    groups = (Group(tuple(p for kind, p in found if kind == s)) for s in ("Object", "Data"))
    return "HasKey", (read.cls(subject), *groups)


def _chain(read: Expressions, subject: str, value: Node) -> Core:
    chain = Form("ObjectPropertyChain", read.listed(value, read.object_property, 2))
    return "SubObjectPropertyOf", (chain, read.object_property(subject))


def _properties(form: str) -> Callable[[Expressions, str, Node], Core]:
    def build(read: Expressions, subject: str, value: Node) -> Core:
        if "Sub" in form and read.vocabulary.has(subject, _ANNOTATION):
            both = (read.vocabulary.entity(each, _ANNOTATION) for each in (subject, value))
            return "SubAnnotationPropertyOf", tuple(both)
        sort, first = read.property(subject)
        of = read.object_property if sort == "Object" else read.data_property
        return form.format(sort), (first, of(value))

    return build


def _inverse(read: Expressions, subject: str, value: Node) -> Core:
    return "InverseObjectProperties", (read.object_property(subject), read.object_property(value))


def _domain(read: Expressions, subject: str, value: Node) -> Core:
    if read.vocabulary.has(subject, _ANNOTATION):
        prop = read.vocabulary.entity(subject, _ANNOTATION)
        return "AnnotationPropertyDomain", (prop, name(value))
    sort, of = read.property(subject)
    return f"{sort}PropertyDomain", (of, read.cls(value))


def _range(read: Expressions, subject: str, value: Node) -> Core:
    if read.vocabulary.has(subject, _ANNOTATION):
        prop = read.vocabulary.entity(subject, _ANNOTATION)
        return "AnnotationPropertyRange", (prop, name(value))
    sort, of = read.property(subject)
    filler = read.cls(value) if sort == "Object" else read.data_range(value)
    return f"{sort}PropertyRange", (of, filler)


def _classes(form: str) -> Callable[[Expressions, str, Node], Core]:
    return lambda read, subject, value: (form, (read.cls(subject), read.cls(value)))


def _individuals(form: str) -> Callable[[Expressions, str, Node], Core]:
    def build(read: Expressions, subject: str, value: Node) -> Core:
        return form, (read.individual(subject), read.individual(value))

    return build


BY_PREDICATE: dict[str, Callable[[Expressions, str, Node], Core]] = {
    RDFS + "subClassOf": _classes("SubClassOf"),
    OWL + "equivalentClass": _equivalent_class,
    OWL + "disjointWith": _classes("DisjointClasses"),
    OWL + "disjointUnionOf": _disjoint_union,
    OWL + "hasKey": _key,
    RDFS + "subPropertyOf": _properties("Sub{}PropertyOf"),
    OWL + "equivalentProperty": _properties("Equivalent{}Properties"),
    OWL + "propertyDisjointWith": _properties("Disjoint{}Properties"),
    OWL + "inverseOf": _inverse,
    OWL + "propertyChainAxiom": _chain,
    RDFS + "domain": _domain,
    RDFS + "range": _range,
    OWL + "sameAs": _individuals("SameIndividual"),
    OWL + "differentFrom": _individuals("DifferentIndividuals"),
}
