"""Triples -> a document: every triple becomes part of it, or an error says why it cannot."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from aitaxonomy.owl.expressions import Node
from aitaxonomy.owl.writers import axioms
from aitaxonomy.owl.writers.expressions import KINDS, Expressions, Vocabulary
from aitaxonomy.owl.writers.functional import text
from aitaxonomy.owl.writers.graph import TYPE, Graph, Statement, fault, is_blank, shown
from aitaxonomy.owl.writers.tree import Document, Entity, Form, NotOwlError, Part
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import OWL, RDF, RDFS, XSD

if TYPE_CHECKING:
    import pyoxigraph as ox

_NOTES = {OWL + "Axiom", OWL + "Annotation"}
_GROUPS = {OWL + name for name in ("AllDifferent", "AllDisjointClasses", "AllDisjointProperties")}
_NEGATIVE = OWL + "NegativePropertyAssertion"
_DEPRECATED = {OWL + "DeprecatedClass", OWL + "DeprecatedProperty"}
_EXPRESSION_TYPES = {OWL + "Class", OWL + "Restriction", OWL + "DataRange", OWL + "ObjectProperty"}
_EXPRESSION_TYPES |= {RDFS + "Class", RDFS + "Datatype", RDF + "List"}
_TRUE = Literal("true", XSD + "boolean")


def read_document(triples: Iterable[ox.Triple]) -> Document:
    """Read all triples as one ontology; raises `NotOwlError` for what OWL 2 has no words for."""
    triples = list(triples)
    try:
        reader = _Reader(triples)
        document = reader.document()
        if reader.read.anonymous:
            # The labels of individuals without a name shall not depend on how the file was read.
            document = _Reader(_canonicalised(triples)).document()
    except RecursionError as deep:
        raise NotOwlError("expressions nest too deeply or in a circle; name some of them") from deep
    return document


def _canonicalised(triples: list[ox.Triple]) -> list[ox.Triple]:
    import pyoxigraph as ox

    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return [quad.triple for quad in dataset]


class _Reader:
    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.graph = Graph(triples)
        self.read = Expressions(self.graph, Vocabulary(self.graph))
        self.axioms: dict[Form, None] = {}
        self._set_apart: set[str] = set()  # nodes that are no subjects of axioms of their own
        self._notes: dict[Statement, list[str]] = {}
        self._noted: set[Statement] = set()

    def document(self) -> Document:
        self._find_notes()
        header = self._header()
        for subject, predicate, value in self.graph:
            if subject not in self._set_apart:
                self._statement(subject, predicate, value)
        for node, predicate, kind in list(self.graph):
            if predicate == TYPE and (kind in _GROUPS or kind == _NEGATIVE):
                self._node_axiom(node, str(kind))
        annotations = self._annotations(header) if header else ()
        iri = "" if is_blank(header) else header
        version = self.graph.take(header, OWL + "versionIRI") if header else None
        imports = self.graph.values(header, OWL + "imports")
        for each in imports:
            self.graph.use(header, OWL + "imports", each)
        self._check(header)
        names = tuple(sorted(axioms.name(each).iri for each in imports))
        version_iri = axioms.name(version).iri if version is not None else ""
        if version_iri and not iri:
            raise NotOwlError("an ontology without a name has a version; name the ontology")
        return Document(iri, version_iri, names, annotations, tuple(self.axioms))

    # --- the nodes around axioms

    def _find_notes(self) -> None:
        stated = set(self.graph)
        for node, predicate, kind in list(self.graph):
            if predicate != TYPE or kind not in _NOTES | _GROUPS | {_NEGATIVE}:
                continue
            self._set_apart.add(node)
            if kind in _NOTES:
                self.graph.use(node, TYPE, kind)
                source = self.graph.need(node, OWL + "annotatedSource")
                prop = self.graph.need(node, OWL + "annotatedProperty")
                about = (str(source), str(prop), self.graph.need(node, OWL + "annotatedTarget"))
                if about not in stated:
                    raise fault(about, "it is annotated but not stated", "state it too")
                self._notes.setdefault(about, []).append(node)

    def _header(self) -> str:
        found = [s for s, p, o in self.graph if p == TYPE and o == OWL + "Ontology"]
        if len(found) > 1:
            names = " and ".join(sorted(shown(each) for each in found))
            raise NotOwlError(f"one document holds one ontology, not {names}; merge their headers")
        for node in found:
            self._set_apart.add(node)
            self.graph.use(node, TYPE, OWL + "Ontology")
        return found[0] if found else ""

    def _annotations(self, node: str) -> tuple[Form, ...]:
        found: dict[Form, None] = {}
        for predicate, value in self.graph.about(node):
            if self.read.vocabulary.has(predicate, "AnnotationProperty"):
                prop = Entity("AnnotationProperty", predicate)
                parts = (prop, axioms.annotation_value(self.read, value))
                for notes in self._noted_by((node, predicate, value)):
                    found[Form("Annotation", (*notes, *parts))] = None
        return tuple(sorted(found, key=text))

    def _noted_by(self, statement: Statement) -> list[tuple[Form, ...]]:
        """Read the annotations of a statement, once for each node that annotates it."""
        self.graph.use(*statement)
        self._noted.add(statement)
        notes = self._notes.get(statement, [])
        return [self._annotations(node) for node in notes] or [()]

    # --- axioms

    def _node_axiom(self, node: str, kind: str) -> None:
        self.graph.use(node, TYPE, kind)
        if kind == _NEGATIVE:
            name, parts = axioms.negative(self.read, node)
        else:
            heads = [self.graph.take(node, OWL + each) for each in ("members", "distinctMembers")]
            given = [head for head in heads if head is not None]
            if len(given) != 1 or (heads[1] is not None and kind != OWL + "AllDifferent"):
                raise NotOwlError(
                    f"{shown(kind)} needs one list of members; give it as owl:members"
                )
            name, parts = axioms.group(self.read, kind, given[0])
        self.axioms[Form(name, (*self._annotations(node), *parts))] = None

    def _statement(self, subject: str, predicate: str, value: Node) -> None:
        core: axioms.Core | None
        if predicate == TYPE:
            core = self._typed(subject, value)
        elif predicate == OWL + "inverseOf" and is_blank(subject):
            core = None  # the inverse of a property, read where it is used
        elif predicate in axioms.BY_PREDICATE:
            core = axioms.BY_PREDICATE[predicate](self.read, subject, value)
        else:
            core = axioms.assertion(self.read, subject, predicate, value)
        if core is not None:
            name, parts = core
            for notes in self._noted_by((subject, predicate, value)):
                self.axioms[Form(name, (*notes, *parts))] = None

    def _typed(self, subject: str, kind: Node) -> axioms.Core | None:
        if is_blank(subject) and kind in _EXPRESSION_TYPES:
            return None  # read where the expression is used
        if kind in KINDS and not is_blank(subject):
            part: Part = Entity(KINDS[str(kind)], subject)
            return "Declaration", (part,)
        if kind in axioms.CHARACTERISTICS:
            return axioms.characteristic(self.read, subject, str(kind))
        if kind in _DEPRECATED:
            prop = Entity("AnnotationProperty", OWL + "deprecated")
            return "AnnotationAssertion", (prop, axioms.name(subject), _TRUE)
        return "ClassAssertion", (self.read.cls(kind), self.read.individual(subject))

    # --- nothing is lost

    def _check(self, header: str) -> None:
        both = sorted(self.read.seen & self.read.anonymous)
        if both:
            raise NotOwlError(
                f"{shown(both[0])} is both an expression and an individual or the subject or "
                "value of an annotation; name the class and annotate the name"
            )
        for statement in self.graph.unread():
            raise fault(statement, *self._why_unread(statement, header))
        for statement in self._notes:
            if statement not in self._noted:
                raise fault(statement, "it is annotated but is no axiom", "annotate the axiom")

    def _why_unread(self, statement: Statement, header: str) -> tuple[str, str]:
        subject, predicate, _ = statement
        if subject == header or subject in self._set_apart:
            return "the property is no annotation property", "declare it as one"
        if predicate.startswith((OWL, RDF, RDFS, XSD)):
            return "it is not part of an axiom", "use it in an axiom or leave it out"
        return "the property is not declared", "declare which kind of property it is"
