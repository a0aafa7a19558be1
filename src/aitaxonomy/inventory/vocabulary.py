"""The words of the ontology that an inventory's fields are matched with, read from its files.

Each file is parsed when its words are first asked for; nothing of it is repeated here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from aitaxonomy._data import folder, module_file
from aitaxonomy.graph.names import normalized
from aitaxonomy.rdf.namespaces import PREFIXES

AIT, AIX = PREFIXES["ait"], PREFIXES["aix"]
_SPELLED = ("label", "altLabel", "notation")
#: The modules that classes of artifacts stand in.
_CLASS_MODULES = (
    "core", "modalities", "architectures", "tasks", "training", "access", "agents", "governance",
)  # fmt: skip

#: A subject: for the local name of each predicate, its values, IRIs of ours by their local names.
Facts = Mapping[str, tuple[str, ...]]


@cache
def individuals(module: str) -> Mapping[str, Facts]:
    """Return what a module of the ontology says of each of its individuals, by local name.

    >>> individuals("modalities")["music"]["broaderModality"]
    ('audio',)
    """
    return _individuals(_read(module_file(module)))


def organizations() -> Mapping[str, Facts]:
    """Return the developers and providers of the knowledge graph, by local name.

    >>> "Meta" in organizations()["meta-ai"]["altLabel"]
    True
    """
    return individuals("organizations")


class System(NamedTuple):
    """A system of the knowledge graph: the classes stated of it, and who developed it."""

    kinds: tuple[str, ...]
    developers: tuple[str, ...]


@cache
def systems() -> Mapping[str, System]:
    """Return the systems of the knowledge graph, all by local name.

    >>> systems()["chatgpt"]
    System(kinds=('AIApplication',), developers=('openai',))
    """
    found = {}
    for path in sorted((folder("ontology") / "systems").glob("*.ttl")):
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            types = block.partition(";")[0]
            if types.startswith("aix:") and "owl:NamedIndividual" in types:
                words = types.replace(",", " ").split()
                made = _DEVELOPED.search(block)
                found[words[0][4:]] = System(
                    tuple(w[4:] for w in words[1:] if w.startswith("ait:")),
                    tuple(w[4:] for w in made[1].replace(",", " ").split()) if made else (),
                )
    return found


_DEVELOPED = re.compile(r"ait:developedBy\s+([^;]+);")


def spelled(things: Mapping[str, Facts], kind: str | None = None) -> dict[str, str]:
    """Return the local name of each thing for all its names, without case and punctuation.

    A label goes before another spelling where two things share a name.

    >>> spelled(individuals("access"), "Licence")[normalized("Apache 2.0")]
    'apache-2.0'
    """
    found: dict[str, str] = {}
    chosen = [
        (local, facts)
        for local, facts in things.items()
        if kind is None or kind in ancestors(facts.get("type", ()))
    ]
    for local, _ in chosen:
        found.setdefault(normalized(local), local)
    for predicate in _SPELLED:
        for local, facts in chosen:
            for name in facts.get(predicate, ()):
                found.setdefault(normalized(name), local)
    return found


@cache
def parents() -> Mapping[str, frozenset[str]]:
    """Return for each class of ours the named classes right above it, by local name."""
    above: dict[str, set[str]] = defaultdict(set)
    for module in _CLASS_MODULES:
        for subject, facts in _read(module_file(module)).items():
            if "Class" in facts.get("type", ()):
                above[subject] |= set(facts.get("subClassOf", ()))
    return {name: frozenset(classes) for name, classes in above.items()}


@cache
def classes() -> Mapping[str, str]:
    """Return the local name of each kind of artifact for all its names, as `spelled` does."""
    things: dict[str, Facts] = {}
    for module in _CLASS_MODULES:
        for subject, facts in _read(module_file(module)).items():
            if "Class" in facts.get("type", ()) and "AIArtifact" in ancestors([subject]):
                things[subject] = facts
    return spelled(things)


def ancestors(kinds: Iterable[str]) -> frozenset[str]:
    """Return classes with all named classes above them.

    >>> "AIModel" in ancestors(["LLM"])
    True
    """
    return _above(tuple(kinds))


@cache
def _above(kinds: tuple[str, ...]) -> frozenset[str]:
    found: set[str] = set()
    todo = list(kinds)
    while todo:
        kind = todo.pop()
        if kind not in found:
            found.add(kind)
            todo += parents().get(kind, ())
    return frozenset(found)


@cache
def _read(path: Path) -> Mapping[str, Facts]:
    return _parse(path.read_text(encoding="utf-8"))


def _parse(turtle: str) -> Mapping[str, Facts]:
    """Return the subjects of ours with their facts, in the order of the text."""
    import pyoxigraph as ox

    facts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in ox.parse(turtle, ox.RdfFormat.TURTLE):
        if isinstance(quad.subject, ox.NamedNode) and not isinstance(quad.object, ox.BlankNode):
            subject = quad.subject.value
            if subject.startswith((AIT, AIX)):
                value = quad.object.value
                if isinstance(quad.object, ox.NamedNode):
                    value = _local(value)
                facts[_local(subject)][_local(quad.predicate.value)].append(value)
    return {
        subject: {predicate: tuple(values) for predicate, values in own.items()}
        for subject, own in facts.items()
    }


def _individuals(subjects: Mapping[str, Facts]) -> Mapping[str, Facts]:
    return {s: facts for s, facts in subjects.items() if "NamedIndividual" in facts.get("type", ())}


def _local(iri: str) -> str:
    """Return the last part of an IRI that a namespace may precede."""
    if iri.startswith(AIX):
        return iri[len(AIX) :]
    return iri.rsplit("#", 1)[-1] if "#" in iri else iri.rsplit("/", 1)[-1]
