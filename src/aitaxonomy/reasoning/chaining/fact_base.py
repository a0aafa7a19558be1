"""The fact base of forward chaining: facts as rows of numbers, with indexes for joins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aitaxonomy.owl import axioms as ax
from aitaxonomy.rdf.literal_canonicalization import canonical_term
from aitaxonomy.reasoning.rules.model import CLASH, DISTINCT, Atom, GroundFact, Predicate, Term

Row = tuple[int, ...]


class FactBase:
    """Facts, each with the round in which it arose; predicates and terms have numbers."""

    def __init__(self) -> None:
        self._predicates: dict[Predicate, int] = {}
        self._terms: dict[str, int] = {}
        self.names: list[str] = []
        self.asserted: dict[tuple[int, Row], ax.Axiom | None] = {}
        self.facts: list[dict[Row, int]] = []
        self._by: list[tuple[dict[int, list[int]], dict[int, list[int]]]] = []
        self.distinct = self.predicate(DISTINCT)

    def copy_facts_of(self, other: FactBase) -> None:
        """Take over copies of another fact base's tables."""
        self._predicates, self._terms = other._predicates.copy(), other._terms.copy()
        self.names, self.asserted = other.names.copy(), other.asserted.copy()
        self.facts = [known.copy() for known in other.facts]
        self._by = [(_copied(forward), _copied(backward)) for forward, backward in other._by]

    # --- names and numbers

    def predicate(self, predicate: Predicate) -> int:
        """The number of a predicate."""
        number = self._predicates.setdefault(predicate, len(self.facts))
        if number == len(self.facts):
            self.facts.append({})
            self._by.append(({}, {}))
        return number

    def term(self, name: str) -> int:
        """The number of an individual or data value; equal data values share one."""
        number = self._terms.get(name)
        if number is None:
            one = canonical_term(name)
            number = self._terms.setdefault(one, len(self.names))
            self._terms[name] = number
            if number == len(self.names):
                self.names.append(one)
        return number

    def encode(self, terms: tuple[Term, ...]) -> Row:
        """Terms as numbers: variables become negative, constants do not."""
        return tuple(-1 - t if isinstance(t, int) else self.term(t) for t in terms)

    def _matches(self, predicate: int, terms: Row, bound: list[int]) -> Iterable[Row]:  # noqa: PLR0911
        values = [term if term >= 0 else bound[-1 - term] for term in terms]
        if predicate == self.distinct:
            return (tuple(values),) if values[0] != values[1] else ()
        facts = self.facts[predicate]
        if len(values) == 1:
            if values[0] >= 0:
                return ((values[0],),) if (values[0],) in facts else ()
            return list(facts)
        first, second = values
        if first >= 0 and second >= 0:
            return ((first, second),) if (first, second) in facts else ()
        forward, backward = self._by[predicate]
        if first >= 0:
            return [(first, each) for each in forward.get(first, ())]
        if second >= 0:
            return [(each, second) for each in backward.get(second, ())]
        return list(facts)

    # --- reading

    def stated(self, fact: GroundFact) -> ax.Axiom | None:
        """The axiom that states the fact; None if none does."""
        predicate, row = self._predicates.get(fact.predicate), self._row(fact.terms)
        return None if predicate is None or row is None else self.asserted.get((predicate, row))

    def round(self, fact: GroundFact) -> int | None:
        """The round in which a fact arose (0: stated); None if it does not hold."""
        predicate = self._predicates.get(fact.predicate)
        row = self._row(fact.terms)
        if predicate is None or row is None:
            return None
        return self.facts[predicate].get(row)

    def _row(self, terms: tuple[str, ...]) -> Row | None:
        row = []
        for name in terms:
            number = self._terms.get(name)
            if number is None:
                number = self._terms.get(canonical_term(name))
            if number is None:
                return None
            row.append(number)
        return tuple(row)

    def rows(self, predicate: Predicate) -> Iterator[tuple[tuple[str, ...], int]]:
        """All facts of a predicate with their rounds."""
        number = self._predicates.get(predicate)
        if number is not None:
            for row, round_ in list(self.facts[number].items()):
                yield tuple(self.names[each] for each in row), round_

    def match(self, atom: Atom, bound: dict[int, str]) -> Iterator[tuple[tuple[str, ...], int]]:
        """The facts that an atom matches under some bindings, with their rounds."""
        number = self._predicates.get(atom.predicate)
        values = [bound.get(t) if isinstance(t, int) else t for t in atom.terms]
        if atom.predicate == DISTINCT:
            first, second = values
            if first is not None and second is not None and self.term(first) != self.term(second):
                yield (first, second), 0
            return
        if number is None:
            return
        encoded = []
        for each in values:
            row = (-1,) if each is None else self._row((each,))
            if row is None:
                return
            encoded.append(row[0])
        pattern = tuple(e if e >= 0 else -1 - i for i, e in enumerate(encoded))
        for match in self._matches(number, pattern, [-1, -1]):
            yield tuple(self.names[each] for each in match), self.facts[number][match]

    def clashes(self) -> list[GroundFact]:
        """The contradictions, one for each individual that has one."""
        return [GroundFact(CLASH, terms) for terms, _ in self.rows(CLASH)]

    def predicates(self) -> list[Predicate]:
        """All predicates that have facts."""
        return [each for each, number in self._predicates.items() if self.facts[number]]


def _copied(ends: dict[int, list[int]]) -> dict[int, list[int]]:
    return {start: found.copy() for start, found in ends.items()}
