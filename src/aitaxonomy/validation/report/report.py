"""The report of a validation: an outcome in the formats that people and machines read."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Self

from aitaxonomy.html import Link, link
from aitaxonomy.rdf.namespaces import shown
from aitaxonomy.validation.report.graph import turtle
from aitaxonomy.validation.report.html import fragment, page
from aitaxonomy.validation.report.machine_formats import junit, sarif
from aitaxonomy.validation.report.outcome import SEVERITIES, Fault, Outcome, order

#: The rule that an artifact has a kind: its value is the artifact, though what it lacks is a kind.
_KIND = "ais:ArtifactKind"
_COLOURS = {"violation": "red", "warning": "yellow", "info": "blue"}


@dataclass(frozen=True, slots=True)
class Report(Outcome):
    """An outcome that writes itself in every format; truthy when the data conforms.

    >>> bool(Report(conforms=True, faults=()))
    True
    """

    _link: Callable[[str], Link] = field(default=link, repr=False, compare=False)

    def __repr__(self) -> str:
        """Return the outcome in one line."""
        return f"<Report {self.summary()}>"

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
        return sarif(self)

    def to_junit(self) -> str:
        """Return the report as JUnit XML, for CI servers: violations fail, the rest is output."""
        return junit(self)

    def to_turtle(self) -> str:
        """Return the report as a W3C `sh:ValidationReport` in Turtle."""
        return turtle(self)

    def to_html(self) -> str:
        """Return the report as one self-contained HTML page, without scripts."""
        return page(self.to_json(), self.summary(), SEVERITIES, self._link)

    def _repr_html_(self) -> str:
        """Return the outcome and the faults, for notebooks."""
        return fragment(self.to_json(), self.summary(), self._link)


def _detail(fault: Fault) -> str:
    fact = fault.fact()
    return f"{fact}  [{fault.rule}]" if fact else f"[{fault.rule}]"
