"""Narrows shapes to the focus nodes that matter.

Targets by class or property are replaced by `sh:targetNode`s: the nodes they select in the data,
cut down to the ones asked for. So an engine looks at a user's ten systems, not at the whole
shipped graph, yet each check still sees all of it. (pySHACL's own `focus_nodes` option is of no
use: it also hides the values of a property from the shapes that judge them.)
"""

from collections.abc import Callable, Collection, Iterable, Iterator

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Store

from aitaxonomy.validation.finding import owner
from aitaxonomy.validation.names import PREFIXES

_SH, _AIS = PREFIXES["sh"], PREFIXES["ais"]
_TARGET_NODE, _TARGET_CLASS = NamedNode(_SH + "targetNode"), NamedNode(_SH + "targetClass")
_SUBJECTS_OF, _OBJECTS_OF = NamedNode(_SH + "targetSubjectsOf"), NamedNode(_SH + "targetObjectsOf")
_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_SUBCLASS = NamedNode(PREFIXES["rdfs"] + "subClassOf")
_APPLIES_TO = NamedNode(_AIS + "appliesTo")
Node = NamedNode | BlankNode


def narrow(data: Store, shapes: Store, focus: Collection[str] | None) -> Store:
    """Return a copy of `shapes` whose targets are nodes: those of `focus`, or all for None.

    A blank node is in focus when the named subject is in whose description it stands.
    """
    wanted = None if focus is None else frozenset(focus)
    known: dict[Node, bool] = {}

    def is_wanted(node: Node) -> bool:
        if node not in known:
            named = owner(data, node)
            known[node] = wanted is None or (named is not None and named.value in wanted)
        return known[node]

    result = Store()
    default = DefaultGraph()
    targeted: set[Node] = set()
    for quad in shapes.quads_for_pattern(None, None, None):
        nodes = _targets(data, quad)
        if nodes is None:
            result.add(quad)
        elif isinstance(quad.subject, NamedNode | BlankNode):
            chosen = {node for node in nodes if is_wanted(node)}
            result.extend(Quad(quad.subject, _TARGET_NODE, node, default) for node in chosen)
            if chosen:
                targeted.add(quad.subject)
    return _reachable(result, targeted)


def _reachable(shapes: Store, heads: set[Node]) -> Store:
    """Return what hangs on the shapes in `heads`: an engine pays for each shape it loads."""
    result = Store()
    seen = set(heads)
    todo = list(heads)
    while todo:
        for quad in shapes.quads_for_pattern(todo.pop(), None, None):
            result.add(quad)
            value = quad.object
            if isinstance(value, NamedNode | BlankNode) and value not in seen:
                seen.add(value)
                todo.append(value)
    return result


def _targets(data: Store, quad: Quad) -> Iterator[Node] | None:
    """Return the nodes that a target statement selects, or None if it is another statement."""
    value = quad.object
    select = _SELECTORS.get(quad.predicate)
    return select(data, value) if select and isinstance(value, NamedNode) else None


def _itself(_data: Store, node: NamedNode) -> Iterator[Node]:
    yield node


def _subjects_of(data: Store, path: NamedNode) -> Iterator[Node]:
    return _nodes(quad.subject for quad in data.quads_for_pattern(None, path, None))


def _objects_of(data: Store, path: NamedNode) -> Iterator[Node]:
    return _nodes(quad.object for quad in data.quads_for_pattern(None, path, None))


def _every_subject(data: Store, _scope: NamedNode) -> Iterator[Node]:
    # Named ones: what hangs on them in brackets has types and labels of its own, or no facts.
    return _nodes({quad.subject for quad in data if isinstance(quad.subject, NamedNode)})


def _instances(data: Store, kind: NamedNode) -> Iterator[Node]:
    seen: set[Node] = {kind}
    todo: list[Node] = [kind]
    while todo:
        current = todo.pop()
        yield from _nodes(q.subject for q in data.quads_for_pattern(None, _TYPE, current))
        for node in _nodes(q.subject for q in data.quads_for_pattern(None, _SUBCLASS, current)):
            if node not in seen:
                seen.add(node)
                todo.append(node)


def _nodes(terms: Iterable[object]) -> Iterator[Node]:
    return (term for term in terms if isinstance(term, NamedNode | BlankNode))


_SELECTORS: dict[NamedNode, Callable[[Store, NamedNode], Iterator[Node]]] = {
    _TARGET_NODE: _itself,
    _TARGET_CLASS: _instances,
    _SUBJECTS_OF: _subjects_of,
    _OBJECTS_OF: _objects_of,
    _APPLIES_TO: _every_subject,
}
