"""The engine in Rust: the package `shacl`, its results in the terms of all engines.

Shapes are rewritten on the way in, see `rust_shapes`. SPARQL constraints that one query answers for
all focus nodes go to Oxigraph meanwhile, whose evaluator is that of the package as well. And the
package renames blank nodes: where one is at fault, each is given its label as a property, and a
shape of ours reports which is which.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, Any

from aitaxonomy.errors import ShapesFault
from aitaxonomy.rdf.namespaces import SH
from aitaxonomy.validation.engines.rust_shapes import OWN, flatten, turn, with_names
from aitaxonomy.validation.engines.sparql_constraints import answerable_at_once, answers_of
from aitaxonomy.validation.findings import Finding, Objection
from aitaxonomy.validation.shapes import severity_of

if TYPE_CHECKING:
    import pyoxigraph as ox

    from aitaxonomy.rdf.nodes import Term
    from aitaxonomy.validation.data import Data
    from aitaxonomy.validation.targets import Targets

    Node = ox.NamedNode | ox.BlankNode

_BY_QUERY = SH + "SPARQLConstraintComponent"
_LABEL = OWN + "label"
#: Finds each label wrong, and so tells which blank node has it.
_PROBE = f"""
<{OWN}probe> <{SH}path> <{_LABEL}> .
<{OWN}probe> <{SH}pattern> "^$" .
<{OWN}probe> <{SH}targetSubjectsOf> <{_LABEL}> .
"""
_BLANK = re.compile(r"_:(\S+)( \.\n)?")


def is_available() -> bool:
    """Tell whether the package can be imported: not every platform has a wheel."""
    try:
        import shacl  # noqa: F401
    except ImportError:
        return False
    return True


def run(data: Data, shapes: ox.Store, targets: Targets) -> Iterator[Finding]:
    """Yield what `shapes` find wrong in `data`; raise `ShapesFault` if they make no sense."""
    queries = answerable_at_once(shapes)
    rest = _without_targets(shapes, targets, queries)
    turned = turn(rest)
    prepared, names = with_names(rest)
    flatten(prepared)
    # The package holds no lock of Python's: the store is filled and asked on another core.
    with ThreadPoolExecutor(1) as other:
        results = other.submit(_results, _written(prepared), data.ntriples())
        yield from _answers(data, shapes, targets, queries)
        for finding in _findings(results.result(), names, turned):
            is_of_value = finding.objection.shape in turned
            yield from _of_owners(data, finding) if is_of_value else [finding]


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


def _without_targets(shapes: ox.Store, targets: Targets, without: Collection[Node]) -> ox.Store:
    """Return the shapes that are left to the package: some shapes lose their targets."""
    import pyoxigraph as ox

    result = ox.Store()
    result.bulk_extend(shapes)
    for shape in without:
        for quad in targets.heads.get(shape, ()):
            result.remove(quad)
    return result


def _answers(
    data: Data, shapes: ox.Store, targets: Targets, queries: Mapping[Node, list[str]]
) -> Iterator[Finding]:
    """Yield what the queries object to that are asked once for all focus nodes."""
    for shape, answers in answers_of(data, shapes, queries, targets).items():
        severity = severity_of(shapes, shape)
        alike: dict[ox.NamedNode | None, Objection] = {}
        for node, path, value in answers:
            if path not in alike:
                alike[path] = Objection(shape, _BY_QUERY, path, (), severity)
            finding = Finding(node, value, alike[path])
            # A query may name millions of nodes: what is not reported is not looked up either.
            if targets.is_reported(finding) and targets.selects(shape, node):
                yield finding


def _findings(
    results: Sequence[Any], names: dict[str, Node], turned: dict[Node, ox.NamedNode]
) -> Iterator[Finding]:
    import pyoxigraph as ox

    blank: dict[str, Term] = {}
    for result in results:
        if result.source_shape == f"<{OWN}probe>":
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
        if shape == f"<{OWN}probe>" or path == f"<{_LABEL}>":
            continue
        kind = (shape, result.component_iri, path, result.severity_iri, *result.messages)
        value = None if result.value is None else term(result.value)
        yield Finding(term(result.focus_node), value, objection(*kind))
