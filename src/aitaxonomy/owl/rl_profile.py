"""The profile OWL 2 RL, in which rules find all that follows: what of an axiom is outside of it.

Source: https://www.w3.org/TR/owl2-profiles/#OWL_2_RL
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.class_expressions import unwrapped, walk
from aitaxonomy.rdf.namespaces import OWL, RDF, RDFS, XSD, curie

_DATATYPES = {RDF + "PlainLiteral", RDF + "XMLLiteral", RDF + "langString", RDFS + "Literal"} | {
    XSD + name
    for name in (
        *("decimal", "integer", "nonNegativeInteger", "nonPositiveInteger", "positiveInteger"),
        *("negativeInteger", "long", "int", "short", "byte", "unsignedLong", "unsignedInt"),
        *("unsignedShort", "unsignedByte", "double", "float", "boolean", "string", "language"),
        *("normalizedString", "token", "Name", "NCName", "NMTOKEN", "hexBinary", "base64Binary"),
        *("anyURI", "dateTime", "dateTimeStamp"),
    )
}
_NAMES: dict[type, str] = {
    ax.And: "owl:intersectionOf",
    ax.Or: "owl:unionOf",
    ax.Not: "owl:complementOf",
    ax.OneOf: "owl:oneOf",
    ax.HasSelf: "owl:hasSelf",
    ax.Some: "owl:someValuesFrom",
    ax.DataSome: "owl:someValuesFrom",
    ax.Only: "owl:allValuesFrom",
    ax.DataOnly: "owl:allValuesFrom",
    ax.AtLeast: "owl:minCardinality",
    ax.DataAtLeast: "owl:minCardinality",
    ax.AtMost: "owl:maxCardinality",
    ax.DataAtMost: "owl:maxCardinality",
    ax.Exactly: "owl:cardinality",
    ax.DataExactly: "owl:cardinality",
    ax.DataOr: "owl:unionOf of data ranges",
    ax.DataNot: "owl:datatypeComplementOf",
}


def beyond_rl(axiom: ax.Axiom) -> set[str]:
    """Return the constructs by which an axiom or a fact is outside of OWL 2 RL.

    >>> cat, dog, pet = (ax.Named(f"urn:{name}") for name in ("Cat", "Dog", "Pet"))
    >>> beyond_rl(ax.SubClassOf(ax.Or((cat, dog)), pet))
    set()
    >>> beyond_rl(ax.SubClassOf(pet, ax.Or((cat, dog))))
    {'owl:unionOf as a superclass'}
    """
    return {*_in_axiom(axiom), *(name for part in walk(axiom) for name in _in_data(part))}


def _in_axiom(axiom: ax.Axiom) -> Iterator[str]:
    match axiom:
        case ax.SubClassOf(sub, sup):
            yield from _below(sub)
            yield from _above_all(sup)
        case ax.EquivalentClasses(parts):
            for part in parts:
                yield from _below(part)
                yield from _above(part)
        case ax.DisjointClasses(parts):
            yield from _each_below(parts)
        case ax.DisjointUnion():
            yield "owl:disjointUnionOf"
        case ax.Domain(_, cls) | ax.Range(_, cls) | ax.ClassAssertion(_, cls):
            yield from _above_all(cls)
        case ax.HasKey(cls, _):
            yield from _below(cls)
        case ax.Characteristic("reflexive", _):
            yield "owl:ReflexiveProperty"


def _in_data(part: object) -> Iterator[str]:
    match part:
        case ax.DataRange(_, facets) if facets:
            yield "owl:withRestrictions"
        case ax.DataRange(datatype, _):
            if datatype not in _DATATYPES and datatype.startswith((OWL, XSD)):
                yield f"the datatype {curie(datatype)}"
        case ax.DataOr() | ax.DataNot():
            yield _NAMES[type(part)]


def _below(of: ax.Expression) -> Iterator[str]:
    """Yield what a subclass, or a part of one, must not be."""
    of = unwrapped(of)
    match of:
        case ax.Named():
            if of == ax.THING:
                yield "owl:Thing as a subclass"
        case ax.And(parts) | ax.Or(parts):
            yield from _each_below(parts)
        case ax.Some(_, filler):
            if filler != ax.THING:
                yield from _below(filler)
        case ax.OneOf() | ax.HasValue() | ax.DataSome() | ax.DataHasValue():
            pass
        case _:
            yield f"{_name(of)} as a subclass"


def _each_below(parts: Iterable[ax.Expression]) -> Iterator[str]:
    for part in parts:
        yield from _below(part)


def _above(of: ax.Expression) -> Iterator[str]:
    """Yield what a superclass, or a part of one, must not be."""
    of = unwrapped(of)
    match of:
        case ax.Named():
            if of == ax.THING:
                yield "owl:Thing as a part of a superclass"
        case ax.And(parts):
            for part in parts:
                yield from _above(part)
        case ax.Not(denied):
            yield from _below(denied)
        case ax.Only(_, filler):
            yield from _above_all(filler)
        case ax.AtMost(0 | 1, _, filler):
            if filler != ax.THING:
                yield from _below(filler)
        case ax.HasValue() | ax.DataOnly() | ax.DataHasValue() | ax.DataAtMost(0 | 1, _, _):
            pass
        case _:
            yield f"{_name(of)} as a superclass"


def _above_all(of: ax.Expression) -> Iterator[str]:
    return iter(()) if of == ax.THING else _above(of)


def _name(of: ax.Expression) -> str:
    count = getattr(of, "count", None)
    return _NAMES[type(of)] + ("" if count is None else f" {count}")
