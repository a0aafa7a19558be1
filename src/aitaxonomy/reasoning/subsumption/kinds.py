"""Verdicts between kinds: whether everything that is one of these is also one of those."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from functools import cached_property

from aitaxonomy.owl import axioms as ax
from aitaxonomy.reasoning.chaining.materialization import Materialization
from aitaxonomy.reasoning.proofs.by_contradiction import by_contradiction
from aitaxonomy.reasoning.proofs.justification import ontology_of, shrunk
from aitaxonomy.reasoning.proofs.proof import Proof
from aitaxonomy.reasoning.proofs.render import FRESH, Writer
from aitaxonomy.reasoning.proofs.search import Search
from aitaxonomy.reasoning.rules.compiler import compile_ontology
from aitaxonomy.reasoning.rules.model import GroundFact, Predicate, member
from aitaxonomy.reasoning.subsumption.classification import hierarchy
from aitaxonomy.reasoning.subsumption.tableau import (
    Experiment,
    Subsumption,
    names_for,
    terms_program_facts,
)
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN, Verdict

Closed = Callable[[Iterable[str]], Materialization]
Found = tuple[Experiment, GroundFact]
"""What a fresh member of a class leads to, and the fact in it that decides."""


class BetweenKinds:
    """Answers for one ontology; `closed` gives the closure in which some kinds are refuted."""

    def __init__(
        self, writer: Writer, hierarchy: tuple[tuple[str, str], ...], closed: Closed
    ) -> None:
        self.ontology, self.writer = writer.ontology, writer
        self.hierarchy, self._closed = hierarchy, closed

    def verdict(self, sub: str, sup: str) -> Verdict:
        """Whether every `sub` is a `sup`; see `Reasoner.subsumes`."""
        low, high = member(ax.Named(sub)), member(ax.Named(sup))
        # What is stated so that the asserted tree shows it explains nothing: try without.
        direct = frozenset[ax.Axiom](
            axiom
            for axiom in self.ontology.axioms
            if axiom == ax.SubClassOf(ax.Named(sub), ax.Named(sup))
        )
        for without in (direct, frozenset[ax.Axiom]()):
            found = self._subsumption.attempt(low, high, without)
            if found is not None:
                return self._subsumed(sub, sup, found)
        if (sub, sup) in self.hierarchy:
            return Verdict(sub, sup, ENTAILED, lambda: None, tuple)
        return self._not_subsumed(sub, sup)

    def above(self, cls: str) -> set[str]:
        """The named classes that every member of `cls` belongs to by the rules, itself included."""
        return self._subsumption.above(member(ax.Named(cls)))

    def all(self) -> frozenset[tuple[str, str]]:
        """All pairs of kinds of which one is above the other; see `kinds.hierarchy`."""
        return hierarchy(self._subsumption.program, (*self.hierarchy, *self.ontology.told))

    def _subsumed(self, sub: str, sup: str, found: Found) -> Verdict:
        def prove() -> Proof:
            words = self.writer.words
            every = words.axiom(ax.SubClassOf(ax.Named(sub), ax.Named(sup)))
            heading = f"{every[:1].upper()}{every[1:]}. Let x be any {words.name(sub)}"
            low, high = member(ax.Named(sub)), member(ax.Named(sup))
            return self._written(heading, self._on_few_axioms(low, high, found), high)

        return Verdict(sub, sup, ENTAILED, prove, tuple)

    def _written(self, heading: str, found: Found, high: Predicate) -> Proof:
        experiment, fact = found
        steps = Search(experiment.program, experiment.state).derivation(fact)
        if _by_the_contrary(found):
            steps = by_contradiction(steps, GroundFact(high, (FRESH,)))
        writer = self.writer.with_names(names_for(len(experiment.fresh)))
        return writer.proof(heading, steps, experiment.state.stated)

    def _on_few_axioms(self, low: Predicate, high: Predicate, found: Found) -> Found:
        """The same shown from axioms of which none can go; by the contrary only if it takes it."""

        def attempt(axioms: Iterable[ax.Axiom]) -> Found | None:
            small = ontology_of(axioms, self.ontology.vocabulary)
            program = compile_ontology(small, supposing=[low, high.opposite])
            return Subsumption(program).attempt(low, high)

        def straight(axioms: Iterable[ax.Axiom]) -> bool:
            shown = attempt(axioms)
            return shown is not None and not _by_the_contrary(shown)

        axioms = self._written("", found, high).axioms
        fewest = attempt(shrunk(axioms, lambda rest: attempt(rest) is not None))
        if fewest is not None and _by_the_contrary(fewest) and not _by_the_contrary(found):
            enough = shrunk(axioms, straight)
            fewest = attempt(shrunk(enough, lambda rest: attempt(rest) is not None))
        return fewest or found

    def _not_subsumed(self, sub: str, sup: str) -> Verdict:
        """Look for a witness: a member of `sub` that is provably no `sup`."""
        state = self._closed([sup])
        yes, no = member(ax.Named(sub)), member(ax.Named(sup)).opposite
        witnesses = [
            terms for terms, _ in state.rows(yes) if state.round(GroundFact(no, terms)) is not None
        ]
        if not witnesses:
            return Verdict(sub, sup, UNKNOWN, lambda: None, tuple)
        terms = min(witnesses, key=lambda each: self._dullness(each[0], sup, state))

        def prove() -> Proof:
            words = self.writer.words
            witness = words.name(terms[0])
            heading = (
                f"Not every {words.name(sub)} is a {words.name(sup)}: {witness} is one, yet no "
                f"{words.name(sup)}"
            )
            search = Search(state.program, state)
            first = dict(search.derivation(GroundFact(yes, terms)))
            then = search.derivation(GroundFact(no, terms))
            steps = [*first.items(), *(step for step in then if step[0] not in first)]
            return self.writer.proof(heading, steps, state.stated)

        return Verdict(sub, sup, REFUTED, prove, tuple)

    def _dullness(self, thing: str, sup: str, state: Materialization) -> tuple[bool, int, int, str]:
        kinds = {
            cls
            for cls in self.ontology.vocabulary.classes
            if state.round(GroundFact(member(ax.Named(cls)), (thing,))) is not None
        }
        wanted = {*self.above(sup), *(high for low, high in self.hierarchy if low == sup)} - {sup}
        wanted &= self.ontology.vocabulary.classes
        return dullness(thing, kinds, wanted, exemplar=thing in self.ontology.exemplars)

    @cached_property
    def _subsumption(self) -> Subsumption:
        small = ontology_of(
            (*self.ontology.axioms, *terms_program_facts(self.ontology)), self.ontology.vocabulary
        )
        return Subsumption(compile_ontology(small))


def _by_the_contrary(found: Found) -> bool:
    """Whether more is assumed than that something is a member of the class."""
    return len(found[0].assumptions) > 1


def dullness(
    thing: str, kinds: Set[str], wanted: Set[str], *, exemplar: bool
) -> tuple[bool, int, int, str]:
    """How little a witness teaches, to sort by: the least of all is the one to show.

    Best is one that people know, hence an exemplar; then the nearest miss, which is most of what
    the wider kinds of the denied one are; then the one of the fewest other kinds, which has the
    least beside the point.

    Args:
        thing: the IRI of a witness, a member of the one kind and provably none of the other.
        kinds: the named classes it belongs to.
        wanted: the named classes above the denied one.
        exemplar: whether it is stated to be typical or instructive for some kind.

    >>> near = dullness("urn:a", {"Model", "Writer"}, {"Model", "Writer"}, exemplar=False)
    >>> far = dullness("urn:b", {"Model"}, {"Model", "Writer"}, exemplar=False)
    >>> known = dullness("urn:c", {"Model"}, {"Model", "Writer"}, exemplar=True)
    >>> sorted([far, near, known]) == [known, near, far]
    True

    """
    return not exemplar, len(wanted - kinds), len(kinds), thing
