"""The facts about a thing: what is stated and what follows, each with its source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aitaxonomy.rdf.namespaces import IRI
from aitaxonomy.store import ASSERTED, INFERRED, GraphStore
from aitaxonomy.store.sources import CitedSource, Sources
from aitaxonomy.store.table import Framed
from aitaxonomy.text import clipped

#: The properties of a release date; and those of the dates that stand in for it, best first.
RELEASE = ("availableSince", "weightsReleasedOn")
STAND_INS = ("announcedOn", "paperPublishedOn")
_FACTS = f"""
SELECT DISTINCT ?p ?o ?asserted WHERE {{
  {{ GRAPH <{ASSERTED}> {{ ?this ?p ?o }} BIND(true AS ?asserted) }}
  UNION {{ GRAPH <{INFERRED}> {{ ?this ?p ?o }} BIND(false AS ?asserted) }}
  FILTER(STRSTARTS(STR(?p), STR(ait:)) && ?p NOT IN (ait:isNotA, ait:counterExample))
}}
"""


@dataclass(frozen=True)
class Fact:
    """A statement about a thing, in words, and one of the sources that state it.

    Attributes:
        property: the label of the property.
        value: the label of the value, or the data value.
        asserted: whether it is stated; else it follows from what is stated.
        source: the IRI of the source, "" where none is known for this statement.
        property_iri: the IRI of the property.
        value_iri: the IRI of the value, "" for a data value.
        as_of: the day of the source, or else on which it was last read; "" if not known.
        tier: the source tier, "" if not known.
        locator: where in the source, "" if its address says that.
        preferred: whether the value precedes the others of its property.

    """

    property: str
    value: str
    asserted: bool
    source: str
    property_iri: str = ""
    value_iri: str = ""
    as_of: str = ""
    tier: str = ""
    locator: str = ""
    preferred: bool = False

    def __repr__(self) -> str:
        how = "stated" if self.asserted else "inferred"
        return f"<Fact {clipped(self.property, 40)}: {clipped(self.value, 40)} ({how})>"


class KnownFacts(tuple[Fact, ...], Framed):
    """The facts about a thing, also as a data frame with a row for each."""

    def of(self, *properties: str) -> tuple[str, ...]:
        """Return the values of some properties (IRIs), each once."""
        return tuple(dict.fromkeys(f.value for f in self if f.property_iri in properties))

    def to_json(self) -> list[dict[str, Any]]:
        """Return the facts as in the documented JSON of `show`."""
        return [
            {"property": f.property, "value": f.value, "inferred": not f.asserted,
             "source": f.source, "as_of": f.as_of, "tier": f.tier, "locator": f.locator,
             "preferred": f.preferred}
            for f in self
        ]  # fmt: skip

    def __repr__(self) -> str:
        names = ", ".join(dict.fromkeys(each.property for each in self))
        return f"<{len(self)} facts: {clipped(names)}>"


def facts_of(
    store: GraphStore, label: Callable[[str], str], iri: str, sources: Sources
) -> KnownFacts:
    """Return the stated and inferred facts about a thing, by property, stated ones first.

    A fact comes once for each source, the best tier first. An inferred value is left out if a
    narrower property states it: `generates` adds nothing to `natively generates`.
    """
    table = store.select(_FACTS, this=iri)
    stated = {(str(p), str(o)) for p, o, asserted in table.rows if asserted}
    native = {o for p, o in stated if not p.endswith(("#generates", "#accepts", "#hasOutput"))}
    found = []
    for (p, o, asserted), (_, term, _) in zip(table.rows, table.terms, strict=True):
        if not asserted and str(o) in native and str(p).endswith(_ROLLED_UP):
            continue
        prop, iri = str(p), str(o) if isinstance(o, IRI) else ""
        what = label(prop), label(iri) if iri else str(o), bool(asserted)
        preferred = bool(asserted) and sources.is_preferred(prop, str(term))
        for source in (asserted and sources.of(prop, str(term))) or [CitedSource("")]:
            by = source.document, prop, iri, source.day, source.tier, source.locator
            found.append(Fact(*what, *by, preferred))
    found.sort(key=lambda f: (f.property, not f.asserted, not f.preferred, f.value))
    return KnownFacts(found)


_ROLLED_UP = ("#generates", "#accepts", "#hasOutput", "#hasComponent", "#derivedFrom")
