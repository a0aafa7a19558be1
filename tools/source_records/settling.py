"""Which sources each statement of an artifact gets: those on record, and those found by rule."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from aitaxonomy.graph.sourcing import is_place
from aitaxonomy.rdf.namespaces import AIT, AIX
from tools.source_records.artifact import MADE, SINGLE, Artifact, Says
from tools.source_records.catalogue_records import CatalogueRecords, OfCatalogues
from tools.source_records.judged import grounds
from tools.source_records.natures import can_state, is_paper_for, maker_vagueness, place_in
from tools.source_records.preprints import (
    OF_PAGES,
    PAPER_DAY,
    add_months,
    is_own_paper,
    leave_papers,
    month_of,
    part_from_pages,
)
from tools.source_records.tiers import CATALOGUE, MAKER, ORDER, PRESS, makers_at

#: A repository, or a file of it, without a line.
_WHOLE = re.compile(r"https?://(github\.com/[^/]+/[^/#]+)(?:/(?:blob|tree)/[^#]+)?/?")
_OF_FAMILIES = (AIT + "hasMember", AIT + "hasSubfamily")
#: What is worth less than any source.
_LAST = (len(ORDER), True)


def settle(artifact: Artifact, stated: OfCatalogues, today: str) -> None:
    """Find the sources of each statement, and write them down in one way.

    Args:
        artifact: what the statements are about.
        stated: what the records of catalogues state of it.
        today: the day on which they are read.

    """
    records = CatalogueRecords(artifact, stated)
    records.cite()
    part_from_pages(artifact, records.abstracts)
    for document, known in artifact.records.items():
        days = [note.day for note in artifact.notes.values() if document in note.sources]
        known.last_checked = max(known.last_checked, *days, "")
    says = artifact.said()
    records.add(says, today)
    _add_addresses(artifact, says)
    add_months(artifact, says)
    _leave_more_general(artifact, says)
    _add_remaining(artifact, says)
    _add_judged(artifact, says)
    _leave_more_general(artifact, says)
    artifact.write_down(says)
    artifact.prefer(says)


def _leave_more_general(artifact: Artifact, says: Says) -> None:
    """Leave documents as a whole where a place in them states the same."""
    _leave_wholes(artifact, says)
    leave_papers(artifact, says)


def _leave_wholes(artifact: Artifact, says: Says) -> None:
    """Leave repositories and files as a whole where places in them state the same."""
    for whole in list(artifact.records):
        at = _WHOLE.fullmatch(whole)
        within = f"https://{at[1]}/blob/" if at else ""
        places = {d for d in artifact.records if at and "#L" in d and d.startswith(within)}
        if not places or artifact.records[whole].locator:
            continue
        for fact, documents in says.items():
            if whole in documents and documents & places:
                artifact.leave(whole, fact, says)
        noted = any(whole in note.sources for note in artifact.notes.values())
        if not noted and not any(whole in documents for documents in says.values()):
            del artifact.records[whole]


def _add_addresses(artifact: Artifact, says: Says) -> None:
    """Add what addresses show: who develops or provides it.

    Lines of a file state what was read there, and terms or lists of countries name no model:
    their addresses count where no other word of a maker does.
    """
    for document in sorted(artifact.records, key=lambda each: (maker_vagueness(each), each)):
        for maker in makers_at(document, artifact.makers):
            for prop in MADE:
                fact = prop, f"<{AIX}{maker}>"
                if fact in says and not (
                    maker_vagueness(document) and _has_maker(artifact, says[fact])
                ):
                    says[fact].add(document)


def _has_maker(artifact: Artifact, documents: Collection[str]) -> bool:
    return any(artifact.record(each).tier == MAKER for each in documents)


def _add_remaining(artifact: Artifact, says: Says) -> None:
    """Give what no catalogue states to the one other source from which it can come.

    None to a document of which a part was read: its record says what that part states.
    """
    others = [
        d for d, r in artifact.records.items()
        if r.tier not in (CATALOGUE, PRESS) and not d.startswith(AIX)
        and r.locator not in OF_PAGES
    ]  # fmt: skip
    for prop, facts in artifact.facts().items():
        if prop in _OF_FAMILIES and len(others) > 1:
            continue  # members come one by one, each with a document of its own
        able = [d for d in others or artifact.records if can_state(d, prop)]
        makers = [d for d in able if artifact.records[d].tier == MAKER]
        papers = [d for d in makers if is_paper_for(d, prop) and is_own_paper(artifact, d)]
        one = next((each for each in (able, makers, papers) if len(each) == 1), [])
        dated = prop == PAPER_DAY and any(map(month_of, one))
        if dated or (prop in SINGLE and len(facts) > 1) or any(_is_part(artifact, d) for d in one):
            continue  # a preprint has a month of its own, and one source gives one value
        for fact in facts:
            if not says[fact] and not artifact.rests_on_convention(fact):
                says[fact].update(one)
                for document in one:  # it counts for more than was read there
                    artifact.records[document].last_checked = ""


def _is_part(artifact: Artifact, document: str) -> bool:
    """Return whether a source is a place in a document, by its address or by who read it."""
    by_nature = place_in(document, artifact.names(), artifact.makers)
    return is_place(document) or artifact.records[document].locator not in ("", by_nature)


def _add_judged(artifact: Artifact, says: Says) -> None:
    """Give what is judged from other statements, or shown by what a document is, its source.

    That is one that is preferred to all of the statement: its maker's, one with a place;
    or, where the statement has no place yet, the best that has.
    """
    facts = artifact.facts()
    makers = [d for d, r in artifact.records.items()
              if r.tier == MAKER and r.locator not in OF_PAGES]  # fmt: skip
    judged = [fact for fact in says if not artifact.rests_on_convention(fact)]
    more = True
    while more:
        more = False
        for fact in judged:
            found = grounds(fact, says, facts, makers)
            if document := _best(artifact, found, says[fact]):
                says[fact].add(document)
                more = True


def _best(
    artifact: Artifact, found: Iterable[tuple[int, str]], known: Collection[str]
) -> str | None:
    """Return which of some documents is preferred to those known, or has a place that none has."""
    ranked = sorted((artifact.merit(document), row, document) for row, document in found)
    if ranked and ranked[0][0] < min(map(artifact.merit, known), default=_LAST):
        return ranked[0][2]
    placed = [document for (_, nowhere), _, document in ranked if not nowhere]
    return placed[0] if placed and all(artifact.merit(each)[1] for each in known) else None
