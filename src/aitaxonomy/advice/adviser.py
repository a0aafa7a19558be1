"""The adviser: finds and recommends systems by the facts of one graph."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from aitaxonomy import clock
from aitaxonomy.advice.approaches import Approach, read_approaches, read_ratings
from aitaxonomy.advice.criteria import read_criteria, read_filters, read_request
from aitaxonomy.advice.dates import DatedFact, read_dated
from aitaxonomy.advice.find import FoundSystems, find
from aitaxonomy.advice.ranking import Ranker, Ranking
from aitaxonomy.advice.reasons import approach_of, meaning_of, order_of, reason_of, system_of
from aitaxonomy.advice.report import Advice
from aitaxonomy.advice.result import Rejected
from aitaxonomy.advice.whatif import changes
from aitaxonomy.advice.wishes import Request, Selection, Sorting
from aitaxonomy.graph.names import Names
from aitaxonomy.graph.systems import Select, SystemFacts
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

        kept = [(*row, base.group(*row)) for row in base.kept]
        fit = [base.realized(system) for system, _, group in kept if group == "known"]
        return Advice(
            tuple(approach_of(approach, base, fit, label) for approach in base.approaches),
            tuple(
                replace(
                    system_of(system, found, base, label),
                    facts=self.dated.get(system.iri, ()),
                    group=group,
                )
                for system, found, group in kept
            ),
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
