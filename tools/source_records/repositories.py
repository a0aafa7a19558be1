"""Statements of makers' documents, in fetched repositories, about the artifacts that cite them.

A statement counts where the document names the artifact, or where the document is about it and
about nothing of which the same is not known. A fact that a document leaves open is not attributed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import NamedNode

from aitaxonomy import Taxonomy
from aitaxonomy.rdf.namespaces import AIT, AIX, DCTERMS, RDF
from tools.source_records.catalogues import Fact, Place, Stated
from tools.source_records.documents import Document, Passage, Repositories
from tools.source_records.statements import languages_of, makes, named
from tools.source_records.tiers import MAKER, tier

_LANGUAGE = AIT + "supportsLanguage"
#: What members of a document's family need not share, so that only the member's own row tells it.
OWN = frozenset(
    AIT + name
    for name in [
        "parameterCount",
        "activeParameterCount",
        "contextWindow",
        "announcedOn",
        "availableSince",
        "weightsReleasedOn",
        "retiredOn",
        "paperPublishedOn",
        "supersedes",
        "fineTunedFrom",
        "derivedFrom",
        "distilledFrom",
        "quantizedFrom",
    ]
)
_ARTIFACTS = "SELECT ?it WHERE { ?it a ait:AIArtifact FILTER(isIRI(?it)) }"
_NAMES = """SELECT ?it ?name WHERE { ?it rdfs:label|skos:altLabel ?name
    FILTER(isIRI(?it) && (LANG(?name) = "" || LANG(?name) = "en")) }"""
_CODES = "SELECT ?code ?it WHERE { ?it a ait:Language ; skos:notation ?code }"
_MEMBERS = frozenset((AIT + "hasMember", AIT + "hasSubfamily"))
#: What a passage states only if it names the artifact or its family.
_WITH_NAME = frozenset(
    {RDF + "type"} | {AIT + name for name in ("hasPrimaryModality", "nativelyAccepts", "accepts",
                                              "nativelyGenerates", "generates", "hasOutput")}
)  # fmt: skip
_LICENCES = frozenset(AIT + name for name in ("hasLicence", "hasWeightsLicence", "hasCodeLicence"))
#: A place gathers statements that stand no more lines apart.
_NEAR = 40


@dataclass
class Known:
    """The graph's part on artifacts: statements, sources, names, families."""

    facts: Mapping[str, set[Fact]]
    sources: Mapping[str, set[str]]
    names: Mapping[str, tuple[str, ...]]
    languages: Mapping[str, str]
    codes: Mapping[str, str]
    families: Mapping[str, set[str]]

    @cached_property
    def of_artifacts(self) -> frozenset[str]:
        """The names of all artifacts."""
        return frozenset(name for each in self.facts for name in self.names.get(each, ()))

    def makers(self, artifact: str) -> frozenset[str]:
        """Return the local names of who develops or provides an artifact."""
        made = (
            v for p, v in self.facts[artifact] if p in (AIT + "developedBy", AIT + "providedBy")
        )
        return frozenset(value.strip("<>").removeprefix(AIX) for value in made)


def stated_in_repositories(ai: Taxonomy, folder: Path) -> Stated:
    """Return what the documents in a folder of repositories state of the artifacts of a taxonomy.

    Raises `RepositoryFault` for a repository that git cannot read.
    """
    known, repositories = known_of(ai), Repositories(folder)
    about: dict[tuple[str, str], tuple[Document, set[str]]] = {}
    for artifact in known.facts:
        for document in _documents(known, repositories, artifact):
            about.setdefault((document.repository, document.path), (document, set()))[1].add(
                artifact
            )
    found: Stated = defaultdict(lambda: defaultdict(dict))
    for document, artifacts in about.values():
        spoken = _spoken(known, document)
        for artifact in sorted(artifacts):
            evidence = _evidence(known, document, spoken, artifact, artifacts)
            for place, facts in _places(document, evidence):
                found[artifact][f"github.com/{document.repository}"][place] = facts
    return found


def known_of(ai: Taxonomy) -> Known:
    """Return what a taxonomy has of artifacts: statements, sources, names, families."""
    store = ai.content.store
    facts: dict[str, set[Fact]] = defaultdict(set)
    families: dict[str, set[str]] = defaultdict(set)
    sources: dict[str, set[str]] = defaultdict(set)
    for (it,) in store.select(_ARTIFACTS).rows:
        for quad in store.store.quads_for_pattern(NamedNode(str(it)), None, None):
            prop, value = quad.predicate.value, str(quad.object)
            if prop == DCTERMS + "source":
                sources[str(it)].add(value.strip("<>"))
            elif prop == RDF + "type" or prop.startswith(AIT):
                facts[str(it)].add((prop, value))
            if prop in (AIT + "hasMember", AIT + "hasSubfamily"):
                families[value.strip("<>")].add(str(it))
    names: dict[str, set[str]] = defaultdict(set)
    for it, name in store.select(_NAMES).rows:
        names[str(it)].add(str(name))
    codes = {str(code): str(it) for code, it in store.select(_CODES).rows}
    sorted_names = {it: tuple(sorted(each)) for it, each in names.items()}
    languages = {name.lower(): it for it in codes.values() for name in sorted_names[it]}
    return Known(facts, sources, sorted_names, languages, codes, families)


def _documents(known: Known, repositories: Repositories, artifact: str) -> Iterator[Document]:
    """Yield the documents of its makers that an artifact or its family cites."""
    makers = known.makers(artifact)
    cited = set(known.sources[artifact])
    for family in known.families.get(artifact, ()):
        cited |= known.sources.get(family, set())
    roots = {
        f"https://github.com/{'/'.join(each.split('/')[3:5])}"
        for each in cited
        if "github.com/" in each
    }
    for address in sorted(cited | roots):
        if tier(address, makers) == MAKER:
            yield from repositories.documents(address)


def _spoken(known: Known, document: Document) -> list[tuple[Passage, set[str]]]:
    """Return the passages of a document, each with the languages that it lists."""
    found: list[tuple[Passage, set[str]]] = []
    for section in _sections(document):
        languages = languages_of([p.text for p in section], known.languages, known.codes)
        found += zip(section, languages, strict=True)
    return found


def _longest_first(spoken: list[tuple[Passage, set[str]]]) -> list[tuple[Passage, set[str]]]:
    """Return passages in the order of how many languages their sections list."""
    listed: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for passage, languages in spoken:
        listed[passage.headings] |= languages
    return sorted(spoken, key=lambda each: -len(listed[each[0].headings]))


def _evidence(
    known: Known,
    document: Document,
    spoken: list[tuple[Passage, set[str]]],
    artifact: str,
    others: Collection[str],
) -> dict[Fact, tuple[int, int]]:
    """Return which statements of an artifact a document makes, and on which lines."""
    facts = known.facts[artifact]
    if document.is_licence:
        facts = {fact for fact in facts if fact[0] in _LICENCES}
    own = Names(known, (artifact,))
    families = known.families.get(artifact, set())
    family = Names(known, tuple(sorted(families)))
    leaf = not any(_has(known.facts.get(each, ()), AIT + "hasSubfamily") for each in families)
    is_about = own.are_in(document.title) or (
        family.are_in(document.title) and (leaf or own.are_in(document.text)))  # fmt: skip
    rivals = [
        each for each in others if each != artifact and artifact not in known.families.get(each, ())
    ]
    shared = {
        fact
        for fact in facts
        if all(fact in known.facts[e] or not _has(known.facts[e], fact[0]) for e in rivals)
    }
    others_named = named(tuple(name for each in rivals for name in known.names.get(each, ())))
    found: dict[Fact, tuple[int, int]] = {}
    lists = _cites(known, artifact, document)
    for passage, languages in _longest_first(spoken):
        names_it = own.are_in(passage.text, *passage.headings[1:][-1:])
        general = (lists or (is_about and not passage.is_aside)) and not others_named.search(
            passage.text
        )
        for fact in {(_LANGUAGE, f"<{each}>") for each in languages} & facts - found.keys():
            if names_it or (general and fact in shared):
                found[fact] = (passage.first, passage.last)
    for passage, _ in spoken:
        names_it = own.are_in(passage.text, *passage.headings[1:][-1:])
        general = (is_about and passage.is_of_all and not others_named.search(passage.text)
                   and not own.another_version_is_in(passage.text, family))  # fmt: skip
        for fact in facts - found.keys() if names_it or general else ():
            prop = fact[0]
            if not names_it and (not general or fact not in shared or prop in OWN):
                continue
            if prop == _LANGUAGE or (passage.is_aside and prop not in OWN | _MEMBERS):
                continue
            texts = [passage.text]
            if prop in _WITH_NAME:
                texts = [each for each in re.split(r"(?<=[.!?])\s+", passage.text)
                         if (own.are_in(each) and (is_about or not others_named.search(each)))
                         or (general and family.are_in(each))]  # fmt: skip
            if any(
                makes(each, fact, known.names, own.pattern, document.is_licence) for each in texts
            ):
                found[fact] = (passage.first, passage.last)
    return found


def _cites(known: Known, artifact: str, document: Document) -> bool:
    """Return whether an artifact cites the very file, as it does a list of its languages."""
    return any(each.split("#")[0].endswith(f"/{document.path}") and document.repository in each
               for each in known.sources[artifact])  # fmt: skip


class Names:
    """The names of some things, to be found where they are not part of longer names of others."""

    def __init__(self, known: Known, things: tuple[str, ...]) -> None:
        names = {name for each in things for name in known.names.get(each, ())}
        self.pattern = named(tuple(sorted(names)))
        line = re.match(r"[A-Za-z][A-Za-z-]*[A-Za-z]", min(names, default="", key=len))
        self._line = line[0] if line else ""
        self._longer = named(tuple(sorted(
            name for name in known.of_artifacts - names if self.pattern.search(name))))  # fmt: skip

    def are_in(self, *texts: str) -> bool:
        """Return whether one of the names is in one of some texts."""
        return any(self.pattern.search(self._longer.sub(" ", each)) for each in texts)

    def another_version_is_in(self, text: str, family: Names) -> bool:
        """Return whether a text names the line of the artifact with another number."""
        rest = family.pattern.sub(" ", self.pattern.sub(" ", text))
        return bool(self._line and re.search(rf"(?i)\b{re.escape(self._line)}[- ]?v?\d", rest))


def _has(facts: Collection[Fact], prop: str) -> bool:
    return any(each == prop for each, _ in facts)


def _sections(document: Document) -> Iterator[list[Passage]]:
    """Yield the passages under each heading."""
    section: list[Passage] = []
    for passage in document.passages:
        if section and passage.headings != section[-1].headings:
            yield section
            section = []
        section.append(passage)
    if section:
        yield section


def _places(
    document: Document, evidence: Mapping[Fact, tuple[int, int]]
) -> Iterator[tuple[Place, frozenset[Fact]]]:
    """Yield places in a document, each with the statements that stand near each other there."""
    ordered = sorted(evidence.items(), key=lambda item: item[1])
    group: list[tuple[Fact, tuple[int, int]]] = []
    for item in ordered:
        if group and item[1][0] - group[-1][1][1] > _NEAR:
            yield _place(document, group)
            group = []
        group.append(item)
    if group:
        yield _place(document, group)


def _place(
    document: Document, group: list[tuple[Fact, tuple[int, int]]]
) -> tuple[Place, frozenset[Fact]]:
    first, last = min(at[0] for _, at in group), max(at[1] for _, at in group)
    place = Place(document.address(first, last), "", document.day)
    return place, frozenset(fact for fact, _ in group)
