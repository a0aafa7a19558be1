"""The duties that bear on the systems of a list: by verdicts, and by what a user answers."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from aitaxonomy.classification.areas import suggested_areas
from aitaxonomy.classification.duties import ALL, Duties, Duty
from aitaxonomy.classification.obligations import Obligation
from aitaxonomy.classification.system import Classified
from aitaxonomy.errors import ImportFault
from aitaxonomy.inventory.importing import Imported, read_stated
from aitaxonomy.inventory.record import Tally
from aitaxonomy.rdf.namespaces import curie
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN, Truth
from aitaxonomy.store.sources import Select

_OFFERED = """SELECT DISTINCT ?system ?place {
  ?obligation ait:appliesIn ?place . ?place ait:includesRegion ?region .
  ?system ait:offeredIn/ait:includesRegion* ?region
}"""
_MARKETED = """SELECT ?system (MIN(STR(?day)) AS ?since) {
  ?system ait:availableSince|ait:weightsReleasedOn ?day
} GROUP BY ?system"""
#: The exception that is asked where an area of Annex III is met: Article 6(3) takes out what poses
#: no significant risk, but never what profiles people.
AT_RISK = "significant risk to people, or profiling of them (Article 6(3))"
#: The fields of a list whose columns are read for words of Annex III.
_DESCRIBES = ("name", "labels", "description", "tasks")
#: The question about the day.
SINCE = "since when it is on the market"
#: A day, of which a workbook may have the time as well.
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]00:00:00)?")
_YES_NO = {"yes": ENTAILED, "no": REFUTED}
Answers = Mapping[str, Mapping[str, str]]
"""The answers, "yes", "no" or a day, to questions about a system, by its name in small letters.

They fill in what is unknown, and change nothing that sources decide.
"""


def duties(
    systems: Sequence[Classified],
    bound: list[Obligation],
    select: Select,
    day: str,
    answers: Answers,
    *,
    files: Iterable[Imported],
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
