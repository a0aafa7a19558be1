"""pySHACL over a store: its paths and classes are looked up there, and Oxigraph runs its queries.

Where a report is about some subjects only, the targets of each shape are restricted to these by
`sh:targetNode`, so that a small file takes a tenth of a second. (The option `focus_nodes` of
pySHACL also hides the values of properties from the shapes that judge them.)
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any

import pyoxigraph as ox
import pyshacl
import rdflib
from pyshacl.constraints import ALL_CONSTRAINT_PARAMETERS, CONSTRAINT_PARAMETERS_MAP
from rdflib.query import Result
from rdflib.term import _reset_bindings, _toPythonMapping

from aitaxonomy.errors import ShapesFault
from aitaxonomy.rdf.namespaces import SH
from aitaxonomy.store.guard import check_query
from aitaxonomy.validation.data import Data, Finding, Objection
from aitaxonomy.validation.guard import MAX_DEPTH
from aitaxonomy.validation.targets import TARGET_NODE, Targets

#: What an end-of-text sign can be hidden in, and the sign: Python's stands before a last line end.
_END = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\$", re.DOTALL)
#: The head of a query: what stands before its form, the form, and the star of `SELECT *`.
_HEAD = re.compile(
    r"((?:\s|\#[^\n]*\n|(?:PREFIX[^<]*|BASE\s*)<[^>]*>)*)"
    r"(SELECT(?:\s+(?:DISTINCT|REDUCED)\b)?|ASK\b)(\s*\*)?",
    re.IGNORECASE,
)
#: The message of shapes that have none, in no language, so that any other one is preferred.
_MESSAGE, _NO_MESSAGE = rdflib.URIRef(SH + "message"), rdflib.Literal("", lang="zxx")
#: So many look-ups are kept: most are for the classes of a few values.
_MOST = 1 << 16
#: What stands before the bindings when pySHACL asks a query by position.
_ARGUMENTS = ("processor", "result", "initNs", "initBindings")
# For each shape and node pySHACL looks parameters up in a list: a fifth of all its time.
vars(pyshacl.shape)["CONSTRAINT_PARAMS"] = (
    frozenset(ALL_CONSTRAINT_PARAMETERS),
    CONSTRAINT_PARAMETERS_MAP,
)


def run(data: Data, shapes: ox.Store, targets: Targets) -> Iterator[Finding]:
    """Yield what `shapes` find wrong in `data`; raise `ShapesFault` if they make no sense."""
    try:
        report = _validate(data, _focused(shapes, targets))
    except MemoryError:
        raise
    except Exception as error:  # of pySHACL, rdflib or Oxigraph: a query or shape is malformed
        raise ShapesFault(f"the shapes cannot be run: {error}. Mend the shape at fault.") from error
    # Results of shapes within shapes hang on these as sh:detail: they are reasons, not faults.
    for node in report.objects(None, rdflib.URIRef(SH + "result")):
        yield _finding(report, node)


def _validate(data: Data, shapes: ox.Store) -> rdflib.Graph:
    graph, of_shapes = _DataGraph(data), rdflib.Graph(store="SimpleMemory")
    for quad in shapes:
        of_shapes.add(tuple(map(_to_rdflib, quad.triple)))
    # pySHACL writes each result as text, too, which nobody reads: with a message of its own and
    # data that seem empty, no shape has it describe what blank nodes hang together with.
    for parameter in ALL_CONSTRAINT_PARAMETERS:
        for shape in set(of_shapes.subjects(parameter)) - set(of_shapes.subjects(_MESSAGE)):
            of_shapes.add((shape, _MESSAGE, _NO_MESSAGE))
    graph.namespace_manager = of_shapes.namespace_manager = _NoNames(rdflib.Graph())
    with _literals_as_rdflib_reads_them(), _quiet("rdflib.term"), _quiet("pyshacl-validate"):
        _, report, text = pyshacl.validate(
            graph,
            shacl_graph=of_shapes,
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
    """Return the shapes, with those focus nodes as targets that the report is about.

    The property shapes of a shape get its targets themselves: pySHACL visits them once for all
    nodes then, not once for each.
    """
    result = ox.Store()
    result.extend(_exact(quad) for quad in shapes)
    default, target = ox.DefaultGraph(), ox.NamedNode(TARGET_NODE)
    for shape, statements in targets.heads.items():
        heads = statements
        if targets.focus is not None:
            for quad in statements:
                result.remove(quad)
            heads = [ox.Quad(shape, target, node, default) for node in targets.nodes(shape)]
            result.extend(heads)
        for quad in list(_own_properties(result, shape)):
            result.remove(quad)
            own: Any = quad.object
            result.extend(ox.Quad(own, h.predicate, h.object, default) for h in heads)
    return result


def _own_properties(shapes: ox.Store, shape: Any) -> Iterator[ox.Quad]:
    """Yield the property shapes of a shape that are judged only with the shape.

    A closed shape keeps them: they say which properties it allows.
    """
    kept = any(
        shapes.quads_for_pattern(shape, ox.NamedNode(SH + name), None)
        for name in ("closed", "deactivated")
    )
    if kept or any(shapes.quads_for_pattern(None, None, shape)):
        return
    for quad in shapes.quads_for_pattern(shape, ox.NamedNode(SH + "property"), None):
        if len(list(shapes.quads_for_pattern(None, None, quad.object))) == 1:
            yield quad


def _exact(quad: ox.Quad) -> ox.Quad:
    r"""Return a shape's statement; in a regular expression, $ becomes Python's sign for the end."""
    if quad.predicate.value != SH + "pattern" or not isinstance(quad.object, ox.Literal):
        return quad
    text = _END.sub(lambda found: r"\Z" if found[0] == "$" else found[0], quad.object.value)
    return ox.Quad(quad.subject, quad.predicate, ox.Literal(text), quad.graph_name)


class _NoNames(rdflib.namespace.NamespaceManager):
    """Leaves IRIs as they are."""

    def bind(self, *_: Any, **__: Any) -> None:
        pass

    def normalizeUri(self, rdfTerm: str) -> str:  # noqa: N802, N803 - names of rdflib
        return rdfTerm


@contextmanager
def _literals_as_rdflib_reads_them() -> Iterator[None]:
    """Do without the readers of literals that others, such as owlrl, have put into rdflib."""
    before = dict(_toPythonMapping)
    _reset_bindings()
    try:
        yield
    finally:
        _toPythonMapping.update(before)


@contextmanager
def _quiet(name: str) -> Iterator[None]:
    """Keep a logger and warnings silent: rdflib prints a traceback for each invalid date."""
    logger = logging.getLogger(name)
    before, logger.disabled = logger.disabled, True
    try:
        with warnings.catch_warnings(action="ignore"):
            yield
    finally:
        logger.disabled = before


class _DataGraph(rdflib.Graph):
    """The data as pySHACL asks for them. Nothing is copied, and chains of classes have any length.

    The walks of rdflib recurse: a long chain exceeds the depth that Python allows.
    """

    def __init__(self, data: Data) -> None:
        super().__init__()
        self._data = data
        self._to_rdflib, self._to_ox = cache(_to_rdflib), cache(_to_ox)
        self._found = lru_cache(_MOST)(self._find)

    def triples(self, triple: Any) -> Any:
        return iter(self._found(triple))

    def _find(self, triple: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        subject, predicate, value = map(self._to_ox, triple)
        if isinstance(subject, ox.Literal):
            return []
        term = self._to_rdflib
        quads = self._data.match(subject, predicate, value)
        return [tuple(map(term, quad.triple)) for quad in quads]

    def transitive_objects(self, subject: Any, predicate: Any, remember: Any = None) -> Any:
        return _walk(subject, lambda node: self.objects(node, predicate), remember)

    def transitive_subjects(self, predicate: Any, object: Any, remember: Any = None) -> Any:
        return _walk(object, lambda node: self.subjects(predicate, node), remember)

    def query(self, query_object: Any, *args: Any, **kwargs: Any) -> Result:
        """Run a query of a shape, with terms for some of its variables."""
        given = dict(zip(_ARGUMENTS, args, strict=False)) | kwargs
        terms = {name: self._to_ox(term) for name, term in given["initBindings"].items()}
        text, columns = _prepared(query_object, tuple(terms))
        rows = self._data.store.query(
            text,
            default_graph=self._data.graph,
            substitutions={ox.Variable(name): term for name, term in terms.items()},
        )
        assert isinstance(rows, ox.QuerySolutions)
        if columns is None:
            result = Result("ASK")
            result.askAnswer = any(True for _ in rows)
            return result
        result = Result("SELECT")
        result.vars = names = [rdflib.Variable(name) for name in columns]
        result.bindings = [
            {name: self._to_rdflib(row[name]) for name in names if row[name] is not None}
            for row in rows
        ]
        return result


@cache
def _prepared(text: str, bound: tuple[str, ...]) -> tuple[str, tuple[str, ...] | None]:
    """Return a query that also selects what is bound, as Oxigraph wants it, and its own columns.

    An ASK, which has None of them, becomes a SELECT. Raises `QueryRefused` for a query that would
    leave the data, and `SyntaxError`.
    """
    check_query(text)
    answer = ox.Store().query(text)
    if isinstance(answer, ox.QueryTriples):
        raise SyntaxError("a query of a shape is a SELECT or an ASK")
    variables = answer.variables if isinstance(answer, ox.QuerySolutions) else None
    columns, asks = tuple(variable.value for variable in variables or ()), variables is None

    def head(found: re.Match[str]) -> str:
        names = [*(columns if found[3] else ()), *(each for each in bound if each not in columns)]
        selected = " ".join(f"?{name}" for name in names) or ("*" if asks else "")
        return f"{found[1]}{'SELECT' if asks else found[2]} {selected} "

    return _HEAD.sub(head, text, count=1), None if asks else columns


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
    def one(name: str) -> Any:
        return report.value(node, rdflib.URIRef(SH + name))

    path, value = one("resultPath"), one("value")
    shape = _to_ox(one("sourceShape"))
    assert isinstance(shape, ox.NamedNode | ox.BlankNode)
    messages = [_to_ox(text) for text in report.objects(node, rdflib.URIRef(SH + "resultMessage"))]
    objection = Objection(
        shape=shape,
        component=str(one("sourceConstraintComponent")),
        path=ox.NamedNode(str(path)) if isinstance(path, rdflib.URIRef) else None,
        messages=tuple(text for text in messages if isinstance(text, ox.Literal)),
        severity=str(one("resultSeverity")),
    )
    return Finding(_to_ox(one("focusNode")), None if value is None else _to_ox(value), objection)


def _to_rdflib(term: Any) -> Any:
    """Return a term of Oxigraph as one of rdflib, as it is: a fault shows what the user wrote."""
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)


def _to_ox(term: Any) -> Any:
    """Return a term of rdflib as one of Oxigraph; None, which stands for any, stays None."""
    if term is None:
        return None
    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(term)
    if isinstance(term, rdflib.BNode):
        return ox.BlankNode(term)
    kind = ox.NamedNode(term.datatype) if term.datatype else None
    return ox.Literal(term, language=term.language, datatype=kind)
