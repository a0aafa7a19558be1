"""The graph store: files in, asserted and inferred triples apart, SPARQL out.

Everything is held by an in-memory Oxigraph store with one named graph a kind of knowledge.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aitaxonomy.errors import QueryRefused
from aitaxonomy.store.guard import check_query
from aitaxonomy.store.query_patterns import EVERYTHING, Pattern, covers, patterns_of
from aitaxonomy.store.query_text import with_prefixes
from aitaxonomy.store.reading import MEND, SYNTAXES, explained, read_triples
from aitaxonomy.store.table import Table

if TYPE_CHECKING:
    import pyoxigraph as ox
    import rdflib

__all__ = ["ASSERTED", "INFERRED", "SYNTAXES", "GraphStore", "Source", "load_lines", "read_triples"]

#: The named graph of what files say, and that of what follows from it.
ASSERTED = "https://w3id.org/aitaxonomy/graph/asserted"
INFERRED = "https://w3id.org/aitaxonomy/graph/inferred"

Source = Callable[[Collection[Pattern]], Iterable[bytes]]
"""Gives the triples of some patterns, as N-Triples in any number of pieces."""


def load_lines(store: ox.Store, lines: bytes, graph: ox.NamedNode | ox.DefaultGraph) -> None:
    """Add N-Triples to a graph; blank nodes keep their labels, for which Python parses them."""
    import pyoxigraph as ox

    syntax = ox.RdfFormat.N_TRIPLES
    if b"_:" in lines:
        parsed = (quad.triple for quad in ox.parse(lines, syntax))
        store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object, graph) for t in parsed)
    else:
        store.bulk_load(lines, syntax, to_graph=graph)


class GraphStore:
    """An RDF store, in memory or read-only on disk: an asserted and an inferred graph.

    The two share no triple, so that a query over both counts nothing twice.

    >>> from aitaxonomy._data import folder
    >>> store = GraphStore()
    >>> store.load([folder("ontology") / "core.ttl"])
    >>> store.ask("ASK { <https://w3id.org/aitaxonomy#LLM> ?p ?o }")
    True
    """

    def __init__(self, *, read_only: Path | None = None) -> None:
        import pyoxigraph

        self._ox = pyoxigraph
        self.store: ox.Store = (
            pyoxigraph.Store.read_only(str(read_only)) if read_only else pyoxigraph.Store()
        )
        self._sources: dict[str, Source] = {}
        self._there: dict[str, set[Pattern]] = {}

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
            with explained(path, MEND):
                self.store.bulk_load(path=str(path), format=turtle, to_graph=graph)

    def add(self, triples: Iterable[ox.Triple], graph: str = ASSERTED) -> None:
        """Add triples to a graph; blank nodes keep their identity within the call."""
        node = self._ox.NamedNode(graph)
        self.store.bulk_extend(self._quad(triple, node) for triple in triples)

    def add_lines(self, lines: bytes, graph: str = ASSERTED) -> None:
        """Add N-Triples to a graph; blank nodes keep their labels."""
        load_lines(self.store, lines, self._ox.NamedNode(graph))

    def _quad(self, triple: ox.Triple, graph: ox.NamedNode) -> ox.Quad:
        return self._ox.Quad(triple.subject, triple.predicate, triple.object, graph)

    def set_inferred(self, triples: Iterable[ox.Triple]) -> None:
        """Put triples into the place of the inferred graph, leaving out what is asserted."""
        asserted, inferred = self._ox.NamedNode(ASSERTED), self._ox.NamedNode(INFERRED)
        self.store.clear_graph(inferred)
        self.store.bulk_extend(
            self._quad(triple, inferred)
            for triple in triples
            if self._quad(triple, asserted) not in self.store
        )

    # --- what is brought in when it is asked for

    def supply(self, graph: str, source: Source) -> None:
        """Let a graph have more triples, which are fetched when a query can touch them.

        Blank nodes must have labels of their own, as they keep them.
        """
        self._sources[graph] = source
        self._there[graph] = set()

    def _fetch(self, patterns: Collection[Pattern], graphs: Iterable[str]) -> None:
        for graph in graphs:
            if graph not in self._sources:
                continue
            there = self._there[graph]
            missing = [p for p in patterns if not any(covers(known, p) for known in there)]
            if missing:
                for lines in self._sources[graph](missing):
                    self.add_lines(lines, graph)
                there.update(missing)

    def _fetch_for(self, query: str, *, inferred: bool) -> None:
        if self._sources:
            both = inferred or "graph" in query.lower()
            self._fetch(patterns_of(query), (ASSERTED, INFERRED) if both else (ASSERTED,))

    def triples(self, graph: str = ASSERTED) -> list[ox.Triple]:
        """Return the triples of one graph."""
        self._fetch([EVERYTHING], [graph])
        node = self._ox.NamedNode(graph)
        return [quad.triple for quad in self.store.quads_for_pattern(None, None, None, node)]

    def loaded(self, subject: str, predicate: str) -> set[str]:
        """Return the IRIs that a subject is asserted to be linked to, without fetching more."""
        asked, of, graph = (self._ox.NamedNode(name) for name in (subject, predicate, ASSERTED))
        quads = self.store.quads_for_pattern(asked, of, None, graph)
        return {q.object.value for q in quads if isinstance(q.object, self._ox.NamedNode)}

    def texts(self, subject: str, predicate: str) -> dict[str, str]:
        """Return the texts that are asserted of a subject, by language, without fetching more.

        What is no IRI has none.
        """
        try:
            asked, of, graph = (self._ox.NamedNode(each) for each in (subject, predicate, ASSERTED))
        except ValueError:
            return {}
        found = (quad.object for quad in self.store.quads_for_pattern(asked, of, None, graph))
        literals = [term for term in found if isinstance(term, self._ox.Literal)]
        return {term.language or "": term.value for term in literals}

    def below(self, node: str) -> list[str]:
        """Return in N-Triples what is asserted of a blank node, and of those that it leads to.

        These are the predicates and the values but for blank nodes, each as often as it is used.
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

    def holds_subject(self, subject: ox.NamedNode) -> bool:
        """Tell whether anything is asserted of a subject."""
        self._fetch([(str(subject), None, None)], [ASSERTED])
        node = self._ox.NamedNode(ASSERTED)
        return any(True for _ in self.store.quads_for_pattern(subject, None, None, node))

    def copy(self) -> GraphStore:
        """Return a store with the same asserted triples and nothing inferred."""
        other = GraphStore()
        self._fetch([EVERYTHING], [ASSERTED])
        graph = self._ox.NamedNode(ASSERTED)
        other.store.bulk_extend(self.store.quads_for_pattern(None, None, None, graph))
        return other

    def select(self, query: str, *, inferred: bool = True) -> Table:
        """Run a trusted query of our own in this process; use `sparql` for anybody else's.

        The prefixes of `aitaxonomy.rdf.namespaces.PREFIXES` need no declaration.
        """
        graphs = [ASSERTED, INFERRED] if inferred else [ASSERTED]
        text = with_prefixes(query)
        self._fetch_for(text, inferred=inferred)
        try:
            results: Any = self.store.query(
                text, default_graph=[self._ox.NamedNode(g) for g in graphs]
            )
        except SyntaxError as error:
            raise QueryRefused(f"the query is not valid SPARQL 1.1: {error.msg}") from None
        if isinstance(results, self._ox.QueryBoolean):
            return Table(("answer",), ((self._ox.Literal(bool(results)),),), form="ASK")
        if isinstance(results, self._ox.QueryTriples):
            columns = ("subject", "predicate", "object")
            return Table(columns, tuple(map(tuple, results)), form="CONSTRUCT")
        names = tuple(variable.value for variable in results.variables)
        return Table(names, tuple(map(tuple, results)))

    def ask(self, query: str, *, inferred: bool = True) -> bool:
        """Run a trusted ASK query in this process."""
        return bool(self.select(query, inferred=inferred))

    def sparql(
        self, query: str, *, timeout: float = 30.0, limit: int = 10_000, inferred: bool = True
    ) -> Table:
        """Run anybody's read-only SPARQL 1.1 query, in a process of its own.

        The prefixes of `aitaxonomy.rdf.namespaces.PREFIXES` need no declaration. Raises
        `QueryRefused` and `QueryTimeout`; `limit` rows at most, then `truncated` is true.
        """
        from aitaxonomy.store.sandbox import run_isolated  # costs more than most queries

        check_query(query)
        self._fetch_for(with_prefixes(query), inferred=inferred)
        graphs = [ASSERTED, INFERRED] if inferred else [ASSERTED]
        return run_isolated(self.store, query, graphs, timeout, limit)

    @cached_property
    def rdflib(self) -> rdflib.Graph:
        """The same store as an rdflib graph: the union of asserted and inferred."""
        import rdflib
        from oxrdflib import OxigraphStore

        self._fetch([EVERYTHING], (ASSERTED, INFERRED))
        return rdflib.Dataset(OxigraphStore(store=self.store), default_union=True)
