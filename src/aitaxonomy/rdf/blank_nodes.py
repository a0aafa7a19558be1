"""Labels of blank nodes that depend on what is said alone, not on how or when it was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyoxigraph import Quad, Triple


def canonicalized(triples: Iterable[Triple]) -> list[Triple]:
    """Return triples with the labels that RDFC-1.0 gives to blank nodes (`c14n0`, `c14n1` ...).

    Isomorphic graphs get the same labels, which those of the input never decide. Statements without
    blank nodes cannot matter for that and come first, in their order; the others are in no order.

    >>> import pyoxigraph as ox
    >>> text = "_:%s <urn:p> 1 . <urn:a> <urn:q> _:%s ."
    >>> first, second = (
    ...     canonicalized(quad.triple for quad in ox.parse(text % (x, x), ox.RdfFormat.TURTLE))
    ...     for x in ("x", "y")
    ... )
    >>> set(first) == set(second), min(str(triple.subject) for triple in second)
    (True, '<urn:a>')
    """
    from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad

    named: list[Triple] = []
    others: list[Triple] = []
    for triple in triples:
        blank = isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode)
        (others if blank else named).append(triple)
    dataset = Dataset(Quad(*triple) for triple in others)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return named + [quad.triple for quad in dataset]


def numbered(quads: Iterable[Quad], prefix: str) -> Iterator[Quad]:
    """Yield quads with blank nodes labelled by a prefix and a number, in the order they come in.

    A parser gives nodes without a label another one each time. With a prefix for each file, nodes
    of different files stay different.

    >>> import pyoxigraph as ox
    >>> for quad in numbered(ox.parse("_:z <urn:p> [] .", ox.RdfFormat.TURTLE), "a"):
    ...     print(quad.subject, quad.object)
    _:a0 _:a1
    """
    import pyoxigraph as ox

    labels: dict[ox.BlankNode, ox.BlankNode] = {}

    def term(of: Any) -> Any:
        if isinstance(of, ox.BlankNode):
            if of not in labels:
                labels[of] = ox.BlankNode(f"{prefix}{len(labels)}")
            return labels[of]
        if isinstance(of, ox.Triple):
            return ox.Triple(term(of.subject), of.predicate, term(of.object))
        return of

    named = (ox.NamedNode, ox.Literal, ox.DefaultGraph)
    for quad in quads:
        subject, predicate, value, graph = quad
        if isinstance(subject, named) and isinstance(value, named) and isinstance(graph, named):
            yield quad
        else:
            yield ox.Quad(term(subject), predicate, term(value), term(graph))
