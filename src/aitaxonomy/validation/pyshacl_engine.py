"""The reference engine: pySHACL, with everything switched off that reaches out or runs code."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from aitaxonomy.validation.finding import Finding
from aitaxonomy.validation.names import PREFIXES, curie

if TYPE_CHECKING:
    import pyoxigraph as ox
    import rdflib

    from aitaxonomy.validation.names import Term

_SH = PREFIXES["sh"]


def run(data: ox.Store, shapes: ox.Store) -> Iterator[Finding]:
    """Yield what `shapes` find wrong in `data`; raise `ValueError` if the shapes make no sense."""
    import rdflib

    try:
        report = _validate(data, shapes)
    except Exception as error:  # of pySHACL, rdflib or pyparsing: a query or shape is malformed
        raise ValueError(f"the shapes cannot be run: {error}. Mend the shape at fault.") from error
    for node in report.subjects(rdflib.RDF.type, rdflib.URIRef(_SH + "ValidationResult")):
        yield _finding(report, node)


def _validate(data: ox.Store, shapes: ox.Store) -> rdflib.Graph:
    import pyshacl
    import rdflib

    with _quiet("rdflib.term"), _quiet("pyshacl-validate"):
        _, report, text = pyshacl.validate(
            to_rdflib(data, _graph_class()()),
            shacl_graph=to_rdflib(shapes, rdflib.Graph()),
            inplace=True,  # nothing is inferred, so nothing is written, and the copy is saved
            inference="none",
            advanced=False,
            js=False,
            do_owl_imports=False,
            meta_shacl=False,
        )
    if not isinstance(report, rdflib.Graph):
        raise ValueError(text)
    return report


@contextmanager
def _quiet(name: str) -> Iterator[None]:
    """Keep a logger silent: rdflib prints a traceback for each date that is none."""
    logger = logging.getLogger(name)
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


def to_rdflib(store: ox.Store, graph: rdflib.Graph) -> rdflib.Graph:
    """Copy all statements of `store` into `graph`, terms as they are, and return it."""
    import pyoxigraph as ox
    import rdflib

    iri = cache(rdflib.URIRef)

    def convert(term: Any) -> Any:
        if isinstance(term, ox.NamedNode):
            return iri(term.value)
        if isinstance(term, ox.BlankNode):
            return rdflib.BNode(term.value)
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        # Without normalizing: a fault shows what the user wrote.
        return rdflib.Literal(term.value, datatype=iri(term.datatype.value), normalize=False)

    for quad in store:
        graph.add((convert(quad.subject), convert(quad.predicate), convert(quad.object)))
    return graph


@cache
def _graph_class() -> type[rdflib.Graph]:
    """Return a graph that parses each query once: pySHACL asks the same one per focus node."""
    import rdflib
    from rdflib.plugins.sparql import prepareQuery

    prepare = cache(prepareQuery)

    class PreparedGraph(rdflib.Graph):
        def query(self, query_object: Any, *args: Any, **kwargs: Any) -> Any:
            ready = prepare(query_object) if isinstance(query_object, str) else query_object
            return super().query(ready, *args, **kwargs)

    return PreparedGraph


def _finding(report: rdflib.Graph, node: Any) -> Finding:
    import pyoxigraph as ox
    import rdflib

    def one(name: str) -> Any:
        return report.value(node, rdflib.URIRef(_SH + name))

    path, value = one("resultPath"), one("value")
    shape = _term(one("sourceShape"))
    assert isinstance(shape, ox.NamedNode | ox.BlankNode)
    return Finding(
        focus=_term(one("focusNode")),
        shape=shape,
        component=ox.NamedNode(str(one("sourceConstraintComponent"))),
        path=_path(report, path),
        value=None if value is None else _term(value),
        message=str(one("resultMessage")),
        severity=ox.NamedNode(str(one("resultSeverity"))),
    )


def _term(term: Any) -> Term:
    import pyoxigraph as ox
    import rdflib

    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return ox.BlankNode(str(term))
    if term.language:
        return ox.Literal(str(term), language=term.language)
    return ox.Literal(
        str(term), datatype=ox.NamedNode(str(term.datatype)) if term.datatype else None
    )


def _path(report: rdflib.Graph, path: Any) -> ox.NamedNode | str | None:
    """Return a property as it is, and a longer path in the syntax of SPARQL."""
    import pyoxigraph as ox
    import rdflib

    if path is None:
        return None
    if isinstance(path, rdflib.URIRef):
        return ox.NamedNode(str(path))
    return _written(report, path)


def _written(report: rdflib.Graph, path: Any) -> str:
    import rdflib
    from rdflib.collection import Collection

    if isinstance(path, rdflib.URIRef):
        return curie(str(path))
    if (choices := report.value(path, rdflib.URIRef(_SH + "alternativePath"))) is not None:
        return "|".join(_written(report, part) for part in Collection(report, choices))
    if (repeated := report.value(path, rdflib.URIRef(_SH + "zeroOrMorePath"))) is not None:
        return f"{_written(report, repeated)}*"
    return "/".join(_written(report, part) for part in Collection(report, path))
