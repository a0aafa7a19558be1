"""The closure of an ontology with an inventory of any size, by joins over integer columns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Ontology, Vocabulary
from aitaxonomy.rdf.namespaces import OWL
from aitaxonomy.rdf.ntriples import angled, bare, is_name, plain
from aitaxonomy.reasoning.evaluation.derived import inferred, property_of, write
from aitaxonomy.reasoning.evaluation.encode import Encoded
from aitaxonomy.reasoning.evaluation.engines import Engine, engine_named
from aitaxonomy.reasoning.evaluation.provable import ProvableFacts
from aitaxonomy.reasoning.evaluation.run import Evaluation, Progress, Recompile, evaluated
from aitaxonomy.reasoning.evaluation.term_dictionary import Terms
from aitaxonomy.reasoning.proofs.derivations import Facts
from aitaxonomy.reasoning.proofs.proof import Proof, say
from aitaxonomy.reasoning.proofs.render import Writer
from aitaxonomy.reasoning.proofs.search import Search
from aitaxonomy.reasoning.rules.model import CLASH, Atom, GroundFact, Predicate, Program, member
from aitaxonomy.store.query_patterns import EVERYTHING, Pattern

if TYPE_CHECKING:
    import polars as pl
    import pyoxigraph as ox

_ENTAILED, _REFUTED, _UNKNOWN = "entailed", "refuted", "unknown"


Prove = Callable[[Program, Facts, GroundFact], Proof]
"""Finds the proof of a fact by the rules of a program."""


class Closure:
    """All that follows from a program and data files; made by `close`.

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
        terms: Terms,
        encoded: Encoded,
        prove: Prove | None = None,
    ) -> None:
        self.program = program
        self.engine = evaluation.engine
        self.terms = terms
        self.unknown: Mapping[str, int] = encoded.unknown
        """Undeclared properties and classes in the data, with their numbers of uses."""
        self._evaluation, self._relations = evaluation, evaluation.relations
        self._encoded, self._prove = encoded, prove
        self._facts = ProvableFacts(program, terms, self._relations.collected)

    # --- counts

    @property
    def rounds(self) -> int:
        """In how many rounds the facts arose."""
        return self._evaluation.patterns.top

    @cached_property
    def derived(self) -> int:
        """How many facts about classes and links were derived (denials and helpers not counted)."""
        shown = [each for each in self.predicates() if property_of(each) is not None]
        return sum(derived for _, derived in map(self._relations.sizes, shown))

    # --- reading

    def predicates(self) -> list[Predicate]:
        """The predicates that have facts."""
        return self._relations.predicates()

    def rows(self, predicate: Predicate) -> pl.DataFrame:
        """The facts of a predicate as numbers, with the round of each (0: asserted)."""
        return self._relations.collected(predicate)

    @property
    def constants(self) -> int:
        """How many numbers are those of constants; patterns come after them in `bearers`."""
        return self._evaluation.patterns.constants

    def bearers(self, predicate: Predicate) -> dict[int | None, int]:
        """See `Relations.bearers`."""
        return self._relations.bearers(predicate)

    def beside_bearers(self, predicate: Predicate) -> bool:
        """See `Relations.beside_bearers`."""
        return self._relations.beside_bearers(predicate)

    def patterns(self) -> pl.DataFrame:
        """The individuals that are no constants: `x`, and the number of the `pattern` it has.

        Those of one pattern have the same kinds, and the same links with constants.
        """
        import polars as pl

        schema = pl.Schema({"x": pl.UInt32, "pattern": pl.UInt32})
        table = self._evaluation.individuals.table
        if table is None:
            return pl.DataFrame(schema=schema)
        return self.engine.collect(table.select("x", "pattern")).cast(schema)

    def members(self, cls: str) -> list[str]:
        """The members of a named class, by IRI."""
        return self._names(member(ax.Named(cls)))

    def non_members(self, cls: str) -> list[str]:
        """The individuals that are provably no members of the class (if it was asked for)."""
        return self._names(member(ax.Named(cls)).opposite)

    def _names(self, predicate: Predicate) -> list[str]:
        rows = self._relations.rows(predicate)
        if rows is None:
            return []
        names = self.engine.collect(rows.select("x")).select(self.terms.individual("x").sort())
        return names.to_series().to_list()

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        """The individuals of which the data files say something, by IRI (not the ontology's)."""
        return tuple(sorted(self.subject_numbers.select(self.terms.bare("x")).to_series()))

    @cached_property
    def subject_numbers(self) -> pl.DataFrame:
        """The same as numbers, in the column `x`."""
        import polars as pl

        data = self._encoded
        frames = [*([] if data.rows is None else [data.rows]), *data.declared]
        known = set(self.program.individuals)
        names = [f"<{name}>" for name in _named_subjects(data.statements()) if name in known]
        odd = pl.DataFrame({"x": self.terms.numbers(names)}, schema={"x": pl.UInt32})
        return pl.concat([odd, *(frame.select("x") for frame in frames)]).unique().sort("x")

    def verdicts(self, kinds: Iterable[str], *, subjects_only: bool = False) -> pl.DataFrame:
        """A row for each individual: its IRI, and its verdict for each kind.

        `subjects_only` leaves out individuals of which the data files say nothing.
        """
        import polars as pl

        table = self.subject_numbers if subjects_only else self._individuals()
        for kind in kinds:
            yes = self.rows(member(ax.Named(kind)))["x"]
            no = self.rows(member(ax.Named(kind)).opposite)["x"]
            verdict = (
                pl.when(pl.col("x").is_in(yes.implode()))
                .then(pl.lit(_ENTAILED))
                .when(pl.col("x").is_in(no.implode()))
                .then(pl.lit(_REFUTED))
                .otherwise(pl.lit(_UNKNOWN))
            )
            table = table.with_columns(verdict.alias(kind))
        return table.select(self.terms.bare("x").alias("individual"), pl.exclude("x"))

    def kinds_of(
        self, individuals: Iterable[str] | None = None, *, subjects_only: bool = True
    ) -> pl.DataFrame:
        """A row for each individual: its IRI, and all named classes it is a member of (sorted).

        By default for the subjects of the data files; individuals without a kind have an empty
        list.
        """
        import polars as pl

        if individuals is not None:
            names = [angled(each) for each in individuals]
            wanted = pl.DataFrame({"x": self.terms.numbers(names)}, schema={"x": pl.UInt32})
        else:
            wanted = self.subject_numbers if subjects_only else self._individuals()
        classes = sorted(
            {
                each.of.iri
                for each in self.predicates()
                if each.kind == "is" and isinstance(each.of, ax.Named) and each.of != ax.THING
            }
        )
        pairs = [
            self.rows(member(ax.Named(cls)))
            .select("x", kind=pl.lit(cls))
            .join(wanted, on="x", how="semi")
            for cls in classes
        ]
        none = pl.DataFrame(schema={"x": pl.UInt32, "kind": pl.String})
        kinds = pl.concat([none, *pairs]).group_by("x").agg(pl.col("kind").sort().alias("kinds"))
        return wanted.join(kinds, on="x", how="left", maintain_order="left").select(
            self.terms.bare("x").alias("individual"),
            pl.col("kinds").fill_null(pl.lit([], dtype=pl.List(pl.String))),
        )

    def values(self, prop: str) -> pl.DataFrame:
        """The stated and inferred values of a property: `individual` and `value`.

        IRIs are bare; data values are written as in N-Triples.
        """
        return self.rows(Predicate("role", prop)).select(
            self.terms.bare("x").alias("individual"), self.terms.bare("y").alias("value")
        )

    def why(self, individual: str, cls: str) -> Proof | None:
        """The proof that an individual is, or is not, a member of a class; None if unknown.

        Why it is not, is known for the kinds that the closure was asked for.
        """
        yes = GroundFact(member(ax.Named(cls)), (individual,))
        for goal in (yes, GroundFact(yes.predicate.opposite, (individual,))):
            if self.round(goal) is not None:
                if self._prove is not None:
                    return self._prove(self.program, self, goal)
                writer = Writer(Ontology())
                steps = Search(self.program, self).derivation(goal)
                return writer.proof(say(goal, writer.words), steps, self.stated)
        return None

    def _individuals(self) -> pl.DataFrame:
        import polars as pl

        asserted = [
            self.rows(predicate).filter(pl.col("round") == 0).select("x")
            for predicate in self.predicates()
            if property_of(predicate) is not None
        ]
        return pl.concat(asserted).unique().sort("x")

    def inferred(self, wanted: Collection[Pattern] = (EVERYTHING,)) -> Iterator[pl.DataFrame]:
        """What follows and is not stated, see `derived.inferred`."""
        return inferred(self, wanted)

    def write(self, path: str | Path) -> int:
        """Write the inferred triples as N-Triples; the number of triples."""
        return write(self, path)

    # --- what a proof search reads

    def round(self, fact: GroundFact) -> int | None:
        """The round of a fact, None if it does not hold."""
        return self._facts.round(fact)

    def match(self, atom: Atom, bound: dict[int, str]) -> Iterator[tuple[tuple[str, ...], int]]:
        """The facts that an atom matches under some bindings, with their rounds."""
        return self._facts.match(atom, bound)

    def stated(self, fact: GroundFact) -> ax.Axiom | None:
        """The axiom that states the fact: of the ontology, or a statement of the data."""
        return self._facts.stated(fact)

    def clashes(self, limit: int = 100) -> list[GroundFact]:
        """Individuals at which the facts contradict each other, at most `limit` of them."""
        import polars as pl

        found = self.rows(CLASH).head(limit).select(self.terms.decode(pl.col("x")))
        return [GroundFact(CLASH, (bare(name),)) for name in found.to_series()]


def close(
    program: Program,
    vocabulary: Vocabulary,
    paths: Iterable[str | Path] = (),
    *,
    recompile: Recompile | None = None,
    kinds: Collection[str] | None = None,
    engine: str | Engine = "polars",
    progress: Progress | None = None,
    prove: Prove | None = None,
    sealed: bool = False,
    until_clash: bool = False,
) -> Closure:
    """Close the facts of the program and of N-Triples files under its rules.

    `kinds` are the classes for which non-members are wanted too; None means members alone, by the
    rules that need no denial. `recompile` gives the program again, with the lines that only the
    ordinary parser reads, such as anonymous classes and axioms. `prove` finds proofs for
    `Closure.why`. `sealed` lets nothing follow from the data for individuals of the program, so
    that data that contradict themselves spoil nobody else's verdicts. `until_clash` ends at a
    contradiction: the closure then has what it takes to explain it, and may lack all else.
    """
    evaluation, terms, encoded = evaluated(
        program,
        vocabulary,
        paths,
        recompile=recompile,
        kinds=kinds,
        engine=engine_named(engine),
        progress=progress,
        sealed=sealed,
        until_clash=until_clash,
    )
    return Closure(evaluation.prepared.program, evaluation, terms, encoded, prove)


def _named_subjects(statements: Iterable[ox.Quad]) -> list[str]:
    """What has a name and is spoken of in statements that only the ordinary parser reads."""
    found = set()
    for quad in statements:
        denied = quad.predicate.value == OWL + "sourceIndividual"
        subject = str(plain(quad.object if denied else quad.subject))
        if is_name(subject):
            found.add(subject)
    return sorted(found)
