"""Splits the steps of a derivation that rest on several axioms, so that each rests on one.

Such a step is derived anew from its axioms and premises, by rules that rest on one axiom or none. A
value that there must be gets a name, and what does not follow straight ahead follows as its
contrary cannot be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Vocabulary
from aitaxonomy.reasoning.chaining.materialization import Materialization
from aitaxonomy.reasoning.proofs.by_contradiction import Derived, Steps, by_contradiction
from aitaxonomy.reasoning.proofs.derivations import Derivation
from aitaxonomy.reasoning.proofs.justification import ontology_of
from aitaxonomy.reasoning.proofs.render import BY_CONTRADICTION, FRESH
from aitaxonomy.reasoning.proofs.search import Search
from aitaxonomy.reasoning.proofs.tableau import Tableau
from aitaxonomy.reasoning.rules.compiler import as_link, compile_ontology
from aitaxonomy.reasoning.rules.model import Atom, GroundFact, Rule, member
from aitaxonomy.reasoning.rules.normal_form import literal


def one_axiom_each(
    steps: Steps, stated: Callable[[GroundFact], ax.Axiom | None], vocabulary: Vocabulary
) -> Derived:
    """The derivation with at most one axiom a step.

    >>> cat, pet, animal = (ax.Named(f"urn:{name}") for name in ("Cat", "Pet", "Animal"))
    >>> owns, has = ax.Role("urn:owns"), ax.Role("urn:has")
    >>> axioms = ax.SubPropertyOf(owns, has), ax.SubClassOf(cat, pet)
    >>> low, high = member(ax.Some(owns, cat)), member(ax.Some(has, pet))
    >>> from aitaxonomy.reasoning.rules.model import Atom, Rule
    >>> rule = Rule(Atom(high, (0,)), (Atom(low, (0,)),), "one implies the other", axioms)
    >>> tom = GroundFact(low, ("urn:tom",))
    >>> long = [(tom, (None, ())), (GroundFact(high, ("urn:tom",)), (rule, (tom,)))]
    >>> words = Vocabulary(frozenset(f"urn:{c}" for c in ("Cat", "Pet")),
    ...                    frozenset(("urn:owns", "urn:has")))
    >>> [rule.name for _, (rule, _) in one_axiom_each(long, lambda _: None, words)[0] if rule]
    ['take one such value', 'subproperty', 'take one such value', 'subclass', 'has such a value']
    """
    found = _Emitted()
    number = 1 + max(_numbers(steps), default=0)
    for fact, (rule, premises) in steps:
        if rule is not None and len(rule.axioms) > 1:
            split = _Splitter(rule.axioms, fact, premises, vocabulary).derive(number)
            number = max(number, 1 + max(_numbers(split), default=0))
            for step in split:
                found.add(*step)
        found.add(fact, (rule, premises))
    return found.steps, stated


class _Emitted:
    """The steps so far; a fact that holds still, since no supposition is gone, is not repeated."""

    def __init__(self) -> None:
        self.steps: Steps = []
        self._rests_on: dict[GroundFact, frozenset[int]] = {}
        """For each fact the places of the suppositions that it rests on."""
        self._gone: set[int] = set()

    def add(self, fact: GroundFact, derivation: Derivation) -> None:
        rule, premises = derivation
        rests_on = frozenset[int]().union(*(self._rests_on[each] for each in premises))
        supposed = frozenset[int]()
        if rule is None:
            rests_on = frozenset((len(self.steps),))
        elif rule is BY_CONTRADICTION:
            supposed = self._rests_on[premises[0]]
            rests_on -= supposed
        known = self._rests_on.get(fact)
        if known is not None and not known & (self._gone | supposed):
            return
        self._gone |= supposed
        self._rests_on[fact] = rests_on
        self.steps.append((fact, derivation))


def _numbers(steps: Steps) -> Iterator[int]:
    """The numbers of the fresh individuals in a derivation."""
    terms = (term for fact, _ in steps for term in fact.terms if term.startswith(FRESH))
    return (int(term.removeprefix(FRESH) or 0) for term in terms)


class _Splitter:
    """Derives a fact from premises and axioms, by rules that rest on one axiom at most."""

    def __init__(
        self,
        axioms: tuple[ax.Axiom, ...],
        fact: GroundFact,
        premises: tuple[GroundFact, ...],
        vocabulary: Vocabulary,
    ) -> None:
        self._fact, self._premises = fact, premises
        supposed = (fact, *premises, _contrary(fact))
        program = compile_ontology(
            ontology_of(axioms, vocabulary),
            supposing=[each.predicate for each in supposed if each is not None],
        )
        small = tuple(rule for rule in program.rules if len(rule.axioms) < 2)
        self._start = Materialization(replace(program, rules=(*small, *_apart(premises))))
        terms = (term for each in (fact, *premises) for term in each.terms if term[:1] != '"')
        self._about = list(dict.fromkeys(terms))

    def derive(self, number: int) -> Steps:
        """The derivation, whose first new name has the number; empty if there is none."""
        return self._prove(self._fact, self._premises, number, by_cases=True)

    def _prove(
        self, goal: GroundFact, known: tuple[GroundFact, ...], number: int, *, by_cases: bool
    ) -> Steps:
        state = self._suppose(known, number)
        if steps := Search(state.program, state.state).derivation(goal):
            return steps
        contrary = _contrary(goal)
        if contrary is None:
            return []
        known = (*known, contrary)
        state = self._suppose(known, number)
        lemmas: Steps = []
        if by_cases and not state.state.clashes():
            # Each case that leads to a contradiction is excluded, until none is left.
            for case in list(self._cases(state)):
                lemma = self._prove(case.contrary, known, number, by_cases=False)
                if lemma:
                    number = max(number, 1 + max(_numbers(lemma), default=0))
                    lemmas, known = [*lemmas, *lemma], (*known, case.contrary)
            state = self._suppose(known, number)
        search = Search(state.program, state.state)
        ways = [search.derivation(clash) for clash in state.state.clashes()]
        if not ways:
            return []
        return by_contradiction([*lemmas, *min(ways, key=len)], goal, contrary)

    def _suppose(self, known: tuple[GroundFact, ...], number: int) -> Tableau:
        return Tableau(self._start, known, self._about, number)

    def _cases(self, tableau: Tableau) -> Iterator[GroundFact]:
        """Yield the parts of a union that a known member of it may be in."""
        state = tableau.state
        for predicate in state.predicates():
            if predicate.kind != "not" or not isinstance(predicate.of, ax.And):
                continue
            for thing in self._about:
                if state.round(GroundFact(predicate, (thing,))) is None:
                    continue
                for part in predicate.of.parts:
                    case = GroundFact(literal(part).opposite, (thing,))
                    if all(state.round(as_link(e)) is None for e in (case, case.contrary)):
                        yield case


def _apart(premises: tuple[GroundFact, ...]) -> Iterator[Rule]:
    """The rules that the individuals of the premises differ from what is not of their kind."""
    for predicate, terms in ((each.predicate, each.terms) for each in premises):
        if predicate.kind in ("is", "not") and not isinstance(predicate.of, ax.AnyDataRange):
            head = Atom(member(ax.OneOf(terms)).opposite, (0,))
            body = Atom(predicate, terms), Atom(predicate.opposite, (0,))
            yield Rule(head, body, "different kinds")


def _contrary(fact: GroundFact) -> GroundFact | None:
    """The negation of a fact; a link is membership in what has that value."""
    match fact.predicate.kind:
        case "is" | "not":
            return as_link(fact.contrary)
        case "role" if not fact.terms[1].startswith('"'):
            of = ax.HasValue(ax.Role(str(fact.predicate.of)), fact.terms[1])
            return GroundFact(member(of).opposite, fact.terms[:1])
    return None
