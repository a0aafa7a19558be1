"""The statements that are checked: one graph of a store, whatever else the store holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from aitaxonomy.store import load_lines

if TYPE_CHECKING:
    import pyoxigraph as ox

    Node = ox.NamedNode | ox.BlankNode
    Graph = ox.NamedNode | ox.DefaultGraph
    Source = ox.Store | Iterable[ox.Quad] | Iterable[ox.Triple]


@dataclass(frozen=True)
class Data:
    """One graph of a store, and statements that are not in it yet, as N-Triples.

    These may be millions: they are read as they are by whoever reads text, and put into the store
    when somebody first looks there. They are written as a store would write them.

    >>> import pyoxigraph as ox
    >>> text = "<urn:x> <urn:p> 1 ."
    >>> data = Data.of(ox.parse(text, format=ox.RdfFormat.TURTLE))
    >>> [quad.object.value for quad in data.match(ox.NamedNode("urn:x"))]
    ['1']
    """

    base: ox.Store
    graph: Graph
    lines: tuple[bytes, ...] = ()

    @cached_property
    def store(self) -> ox.Store:
        """The store, with everything in it."""
        for lines in self.lines:
            load_lines(self.base, lines, self.graph)
        return self.base

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

    def query(
        self, text: str, prefixes: Mapping[str, str], this: Node | None = None
    ) -> ox.QuerySolutions:
        """Run a SELECT query over these statements, for all nodes or for one as `$this`."""
        import pyoxigraph as ox

        rows = self.store.query(
            text,
            prefixes=dict(prefixes),
            default_graph=self.graph,
            substitutions={ox.Variable("this"): this} if this is not None else None,
        )
        assert isinstance(rows, ox.QuerySolutions)
        return rows

    def ntriples(self) -> str:
        """Return the statements as N-Triples, whether or not they are in the store."""
        import pyoxigraph as ox

        text = self.base.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=self.graph)
        assert text is not None
        return b"\n".join((text, *(() if "store" in vars(self) else self.lines))).decode()

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to another process as text, blank nodes with the labels that they have."""
        return _unpacked, (self.ntriples(),)


def _unpacked(text: str) -> Data:
    import pyoxigraph as ox

    return Data.of(ox.parse(text, format=ox.RdfFormat.N_TRIPLES))
