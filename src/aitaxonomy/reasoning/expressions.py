"""Class expressions, roles and data ranges as RDF nodes spell them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from aitaxonomy.reasoning import axioms as ax
from aitaxonomy.reasoning.axioms import OWL, RDF, RDFS, XSD

Node = str | ax.Literal
Graph = Mapping[str, Mapping[str, list[Node]]]
_NIL = RDF + "nil"
_FACETS = {XSD + name for name in ("minInclusive", "maxInclusive", "minExclusive", "maxExclusive")}


class Unreadable(ValueError):
    """A node with no reading in the supported part of OWL 2; the message says why."""


class ExpressionReader:
    """Reads nodes of one graph, each once, with the declared vocabulary at hand."""

    def __init__(self, graph: Graph, vocabulary: ax.Vocabulary) -> None:
        self.graph = graph
        self.vocabulary = vocabulary
        self._known: dict[str, ax.Expression] = {}

    def cls(self, node: Node) -> ax.Expression:
        """The class expression at the node."""
        if isinstance(node, ax.Literal):
            raise Unreadable("a literal stands where a class is expected")
        if node not in self._known:
            self._known[node] = (
                self._anonymous(node) if node.startswith("_:") else self._named(node)
            )
        return self._known[node]

    def role(self, node: Node) -> ax.Role:
        """The object property (or its inverse) at the node; data properties read the same."""
        name = str(node)
        inverse = self._one(name, "inverseOf") if name.startswith("_:") else None
        if inverse is not None:
            return self.role(inverse).inverted
        known = self.vocabulary.object_properties | self.vocabulary.data_properties
        if name not in known and name not in (OWL + "topObjectProperty",):
            raise Unreadable(f"{name} is not declared as a property")
        return ax.Role(name)

    def listed(self, node: Node) -> list[Node]:
        """The members of an RDF list."""
        members: list[Node] = []
        while isinstance(node, str) and node != _NIL:
            first, rest = self.graph[node].get(RDF + "first"), self.graph[node].get(RDF + "rest")
            if not first or not rest:
                raise Unreadable("a broken list")
            members.append(first[0])
            node = rest[0]
        return members

    def data_range(self, node: Node) -> ax.AnyDataRange:
        """The data range at the node: a datatype, one with facets, or an enumeration."""
        if isinstance(node, ax.Literal):
            raise Unreadable("a literal stands where a data range is expected")
        if not node.startswith("_:"):
            return ax.DataRange(node)
        values = self._one(node, "oneOf")
        if values is not None:
            listed = self.listed(values)
            return ax.DataOneOf(tuple(each for each in listed if isinstance(each, ax.Literal)))
        base, facets = self._one(node, "onDatatype"), self._one(node, "withRestrictions")
        if base is None or facets is None:
            raise Unreadable("a data range of an unsupported kind")
        return ax.DataRange(str(base), tuple(self._facet(each) for each in self.listed(facets)))

    def _facet(self, node: Node) -> tuple[str, ax.Literal]:
        for name, values in self.graph[str(node)].items():
            if name in _FACETS and isinstance(values[0], ax.Literal):
                return name.removeprefix(XSD), values[0]
        raise Unreadable("a facet other than a least or greatest value")

    def _named(self, iri: str) -> ax.Expression:
        if iri.startswith(OWL) and iri in (ax.THING.iri, ax.NOTHING.iri):
            return ax.Named(iri)
        if iri not in self.vocabulary.classes:
            raise Unreadable(f"{iri} is not declared as a class")
        return ax.Named(iri)

    def _anonymous(self, node: str) -> ax.Expression:
        for name, build in _BOOLEANS.items():
            value = self._one(node, name)
            if value is not None:
                return build(self, value)
        prop = self._one(node, "onProperty")
        if prop is None:
            raise Unreadable("a class expression of an unsupported kind")
        if str(prop) in self.vocabulary.data_properties:
            return self._data_restriction(node, str(prop))
        return self._restriction(node, self.role(prop))

    def _restriction(self, node: str, role: ax.Role) -> ax.Expression:
        for name, build in (("someValuesFrom", ax.Some), ("allValuesFrom", ax.Only)):
            filler = self._one(node, name)
            if filler is not None:
                return build(role, self.cls(filler))
        value = self._one(node, "hasValue")
        if isinstance(value, str):
            return ax.HasValue(role, value)
        return self._counted(node, role)

    def _counted(self, node: str, role: ax.Role) -> ax.Expression:
        on_class = self._one(node, "onClass")
        filler = ax.THING if on_class is None else self.cls(on_class)
        for bound, plain, qualified in _CARDINALITIES:
            for name in (plain, qualified):
                count = self._one(node, name)
                if isinstance(count, ax.Literal):
                    return _cardinality(bound, int(count.lexical), role, filler)
        raise Unreadable("a restriction of an unsupported kind")

    def _data_restriction(self, node: str, prop: str) -> ax.Expression:
        some, value = self._one(node, "someValuesFrom"), self._one(node, "hasValue")
        if some is not None:
            return ax.DataSome(prop, self.data_range(some))
        if isinstance(value, ax.Literal):
            return ax.DataSome(prop, ax.DataOneOf((value,)))
        raise Unreadable("a restriction on a data property of an unsupported kind")

    def _one(self, node: str, name: str) -> Node | None:
        values = self.graph[node].get(OWL + name) if node in self.graph else None
        return values[0] if values else None


_CARDINALITIES = (
    ("least", "minCardinality", "minQualifiedCardinality"),
    ("most", "maxCardinality", "maxQualifiedCardinality"),
    ("exactly", "cardinality", "qualifiedCardinality"),
)


def _cardinality(bound: str, count: int, role: ax.Role, filler: ax.Expression) -> ax.Expression:
    at_least: ax.Expression = (
        ax.THING
        if count == 0
        else ax.Some(role, filler)
        if count == 1
        else ax.AtLeast(count, role, filler)
    )
    if bound == "least":
        return at_least
    above = ax.AtLeast(count + 1, role, filler) if count else ax.Some(role, filler)
    return ax.Not(above) if bound == "most" else ax.And((at_least, ax.Not(above)))


def _and(reader: ExpressionReader, value: Node) -> ax.Expression:
    return ax.And(tuple(reader.cls(each) for each in reader.listed(value)))


def _or(reader: ExpressionReader, value: Node) -> ax.Expression:
    return ax.Or(tuple(reader.cls(each) for each in reader.listed(value)))


def _not(reader: ExpressionReader, value: Node) -> ax.Expression:
    return ax.Not(reader.cls(value))


def _one_of(reader: ExpressionReader, value: Node) -> ax.Expression:
    return ax.OneOf(tuple(str(each) for each in reader.listed(value)))


_BOOLEANS: dict[str, Callable[[ExpressionReader, Node], ax.Expression]] = {
    "intersectionOf": _and,
    "unionOf": _or,
    "complementOf": _not,
    "oneOf": _one_of,
}

__all__ = ["RDFS", "ExpressionReader", "Graph", "Node", "Unreadable"]
