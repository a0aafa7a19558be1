"""What an entry claims of a known system, where it is certain that this is the one.

A match that suffices to propose a name does not to accuse a list: a version in parentheses, or the
year of another release, may be part of the name of another system.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from aitaxonomy.inventory.matching.developers import (
    find_organization,
    organizations_in,
    same_company,
)
from aitaxonomy.inventory.matching.matcher import Match, Matcher
from aitaxonomy.inventory.record import Record
from aitaxonomy.inventory.trace import Trace

#: A whole day in the name of a snapshot; four digits may be the year of a new system of the name.
_DAY = re.compile(r"20\d\d-?\d\d-?\d\d")


def remark_claims(record: Record, match: Match | None, matcher: Matcher, trace: Trace) -> None:
    """Keep what a record claims, and which licence it has beside which way of access.

    Args:
        record: the entry in hand.
        match: the known system that it may be.
        matcher: what found the match.
        trace: keeps the remarks.

    """
    flag = ("open weights",) if record.open_weights else ()
    for each in (*record.access, *flag) if record.licence else ():
        trace.remark("pair", "licence", str(record.licence), each)
    if match is None or record.derived_from:
        return
    for field, values in _claims(record, match, matcher, headed=bool(trace.lists)):
        for value in filter(None, values):
            trace.remark("claim", field, value, match.iri)


def _claims(
    record: Record, match: Match, matcher: Matcher, *, headed: bool
) -> Iterable[tuple[str, Iterable[str]]]:
    """Yield the fields of a record that are held against the known system, with their values."""
    makers = matcher.system(match.iri).developers
    if not _by(record, makers):
        named = matcher.match_name(record.name) if headed and not record.id else None
        if named and named.same and named.iri == match.iri:
            yield "developer", (record.developer or "",)
        return
    snapshot = match.way == "dated snapshot" and _DAY.search(f"{record.name} {record.id}")
    if not record.retired and (match.same or snapshot):
        yield "name", (record.name,)
    if not match.same or "(" in record.name:
        return
    weights = ("downloadable weights",) if record.open_weights else ()
    yield "licence", (record.licence or "",)
    yield "access", record.access or weights
    yield "output", record.outputs
    if headed:  # other readers put their own words in the place of those of the file
        yield "kind", (record.kind or "",)
        yield "labels", record.labels
        yield "task", record.tasks


def _by(record: Record, makers: Iterable[str]) -> bool:
    """Return whether the developer of a record, if it names one, is among the makers."""
    if not record.developer:
        return True
    named = map(find_organization, organizations_in(record.developer))
    return any(same_company(each, maker) for each in named if each for maker in makers)
