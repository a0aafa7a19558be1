"""The graph store: an Oxigraph store with asserted and inferred triples in two named graphs.

It loads files and answers SPARQL.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aitaxonomy.errors import QueryRefused, StoreCorrupt
from aitaxonomy.store.query_text import with_prefixes, with_terms
from aitaxonomy.store.reading import MEND, SYNTAXES, explained, read_triples
from aitaxonomy.store.table import Table

if TYPE_CHECKING:
    import pyoxigraph as ox
    import rdflib

    from aitaxonomy.scratch import ScratchFolder

__all__ = ["ASSERTED", "INFERRED", "SYNTAXES", "GraphStore", "load_lines", "read_triples"]

#: The named graph of the asserted triples, and that of the inferred ones.
ASSERTED = "https://w3id.org/aitaxonomy/graph/asserted"
INFERRED = "https://w3id.org/aitaxonomy/graph/inferred"

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_INDIVIDUAL = "http://www.w3.org/2002/07/owl#NamedIndividual"

log = logging.getLogger("aitaxonomy")


def load_lines(store: ox.Store, lines: bytes, graph: ox.NamedNode | ox.DefaultGraph) -> None:
    """Add N-Triples to a graph; blank nodes keep their labels."""
    import pyoxigraph as ox

    syntax = ox.RdfFormat.N_TRIPLES
    if b"_:" in lines:  # bulk_load would relabel them
        parsed = (quad.triple for quad in ox.parse(lines, syntax))
        store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object, graph) for t in parsed)
    else:
        store.bulk_load(lines, syntax, to_graph=graph)


def damage(folder: Path | None, reason: object, remedy: str = "") -> str:
    """Return the message for a damaged store on disk, with the remedy."""
    short = str(reason).partition(" in ")[0]  # where in which of its files helps nobody
    remedy = remedy or "delete this folder, or install aitaxonomy again"
    return f"{folder}: the store is damaged ({short}): {remedy}"


class GraphStore:
    """An RDF store, in memory or read-only on disk: an asserted and an inferred graph.

    No triple is in both, so that a query over their union counts none twice.

    >>> from aitaxonomy._data import folder
    >>> store = GraphStore()
    >>> store.load([folder("ontology") / "core.ttl"])
    >>> store.ask("ASK { <https://w3id.org/aitaxonomy#LLM> ?p ?o }")
    True
    """

    def __init__(self, *, read_only: Path | None = None) -> None:
        """Make a store in memory, or open the one in a folder; raises `StoreCorrupt`."""
        import pyoxigraph

        self._ox = pyoxigraph
        try:
            self.store: ox.Store = (
                pyoxigraph.Store.read_only(str(read_only)) if read_only else pyoxigraph.Store()
            )
        except (OSError, RuntimeError) as error:
            raise StoreCorrupt(damage(read_only, error)) from None
        self.folder: object = None
        """The owner of the folder of a store on disk that is only there while it is used."""
        self._path = read_only
        self._lock = threading.RLock()
        self._sent: Path | bytes | None = None
        self._snapshots: list[ScratchFolder] = []
        self.seconds = 0.0
        """The processor time of all trusted queries until now."""

    def load(self, files: Iterable[Path | str], format: str | None = None) -> None:
        """Add the triples of files to the asserted graph; raises `ImportFault`."""
        for path in files:
            self.add(read_triples(path, format))

    def load_shipped(self, files: Iterable[Path]) -> None:
        """Add the package's own Turtle files, which need no guards and share no blank nodes.

        Raises `ImportFault` for one that is broken, as it may be where people work on it.
        """
        graph, turtle = self._ox.NamedNode(ASSERTED), self._ox.RdfFormat.TURTLE
        for path in files:
            with self._changing(), explained(path, MEND):
                self.store.bulk_load(path=str(path), format=turtle, to_graph=graph)

    def add(self, triples: Iterable[ox.Triple], graph: str = ASSERTED) -> None:
        """Add triples to a graph; blank nodes keep their identity within the call."""
        node = self._ox.NamedNode(graph)
        with self._changing():
            self.store.bulk_extend(self._quad(triple, node) for triple in triples)

    def add_lines(self, lines: bytes, graph: str = ASSERTED) -> None:
        """Add N-Triples to a graph; blank nodes keep their labels."""
        with self._changing():
            load_lines(self.store, lines, self._ox.NamedNode(graph))

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Let no other thread send the store while it changes, nor what it was before."""
        with self._lock:
            try:
                yield
            finally:
                self._sent = None

    def _quad(self, triple: ox.Triple, graph: ox.NamedNode) -> ox.Quad:
        return self._ox.Quad(triple.subject, triple.predicate, triple.object, graph)

    def set_inferred(self, triples: Iterable[ox.Triple]) -> None:
        """Replace the inferred graph by these triples, without those that are asserted."""
        with self._changing():
            self.store.clear_graph(self._ox.NamedNode(INFERRED))
            asserted = self._ox.NamedNode(ASSERTED)
            self.add((t for t in triples if self._quad(t, asserted) not in self.store), INFERRED)

    def sent(self) -> Path | bytes:
        """Return what another process has the store from, as it is now: its folder, or N-Quads.

        It is made once for each state of the store; a folder stays as long as this object does.
        """
        if self._path:
            return self._path
        from aitaxonomy.scratch import ScratchFolder

        with self._lock:
            if self._sent is None and self.folder:
                self._snapshots.append(ScratchFolder())
                self._sent = Path(self._snapshots[-1].name) / "store"
                self.store.backup(str(self._sent))
            elif self._sent is None:
                self._sent = self.store.dump(format=self._ox.RdfFormat.N_QUADS) or b""
            return self._sent

    def triples(self, graph: str = ASSERTED) -> list[ox.Triple]:
        """Return the triples of one graph."""
        node = self._ox.NamedNode(graph)
        return [quad.triple for quad in self.store.quads_for_pattern(None, None, None, node)]

    def values(self, subject: str, predicate: str) -> set[str]:
        """Return the IRIs that are asserted values of a subject's property."""
        asked, of, graph = (self._ox.NamedNode(name) for name in (subject, predicate, ASSERTED))
        quads = self.store.quads_for_pattern(asked, of, None, graph)
        return {q.object.value for q in quads if isinstance(q.object, self._ox.NamedNode)}

    def texts(self, subject: str, predicate: str) -> dict[str, str]:
        """Return the asserted literals of a subject's property by language.

        Empty if the subject is not an IRI.
        """
        try:
            asked, of, graph = (self._ox.NamedNode(each) for each in (subject, predicate, ASSERTED))
        except ValueError:
            return {}
        found = (quad.object for quad in self.store.quads_for_pattern(asked, of, None, graph))
        literals = [term for term in found if isinstance(term, self._ox.Literal)]
        # Of two in one language the same each time; the store has them in any order.
        literals.sort(key=lambda term: term.value)
        return {term.language or "": term.value for term in literals}

    def reached(self, seeds: Iterable[str], known: Collection[str]) -> list[ox.Triple]:
        """Return what is asserted of some individuals (IRIs) and of those that they lead to.

        A triple that is `known` is left out.
        """
        graph, kind = self._ox.NamedNode(ASSERTED), self._ox.NamedNode(_TYPE)
        individual = self._ox.NamedNode(_INDIVIDUAL)
        found: list[ox.Triple] = []
        todo: list[Any] = [self._ox.NamedNode(seed) for seed in seeds]
        seen = set(todo)
        while todo:
            node = todo.pop()
            if not isinstance(node, self._ox.BlankNode) and (
                node.value in known
                or self._ox.Quad(node, kind, individual, graph) not in self.store
            ):
                continue
            about = [q.triple for q in self.store.quads_for_pattern(node, None, None, graph)]
            found += about
            new = {t.object for t in about if not isinstance(t.object, self._ox.Literal)} - seen
            seen |= new
            todo += new
        return found

    def linking(self, iri: str) -> list[str]:
        """Return the individuals (IRIs) that are asserted to have some link to one, in order."""
        graph, target = self._ox.NamedNode(ASSERTED), self._ox.NamedNode(iri)
        found = {quad.subject for quad in self.store.quads_for_pattern(None, None, target, graph)}
        return sorted(each.value for each in found if isinstance(each, self._ox.NamedNode))

    def below(self, node: str) -> list[str]:
        """Return the terms in the statements of a blank node and of all blank nodes below it.

        These are predicates and objects, except blank nodes, in N-Triples and with repetitions.
        """
        found: list[str] = []
        todo, seen = [self._ox.BlankNode(node[2:])], set()
        while todo:
            if (each := todo.pop()) in seen:
                continue
            seen.add(each)
            graph = self._ox.NamedNode(ASSERTED)
            for _, predicate, value, _ in self.store.quads_for_pattern(each, None, None, graph):
                found.append(str(predicate))
                if isinstance(value, self._ox.BlankNode):
                    todo.append(value)
                else:
                    found.append(str(value))
        return found

    def write(self, folder: Path) -> None:
        """Write both graphs to an empty folder; what is on disk already is linked, not copied."""
        disk = self.store if self.folder else self._ox.Store(str(folder))
        if disk is not self.store:
            disk.bulk_extend(self.store)
        disk.optimize()
        disk.flush()
        if disk is self.store:
            folder.rmdir()
            disk.backup(str(folder))

    def in_memory(self) -> GraphStore:
        """Return a store in memory with the same triples in both graphs."""
        other = GraphStore()
        other.store.bulk_extend(self.store)
        return other

    def copy(self) -> GraphStore:
        """Return a store with the same asserted triples and nothing inferred."""
        other = GraphStore()
        graph = self._ox.NamedNode(ASSERTED)
        other.store.bulk_extend(self.store.quads_for_pattern(None, None, None, graph))
        return other

    def select(self, query: str, *, inferred: bool = True, **bound: str | ox.Literal) -> Table:
        """Run a trusted query in this process; `sparql` is for queries of users.

        The prefixes of `aitaxonomy.rdf.namespaces.PREFIXES` need no declaration.

        Args:
            query: a text of ours: what comes from outside is bound, never put into it.
            inferred: whether inferred triples are seen.
            bound: for each variable that stands for a known term, its IRI or literal.

        Raises:
            QueryRefused: a text that is not SPARQL 1.1, or a bound value that is not an IRI.

        """
        text = with_prefixes(with_terms(query, bound) if bound else query)
        begun = time.thread_time()
        try:
            results: Any = self.store.query(
                text,
                use_default_graph_as_union=inferred,  # a fifth quicker than naming both graphs
                default_graph=None if inferred else self._ox.NamedNode(ASSERTED),
            )
        except SyntaxError as error:
            raise QueryRefused(f"the query is not valid SPARQL 1.1: {error.msg}") from None
        table = self._table(results)
        self.seconds += time.thread_time() - begun
        return table

    def _table(self, results: Any) -> Table:
        if isinstance(results, self._ox.QueryBoolean):
            return Table(("answer",), ((self._ox.Literal(bool(results)),),), form="ASK")
        if isinstance(results, self._ox.QueryTriples):
            columns = ("subject", "predicate", "object")
            return Table(columns, tuple(map(tuple, results)), form="CONSTRUCT")
        names = tuple(variable.value for variable in results.variables)
        return Table(names, tuple(map(tuple, results)))

    def ask(self, query: str, *, inferred: bool = True, **bound: str | ox.Literal) -> bool:
        """Run a trusted ASK query in this process; see `select`."""
        return bool(self.select(query, inferred=inferred, **bound))

    def sparql(
        self, query: str, *, timeout: float = 30.0, limit: int = 10_000, inferred: bool = True
    ) -> Table:
        """Run a user's read-only SPARQL 1.1 query in a process of its own.

        The table has at most `limit` rows, and `truncated` says whether there were more. `timeout`
        is in seconds. The prefixes of `aitaxonomy.rdf.namespaces.PREFIXES` need no declaration.
        Raises `QueryRefused` and `QueryTimeout`.
        """
        from aitaxonomy.store.sandbox import run_isolated  # costs more than most queries

        graphs = None if inferred else [ASSERTED]
        return run_isolated(self.sent(), query, graphs, timeout, limit)

    @cached_property
    def rdflib(self) -> rdflib.Graph:
        """The same store as an rdflib graph: the union of asserted and inferred.

        Its queries run in this process and are not stopped, but reach nothing else.
        """
        from aitaxonomy.store.rdflib_dataset import dataset

        return dataset(self.store)
