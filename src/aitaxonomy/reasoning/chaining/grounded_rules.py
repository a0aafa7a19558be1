"""Rules about several individuals, where all but one of them are constants.

The one that is not is bound to a whole set at once, see `patterns`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from aitaxonomy.reasoning.chaining.rule_classifier import Sorted
from aitaxonomy.reasoning.chaining.type_features import FROM, KIND, TO, Feature, Features, ones
from aitaxonomy.reasoning.rules.model import DISTINCT, Atom, Predicate, Rule, Term

_ANY = -1
"""Stands for the members of a set, in the place of a constant."""
_Start = tuple[dict[int, int], int | None]
"""Variables with their constants, and the set of those that `_ANY` stands for, if it is bound."""


class Patterns(Protocol):
    """The types of individuals as these rules read and extend them, see `individual_types`."""

    features: Features
    rules: Sorted
    sets: list[int]
    facts: set[Predicate]
    fixed: int

    def round(self, feature: int, constant: int) -> int:
        """In which round a constant came to have a feature."""
        ...

    def push(self, feature: int, who: int, round_: int) -> None:
        """Let some have a feature from a round on."""
        ...


class Binder:
    """Applies rules about several individuals to what is new."""

    def __init__(self, patterns: Patterns) -> None:
        self._patterns = patterns
        self._features = patterns.features
        self.number = patterns.rules.number

    def fire(self, feature: int, who: int, round_: int) -> None:
        """Apply the rules of which a premise is that these have that feature."""
        this, facts = self._features.list[feature], self._patterns.facts
        for premise in self._patterns.rules.general.get(this.predicate, ()):
            if premise.needed <= facts:
                for bound, some in self._starts(premise.atom, this, who, premise.size):
                    self._join(premise.rule, premise.rest, bound, some, round_)

    def _starts(self, atom: Atom, this: Feature, who: int, size: int) -> Iterator[_Start]:
        """The ways in which a premise fits the news, for a rule of so many variables."""
        fixed = who & self._patterns.fixed
        if this.way == KIND:
            (term,) = atom.terms
            yield from self._fits(term, who, fixed, {}, size)
            return
        subject, target = atom.terms
        if this.way == TO:
            bound = self._bind(target, this.constant, {})
            if bound is not None:
                yield from self._fits(subject, who, fixed, bound, size)
            return
        bound = self._bind(subject, this.constant, {})
        # Between two constants the link is told from the other side as well.
        if bound is not None and isinstance(target, int) and target not in bound and who != fixed:
            yield bound | {target: _ANY}, who ^ fixed

    def _fits(
        self, term: Term, who: int, fixed: int, bound: dict[int, int], size: int
    ) -> Iterator[_Start]:
        if isinstance(term, str) or term in bound:
            constant = self.number(term) if isinstance(term, str) else bound[term]
            if who >> constant & 1:
                yield bound, None
            return
        yield bound | {term: _ANY}, who
        if len(bound) + 1 < size:
            # With these as constants another variable may stand for a set.
            for constant in ones(fixed):
                yield bound | {term: constant}, None

    def _bind(self, term: Term, constant: int, bound: dict[int, int]) -> dict[int, int] | None:
        if isinstance(term, str):
            return bound if self.number(term) == constant else None
        return bound | {term: constant}

    # --- joining the other premises

    def _join(
        self,
        rule: Rule,
        rest: tuple[Atom, ...],
        bound: dict[int, int],
        some: int | None,
        round_: int,
    ) -> None:
        if some == 0:
            return
        if not rest:
            self._conclude(rule.head, bound, some, round_)
            return
        best = max(range(len(rest)), key=lambda i: self._known(rest[i], bound))
        atom, remaining = rest[best], rest[:best] + rest[best + 1 :]
        for more, narrowed, latest in self._matches(atom, bound, some):
            self._join(rule, remaining, more, narrowed, max(round_, latest))

    @staticmethod
    def _known(atom: Atom, bound: dict[int, int]) -> float:
        """How much of a premise is known; differences come last."""
        known = sum(1 for term in atom.terms if isinstance(term, str) or term in bound)
        if atom.predicate == DISTINCT:
            return known - 1.5
        return known / len(atom.terms)

    def _value(self, term: Term, bound: dict[int, int]) -> int | None:
        return self.number(term) if isinstance(term, str) else bound.get(term)

    def _matches(
        self, atom: Atom, bound: dict[int, int], some: int | None
    ) -> Iterator[tuple[dict[int, int], int | None, int]]:
        values = [self._value(term, bound) for term in atom.terms]
        if atom.predicate == DISTINCT:
            yield from self._different(values, bound, some)
        elif len(values) == 1:
            feature = self._features.kinds[atom.predicate]
            yield from self._having(feature, atom.terms[0], values[0], bound, some)
        else:
            yield from self._linked(atom, values, bound, some)

    @staticmethod
    def _different(
        values: list[int | None], bound: dict[int, int], some: int | None
    ) -> Iterator[tuple[dict[int, int], int | None, int]]:
        first, second = values
        if first == second:
            return
        if some is not None and _ANY in values:
            constant = second if first == _ANY else first
            assert constant is not None
            some &= ~(1 << constant)
        yield bound, some, 0

    def _having(
        self, feature: int, term: Term, value: int | None, bound: dict[int, int], some: int | None
    ) -> Iterator[tuple[dict[int, int], int | None, int]]:
        """Bind a term to those that have a feature."""
        who = self._patterns.sets[feature]
        if value == _ANY:
            assert some is not None
            yield bound, some & who, 0
        elif value is not None:
            if who >> value & 1:
                yield bound, some, self._patterns.round(feature, value)
        else:
            assert isinstance(term, int)
            if some is None:
                yield bound | {term: _ANY}, who, 0
            for constant in ones(who & self._patterns.fixed):
                yield bound | {term: constant}, some, self._patterns.round(feature, constant)

    def _linked(
        self, atom: Atom, values: list[int | None], bound: dict[int, int], some: int | None
    ) -> Iterator[tuple[dict[int, int], int | None, int]]:
        """Bind the two terms of a link."""
        subject, target = values
        one, other = atom.terms
        if target is not None and target != _ANY:
            feature = self._features.ends(atom.predicate, TO).get(target)
            if feature is not None:
                yield from self._having(feature, one, subject, bound, some)
        elif subject is not None and subject != _ANY:
            feature = self._features.ends(atom.predicate, FROM).get(subject)
            if feature is not None:
                yield from self._having(feature, other, target, bound, some)
        elif one == other:
            for constant, feature in list(self._features.ends(atom.predicate, TO).items()):
                if self._patterns.sets[feature] >> constant & 1:
                    yield from self._itself(one, constant, bound, some)
        elif subject == _ANY or target is None:
            # The target is open: any constant that something links to.
            assert isinstance(other, int)
            for constant, feature in list(self._features.ends(atom.predicate, TO).items()):
                ends = bound | {other: constant}
                yield from self._having(feature, one, subject, ends, some)
            if subject is None and some is None:
                yield from self._from_constants(atom, bound, some)
        else:
            yield from self._from_constants(atom, bound, some)

    def _from_constants(
        self, atom: Atom, bound: dict[int, int], some: int | None
    ) -> Iterator[tuple[dict[int, int], int | None, int]]:
        one, other = atom.terms
        assert isinstance(one, int)
        for constant, feature in list(self._features.ends(atom.predicate, FROM).items()):
            ends = bound | {one: constant}
            yield from self._having(feature, other, self._value(other, ends), ends, some)

    def _itself(
        self, term: Term, constant: int, bound: dict[int, int], some: int | None
    ) -> Iterator[tuple[dict[int, int], int | None, int]]:
        assert isinstance(term, int)
        if bound.get(term) == _ANY:
            assert some is not None
            yield bound, some & (1 << constant), 0
        else:
            yield bound | {term: constant}, some, 0

    # --- conclusions

    def _conclude(self, head: Atom, bound: dict[int, int], some: int | None, round_: int) -> None:
        values = [self._value(term, bound) for term in head.terms]
        push, fixed = self._patterns.push, self._patterns.fixed
        if head.predicate.unary:
            (value,) = values
            assert value is not None
            self._push(self._features.kind(head.predicate), value, some, round_)
            return
        subject, target = values
        assert subject is not None
        assert target is not None
        if subject == _ANY == target:
            for constant in ones((some or 0) & fixed):
                feature = self._features.link(head.predicate, TO, constant)
                push(feature, 1 << constant, round_ + 1)
        elif target != _ANY:
            feature = self._features.link(head.predicate, TO, target)
            self._push(feature, subject, some, round_)
        else:
            feature = self._features.link(head.predicate, FROM, subject)
            self._push(feature, target, some, round_)

    def _push(self, feature: int, value: int, some: int | None, round_: int) -> None:
        who = some if value == _ANY else 1 << value
        assert who is not None
        self._patterns.push(feature, who, round_ + 1)
