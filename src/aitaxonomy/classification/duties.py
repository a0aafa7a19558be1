"""Obligations of law on the systems of a list, in three values, and the questions left open."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path

from aitaxonomy.classification.areas import PERHAPS, suggested_areas
from aitaxonomy.classification.system import Classified, Listed
from aitaxonomy.errors import ImportFault
from aitaxonomy.inventory.importing import Imported, read_stated
from aitaxonomy.inventory.record import Tally
from aitaxonomy.rdf.namespaces import curie
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
_OFFERED = """SELECT DISTINCT ?system ?place {
  ?obligation ait:appliesIn ?place . ?place ait:includesRegion ?region .
  ?system ait:offeredIn/ait:includesRegion* ?region
}"""
_MARKETED = """SELECT ?system (MIN(STR(?day)) AS ?since) {
  ?system ait:availableSince|ait:weightsReleasedOn ?day
} GROUP BY ?system"""
#: The criterion that an area of Annex III meets, and the exception that is asked where it is met:
#: Article 6(3) takes out what poses no significant risk, but never what profiles people.
_IN_ANNEX_III = "aix:annex-iii-use"
AT_RISK = "significant risk to people, or profiling of them (Article 6(3))"
#: The fields of a list whose columns are read for words of Annex III.
_DESCRIBES = ("name", "labels", "description", "tasks")
#: The question about the day, and the name of all systems in a table of answers.
SINCE, ALL = "since when it is on the market", "*"
#: A day, of which a workbook may have the time as well.
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]00:00:00)?")
#: The questions and the unused answers that a summary names.
_SHOWN = 5
_YES_NO = {"yes": ENTAILED, "no": REFUTED}
#: The columns of a table of answers.
ANSWERED = ("system", "question", "decides", "suggested", "answer")
Answers = Mapping[str, Mapping[str, str]]
"""The answers, "yes", "no" or a day, to questions about a system, by its name in small letters.

They fill in what is unknown, and change nothing that sources decide.
"""


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


@dataclass(frozen=True)
class Duty:
    """An obligation that bears on a system, or may.

    Attributes:
        system: its name in the list.
        duty: the obligation.
        section: the article and paragraph.
        bearer: whose duty it is: "provider" or "deployer".
        applies_from: the day from which it applies.
        state: "applies", "not yet", or "depends on what is missing".
        missing: the questions that decide it.
        suggested: the areas of Annex III that words of the row suggest, where that is missing.
        iri: the CURIE of the obligation.
        where: file and line of the system, if known.

    """

    system: str
    duty: str
    section: str
    bearer: str
    applies_from: str
    state: str
    missing: tuple[str, ...]
    suggested: tuple[str, ...]
    iri: str
    where: str

    def __str__(self) -> str:
        """Return the duty in a line."""
        said = f"{self.duty} ({self.section}, {self.bearer}, {self.applies_from}) {self.state}"
        said += f": {', '.join(self.missing)}" if self.missing else ""
        return said + (f"; words suggest: {', '.join(self.suggested)}" if self.suggested else "")


@dataclass(frozen=True)
class Duties(Listed[Duty]):
    """The obligations on the systems of a list at a day.

    Attributes:
        day: the day, as ISO 8601 writes it.
        records: a row for each system, obligation and bearer.
        systems: the number of systems, with those that have none.
        places: the questions about a market, which an office answers for all systems at once.
        area: the question about an area of Annex III.
        unused: the answers that change nothing, with the reason.

    """

    day: str
    records: tuple[Duty, ...] = field(repr=False)
    systems: int
    places: frozenset[str]
    area: str = ""
    unused: tuple[str, ...] = ()

    columns = tuple(Duty.__annotations__)

    @cached_property
    def of_systems(self) -> dict[tuple[str, str], list[Duty]]:
        """The duties of each system that has one, by its name and its place in the list."""
        found: dict[tuple[str, str], list[Duty]] = {}
        for each in self.records:
            found.setdefault((each.system, each.where), []).append(each)
        return found

    def priority(self, of: Iterable[Duty]) -> tuple[int, int, int]:
        """Return how much the heaviest duty weighs that is certain or suggested, certain, and open.

        A question about a market leaves a duty certain, since it is asked of all systems at once.
        """
        certain, suggested, open_ = [0], [0], [0]
        for each in of:
            sort = suggested if each.suggested else open_
            (sort if {*each.missing} - self.places else certain).append(weights().get(each.iri, 1))
        return max(*certain, *suggested), max(certain), max(open_)

    def questions(self) -> list[tuple[str, str, int, str, str]]:
        """Return the rows of a table of answers to fill in: the most decisive of a system first.

        A row has the number of duties that wait for the answer, what words suggest, and an empty
        cell for the answer. The system `*` comes first and means all that have no answer of their
        own, such as about a market, which is asked of all at once. Then come the systems by their
        `priority`.
        """
        of_systems = self.of_systems
        ranked = sorted(of_systems, key=lambda each: self.priority(of_systems[each]), reverse=True)
        waiting: dict[str, Counter[str]] = {ALL: Counter()}
        suggested: dict[tuple[str, str], dict[str, None]] = {}
        for name in ranked:
            own = waiting.setdefault(name[0], Counter())
            for text in (text for each in of_systems[name] for text in each.missing):
                waiting[ALL][text] += 1
                own[text] += text not in self.places
            for each in of_systems[name]:
                suggested.setdefault((name[0], self.area), {}).update(dict.fromkeys(each.suggested))
        return [
            (system, text, count, "; ".join(suggested.get((system, text), ())), "")
            for system, asked in waiting.items()
            for text, count in asked.most_common()
            if count
        ]

    def areas(self) -> list[tuple[str, int]]:
        """Return the areas of Annex III that words suggest, each with how many systems it has."""
        found = {
            (name, area.removeprefix(PERHAPS).partition(":")[0])
            for name, of in self.of_systems.items() for each in of for area in each.suggested
        }  # fmt: skip
        return sorted(Counter(area for _, area in found).items())

    def by_obligation(self) -> list[tuple[Duty, Counter[str]]]:
        """Return a duty of each obligation, the heaviest first, and how many have it by state."""
        found: dict[str, dict[str, Counter[str]]] = {}
        for each in self.records:
            found.setdefault(each.iri, {}).setdefault(each.bearer, Counter())[each.state] += 1
        first = {each.iri: each for each in reversed(self.records)}
        return [
            (replace(first[iri], bearer=", ".join(of)), max(of.values(), key=Counter.total))
            for iri, of in sorted(found.items(), key=lambda each: -weights().get(each[0], 1))
        ]

    def __str__(self) -> str:
        """Return the counts of states, the questions that decide most, and unused answers."""
        states = Counter(each.state for each in self.records)
        asked = Counter(text for each in self.records for text in each.missing)
        lines = [
            f"{len(self.records):,} duties of {self.systems:,} systems on {self.day}: "
            + ", ".join(f"{n:,} {state}" for state, n in states.most_common())
        ]
        lines += [f"  {text}: decides {n:,}" for text, n in asked.most_common(_SHOWN)]
        lines += [f"  words suggest {area}, of {n:,}" for area, n in self.areas()]
        lines += [f"  not used: {each}" for each in self.unused[:_SHOWN]]
        if len(self.unused) > _SHOWN:
            lines.append(f"  not used: {len(self.unused) - _SHOWN:,} more answers")
        return "\n".join(lines)


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


def duties(
    systems: Sequence[Classified],
    bound: list[Obligation],
    select: Select,
    day: str,
    answers: Answers,
    *,
    files: Iterable[Imported] = (),
) -> Duties:
    """Return what obligations bear on systems, or may.

    Args:
        systems: classified by the kinds of the questions.
        bound: the obligations.
        select: queries the graph for the places and days of known systems.
        day: the day, as ISO 8601 writes it.
        answers: what the user has answered.
        files: the lists, whose columns that describe are read for words of Annex III.

    """
    offered = {(str(x), curie(str(place))) for x, place in select(_OFFERED, inferred=True).rows}
    marketed = {str(x): str(day) for x, day in select(_MARKETED, inferred=False).rows}
    found: list[Duty] = []
    unused: dict[str, None] = {}
    levels = {each.level for each in bound}
    columns = _describing(files)
    for system in systems:
        known = system.known_as.iri if system.known_as and system.known_as.trusted else ""
        own = answers.get(system.name.casefold(), {})
        told = {**answers.get(ALL, {}), **own}
        if any(told.get(level) == "yes" for level in levels):
            told = dict.fromkeys(levels, "no") | told  # nothing is a system and a model
        areas = tuple(map(str, suggested_areas(_texts(system, columns))))
        for each in bound:
            truths = {text: _any(system.verdicts, of) for text, of in each.questions.items()}
            truths |= {
                text: ENTAILED if (known, place) in offered else UNKNOWN
                for place, text in each.places.items()
            }
            for text in (each for each in truths if each in told):
                answer = _YES_NO[told[text]]
                if truths[text] is UNKNOWN:
                    truths[text] = answer
                elif truths[text] is not answer and text in own:
                    unused[f"{system.name}, {text}: what is known says otherwise"] = None
            if truths.get(each.area) is ENTAILED:
                truths[AT_RISK] = _YES_NO.get(told.get(AT_RISK, ""), UNKNOWN)
            truths[SINCE] = each.on_market(marketed.get(known) or told.get(SINCE, ""))
            found += _duties(system, each, truths, day, areas)
    listed = {ALL, *(system.name.casefold() for system in systems)}
    unused |= {f"{name}: no system of this name": None for name in answers if name not in listed}
    places = frozenset(text for each in bound for text in each.places.values())
    area = next((each.area for each in bound if each.area), "")
    return Duties(day, tuple(found), len(systems), places, area, tuple(unused))


def _describing(files: Iterable[Imported]) -> frozenset[str]:
    """Return the columns of lists that describe; where the format has none, those of ours."""
    lists = (headed for file in files for headed in file.tally.lists.values())
    given = (pairs for headed in lists for pairs in map(headed.columns.get, _DESCRIBES) if pairs)
    return frozenset((*_DESCRIBES, *(heading for pairs in given for _, heading in pairs)))


def _texts(system: Classified, columns: Container[str]) -> dict[str, str]:
    """Return the texts that describe a system, its name first, by column."""
    own = system.listed.own
    cells = {heading: text for heading, text in own.items() if " ".join(heading.split()) in columns}
    return cells if system.name in cells.values() else {"name": system.name, **cells}


def _duties(
    system: Classified,
    of: Obligation,
    truths: Mapping[str, Truth],
    day: str,
    areas: tuple[str, ...],
) -> Iterator[Duty]:
    """Yield the duty of each role, unless something refutes it."""
    if REFUTED in truths.values():
        return
    missing = tuple(sorted(text for text, truth in truths.items() if truth is UNKNOWN))
    state = "depends on what is missing" if missing else "applies"
    if of.applies_from > day:
        state = "not yet"
    for bearer in of.bearers:
        yield Duty(
            system.name, of.label, of.section, bearer, of.applies_from, state, missing,
            areas if of.area in missing else (), of.iri, system.place or "",
        )  # fmt: skip


def kinds_asked(bound: Iterable[Obligation]) -> list[str]:
    """Return the local names of the kinds that answer questions."""
    kinds = (kind for each in bound for of in each.questions.values() for kind in of)
    return list(dict.fromkeys(kinds))


def read_answers(path: Path, bound: Iterable[Obligation]) -> dict[str, dict[str, str]]:
    """Return the answers of a table with the columns of `ANSWERED`, as CSV, TSV or XLSX.

    Raises `ImportFault` for an unknown question, and for what is neither yes, no nor a day.
    """
    known = {SINCE, AT_RISK} | {
        q for each in bound for q in (*each.questions, *each.places.values())
    }
    found: dict[str, dict[str, str]] = {}
    tally = Tally()
    for record in read_stated(path, tally=tally, columns={"name": "question"}):
        cells = dict(zip(*record.row, strict=False)) if record.row else {}
        system, question, answer = (
            cells.get(each, "").strip() for each in ("system", "question", "answer")
        )
        if not answer:
            continue
        if question not in known:
            raise ImportFault(
                f"{record.source}: unknown question {question!r}: take it from `duties --questions`"
            )
        if question != SINCE and answer.casefold() not in _YES_NO:
            raise ImportFault(f"{record.source}: {answer!r} is not an answer: write yes or no")
        if question == SINCE and not _DAY.fullmatch(answer):
            raise ImportFault(f"{record.source}: {answer!r} is not a day such as 2026-08-02")
        found.setdefault(system.casefold(), {})[question] = answer[:10].casefold()
    for reason in tally.skipped:
        raise ImportFault(f"{tally.examples[reason]}: not read as an answer: {reason}")
    return found


def _any(verdicts: Mapping[str, Truth], kinds: list[str]) -> Truth:
    """Return whether a system is of one of several kinds."""
    truths = [verdicts[kind] for kind in kinds]
    if ENTAILED in truths:
        return ENTAILED
    return REFUTED if truths and all(each is REFUTED for each in truths) else UNKNOWN
