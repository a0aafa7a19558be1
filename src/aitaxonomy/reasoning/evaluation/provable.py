"""The facts of a closure on frames, looked up as a proof search needs them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from aitaxonomy.owl import axioms as ax
from aitaxonomy.rdf.ntriples import angled, parse_literal
from aitaxonomy.reasoning.evaluation.term_dictionary import TermDictionary
from aitaxonomy.reasoning.rules.model import DISTINCT, SAME, Atom, GroundFact, Predicate, Program

if TYPE_CHECKING:
    import polars as pl

Found = tuple[tuple[str, ...], int]
"""The terms of a fact and its round."""

MOST = 50_000
"""Predicates with more facts are not indexed: filtering their frames is cheaper than decoding."""


class RowIndex:
    """The facts of one predicate, indexed by each combination of bound terms when first used.

    >>> index = RowIndex([(("a", "b"), 1), (("a", "c"), 2)])
    >>> index.find(["a", None])
    [(('a', 'b'), 1), (('a', 'c'), 2)]
    >>> index.find([None, "c"])
    [(('a', 'c'), 2)]
    """

    def __init__(self, rows: Sequence[Found]) -> None:
        self._rows = rows
        self._by: dict[tuple[bool, ...], dict[tuple[str, ...], list[Found]]] = {}

    def find(self, values: Sequence[str | None]) -> list[Found]:
        """The facts with these terms; None matches any term."""
        given = tuple(value is not None for value in values)
        if given not in self._by:
            groups: dict[tuple[str, ...], list[Found]] = defaultdict(list)
            for row in self._rows:
                key = tuple(t for t, known in zip(row[0], given, strict=True) if known)
                groups[key].append(row)
            self._by[given] = groups
        return self._by[given].get(tuple(value for value in values if value is not None), [])


class ProvableFacts:
    """Looks up facts; `rows` gives the facts of a predicate as numbers, with their rounds."""

    def __init__(
        self, program: Program, terms: TermDictionary, rows: Callable[[Predicate], pl.DataFrame]
    ) -> None:
        self._terms, self._rows = terms, rows
        self._indexes: dict[Predicate, RowIndex | pl.DataFrame] = {}
        self._stated = program.given

    def round(self, fact: GroundFact) -> int | None:
        """The round of a fact; None if it does not hold."""
        for _, round_ in self.match(Atom(fact.predicate, fact.terms), {}):
            return round_
        return None

    def match(self, atom: Atom, bound: dict[int, str]) -> Iterator[tuple[tuple[str, ...], int]]:
        """The facts that an atom matches under some bindings, with their rounds."""
        import polars as pl

        values = [bound.get(term) if isinstance(term, int) else term for term in atom.terms]
        if atom.predicate == DISTINCT:
            if None not in values and values[0] != values[1]:
                yield (str(values[0]), str(values[1])), 0
            return
        if atom.predicate not in self._indexes:
            self._indexes[atom.predicate] = self._index(atom.predicate)
        index = self._indexes[atom.predicate]
        if isinstance(index, RowIndex):
            yield from index.find(values)
            return
        found = index
        for name, value in zip("xy", values, strict=False):
            if value is not None:
                found = found.filter(pl.col(name) == self._terms.number(angled(value)))
        decoded = found.select(
            *(self._terms.bare(name) for name in found.columns if name != "round"), "round"
        )
        for row in decoded.rows():
            yield row[:-1], row[-1]

    def _index(self, predicate: Predicate) -> RowIndex | pl.DataFrame:
        """An index of the decoded facts if there are few, else their frame."""
        rows = self._rows(predicate)
        if rows.height > MOST:
            return rows
        decoded = rows.select(self._terms.bare(name) for name in rows.columns if name != "round")
        return RowIndex(list(zip(decoded.rows(), rows["round"].to_list(), strict=True)))

    def stated(self, fact: GroundFact) -> ax.Axiom | None:
        """The axiom that states the fact: of the ontology, or a statement of the data."""
        if fact in self._stated:
            return self._stated[fact]
        if self.round(fact) != 0:
            return None
        of = fact.predicate.of
        if fact.predicate == SAME:
            return ax.SameIndividual(*fact.terms)
        if fact.predicate.kind == "role":
            subject, value = fact.terms
            is_value = value.startswith('"')
            return ax.PropertyAssertion(
                subject, str(of), parse_literal(value) if is_value else value
            )
        if isinstance(of, ax.Named) and of != ax.THING:
            return ax.ClassAssertion(fact.terms[0], of)
        return None
