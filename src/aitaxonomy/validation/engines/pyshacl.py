"""The reference engine: pySHACL as it is, but for what reaches out or runs code.

The whole shipped graph takes some 20 s of processor time. Where the report is about some subjects
only, the targets of each shape are restricted to these by `sh:targetNode`, so that a small file
takes a few. (The option `focus_nodes` of pySHACL also hides the values of properties from the
shapes that judge them.)
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from aitaxonomy.errors import ShapesFault
from aitaxonomy.rdf.namespaces import SH
from aitaxonomy.validation.engines.guard import MAX_DEPTH
from aitaxonomy.validation.findings import Finding, Objection
from aitaxonomy.validation.targets import TARGET_NODE, Targets

if TYPE_CHECKING:
    import pyoxigraph as ox
    import rdflib

    from aitaxonomy.rdf.nodes import Term
    from aitaxonomy.validation.data import Data

    Node = ox.NamedNode | ox.BlankNode

#: What an end-of-text sign can be hidden in, and the sign: Python's stands before a last line end.
_END = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\$", re.DOTALL)


def run(data: Data, shapes: ox.Store, targets: Targets) -> Iterator[Finding]:
    """Yield what `shapes` find wrong in `data`; raise `ShapesFault` if they make no sense."""
    import rdflib

    try:
        report = _validate(data, _focused(shapes, targets))
    except Exception as error:  # of pySHACL, rdflib or pyparsing: a query or shape is malformed
        raise ShapesFault(f"the shapes cannot be run: {error}. Mend the shape at fault.") from error
    # Results of shapes within shapes hang on these as sh:detail: they are reasons, not faults.
    for node in report.objects(None, rdflib.URIRef(SH + "result")):
        yield _finding(report, node)


def _validate(data: Data, shapes: ox.Store) -> rdflib.Graph:
    import pyshacl
    import rdflib
    from rdflib.term import _reset_bindings

    # Others (owlrl) put their own readers of literals into rdflib, for all of a process. This one
    # is the child, so that nobody loses theirs.
    _reset_bindings()
    with _quiet("rdflib.term"), _quiet("pyshacl-validate"):
        _, report, text = pyshacl.validate(
            to_rdflib(data.match(), _graph_class()()),
            shacl_graph=to_rdflib(shapes, rdflib.Graph()),
            inplace=True,  # nothing is inferred, so nothing is written, and the copy is saved
            inference="none",
            advanced=False,
            js=False,
            do_owl_imports=False,
            meta_shacl=False,
            max_validation_depth=2 * MAX_DEPTH,
        )
    if not isinstance(report, rdflib.Graph):
        raise ShapesFault(text)
    return report


def _focused(shapes: ox.Store, targets: Targets) -> ox.Store:
    """Return the shapes, with those focus nodes as targets that the report is about."""
    import pyoxigraph as ox

    result = ox.Store()
    result.extend(_exact(quad) for quad in shapes)
    if targets.are_all_reported:
        return result
    default, target = ox.DefaultGraph(), ox.NamedNode(TARGET_NODE)
    for shape, statements in targets.heads.items():
        for quad in statements:
            result.remove(quad)
        result.extend(ox.Quad(shape, target, node, default) for node in targets.nodes(shape))
    return result


def _exact(quad: ox.Quad) -> ox.Quad:
    r"""Return a shape's statement; in a regular expression, $ becomes Python's sign for the end."""
    import pyoxigraph as ox

    if quad.predicate.value != SH + "pattern" or not isinstance(quad.object, ox.Literal):
        return quad
    text = _END.sub(lambda found: r"\Z" if found[0] == "$" else found[0], quad.object.value)
    return ox.Quad(quad.subject, quad.predicate, ox.Literal(text), quad.graph_name)


@contextmanager
def _quiet(name: str) -> Iterator[None]:
    """Keep a logger silent: rdflib prints a traceback for each date that is none."""
    logger = logging.getLogger(name)
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


def to_rdflib(quads: Any, graph: rdflib.Graph) -> rdflib.Graph:
    """Copy statements of pyoxigraph into `graph`, terms as they are, and return it."""
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

    for quad in quads:
        graph.add((convert(quad.subject), convert(quad.predicate), convert(quad.object)))
    return graph


@cache
def _graph_class() -> type[rdflib.Graph]:
    """Return a graph that parses each query once, and follows chains of classes of any length.

    PySHACL asks each query anew for each focus node, and the parsing takes several times as long as
    all the rest. Every query that it runs comes by here, so this is also where one is refused that
    would leave the data. The walks of rdflib recurse: a long chain exceeds the depth that Python
    allows.
    """
    import rdflib

    from aitaxonomy.store.rdflib_dataset import prepared

    prepare = cache(prepared)

    class PreparedGraph(rdflib.Graph):
        def query(self, query_object: Any, *args: Any, **kwargs: Any) -> Any:
            ready = prepare(query_object) if isinstance(query_object, str) else query_object
            return super().query(ready, *args, **kwargs)

        def transitive_objects(self, subject: Any, predicate: Any, remember: Any = None) -> Any:
            return _walk(subject, lambda node: self.objects(node, predicate), remember)

        def transitive_subjects(self, predicate: Any, object: Any, remember: Any = None) -> Any:
            return _walk(object, lambda node: self.subjects(predicate, node), remember)

    return PreparedGraph


def _walk(
    start: Any, following: Callable[[Any], Iterable[Any]], seen: dict[Any, int] | None
) -> Iterator[Any]:
    """Yield a node and all that follow it, each once; `seen` are those to leave out."""
    known = {} if seen is None else seen
    todo = [] if start in known else [start]
    while todo:
        node = todo.pop()
        if node not in known:
            known[node] = 1
            yield node
            todo += following(node)


def _finding(report: rdflib.Graph, node: Any) -> Finding:
    import pyoxigraph as ox
    import rdflib

    def one(name: str) -> Any:
        return report.value(node, rdflib.URIRef(SH + name))

    path, value = one("resultPath"), one("value")
    shape = _term(one("sourceShape"))
    assert isinstance(shape, ox.NamedNode | ox.BlankNode)
    messages = [_term(text) for text in report.objects(node, rdflib.URIRef(SH + "resultMessage"))]
    objection = Objection(
        shape=shape,
        component=str(one("sourceConstraintComponent")),
        path=ox.NamedNode(str(path)) if isinstance(path, rdflib.URIRef) else None,
        messages=tuple(text for text in messages if isinstance(text, ox.Literal)),
        severity=str(one("resultSeverity")),
    )
    return Finding(_term(one("focusNode")), None if value is None else _term(value), objection)


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
