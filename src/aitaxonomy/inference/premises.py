"""What is reasoned from: the shipped triples, and the hierarchy that HermiT found in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from aitaxonomy.rdf.namespaces import AIT, OWL, RDF, RDFS
from aitaxonomy.store import GraphStore
from aitaxonomy.store.shipped import cached_hash, content_hash, shipped_inferences

if TYPE_CHECKING:
    import pyoxigraph as ox

TYPE = RDF + "type"
SUBCLASS = RDFS + "subClassOf"
SUBPROPERTY = RDFS + "subPropertyOf"
NOT_A = AIT + "isNotA"
EXEMPLAR_OF = AIT + "exemplarOf"
#: The class of whose members it is written down what they provably are not.
ARTIFACT = AIT + "AIArtifact"
#: The kinds of which it is written down what provably is none (`ait:isNotA`). For all kinds this
#: would be more statements than everything else together; the reasoner tells for the others.
REFUTED_KINDS = tuple(
    AIT + name
    for name in (
        "GenerativeAI",
        "LLM",
        "LLMTechnology",
        "LanguageModel",
        "MultimodalLLM",
        "MultimodalPlatform",
        "NonGenerativeAI",
        "TextOnlyLLM",
    )
)
Statement = tuple[str, str, str]


@dataclass(frozen=True)
class Premises:
    """The shipped triples with the hierarchy of their terms.

    Attributes:
        triples: what is asserted.
        hierarchy: what HermiT found in the terms: `SUBCLASS` and `SUBPROPERTY` statements.
        complete: whether it was found in these terms; the shipped one is of the shipped terms,
            and those of a checkout may have been edited since.

    """

    triples: list[ox.Triple]
    hierarchy: list[Statement]
    complete: bool = True

    @classmethod
    def shipped(cls, store: GraphStore) -> Premises:
        """Return what a store of the shipped files asserts, with the shipped hierarchy."""
        return cls(store.triples(), shipped_hierarchy(), cached_hash() == content_hash())

    @property
    def subclasses(self) -> list[tuple[str, str]]:
        """The pairs (subclass, superclass) of the hierarchy."""
        return [(a, b) for a, p, b in self.hierarchy if p == SUBCLASS]

    @cached_property
    def subjects(self) -> set[str]:
        """The subjects of the triples, in N-Triples."""
        return {str(triple.subject) for triple in self.triples}

    @cached_property
    def annotations(self) -> set[str]:
        """The annotation properties, in N-Triples: with them nothing is said that entails."""
        import pyoxigraph as ox

        kind, of = ox.NamedNode(OWL + "AnnotationProperty"), ox.NamedNode(TYPE)
        return {str(t.subject) for t in self.triples if t.predicate == of and t.object == kind}

    @cached_property
    def superclasses(self) -> dict[str, set[str]]:
        """For each class all that are above it, stated or found."""
        import pyoxigraph as ox

        sub = ox.NamedNode(SUBCLASS)
        above: dict[str, set[str]] = {}
        stated = [
            (t.subject.value, t.object.value)
            for t in self.triples
            if t.predicate == sub
            and isinstance(t.subject, ox.NamedNode)
            and isinstance(t.object, ox.NamedNode)
        ]
        for low, high in (*self.subclasses, *stated):
            above.setdefault(low, set()).add(high)
        grown = True
        while grown:
            grown = False
            for kinds in above.values():
                more = set[str]().union(*(above.get(kind, ()) for kind in kinds)) - kinds
                kinds.update(more)
                grown = grown or bool(more)
        return above


def shipped_hierarchy() -> list[Statement]:
    """Return the hierarchy that HermiT inferred for the shipped terms, as triples of IRIs.

    >>> any(low == AIT + "LLM" for low, _, _ in shipped_hierarchy())
    True
    """
    return [
        (str(t.subject)[1:-1], t.predicate.value, str(t.object)[1:-1])
        for t in shipped_inferences()
        if t.predicate.value in (SUBCLASS, SUBPROPERTY)
    ]


def as_triples(statements: Iterable[Statement]) -> list[ox.Triple]:
    """Return statements in the reasoner's spelling, without literals, as triples."""
    import pyoxigraph as ox

    def node(name: str) -> Any:
        return ox.BlankNode(name[2:]) if name.startswith("_:") else ox.NamedNode(name)

    return [ox.Triple(node(s), node(p), node(o)) for s, p, o in statements]


def lesser_known(triples: Iterable[ox.Triple]) -> set[str]:
    """Return the artifacts that are exemplars of nothing.

    Without exemplars there are none: then the ontology is somebody else's.

    >>> import pyoxigraph as ox
    >>> gpt, toy, by = ox.NamedNode("urn:gpt"), ox.NamedNode("urn:toy"), AIT + "developedBy"
    >>> made = [ox.Triple(each, ox.NamedNode(by), ox.NamedNode("urn:us")) for each in (gpt, toy)]
    >>> lesser_known([*made, ox.Triple(gpt, ox.NamedNode(EXEMPLAR_OF), ox.NamedNode("urn:LLM"))])
    {'urn:toy'}
    """
    found: dict[str, set[str]] = {AIT + "developedBy": set(), EXEMPLAR_OF: set()}
    for triple in triples:
        if triple.predicate.value in found:
            found[triple.predicate.value].add(getattr(triple.subject, "value", ""))
    artifacts, exemplars = found.values()
    return artifacts - exemplars if exemplars else set()
