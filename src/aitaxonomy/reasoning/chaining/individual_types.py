"""Rules applied to all individuals at once that are alike.

Individuals of the data of which the same is known share a *pattern*. What follows for a pattern
is worked out once, and for all patterns together: each feature is a set, kept as the bits of one
integer, of the constants (the ontology's own terms) and the patterns that have it. A rule about
one individual is then an "and" of some integers, however many individuals there are.

Facts arise round by round. A conclusion comes a round after its latest premise, so that proofs can
be sought backward through the rounds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from aitaxonomy.reasoning.chaining.grounded_rules import Binder
from aitaxonomy.reasoning.chaining.rule_classifier import Local, Sorted
from aitaxonomy.reasoning.chaining.type_features import FROM, KIND, TO, Features, ones, transposed
from aitaxonomy.reasoning.rules.model import CLASH, Predicate


class Patterns:
    """The features of constants (numbers below `constants`) and of patterns, under rules.

    >>> from aitaxonomy.owl import axioms as ax
    >>> from aitaxonomy.reasoning.rules.model import Atom, Rule, member
    >>> from aitaxonomy.reasoning.chaining.rule_classifier import sort_rules
    >>> cat, pet = member(ax.Named("urn:Cat")), member(ax.Named("urn:Pet"))
    >>> features = Features()
    >>> rules = sort_rules([Rule(Atom(pet, (0,)), (Atom(cat, (0,)),), "subclass")], features, int)
    >>> patterns = Patterns(features, rules, constants=0)
    >>> (one,) = patterns.extended([(0, 0b1)], [(features.kind(cat), 0)])
    >>> patterns.run()
    >>> patterns.has(features.kind(pet), one), patterns.has(features.kind(pet), 0)
    (True, False)
    """

    def __init__(self, features: Features, rules: Sorted, constants: int) -> None:
        self.features, self.rules, self.constants = features, rules, constants
        self.fixed = (1 << constants) - 1
        """The constants, as a set."""
        self.sealed = 0
        """Those of them of which nothing more is to follow, as a set."""
        self.sets: list[int] = []
        self.rounds: list[dict[int, int]] = []
        """For each feature who came to have it, by round."""
        self.facts: set[Predicate] = set()
        """The predicates that have facts."""
        self.until_clash = False
        """Whether nothing more is to follow once a contradiction has: nearly everything would."""
        self._clash = features.kind(CLASH)
        self.top = 0
        self.learned = 0
        """How often anything new was learned of anybody."""
        self.bases = [0]
        """What makes each pattern: the places of what its individuals were told, as a set."""
        self._known = {0: 0}
        self._told: list[tuple[int, int]] = []
        """What was stated or told, by place: the feature, and the round in which it arose."""
        self._begun = 1
        """So many patterns are worked out."""
        self.waiting: dict[int, dict[int, int]] = defaultdict(dict)
        self._settled = -1
        self._stated: dict[int, int] = {}
        self._triggers: dict[int, list[tuple[Local, tuple[int, ...]]]] = defaultdict(list)
        self._grounds: dict[int, list[tuple[Local, int]]] = defaultdict(list)
        for rule in rules.local:
            self._watch(rule)
        self._grow()

    def copy(self) -> Patterns:
        """The same state, to be gone on from without changing this one."""
        other = Patterns.__new__(Patterns)
        other.__dict__.update(self.__dict__)
        other.features, other.sets = self.features.copy(), self.sets.copy()
        other.rounds = self.rounds.copy()  # What is in it is replaced, never changed.
        other.facts = self.facts.copy()
        other.bases, other._known = self.bases.copy(), self._known.copy()
        other._told = self._told.copy()
        other.waiting = defaultdict(dict)
        other._stated = {}
        return other

    def _watch(self, rule: Local) -> None:
        for feature in rule.body:
            others = tuple(each for each in rule.body if each != feature)
            self._triggers[feature].append((rule, others))
        for feature, constant in rule.ground:
            self._grounds[feature].append((rule, constant))
        if not rule.body and not rule.ground:
            self.state(rule.head, rule.constant)

    def _grow(self) -> None:
        missing = len(self.features.list) - len(self.sets)
        self.sets += [0] * missing
        self.rounds += [{} for _ in range(missing)]

    # --- what is known

    def has(self, feature: int, pattern: int) -> bool:
        """Whether a pattern has a feature."""
        return bool(self.sets[feature] >> (self.constants + pattern) & 1)

    def patterns_of(self, feature: int) -> int:
        """The patterns that have a feature, as a set."""
        return self.sets[feature] >> self.constants if feature < len(self.sets) else 0

    @property
    def stopped(self) -> bool:
        """Whether a contradiction has ended the run, see `until_clash`."""
        return self.until_clash and self.sets[self._clash] != 0

    def round(self, feature: int, constant: int) -> int:
        """In which round a constant came to have a feature."""
        bit = 1 << constant
        return next(round_ for round_, who in self.rounds[feature].items() if who & bit)

    # --- stating facts

    def state(self, feature: int, constant: int) -> None:
        """State that a constant has a feature."""
        self._grow()
        bit = 1 << constant
        for round_, who in self.rounds[feature].items():
            if who & bit and round_ > 0:
                # What followed before is stated now: an earlier round suits all that came of it.
                self.rounds[feature] = self.rounds[feature] | {round_: who & ~bit}
        if not self.rounds[feature].get(0, 0) & bit:
            if not self.sets[feature] & bit:
                self._stated[feature] = self._stated.get(feature, 0) | bit
            self._learn(feature, bit, 0)
            for other, mirrored in self._mirror(feature, bit, 0):
                self._stated[other] = self._stated.get(other, 0) | mirrored

    def extended(
        self, told: Sequence[tuple[int, int]], features: Sequence[tuple[int, int]]
    ) -> list[int]:
        """For each of some patterns the pattern with more features; the same if it has them all.

        The features, each with the round in which it arises, are told as sets of their places.
        What is stated, in round 0, is something else than what follows later.
        """
        first = len(self._told)
        self._told += features
        self._grow()
        having = [
            (self.sets[feature] if round_ else self.rounds[feature].get(0, 0)) >> self.constants
            for feature, round_ in features
        ]
        known = transposed(having, len(self.bases))
        known[0] = 0  # The pattern of those of whom nothing is known is not worked out.
        found = []
        for pattern, places in told:
            more = places & ~known[pattern]
            if more:
                base = self.bases[pattern] | more << first
                number = self._known.setdefault(base, len(self.bases))
                if number == len(self.bases):
                    self.bases.append(base)
                found.append(number)
            else:
                found.append(pattern)
        return found

    def push(self, feature: int, who: int, round_: int) -> None:
        """Let some have a feature from a round on, if they have not yet."""
        if feature >= len(self.sets):
            self._grow()
        who &= ~(self.sets[feature] | self.sealed)
        if not who:
            return
        fixed = who & self.fixed
        if fixed and round_ <= self._settled:
            # Older patterns may go on from a new fact about a constant: after all they know.
            self._put(feature, fixed, self._settled + 1)
            who ^= fixed
        if who:
            self._put(feature, who, round_)

    def _put(self, feature: int, who: int, round_: int) -> None:
        waiting = self.waiting[round_]
        waiting[feature] = waiting.get(feature, 0) | who

    # --- running

    def run(self) -> None:
        """Apply the rules until nothing new follows, or up to the round of a contradiction.

        `top` is the latest round so far.
        """
        self._settled = self.top if self.top else -1
        begun, self._begun = self._begun, len(self.bases)
        for place, who in enumerate(transposed(self.bases[begun:], len(self._told))):
            if who:
                feature, round_ = self._told[place]
                self._put(feature, who << self.constants + begun, round_)
        stated, self._stated = self._stated, {}
        if stated:
            self.waiting[self._settled + 1].setdefault(-1, 0)
        binder = Binder(self)
        while self.waiting and not self.stopped:
            round_ = min(self.waiting)
            arrived = self._arrive(self.waiting.pop(round_), round_)
            if stated and round_ > self._settled:
                for feature, who in stated.items():
                    arrived[feature] = arrived.get(feature, 0) | who
                stated = {}
            for feature, who in arrived.items():
                self._fire(feature, who, round_, binder)

    def _arrive(self, waiting: Mapping[int, int], round_: int) -> dict[int, int]:
        """Make facts known; what of them is new, links between constants from both ends."""
        arrived: dict[int, int] = {}
        for feature, who in waiting.items():
            new = who & ~self.sets[feature] if feature >= 0 else 0
            if new:
                self._learn(feature, new, round_)
                arrived[feature] = arrived.get(feature, 0) | new
                for other, bit in self._mirror(feature, new, round_):
                    arrived[other] = arrived.get(other, 0) | bit
        if arrived:
            self.top = max(self.top, round_)
        return arrived

    def _learn(self, feature: int, new: int, round_: int) -> None:
        self.facts.add(self.features.list[feature].predicate)
        self.sets[feature] |= new
        self.learned += 1
        rounds = self.rounds[feature]
        self.rounds[feature] = rounds | {round_: rounds.get(round_, 0) | new}

    def _mirror(self, feature: int, new: int, round_: int) -> Iterable[tuple[int, int]]:
        """A link between two constants is a feature of both; tells the other ones."""
        this = self.features.list[feature]
        fixed = new & self.fixed
        if this.way == KIND or not fixed:
            return ()
        way = FROM if this.way == TO else TO
        told = []
        for constant in ones(fixed):
            other, bit = self.features.link(this.predicate, way, constant), 1 << this.constant
            self._grow()
            if not self.sets[other] & bit:
                self._learn(other, bit, round_)
                told.append((other, bit))
        return told

    def _fire(self, feature: int, who: int, round_: int, binder: Binder) -> None:
        for rule, others in self._triggers.get(feature, ()):
            self._conclude(rule, others, who, round_)
        for rule, constant in self._grounds.get(feature, ()):
            if who >> constant & 1:
                body = rule.body
                everybody = self.sets[body[0]] if body else 1
                self._conclude(rule, body[1:], everybody, round_)
        if self.features.list[feature].predicate in self.rules.general:
            binder.fire(feature, who, round_)

    def _conclude(self, rule: Local, others: tuple[int, ...], who: int, round_: int) -> None:
        sets = self.sets
        for other in others:
            who &= sets[other]
            if not who:
                return
        for feature, constant in rule.ground:
            if not sets[feature] >> constant & 1:
                return
            round_ = max(round_, self.round(feature, constant))
        who &= ~rule.excluded
        if rule.constant >= 0 and who:
            who = 1 << rule.constant
        who &= ~sets[rule.head]
        if who:
            self.push(rule.head, who, round_ + 1)


def state(patterns: Patterns, predicate: Predicate, terms: Sequence[int]) -> None:
    """State a fact about constants alone."""
    features = patterns.features
    if len(terms) == 1:
        patterns.state(features.kind(predicate), terms[0])
    else:
        patterns.state(features.link(predicate, TO, terms[1]), terms[0])
