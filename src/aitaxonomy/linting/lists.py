"""The linter of lists: all findings on imported inventories, added to a validation report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from aitaxonomy.inventory.importing import Imported
from aitaxonomy.inventory.record import Remark, Spot
from aitaxonomy.linting import values
from aitaxonomy.linting.doubles import doubles
from aitaxonomy.linting.finding import Found, ListFinding
from aitaxonomy.linting.known import OF_HISTORY, ClaimJudge
from aitaxonomy.linting.openness import contradiction
from aitaxonomy.linting.shape_faults import reworded
from aitaxonomy.validation import Report
from aitaxonomy.validation.fault import order

#: A word for unknown that stands in more rows gets one finding.
_MANY = 10


def linted(report: Report, files: Sequence[Imported], known: Callable[[], ClaimJudge]) -> Report:
    """Return a report on the statements of lists as one on the lists.

    Args:
        report: what shapes find in the statements that were made of the lists, and in other data.
        files: the lists.
        known: gives what judges claims about known systems; it is asked for if there are any.

    """
    faults = list(reworded(report.faults, files))
    for file in files:
        for finding, spots in _findings(file, known):
            faults += finding.at(file, spots)
    conforms = not any(fault.severity == "violation" for fault in faults)
    return replace(report, conforms=conforms, faults=tuple(sorted(faults, key=order)))


def _findings(file: Imported, known: Callable[[], ClaimJudge]) -> Iterator[Found]:
    open_questions: dict[Remark, Sequence[Spot]] = {}
    judge: ClaimJudge | None = None
    for remark, spots in file.tally.remarks.items():
        found = None
        if remark.about in ("claim", "base"):
            if remark.field not in ("name", "built_on") or file.format not in OF_HISTORY:
                judge = judge or known()
                found = judge.refuted(remark)
        elif remark.about in _CHECKS:
            found = _CHECKS[remark.about](remark)
            if found is None and remark.about != "pair":
                open_questions[remark] = spots
        else:
            found = values.certain(remark)
        if found:
            yield _once(found, spots) if len(spots) > _MANY else (found, spots)
    yield from values.left_over(open_questions)
    yield from doubles(file)


def _once(found: ListFinding, spots: Sequence[Spot]) -> Found:
    """Return a finding as one where a program has written the same for unknown all over a list."""
    if (found.rule, found.severity) != ("impossible-value", "warning"):
        return found, spots
    return found._replace(fault=f"{found.fault}, and stands in {len(spots):,} rows"), spots[:1]


_CHECKS: Mapping[str, Callable[[Remark], ListFinding | None]] = {
    "unread": values.impossible,
    "unknown": values.misspelt,
    "pair": contradiction,
}
