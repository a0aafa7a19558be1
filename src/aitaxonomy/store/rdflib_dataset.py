"""The data set of rdflib over a store: it is read-only, and its queries reach nothing else."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from aitaxonomy.errors import QueryRefused
from aitaxonomy.rdf.namespaces import PREFIXES
from aitaxonomy.store.guard import REFUSED, mentions
from aitaxonomy.store.sandbox import check_isolated

if TYPE_CHECKING:
    import pyoxigraph as ox
    import rdflib
    from rdflib.plugins.sparql.sparql import Query

_CLAUSES = {"ServiceGraphPattern": "SERVICE", "DatasetClause": "FROM"}


def dataset(store: ox.Store) -> rdflib.Dataset:
    """Return the union of the graphs of a store; its queries reach nothing else.

    SERVICE, FROM and updates as text raise `QueryRefused`.
    """
    from oxrdflib import OxigraphStore

    found = _dataset_class()(OxigraphStore(store=store), default_union=True)
    for name, iri in PREFIXES.items():
        found.bind(name, iri)
    return found


@cache
def _dataset_class() -> type[rdflib.Dataset]:
    import rdflib

    class ReadOnlyDataset(rdflib.Dataset):
        def query(self, query_object: Any, *arguments: Any, **more: Any) -> Any:
            if not isinstance(query_object, str):
                _refuse_clauses(query_object)
            elif mentions(query_object):
                known = dict(self.namespaces()) | dict(more.get("initNs") or {})
                prologue = "".join(f"PREFIX {name}: <{iri}> " for name, iri in known.items())
                check_isolated(prologue + query_object)
            return super().query(query_object, *arguments, **more)

        def update(self, *_: Any, **__: Any) -> Any:
            raise QueryRefused("this graph is read-only: change a copy, rdflib.Graph() + graph")

        add = addN = remove = parse = update  # noqa: N815 - names of rdflib

        def __repr__(self) -> str:
            return f"<read-only graph of {len(self):,} triples; rdflib.Graph() + graph copies it>"

    return ReadOnlyDataset


def _refuse_clauses(query: Query) -> None:
    """Raise `QueryRefused` for SERVICE and FROM in the algebra of a query."""
    from rdflib.plugins.sparql.parserutils import CompValue

    todo: list[Any] = [query.algebra]
    while todo:
        node = todo.pop()
        if isinstance(node, CompValue):
            if clause := _CLAUSES.get(node.name):
                raise QueryRefused(REFUSED[clause])
            todo.extend(node.values())
        elif not isinstance(node, str) and hasattr(node, "__iter__"):
            todo.extend(node)
