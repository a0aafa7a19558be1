"""A whole ontology in the structural model: header, axioms and everything that is noted on them.

Every triple becomes part of the document: what OWL 2 has no words for raises `NotOwlError`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aitaxonomy.errors import AITaxonomyError
from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.axiom_reader import name
from aitaxonomy.owl.class_expressions import walk
from aitaxonomy.owl.expression_reader import TYPE, Node, Unreadable
from aitaxonomy.owl.ontology import Vocabulary
from aitaxonomy.owl.reserved_vocabulary import (
    ANNOTATIONS,
    APART,
    AXIOM_NODES,
    BUILT_IN,
    DECLARED,
    SILENT_TYPES,
)
from aitaxonomy.owl.statement_reader import Statement, StatementReader
from aitaxonomy.rdf.blank_nodes import canonicalized
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import OWL, RDF, RDFS, XSD, shown

if TYPE_CHECKING:
    import pyoxigraph as ox

KINDS = {
    OWL + "Class": "Class",
    OWL + "ObjectProperty": "ObjectProperty",
    OWL + "DatatypeProperty": "DataProperty",
    OWL + "AnnotationProperty": "AnnotationProperty",
    RDFS + "Datatype": "Datatype",
    OWL + "NamedIndividual": "NamedIndividual",
}
"""Types that declare an entity, and how the structural specification calls its kind."""
_NOTES = {OWL + "Axiom", OWL + "Annotation"}
_DEPRECATED = {OWL + "DeprecatedClass", OWL + "DeprecatedProperty"}
_EXPRESSIONS = {OWL + "Class", OWL + "Restriction", OWL + "DataRange", OWL + "ObjectProperty"}
_EXPRESSIONS |= {RDFS + "Class", RDFS + "Datatype", RDF + "List"}
_TRUE = Literal("true", XSD + "boolean")
Notes = frozenset[ax.Annotation]


class NotOwlError(AITaxonomyError, ValueError):
    """Triples that OWL 2 cannot say, or not in the syntax asked for."""


@dataclass(frozen=True)
class Document:
    """An ontology with its header; the axioms in no particular order.

    The vocabulary says which properties are data properties.
    """

    iri: str = ""
    version: str = ""
    imports: tuple[str, ...] = ()
    annotations: Notes = frozenset()
    axioms: frozenset[ax.AnnotatedAxiom] = frozenset()
    vocabulary: Vocabulary = field(default_factory=Vocabulary)


def read_document(triples: Iterable[ox.Triple]) -> Document:
    """Read all triples as one ontology.

    Args:
        triples: the whole ontology with the declaration of every term that it uses.

    Raises:
        NotOwlError: a triple has no place in OWL 2; the message has the triple and the remedy.

    >>> import pyoxigraph as ox
    >>> cat = '<urn:Cat> a <http://www.w3.org/2002/07/owl#Class> .'
    >>> [axiom for axiom, notes in read_document(ox.parse(cat, format=ox.RdfFormat.TURTLE)).axioms]
    [Declaration(kind='Class', iri='urn:Cat')]

    """
    triples = list(dict.fromkeys(map(_owl_triple, triples)))
    try:
        reader = _DocumentReader(triples)
        document = reader.document()
        if reader.anonymous:
            # The labels of individuals without a name shall not depend on how the file was read.
            document = _DocumentReader(canonicalized(triples)).document()
    except RecursionError as deep:
        raise NotOwlError("annotations nest too deeply or in a circle; leave some out") from deep
    return document


def _owl_triple(triple: ox.Triple) -> ox.Triple:
    import pyoxigraph as ox

    for term in (triple.subject, triple.object):
        if isinstance(term, ox.Triple) or getattr(term, "direction", None):
            raise NotOwlError(
                f"no OWL 2 for `{term}`: OWL has neither triple terms nor base directions; "
                "annotate by owl:Axiom, and leave the direction out"
            )
    return ox.Triple(triple.subject, triple.predicate, triple.object)


def _anonymous(said: object) -> set[str]:
    """The labels of individuals without a name; those of expressions are not in the model."""
    return {each for each in walk(said) if isinstance(each, str) and each.startswith("_:")}


def _fault(statement: Statement, reason: str, remedy: str) -> NotOwlError:
    words = " ".join(_shown(node) for node in statement)
    return NotOwlError(f"no OWL 2 for `{words}`: {reason}; {remedy}")


def _shown(node: Node) -> str:
    """A node as a message writes it."""
    if isinstance(node, Literal):
        return node.n3
    return node if node.startswith("_:") else shown(node)


class _DocumentReader(StatementReader):
    """Keeps each axiom with what is noted on it; the first fault ends the reading."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        super().__init__(triples, Vocabulary(), strict=True)
        self.axioms: set[ax.AnnotatedAxiom] = set()
        self.anonymous: set[str] = set()
        """The labels of individuals without a name, once all is read."""
        self._apart: set[str] = set()
        """Nodes that are no subjects of axioms of their own."""
        self._notes: dict[Statement, list[str]] = {}
        self._noted: set[Statement] = set()

    def document(self) -> Document:
        self._find_notes()
        header = self._find_header()
        annotations = self._annotations(header) if header else frozenset()
        iri = "" if header.startswith("_:") else header
        versions = self._of_header(header, "versionIRI")
        for second in versions[1:]:
            statement = (header, OWL + "versionIRI", second)
            raise _fault(statement, "a second value where one is expected", "keep one of them")
        version = versions[0] if versions else ""
        if version and not iri:
            raise NotOwlError("an ontology without a name has a version; name the ontology")
        imports = tuple(sorted(self._of_header(header, "imports")))
        self.read_all()
        self._check()
        axioms = frozenset(self.axioms)
        return Document(iri, version, imports, annotations, axioms, self.vocabulary)

    def declared(self, context: Vocabulary) -> Vocabulary:
        """What is declared or built in, and nothing else; no name in two parts that are apart."""
        found = {part: set(BUILT_IN[part]) for part in DECLARED.values()}
        for subject, properties in self.graph.items():
            for kind in properties.get(TYPE, ()):
                if kind in DECLARED and not subject.startswith("_:"):
                    found[DECLARED[str(kind)]].add(subject)
        kinds = {part: KINDS[kind] for kind, part in DECLARED.items()}
        for parts in APART:
            for iri in sorted(set().union(*(found[part] for part in parts))):
                both = sorted(kinds[part] for part in parts if iri in found[part])
                if len(both) > 1:
                    words = " and ".join(both)
                    raise NotOwlError(
                        f"{_shown(iri)} is declared as {words}; OWL 2 allows one of them"
                    )
        return Vocabulary(**{part: frozenset(iris) for part, iris in found.items()})

    # --- the nodes around axioms

    def _find_notes(self) -> None:
        for node, properties in list(self.graph.items()):
            for kind in properties.get(TYPE, ()):
                if kind in AXIOM_NODES:
                    self._apart.add(node)
                elif kind in _NOTES:
                    self._apart.add(node)
                    self.expressions.used.add((node, str(kind)))
                    self._find_noted(node)

    def _find_noted(self, node: str) -> None:
        source, prop, target = (
            self._need(node, OWL + f"annotated{end}") for end in ("Source", "Property", "Target")
        )
        about = (str(source), str(prop), target)
        if target not in self.graph.get(about[0], {}).get(about[1], ()):
            raise _fault(about, "it is annotated but not stated", "state it too")
        self._notes.setdefault(about, []).append(node)

    def _need(self, node: str, predicate: str) -> Node:
        try:
            value = self.expressions.only(node, predicate)
        except Unreadable as reason:
            raise NotOwlError(f"{_shown(node)} has {reason}; {reason.remedy}") from None
        if value is None:
            raise NotOwlError(f"{_shown(node)} lacks {_shown(predicate)}; state it")
        return value

    def _find_header(self) -> str:
        kind = OWL + "Ontology"
        found = [node for node, said in self.graph.items() if kind in said.get(TYPE, ())]
        if len(found) > 1:
            names = " and ".join(sorted(map(_shown, found)))
            raise NotOwlError(f"one document holds one ontology, not {names}; merge their headers")
        for node in found:
            self._apart.add(node)
            self.expressions.used.add((node, kind))
        return found[0] if found else ""

    def _of_header(self, header: str, local: str) -> list[str]:
        predicate = OWL + local
        self.expressions.used.add((header, predicate))
        values = self.graph.get(header, {}).get(predicate, [])
        try:
            return [name(value) for value in values]
        except Unreadable as reason:
            raise NotOwlError(f"{_shown(predicate)} of {header}: {reason}; name it") from None

    def _annotations(self, node: str) -> Notes:
        """What is said of a node by annotation properties."""
        found: set[ax.Annotation] = set()
        for predicate, values in list(self.graph[node].items()):
            if predicate in self.vocabulary.annotation_properties:
                self.expressions.used.add((node, predicate))
                for value in values:
                    for notes in self._noted_on((node, predicate, value)):
                        found.add(ax.Annotation(predicate, value, notes))
        return frozenset(found)

    def _noted_on(self, statement: Statement) -> list[Notes]:
        """What is noted on a statement, once for each node that annotates it."""
        self._noted.add(statement)
        return [self._annotations(node) for node in self._notes.get(statement, ())] or [frozenset()]

    # --- statements

    def statement(self, subject: str, predicate: str, value: Node) -> None:
        if subject in self._apart and not (predicate == TYPE and value in AXIOM_NODES):
            self.inside.append((subject, predicate, value))
        else:
            super().statement(subject, predicate, value)

    def typed(self, subject: str, kind: str) -> None:
        if subject.startswith("_:") and kind in _EXPRESSIONS:
            self.inside.append((subject, TYPE, kind))
        elif kind in KINDS and not subject.startswith("_:"):
            self.remark(ax.Declaration(KINDS[kind], subject), subject, TYPE, kind)
        elif kind in _DEPRECATED:
            remark = ax.AnnotationAssertion(OWL + "deprecated", name(subject), _TRUE)
            self.remark(remark, subject, TYPE, kind)
        elif kind in SILENT_TYPES or kind in DECLARED or kind == ax.THING.iri:
            self.member(subject, kind)
        else:
            super().typed(subject, kind)

    def silent(self, subject: str, predicate: str, value: Node) -> None:
        if predicate in self.vocabulary.annotation_properties:
            remark = ax.AnnotationAssertion(predicate, subject, value)
            self.remark(remark, subject, predicate, value)
        elif predicate in ANNOTATIONS:
            raise self.misplaced(predicate)
        else:
            super().silent(subject, predicate, value)

    def axiom(self, axiom: ax.Axiom, subject: str, predicate: str, value: Node) -> None:
        self._keep(axiom, (subject, predicate, value))

    def fact(self, fact: ax.Fact, subject: str, predicate: str, value: Node) -> None:
        self._keep(fact, (subject, predicate, value))

    def remark(self, remark: ax.Remark, subject: str, predicate: str, value: Node) -> None:
        self._keep(remark, (subject, predicate, value))

    def _keep(self, axiom: ax.Axiom | ax.Remark, statement: Statement) -> None:
        apart = statement[0] in self._apart
        notes = [self._annotations(statement[0])] if apart else self._noted_on(statement)
        self.axioms.update((axiom, each) for each in notes)

    # --- nothing is lost

    def fault(self, statement: Statement, reason: Unreadable) -> None:
        subject, predicate, _ = statement
        if subject in self._apart and predicate != TYPE:
            raise _fault(
                statement, "the property is no annotation property", "declare it as one"
            ) from None
        raise _fault(statement, str(reason), reason.remedy) from None

    def _check(self) -> None:
        self.anonymous = _anonymous(frozenset(self.axioms))
        both = sorted(self.expressions.nodes & self.anonymous)
        if both:
            raise NotOwlError(
                f"{both[0]} is both an expression and an individual or the subject or "
                "value of an annotation; name the class and annotate the name"
            )
        for statement in self._notes:
            if statement not in self._noted:
                raise _fault(statement, "it is annotated but is no axiom", "annotate the axiom")
