"""The rules run over data of any size, round by round.

Three kinds of work take turns until nothing new follows: what follows for individuals that are
alike (`patterns`), what individuals tell each other over links (`telling`), and which links give
other links (`links`). Large tables are frames of an engine: the pattern of each individual, and
the links between individuals. What is small, patterns and rules, is handled here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from aitaxonomy.reasoning.encode import Terms
from aitaxonomy.reasoning.individuals import Changes, Individuals
from aitaxonomy.reasoning.joins import Joins
from aitaxonomy.reasoning.links import Links
from aitaxonomy.reasoning.prepared import Prepared
from aitaxonomy.reasoning.start import Numbers, Start
from aitaxonomy.reasoning.telling import Telling

if TYPE_CHECKING:
    from aitaxonomy.reasoning.engines import Engine, Frame

Progress = Callable[[str, int], None]
"""Told, after each turn, what was done and how many links or patterns there are by now."""


class Evaluation:
    """A run of a program's rules over statements of data."""

    def __init__(
        self,
        prepared: Prepared,
        numbers: Numbers,
        terms: Terms,
        engine: Engine,
        progress: Progress | None = None,
    ) -> None:
        self.prepared, self.numbers, self.engine = prepared, numbers, engine
        self.patterns = prepared.patterns.copy()
        rules = self.patterns.rules
        roles = {role: number for number, role in numbers.roles.items()}
        self.links = Links(engine, rules.steps, rules.chains, roles)
        self.individuals = Individuals(engine, self.patterns)
        self._telling = Telling(engine, self.patterns, self.links, self.individuals)
        self._terms, self._progress = terms, progress
        self._start = Start(prepared, self.patterns, engine, numbers)
        self._changed: list[tuple[Frame, Changes]] = []
        self._joins = Joins(self)

    def run(self, rows: Frame | None) -> None:
        """Apply the rules to the data, rows of `p`, `x` and `y`, until nothing new follows."""
        fresh = self._begin(rows) if rows is not None else None
        while True:
            told = self._telling.over(fresh) if fresh is not None else []
            for changed, changes in self._changed:
                told += self._telling.news(changed, changes)
            self._changed = []
            round_ = self.patterns.top + 1
            chained = self.links.chained(fresh, round_) if fresh is not None else None
            added = self.links.add(chained) if chained is not None else None
            fresh = self._learn(told, added, round_)
            if self._progress is not None:
                self._progress("patterns", len(self.patterns.bases))
            if fresh is None and not self._changed and not self._rest():
                return

