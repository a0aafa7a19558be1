"""The fast engine: the Rust package `shacl`, on what it is proven on, in the terms of the others.

Three things are put right on the way in. The package renames blank nodes, so that each is given its
label as a property and a shape of ours reports who is who. Within `sh:or`, `sh:not` and the like it
gathers all instances of a class anew for each node, which takes time in the square of the data;
there, `sh:class` is said by the path from a node to its classes, which finds the same. And queries
that can be asked once are answered by Oxigraph, whose evaluator is the package's own as well:
without queries, the package works on all cores.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from aitaxonomy.errors import ShapesFault
from aitaxonomy.validation.finding import Finding
from aitaxonomy.validation.names import PREFIXES
from aitaxonomy.validation.shapes import values
from aitaxonomy.validation.targets import APPLIES_TO, TARGET_NODE, Targets

if TYPE_CHECKING:
    import pyoxigraph as ox

    from aitaxonomy.validation.data import Data
    from aitaxonomy.validation.names import Term

    Node = ox.NamedNode | ox.BlankNode

_SH, _RDF = PREFIXES["sh"], PREFIXES["rdf"]
_OWN = "urn:x-aitaxonomy:"
_LABEL = _OWN + "label"
_BLANK = re.compile(r"_:(\S+)( \.\n)?")
_PATH_PARTS = ("inversePath", "alternativePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath")


def is_installed() -> bool:
    """Tell whether the package is there."""
    return find_spec("shacl") is not None


def run(data: Data, shapes: ox.Store, targets: Targets) -> Iterator[Finding]:
    """Yield what `shapes` find wrong in `data`; raise `ShapesFault` if they make no sense."""
    import shacl

    yield from _answers(shapes, targets)
    prepared, names = _named(_aimed(shapes, targets))
    _flatten(prepared)
    text = data.ntriples()
    text += "".join(f'_:{label} <{_LABEL}> "{label}" .\n' for label in _blank_labels(text))
    try:
        compiled = shacl.Shapes.from_text(_written(prepared), "ntriples")
        results = compiled.validate_text(text, "ntriples").results
    except ValueError as error:
        raise ShapesFault(f"the shapes cannot be run: {error}. Mend the shape at fault.") from None
    yield from _findings(results, names, targets)


def _blank_labels(text: str) -> set[str]:
    """Return the labels of blank nodes, which stand at the start of a line or at its very end."""
    return {
        found[1]
        for found in _BLANK.finditer(text)
        if found.start() == 0
        or text[found.start() - 1] == "\n"
        or (found[2] and text[found.start() - 1] == " ")
    }


def rejects(shapes: ox.Store) -> str | None:
    """Return what the package does not take in these shapes, such as look-ahead in a pattern."""
    import shacl

    try:
        shacl.Shapes.from_text(_written(shapes), "ntriples")
    except ValueError as error:
        return " ".join(str(error).split())
    return None


def _written(shapes: ox.Store) -> str:
    import pyoxigraph as ox

    text = shapes.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    assert text is not None
    return text.decode()


def _aimed(shapes: ox.Store, targets: Targets) -> ox.Store:
    """Return the shapes that are left to the package, with nodes for what only we can choose."""
    import pyoxigraph as ox

    result, default = ox.Store(), ox.DefaultGraph()
    result.bulk_extend(shapes)
    for shape, statements in targets.heads.items():
        if shape in targets.suspects:
            for quad in statements:
                result.remove(quad)
        elif any(quad.predicate.value == APPLIES_TO for quad in statements):
            target = ox.NamedNode(TARGET_NODE)
            result.extend(ox.Quad(shape, target, node, default) for node in targets.nodes(shape))
    result.load(
        f'<{_OWN}probe> <{_SH}path> <{_LABEL}> ; <{_SH}pattern> "^$" ; '
        f"<{_SH}targetSubjectsOf> <{_LABEL}> .",
        format=ox.RdfFormat.TURTLE,
    )
    return result


def _answers(shapes: ox.Store, targets: Targets) -> Iterator[Finding]:
    """Yield what the queries that were asked once have found."""
    for shape, named in targets.suspects.items():
        severity = next(iter(values(shapes, shape, _SH + "severity")), None)
        wanted = targets.nodes(shape) if shape in targets.heads else set()
        for node, answers in named.items():
            for path, value in answers if node in wanted else ():
                yield Finding(
                    focus=node,
                    shape=shape,
                    component=_SH + "SPARQLConstraintComponent",
                    path=path,
                    value=value,
                    messages=(),
                    severity=getattr(severity, "value", _SH + "Violation"),
                )


def _named(shapes: ox.Store) -> tuple[ox.Store, dict[str, Node]]:
    """Return the shapes with names for blank ones, and which node has which name.

    Paths and lists keep their blank nodes: a path that has a name is another path.
    """
    import pyoxigraph as ox

    kept = {
        quad.subject
        for predicate in [_RDF + "first", *(_SH + part for part in _PATH_PARTS)]
        for quad in shapes.quads_for_pattern(None, ox.NamedNode(predicate), None)
    }
    names: dict[str, Node] = {}

    def rename(term: Any) -> Any:
        if not isinstance(term, ox.BlankNode) or term in kept:
            if isinstance(term, ox.NamedNode):
                names.setdefault(term.value, term)
            return term
        names[f"{_OWN}shape:{term.value}"] = term
        return ox.NamedNode(f"{_OWN}shape:{term.value}")

    result = ox.Store()
    result.extend(
        ox.Quad(rename(quad.subject), quad.predicate, rename(quad.object), ox.DefaultGraph())
        for quad in shapes
    )
    return result, names


def _flatten(shapes: ox.Store) -> None:
    """Say `sh:class` by a path in the shapes that are asked about one node at a time."""
    import pyoxigraph as ox

    default = ox.DefaultGraph()
    for shape in _asked_singly(shapes):
        for kind in values(shapes, shape, _SH + "class"):
            shapes.remove(ox.Quad(shape, ox.NamedNode(_SH + "class"), kind, default))
            instance = f"[ <{_SH}path> ( <{_RDF}type> [ <{_SH}zeroOrMorePath> "
            instance += f"<{PREFIXES['rdfs']}subClassOf> ] ) ; <{_SH}hasValue> {kind} ]"
            is_property = bool(values(shapes, shape, _SH + "path"))
            uses = f"<{_SH}node> [ <{_SH}property> {instance} ]"
            uses = uses if is_property else f"<{_SH}property> {instance}"
            shapes.load(f"{shape} {uses} .", format=ox.RdfFormat.TURTLE)


def _asked_singly(shapes: ox.Store) -> set[Node]:
    """Return the shapes below `sh:not` and the like that had no name, so that none reports."""
    import pyoxigraph as ox

    todo: list[Term] = []
    for name in ("not", "node", "qualifiedValueShape", "and", "or", "xone"):
        for quad in shapes.quads_for_pattern(None, ox.NamedNode(_SH + name), None):
            todo.append(quad.object)
    found: set[Node] = set()
    seen: set[Term] = set()
    while todo:
        node = todo.pop()
        if node in seen:
            continue
        seen.add(node)
        if isinstance(node, ox.NamedNode) and node.value.startswith(_OWN):
            found.add(node)
            todo += values(shapes, node, _SH + "property")
        elif isinstance(node, ox.BlankNode):
            todo += values(shapes, node, _RDF + "first") + values(shapes, node, _RDF + "rest")
    return found


def _findings(results: Any, names: dict[str, Node], targets: Targets) -> Iterator[Finding]:
    import pyoxigraph as ox

    blank: dict[str, Term] = {}
    for result in results:
        if result.source_shape == f"<{_OWN}probe>":
            blank[result.focus_node] = ox.BlankNode(result.value_plain)

    def term(text: str) -> Term:
        if text.startswith("<"):
            return ox.NamedNode(text[1:-1])
        if text.startswith("_:"):
            return blank.get(text) or ox.BlankNode(text[2:])
        line = f"<urn:s> <urn:p> {text} ."
        parsed: Term = next(ox.parse(line, format=ox.RdfFormat.N_TRIPLES)).object
        return parsed

    for result in results:
        focus, path = term(result.focus_node), result.path
        if result.source_shape == f"<{_OWN}probe>" or path == f"<{_LABEL}>":
            continue
        if not targets.is_wanted(focus):
            continue
        yield Finding(
            focus=focus,
            shape=names[result.source_shape[1:-1]],
            component=result.component_iri,
            path=ox.NamedNode(path[1:-1]) if path and re.fullmatch("<[^<>]*>", path) else None,
            value=None if result.value is None else term(result.value),
            messages=tuple(ox.Literal(text) for text in result.messages),
            severity=result.severity_iri,
        )
