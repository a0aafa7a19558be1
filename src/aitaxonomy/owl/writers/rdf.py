"""The structural model -> RDF triples (https://www.w3.org/TR/owl2-mapping-to-rdf/)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.document import KINDS, Document
from aitaxonomy.owl.ontology import Ontology
from aitaxonomy.owl.reserved_vocabulary import AXIOM_NODES, CHARACTERISTICS, DECLARED
from aitaxonomy.owl.writers.rdf_expressions import ExpressionWriter
from aitaxonomy.rdf.namespaces import OWL, RDF, RDFS

if TYPE_CHECKING:
    import pyoxigraph as ox

    from aitaxonomy.owl.writers.rdf_expressions import Node, Subject

    Statement = tuple[Subject, str, Node]

TYPE = RDF + "type"
_CHARACTERISTICS = {name: iri for iri, name in CHARACTERISTICS.items()}
_KINDS = {name: iri for iri, name in KINDS.items()}


def triples_of(of: Ontology | Document) -> list[ox.Triple]:
    """All that is in an ontology as triples, which `read` or `read_document` reads back.

    >>> from aitaxonomy.owl.ontology import Vocabulary
    >>> onto = Ontology((ax.SubClassOf(ax.Named("urn:A"), ax.THING),),
    ...                    vocabulary=Vocabulary(frozenset({"urn:A"})))
    >>> len(triples_of(onto))
    2
    >>> note = ax.Annotation("urn:note", "urn:B")
    >>> named = ax.Declaration("Class", "urn:A")
    >>> len(triples_of(Document(axioms=frozenset({(named, frozenset({note}))}))))
    6
    """
    writer = _Writer()
    if isinstance(of, Document):
        writer.document(of)
    else:
        writer.declare(of)
        for axiom in (*of.axioms, *of.facts):
            writer.axiom(axiom)
    return writer.triples


class _Writer(ExpressionWriter):
    # --- around the axioms

    def declare(self, ontology: Ontology) -> None:
        for kind, part in DECLARED.items():
            for iri in sorted(getattr(ontology.vocabulary, part)):
                self.add(self.iri(iri), TYPE, self.iri(kind))
        for iri in sorted(_individuals(ontology)):
            self.add(self.iri(iri), TYPE, self.iri(OWL + "NamedIndividual"))

    def document(self, document: Document) -> None:
        if document.iri or document.imports or document.annotations:
            self._header(document)
        for axiom, notes in document.axioms:
            for statement in self.axiom(axiom):
                self._annotate(statement, notes)

    def _header(self, document: Document) -> None:
        import pyoxigraph as ox

        node = self.iri(document.iri) if document.iri else ox.BlankNode()
        self.add(node, TYPE, self.iri(OWL + "Ontology"))
        if document.version:
            self.add(node, OWL + "versionIRI", self.iri(document.version))
        for imported in document.imports:
            self.add(node, OWL + "imports", self.iri(imported))
        self._note(node, document.annotations)

    def _annotate(self, statement: Statement, notes: frozenset[ax.Annotation]) -> None:
        """State what is noted on an axiom: on its own node, if it has one."""
        node, predicate, kind = statement
        if predicate == TYPE and str(kind)[1:-1] in AXIOM_NODES:
            self._note(node, notes)
        elif notes:
            self._note(self._noted("Axiom", statement), notes)

    def _note(self, node: Subject, notes: frozenset[ax.Annotation]) -> None:
        for note in notes:
            statement = node, note.prop, self.value(note.value)
            self.add(*statement)
            if note.annotations:
                self._note(self._noted("Annotation", statement), note.annotations)

    def _noted(self, kind: str, statement: Statement) -> Subject:
        source, prop, target = statement
        return self.node(
            OWL + kind,
            annotatedSource=source,
            annotatedProperty=self.iri(prop),
            annotatedTarget=target,
        )

    # --- axioms

    def axiom(self, of: ax.Axiom | ax.Remark) -> list[Statement]:
        """State an axiom; return the statements that carry it, more than one for n-ary pairs."""
        own = self._own_node(of)
        if own is not None:
            return [(own[1], TYPE, self.iri(OWL + own[0]))]
        carriers = list(self._carriers(of))
        for each in carriers:
            self.add(*each)
        return carriers

    def _own_node(self, of: ax.Axiom | ax.Remark) -> tuple[str, Subject] | None:
        """The kind and the node of an axiom that is no single triple."""
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
                return None
        return kind, self.node(OWL + kind, **properties)

    def _carriers(self, of: ax.Axiom | ax.Remark) -> Iterator[Statement]:
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

    def _of_property(self, of: ax.Axiom | ax.Remark) -> Iterator[Statement]:
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
                yield self._remark(of)

    def _remark(self, of: ax.Axiom | ax.Remark) -> Statement:
        match of:
            case ax.Declaration(kind, iri):
                return self.iri(iri), TYPE, self.iri(_KINDS[kind])
            case ax.AnnotationAssertion(prop, subject, value):
                return self.iri(subject), prop, self.value(value)
            case ax.SubAnnotationPropertyOf(sub, sup):
                return self.iri(sub), RDFS + "subPropertyOf", self.iri(sup)
            case ax.AnnotationPropertyDomain(prop, iri):
                return self.iri(prop), RDFS + "domain", self.iri(iri)
            case ax.AnnotationPropertyRange(prop, iri):
                return self.iri(prop), RDFS + "range", self.iri(iri)
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
