"""Names and terms of the ontology, as value objects."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

#: The prefixes that CURIEs are read and written with.
PREFIXES: Mapping[str, str] = {
    "ait": "https://w3id.org/aitaxonomy#",
    "aix": "https://w3id.org/aitaxonomy/id/",
    "ais": "https://w3id.org/aitaxonomy/shapes#",
    "aiq": "https://w3id.org/aitaxonomy/query/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "sh": "http://www.w3.org/ns/shacl#",
}


def curie(iri: str) -> str:
    """Return the CURIE of an IRI, or the IRI where no prefix fits.

    >>> curie("https://w3id.org/aitaxonomy#LLM")
    'ait:LLM'
    """
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and "/" not in (local := iri[len(namespace) :]) and local:
            return f"{prefix}:{local}"
    return iri


def expand(name: str) -> str | None:
    """Return the IRI that a CURIE or an IRI (with or without angle brackets) stands for, or None.

    >>> expand("ait:LLM"), expand("LLM")
    ('https://w3id.org/aitaxonomy#LLM', None)
    """
    name = name.removeprefix("<").removesuffix(">")
    if name.startswith(("http://", "https://", "urn:")):
        return name
    prefix, colon, local = name.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else None


class IRI(str):
    """An IRI in a row of results: a string that also knows its CURIE.

    >>> IRI("https://w3id.org/aitaxonomy#LLM").curie
    'ait:LLM'
    """

    __slots__ = ()

    @property
    def curie(self) -> str:
        """The short form, as in `ait:LLM`."""
        return curie(self)


@dataclass(frozen=True, repr=False)
class Term:
    """A class, property or individual with what the ontology says of it.

    Terms compare by IRI; `a <= b` is True when every instance of class (or property) `a` is
    provably an instance of `b`.

    Attributes:
        iri: the full IRI.
        kind: "class", "property" or "individual".
        label: the English label.
        alt_labels: synonyms and other spellings.
        definition: one sentence, or "" for a term of another vocabulary.
        examples: what the term covers.
        counter_examples: what is near the term and not covered by it.
        notes: what else is to be known, as where its border lies or what its sources leave open.
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


def clipped(text: str, width: int = 60) -> str:
    """Return a text, or its beginning where it is longer than a width, for a `repr` of one line.

    >>> clipped("large language model", 10), clipped("LLM", 10)
    ('large lan…', 'LLM')
    """
    return text if len(text) <= width else text[: width - 1] + "…"


def natural(names: Sequence[str]) -> str:
    """Join names as a sentence does.

    >>> natural(["text", "image", "code"])
    'text, image and code'
    """
    *first, last = names or [""]
    return f"{', '.join(first)} and {last}" if first else last
