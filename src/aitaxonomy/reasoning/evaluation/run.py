"""From a question (files, kinds) to a finished evaluation: read, prepare, run."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from aitaxonomy.owl.ontology import Vocabulary
from aitaxonomy.owl.reserved_vocabulary import ANNOTATIONS
from aitaxonomy.rdf.ntriples import angled
from aitaxonomy.reasoning.chaining.individual_types import Patterns
from aitaxonomy.reasoning.chaining.type_features import KIND, bits_of
from aitaxonomy.reasoning.evaluation.compiled import Prepared, prepare
from aitaxonomy.reasoning.evaluation.encode import SAME_AS, TYPE, Encoded, as_ntriples, encode_files
from aitaxonomy.reasoning.evaluation.engines import Engine, united
from aitaxonomy.reasoning.evaluation.general_joins import Others
from aitaxonomy.reasoning.evaluation.individuals import Changes, Individuals, Meaning
from aitaxonomy.reasoning.evaluation.links import Links, News
from aitaxonomy.reasoning.evaluation.load import Numbers, Start
from aitaxonomy.reasoning.evaluation.message_passing import Telling
from aitaxonomy.reasoning.evaluation.relations import Relations
from aitaxonomy.reasoning.evaluation.term_dictionary import Terms
from aitaxonomy.reasoning.rules.magic_sets import goal_directed, members_only
from aitaxonomy.reasoning.rules.model import SAME, Predicate, Program

if TYPE_CHECKING:
    import polars as pl
    import pyoxigraph as ox

    from aitaxonomy.reasoning.evaluation.engines import Engine, Frame

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


Recompile = Callable[[Iterable["ox.Quad"], Encoded], tuple[Program, Vocabulary]]
"""Gives program and vocabulary again, with statements that only the ordinary parser reads."""


def evaluated(
    program: Program,
    vocabulary: Vocabulary,
    paths: Iterable[str | Path],
    *,
    recompile: Recompile | None,
    kinds: Collection[str] | None,
    engine: Engine,
    progress: Progress | None,
    sealed: bool = False,
    until_clash: bool = False,
) -> tuple[Evaluation, Terms, Encoded]:
    """Read files and run the rules over them; see `close`."""
    with as_ntriples(paths) as files:
        prepared = _prepared(program, vocabulary, kinds, until_clash)
        own = frozenset(prepared.names) if sealed else frozenset[str]()
        terms, encoded = _encode(files, prepared, vocabulary)
        if encoded.odd and recompile is not None:
            # The lines may speak of new constants, and these come first among the terms.
            more = Encoded()
            program, vocabulary = recompile(encoded.statements(), more)
            prepared = _prepared(program, vocabulary, kinds, until_clash)
            terms, encoded = _encode(files, prepared, vocabulary)
            for name, uses in more.unknown.items():
                encoded.unknown[name] = encoded.unknown.get(name, 0) + uses
    evaluation = Evaluation(prepared, _numbers(terms, vocabulary), terms, engine, progress)
    if own:
        # First what the program says by itself: nothing of it is to be lost.
        evaluation.run(None)
        things = prepared.names[: prepared.things]
        _seal(evaluation.patterns, bits_of(n for n, name in enumerate(things) if name in own))
    evaluation.run(encoded.rows)
    return evaluation, terms, encoded


def _seal(patterns: Patterns, own: int) -> None:
    """Let nothing more follow of some constants, a set.

    Non-members are derived where somebody asks, and what asks may be the data; so everything that
    can be asked of these constants is answered from the program first.
    """
    for number, feature in enumerate(list(patterns.features.list)):
        if feature.way == KIND and feature.predicate.kind == "asked":
            patterns.push(number, own, patterns.top + 1)
    patterns.run()
    patterns.sealed = own


def _prepared(
    program: Program, vocabulary: Vocabulary, kinds: Collection[str] | None, until_clash: bool
) -> Prepared:
    """The program made ready for a question; what was asked lately is kept."""
    wanted = (None if kinds is None else frozenset(kinds), until_clash)
    for source, asked, prepared in _READY:
        if source is program and asked == wanted:
            return prepared
    directed = members_only(program) if kinds is None else goal_directed(program, kinds)
    _READY.append((program, wanted, prepare(directed, vocabulary, until_clash=until_clash)))
    del _READY[:-_MOST_READY]
    return _READY[-1][2]


_MOST_READY = 4
_READY: list[tuple[Program, tuple[frozenset[str] | None, bool], Prepared]] = []


def _encode(
    files: Sequence[Path], prepared: Prepared, vocabulary: Vocabulary
) -> tuple[Terms, Encoded]:
    """Read the files; the constants of the program come first among the terms."""
    terms = Terms([*prepared.names, TYPE, SAME_AS])
    encoded = encode_files(
        files,
        terms,
        vocabulary=vocabulary,
        ignored=vocabulary.annotation_properties | ANNOTATIONS,
    )
    return terms, encoded


def _numbers(terms: Terms, vocabulary: Vocabulary) -> Numbers:
    """The numbers of the properties."""
    data = frozenset(terms.number(angled(iri)) for iri in vocabulary.data_properties)
    roles = {
        terms.number(angled(iri)): Predicate("role", iri)
        for iri in (*vocabulary.object_properties, *vocabulary.data_properties)
    }
    return Numbers(terms.number(TYPE), roles | {terms.number(SAME_AS): SAME}, data)
