"""The fast engine: the Rust package `shacl`, on what it is proven on, in the terms of the others.

Some things are put right on the way in. Within `sh:or`, `sh:not` and the like the package gathers
all instances of a class anew for each node, which takes time in the square of the data; there,
`sh:class` is said by the path from a node to its classes, which finds the same. What it reports
costs it much, so that each value is judged once, whoever has it. Queries that can be asked once are
answered by Oxigraph meanwhile, whose evaluator is the package's own as well. And it renames blank
nodes: where one is at fault, each is given its label as a property, and a shape of ours reports who
is who.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from aitaxonomy.errors import ShapesFault
from aitaxonomy.validation.every_value import turn
from aitaxonomy.validation.finding import Finding, Objection
from aitaxonomy.validation.names import PREFIXES
from aitaxonomy.validation.shapes import values
from aitaxonomy.validation.targets import APPLIES_TO, TARGET_NODE, Targets

if TYPE_CHECKING:
    import pyoxigraph as ox

    from aitaxonomy.validation.data import Data
    from aitaxonomy.validation.names import Term

    Node = ox.NamedNode | ox.BlankNode

_SH, _RDF = PREFIXES["sh"], PREFIXES["rdf"]
_BY_QUERY = _SH + "SPARQLConstraintComponent"
_OWN = "urn:x-aitaxonomy:"
_LABEL = _OWN + "label"
#: Finds each label wrong, and so tells which blank node has it.
_PROBE = f"""
<{_OWN}probe> <{_SH}path> <{_LABEL}> .
<{_OWN}probe> <{_SH}pattern> "^$" .
<{_OWN}probe> <{_SH}targetSubjectsOf> <{_LABEL}> .
"""
_BLANK = re.compile(r"_:(\S+)( \.\n)?")
_PATH_PARTS = ("inversePath", "alternativePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath")


def is_installed() -> bool:
    """Tell whether the package is there."""
    return find_spec("shacl") is not None


def run(data: Data, shapes: ox.Store, targets: Targets) -> Iterator[Finding]:
    """Yield what `shapes` find wrong in `data`; raise `ShapesFault` if they make no sense."""
    aimed = _aimed(shapes, targets)
    turned = turn(aimed)
    prepared, names = _named(aimed)
    _flatten(prepared)
    # The package holds no lock of Python's: the store is filled and asked on another core.
    with ThreadPoolExecutor(1) as other:
        results = other.submit(_results, _written(prepared), data.ntriples())
        yield from _answers(shapes, targets)
        for finding in _findings(results.result(), names, turned):
            is_of_value = finding.objection.shape in turned
            for each in _of_owners(data, finding) if is_of_value else [finding]:
                if targets.is_wanted(each.focus):
                    yield each


def _results(shapes: str, data: str) -> Sequence[Any]:
    """Return what the package finds; with labels of blank nodes if one of these is at fault."""
    import shacl

    try:
        results = shacl.Shapes.from_text(shapes, "ntriples").validate_text(data, "ntriples").results
        if any("_:" in (each.focus_node[:2], (each.value or "")[:2]) for each in results):
            labels = (f'_:{label} <{_LABEL}> "{label}" .\n' for label in _blank_labels(data))
            compiled = shacl.Shapes.from_text(shapes + _PROBE, "ntriples")
            results = compiled.validate_text(data + "".join(labels), "ntriples").results
    except ValueError as error:
        raise ShapesFault(f"the shapes cannot be run: {error}. Mend the shape at fault.") from None
    return results


def _of_owners(data: Data, finding: Finding) -> Iterator[Finding]:
    """Yield what was found of a value for each node that has it."""
    for quad in data.match(None, finding.objection.path, finding.focus):
        yield Finding(quad.subject, finding.focus, finding.objection)


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
        if shape in targets.asked_once:
            for quad in statements:
                result.remove(quad)
        elif any(quad.predicate.value == APPLIES_TO for quad in statements):
            target = ox.NamedNode(TARGET_NODE)
            result.extend(ox.Quad(shape, target, node, default) for node in targets.nodes(shape))
    return result


def _answers(shapes: ox.Store, targets: Targets) -> Iterator[Finding]:
    """Yield what the queries that were asked once have found."""
    for shape, named in targets.suspects.items():
        stated = next(iter(values(shapes, shape, _SH + "severity")), None)
        severity = getattr(stated, "value", _SH + "Violation")
        alike: dict[ox.NamedNode | None, Objection] = {}
        wanted = targets.nodes(shape) if shape in targets.heads else set()
        for node, answers in named.items():
            for path, value in answers if node in wanted else ():
                if path not in alike:
                    alike[path] = Objection(shape, _BY_QUERY, path, (), severity)
                yield Finding(node, value, alike[path])


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


def _findings(
    results: Sequence[Any], names: dict[str, Node], turned: dict[Node, ox.NamedNode]
) -> Iterator[Finding]:
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

    @cache
    def objection(
        shape: str, component: str, path: str | None, severity: str, *messages: str
    ) -> Objection:
        node, texts = names[shape[1:-1]], tuple(ox.Literal(text) for text in messages)
        plain = path and re.fullmatch("<[^<>]*>", path)
        stated = ox.NamedNode(path[1:-1]) if path and plain else None
        return Objection(node, component, turned.get(node, stated), texts, severity)

    for result in results:
        shape, path = result.source_shape, result.path
        if shape == f"<{_OWN}probe>" or path == f"<{_LABEL}>":
            continue
        kind = (shape, result.component_iri, path, result.severity_iri, *result.messages)
        value = None if result.value is None else term(result.value)
        yield Finding(term(result.focus_node), value, objection(*kind))
