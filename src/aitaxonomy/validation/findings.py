"""A validation result in RDF terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pyoxigraph as ox

    from aitaxonomy.rdf.nodes import Term

    Node = ox.NamedNode | ox.BlankNode


@dataclass(frozen=True, slots=True)
class Objection:
    """The values that all results of one constraint share.

    `path` is None where there is none, and where it is more than one property.
    """

    shape: Node
    component: str
    path: ox.NamedNode | None
    messages: tuple[ox.Literal, ...]
    severity: str


class Finding(NamedTuple):
    """One validation result: a focus node, the value at fault, and the constraint violated."""

    focus: Term
    value: Term | None
    objection: Objection
