"""RDF lists: one walk for every kind of graph, which says what is wrong with a broken list."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator
from typing import TypeVar

from aitaxonomy.rdf.namespaces import RDF

FIRST, REST, NIL = RDF + "first", RDF + "rest", RDF + "nil"
Node = TypeVar("Node", bound=Hashable)


class BrokenList(ValueError):
    """A list that runs in a circle, or a cell without exactly one member and one rest."""


def cells(
    head: Node, values: Callable[[Node, str], Collection[Node]], nil: Node
) -> Iterator[tuple[Node, Node]]:
    """Yield the cells of a list, each with its member.

    Args:
        head: the first cell, or `nil`.
        values: gives the values that a node has for a predicate (an IRI).
        nil: `rdf:nil` as the graph spells it.

    Raises:
        BrokenList: when the walk comes to a node that is not a cell; the cells before it are
            yielded.

    >>> graph = {("a", FIRST): ["x"], ("a", REST): ["b"], ("b", FIRST): ["y"], ("b", REST): [NIL]}
    >>> list(cells("a", lambda node, predicate: graph.get((node, predicate), ()), NIL))
    [('a', 'x'), ('b', 'y')]

    """
    seen: set[Node] = set()
    while head != nil:
        if head in seen:
            raise BrokenList("a list that does not end")
        seen.add(head)
        first, rest = values(head, FIRST), values(head, REST)
        if len(first) != 1 or len(rest) != 1:
            raise BrokenList("a broken list")
        yield head, next(iter(first))
        head = next(iter(rest))
