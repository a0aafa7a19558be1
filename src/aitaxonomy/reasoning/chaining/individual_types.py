"""Individual types: rules applied once to all individuals that have the same features.

Individuals of the data with the same features share a *type*. The rules run on types, not on
individuals: each feature has a bit set, one integer, of its bearers, which are the constants (the
terms that the program names) and the types. A rule about one individual is then a bitwise "and" of
some integers, however many individuals there are.

Evaluation is semi-naive, round by round. A conclusion arises one round after its latest premise, so
that a proof search can go backward through the rounds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from aitaxonomy.reasoning.chaining.grounded_rules import GroundedRules
from aitaxonomy.reasoning.chaining.rule_classifier import ClassifiedRules, LocalRule
from aitaxonomy.reasoning.chaining.type_features import FROM, KIND, TO, Features, ones, transposed
from aitaxonomy.reasoning.rules.model import CLASH, Predicate


class IndividualTypes:
    """The features of constants and of individual types, closed under the rules.

    In every bit set the first `constants` bits stand for the constants, the further ones for the
    types. Type 0 is that of individuals without any feature.

    >>> from aitaxonomy.owl import axioms as ax
    >>> from aitaxonomy.reasoning.rules.model import Atom, Rule, member
    >>> from aitaxonomy.reasoning.chaining.rule_classifier import classify_rules
    >>> cat, pet = member(ax.Named("urn:Cat")), member(ax.Named("urn:Pet"))
    >>> features = Features()
    >>> rule = Rule(Atom(pet, (0,)), (Atom(cat, (0,)),), "subclass")
    >>> rules = classify_rules([rule], features, int)
    >>> types = IndividualTypes(features, rules, constants=0)
    >>> (one,) = types.with_features([(0, 0b1)], [features.kind(cat)])
    >>> types.run()
    >>> types.has(features.kind(pet), one), types.has(features.kind(pet), 0)
    (True, False)
    """

    def __init__(self, features: Features, rules: ClassifiedRules, constants: int) -> None:
        self.features, self.rules, self.constants = features, rules, constants
        self.constant_set = (1 << constants) - 1
        """The bit set of all constants."""
        self.sealed = 0
        """The bit set of the constants that `push` gives no more features."""
        self.sets: list[int] = []
        """For each feature the bit set of its bearers."""
        self.rounds: list[dict[int, int]] = []
        """For each feature its new bearers in each round, as bit sets."""
        self.facts: set[Predicate] = set()
        """The predicates that have facts."""
        self.until_clash = False
        """`True` if `run` ends at the first contradiction, from which nearly everything follows."""
        self._clash = features.kind(CLASH)
        self.last_round = 0
        """The latest round in which a fact arose."""
        self.version = 0
        """A counter that grows with every new fact."""
        self.bases = [0]
        """The definition of each type: a bit set of positions in `_base_features`."""
        self._type_numbers = {0: 0}
        """The number of each type, by its base."""
        self._base_features: list[int] = []
        """The features that were stated or received."""
        self._closed_types = 1
        """How many types are closed under the rules."""
        self.pending: dict[int, dict[int, int]] = defaultdict(dict)
        """For each coming round the features to give, with the bit sets of their bearers."""
        self._closed_round = -1
        """The last round of the previous run; -1 before the first one."""
        self._stated: dict[int, int] = {}
        """The facts about constants that were stated since the last run."""
        self._triggers: dict[int, list[tuple[LocalRule, tuple[int, ...]]]] = defaultdict(list)
        self._grounds: dict[int, list[tuple[LocalRule, int]]] = defaultdict(list)
        for rule in rules.local:
            self._index(rule)
        self._extend_sets()

    def resume(self, rounds: Sequence[Mapping[int, int]]) -> None:
        """Take over what a run with these rules has found: the bearers of each feature by round."""
        self._extend_sets()
        for feature, bearers in enumerate(rounds):
            for round_, new in bearers.items():
                self._record(feature, new, round_)
                self.last_round = max(self.last_round, round_)
        self._stated.clear()

    def copy(self) -> IndividualTypes:
        """An independent copy: what is added to it does not change this one."""
        other = IndividualTypes.__new__(IndividualTypes)
        other.__dict__.update(self.__dict__)
        other.features, other.sets = self.features.copy(), self.sets.copy()
        other.rounds = self.rounds.copy()  # The dicts in it are replaced, never changed.
        other.facts = self.facts.copy()
        other.bases, other._type_numbers = self.bases.copy(), self._type_numbers.copy()
        other._base_features = self._base_features.copy()
        other.pending = defaultdict(dict)
        other._stated = {}
        return other

    def _index(self, rule: LocalRule) -> None:
        for feature in rule.body:
            others = tuple(each for each in rule.body if each != feature)
            self._triggers[feature].append((rule, others))
        for feature, constant in rule.ground:
            self._grounds[feature].append((rule, constant))
        if not rule.body and not rule.ground:
            self.state(rule.head, rule.constant)

    def _extend_sets(self) -> None:
        missing = len(self.features.list) - len(self.sets)
        self.sets += [0] * missing
        self.rounds += [{} for _ in range(missing)]

    # --- what is known

    def has(self, feature: int, type_: int) -> bool:
        """Return whether a type has a feature."""
        return bool(self.sets[feature] >> (self.constants + type_) & 1)

    def types_of(self, feature: int) -> int:
        """The bit set of the types that have a feature."""
        return self.sets[feature] >> self.constants if feature < len(self.sets) else 0

    @property
    def stopped(self) -> bool:
        """Return whether a contradiction has ended the run; see `until_clash`."""
        return self.until_clash and self.sets[self._clash] != 0

    def round(self, feature: int, constant: int) -> int:
        """The round in which a constant got a feature; `StopIteration` if it has not got it."""
        bit = 1 << constant
        return next(round_ for round_, bearers in self.rounds[feature].items() if bearers & bit)

    # --- stating facts

    def state(self, feature: int, constant: int) -> None:
        """State that a constant has a feature."""
        self._extend_sets()
        bit = 1 << constant
        for round_, bearers in self.rounds[feature].items():
            if bearers & bit and round_ > 0:
                # The fact was derived and is now stated: round 0 precedes all its consequences.
                self.rounds[feature] = self.rounds[feature] | {round_: bearers & ~bit}
        if not self.rounds[feature].get(0, 0) & bit:
            if not self.sets[feature] & bit:
                self._stated[feature] = self._stated.get(feature, 0) | bit
            self._record(feature, bit, 0)
            for other, mirrored in self._mirror(feature, bit, 0):
                self._stated[other] = self._stated.get(other, 0) | mirrored

    def with_features(
        self, additions: Sequence[tuple[int, int]], features: Sequence[int]
    ) -> list[int]:
        """For each addition to a type, the number of the type that has the added features too.

        That is the type itself if it has them all. The new types are closed by the next `run`.
        Additions are pairs of a type and a bit set of positions in `features`.
        """
        first = len(self._base_features)
        self._base_features += features
        self._extend_sets()
        having = [self.sets[feature] >> self.constants for feature in features]
        known = transposed(having, len(self.bases))
        known[0] = 0  # Type 0 is never run, so that it has no features to compare with.
        found = []
        for type_, places in additions:
            more = places & ~known[type_]
            if more:
                base = self.bases[type_] | more << first
                number = self._type_numbers.setdefault(base, len(self.bases))
                if number == len(self.bases):
                    self.bases.append(base)
                found.append(number)
            else:
                found.append(type_)
        return found

    def push(self, feature: int, bearers: int, round_: int) -> None:
        """Give the bearers, a bit set, a feature in a round, unless they have it already."""
        if feature >= len(self.sets):
            self._extend_sets()
        bearers &= ~(self.sets[feature] | self.sealed)
        if not bearers:
            return
        constant_bits = bearers & self.constant_set
        if constant_bits and round_ <= self._closed_round:
            # Types that are closed may derive more from a new fact about a constant: it has to
            # arise in a later round than theirs.
            self._enqueue(feature, constant_bits, self._closed_round + 1)
            bearers ^= constant_bits
        if bearers:
            self._enqueue(feature, bearers, round_)

    def _enqueue(self, feature: int, bearers: int, round_: int) -> None:
        pending = self.pending[round_]
        pending[feature] = pending.get(feature, 0) | bearers

    # --- running

    def run(self) -> None:
        """Apply the rules up to the fixpoint, or with `until_clash` up to a contradiction."""
        self._closed_round = self.last_round if self.last_round else -1
        begun, self._closed_types = self._closed_types, len(self.bases)
        for place, bearers in enumerate(transposed(self.bases[begun:], len(self._base_features))):
            if bearers:
                feature = self._base_features[place]
                self._enqueue(feature, bearers << self.constants + begun, self._closed_round + 1)
        stated, self._stated = self._stated, {}
        if stated:
            self.pending[self._closed_round + 1].setdefault(-1, 0)
        rules = GroundedRules(self)
        while self.pending and not self.stopped:
            round_ = min(self.pending)
            accepted = self._accept(self.pending.pop(round_), round_)
            if stated and round_ > self._closed_round:
                for feature, bearers in stated.items():
                    accepted[feature] = accepted.get(feature, 0) | bearers
                stated = {}
            for feature, bearers in accepted.items():
                self._fire(feature, bearers, round_, rules)

    def _accept(self, pending: Mapping[int, int], round_: int) -> dict[int, int]:
        """Record pending facts; return the new ones, links between constants from both ends."""
        accepted: dict[int, int] = {}
        for feature, bearers in pending.items():
            new = bearers & ~self.sets[feature] if feature >= 0 else 0
            if new:
                self._record(feature, new, round_)
                accepted[feature] = accepted.get(feature, 0) | new
                for other, bit in self._mirror(feature, new, round_):
                    accepted[other] = accepted.get(other, 0) | bit
        if accepted:
            self.last_round = max(self.last_round, round_)
        return accepted

    def _record(self, feature: int, new: int, round_: int) -> None:
        self.facts.add(self.features.list[feature].predicate)
        self.sets[feature] |= new
        self.version += 1
        rounds = self.rounds[feature]
        self.rounds[feature] = rounds | {round_: rounds.get(round_, 0) | new}

    def _mirror(self, feature: int, new: int, round_: int) -> Iterable[tuple[int, int]]:
        """Record links between two constants for their other ends too; return what is new there."""
        this = self.features.list[feature]
        constant_bits = new & self.constant_set
        if this.way == KIND or not constant_bits:
            return ()
        way = FROM if this.way == TO else TO
        mirrored = []
        for constant in ones(constant_bits):
            other, bit = self.features.link(this.predicate, way, constant), 1 << this.constant
            self._extend_sets()
            if not self.sets[other] & bit:
                self._record(other, bit, round_)
                mirrored.append((other, bit))
        return mirrored

    def _fire(self, feature: int, bearers: int, round_: int, rules: GroundedRules) -> None:
        for rule, others in self._triggers.get(feature, ()):
            self._conclude(rule, others, bearers, round_)
        for rule, constant in self._grounds.get(feature, ()):
            if bearers >> constant & 1:
                body = rule.body
                all_bearers = self.sets[body[0]] if body else 1
                self._conclude(rule, body[1:], all_bearers, round_)
        if self.features.list[feature].predicate in self.rules.premises:
            rules.fire(feature, bearers, round_)

    def _conclude(
        self, rule: LocalRule, others: tuple[int, ...], bearers: int, round_: int
    ) -> None:
        sets = self.sets
        for other in others:
            bearers &= sets[other]
            if not bearers:
                return
        for feature, constant in rule.ground:
            if not sets[feature] >> constant & 1:
                return
            round_ = max(round_, self.round(feature, constant))
        bearers &= ~rule.excluded
        if rule.constant >= 0 and bearers:
            bearers = 1 << rule.constant
        bearers &= ~sets[rule.head]
        if bearers:
            self.push(rule.head, bearers, round_ + 1)


def state(types: IndividualTypes, predicate: Predicate, terms: Sequence[int]) -> None:
    """State a fact whose terms (numbers) are all constants."""
    features = types.features
    if len(terms) == 1:
        types.state(features.kind(predicate), terms[0])
    else:
        types.state(features.link(predicate, TO, terms[1]), terms[0])
