"""The vocabulary of the ontology for the fields of inventories, by SPARQL from the store.

The first lookup of an individual queries its class. Classes, properties and individuals are given
by local names, such as "LLM" or "apache-2.0". `words.tsv` has words of inventories, normalized,
that no individual of a class has as a name, and what words of other programs mean: the types of the
Transformers library (decoder-only ones left out) for architectures, the modes of LiteLLM and the
tasks and flavors of MLflow for tasks, the formats of CycloneDX for modalities. It also has the
licences and relations of the Hub, the ids of licences at SPDX, the properties of ways of
derivation, words in names that tell the purpose of a model, those of questions about a kind and of
rows of totals, and entries that are not systems.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache, partial
from pathlib import Path

from aitaxonomy._data import module_file, modules_of, ontology_files
from aitaxonomy.graph.names import normalized
from aitaxonomy.inventory.record import Tally
from aitaxonomy.rdf.namespaces import AIX, IRI, RDFS, SKOS
from aitaxonomy.spreadsheets import read_table
from aitaxonomy.store import GraphStore

_FACTS = """SELECT DISTINCT ?thing ?property ?value WHERE {
  ?thing %s .
  { ?thing ?property ?value FILTER(?property IN (
      rdf:type, rdfs:label, skos:altLabel, skos:notation, skos:scopeNote,
      ait:broaderArchitecture, ait:broaderModality, ait:taskInput, ait:taskOutput
  )) } UNION {
    ?old owl:deprecated true ; dcterms:isReplacedBy ?thing ; rdfs:label|skos:altLabel ?value .
    BIND(skos:altLabel AS ?property)
  } UNION {
    ?old owl:deprecated true ; dcterms:isReplacedBy ?thing .
    BIND(skos:altLabel AS ?property) BIND(REPLACE(STR(?old), "^.*[#/]", "") AS ?value)
  }
} ORDER BY ?thing ?property ?value"""
_SUPERCLASSES = """SELECT ?class ?above WHERE {
  ?class a owl:Class ; rdfs:subClassOf+ ?above . FILTER(isIRI(?class) && isIRI(?above))
}"""

#: The separator of subtags in a language tag.
_SUBTAG = re.compile(r"[-_]")

Facts = Mapping[str, tuple[str, ...]]
"""The asserted values of each property of a thing, sorted; among them the names of what it
replaces."""


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


@lru_cache(maxsize=100_000)
def find_value(range: str, name: str) -> str | None:
    """Return the individual of a class that a name, or an id at SPDX or on the Hub, denotes.

    Of a language tag only the primary subtag counts.

    >>> find_value("Licence", "llama3.1"), find_value("AccessLevel", "API")
    ('llama-3.1-community-licence', 'api-access')
    >>> find_value("Language", "pt-BR"), find_value("Modality", "3D"), find_value("Modality", "pdf")
    ('portuguese-language', 'three-d', None)
    """
    key, found = normalized(name), _spelled(range)
    if local := found.get(key) or words(range).get(key):
        return local
    return found.get(_SUBTAG.split(name.strip())[0].casefold()) if range == "Language" else None


def understood(
    words: Iterable[str], find: Callable[[str], str | None], tally: Tally, where: str, told: str
) -> tuple[str, ...]:
    """Return the meanings that `find` gives of words, each once.

    Of a word without one the tally counts `told`, which has a place for the word.
    """
    found: dict[str, None] = {}
    for word in words:
        if meaning := find(word):
            found[meaning] = None
        else:
            tally.unknown(told.format(word), where)
    return tuple(found)


def find_modalities(words: Iterable[str], tally: Tally, where: str) -> tuple[str, ...]:
    """Return the modalities of words, each once; the tally counts unknown words."""
    told = "{!r} is not one of our modalities"
    return understood(words, partial(find_value, "Modality"), tally, where, told)


@cache
def content_modalities() -> Mapping[str, str]:
    """Return each content modality with its top-level modality.

    >>> content_modalities()["music"]
    'audio'
    """
    every = individuals("Modality")
    found = {}
    for local, facts in every.items():
        if "ContentModality" in ancestors(facts["type"]):
            top = local
            while above := every[top].get("broaderModality"):
                top = above[0]
            found[local] = top
    return found


@lru_cache(maxsize=10_000)
def encodes_only(name: str) -> bool:
    """Return whether an architecture is encoder-only.

    >>> encodes_only("encoder-only transformer"), encodes_only("transformer")
    (True, False)
    """
    todo = [find_value("Architecture", name)]
    while todo:
        each = todo.pop()
        if each == "encoder-only-architecture":
            return True
        todo += individuals("Architecture")[each].get("broaderArchitecture", ()) if each else ()
    return False


@cache
def words(of: str) -> Mapping[str, str]:
    """Return what words mean by `words.tsv`: those of a class, or those of another program.

    >>> words("transformers")["bert"]
    'encoder-only-transformer'
    """
    table = read_table(Path(__file__).with_name("words.tsv"))
    return {w: row["means"] for row in table if row["of"] == of for w in row["words"].split("|")}


@cache
def _spelled(kind: str) -> Mapping[str, str]:
    return spelled(individuals(kind))


@cache
def classes() -> Mapping[str, str]:
    """Return the class of AI artifacts of each name, as `spelled` does.

    >>> classes()["largelanguagemodel"]
    'LLM'
    """
    return spelled(_facts("rdfs:subClassOf* ait:AIArtifact"))


@cache
def known_systems() -> frozenset[str]:
    """Return the names of all shipped systems, normalized; the first call reads their modules.

    >>> "chatgpt" in known_systems(), "helpdesk" in known_systems()
    (True, False)
    """
    import pyoxigraph as ox

    files = (str(path) for path in ontology_files() if path.parent.name == "systems")
    quads = (quad for file in files for quad in ox.parse(path=file))
    named = {ox.NamedNode(RDFS + "label"), ox.NamedNode(SKOS + "altLabel")}
    return frozenset(normalized(quad.object.value) for quad in quads if quad.predicate in named)


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
