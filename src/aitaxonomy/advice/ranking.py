"""The ranking of systems: a lexicographic order without weights.

A system that is known to fail a constraint is rejected. The others are ordered by, in turn:

1. whether it is known to make the content asked for;
2. the number of open questions, the fewer the better;
3. the rating of the approach that it realizes, equal for grades that no source ranks; without a
   use case, whether the stated scope of the approach covers the content;
4. its distance from each content type, compared from the least on: built for it (specialized in
   it, or its primary modality and specialized in nothing else), built for a wider one, makes it
   natively, makes it otherwise, not known to make it;
5. not superseded before superseded;
6. the later release first, that of its newest component if it is later; unknown dates last;
7. the name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from aitaxonomy.advice.approaches import Approach, Ratings, realized
from aitaxonomy.advice.constraints import Constraint, constraints
from aitaxonomy.advice.criteria import Criteria
from aitaxonomy.advice.facts import System, SystemFacts
from aitaxonomy.advice.finding import Finding

Key = tuple[int | str, ...]
Column = tuple[list[Finding], list[bool | None]]


@dataclass
class Ranker:
    """Ranks all systems by criteria; the findings of each constraint are cached."""

    ground: SystemFacts
    ratings: Ratings
    today: str
    _columns: dict[tuple[str, object], Column] = field(default_factory=dict)

    def rank(
        self, criteria: Criteria, approaches: Sequence[Approach], without: str = ""
    ) -> Ranking:
        """Rank all systems, without the constraint named `without`."""
        asked = constraints(criteria, self.ground, self.today)
        return Ranking(self, criteria, approaches, [c for c in asked if c.name != without])

    def column(self, constraint: Constraint) -> Column:
        """Return the finding of each system, in the order of the facts, and whether it holds."""
        key = constraint.name, constraint.value
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
        self._ratings = ranker.ratings
        self.approaches = sorted(
            approaches, key=lambda a: (*self.layer(a), a.label.casefold(), a.iri)
        )
        columns = [ranker.column(constraint) for constraint in asked]
        self._findings = [found for found, _ in columns]
        # For each system whether each constraint holds: the sort keys read this often.
        self._holds = list(zip(*(holds for _, holds in columns), strict=True))
        self._content = next((i for i, c in enumerate(asked) if c.name == "content"), None)

    @property
    def first(self) -> System | None:
        """The best system, found without sorting the others."""
        best: list[System] = []
        least = (2, 0)
        for system, holds in zip(self.ground.systems.values(), self._holds, strict=True):
            if False in holds or (key := self._openness(holds)) > least:
                continue
            if key < least:
                least, best = key, []
            best.append(system)
        return min(best, key=self._merit, default=None)

    @property
    def kept(self) -> list[tuple[System, list[Finding]]]:
        """The systems that are not known to fail a constraint, best first, with their findings."""
        rows = [row for row in self._rows() if False not in row[1]]
        rows.sort(key=lambda row: (self._openness(row[1]), self._merit(row[0])))
        return [(system, findings) for system, _, findings in rows]

    @property
    def rejected(self) -> list[tuple[System, Constraint, Finding]]:
        """The rejected systems with the first constraint that each fails, in the order of these.

        Within one constraint, those that fail the fewest constraints come first.
        """
        rows = [row for row in self._rows() if False in row[1]]
        rows.sort(
            key=lambda row: (
                row[1].index(False),
                row[1].count(False),
                self._openness(row[1]),
                self._merit(row[0]),
            )
        )
        return [(s, self.asked[i := holds.index(False)], found[i]) for s, holds, found in rows]

    def _rows(self) -> Iterator[tuple[System, tuple[bool | None, ...], list[Finding]]]:
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
        the scope covers all contents, else 1.
        """
        if self.criteria.use_case:
            return self._ratings.layer(approach.rating if approach else None), 0
        covers = approach is not None and all(
            self.ground.covered(content, approach.scope) for content in self.criteria.contents
        )
        return 0, 0 if covers else 1

    def _openness(self, holds: tuple[bool | None, ...]) -> tuple[int, int]:
        """Return the sort key of steps 1 and 2: content unknown, number of open questions."""
        unknown = self._content is not None and holds[self._content] is not True
        return int(unknown), holds.count(None)

    def _merit(self, system: System) -> Key:
        """Return the sort key of steps 3 to 7."""
        return (
            *self.layer(realized(system, self.approaches)),
            *sorted(_distance(self.ground, system, x) for x in self.criteria.contents),
            bool(self.ground.successors.get(system.iri)),
            -_number(self.ground.newest(system).release[1]),
            system.label.casefold(),
            system.iri,
        )


def _distance(ground: SystemFacts, system: System, content: str) -> int:
    """Return the distance of a system from a content type: 0 built for it, 4 not known to make it.

    1 is built for a wider content type, 2 makes it natively but is built for something else, and
    3 makes it otherwise.
    """
    if not system.has("generates", content):
        return 4
    special = system.get("specializedIn")
    if content in special or (not special and system.has("hasPrimaryModality", content)):
        return 0
    wider = ground.wider.get(content, ())
    if not special and any(system.has("hasPrimaryModality", x) for x in wider):
        return 1
    return 2 if system.has("nativelyGenerates", content) else 3


def _number(day: str) -> int:
    """Return a date as a number in the same order; a missing month or day counts as 0."""
    return int("".join(c for c in day[:10] if c.isdigit()).ljust(8, "0"))
