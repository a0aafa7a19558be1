"""A term of the ontology as a value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from aitaxonomy.html import Link, fragment, link
from aitaxonomy.rdf.namespaces import curie


@dataclass(frozen=True, repr=False)
class Term:
    """A class, property or individual with its annotations in the ontology.

    Terms compare by IRI; `a <= b` is True when every instance of class (or property) `a` is
    provably an instance of `b`.

    Attributes:
        iri: the full IRI.
        kind: "class", "property" or "individual".
        label: the English label.
        alt_labels: synonyms and other spellings.
        definition: one sentence, or "" for a term of another vocabulary.
        examples: what the term covers.
        counter_examples: what is similar and not covered by the term.
        notes: scope notes, such as borderline cases or what the sources leave open.
        sources: IRIs of the sources.
        module: the IRI of the module that defines it.

    """

    iri: str
    kind: str = field(compare=False)
    label: str = field(compare=False)
    alt_labels: tuple[str, ...] = field(compare=False)
    definition: str = field(compare=False)
    examples: tuple[str, ...] = field(compare=False)
    counter_examples: tuple[str, ...] = field(compare=False)
    notes: tuple[str, ...] = field(compare=False)
    sources: tuple[str, ...] = field(compare=False)
    module: str = field(compare=False)
    _related: Callable[[str, str], tuple[Term, ...]] = field(compare=False)
    _link: Callable[[str], Link] = field(default=link, compare=False)

    @property
    def curie(self) -> str:
        """The short form, as in `ait:LLM`."""
        return curie(self.iri)

    @property
    def parents(self) -> tuple[Term, ...]:
        """The next wider classes or properties; for an individual its most specific kinds."""
        return self._related(self.iri, "parents")

    @property
    def children(self) -> tuple[Term, ...]:
        """The next narrower classes or properties."""
        return self._related(self.iri, "children")

    @property
    def ancestors(self) -> tuple[Term, ...]:
        """All more general classes or properties; for an individual all of its kinds."""
        return self._related(self.iri, "ancestors")

    @property
    def instances(self) -> tuple[Term, ...]:
        """The individuals that provably are instances of this class."""
        return self._related(self.iri, "instances")

    def __le__(self, other: Term) -> bool:
        if not isinstance(other, Term):
            return NotImplemented
        return self == other or other in self.ancestors

    def __ge__(self, other: Term) -> bool:
        return other.__le__(self)

    def __lt__(self, other: Term) -> bool:
        return self != other and self <= other

    def __gt__(self, other: Term) -> bool:
        return other < self

    def __str__(self) -> str:
        return self.label

    def __repr__(self) -> str:
        return f"<{self.kind} {self.curie} “{self.label}”>"

    def _repr_html_(self) -> str:
        def links(terms: tuple[Term, ...]) -> list[Link]:
            return [Link(term.label, term.iri) for term in terms]

        return fragment(
            "term.html",
            label=self.label,
            kind=self.kind,
            name=Link(self.curie, self.iri),
            definition=self.definition,
            also_called=self.alt_labels,
            parents=links(self.parents),
            children=links(self.children),
            told=[
                ("Examples", self.examples),
                ("Not covered", self.counter_examples),
                ("Notes", self.notes),
            ],
            sources=[self._link(source) for source in self.sources],
        )
