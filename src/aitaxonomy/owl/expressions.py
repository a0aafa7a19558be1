"""Class expressions, roles and data ranges as RDF nodes spell them.

A node that says more than has a reading, or says it twice, is not read at all: half of what it says
would be something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Vocabulary
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import OWL, RDF, RDFS, XSD

Node = str | Literal
Graph = Mapping[str, Mapping[str, list[Node]]]
_NIL, _TOP = RDF + "nil", OWL + "topObjectProperty"
_DEEPEST = 64
"""More levels of nesting are not read."""
_COUNT = re.compile(r"\+?[0-9]{1,9}")
_FACETS = {XSD + name for name in ("minInclusive", "maxInclusive", "minExclusive", "maxExclusive")}


class Unreadable(ValueError):
    """A node with no reading in the supported part of OWL 2; the message says why."""


class ExpressionReader:
    """Reads nodes of one graph, each once, with the declared vocabulary at hand."""

    def __init__(self, graph: Graph, vocabulary: Vocabulary) -> None:
        self.graph = graph
        self.vocabulary = vocabulary
        self._known: dict[str, ax.Expression] = {}
        self._open: set[str] = set()
        """The nodes that are being read."""

    def cls(self, node: Node) -> ax.Expression:
        """The class expression at the node."""
        name = self._iri(node, "a class")
        if name not in self._known:
            with self._opened(name):
                self._known[name] = (
                    self._anonymous(name) if name.startswith("_:") else self._named(name)
                )
        return self._known[name]

    def individual(self, node: Node) -> str:
        """The individual at the node."""
        return self._iri(node, "an individual")

    def role(self, node: Node) -> ax.Role:
        """The object property (or its inverse) at the node; data properties read the same."""
        name = self._iri(node, "a property")
        inverse = self._one(name, "inverseOf") if name.startswith("_:") else None
        if inverse is not None:
            if str(inverse).startswith("_:"):
                raise Unreadable("the inverse of what has no name")
            return self.object_role(inverse).inverted
        known = self.vocabulary.object_properties | self.vocabulary.data_properties
        if name not in known and name != _TOP:
            raise Unreadable(f"{name} is not declared as a property")
        return ax.Role(name)

    def object_role(self, node: Node) -> ax.Role:
        """The object property (or its inverse) at the node."""
        role = self.role(node)
        if role.iri not in self.vocabulary.object_properties and role.iri != _TOP:
            raise Unreadable(f"{role.iri} is a data property where an object property is expected")
        return role

    def listed(self, node: Node) -> list[Node]:
        """The members of an RDF list."""
        members: list[Node] = []
        seen = {_NIL}
        while node not in seen:
            if isinstance(node, Literal):
                raise Unreadable("a broken list")
            seen.add(node)
            first, rest = (self.graph[node].get(RDF + end, ()) for end in ("first", "rest"))
            if len(first) != 1 or len(rest) != 1:
                raise Unreadable("a broken list")
            members.append(first[0])
            node = rest[0]
        if node != _NIL:
            raise Unreadable("a list that does not end")
        return members

    def data_range(self, node: Node) -> ax.AnyDataRange:
        """The data range at the node: a datatype, one with facets, or an enumeration."""
        name = self._iri(node, "a data range")
        if not name.startswith("_:"):
            return ax.DataRange(name)
        values = self._one(name, "oneOf")
        base, facets = self._one(name, "onDatatype"), self._one(name, "withRestrictions")
        if values is not None and base is None and facets is None:
            return ax.DataOneOf(tuple(map(_value, self.listed(values))))
        if values is not None or base is None or facets is None:
            raise Unreadable("a data range of an unsupported kind")
        datatype = self._iri(base, "a datatype")
        return ax.DataRange(datatype, tuple(self._facet(each) for each in self.listed(facets)))

    def _facet(self, node: Node) -> tuple[str, Literal]:
        said = self.graph[self._iri(node, "a facet")]
        if len(said) != 1 or not said.keys() <= _FACETS:
            raise Unreadable("a facet other than one least or greatest value")
        ((name, values),) = said.items()
        if len(values) != 1:
            raise Unreadable("a facet with several values")
        return name.removeprefix(XSD), _value(values[0])

    def _named(self, iri: str) -> ax.Expression:
        if iri.startswith(OWL) and iri in (ax.THING.iri, ax.NOTHING.iri):
            return ax.Named(iri)
        if iri not in self.vocabulary.classes:
            raise Unreadable(f"{iri} is not declared as a class")
        return ax.Named(iri)

    def _anonymous(self, node: str) -> ax.Expression:
        said = self.graph.get(node, {})
        forms = [name for name in _FORMS if OWL + name in said]
        if len(forms) != 1 or (forms[0] in _BOOLEANS) is (OWL + "onProperty" in said):
            raise Unreadable("a class expression of an unsupported kind")
        value = self._one(node, forms[0])
        prop = self._one(node, "onProperty")
        assert value is not None
        if prop is None:
            return _BOOLEANS[forms[0]](self, value)
        if prop in self.vocabulary.data_properties:
            return self._data_restriction(str(prop), forms[0], value)
        return self._restriction(node, self.object_role(prop), forms[0], value)

    def _restriction(self, node: str, role: ax.Role, form: str, value: Node) -> ax.Expression:
        match form:
            case "someValuesFrom":
                return ax.Some(role, self.cls(value))
            case "allValuesFrom":
                return ax.Only(role, self.cls(value))
            case "hasValue":
                return ax.HasValue(role, self.individual(value))
            case "hasSelf":
                raise Unreadable("a restriction of an unsupported kind")
        if not isinstance(value, Literal) or not _COUNT.fullmatch(value.lexical):
            raise Unreadable("a number of values that is no count")
        on_class = self._one(node, "onClass")
        if (on_class is not None) is not ("ualified" in form):
            raise Unreadable("a qualified cardinality without its class, or the other way round")
        filler = ax.THING if on_class is None else self.cls(on_class)
        return _cardinality(_CARDINALITIES[form], int(value.lexical), role, filler)

    def _data_restriction(self, prop: str, form: str, value: Node) -> ax.Expression:
        if form == "someValuesFrom":
            return ax.DataSome(prop, self.data_range(value))
        if form == "hasValue":
            return ax.DataSome(prop, ax.DataOneOf((_value(value),)))
        raise Unreadable("a restriction on a data property of an unsupported kind")

    # --- nodes

    def _one(self, node: str, name: str) -> Node | None:
        values = self.graph.get(node, {}).get(OWL + name, ())
        if len(values) > 1:
            raise Unreadable(f"several values of owl:{name} where there may be one")
        return values[0] if values else None

    def _iri(self, node: Node, what: str) -> str:
        if isinstance(node, Literal):
            raise Unreadable(f"a literal stands where {what} is expected")
        return node

    @contextmanager
    def _opened(self, node: str) -> Iterator[None]:
        if node in self._open:
            raise Unreadable("a class expression that has itself inside")
        if len(self._open) >= _DEEPEST:
            raise Unreadable(f"a class expression nested more than {_DEEPEST} levels deep")
        self._open.add(node)
        try:
            yield
        finally:
            self._open.remove(node)


def _value(node: Node) -> Literal:
    if not isinstance(node, Literal):
        raise Unreadable("an individual stands where a data value is expected")
    return node


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


def _parts(reader: ExpressionReader, value: Node) -> tuple[ax.Expression, ...]:
    return tuple(reader.cls(each) for each in reader.listed(value))


def _and(reader: ExpressionReader, value: Node) -> ax.Expression:
    parts = _parts(reader, value)
    return ax.And(parts) if len(parts) > 1 else parts[0] if parts else ax.THING


def _or(reader: ExpressionReader, value: Node) -> ax.Expression:
    parts = _parts(reader, value)
    return ax.Or(parts) if len(parts) > 1 else parts[0] if parts else ax.NOTHING


def _not(reader: ExpressionReader, value: Node) -> ax.Expression:
    return ax.Not(reader.cls(value))


def _one_of(reader: ExpressionReader, value: Node) -> ax.Expression:
    individuals = tuple(reader.individual(each) for each in reader.listed(value))
    return ax.OneOf(individuals) if individuals else ax.NOTHING


_BOOLEANS: dict[str, Callable[[ExpressionReader, Node], ax.Expression]] = {
    "intersectionOf": _and,
    "unionOf": _or,
    "complementOf": _not,
    "oneOf": _one_of,
}
_CARDINALITIES = {
    "minCardinality": "least",
    "minQualifiedCardinality": "least",
    "maxCardinality": "most",
    "maxQualifiedCardinality": "most",
    "cardinality": "exactly",
    "qualifiedCardinality": "exactly",
}
_FORMS = (
    *_BOOLEANS, *_CARDINALITIES, "someValuesFrom", "allValuesFrom", "hasValue", "hasSelf",
)  # fmt: skip

__all__ = ["RDFS", "ExpressionReader", "Graph", "Node", "Unreadable"]
