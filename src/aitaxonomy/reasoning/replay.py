"""Checks a proof step by step, each by its rule alone."""

from __future__ import annotations

from aitaxonomy.reasoning import axioms as ax
from aitaxonomy.reasoning.datatypes import contains
from aitaxonomy.reasoning.proof import Proof, Step, visible
from aitaxonomy.reasoning.rules import Atom, GroundFact, Program, Rule
from aitaxonomy.reasoning.search import bind
from aitaxonomy.reasoning.terms import parse_literal
from aitaxonomy.reasoning.writer import LOOKED_UP


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
