"""The structural model of OWL 2: properties, data ranges and class expressions, as frozen values.

Source: https://www.w3.org/TR/owl2-syntax/
Individuals, classes, properties and datatypes are IRIs as plain strings (blank nodes start with
``_:``), so that equal expressions are equal values. An expression is kept as it was written; what
says the same in other words is another value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, dataclass_transform

from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import OWL, RDFS


class Value:
    """A value whose hash is worked out once: expressions nest, and are looked up very often."""

    __slots__ = ("_hash",)
    _hash: int


_V = TypeVar("_V", bound=type[Value])


@dataclass_transform(frozen_default=True)
def value(cls: _V) -> _V:
    """Make a class a frozen dataclass, which keeps its hash after the first use."""
    made: Any = dataclass(frozen=True, slots=True)(cls)
    plain = made.__hash__

    def __hash__(self: Value) -> int:  # noqa: N807
        try:
            return self._hash
        except AttributeError:
            object.__setattr__(self, "_hash", plain(self))
            return self._hash

    made.__hash__ = __hash__
    found: _V = made
    return found


@value
class Role(Value):
    """An object property, or its inverse; or a data property: the vocabulary says which."""

    iri: str
    inverse: bool = False

    @property
    def inverted(self) -> Role:
        """The same links read from the other end."""
        return Role(self.iri, not self.inverse)

    def __lt__(self, other: Role) -> bool:
        return (self.iri, self.inverse) < (other.iri, other.inverse)


# --- data ranges


@value
class DataRange(Value):
    """A datatype, narrowed by facets: pairs such as ``("minInclusive", Literal)``."""

    datatype: str
    facets: tuple[tuple[str, Literal], ...] = ()


@value
class DataOneOf(Value):
    """An enumeration of data values."""

    values: tuple[Literal, ...]


@value
class DataAnd(Value):
    """The values that are in every one of the parts."""

    parts: tuple[AnyDataRange, ...]


@value
class DataOr(Value):
    """The values that are in at least one of the parts."""

    parts: tuple[AnyDataRange, ...]


@value
class DataNot(Value):
    """The values that are not in the range."""

    of: AnyDataRange


AnyDataRange = DataRange | DataOneOf | DataAnd | DataOr | DataNot

LITERAL = DataRange(RDFS + "Literal")
"""Every data value."""

# --- class expressions


@value
class Named(Value):
    """A named class."""

    iri: str


@value
class And(Value):
    """Everything that is in all of the parts."""

    parts: tuple[Expression, ...]


@value
class Or(Value):
    """Everything that is in at least one of the parts."""

    parts: tuple[Expression, ...]


@value
class Not(Value):
    """Everything that is not in the class."""

    of: Expression


@value
class OneOf(Value):
    """The listed individuals and nothing else."""

    individuals: tuple[str, ...]


@value
class Some(Value):
    """Everything that the role links to at least one member of the filler."""

    role: Role
    filler: Expression


@value
class Only(Value):
    """Everything that the role links to members of the filler only (or to nothing)."""

    role: Role
    filler: Expression


@value
class HasValue(Value):
    """Everything that the role links to that individual."""

    role: Role
    individual: str


@value
class HasSelf(Value):
    """Everything that the role links to itself."""

    role: Role


@value
class AtLeast(Value):
    """Everything that the role links to at least ``count`` members of the filler."""

    count: int
    role: Role
    filler: Expression


@value
class AtMost(Value):
    """Everything that the role links to at most ``count`` members of the filler."""

    count: int
    role: Role
    filler: Expression


@value
class Exactly(Value):
    """Everything that the role links to exactly ``count`` members of the filler."""

    count: int
    role: Role
    filler: Expression


@value
class DataSome(Value):
    """Everything that has at least one value of the data property in the range."""

    prop: str
    range: AnyDataRange


@value
class DataOnly(Value):
    """Everything that has values of the data property in the range only (or none)."""

    prop: str
    range: AnyDataRange


@value
class DataHasValue(Value):
    """Everything that has that value of the data property."""

    prop: str
    value: Literal


@value
class DataAtLeast(Value):
    """Everything that has at least ``count`` values of the data property in the range."""

    count: int
    prop: str
    range: AnyDataRange


@value
class DataAtMost(Value):
    """Everything that has at most ``count`` values of the data property in the range."""

    count: int
    prop: str
    range: AnyDataRange


@value
class DataExactly(Value):
    """Everything that has exactly ``count`` values of the data property in the range."""

    count: int
    prop: str
    range: AnyDataRange


Counted = AtLeast | AtMost | Exactly
DataCounted = DataAtLeast | DataAtMost | DataExactly
Expression = (
    Named
    | And
    | Or
    | Not
    | OneOf
    | Some
    | Only
    | HasValue
    | HasSelf
    | AtLeast
    | AtMost
    | Exactly
    | DataSome
    | DataOnly
    | DataHasValue
    | DataAtLeast
    | DataAtMost
    | DataExactly
)

THING = Named(OWL + "Thing")
NOTHING = Named(OWL + "Nothing")


def unwrapped(of: Expression) -> Expression:
    """Return what an intersection, union or enumeration of one part, or of none, amounts to.

    OWL 2 has no such expressions, but graphs do.

    >>> unwrapped(Or((NOTHING,))) == unwrapped(OneOf(())) == NOTHING
    True
    """
    match of:
        case And((part,)) | Or((part,)):
            return unwrapped(part)
        case And(()):
            return THING
        case Or(()) | OneOf(()):
            return NOTHING
    return of


def walk(of: object) -> Iterator[object]:
    """Yield an axiom or expression and everything inside it; of data values not their parts.

    >>> [each for each in walk(Some(Role("urn:p"), THING)) if isinstance(each, str)]
    ['urn:p', 'http://www.w3.org/2002/07/owl#Thing']
    """
    waiting = [of]
    while waiting:
        each = waiting.pop()
        if isinstance(each, (tuple, frozenset)):
            waiting += reversed(tuple(each))
            continue
        yield each
        for name in _parts_of(type(each)):  # type: ignore[arg-type]
            waiting.append(getattr(each, name))


@cache
def _parts_of(kind: type) -> tuple[str, ...]:
    """The names of the parts of such a value, the last one first."""
    if issubclass(kind, Literal) or not is_dataclass(kind):
        return ()
    return tuple(each.name for each in reversed(fields(kind)))
