"""A report as HTML: what its templates show, made from its documented JSON."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from aitaxonomy import html
from aitaxonomy.html import Link
from aitaxonomy.validation.report.outcome import told

#: A fault or a report, as the documented JSON has it.
Document = Mapping[str, Any]
#: Names the subject of a fault.
Links = Callable[[str], Link]
#: From so many faults on, a table tells first which rules object most often.
_MANY = 30


def page(report: Document, summary: str, severities: Sequence[str], link: Links) -> str:
    """Return the whole page.

    Args:
        report: the report, as its JSON.
        summary: the outcome in one line.
        severities: all there are, the gravest first.
        link: names the subjects.

    >>> empty = {"conforms": True, "faults": []}
    >>> page(empty, "conforms", ["violation"], html.link).startswith("<!doctype html>")
    True

    """
    overview = _overview(report["faults"], severities)
    values = _values(report, summary, link)
    return html.page("validation_page.html", "Validation report", **values, overview=overview)


def fragment(report: Document, summary: str, link: Links) -> str:
    """Return the outcome and the faults for a notebook; the arguments are those of `page`.

    >>> empty = {"conforms": True, "faults": []}
    >>> "No fault was found." in fragment(empty, "conforms", html.link)
    True

    """
    return html.fragment("validation.html", **_values(report, summary, link))


def _values(report: Document, summary: str, link: Links) -> dict[str, Any]:
    """Return what both templates show: the faults in a table for each file."""
    groups = groupby(report["faults"], key=lambda fault: fault["file"])
    files = [(file, [_row(fault, link) for fault in group]) for file, group in groups]
    return {**report, "summary": summary, "files": files}


def _row(fault: Document, link: Links) -> dict[str, Any]:
    where = fault["where"]
    subject = link(where) if fault["row"] is None else Link(where)
    unlabelled = (where, html.link(where.strip("<>")).text)
    fact = [fault[key] for key in ("path", "column", "value") if fault[key] is not None]
    return {
        **fault,
        "fact": " ".join(fact),
        "told": told(fault["message"], fault["row"], fault["column"]),
        "subject": subject,
        "labelled": subject.text not in unlabelled,
    }


def _overview(faults: Iterable[Document], severities: Sequence[str]) -> list[tuple[int, str, str]]:
    """Return how often each rule objects, the gravest and then the most frequent first."""
    counts = Counter((fault["severity"], fault["rule"]) for fault in faults)
    if counts.total() < _MANY:
        return []
    ranked = sorted(counts.items(), key=lambda each: (severities.index(each[0][0]), -each[1]))
    return [(count, severity, rule) for (severity, rule), count in ranked]
