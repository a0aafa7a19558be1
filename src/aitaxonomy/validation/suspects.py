"""Finds out which nodes a SPARQL constraint will object to, by asking its query only once.

An engine asks the query of a constraint anew for each focus node. Over thousands of nodes, next to
none of which is at fault, this takes most of the time; pyoxigraph answers it for all of them in
milliseconds. What is found are only suspects: the engine still judges each of them by itself.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from aitaxonomy.validation.names import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph as ox

    from aitaxonomy.validation.data import Data

    Node = ox.NamedNode | ox.BlankNode

_SH = PREFIXES["sh"]
_SPARQL = _SH + "sparql"
#: What a shape may say besides: anything else could object to nodes that no query names.
_NO_CONSTRAINT = frozenset(
    {PREFIXES["rdf"] + "type", PREFIXES["ais"] + "appliesTo"}
    | {_SH + name for name in ("message", "severity", "targetNode", "targetClass")}
    | {_SH + name for name in ("targetSubjectsOf", "targetObjectsOf")}
)
#: A query that says something about `$this` first, and ends with its pattern.
_ABOUT_THIS = re.compile(
    r"\s*SELECT\s+(DISTINCT\s+)?\$this\s[^{]*\bWHERE\s*\{\s*\$this\s.*\}\s*", re.DOTALL
)
_INNER_FILTER = re.compile(r"\bEXISTS\s*\{")
#: Variables that stand for something else for each shape.
_BOUND_BY_SHAPE = re.compile(r"[$?](PATH|currentShape|shapesGraph)\b")


def suspects(data: Data, shapes: ox.Store) -> dict[Node, frozenset[Node]]:
    """Return for each shape that consists of queries all the nodes of `data` that these name."""
    import pyoxigraph as ox

    prefixes = _declared(shapes)
    heads = {quad.subject for quad in shapes.quads_for_pattern(None, ox.NamedNode(_SPARQL), None)}
    found: dict[Node, frozenset[Node]] = {}
    for shape in heads:
        if not isinstance(shape, ox.NamedNode | ox.BlankNode):
            continue
        queries = _queries(shapes, shape)
        if queries and all(asks_alike(query) for query in queries):
            try:
                named = [_named(data, query, prefixes) for query in queries]
            except SyntaxError:
                continue  # the engine tells what is wrong with the shape
            found[shape] = frozenset().union(*named)
    return found


def asks_alike(query: str) -> bool:
    """Tell whether a query finds the same for all nodes at once as for one after the other.

    It does if `$this` is bound first and every filter sees it: nothing in braces of its own but
    what a filter looks for, no limit, no group.

    >>> asks_alike("SELECT $this WHERE { $this a ?c . FILTER NOT EXISTS { ?c a $this } }")
    True
    >>> asks_alike("SELECT $this WHERE { FILTER NOT EXISTS { $this a ?c } }")
    False
    """
    return (
        _ABOUT_THIS.fullmatch(query) is not None
        and query.count("{") == 1 + len(_INNER_FILTER.findall(query))
        and _BOUND_BY_SHAPE.search(query) is None
    )


def _queries(shapes: ox.Store, shape: Node) -> list[str]:
    """Return the queries of a shape, or none if something else can object as well."""
    import pyoxigraph as ox

    queries = []
    for quad in shapes.quads_for_pattern(shape, None, None):
        if quad.predicate.value == _SPARQL and isinstance(quad.object, ox.NamedNode | ox.BlankNode):
            texts = list(shapes.quads_for_pattern(quad.object, ox.NamedNode(_SH + "select"), None))
            if len(texts) != 1 or not isinstance(texts[0].object, ox.Literal):
                return []
            queries.append(texts[0].object.value)
        elif quad.predicate.value not in _NO_CONSTRAINT:
            return []
    return queries


def _declared(shapes: ox.Store) -> dict[str, str]:
    """Return the prefixes that the shapes declare, but none that two of them use differently."""
    import pyoxigraph as ox

    rows = shapes.query(
        "SELECT ?prefix ?namespace { ?x sh:prefix ?prefix ; sh:namespace ?namespace }",
        prefixes={"sh": _SH},
    )
    assert isinstance(rows, ox.QuerySolutions)
    pairs = {(row["prefix"].value, row["namespace"].value) for row in rows}
    uses = Counter(prefix for prefix, _ in pairs)
    return {prefix: namespace for prefix, namespace in pairs if uses[prefix] == 1}


def _named(data: Data, query: str, prefixes: dict[str, str]) -> set[Node]:
    import pyoxigraph as ox

    found = (row["this"] for row in data.query(query, prefixes))
    return {node for node in found if isinstance(node, ox.NamedNode | ox.BlankNode)}
