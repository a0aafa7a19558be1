"""A graph store behind a SPARQL endpoint: the queries of a store are sent to a server."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from aitaxonomy.errors import EndpointFault, QueryRefused
from aitaxonomy.rdf.namespaces import AIT, OWL
from aitaxonomy.store import ASSERTED, INFERRED, GraphStore
from aitaxonomy.store.protocol import RESULTS, TRIPLES, Arguments, Endpoint
from aitaxonomy.store.query_text import with_prefixes, with_terms
from aitaxonomy.store.screening import json_depth_fault
from aitaxonomy.store.table import Table

if TYPE_CHECKING:
    import pyoxigraph as ox

_GRAPHS = (ASSERTED, INFERRED)
_KNOWS = f"<{AIT}LLM> a <{OWL}Class>"
_LABELLED = "SELECT ?thing ?text { ?thing %s ?text }"
#: The column in which Virtuoso has the answer of an ASK.
_ASKED = ("__ASK_RETVAL",)


class EndpointStore(GraphStore):
    """The graphs of a SPARQL server.

    The server has them as a store has: what is asserted and what is inferred in two named graphs
    (`ASSERTED`, `INFERRED`). Where it has them in its default graph alone, as when an export was
    loaded there, stated and inferred are not told apart.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        super().__init__()
        self.endpoint = endpoint
        self._labels: dict[str, dict[str, dict[str, str]]] = {}

    # --- how the server has the graphs

    @cached_property
    def has_graphs(self) -> bool:
        """Return whether the server has both named graphs; raises `EndpointFault` if none of ours.

        It is asked once.
        """
        if self._send(f"ASK {{ GRAPH <{ASSERTED}> {{ {_KNOWS} }} }}"):
            return True
        if self._send(f"ASK {{ {_KNOWS} }}"):
            return False
        raise EndpointFault(
            f"{self.endpoint.shown}: has no statements of the taxonomy: load the graphs of a store "
            "that `aitaxonomy build` writes, or the files that `aitaxonomy export` writes"
        )

    @cached_property
    def _takes_graphs(self) -> bool:
        """Return whether the server heeds the graphs that a request names, as the protocol says."""
        if not self.has_graphs:
            return False
        try:
            with_all, with_one = (
                self._send(f"ASK {{ {_KNOWS} }}", _dataset(graphs))
                for graphs in (_GRAPHS, [INFERRED])
            )
        except QueryRefused:
            return False
        return bool(with_all) and not with_one

    @cached_property
    def _has_union(self) -> bool:
        """Return whether the server's default graph has the statements, by itself."""
        return bool(self._send(f"ASK {{ {_KNOWS} }}"))

    def _arguments(self, inferred: bool) -> Arguments:
        """Return the parameters of a query that sees asserted, and perhaps inferred, statements."""
        if self._takes_graphs:
            return _dataset(_GRAPHS if inferred else _GRAPHS[:1])
        if not self._has_union:
            raise EndpointFault(
                f"{self.endpoint.shown}: takes no graphs to query (default-graph-uri), and its "
                "default graph is empty: let that be the union of all graphs"
            )
        return ()

    # --- what a store does

    def _send(
        self,
        text: str,
        arguments: Arguments = (),
        timeout: float | None = None,
        media: str = RESULTS,
        most: int | None = None,
    ) -> Table:
        import pyoxigraph as ox

        content = self.endpoint.query(text, arguments, timeout=timeout, media=media, most=most)
        try:
            if media == RESULTS:
                return self._read(content)
            quads = ox.parse(content, ox.RdfFormat.N_TRIPLES)
            rows = tuple((q.subject, q.predicate, q.object) for q in quads)
            return Table(("subject", "predicate", "object"), rows, form="CONSTRUCT")
        except (SyntaxError, ValueError) as error:
            reason = str(error)
        # Out of the handler, which keeps what was read: no other thread may let go of that.
        raise EndpointFault(
            f"{self.endpoint.shown}: the results are cut off or malformed: {reason}"
        )

    def _read(self, content: bytes) -> Table:
        """Return the table of SPARQL results in JSON; raises `SyntaxError` and `ValueError`."""
        import pyoxigraph as ox

        if json_depth_fault(content) is not None:  # the parser would overflow its stack
            raise ValueError("it nests too deep")
        table = self._table(ox.parse_query_results(content, format=ox.QueryResultsFormat.JSON))
        if table.columns != _ASKED:
            return table
        truth = any(str(row[0]) in ("1", "True") for row in table.rows)
        return Table(("answer",), ((ox.Literal(truth),),), form="ASK")

    def select(self, query: str, *, inferred: bool = True, **bound: str | ox.Literal) -> Table:
        """Run a query of ours on the server; see `GraphStore.select`."""
        text = with_prefixes(with_terms(query, bound) if bound else query)
        if not self.has_graphs:  # all that is stated, and what follows, is in one
            text = text.replace(f"GRAPH <{ASSERTED}>", "")
        return self._send(text, self._arguments(inferred))

    def sparql(
        self, query: str, *, timeout: float = 30.0, limit: int = 10_000, inferred: bool = True
    ) -> Table:
        """Run a user's read-only query on the server; see `GraphStore.sparql`.

        Queries that are refused here are refused for a server as well. It is asked for no more rows
        than the limit, and one; of triples no more are read.
        """
        from aitaxonomy.store.sandbox import for_server

        text, gives_graph = for_server(query, limit)
        media = TRIPLES if gives_graph else RESULTS
        arguments = self._arguments(inferred)
        if not inferred and not arguments:
            raise EndpointFault(
                f"{self.endpoint.shown}: does not tell stated and inferred statements apart"
            )
        table = self._send(text, arguments, timeout, media, limit + 1)
        if len(table) > limit and table.form != "ASK":
            return replace(table, terms=table.terms[:limit], truncated=True)
        return table

    def texts(self, subject: str, predicate: str) -> dict[str, str]:
        """Return the literals of a subject's property by language; all are fetched at once."""
        import pyoxigraph as ox

        if predicate not in self._labels:
            found: dict[str, dict[str, str]] = {}
            for thing, text in self.select(_LABELLED % f"<{predicate}>", inferred=False).terms:
                if isinstance(text, ox.Literal):
                    found.setdefault(thing.value, {})[text.language or ""] = text.value
            self._labels[predicate] = found
        return self._labels[predicate].get(subject, {})


def _dataset(graphs: Iterable[str]) -> Arguments:
    """Return the parameters that ask the union of some graphs, with both by their names."""
    asked = [("default-graph-uri", graph) for graph in graphs]
    return [*asked, *(("named-graph-uri", graph) for graph in _GRAPHS)]
