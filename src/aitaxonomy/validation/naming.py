"""Rules about names that SHACL cannot say, or that pySHACL judges in quadratic time.

Shapes demand them by properties in our own namespace, which other SHACL processors pass over:

- `ais:declaredIn "https://w3id.org/aitaxonomy#"`: each property of the data in this namespace is
  declared, whatever its subject. A target in SHACL cannot be all subjects there are.
- `ais:current true`: no statement uses a deprecated term, ours or one of the data.
- `ais:distinct rdfs:label`: no two focus nodes share a value of the property, in English or without
  a language, where case and the width of spaces do not matter. With `ais:within ait:developedBy`,
  only focus nodes that have a developer in common are compared.
- `ais:distinct ais:name`: no two subjects have IRIs that differ by case alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cache, partial
from typing import TYPE_CHECKING

from aitaxonomy.rdf.namespaces import OWL, PREFIXES, RDF, REPLACED_BY, shown
from aitaxonomy.rdf.nodes import is_named, show
from aitaxonomy.validation.data import Finding, Objection
from aitaxonomy.validation.shapes import severity_of, text_at
from aitaxonomy.validation.shapes import values as values_of

if TYPE_CHECKING:
    import pyoxigraph as ox

    from aitaxonomy.rdf.nodes import Term
    from aitaxonomy.validation.data import Data
    from aitaxonomy.validation.targets import Targets

    Node = ox.NamedNode | ox.BlankNode

_AIS = PREFIXES["ais"]
_DECLARED, _DISTINCT, _NAME = _AIS + "declaredIn", _AIS + "distinct", _AIS + "name"
_CURRENT = _AIS + "current"
_PROPERTIES = ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")


def naming_faults(data: Data, shapes: ox.Store, targets: Targets) -> Iterator[Finding]:
    """Yield what the naming rules among the shapes find wrong in the data.

    >>> import pyoxigraph as ox
    >>> from aitaxonomy.validation.data import Data
    >>> from aitaxonomy.validation.targets import Targets
    >>> shapes, data = ox.Store(), ox.Store()
    >>> shapes.load(f"<urn:s> <{_DISTINCT}> <{_NAME}> .", ox.RdfFormat.TURTLE)
    >>> data.load("<urn:gpt-4> <urn:p> 1 . <urn:GPT-4> <urn:p> 2 .", ox.RdfFormat.TURTLE)
    >>> found = naming_faults(Data.of(data), shapes, Targets(Data.of(data), shapes, None))
    >>> sorted(finding.focus.value for finding in found)
    ['urn:GPT-4', 'urn:gpt-4']
    """
    import pyoxigraph as ox

    alike = cache(partial(_alike, data))
    for quad in shapes.quads_for_pattern(None, ox.NamedNode(_DECLARED), None):
        if is_named(quad.subject) and isinstance(quad.object, ox.Literal):
            yield from _undeclared(data, shapes, targets, quad.subject, quad.object.value)
    for quad in shapes.quads_for_pattern(None, ox.NamedNode(_CURRENT), None):
        if is_named(quad.subject):
            yield from _deprecated(data, shapes, targets, quad.subject)
    for quad in shapes.quads_for_pattern(None, ox.NamedNode(_DISTINCT), None):
        if is_named(quad.subject) and is_named(quad.object):
            if quad.object.value == _NAME:
                yield from _alike_names(shapes, targets, quad.subject)
            else:
                yield from _alike_values(data, shapes, targets, quad, alike(quad.object))


def _undeclared(
    data: Data, shapes: ox.Store, targets: Targets, shape: ox.NamedNode, namespace: str
) -> Iterator[Finding]:
    """Yield the statements whose property is in a namespace and not declared."""
    declared = _declared(data, namespace)
    objections: dict[str, Objection] = {}
    for quad in targets.statements():
        iri = quad.predicate.value
        if iri.startswith(namespace) and iri not in declared:
            if iri not in objections:
                hint = _meant(iri, declared, namespace)
                objections[iri] = _objection(shapes, shape, "DeclaredIn", quad.predicate, hint)
            yield Finding(quad.subject, quad.object, objections[iri])


def _declared(data: Data, namespace: str) -> set[str]:
    import pyoxigraph as ox

    of_type = ox.NamedNode(RDF + "type")
    return {
        quad.subject.value
        for kind in _PROPERTIES
        for quad in data.match(None, of_type, ox.NamedNode(OWL + kind))
        if is_named(quad.subject) and quad.subject.value.startswith(namespace)
    }


def _meant(iri: str, declared: Iterable[str], namespace: str) -> str | None:
    """Return the question whether the most similar property is meant, if there is one."""
    local = {name.removeprefix(namespace).casefold(): name for name in sorted(declared)}
    near = get_close_matches(iri.removeprefix(namespace).casefold(), local, 1)
    return f"did you mean {shown(local[near[0]])}?" if near else None


def _deprecated(
    data: Data, shapes: ox.Store, targets: Targets, shape: ox.NamedNode
) -> Iterator[Finding]:
    """Yield the statements that use a deprecated term, each with what replaces it."""
    import pyoxigraph as ox

    for term in data.match(None, ox.NamedNode(OWL + "deprecated"), ox.Literal(True)):
        if not is_named(old := term.subject):
            continue
        new = [q.object for each in REPLACED_BY for q in data.match(old, ox.NamedNode(each), None)]
        hint = f"use {' or '.join(sorted(map(show, new)))}." if new else "nothing replaces it."
        for quad in (*data.match(None, old, None), *data.match(None, None, old)):
            replaces = quad.predicate.value in REPLACED_BY
            if quad.subject != old and not replaces and targets.is_in_focus(quad.subject):
                about = _objection(shapes, shape, "Current", quad.predicate, f"{show(old)}: {hint}")
                yield Finding(quad.subject, quad.object, about)


def _alike_names(shapes: ox.Store, targets: Targets, shape: ox.NamedNode) -> Iterator[Finding]:
    alike: dict[str, list[ox.NamedNode]] = defaultdict(list)
    for node in targets.names:
        alike[node.value.casefold()].append(node)
    for nodes in alike.values():
        for node, other in _each_with_other(nodes, targets):
            yield Finding(node, None, _objection(shapes, shape, "Distinct", None, other))


def _alike(data: Data, path: ox.NamedNode) -> list[dict[ox.NamedNode, ox.Literal]]:
    """Return the named subjects that share a value, but for case and spaces, each with its own."""
    import pyoxigraph as ox

    alike: dict[str, dict[ox.NamedNode, ox.Literal]] = defaultdict(dict)
    for quad in data.match(None, path, None):
        node, value = quad.subject, quad.object
        if is_named(node) and isinstance(value, ox.Literal) and value.language in (None, "en"):
            alike[" ".join(value.value.casefold().split())].setdefault(node, value)
    return [values for values in alike.values() if len(values) > 1]


def _alike_values(
    data: Data,
    shapes: ox.Store,
    targets: Targets,
    rule: ox.Quad,
    alike: Iterable[dict[ox.NamedNode, ox.Literal]],
) -> Iterator[Finding]:

    shape, path = rule.subject, rule.object
    assert is_named(shape) and is_named(path)
    shared = values_of(shapes, shape, _AIS + "within")
    for values in alike:
        nodes = [node for node in values if targets.selects(shape, node)]
        for group in _within(data, nodes, shared):
            for node, other in _each_with_other(group, targets):
                about = _objection(shapes, shape, "Distinct", path, other)
                yield Finding(node, values[node], about)


def _within(
    data: Data, nodes: list[ox.NamedNode], shared: list[Term]
) -> Iterable[list[ox.NamedNode]]:
    """Return the nodes grouped by the values of the property `ais:within`, if there is one."""
    if not shared:
        return [nodes]
    groups: dict[Term, list[ox.NamedNode]] = defaultdict(list)
    for path in shared:
        if is_named(path):
            for node in nodes:
                for quad in data.match(node, path, None):
                    groups[quad.object].append(node)
    return groups.values()


def _each_with_other(
    nodes: list[ox.NamedNode], targets: Targets
) -> Iterator[tuple[ox.NamedNode, str]]:
    """Yield each of several nodes with a hint to another one, rather a known than a new one."""
    if len(nodes) > 1:
        nodes.sort(key=lambda node: (targets.is_in_focus(node), node.value))
        for node in nodes:
            yield node, f"see {show(nodes[1] if node == nodes[0] else nodes[0])}."


def _objection(
    shapes: ox.Store,
    shape: ox.NamedNode,
    component: str,
    path: ox.NamedNode | None,
    hint: str | None,
) -> Objection:
    """Return what is objected to, with a hint between the fault and the remedy of the message."""
    import pyoxigraph as ox

    text = text_at(shapes, shape) or ""
    if hint:
        fault, _, remedy = text.partition(": ")
        text = f"{fault}: {hint} {remedy[:1].upper()}{remedy[1:]}"
    return Objection(
        shape,
        f"{_AIS}{component}ConstraintComponent",
        path,
        (ox.Literal(text, language="en"),),
        severity_of(shapes, shape),
    )
