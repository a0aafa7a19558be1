"""Facts about a thing with their sources; and facts that name it, as a language of models."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from aitaxonomy.graph.facts import Fact
from aitaxonomy.html import Link
from aitaxonomy.rdf.namespaces import AIT, expand
from aitaxonomy.site.groups import groups
from aitaxonomy.store.sources import CitedSource

if TYPE_CHECKING:
    from aitaxonomy.taxonomy import Taxonomy

#: What numbers count, where their property does not say so.
_UNITS = {
    "contextWindow": "tokens",
    "outputLimit": "tokens",
    "inputPrice": "US dollars for a million tokens",
    "outputPrice": "US dollars for a million tokens",
    "polyglotScore": "%",
    "trainingCompute": "operations",
}
_MORE = "More"
_PLACES = {
    AIT + prop: (group, place)
    for group, props in groups("facts").items()
    for place, prop in enumerate(props)
}
#: What the graph keeps for itself: how facts were gathered, and what restates others.
_INTERNAL = {
    AIT + name
    for name in (
        "developed", "isFlagship", "membersAre", "membersAreNot", "everyMemberGenerates",
        "generatesViaMember", "hasPrimaryModality", "primarilyGenerates",
    )
}  # fmt: skip
#: The systems and what they have as values; and the properties that follow from others.
_USED = """
SELECT ?x ?p ?this {
  ?x a ait:AIArtifact ; ?p ?this FILTER(isIRI(?this) && STRSTARTS(STR(?p), STR(ait:)))
  FILTER(?p NOT IN (ait:isNotA, ait:counterExample))
}
"""
_BROADER = "SELECT ?p ?broader { ?p rdfs:subPropertyOf ?broader FILTER(?p != ?broader) }"


class Said(NamedTuple):
    """Values with what they have in common: whether they are stated or preferred, and by whom.

    `sources` are numbers of sources of the thing, from 1.
    """

    values: list[Link]
    stated: bool
    preferred: bool
    sources: tuple[int, ...]


class SheetRow(NamedTuple):
    """The facts of one property, and whether sources disagree on them."""

    prop: Link
    said: list[Said]
    disputed: bool


class FactSheets:
    """The facts that a taxonomy asserts and infers."""

    def __init__(self, ai: Taxonomy) -> None:
        self._ai = ai

    def of(
        self, iri: str, facts: Iterable[Fact], cited: Iterable[CitedSource]
    ) -> list[tuple[str, list[SheetRow]]]:
        """Return by group the values of each property, whether they are stated, and by whom.

        Args:
            iri: the thing.
            facts: what is known of it.
            cited: its sources, in the order of their numbers.

        """
        numbers = {s.document: number for number, s in enumerate(cited, 1)}
        sources: dict[tuple[Link, Link], list[int]] = defaultdict(list)
        stated: dict[Link, dict[Link, tuple[bool, bool]]] = defaultdict(dict)
        shown = [fact for fact in facts if fact.property_iri not in _INTERNAL]
        repeated = {(prop, f.value_iri) for f in shown for prop in self._broader[f.property_iri]}
        for fact in (
            f for f in shown if f.asserted or (f.property_iri, f.value_iri) not in repeated
        ):
            prop = Link(fact.property, fact.property_iri)
            value = Link(_legible(fact.value, fact.property_iri), fact.value_iri)
            stated[prop].setdefault(value, (fact.asserted, fact.preferred))
            if fact.source in numbers:
                sources[prop, value].append(numbers[fact.source])
        found: dict[str, list[SheetRow]] = {group: [] for group in (*groups("facts"), _MORE)}
        for prop in sorted(stated, key=lambda each: _PLACES.get(each.url, (_MORE, 0))[1]):
            alike: dict[tuple[bool, bool, tuple[int, ...]], list[Link]] = defaultdict(list)
            for value, how in stated[prop].items():
                alike[*how, tuple(sorted(sources[prop, value]))].append(value)
            said = [Said(same, *how) for how, same in alike.items()]
            group = _PLACES.get(prop.url, (_MORE, 0))[0]
            found[group].append(SheetRow(prop, said, prop.url in self._disputed.get(iri, ())))
        return [(group, rows) for group, rows in found.items() if rows]

    @cached_property
    def _disputed(self) -> Mapping[str, set[str]]:
        """The properties of which sources give other values, by system."""
        found = defaultdict(set)
        for row in self._ai.ask("disagreements-between-sources").to_dicts():
            found[expand(row["subject"]) or ""].add(expand(row["property"]) or "")
        return found

    @cached_property
    def _broader(self) -> Mapping[str, set[str]]:
        """The properties that follow from each property."""
        found = defaultdict(set)
        for prop, wider in self._ai.content.store.select(_BROADER).rows:
            found[str(prop)].add(str(wider))
        return found

    @cached_property
    def _used(self) -> Mapping[str, Mapping[str, list[Link]]]:
        """By thing and property, the narrowest that say so, the systems that have it as a value."""
        label, props = self._ai.names.label, defaultdict(set)
        for system, prop, thing in self._ai.content.store.select(_USED).rows:
            if str(prop) not in _INTERNAL:
                props[label(str(system)).casefold(), str(system), str(thing)].add(str(prop))
        found: dict[str, dict[str, list[Link]]] = defaultdict(lambda: defaultdict(list))
        for (_, system, thing), its in sorted(props.items()):
            for prop in its.difference(*(self._broader[each] for each in its)):
                found[thing][prop].append(Link(label(system), system))
        return found

    def used_by(self, iri: str) -> list[tuple[Link, list[Link]]]:
        """Return by property the systems that have a thing as a value, in the order of labels."""
        label, its = self._ai.names.label, self._used[iri]
        return [(Link(label(prop), prop), its[prop]) for prop in sorted(its, key=label)]


def values_of(sheet: list[tuple[str, list[SheetRow]]]) -> dict[str, list[tuple[Link, Said]]]:
    """Return the values of a sheet by the local name of the property, those that go first first."""
    return {
        row.prop.url.removeprefix(AIT): [
            (value, said)
            for said in sorted(row.said, key=lambda each: (not each.preferred, not each.stated))
            for value in said.values
        ]
        for _, rows in sheet
        for row in rows
    }


def _legible(value: str, prop: str) -> str:
    """Return a value with large numbers in groups of digits, and their unit.

    >>> _legible("128000", AIT + "contextWindow"), _legible("2.5", AIT + "inputPrice")
    ('128,000 tokens', '2.5 US dollars for a million tokens')
    """
    number = f"{int(value):,}" if value.isdecimal() and len(value) > 4 else value
    unit = _UNITS.get(prop.removeprefix(AIT), "")
    return f"{number} {unit}".rstrip()
