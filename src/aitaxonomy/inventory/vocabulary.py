"""The vocabulary that fields of an inventory are matched with, asked of the store by SPARQL.

Each class is asked for when one of its individuals is first looked up. All names of classes,
properties and individuals here are local names, such as "LLM" or "apache-2.0".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from aitaxonomy._data import module_file, modules_of
from aitaxonomy.names import normalized
from aitaxonomy.store import GraphStore
from aitaxonomy.terms import IRI, PREFIXES

AIT, AIX = PREFIXES["ait"], PREFIXES["aix"]
#: The prefixes of ours, to stand before a query.
PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())

_FACTS = """SELECT ?thing ?property ?value WHERE {
  ?thing %s ; ?property ?value .
  FILTER(?property IN (
    rdf:type, rdfs:label, skos:altLabel, skos:notation, skos:scopeNote,
    ait:broaderArchitecture, ait:broaderModality, ait:taskInput, ait:taskOutput
  ))
} ORDER BY ?thing ?property ?value"""
_SUPERCLASSES = """SELECT ?class ?above WHERE {
  ?class a owl:Class ; rdfs:subClassOf+ ?above . FILTER(isIRI(?class) && isIRI(?above))
}"""

Facts = Mapping[str, tuple[str, ...]]
"""What is asserted of a thing: property -> values in their order."""


@cache
def individuals(kind: str) -> Mapping[str, Facts]:
    """Return the facts of each individual of a class, in the order of their names.

    >>> individuals("Modality")["music"]["broaderModality"]
    ('audio',)
    """
    return _facts(f"a/rdfs:subClassOf* ait:{kind}")


def spelled(things: Mapping[str, Facts]) -> dict[str, str]:
    """Return each name of each thing, without case and punctuation, with the thing.

    Where two things share a name, a local name goes before a label, a label before a synonym and
    that before a notation.

    >>> spelled(individuals("Licence"))[normalized("Apache 2.0")]
    'apache-2.0'
    """
    found: dict[str, str] = {}
    for local in things:
        found.setdefault(normalized(local), local)
    for property in ("label", "altLabel", "notation"):
        for local, facts in things.items():
            for name in facts.get(property, ()):
                found.setdefault(normalized(name), local)
    return found


@cache
def classes() -> Mapping[str, str]:
    """Return each name of each class of AI artifacts with the class, as `spelled` does.

    >>> classes()["largelanguagemodel"]
    'LLM'
    """
    return spelled(_facts("rdfs:subClassOf* ait:AIArtifact"))


def ancestors(kinds: Iterable[str]) -> frozenset[str]:
    """Return classes with all named classes above them.

    >>> "AIModel" in ancestors(["LLM"])
    True
    """
    return _with_superclasses(tuple(kinds))


@cache
def _with_superclasses(kinds: tuple[str, ...]) -> frozenset[str]:
    return frozenset(kinds).union(*(_superclasses().get(kind, ()) for kind in kinds))


@cache
def _superclasses() -> Mapping[str, frozenset[str]]:
    above: dict[str, set[str]] = defaultdict(set)
    for lower, upper in _store().select(PROLOGUE + _SUPERCLASSES).rows:
        above[_local(str(lower))].add(_local(str(upper)))
    return {lower: frozenset(uppers) for lower, uppers in above.items()}


def _facts(pattern: str) -> Mapping[str, Facts]:
    """Return the facts of the things that have the predicates and objects of a pattern."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for thing, property, value in _store().select(PROLOGUE + _FACTS % pattern).rows:
        text = _local(value) if isinstance(value, IRI) else str(value)
        found[_local(str(thing))][_local(str(property))].append(text)
    return {
        thing: {property: tuple(values) for property, values in facts.items()}
        for thing, facts in found.items()
    }


@cache
def _store() -> GraphStore:
    """The shipped modules that define terms or name organizations and languages.

    They are a sixth of the shipped graph, so that reading a table does not load every system.
    """
    store = GraphStore()
    store.load_shipped(map(module_file, (*modules_of("terms"), "organizations", "languages")))
    return store


def _local(iri: str) -> str:
    """Return the last part of an IRI, which a namespace precedes."""
    return iri.removeprefix(AIX).rpartition("#")[2]
