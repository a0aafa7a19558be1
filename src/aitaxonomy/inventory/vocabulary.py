"""The vocabulary of the ontology for the fields of inventories, by SPARQL from the store.

The first lookup of an individual queries its class. Classes, properties and individuals are
given by local names, such as "LLM" or "apache-2.0".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from aitaxonomy._data import module_file, modules_of, ontology_files
from aitaxonomy.graph.names import normalized
from aitaxonomy.rdf.namespaces import AIX, IRI
from aitaxonomy.store import GraphStore

#: The prefix declarations of a query.

_FACTS = """SELECT DISTINCT ?thing ?property ?value WHERE {
  ?thing %s ; ?property ?value .
  FILTER(?property IN (
    rdf:type, rdfs:label, skos:altLabel, skos:notation, skos:scopeNote,
    ait:broaderArchitecture, ait:broaderModality, ait:taskInput, ait:taskOutput
  ))
} ORDER BY ?thing ?property ?value"""
_SUPERCLASSES = """SELECT ?class ?above WHERE {
  ?class a owl:Class ; rdfs:subClassOf+ ?above . FILTER(isIRI(?class) && isIRI(?above))
}"""

_SYSTEM_NAMES = "SELECT ?name WHERE { ?system rdfs:label|skos:altLabel ?name }"

Facts = Mapping[str, tuple[str, ...]]
"""The asserted values of each property of a thing, sorted."""


@cache
def individuals(kind: str) -> Mapping[str, Facts]:
    """Return the facts of each individual of a class, sorted by name.

    >>> individuals("Modality")["music"]["broaderModality"]
    ('audio',)
    """
    return _facts(f"a/rdfs:subClassOf* ait:{kind}")


def spelled(things: Mapping[str, Facts]) -> dict[str, str]:
    """Return the thing of each name; names are without case and punctuation.

    Where two things share a name, local names precede labels, then synonyms, then notations.

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
    """Return the class of AI artifacts of each name, as `spelled` does.

    >>> classes()["largelanguagemodel"]
    'LLM'
    """
    return spelled(_facts("rdfs:subClassOf* ait:AIArtifact"))


@cache
def known_systems() -> frozenset[str]:
    """Return the names of all shipped systems, normalized; the first call loads their modules.

    >>> "chatgpt" in known_systems(), "helpdesk" in known_systems()
    (True, False)
    """
    store = GraphStore()
    store.load_shipped(path for path in ontology_files() if path.parent.name == "systems")
    return frozenset(normalized(str(name)) for (name,) in store.select(_SYSTEM_NAMES).rows)


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
    for lower, upper in _store().select(_SUPERCLASSES).rows:
        above[_local(str(lower))].add(_local(str(upper)))
    return {lower: frozenset(uppers) for lower, uppers in above.items()}


def _facts(pattern: str) -> Mapping[str, Facts]:
    """Return the facts of the things that match a predicate-object pattern."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for thing, property, value in _store().select(_FACTS % pattern).rows:
        text = _local(value) if isinstance(value, IRI) else str(value)
        found[_local(str(thing))][_local(str(property))].append(text)
    return {
        thing: {property: tuple(values) for property, values in facts.items()}
        for thing, facts in found.items()
    }


@cache
def _store() -> GraphStore:
    """The shipped modules that define terms or name organizations and languages.

    They are a small part of the shipped graph: a table is read without loading all systems.
    """
    store = GraphStore()
    store.load_shipped(map(module_file, (*modules_of("terms"), "organizations", "languages")))
    return store


def _local(iri: str) -> str:
    """Return the local name of an IRI."""
    return iri.removeprefix(AIX).rpartition("#")[2]
