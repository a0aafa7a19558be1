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
from aitaxonomy.rdf.namespaces import AIT, OWL, RDF, RDFS, XSD

if TYPE_CHECKING:
    import pyoxigraph as ox

TRANSDUCTION = AIT + "TransductionModel"
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
        tops = _resting_on_transduction(premises.triples) if self.transduction_generates else ()
        pairs = self._without(premises.subclasses, premises.superclasses, tops)
        told = [(low, SUBCLASS, high) for low, high in pairs]
        others = [each for each in premises.hierarchy if each[1] != SUBCLASS]
        return Premises(chosen, [*told, *others], premises.complete)

    def _axioms(self, triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
        import pyoxigraph as ox

        default = Conventions()
        sub, kind = ox.NamedNode(RDFS + "subClassOf"), ox.NamedNode(TRANSDUCTION)
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
        self,
        pairs: Iterable[tuple[str, str]],
        above: Mapping[str, Set[str]],
        tops: Iterable[str] = (),
    ) -> list[tuple[str, str]]:
        """Return a hierarchy without the pairs that rest on a convention not chosen.

        Args:
            pairs: (subclass, superclass).
            above: all superclasses of each class.
            tops: the classes that are not generative by the convention, beside transduction model.

        >>> pair = (AIT + "TransductionModel", AIT + "NonGenerativeAI")
        >>> Conventions(transduction_generates=True)._without([pair], {})
        []

        """
        found = list(pairs)
        if not self.transduction_generates:
            return found
        below, conventional = AIT + "NonGenerativeAI", {TRANSDUCTION, *tops}
        gone = {below, *above.get(below, ())} - above.get(AIT + "AIModel", set())
        return [
            (low, high)
            for low, high in found
            if not (high in gone and conventional & {low, *above.get(low, ())})
        ]


def _resting_on_transduction(triples: Iterable[ox.Triple]) -> set[str]:
    """Return the classes stated to be either something else or transduction models.

    A speech recognizer is a non-generative AI or a transduction model, and so not generative in
    either case as long as transduction models are not.
    """
    before: dict[str, str] = {}
    wholes: dict[str, str] = {}
    below: dict[str, list[str]] = {}
    found: list[str] = []
    for triple in triples:
        prop, subject, value = triple.predicate.value, str(triple.subject), str(triple.object)
        if prop == RDF + "rest":
            before[value] = subject
        elif prop == OWL + "unionOf":
            wholes[value] = subject
        elif prop == SUBCLASS:
            below.setdefault(value, []).append(subject)
        elif prop == RDF + "first" and value == f"<{TRANSDUCTION}>":
            found.append(subject)
    heads = set()
    for node in found:
        head = node
        while head in before:
            head = before[head]
        heads.add(wholes.get(head, ""))
    return {low.strip("<>") for head in heads for low in below.get(head, ())}
