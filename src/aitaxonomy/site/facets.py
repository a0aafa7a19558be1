"""What systems are looked through by: kinds, maker, date, openness, and what they make and take.

All of it comes from a few queries; the pages and pictures share one `Facets`, and the scripts of
the site read the same as `systems.json`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from aitaxonomy.graph.membership import Kinds, read_kinds
from aitaxonomy.rdf.namespaces import AIT
from aitaxonomy.reasoning.verdict import UNKNOWN
from aitaxonomy.site.addresses import folder_of
from aitaxonomy.site.frame import compact_json

if TYPE_CHECKING:
    from aitaxonomy.taxonomy import Taxonomy

_LINKS = """SELECT ?it ?link ?to { VALUES ?link {
    ait:developedBy ait:hasOpenness ait:hasLicence ait:supportsLanguage
    ait:generates ait:nativelyGenerates ait:generatesViaComponent
    ait:accepts ait:nativelyAccepts ait:acceptsViaComponent }
    ?it a ait:AIArtifact ; ?link ?to }"""
#: The first of all days: announced, published as a paper, available, downloadable.
_DATES = """SELECT ?it (MIN(STR(?day)) AS ?first) { ?it a ait:AIArtifact ;
    ait:announcedOn|ait:paperPublishedOn|ait:availableSince|ait:weightsReleasedOn ?day }
    GROUP BY ?it"""
#: How a system comes by a modality: bits, of which several may hold; 0 is any other way, such as
#: through a member of a family, or as a source says without telling how.
NATIVELY, THROUGH_A_COMPONENT = 1, 2
_WAYS = {
    "generates": ("generates", 0),
    "nativelyGenerates": ("generates", NATIVELY),
    "generatesViaComponent": ("generates", THROUGH_A_COMPONENT),
    "accepts": ("accepts", 0),
    "nativelyAccepts": ("accepts", NATIVELY),
    "acceptsViaComponent": ("accepts", THROUGH_A_COMPONENT),
}


#: The facets that are sets of things, by the properties that link with these.
_SETS = {
    "developedBy": "makers",
    "hasOpenness": "openness",
    "hasLicence": "licences",
    "supportsLanguage": "languages",
}


@dataclass
class FacetedSystem:
    """A system by what it is looked for.

    Attributes:
        iri: its IRI.
        label: its name.
        date: when it was first heard of, as "2023-07" or "2023-07-18"; "" where nobody says.
        kinds: the IRIs of all kinds that it provably is of, and is not of.
        makers: those of its developers.
        openness: those of its levels of openness.
        generates: the modalities that it generates, each with the ways (`NATIVELY` ...).
        accepts: likewise those that it accepts.
        licences: the IRIs of its licences.
        languages: those of the languages that it supports.

    """

    iri: str
    label: str
    date: str = ""
    kinds: Kinds = field(default_factory=Kinds)
    makers: set[str] = field(default_factory=set)
    openness: set[str] = field(default_factory=set)
    generates: dict[str, int] = field(default_factory=dict)
    accepts: dict[str, int] = field(default_factory=dict)
    licences: set[str] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)

    @property
    def year(self) -> int | None:
        """The year in which it was first heard of."""
        return int(self.date[:4]) if self.date[:4].isdecimal() else None


class Facets:
    """All systems of a taxonomy, by name.

    >>> from aitaxonomy import Taxonomy
    >>> facets = Facets(Taxonomy())
    >>> facets.systems["https://w3id.org/aitaxonomy/id/dall-e-3"].date
    '2023-09-20'

    Attributes:
        systems: them by IRI, in the order of their labels.
        label: returns the label of an IRI.

    """

    def __init__(self, ai: Taxonomy) -> None:
        def rows(query: str) -> Iterator[tuple[str, ...]]:
            for row in ai.content.store.select(query).rows:
                yield tuple(map(str, row))

        self.label = ai.names.label
        kinds = read_kinds(ai.content.store.select)
        found = [FacetedSystem(iri, self.label(iri), kinds=its) for iri, its in kinds.items()]
        found.sort(key=lambda each: (each.label.casefold(), each.iri))
        self.systems = {each.iri: each for each in found}
        for iri, day in rows(_DATES):
            self.systems[iri].date = day
        for iri, link, to in rows(_LINKS):
            self._enter(self.systems[iri], link.removeprefix(AIT), to)

    @cached_property
    def recorded(self) -> frozenset[str]:
        """The kinds whose non-members are on record, so that the rest are known to be undecided."""
        return frozenset[str]().union(*(each.kinds.refuted for each in self.systems.values()))

    @cached_property
    def undecided(self) -> Counter[str]:
        """How many systems may be of a kind or not; 0 where its non-members are not on record."""
        return Counter(kind for each in self.systems.values() for kind in self._open(each))

    def _open(self, system: FacetedSystem) -> list[str]:
        return [kind for kind in self.recorded if system.kinds.truth(kind) is UNKNOWN]

    @staticmethod
    def _enter(system: FacetedSystem, link: str, to: str) -> None:
        if link in _SETS:
            getattr(system, _SETS[link]).add(to)
        else:
            facet, way = _WAYS[link]
            ways: dict[str, int] = getattr(system, facet)
            ways[to] = ways.get(to, 0) | way

    def makers(self, among: Iterable[FacetedSystem] | None = None) -> list[str]:
        """Return the makers of some systems, or of all; those of most first."""
        counts: dict[str, int] = defaultdict(int)
        for system in self.systems.values() if among is None else among:
            for maker in system.makers:
                counts[maker] += 1
        return sorted(counts, key=lambda each: (-counts[each], self.label(each)))

    def document(self) -> bytes:
        """Return `systems.json`, which the scripts of the site read.

        `kinds`, `makers`, `openness`, `modalities`, `licences` and `languages` are lists of
        `[name, label]`, where the name is that of the page; `systems` is a list, in the order of
        the labels, of `[name, label, date, kinds, makers, openness, generates, accepts, licences,
        languages, undecided]`. From the kinds on they number entries of those lists; what is
        generated and accepted are flat lists of a modality and its ways in turn. Undecided are
        those kinds of `recorded` of which it is unknown whether the system is of them.
        """
        names = ("kinds", "makers", "openness", "modalities", "licences", "languages")
        lists: dict[str, dict[str, int]] = {name: {} for name in names}

        def numbers(name: str, iris: Iterable[str]) -> list[int]:
            known = lists[name]
            return [known.setdefault(iri, len(known)) for iri in sorted(iris)]

        def ways(found: Mapping[str, int]) -> list[int]:
            pairs = zip(numbers("modalities", found), sorted(found), strict=True)
            return [each for number, iri in pairs for each in (number, found[iri])]

        systems = [
            [
                name_of(each.iri),
                each.label,
                each.date,
                numbers("kinds", each.kinds),
                numbers("makers", each.makers),
                numbers("openness", each.openness),
                ways(each.generates),
                ways(each.accepts),
                numbers("licences", each.licences),
                numbers("languages", each.languages),
                numbers("kinds", self._open(each)),
            ]
            for each in self.systems.values()
        ]
        recorded = numbers("kinds", self.recorded)
        named = {
            name: [[name_of(iri), self.label(iri)] for iri in known]
            for name, known in lists.items()
        }
        return compact_json({**named, "recorded": recorded, "systems": systems})


def name_of(iri: str) -> str:
    """Return what addresses within the site call a thing; an IRI of others is its own name.

    >>> name_of("https://w3id.org/aitaxonomy/id/gpt-4o"), name_of("urn:felix")
    ('gpt-4o', 'urn:felix')
    """
    folder = folder_of(iri)
    return folder.split("/")[1] if folder else iri
