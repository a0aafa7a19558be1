"""Classifies rules by what it takes to apply them.

- *local*: about one individual; applied to bit sets of individuals, see `individual_types`;
- *messages*: one end of a link gives the other end a feature, see `message_passing`;
- *role inclusions*: a link is also a link of another property, perhaps of its inverse, see `links`;
- *chains*: two links end to end give a third, see `links`;
- *general*: all others, see `general_joins`.

All but the local rules are applied in two ways: with at most one individual of the data, the
others being constants, by `grounded_rules`; and with two or more of them, on frames.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from aitaxonomy.reasoning.chaining.type_features import FROM, TO, Features
from aitaxonomy.reasoning.rules.model import DISTINCT, Atom, Predicate, Rule

GroundAtom = tuple[int, int]
"""A feature and the constant that must have it."""


class LocalRule(NamedTuple):
    """A rule about one individual: whatever has all features of `body` has the feature `head`.

    If `constant` is not negative, that constant has `head` as soon as anything has all of `body`.
    Each constant of `ground` must have its feature too.
    """

    head: int
    constant: int
    body: tuple[int, ...]
    ground: tuple[GroundAtom, ...]
    excluded: int
    """The bit set of the constants to which the rule does not apply."""


@dataclass(frozen=True, slots=True)
class Message:
    """An individual with all features of `sender` gives those it is linked with a `feature`.

    `to_subject` says that the sender is the object of the link, and the receiver its subject.
    """

    role: Predicate
    to_subject: bool
    sender: tuple[int, ...]
    feature: int


@dataclass(frozen=True, slots=True)
class Chain:
    """Two links over a middle individual give a third; an inverted link runs from its object."""

    first: Predicate
    first_inverted: bool
    second: Predicate
    second_inverted: bool
    head: Predicate
    head_inverted: bool
    distinct: bool
    rule: Rule

    @property
    def transitive(self) -> bool:
        """Return whether the chain is the transitivity of its property."""
        inverted = self.first_inverted or self.second_inverted or self.head_inverted
        return self.first == self.second == self.head and not inverted and not self.distinct

    def features(self, features: Features) -> tuple[dict[int, int], dict[int, int]]:
        """The middle's features of a link with a constant: for the first link, for the second."""
        first = features.ends(self.first, TO if self.first_inverted else FROM)
        return first, features.ends(self.second, FROM if self.second_inverted else TO)


@dataclass(frozen=True, slots=True)
class Premise:
    """One premise of a rule, with the others in `rest`; `size` counts the rule's variables."""

    atom: Atom
    rule: Rule
    rest: tuple[Atom, ...]
    needed: frozenset[Predicate]
    """The predicates that the other premises need facts of."""
    size: int


def premise_of(rule: Rule, index: int) -> Premise:
    """The premise of a rule in that place of its body."""
    rest = rule.body[:index] + rule.body[index + 1 :]
    needed = frozenset(each.predicate for each in rest) - {DISTINCT}
    return Premise(rule.body[index], rule, rest, needed, len(_variables_of(rule)))


def _variables_of(rule: Rule) -> set[int]:
    atoms = (rule.head, *rule.body)
    return {term for atom in atoms for term in atom.terms if isinstance(term, int)}


RoleInclusion = tuple[Predicate, Predicate, bool]
"""A property, its superproperty, and whether the superproperty is inverted."""


@dataclass
class ClassifiedRules:
    """The rules of a program by class; `number` gives the number of a constant."""

    number: Callable[[str], int]
    local: list[LocalRule] = field(default_factory=list)
    premises: dict[Predicate, list[Premise]] = field(default_factory=lambda: defaultdict(list))
    """The premises of rules about several individuals, by predicate."""
    messages: dict[Predicate, dict[Message, None]] = field(default_factory=dict)
    """The messages, by the property over which they are sent."""
    linked: dict[tuple[Predicate, bool], int] = field(default_factory=dict)
    """The feature of having any link of a property, as its subject (true) or its object."""
    role_inclusions: list[RoleInclusion] = field(default_factory=list)
    chains: list[Chain] = field(default_factory=list)
    general: list[Rule] = field(default_factory=list)


def variables(atom: Atom) -> set[int]:
    """The variables of an atom."""
    return {term for term in atom.terms if isinstance(term, int)}


def classify_rules(
    rules: Iterable[Rule], features: Features, number: Callable[[str], int]
) -> ClassifiedRules:
    """Classify rules; `number` gives the number of a constant."""
    return _Classifier(features, number).classify(rules)


class _Classifier:
    def __init__(self, features: Features, number: Callable[[str], int]) -> None:
        self.features, self.number = features, number
        self.rules = ClassifiedRules(number)

    def classify(self, rules: Iterable[Rule]) -> ClassifiedRules:
        for rule in rules:
            atoms = (rule.head, *rule.body)
            names = _variables_of(rule)
            loops = any(len(a.terms) == 2 and a.terms[0] == a.terms[1] in names for a in atoms)
            if len(names) < 2 and not loops:
                self.rules.local += self._local(rule.head, rule.body, ())
                continue
            for index, atom in enumerate(rule.body):
                if atom.predicate != DISTINCT:
                    self.rules.premises[atom.predicate].append(premise_of(rule, index))
            if not (len(names) == 2 and self._between_two(rule)) and not self._chain(rule):
                self.rules.general.append(rule)
        self._lift_linked()
        return self.rules

    # --- rules about one individual

    def _local(self, head: Atom, body: Iterable[Atom], more: tuple[int, ...]) -> list[LocalRule]:
        """The rule with features in the place of atoms; empty if it can never apply."""
        own, ground, excluded = list(more), [], 0
        # The head first: so kinds are numbered in the order in which the rules name them.
        concluded, place = self._feature(head)
        for atom in body:
            if atom.predicate == DISTINCT:
                constants = [self.number(term) for term in atom.terms if isinstance(term, str)]
                if len(constants) == 2 and constants[0] == constants[1]:
                    return []
                excluded |= 1 << constants[0] if len(constants) == 1 else 0
                continue
            feature, constant = self._feature(atom)
            if constant < 0:
                own.append(feature)
            else:
                ground.append((feature, constant))
        return [LocalRule(concluded, place, tuple(dict.fromkeys(own)), tuple(ground), excluded)]

    def _feature(self, atom: Atom) -> GroundAtom:
        """The feature that an atom states, and the constant that has it (-1: the variable)."""
        if atom.predicate.unary:
            (term,) = atom.terms
            constant = self.number(term) if isinstance(term, str) else -1
            return self.features.kind(atom.predicate), constant
        subject, target = atom.terms
        if isinstance(target, str):
            feature = self.features.link(atom.predicate, TO, self.number(target))
            return feature, self.number(subject) if isinstance(subject, str) else -1
        assert isinstance(subject, str)
        return self.features.link(atom.predicate, FROM, self.number(subject)), -1

    # --- rules about the two ends of a link

    def _between_two(self, rule: Rule) -> bool:
        """Classify a rule as a role inclusion or a message; false if it is neither."""
        links = [atom for atom in rule.body if len(variables(atom)) == 2]
        if len(links) != 1 or links[0].predicate == DISTINCT:
            return False
        (link,) = links
        if len(variables(rule.head)) == 2:
            if len(rule.body) > 1:
                return False
            self.rules.role_inclusions.append(
                (link.predicate, rule.head.predicate, rule.head.terms != link.terms)
            )
            return True
        receiver = next(iter(variables(rule.head)), link.terms[0])
        of_receiver = [atom for atom in rule.body if atom != link and variables(atom) <= {receiver}]
        of_sender = [atom for atom in rule.body if atom != link and atom not in of_receiver]
        sender = []
        for atom in of_sender:
            if atom.predicate == DISTINCT:
                return False
            sender.append(self._feature(atom)[0])
        self._message(link, receiver, tuple(sorted(set(sender))), of_receiver, rule.head)
        return True

    def _message(
        self,
        link: Atom,
        receiver: int | str,
        sender: tuple[int, ...],
        of_receiver: list[Atom],
        head: Atom,
    ) -> None:
        """Add a message over the link, and the local rule by which the receiver concludes more."""
        to_subject = link.terms[0] == receiver
        feature, constant = self._feature(head)
        if of_receiver or constant >= 0:
            # An auxiliary kind marks the receivers; the local rule has it as a premise.
            received = Predicate("received", str((link.predicate, to_subject, sender)))
            feature = self.features.kind(received)
            self.rules.local += self._local(head, of_receiver, (feature,))
        if sender:
            message = Message(link.predicate, to_subject, sender, feature)
            self.rules.messages.setdefault(link.predicate, {})[message] = None
        else:
            self._imply(self._linked_feature(link.predicate, to_subject), feature)

    def _linked_feature(self, role: Predicate, subject: bool) -> int:
        key = role, subject
        if key not in self.rules.linked:
            self.rules.linked[key] = self.features.kind(Predicate("received", str(key)))
        return self.rules.linked[key]

    def _imply(self, body: int, head: int) -> None:
        self.rules.local.append(LocalRule(head, -1, (body,), (), 0))

    def _lift_linked(self) -> None:
        """Add local rules: whatever has a link of a property has one of its superproperties."""
        before = -1
        while before < len(self.rules.linked):
            before = len(self.rules.linked)
            for lower, upper, inverted in self.rules.role_inclusions:
                for subject in (True, False):
                    if (upper, subject != inverted) in self.rules.linked:
                        self._linked_feature(lower, subject)
        for lower, upper, inverted in self.rules.role_inclusions:
            for subject in (True, False):
                if (upper, subject != inverted) in self.rules.linked:
                    above = self._linked_feature(upper, subject != inverted)
                    self._imply(self._linked_feature(lower, subject), above)

    def _chain(self, rule: Rule) -> bool:
        """Classify a rule as a chain; false if it is not one."""
        links = [atom for atom in rule.body if atom.predicate != DISTINCT]
        apart = [atom for atom in rule.body if atom.predicate == DISTINCT]
        if len(links) != 2 or any(len(variables(a)) != 2 for a in (*links, rule.head)):
            return False
        shared = variables(links[0]) & variables(links[1])
        ends = variables(links[0]) ^ variables(links[1])
        if len(shared) != 1 or variables(rule.head) != ends:
            return False
        if len(apart) > 1 or any(set(atom.terms) != ends for atom in apart):
            return False
        (middle,) = shared
        first, second = links
        start = next(iter(variables(first) - shared))
        self.rules.chains.append(
            Chain(
                first.predicate,
                first.terms[0] == middle,
                second.predicate,
                second.terms[1] == middle,
                rule.head.predicate,
                rule.head.terms[1] == start,
                bool(apart),
                rule,
            )
        )
        return True
