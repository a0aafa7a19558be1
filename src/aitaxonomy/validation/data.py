"""The statements that are checked, one graph of a store; and a validation result in RDF terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from aitaxonomy.store.sandbox import opened

if TYPE_CHECKING:
    import pyoxigraph as ox

    from aitaxonomy.rdf.nodes import Term

    Node = ox.NamedNode | ox.BlankNode
    Source = ox.Store | Iterable[ox.Quad] | Iterable[ox.Triple]


@dataclass(frozen=True)
class Data:
    """One graph of a store; `sent` is what another process has the store from.

    >>> import pyoxigraph as ox
    >>> text = "<urn:x> <urn:p> 1 ."
    >>> data = Data.of(ox.parse(text, format=ox.RdfFormat.TURTLE))
    >>> [quad.object.value for quad in data.match(ox.NamedNode("urn:x"))]
    ['1']
    """

    store: ox.Store
    graph: ox.NamedNode | ox.DefaultGraph
    sent: Path | bytes | None = None

    @classmethod
    def of(cls, source: Data | Source) -> Data:
        """Return data as they are, or all statements of a source, whatever graphs they are in."""
        import pyoxigraph as ox

        default = ox.DefaultGraph()
        if isinstance(source, Data):
            return source
        if isinstance(source, ox.Store) and not any(True for _ in source.named_graphs()):
            return cls(source, default)
        store = ox.Store()
        store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object, default) for t in source)
        return cls(store, default)

    def match(
        self,
        subject: Node | None = None,
        predicate: ox.NamedNode | None = None,
        value: Any = None,
    ) -> Iterator[ox.Quad]:
        """Yield the statements that have these parts; None stands for any."""
        return self.store.quads_for_pattern(subject, predicate, value, self.graph)

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to another process; blank nodes keep their labels."""
        import pyoxigraph as ox

        sent = self.sent or self.store.dump(format=ox.RdfFormat.N_QUADS)
        return _received, (sent, self.graph)


def _received(sent: Path | bytes, graph: ox.NamedNode | ox.DefaultGraph) -> Data:
    return Data(opened(sent), graph)


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
