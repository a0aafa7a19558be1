"""Labels of blank nodes that depend on what is said alone, not on how or when it was read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyoxigraph import Triple


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
    dataset = Dataset()
    for triple in triples:
        if isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode):
            dataset.add(Quad(triple.subject, triple.predicate, triple.object))
        else:
            named.append(triple)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return named + [quad.triple for quad in dataset]
