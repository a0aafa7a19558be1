"""OWL 2 axioms -> RDF triples (https://www.w3.org/TR/owl2-mapping-to-rdf/), the way back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Ontology
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import OWL, RDF, RDFS, XSD

if TYPE_CHECKING:
    import pyoxigraph as ox

    Node = ox.NamedNode | ox.BlankNode | ox.Literal
    Subject = ox.NamedNode | ox.BlankNode

_KINDS = {
    "functional": "FunctionalProperty",
    "inverse functional": "InverseFunctionalProperty",
    "symmetric": "SymmetricProperty",
    "asymmetric": "AsymmetricProperty",
    "transitive": "TransitiveProperty",
    "irreflexive": "IrreflexiveProperty",
    "reflexive": "ReflexiveProperty",
}


def triples_of(ontology: Ontology) -> list[ox.Triple]:
    """The ontology as triples that `reader.read` reads back: declarations, axioms, facts.

    >>> from aitaxonomy.owl.ontology import Ontology, Vocabulary
    >>> onto = Ontology((ax.SubClassOf(ax.Named("urn:A"), ax.THING),),
    ...                    vocabulary=Vocabulary(frozenset({"urn:A"})))
    >>> len(triples_of(onto))
    2
    """
    writer = _Writer()
    writer.declare(ontology)
    for axiom in (*ontology.axioms, *ontology.facts):
        writer.axiom(axiom)
    return writer.triples


class _Writer:
    def __init__(self) -> None:
        self.triples: list[ox.Triple] = []

    # --- terms

    def iri(self, name: str) -> Subject:
        import pyoxigraph as ox

        return ox.BlankNode(name[2:]) if name.startswith("_:") else ox.NamedNode(name)

    def value(self, of: str | Literal) -> Node:
        import pyoxigraph as ox

        if isinstance(of, str):
            return self.iri(of)
        if of.language:
            return ox.Literal(of.lexical, language=of.language)
        return ox.Literal(of.lexical, datatype=ox.NamedNode(of.datatype))

    def add(self, subject: Subject, predicate: str, target: Node) -> None:
        import pyoxigraph as ox

        self.triples.append(ox.Triple(subject, ox.NamedNode(predicate), target))

    def node(self, kind: str, **properties: Node) -> Subject:
        """A blank node of a kind, with OWL properties."""
        import pyoxigraph as ox

        node = ox.BlankNode()
        self.add(node, RDF + "type", ox.NamedNode(kind))
        for name, target in properties.items():
            self.add(node, OWL + name, target)
        return node

    def listed(self, nodes: Sequence[Node]) -> Subject:
        import pyoxigraph as ox

        head: Subject = ox.NamedNode(RDF + "nil")
        for node in reversed(nodes):
            cell = ox.BlankNode()
            self.add(cell, RDF + "first", node)
            self.add(cell, RDF + "rest", head)
            head = cell
        return head

    # --- expressions

    def role(self, of: ax.Role) -> Subject:
        import pyoxigraph as ox

        if not of.inverse:
            return self.iri(of.iri)
        node = ox.BlankNode()
        self.add(node, OWL + "inverseOf", self.iri(of.iri))
        return node

    def cls(self, of: ax.Expression) -> Subject:  # noqa: PLR0911
        match of:
            case ax.Named(iri):
                return self.iri(iri)
            case ax.And(parts):
                return self.node(OWL + "Class", intersectionOf=self._all(parts))
            case ax.Or(parts):
                return self.node(OWL + "Class", unionOf=self._all(parts))
            case ax.Not(inner):
                return self.node(OWL + "Class", complementOf=self.cls(inner))
            case ax.OneOf(individuals):
                listed = self.listed([self.iri(each) for each in individuals])
                return self.node(OWL + "Class", oneOf=listed)
            case ax.DataSome(prop, ax.DataOneOf((value,))):
                return self._restriction(self.iri(prop), hasValue=self.value(value))
            case ax.DataSome(prop, data_range):
                return self._restriction(self.iri(prop), someValuesFrom=self.range(data_range))
            case ax.Some(role, filler):
                return self._restriction(self.role(role), someValuesFrom=self.cls(filler))
            case ax.Only(role, filler):
                return self._restriction(self.role(role), allValuesFrom=self.cls(filler))
            case ax.HasValue(role, individual):
                return self._restriction(self.role(role), hasValue=self.iri(individual))
            case ax.AtLeast(count, role, filler):
                number = Literal(str(count), XSD + "nonNegativeInteger")
                properties = {"minQualifiedCardinality": self.value(number)}
                return self._restriction(self.role(role), onClass=self.cls(filler), **properties)

    def _all(self, parts: Sequence[ax.Expression]) -> Subject:
        return self.listed([self.cls(part) for part in parts])

    def _restriction(self, prop: Subject, **properties: Node) -> Subject:
        return self.node(OWL + "Restriction", onProperty=prop, **properties)

    def range(self, of: ax.AnyDataRange) -> Subject:
        if isinstance(of, ax.DataOneOf):
            listed = self.listed([self.value(each) for each in of.values])
            return self.node(RDFS + "Datatype", oneOf=listed)
        if not of.facets:
            return self.iri(of.datatype)
        facets = [self._facet(name, bound) for name, bound in of.facets]
        return self.node(
            RDFS + "Datatype",
            onDatatype=self.iri(of.datatype),
            withRestrictions=self.listed(facets),
        )

    def _facet(self, name: str, bound: Literal) -> Subject:
        import pyoxigraph as ox

        node = ox.BlankNode()
        self.add(node, XSD + name, self.value(bound))
        return node

    # --- axioms

    def declare(self, ontology: Ontology) -> None:
        vocabulary = ontology.vocabulary
        for iris, kind in (
            (vocabulary.classes, "Class"),
            (vocabulary.object_properties, "ObjectProperty"),
            (vocabulary.data_properties, "DatatypeProperty"),
            (vocabulary.annotation_properties, "AnnotationProperty"),
            (_individuals(ontology), "NamedIndividual"),
        ):
            for iri in sorted(iris):
                self.add(self.iri(iri), RDF + "type", self.iri(OWL + kind))

    def axiom(self, of: ax.Axiom) -> None:  # noqa: PLR0912
        match of:
            case ax.SubClassOf(sub, sup):
                self.add(self.cls(sub), RDFS + "subClassOf", self.cls(sup))
            case ax.EquivalentClasses(parts):
                for other in parts[1:]:
                    self.add(self.cls(parts[0]), OWL + "equivalentClass", self.cls(other))
            case ax.DisjointClasses((one, other)):
                self.add(self.cls(one), OWL + "disjointWith", self.cls(other))
            case ax.DisjointClasses(parts):
                self.node(OWL + "AllDisjointClasses", members=self._all(parts))
            case ax.DisjointUnion(cls, parts):
                self.add(self.iri(cls), OWL + "disjointUnionOf", self._all(parts))
            case ax.ClassAssertion(individual, cls_):
                self.add(self.iri(individual), RDF + "type", self.cls(cls_))
            case ax.PropertyAssertion(subject, prop, target):
                self.add(self.iri(subject), prop, self.value(target))
            case ax.NegativeAssertion(subject, prop, target):
                key = "targetIndividual" if isinstance(target, str) else "targetValue"
                properties = {key: self.value(target)}
                self.node(
                    OWL + "NegativePropertyAssertion",
                    sourceIndividual=self.iri(subject),
                    assertionProperty=self.iri(prop),
                    **properties,
                )
            case ax.SameIndividual(one_, other_):
                self.add(self.iri(one_), OWL + "sameAs", self.iri(other_))
            case ax.DifferentIndividuals((one_, other_)):
                self.add(self.iri(one_), OWL + "differentFrom", self.iri(other_))
            case ax.DifferentIndividuals(individuals):
                listed = self.listed([self.iri(each) for each in individuals])
                self.node(OWL + "AllDifferent", distinctMembers=listed)
            case _:
                self._property_axiom(of)

    def _property_axiom(self, of: ax.Axiom) -> None:
        match of:
            case ax.SubPropertyOf(sub, sup):
                self.add(self.role(sub), RDFS + "subPropertyOf", self.role(sup))
            case ax.PropertyChain(chain, sup):
                steps = self.listed([self.role(each) for each in chain])
                self.add(self.role(sup), OWL + "propertyChainAxiom", steps)
            case ax.InverseOf(first, second):
                name = "equivalentProperty" if second.inverse else "inverseOf"
                self.add(self.role(first), OWL + name, self.iri(second.iri))
            case ax.Domain(prop, cls):
                self.add(self.iri(prop), RDFS + "domain", self.cls(cls))
            case ax.Range(prop, cls):
                self.add(self.iri(prop), RDFS + "range", self.cls(cls))
            case ax.DataPropertyRange(prop, data_range):
                self.add(self.iri(prop), RDFS + "range", self.range(data_range))
            case ax.Characteristic(kind, role):
                self.add(self.role(role), RDF + "type", self.iri(OWL + _KINDS[kind]))
            case ax.DisjointProperties(roles):
                listed = self.listed([self.role(each) for each in roles])
                self.node(OWL + "AllDisjointProperties", members=listed)
            case ax.HasKey(cls, roles):
                listed = self.listed([self.role(each) for each in roles])
                self.add(self.cls(cls), OWL + "hasKey", listed)


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
