"""Systems that meet what is asked: known to, open, or known not to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from aitaxonomy.advice.criteria import Criteria, constraints
from aitaxonomy.advice.result import Fit
from aitaxonomy.advice.wishes import Sorting
from aitaxonomy.errors import QueryRefused
from aitaxonomy.graph.systems import System, SystemFacts, amount, full
from aitaxonomy.rdf.namespaces import curie
from aitaxonomy.store.table import Framed

Key = tuple[float | str, ...]


@dataclass(frozen=True)
class FoundSystem:
    """A system with what people look at first; what is not known is left empty.

    Attributes:
        name: its label.
        iri: its CURIE.
        developers: the labels of the organizations that developed it.
        released: the earliest known day: available, else announced, else described in a paper.
        parameters: the numbers of parameters, one for each size.
        context: the largest context window, in tokens.
        price: US dollars for a million tokens read.
        licences: the labels of its licences.
        reasons: what it meets or fails of what is asked, in words.
        open_questions: what is not known of what is asked.

    """

    name: str
    iri: str
    developers: tuple[str, ...] = ()
    released: str = ""
    parameters: tuple[int, ...] = ()
    context: int | None = None
    price: float | None = None
    licences: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    open_questions: tuple[str, ...] = ()


@dataclass(frozen=True)
class FoundSystems(Framed):
    """The systems that meet what is asked, in the order asked for; truthy if there are any.

    Attributes:
        known: those that are known to meet all of it.
        open: those of which something is not known; the fewest questions first.
        rejected: those that are known not to, where they are asked for.
        counts: the number of systems of each group, whatever the limit.
        more: how many systems of each group are not listed here.

    """

    known: list[FoundSystem]
    open: list[FoundSystem]
    rejected: list[FoundSystem] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    more: dict[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.known)

    def __repr__(self) -> str:
        return f"<FoundSystems: {', '.join(f'{n} {group}' for group, n in self.counts.items())}>"

    def to_json(self) -> dict[str, Any]:
        """Return the documented JSON of `find`."""
        return asdict(self)

    def _records(self) -> list[dict[str, Any]]:
        groups = (("known", self.known), ("open", self.open), ("no", self.rejected))
        return [{"fits": name, **asdict(each)} for name, group in groups for each in group]


def find(
    ground: SystemFacts,
    criteria: Criteria,
    today: str,
    *,
    sort: Sorting = "newest",
    limit: int | None = None,
    retired: bool = False,
    rejected: bool = False,
) -> FoundSystems:
    """Return the systems that meet some criteria, those that may, and on request the others.

    Args:
        ground: the facts about all systems.
        criteria: what is asked of a system.
        today: the day on which a system has to be in service.
        sort: the order; systems without the value come last.
        limit: the most systems that are listed: known ones, then open ones; None for all.
        retired: whether retired systems are let in.
        rejected: whether those that are known not to meet it are listed as well, up to the limit.

    Raises:
        QueryRefused: there is no such order.

    """
    if sort not in ORDERS:
        raise QueryRefused(f"sort is {sort!r}: take one of {', '.join(ORDERS)}")
    always = {"obtainable", *(["retired"] if retired else [])}
    asked = [each for each in constraints(criteria, ground, today) if each.name not in always]
    groups: dict[str, list[tuple[int, Key, System, list[Fit]]]]
    groups = {"known": [], "open": [], "rejected": []}
    for system in ground.systems.values():
        found = [constraint.check(system) for constraint in asked]
        truths = [each.holds for each in found]
        group = "rejected" if False in truths else "open" if None in truths else "known"
        groups[group].append((truths.count(None), ORDERS[sort](system), system, found))
    for rows in groups.values():
        rows.sort(key=lambda row: (row[0], row[1], row[2].label.casefold(), row[2].iri))
    listed = {group: [row_of(ground, *row[2:]) for row in rows] for group, rows in groups.items()}
    known, left = listed["known"], listed["open"]
    shown = {
        "known": known[:limit],
        "open": left if limit is None else left[: max(limit - len(known), 0)],
        "rejected": listed["rejected"][:limit] if rejected else [],
    }
    counts = {group: len(rows) for group, rows in groups.items()}
    more = {group: n - len(shown[group]) for group, n in counts.items() if n > len(shown[group])}
    return FoundSystems(**shown, counts=counts, more=more)


def row_of(ground: SystemFacts, system: System, findings: Iterable[Fit]) -> FoundSystem:
    """Return a system with what is found; what fails comes before what holds."""
    found = sorted(findings, key=lambda each: each.holds is not False)

    def names(*properties: str) -> tuple[str, ...]:
        values = (x for each in properties for x in system.get(each))
        return tuple(dict.fromkeys(ground.label(full(x)) for x in values))

    told = [each for each in found if each.holds is False or (each.holds and each.facts)]
    return FoundSystem(
        system.label,
        curie(system.iri),
        names("developedBy"),
        system.release[1],
        tuple(map(int, _numbers(system, "parameterCount"))),
        next(iter(map(int, _numbers(system, "contextWindow")[::-1])), None),
        next(iter(_numbers(system, "inputPrice")), None),
        names("hasWeightsLicence") or names("hasLicence"),
        tuple(each.text for each in told),
        tuple(each.text for each in found if each.holds is None),
    )


def _numbers(system: System, name: str) -> list[float]:
    return sorted(x for x in map(amount, system.get(name)) if x is not None)


def _by(name: str, sign: int) -> Callable[[System], Key]:
    """Return the order by the least value of a property, or by the largest where sign is -1."""

    def key(system: System) -> Key:
        values = [sign * x for x in _numbers(system, name)]
        return not values, min(values, default=0)

    return key


def _latest_first(system: System) -> Key:
    """The order by day; within a month or a year those of which no day is known come last."""
    parts = [-int(part) for part in system.release[1].split("-") if part]
    return not parts, *parts, *[1] * (3 - len(parts))


ORDERS: Mapping[str, Callable[[System], Key]] = {
    "newest": _latest_first,
    "oldest": lambda system: (not system.release[1], system.release[1]),
    "smallest": _by("parameterCount", 1),
    "largest": _by("parameterCount", -1),
    "longest-context": _by("contextWindow", -1),
    "cheapest": _by("inputPrice", 1),
    "name": lambda _: (False, ""),
}
