"""Facts by number: what the agenda knows, in tables that rules look things up in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aitaxonomy.rdf.literal_canonicalization import canonical_term
from aitaxonomy.reasoning.rules.model import DISTINCT, Predicate, Term

Row = tuple[int, ...]


class Factbase:
    """Predicates and terms as numbers, facts as rows of them, each with its round."""

    def __init__(self) -> None:
        self._predicates: dict[Predicate, int] = {}
        self._terms: dict[str, int] = {}
        self.names: list[str] = []
        self.facts: list[dict[Row, int]] = []
        self._by: list[tuple[dict[int, list[int]], dict[int, list[int]]]] = []
        self.distinct = self.predicate(DISTINCT)

    # --- names and numbers

    def predicate(self, predicate: Predicate) -> int:
        """The number of a predicate."""
        number = self._predicates.setdefault(predicate, len(self.facts))
        if number == len(self.facts):
            self.facts.append({})
            self._by.append(({}, {}))
        return number

    def term(self, name: str) -> int:
        """The number of an individual or data value; equal values share one."""
        number = self._terms.get(name)
        if number is None:
            one = canonical_term(name)
            number = self._terms.setdefault(one, len(self.names))
            self._terms[name] = number
            if number == len(self.names):
                self.names.append(one)
        return number

    def encode(self, terms: tuple[Term, ...]) -> Row:
        """Terms as numbers: variables negative, constants not."""
        return tuple(-1 - t if isinstance(t, int) else self.term(t) for t in terms)

    def _matches(self, predicate: int, terms: Row, bound: list[int]) -> Iterable[Row]:
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

    def rows(self, predicate: Predicate) -> Iterator[tuple[tuple[str, ...], int]]:
        """All facts of a predicate with their rounds."""
        number = self._predicates.get(predicate)
        if number is not None:
            for row, round_ in list(self.facts[number].items()):
                yield tuple(self.names[each] for each in row), round_

    def predicates(self) -> list[Predicate]:
        """All predicates that have facts."""
        return [each for each, number in self._predicates.items() if self.facts[number]]
