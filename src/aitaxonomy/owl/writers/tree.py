"""An axiom as a tree of the names that functional-style syntax and OWL/XML share."""

from __future__ import annotations

from dataclasses import dataclass

from aitaxonomy.rdf.literals import Literal


@dataclass(frozen=True, slots=True)
class Entity:
    """A name with its role: Class, Datatype, ObjectProperty, DataProperty, ..."""

    kind: str
    iri: str


@dataclass(frozen=True, slots=True)
class Iri:
    """A name that stands for itself, as the subject or value of an annotation."""

    iri: str


@dataclass(frozen=True, slots=True)
class Anonymous:
    """An individual without a name; `label` has no leading ``_:``."""

    label: str


@dataclass(frozen=True, slots=True)
class Count:
    """The number of a cardinality restriction."""

    number: int


@dataclass(frozen=True, slots=True)
class Facet:
    """One narrowing of a datatype."""

    iri: str
    value: Literal


@dataclass(frozen=True, slots=True)
class Group:
    """Arguments that belong together: the object and the data properties of a key."""

    members: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """An axiom, expression or annotation, by the name that both syntaxes give it."""

    name: str
    parts: tuple[Part, ...]


Part = Form | Entity | Iri | Anonymous | Count | Facet | Group | Literal
