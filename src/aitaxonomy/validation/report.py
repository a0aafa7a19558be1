"""What a validation found: faults, each with its place and its remedy, and a report of them."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from itertools import groupby
from typing import Any, Literal, Self

from aitaxonomy.validation.names import curie

Severity = Literal["violation", "warning", "info"]
_COLOURS = {"violation": "red", "warning": "yellow", "info": "blue"}
SEVERITIES: tuple[Severity, ...] = ("violation", "warning", "info")


@dataclass(frozen=True, slots=True)
class Fault:
    """One statement that a shape objects to; names are CURIEs, `line` counts from 1.

    `where` is the faulty subject, `rule` the shape, `path` the property, `value` the value that is
    wrong (None where something is missing), and `message` ends with the remedy. `component` is
    the SHACL constraint component, for machines.
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

    def to_dict(self) -> dict[str, Any]:
        """Return the fault as the documented JSON object.

        >>> Fault("a.ttl", 3, "aix:x", "ais:R", None, None, "Mend it.", "info").to_dict()["line"]
        3
        """
        return {name: getattr(self, name) for name in _IN_JSON}

    def __repr__(self) -> str:
        place = self.place() if len(self.place()) <= 50 else "…" + self.place()[-49:]
        return f"<Fault {self.severity} {place}: {self.rule}>"

    def fact(self) -> str:
        """Return the property and the value, as far as there are any."""
        return " ".join(part for part in (self.path, self.value) if part is not None)

    def place(self) -> str:
        """Return `file:line`, as far as it is known, else the subject."""
        if self.file is None:
            return self.where
        return self.file if self.line is None else f"{self.file}:{self.line}"


_IN_JSON = tuple(field.name for field in fields(Fault) if field.name != "component")


def order(fault: Fault) -> tuple[str | int, ...]:
    """Return the sort key of a fault: by place, then by weight, then by rule and all the rest."""
    weight = SEVERITIES.index(fault.severity)
    where = (fault.file or "", fault.line or 0, fault.where)
    what = (fault.rule, fault.path or "", fault.value or "", fault.component, fault.message)
    return (*where, weight, *what)


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a validation; truthy when the data conforms.

    Only violations break conformity: warnings and infos are listed, but the data conforms with
    them. (SHACL itself counts each result; a reader who wants that asks `not report.faults`.)

    >>> bool(Report(conforms=True, engine="pyshacl", faults=()))
    True
    """

    conforms: bool
    engine: str
    faults: tuple[Fault, ...]

    def __bool__(self) -> bool:
        """Return whether the data conforms."""
        return self.conforms

    def __iter__(self) -> Iterator[Fault]:
        """Iterate over the faults, ordered by place."""
        return iter(self.faults)

    def __repr__(self) -> str:
        """Return the outcome in one line, with the engine."""
        return f"<Report by {self.engine} {self.summary()}>"

    def __len__(self) -> int:
        """Return the number of faults of any severity."""
        return len(self.faults)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as the documented JSON object."""
        faults = [fault.to_dict() for fault in self.faults]
        return {"conforms": self.conforms, "engine": self.engine, "faults": faults}

    def to_json(self) -> str:
        """Return the report as JSON text, one fault a line.

        >>> print(Report(True, "pyshacl", ()).to_json())
        {
          "conforms": true,
          "engine": "pyshacl",
          "faults": []
        }
        """
        head = {"conforms": self.conforms, "engine": self.engine, "faults": []}
        text = json.dumps(head, indent=2)
        return filled(text, "faults", [fault.to_dict() for fault in self.faults])

    def with_gaps_as_warnings(self, subjects: Collection[str]) -> Self:
        """Return the report with what is missing of some subjects (IRIs) as warnings.

        A list of systems that leaves something out is incomplete, not wrong.

        >>> gap = Fault("a.csv", 2, "<urn:x>", "ais:R", "ait:p", None, "Add it.", "violation")
        >>> Report(False, "fast", (gap,)).with_gaps_as_warnings({"urn:x"}).summary()
        'conforms: 0 violations, 1 warning, 0 infos'
        """
        names = set(map(curie, subjects))
        faults = tuple(
            replace(fault, severity="warning")
            if fault.severity == "violation" and fault.value is None and fault.where in names
            else fault
            for fault in self.faults
        )
        conforms = not any(fault.severity == "violation" for fault in faults)
        return replace(self, conforms=conforms, faults=tuple(sorted(faults, key=order)))

    def summary(self) -> str:
        """Return the outcome in one line.

        >>> Report(True, "pyshacl", ()).summary()
        'conforms: 0 violations, 0 warnings, 0 infos'
        """
        counts = [sum(f.severity == level for f in self.faults) for level in SEVERITIES]
        words = [
            f"{n} {level}{'' if n == 1 else 's'}"
            for n, level in zip(counts, SEVERITIES, strict=True)
        ]
        return f"{'conforms' if self.conforms else 'does not conform'}: {', '.join(words)}"

    def to_text(self, paint: Callable[[str, str], str] = lambda text, _colour: text) -> str:
        """Return the report for people: faults grouped by file and line, then the summary.

        `paint(text, colour)` colours a text bold, red, yellow, blue or green, as a terminal does.
        """
        lines: list[str] = []
        for (place, where), group in groupby(self.faults, lambda f: (f.place(), f.where)):
            lines.append(paint(place, "bold") + ("" if place == where else f"  {where}"))
            for fault in group:
                severity = paint(f"{fault.severity}:", _COLOURS[fault.severity])
                lines += [f"  {severity} {fault.message}", f"    {_detail(fault)}"]
        return "\n".join([*lines, paint(self.summary(), "green" if self.conforms else "red")])

    def to_sarif(self) -> str:
        """Return the report as SARIF 2.1.0 text, for code scanners and editors."""
        from aitaxonomy.validation.machine_formats import sarif

        return sarif(self)

    def to_junit(self) -> str:
        """Return the report as JUnit XML, for CI servers: violations fail, the rest is output."""
        from aitaxonomy.validation.machine_formats import junit

        return junit(self)

    def to_turtle(self) -> str:
        """Return the report as a W3C `sh:ValidationReport` in Turtle."""
        from aitaxonomy.validation.report_graph import turtle

        return turtle(self)

    def to_html(self) -> str:
        """Return the report as one self-contained HTML page, without scripts."""
        from aitaxonomy.validation.html import page

        return page(self)

    def _repr_html_(self) -> str:
        """Return the table of faults, for notebooks."""
        from aitaxonomy.validation.html import table

        return table(self)


def filled(text: str, name: str, items: Iterable[Any]) -> str:
    r"""Return JSON text with its empty list `name` filled, one item a line: there may be many.

    >>> filled('{"a": 1, "b": []}', "b", [2, 3])
    '{"a": 1, "b": [\n2,\n3\n]}'
    """
    lines = ",\n".join(json.dumps(item, ensure_ascii=False) for item in items)
    return text.replace(f'"{name}": []', f'"{name}": [\n{lines}\n]', 1) if lines else text


def _detail(fault: Fault) -> str:
    fact = fault.fact()
    return f"{fact}  [{fault.rule}]" if fact else f"[{fault.rule}]"
