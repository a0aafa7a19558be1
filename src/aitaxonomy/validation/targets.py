"""The focus nodes of shapes, and which findings a report on some subjects holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from aitaxonomy.rdf.namespaces import OWL, RDF, RDFS, SH
from aitaxonomy.rdf.nodes import is_named, is_node

if TYPE_CHECKING:
    import pyoxigraph as ox

    from aitaxonomy.rdf.nodes import Term
    from aitaxonomy.validation.data import Data, Finding

    Node = ox.NamedNode | ox.BlankNode
    Key = tuple[str, Term]

TARGET_NODE = SH + "targetNode"
_CLASS, _SUBJECTS, _OBJECTS = (SH + f"target{of}" for of in ("Class", "SubjectsOf", "ObjectsOf"))
_ANNOTATED_SOURCE = OWL + "annotatedSource"
#: Blank nodes may refer to each other in any way: the search for an owner visits so many.
_MOST = 1000
_TYPE = RDF + "type"
_SUBCLASS = RDFS + "subClassOf"


class Targets:
    """The targets of shapes in data, and the subjects in `focus` to report on (None: all).

    A blank node or literal is in focus when a named subject is in whose description it stands.
    """

    def __init__(self, data: Data, shapes: ox.Store, focus: Collection[str] | None) -> None:
        self._data, self._shapes = data, shapes
        self.focus = None if focus is None else frozenset(focus)
        self._owners: dict[Term, ox.NamedNode | None] = {}
        self._above: dict[Term, set[Term]] = {}

    @cached_property
    def heads(self) -> dict[Node, list[ox.Quad]]:
        """Each shape that has targets, with the statements that say which."""
        import pyoxigraph as ox

        found: dict[Node, list[ox.Quad]] = {}
        for predicate in (TARGET_NODE, _CLASS, _SUBJECTS, _OBJECTS):
            for quad in self._shapes.quads_for_pattern(None, ox.NamedNode(predicate), None):
                if is_node(quad.subject):
                    found.setdefault(quad.subject, []).append(quad)
        return found

    def is_reported(self, finding: Finding) -> bool:
        """Tell whether the report holds a finding: its focus node or its culprit is in focus.

        The culprit is the value at fault, where the focus node itself names it.
        """
        return self.is_in_focus(finding.focus) or self._has_culprit(finding)

    def place(self, finding: Finding) -> ox.NamedNode | None:
        """Return the named subject at whose statements a finding is to be mended."""
        if not self.is_in_focus(finding.focus) and is_named(finding.value):
            return finding.value
        return self.owner(finding.focus)

    def _has_culprit(self, finding: Finding) -> bool:
        focus, value = finding.focus, finding.value
        return (
            self.focus is not None
            and is_node(focus)
            and is_named(value)
            and value.value in self.focus
            and self.has(focus, None, value)
        )

    def is_in_focus(self, node: Term) -> bool:
        """Tell whether a node is one to report on."""
        if self.focus is None:
            return True
        named = self.owner(node)
        return named is not None and named.value in self.focus

    def owner(self, node: Term) -> ox.NamedNode | None:
        """Return the named subject in whose description a node stands, one in focus if it can."""
        if is_named(node):
            return node
        if node not in self._owners:
            found = list(owners(self._data, node))
            focused = [o for o in found if self.focus is None or o.value in self.focus]
            self._owners[node] = next(iter(focused or found), None)
        return self._owners[node]

    def nodes(self, shape: Node) -> set[Term]:
        """Return the focus nodes of a shape about which a report on some may hold a finding."""
        return set().union(*(self._reportable_by.get(key, ()) for key in self._keys[shape]))

    def selects(self, shape: Node, node: Term) -> bool:
        """Tell whether a shape has a node as target."""
        return not self._keys.get(shape, frozenset()).isdisjoint(self._keys_of(node))

    @cached_property
    def _keys(self) -> dict[Node, frozenset[Key]]:
        """Return the targets of each shape: a property such as `sh:targetClass`, and its value."""
        return {
            shape: frozenset((quad.predicate.value, quad.object) for quad in statements)
            for shape, statements in self.heads.items()
        }

    @cached_property
    def _reportable_by(self) -> dict[Key, set[Term]]:
        """The nodes that a report on some may be about, by all that selects them."""
        found: dict[Key, set[Term]] = defaultdict(set)
        for node in self._reportable:
            for key in self._keys_of(node):
                found[key].add(node)
        return found

    def _keys_of(self, node: Term) -> Iterator[Key]:
        """Yield all by which a shape may select a node."""
        yield TARGET_NODE, node
        for path in self._paths_to_objects:
            if self.has(None, path, node):
                yield _OBJECTS, path
        if is_node(node):
            for quad in self._data.match(node):
                yield _SUBJECTS, quad.predicate
                if quad.predicate.value == _TYPE:
                    for kind in self._with_above(quad.object):
                        yield _CLASS, kind

    @cached_property
    def _paths_to_objects(self) -> set[ox.NamedNode]:
        keys = {key for keys in self._keys.values() for key in keys}
        return {path for selector, path in keys if selector == _OBJECTS and is_named(path)}

    def _with_above(self, kind: Term) -> set[Term]:
        """Return a class and all that are stated to lie above it."""
        import pyoxigraph as ox

        if kind not in self._above:
            found, todo = {kind}, [kind]
            while todo:
                node = todo.pop()
                if is_node(node):
                    above = self._data.match(node, ox.NamedNode(_SUBCLASS))
                    new = {quad.object for quad in above} - found
                    found |= new
                    todo += new
            self._above[kind] = found
        return self._above[kind]

    def statements(self) -> Iterator[ox.Quad]:
        """Yield the statements of all nodes about which the report may hold a finding."""
        if self.focus is None:
            yield from self._data.match()
        else:
            for node in self._reportable:
                if is_node(node):
                    yield from self._data.match(node)

    @cached_property
    def names(self) -> set[ox.NamedNode]:
        """The named subjects: those in focus and all that have a type, or all there are."""
        import pyoxigraph as ox

        which = "?property ?value" if self.focus is None else "a ?kind"
        query = f"SELECT DISTINCT ?node {{ ?node {which} }}"
        rows = self._data.store.query(query, default_graph=self._data.graph)
        assert isinstance(rows, ox.QuerySolutions)
        named = {row[0] for row in rows if is_named(row[0])}
        return named | {ox.NamedNode(iri) for iri in self.focus or ()}

    @cached_property
    def _reportable(self) -> set[Term]:
        """The subjects in focus, what their descriptions hold, and the nodes that name them."""
        import pyoxigraph as ox

        about = ox.NamedNode(_ANNOTATED_SOURCE)
        todo: list[Node] = [ox.NamedNode(iri) for iri in self.focus or ()]
        referring = {quad.subject for node in todo for quad in self._data.match(None, None, node)}
        found: set[Term] = set(todo)
        while todo:
            node = todo.pop()
            said = [quad.object for quad in self._data.match(node, None, None)]
            notes = [quad.subject for quad in self._data.match(None, about, node)]
            for each in (*said, *notes):
                if each not in found and not is_named(each):
                    found.add(each)
                    if is_node(each):
                        todo.append(each)
        return found | referring

    def has(self, subject: Node | None, path: ox.NamedNode | None, value: Term) -> bool:
        """Tell whether the data hold a statement with these parts."""
        return any(True for _ in self._data.match(subject, path, value))


def owners(data: Data, node: Term) -> Iterator[ox.NamedNode]:
    """Yield the named subjects in whose description `node` stands, nearest first.

    >>> import pyoxigraph as ox
    >>> from aitaxonomy.validation.data import Data
    >>> text = "<urn:x> <urn:p> [ <urn:q> 1 ] ."
    >>> data = Data.of(ox.parse(text, format=ox.RdfFormat.TURTLE))
    >>> one = next(quad.object for quad in data.match(None, ox.NamedNode("urn:q")))
    >>> list(owners(data, one))
    [<NamedNode value=urn:x>]
    """
    import pyoxigraph as ox

    todo, seen = [node], {node}
    while todo and len(seen) < _MOST:
        node = todo.pop(0)
        if is_named(node):
            yield node
            continue
        users: list[Term] = [quad.subject for quad in data.match(None, None, node)]
        if isinstance(node, ox.BlankNode):
            about = data.match(node, ox.NamedNode(_ANNOTATED_SOURCE), None)
            users = [*(quad.object for quad in about), *users]
        for term in users:
            if term not in seen:
                seen.add(term)
                todo.append(term)
