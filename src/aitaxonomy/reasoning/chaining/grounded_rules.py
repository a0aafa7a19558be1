"""Rules about several individuals, grounded: all variables but at most one are bound to constants.

The remaining variable is bound to a whole set of constants and types at once; see
`individual_types`. Rules with two or more individuals of the data are joined elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from aitaxonomy.reasoning.chaining.rule_classifier import ClassifiedRules
from aitaxonomy.reasoning.chaining.type_features import FROM, KIND, TO, Feature, Features, ones
from aitaxonomy.reasoning.rules.model import DISTINCT, Atom, Predicate, Rule, Term

_ANY = -1
"""Marks the variable that ranges over a set, in the place of a constant."""
_Binding = tuple[dict[int, int], int | None]
"""The constant (or `_ANY`) of each bound variable, and the bit set of the candidates for `_ANY`,
None while no variable is bound to it."""


class FeatureSets(Protocol):
    """The bearers of each feature, as these rules read and extend them; see `individual_types`."""

    features: Features
    rules: ClassifiedRules
    sets: list[int]
    facts: set[Predicate]
    constant_set: int

    def round(self, feature: int, constant: int) -> int:
        """The round in which a constant got a feature."""
        ...

    def push(self, feature: int, bearers: int, round_: int) -> None:
        """Give the bearers, a bit set, a feature in a round."""
        ...


class GroundedRules:
    """Applies rules about several individuals to new facts."""

    def __init__(self, types: FeatureSets) -> None:
        self._types = types
        self._features = types.features
        self.number = types.rules.number

    def fire(self, feature: int, bearers: int, round_: int) -> None:
        """Apply the rules with a premise that says that the bearers have the feature."""
        this, facts = self._features.list[feature], self._types.facts
        for premise in self._types.rules.premises.get(this.predicate, ()):
            if premise.needed <= facts:
                for bound, members in self._initial_bindings(
                    premise.atom, this, bearers, premise.size
                ):
                    self._join(premise.rule, premise.rest, bound, members, round_)

    def _initial_bindings(
        self, atom: Atom, this: Feature, bearers: int, size: int
    ) -> Iterator[_Binding]:
        """The bindings by which a premise matches new facts; `size` counts the rule's variables."""
        constants = bearers & self._types.constant_set
        if this.way == KIND:
            (term,) = atom.terms
            yield from self._bindings_of(term, bearers, constants, {}, size)
            return
        subject, target = atom.terms
        if this.way == TO:
            bound = self._bind(target, this.constant, {})
            if bound is not None:
                yield from self._bindings_of(subject, bearers, constants, bound, size)
            return
        bound = self._bind(subject, this.constant, {})
        # A link between two constants also arrives as a feature of its subject.
        if (
            bound is not None
            and isinstance(target, int)
            and target not in bound
            and bearers != constants
        ):
            yield bound | {target: _ANY}, bearers ^ constants

    def _bindings_of(
        self, term: Term, bearers: int, constants: int, bound: dict[int, int], size: int
    ) -> Iterator[_Binding]:
        if isinstance(term, str) or term in bound:
            constant = self.number(term) if isinstance(term, str) else bound[term]
            if bearers >> constant & 1:
                yield bound, None
            return
        yield bound | {term: _ANY}, bearers
        if len(bound) + 1 < size:
            # With this one bound to a constant, another variable can range over a set.
            for constant in ones(constants):
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
        members: int | None,
        round_: int,
    ) -> None:
        if members == 0:
            return
        if not rest:
            self._conclude(rule.head, bound, members, round_)
            return
        best = 0
        if len(rest) > 1:
            best = max(range(len(rest)), key=lambda i: self._known(rest[i], bound))
        atom, remaining = rest[best], rest[:best] + rest[best + 1 :]
        for more, narrowed, latest in self._matches(atom, bound, members):
            self._join(rule, remaining, more, narrowed, max(round_, latest))

    @staticmethod
    def _known(atom: Atom, bound: dict[int, int]) -> float:
        """The share of a premise's terms that are bound; inequalities come last."""
        known = sum(1 for term in atom.terms if isinstance(term, str) or term in bound)
        if atom.predicate == DISTINCT:
            return known - 1.5
        return known / len(atom.terms)

    def _value(self, term: Term, bound: dict[int, int]) -> int | None:
        return self.number(term) if isinstance(term, str) else bound.get(term)

    def _matches(
        self, atom: Atom, bound: dict[int, int], members: int | None
    ) -> Iterator[tuple[dict[int, int], int | None, int]]:
        values = [self._value(term, bound) for term in atom.terms]
        if atom.predicate == DISTINCT:
            yield from self._match_distinct(values, bound, members)
        elif len(values) == 1:
            feature = self._features.kinds[atom.predicate]
            yield from self._match_feature(feature, atom.terms[0], values[0], bound, members)
        else:
            yield from self._match_link(atom, values, bound, members)

    @staticmethod
    def _match_distinct(
        values: list[int | None], bound: dict[int, int], members: int | None
    ) -> Iterator[tuple[dict[int, int], int | None, int]]:
        first, second = values
        if first == second:
            return
        if members is not None and _ANY in values:
            constant = second if first == _ANY else first
            assert constant is not None
            members &= ~(1 << constant)
        yield bound, members, 0

    def _match_feature(
        self,
        feature: int,
        term: Term,
        value: int | None,
        bound: dict[int, int],
        members: int | None,
    ) -> Iterator[tuple[dict[int, int], int | None, int]]:
        """Match a term with the bearers of a feature."""
        bearers = self._types.sets[feature]
        if value == _ANY:
            assert members is not None
            yield bound, members & bearers, 0
        elif value is not None:
            if bearers >> value & 1:
                yield bound, members, self._types.round(feature, value)
        else:
            assert isinstance(term, int)
            if members is None:
                yield bound | {term: _ANY}, bearers, 0
            for constant in ones(bearers & self._types.constant_set):
                yield bound | {term: constant}, members, self._types.round(feature, constant)

    def _match_link(
        self, atom: Atom, values: list[int | None], bound: dict[int, int], members: int | None
    ) -> Iterator[tuple[dict[int, int], int | None, int]]:
        """Match the two terms of a link."""
        subject, target = values
        one, other = atom.terms
        if target is not None and target != _ANY:
            feature = self._features.ends(atom.predicate, TO).get(target)
            if feature is not None:
                yield from self._match_feature(feature, one, subject, bound, members)
        elif subject is not None and subject != _ANY:
            feature = self._features.ends(atom.predicate, FROM).get(subject)
            if feature is not None:
                yield from self._match_feature(feature, other, target, bound, members)
        elif one == other:
            for constant, feature in list(self._features.ends(atom.predicate, TO).items()):
                if self._types.sets[feature] >> constant & 1:
                    yield from self._match_loop(one, constant, bound, members)
        elif subject == _ANY or target is None:
            # The target is unbound: try each constant that something links to.
            assert isinstance(other, int)
            for constant, feature in self._having(atom.predicate, TO, subject, members):
                ends = bound | {other: constant}
                yield from self._match_feature(feature, one, subject, ends, members)
            if subject is None and members is None:
                yield from self._match_from_constants(atom, bound, members)
        else:
            yield from self._match_from_constants(atom, bound, members)

    def _match_from_constants(
        self, atom: Atom, bound: dict[int, int], members: int | None
    ) -> Iterator[tuple[dict[int, int], int | None, int]]:
        one, other = atom.terms
        assert isinstance(one, int)
        target = self._value(other, bound)
        for constant, feature in self._having(atom.predicate, FROM, target, members):
            ends = bound | {one: constant}
            yield from self._match_feature(feature, other, target, ends, members)

    def _having(
        self, predicate: Predicate, way: int, value: int | None, members: int | None
    ) -> list[tuple[int, int]]:
        """The constants at one end of a link, with its feature, at whose other end is a value.

        Most of them have none of the members, if the value ranges over these.
        """
        sets = self._types.sets
        among = members if value == _ANY and members is not None else -1
        ends = self._features.ends(predicate, way).items()
        return [(constant, feature) for constant, feature in ends if sets[feature] & among]

    def _match_loop(
        self, term: Term, constant: int, bound: dict[int, int], members: int | None
    ) -> Iterator[tuple[dict[int, int], int | None, int]]:
        assert isinstance(term, int)
        if bound.get(term) == _ANY:
            assert members is not None
            yield bound, members & (1 << constant), 0
        else:
            yield bound | {term: constant}, members, 0

    # --- conclusions

    def _conclude(
        self, head: Atom, bound: dict[int, int], members: int | None, round_: int
    ) -> None:
        values = [self._value(term, bound) for term in head.terms]
        push, constants = self._types.push, self._types.constant_set
        if head.predicate.unary:
            (value,) = values
            assert value is not None
            self._push(self._features.kind(head.predicate), value, members, round_)
            return
        subject, target = values
        assert subject is not None
        assert target is not None
        if subject == _ANY == target:
            for constant in ones((members or 0) & constants):
                feature = self._features.link(head.predicate, TO, constant)
                push(feature, 1 << constant, round_ + 1)
        elif target != _ANY:
            feature = self._features.link(head.predicate, TO, target)
            self._push(feature, subject, members, round_)
        else:
            feature = self._features.link(head.predicate, FROM, subject)
            self._push(feature, target, members, round_)

    def _push(self, feature: int, value: int, members: int | None, round_: int) -> None:
        bearers = members if value == _ANY else 1 << value
        assert bearers is not None
        self._types.push(feature, bearers, round_ + 1)
