"""The closure of an ontology with an inventory of any size, by joins over integer columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Ontology, Vocabulary
from aitaxonomy.rdf.namespaces import OWL
from aitaxonomy.rdf.ntriples import bare, is_name, plain
from aitaxonomy.reasoning.evaluation.encode import Encoded
from aitaxonomy.reasoning.evaluation.new_triples import inferred
from aitaxonomy.reasoning.evaluation.provable import ProvableFacts
from aitaxonomy.reasoning.evaluation.run import Evaluation, Progress, Recompile, evaluate
from aitaxonomy.reasoning.evaluation.term_dictionary import TermDictionary
from aitaxonomy.reasoning.proofs.derivations import Facts
from aitaxonomy.reasoning.proofs.proof import Proof, say
from aitaxonomy.reasoning.proofs.render import ProofWriter
from aitaxonomy.reasoning.proofs.search import Search
from aitaxonomy.reasoning.rules.model import CLASH, Atom, GroundFact, Predicate, Program, member

if TYPE_CHECKING:
    import polars as pl
    import pyoxigraph as ox


Prove = Callable[[Program, Facts, GroundFact], Proof]
"""Finds the proof of a fact in a closure, by the rules of a program."""


class Closure:
    """The closure of a program with data files; `close` computes it.

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
        prove: Prove | None = None,
    ) -> None:
        self.program = program
        self.terms = terms
        self.unknown: Mapping[str, int] = encoded.unknown
        """Undeclared properties and classes in the data, each with the number of its uses."""
        self._evaluation, self._relations = evaluation, evaluation.relations
        self._encoded, self._prove = encoded, prove
        self._facts = ProvableFacts(program, terms, self._relations.collected)

    # --- reading

    def predicates(self) -> list[Predicate]:
        """The predicates that have facts."""
        return self._relations.predicates()

    def rows(self, predicate: Predicate) -> pl.DataFrame:
        """The facts of a predicate as numbers, with the round of each (0: asserted)."""
        return self._relations.collected(predicate)

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

    def why(self, individual: str, cls: str) -> Proof | None:
        """The proof that an individual is, or is not, a member of a class; None if unknown."""
        yes = GroundFact(member(ax.Named(cls)), (individual,))
        for goal in (yes, GroundFact(yes.predicate.opposite, (individual,))):
            if self.round(goal) is not None:
                if self._prove is not None:
                    return self._prove(self.program, self, goal)
                writer = ProofWriter(Ontology())
                steps = Search(self.program, self).derivation(goal)
                return writer.proof(say(goal, writer.words), steps, self.stated)
        return None

    def inferred(self) -> Iterator[pl.DataFrame]:
        """The inferred triples; see `new_triples.inferred`."""
        return inferred(self)

    # --- what a proof search reads

    def round(self, fact: GroundFact) -> int | None:
        """The round of a fact; None if it does not hold."""
        return self._facts.round(fact)

    def match(self, atom: Atom, bound: dict[int, str]) -> Iterator[tuple[tuple[str, ...], int]]:
        """The facts that an atom matches under some bindings, with their rounds."""
        return self._facts.match(atom, bound)

    def stated(self, fact: GroundFact) -> ax.Axiom | None:
        """The axiom that states the fact, in the ontology or in the data; None if none does."""
        return self._facts.stated(fact)

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
    prove: Prove | None = None,
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
        prove: finds the proofs of `Closure.why`; by default they are not minimal.
        sealed: whether to derive nothing from the data about individuals of the program, so that
            inconsistent data does not change the verdicts on these.
        until_clash: whether to end at the first contradiction; the closure then has the facts that
            explain it, and may lack others.

    """
    evaluation, terms, encoded = evaluate(
        program,
        vocabulary,
        paths,
        recompile=recompile,
        progress=progress,
        sealed=sealed,
        until_clash=until_clash,
    )
    return Closure(evaluation.compiled.program, evaluation, terms, encoded, prove)


def _named_subjects(statements: Iterable[ox.Quad]) -> list[str]:
    """The named individuals that are subjects of statements only the general parser reads."""
    found = set()
    for quad in statements:
        denied = quad.predicate.value == OWL + "sourceIndividual"
        subject = str(plain(quad.object if denied else quad.subject))
        if is_name(subject):
            found.add(subject)
    return sorted(found)
