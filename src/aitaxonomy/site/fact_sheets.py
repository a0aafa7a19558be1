"""What is known of a thing, with who says so; and what it is known of, as a language of models."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from aitaxonomy.graph.term import Term
from aitaxonomy.html import Link
from aitaxonomy.rdf.namespaces import AIT, expand

if TYPE_CHECKING:
    from aitaxonomy.taxonomy import Taxonomy

_USED = """
SELECT DISTINCT ?p ?x {
  ?x ?p ?this ; a ait:AIArtifact
  FILTER(STRSTARTS(STR(?p), STR(ait:)) && ?p NOT IN (ait:isNotA, ait:counterExample))
}
"""


#: What numbers count, where their property does not say so.
_UNITS = {
    AIT + "contextWindow": "tokens",
    AIT + "outputLimit": "tokens",
    AIT + "inputPrice": "US dollars for a million tokens",
    AIT + "outputPrice": "US dollars for a million tokens",
    AIT + "polyglotScore": "%",
    AIT + "trainingCompute": "operations",
}


class Said(NamedTuple):
    """Values with what they have in common: whether they are stated or preferred, and by whom.

    `sources` are numbers of sources of the thing, from 1.
    """

    values: list[Link]
    stated: bool
    preferred: bool
    sources: tuple[int, ...]


class SheetRow(NamedTuple):
    """What is known by one property, and whether sources disagree on it."""

    prop: Link
    said: list[Said]
    disputed: bool


class FactSheets:
    """What a taxonomy states and infers of things."""

    def __init__(self, ai: Taxonomy) -> None:
        self._ai = ai

    def of(self, term: Term) -> list[SheetRow]:
        """Return by property the values, with whether they are stated, and who says so."""
        numbers = {s.document: number for number, s in enumerate(self._ai.sources(term), 1)}
        sources: dict[tuple[Link, Link], list[int]] = defaultdict(list)
        stated: dict[Link, dict[Link, tuple[bool, bool]]] = defaultdict(dict)
        for fact in self._ai.facts(term):
            prop = Link(fact.property, fact.property_iri)
            value = Link(_legible(fact.value, fact.property_iri), fact.value_iri)
            stated[prop].setdefault(value, (fact.asserted, fact.preferred))
            if fact.source in numbers:
                sources[prop, value].append(numbers[fact.source])
        disputed = self._disputed.get(term.iri, ())
        found = []
        for prop, values in stated.items():
            alike: dict[tuple[bool, bool, tuple[int, ...]], list[Link]] = defaultdict(list)
            for value, how in values.items():
                alike[*how, tuple(sorted(sources[prop, value]))].append(value)
            said = [Said(same, *how) for how, same in alike.items()]
            found.append(SheetRow(prop, said, prop.url in disputed))
        return found

    @cached_property
    def _disputed(self) -> Mapping[str, set[str]]:
        """The properties of which sources give other values, by system."""
        found = defaultdict(set)
        for row in self._ai.ask("disagreements-between-sources").to_dicts():
            found[expand(row["subject"]) or ""].add(expand(row["property"]) or "")
        return found

    def used_by(self, iri: str) -> list[tuple[Link, list[Link]]]:
        """Return by property the systems that have a thing as a value, in the order of labels."""
        label = self._ai.names.label
        found: dict[str, list[Link]] = defaultdict(list)
        for prop, system in self._ai.content.store.select(_USED, this=iri).rows:
            found[str(prop)].append(Link(label(str(system)), str(system)))
        return [
            (Link(label(prop), prop), sorted(found[prop], key=lambda each: each.text.casefold()))
            for prop in sorted(found, key=label)
        ]


def _legible(value: str, prop: str) -> str:
    """Return a value with large numbers in groups of digits, and their unit.

    >>> _legible("128000", AIT + "contextWindow"), _legible("2.5", AIT + "inputPrice")
    ('128,000 tokens', '2.5 US dollars for a million tokens')
    """
    number = f"{int(value):,}" if value.isdecimal() and len(value) > 4 else value
    return f"{number} {_UNITS[prop]}" if prop in _UNITS else number
