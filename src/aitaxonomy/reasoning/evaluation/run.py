"""Evaluation: reads data files, compiles the program and applies its rules up to the fixpoint."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from aitaxonomy.owl.ontology import Vocabulary
from aitaxonomy.owl.reserved_vocabulary import ANNOTATIONS
from aitaxonomy.rdf.ntriples import angled
from aitaxonomy.reasoning.chaining.type_features import bits_of
from aitaxonomy.reasoning.evaluation.compilation import (
    CompiledProgram,
    compile_program,
)
from aitaxonomy.reasoning.evaluation.encode import SAME_AS, TYPE, Encoded, as_ntriples, encode_files
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
from aitaxonomy.reasoning.rules.model import SAME, Predicate, Program

if TYPE_CHECKING:
    import polars as pl
    import pyoxigraph as ox

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
        self.individuals = Individuals(self.types, compiled.values)
        self._messages = MessagePassing(self.types, self.links, self.individuals)
        self._terms, self._progress = terms, progress
        self._changed: list[tuple[pl.LazyFrame, TypeChanges]] = []
        self.relations = Relations(self.types, self.links, self.individuals)
        self._general = GeneralJoins(self.relations)

    def _load(self, rows: pl.DataFrame) -> NewLinks | None:
        """Load the statements; return the links among them, superproperties included."""
        import polars as pl

        equality = Equality(rows, self.numbers, self._terms, self.compiled.constants)
        self.relations.equality = equality if equality else None
        loaded = LoadedStatements(
            self.compiled, self.types, self.numbers, equality.contracted(), equality.members
        )
        loaded.state_about_constants()
        links = loaded.links
        new_links = self.links.add(links.lazy(), 0) if links.height else None
        self.types.last_round = max(self.types.last_round, self.links.longest)
        keyed_rows = [loaded.features.lazy()]
        key_features = loaded.key_features()
        values = loaded.in_ranges(self._terms)
        if values is not None:
            keyed_rows.append(values.lazy().select("x", (-1 - pl.col("feature")).alias("key")))
            ranges = {-1 - each: [(each, 0)] for each in values["feature"].unique()}
            key_features = {**key_features, **ranges}
        self._add(keyed_rows, key_features, new_links)
        # All links are new: messages over them reach the individuals that changed as well.
        self._changed = []
        return new_links

    def _keyed(
        self, keyed_rows: list[pl.LazyFrame], keys: Mapping[int, Sequence[int]]
    ) -> FeatureRows:
        """Frames with the features of their keys, all of which arise in the next round."""
        round_ = self.types.last_round + 1
        return keyed_rows, {
            key: [(each, round_) for each in features] for key, features in keys.items()
        }

    def _receive(self, new_links: NewLinks | None) -> FeatureRows:
        """The messages over new links, and those of individuals whose type changed."""
        changed, self._changed = self._changed, []
        return self._keyed(*self._messages.delivered(new_links, changed))

    def _add(
        self, keyed_rows: list[pl.LazyFrame], key_features: KeyFeatures, new_links: NewLinks | None
    ) -> None:
        """Give individuals the features they receive, and those that new links give their ends."""
        import polars as pl

        if new_links is not None:
            self.types.last_round = max(self.types.last_round, new_links.last_round)
            linked, more = self._link_features(new_links, new_links.last_round + 1)
            keyed_rows, key_features = [*keyed_rows, *linked], {**key_features, **more}
        if keyed_rows:
            self._changed += list(
                self.individuals.add_features(pl.concat(keyed_rows), key_features)
            )
        self.types.run()

    def _link_features(self, new_links: NewLinks, round_: int) -> FeatureRows:
        """The feature of having any link of a property, for the ends of new links.

        Links that follow from a subproperty are left out: rules on types give their ends it.
        """
        import polars as pl

        rows: list[pl.LazyFrame] = []
        key_features: dict[int, list[tuple[int, int]]] = {}
        for subject, end in ((True, "x"), (False, "y")):
            keys = {
                number: feature
                for (role, as_subject), feature in self.types.rules.linked.items()
                if as_subject == subject and (number := self.links.number(role)) in new_links.roles
            }
            if keys:
                first = _LINKED[subject]
                key_features |= {first + p: [(feature, round_)] for p, feature in keys.items()}
                ends = new_links.unlifted.filter(pl.col("p").is_in(sorted(keys))).select(
                    pl.col(end).alias("x"), (pl.col("p") + first).alias("key")
                )
                rows.append(ends)
        return rows, key_features

    def run(self, rows: pl.DataFrame | None) -> None:
        """Apply the rules to statements, rows of `p`, `x` and `y`, up to the fixpoint.

        Ends earlier at a contradiction with `IndividualTypes.until_clash`.
        """
        new_links = self._load(rows) if rows is not None else None
        while not self.types.stopped:
            if self._progress is not None:
                self._progress("patterns", len(self.types.bases))
            keyed_rows, key_features = self._receive(new_links)
            round_ = self.types.last_round + 1
            new_links = self.links.chained(new_links, round_) if new_links is not None else None
            if not keyed_rows and new_links is None:
                keyed_rows, key_features, new_links = self._general.conclude(round_)
                if not keyed_rows and new_links is None and not self.types.pending:
                    return
            self._add(keyed_rows, key_features, new_links)


_LINKED = {True: 1 << 44, False: 1 << 45}
"""The first key for having any link of a property: as its subject (true), as its object."""


Recompile = Callable[[Iterable["ox.Quad"], Encoded], tuple[Program, Vocabulary]]
"""Compiles program and vocabulary anew, with statements that only the general parser reads."""


def evaluate(
    program: Program,
    vocabulary: Vocabulary,
    paths: Iterable[str | Path],
    *,
    recompile: Recompile | None,
    progress: Progress | None,
    sealed: bool = False,
    until_clash: bool = False,
) -> tuple[Evaluation, TermDictionary, Encoded]:
    """Read files and apply the rules to them; see `closure.close`."""
    with as_ntriples(paths) as files:
        compiled = _compiled(program, vocabulary, until_clash)
        own = frozenset(compiled.names) if sealed else frozenset[str]()
        terms, encoded = _encode(files, compiled, vocabulary)
        if encoded.odd and recompile is not None:
            # The lines may name new constants, and constants have the first numbers.
            more = Encoded()
            program, vocabulary = recompile(encoded.statements(), more)
            compiled = _compiled(program, vocabulary, until_clash)
            terms, encoded = _encode(files, compiled, vocabulary)
            for name, uses in more.unknown.items():
                encoded.unknown[name] = encoded.unknown.get(name, 0) + uses
    evaluation = Evaluation(compiled, _numbers(terms, vocabulary), terms, progress)
    if own:
        # The closure of the program alone comes first, so that sealing loses none of it.
        evaluation.run(None)
        constants = compiled.names[: compiled.constants]
        evaluation.types.sealed = bits_of(n for n, name in enumerate(constants) if name in own)
    evaluation.run(encoded.rows)
    return evaluation, terms, encoded


def _compiled(program: Program, vocabulary: Vocabulary, until_clash: bool) -> CompiledProgram:
    """The program compiled; the latest compilations are cached."""
    for source, until, compiled in _CACHE:
        if source is program and until == until_clash:
            return compiled
    compiled = compile_program(program, vocabulary, until_clash=until_clash)
    _CACHE.append((program, until_clash, compiled))
    del _CACHE[:-_CACHE_SIZE]
    return compiled


_CACHE_SIZE = 4
_CACHE: list[tuple[Program, bool, CompiledProgram]] = []


def _encode(
    files: Sequence[Path], compiled: CompiledProgram, vocabulary: Vocabulary
) -> tuple[TermDictionary, Encoded]:
    """Encode the files, with the first numbers for the constants of the program."""
    terms = TermDictionary([*compiled.names, TYPE, SAME_AS])
    encoded = encode_files(
        files,
        terms,
        vocabulary=vocabulary,
        ignored=vocabulary.annotation_properties | ANNOTATIONS,
    )
    return terms, encoded


def _numbers(terms: TermDictionary, vocabulary: Vocabulary) -> PropertyNumbers:
    """The numbers of rdf:type and of the declared properties."""
    data = frozenset(terms.number(angled(iri)) for iri in vocabulary.data_properties)
    roles = {
        terms.number(angled(iri)): Predicate("role", iri)
        for iri in (*vocabulary.object_properties, *vocabulary.data_properties)
    }
    return PropertyNumbers(terms.number(TYPE), roles | {terms.number(SAME_AS): SAME}, data)
