"""The obligations of law: whom they bind, from when, and the questions that decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN, Truth
from aitaxonomy.spreadsheets import read_table
from aitaxonomy.store.sources import Select
from aitaxonomy.text import with_article

_OBLIGATIONS = """SELECT * {
  ?obligation ait:bearsOnKind ?kind ; ait:appliesFrom ?from ; ait:dutyOf ?role ;
              ait:inSection ?section ; rdfs:label ?label .
  ?kind rdfs:label ?level . ?role rdfs:label ?bearer
  FILTER(LANG(?label) IN ("en", "") && LANG(?level) = "en" && LANG(?bearer) IN ("en", ""))
  OPTIONAL {
    ?obligation ait:dependsOnCriterion ?criterion . ?criterion rdfs:label ?asked
    FILTER(LANG(?asked) IN ("en", ""))
    OPTIONAL { ?criterion ait:metByKind ?met }
  }
  OPTIONAL { ?obligation ait:appliesIn ?place . ?place rdfs:label ?named
             FILTER(LANG(?named) IN ("en", "")) }
  OPTIONAL { ?obligation ait:onMarketFrom ?first }
  OPTIONAL { ?obligation ait:onMarketBefore ?end }
} ORDER BY ?from ?obligation ?bearer"""
#: The criterion that an area of Annex III meets.
_IN_ANNEX_III = "aix:annex-iii-use"


@dataclass
class Obligation:
    """One obligation of law.

    Attributes:
        iri: its CURIE.
        label: its name.
        section: the article and paragraph.
        applies_from: the day from which it applies, as ISO 8601 writes it.
        bearers: the roles whose duty it is.
        level: the question whether a thing is what the obligation bears on: a system or a model.
        questions: what decides whether it bears on a system, each with the local names of the
            kinds that answer yes; none if no kind does.
        places: the questions whether it is on the market in a place, by the CURIE of the place.
        first: the day from which a system is on the market, if the obligation asks that.
        end: the day before which it is.
        area: the question about an area of Annex III, if the obligation asks that.

    """

    iri: str
    label: str
    section: str
    applies_from: str
    bearers: list[str] = field(default_factory=list)
    level: str = ""
    questions: dict[str, list[str]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    first: str = ""
    end: str = ""
    area: str = ""

    def on_market(self, since: str) -> Truth:
        """Tell whether a system that is on the market since a day is one of those meant."""
        if not (self.first or self.end):
            return ENTAILED
        if not since:
            return UNKNOWN
        return ENTAILED if self.first <= since < (self.end or "9") else REFUTED


@cache
def weights() -> Mapping[str, int]:
    """Return how heavily each obligation weighs, by its CURIE: 5 for what is banned.

    An obligation that data of the user's own adds has no row, and weighs 1.

    >>> weights()["aix:eu-prohibited-practices"], weights()["aix:eu-ai-literacy"]
    (5, 1)
    """
    rows = read_table(Path(__file__).with_name("weights.tsv"))
    return {row["obligation"]: int(row["weight"]) for row in rows}


def obligations(select: Select) -> list[Obligation]:
    """Return the obligations of a graph, the earliest first.

    >>> from aitaxonomy import Taxonomy
    >>> found = obligations(Taxonomy().content.store.select)
    >>> found[0].label, found[0].section, found[0].applies_from
    ('AI literacy', 'Article 4', '2025-02-02')
    """
    found: dict[str, Obligation] = {}
    for row in select(_OBLIGATIONS, inferred=False).to_dicts():
        iri = row["obligation"]
        each = found.setdefault(iri, Obligation(iri, row["label"], row["section"], row["from"]))
        each.first, each.end = row["first"] or "", row["end"] or ""
        if row["bearer"] not in each.bearers:
            each.bearers.append(row["bearer"])
        each.level = f"whether it is {with_article(row['level'])}"
        each.questions[each.level] = [row["kind"].removeprefix("ait:")]
        if row["asked"]:
            kinds = each.questions.setdefault(row["asked"], [])
            each.area = row["asked"] if row["criterion"] == _IN_ANNEX_III else each.area
            if row["met"] and (kind := row["met"].removeprefix("ait:")) not in kinds:
                kinds.append(kind)
        if row["place"]:
            each.places[row["place"]] = f"market or use in the {row['named']}"
    return list(found.values())


def kinds_asked(bound: Iterable[Obligation]) -> list[str]:
    """Return the local names of the kinds that answer questions."""
    kinds = (kind for each in bound for of in each.questions.values() for kind in of)
    return list(dict.fromkeys(kinds))
