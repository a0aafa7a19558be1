"""The ranking of systems: a lexicographic order without weights.

A system that is known to fail a constraint is rejected. The others are ordered by whether it is
known to make the content asked for, by the number of open questions, and by the criteria of
`aitaxonomy.advice.order`, one after the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from aitaxonomy.advice import order
from aitaxonomy.advice.approaches import Approach, Ratings, Realized, realized
from aitaxonomy.advice.checks import Constraint
from aitaxonomy.advice.criteria import Criteria, constraints
from aitaxonomy.advice.order import Key
from aitaxonomy.advice.result import Fit, Group
from aitaxonomy.graph.systems import System, SystemFacts

Column = tuple[list[Fit], list[bool | None]]
Openness = tuple[int, int, int, int, int]


@dataclass
class Ranker:
    """Ranks all systems by criteria; the findings of each constraint are cached."""

    ground: SystemFacts
    ratings: Ratings
    today: str
    _columns: dict[tuple[str, object, object], Column] = field(default_factory=dict)

    def rank(
        self, criteria: Criteria, approaches: Sequence[Approach], without: str = ""
    ) -> Ranking:
        """Rank all systems, without the constraint named `without`."""
        asked = constraints(criteria, self.ground, self.today)
        return Ranking(self, criteria, approaches, [c for c in asked if c.name != without])

    @cached_property
    def old(self) -> set[str]:
        """The IRIs of the old models."""
        limit = f"{int(self.today[:4]) - order.YEARS:04}{self.today[4:]}"
        return {s.iri for s in self.ground.systems.values() if order.aged(self.ground, s, limit)}

    def column(self, constraint: Constraint) -> Column:
        """Return the finding of each system, in the order of the facts, and whether it holds."""
        key = constraint.name, constraint.value, constraint.find
        if key not in self._columns:
            found = [constraint.check(system) for system in self.ground.systems.values()]
            self._columns[key] = found, [finding.holds for finding in found]
        return self._columns[key]


class Ranking:
    """The ranking of all systems by some criteria.

    Attributes:
        asked: the constraints.
        criteria: the criteria of the constraints.
        ground: the facts about all systems.
        approaches: all approaches, best first.

    """

    def __init__(
        self,
        ranker: Ranker,
        criteria: Criteria,
        approaches: Sequence[Approach],
        asked: Sequence[Constraint],
    ) -> None:
        self.asked, self.criteria, self.ground = asked, criteria, ranker.ground
        self._ratings, self._old = ranker.ratings, ranker.old
        self.approaches = sorted(
            approaches, key=lambda a: (*self.layer(a), a.label.casefold(), a.iri)
        )
        columns = [ranker.column(constraint) for constraint in asked]
        self._findings = [found for found, _ in columns]
        # For each system whether each constraint holds: the sort keys read this often.
        self._holds = list(zip(*(holds for _, holds in columns), strict=True))
        self._places = {c.name: i for i, c in enumerate(asked)}

    @property
    def first(self) -> System | None:
        """The best system, found without sorting the others."""
        rows = zip(self.ground.systems.values(), self._holds, strict=True)
        keys = [(self._openness(*row), row[0]) for row in rows if False not in row[1]]
        least = min((key for key, _ in keys), default=None)
        return min((system for key, system in keys if key == least), key=self._merit, default=None)

    @property
    def kept(self) -> list[tuple[System, list[Fit]]]:
        """The systems that are not known to fail a constraint, best first, with their findings."""
        rows = [row for row in self._rows() if False not in row[1]]
        rows.sort(key=lambda row: (self._openness(*row[:2]), self._merit(row[0])))
        return [(system, findings) for system, _, findings in rows]

    @property
    def rejected(self) -> list[tuple[System, Constraint, Fit]]:
        """The rejected systems with the first constraint that each fails, by constraint.

        Within one constraint, those that fail the fewest constraints come first.
        """
        rows = [row for row in self._rows() if False in row[1]]
        rows.sort(
            key=lambda row: (
                row[1].index(False),
                row[1].count(False),
                self._openness(*row[:2]),
                self._merit(row[0]),
            )
        )
        return [(s, self.asked[i := holds.index(False)], found[i]) for s, holds, found in rows]

    def _rows(self) -> Iterator[tuple[System, tuple[bool | None, ...], list[Fit]]]:
        for i, (system, holds) in enumerate(
            zip(self.ground.systems.values(), self._holds, strict=True)
        ):
            yield system, holds, [found[i] for found in self._findings]

    def leading(self) -> list[Approach]:
        """Return the first approach, and those that rank equally with it."""
        first = self.layer(self.approaches[0]) if self.approaches else None
        return [approach for approach in self.approaches if self.layer(approach) == first]

    def layer(self, approach: Approach | None) -> tuple[int, int]:
        """Return the rank of an approach: its rating for the use case, and its scope.

        With a use case the second number is 0; without one the first is, and the second is 0 if
        the scope covers all contents, else 1; where no content is to be made, it is 0.
        """
        if self.criteria.use_case:
            return self._ratings.layer(approach.rating if approach else None), 0
        if not self.criteria.contents:
            return 0, 0
        covers = approach is not None and all(
            self.ground.covered(content, approach.scope) for content in self.criteria.contents
        )
        return 0, 0 if covers else 1

    def realized(self, system: System) -> Realized:
        """Return the approaches that adopting a system may realize; the best gives its rank."""
        return realized(system, self.approaches)

    def undecided(self, may: Realized) -> bool:
        """Tell whether the rank depends on which of some approaches is realized."""
        return len({*map(self.layer, may)}) > 1

    def _openness(self, system: System, holds: Sequence[bool | None]) -> Openness:
        """Return the sort key: outdated, unsaid, superseded, open questions, task unknown."""
        outdated, unsaid, unfit = self._fit(system, holds)
        return outdated, unsaid, int(system.iri in self._superseded), holds.count(None), unfit

    def _fit(self, system: System, holds: Sequence[bool | None]) -> tuple[int, int, int]:
        content, task = (self._places.get(name) for name in ("content", "task"))
        unknown = content is not None and not holds[content]
        unfit = 0 if task is None or holds[task] else order.unfitness(system, self.criteria)
        return int(system.iri in self._outdated), int(unknown or unfit > 1), unfit

    def group(self, system: System, findings: Sequence[Fit]) -> Group:
        """Return the group of a system that is kept; see `AdvisedSystem`."""
        holds = [found.holds for found in findings]
        old, unsaid, superseded, count, _ = self._openness(system, holds)
        if unsaid:
            return "unsaid"
        if old:
            return "outdated"
        if superseded:
            return "superseded"
        return "open" if count else "known"

    def preferred(self, system: System) -> bool:
        """Tell whether the fact by which systems are preferred is known of one."""
        return order.preference(self.ground, system, self.criteria.prefer) != order.UNKNOWN

    def _merit(self, system: System) -> tuple[Key, ...]:
        """Return the sort key of the steps after the number of open questions."""
        asked, ground = self.criteria, self.ground
        focus = order.focus(ground, system, asked)
        return (
            order.preference(ground, system, asked.prefer),
            (
                order.withheld(system, asked),
                *min(map(self.layer, self.realized(system))),
            ),
            (focus > 1, order.narrow(system, asked), system.iri in self._old),
            (order.remoteness(ground, system, asked.marks), focus),
            tuple(sorted(order.distance(ground, system, x) for x in asked.contents)),
            (order.burden(system, asked),),
            order.standing(ground, system),
        )

    @cached_property
    def _outdated(self) -> set[str]:
        """The old models, if enough younger systems are known to meet everything asked.

        If enough of them leave open the task alone, those old models that leave anything open.
        """
        old, task = self._old, self._places.get("task", -1)
        met: list[bool] = []
        for system, holds in zip(self.ground.systems.values(), self._holds, strict=True):
            rest = all(each for i, each in enumerate(holds) if i != task)
            if system.iri in old or not rest or (task >= 0 and holds[task] is False):
                continue
            able = all(holds) or order.unfitness(system, self.criteria) < 2
            if able and order.focus(self.ground, system, self.criteria) < 2:
                met.append(all(holds))
        if sum(met) >= order.ENOUGH:
            return old
        rows = zip(self.ground.systems, self._holds, strict=True)
        unsure = {iri for iri, holds in rows if iri in old and not all(holds)}
        return unsure if len(met) >= order.ENOUGH else set()

    @cached_property
    def _superseded(self) -> set[str]:
        """The systems with a successor that may do as well, though more of it may be open."""
        systems = self.ground.systems
        rows = zip(systems, self._holds, strict=True)
        fits = {iri: self._fit(systems[iri], holds) for iri, holds in rows if False not in holds}
        found = set()
        for iri in self.ground.successors.keys() & fits.keys():
            seen, later = {iri}, [iri]
            while later:
                after = (x for y in later for x in self.ground.successors.get(y, ()))
                later = [x for x in after if x not in seen]
                seen.update(later)
            if any(x in fits and fits[x][:2] <= fits[iri][:2] for x in seen - {iri}):
                found.add(iri)
        return found
