"""The adviser: finds and recommends systems by the facts of one graph."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from aitaxonomy import clock
from aitaxonomy.advice.approaches import Approach, read_approaches, read_ratings
from aitaxonomy.advice.checks import at_least
from aitaxonomy.advice.criteria import read_criteria, read_filters, read_request
from aitaxonomy.advice.dates import DatedFact, read_dated
from aitaxonomy.advice.find import FoundSystems, find
from aitaxonomy.advice.finding import Fit
from aitaxonomy.advice.ranking import Ranker, Ranking
from aitaxonomy.advice.reasons import (
    fit_of,
    meaning_of,
    order_of,
    question_of,
    rating_of,
    realizes,
    reason_of,
    scope_of,
    standing_of,
)
from aitaxonomy.advice.report import Advice
from aitaxonomy.advice.result import (
    AdvisedApproach,
    AdvisedSystem,
    Reason,
    Rejected,
)
from aitaxonomy.advice.whatif import changes
from aitaxonomy.advice.wishes import PREFERENCES, Request, Selection, Sorting
from aitaxonomy.graph.names import Names
from aitaxonomy.graph.systems import (
    Label,
    Select,
    System,
    SystemFacts,
)
from aitaxonomy.rdf.namespaces import curie


class Adviser:
    """Recommends approaches and systems by one graph.

    Args:
        select: runs a query over the asserted and the inferred graph.
        names: finds what names stand for.
        ground: the facts about all systems.

    """

    def __init__(self, select: Select, names: Names, ground: SystemFacts) -> None:
        self._select, self._names, self.ground = select, names, ground

    @cached_property
    def dated(self) -> dict[str, tuple[DatedFact, ...]]:
        """The facts with a day, by system."""
        return read_dated(self._select)

    def _approaches(self, use_case: str | None) -> list[Approach]:
        return read_approaches(self._select, self._names.label, use_case)

    def recommend(self, request: Request) -> Advice:
        """Advise on approaches and systems.

        Raises:
            UnknownTerm: nothing has a name; the message lists similar ones.
            QueryRefused: a value is out of bounds, options exclude each other, or there are none.

        """
        today = clock.today()
        label, ground = self._names.label, self.ground
        request, purpose = read_request(self._select, self._names, request)
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
            tuple(_system(*row, base, label, self.dated.get(row[0].iri, ())) for row in kept),
            tuple(
                Rejected(s.label, curie(s.iri), c.name, reason_of(ground, s, f))
                for s, c, f in base.rejected
            ),
            tuple(changes(ranker, request, base, rerun)),
            meaning=meaning_of(criteria, purpose, label)
            if purpose and not request.get("use_case")
            else None,
            order=order_of(criteria),
        )

    def find(
        self,
        filters: Selection,
        *,
        sort: Sorting = "newest",
        limit: int | None = None,
        retired: bool = False,
        rejected: bool = False,
    ) -> FoundSystems:
        """Return the systems that meet what is asked; raises as `recommend`."""
        return find(
            self.ground,
            read_filters(self._select, self._names, filters),
            clock.today(),
            sort=sort,
            limit=limit,
            retired=retired,
            rejected=rejected,
        )


Kept = Sequence[tuple[System, Sequence[Fit]]]


def _approach(approach: Approach, ranking: Ranking, kept: Kept, label: Label) -> AdvisedApproach:
    criteria, reasons = ranking.criteria, []
    if criteria.use_case:
        reasons.append(rating_of(approach, criteria.use_case, label))
    if criteria.contents and approach.scope:
        reasons.append(scope_of(approach, criteria.contents, ranking.ground))
    may = [ranking.realized(system) for system, found in kept
           if ranking.group(system, found) == "known"]  # fmt: skip
    fit = sum(each == (approach,) for each in may)
    reasons.append(fit_of(fit, sum(approach in each for each in may) - fit))
    rating = label(approach.rating) if approach.rating else None
    return AdvisedApproach(approach.label, rating, tuple(reasons))


def _system(
    system: System, findings: Sequence[Fit], ranking: Ranking, label: Label,
    facts: tuple[DatedFact, ...],
) -> AdvisedSystem:  # fmt: skip
    ground, reasons = ranking.ground, []
    may = ranking.realized(system)
    if may != (None,):
        reasons.append(realizes(may, ranking.criteria.use_case, label))
    for constraint, finding in zip(ranking.asked, findings, strict=True):
        if finding.holds and not constraint.always:
            reasons.append(reason_of(ground, system, finding))
    reasons += standing_of(ground, system)
    prefer = ranking.criteria.prefer
    if prefer and not ranking.preferred(system):
        reasons.append(Reason(f"nothing is known of {PREFERENCES[prefer]}: after those with it"))
    elif prefer == "long-context":
        reasons.append(reason_of(ground, system, at_least(system, 1)))
    questions = [finding.text for finding in findings if finding.holds is None]
    if ranking.undecided(may):
        questions.append(question_of(may))
    group = ranking.group(system, findings)
    return AdvisedSystem(
        system.label, curie(system.iri), tuple(reasons), tuple(questions), facts, group
    )
