"""The facts of a closure on frames as a search for proofs reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from aitaxonomy.reasoning import axioms as ax
from aitaxonomy.reasoning.numbering import Terms
from aitaxonomy.reasoning.rowindex import MOST, RowIndex
from aitaxonomy.reasoning.rules import DISTINCT, SAME, Atom, GroundFact, Predicate, Program
from aitaxonomy.reasoning.terms import angled

if TYPE_CHECKING:
    import polars as pl


class ProvableFacts:
    """Looks up facts; `rows` gives those of a predicate as numbers with their rounds."""

    def __init__(
        self, program: Program, terms: Terms, rows: Callable[[Predicate], pl.DataFrame]
    ) -> None:
        self._terms, self._rows = terms, rows
        self._indexes: dict[Predicate, RowIndex | pl.DataFrame] = {}
        self._stated = program.given

    def round(self, fact: GroundFact) -> int | None:
        """The round of a fact, None if it does not hold."""
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
        """Facts by their terms if they are not many, else as numbers."""
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
            return ax.PropertyAssertion(fact.terms[0], str(of), fact.terms[1])
        if isinstance(of, ax.Named) and of != ax.THING:
            return ax.ClassAssertion(fact.terms[0], of)
        return None
