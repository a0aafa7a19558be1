"""An ontology as it was read: its vocabulary, axioms and facts, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from aitaxonomy.owl import axioms as ax
from aitaxonomy.rdf.ntriples import Triple

Pairs = frozenset[tuple[str, str]]
"""(Narrower, wider) pairs of classes or properties, by IRI."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A statement that has no reading, and the reason."""

    triple: Triple
    reason: str

    def __str__(self) -> str:
        return f"{' '.join(self.triple)}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The declared terms, by the kind of entity."""

    classes: frozenset[str] = frozenset()
    object_properties: frozenset[str] = frozenset()
    data_properties: frozenset[str] = frozenset()
    annotation_properties: frozenset[str] = frozenset()
    datatypes: frozenset[str] = frozenset()

    def __or__(self, other: Vocabulary) -> Vocabulary:
        return Vocabulary(
            self.classes | other.classes,
            self.object_properties | other.object_properties,
            self.data_properties | other.data_properties,
            self.annotation_properties | other.annotation_properties,
            self.datatypes | other.datatypes,
        )


@dataclass(frozen=True)
class Ontology:
    """The content of triples: axioms of the terminology, facts, and what could not be read.

    ``origin`` gives for each axiom the triple that carries it, from which a caller finds file and
    line; ``annotations`` the sources that are stated on the axiom itself.
    """

    axioms: tuple[ax.Axiom, ...] = ()
    facts: tuple[ax.Axiom, ...] = ()
    individuals: frozenset[str] = frozenset()
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    labels: Mapping[str, str] = field(default_factory=dict)
    origin: Mapping[ax.Axiom, Triple] = field(default_factory=dict)
    annotations: Mapping[ax.Axiom, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    unread: tuple[Unread, ...] = ()
    exemplars: frozenset[str] = frozenset()
    """Individuals that are named as typical or instructive for some kind."""

    @property
    def told(self) -> Pairs:
        """The pairs (subclass, superclass) of named classes that are stated as they are."""
        return frozenset(
            (axiom.sub.iri, axiom.sup.iri)
            for axiom in self.axioms
            if isinstance(axiom, ax.SubClassOf)
            and isinstance(axiom.sub, ax.Named)
            and isinstance(axiom.sup, ax.Named)
        )

    def __or__(self, other: Ontology) -> Ontology:
        return Ontology(
            unique(self.axioms + other.axioms),
            unique(self.facts + other.facts),
            self.individuals | other.individuals,
            self.vocabulary | other.vocabulary,
            {**other.labels, **self.labels},
            {**other.origin, **self.origin},
            {**other.annotations, **self.annotations},
            tuple(dict.fromkeys(self.unread + other.unread)),
            self.exemplars | other.exemplars,
        )

    def says_the_same_as(self, other: Ontology) -> bool:
        """Return whether both have the same logical content, in the same order."""
        return all(
            getattr(self, part) == getattr(other, part)
            for part in ("axioms", "facts", "individuals", "vocabulary")
        )


def unique(axioms: Iterable[ax.Axiom]) -> tuple[ax.Axiom, ...]:
    """The axioms once each, in the order of their first appearance."""
    return tuple(dict.fromkeys(axioms))


def transitive(graph: Mapping[str, set[str]]) -> Pairs:
    """Return the transitive closure of a relation, without reflexive pairs.

    >>> sorted(transitive({"a": {"b"}, "b": {"c"}}))
    [('a', 'b'), ('a', 'c'), ('b', 'c')]
    """
    pairs = set()
    for name in graph:
        seen: set[str] = set()
        todo = [*graph[name]]
        while todo:
            wider = todo.pop()
            if wider not in seen:
                seen.add(wider)
                todo.extend(graph.get(wider, ()))
        pairs |= {(name, wider) for wider in seen if wider != name}
    return frozenset(pairs)
