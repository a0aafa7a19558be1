"""Faults as SARIF 2.1.0 and JUnit XML, for code scanners and CI servers."""

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from aitaxonomy.validation.report.fault import Fault

_LEVEL = {"violation": "error", "warning": "warning", "info": "note"}
#: Characters that XML 1.0 cannot carry, not even as references.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _filled(text: str, name: str, items: Iterable[Any]) -> str:
    """Return JSON text with its empty list `name` filled, one item a line: there may be many."""
    lines = ",\n".join(json.dumps(item, ensure_ascii=False) for item in items)
    return text.replace(f'"{name}": []', f'"{name}": [\n{lines}\n]', 1) if lines else text


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
    return _filled(text, "results", (_result(fault, index) for fault in faults))


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


def _result(fault: Fault, index: dict[str, int]) -> dict[str, Any]:
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
