"""Finding proofs: backward from a fact through facts of earlier rounds, least total size first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Protocol

from aitaxonomy.reasoning import axioms as ax
from aitaxonomy.reasoning.datatypes import contains
from aitaxonomy.reasoning.proof import Locate, Location, Proof, Step, implicit, say, visible
from aitaxonomy.reasoning.rules import (
    Atom,
    GroundFact,
    Predicate,
    Program,
    Rule,
)
from aitaxonomy.reasoning.subsumption import PARTS
from aitaxonomy.reasoning.terms import parse_literal
from aitaxonomy.reasoning.words import Words

_DEAR = {
    "inferred subclass": 1000,
    "inferred subclass, read backward": 1000,
    f"{PARTS}, read backward": 20,
    "domain": 0.5,
    "range": 0.5,
}
"""Extra costs: of rules that rest on another reasoner's word or take many axioms in one step,
and, to a lesser degree, of those that tell a kind from some unrelated property."""

Derivation = tuple[Rule | None, tuple[GroundFact, ...]]


class Facts(Protocol):
    """A finished closure as the search reads it."""

    def round(self, fact: GroundFact) -> int | None:
        """The round of a fact, None if it does not hold."""

    def match(self, atom: Atom, bound: dict[int, str]) -> Iterator[tuple[tuple[str, ...], int]]:
        """The facts an atom matches, with their rounds."""

    def stated(self, fact: GroundFact) -> ax.Axiom | None:
        """The axiom that states the fact."""


class Search:
    """Shortest derivations in one closure; what was found for one fact serves the next."""

    def __init__(self, program: Program, facts: Facts) -> None:
        self.facts = facts
        self._rules: dict[Predicate, list[Rule]] = defaultdict(list)
        for rule in program.rules:
            self._rules[rule.head.predicate].append(rule.plain)
        self._best: dict[GroundFact, tuple[float, Derivation]] = {}

    def derivation(self, goal: GroundFact) -> list[tuple[GroundFact, Derivation]]:
        """The facts of a shortest proof in order, each with the rule and premises it rests on."""
        if self.facts.round(goal) is None:
            return []
        self._cost(goal)
        ordered: dict[GroundFact, Derivation] = {}

        def visit(fact: GroundFact) -> None:
            if fact in ordered:
                return
            rule, premises = self._best[fact][1]
            for premise in premises:
                visit(premise)
            ordered[fact] = (rule, premises)

        visit(goal)
        return list(ordered.items())

    def _cost(self, fact: GroundFact) -> float:
        known = self._best.get(fact)
        if known is not None:
            return known[0]
        round_ = self.facts.round(fact)
        assert round_ is not None
        best: tuple[float, Derivation] = (float("inf"), (None, ()))
        if round_ == 0:
            best = (1.0, (None, ()))
        for rule in self._rules.get(fact.predicate, ()) if round_ else self._grounded(fact):
            for premises in self._instances(rule, fact, round_):
                cost = 1.0 + _DEAR.get(rule.name, 0) + max(0, len(rule.axioms) - 1)
                for premise in premises:
                    cost += self._cost(premise)
                    if cost >= best[0]:
                        break
                if cost < best[0]:
                    best = (cost, (rule, premises))
        self._best[fact] = best
        return best[0]

    def _grounded(self, fact: GroundFact) -> list[Rule]:
        """Rules without premises, for facts of round 0 that no axiom states."""
        if self.facts.stated(fact) is not None:
            return []
        self._best[fact] = (2.0, (None, ()))
        return [
            rule
            for rule in self._rules.get(fact.predicate, ())
            if not rule.body and rule.head.terms == fact.terms
        ]

    def _instances(
        self, rule: Rule, fact: GroundFact, round_: int
    ) -> Iterator[tuple[GroundFact, ...]]:
        """The ways to apply the rule to facts of earlier rounds so that `fact` follows."""
        bound: dict[int, str] = {}
        if not bind(rule.head, fact.terms, bound):
            return
        if not rule.body:
            yield ()
            return
        premises: dict[Atom, GroundFact] = {}
        for _ in self._walk(list(rule.body), bound, round_, premises):
            yield tuple(premises[atom] for atom in visible(rule.body))

    def _walk(
        self, atoms: list[Atom], bound: dict[int, str], round_: int, found: dict[Atom, GroundFact]
    ) -> Iterator[None]:
        if not atoms:
            yield None
            return
        atom = min(atoms, key=lambda each: _open(each, bound))
        rest = [each for each in atoms if each is not atom]
        for terms, when in list(self.facts.match(atom, bound)):
            if when >= round_ and not implicit(atom.predicate):
                continue
            extended = dict(bound)
            if bind(atom, terms, extended):
                found[atom] = GroundFact(atom.predicate, terms)
                yield from self._walk(rest, extended, round_, found)


def bind(atom: Atom, terms: tuple[str, ...], bound: dict[int, str]) -> bool:
    """Extend the bindings so that the atom becomes the fact with these terms, if that works."""
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


class Writer:
    """Turns derivations into proofs, in words and with places."""

    def __init__(
        self,
        ontology: ax.Ontology,
        locate: Locate | None = None,
        names: dict[str, str] | None = None,
    ) -> None:
        self.ontology = ontology
        self.words = Words({**ontology.labels, **(names or {})})
        self._locate = locate or (lambda _: None)

    def proof(
        self,
        heading: str,
        derivation: list[tuple[GroundFact, Derivation]],
        stated: Callable[[GroundFact], ax.Axiom | None],
    ) -> Proof:
        """The proof that a derivation stands for."""
        numbers = {fact: i for i, (fact, _) in enumerate(derivation, 1)}
        steps = []
        for fact, (applied, premises) in derivation:
            axiom = stated(fact)
            looked_up = applied is None and axiom is None and _looked_up(fact)
            rule = LOOKED_UP if looked_up else applied
            axioms = rule.axioms if rule is not None else () if axiom is None else (axiom,)
            steps.append(
                Step(
                    numbers[fact],
                    fact,
                    rule,
                    axioms,
                    tuple(numbers[premise] for premise in premises),
                    say(fact, self.words),
                    tuple(self.words.axiom(each) for each in axioms),
                    tuple(self._place(each) for each in axioms),
                )
            )
        return Proof(heading, tuple(steps))

    def _place(self, axiom: ax.Axiom) -> Location:
        triple = self.ontology.origin.get(axiom)
        place = (self._locate(triple) if triple else None) or Location()
        notes = dict(self.ontology.annotations.get(axiom, ()))
        source = notes.get("http://purl.org/dc/terms/source", place.source)
        return Location(place.file, place.line, source)


LOOKED_UP = Rule(Atom(Predicate("is", ax.THING), (0,)), (), "by its value")
"""Stands for looking up a data value in a range, which needs no axiom."""


def _looked_up(fact: GroundFact) -> bool:
    return isinstance(fact.predicate.of, ax.DataRange | ax.DataOneOf)


def replay(proof: Proof, program: Program) -> list[int]:
    """Check each step by its rule alone; the numbers of steps that do not hold (none: a proof).

    A step holds if its rule belongs to the program, its premises are earlier steps, and rule and
    premises give the conclusion. Stated facts must be given in the program.
    """
    rules = {rule.plain for rule in program.rules}
    faulty = []
    proved: dict[int, GroundFact] = {}
    for step in proof.steps:
        premises = [proved[number] for number in step.premises if number in proved]
        if not _holds(step, premises, rules, program):
            faulty.append(step.number)
        proved[step.number] = step.conclusion
    return faulty


def _holds(step: Step, premises: list[GroundFact], rules: set[Rule], program: Program) -> bool:
    fact, rule = step.conclusion, step.rule
    if len(premises) != len(step.premises):
        return False
    if rule is LOOKED_UP:
        data_range = fact.predicate.of
        assert isinstance(data_range, ax.DataRange | ax.DataOneOf)
        return contains(data_range, parse_literal(fact.terms[0])) is (fact.predicate.kind == "is")
    if rule is None:
        return not step.axioms or step.axioms[0] in program.given.values()
    bound: dict[int, str] = {}
    if rule not in rules or not bind(rule.head, fact.terms, bound):
        return False
    atoms = visible(rule.body)
    matched = len(atoms) == len(premises) and all(
        atom.predicate == premise.predicate and bind(atom, premise.terms, bound)
        for atom, premise in zip(atoms, premises, strict=True)
    )
    return matched and all(_implied(atom, bound) for atom in rule.body)


def _implied(atom: Atom, bound: dict[int, str]) -> bool:
    terms = [bound.get(each) if isinstance(each, int) else each for each in atom.terms]
    if atom.predicate.kind == "distinct":
        return terms[0] != terms[1]
    if atom.predicate.kind == "group":
        assert isinstance(atom.predicate.of, ax.DifferentIndividuals)
        return terms[0] in atom.predicate.of.individuals
    return True
