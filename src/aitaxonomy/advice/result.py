"""Advice as people and programs read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from itertools import groupby
from typing import Any

from aitaxonomy.html import Link, fragment, link
from aitaxonomy.text import clipped

#: How many systems, names of a group of rejected ones, and sources of a reason a text shows.
_SHOWN, _NAMED, _CITED = 10, 3, 2
#: How many of a group of rejected ones a page shows.
_FOLDED = 25


@dataclass(frozen=True)
class Reason:
    """Why something is as it is.

    Attributes:
        text: the reason in words.
        sources: who says so, as CURIEs or IRIs: of the fact itself, else of the system's entry.

    """

    text: str
    sources: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Reason: {clipped(self.text)}>"

    def __str__(self) -> str:
        if not self.sources:
            return self.text
        more = len(self.sources) - _CITED
        rest = f" and {more} more" if more > 0 else ""
        return f"{self.text} [{', '.join(self.sources[:_CITED])}{rest}]"


@dataclass(frozen=True)
class AdvisedApproach:
    """An approach in its place; `rating` is None without a use case, or where nobody rates it."""

    approach: str
    rating: str | None
    reasons: tuple[Reason, ...]

    def __repr__(self) -> str:
        return f"<AdvisedApproach {clipped(self.approach)}: {self.rating or 'not rated'}>"


@dataclass(frozen=True)
class AdvisedSystem:
    """A system in its place.

    Attributes:
        name: its label.
        iri: its CURIE, or its IRI where no prefix fits.
        reasons: why it fits.
        open_questions: what is not known of it and may speak against it.

    """

    name: str
    iri: str
    reasons: tuple[Reason, ...]
    open_questions: tuple[str, ...]

    def __repr__(self) -> str:
        counts = f"{len(self.reasons)} reasons, {len(self.open_questions)} open questions"
        return f"<AdvisedSystem {clipped(self.name)}: {counts}>"


@dataclass(frozen=True)
class Rejected:
    """A system that fell out, with the first constraint that it is known to fail."""

    name: str
    iri: str
    constraint: str
    reason: Reason

    def __repr__(self) -> str:
        return f"<Rejected {clipped(self.name, 40)}: {clipped(self.constraint, 40)}>"


@dataclass(frozen=True)
class WhatIf:
    """A change of what is asked, or of one rating, under which another system or approach wins.

    Attributes:
        change: what is changed, in words.
        winner: the label of the system that then comes first, None where no system is left.
        iri: its CURIE.
        approach: the approach that then leads, or those that do, where that is another; else None.

    """

    change: str
    winner: str | None
    iri: str | None
    approach: str | None

    def __repr__(self) -> str:
        return f"<WhatIf {clipped(self.change, 40)}: {clipped(self.winner or 'none', 40)}>"


@dataclass(frozen=True)
class Advice:
    """Approaches and systems, best first; what fell out; and what would change the winner.

    Truthy when a system is left.
    """

    approaches: tuple[AdvisedApproach, ...]
    systems: tuple[AdvisedSystem, ...]
    rejected: tuple[Rejected, ...]
    what_if: tuple[WhatIf, ...]
    _link: Callable[[str], Link] = field(default=link, repr=False, compare=False)

    def __bool__(self) -> bool:
        return bool(self.systems)

    def __repr__(self) -> str:
        first = f" (first: {clipped(self.systems[0].name, 40)})" if self.systems else ""
        return f"<Advice: {len(self.systems)} systems{first}, {len(self.rejected)} fell out>"

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON of `recommend`."""
        return {
            "approaches": [asdict(approach) for approach in self.approaches],
            "systems": [asdict(system) for system in self.systems],
            "rejected": [
                {"name": r.name, "iri": r.iri, "constraint": r.constraint,
                 "reason": r.reason.text, "sources": list(r.reason.sources)}
                for r in self.rejected
            ],
            "what_if": [asdict(change) for change in self.what_if],
        }  # fmt: skip

    def __str__(self) -> str:
        return "\n\n".join("\n".join([title, *lines]) for title, lines in self.sections())

    def sections(self, limit: int = _SHOWN) -> list[tuple[str, list[str]]]:
        """Return the advice as text: headings, each with its lines (the heading not among them).

        Args:
            limit: the number of systems that are shown.

        """
        count = len(self.systems)
        common = self._common()
        shown = [line for i, system in enumerate(self.systems[:limit], 1)
                 for line in _system_lines(i, system, common)]  # fmt: skip
        if not count:
            shown = ["none is left: each is known to fail something asked"]
        elif count > limit:
            shown.append(f"... and {count - limit} more")
        found = [
            ("Approaches", [line for i, a in enumerate(self.approaches, 1)
                            for line in _approach_lines(i, a)]),
            (self._heading(), shown),
            ("Open of every system", list(common)),
            (f"Fell out: {len(self.rejected)}", list(_rejected_lines(self.rejected))),
            ("What would change the winner", list(_change_lines(self.what_if))),
        ]  # fmt: skip
        return [(title, lines) for title, lines in found if lines]

    def _heading(self) -> str:
        fit = sum(not system.open_questions for system in self.systems)
        rest = len(self.systems) - fit
        return f"Systems: {fit} known to meet everything asked, {rest} with open questions"

    def _common(self) -> tuple[str, ...]:
        """Return the questions that are open of every system, hence tell none from another."""
        if len(self.systems) < 2:
            return ()
        first, *others = (system.open_questions for system in self.systems)
        shared = set(first).intersection(*others)
        return tuple(question for question in first if question in shared)

    def _repr_html_(self) -> str:
        common = self._common()
        return fragment(
            "advice.html",
            approaches=[
                {"name": a.approach, "rating": a.rating, "reasons": self._cited(a.reasons)}
                for a in self.approaches
            ],
            heading=self._heading(),
            systems=[
                {
                    "name": self._named(system.name, system.iri),
                    "reasons": self._cited(system.reasons),
                    "open": [each for each in system.open_questions if each not in common],
                }
                for system in self.systems[:_SHOWN]
            ],
            more=max(len(self.systems) - _SHOWN, 0),
            common=common,
            what_if=[
                {
                    "change": change.change,
                    "winner": self._named(change.winner, change.iri),
                    "approach": change.approach,
                }
                for change in self.what_if
            ],
            count=len(self.rejected),
            rejected=[
                {
                    "constraint": constraint,
                    "count": len(fell),
                    "systems": [
                        (self._named(each.name, each.iri), *self._cited([each.reason])[0])
                        for each in fell[:_FOLDED]
                    ],
                    "more": max(len(fell) - _FOLDED, 0),
                }
                for constraint, fell in _by_constraint(self.rejected)
            ],
        )

    def _named(self, name: str | None, iri: str | None) -> Link | None:
        """Return the link of a thing by the name that it has here; None for nothing."""
        return Link(name, self._link(iri or "").url) if name else None

    def _cited(self, reasons: Iterable[Reason]) -> list[tuple[str, list[Link]]]:
        return [(reason.text, [self._link(name) for name in reason.sources]) for reason in reasons]


def _by_constraint(rejected: Iterable[Rejected]) -> Iterable[tuple[str, list[Rejected]]]:
    for constraint, group in groupby(rejected, key=lambda each: each.constraint):
        yield constraint, list(group)


def _approach_lines(place: int, approach: AdvisedApproach) -> Iterable[str]:
    yield f"{place}. {approach.approach}" + (f": {approach.rating}" if approach.rating else "")
    yield from (f"   + {reason}" for reason in approach.reasons)


def _system_lines(place: int, system: AdvisedSystem, common: tuple[str, ...]) -> Iterable[str]:
    yield f"{place}. {system.name} ({system.iri})"
    yield from (f"   + {reason}" for reason in system.reasons)
    yield from (f"   ? {question}" for question in system.open_questions if question not in common)


def _rejected_lines(rejected: tuple[Rejected, ...]) -> Iterable[str]:
    for constraint, fell in _by_constraint(rejected):
        named = "; ".join(f"{r.name} ({r.reason.text})" for r in fell[:_NAMED])
        more = f"; and {len(fell) - _NAMED} more" if len(fell) > _NAMED else ""
        yield f"{constraint}: {len(fell)}: {named}{more}"


def _change_lines(changes: tuple[WhatIf, ...]) -> Iterable[str]:
    for change in changes:
        leads = f"; the approach then is {change.approach}" if change.approach else ""
        yield f"{change.change}: {change.winner or 'no system is left'}{leads}"
