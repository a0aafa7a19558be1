"""The OWL 2 structural specification as a tree that any of its syntaxes can print.

The axioms of `aitaxonomy.owl.axioms` are brought to normal forms (a greatest cardinality is
the complement of a least one, a data value an enumeration of one), as a reasoner needs it. A file
has to keep what was written, so this tree has a node for each construct as it stands.
"""

from __future__ import annotations

from dataclasses import dataclass

from aitaxonomy.errors import AITaxonomyError
from aitaxonomy.rdf.literals import Literal


class NotOwlError(AITaxonomyError, ValueError):
    """Triples that OWL 2 cannot say, or not in the syntax asked for."""


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
Individual = Entity | Anonymous


@dataclass(frozen=True, slots=True)
class Document:
    """An ontology with its header; the axioms in no particular order."""

    iri: str = ""
    version: str = ""
    imports: tuple[str, ...] = ()
    annotations: tuple[Form, ...] = ()
    axioms: tuple[Form, ...] = ()
