"""A report as the graph that the W3C recommendation describes, in Turtle."""

import re

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse, serialize

from aitaxonomy.validation.names import PREFIXES, expand
from aitaxonomy.validation.report import Fault, Report

_SH = PREFIXES["sh"]
_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_BOOLEAN = NamedNode(PREFIXES["xsd"] + "boolean")
#: A value that `names.show` has cut is no longer the value: it is left out of the graph.
_CUT = re.compile('…"(@|\\^\\^|$)')


def turtle(report: Report) -> str:
    """Return the report graph.

    >>> "sh:conforms true" in turtle(Report(True, "pyshacl", ()))
    True
    """
    root = BlankNode()
    conforms = Literal("true" if report.conforms else "false", datatype=_BOOLEAN)
    triples = [
        Triple(root, _TYPE, NamedNode(_SH + "ValidationReport")),
        Triple(root, NamedNode(_SH + "conforms"), conforms),
    ]
    for fault in report.faults:
        node = BlankNode()
        triples += [Triple(root, NamedNode(_SH + "result"), node), *_result(node, fault)]
    text = serialize(triples, format=RdfFormat.TURTLE, prefixes=PREFIXES)
    assert text is not None
    return text.decode()


def _result(node: BlankNode, fault: Fault) -> list[Triple]:
    severity = NamedNode(_SH + fault.severity.capitalize())
    facts: list[tuple[str, NamedNode | BlankNode | Literal]] = [
        ("resultSeverity", severity),
        ("resultMessage", Literal(fault.message, language="en")),
        ("focusNode", _node(fault.where)),
        ("sourceShape", NamedNode(expand(fault.rule))),
    ]
    if fault.component:
        facts.append(("sourceConstraintComponent", NamedNode(expand(fault.component))))
    if fault.path is not None and "|" not in fault.path and "/" not in _local(fault.path):
        facts.append(("resultPath", NamedNode(expand(fault.path))))
    if fault.value is not None and not _CUT.search(fault.value):
        facts.append(("value", _value(fault.value)))
    head = Triple(node, _TYPE, NamedNode(_SH + "ValidationResult"))
    return [head, *(Triple(node, NamedNode(_SH + name), value) for name, value in facts)]


def _local(path: str) -> str:
    return "" if path.startswith("<") else path


def _node(name: str) -> NamedNode | BlankNode:
    return BlankNode(name[2:]) if name.startswith("_:") else NamedNode(expand(name))


def _value(text: str) -> NamedNode | BlankNode | Literal:
    if not text.startswith('"'):
        return _node(text)
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    value = next(parse(f"{head}<urn:s> <urn:p> {text} .", format=RdfFormat.TURTLE)).object
    assert isinstance(value, Literal)
    return value
