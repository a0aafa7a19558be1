"""The derivations of each fact in a closure, with costs: the search chooses a proof from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from aitaxonomy.owl import axioms as ax
from aitaxonomy.reasoning.proofs.proof import visible
from aitaxonomy.reasoning.rules.model import Atom, GroundFact, Predicate, Program, Rule
from aitaxonomy.reasoning.rules.subsumption import PARTS, RESTRICTION

_EXTRA_COST = {
    "inferred subclass": 1000.0,
    "inferred subclass, read backward": 1000.0,
    f"{PARTS}, read backward": 20.0,
    RESTRICTION: 0.5,
    "domain": 3.0,
    "range": 3.0,
}
"""Extra costs of rules that explain little: inferences of another reasoner, steps that combine
many axioms, and domains and ranges (an asserted class explains more)."""
Derivation = tuple[Rule | None, tuple[GroundFact, ...]]
"""The last rule of a derivation with its premises; None for a fact that needs no rule."""


class Facts(Protocol):
    """The part of a closure that a proof search reads."""

    def round(self, fact: GroundFact) -> int | None:
        """The round of a fact; None if it does not hold."""

    def match(self, atom: Atom, bound: dict[int, str]) -> Iterator[tuple[tuple[str, ...], int]]:
        """The facts an atom matches, with their rounds."""

    def stated(self, fact: GroundFact) -> ax.Axiom | None:
        """The axiom that states the fact; None if none does."""


class PricedRule(NamedTuple):
    """A rule with the cost of a step by it, and its position in the program."""

    rule: Rule
    cost: float
    number: int


class Derivations:
    """The derivations of facts in one closure, by the rules of its program."""

    def __init__(
        self, program: Program, facts: Facts, unused: Callable[[Rule, GroundFact], bool]
    ) -> None:
        self.facts, self._unused = facts, unused
        self._rules = program.by_head
        self._priced: dict[Predicate, list[PricedRule]] = {}
        self._applied: dict[tuple[GroundFact, Rule], list[tuple[GroundFact, ...]]] = {}
        self._leaves: dict[GroundFact, float | None] = {}

    def leaf(self, fact: GroundFact) -> float | None:
        """The cost of a fact of round 0, which needs no rule; None for any other fact."""
        if fact not in self._leaves:
            cost = None
            if self.facts.round(fact) == 0:
                cost = 1.0 if self.facts.stated(fact) is not None else 2.0
            self._leaves[fact] = cost
        return self._leaves[fact]

    def rules(self, fact: GroundFact) -> list[PricedRule]:
        """The rules that conclude such a fact, of those on disjoint classes the ones that apply."""
        predicate = fact.predicate
        if predicate not in self._priced:
            found = self._rules.get(predicate, ())
            self._priced[predicate] = [
                PricedRule(rule, _cost(rule), number) for number, rule in enumerate(found)
            ]

        def holds(atom: Atom) -> bool:
            return self.facts.round(GroundFact(atom.predicate, fact.terms)) is not None

        return [
            PricedRule(each, cost, number)
            for rule, cost, number in self._priced[predicate]
            if not self._unused(rule, fact)
            for each in pairwise(rule, self._rules, holds)
        ]

    def applied(self, rule: Rule, fact: GroundFact) -> list[tuple[GroundFact, ...]]:
        """The combinations of facts from which the rule derives the fact."""
        key = fact, rule
        if key not in self._applied:
            self._applied[key] = list(dict.fromkeys(self._instances(rule, fact)))
        return self._applied[key]

    def _instances(self, rule: Rule, fact: GroundFact) -> Iterator[tuple[GroundFact, ...]]:
        bound: dict[int, str] = {}
        if not bind(rule.head, fact.terms, bound):
            return
        if not rule.body:
            yield ()
            return
        premises: dict[Atom, GroundFact] = {}
        atoms = visible(rule.body)
        for _ in self._walk(list(rule.body), bound, premises):
            found = tuple(premises[atom] for atom in atoms)
            if fact not in found:
                yield found

    def _walk(
        self, atoms: list[Atom], bound: dict[int, str], found: dict[Atom, GroundFact]
    ) -> Iterator[None]:
        if not atoms:
            yield None
            return
        atom = min(atoms, key=lambda each: _open(each, bound))
        rest = [each for each in atoms if each is not atom]
        for terms, _ in list(self.facts.match(atom, bound)):
            extended = dict(bound)
            if bind(atom, terms, extended):
                found[atom] = GroundFact(atom.predicate, terms)
                yield from self._walk(rest, extended, found)


def pairwise(
    rule: Rule, rules: Mapping[Predicate, Sequence[Rule]], holds: Callable[[Atom], bool]
) -> Iterator[Rule]:
    """The rule; or if it is about many disjoint classes at once, the rules about each two.

    Only those are given whose premises hold. In proofs two classes are disjoint by one step.
    """
    group = next((atom for atom in rule.body if atom.predicate.kind in ("any", "none")), None)
    if group is None:
        yield rule
        return
    at = rule.body.index(group)
    for inner in rules.get(group.predicate, ()):
        if all(map(holds, inner.body)):
            body = (*rule.body[:at], *inner.body, *rule.body[at + 1 :])
            used = rule.rests_on or inner.rests_on
            yield from pairwise(Rule(rule.head, body, rule.name, used), rules, holds)


def _cost(rule: Rule) -> float:
    return 1.0 + _EXTRA_COST.get(rule.name, 0) + max(0, len(rule.axioms) - 1)


def bind(atom: Atom, terms: tuple[str, ...], bound: dict[int, str]) -> bool:
    """Extend the bindings so that the atom matches the terms; false if it cannot."""
    for term, given in zip(atom.terms, terms, strict=True):
        if isinstance(term, str):
            if term != given:
                return False
        elif bound.setdefault(term, given) != given:
            return False
    return True


def _open(atom: Atom, bound: dict[int, str]) -> tuple[bool, int]:
    free = sum(1 for term in atom.terms if isinstance(term, int) and term not in bound)
    return atom.predicate.kind == "distinct", free
