"""JSON-LD: statements with our published context inside the file.

A file with its context inside says the same on a machine that opens no connection.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from aitaxonomy.rdf.namespaces import PREFIXES, RDF, XSD, curie, expand

if TYPE_CHECKING:
    import pyoxigraph as ox

_CONTEXT = Path(__file__).with_name("context.jsonld")
_TYPE = RDF + "type"
#: Integers that JSON-LD keeps exact; larger ones become floating-point numbers.
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,17}")


class _Term(NamedTuple):
    """A name of the context, and the type that it gives its values."""

    name: str
    type: str | None


def write(triples: Iterable[ox.Triple], out: TextIO) -> int:
    """Write a node for each run of triples of one subject; return how many.

    Only the current node is in memory. Nodes with one `id` are equivalent to a single node.
    """
    head = json.dumps(context(), ensure_ascii=False, indent=2).removesuffix("\n}")
    out.write(head + ',\n  "@graph": [')
    count = 0
    for _, run in groupby(triples, key=lambda triple: triple.subject):
        # One node per line is several times faster than indentation.
        text = json.dumps(_node(list(run)), ensure_ascii=False)
        out.write(f"{',' if count else ''}\n    {text}")
        count += 1
    out.write("\n  ]\n}\n")
    return count


@cache
def context() -> Mapping[str, Any]:
    """Return the published context: prefixes, and a term for each property of ours.

    >>> context()["@context"]["nativelyGenerates"]
    {'@id': 'ait:nativelyGenerates', '@type': '@id'}
    """
    found: Mapping[str, Any] = json.loads(_CONTEXT.read_text(encoding="utf-8"))
    return found


@cache
def _terms() -> Mapping[str, _Term]:
    """The terms of the context, by their IRIs."""
    found = {}
    for name, value in context()["@context"].items():
        id = value.get("@id") if isinstance(value, dict) else value
        if name not in PREFIXES and isinstance(id, str) and not id.startswith("@"):
            type = value.get("@type") if isinstance(value, dict) else None
            found[expand(id) or id] = _Term(name, type and (expand(type) or type))
    return found


def _compact(iri: str) -> str:
    """Return the CURIE of an IRI, where the context has its namespace."""
    short = curie(iri)
    return short if short.partition(":")[0] in context()["@context"] else iri


def _node(triples: list[ox.Triple]) -> dict[str, Any]:
    """Return the node of a subject: one value a property, or a list of several."""
    node: dict[str, Any] = {"id": _reference(triples[0].subject)}
    for triple in triples:
        predicate = triple.predicate.value
        if predicate == _TYPE:
            key, value = "type", _reference(triple.object)
        else:
            term = _terms().get(predicate) or _Term(_compact(predicate), None)
            key, value = term.name, _value(triple.object, term.type)
        if key not in node:
            node[key] = value
        elif isinstance(node[key], list):
            node[key].append(value)
        else:
            node[key] = [node[key], value]
    return node


def _reference(node: Any) -> str:
    import pyoxigraph as ox

    return _compact(node.value) if isinstance(node, ox.NamedNode) else f"_:{node.value}"


def _value(value: Any, type: str | None) -> Any:
    """Return a value in the form of its term, or in full where its type differs."""
    import pyoxigraph as ox

    if not isinstance(value, ox.Literal):
        return _reference(value) if type == "@id" else {"id": _reference(value)}
    if value.language:
        return {"@value": value.value, "@language": value.language}
    datatype = value.datatype.value
    if type in (None, datatype):
        if datatype == XSD + "integer" and _INTEGER.fullmatch(value.value):
            return int(value.value)
        if datatype == XSD + "boolean" and value.value in ("true", "false"):
            return value.value == "true"
        if datatype == (type or XSD + "string"):
            return value.value
    return {"@value": value.value, "@type": _compact(datatype)}
