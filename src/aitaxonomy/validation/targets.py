"""Narrows shapes to the focus nodes that matter.

Targets by class or property are replaced by `sh:targetNode`s: the nodes they select in the data,
cut down to the ones asked for. So an engine looks at a user's ten systems, not at the whole
shipped graph, yet each check still sees all of it. (pySHACL's own `focus_nodes` option is of no
use: it also hides the values of a property from the shapes that judge them.)
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from aitaxonomy.validation.finding import owner
from aitaxonomy.validation.names import PREFIXES
from aitaxonomy.validation.suspects import suspects

if TYPE_CHECKING:
    import pyoxigraph as ox

    Node = ox.NamedNode | ox.BlankNode

_SH = PREFIXES["sh"]
_TARGET_NODE = _SH + "targetNode"
_TYPE = PREFIXES["rdf"] + "type"
_SUBCLASS = PREFIXES["rdfs"] + "subClassOf"


def narrow(data: ox.Store, shapes: ox.Store, focus: Collection[str] | None) -> ox.Store:
    """Return a copy of `shapes` whose targets are nodes: those of `focus`, or all for None.

    A blank node is in focus when the named subject is in whose description it stands. Of a shape
    that consists of queries, only those nodes become targets that the queries name.
    """
    import pyoxigraph as ox

    wanted = None if focus is None else frozenset(focus)
    known: dict[Node, bool] = {}

    def is_wanted(node: Node) -> bool:
        if node not in known:
            named = owner(data, node)
            known[node] = wanted is None or (named is not None and named.value in wanted)
        return known[node]

    suspected = suspects(data, shapes)
    result = ox.Store()
    default, target = ox.DefaultGraph(), ox.NamedNode(_TARGET_NODE)
    targeted: set[Node] = set()
    for quad in shapes.quads_for_pattern(None, None, None):
        nodes = _targets(data, quad)
        if nodes is None:
            result.add(quad)
        elif isinstance(quad.subject, ox.NamedNode | ox.BlankNode):
            if quad.subject in suspected:
                nodes = (node for node in nodes if node in suspected[quad.subject])
            chosen = {node for node in nodes if is_wanted(node)}
            result.extend(ox.Quad(quad.subject, target, node, default) for node in chosen)
            if chosen:
                targeted.add(quad.subject)
    return _reachable(result, targeted)


def _reachable(shapes: ox.Store, heads: set[Node]) -> ox.Store:
    """Return what hangs on the shapes in `heads`: an engine pays for each shape it loads."""
    import pyoxigraph as ox

    result = ox.Store()
    seen = set(heads)
    todo = list(heads)
    while todo:
        for quad in shapes.quads_for_pattern(todo.pop(), None, None):
            result.add(quad)
            value = quad.object
            if isinstance(value, ox.NamedNode | ox.BlankNode) and value not in seen:
                seen.add(value)
                todo.append(value)
    return result


def _targets(data: ox.Store, quad: ox.Quad) -> Iterator[Node] | None:
    """Return the nodes that a target statement selects, or None if it is another statement."""
    import pyoxigraph as ox

    value = quad.object
    select = _SELECTORS.get(quad.predicate.value)
    return select(data, value) if select and isinstance(value, ox.NamedNode) else None


def _itself(_data: ox.Store, node: ox.NamedNode) -> Iterator[Node]:
    yield node


def _subjects_of(data: ox.Store, path: ox.NamedNode) -> Iterator[Node]:
    return _nodes(quad.subject for quad in data.quads_for_pattern(None, path, None))


def _objects_of(data: ox.Store, path: ox.NamedNode) -> Iterator[Node]:
    return _nodes(quad.object for quad in data.quads_for_pattern(None, path, None))


def _every_subject(data: ox.Store, _scope: ox.NamedNode) -> Iterator[Node]:
    import pyoxigraph as ox

    # Named ones: what hangs on them in brackets has types and labels of its own, or no facts.
    return _nodes({quad.subject for quad in data if isinstance(quad.subject, ox.NamedNode)})


def _instances(data: ox.Store, kind: ox.NamedNode) -> Iterator[Node]:
    import pyoxigraph as ox

    of_type, below = ox.NamedNode(_TYPE), ox.NamedNode(_SUBCLASS)
    seen: set[Node] = {kind}
    todo: list[Node] = [kind]
    while todo:
        current = todo.pop()
        yield from _nodes(q.subject for q in data.quads_for_pattern(None, of_type, current))
        for node in _nodes(q.subject for q in data.quads_for_pattern(None, below, current)):
            if node not in seen:
                seen.add(node)
                todo.append(node)


def _nodes(terms: Iterable[object]) -> Iterator[Node]:
    import pyoxigraph as ox

    return (term for term in terms if isinstance(term, ox.NamedNode | ox.BlankNode))


#: Property that says what a shape is about -> the nodes it selects.
_SELECTORS: dict[str, Callable[[ox.Store, ox.NamedNode], Iterator[Node]]] = {
    _TARGET_NODE: _itself,
    _SH + "targetClass": _instances,
    _SH + "targetSubjectsOf": _subjects_of,
    _SH + "targetObjectsOf": _objects_of,
    PREFIXES["ais"] + "appliesTo": _every_subject,
}
