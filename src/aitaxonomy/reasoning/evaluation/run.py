"""Evaluation: applies the rules of a program to the statements of data up to the fixpoint."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from aitaxonomy.reasoning.evaluation.compilation import CompiledProgram
from aitaxonomy.reasoning.evaluation.encode import SAME_AS
from aitaxonomy.reasoning.evaluation.equality import Equality
from aitaxonomy.reasoning.evaluation.general_joins import GeneralJoins
from aitaxonomy.reasoning.evaluation.individuals import (
    Individuals,
    KeyFeatures,
    TypeChanges,
)
from aitaxonomy.reasoning.evaluation.links import LinkTable, NewLinks
from aitaxonomy.reasoning.evaluation.load import LoadedStatements, PropertyNumbers
from aitaxonomy.reasoning.evaluation.message_passing import MessagePassing
from aitaxonomy.reasoning.evaluation.relations import Relations
from aitaxonomy.reasoning.evaluation.term_dictionary import TermDictionary

if TYPE_CHECKING:
    import polars as pl

    FeatureRows = tuple[list[pl.LazyFrame], KeyFeatures]
    """Frames of rows `x` and `key`, and the features that each key stands for."""

Progress = Callable[[str, int], None]
"""Is called after each iteration with what is counted, and the count so far."""


class Evaluation:
    """The evaluation of a program over statements of data.

    Three kinds of rules alternate: local and grounded ones run on types (`IndividualTypes`),
    messages and chains go over links (`MessagePassing`, `Links`), and once neither gives anything
    new the general ones are joined (`GeneralJoins`).
    """

    def __init__(
        self,
        compiled: CompiledProgram,
        numbers: PropertyNumbers,
        terms: TermDictionary,
        progress: Progress | None = None,
    ) -> None:
        self.compiled, self.numbers = compiled, numbers
        self.types = compiled.types.copy()
        rules = self.types.rules
        roles = {role: number for number, role in numbers.roles.items()}
        self.links = LinkTable(rules.role_inclusions, rules.chains, roles)
        self.individuals = Individuals(self.types)
        self._messages = MessagePassing(self.types, self.links, self.individuals)
        self._terms, self._progress = terms, progress
        self._changed: list[tuple[pl.LazyFrame, TypeChanges]] = []
        self.relations = Relations(self.types, self.links, self.individuals)
        self._general = GeneralJoins(self.relations)

    def _load(self, rows: pl.DataFrame) -> NewLinks | None:
        """Load the statements; return the links among them, superproperties included."""
        import polars as pl

        same = self._terms.number(SAME_AS)
        equality = Equality(rows, same, self.compiled.constants)
        self.relations.equality = equality if equality else None
        loaded = LoadedStatements(
            self.compiled, self.types, self.numbers, equality.contracted(), equality.members
        )
        loaded.state_about_constants()
        links = loaded.links
        new_links = self.links.add(links.lazy()) if links.height else None
        keyed_rows = [loaded.features.lazy()]
        key_features = loaded.key_features()
        values = loaded.in_ranges(self._terms)
        if values is not None:
            keyed_rows.append(values.lazy().select("x", (-1 - pl.col("feature")).alias("key")))
            ranges = {-1 - each: [each] for each in values["feature"].unique()}
            key_features = {**key_features, **ranges}
        self._add(keyed_rows, key_features, new_links)
        # All links are new: messages over them reach the individuals that changed as well.
        self._changed = []
        return new_links

    def _receive(self, new_links: NewLinks | None) -> FeatureRows:
        """The messages over new links, and those of individuals whose type changed."""
        changed, self._changed = self._changed, []
        return self._messages.delivered(new_links, changed)

    def _add(
        self, keyed_rows: list[pl.LazyFrame], key_features: KeyFeatures, new_links: NewLinks | None
    ) -> None:
        """Give individuals the features they receive, and those that new links give their ends."""
        import polars as pl

        if new_links is not None:
            linked, more = self._link_features(new_links)
            keyed_rows, key_features = [*keyed_rows, *linked], {**key_features, **more}
        if keyed_rows:
            self._changed += list(
                self.individuals.add_features(pl.concat(keyed_rows), key_features)
            )
        self.types.run()

    def _link_features(self, new_links: NewLinks) -> FeatureRows:
        """The feature of having any link of a property, for the ends of new links."""
        import polars as pl

        rows: list[pl.LazyFrame] = []
        found: dict[int, list[int]] = {}
        for subject, end in ((True, "x"), (False, "y")):
            keys = {
                number: feature
                for (role, as_subject), feature in self.types.rules.linked.items()
                if as_subject == subject and (number := self.links.number(role)) in new_links.roles
            }
            if keys:
                first = _LINKED[subject]
                found |= {first + p: [feature] for p, feature in keys.items()}
                ends = new_links.links.filter(pl.col("p").is_in(sorted(keys))).select(
                    pl.col(end).alias("x"), (pl.col("p") + first).alias("key")
                )
                rows.append(ends)
        return rows, found

    def run(self, rows: pl.DataFrame | None) -> None:
        """Apply the rules to statements, rows of `p`, `x` and `y`, up to the fixpoint.

        Ends earlier at a contradiction with `IndividualTypes.until_clash`.
        """
        new_links = self._load(rows) if rows is not None else None
        while not self.types.stopped:
            if self._progress is not None:
                self._progress("patterns", len(self.types.bases))
            keyed_rows, key_features = self._receive(new_links)
            new_links = self.links.chained(new_links) if new_links is not None else None
            if not keyed_rows and new_links is None:
                keyed_rows, key_features, new_links = self._general.conclude()
                if not keyed_rows and new_links is None and not self.types.pending:
                    return
            self._add(keyed_rows, key_features, new_links)


_LINKED = {True: 1 << 44, False: 1 << 45}
"""The first key for having any link of a property: as its subject (true), as its object."""
