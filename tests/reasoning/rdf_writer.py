"""The structural model -> RDF triples (https://www.w3.org/TR/owl2-mapping-to-rdf/), for judges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pyoxigraph as ox

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Ontology
from aitaxonomy.owl.reserved_vocabulary import CHARACTERISTICS, DECLARED, FACETS
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import OWL, RDF, RDFS, XSD
from aitaxonomy.rdf.rdf_lists import FIRST, NIL, REST

Node = ox.NamedNode | ox.BlankNode | ox.Literal
Subject = ox.NamedNode | ox.BlankNode
Statement = tuple[Subject, str, Node]

TYPE = RDF + "type"
_CHARACTERISTICS = {name: iri for iri, name in CHARACTERISTICS.items()}
_COUNTED: Mapping[type, str] = {
    **dict.fromkeys((ax.AtLeast, ax.DataAtLeast), "min"),
    **dict.fromkeys((ax.AtMost, ax.DataAtMost), "max"),
    **dict.fromkeys((ax.Exactly, ax.DataExactly), ""),
}
_FACETS = {name: iri for iri, name in FACETS.items()}
_TRUE = Literal("true", XSD + "boolean")


def triples_of(of: Ontology) -> list[ox.Triple]:
    """All that is in an ontology as triples, which `read` reads back.

    >>> from aitaxonomy.owl.ontology import Vocabulary
    >>> onto = Ontology((ax.SubClassOf(ax.Named("urn:A"), ax.THING),),
    ...                    vocabulary=Vocabulary(frozenset({"urn:A"})))
    >>> len(triples_of(onto))
    2
    """
    writer = _Writer()
    writer.declare(of)
    for axiom in (*of.axioms, *of.facts):
        writer.axiom(axiom)
    return writer.triples


class ExpressionWriter:
    """Collects triples; each expression gives the node that stands for it.

    >>> writer = ExpressionWriter()
    >>> writer.cls(ax.Named("urn:A")), len(writer.triples)
    (<NamedNode value=urn:A>, 0)
    >>> _ = writer.cls(ax.Not(ax.Named("urn:A")))
    >>> len(writer.triples)
    2
    """

    def __init__(self) -> None:
        self.triples: list[ox.Triple] = []

    # --- terms

    def iri(self, name: str) -> Subject:
        """The node of a name, or of a label such as ``_:b0``."""
        return ox.BlankNode(name[2:]) if name.startswith("_:") else ox.NamedNode(name)

    def value(self, of: str | Literal) -> Node:
        """The node of a name, or a literal."""
        if isinstance(of, str):
            return self.iri(of)
        if of.language:
            return ox.Literal(of.lexical, language=of.language)
        return ox.Literal(of.lexical, datatype=ox.NamedNode(of.datatype))

    def add(self, subject: Subject, predicate: str, target: Node) -> None:
        """State a triple."""
        self.triples.append(ox.Triple(subject, ox.NamedNode(predicate), target))

    def node(self, kind: str, **properties: Node) -> Subject:
        """A blank node of a kind, with OWL properties."""
        node = ox.BlankNode()
        self.add(node, RDF + "type", ox.NamedNode(kind))
        for name, target in properties.items():
            self.add(node, OWL + name, target)
        return node

    def listed(self, nodes: Sequence[Node]) -> Subject:
        """The head of an RDF list."""
        head: Subject = ox.NamedNode(NIL)
        for node in reversed(nodes):
            cell = ox.BlankNode()
            self.add(cell, FIRST, node)
            self.add(cell, REST, head)
            head = cell
        return head

    # --- properties and classes

    def role(self, of: ax.Role) -> Subject:
        """A property or the inverse of one."""
        if not of.inverse:
            return self.iri(of.iri)
        node = ox.BlankNode()
        self.add(node, OWL + "inverseOf", self.iri(of.iri))
        return node

    def roles(self, parts: Sequence[ax.Role]) -> Subject:
        """A list of properties."""
        return self.listed([self.role(part) for part in parts])

    def classes(self, parts: Sequence[ax.Expression]) -> Subject:
        """A list of class expressions."""
        return self.listed([self.cls(part) for part in parts])

    def individuals(self, names: Sequence[str]) -> Subject:
        """A list of individuals."""
        return self.listed([self.iri(each) for each in names])

    def cls(self, of: ax.Expression) -> Subject:
        """A class expression."""
        match of:
            case ax.Named(iri):
                return self.iri(iri)
            case ax.And(parts):
                return self.node(OWL + "Class", intersectionOf=self.classes(parts))
            case ax.Or(parts):
                return self.node(OWL + "Class", unionOf=self.classes(parts))
            case ax.Not(inner):
                return self.node(OWL + "Class", complementOf=self.cls(inner))
            case ax.OneOf(names):
                return self.node(OWL + "Class", oneOf=self.individuals(names))
            case ax.Some(role, filler):
                return self._restriction(self.role(role), someValuesFrom=self.cls(filler))
            case ax.Only(role, filler):
                return self._restriction(self.role(role), allValuesFrom=self.cls(filler))
            case ax.HasValue(role, individual):
                return self._restriction(self.role(role), hasValue=self.iri(individual))
            case ax.HasSelf(role):
                return self._restriction(self.role(role), hasSelf=self.value(_TRUE))
            case ax.AtLeast() | ax.AtMost() | ax.Exactly():
                return self._cardinality(of, of.role, of.filler)
        return self._data_class(of)

    def _data_class(self, of: ax.Expression) -> Subject:
        match of:
            case ax.DataSome(prop, among):
                return self._restriction(self.iri(prop), someValuesFrom=self.range(among))
            case ax.DataOnly(prop, among):
                return self._restriction(self.iri(prop), allValuesFrom=self.range(among))
            case ax.DataHasValue(prop, value):
                return self._restriction(self.iri(prop), hasValue=self.value(value))
            case ax.DataAtLeast() | ax.DataAtMost() | ax.DataExactly():
                return self._cardinality(of, ax.Role(of.prop), of.range)
        raise TypeError(of)

    def _restriction(self, prop: Subject, **properties: Node) -> Subject:
        return self.node(OWL + "Restriction", onProperty=prop, **properties)

    def _cardinality(
        self,
        of: ax.Counted | ax.DataCounted,
        role: ax.Role,
        among: ax.Expression | ax.AnyDataRange,
    ) -> Subject:
        properties: dict[str, Node] = {}
        # Among all things, or all values, is what is meant when none are named.
        qualified = "" if among in (ax.THING, ax.LITERAL) else "Qualified"
        name = f"{_COUNTED[type(of)]}{qualified}Cardinality"
        number = Literal(str(of.count), XSD + "nonNegativeInteger")
        properties[name[0].lower() + name[1:]] = self.value(number)
        if not qualified:
            pass
        elif isinstance(among, ax.AnyDataRange):
            properties["onDataRange"] = self.range(among)
        else:
            properties["onClass"] = self.cls(among)
        return self._restriction(self.role(role), **properties)

    # --- data ranges

    def ranges(self, parts: Sequence[ax.AnyDataRange]) -> Subject:
        """A list of data ranges."""
        return self.listed([self.range(part) for part in parts])

    def range(self, of: ax.AnyDataRange) -> Subject:
        """A data range."""
        datatype = RDFS + "Datatype"
        match of:
            case ax.DataRange(name, ()):
                return self.iri(name)
            case ax.DataRange(name, facets):
                bounds = self.listed([self._facet(each, bound) for each, bound in facets])
                return self.node(datatype, onDatatype=self.iri(name), withRestrictions=bounds)
            case ax.DataOneOf(values):
                return self.node(datatype, oneOf=self.listed([self.value(v) for v in values]))
            case ax.DataAnd(parts):
                return self.node(datatype, intersectionOf=self.ranges(parts))
            case ax.DataOr(parts):
                return self.node(datatype, unionOf=self.ranges(parts))
            case ax.DataNot(inner):
                return self.node(datatype, datatypeComplementOf=self.range(inner))

    def _facet(self, name: str, bound: Literal) -> Subject:
        node = ox.BlankNode()
        self.add(node, _FACETS[name], self.value(bound))
        return node


class _Writer(ExpressionWriter):
    # --- around the axioms

    def declare(self, ontology: Ontology) -> None:
        for kind, part in DECLARED.items():
            for iri in sorted(getattr(ontology.vocabulary, part)):
                self.add(self.iri(iri), TYPE, self.iri(kind))
        for iri in sorted(_individuals(ontology)):
            self.add(self.iri(iri), TYPE, self.iri(OWL + "NamedIndividual"))

    # --- axioms

    def axiom(self, of: ax.Axiom) -> None:
        """State an axiom."""
        if not self._has_own_node(of):
            for each in list(self._carriers(of)):
                self.add(*each)

    def _has_own_node(self, of: ax.Axiom) -> bool:
        """State an axiom that is not a single triple; tell whether it is one."""
        properties: dict[str, Node]
        match of:
            case ax.DisjointClasses(parts) if len(parts) != 2:
                kind, properties = "AllDisjointClasses", {"members": self.classes(parts)}
            case ax.DisjointProperties(roles) if len(roles) != 2:
                kind, properties = "AllDisjointProperties", {"members": self.roles(roles)}
            case ax.DifferentIndividuals(names) if len(names) != 2:
                kind, properties = "AllDifferent", {"members": self.individuals(names)}
            case ax.NegativeAssertion(subject, role, target):
                kind = "NegativePropertyAssertion"
                properties = {
                    "sourceIndividual": self.iri(subject),
                    "assertionProperty": self.role(role),
                    "targetIndividual" if isinstance(target, str) else "targetValue": self.value(
                        target
                    ),
                }
            case _:
                return False
        self.node(OWL + kind, **properties)
        return True

    def _carriers(self, of: ax.Axiom) -> Iterator[Statement]:
        match of:
            case ax.SubClassOf(sub, sup):
                yield self.cls(sub), RDFS + "subClassOf", self.cls(sup)
            case ax.EquivalentClasses(parts):
                for other in parts[1:]:
                    yield self.cls(parts[0]), OWL + "equivalentClass", self.cls(other)
            case ax.DisjointClasses((one, other)):
                yield self.cls(one), OWL + "disjointWith", self.cls(other)
            case ax.DisjointUnion(iri, parts):
                yield self.iri(iri), OWL + "disjointUnionOf", self.classes(parts)
            case ax.HasKey(cls, roles):
                yield self.cls(cls), OWL + "hasKey", self.roles(roles)
            case ax.DatatypeDefinition(iri, data_range):
                yield self.iri(iri), OWL + "equivalentClass", self.range(data_range)
            case ax.ClassAssertion(individual, cls):
                yield self.iri(individual), TYPE, self.cls(cls)
            case ax.PropertyAssertion(subject, prop, target):
                yield self.iri(subject), prop, self.value(target)
            case ax.SameIndividual(name, same):
                yield self.iri(name), OWL + "sameAs", self.iri(same)
            case ax.DifferentIndividuals((name, same)):
                yield self.iri(name), OWL + "differentFrom", self.iri(same)
            case _:
                yield from self._of_property(of)

    def _of_property(self, of: ax.Axiom) -> Iterator[Statement]:
        match of:
            case ax.SubPropertyOf(sub, sup):
                yield self.role(sub), RDFS + "subPropertyOf", self.role(sup)
            case ax.PropertyChain(chain, sup):
                yield self.role(sup), OWL + "propertyChainAxiom", self.roles(chain)
            case ax.EquivalentProperties(roles):
                for other in roles[1:]:
                    yield self.role(roles[0]), OWL + "equivalentProperty", self.role(other)
            case ax.DisjointProperties((one, other)):
                yield self.role(one), OWL + "propertyDisjointWith", self.role(other)
            case ax.InverseOf(one, other):
                yield self.role(one), OWL + "inverseOf", self.role(other)
            case ax.Domain(role, cls):
                yield self.role(role), RDFS + "domain", self.cls(cls)
            case ax.Range(role, cls):
                yield self.role(role), RDFS + "range", self.cls(cls)
            case ax.DataPropertyRange(prop, data_range):
                yield self.iri(prop), RDFS + "range", self.range(data_range)
            case ax.Characteristic(kind, role):
                yield self.role(role), TYPE, self.iri(_CHARACTERISTICS[kind])
            case _:
                raise TypeError(of)


def _individuals(ontology: Ontology) -> Iterator[str]:
    named = set(ontology.individuals)
    for fact in ontology.facts:
        match fact:
            case ax.ClassAssertion(individual, _):
                named.add(individual)
            case ax.PropertyAssertion(subject, _, target) | ax.NegativeAssertion(
                subject, _, target
            ):
                named |= {subject, *((target,) if isinstance(target, str) else ())}
            case ax.SameIndividual(one, other):
                named |= {one, other}
    for axiom in ontology.axioms:
        if isinstance(axiom, ax.DifferentIndividuals):
            named |= set(axiom.individuals)
    yield from (each for each in named if not each.startswith("_:"))
