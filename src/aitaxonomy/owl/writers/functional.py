"""Axioms in OWL 2 functional-style syntax, with full IRIs, as proofs state them for programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.reserved_vocabulary import FACETS
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import XSD

_FACET_IRIS = {name: iri for iri, name in FACETS.items()}
#: The name of each part of the model; `%s` is Object or Data, as its first property is.
_NAMES: Mapping[type, str] = {
    ax.DataOneOf: "DataOneOf",
    ax.DataAnd: "DataIntersectionOf",
    ax.DataOr: "DataUnionOf",
    ax.DataNot: "DataComplementOf",
    ax.And: "ObjectIntersectionOf",
    ax.Or: "ObjectUnionOf",
    ax.Not: "ObjectComplementOf",
    ax.OneOf: "ObjectOneOf",
    ax.Some: "ObjectSomeValuesFrom",
    ax.Only: "ObjectAllValuesFrom",
    ax.HasValue: "ObjectHasValue",
    ax.HasSelf: "ObjectHasSelf",
    ax.AtLeast: "ObjectMinCardinality",
    ax.AtMost: "ObjectMaxCardinality",
    ax.Exactly: "ObjectExactCardinality",
    ax.DataSome: "DataSomeValuesFrom",
    ax.DataOnly: "DataAllValuesFrom",
    ax.DataHasValue: "DataHasValue",
    ax.DataAtLeast: "DataMinCardinality",
    ax.DataAtMost: "DataMaxCardinality",
    ax.DataExactly: "DataExactCardinality",
    ax.SubPropertyOf: "Sub%sPropertyOf",
    ax.PropertyChain: "SubObjectPropertyOf",
    ax.EquivalentProperties: "Equivalent%sProperties",
    ax.DisjointProperties: "Disjoint%sProperties",
    ax.InverseOf: "InverseObjectProperties",
    ax.Domain: "%sPropertyDomain",
    ax.Range: "ObjectPropertyRange",
    ax.PropertyAssertion: "%sPropertyAssertion",
    ax.NegativeAssertion: "Negative%sPropertyAssertion",
}


class FunctionalSyntax:
    """Writes axioms; `data_properties` (IRIs) tells data properties from object properties.

    >>> FunctionalSyntax(()).text(ax.SubClassOf(ax.Named("urn:A"), ax.HasSelf(ax.Role("urn:p"))))
    'SubClassOf(<urn:A> ObjectHasSelf(<urn:p>))'
    """

    def __init__(self, data_properties: Iterable[str]) -> None:
        self._data_properties = frozenset(data_properties)

    def text(self, of: object) -> str:  # noqa: PLR0911
        """Return an axiom, a part of one, or several parts: of strings, each is an IRI."""
        match of:
            case int():
                return str(of)
            case str():
                return of if of.startswith("_:") else f"<{of}>"
            case Literal():
                return value(of)
            case tuple():
                return " ".join(map(self.text, of))
            case ax.Named(iri) | ax.DataRange(iri, ()):
                return f"<{iri}>"
            case ax.Role(iri, inverse):
                return f"ObjectInverseOf(<{iri}>)" if inverse else f"<{iri}>"
            case ax.DataRange(iri, facets):
                narrowed = (f"<{_FACET_IRIS[each]}> {value(bound)}" for each, bound in facets)
                return f"DatatypeRestriction(<{iri}> {' '.join(narrowed)})"
            case ax.PropertyChain(chain, sup):
                return (
                    f"SubObjectPropertyOf(ObjectPropertyChain({self.text(chain)}) {self.text(sup)})"
                )
            case ax.HasKey(cls, roles):
                objects, values = (
                    self.text(tuple(role for role in roles if self._sort(role) == sort))
                    for sort in ("Object", "Data")
                )
                return f"HasKey({self.text(cls)} ({objects}) ({values}))"
            case ax.Characteristic(kind, role):
                name = kind.title().replace(" ", "")
                return f"{name}{self._sort(role)}Property({self.text(role)})"
        parts = _parts(of)
        name = _NAMES.get(type(of), type(of).__name__)
        if "%s" in name:
            name %= self._sort(parts[0][0] if isinstance(parts[0], tuple) else parts[0])
        return f"{name}({self.text(parts)})"

    def _sort(self, role: ax.Role) -> str:
        return "Data" if role.iri in self._data_properties else "Object"


def _parts(of: Any) -> tuple[Any, ...]:
    """The parts of an axiom or expression in the order of the syntax, mostly that of the model."""
    match of:
        case ax.ClassAssertion(individual, cls):
            return cls, individual
        case ax.PropertyAssertion(subject, prop, target):
            return ax.Role(prop), subject, target
        case ax.NegativeAssertion(subject, role, target):
            return role, subject, target
    parts = tuple(getattr(of, field.name) for field in fields(of))
    # Among all things, or all values, is what is meant when a count names nothing.
    counts = isinstance(of, ax.Counted | ax.DataCounted)
    return parts[:-1] if counts and parts[-1] in (ax.THING, ax.LITERAL) else parts


def value(of: Literal) -> str:
    r"""Return a data value; unlike in Turtle, only quotes and backslashes are escaped.

    >>> print(value(Literal('a "b"', language="en")))
    "a \"b\""@en
    """
    quoted = '"' + of.lexical.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if of.language:
        return f"{quoted}@{of.language}"
    return quoted if of.datatype == XSD + "string" else f"{quoted}^^<{of.datatype}>"
