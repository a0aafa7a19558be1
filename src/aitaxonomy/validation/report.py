"""The report of a validation: its faults as text, pages and JSON, and its outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict, dataclass, field, replace
from itertools import groupby
from typing import Any, Self

from aitaxonomy import html
from aitaxonomy.html import Link, link
from aitaxonomy.rdf.namespaces import shown
from aitaxonomy.validation.exchange import junit, sarif, turtle
from aitaxonomy.validation.fault import SEVERITIES, Fault, order

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
