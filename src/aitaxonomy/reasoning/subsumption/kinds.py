"""Verdicts on subsumption between named classes, with proofs, and witnesses against it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Set
from functools import cached_property

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import transitive
from aitaxonomy.reasoning.chaining.materialization import Materialization
from aitaxonomy.reasoning.proofs.by_contradiction import Derived, by_contradiction
from aitaxonomy.reasoning.proofs.justification import ontology_of, shrink
from aitaxonomy.reasoning.proofs.proof import Proof, say
from aitaxonomy.reasoning.proofs.render import FRESH, ProofWriter
from aitaxonomy.reasoning.proofs.search import Search
from aitaxonomy.reasoning.proofs.single_axioms import one_axiom_each
from aitaxonomy.reasoning.rules.compiler import as_link, compile_ontology
from aitaxonomy.reasoning.rules.model import CLASH, GroundFact, Predicate, member
from aitaxonomy.reasoning.rules.normal_form import readable
from aitaxonomy.reasoning.rules.sizes import MOST_CLASSES, check_size
from aitaxonomy.reasoning.subsumption.tableau import Found, Subsumption, nominal_facts
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN, Verdict
from aitaxonomy.text import with_article


class SubsumptionVerdicts:
    """The verdicts for one ontology; `hierarchy` adds inferred (subclass, superclass) pairs."""

    def __init__(
        self,
        writer: ProofWriter,
        told: Set[tuple[str, str]],
        hierarchy: Collection[tuple[str, str]],
        closed: Callable[[], Materialization],
        start: Callable[[], Materialization],
    ) -> None:
        self.ontology, self.writer = writer.ontology, writer
        self.told, self.hierarchy = told, hierarchy
        self._closed, self._start = closed, start

    def verdict(self, sub: str, sup: str) -> Verdict:
        """Return whether every `sub` is a `sup`; see `Reasoner.subsumes`."""
        high = member(ax.Named(sup))
        found = self._subsumption.attempt(_member(sub), _member(sup)[0])
        if found is not None:
            return self._subsumed(sub, high, found, sup)
        return self._not_subsumed(sub, high, self._closed(), sup)

    def verdict_of(
        self, sub: str, high: Predicate, kind: str, terms: Materialization, state: Materialization
    ) -> Verdict:
        """Return whether every `sub` satisfies a predicate that both closures have.

        `terms` is the closure for the individuals that classes name alone, `state` that for all.
        """
        found = Subsumption(terms).attempt(_member(sub), GroundFact(high, (FRESH,)))
        if found is not None:
            return self._subsumed(sub, high, found, kind)
        return self._not_subsumed(sub, high, state, kind)

    def above(self, cls: str) -> set[str]:
        """The superclasses of `cls` by the rules, itself included."""
        return self._subsumption.above(member(ax.Named(cls)))

    def all(self) -> frozenset[tuple[str, str]]:
        """All pairs of a class and a superclass; unsatisfiable classes are below owl:Nothing.

        The stated and the given ones are among them; transitively closed, without owl:Thing. Raises
        `ReasonerFault` for more classes than are classified in minutes.
        """
        check_size(len(self._subsumption.start.program.named), MOST_CLASSES, "classes")
        above: dict[str, set[str]] = {}
        for sub, sup in (*self.hierarchy, *self.told):
            above.setdefault(sub, set()).add(sup)
        for kind in self._subsumption.start.program.named:
            above.setdefault(kind, set()).update(self.above(kind))
        return frozenset(pair for pair in transitive(above) if pair[1] != ax.THING.iri)

    def _subsumed(self, sub: str, high: Predicate, found: Found, kind: str) -> Verdict:
        def prove() -> Proof:
            words = self.writer.words
            every = words.axiom(ax.SubClassOf(ax.Named(sub), readable(high)))
            if high.kind == "not":
                every = f"no {words.name(sub)} {words.phrase(readable(high.opposite))}"
            heading = f"{every[:1].upper()}{every[1:]}. Let x be any {words.name(sub)}"
            assumed, goal = _member(sub), GroundFact(high, (FRESH,))
            return self.proof(heading, assumed, goal, self._explained(sub, high, found))

        return Verdict(sub, kind, ENTAILED, prove, tuple)

    def proof(
        self, heading: str, assumed: tuple[GroundFact, ...], goal: GroundFact, found: Found
    ) -> Proof:
        """The proof of a goal from assumptions that a tableau found, from a minimal set of axioms.

        If the goal is a clash, any clash counts.
        """
        steps = self._steps(self._minimal(assumed, goal, found), goal)
        return self.writer.proof(heading, *one_axiom_each(*steps, self.ontology.vocabulary))

    def _explained(self, sub: str, high: Predicate, found: Found) -> Found:
        """A subsumption by the axiom that states it; if none does, by axioms that are stated.

        It rests on what another reasoner inferred only where the rules find no other way.
        """
        assumed, goal = _member(sub), GroundFact(high, (FRESH,))
        itself = ax.SubClassOf(ax.Named(sub), readable(high))
        if isinstance(itself.sup, ax.Named) and (sub, itself.sup.iri) in self.told:
            return self._by([itself], assumed, goal) or found
        if self._inferred.keys().isdisjoint(self._rests_on(found, goal)):
            return found
        stated = [each for each in self._axioms if each not in self._inferred]
        another = self._by(stated, assumed, goal)
        if another is None and itself in self._inferred:
            another = self._by([itself], assumed, goal)
        return another or found

    @cached_property
    def _inferred(self) -> dict[ax.Axiom, tuple[str, str]]:
        """Return the inferences of another reasoner, as axioms."""
        pairs = {*self.hierarchy} - self.told
        return {ax.SubClassOf(ax.Named(a), ax.Named(b)): (a, b) for a, b in pairs}

    @cached_property
    def _axioms(self) -> tuple[ax.Axiom, ...]:
        """The axioms on terms, with the facts they need; a prepared ontology has them in rules."""
        if self.ontology.axioms:
            return (*self.ontology.axioms, *nominal_facts(self.ontology))
        program = self._subsumption.start.program
        used = (axiom for rule in program.rules for axiom in rule.axioms)
        return tuple(dict.fromkeys((*used, *program.given.values())))

    def _rests_on(self, found: Found, goal: GroundFact) -> tuple[ax.Axiom, ...]:
        return self.writer.proof("", *self._steps(found, goal)).axioms

    def _by(
        self, axioms: Iterable[ax.Axiom], assumed: tuple[GroundFact, ...], goal: GroundFact
    ) -> Found | None:
        """The goal proved from these axioms alone; None if it is not found to follow."""
        chosen = tuple(axioms)
        stated = [each for each in chosen if each not in self._inferred]
        pairs = [self._inferred[each] for each in chosen if each in self._inferred]
        supposing = [fact.predicate for fact in assumed]
        if goal.predicate != CLASH:
            supposing.append(goal.predicate.opposite)
        small = ontology_of(stated, self.ontology.vocabulary)
        start = Materialization(compile_ontology(small, pairs, supposing=supposing))
        start.run()
        return Subsumption(start).attempt(assumed, goal)

    @staticmethod
    def _steps(found: Found, goal: GroundFact) -> Derived:
        tableau, fact = found
        steps = tableau.derivation(fact)
        if _by_contradiction(found, goal):
            steps = by_contradiction(steps, as_link(goal), as_link(goal.contrary))
        return steps, tableau.state.stated

    def _minimal(self, assumed: tuple[GroundFact, ...], goal: GroundFact, found: Found) -> Found:
        """The goal proved from a minimal set of axioms, directly where that is possible."""

        def attempt(axioms: Iterable[ax.Axiom]) -> Found | None:
            return self._by(axioms, assumed, goal)

        def directly(axioms: Iterable[ax.Axiom]) -> bool:
            proved = attempt(axioms)
            return proved is not None and not _by_contradiction(proved, goal)

        axioms = self._rests_on(found, goal)
        fewest = attempt(shrink(axioms, lambda rest: attempt(rest) is not None))
        if (
            fewest is not None
            and _by_contradiction(fewest, goal)
            and not _by_contradiction(found, goal)
        ):
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
                    f"Not every {words.name(sub)} is {with_article(words.name(kind))}: "
                    f"{words.name(terms[0])} is one, but is not {with_article(words.name(kind))}"
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
    def _subsumption(self) -> Subsumption:
        return Subsumption(self._start())


def _member(cls: str) -> tuple[GroundFact]:
    """That a fresh individual is a member of a class."""
    return (GroundFact(member(ax.Named(cls)), (FRESH,)),)


def _by_contradiction(found: Found, goal: GroundFact) -> bool:
    """Return whether the tableau assumes the opposite of the goal."""
    return goal.predicate != CLASH and as_link(goal.contrary) in found[0].assumptions


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
