"""SPARQL constraints that one query answers for all focus nodes together.

An engine asks the query of a constraint anew for each focus node. Over thousands of nodes, next to
none of which is at fault, this takes most of the time; Oxigraph answers it for all of them in
milliseconds, a few such queries in seconds: where a report is about few nodes, it is asked for
these alone. The engine in Rust is held to pySHACL, which asks one by one, by a test.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from aitaxonomy.rdf.namespaces import RDF, SH
from aitaxonomy.validation.data import Data
from aitaxonomy.validation.shapes import prefixes_of

if TYPE_CHECKING:
    import pyoxigraph as ox

    from aitaxonomy.rdf.nodes import Term
    from aitaxonomy.validation.targets import Targets

    Node = ox.NamedNode | ox.BlankNode
    Answer = tuple[Node, ox.NamedNode | None, Term | None]

_SPARQL = SH + "sparql"
#: What a shape may say besides: anything else could object to nodes that no query names.
_NO_CONSTRAINT = frozenset(
    {RDF + "type"}
    | {SH + name for name in ("message", "severity", "targetNode", "targetClass")}
    | {SH + name for name in ("targetSubjectsOf", "targetObjectsOf")}
)
#: What may be said of a query: a message of its own is a template, which the engine fills.
_OF_QUERY = {RDF + "type", SH + "prefixes", SH + "select"}
#: A query that says something about `$this` first, in a group or not, and ends with its pattern.
_ABOUT_THIS = re.compile(
    r"\s*SELECT\s+(?:DISTINCT\s+)?\$this\s[^{]*\bWHERE\s*\{\s*(\{?)\s*\$this\s.*\}\s*", re.DOTALL
)
#: Texts and IRIs: what stands in them looks like a brace or a variable, and is none.
_QUOTED = re.compile(
    r"""\"{3}.*?\"{3}|'{3}.*?'{3}|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>\s{}]*>""", re.DOTALL
)
_INNER_FILTER = re.compile(r"\bEXISTS\s*\{")
#: Variables that stand for something else for each shape.
_BOUND_BY_SHAPE = re.compile(r"[$?](PATH|currentShape|shapesGraph|failure)\b")


def answerable_at_once(shapes: ox.Store) -> dict[Node, list[str]]:
    """Return the queries of each shape that consists of queries which can be asked for all nodes.

    Which shapes these are depends on no data. A query that makes no sense is none of them: the
    engine tells what is wrong with its shape.
    """
    import pyoxigraph as ox

    heads = {quad.subject for quad in shapes.quads_for_pattern(None, ox.NamedNode(_SPARQL), None)}
    nothing, prefixes = Data.of(ox.Store()), prefixes_of(shapes)
    found: dict[Node, list[str]] = {}
    for shape in heads:
        if isinstance(shape, ox.NamedNode | ox.BlankNode):
            queries = _queries(shapes, shape)
            if queries and all(
                asks_alike(query) and _is_sparql(nothing, query, prefixes) for query in queries
            ):
                found[shape] = queries
    return found


def answers_of(
    data: Data, shapes: ox.Store, queries: Mapping[Node, list[str]], targets: Targets
) -> dict[Node, list[Answer]]:
    """Return for each shape the nodes of `data` that its queries name.

    These are its focus nodes where a report is about few, else all nodes, targets or not. With
    each node come the path and the value that the row tells, None where it tells none.
    """
    prefixes = prefixes_of(shapes)
    found: dict[Node, list[Answer]] = {}
    for shape, asked in queries.items():
        alone = None if targets.are_many_reported else targets.nodes(shape)
        found[shape] = [
            answer for query in asked for answer in _answers(data, query, prefixes, alone)
        ]
    return found


def asks_alike(query: str) -> bool:
    """Tell whether a query finds the same for all nodes at once as for one after the other.

    It does if `$this` is bound first and every filter sees it: nothing in braces of its own but
    what a filter looks for and one group that binds `$this`, no limit, no grouping.

    >>> asks_alike("SELECT $this WHERE { $this a ?c . FILTER NOT EXISTS { ?c a $this } }")
    True
    >>> asks_alike("SELECT $this WHERE { { $this a ?c FILTER NOT EXISTS { ?c a $this } } ?c a ?d }")
    True
    >>> asks_alike("SELECT $this WHERE { FILTER NOT EXISTS { $this a ?c } }")
    False
    >>> asks_alike("SELECT $this WHERE { { $this a ?c } UNION { ?c a $this } }")
    False
    """
    query = _QUOTED.sub("''", query)
    about = _ABOUT_THIS.fullmatch(query)
    return (
        about is not None
        and query.count("{") == 1 + len(about[1]) + len(_INNER_FILTER.findall(query))
        and _BOUND_BY_SHAPE.search(query) is None
    )


def _queries(shapes: ox.Store, shape: Node) -> list[str]:
    """Return the queries of a shape, or none if something else can object as well."""
    import pyoxigraph as ox

    queries = []
    for quad in shapes.quads_for_pattern(shape, None, None):
        if quad.predicate.value == _SPARQL and isinstance(quad.object, ox.NamedNode | ox.BlankNode):
            parts = {
                part.predicate.value: part.object
                for part in shapes.quads_for_pattern(quad.object, None, None)
            }
            text = parts.get(SH + "select")
            if parts.keys() - _OF_QUERY or not isinstance(text, ox.Literal):
                return []
            queries.append(text.value)
        elif quad.predicate.value not in _NO_CONSTRAINT:
            return []
    return queries


def _is_sparql(nothing: Data, query: str, prefixes: dict[str, str]) -> bool:
    try:
        nothing.query(query, prefixes)
    except SyntaxError:
        return False
    return True


def _answers(
    data: Data, query: str, prefixes: dict[str, str], alone: Collection[Term] | None
) -> Iterator[Answer]:
    """Yield what a query answers for some nodes, one after the other, or for all at once."""
    import pyoxigraph as ox

    for asked in [None] if alone is None else alone:
        if asked is not None and not isinstance(asked, ox.NamedNode | ox.BlankNode):
            continue
        rows = data.query(query, prefixes, asked)
        names = {variable.value for variable in rows.variables}
        for row in rows:
            path, value = (row[name] if name in names else None for name in ("path", "value"))
            if isinstance(node := asked or row["this"], ox.NamedNode | ox.BlankNode):
                yield node, path if isinstance(path, ox.NamedNode) else None, value
