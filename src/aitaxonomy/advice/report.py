"""Advice as a whole: as JSON, text and HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import groupby
from typing import Any

from aitaxonomy.advice.result import (
    AdvisedApproach,
    AdvisedSystem,
    Group,
    Meaning,
    Reason,
    Rejected,
    WhatIf,
    told,
)
from aitaxonomy.html import Link, fragment, link, page
from aitaxonomy.text import clipped, with_article

#: The number of systems that a text or a page shows, unless another is asked for.
SHOWN = 10
#: The number of names in a group of systems that a text gives, and that a page gives.
_NAMED, _FOLDED = 3, 25
#: What stands before the first system with open questions.
LINE = "Open questions: what follows is not known to meet everything asked"
_LAST: Mapping[Group, str] = {
    "outdated": "Old models, while younger systems are known to meet everything",
    "superseded": "Superseded, while a successor may do as well",
}
_UNSAID = "Nothing says that they do what is asked for"


@dataclass(frozen=True)
class Advice:
    """Approaches and systems, best first; the rejected ones; and changes with another winner.

    Truthy if a system is left. `meaning` tells what the words of a request were taken for, `order`
    how systems are ordered.
    """

    approaches: tuple[AdvisedApproach, ...]
    systems: tuple[AdvisedSystem, ...]
    rejected: tuple[Rejected, ...]
    what_if: tuple[WhatIf, ...]
    _link: Callable[[str], Link] = field(default=link, repr=False, compare=False)
    meaning: Meaning | None = None
    order: str = ""

    def __bool__(self) -> bool:
        return bool(self.systems)

    def __repr__(self) -> str:
        first = f" (first: {clipped(self.systems[0].name, 40)})" if self.systems else ""
        return f"<Advice: {len(self.systems)} systems{first}, {len(self.rejected)} fell out>"

    def shown(self, limit: int = SHOWN) -> Sequence[AdvisedSystem]:
        """Return the first systems worth showing: not outdated, and with a reason.

        If all are, the first of these.
        """
        worth = [system for system in self.systems if system.group in ("known", "open")]
        return (worth or self.systems)[:limit]

    def to_json(self, limit: int | None = None) -> dict[str, Any]:
        """Return the documented JSON of `recommend`, with all systems or those that are shown."""
        systems = self.systems if limit is None else self.shown(limit)
        return {
            "meaning": asdict(self.meaning) if self.meaning else None,
            "approaches": [asdict(approach) for approach in self.approaches],
            "order": self.order,
            "systems": [asdict(system) for system in systems],
            "rejected": [
                {"name": r.name, "iri": r.iri, "constraint": r.constraint,
                 "reason": r.reason.text, "sources": list(r.reason.sources)}
                for r in self.rejected
            ],
            "what_if": [asdict(change) for change in self.what_if],
        }  # fmt: skip

    def __str__(self) -> str:
        return "\n\n".join("\n".join([title, *lines]) for title, lines in self.sections())

    def sections(self, limit: int = SHOWN) -> list[tuple[str, list[str]]]:
        """Return the advice as text: headings, each with its lines.

        Args:
            limit: the number of systems to show.

        """
        shown, common = self.shown(limit), _common(self)
        lines = [f"   ({self.order})"] if self.order else []
        for i, system in enumerate(shown, 1):
            if system is _first_open(self):
                lines.append(f"--- {LINE} ---")
            lines += _system_lines(i, system, common)
        if not self.systems:
            lines = ["none is left: each is known to fail something asked"]
        elif more := len(self.shown(len(self.systems))) - len(shown):
            lines.append(f"... and {more} more")
        lines += [f"{title}: {words}" for title, words in _others(self, shown, _NAMED)]
        found = [
            ("Asked for", list(_meaning_lines(self.meaning))),
            ("Approaches", [line for i, approach in enumerate(self.approaches, 1)
                            for line in _approach_lines(i, approach)]),
            (_heading(self), lines),
            ("Open of every system", list(common)),
            (f"Fell out: {len(self.rejected)}", list(_rejected_lines(self.rejected))),
            ("What would change the winner", list(_change_lines(self.what_if))),
        ]  # fmt: skip
        return [(title, lines) for title, lines in found if lines]

    def for_html(self, limit: int = SHOWN) -> dict[str, Any]:
        """Return the values of the template, with as many systems as are asked for."""
        shown, common, asked = self.shown(limit), _common(self), self.meaning
        return {
            "meaning": asked and {
                "name": self._named(asked.name, asked.iri),
                "sort": asked.sort,
                "notes": self._cited(asked.notes),
                "others": asked.others,
                "read_as": asked.read_as,
                "not_understood": asked.not_understood,
            },
            "order": self.order,
            "approaches": [
                {"name": a.approach, "rating": a.rating, "reasons": self._cited(a.reasons)}
                for a in self.approaches
            ],
            "heading": _heading(self),
            "systems": [self._system(each, common) for each in shown],
            "more": len(self.shown(len(self.systems))) - len(shown),
            "others": list(_others(self, shown, _FOLDED)),
            "common": common,
            "what_if": [
                {"change": c.change, "winner": self._named(c.winner, c.iri), "approach": c.approach}
                for c in self.what_if
            ],
            "count": len(self.rejected),
            "rejected": [self._rejected(*each) for each in _by_constraint(self.rejected)],
        }  # fmt: skip

    def _named(self, name: str | None, iri: str | None) -> Link | None:
        return Link(name, self._link(iri or "").url) if name else None

    def _cited(self, reasons: Iterable[Reason]) -> list[tuple[str, list[Link]]]:
        return [(reason.text, [self._link(name) for name in reason.sources]) for reason in reasons]

    def _system(self, system: AdvisedSystem, common: Collection[str]) -> dict[str, Any]:
        """Return what the template shows of a system, without the questions open of every one."""
        return {
            "name": self._named(system.name, system.iri),
            "line": LINE if system is _first_open(self) else "",
            "reasons": self._cited(system.reasons),
            "facts": self._cited(Reason(*fact) for fact in told(system.facts)),
            "open": [each for each in system.open_questions if each not in common],
        }

    def _rejected(self, constraint: str, fell: Sequence[Rejected]) -> dict[str, Any]:
        """Return what the template shows of the systems that a constraint excludes."""
        return {
            "constraint": constraint,
            "count": len(fell),
            "systems": [
                (self._named(each.name, each.iri), *self._cited([each.reason])[0])
                for each in fell[:_FOLDED]
            ],
            "more": max(len(fell) - _FOLDED, 0),
        }

    def _repr_html_(self) -> str:
        return fragment("advice.html", **self.for_html())

    def to_html(self, title: str = "Advice", limit: int = SHOWN) -> str:
        """Return the advice as a page of its own, which loads nothing.

        >>> "<h1>For us</h1>" in Advice((), (), (), ()).to_html("For us")
        True
        """
        return page("advice.html", title, **self.for_html(limit))


def _heading(advice: Advice) -> str:
    groups = Counter(system.group for system in advice.systems)
    fit, rest = groups["known"], groups["open"]
    return f"Systems: {fit} known to meet everything asked, {rest} with open questions"


def _first_open(advice: Advice) -> AdvisedSystem | None:
    return next((system for system in advice.systems if system.group == "open"), None)


def _others(
    advice: Advice, shown: Iterable[AdvisedSystem], count: int
) -> Iterator[tuple[str, str]]:
    """Yield lines for old models, superseded ones, and those of which nothing is said."""
    seen = set(map(id, shown))
    left = [system for system in advice.systems if id(system) not in seen]
    for group, title in _LAST.items():
        if names := [system.name for system in left if system.group == group]:
            more = f"; and {len(names) - count} more" if len(names) > count else ""
            yield f"{title}: {len(names)}", "; ".join(names[:count]) + more
    if unsaid := sum(system.group == "unsaid" for system in left):
        yield _UNSAID, f"{unsaid:,}"


def _common(advice: Advice) -> tuple[str, ...]:
    """Return the questions that are open for every system."""
    if len(advice.systems) < 2:
        return ()
    first, *others = (system.open_questions for system in advice.systems)
    shared = set(first).intersection(*others)
    return tuple(question for question in first if question in shared)


def _by_constraint(rejected: Iterable[Rejected]) -> Iterable[tuple[str, list[Rejected]]]:
    for constraint, group in groupby(rejected, key=lambda each: each.constraint):
        yield constraint, list(group)


def _meaning_lines(meaning: Meaning | None) -> Iterable[str]:
    if meaning:
        if meaning.name:
            yield f"{meaning.name} ({meaning.iri}), as {with_article(meaning.sort)}"
        yield from (f"   + read as: {each}" for each in meaning.read_as)
        yield from (f"   + {note}" for note in meaning.notes)
        if meaning.not_understood:
            yield f"   ? not understood: {', '.join(meaning.not_understood)}"
        if meaning.others:
            yield f"   or did you mean {'; '.join(meaning.others)}? Ask for it by that name."


def _approach_lines(place: int, approach: AdvisedApproach) -> Iterable[str]:
    yield f"{place}. {approach.approach}" + (f": {approach.rating}" if approach.rating else "")
    yield from (f"   + {reason}" for reason in approach.reasons)


def _system_lines(place: int, system: AdvisedSystem, common: tuple[str, ...]) -> Iterable[str]:
    yield f"{place}. {system.name} ({system.iri})"
    yield from (f"   + {reason}" for reason in system.reasons)
    yield from (f"   = {Reason(*fact)}" for fact in told(system.facts))
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
