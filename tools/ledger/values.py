"""Values of claims: from a cell to a term of RDF, and back, by the type of the property."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from aitaxonomy.rdf.namespaces import PREFIXES, XSD, shown
from aitaxonomy.rdf.turtle.graph import Graph
from aitaxonomy.rdf.turtle.writer import PrefixedNames, Writer
from tools.ledger.tables import iri

_LANGUAGE = re.compile(r"(.*)@([a-z]{2,3}(?:-[A-Za-z0-9]+)*)", re.DOTALL)
#: What a cell of each type looks like, with the datatypes that it has by its form.
_FORMS = {
    "date": ((r"\d{4}-\d\d-\d\d", "date"), (r"\d{4}-\d\d", "gYearMonth"), (r"\d{4}", "gYear")),
    "number": ((r"[+-]?\d+", "integer"), (r"[+-]?\d*\.\d+", "decimal"),
               (r"[+-]?\d+(?:\.\d+)?[eE][+-]?\d+", "double")),
    "flag": (("true|false", "boolean"),),
}  # fmt: skip
_HEAD = "".join(f"@prefix {name}: <{start}> .\n" for name, start in PREFIXES.items())
_SAMPLES = {
    "date": "a day, month or year such as 2026-11-28, 2026-11 or 2026",
    "number": "a number such as 8192, 2.5 or 3.6E21",
    "flag": "true or false",
    "name": "a name such as aix:text, or an address",
}


def term(cell: str, type: str) -> Any:
    """Return the term of a cell; raises `ValueError`, which tells what is expected.

    >>> str(term("2026-11", "date")), str(term("8192", "number"))
    ('"2026-11"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>', \
'"8192"^^<http://www.w3.org/2001/XMLSchema#integer>')
    >>> str(term("A model.", "text")), str(term("GPT", "string")), str(term("GPT@en", "string"))
    ('"A model."@en', '"GPT"', '"GPT"@en')
    """
    if type == "text":
        return Literal(cell, language="en")
    if type == "string":
        found = _LANGUAGE.fullmatch(cell)
        return Literal(found[1], language=found[2]) if found else Literal(cell)
    for pattern, datatype in _FORMS.get(type, ()):
        if re.fullmatch(pattern, cell):
            return Literal(cell, datatype=NamedNode(XSD + datatype))
    if type == "name":
        return NamedNode(iri(cell))
    raise ValueError(f"{cell!r} is not {_SAMPLES[type]}")


def cell(value: Any, type: str) -> str:
    """Return the cell of a term; raises `ValueError` for one that the type has no cell for.

    >>> cell(NamedNode("https://w3id.org/aitaxonomy/id/text"), "name")
    'aix:text'
    """
    if isinstance(value, NamedNode):
        text = shown(value.value).strip("<>")
    elif type == "string" and value.language:
        text = f"{value.value}@{value.language}"
    else:
        text = value.value
    if term(text, type) != value:
        raise ValueError(f"{value} is not of the type {type}")
    return text


def is_nested(cell: str, type: str) -> bool:
    """Return whether a cell is an expression in Turtle, in brackets, in place of a name."""
    return type == "name" and cell.startswith(("[", "("))


def nested(thing: str, property: str, cell: str) -> list[Triple]:
    """Return the triples of a value in brackets; `[]` as a thing is what it is a property of."""
    quads = parse(f"{_HEAD}{thing} {property} {cell} .", format=RdfFormat.TURTLE,
                  rename_blank_nodes=True)  # fmt: skip
    return [quad.triple for quad in quads]


def flat(triples: Iterable[Triple]) -> Mapping[BlankNode, str]:
    """Return what each blank node that is a value is in one line of Turtle."""
    known = list(triples)
    writer = Writer(Graph.of(known), PrefixedNames({}))
    nodes = {each.object for each in known if isinstance(each.object, BlankNode)}
    return {node: writer.flat(node) for node in nodes}
