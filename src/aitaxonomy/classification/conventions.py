"""Conventions: choices in the definitions of AI kinds that users can change.

From which size on a model is large, and whether a system that only converts its input into another
form generates content, are not matters of fact. The ontology marks the axioms that rest on such a
choice with `ait:byConvention`; these switches replace them, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aitaxonomy.errors import QueryRefused
from aitaxonomy.inference.premises import SUBCLASS, Premises
from aitaxonomy.rdf.namespaces import AIT, RDFS, XSD

if TYPE_CHECKING:
    import pyoxigraph as ox

_FACETS = (XSD + "minInclusive", XSD + "maxExclusive")


@dataclass(frozen=True, slots=True)
class Conventions:
    """Two choices, each with the default of the shipped ontology.

    Attributes:
        large_from: number of parameters from which a model counts as large.
        transduction_generates: whether speech recognition, translation and the like, as a
            model's sole task, count as generative AI.

    Raises:
        QueryRefused: `large_from` is less than 1.

    >>> Conventions().large_from == 10**9, Conventions().transduction_generates
    (True, False)

    """

    large_from: int = 1_000_000_000
    transduction_generates: bool = False

    def __post_init__(self) -> None:
        if self.large_from < 1:
            raise QueryRefused("large_from is a number of parameters: give at least 1")

    def apply(self, premises: Premises) -> Premises:
        """Return the premises with the chosen axioms, and without inferences from the others."""
        if self == Conventions():
            return premises
        chosen = list(self._axioms(premises.triples))
        pairs = self._without(premises.subclasses, premises.superclasses)
        told = [(low, SUBCLASS, high) for low, high in pairs]
        others = [each for each in premises.hierarchy if each[1] != SUBCLASS]
        return Premises(chosen, [*told, *others], premises.complete)

    def _axioms(self, triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
        import pyoxigraph as ox

        default = Conventions()
        sub, kind = ox.NamedNode(RDFS + "subClassOf"), ox.NamedNode(AIT + "TransductionModel")
        not_generative = ox.Triple(kind, sub, ox.NamedNode(AIT + "NonGenerativeAI"))
        generative = ox.Triple(kind, sub, ox.NamedNode(AIT + "GenerativeAI"))
        for triple in triples:
            if self.transduction_generates and triple == not_generative:
                yield generative
            elif (
                triple.predicate.value in _FACETS
                and isinstance(triple.object, ox.Literal)
                and triple.object.value == str(default.large_from)
            ):
                limit = ox.Literal(str(self.large_from), datatype=triple.object.datatype)
                yield ox.Triple(triple.subject, triple.predicate, limit)
            else:
                yield triple

    def _without(
        self, pairs: Iterable[tuple[str, str]], above: Mapping[str, Set[str]]
    ) -> list[tuple[str, str]]:
        """Return a hierarchy without the pairs that may rest on a convention not chosen.

        That of many a class below non-generative AI does: a speech recognizer is non-generative or
        a transduction model. Asserted facts stay, and the rules derive again what follows from
        them.

        Args:
            pairs: (subclass, superclass).
            above: all superclasses of each class.

        >>> pair = (AIT + "TransductionModel", AIT + "NonGenerativeAI")
        >>> Conventions(transduction_generates=True)._without([pair], {})
        []

        """
        if not self.transduction_generates:
            return list(pairs)
        below = AIT + "NonGenerativeAI"
        gone = {below, *above.get(below, ())} - above.get(AIT + "AIModel", set())
        return [pair for pair in pairs if pair[1] not in gone]
