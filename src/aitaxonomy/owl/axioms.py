"""The structural model of OWL 2: axioms, as frozen values.

Source: https://www.w3.org/TR/owl2-syntax/
Properties, data ranges and class expressions are those of `class_expressions`, whose names this
module exports too: `axioms.Some`, `axioms.Role`.
"""

from __future__ import annotations

from aitaxonomy.owl.class_expressions import *  # noqa: F403
from aitaxonomy.owl.class_expressions import AnyDataRange, Expression, Role, Value, value
from aitaxonomy.rdf.literals import Literal

# --- axioms of the terminology


@value
class SubClassOf(Value):
    """Every member of ``sub`` is a member of ``sup``; either side may be anonymous."""

    sub: Expression
    sup: Expression


@value
class EquivalentClasses(Value):
    """All parts have the same members."""

    parts: tuple[Expression, ...]


@value
class DisjointClasses(Value):
    """No two of the parts share a member."""

    parts: tuple[Expression, ...]


@value
class DisjointUnion(Value):
    """The class is the union of the parts, which share no member."""

    cls: str
    parts: tuple[Expression, ...]


@value
class SubPropertyOf(Value):
    """Every link of ``sub`` is a link of ``sup``."""

    sub: Role
    sup: Role


@value
class PropertyChain(Value):
    """A walk along the chain is a link of ``sup``."""

    chain: tuple[Role, ...]
    sup: Role


@value
class EquivalentProperties(Value):
    """The properties have the same links."""

    roles: tuple[Role, ...]


@value
class InverseOf(Value):
    """The two properties say the same thing from the two ends."""

    first: Role
    second: Role


@value
class Domain(Value):
    """Each subject of the property is a member of the class."""

    role: Role
    cls: Expression


@value
class Range(Value):
    """Every value of the object property is a member of the class."""

    role: Role
    cls: Expression


@value
class DataPropertyRange(Value):
    """Every value of the data property is in the range."""

    prop: str
    range: AnyDataRange


@value
class DatatypeDefinition(Value):
    """The datatype is the range by another name."""

    datatype: str
    range: AnyDataRange


@value
class Characteristic(Value):
    """``kind`` is functional, inverse functional, symmetric, asymmetric, transitive, ..."""

    kind: str
    role: Role


@value
class DisjointProperties(Value):
    """No two individuals are linked by two of the properties."""

    roles: tuple[Role, ...]


@value
class HasKey(Value):
    """Two members of the class with the same key values are the same individual."""

    cls: Expression
    roles: tuple[Role, ...]


@value
class DifferentIndividuals(Value):
    """No two of the individuals are the same."""

    individuals: tuple[str, ...]


# --- facts


@value
class SameIndividual(Value):
    """Two names of one individual."""

    first: str
    second: str


@value
class ClassAssertion(Value):
    """The individual is a member of the (possibly anonymous) class."""

    individual: str
    cls: Expression


@value
class PropertyAssertion(Value):
    """The link is there."""

    subject: str
    prop: str
    object: str | Literal


@value
class NegativeAssertion(Value):
    """The link is not there."""

    subject: str
    role: Role
    object: str | Literal


Axiom = (
    SubClassOf
    | EquivalentClasses
    | DisjointClasses
    | DisjointUnion
    | SubPropertyOf
    | PropertyChain
    | EquivalentProperties
    | InverseOf
    | Domain
    | Range
    | DataPropertyRange
    | DatatypeDefinition
    | Characteristic
    | DisjointProperties
    | HasKey
    | DifferentIndividuals
    | SameIndividual
    | ClassAssertion
    | PropertyAssertion
    | NegativeAssertion
)
Fact = SameIndividual | ClassAssertion | PropertyAssertion | NegativeAssertion
FACT_KINDS = (SameIndividual, ClassAssertion, PropertyAssertion, NegativeAssertion)
