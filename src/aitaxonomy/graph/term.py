"""A term of the ontology as a value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from aitaxonomy.graph.facts import RELEASE, STAND_INS, KnownFacts
from aitaxonomy.graph.mappings import mappings
from aitaxonomy.html import Link, fragment, link
from aitaxonomy.rdf.namespaces import AIT, curie
from aitaxonomy.store.sources import CitedSource


class Surroundings(Protocol):
    """Further knowledge of a term, by its IRI."""

    def __call__(self, iri: str, relation: str, /) -> tuple[Term, ...]:
        """Return the terms in a relation to it: parents, ancestors, children or instances."""

    def facts(self, iri: str) -> KnownFacts:
        """Return the facts about it."""

    def sources(self, iri: str) -> list[CitedSource]:
        """Return its sources, the best tier first."""

    def property(self, name: str) -> str:
        """Return the IRI of a property; raises `UnknownTerm`."""


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
        warning: of a deprecated term, what to use instead; else "".
        replaced_by: the IRIs of what replaces a deprecated term.

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
    _related: Surroundings = field(compare=False)
    _link: Callable[[str], Link] = field(default=link, compare=False)
    warning: str = field(default="", compare=False)
    replaced_by: tuple[str, ...] = field(default=(), compare=False)

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

    @property
    def facts(self) -> KnownFacts:
        """The facts about it, one for each source; `to_polars()` makes a frame of them."""
        return self._related.facts(self.iri)

    def __getitem__(self, name: str) -> tuple[str, ...]:
        """Return the values of a property, given by any of its names; empty if none is known.

        Raises `UnknownTerm` for a property that does not exist.

        >>> from aitaxonomy import Taxonomy
        >>> Taxonomy()["GPT-4o"]["developed by"]
        ('OpenAI',)
        """
        return self.facts.of(self._related.property(name))

    @property
    def released(self) -> str | None:
        """The day of its release, as in `find`: available, else announced, else in a paper."""
        facts = self.facts
        days = (facts.of(*(AIT + each for each in of)) for of in (RELEASE, *zip(STAND_INS)))
        return next((min(each) for each in days if each), None)

    @property
    def developer(self) -> tuple[str, ...]:
        """Its developers, by label; empty if none is known."""
        return self.facts.of(AIT + "developedBy")

    @property
    def licence(self) -> tuple[str, ...]:
        """Its licences and those of its weights, by label; empty if none is known."""
        return self.facts.of(AIT + "hasLicence", AIT + "hasWeightsLicence")

    def to_json(self) -> dict[str, Any]:
        """Return the documented JSON of `show`."""
        return {
            "iri": self.iri,
            "name": self.curie,
            "kind": self.kind,
            "label": self.label,
            "also_known_as": list(self.alt_labels),
            "definition": self.definition,
            "examples": list(self.examples),
            "counter_examples": list(self.counter_examples),
            "notes": list(self.notes),
            "parents": [t.curie for t in self.parents],
            "ancestors": [t.curie for t in self.ancestors],
            "children": [t.curie for t in self.children],
            "facts": self.facts.to_json(),
            "mappings": [
                {"relation": m.relation, "term": m.object_curie, "label": m.object_label}
                for m in mappings(self.iri)
            ],
            "sources": [
                {"document": s.document, "tier": s.tier, "locator": s.locator, "as_of": s.as_of,
                 "last_checked": s.last_checked}
                for s in self._related.sources(self.iri)
            ],
            "module": self.module,
            **({"replaced_by": list(map(curie, self.replaced_by))} if self.warning else {}),
        }  # fmt: skip

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
            warning=self.warning,
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
