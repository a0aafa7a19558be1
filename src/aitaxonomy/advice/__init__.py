"""Advice: which approach and which system for the content to make and the context of use."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from aitaxonomy.advice.approaches import Approach, read_approaches, read_ratings, realized
from aitaxonomy.advice.checks import at_least
from aitaxonomy.advice.criteria import PREFERENCES, Criteria, Request, Wishes, read_criteria
from aitaxonomy.advice.dated import DatedFact, read_dated
from aitaxonomy.advice.facts import (
    DATED,
    Label,
    Select,
    System,
    SystemFacts,
    full,
    read_system_facts,
)
from aitaxonomy.advice.finding import Finding, joined
from aitaxonomy.advice.purpose import SORTS
from aitaxonomy.advice.ranking import Ranker, Ranking
from aitaxonomy.advice.report import Advice
from aitaxonomy.advice.result import (
    AdvisedApproach,
    AdvisedSystem,
    Meaning,
    Reason,
    Rejected,
    WhatIf,
)
from aitaxonomy.advice.whatif import changes
from aitaxonomy.graph.names import Names
from aitaxonomy.rdf.namespaces import AIT, curie
from aitaxonomy.text import natural

__all__ = [
    "Advice",
    "AdvisedApproach",
    "AdvisedSystem",
    "Adviser",
    "DatedFact",
    "Meaning",
    "Reason",
    "Rejected",
    "Request",
    "WhatIf",
    "Wishes",
]


#: The number of other meanings that are told.
_MEANINGS = 5


class Adviser:
    """Recommends approaches and systems by one graph, whose facts it reads once.

    Args:
        select: runs a query over the asserted and the inferred graph.
        names: finds what names stand for.

    """

    def __init__(self, select: Select, names: Names) -> None:
        self._select, self._names = select, names

    @cached_property
    def _ground(self) -> SystemFacts:
        approaches = self._approaches(None)
        kinds = [approach.kind for approach in approaches]
        return read_system_facts(self._select, self._names.label, kinds)

    @cached_property
    def _dated(self) -> dict[str, tuple[DatedFact, ...]]:
        return read_dated(self._select)

    def _approaches(self, use_case: str | None) -> list[Approach]:
        return read_approaches(self._select, self._names.label, use_case)

    def recommend(self, request: Request) -> Advice:
        """Advise on approaches and systems.

        Raises:
            UnknownTerm: nothing has a name; the message lists similar ones.
            QueryRefused: a value is out of bounds, options exclude each other, or there are none.

        """
        today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
        label, ground = self._names.label, self._ground
        criteria = read_criteria(self._select, self._names, request)
        approaches = self._approaches(criteria.use_case)
        ranker = Ranker(ground, read_ratings(self._select, label), today)
        base = ranker.rank(criteria, approaches)

        def rerun(other: Request) -> Ranking:
            asked = read_criteria(self._select, self._names, other)
            same = asked.use_case == criteria.use_case
            return ranker.rank(asked, approaches if same else self._approaches(asked.use_case))

        kept = base.kept
        return Advice(
            tuple(_approach(approach, base, kept, label) for approach in base.approaches),
            tuple(
                replace(
                    _system(system, found, base, label),
                    facts=self._dated.get(system.iri, ()),
                    group=base.group(system, found),
                )
                for system, found in kept
            ),
            tuple(
                Rejected(s.label, curie(s.iri), c.name, _reason(ground, s, f))
                for s, c, f in base.rejected
            ),
            tuple(changes(ranker, request, base, rerun)),
            meaning=_meaning(criteria, label) if request.get("purpose") else None,
        )


def _reason(ground: SystemFacts, system: System, finding: Finding) -> Reason:
    return Reason(finding.text, ground.sources(system, finding.facts))


def _meaning(criteria: Criteria, label: Label) -> Meaning | None:
    """Return what was taken for the words of a purpose."""
    purpose = criteria.purpose
    if purpose is None:
        return None
    notes = []
    if criteria.tasks and purpose.sort != "Task":
        notes.append(f"its tasks: {natural([label(full(x)) for x in criteria.tasks])}")
    if criteria.contents and not criteria.given and purpose.sort != "ContentModality":
        contents = joined((label(full(x)) for x in criteria.contents), every=False)
        notes.append(f"it calls for {contents}")
    if not criteria.use_case:
        notes.append(
            "no source rates approaches for it: the advice goes by task, content and constraints"
        )
    if purpose.unread:
        notes.append(f"nothing is known of: {', '.join(purpose.unread)}")
    others = [f"{label(iri)} ({curie(iri)})" for iri in purpose.others[:_MEANINGS]]
    return Meaning(
        label(purpose.iri), curie(purpose.iri), SORTS[purpose.sort],
        tuple(map(Reason, notes)), tuple(others),
    )  # fmt: skip


Kept = Sequence[tuple[System, Sequence[Finding]]]


def _approach(approach: Approach, ranking: Ranking, kept: Kept, label: Label) -> AdvisedApproach:
    criteria, ground, reasons = ranking.criteria, ranking.ground, []
    rating = label(approach.rating) if approach.rating else None
    if criteria.use_case:
        case = label(criteria.use_case)
        text = f"rated {rating} for {case}" if rating else f"nobody rates it for {case}"
        others = f"; but {natural(approach.others)}" if approach.others else ""
        reasons.append(Reason(text + others, approach.rated_by))
    if criteria.contents and approach.scope:
        missing = [x for x in criteria.contents if not ground.covered(x, approach.scope)]
        stated = natural([ground.name(x) for x in approach.scope])
        lacks = f"does not name {joined(map(ground.name, missing), every=False)}"
        text = f"its stated scope ({stated}) {lacks if missing else 'covers what is to be made'}"
        reasons.append(Reason(text, approach.scope_sources))
    fit = sum(
        realized(system, ranking.approaches) is approach and ranking.group(system, found) == "known"
        for system, found in kept
    )
    known = "1 system of it is" if fit == 1 else f"{fit} systems of it are"
    reasons.append(Reason(f"{known} known to meet everything asked"))
    return AdvisedApproach(approach.label, rating, tuple(reasons))


def _system(
    system: System, findings: Sequence[Finding], ranking: Ranking, label: Label
) -> AdvisedSystem:
    ground, reasons = ranking.ground, []
    if approach := realized(system, ranking.approaches):
        case = ranking.criteria.use_case
        text = f"{label(AIT + approach.kind)}: entailed"
        if case and approach.rating:
            text += f"; the approach {approach.label} is rated {label(approach.rating)}"
            text += f" for {label(case)}"
        reasons.append(Reason(text, approach.rated_by))
    for constraint, finding in zip(ranking.asked, findings, strict=True):
        if finding.holds and not constraint.always:
            reasons.append(_reason(ground, system, finding))
    reasons += _standing(ground, system)
    prefer = ranking.criteria.prefer
    if prefer and not ranking.preferred(system):
        reasons.append(Reason(f"nothing is known of {PREFERENCES[prefer]}: after those with it"))
    elif prefer == "long-context":
        reasons.append(_reason(ground, system, at_least(1)(system)))
    questions = tuple(finding.text for finding in findings if finding.holds is None)
    return AdvisedSystem(system.label, curie(system.iri), tuple(reasons), questions)


def _standing(ground: SystemFacts, system: System) -> list[Reason]:
    """Return the reasons on how current a system is: date, newest component, successor."""
    reasons = []
    name, day = system.release
    if day:
        reasons.append(Reason(f"{DATED[name]} {day}", ground.sources(system, [(name, day)])))
    newest = ground.newest(system)
    if newest is not system:
        name, day = newest.release
        text = f"its newest component is {newest.label}, {DATED[name]} {day}"
        reasons.append(Reason(text, ground.sources(newest, [(name, day)])))
    if later := ground.successors.get(system.iri):
        text = f"superseded by {natural([ground.label(iri) for iri in later])}"
        reasons.append(Reason(text, ground.sources(ground.systems[later[0]], ())))
    return reasons
