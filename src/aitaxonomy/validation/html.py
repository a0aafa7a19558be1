"""A report as HTML: what its templates show, made from its documented JSON."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from aitaxonomy import html
from aitaxonomy.html import Link

#: A fault or a report, as the documented JSON has it.
Document = Mapping[str, Any]
#: From so many faults on, a table tells first which rules object most often.
_MANY = 30


def page(
    report: Document,
    summary: str,
    severities: Sequence[str],
    link: Callable[[str], Link] = html.link,
) -> str:
    """Return the whole page.

    Args:
        report: the report, as its JSON.
        summary: the outcome in one line.
        severities: all there are, the gravest first.
        link: names the subjects.

    >>> empty = {"conforms": True, "engine": "pyshacl", "faults": []}
    >>> page(empty, "conforms", ["violation"]).startswith("<!doctype html>")
    True

    """
    return html.page(
        "validation_page.html",
        "Validation report",
        conforms=report["conforms"],
        engine=report["engine"],
        summary=summary,
        overview=_overview(report["faults"], severities),
        files=_files(report["faults"], link),
    )


def tables(faults: Iterable[Document], link: Callable[[str], Link] = html.link) -> str:
    """Return the faults for a notebook: a table for each file, or a sentence if there is none.

    >>> "No fault was found." in tables([])
    True
    """
    return html.fragment("validation.html", files=_files(faults, link))


def _files(
    faults: Iterable[Document], link: Callable[[str], Link]
) -> list[tuple[str | None, list[dict[str, Any]]]]:
    groups = groupby(faults, key=lambda fault: fault["file"])
    return [(file, [_row(fault, link) for fault in group]) for file, group in groups]


def _row(fault: Document, link: Callable[[str], Link]) -> dict[str, Any]:
    where = fault["where"]
    subject = link(where)
    unlabelled = (where, html.link(where.strip("<>")).text)
    fact = [part for part in (fault["path"], fault["value"]) if part is not None]
    return {
        **fault,
        "fact": " ".join(fact),
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
