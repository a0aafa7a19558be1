"""The inferred triples of a closure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Protocol

from aitaxonomy.owl import axioms as ax
from aitaxonomy.rdf.ntriples import angled
from aitaxonomy.reasoning.evaluation.encode import SAME_AS, TYPE
from aitaxonomy.reasoning.evaluation.term_dictionary import TermDictionary
from aitaxonomy.reasoning.rules.model import SAME, Predicate
from aitaxonomy.store.query_patterns import EVERYTHING, Pattern

if TYPE_CHECKING:
    import polars as pl


class Derived(Protocol):
    """The parts of a closure to write: the rows of each predicate, and the term dictionary."""

    terms: TermDictionary

    def predicates(self) -> list[Predicate]:
        """The predicates that have facts."""
        ...

    def rows(self, predicate: Predicate) -> pl.DataFrame:
        """The facts of a predicate: `x`, for links `y`, and the `round` in which they arose."""
        ...


def property_of(predicate: Predicate) -> str | None:
    """The RDF property, in N-Triples, that facts of a predicate are written with; None for none.

    >>> from aitaxonomy.reasoning.rules.model import CLASH
    >>> property_of(Predicate("role", "urn:likes")), property_of(CLASH)
    ('<urn:likes>', None)
    """
    if predicate.kind == "role":
        return angled(str(predicate.of))
    if predicate == SAME:
        return SAME_AS
    if predicate.kind == "is" and isinstance(predicate.of, ax.Named) and predicate.of != ax.THING:
        return TYPE
    return None


def inferred(
    closure: Derived, wanted: Collection[Pattern] = (EVERYTHING,)
) -> Iterator[pl.DataFrame]:
    """The inferred triples: frames of N-Triples terms, in the columns `s`, `p` and `o`.

    `wanted` are the triple patterns that they have to match; by default all triples are given.
    """
    import polars as pl

    for predicate in closure.predicates():
        name = property_of(predicate)
        condition = None if name is None else _condition(closure, predicate, name, wanted)
        if name is None or condition is None:
            continue
        rows = closure.rows(predicate).filter((pl.col("round") > 0) & condition)
        if not rows.height:
            continue
        target = closure.terms.decode(pl.col("y")) if not predicate.unary else None
        of = predicate.of
        if target is None:
            target = pl.lit(angled(of.iri) if isinstance(of, ax.Named) else "")
        yield rows.select(
            closure.terms.decode(pl.col("x")).alias("s"),
            pl.lit(name).alias("p"),
            target.alias("o"),
        )


def _condition(
    closure: Derived, predicate: Predicate, name: str, wanted: Collection[Pattern]
) -> pl.Expr | None:
    """The condition that a row of a predicate matches some pattern; None if none can match."""
    import polars as pl

    found: pl.Expr | None = None
    for s, p, o in wanted:
        if p not in (None, name):
            continue
        fits = pl.lit(value=True)
        if s is not None:
            fits &= pl.col("x") == closure.terms.number(s)
        if o is not None and not predicate.unary:
            fits &= pl.col("y") == closure.terms.number(o)
        elif o is not None and f"<{getattr(predicate.of, 'iri', '')}>" != o:
            continue
        found = fits if found is None else found | fits
    return found


def lines(frame: pl.DataFrame) -> bytes:
    """Terms in the columns `s`, `p` and `o` as lines of N-Triples."""
    import polars as pl

    written = frame.select(pl.format("{} {} {} .", "s", "p", "o"))
    return written.write_csv(include_header=False, quote_style="never").encode()
