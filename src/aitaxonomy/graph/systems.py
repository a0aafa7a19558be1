"""The facts about all systems in one flat table: what `find`, advice and checks of lists ask."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from aitaxonomy.graph.facts import RELEASE, STAND_INS
from aitaxonomy.graph.membership import Kinds, read_kinds
from aitaxonomy.rdf.namespaces import AIT, AIX, curie
from aitaxonomy.reasoning.verdict import UNKNOWN, Truth
from aitaxonomy.store.sources import STATED_BY
from aitaxonomy.store.table import Table

Select = Callable[..., Table]
Label = Callable[[str], str]
TruthOf = Callable[[str, str], Truth]
"""Gives the verdict on a thing and a kind, both by IRI."""

#: The attributes of `SystemFacts` that are sets by name.
_SETS = ("wider", "broader_tasks", "made_by_task", "regions", "parts")
#: The words for each of these dates.
DATED: Mapping[str, str] = {
    "availableSince": "available since",
    "weightsReleasedOn": "weights released on",
    "announcedOn": "announced on",
    "paperPublishedOn": "described in a paper of",
}
_PROPERTIES = (
    "accepts", "hasOutput", "generates", "nativelyGenerates", "generatesViaComponent",
    "hasPrimaryModality", "specializedIn", "performsTask",
    "hasAccess", "hasOpenness", "hasLicence", "hasWeightsLicence", "hasCodeLicence",
    "hasDataLicence", "parameterCount", "contextWindow", "doesNotDisclose", "hasEffortControl",
    "usesTool", "hasComponent", "servedBy", "supersedes", "retiredOn", "dedicatedTo", "inputPrice",
    "outputPrice", "developedBy", "developedIn", "supportsLanguage", "offeredIn", "notOfferedIn",
    *RELEASE, *STAND_INS,
)  # fmt: skip
_FACTS = f"SELECT ?x ?p ?o {{ VALUES ?p {{ ait:{' ait:'.join(_PROPERTIES)} }} ?x ?p ?o }}"
_OF_KIND = "SELECT ?x ?k {{ VALUES ?k {{ ait:{} }} ?x a ?k }}"
_MADE_BY_TASK = """SELECT ?x ?y { ?x a ait:GenerativeTask ; ait:kindFor ?kind .
  ?y a ait:Modality ; ait:kindFor ?kind }"""
#: The preferred value of each property of which sources give several.
PREFERRED = "SELECT ?x ?p ?o { ?note ait:preferredBy ?by ; owl:annotatedSource ?x ; \
owl:annotatedProperty ?p ; owl:annotatedTarget ?o }"
_SOURCES = "SELECT ?x ?source { ?x a ait:AIArtifact ; dcterms:source ?source }"
#: Of types, that of a complete list of languages alone is looked up.
_NOTES = f"""SELECT ?x ?p ?o ?source {{ {STATED_BY}
  FILTER(!isBlank(?o) && (?p != rdf:type || ?o = ait:LanguageBoundArtifact)) }}"""


def undecided(_thing: str, _kind: str) -> Truth:
    """Return that a verdict is unknown."""
    return UNKNOWN


@dataclass(slots=True)
class System:
    """A model, product or other system with its facts; names are local ones of `ait:` or `aix:`.

    Attributes:
        iri: the full IRI.
        label: the English label, or else the CURIE.
        kinds: the kinds that it provably is of, and is not of, by local names.
        facts: the values of each property, sorted.
        sources: the IRIs of the sources of its entry as a whole.
        release: the property and the first day of its release, or of what stands in for it; the
            day is written YYYY, YYYY-MM or YYYY-MM-DD, both are "" where no date is known.

    """

    iri: str
    label: str
    kinds: Kinds = field(default_factory=Kinds)
    facts: dict[str, list[str]] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)
    release: tuple[str, str] = ("", "")

    def get(self, name: str) -> list[str]:
        """Return the values of a property; empty if none is known."""
        return self.facts.get(name, [])

    def has(self, name: str, value: str) -> bool:
        """Tell whether a value of a property is known."""
        return value in self.facts.get(name, ())

    def retired(self, today: str) -> list[str]:
        """Return the days up to now on which it was retired, the first one first."""
        return [day for day in self.get("retiredOn") if day <= today]


def _release(system: System) -> tuple[str, str]:
    for names in (RELEASE, *((name,) for name in STAND_INS)):
        if dates := [(day, name) for name in names for day in system.get(name)]:
            day, name = min(dates)
            return name, day
    return "", ""


@dataclass(frozen=True)
class SystemFacts:
    """The facts about all systems, and about what they are linked with.

    Attributes:
        systems: all systems by IRI, without families, which are several systems.
        successors: for each system, the IRIs of those that supersede it.
        cited: the IRIs of sources.
        notes: the sources stated for single facts, by their places in `cited`: by the IRI of a
            system, then by property and value.
        licences: for each licence, whether it permits commercial use, and its kinds.
        wider: for each modality, the broader ones, such as audio for music.
        broader_tasks: for each task, the broader ones, such as text generation for code.
        made_by_task: for each task, the modality that it is named after, such as code.
        judging: the tasks that make no content, such as moderation.
        regions: for each region that includes others, all of these.
        parts: for each organization that has parts, all of these.
        markets: the regions that are markets: a service in one is offered nowhere else.
        label: gives the label of an IRI.
        truth: gives the verdict on a thing and a kind, both by IRI.

    """

    systems: Mapping[str, System]
    successors: Mapping[str, list[str]]
    cited: Sequence[str]
    notes: Mapping[str, Mapping[str, list[int]]]
    licences: Mapping[str, tuple[frozenset[bool], frozenset[str]]]
    wider: Mapping[str, frozenset[str]]
    broader_tasks: Mapping[str, frozenset[str]]
    made_by_task: Mapping[str, frozenset[str]]
    regions: Mapping[str, frozenset[str]]
    parts: Mapping[str, frozenset[str]]
    markets: frozenset[str]
    judging: frozenset[str]
    label: Label
    truth: TruthOf = undecided

    def name(self, local: str) -> str:
        """Return the label of the individual with a local name, such as "API access"."""
        return self.label(full(local))

    @cached_property
    def origins(self) -> tuple[frozenset[str], frozenset[str]]:
        """The makers of systems and their regions; those with parts, and unions, as well."""
        makers = (each.get("developedBy") for each in self.systems.values())
        places = (each.get("developedIn") for each in self.systems.values())
        return frozenset(self.parts).union(*makers), frozenset(self.regions).union(*places)

    def within(self, organization: str) -> frozenset[str]:
        """Return an organization with its parts."""
        return self.parts.get(organization, frozenset()) | {organization}

    def licence_kinds(self, licence: str) -> frozenset[str]:
        """Return the kinds of a licence, by local names."""
        return self.licences[licence][1] if licence in self.licences else frozenset()

    def permits(self, licence: str) -> bool | None:
        """Tell whether a licence permits commercial use; None where unknown or in dispute."""
        known = self.licences[licence][0] if licence in self.licences else frozenset()
        return next(iter(known)) if len(known) == 1 else None

    def countries(self, region: str) -> frozenset[str]:
        """Return the countries of a region, which is one itself if it includes no other."""
        inside = self.regions.get(region, frozenset({region}))
        return frozenset(x for x in inside if x not in self.regions)

    def covered(self, content: str, scope: Iterable[str]) -> bool:
        """Tell whether a scope has a content type or a broader one."""
        return not {content, *self.wider.get(content, ())}.isdisjoint(scope)

    def newest(self, system: System) -> System:
        """Return the latest component of a system, or the system if no component is later."""
        found = (self.systems.get(full(x), system) for x in system.get("hasComponent"))
        return max((system, *found), key=lambda each: each.release[1])

    def sources(self, system: System, facts: Iterable[tuple[str, str]]) -> tuple[str, ...]:
        """Return the sources of some facts, else those of the system's entry, as CURIEs."""
        found = {s for fact in facts for s in self.stated(system, fact)}
        return tuple(sorted(curie(s) for s in found or system.sources))

    def stated(self, system: System, fact: tuple[str, str]) -> Sequence[str]:
        """Return the sources that are stated for a fact itself, by IRI."""
        return [self.cited[n] for n in self.notes.get(system.iri, {}).get(" ".join(fact), ())]

    def written(self) -> dict[str, Any]:
        """Return the table for JSON."""
        parts = {name: getattr(self, name) for name in _SETS}
        return {
            "systems": [
                [
                    x.iri,
                    x.label,
                    sorted(x.kinds),
                    sorted(x.kinds.refuted),
                    x.facts,
                    x.sources,
                    *x.release,
                ]
                for x in self.systems.values()
            ],
            "successors": self.successors,
            "cited": self.cited,
            "notes": {iri: self.notes[iri] for iri in self.systems if iri in self.notes},
            "licences": {x: [sorted(may), sorted(of)] for x, (may, of) in self.licences.items()},
            "markets": sorted(self.markets),
            "judging": sorted(self.judging),
            **{name: {x: sorted(of) for x, of in found.items()} for name, found in parts.items()},
        }

    @classmethod
    def resumed(cls, written: Mapping[str, Any], label: Label) -> SystemFacts:
        """Return the table that was `written`."""
        systems = {
            iri: System(iri, name, Kinds(kinds, no), facts, sources, (dated, day))
            for iri, name, kinds, no, facts, sources, dated, day in written["systems"]
        }
        sets: dict[str, Any] = {
            name: {x: frozenset(of) for x, of in written[name].items()} for name in _SETS
        }
        return cls(
            systems=systems,
            successors=written["successors"],
            cited=written["cited"],
            notes=written["notes"],
            licences={
                x: (frozenset(may), frozenset(of)) for x, (may, of) in written["licences"].items()
            },
            markets=frozenset(written["markets"]),
            judging=frozenset(written["judging"]),
            label=label,
            **sets,
        )


def read_system_facts(select: Select, label: Label) -> SystemFacts:
    """Read the facts of all systems by a handful of queries, however many systems there are.

    Args:
        select: runs a query over the asserted and the inferred graph.
        label: gives the label of an IRI.

    """
    systems = {
        iri: System(iri, label(iri), its)
        for iri, its in sorted(read_kinds(select, name=local).items())
        if its and "ModelFamily" not in its
    }
    for iri, source in sorted(_pairs(select, _SOURCES)):
        if iri in systems:
            systems[iri].sources.append(source)
    successors = _read_facts(select, systems)
    wider = read_wider(select)
    tasks = _related(select, "SELECT ?x ?y { ?x ait:broaderTask+ ?y }")
    made = _related(select, _MADE_BY_TASK)
    regions = _related(select, "SELECT ?x ?y { ?x ait:includesRegion+ ?y }")
    parts = _related(select, "SELECT ?x ?y { ?y ait:belongsTo+ ?x . ?y a ait:Organization }")
    markets, judging = (
        frozenset(local(x) for x, _ in _pairs(select, _OF_KIND.format(kind)))
        for kind in ("Market", "NonGenerativeTask")
    )
    (cited, notes), licences = _notes(select), _licences(select)
    return SystemFacts(
        systems, successors, cited, notes, licences, wider, tasks, made, regions, parts,
        markets, judging, label,
    )  # fmt: skip


def _read_facts(select: Select, systems: Mapping[str, System]) -> dict[str, list[str]]:
    """Add the facts to the systems; return the successors of each."""
    successors: dict[str, list[str]] = defaultdict(list)
    for row in select(_FACTS).terms:
        iri, name, value = (str(term.value) for term in row)
        if iri not in systems:
            continue
        if (name := local(name)) == "supersedes":
            successors[value].append(iri)
        systems[iri].facts.setdefault(name, []).append(local(value))
    for row in select(PREFERRED, inferred=False).terms:
        iri, name, value = (str(term.value) for term in row)
        if iri in systems and local(name) in systems[iri].facts:
            systems[iri].facts[local(name)] = [local(value)]
    for system in systems.values():
        for values in system.facts.values():
            values.sort()
        system.release = _release(system)
    return {iri: sorted(found) for iri, found in successors.items()}


def read_wider(select: Select) -> dict[str, frozenset[str]]:
    """Return the wider modalities of each modality, all in local names."""
    return _related(select, "SELECT ?x ?y { ?x ait:broaderModality+ ?y }")


def _related(select: Select, query: str) -> dict[str, frozenset[str]]:
    """Return the values of each subject in a query's result, all in local names."""
    related: dict[str, set[str]] = defaultdict(set)
    for subject, value in _pairs(select, query):
        related[local(subject)].add(local(value))
    return {name: frozenset(found) for name, found in related.items()}


def _pairs(select: Select, query: str) -> Iterator[tuple[str, str]]:
    for subject, value in select(query).terms:
        yield str(subject.value), str(value.value)


def _notes(select: Select) -> tuple[list[str], dict[str, dict[str, list[int]]]]:
    """Return the sources, and those of each fact by their places among these."""
    places: dict[str, int] = {}
    notes: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row in select(_NOTES, inferred=False).terms:
        iri, name, value, source = (str(term.value) for term in row)
        place = places.setdefault(source, len(places))
        notes[iri][f"{local(name)} {local(value)}"].append(place)
    return list(places), notes


def _licences(select: Select) -> dict[str, tuple[frozenset[bool], frozenset[str]]]:
    permits: dict[str, set[bool]] = defaultdict(set)
    kinds: dict[str, set[str]] = defaultdict(set)
    for licence, kind in _pairs(select, "SELECT ?x ?k { ?x a ait:Licence , ?k }"):
        kinds[licence].add(local(kind))
    for licence, value in _pairs(select, "SELECT ?x ?v { ?x ait:permitsCommercialUse ?v }"):
        permits[licence].add(value in ("true", "1"))
    return {
        local(licence): (frozenset(permits[licence]), frozenset(found))
        for licence, found in kinds.items()
    }


def amount(text: str) -> float | None:
    """Return the number that a literal states; None if it states none that is finite.

    >>> amount("2.5"), amount("on request"), amount("INF")
    (2.5, None, None)
    """
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def local(iri: str) -> str:
    """Return the local name of a term of ours; any other text is returned as it is.

    >>> local("https://w3id.org/aitaxonomy/id/image"), local("2026-05-12")
    ('image', '2026-05-12')
    """
    return iri.removeprefix(AIT).removeprefix(AIX)


def kind_iri(name: str) -> str:
    """Return the IRI of a kind of ours by its local name; an IRI is returned as it is.

    >>> kind_iri("LLM"), kind_iri("urn:example:Chatbot")
    ('https://w3id.org/aitaxonomy#LLM', 'urn:example:Chatbot')
    """
    return name if ":" in name else AIT + name


def full(name: str) -> str:
    """Return the IRI of an individual of ours by its local name; an IRI is returned as it is.

    >>> full("image"), full("urn:example:image")
    ('https://w3id.org/aitaxonomy/id/image', 'urn:example:image')
    """
    return name if ":" in name else AIX + name
