"""A graph as the writer needs it: statements by subject, and labels for some blank nodes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from aitaxonomy.rdf.blank_nodes import canonicalized
from aitaxonomy.rdf.namespaces import RDF
from aitaxonomy.rdf.rdf_lists import FIRST, NIL, REST, BrokenList, cells

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode, Triple

    Subject: TypeAlias = NamedNode | BlankNode
    Term: TypeAlias = NamedNode | BlankNode | Literal


@dataclass
class Graph:
    """Statements by subject; `labels` are those of the blank nodes that brackets cannot express.

    A blank node is written inside the one statement that has it as object, or as `[]` if none does.
    It needs a label if several statements have it as object, or if it is in a cycle.
    """

    statements: dict[Subject, dict[NamedNode, list[Term]]] = field(default_factory=dict)
    parent: dict[BlankNode, Subject] = field(default_factory=dict)
    labels: dict[BlankNode, str] = field(default_factory=dict)

    @classmethod
    def of(cls, triples: list[Triple]) -> Graph:
        """Group the triples; isomorphic graphs get the same labels."""
        graph = cls._grouped(triples)
        if not graph.labels:
            return graph
        # Labels would depend on those of the input: canonicalise the graph and group it again.
        graph = cls._grouped(canonicalized(triples))
        ranked = sorted(graph.labels, key=lambda node: int(node.value.removeprefix("c14n")))
        graph.labels = {node: f"_:b{place}" for place, node in enumerate(ranked)}
        return graph

    @classmethod
    def _grouped(cls, triples: list[Triple]) -> Graph:
        from pyoxigraph import BlankNode

        graph, references = cls(), Counter[BlankNode]()
        for triple in dict.fromkeys(triples):  # a file may say a thing twice
            by_predicate = graph.statements.setdefault(triple.subject, {})  # type: ignore[arg-type]
            by_predicate.setdefault(triple.predicate, []).append(triple.object)  # type: ignore[arg-type]
            if isinstance(triple.object, BlankNode):
                references[triple.object] += 1
                graph.parent[triple.object] = triple.subject  # type: ignore[assignment]
        shared = {node for node, count in references.items() if count > 1}
        graph.labels = dict.fromkeys(shared | _circular(graph.parent, shared), "")
        return graph

    def is_top(self, subject: Subject) -> bool:
        """Return whether the subject has its own block: it is an IRI, labelled, or no object."""
        return subject not in self.parent or subject in self.labels

    def types(self, subject: Subject) -> set[str]:
        """Return the IRIs of the subject's types."""
        from pyoxigraph import NamedNode

        found = self.statements.get(subject, {}).get(NamedNode(RDF + "type"), [])
        return {node.value for node in found if isinstance(node, NamedNode)}

    def members(self, head: Term) -> list[Term] | None:
        """Return the members of a well-formed RDF list with no other referent, else None."""
        from pyoxigraph import NamedNode

        try:
            return [member for _, member in cells(head, self._in_cell, NamedNode(NIL))]
        except BrokenList:
            return None

    def _in_cell(self, node: Term, predicate: str) -> list[Term]:
        """Return the values in a list's cell that can stand in parentheses."""
        from pyoxigraph import BlankNode, NamedNode

        said = self.statements.get(node, {}) if isinstance(node, BlankNode) else {}
        if node in self.labels or said.keys() != {NamedNode(FIRST), NamedNode(REST)}:
            return []
        return said[NamedNode(predicate)]


def _circular(parent: dict[BlankNode, Subject], shared: set[BlankNode]) -> set[BlankNode]:
    """Find the cycles of blank nodes that are objects once each: no bracket can start there."""
    known: set[Subject] = set(shared)
    circular: set[BlankNode] = set()
    for start in parent:
        path: list[BlankNode] = []
        seen: set[Subject] = set()
        node: Subject = start
        while node not in known and node not in seen and (up := parent.get(node)):  # type: ignore[arg-type]
            path.append(node)  # type: ignore[arg-type]
            seen.add(node)
            node = up
        if node in seen:
            circular.update(path[path.index(node) :])  # type: ignore[arg-type]
        known |= seen
    return circular
