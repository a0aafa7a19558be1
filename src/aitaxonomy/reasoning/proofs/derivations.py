"""The derivations of each fact in a closure, with costs: the search chooses a proof from them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import partial
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
_FORMER = 8.0
"""Cost of a fact that was so formerly: as much as some steps that lead to a fact of today."""
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
    """A rule with the cost of a step by it, the least cost of what it derives, and its position.

    Each premise that is a step of the proof costs at least 1.
    """

    rule: Rule
    cost: float
    least: float
    number: int


class Way:
    """A way to conclude a fact: a rule, and the combinations of premises, found when first asked.

    `cost` is that of this step, `least` that of the cheapest derivation by it that there may be.
    """

    __slots__ = ("_find", "_premises", "cost", "least", "number", "rule")

    def __init__(
        self, priced: PricedRule, find: Callable[[Rule], Iterator[tuple[GroundFact, ...]]]
    ) -> None:
        self.rule, self.cost, self.least, self.number = priced
        self._find = find
        self._premises: list[tuple[GroundFact, ...]] | None = None

    @property
    def premises(self) -> list[tuple[GroundFact, ...]]:
        """The combinations of facts from which the rule derives the fact."""
        if self._premises is None:
            self._premises = list(dict.fromkeys(self._find(self.rule)))
        return self._premises


class _Concluding(NamedTuple):
    """The rules that conclude facts of a predicate, those without premises first.

    `least` is the least cost of what any of them derives.
    """

    rules: list[PricedRule]
    least: float


class Derivations:
    """The derivations of facts in one closure, by the rules of its program."""

    def __init__(self, program: Program, facts: Facts, formerly: Collection[ax.Axiom] = ()) -> None:
        self.facts, self._formerly = facts, formerly
        self._rules = program.by_head
        self._concluding: dict[Predicate, _Concluding] = {}
        self._ways: dict[GroundFact, list[Way]] = {}
        self._least: dict[GroundFact, float] = {}
        self._leaves: dict[GroundFact, float | None] = {}

    def leaf(self, fact: GroundFact) -> float | None:
        """The cost of a fact of round 0, which needs no rule; None for any other fact."""
        if fact not in self._leaves:
            cost = None
            if self.facts.round(fact) == 0:
                axiom = self.facts.stated(fact)
                cost = 2.0 if axiom is None else _FORMER if axiom in self._formerly else 1.0
            self._leaves[fact] = cost
        return self._leaves[fact]

    def least(self, fact: GroundFact) -> float:
        """The least that a derivation of a fact may cost, judged by its last step alone."""
        if (known := self._least.get(fact)) is None:
            leaf, derived = self.leaf(fact), self._of(fact.predicate).least
            known = self._least[fact] = derived if leaf is None else min(leaf, derived)
        return known

    def ways(self, fact: GroundFact) -> list[Way]:
        """The ways to conclude a fact, those by rules without premises first."""
        if fact not in self._ways:
            find = partial(self._instances, fact)
            self._ways[fact] = [Way(each, find) for each in self._of(fact.predicate).rules]
        return self._ways[fact]

    def _of(self, predicate: Predicate) -> _Concluding:
        if predicate not in self._concluding:
            rules = self._rules.get(predicate, ())
            priced = [_priced(rule, _cost(rule), number) for number, rule in enumerate(rules)]
            self._concluding[predicate] = _Concluding(
                sorted(priced, key=lambda each: bool(each.rule.body)),
                min((each.least for each in priced), default=float("inf")),
            )
        return self._concluding[predicate]

    def _instances(self, fact: GroundFact, rule: Rule) -> Iterator[tuple[GroundFact, ...]]:
        """Yield the combinations of facts from which the rule derives the fact."""
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


def _priced(rule: Rule, cost: float, number: int) -> PricedRule:
    return PricedRule(rule, cost, cost + len(visible(rule.body)), number)


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
