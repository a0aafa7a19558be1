"""The faults of a report as other programs take them: SHACL in Turtle, SARIF, and JUnit XML."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from aitaxonomy.rdf.namespaces import PREFIXES, RDF, SH, XSD, expand
from aitaxonomy.validation.fault import Fault

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
    # An IRI in brackets or a CURIE; other paths are not properties.
    if fault.path and "|" not in fault.path and (fault.path[0] == "<" or "/" not in fault.path):
        facts.append(("resultPath", _node(fault.path)))
    if fault.value is not None and not _CUT.search(fault.value):
        of_list = fault.row is not None
        facts.append(("value", ox.Literal(fault.value) if of_list else _value(fault.value)))
    head = ox.Triple(node, ox.NamedNode(_TYPE), ox.NamedNode(SH + "ValidationResult"))
    return [head, *(ox.Triple(node, ox.NamedNode(SH + name), value) for name, value in facts)]


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


_LEVEL = {"violation": "error", "warning": "warning", "info": "note"}
#: Characters that XML 1.0 cannot carry, not even as references.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def sarif(faults: Sequence[Fault], *, conforms: bool) -> str:
    """Return faults as SARIF text, one rule for each shape that objected.

    >>> '"version": "2.1.0"' in sarif((), conforms=True)
    True
    """
    rules = {fault.rule: fault for fault in faults}
    index = {rule: number for number, rule in enumerate(rules)}
    driver = {
        "name": "aitaxonomy",
        "informationUri": "https://w3id.org/aitaxonomy",
        "rules": [_rule(name, fault) for name, fault in rules.items()],
    }
    run = {
        "tool": {"driver": driver},
        "results": [],
        "properties": {"conforms": conforms},
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    log = {"$schema": schema, "version": "2.1.0", "runs": [run]}
    text = json.dumps(log, indent=2, ensure_ascii=False)
    results = (json.dumps(_sarif_result(each, index), ensure_ascii=False) for each in faults)
    lines = ",\n".join(results)  # one a line: there may be many
    return text.replace('"results": []', f'"results": [\n{lines}\n]', 1) if lines else text


def _rule(name: str, fault: Fault) -> dict[str, Any]:
    # The message of a shape is that of all its results; one on a list has names and values.
    said = fault.message if fault.row is None else name.replace("-", " ")
    return {
        "id": name,
        "shortDescription": {"text": said.partition(": ")[0]},
        "fullDescription": {"text": said},
        "help": {"text": said},
        "defaultConfiguration": {"level": _LEVEL[fault.severity]},
    }


def _sarif_result(fault: Fault, index: dict[str, int]) -> dict[str, Any]:
    location: dict[str, Any] = {"logicalLocations": [{"fullyQualifiedName": fault.where}]}
    if fault.file is not None:
        # Code scanning takes no result without a line: the first one stands for the whole file.
        location["physicalLocation"] = {
            "artifactLocation": {"uri": _reference(fault.file)},
            "region": {"startLine": fault.line or 1},
        }
    return {
        "ruleId": fault.rule,
        "ruleIndex": index[fault.rule],
        "level": _LEVEL[fault.severity],
        "message": {"text": f"{fault.told}\n{fault.where} {fault.fact()}".rstrip()},
        "locations": [location],
        "properties": {key: getattr(fault, key) for key in ("path", "value", "row", "column")},
    }


def _reference(file: str) -> str:
    """Return a file name as the URI reference that SARIF wants, whatever signs are in it."""
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def junit(faults: Sequence[Fault]) -> str:
    """Return faults as JUnit XML: one case each, or a single passed one.

    >>> 'failures="0"' in junit(())
    True
    """
    failures = sum(fault.severity == "violation" for fault in faults)
    cases = [_case(fault) for fault in faults] or [
        '  <testcase classname="aitaxonomy.validate" name="conforms"/>'
    ]
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<testsuite name="aitaxonomy validate" tests="{len(cases)}" failures="{failures}">',
            *cases,
            "</testsuite>\n",
        ]
    )


def _case(fault: Fault) -> str:
    name = quoteattr(_NO_XML.sub("\ufffd", f"{fault.place()} {fault.where}"))
    message = _NO_XML.sub("\ufffd", fault.told)
    detail = escape(_NO_XML.sub("\ufffd", fault.fact()))
    inner = (
        f"<failure message={quoteattr(message)}>{detail}</failure>"
        if fault.severity == "violation"
        else f"<system-out>{escape(f'{fault.severity}: {message}')} {detail}</system-out>"
    )
    return f"  <testcase classname={quoteattr(fault.rule)} name={name}>{inner}</testcase>"
