"""The report of a validation: its faults in the formats that people and machines read."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from aitaxonomy import html
from aitaxonomy.html import Link, link
from aitaxonomy.rdf.namespaces import PREFIXES, RDF, SH, XSD, expand, shown

if TYPE_CHECKING:
    import pyoxigraph as ox

    Node = ox.NamedNode | ox.BlankNode

Severity = Literal["violation", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("violation", "warning", "info")


@dataclass(frozen=True, slots=True)
class Fault:
    """One statement that is wrong: names are CURIEs, `line` counts from 1.

    Attributes:
        file: the file, None where it is not known.
        line: the line in it.
        where: the faulty subject; of a list the name of the entry.
        rule: the shape that objects; of a list the name of the rule.
        path: the property.
        value: the value that is wrong, None where something is missing.
        message: what is wrong, and after a colon the remedy.
        severity: only a violation breaks conformity.
        component: the SHACL constraint component, for machines.
        row: of a list, the number of the row or of the entry; None for other data.
        column: of a list, its own name of the column, None where there is none.

    """

    file: str | None
    line: int | None
    where: str
    rule: str
    path: str | None
    value: str | None
    message: str
    severity: Severity
    component: str = ""
    row: int | None = None
    column: str | None = None

    @property
    def fix(self) -> str:
        """The remedy alone.

        >>> Fault("a.ttl", 3, "aix:x", "ais:R", None, None, "Too small: mend it.", "info").fix
        'mend it.'
        """
        apart = self.message.partition if self.row is None else self.message.rpartition
        return apart(": ")[2]

    @property
    def told(self) -> str:
        """The message; of a list with row and column before it, as people speak of them.

        >>> Fault("a.csv", 1, "A", "R", None, None, "Mend it.", "info", row=12, column="Size").told
        'row 12, column Size: Mend it.'
        """
        if self.row is None:
            return self.message
        column = "" if self.column is None else f", column {self.column}"
        return f"row {self.row:,}{column}: {self.message}"

    def to_json(self) -> dict[str, Any]:
        """Return the fault as the documented JSON object.

        >>> Fault("a.ttl", 3, "aix:x", "ais:R", None, None, "Mend it.", "info").to_json()["line"]
        3
        """
        return {name: getattr(self, name) for name in _IN_JSON}

    def __repr__(self) -> str:
        place = self.place() if len(self.place()) <= 50 else "…" + self.place()[-49:]
        return f"<Fault {self.severity} {place}: {self.rule}>"

    def fact(self) -> str:
        """Return the property or the column, and the value, as far as there are any."""
        parts = (self.path if self.row is None else self.column, self.value)
        return " ".join(part for part in parts if part is not None)

    def place(self) -> str:
        """Return `file:line`, as far as it is known, else the subject."""
        if self.file is None:
            return self.where
        return self.file if self.line is None else f"{self.file}:{self.line}"


_IN_JSON = tuple(field.name for field in fields(Fault) if field.name != "component")


def order(fault: Fault) -> tuple[str | int, ...]:
    """Return the sort key of a fault: by place, then by weight, then by rule and all the rest."""
    weight = SEVERITIES.index(fault.severity)
    where = (fault.file or "", fault.line or 0, fault.row or 0, fault.where)
    what = (fault.rule, fault.path or "", fault.value or "", fault.component, fault.message)
    return (*where, weight, *what)


#: The rule that an artifact has a kind: its value is the artifact, though what it lacks is a kind.
_KIND = "ais:ArtifactKind"
_COLOURS = {"violation": "red", "warning": "yellow", "info": "blue"}
#: From so many faults on, a page tells first which rules object most often.
_MANY = 30


@dataclass(frozen=True, slots=True)
class Report:
    """The faults that a validation finds, in every format; truthy when the data conforms.

    Only violations break conformity: warnings and infos are listed, but the data conforms with
    them. (SHACL itself counts each result; a reader who wants that asks `not report.faults`.)

    >>> bool(Report(conforms=True, faults=()))
    True
    """

    conforms: bool
    faults: tuple[Fault, ...]
    _link: Callable[[str], Link] = field(default=link, repr=False, compare=False)

    def __bool__(self) -> bool:
        """Return whether the data conforms."""
        return self.conforms

    def __iter__(self) -> Iterator[Fault]:
        """Iterate over the faults, ordered by place."""
        return iter(self.faults)

    def __len__(self) -> int:
        """Return the number of faults of any severity."""
        return len(self.faults)

    def __repr__(self) -> str:
        """Return the outcome in one line."""
        return f"<Report {self.summary()}>"

    def summary(self) -> str:
        """Return the outcome in one line.

        >>> Report(True, ()).summary()
        'conforms: 0 violations, 0 warnings, 0 infos'
        """
        counts = [sum(f.severity == level for f in self.faults) for level in SEVERITIES]
        words = [
            f"{n} {level}{'' if n == 1 else 's'}"
            for n, level in zip(counts, SEVERITIES, strict=True)
        ]
        return f"{'conforms' if self.conforms else 'does not conform'}: {', '.join(words)}"

    def to_json(self) -> dict[str, Any]:
        """Return the report as the documented JSON object."""
        faults = [fault.to_json() for fault in self.faults]
        return {"conforms": self.conforms, "faults": faults}

    def with_gaps_as_warnings(self, subjects: Collection[str]) -> Self:
        """Return the report with what is missing of some subjects (IRIs) as warnings.

        A list of systems that leaves something out is incomplete, not wrong.

        >>> gap = Fault("a.csv", 2, "<urn:x>", "ais:R", "ait:p", None, "Add it.", "violation")
        >>> Report(False, (gap,)).with_gaps_as_warnings({"urn:x"}).summary()
        'conforms: 0 violations, 1 warning, 0 infos'
        """
        names = set(map(shown, subjects))
        faults = tuple(
            replace(fault, severity="warning")
            if fault.severity == "violation"
            and (fault.value is None or fault.rule == _KIND)
            and fault.where in names
            else fault
            for fault in self.faults
        )
        conforms = not any(fault.severity == "violation" for fault in faults)
        return replace(self, conforms=conforms, faults=tuple(sorted(faults, key=order)))

    def to_text(self, paint: Callable[[str, str], str] = lambda text, _colour: text) -> str:
        """Return the report for people: faults grouped by file and line, then the summary.

        `paint(text, colour)` colours a text bold, red, yellow, blue or green, as a terminal does.
        """
        lines: list[str] = []
        for (place, where), group in groupby(self.faults, lambda f: (f.place(), f.where)):
            lines.append(paint(place, "bold") + ("" if place == where else f"  {where}"))
            for fault in group:
                severity = paint(f"{fault.severity}:", _COLOURS[fault.severity])
                lines += [f"  {severity} {fault.told}", f"    {_detail(fault)}"]
        return "\n".join([*lines, paint(self.summary(), "green" if self.conforms else "red")])

    def to_sarif(self) -> str:
        """Return the report as SARIF 2.1.0 text, for code scanners and editors."""
        return sarif(self.faults, conforms=self.conforms)

    def to_junit(self) -> str:
        """Return the report as JUnit XML, for CI servers: violations fail, the rest is output."""
        return junit(self.faults)

    def to_turtle(self) -> str:
        """Return the report as a W3C `sh:ValidationReport` in Turtle."""
        return turtle(self.faults)

    def to_html(self) -> str:
        """Return the report as one self-contained HTML page, without scripts."""
        values = self.for_html() | {"overview": self._overview()}
        return html.page("validation_page.html", "Validation report", **values)

    def _repr_html_(self) -> str:
        """Return the outcome and the faults, for notebooks."""
        return html.fragment("validation.html", **self.for_html())

    def for_html(self) -> dict[str, Any]:
        """Return the values of the template `validation.html`: the faults in a table a file."""
        groups = groupby(self.faults, key=lambda fault: fault.file)
        files = [(file, [self._row(fault) for fault in group]) for file, group in groups]
        return {"conforms": self.conforms, "summary": self.summary(), "files": files}

    def _row(self, fault: Fault) -> dict[str, Any]:
        subject = self._link(fault.where) if fault.row is None else Link(fault.where)
        unlabelled = (fault.where, link(fault.where.strip("<>")).text)
        labelled = {"subject": subject, "labelled": subject.text not in unlabelled}
        return asdict(fault) | labelled | {"fact": fault.fact(), "told": fault.told}

    def _overview(self) -> list[tuple[int, str, str]]:
        """Return how often each rule objects, the gravest and then the most frequent first."""
        if len(self) < _MANY:
            return []
        counts = Counter((fault.severity, fault.rule) for fault in self.faults)
        ranked = sorted(counts.items(), key=lambda each: (SEVERITIES.index(each[0][0]), -each[1]))
        return [(count, severity, rule) for (severity, rule), count in ranked]


def _detail(fault: Fault) -> str:
    fact = fault.fact()
    return f"{fact}  [{fault.rule}]" if fact else f"[{fault.rule}]"


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
    return _filled(text, "results", (_sarif_result(fault, index) for fault in faults))


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
