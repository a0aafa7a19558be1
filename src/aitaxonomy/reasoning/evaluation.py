"""The rules run over data of any size, round by round.

Three kinds of work take turns until nothing new follows: what follows for individuals that are
alike (`patterns`), what individuals tell each other over links (`telling`), and which links give
other links (`links`). Large tables are frames of an engine: the pattern of each individual, and
the links between individuals. What is small, patterns and rules, is handled here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from aitaxonomy.reasoning.encode import Terms
from aitaxonomy.reasoning.engines import united
from aitaxonomy.reasoning.individuals import Changes, Individuals
from aitaxonomy.reasoning.joins import Others
from aitaxonomy.reasoning.links import Links
from aitaxonomy.reasoning.prepared import Prepared
from aitaxonomy.reasoning.relations import Relations
from aitaxonomy.reasoning.start import Numbers, Start
from aitaxonomy.reasoning.telling import Telling

if TYPE_CHECKING:
    from aitaxonomy.reasoning.engines import Engine, Frame

    Learned = tuple[list[Frame], dict[int, tuple[int, int]]]
    """Rows of `x` and `key`, and what keys mean: a feature, and the round in which it arose."""

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
        self.relations = Relations(engine, self.patterns, self.links, self.individuals)
        self._others = Others(self.relations, prepared.things)

    def _begin(self, rows: Frame) -> Frame | None:
        """Sort the statements; the links among them, with all that are above."""
        start = self._start
        start.about_constants(rows)
        added = self.links.add(start.links(rows), 0)
        self.patterns.top = max(self.patterns.top, self.links.longest)
        stated = start.features(rows)
        keys = self.engine.collect(stated.select("key").unique())["key"].to_list()
        features = {key: (start.meaning(key), 0) for key in sorted(keys)}
        told = [stated]
        values = start.in_ranges(rows, self._terms)
        if values is not None:
            # What data values tell is known at once: patterns that lack it would not last.
            by_values, meaning = self._heard(*self._telling.by_values(*values))
            told += [values[0], *by_values]
            features |= meaning | {-1 - feature: (feature, 0) for feature in values[1]}
        fresh = self._learn(told, features, added, 0)
        # All links are fresh, so nobody has to be heard again for having changed.
        self._changed = []
        return fresh

    def _heard(self, told: list[Frame], keys: set[int]) -> Learned:
        """What is told, each row once, with what the keys mean."""
        rows = [united(told).unique()] if told else []
        return rows, {key: (-1 - key, self.patterns.top + 1) for key in sorted(keys)}

    def _hear(self, fresh: Frame | None) -> Learned:
        """What is told over fresh links, and by those who changed."""
        changed, self._changed = self._changed, []
        return self._heard(*self._telling.heard(fresh, changed))

    def _learn(
        self,
        told: list[Frame],
        features: dict[int, tuple[int, int]],
        added: tuple[Frame, Frame] | None,
        round_: int,
    ) -> Frame | None:
        """Give individuals what they are told and what fresh links say of their ends.

        Returns the fresh links.
        """
        if added is not None:
            last = round_ + self.links.longest
            self.patterns.top = max(self.patterns.top, last)
            linked, meaning = self._linked(added[0], last + 1)
            told, features = [*told, *linked], features | meaning
        if told:
            self._changed += list(self.individuals.learn(united(told), features))
        self.patterns.run()
        return None if added is None else added[1]

    def _linked(self, given: Frame, round_: int) -> Learned:
        """Who is linked with anything at all, by links that follow from no others above them."""
        import narwhals as nw

        rows: list[Frame] = []
        features: dict[int, tuple[int, int]] = {}
        for subject, end in ((True, "x"), (False, "y")):
            keys = {
                self.links.number(role): feature
                for (role, as_subject), feature in self.patterns.rules.linked.items()
                if as_subject == subject and self.links.present(role)
            }
            if keys:
                first = _LINKED[subject]
                features |= {first + p: (feature, round_) for p, feature in keys.items()}
                ends = given.filter(nw.col("p").is_in(sorted(keys))).select(
                    nw.col(end).alias("x"), (nw.col("p") + first).alias("key")
                )
                rows.append(ends.unique())
        return rows, features

    def run(self, rows: Frame | None) -> None:
        """Apply the rules to statements, rows of `p`, `x` and `y`, until nothing new follows."""
        fresh = self._begin(rows) if rows is not None else None
        while True:
            if self._progress is not None:
                self._progress("patterns", len(self.patterns.bases))
            told, features = self._hear(fresh)
            round_ = self.patterns.top + 1
            chained = self.links.chained(fresh) if fresh is not None else None
            added = self.links.add(chained, round_) if chained is not None else None
            if not told and added is None:
                told, features, added = self._others.conclude(round_)
                if not told and added is None and not self.patterns.waiting:
                    return
            fresh = self._learn(told, features, added, round_)


_LINKED = {True: 1 << 44, False: 1 << 45}
"""Where the keys begin that stand for having a link at all, as its subject or object."""
