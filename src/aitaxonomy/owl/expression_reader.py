"""Class expressions, properties and data ranges as RDF nodes spell them.

A node that says more than has a reading, or says it twice, is not read at all: half of what it says
would be something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Vocabulary
from aitaxonomy.owl.reserved_vocabulary import BUILT_IN, FACETS
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import OWL, RDF, RDFS, XSD, shown
from aitaxonomy.rdf.rdf_lists import FIRST, NIL, REST, BrokenList, cells

Node = str | Literal
Graph = Mapping[str, Mapping[str, list[Node]]]
TYPE = RDF + "type"
_LINKS, _DATA = BUILT_IN["object_properties"], BUILT_IN["data_properties"]
_DEEPEST = 64
"""More levels of nesting are not read."""
_COUNT = re.compile(r"\+?[0-9]{1,9}")
_TRUE = Literal("true", XSD + "boolean")
_T = TypeVar("_T")


class Unreadable(ValueError):
    """A node or a statement without a reading in OWL 2, and the reason."""


class ExpressionReader:
    """Reads nodes of one graph, each once, with the declared vocabulary at hand.

    `used` has what was read of nodes without a name: pairs of a node and a predicate, or of a node
    and one of its types. `individuals` has what was read as an individual.
    """

    def __init__(self, graph: Graph, vocabulary: Vocabulary) -> None:
        self.graph = graph
        self.vocabulary = vocabulary
        self.used: set[tuple[str, str]] = set()
        self.individuals: set[str] = set()
        self._classes: dict[str, ax.Expression] = {}
        self._open: set[str] = set()
        """The nodes that are being read."""

    # --- properties and individuals

    def individual(self, node: Node) -> str:
        """The individual at the node."""
        name = self._iri(node, "an individual")
        self.individuals.add(name)
        return name

    def role(self, node: Node) -> ax.Role:
        """The object property (or its inverse) at the node; data properties read the same."""
        name = self._iri(node, "a property")
        inverse = self.only(name, OWL + "inverseOf") if name.startswith("_:") else None
        if inverse is not None:
            if str(inverse).startswith("_:"):
                raise Unreadable("the inverse of what has no name")
            self._typed_as(name, OWL + "ObjectProperty")
            return self.object_role(inverse).inverted
        words = self.vocabulary
        if all(
            name not in known
            for known in (words.object_properties, words.data_properties, _LINKS, _DATA)
        ):
            raise Unreadable(f"{name} is not declared as a property")
        return ax.Role(name)

    def object_role(self, node: Node) -> ax.Role:
        """The object property (or its inverse) at the node."""
        role = self.role(node)
        if role.iri not in self.vocabulary.object_properties and role.iri not in _LINKS:
            raise Unreadable(f"{role.iri} is a data property where an object property is expected")
        return role

    # --- lists and single values

    def listed(self, head: Node, read: Callable[[Node], _T], least: int = 0) -> tuple[_T, ...]:
        """Return what the members of an RDF list say; there have to be so many at least."""
        members: list[Node] = []
        try:
            for cell, member in cells(head, self._values, NIL):
                members.append(member)
                assert isinstance(cell, str)
                self.used |= {(cell, FIRST), (cell, REST)}
                self._typed_as(cell, RDF + "List")
        except BrokenList as broken:
            raise Unreadable(str(broken)) from None
        if len(members) < least:
            raise Unreadable("a list that is too short" if members else "an empty list")
        return tuple(map(read, members))

    def only(self, node: str, predicate: str) -> Node | None:
        """The only value that a node has for a predicate; None if there is none."""
        values = self._values(node, predicate)
        if len(values) > 1:
            raise Unreadable(f"several values of {shown(predicate)} where there may be one")
        for value in values:
            self.used.add((node, predicate))
            return value
        return None

    def _values(self, node: Node, predicate: str) -> Collection[Node]:
        return self.graph.get(node, {}).get(predicate, ()) if isinstance(node, str) else ()

    def _typed_as(self, node: str, *kinds: str) -> None:
        types = self._values(node, TYPE)
        self.used.update((node, kind) for kind in kinds if kind in types)

    def _iri(self, node: Node, what: str) -> str:
        if isinstance(node, Literal):
            raise Unreadable(f"a literal stands where {what} is expected")
        return node

    @contextmanager
    def _opened(self, node: str) -> Iterator[None]:
        if node in self._open:
            raise Unreadable("an expression that has itself inside")
        if len(self._open) >= _DEEPEST:
            raise Unreadable(f"an expression nested more than {_DEEPEST} levels deep")
        self._open.add(node)
        try:
            yield
        finally:
            self._open.remove(node)

    # --- data ranges

    def data_range(self, node: Node) -> ax.AnyDataRange:
        """The data range at the node."""
        name = self._iri(node, "a data range")
        if not name.startswith("_:"):
            return ax.DataRange(name)
        with self._opened(name):
            self._typed_as(name, RDFS + "Datatype", OWL + "DataRange")
            return self._anonymous_range(name)

    def _anonymous_range(self, node: str) -> ax.AnyDataRange:
        said = self.graph.get(node, {})
        forms = [each for each in _RANGES if OWL + each in said]
        if len(forms) != 1 or (OWL + "withRestrictions" in said) is not (forms[0] == "onDatatype"):
            raise Unreadable("no data range of OWL 2")
        value = self.only(node, OWL + forms[0])
        assert value is not None
        if forms[0] != "onDatatype":
            return self.combined_range(forms[0], value)
        facets = self.only(node, OWL + "withRestrictions")
        assert facets is not None
        return ax.DataRange(self._iri(value, "a datatype"), self.listed(facets, self._facet))

    def combined_range(self, form: str, value: Node) -> ax.AnyDataRange:
        """The data range that a term of OWL, such as ``unionOf``, makes of its value."""
        match form:
            case "oneOf":
                return ax.DataOneOf(self.listed(value, data_value))
            case "intersectionOf":
                return ax.DataAnd(self.listed(value, self.data_range))
            case "unionOf":
                return ax.DataOr(self.listed(value, self.data_range))
        return ax.DataNot(self.data_range(value))

    def _facet(self, node: Node) -> tuple[str, Literal]:
        name = self._iri(node, "a facet")
        said = self.graph.get(name, {})
        if len(said) != 1 or not said.keys() <= FACETS.keys():
            raise Unreadable("no facet of OWL 2")
        (facet,) = said
        value = self.only(name, facet)
        assert value is not None
        return FACETS[facet], data_value(value)

    # --- class expressions

    def cls(self, node: Node) -> ax.Expression:
        """The class expression at the node."""
        name = self._iri(node, "a class")
        if name not in self._classes:
            with self._opened(name):
                self._classes[name] = (
                    self._anonymous(name) if name.startswith("_:") else self._named(name)
                )
        return self._classes[name]

    def _named(self, iri: str) -> ax.Expression:
        if iri.startswith(OWL) and iri in (ax.THING.iri, ax.NOTHING.iri):
            return ax.Named(iri)
        if iri not in self.vocabulary.classes:
            raise Unreadable(f"{iri} is not declared as a class")
        return ax.Named(iri)

    def _anonymous(self, node: str) -> ax.Expression:
        self._typed_as(node, OWL + "Class", RDFS + "Class")
        said = self.graph.get(node, {})
        forms = [name for name in _FORMS if OWL + name in said]
        if len(forms) != 1 or (forms[0] in BOOLEANS) is (OWL + "onProperty" in said):
            raise Unreadable("no class expression of OWL 2")
        value = self.only(node, OWL + forms[0])
        prop = self.only(node, OWL + "onProperty")
        assert value is not None
        if prop is None:
            return self.boolean(forms[0], value)
        self._typed_as(node, OWL + "Restriction")
        if prop in self.vocabulary.data_properties:
            return self._data_restriction(node, str(prop), forms[0], value)
        return self._restriction(node, self.object_role(prop), forms[0], value)

    def boolean(self, form: str, value: Node) -> ax.Expression:
        """The class expression that one of `BOOLEANS` makes of its value."""
        match form:
            case "intersectionOf":
                return ax.And(self.listed(value, self.cls))
            case "unionOf":
                return ax.Or(self.listed(value, self.cls))
            case "complementOf":
                return ax.Not(self.cls(value))
        return ax.OneOf(self.listed(value, self.individual))

    def _restriction(self, node: str, role: ax.Role, form: str, value: Node) -> ax.Expression:
        match form:
            case "someValuesFrom":
                return ax.Some(role, self.cls(value))
            case "allValuesFrom":
                return ax.Only(role, self.cls(value))
            case "hasValue":
                return ax.HasValue(role, self.individual(value))
            case "hasSelf":
                if value != _TRUE:
                    raise Unreadable("owl:hasSelf that is not true")
                return ax.HasSelf(role)
        count, on = self._cardinality(node, form, value, "onClass")
        filler = ax.THING if on is None else self.cls(on)
        return _CARDINALITIES[form][0](count, role, filler)

    def _data_restriction(self, node: str, prop: str, form: str, value: Node) -> ax.Expression:
        match form:
            case "someValuesFrom":
                return ax.DataSome(prop, self.data_range(value))
            case "allValuesFrom":
                return ax.DataOnly(prop, self.data_range(value))
            case "hasValue":
                return ax.DataHasValue(prop, data_value(value))
            case "hasSelf":
                raise Unreadable("owl:hasSelf of a data property")
        count, on = self._cardinality(node, form, value, "onDataRange")
        filler = ax.LITERAL if on is None else self.data_range(on)
        return _CARDINALITIES[form][1](count, prop, filler)

    def _cardinality(
        self, node: str, form: str, value: Node, qualifier: str
    ) -> tuple[int, Node | None]:
        if not isinstance(value, Literal) or not _COUNT.fullmatch(value.lexical):
            raise Unreadable("a number of values that is not a count")
        on = self.only(node, OWL + qualifier)
        if (on is not None) is not ("ualified" in form):
            raise Unreadable("a qualified cardinality without its class, or the other way round")
        return int(value.lexical), on


def data_value(node: Node) -> Literal:
    """The data value at a node."""
    if not isinstance(node, Literal):
        raise Unreadable("an individual stands where a data value is expected")
    return node


BOOLEANS = ("intersectionOf", "unionOf", "complementOf", "oneOf")
"""The terms of OWL that make a class expression of others, or of individuals."""
_RANGES = ("oneOf", "onDatatype", "intersectionOf", "unionOf", "datatypeComplementOf")
_CARDINALITIES: Mapping[str, tuple[type[ax.Counted], type[ax.DataCounted]]] = {
    "minCardinality": (ax.AtLeast, ax.DataAtLeast),
    "minQualifiedCardinality": (ax.AtLeast, ax.DataAtLeast),
    "maxCardinality": (ax.AtMost, ax.DataAtMost),
    "maxQualifiedCardinality": (ax.AtMost, ax.DataAtMost),
    "cardinality": (ax.Exactly, ax.DataExactly),
    "qualifiedCardinality": (ax.Exactly, ax.DataExactly),
}
_FORMS = (
    *BOOLEANS, *_CARDINALITIES, "someValuesFrom", "allValuesFrom", "hasValue", "hasSelf",
)  # fmt: skip
