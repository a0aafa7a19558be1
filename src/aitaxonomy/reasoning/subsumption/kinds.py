"""Verdicts on subsumption between named classes, with proofs, and witnesses against it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from functools import cached_property

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.hermit import Pairs, transitive
from aitaxonomy.owl.ontology import Ontology
from aitaxonomy.reasoning.chaining.materialization import Materialization
from aitaxonomy.reasoning.proofs.by_contradiction import Derived, by_contradiction
from aitaxonomy.reasoning.proofs.justification import ontology_of, shrink
from aitaxonomy.reasoning.proofs.proof import Proof, say
from aitaxonomy.reasoning.proofs.render import FRESH, ProofWriter
from aitaxonomy.reasoning.proofs.search import Search
from aitaxonomy.reasoning.proofs.single_axioms import one_axiom_each
from aitaxonomy.reasoning.proofs.tableau import Tableau
from aitaxonomy.reasoning.rules.compiler import as_link, compile_ontology
from aitaxonomy.reasoning.rules.magic_sets import goal_directed
from aitaxonomy.reasoning.rules.model import GroundFact, Predicate, Program, member
from aitaxonomy.reasoning.rules.normal_form import readable
from aitaxonomy.reasoning.subsumption.tableau import (
    Subsumption,
    kinds_of,
    nominal_facts,
)
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN, Verdict

NOTHING = ax.NOTHING.iri


def hierarchy(program: Program, known: Iterable[tuple[str, str]] = ()) -> Pairs:
    """Pairs (subclass, superclass) of the program's classes; unsatisfiable ones are below Nothing.

    The `known` pairs are included; the result is transitively closed, without owl:Thing.

    >>> from aitaxonomy.reasoning.rules.compiler import compile_ontology
    >>> from aitaxonomy.owl.ontology import Ontology, Vocabulary
    >>> cat, dog, both = (ax.Named(f"urn:{each}") for each in ("Cat", "Dog", "Both"))
    >>> axioms = (ax.DisjointClasses((cat, dog)), ax.SubClassOf(both, ax.And((cat, dog))))
    >>> words = Vocabulary(frozenset({"urn:Cat", "urn:Dog", "urn:Both"}))
    >>> ("urn:Both", NOTHING) in hierarchy(compile_ontology(Ontology(axioms, vocabulary=words)))
    True
    """
    # Non-members of all classes are derived: most clashes are of a member with a non-member.
    start = Materialization(goal_directed(program, program.named))
    start.run()
    above: dict[str, set[str]] = {}
    for sub, sup in known:
        above.setdefault(sub, set()).add(sup)
    for kind in program.named:
        tableau = Tableau(start, (GroundFact(member(ax.Named(kind)), (FRESH,)),))
        found = {NOTHING} if tableau.state.clashes() else kinds_of(tableau)
        above.setdefault(kind, set()).update(found)
    return frozenset(pair for pair in transitive(above) if pair[1] != ax.THING.iri)


Closed = Callable[[Iterable[str]], Materialization]
"""Gives the closure of the facts with the non-members of some classes."""
Found = tuple[Tableau, GroundFact]
"""A tableau that proves a subsumption, and the fact in it that shows this."""


class SubsumptionVerdicts:
    """The verdicts for one ontology; `hierarchy` adds inferred (subclass, superclass) pairs."""

    def __init__(
        self, writer: ProofWriter, hierarchy: tuple[tuple[str, str], ...], closed: Closed
    ) -> None:
        self.ontology, self.writer = writer.ontology, writer
        self.hierarchy, self._closed = hierarchy, closed

    def verdict(self, sub: str, sup: str) -> Verdict:
        """Whether every `sub` is a `sup`; see `Reasoner.subsumes`."""
        low, high = member(ax.Named(sub)), member(ax.Named(sup))
        # A stated subclass axiom between the two explains nothing: first try without it.
        direct = frozenset[ax.Axiom](
            axiom
            for axiom in self.ontology.axioms
            if axiom == ax.SubClassOf(ax.Named(sub), ax.Named(sup))
        )
        for without in (direct, frozenset[ax.Axiom]()):
            found = self._subsumption.attempt(low, high, without)
            if found is not None:
                return self._subsumed(sub, high, found, sup)
        if (sub, sup) in self.hierarchy:
            return Verdict(sub, sup, ENTAILED, lambda: None, tuple)
        return self._not_subsumed(sub, high, self._closed([sup]), sup)

    def verdict_of(self, sub: str, high: Predicate, state: Materialization, kind: str) -> Verdict:
        """Whether every `sub` is what a predicate says; `state` has what is not."""
        program = compile_ontology(self._small, supposing=[high])
        found = Subsumption(program).attempt(member(ax.Named(sub)), high)
        if found is not None:
            return self._subsumed(sub, high, found, kind)
        return self._not_subsumed(sub, high, state, kind)

    def above(self, cls: str) -> set[str]:
        """The superclasses of `cls` by the rules, itself included."""
        return self._subsumption.above(member(ax.Named(cls)))

    def all(self) -> frozenset[tuple[str, str]]:
        """All pairs (subclass, superclass); see `classification.hierarchy`."""
        return hierarchy(self._subsumption.program, (*self.hierarchy, *self.ontology.told))

    def _subsumed(self, sub: str, high: Predicate, found: Found, kind: str) -> Verdict:
        def prove() -> Proof:
            words = self.writer.words
            every = words.axiom(ax.SubClassOf(ax.Named(sub), readable(high)))
            if high.kind == "not":
                every = f"no {words.name(sub)} {words.phrase(readable(high.opposite))}"
            heading = f"{every[:1].upper()}{every[1:]}. Let x be any {words.name(sub)}"
            steps = self._steps(self._minimal(member(ax.Named(sub)), high, found), high)
            return self.writer.proof(heading, *one_axiom_each(*steps, self.ontology.vocabulary))

        return Verdict(sub, kind, ENTAILED, prove, tuple)

    @staticmethod
    def _steps(found: Found, high: Predicate) -> Derived:
        tableau, fact = found
        steps = Search(tableau.program, tableau.state).derivation(fact)
        if _by_contradiction(found):
            goal = GroundFact(high, (FRESH,))
            steps = by_contradiction(steps, as_link(goal), as_link(goal.contrary))
        return steps, tableau.state.stated

    def _minimal(self, low: Predicate, high: Predicate, found: Found) -> Found:
        """The subsumption proved from a minimal set of axioms, directly where that is possible."""

        def attempt(axioms: Iterable[ax.Axiom]) -> Found | None:
            small = ontology_of(axioms, self.ontology.vocabulary)
            program = compile_ontology(small, supposing=[low, high.opposite])
            return Subsumption(program).attempt(low, high)

        def directly(axioms: Iterable[ax.Axiom]) -> bool:
            proved = attempt(axioms)
            return proved is not None and not _by_contradiction(proved)

        axioms = self.writer.proof("", *self._steps(found, high)).axioms
        fewest = attempt(shrink(axioms, lambda rest: attempt(rest) is not None))
        if fewest is not None and _by_contradiction(fewest) and not _by_contradiction(found):
            enough = shrink(axioms, directly)
            fewest = attempt(shrink(enough, lambda rest: attempt(rest) is not None))
        return fewest or found

    def _not_subsumed(
        self, sub: str, high: Predicate, state: Materialization, kind: str
    ) -> Verdict:
        """Refuted if there is a witness, a member of `sub` that is provably not of `high`."""
        yes = member(ax.Named(sub))

        def against(terms: tuple[str, ...]) -> GroundFact:
            return as_link(GroundFact(high.opposite, terms))

        witnesses = [
            terms for terms, _ in state.rows(yes) if state.round(against(terms)) is not None
        ]
        if not witnesses:
            return Verdict(sub, kind, UNKNOWN, lambda: None, tuple)
        terms = min(witnesses, key=lambda each: self._witness_order(each[0], high, state))

        def prove() -> Proof:
            words = self.writer.words
            heading = f"{say(GroundFact(yes, terms), words)}, and {say(against(terms), words)}"
            if high == member(ax.Named(kind)):
                heading = (
                    f"Not every {words.name(sub)} is a {words.name(kind)}: "
                    f"{words.name(terms[0])} is one, yet no {words.name(kind)}"
                )
            search = Search(state.program, state)
            first = dict(search.derivation(GroundFact(yes, terms)))
            then = search.derivation(against(terms))
            steps = [*first.items(), *(step for step in then if step[0] not in first)]
            vocabulary = self.ontology.vocabulary
            return self.writer.proof(heading, *one_axiom_each(steps, state.stated, vocabulary))

        return Verdict(sub, kind, REFUTED, prove, tuple)

    def _witness_order(
        self, thing: str, high: Predicate, state: Materialization
    ) -> tuple[bool, int, int, str]:
        kinds = {
            cls
            for cls in self.ontology.vocabulary.classes
            if state.round(GroundFact(member(ax.Named(cls)), (thing,))) is not None
        }
        wanted: set[str] = set()
        if high.kind == "is" and isinstance(high.of, ax.Named):
            sup = high.of.iri
            wanted = {*self.above(sup), *(up for low, up in self.hierarchy if low == sup)} - {sup}
        wanted &= self.ontology.vocabulary.classes
        return witness_order(thing, kinds, wanted, exemplar=thing in self.ontology.exemplars)

    @cached_property
    def _small(self) -> Ontology:
        """The terms, with the facts about individuals that they name."""
        axioms = (*self.ontology.axioms, *nominal_facts(self.ontology))
        return ontology_of(axioms, self.ontology.vocabulary)

    @cached_property
    def _subsumption(self) -> Subsumption:
        return Subsumption(compile_ontology(self._small))


def _by_contradiction(found: Found) -> bool:
    """Whether the tableau assumes the opposite, beside membership in the subclass."""
    return len(found[0].assumptions) > 1


def witness_order(
    thing: str, kinds: Set[str], wanted: Set[str], *, exemplar: bool
) -> tuple[bool, int, int, str]:
    """A sort key of witnesses against a subsumption: the most instructive one comes first.

    That is an exemplar, which people know; then the nearest miss, a member of the most superclasses
    of the superclass that is refuted; then a member of the fewest classes altogether.

    Args:
        thing: the IRI of a witness, a member of the subclass and provably not of the superclass.
        kinds: the IRIs of the named classes it is a member of.
        wanted: the IRIs of the superclasses of the superclass that is refuted.
        exemplar: whether the witness is stated to be an exemplar of some kind.

    >>> near = witness_order("urn:a", {"Model", "Writer"}, {"Model", "Writer"}, exemplar=False)
    >>> far = witness_order("urn:b", {"Model"}, {"Model", "Writer"}, exemplar=False)
    >>> known = witness_order("urn:c", {"Model"}, {"Model", "Writer"}, exemplar=True)
    >>> sorted([far, near, known]) == [known, near, far]
    True

    """
    return not exemplar, len(wanted - kinds), len(kinds), thing
