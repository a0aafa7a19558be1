"""Entities, class expressions, property expressions and data ranges, as they are written."""

from __future__ import annotations

from collections.abc import Callable

from aitaxonomy.owl.expressions import Node
from aitaxonomy.owl.writers.graph import TYPE, Graph, is_blank, shown
from aitaxonomy.owl.writers.tree import (
    Anonymous,
    Count,
    Entity,
    Facet,
    Form,
    Individual,
    NotOwlError,
    Part,
)
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import OWL, RDF, RDFS, XSD

KINDS = {
    OWL + "Class": "Class",
    OWL + "ObjectProperty": "ObjectProperty",
    OWL + "DatatypeProperty": "DataProperty",
    OWL + "AnnotationProperty": "AnnotationProperty",
    RDFS + "Datatype": "Datatype",
    OWL + "NamedIndividual": "NamedIndividual",
}
_BUILT_IN = {
    "Class": {OWL + "Thing", OWL + "Nothing"},
    "ObjectProperty": {OWL + "topObjectProperty", OWL + "bottomObjectProperty"},
    "DataProperty": {OWL + "topDataProperty", OWL + "bottomDataProperty"},
    "AnnotationProperty": {
        *(RDFS + name for name in ("label", "comment", "seeAlso", "isDefinedBy")),
        *(OWL + name for name in ("versionInfo", "deprecated", "priorVersion")),
        *(OWL + name for name in ("backwardCompatibleWith", "incompatibleWith")),
    },
    "Datatype": {
        *(RDF + name for name in ("PlainLiteral", "XMLLiteral", "langString")),
        *(OWL + name for name in ("real", "rational")),
        RDFS + "Literal",
    },
}
_APART = ({"Class", "Datatype"}, {"ObjectProperty", "DataProperty", "AnnotationProperty"})
_FACETS = {
    *(XSD + name for name in ("minInclusive", "maxInclusive", "minExclusive", "maxExclusive")),
    *(XSD + name for name in ("length", "minLength", "maxLength", "pattern")),
    RDF + "langRange",
}
_BOOLEAN = {"intersectionOf": "IntersectionOf", "unionOf": "UnionOf"}
_BOUNDS = {"min": "MinCardinality", "max": "MaxCardinality", "": "ExactCardinality"}


class Vocabulary:
    """What each IRI is declared as."""

    def __init__(self, graph: Graph) -> None:
        self._kinds: dict[str, set[str]] = {}
        for subject, predicate, value in graph:
            if predicate == TYPE and isinstance(value, str) and not is_blank(subject):
                self._declare(subject, KINDS.get(value))
        for kind, names in _BUILT_IN.items():
            for name in names:
                self._declare(name, kind)

    def _declare(self, iri: str, kind: str | None) -> None:
        kinds = self._kinds.setdefault(iri, set())
        kinds |= {kind} if kind else set()
        for group in _APART:
            if len(group & kinds) > 1:
                both = " and ".join(sorted(group & kinds))
                raise NotOwlError(f"{shown(iri)} is declared as {both}; OWL 2 allows one of them")

    def has(self, node: Node, kind: str) -> bool:
        """Whether the node is a name declared (or built in) as that kind."""
        if kind == "Datatype" and isinstance(node, str) and node.startswith(XSD):
            return True
        return isinstance(node, str) and kind in self._kinds.get(node, ())

    def entity(self, node: Node, kind: str) -> Entity:
        """Read the node as an entity of that kind."""
        if not isinstance(node, str) or not self.has(node, kind):
            raise NotOwlError(f"{shown(node)} is used as {kind}; declare it as one")
        return Entity(kind, node)


class Expressions:
    """Reads the expressions of one graph; `seen` has the blank nodes that are expressions."""

    def __init__(self, graph: Graph, vocabulary: Vocabulary) -> None:
        self.graph = graph
        self.vocabulary = vocabulary
        self.seen: set[str] = set()
        self.anonymous: set[str] = set()

    # --- individuals and properties

    def individual(self, node: Node) -> Individual:
        """Read a named or anonymous individual."""
        if isinstance(node, Literal):
            raise NotOwlError(f"{shown(node)} stands where an individual is expected; name one")
        if is_blank(node):
            self.anonymous.add(node)
            return Anonymous(node.removeprefix("_:"))
        return Entity("NamedIndividual", node)

    def object_property(self, node: Node) -> Part:
        """Read an object property or an inverse of one."""
        if isinstance(node, str) and is_blank(node):
            self.seen.add(node)
            self._skip_type(node, OWL + "ObjectProperty")
            named = self.graph.need(node, OWL + "inverseOf")
            return Form("ObjectInverseOf", (self.vocabulary.entity(named, "ObjectProperty"),))
        return self.vocabulary.entity(node, "ObjectProperty")

    def data_property(self, node: Node) -> Part:
        """Read a data property."""
        return self.vocabulary.entity(node, "DataProperty")

    def property(self, node: Node) -> tuple[str, Part]:
        """Read a property expression, with "Object" or "Data" before it."""
        if self.vocabulary.has(node, "DataProperty"):
            return "Data", self.data_property(node)
        return "Object", self.object_property(node)

    # --- class expressions

    def cls(self, node: Node) -> Part:
        """Read a class or class expression."""
        if not isinstance(node, str) or not is_blank(node):
            return self.vocabulary.entity(node, "Class")
        self.seen.add(node)
        self._skip_type(node, OWL + "Class", RDFS + "Class")
        if self._take(node, "onProperties") is not None:
            raise NotOwlError(f"{shown(node)} restricts several data properties; restrict one")
        prop = self._take(node, "onProperty")
        if prop is not None:
            self._skip_type(node, OWL + "Restriction")
            return self._restriction(node, prop)
        for name, form in _BOOLEAN.items():
            head = self._take(node, name)
            if head is not None:
                return Form(f"Object{form}", self.listed(head, self.cls, 2))
        return self._other_class(node)

    def _other_class(self, node: str) -> Part:
        negated, head = self._take(node, "complementOf"), self._take(node, "oneOf")
        if negated is not None:
            return Form("ObjectComplementOf", (self.cls(negated),))
        if head is not None:
            return Form("ObjectOneOf", self.listed(head, self.individual, 1))
        raise NotOwlError(
            f"{shown(node)} is used as a class but is no class expression; describe it"
        )

    def _restriction(self, node: str, on: Node) -> Part:
        sort, prop = self.property(on)
        filler: Callable[[Node], Part] = self.cls if sort == "Object" else self.data_range
        for name in ("someValuesFrom", "allValuesFrom"):
            value = self._take(node, name)
            if value is not None:
                return Form(f"{sort}{name[0].upper()}{name[1:]}", (prop, filler(value)))
        value = self._take(node, "hasValue")
        if value is not None:
            return Form(f"{sort}HasValue", (prop, self.value(sort, value)))
        value = self._take(node, "hasSelf")
        if value == Literal("true", XSD + "boolean") and sort == "Object":
            return Form("ObjectHasSelf", (prop,))
        return self._cardinality(node, sort, prop, filler)

    def _cardinality(
        self, node: str, sort: str, prop: Part, filler: Callable[[Node], Part]
    ) -> Part:
        for bound, form in _BOUNDS.items():
            count = self._take(node, f"{bound}Cardinality" if bound else "cardinality")
            if count is not None:
                return Form(f"{sort}{form}", (_count(count), prop))
            qualified = f"{bound}QualifiedCardinality" if bound else "qualifiedCardinality"
            count = self._take(node, qualified)
            if count is not None:
                on = self.graph.need(node, OWL + ("onClass" if sort == "Object" else "onDataRange"))
                return Form(f"{sort}{form}", (_count(count), prop, filler(on)))
        raise NotOwlError(
            f"{shown(node)} restricts a property in no way that OWL 2 knows; correct it"
        )

    def value(self, sort: str, node: Node) -> Part:
        """Read the value of an object or of a data property."""
        if sort == "Object":
            return self.individual(node)
        if isinstance(node, str):
            raise NotOwlError(f"{shown(node)} stands where a literal is expected; give a literal")
        return node

    # --- data ranges

    def data_range(self, node: Node) -> Part:
        """Read a datatype or data range."""
        if not isinstance(node, str) or not is_blank(node):
            return self.vocabulary.entity(node, "Datatype")
        self.seen.add(node)
        self._skip_type(node, RDFS + "Datatype", OWL + "DataRange")
        base = self._take(node, "onDatatype")
        if base is not None:
            facets = self.listed(self.graph.need(node, OWL + "withRestrictions"), self._facet, 1)
            return Form("DatatypeRestriction", (self.vocabulary.entity(base, "Datatype"), *facets))
        for name, form in _BOOLEAN.items():
            head = self._take(node, name)
            if head is not None:
                return Form(f"Data{form}", self.listed(head, self.data_range, 2))
        negated, head = self._take(node, "datatypeComplementOf"), self._take(node, "oneOf")
        if negated is not None:
            return Form("DataComplementOf", (self.data_range(negated),))
        if head is not None:
            return Form("DataOneOf", self.listed(head, lambda each: self.value("Data", each), 1))
        raise NotOwlError(f"{shown(node)} is used as a data range but is none; describe it")

    def _facet(self, node: Node) -> Part:
        found = self.graph.about(node) if isinstance(node, str) else []
        for facet, value in found[:1]:
            if len(found) == 1 and facet in _FACETS and isinstance(value, Literal):
                self.graph.use(str(node), facet, value)
                return Facet(facet, value)
        raise NotOwlError(f"{shown(node)} is no facet of OWL 2; give one facet and one literal")

    # --- parts

    def listed(self, head: Node, read: Callable[[Node], Part], least: int) -> tuple[Part, ...]:
        """Read each member of a list; OWL 2 sets how many there are at least."""
        members = self.graph.members(head)
        if len(members) < least:
            raise NotOwlError(f"the list at {shown(head)} is too short; it needs {least} or more")
        return tuple(read(member) for member in members)

    def _take(self, node: str, name: str) -> Node | None:
        return self.graph.take(node, OWL + name)

    def _skip_type(self, node: str, *types: str) -> None:
        for kind in types:
            if kind in self.graph.values(node, TYPE):
                self.graph.use(node, TYPE, kind)


def _count(node: Node) -> Count:
    if isinstance(node, Literal) and node.lexical.isascii() and node.lexical.isdigit():
        return Count(int(node.lexical))
    raise NotOwlError(f"{shown(node)} is no count; give a number of type xsd:nonNegativeInteger")


__all__ = ["KINDS", "Expressions", "Vocabulary"]
