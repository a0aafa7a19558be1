"""Facets of systems: kinds, maker, date, openness, and the modalities they make and take.

All of it comes from a few queries. The lists, pages and pictures of the site share one `Facets`,
and its scripts filter the same as one flat table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from aitaxonomy import clock
from aitaxonomy.graph.membership import Kinds, read_kinds
from aitaxonomy.graph.systems import PREFERRED, Label, Select, amount, local
from aitaxonomy.html import Link
from aitaxonomy.rdf.namespaces import AIT
from aitaxonomy.reasoning.verdict import UNKNOWN

_LINKS = """SELECT ?it ?link ?to { VALUES ?link {
    ait:developedBy ait:hasOpenness ait:hasAccess ait:hasLicence ait:hasWeightsLicence
    ait:supportsLanguage ait:generates ait:nativelyGenerates ait:generatesViaComponent
    ait:accepts ait:nativelyAccepts ait:acceptsViaComponent
    ait:parameterCount ait:contextWindow ait:inputPrice ait:outputPrice ait:retiredOn
    ait:poweredBy ait:supersededBy }
    ?it a ait:AIArtifact ; ?link ?to }"""
#: The first of all days: announced, published as a paper, available, downloadable.
_DATES = """SELECT ?it (MIN(STR(?day)) AS ?first) { ?it a ait:AIArtifact ;
    ait:announcedOn|ait:paperPublishedOn|ait:availableSince|ait:weightsReleasedOn ?day }
    GROUP BY ?it"""
#: How many statements name a system, and which systems a source calls typical or a line has as its
#: best: what people know it by.
_MENTIONS = """SELECT ?it (COUNT(?p) AS ?n) { ?it a ait:AIArtifact . ?x ?p ?it
    FILTER(?p IN (ait:poweredBy, ait:integrates, ait:derivedFrom, ait:fineTunedFrom, ait:supersedes,
    ait:servesModel, ait:distilledFrom)) } GROUP BY ?it"""
_TYPICAL = "SELECT DISTINCT ?it { ?it ait:exemplarOf|ait:namedAsExampleOf ?kind }"
_TYPICAL_COUNTS = 30
#: How many names a cell has, and from how many sizes on it has the least and the largest alone.
_NAMED, _RANGE = 3, 2
#: The renown of all its systems that makes a maker notable, and each of its systems with it.
_NOTABLE_MAKER = 30
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
    "developedBy": "makers", "hasOpenness": "openness", "hasAccess": "openness",
    "hasLicence": "licences", "hasWeightsLicence": "licences", "supportsLanguage": "languages",
    "poweredBy": "engines", "supersededBy": "successors", "retiredOn": "retired",
}  # fmt: skip
_NUMBERS = {
    "parameterCount": "sizes", "contextWindow": "windows", "inputPrice": "input_prices",
    "outputPrice": "output_prices",
}  # fmt: skip


#: The kinds that say what a system is; the first that it is of does.
_SORTS = (
    "ModelFamily", "LLMAgent", "AIApplication", "ReasoningLLM", "CodeLLM", "MultimodalLLM", "LLM",
    "VideoGenerator", "MusicGenerator", "ImageGenerator", "ThreeDGenerator", "SpeechGenerator",
    "SoundGenerator", "LLMBasedSystem", "SpeechRecognizer", "MachineTranslator", "EmbeddingModel",
    "ObjectDetector", "GamePlayingSystem", "Recommender", "Classifier", "AIAgent",
    "TextGenerator", "GenerativeAI", "AIModel", "AISystem",
)  # fmt: skip
#: Words for some of them that are shorter than their labels.
_SHORT = {
    "AIApplication": "application", "ReasoningLLM": "reasoning LLM", "CodeLLM": "code LLM",
    "MultimodalLLM": "multimodal LLM", "LLM": "LLM", "MachineTranslator": "translator",
    "GamePlayingSystem": "game player", "AIAgent": "agent",
}  # fmt: skip


@dataclass
class FacetedSystem:
    """A system by what it is looked for.

    Attributes:
        iri: its IRI.
        label: its name.
        date: when it was first heard of, as "2023-07" or "2023-07-18"; "" where nobody says.
        kinds: the IRIs of all kinds that it provably is of, and is not of.
        makers: those of its developers.
        openness: those of its levels of openness, and of the ways of access.
        generates: the modalities that it generates, each with the ways (`NATIVELY` ...).
        accepts: likewise those that it accepts.
        licences: the IRIs of its licences, also those of weights alone.
        languages: those of the languages that it supports.
        engines: those of what powers it.
        successors: those of what supersedes it.
        retired: the days on which it was retired.
        sizes: its numbers of parameters.
        windows: its context windows, in tokens.
        input_prices: US dollars for a million tokens read.
        output_prices: the same for tokens written.
        renown: how many statements name it; more where a source calls it typical.

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
    engines: set[str] = field(default_factory=set)
    successors: set[str] = field(default_factory=set)
    retired: set[str] = field(default_factory=set)
    sizes: set[float] = field(default_factory=set)
    windows: set[float] = field(default_factory=set)
    input_prices: set[float] = field(default_factory=set)
    output_prices: set[float] = field(default_factory=set)
    renown: int = 0

    @property
    def year(self) -> int | None:
        """The year in which it was first heard of."""
        return int(self.date[:4]) if self.date[:4].isdecimal() else None

    @property
    def family(self) -> bool:
        """Return whether it is several systems under one name."""
        return AIT + "ModelFamily" in self.kinds

    def retired_by(self, day: str) -> str:
        """Return the day on which it was retired, "" if that was not until a day."""
        return min((each for each in self.retired if each <= day), default="")


class Facets:
    """All systems of a taxonomy, by name.

    >>> from aitaxonomy import Taxonomy
    >>> ai = Taxonomy()
    >>> facets = Facets(ai.content.store.select, ai.names.label)
    >>> facets.systems["https://w3id.org/aitaxonomy/id/dall-e-3"].date
    '2023-09-20'

    Args:
        select: runs a query over the asserted and the inferred graph.
        label: gives the label of an IRI.

    Attributes:
        systems: them by IRI, in the order of their labels.
        label: likewise.
        today: the day as of which systems are in service.

    """

    def __init__(self, select: Select, label: Label) -> None:
        def rows(query: str) -> Iterator[tuple[str, ...]]:
            for row in select(query).rows:
                yield tuple(map(str, row))

        self.label, self.today = label, clock.today()
        kinds = read_kinds(select)
        found = [FacetedSystem(iri, self.label(iri), kinds=its) for iri, its in kinds.items()]
        found.sort(key=lambda each: (each.label.casefold(), each.iri))
        self.systems = {each.iri: each for each in found}
        for iri, day in rows(_DATES):
            self.systems[iri].date = day
        for iri, link, to in rows(_LINKS):
            self._enter(self.systems[iri], link.removeprefix(AIT), to)
        for iri, link, value in (map(str, row) for row in select(PREFERRED, inferred=False).rows):
            if (name := _NUMBERS.get(link.removeprefix(AIT))) and iri in self.systems:
                setattr(self.systems[iri], name, {float(value)})
        for iri, count in rows(_MENTIONS):
            self.systems[iri].renown = int(count)
        for (iri,) in rows(_TYPICAL):
            if iri in self.systems:
                self.systems[iri].renown += _TYPICAL_COUNTS

    @cached_property
    def recorded(self) -> frozenset[str]:
        """The kinds whose non-members are on record, so that the rest are known to be undecided."""
        return frozenset[str]().union(*(each.kinds.refuted for each in self.systems.values()))

    @cached_property
    def undecided(self) -> Counter[str]:
        """How many systems may be of a kind or not; 0 where its non-members are not on record."""
        return Counter(kind for each in self.systems.values() for kind in self.open_kinds(each))

    def open_kinds(self, system: FacetedSystem) -> list[str]:
        """Return the kinds of which it is unknown whether a system is of them."""
        return [kind for kind in self.recorded if system.kinds.truth(kind) is UNKNOWN]

    @staticmethod
    def _enter(system: FacetedSystem, link: str, to: str) -> None:
        if link in _SETS:
            getattr(system, _SETS[link]).add(to)
        elif link in _NUMBERS:
            if (number := amount(to)) is not None:
                getattr(system, _NUMBERS[link]).add(number)
        else:
            facet, way = _WAYS[link]
            ways: dict[str, int] = getattr(system, facet)
            ways[to] = ways.get(to, 0) | way

    def sort(self, system: FacetedSystem) -> Link:
        """Return the kind that says in a word what a system is."""
        kind = next((each for each in _SORTS if AIT + each in system.kinds), "")
        return Link(_SHORT.get(kind) or self.label(AIT + kind), AIT + kind) if kind else Link("")

    def makers(self, among: Iterable[FacetedSystem]) -> list[str]:
        """Return the makers of some systems; those of most first."""
        counts = Counter(maker for system in among for maker in system.makers)
        return sorted(counts, key=lambda each: (-counts[each], self.label(each)))

    # --- the list of systems

    @cached_property
    def newest(self) -> list[FacetedSystem]:
        """All systems, the newest first."""
        known = sorted(self.systems.values(), key=lambda each: each.date, reverse=True)
        return [each for each in known if each.date] + [each for each in known if not each.date]

    def is_current(self, system: FacetedSystem) -> bool:
        """Tell whether a system is a single one, neither retired nor superseded."""
        gone = system.successors or system.retired_by(self.today)
        return not (gone or system.family)

    @cached_property
    def _notable_makers(self) -> frozenset[str]:
        renown: Counter[str] = Counter()
        for each in self.systems.values():
            renown.update(dict.fromkeys(each.makers, each.renown))
        return frozenset(maker for maker, count in renown.items() if count >= _NOTABLE_MAKER)

    def is_notable(self, system: FacetedSystem) -> bool:
        """Tell whether others build on a system, or on those of its maker."""
        return system.renown > 0 or not self._notable_makers.isdisjoint(system.makers)

    def names(self, iris: Iterable[str]) -> str:
        """Return some labels, and how many more there are."""
        labels = sorted(map(self.label, iris), key=str.casefold)
        more = len(labels) - _NAMED
        return ", ".join(labels[:_NAMED]) + (f" and {more} more" if more > 0 else "")

    def cells(self, system: FacetedSystem) -> dict[str, str]:
        """Return what lists show of a system, by column; "" for what is not known."""
        sizes = list(dict.fromkeys(map(short, sorted(system.sizes))))
        prices = [f"{min(each):g}" if each else "–"
                  for each in (system.input_prices, system.output_prices)]  # fmt: skip
        return {
            "Kind": self.sort(system).text,
            "Maker": self.names(system.makers),
            "Released": system.date,
            "Status": self.status(system),
            "Weights or licence": self.names(system.licences or system.openness),
            "Access": self.names(system.openness),
            "Size": f"{sizes[0]} to {sizes[-1]}" if len(sizes) > _RANGE else ", ".join(sizes),
            "Context": short(max(system.windows)) if system.windows else "",
            "Price": f"${' / '.join(prices)}" if {*prices} != {"–"} else "",
            "Takes": self.names(system.accepts),
            "Makes": self.names(system.generates),
            "Languages": self.names(system.languages),
            "Powered by": self.names(system.engines),
        }

    def status(self, system: FacetedSystem) -> str:
        """Return in words that a system is retired or superseded; "" if that is not known."""
        if day := system.retired_by(self.today):
            return f"retired on {day}"
        if system.successors:
            return f"superseded by {self.names(system.successors)}"
        return ""

    def table(self, verdicts: Mapping[str, str], heads: Iterable[str]) -> dict[str, Any]:
        """Return the flat table that scripts filter.

        Args:
            verdicts: letters for each system by IRI, in the order of `heads`.
            heads: the labels of the kinds that these are verdicts on.

        Returns:
            `columns` names what is in each of `rows`, the newest system first; `shows` names the
            places in `texts` that are in its column of that name. Lists of numbers are places in
            `lists`, of `[name, label]`, where the name is that of the page. In `generates` and
            `accepts` each modality is followed by its ways. Undecided are those kinds of
            `recorded` of which it is unknown whether the system is of them.

        """
        names = ("kinds", "makers", "open", "modalities", "licences", "languages")
        lists: dict[str, dict[str, int]] = {name: {} for name in names}
        texts: dict[str, int] = {}

        def numbers(name: str, iris: Iterable[str]) -> list[int]:
            known = lists[name]
            return [known.setdefault(iri, len(known)) for iri in sorted(iris)]

        def ways(found: Mapping[str, int]) -> list[int]:
            pairs = zip(numbers("modalities", found), sorted(found), strict=True)
            return [each for number, iri in pairs for each in (number, found[iri])]

        rows = [
            {
                "name": local(each.iri),
                "label": each.label,
                "date": each.date,
                "makers": numbers("makers", each.makers),
                "open": numbers("open", each.openness),
                "licences": numbers("licences", each.licences),
                "generates": ways(each.generates),
                "accepts": ways(each.accepts),
                "languages": numbers("languages", each.languages),
                "kinds": numbers("kinds", each.kinds),
                "undecided": numbers("kinds", self.open_kinds(each)),
                "verdicts": verdicts.get(each.iri, ""),
                "sizes": sorted(map(int, each.sizes)),
                "context": int(max(each.windows, default=0)),
                "notable": int(self.is_notable(each)),
                "current": int(self.is_current(each)),
                "shows": [texts.setdefault(s, len(texts)) for s in self.cells(each).values()],
            }
            for each in self.newest
        ]
        recorded = numbers("kinds", self.recorded)
        named = {
            name: [[local(iri), self.label(iri)] for iri in known] for name, known in lists.items()
        }
        return {
            "columns": list(rows[0]),
            "shows": list(self.cells(self.newest[0])),
            "texts": list(texts),
            "rows": [list(row.values()) for row in rows],
            "lists": named,
            "recorded": recorded,
            "heads": list(heads),
        }


def short(count: float) -> str:
    """Return a count in few letters.

    >>> short(7_200_000_000), short(128_000), short(512)
    ('7.2 B', '128 k', '512')
    """
    for size, unit in ((1e12, " T"), (1e9, " B"), (1e6, " M"), (1e3, " k")):
        if count >= size:
            return f"{float(f'{count / size:.3g}'):g}{unit}"
    return f"{count:g}"
