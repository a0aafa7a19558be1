"""The axioms and statements that the rules do not cover, each with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Ontology
from aitaxonomy.owl.writers.manchester import manchester
from aitaxonomy.rdf.namespaces import shown
from aitaxonomy.rdf.ntriples import Triple
from aitaxonomy.rdf.positions.location import Locate, Location
from aitaxonomy.text import clipped


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An axiom or a statement that the rules do not cover, or only in part."""

    axiom: str
    """The axiom in Manchester syntax, or the triple that is not part of any axiom."""
    reason: str
    location: Location = field(default_factory=Location)

    def __repr__(self) -> str:
        return f"<LeftOut {clipped(str(self), 80)}>"

    def __str__(self) -> str:
        place = str(Location(self.location.file, self.location.line))
        return f"{self.axiom} ({self.reason}{'; ' + place if place else ''})"


def left_out(
    ontology: Ontology,
    unsupported: Iterable[tuple[ax.Axiom, str]],
    locate: Locate | None = None,
) -> Iterator[LeftOut]:
    """The axioms without a (complete) rule form, then the triples that are part of no axiom.

    >>> from aitaxonomy.owl.ontology import Ontology, Unread
    >>> lone = Unread(("urn:a", "urn:p", "_:b"), "the property is not declared")
    >>> print(*left_out(Ontology(unread=(lone,)), []))
    <urn:a> <urn:p> [] (not read: the property is not declared)
    """

    def place(triple: Triple | None) -> Location:
        found = locate(triple) if locate is not None and triple is not None else None
        return found or Location()

    for axiom, reason in unsupported:
        yield LeftOut(manchester(axiom), reason, place(ontology.origin.get(axiom)))
    for each in ontology.unread:
        text = " ".join(map(shown, each.triple))
        yield LeftOut(text, f"not read: {each.reason}", place(each.triple))
