"""Names, values and axioms in Manchester syntax, terms by their local names.

Source: https://www.w3.org/TR/owl2-manchester-syntax/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.class_expressions import unwrapped
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import OWL, XSD, local_name, shown

Described = ax.Expression | ax.AnyDataRange | ax.Axiom
_SIGNS = {"minInclusive": ">=", "maxInclusive": "<=", "minExclusive": ">", "maxExclusive": "<"}
#: How each part of the model is written, with places for its own parts in the order of the model.
_FORMS: Mapping[type, str] = {
    ax.Not: "not {0}",
    ax.Some: "{0} some {1}",
    ax.Only: "{0} only {1}",
    ax.HasValue: "{0} value {1}",
    ax.HasSelf: "{0} Self",
    ax.DataNot: "not {0}",
    ax.DataSome: "{0} some {1}",
    ax.DataOnly: "{0} only {1}",
    ax.DataHasValue: "{0} value {1}",
    **dict.fromkeys((ax.AtLeast, ax.DataAtLeast), "{1} min {0} {2}"),
    **dict.fromkeys((ax.AtMost, ax.DataAtMost), "{1} max {0} {2}"),
    **dict.fromkeys((ax.Exactly, ax.DataExactly), "{1} exactly {0} {2}"),
    ax.SubClassOf: "{0} SubClassOf {1}",
    ax.SubPropertyOf: "{0} SubPropertyOf {1}",
    ax.InverseOf: "{0} InverseOf {1}",
    ax.Domain: "{0} Domain {1}",
    ax.Range: "{0} Range {1}",
    ax.DataPropertyRange: "{0} Range {1}",
    ax.SameIndividual: "{0} SameAs {1}",
    ax.ClassAssertion: "{0} Type {1}",
    ax.PropertyAssertion: "{0} {1} {2}",
    ax.NegativeAssertion: "not ({0} {1} {2})",
}
_PLAIN = (ax.Named, ax.OneOf, ax.DataRange, ax.DataOneOf)
"""Parts that need no parentheses inside of an expression."""


def value_of(literal: Literal) -> str:
    """A data value as text: numbers bare, the rest in quotes."""
    numeric = literal.datatype.removeprefix(XSD) in ("integer", "decimal", "double", "float")
    return literal.lexical if numeric else f'"{literal.lexical}"'


def manchester(of: Described) -> str:  # noqa: PLR0911, PLR0912
    """An expression, data range or axiom in Manchester syntax, terms by their local names.

    >>> manchester(ax.Some(ax.Role("urn:x#poweredBy"), ax.Named("urn:x#LLM")))
    'poweredBy some LLM'
    """
    if isinstance(of, ax.Expression):
        of = unwrapped(of)
    match of:
        case ax.Named(iri):
            return shown(iri) if iri.startswith(OWL) else local_name(iri)
        case ax.And(parts) | ax.DataAnd(parts):
            return " and ".join(map(_nested, parts))
        case ax.Or(parts) | ax.DataOr(parts):
            return " or ".join(map(_nested, parts))
        case ax.OneOf(members) | ax.DataOneOf(members):
            return f"{{{_listed(members)}}}"
        case ax.DataSome(prop, ax.DataOneOf((value,))):
            return f"{local_name(prop)} value {value_of(value)}"
        case ax.DataRange(datatype, facets):
            narrowed = ", ".join(_facet(name, value) for name, value in facets)
            return shown(datatype) + (f"[{narrowed}]" if facets else "")
        case ax.EquivalentClasses((first, second)):
            return f"{manchester(first)} EquivalentTo {manchester(second)}"
        case ax.DisjointClasses((first, second)):
            return f"{manchester(first)} DisjointWith {manchester(second)}"
        case ax.EquivalentClasses(parts) | ax.DisjointClasses(parts):
            return f"{type(of).__name__}: {_listed(parts)}"
        case ax.DisjointProperties(parts) | ax.DifferentIndividuals(parts):
            return f"{type(of).__name__}: {_listed(parts)}"
        case ax.DisjointUnion(cls, parts):
            return f"{local_name(cls)} DisjointUnionOf {_listed(parts)}"
        case ax.PropertyChain(chain, upper):
            return f"{' o '.join(map(_text, chain))} SubPropertyOf {_text(upper)}"
        case ax.EquivalentProperties(roles):
            return " EquivalentTo ".join(map(_text, roles))
        case ax.DatatypeDefinition(datatype, data_range):
            return f"{shown(datatype)} EquivalentTo {manchester(data_range)}"
        case ax.Characteristic(kind, role):
            return f"{_text(role)} Characteristics: {kind.title().replace(' ', '')}"
        case ax.HasKey(keyed, roles):
            return f"{manchester(keyed)} HasKey {_listed(roles)}"
    text = _text if isinstance(of, ax.Axiom) else _nested
    return _FORMS[type(of)].format(*(text(getattr(of, field.name)) for field in fields(of)))


def _listed(parts: Iterable[Any]) -> str:
    return ", ".join(map(_text, parts))


def _facet(name: str, value: Literal) -> str:
    bound = value.lexical if name in _SIGNS else value_of(value)
    return f"{_SIGNS.get(name, name)} {bound}"


def _text(of: Any) -> str:
    """A part of an axiom; strings are IRIs."""
    match of:
        case str():
            return local_name(of)
        case Literal():
            return value_of(of)
        case ax.Role(iri, inverse):
            return f"inverse {local_name(iri)}" if inverse else local_name(iri)
    return manchester(of)


def _nested(of: Any) -> str:
    """A part of an expression."""
    if isinstance(of, int):
        return str(of)
    if isinstance(of, ax.Expression):
        of = unwrapped(of)
    nests = isinstance(of, ax.Expression | ax.AnyDataRange) and not isinstance(of, _PLAIN)
    return f"({_text(of)})" if nests else _text(of)
