"""From a question (files, kinds) to a finished evaluation: read, prepare, run."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from aitaxonomy.reasoning.demand import goal_directed, members_only
from aitaxonomy.reasoning.encode import SAME_AS, TYPE, Encoded, as_ntriples, encode_files
from aitaxonomy.reasoning.engines import Engine
from aitaxonomy.reasoning.evaluation import Evaluation, Progress
from aitaxonomy.reasoning.features import KIND, bits_of
from aitaxonomy.reasoning.numbering import Terms
from aitaxonomy.reasoning.ontology import Vocabulary
from aitaxonomy.reasoning.patterns import Patterns
from aitaxonomy.reasoning.prepared import Prepared, prepare
from aitaxonomy.reasoning.reserved import ANNOTATIONS
from aitaxonomy.reasoning.rules import SAME, Predicate, Program
from aitaxonomy.reasoning.start import Numbers
from aitaxonomy.reasoning.terms import angled

if TYPE_CHECKING:
    import pyoxigraph as ox

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
