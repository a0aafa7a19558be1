"""How facts are written as triples of N-Triples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aitaxonomy.owl import axioms as ax
from aitaxonomy.rdf.ntriples import angled
from aitaxonomy.reasoning.evaluation.encode import SAME_AS, TYPE
from aitaxonomy.reasoning.rules.model import SAME, Predicate

if TYPE_CHECKING:
    import polars as pl


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


def lines(frame: pl.DataFrame) -> bytes:
    """Terms in the columns `s`, `p` and `o` as lines of N-Triples."""
    import polars as pl

    written = frame.select(pl.format("{} {} {} .", "s", "p", "o"))
    return written.write_csv(include_header=False, quote_style="never").encode()
