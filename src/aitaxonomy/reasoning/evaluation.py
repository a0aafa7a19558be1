"""The rules run over data of any size, round by round.

Three kinds of work take turns until nothing new follows: what follows for individuals that are
alike (`patterns`), what individuals tell each other over links (`telling`), and which links give
other links (`links`). Large tables are frames of an engine: the pattern of each individual, and
the links between individuals. What is small, patterns and rules, is handled here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from aitaxonomy.reasoning.engines import united
from aitaxonomy.reasoning.individuals import Changes, Individuals, Meaning
from aitaxonomy.reasoning.joins import Others
from aitaxonomy.reasoning.links import Links, News
from aitaxonomy.reasoning.numbering import Terms
from aitaxonomy.reasoning.prepared import Prepared
from aitaxonomy.reasoning.relations import Relations
from aitaxonomy.reasoning.start import Numbers, Start
from aitaxonomy.reasoning.telling import Telling

if TYPE_CHECKING:
    import polars as pl

    from aitaxonomy.reasoning.engines import Engine, Frame

    Learned = tuple[list[Frame], Meaning]
    """Rows of `x` and `key`, and what keys mean."""

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
        self.individuals = Individuals(engine, self.patterns, prepared.values)
        self._telling = Telling(engine, self.patterns, self.links, self.individuals)
        self._terms, self._progress = terms, progress
        self._changed: list[tuple[Frame, Changes]] = []
        self.relations = Relations(engine, self.patterns, self.links, self.individuals)
        self._others = Others(self.relations)

    def _begin(self, rows: pl.DataFrame) -> News | None:
        """Sort the statements; the links among them, with all that are above."""
        import narwhals as nw

        start = Start(self.prepared, self.patterns, self.numbers, rows)
        start.about_constants()
        news = self.links.add(self.engine.frame(start.links), 0) if start.links.height else None
        self.patterns.top = max(self.patterns.top, self.links.longest)
        told = [self.engine.frame(start.features)]
        meaning = start.meaning()
        values = start.in_ranges(self._terms)
        if values is not None:
            # What data values tell is known at once: patterns that lack it would not last.
            features = values["feature"].unique().to_list()
            found = self.engine.frame(values)
            senders = self.engine.frame(start.with_known(values))
            by_values, heard = self._heard(*self._telling.by_values(senders, features))
            told += [found.select("x", (-1 - nw.col("feature")).alias("key")), *by_values]
            ranges = {-1 - feature: [(feature, 0)] for feature in features}
            meaning = {**meaning, **heard, **ranges}
        self._learn(told, meaning, news)
        # All links are new, so nobody has to be heard again for having changed.
        self._changed = []
        return news

    def _heard(self, told: list[Frame], keys: Mapping[int, Sequence[int]]) -> Learned:
        """What is told, with what the keys mean."""
        round_ = self.patterns.top + 1
        return told, {key: [(each, round_) for each in features] for key, features in keys.items()}

    def _hear(self, news: News | None) -> Learned:
        """What is told over new links, and by those who changed."""
        changed, self._changed = self._changed, []
        return self._heard(*self._telling.heard(news, changed))

    def _learn(self, told: list[Frame], meaning: Meaning, news: News | None) -> None:
        """Give individuals what they are told and what new links say of their ends."""
        if news is not None:
            self.patterns.top = max(self.patterns.top, news.last)
            linked, more = self._linked(news, news.last + 1)
            told, meaning = [*told, *linked], {**meaning, **more}
        if told:
            self._changed += list(self.individuals.learn(united(told), meaning))
        self.patterns.run()

    def _linked(self, news: News, round_: int) -> Learned:
        """Who is linked with anything at all, by links that do not follow from others below."""
        import narwhals as nw

        rows: list[Frame] = []
        meaning: dict[int, list[tuple[int, int]]] = {}
        for subject, end in ((True, "x"), (False, "y")):
            keys = {
                number: feature
                for (role, as_subject), feature in self.patterns.rules.linked.items()
                if as_subject == subject
                and (number := self.links.number(role)) in news.roles
                and news.may_open(role, subject=subject)
            }
            if keys:
                first = _LINKED[subject]
                meaning |= {first + p: [(feature, round_)] for p, feature in keys.items()}
                ends = news.given.filter(nw.col("p").is_in(sorted(keys))).select(
                    nw.col(end).alias("x"), (nw.col("p") + first).alias("key")
                )
                rows.append(ends)
        return rows, meaning

    def run(self, rows: pl.DataFrame | None) -> None:
        """Apply the rules to statements, rows of `p`, `x` and `y`, until nothing new follows.

        Or until a contradiction does, see `Patterns.until_clash`.
        """
        news = self._begin(rows) if rows is not None else None
        while not self.patterns.stopped:
            if self._progress is not None:
                self._progress("patterns", len(self.patterns.bases))
            told, meaning = self._hear(news)
            round_ = self.patterns.top + 1
            news = self.links.chained(news, round_) if news is not None else None
            if not told and news is None:
                told, meaning, news = self._others.conclude(round_)
                if not told and news is None and not self.patterns.waiting:
                    return
            self._learn(told, meaning, news)


_LINKED = {True: 1 << 44, False: 1 << 45}
"""Where the keys begin that stand for having a link at all, as its subject or object."""
