"""The duties of the systems of a list by law: as rows, as counts, and as questions to answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from aitaxonomy.classification.areas import PERHAPS
from aitaxonomy.classification.obligations import weights
from aitaxonomy.classification.system import Listed

#: The name of all systems in a table of answers.
ALL = "*"
#: The questions and the unused answers that a summary names.
_SHOWN = 5
#: The columns of a table of answers.
ANSWERED = ("system", "question", "decides", "suggested", "answer")


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
        """Return the weight of the heaviest duty: certain or suggested, certain alone, and open.

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
        cell for the answer. The system `*` comes first. It stands for all systems without an
        answer of their own, as to questions about a market. Then come the systems by their
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
