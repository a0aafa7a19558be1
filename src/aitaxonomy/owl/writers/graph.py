"""Triples that know which of them were read, so that none is lost unnoticed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from aitaxonomy.owl.expressions import Node
from aitaxonomy.owl.reader import plain
from aitaxonomy.owl.writers.tree import NotOwlError
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import OWL, RDF

if TYPE_CHECKING:
    import pyoxigraph as ox

NIL = RDF + "nil"
TYPE = RDF + "type"
Statement = tuple[str, str, Node]
_PREFERRED = {OWL: "owl:", RDF: "rdf:"}


def is_blank(node: Node) -> bool:
    """Whether the node has no name."""
    return isinstance(node, str) and node.startswith("_:")


def shown(node: Node) -> str:
    """Return a node as a message writes it."""
    if isinstance(node, Literal):
        return node.n3
    for space, prefix in _PREFERRED.items():
        if node.startswith(space):
            return prefix + node.removeprefix(space)
    return node if is_blank(node) else f"<{node}>"


def fault(statement: Statement, reason: str, remedy: str) -> NotOwlError:
    """Return the error about one statement."""
    words = " ".join(shown(node) for node in statement)
    return NotOwlError(f"no OWL 2 for `{words}`: {reason}; {remedy}")


class Graph:
    """Statements by subject and predicate; `take` marks them as read."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._by_subject: dict[str, dict[str, dict[Node, None]]] = {}
        self._read: set[Statement] = set()
        for triple in triples:
            subject, predicate, value = _statement(triple)
            self._by_subject.setdefault(subject, {}).setdefault(predicate, {})[value] = None

    def __iter__(self) -> Iterator[Statement]:
        for subject, properties in self._by_subject.items():
            for predicate, values in properties.items():
                for value in values:
                    yield subject, predicate, value

    def about(self, subject: str) -> list[tuple[str, Node]]:
        """Return all predicates and values of a subject, without marking them."""
        found = self._by_subject.get(subject, {})
        return [(predicate, value) for predicate, values in found.items() for value in values]

    def values(self, subject: str, predicate: str) -> list[Node]:
        """Return the values of one predicate, without marking them."""
        return list(self._by_subject.get(subject, {}).get(predicate, ()))

    def use(self, subject: str, predicate: str, value: Node) -> None:
        """Mark a statement as read."""
        self._read.add((subject, predicate, value))

    def take(self, subject: str, predicate: str) -> Node | None:
        """Return the only value of a predicate, marked as read; None if there is none."""
        values = self.values(subject, predicate)
        if len(values) > 1:
            statement = (subject, predicate, values[1])
            raise fault(statement, "a second value where one is expected", "keep one of them")
        for value in values:
            self.use(subject, predicate, value)
        return values[0] if values else None

    def need(self, subject: str, predicate: str) -> Node:
        """Return the only value of a predicate that has to be there, marked as read."""
        value = self.take(subject, predicate)
        if value is None:
            raise NotOwlError(f"{shown(subject)} lacks {shown(predicate)}; state it")
        return value

    def members(self, head: Node) -> list[Node]:
        """Return the members of an RDF list, all of it marked as read."""
        found: list[Node] = []
        seen: set[Node] = set()
        while head != NIL:
            if isinstance(head, Literal) or head in seen:
                raise NotOwlError(
                    f"the list at {shown(head)} does not end in rdf:nil; write it anew"
                )
            seen.add(head)
            found.append(self.need(head, RDF + "first"))
            if RDF + "List" in self.values(head, TYPE):
                self.use(head, TYPE, RDF + "List")
            head = self.need(head, RDF + "rest")
        return found

    def unread(self) -> list[Statement]:
        """Return the statements that nothing has marked."""
        return [statement for statement in self if statement not in self._read]


def _statement(triple: ox.Triple) -> Statement:
    import pyoxigraph as ox

    for term in (triple.subject, triple.object):
        if isinstance(term, ox.Triple) or getattr(term, "direction", None):
            raise NotOwlError(
                f"no OWL 2 for `{term}`: OWL has neither triple terms nor base directions; "
                "annotate by owl:Axiom, and leave the direction out"
            )
    return str(plain(triple.subject)), triple.predicate.value, plain(triple.object)
