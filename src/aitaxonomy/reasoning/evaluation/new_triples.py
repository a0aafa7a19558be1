"""The inferred triples of a closure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

from aitaxonomy.owl import axioms as ax
from aitaxonomy.rdf.ntriples import angled
from aitaxonomy.reasoning.evaluation.encode import SAME_AS, TYPE
from aitaxonomy.reasoning.evaluation.term_dictionary import TermDictionary
from aitaxonomy.reasoning.rules.model import SAME, Predicate

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


def inferred(closure: Derived) -> Iterator[pl.DataFrame]:
    """The inferred triples: frames of N-Triples terms, in the columns `s`, `p` and `o`."""
    import polars as pl

    for predicate in closure.predicates():
        name = property_of(predicate)
        if name is None:
            continue
        rows = closure.rows(predicate).filter(pl.col("round") > 0)
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


def lines(frame: pl.DataFrame) -> bytes:
    """Terms in the columns `s`, `p` and `o` as lines of N-Triples."""
    import polars as pl

    written = frame.select(pl.format("{} {} {} .", "s", "p", "o"))
    return written.write_csv(include_header=False, quote_style="never").encode()
