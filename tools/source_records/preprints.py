"""Preprints: a page with number and abstract, and a paper, which are cited apart."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from aitaxonomy.rdf.namespaces import AIT, RDF
from tools.source_records.annotations import ABSTRACT, NUMBER

if TYPE_CHECKING:
    from tools.source_records.artifact import Artifact, Says

#: The places that pages of preprints are, which their papers are not.
OF_PAGES = (ABSTRACT, NUMBER)
PAPER_DAY = AIT + "paperPublishedOn"
_PREPRINT = re.compile(r"https?://arxiv\.org/(?:abs|pdf)/(\d\d)(\d\d)\.\d+.*")
_PRODUCTS = frozenset(f"<{AIT}{name}>" for name in ("AISystem", "AIApplication", "AIPlatform",
                                                    "AIAgent", "ModelOffering"))  # fmt: skip


def month_of(document: str) -> str:
    """Return the month that the number of a preprint shows; "" for another document.

    >>> month_of("https://arxiv.org/abs/2405.09818"), month_of("https://example.org/2405.09818")
    ('2024-05', '')
    """
    at = _PREPRINT.fullmatch(document)
    return f"20{at[1]}-{at[2]}" if at else ""


def part_from_pages(artifact: Artifact, abstracts: Collection[str]) -> None:
    """Let papers as a whole state what their pages were taken to state.

    A page keeps the day, for its number shows the month, and what its abstract states.

    Args:
        artifact: whose sources they are.
        abstracts: the pages whose abstracts were read.

    """
    for document, page in list(artifact.records.items()):
        month = month_of(document)
        if not month or "/abs/" not in document or page.locator == ABSTRACT:
            continue
        if document in abstracts:
            page.locator = ABSTRACT
        elif not page.locator and _dates(artifact, document, month):
            page.locator = NUMBER
        else:
            continue
        others = page.supports - {PAPER_DAY}
        noted = [fact for fact, note in artifact.notes.items()
                 if document in note.sources and fact[0] != PAPER_DAY]  # fmt: skip
        page.supports &= {PAPER_DAY}
        if not others and not noted:
            continue
        whole = document.replace("/abs/", "/pdf/")
        paper = artifact.record(whole)
        paper.last_checked = max(paper.last_checked, page.last_checked)
        paper.supports |= others
        for fact in noted:
            artifact.notes[fact].sources ^= {document, whole}


def _dates(artifact: Artifact, page: str, month: str) -> bool:
    """Return whether a page tells of one day of a paper, the only one or its, in a month."""
    days = artifact.facts().get(PAPER_DAY, ())
    if len(days) > 1 and PAPER_DAY not in artifact.records[page].supports:
        days = [
            day for day in days if day in artifact.notes and page in artifact.notes[day].sources
        ]
    return len(days) == 1 and days[0][1].startswith(f'"{month}')


def leave_papers(artifact: Artifact, says: Says) -> None:
    """Leave papers as a whole where their pages state the same."""
    for page in [d for d, r in artifact.records.items() if r.locator in OF_PAGES]:
        paper = page.replace("/abs/", "/pdf/")
        if paper == page:
            continue  # of proceedings, whose pages are abstracts and papers at one address
        for fact, documents in says.items():
            if page in documents:
                artifact.leave(paper, fact, says)
        if paper in artifact.records and not any(paper in documents for documents in says.values()):
            del artifact.records[paper]


def add_months(artifact: Artifact, says: Says) -> None:
    """Add preprints as sources of their dates; none tells two days of a month apart."""
    dates = artifact.facts().get(PAPER_DAY, ())
    for document in artifact.records:
        month = month_of(document)
        for fact in dates if month else ():
            if len(dates) == 1 and fact[1].startswith(f'"{month}'):
                says[fact].add(document)
            elif document not in (artifact.notes[fact].sources if fact in artifact.notes else ()):
                says[fact].discard(document)


def is_own_paper(artifact: Artifact, document: str) -> bool:
    """Return whether a paper can be that of the artifact: a model, by the month of both."""
    if any(prop == RDF + "type" and value in _PRODUCTS for prop, value in artifact.statements):
        return False
    dates, month = artifact.facts().get(PAPER_DAY, ()), month_of(document)
    return not dates or not month or any(f'"{month}' in date for _, date in dates)
