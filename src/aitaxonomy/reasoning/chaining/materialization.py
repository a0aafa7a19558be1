"""All that follows from a program's facts, every term a constant: for verdicts and proofs.

A closure of data files (see `evaluation`) has columns of individuals beside its constants. Here
there are none: whatever the facts mention is a constant, so the bit sets of `IndividualTypes` hold
each fact, and a fact is looked up in them without decoding anything.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.datatypes import contains
from aitaxonomy.rdf.literal_canonicalization import canonical_term
from aitaxonomy.rdf.ntriples import is_name, parse_literal
from aitaxonomy.reasoning.chaining import snapshot
from aitaxonomy.reasoning.chaining.individual_types import IndividualTypes, state
from aitaxonomy.reasoning.chaining.rule_classifier import classify_rules
from aitaxonomy.reasoning.chaining.type_features import FROM, TO, Features, ones
from aitaxonomy.reasoning.rules.model import (
    CLASH,
    DISTINCT,
    NAMED,
    UNIVERSAL,
    Atom,
    GroundFact,
    Predicate,
    Program,
    Rule,
    member,
)
from aitaxonomy.reasoning.rules.value_table import TableWriter, ValueTable

Found = tuple[tuple[str, ...], int]
"""The terms of a fact and its round."""
_EVERY = -1
"""The set of all numbers."""


class Materialization:
    """The facts of a program, and what follows from them once they are `run`.

    >>> from aitaxonomy.reasoning.rules.compiler import compile_ontology
    >>> from aitaxonomy.owl.ontology import Ontology
    >>> cat, pet = ax.Named("urn:Cat"), ax.Named("urn:Pet")
    >>> facts = Materialization(compile_ontology(Ontology((ax.SubClassOf(cat, pet),))))
    >>> facts.add(GroundFact(member(cat), ("urn:felix",)))
    >>> facts.run()
    >>> facts.round(GroundFact(member(pet), ("urn:felix",)))
    1
    """

    def __init__(self, program: Program) -> None:
        self._begin(program)
        rules = classify_rules(program.rules, self._features, self._number)
        self._types = IndividualTypes(self._features, rules, 0)
        self._types.constant_set = _EVERY
        asked = {atom.predicate for rule in program.rules for atom in rule.body}
        self.universal = tuple(each for each in UNIVERSAL if each in asked)
        """Those of `UNIVERSAL` that are a premise of some rule."""
        for fact, axiom in program.given.items():
            self.add(fact, axiom)
        for name in program.individuals:
            self._mention(self._number(name))

    def _begin(self, program: Program) -> None:
        self.program = program
        self._numbers: dict[str, int] = {}
        self._names: list[str] = []
        self._asserted: dict[tuple[Predicate, tuple[int, ...]], ax.Axiom | None] = {}
        self._mentioned: set[int] = set()
        self._features = Features()

    # --- written down and taken up again

    def written(self, values: TableWriter) -> dict[str, Any]:
        """The result, for JSON."""
        return {
            "names": self._names,
            "mentioned": sorted(self._mentioned),
            "universal": [values.number(each) for each in self.universal],
            **snapshot.written(self._types, self.program, values),
        }

    @classmethod
    def resumed(
        cls, program: Program, found: Mapping[str, Any], values: ValueTable
    ) -> Materialization:
        """The one that was `written`, of the same program and facts."""
        self = cls.__new__(cls)
        self._begin(program)
        self._names = list(found["names"])
        self._numbers = {name: number for number, name in enumerate(self._names)}
        self._mentioned = set(found["mentioned"])
        self.universal = tuple(values[each] for each in found["universal"])
        self._types = snapshot.resumed(found, program, values, self._number)
        self._types.constant_set = _EVERY
        self._features = self._types.features
        for fact, axiom in program.given.items():
            row = tuple(map(self._number, fact.terms))
            self._asserted[fact.predicate, row] = axiom
        return self

    def copy(self) -> Materialization:
        """One that knows the same and goes its own way; the rules are shared."""
        other = copy.copy(self)
        other._numbers, other._names = self._numbers.copy(), self._names.copy()
        other._asserted, other._mentioned = self._asserted.copy(), self._mentioned.copy()
        other._types = self._types.copy()
        other._features = other._types.features
        return other

    def with_constants(self, names: Iterable[str]) -> tuple[IndividualTypes, list[str]]:
        """The types to which data is added, and all constants: those of the facts, then `names`."""
        for name in names:
            self._number(name)
        types = self._types.copy()
        types.constants = len(self._names)
        types.constant_set = (1 << types.constants) - 1
        return types, self._names

    # --- stating facts

    def add(self, fact: GroundFact, axiom: ax.Axiom | None = None) -> None:
        """Assert a fact, which `axiom` says (none: it is an assumption)."""
        row = [self._number(each) for each in fact.terms]
        self._asserted.setdefault((fact.predicate, tuple(row)), axiom)
        state(self._types, fact.predicate, row)
        for known in ranges_of(self.program, fact):
            state(self._types, known, row[1:])
        for each in row:
            self._mention(each)

    def extend(self, rules: Iterable[Rule]) -> None:
        """Add rules without variables whose premises hold.

        >>> from aitaxonomy.reasoning.rules.model import Atom
        >>> cat, pet = (member(ax.Named(name)) for name in "CP")
        >>> facts = Materialization(Program(()))
        >>> facts.add(GroundFact(cat, ("urn:felix",)))
        >>> facts.extend([Rule(Atom(pet, ("urn:felix",)), (Atom(cat, ("urn:felix",)),), "taken")])
        >>> facts.run()
        >>> facts.round(GroundFact(pet, ("urn:felix",)))
        1
        """
        for rule in rules:
            row = [self._number(str(each)) for each in rule.head.terms]
            rounds = [
                self.round(GroundFact(each.predicate, tuple(map(str, each.terms))))
                for each in rule.body
            ]
            feature = self._feature(rule.head.predicate, row)
            latest = max(round_ for round_ in rounds if round_ is not None)
            self._types.push(feature, 1 << row[0], latest + 1)
            for each in row:
                self._mention(each)

    def run(self, *, until_clash: bool = False) -> None:
        """Apply the rules until nothing new follows.

        `until_clash` stops at the first contradiction: from that on nearly everything would follow.
        """
        self._types.until_clash = until_clash
        self._types.run()

    def _mention(self, number: int) -> None:
        """State of an individual that it is a thing, and whether it has a name."""
        if not self.universal or number in self._mentioned:
            return
        self._mentioned.add(number)
        name = self._names[number]
        for predicate in self.universal:
            if is_name(name) if predicate == NAMED else not name.startswith('"'):
                state(self._types, predicate, [number])

    # --- names and numbers

    def _number(self, name: str) -> int:
        """The number of an individual or data value; equal values share one."""
        number = self._numbers.get(name)
        if number is None:
            one = canonical_term(name)
            number = self._numbers.setdefault(one, len(self._names))
            self._numbers[name] = number
            if number == len(self._names):
                self._names.append(one)
        return number

    def _known(self, name: str) -> int | None:
        number = self._numbers.get(name)
        return self._numbers.get(canonical_term(name)) if number is None else number

    def _feature(self, predicate: Predicate, row: list[int]) -> int:
        if predicate.unary:
            return self._features.kind(predicate)
        return self._features.link(predicate, TO, row[1])

    # --- reading

    def stated(self, fact: GroundFact) -> ax.Axiom | None:
        """The axiom that asserts the fact, if one does."""
        row = tuple(self._known(each) for each in fact.terms)
        return self._asserted.get((fact.predicate, row))  # type: ignore[arg-type]

    def round(self, fact: GroundFact) -> int | None:
        """The round in which a fact arose (0: asserted), None if it does not hold."""
        numbers = [self._known(each) for each in fact.terms]
        if fact.predicate.unary:
            feature = self._features.kinds.get(fact.predicate)
        else:
            target = numbers[1]
            ends = self._features.ends(fact.predicate, TO)
            feature = None if target is None else ends.get(target)
        number = numbers[0]
        if feature is None or number is None or not self._who(feature) >> number & 1:
            return None
        return self._types.round(feature, number)

    def rows(self, predicate: Predicate) -> Iterator[Found]:
        """All facts of a predicate with their rounds."""
        if predicate.unary:
            feature = self._features.kinds.get(predicate)
            for number, round_ in self._having(feature):
                yield (self._names[number],), round_
            return
        for target, feature in list(self._features.ends(predicate, TO).items()):
            for number, round_ in self._having(feature):
                yield (self._names[number], self._names[target]), round_

    def match(self, atom: Atom, bound: dict[int, str]) -> Iterator[Found]:
        """The facts that an atom matches under some bindings, with their rounds."""
        values = [bound.get(t) if isinstance(t, int) else t for t in atom.terms]
        given = tuple(value for value in values if value is not None)
        if atom.predicate == DISTINCT:
            if len(given) == 2 and self._number(given[0]) != self._number(given[1]):
                yield given, 0
        elif len(given) == len(values):
            round_ = self.round(GroundFact(atom.predicate, given))
            if round_ is not None:
                yield tuple(self._names[self._number(each)] for each in given), round_
        elif given:
            yield from self._linked(atom.predicate, values[0], values[1])
        else:
            yield from self.rows(atom.predicate)

    def _linked(self, role: Predicate, subject: str | None, target: str | None) -> Iterator[Found]:
        """The links of one end."""
        forward = subject is not None
        end = self._known(str(subject if forward else target))
        if end is None:
            return
        feature = self._features.ends(role, FROM if forward else TO).get(end)
        here = self._names[end]
        for number, round_ in self._having(feature):
            other = self._names[number]
            yield ((here, other) if forward else (other, here)), round_

    def clashes(self) -> list[GroundFact]:
        """The individuals at which the facts contradict each other."""
        return [GroundFact(CLASH, terms) for terms, _ in self.rows(CLASH)]

    def predicates(self) -> list[Predicate]:
        """All predicates that have facts."""
        features = self._features.list
        used = (features[n].predicate for n, who in enumerate(self._types.sets) if who)
        return [each for each in dict.fromkeys(used) if each.kind != "heard"]

    def _who(self, feature: int) -> int:
        sets = self._types.sets
        return sets[feature] if feature < len(sets) else 0

    def _having(self, feature: int | None) -> list[tuple[int, int]]:
        """Yield the bearers of a feature, with the round."""
        if feature is None or not self._who(feature):
            return []
        rounds = self._types.rounds[feature]
        return [(number, round_) for round_, who in rounds.items() for number in ones(who)]


def ranges_of(program: Program, fact: GroundFact) -> Iterator[Predicate]:
    """In which ranges of its property a fact's data value lies, and in which it does not."""
    if fact.predicate.kind != "role" or not fact.terms[1].startswith('"'):
        return
    for data_range in program.ranges.get(str(fact.predicate.of), ()):
        inside = contains(data_range, parse_literal(fact.terms[1]))
        if inside is not None:
            known = member(data_range)
            yield known if inside else known.opposite
