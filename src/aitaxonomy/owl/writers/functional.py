"""Axioms in OWL 2 functional-style syntax, with full IRIs, as proofs state them for programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.reserved_vocabulary import FACETS
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import XSD

_FACET_IRIS = {name: iri for iri, name in FACETS.items()}
_COUNTED: Mapping[type, str] = {
    **dict.fromkeys((ax.AtLeast, ax.DataAtLeast), "Min"),
    **dict.fromkeys((ax.AtMost, ax.DataAtMost), "Max"),
    **dict.fromkeys((ax.Exactly, ax.DataExactly), "Exact"),
}


class FunctionalSyntax:
    """Writes axioms; `data_properties` (IRIs) tells data properties from object properties.

    >>> FunctionalSyntax(()).axiom(ax.SubClassOf(ax.Named("urn:A"), ax.HasSelf(ax.Role("urn:p"))))
    'SubClassOf(<urn:A> ObjectHasSelf(<urn:p>))'
    """

    def __init__(self, data_properties: Iterable[str]) -> None:
        self._data_properties = frozenset(data_properties)

    def _sort(self, role: ax.Role) -> str:
        return "Data" if role.iri in self._data_properties else "Object"

    # --- data ranges

    def range(self, of: ax.AnyDataRange) -> str:
        """Return a data range."""
        match of:
            case ax.DataRange(datatype, ()):
                return name(datatype)
            case ax.DataRange(datatype, facets):
                narrowed = (f"{name(_FACET_IRIS[each])} {value(bound)}" for each, bound in facets)
                return _form("DatatypeRestriction", name(datatype), *narrowed)
            case ax.DataOneOf(values):
                return _form("DataOneOf", *map(value, values))
            case ax.DataAnd(parts):
                return _form("DataIntersectionOf", *map(self.range, parts))
            case ax.DataOr(parts):
                return _form("DataUnionOf", *map(self.range, parts))
            case ax.DataNot(inner):
                return _form("DataComplementOf", self.range(inner))

    # --- class expressions

    def _classes(self, parts: Iterable[ax.Expression]) -> Iterable[str]:
        return map(self._class, parts)

    def _class(self, of: ax.Expression) -> str:  # noqa: PLR0911
        match of:
            case ax.Named(iri):
                return name(iri)
            case ax.And(parts):
                return _form("ObjectIntersectionOf", *self._classes(parts))
            case ax.Or(parts):
                return _form("ObjectUnionOf", *self._classes(parts))
            case ax.Not(inner):
                return _form("ObjectComplementOf", self._class(inner))
            case ax.OneOf(individuals):
                return _form("ObjectOneOf", *map(name, individuals))
            case ax.Some(role, filler):
                return _form("ObjectSomeValuesFrom", _role(role), self._class(filler))
            case ax.Only(role, filler):
                return _form("ObjectAllValuesFrom", _role(role), self._class(filler))
            case ax.HasValue(role, individual):
                return _form("ObjectHasValue", _role(role), name(individual))
            case ax.HasSelf(role):
                return _form("ObjectHasSelf", _role(role))
            case ax.AtLeast() | ax.AtMost() | ax.Exactly():
                # Among all things is what is meant when no class is named.
                among = () if of.filler == ax.THING else (self._class(of.filler),)
                kind = f"Object{_COUNTED[type(of)]}Cardinality"
                return _form(kind, str(of.count), _role(of.role), *among)
        return self._data_class(of)

    def _data_class(self, of: ax.Expression) -> str:
        match of:
            case ax.DataSome(prop, data_range):
                return _form("DataSomeValuesFrom", name(prop), self.range(data_range))
            case ax.DataOnly(prop, data_range):
                return _form("DataAllValuesFrom", name(prop), self.range(data_range))
            case ax.DataHasValue(prop, one):
                return _form("DataHasValue", name(prop), value(one))
            case ax.DataAtLeast() | ax.DataAtMost() | ax.DataExactly():
                among = () if of.range == ax.LITERAL else (self.range(of.range),)
                kind = f"Data{_COUNTED[type(of)]}Cardinality"
                return _form(kind, str(of.count), name(of.prop), *among)
        raise TypeError(of)

    # --- axioms

    def axiom(self, of: ax.Axiom) -> str:  # noqa: PLR0911
        """Return an axiom or a fact."""
        match of:
            case ax.SubClassOf(sub, sup):
                return _form("SubClassOf", self._class(sub), self._class(sup))
            case ax.EquivalentClasses(parts):
                return _form("EquivalentClasses", *self._classes(parts))
            case ax.DisjointClasses(parts):
                return _form("DisjointClasses", *self._classes(parts))
            case ax.DisjointUnion(cls, parts):
                return _form("DisjointUnion", name(cls), *self._classes(parts))
            case ax.HasKey(keyed, roles):
                keys = (
                    _form("", *(_role(role) for role in roles if self._sort(role) == sort))
                    for sort in ("Object", "Data")
                )
                return _form("HasKey", self._class(keyed), *keys)
            case ax.DatatypeDefinition(datatype, data_range):
                return _form("DatatypeDefinition", name(datatype), self.range(data_range))
            case ax.ClassAssertion(individual, member_of):
                return _form("ClassAssertion", self._class(member_of), name(individual))
            case ax.PropertyAssertion(subject, prop, target):
                return self._assertion("", ax.Role(prop), subject, target)
            case ax.NegativeAssertion(subject, role, target):
                return self._assertion("Negative", role, subject, target)
            case ax.SameIndividual(first, second):
                return _form("SameIndividual", name(first), name(second))
            case ax.DifferentIndividuals(individuals):
                return _form("DifferentIndividuals", *map(name, individuals))
        return self._property_axiom(of)

    def _assertion(self, negative: str, role: ax.Role, subject: str, of: str | Literal) -> str:
        target = value(of) if isinstance(of, Literal) else name(of)
        kind = f"{negative}{self._sort(role)}PropertyAssertion"
        return _form(kind, _role(role), name(subject), target)

    def _property_axiom(self, of: ax.Axiom) -> str:  # noqa: PLR0911
        match of:
            case ax.SubPropertyOf(sub, sup):
                return _form(f"Sub{self._sort(sub)}PropertyOf", _role(sub), _role(sup))
            case ax.PropertyChain(chain, sup):
                steps = _form("ObjectPropertyChain", *map(_role, chain))
                return _form("SubObjectPropertyOf", steps, _role(sup))
            case ax.EquivalentProperties(roles):
                return _form(f"Equivalent{self._sort(roles[0])}Properties", *map(_role, roles))
            case ax.DisjointProperties(roles):
                return _form(f"Disjoint{self._sort(roles[0])}Properties", *map(_role, roles))
            case ax.InverseOf(first, second):
                return _form("InverseObjectProperties", _role(first), _role(second))
            case ax.Domain(role, cls):
                return _form(f"{self._sort(role)}PropertyDomain", _role(role), self._class(cls))
            case ax.Range(role, cls):
                return _form("ObjectPropertyRange", _role(role), self._class(cls))
            case ax.DataPropertyRange(prop, data_range):
                return _form("DataPropertyRange", name(prop), self.range(data_range))
            case ax.Characteristic(kind, role):
                named = kind.title().replace(" ", "")
                return _form(f"{named}{self._sort(role)}Property", _role(role))
        raise TypeError(of)


def name(iri: str) -> str:
    """Return the name of a term, or the label of a blank node.

    >>> name("urn:a"), name("_:b0")
    ('<urn:a>', '_:b0')
    """
    return iri if iri.startswith("_:") else f"<{iri}>"


def value(of: Literal) -> str:
    r"""Return a data value; unlike in Turtle, only quotes and backslashes are escaped.

    >>> print(value(Literal('a "b"', language="en")))
    "a \"b\""@en
    """
    quoted = '"' + of.lexical.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if of.language:
        return f"{quoted}@{of.language}"
    return quoted if of.datatype == XSD + "string" else f"{quoted}^^<{of.datatype}>"


def _role(role: ax.Role) -> str:
    return _form("ObjectInverseOf", name(role.iri)) if role.inverse else name(role.iri)


def _form(kind: str, *parts: str) -> str:
    return f"{kind}({' '.join(parts)})"
