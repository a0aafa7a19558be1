"""The part of the OWL 2 structural specification that the reasoner speaks: frozen values.

Source: https://www.w3.org/TR/owl2-syntax/
Individuals, classes and properties are IRIs as plain strings (blank nodes start with ``_:``), so
that equal expressions are equal values and can share one predicate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import OWL


class Value:
    """A value whose hash is worked out once: expressions nest, and are looked up very often."""

    __slots__ = ("_hash",)
    _hash: int


_V = TypeVar("_V", bound=type[Value])


def hashed_once(cls: _V) -> _V:
    """Keep the hash of each value of a frozen dataclass after its first use."""
    plain = cls.__hash__

    def __hash__(self: Value) -> int:  # noqa: N807
        try:
            return self._hash
        except AttributeError:
            object.__setattr__(self, "_hash", plain(self))
            return self._hash

    setattr(cls, "__hash__", __hash__)  # noqa: B010
    return cls


@dataclass(frozen=True, slots=True, order=True)
class Role:
    """An object property, or its inverse."""

    iri: str
    inverse: bool = False

    @property
    def inverted(self) -> Role:
        """The same links read from the other end."""
        return Role(self.iri, not self.inverse)


# --- data ranges


@hashed_once
@dataclass(frozen=True, slots=True)
class DataRange(Value):
    """A datatype, narrowed by facets: pairs such as ``("minInclusive", Literal)``."""

    datatype: str
    facets: tuple[tuple[str, Literal], ...] = ()


@hashed_once
@dataclass(frozen=True, slots=True)
class DataOneOf(Value):
    """An enumeration of data values."""

    values: tuple[Literal, ...]


AnyDataRange = DataRange | DataOneOf

# --- class expressions


@hashed_once
@dataclass(frozen=True, slots=True)
class Named(Value):
    """A named class."""

    iri: str


@hashed_once
@dataclass(frozen=True, slots=True)
class And(Value):
    """What is in every one of the parts."""

    parts: tuple[Expression, ...]


@hashed_once
@dataclass(frozen=True, slots=True)
class Or(Value):
    """What is in at least one of the parts."""

    parts: tuple[Expression, ...]


@hashed_once
@dataclass(frozen=True, slots=True)
class Not(Value):
    """What is not in the class."""

    of: Expression


@hashed_once
@dataclass(frozen=True, slots=True)
class OneOf(Value):
    """The listed individuals and nothing else."""

    individuals: tuple[str, ...]


@hashed_once
@dataclass(frozen=True, slots=True)
class Some(Value):
    """What is linked by the role to at least one member of the filler."""

    role: Role
    filler: Expression


@hashed_once
@dataclass(frozen=True, slots=True)
class Only(Value):
    """What is linked by the role to members of the filler only (or to nothing)."""

    role: Role
    filler: Expression


@hashed_once
@dataclass(frozen=True, slots=True)
class HasValue(Value):
    """What is linked by the role to that individual."""

    role: Role
    individual: str


@hashed_once
@dataclass(frozen=True, slots=True)
class AtLeast(Value):
    """What is linked by the role to at least ``count`` members of the filler."""

    count: int
    role: Role
    filler: Expression


@hashed_once
@dataclass(frozen=True, slots=True)
class DataSome(Value):
    """What has at least one value of the data property in the range."""

    prop: str
    range: AnyDataRange


Expression = Named | And | Or | Not | OneOf | Some | Only | HasValue | AtLeast | DataSome

THING = Named(OWL + "Thing")
NOTHING = Named(OWL + "Nothing")

# --- axioms of the terminology


@hashed_once
@dataclass(frozen=True, slots=True)
class SubClassOf(Value):
    """Every member of ``sub`` is a member of ``sup``; either side may be anonymous."""

    sub: Expression
    sup: Expression


@hashed_once
@dataclass(frozen=True, slots=True)
class EquivalentClasses(Value):
    """All parts have the same members."""

    parts: tuple[Expression, ...]


@hashed_once
@dataclass(frozen=True, slots=True)
class DisjointClasses(Value):
    """No two of the parts share a member."""

    parts: tuple[Expression, ...]


@hashed_once
@dataclass(frozen=True, slots=True)
class DisjointUnion(Value):
    """The class is the union of the parts, which share no member."""

    cls: str
    parts: tuple[Expression, ...]


@hashed_once
@dataclass(frozen=True, slots=True)
class SubPropertyOf(Value):
    """Every link of ``sub`` is a link of ``sup``."""

    sub: Role
    sup: Role


@hashed_once
@dataclass(frozen=True, slots=True)
class PropertyChain(Value):
    """A walk along the chain is a link of ``sup``."""

    chain: tuple[Role, ...]
    sup: Role


@hashed_once
@dataclass(frozen=True, slots=True)
class InverseOf(Value):
    """The two properties say the same thing from the two ends."""

    first: Role
    second: Role


@hashed_once
@dataclass(frozen=True, slots=True)
class Domain(Value):
    """Whatever has the property is a member of the class."""

    prop: str
    cls: Expression


@hashed_once
@dataclass(frozen=True, slots=True)
class Range(Value):
    """Every value of the object property is a member of the class."""

    prop: str
    cls: Expression


@hashed_once
@dataclass(frozen=True, slots=True)
class DataPropertyRange(Value):
    """Every value of the data property is in the range."""

    prop: str
    range: AnyDataRange


@hashed_once
@dataclass(frozen=True, slots=True)
class Characteristic(Value):
    """``kind`` is functional, inverse functional, symmetric, asymmetric, transitive, ..."""

    kind: str
    role: Role


@hashed_once
@dataclass(frozen=True, slots=True)
class DisjointProperties(Value):
    """No two individuals are linked by two of the properties."""

    roles: tuple[Role, ...]


@hashed_once
@dataclass(frozen=True, slots=True)
class HasKey(Value):
    """Two members of the class with the same key values are the same individual."""

    cls: Expression
    roles: tuple[Role, ...]


@hashed_once
@dataclass(frozen=True, slots=True)
class DifferentIndividuals(Value):
    """No two of the individuals are the same."""

    individuals: tuple[str, ...]


# --- facts


@hashed_once
@dataclass(frozen=True, slots=True)
class SameIndividual(Value):
    """Two names of one individual."""

    first: str
    second: str


@hashed_once
@dataclass(frozen=True, slots=True)
class ClassAssertion(Value):
    """The individual is a member of the (possibly anonymous) class."""

    individual: str
    cls: Expression


@hashed_once
@dataclass(frozen=True, slots=True)
class PropertyAssertion(Value):
    """The link is there."""

    subject: str
    prop: str
    object: str | Literal


@hashed_once
@dataclass(frozen=True, slots=True)
class NegativeAssertion(Value):
    """The link is not there."""

    subject: str
    prop: str
    object: str | Literal


Axiom = (
    SubClassOf
    | EquivalentClasses
    | DisjointClasses
    | DisjointUnion
    | SubPropertyOf
    | PropertyChain
    | InverseOf
    | Domain
    | Range
    | DataPropertyRange
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
"""Subject, predicate and object as N-Triples terms without the angle brackets of IRIs."""
