"""Rules sorted by what it takes to apply them.

- *local*: about one individual; applied to sets of individuals at once, see `patterns`;
- *messages*: what one end of a link tells the other end;
- *steps*: a link is a link of another property as well, perhaps read backward;
- *chains*: two links end to end give a third;
- *others*: joined in full, see `joins`.

All but the local ones are applied twice: where at most one individual is no constant, by
`patterns`, and where two or more are none, on frames.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from aitaxonomy.reasoning.chaining.type_features import FROM, TO, Features
from aitaxonomy.reasoning.rules.model import DISTINCT, Atom, Predicate, Rule

Ground = tuple[int, int]
"""A feature and the constant that must have it."""


@dataclass(slots=True)
class Local:
    """A rule about one individual: who has all features of `body` has `head`.

    With a `constant`, that constant has `head` as soon as anybody has all the features.
    """

    head: int
    constant: int
    body: tuple[int, ...]
    ground: tuple[Ground, ...]
    excluded: int
    """The constants that the rule is not about, as a set."""


@dataclass(frozen=True, slots=True)
class Message:
    """Who has all features of `sender` gives those it is linked with the feature `told`."""

    role: Predicate
    to_subject: bool
    sender: tuple[int, ...]
    told: int


@dataclass(frozen=True, slots=True)
class Chain:
    """Two links over a middle individual; an inverted one is read from its object."""

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
        """Whether it only makes paths of one property longer."""
        turned = self.first_inverted or self.second_inverted or self.head_inverted
        return self.first == self.second == self.head and not turned and not self.distinct

    @property
    def opened(self) -> Iterator[tuple[Predicate, bool]]:
        """At which ends of its conclusion, subject or not, it may be the first of its property."""
        ends = [(self.first, not self.first_inverted), (self.second, self.second_inverted)]
        for subject, end in zip((not self.head_inverted, self.head_inverted), ends, strict=True):
            if end != (self.head, subject):
                yield self.head, subject

    def features(self, features: Features) -> tuple[dict[int, int], dict[int, int]]:
        """The features of the middle that are a link with a constant: the first, the second."""
        first = features.ends(self.first, TO if self.first_inverted else FROM)
        return first, features.ends(self.second, FROM if self.second_inverted else TO)


@dataclass(frozen=True, slots=True)
class Premise:
    """One premise of a rule, beside the others; `size` is the number of the rule's variables."""

    atom: Atom
    rule: Rule
    rest: tuple[Atom, ...]
    needed: frozenset[Predicate]
    """The predicates of which the others need facts."""
    size: int


Step = tuple[Predicate, Predicate, bool]
"""A property, the one that its links have as well, and whether they are turned round for it."""


@dataclass
class Sorted:
    """The rules of a program, sorted; `number` gives the number of a constant."""

    number: Callable[[str], int]
    local: list[Local] = field(default_factory=list)
    general: dict[Predicate, list[Premise]] = field(default_factory=lambda: defaultdict(list))
    """Rules about several individuals, by each premise."""
    messages: dict[Predicate, dict[Message, None]] = field(default_factory=dict)
    """Messages by the property over which they go."""
    linked: dict[tuple[Predicate, bool], int] = field(default_factory=dict)
    """The feature of having a link of a property at all, as its subject (true) or its object."""
    steps: list[Step] = field(default_factory=list)
    chains: list[Chain] = field(default_factory=list)
    others: list[Rule] = field(default_factory=list)


def variables(atom: Atom) -> set[int]:
    """The variables of an atom."""
    return {term for term in atom.terms if isinstance(term, int)}


def sort_rules(rules: Iterable[Rule], features: Features, number: Callable[[str], int]) -> Sorted:
    """Sort rules; constants get their numbers by `number`."""
    return _Sorter(features, number).sort(rules)


class _Sorter:
    def __init__(self, features: Features, number: Callable[[str], int]) -> None:
        self.features, self.number = features, number
        self.found = Sorted(number)

    def sort(self, rules: Iterable[Rule]) -> Sorted:
        for rule in rules:
            atoms = (rule.head, *rule.body)
            names = {term for atom in atoms for term in atom.terms if isinstance(term, int)}
            loops = any(len(a.terms) == 2 and a.terms[0] == a.terms[1] in names for a in atoms)
            if len(names) < 2 and not loops:
                self.found.local += self._local(rule.head, rule.body, ())
                continue
            for index, atom in enumerate(rule.body):
                if atom.predicate != DISTINCT:
                    rest = rule.body[:index] + rule.body[index + 1 :]
                    needed = frozenset(each.predicate for each in rest) - {DISTINCT}
                    premise = Premise(atom, rule, rest, needed, len(names))
                    self.found.general[atom.predicate].append(premise)
            if not (len(names) == 2 and self._between_two(rule)) and not self._chain(rule):
                self.found.others.append(rule)
        self._lift()
        return self.found

    # --- rules about one individual

    def _local(self, head: Atom, body: Iterable[Atom], also: tuple[int, ...]) -> list[Local]:
        """The rule with features for atoms, if it can apply at all."""
        own, ground, excluded = list(also), [], 0
        # The head first: so kinds are numbered in the order in which the rules name them.
        told, place = self._feature(head)
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
        return [Local(told, place, tuple(dict.fromkeys(own)), tuple(ground), excluded)]

    def _feature(self, atom: Atom) -> Ground:
        """The feature that an atom speaks of, and the constant that has it (-1: the variable)."""
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
        """Sort a rule as a step or a message; whether it is one."""
        links = [atom for atom in rule.body if len(variables(atom)) == 2]
        if len(links) != 1 or links[0].predicate == DISTINCT:
            return False
        (link,) = links
        if len(variables(rule.head)) == 2:
            if len(rule.body) > 1:
                return False
            self.found.steps.append(
                (link.predicate, rule.head.predicate, rule.head.terms != link.terms)
            )
            return True
        told = next(iter(variables(rule.head)), link.terms[0])
        here = [atom for atom in rule.body if atom != link and variables(atom) <= {told}]
        there = [atom for atom in rule.body if atom != link and atom not in here]
        sender = []
        for atom in there:
            if atom.predicate == DISTINCT:
                return False
            sender.append(self._feature(atom)[0])
        self._message(link, told, tuple(sorted(set(sender))), here, rule.head)
        return True

    def _message(
        self, link: Atom, told: int | str, sender: tuple[int, ...], here: list[Atom], head: Atom
    ) -> None:
        """What the link tells, and what the one who is told makes of it."""
        to_subject = link.terms[0] == told
        feature, constant = self._feature(head)
        if here or constant >= 0:
            # Linked with one that has all these features: a kind of its own, for this rule alone.
            heard = Predicate("heard", str((link.predicate, to_subject, sender)))
            feature = self.features.kind(heard)
            self.found.local += self._local(head, here, (feature,))
        if sender:
            message = Message(link.predicate, to_subject, sender, feature)
            self.found.messages.setdefault(link.predicate, {})[message] = None
        else:
            self._simple(self._linked(link.predicate, to_subject), feature)

    def _linked(self, role: Predicate, subject: bool) -> int:
        key = role, subject
        if key not in self.found.linked:
            self.found.linked[key] = self.features.kind(Predicate("heard", str(key)))
        return self.found.linked[key]

    def _simple(self, body: int, head: int) -> None:
        self.found.local.append(Local(head, -1, (body,), (), 0))

    def _lift(self) -> None:
        """Who has a link of a property has one of those above it."""
        before = -1
        while before < len(self.found.linked):
            before = len(self.found.linked)
            for lower, upper, turned in self.found.steps:
                for subject in (True, False):
                    if (upper, subject != turned) in self.found.linked:
                        self._linked(lower, subject)
        for lower, upper, turned in self.found.steps:
            for subject in (True, False):
                if (upper, subject != turned) in self.found.linked:
                    above = self._linked(upper, subject != turned)
                    self._simple(self._linked(lower, subject), above)

    def _chain(self, rule: Rule) -> bool:
        """Sort a rule as a chain; whether it is one."""
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
        self.found.chains.append(
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
