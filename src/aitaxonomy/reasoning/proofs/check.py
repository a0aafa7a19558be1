"""The proof checker: checks each step of a proof by its rule alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.datatypes import contains
from aitaxonomy.rdf.ntriples import is_name, parse_literal
from aitaxonomy.reasoning.proofs.derivations import bind, pairwise
from aitaxonomy.reasoning.proofs.proof import Proof, Step, visible
from aitaxonomy.reasoning.proofs.render import ANYTHING, BY_CONTRADICTION, FRESH, LOOKED_UP, TAKE
from aitaxonomy.reasoning.rules.constructors import role_atom
from aitaxonomy.reasoning.rules.model import (
    CLASH,
    NAMED,
    Atom,
    GroundFact,
    Predicate,
    Program,
    Rule,
)
from aitaxonomy.reasoning.rules.normal_form import literal


def replay(proof: Proof, program: Program, assumptions: Collection[GroundFact] = ()) -> list[int]:
    """Check each step of a proof; returns the numbers of the steps that do not hold.

    A step holds if its rule belongs to the program, its premises are earlier steps, and the rule
    derives the conclusion from them. A stated fact must be given in the program by its axiom, an
    assumed one must be among the assumptions. An existential may be given one fresh successor. The
    negation of the conclusion may be assumed if the last step refutes it by a clash.

    Args:
        proof: the proof to check.
        program: the compiled ontology whose rules and facts count.
        assumptions: the facts that the proof may assume.

    """
    allowed = {*assumptions, *_supposed(proof)}
    named = _named(proof, program, allowed)
    taken: dict[str, Atom] = {}
    rules = program.by_head
    faulty = []
    proved: dict[int, GroundFact] = {}
    for step in proof.steps:
        premises = [proved[number] for number in step.premises if number in proved]
        if step.rule is BY_CONTRADICTION:
            holds = step is proof.steps[-1] and _refutes_the_contrary(step.conclusion, premises)
        else:
            rule = step.rule
            known = rule in (None, LOOKED_UP, ANYTHING) or (
                _belongs(rule, rules) or _takes_a_value(rule, named, taken)
            )
            holds = known and _holds(step, premises, program, allowed)
        if not holds:
            faulty.append(step.number)
        proved[step.number] = step.conclusion
    return faulty


def _supposed(proof: Proof) -> list[GroundFact]:
    """The negation of the conclusion, if the proof is by contradiction."""
    if not proof.steps or proof.steps[-1].rule is not BY_CONTRADICTION:
        return []
    return [proof.conclusion.contrary]


def _refutes_the_contrary(fact: GroundFact, premises: list[GroundFact]) -> bool:
    """Whether the premises are the negation of a membership, and a clash."""
    if fact.predicate.kind not in ("is", "not") or len(premises) != 2:
        return False
    return premises[0] == fact.contrary and premises[1].predicate == CLASH


def _belongs(rule: Rule, rules: Mapping[Predicate, list[Rule]]) -> bool:
    """Whether a rule is one of those by head; the order of its axioms does not count."""

    def told(atom: Atom) -> bool:
        return atom in rule.body or atom.predicate.kind in ("any", "none")

    same = rule.head, rule.body, rule.name
    return any(
        (each.head, each.body, each.name) == same and {*each.axioms} == {*rule.axioms}
        for known in rules.get(rule.head.predicate, ())
        for each in pairwise(known, rules, told)
    )


def _named(proof: Proof, program: Program, assumed: Collection[GroundFact]) -> set[str]:
    """The constants of rules, facts, assumptions, and of the conclusion unless it is a clash."""
    shown = [] if not proof.steps or proof.conclusion.predicate == CLASH else [proof.conclusion]
    atoms = [atom for rule in program.rules for atom in (rule.head, *rule.body)]
    spoken: list[GroundFact | Atom] = [*program.given, *assumed, *shown, *atoms]
    return {term for each in spoken for term in each.terms if isinstance(term, str)}


def _takes_a_value(rule: Rule, named: Collection[str], taken: dict[str, Atom]) -> bool:
    """Whether the rule introduces a fresh successor for an existential.

    `taken` maps each fresh individual to its existential, and is extended here.
    """
    if rule.name != TAKE or len(rule.body) != 1:
        return False
    (premise,) = rule.body
    of, (owner,) = premise.predicate.of, premise.terms
    name = next((term for term in rule.head.terms if term != owner), owner)
    if premise.predicate.kind != "is" or not isinstance(of, ax.Some) or not isinstance(name, str):
        return False
    fresh = name not in (owner, FRESH) and name not in named
    says = role_atom(of.role, owner, name), Atom(literal(of.filler), (name,))
    return fresh and rule.head in says and taken.setdefault(name, premise) == premise


def _holds(
    step: Step, premises: list[GroundFact], program: Program, assumptions: Collection[GroundFact]
) -> bool:
    fact, rule = step.conclusion, step.rule
    if len(premises) != len(step.premises):
        return False
    if rule is LOOKED_UP:
        data_range = fact.predicate.of
        assert isinstance(data_range, ax.AnyDataRange)
        return contains(data_range, parse_literal(fact.terms[0])) is (fact.predicate.kind == "is")
    if rule is None:
        if not step.axioms:
            return fact in assumptions
        return program.given.get(fact) == step.axioms[0]
    bound: dict[int, str] = {}
    if not bind(rule.head, fact.terms, bound):
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
    if atom.predicate == NAMED:
        return is_name(str(terms[0]))
    if atom.predicate.kind == "group":
        assert isinstance(atom.predicate.of, ax.DifferentIndividuals)
        return terms[0] in atom.predicate.of.individuals
    return True
