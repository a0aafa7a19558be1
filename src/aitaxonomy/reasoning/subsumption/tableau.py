"""Subsumption by a tableau: C is under D if a fresh member of C turns out to be a member of D.

The fresh individual gets successors where existentials demand them. If the rules conclude that it
is a D, their derivation is the proof. Otherwise it is assumed not to be a D, and a contradiction
proves the subsumption (this decides unions). Neither depends on the size of the data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Ontology
from aitaxonomy.reasoning.chaining.materialization import Materialization
from aitaxonomy.reasoning.proofs.derivations import Derivation
from aitaxonomy.reasoning.proofs.justification import iris
from aitaxonomy.reasoning.proofs.render import FRESH, TAKE
from aitaxonomy.reasoning.proofs.search import Search
from aitaxonomy.reasoning.rules.model import (
    CLASH,
    Atom,
    GroundFact,
    Predicate,
    Program,
    Rule,
    member,
)
from aitaxonomy.reasoning.rules.normal_form import literal

_DEPTH = 3
"""The number of generations of successors."""
_MOST = 2_000
"""The greatest number of successors: all individuals of a file may have existentials."""

SOMETHING = (GroundFact(member(ax.THING), (FRESH,)),)
"""The assumption that there is anything at all, as in every interpretation of OWL."""


def variable_names(count: int) -> dict[str, str]:
    """The names of the fresh individuals in proofs: x, y, z, w, v, u, then x6 and so on."""
    letters = ["x", "y", "z", "w", "v", "u"]
    called = {FRESH: "x"}
    for i in range(1, count):
        called[f"{FRESH}{i}"] = letters[i] if i < len(letters) else f"x{i}"
    return called


class Tableau:
    """The closure of `start` with assumptions, and with successors where existentials demand them.

    `roots` are the individuals whose existentials get successors, and these get some themselves;
    None: all individuals, up to some number of successors. The rules of the subclass axioms in
    `without` are not used for what is fresh.
    """

    def __init__(
        self,
        start: Materialization,
        assumptions: Sequence[GroundFact],
        roots: Iterable[str] | None = (FRESH,),
        without: frozenset[ax.Axiom] = frozenset(),
    ) -> None:
        self.assumptions = tuple(assumptions)
        self.program = start.program
        self._narrower = self.program.narrower_existentials
        self.fresh = [FRESH]
        self._within = None if roots is None else set(roots)
        self._left_out = {*_by(self.program, without)}
        self.state = start.without(self._left_out) if without else start.copy()
        for fact in self.assumptions:
            self.state.add(fact)
        self.state.run()
        for _ in range(_DEPTH):
            rules = self._successors()
            if not rules or self.state.clashes():
                break
            self.program = self.program.extended(rules)
            self.state.extend(rules)
            self.state.run()

    def derivation(self, goal: GroundFact) -> list[tuple[GroundFact, Derivation]]:
        """A cheapest derivation; see `Search`."""

        def unused(rule: Rule, fact: GroundFact) -> bool:
            return rule in self._left_out and fact.terms[0] in self.fresh

        return Search(self.program, self.state, unused=unused).derivation(goal)

    def _successors(self) -> list[Rule]:
        """Rules that give each unsatisfied existential of a root or successor a successor."""
        rules: list[Rule] = []
        within = None if self._within is None else self._within.copy()
        for predicate in self.state.predicates():
            of = predicate.of
            if predicate.kind != "is" or not isinstance(of, ax.Some):
                continue
            for (individual,), round_ in self.state.rows(predicate):
                if within is not None and individual not in within:
                    continue
                if len(self.fresh) > _MOST:
                    return rules
                if not (
                    self._follows_from_another(predicate, individual, round_)
                    or self._has_successor(individual, of)
                ):
                    rules += self._successor_rules(individual, predicate, of)
        return rules

    def _follows_from_another(self, predicate: Predicate, individual: str, round_: int) -> bool:
        """Whether a narrower existential holds: its successor will do, or get one that does."""
        for narrower in self._narrower.get(predicate, ()):
            known = self.state.round(GroundFact(narrower, (individual,)))
            if known is not None and known < round_:
                return True
        return False

    def _has_successor(self, individual: str, of: ax.Some) -> bool:
        filler = literal(of.filler)
        terms = (1, individual) if of.role.inverse else (individual, 1)
        link = Atom(Predicate("role", of.role.iri), terms)
        for found, _ in self.state.match(link, {}):
            other = found[0] if of.role.inverse else found[1]
            if filler.of == ax.THING or self.state.round(GroundFact(filler, (other,))) is not None:
                return True
        return False

    def _successor_rules(self, individual: str, predicate: Predicate, of: ax.Some) -> list[Rule]:
        name = f"{FRESH}{len(self.fresh)}"
        self.fresh.append(name)
        if self._within is not None:
            self._within.add(name)
        terms = (name, individual) if of.role.inverse else (individual, name)
        body = (Atom(predicate, (individual,)),)
        rules = [Rule(Atom(Predicate("role", of.role.iri), terms), body, TAKE)]
        if of.filler != ax.THING:
            rules.append(Rule(Atom(literal(of.filler), (name,)), body, TAKE))
        return rules


Found = tuple[Tableau, GroundFact]
"""A tableau in which something follows, and the fact in it that shows this."""


def nominal_facts(ontology: Ontology) -> tuple[ax.Axiom, ...]:
    """The facts about individuals that class axioms name, and about all they are linked with."""
    named = {iri for axiom in ontology.axioms for iri in iris(_inner(axiom))}
    by_subject: dict[str, list[ax.Axiom]] = {}
    for fact in ontology.facts:
        subject = getattr(fact, "individual", None) or getattr(fact, "subject", None)
        by_subject.setdefault(subject or "", []).append(fact)
    reached: dict[str, None] = dict.fromkeys(sorted(named & ontology.individuals))
    chosen: list[ax.Axiom] = []
    for individual in list(reached):
        _collect_reached(individual, by_subject, reached, chosen)
    return tuple(dict.fromkeys(chosen))


def _inner(axiom: ax.Axiom) -> object:
    return () if isinstance(axiom, ax.DifferentIndividuals) else axiom


def _collect_reached(
    individual: str,
    by_subject: dict[str, list[ax.Axiom]],
    reached: dict[str, None],
    chosen: list[ax.Axiom],
) -> None:
    stack = [individual]
    while stack:
        for fact in by_subject.get(stack.pop(), ()):
            chosen.append(fact)
            target = fact.object if isinstance(fact, ax.PropertyAssertion) else None
            if isinstance(target, str) and target not in reached:
                reached[target] = None
                stack.append(target)


_Key = tuple[frozenset[ax.Axiom], tuple[GroundFact, ...], tuple[str, ...] | None]


class Subsumption:
    """Decides, soundly but incompletely, what follows from assumptions, with the tableau.

    One class is under another if a fresh member of the first is a member of the second. `start` is
    closed for some facts, with all non-members.
    """

    def __init__(self, start: Materialization) -> None:
        self.start = start
        self._done: dict[_Key, Tableau] = {}

    def attempt(
        self,
        assumed: tuple[GroundFact, ...],
        goal: GroundFact,
        without: frozenset[ax.Axiom] = frozenset(),
    ) -> Found | None:
        """A tableau in which the goal follows, and the fact in it that shows this; or None.

        First without an assumption, then with the opposite assumed. Rules that rest on one of the
        subclass axioms in `without` are not used.
        """
        roots = (FRESH,) if goal.terms == (FRESH,) and goal.predicate != CLASH else None
        if goal.predicate != CLASH:
            tableau = self._tableau(assumed, roots, without)
            if tableau.state.round(goal) is not None:
                return tableau, goal
            if clashes := tableau.state.clashes():
                return tableau, clashes[0]
        supposed = () if goal.predicate == CLASH else (goal.contrary,)
        refutation = self._tableau((*assumed, *supposed), roots, without)
        if clashes := refutation.state.clashes():
            return refutation, min(clashes, key=lambda fact: refutation.state.round(fact) or 0)
        return None

    def above(self, sub: Predicate) -> set[str]:
        """The IRIs of the named classes of which a fresh member of `sub` is a member.

        A fresh member of an unsatisfiable class is one of owl:Nothing.
        """
        tableau = self._tableau((GroundFact(sub, (FRESH,)),), (FRESH,), frozenset())
        return {ax.NOTHING.iri} if tableau.state.clashes() else kinds_of(tableau)

    def _tableau(
        self,
        facts: tuple[GroundFact, ...],
        roots: tuple[str, ...] | None,
        without: frozenset[ax.Axiom],
    ) -> Tableau:
        key = without, facts, roots
        if key not in self._done:
            self._done[key] = Tableau(self.start, facts, roots, without)
        return self._done[key]


def _by(program: Program, axioms: frozenset[ax.Axiom]) -> Iterator[Rule]:
    """The rules of subclass axioms."""
    for axiom in axioms:
        assert isinstance(axiom, ax.SubClassOf)
        for head in (literal(axiom.sup), literal(axiom.sub).opposite):
            yield from (rule for rule in program.by_head.get(head, ()) if axiom in rule.axioms)


def kinds_of(tableau: Tableau) -> set[str]:
    """The IRIs of the named classes of which the fresh individual is a member."""
    state = tableau.state
    return {
        predicate.of.iri
        for predicate in state.predicates()
        if predicate.kind == "is"
        and isinstance(predicate.of, ax.Named)
        and state.round(GroundFact(predicate, (FRESH,))) is not None
    }


__all__ = ["FRESH", "SOMETHING", "Found", "Subsumption", "Tableau", "kinds_of", "variable_names"]
