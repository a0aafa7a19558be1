"""The magic sets transformation, for non-members: they are derived on demand only.

Most individuals are non-members of most classes, and deriving all of this would swamp the closure.
For the classes of a question all non-members are derived. Any other non-membership is derived where
a rule can use it: where the other premises of the rule hold and its conclusion is not known yet.
Magic predicates, of the kind `asked`, hold there and guard the rules for non-members.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache

from aitaxonomy.owl import axioms as ax
from aitaxonomy.reasoning.rules.model import Atom, Predicate, Program, Rule, member
from aitaxonomy.reasoning.rules.normal_form import literal


@lru_cache(maxsize=20_000)
def negative(predicate: Predicate) -> bool:
    """Return whether a predicate is one of non-membership, to be derived on demand.

    A union is represented as the complement of an intersection of complements, and is positive:

    >>> from aitaxonomy.reasoning.rules.normal_form import literal
    >>> a, b = ax.Named("urn:A"), ax.Named("urn:B")
    >>> negative(literal(ax.Or((a, b)))), negative(literal(ax.Not(ax.Or((a, b)))))
    (False, True)
    """
    if predicate.kind == "none":
        return True
    if predicate.kind not in ("is", "not") or isinstance(predicate.of, ax.AnyDataRange):
        return False
    if isinstance(predicate.of, ax.And):
        denies = all(negative(literal(part)) for part in predicate.of.parts)
        return denies == (predicate.kind == "is")
    return predicate.kind == "not"


def members_only(program: Program) -> Program:
    """The program without the rules that have a premise or a conclusion of non-membership."""
    rules = [
        rule
        for rule in program.rules
        if not negative(rule.head.predicate)
        and not any(negative(atom.predicate) for atom in rule.body)
    ]
    return _with(program, _needed(rules, set()))


def goal_directed(program: Program, kinds: Collection[str | Predicate]) -> Program:
    """The program that derives all members, and all non-members of some classes.

    `kinds` are IRIs of classes; or predicates, all of whose facts are derived.
    """
    goals = {
        kind if isinstance(kind, Predicate) else member(ax.Named(kind)).opposite for kind in kinds
    }
    return _MagicSets(program, goals).program()


def _with(program: Program, rules: list[Rule]) -> Program:
    return replace(program, rules=tuple(rules))


def _needed(rules: list[Rule], goals: set[Predicate]) -> list[Rule]:
    """The rules on which named classes, links, equalities, clashes or the goals depend."""
    by_head: dict[Predicate, list[Rule]] = defaultdict(list)
    for rule in rules:
        by_head[rule.head.predicate].append(rule)
    wanted = {
        head
        for head in by_head
        if head.kind in ("role", "same", "clash") or isinstance(head.of, ax.Named)
    } | goals
    queue = list(wanted)
    for head in queue:
        for rule in by_head.get(head, ()):
            parts = rule.body if rule.unless is None else (*rule.body, rule.unless)
            for atom in parts:
                if atom.predicate not in wanted:
                    wanted.add(atom.predicate)
                    queue.append(atom.predicate)
    return [rule for rule in rules if rule.head.predicate in wanted]


class _MagicSets:
    def __init__(self, program: Program, goals: set[Predicate]) -> None:
        self.source = program
        self.by_head: dict[Predicate, list[Rule]] = defaultdict(list)
        for rule in program.rules:
            self.by_head[rule.head.predicate].append(rule)
        self.everywhere = self._everywhere(goals)
        self.rules: list[Rule] = []

    def _everywhere(self, goals: set[Predicate]) -> set[Predicate]:
        """The predicates derived without a guard: the goals, and all that imply them."""
        found = set(goals)
        queue = list(found)
        for head in queue:
            for rule in self.by_head.get(head, ()):
                if not all(
                    negative(atom.predicate) and atom.terms == rule.head.terms for atom in rule.body
                ):
                    continue
                for atom in rule.body:
                    if atom.predicate not in found:
                        found.add(atom.predicate)
                        queue.append(atom.predicate)
        return found

    def program(self) -> Program:
        queue: list[Predicate] = []
        for rule in self.source.rules:
            if not negative(rule.head.predicate):
                self._demand(rule, queue)
                self.rules.append(rule)
        queue += self.everywhere
        done: set[Predicate] = set()
        for predicate in queue:
            if predicate in done:
                continue
            done.add(predicate)
            for rule in self.by_head.get(predicate, ()):
                guarded = self._guarded(rule)
                self._demand(guarded, queue)
                self.rules.append(guarded)
        return _with(self.source, _needed(self.rules, self.everywhere))

    def _guarded(self, rule: Rule) -> Rule:
        """The rule with the magic predicate of its head as first premise, if it needs one."""
        if rule.head.predicate in self.everywhere:
            return rule
        guard = Atom(Predicate("asked", rule.head.predicate), rule.head.terms)
        return Rule(rule.head, (guard, *rule.body), rule.name, rule.rests_on, None, rule)

    def _demand(self, rule: Rule, queue: list[Predicate]) -> None:
        """Add magic rules for the non-memberships in the body of a rule."""
        rest = [atom for atom in rule.body if not negative(atom.predicate)]
        for atom in rule.body:
            if not negative(atom.predicate):
                continue
            queue.append(atom.predicate)
            if atom.predicate not in self.everywhere:
                self.rules.append(_magic_rule(atom, rule, rest))
            rest.append(atom)


def _magic_rule(atom: Atom, rule: Rule, rest: list[Atom]) -> Rule:
    """The magic rule: `atom`, a premise of the rule, is demanded where the atoms of `rest` hold."""
    body = [each for each in rest if each.predicate.kind != "distinct"]
    bound = {term for each in body for term in each.terms}
    free = sorted(_variables(atom) - bound)
    body += [Atom(member(ax.THING), (term,)) for term in free]
    bound.update(free)
    unless = rule.head if bound.issuperset(_variables(rule.head)) else None
    head = Atom(Predicate("asked", atom.predicate), atom.terms)
    return Rule(head, tuple(body), "asked", (), unless)


def _variables(atom: Atom) -> set[int]:
    return {term for term in atom.terms if isinstance(term, int)}
