"""The structural model of OWL 2: axioms and their annotations, as frozen values.

Source: https://www.w3.org/TR/owl2-syntax/
Properties, data ranges and class expressions are those of `class_expressions`, whose names this
module exports too: `axioms.Some`, `axioms.Role`.
"""

from __future__ import annotations

from dataclasses import dataclass

from aitaxonomy.owl.class_expressions import (
    LITERAL,
    NOTHING,
    THING,
    And,
    AnyDataRange,
    AtLeast,
    AtMost,
    Counted,
    DataAnd,
    DataAtLeast,
    DataAtMost,
    DataCounted,
    DataExactly,
    DataHasValue,
    DataNot,
    DataOneOf,
    DataOnly,
    DataOr,
    DataRange,
    DataSome,
    Exactly,
    Expression,
    HasSelf,
    HasValue,
    Named,
    Not,
    OneOf,
    Only,
    Or,
    Role,
    Some,
    Value,
    hashed_once,
)
from aitaxonomy.rdf.literals import Literal

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
class EquivalentProperties(Value):
    """The properties have the same links."""

    roles: tuple[Role, ...]


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

    role: Role
    cls: Expression


@hashed_once
@dataclass(frozen=True, slots=True)
class Range(Value):
    """Every value of the object property is a member of the class."""

    role: Role
    cls: Expression


@hashed_once
@dataclass(frozen=True, slots=True)
class DataPropertyRange(Value):
    """Every value of the data property is in the range."""

    prop: str
    range: AnyDataRange


@hashed_once
@dataclass(frozen=True, slots=True)
class DatatypeDefinition(Value):
    """The datatype is the range by another name."""

    datatype: str
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

# --- what has no logical content


@hashed_once
@dataclass(frozen=True, slots=True)
class Declaration(Value):
    """The IRI names an entity of a kind: ``Class``, ``Datatype``, ``ObjectProperty``, ..."""

    kind: str
    iri: str


@hashed_once
@dataclass(frozen=True, slots=True)
class Annotation(Value):
    """What is noted on an axiom, on an ontology or on another annotation."""

    prop: str
    value: str | Literal
    annotations: frozenset[Annotation] = frozenset()


@hashed_once
@dataclass(frozen=True, slots=True)
class AnnotationAssertion(Value):
    """What is noted on an IRI or on an individual without a name."""

    prop: str
    subject: str
    value: str | Literal


@hashed_once
@dataclass(frozen=True, slots=True)
class SubAnnotationPropertyOf(Value):
    """What is noted by ``sub`` is noted by ``sup``."""

    sub: str
    sup: str


@hashed_once
@dataclass(frozen=True, slots=True)
class AnnotationPropertyDomain(Value):
    """The annotation property is for members of the class of that IRI."""

    prop: str
    iri: str


@hashed_once
@dataclass(frozen=True, slots=True)
class AnnotationPropertyRange(Value):
    """The values of the annotation property are members of what has that IRI."""

    prop: str
    iri: str


Remark = (
    Declaration
    | AnnotationAssertion
    | SubAnnotationPropertyOf
    | AnnotationPropertyDomain
    | AnnotationPropertyRange
)
"""An axiom without logical content."""

AnnotatedAxiom = tuple[Axiom | Remark, frozenset[Annotation]]
"""An axiom with what is noted on it; the same axiom with other annotations is another axiom."""

__all__ = [
    "FACT_KINDS",
    "LITERAL",
    "NOTHING",
    "THING",
    "And",
    "AnnotatedAxiom",
    "Annotation",
    "AnnotationAssertion",
    "AnnotationPropertyDomain",
    "AnnotationPropertyRange",
    "AnyDataRange",
    "AtLeast",
    "AtMost",
    "Axiom",
    "Characteristic",
    "ClassAssertion",
    "Counted",
    "DataAnd",
    "DataAtLeast",
    "DataAtMost",
    "DataCounted",
    "DataExactly",
    "DataHasValue",
    "DataNot",
    "DataOneOf",
    "DataOnly",
    "DataOr",
    "DataPropertyRange",
    "DataRange",
    "DataSome",
    "DatatypeDefinition",
    "Declaration",
    "DifferentIndividuals",
    "DisjointClasses",
    "DisjointProperties",
    "DisjointUnion",
    "Domain",
    "EquivalentClasses",
    "EquivalentProperties",
    "Exactly",
    "Expression",
    "Fact",
    "HasKey",
    "HasSelf",
    "HasValue",
    "InverseOf",
    "Named",
    "NegativeAssertion",
    "Not",
    "OneOf",
    "Only",
    "Or",
    "PropertyAssertion",
    "PropertyChain",
    "Range",
    "Remark",
    "Role",
    "SameIndividual",
    "Some",
    "SubAnnotationPropertyOf",
    "SubClassOf",
    "SubPropertyOf",
]
