"""The closure of an ontology with an inventory of any size, by joins over integer columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Vocabulary
from aitaxonomy.owl.reserved_vocabulary import ANNOTATIONS
from aitaxonomy.rdf.namespaces import OWL
from aitaxonomy.rdf.ntriples import angled, bare, is_name, plain
from aitaxonomy.reasoning.chaining.type_features import bits_of
from aitaxonomy.reasoning.evaluation.compilation import CompiledProgram, compile_program
from aitaxonomy.reasoning.evaluation.encode import SAME_AS, TYPE, Encoded, as_ntriples, encode_files
from aitaxonomy.reasoning.evaluation.load import PropertyNumbers
from aitaxonomy.reasoning.evaluation.new_triples import property_of
from aitaxonomy.reasoning.evaluation.run import Evaluation, Progress
from aitaxonomy.reasoning.evaluation.term_dictionary import TermDictionary
from aitaxonomy.reasoning.rules.model import CLASH, SAME, GroundFact, Predicate, Program, member

if TYPE_CHECKING:
    import polars as pl
    import pyoxigraph as ox

Recompile = Callable[[Iterable["ox.Quad"], Encoded], tuple[Program, Vocabulary]]
"""Compiles program and vocabulary anew, with statements that only the general parser reads."""


class Closure:
    """The closure of a program with data files; `close` computes it.

    >>> from aitaxonomy.owl.ontology import Ontology
    >>> from aitaxonomy.reasoning.rules.compiler import compile_ontology
    >>> cat, pet = ax.Named("urn:Cat"), ax.Named("urn:Pet")
    >>> onto = Ontology(
    ...     (ax.SubClassOf(cat, pet),), (ax.ClassAssertion("urn:felix", cat),),
    ...     vocabulary=Vocabulary(frozenset({"urn:Cat", "urn:Pet"})))
    >>> close(compile_ontology(onto), onto.vocabulary).members("urn:Pet")
    ['urn:felix']
    """

    def __init__(
        self,
        program: Program,
        evaluation: Evaluation,
        terms: TermDictionary,
        encoded: Encoded,
    ) -> None:
        self.program = program
        self.terms = terms
        self.unknown: Mapping[str, int] = encoded.unknown
        """Undeclared properties and classes in the data, each with the number of its uses."""
        self._evaluation, self._relations = evaluation, evaluation.relations
        self._encoded = encoded
        self._members: dict[Predicate, pl.Series] = {}

    # --- reading

    def predicates(self) -> list[Predicate]:
        """The predicates that have facts."""
        return self._relations.predicates()

    def rows(self, predicate: Predicate) -> pl.DataFrame:
        """The facts of a predicate as numbers: `x`, and for links `y`."""
        return self._relations.collected(predicate)

    def holds(self, kind: Predicate, individual: str) -> bool:
        """Return whether a kind holds of an individual, by IRI."""
        if kind not in self._members:
            self._members[kind] = self.rows(kind)["x"]
        return self.terms.number(angled(individual)) in self._members[kind]

    def stated(self, predicate: Predicate) -> pl.DataFrame:
        """Those of its facts that the program or the data states, in the columns of `rows`."""
        import polars as pl

        numbers, rows = self._evaluation.numbers, self._encoded.rows
        given = [
            tuple(self.terms.number(angled(term)) for term in fact.terms)
            for fact in self._given.get(predicate, ())
        ]
        schema = dict.fromkeys("x" if predicate.unary else "xy", pl.UInt32)
        found = [pl.DataFrame(given, schema=schema, orient="row")]
        if rows is not None and not predicate.unary:
            number = self.terms.number(SAME_AS if predicate == SAME else angled(str(predicate.of)))
            found.append(rows.filter(pl.col("p") == number).select("x", "y"))
        elif rows is not None and isinstance(predicate.of, ax.Named):
            cls = pl.col("y") == self.terms.number(angled(predicate.of.iri))
            found.append(rows.filter((pl.col("p") == numbers.type) & cls).select("x"))
        return pl.concat(found)

    @cached_property
    def _given(self) -> dict[Predicate, list[GroundFact]]:
        found: dict[Predicate, list[GroundFact]] = {}
        for fact in self.program.given:
            found.setdefault(fact.predicate, []).append(fact)
        return found

    @property
    def constants(self) -> int:
        """The number of constants; in the bit sets of `bearers` the types come after them."""
        return self._evaluation.types.constants

    def bearers(self, predicate: Predicate) -> dict[int | None, int]:
        """See `Relations.bearers`."""
        return self._relations.bearers(predicate)

    def has_other_values(self, predicate: Predicate) -> bool:
        """See `Relations.beside_bearers`."""
        return self._relations.has_other_values(predicate)

    def individual_types(self) -> pl.DataFrame:
        """The individuals of the data: `x`, and the number of its `type`.

        Individuals of one type have the same kinds, and the same links with constants.
        """
        import polars as pl

        schema = pl.Schema({"x": pl.UInt32, "type": pl.UInt32})
        table = self._evaluation.individuals.table
        if table is None:
            return pl.DataFrame(schema=schema)
        found = table.select("x", "type").collect().cast(schema)
        equality = self._relations.equality
        return equality.types(found) if equality else found

    def members(self, cls: str) -> list[str]:
        """The members of a named class, by IRI."""
        return self._names(member(ax.Named(cls)))

    def non_members(self, cls: str) -> list[str]:
        """The provable non-members of a class, by IRI."""
        return self._names(member(ax.Named(cls)).opposite)

    def _names(self, predicate: Predicate) -> list[str]:
        return self.rows(predicate).select(self.terms.individual("x").sort()).to_series().to_list()

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        """The IRIs of the individuals that are subjects in the data files."""
        return tuple(sorted(self.subject_numbers.select(self.terms.bare("x")).to_series()))

    @cached_property
    def subject_numbers(self) -> pl.DataFrame:
        """The numbers of `subjects`, in the column `x`."""
        import polars as pl

        data = self._encoded
        frames = [*([] if data.rows is None else [data.rows]), *data.declared]
        known = set(self.program.individuals)
        names = [f"<{name}>" for name in _named_subjects(data.statements()) if name in known]
        odd = pl.DataFrame({"x": self.terms.numbers(names)}, schema={"x": pl.UInt32})
        return pl.concat([odd, *(frame.select("x") for frame in frames)]).unique().sort("x")

    def values(self, prop: str) -> pl.DataFrame:
        """The asserted and inferred values of a property: rows of `individual` and `value`.

        IRIs are bare; data values are written as in N-Triples.
        """
        return self.rows(Predicate("role", prop)).select(
            self.terms.bare("x").alias("individual"), self.terms.bare("y").alias("value")
        )

    def inferred(self) -> Iterator[pl.DataFrame]:
        """The inferred triples: frames of N-Triples terms, in the columns `s`, `p` and `o`."""
        import polars as pl

        for predicate in self.predicates():
            name = property_of(predicate)
            if name is None:
                continue
            rows = self.rows(predicate)
            rows = rows.join(self.stated(predicate), on=rows.columns, how="anti")
            if not rows.height:
                continue
            of = predicate.of
            target = (
                pl.lit(angled(of.iri))
                if isinstance(of, ax.Named)
                else self.terms.decode(pl.col("y"))
            )
            yield rows.select(
                self.terms.decode(pl.col("x")).alias("s"),
                pl.lit(name).alias("p"),
                target.alias("o"),
            )

    def first_clash(self) -> str | None:
        """The IRI of an individual at which a contradiction was found first; None without any."""
        found = self._relations.first(CLASH)
        return None if found is None else bare(self.terms.name(found))

    def clashes(self, limit: int = 100) -> list[GroundFact]:
        """The contradictions, one for each individual that has one, at most `limit` of them."""
        import polars as pl

        found = self.rows(CLASH).head(limit).select(self.terms.decode(pl.col("x")))
        return [GroundFact(CLASH, (bare(name),)) for name in found.to_series()]


def close(
    program: Program,
    vocabulary: Vocabulary,
    paths: Iterable[str | Path] = (),
    *,
    recompile: Recompile | None = None,
    progress: Progress | None = None,
    sealed: bool = False,
    until_clash: bool = False,
) -> Closure:
    """Close the facts of a program and of data files under its rules.

    Args:
        program: the compiled ontology.
        vocabulary: its declared terms.
        paths: RDF files in any syntax; N-Triples are the fastest to read.
        recompile: compiles the program anew with the lines that only the general parser reads, such
            as those of anonymous classes and axioms; without it these lines have no effect.
        progress: is called after each iteration.
        sealed: whether to derive nothing from the data about individuals of the program, so that
            inconsistent data does not change the verdicts on these.
        until_clash: whether to end at the first contradiction; the closure then has the facts that
            explain it, and may lack others.

    """
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
    evaluation.types.sealed = bits_of(n for n, name in enumerate(compiled.names) if name in own)
    evaluation.run(encoded.rows)
    return Closure(compiled.program, evaluation, terms, encoded)


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


def _named_subjects(statements: Iterable[ox.Quad]) -> list[str]:
    """The named individuals that are subjects of statements only the general parser reads."""
    found = set()
    for quad in statements:
        denied = quad.predicate.value == OWL + "sourceIndividual"
        subject = str(plain(quad.object if denied else quad.subject))
        if is_name(subject):
            found.add(subject)
    return sorted(found)
