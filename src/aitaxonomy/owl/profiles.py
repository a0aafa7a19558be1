"""The profiles OWL 2 EL, QL and RL: whether an ontology is in one, and what is outside.

Source: https://www.w3.org/TR/owl2-profiles/
In these, reasoning is simple enough for rules to find every contradiction.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.class_expressions import unwrapped, walk
from aitaxonomy.owl.ontology import Ontology
from aitaxonomy.rdf.namespaces import OWL, RDF, RDFS, XSD

_FACTS = (ax.ClassAssertion, ax.PropertyAssertion, ax.DifferentIndividuals)
_COMMON = (
    *_FACTS,
    ax.SubClassOf,
    ax.EquivalentClasses,
    ax.DisjointClasses,
    ax.SubPropertyOf,
    ax.EquivalentProperties,
    ax.Domain,
    ax.Range,
    ax.DataPropertyRange,
    ax.DatatypeDefinition,
    ax.Characteristic,
)
_MORE = (ax.PropertyChain, ax.HasKey, ax.SameIndividual, ax.NegativeAssertion)
_INVERSE = (ax.InverseOf, ax.DisjointProperties)
_EL_PARTS = (ax.And, ax.OneOf, ax.Some, ax.HasSelf, ax.HasValue, ax.DataSome, ax.DataHasValue)
_RL_LOWER = (ax.And, ax.Or, ax.OneOf, ax.Some, ax.HasValue, ax.DataSome, ax.DataHasValue)
_RL_UPPER = (
    *(ax.And, ax.Not, ax.Only, ax.HasValue, ax.AtMost),
    *(ax.DataOnly, ax.DataHasValue, ax.DataAtMost),
)
_ORDERED = {RDF + "PlainLiteral", RDF + "XMLLiteral", RDF + "langString", RDFS + "Literal"} | {
    XSD + name
    for name in (
        *("decimal", "integer", "nonNegativeInteger", "string", "normalizedString", "token"),
        *("Name", "NCName", "NMTOKEN", "hexBinary", "base64Binary", "anyURI", "dateTime"),
        "dateTimeStamp",
    )
}
_REALS = {OWL + "real", OWL + "rational"}


@dataclass(frozen=True)
class Profile:
    """A profile, by what it allows on the lower and the upper side of subclass axioms."""

    name: str
    lower: tuple[type, ...]
    upper: tuple[type, ...]
    equivalent: tuple[type, ...]
    asserted: tuple[type, ...]
    axioms: tuple[type, ...]
    characteristics: frozenset[str]
    only_named_fillers: bool = False
    inverses: bool = True
    things: bool = True
    """Whether a class expression may be owl:Thing."""
    nominals: int = 1
    """The greatest number of individuals, or of data values, in an enumeration."""
    datatypes: frozenset[str] = field(default=frozenset(_ORDERED | _REALS))

    def outside(self, ontology: Ontology) -> Iterator[ax.Axiom]:
        """Yield the axioms and facts that are not in the profile.

        >>> cat, dog, pet = (ax.Named(f"urn:{name}") for name in ("Cat", "Dog", "Pet"))
        >>> either = ax.SubClassOf(pet, ax.Or((cat, dog)))
        >>> [len(list(each.outside(Ontology((either,))))) for each in (RL, QL, EL)]
        [1, 1, 1]
        """
        data = ontology.vocabulary.data_properties
        return (
            axiom
            for axiom in (*ontology.axioms, *ontology.facts)
            if not (self._has(axiom, data) and all(map(self._has_part, walk(axiom))))
        )

    def _has(self, axiom: ax.Axiom, data: frozenset[str]) -> bool:  # noqa: PLR0911
        if not isinstance(axiom, self.axioms):
            return False
        match axiom:
            case ax.SubClassOf(sub, sup):
                return self._below(sub) and (sup == ax.THING or self._above(sup))
            case ax.EquivalentClasses(parts):
                return all(self._is(part, self.equivalent, self.lower) for part in parts)
            case ax.DisjointClasses(parts):
                return all(map(self._below, parts))
            case ax.Domain(_, cls) | ax.Range(_, cls):
                return cls == ax.THING or self._above(cls)
            case ax.HasKey(cls, _):
                return self._below(cls)
            case ax.ClassAssertion(_, cls):
                return cls == ax.THING or self._is(cls, self.asserted, self.upper)
            case ax.Characteristic("functional", role) if role.iri in data:
                return "functional data" in self.characteristics
            case ax.Characteristic(kind, _):
                return kind in self.characteristics
        return True

    def _has_part(self, part: object) -> bool:
        """Whether a part is allowed anywhere: inverses, data ranges, sizes of enumerations."""
        match part:
            case ax.Role(_, True):
                return self.inverses
            case ax.OneOf(members) | ax.DataOneOf(members):
                return len(members) <= self.nominals
            case ax.DataRange(datatype, facets):
                return not facets and (datatype in self.datatypes or not datatype.startswith(XSD))
            case ax.DataOr() | ax.DataNot():
                return False
        return True

    def _below(self, of: ax.Expression) -> bool:
        return self._is(of, self.lower, self.lower)

    def _above(self, of: ax.Expression) -> bool:
        return self._is(of, self.upper, self.upper)

    def _is(  # noqa: PLR0911
        self, of: ax.Expression, kinds: tuple[type, ...], inner: tuple[type, ...]
    ) -> bool:
        """Whether an expression is of these kinds, and its parts are of the inner ones."""
        of = unwrapped(of)
        if isinstance(of, ax.Named):
            return of != ax.THING or self.things
        if not isinstance(of, kinds):
            return False
        match of:
            case ax.And(parts) | ax.Or(parts):
                return all(self._is(part, kinds, inner) for part in parts)
            case ax.Some(_, filler) if self.only_named_fillers:
                return filler == ax.THING or (inner == self.upper and isinstance(filler, ax.Named))
            case ax.Some(_, filler) | ax.Only(_, filler):
                return filler == ax.THING or self._is(filler, inner, inner)
            case ax.Not(denied):
                return self._below(denied)
            case ax.AtMost(count, _, filler):
                return count <= 1 and (filler == ax.THING or self._below(filler))
            case ax.DataAtMost(count):
                return count <= 1
        return True


EL = Profile(
    "OWL 2 EL",
    _EL_PARTS,
    _EL_PARTS,
    _EL_PARTS,
    _EL_PARTS,
    (*_COMMON, *_MORE),
    frozenset({"functional data", "transitive", "reflexive"}),
    inverses=False,
)
QL = Profile(
    "OWL 2 QL",
    (ax.Some, ax.DataSome),
    (ax.And, ax.Not, ax.Some, ax.DataSome),
    (ax.Some, ax.DataSome),
    (),
    (*_COMMON, *_INVERSE),
    frozenset({"symmetric", "asymmetric", "reflexive", "irreflexive"}),
    only_named_fillers=True,
    nominals=0,
)
RL = Profile(
    "OWL 2 RL",
    _RL_LOWER,
    _RL_UPPER,
    (ax.And, ax.HasValue, ax.DataHasValue),
    _RL_UPPER,
    (*_COMMON, *_MORE, *_INVERSE),
    frozenset(
        {"functional", "functional data", "inverse functional", "symmetric", "asymmetric"}
        | {"irreflexive", "transitive"}
    ),
    things=False,
    nominals=10**9,
    datatypes=frozenset(
        _ORDERED
        | {
            XSD + name
            for name in (
                *("boolean", "double", "float", "language", "long", "int", "short", "byte"),
                *("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
                *("positiveInteger", "negativeInteger", "nonPositiveInteger"),
            )
        }
    ),
)
PROFILES = (RL, EL, QL)


def nearest_profile(ontology: Ontology) -> tuple[Profile, list[ax.Axiom]]:
    """The profile that leaves the fewest axioms outside, and those axioms.

    >>> nearest_profile(Ontology((ax.SubClassOf(ax.Named("urn:Cat"), ax.Named("urn:Pet")),)))[1]
    []
    """
    found = ((each, list(each.outside(ontology))) for each in PROFILES)
    return min(found, key=lambda pair: len(pair[1]))
