"""Names, values and axioms in Manchester syntax, terms by their local names.

Source: https://www.w3.org/TR/owl2-manchester-syntax/
"""

from __future__ import annotations

from collections.abc import Mapping

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.class_expressions import unwrapped
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import OWL, XSD, local_name, shown

Described = ax.Expression | ax.AnyDataRange | ax.Axiom
_COUNTED: Mapping[type, str] = {
    **dict.fromkeys((ax.AtLeast, ax.DataAtLeast), "min"),
    **dict.fromkeys((ax.AtMost, ax.DataAtMost), "max"),
    **dict.fromkeys((ax.Exactly, ax.DataExactly), "exactly"),
}
_SIGNS = {"minInclusive": ">=", "maxInclusive": "<=", "minExclusive": ">", "maxExclusive": "<"}


def value_of(literal: Literal) -> str:
    """A data value as text: numbers bare, the rest in quotes."""
    numeric = literal.datatype.removeprefix(XSD) in ("integer", "decimal", "double", "float")
    return literal.lexical if numeric else f'"{literal.lexical}"'


def manchester(of: Described) -> str:
    """An expression, data range or axiom in Manchester syntax, terms by their local names.

    >>> manchester(ax.Some(ax.Role("urn:x#poweredBy"), ax.Named("urn:x#LLM")))
    'poweredBy some LLM'
    """
    if isinstance(of, ax.AnyDataRange):
        return _range(of)
    if isinstance(of, ax.Expression):
        return _expression(of)
    return _axiom(of)


def _role(role: ax.Role) -> str:
    return f"inverse {local_name(role.iri)}" if role.inverse else local_name(role.iri)


def _range(of: ax.AnyDataRange) -> str:
    match of:
        case ax.DataRange(datatype, facets):
            narrowed = ", ".join(_facet(name, value) for name, value in facets)
            return shown(datatype) + (f"[{narrowed}]" if facets else "")
        case ax.DataOneOf(values):
            return "{" + ", ".join(map(value_of, values)) + "}"
        case ax.DataAnd(parts):
            return " and ".join(map(_nested_range, parts))
        case ax.DataOr(parts):
            return " or ".join(map(_nested_range, parts))
        case ax.DataNot(inner):
            return f"not {_nested_range(inner)}"


def _facet(name: str, value: Literal) -> str:
    bound = value.lexical if name in _SIGNS else value_of(value)
    return f"{_SIGNS.get(name, name)} {bound}"


def _nested_range(of: ax.AnyDataRange) -> str:
    text = _range(of)
    return text if isinstance(of, ax.DataRange | ax.DataOneOf) else f"({text})"


def _expression(of: ax.Expression) -> str:  # noqa: PLR0911
    of = unwrapped(of)
    match of:
        case ax.Named(iri):
            return shown(iri) if iri.startswith(OWL) else local_name(iri)
        case ax.And(parts):
            return " and ".join(_nested(part) for part in parts)
        case ax.Or(parts):
            return " or ".join(_nested(part) for part in parts)
        case ax.Not(inner):
            return f"not {_nested(inner)}"
        case ax.OneOf(individuals):
            return "{" + ", ".join(local_name(each) for each in individuals) + "}"
        case ax.Some(role, filler):
            return f"{_role(role)} some {_nested(filler)}"
        case ax.Only(role, filler):
            return f"{_role(role)} only {_nested(filler)}"
        case ax.HasValue(role, individual):
            return f"{_role(role)} value {local_name(individual)}"
        case ax.HasSelf(role):
            return f"{_role(role)} Self"
        case ax.AtLeast() | ax.AtMost() | ax.Exactly():
            return f"{_role(of.role)} {_COUNTED[type(of)]} {of.count} {_nested(of.filler)}"
    return _data_expression(of)


def _data_expression(of: ax.Expression) -> str:
    match of:
        case ax.DataSome(prop, ax.DataOneOf((value,))) | ax.DataHasValue(prop, value):
            return f"{local_name(prop)} value {value_of(value)}"
        case ax.DataSome(prop, data_range):
            return f"{local_name(prop)} some {_nested_range(data_range)}"
        case ax.DataOnly(prop, data_range):
            return f"{local_name(prop)} only {_nested_range(data_range)}"
        case ax.DataAtLeast() | ax.DataAtMost() | ax.DataExactly():
            among = _nested_range(of.range)
            return f"{local_name(of.prop)} {_COUNTED[type(of)]} {of.count} {among}"
    raise TypeError(of)


def _nested(of: ax.Expression) -> str:
    text = _expression(of)
    return text if isinstance(unwrapped(of), ax.Named | ax.OneOf) else f"({text})"


def _object(of: str | Literal) -> str:
    return value_of(of) if isinstance(of, Literal) else local_name(of)


def _axiom(of: ax.Axiom) -> str:  # noqa: PLR0911, PLR0912
    match of:
        case ax.SubClassOf(sub, sup):
            return f"{_expression(sub)} SubClassOf {_expression(sup)}"
        case ax.EquivalentClasses((first, second)):
            return f"{_expression(first)} EquivalentTo {_expression(second)}"
        case ax.EquivalentClasses(parts):
            return f"EquivalentClasses: {', '.join(_expression(each) for each in parts)}"
        case ax.DisjointClasses((first, second)):
            return f"{_expression(first)} DisjointWith {_expression(second)}"
        case ax.DisjointClasses(parts):
            return f"DisjointClasses: {', '.join(_expression(each) for each in parts)}"
        case ax.DisjointUnion(cls, parts):
            return f"{local_name(cls)} DisjointUnionOf {', '.join(map(_expression, parts))}"
        case ax.SubPropertyOf(lower, upper):
            return f"{_role(lower)} SubPropertyOf {_role(upper)}"
        case ax.PropertyChain(chain, upper):
            return f"{' o '.join(map(_role, chain))} SubPropertyOf {_role(upper)}"
        case ax.EquivalentProperties(roles):
            return " EquivalentTo ".join(map(_role, roles))
        case ax.InverseOf(lower, upper):
            return f"{_role(lower)} InverseOf {_role(upper)}"
        case ax.Domain(role, cls_):
            return f"{_role(role)} Domain {_expression(cls_)}"
        case ax.Range(role, cls_):
            return f"{_role(role)} Range {_expression(cls_)}"
        case ax.DataPropertyRange(prop, data_range):
            return f"{local_name(prop)} Range {_range(data_range)}"
        case ax.DatatypeDefinition(datatype, data_range):
            return f"{shown(datatype)} EquivalentTo {_range(data_range)}"
        case ax.Characteristic(kind, role):
            return f"{_role(role)} Characteristics: {kind.title().replace(' ', '')}"
        case ax.DisjointProperties(roles):
            return f"DisjointProperties: {', '.join(map(_role, roles))}"
        case ax.HasKey(cls_, roles):
            return f"{_expression(cls_)} HasKey {', '.join(map(_role, roles))}"
        case ax.DifferentIndividuals(individuals):
            return f"DifferentIndividuals: {', '.join(map(local_name, individuals))}"
        case ax.SameIndividual(one, other):
            return f"{local_name(one)} SameAs {local_name(other)}"
        case ax.ClassAssertion(individual, cls_):
            return f"{local_name(individual)} Type {_expression(cls_)}"
        case ax.PropertyAssertion(subject, prop, value):
            return f"{local_name(subject)} {local_name(prop)} {_object(value)}"
        case ax.NegativeAssertion(subject, role, value):
            return f"not ({local_name(subject)} {_role(role)} {_object(value)})"
