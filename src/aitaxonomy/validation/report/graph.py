"""A report as the graph that the W3C recommendation describes, in Turtle."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from aitaxonomy.rdf.namespaces import PREFIXES, RDF, SH, XSD, expand
from aitaxonomy.validation.report.fault import Fault

if TYPE_CHECKING:
    import pyoxigraph as ox

    Node = ox.NamedNode | ox.BlankNode

_TYPE = RDF + "type"
_BOOLEAN = XSD + "boolean"
#: A value that `show` has cut is no longer the value: it is left out of the graph.
_CUT = re.compile('…"(@|\\^\\^|$)')


def turtle(faults: Sequence[Fault]) -> str:
    """Return the report graph.

    >>> "sh:conforms true" in turtle(())
    True
    """
    import pyoxigraph as ox

    # As the recommendation has it, whatever is found breaks conformity, a warning, too.
    conforms = ox.Literal("false" if faults else "true", datatype=ox.NamedNode(_BOOLEAN))
    root = ox.BlankNode("report")
    results = [ox.BlankNode(f"result{number}") for number, _ in enumerate(faults, 1)]
    triples = [
        ox.Triple(root, ox.NamedNode(_TYPE), ox.NamedNode(SH + "ValidationReport")),
        ox.Triple(root, ox.NamedNode(SH + "conforms"), conforms),
        *(ox.Triple(root, ox.NamedNode(SH + "result"), node) for node in results),
    ]
    for node, fault in zip(results, faults, strict=True):
        triples += _result(node, fault)
    text = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    assert text is not None
    return text.decode()


def _result(node: ox.BlankNode, fault: Fault) -> list[ox.Triple]:
    import pyoxigraph as ox

    severity = ox.NamedNode(SH + fault.severity.capitalize())
    facts: list[tuple[str, Node | ox.Literal]] = [
        ("resultSeverity", severity),
        ("resultMessage", ox.Literal(fault.told, language="en")),
        ("focusNode", _node(fault.where) if fault.row is None else ox.Literal(fault.where)),
    ]
    if fault.row is None and not fault.rule.startswith("["):  # a shape without a name
        facts.append(("sourceShape", _node(fault.rule)))
    if fault.component:
        facts.append(("sourceConstraintComponent", _node(fault.component)))
    if fault.path is not None and "|" not in fault.path and "/" not in _local(fault.path):
        facts.append(("resultPath", _node(fault.path)))
    if fault.value is not None and not _CUT.search(fault.value):
        of_list = fault.row is not None
        facts.append(("value", ox.Literal(fault.value) if of_list else _value(fault.value)))
    head = ox.Triple(node, ox.NamedNode(_TYPE), ox.NamedNode(SH + "ValidationResult"))
    return [head, *(ox.Triple(node, ox.NamedNode(SH + name), value) for name, value in facts)]


def _local(path: str) -> str:
    return "" if path.startswith("<") else path


def _node(name: str) -> Node:
    import pyoxigraph as ox

    return ox.BlankNode(name[2:]) if name.startswith("_:") else ox.NamedNode(expand(name) or name)


def _value(text: str) -> Node | ox.Literal:
    import pyoxigraph as ox

    if not text.startswith('"'):
        return _node(text)
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    value = next(ox.parse(f"{head}<urn:s> <urn:p> {text} .", format=ox.RdfFormat.TURTLE)).object
    assert isinstance(value, ox.Literal)
    return value
