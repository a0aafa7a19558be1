"""The criteria of a recommendation: the options of users, checked, as one value."""

from __future__ import annotations

import datetime
import difflib
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypedDict

from aitaxonomy.advice.facts import Select, local, read_wider
from aitaxonomy.errors import QueryRefused, UnknownTerm
from aitaxonomy.graph.names import Names
from aitaxonomy.graph.term import Term

Access = Literal["api", "self-hosted", "app"]
#: The ways of access that can be asked for, each with the access level that provides it.
ACCESS: Mapping[str, str] = {
    "api": "api-access",
    "self-hosted": "downloadable-weights",
    "app": "web-interface-access",
}
WAYS = ("native", "integrated")
OPENNESS = ("open weights", "open source", "closed")
#: A tag of BCP 47 with more than the language.
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})+")
_OF_KIND = "SELECT DISTINCT ?x { ?x a ait:%s }"
_MAKES = "SELECT DISTINCT ?x { ?this ait:producesModality ?x }"
_TASKS = "SELECT DISTINCT ?x { ?this ait:involvesTask ?x }"


class Wishes(TypedDict, total=False):
    """The options of `recommend`; one that is left out asks for nothing."""

    use_case: str | Term | None
    content: str | Term | Sequence[str | Term] | None
    native: bool
    integrated: bool
    open_weights: bool
    open_source: bool
    closed: bool
    commercial: bool
    access: Access | None
    reasoning: bool
    agent: bool
    max_parameters: float | None
    min_context: float | None
    released_after: str | datetime.date | None
    language: str | Term | None
    region: str | Term | None


@dataclass(frozen=True)
class Criteria:
    """Checked criteria; None and False ask for nothing.

    Attributes:
        use_case: the IRI of a use case.
        contents: local names of the content types: those given, all of which have to be made, or
            else those that the use case produces, one of which has to be.
        given: whether the content types were given.
        tasks: local names of the tasks that the use case involves.
        way: "native" or "integrated".
        openness: "open weights", "open source" or "closed".
        access: "api", "self-hosted" or "app".
        language: the local name of a language.
        region: the local name of a region.

    """

    use_case: str | None = None
    contents: tuple[str, ...] = ()
    given: bool = False
    tasks: tuple[str, ...] = ()
    way: str | None = None
    openness: str | None = None
    commercial: bool = False
    access: str | None = None
    reasoning: bool = False
    agent: bool = False
    max_parameters: int | None = None
    min_context: int | None = None
    released_after: str | None = None
    language: str | None = None
    region: str | None = None


def read_criteria(select: Select, names: Names, wishes: Wishes) -> Criteria:
    """Check the options and resolve their names.

    Raises `UnknownTerm` for an unknown name, `QueryRefused` for a value out of bounds or options
    that exclude each other, and `TypeError` for an unknown option.
    """
    if unknown := sorted(wishes.keys() - Wishes.__annotations__.keys()):
        raise TypeError(f"recommend has no option {', '.join(unknown)}")
    if not any(value is not None and value is not False for value in wishes.values()):
        raise QueryRefused(
            "nothing is asked for: give a use case, a content type or another option"
        )
    use_case = _use_case(select, names, wishes.get("use_case"))
    contents = _contents(select, names, wishes.get("content"))
    produced = _ids(select, _MAKES, use_case) if use_case else ()
    day = wishes.get("released_after")
    return Criteria(
        use_case=use_case,
        contents=contents or _most_specific(select, produced),
        given=bool(contents),
        tasks=_ids(select, _TASKS, use_case) if use_case else (),
        way=_one_of(wishes, dict(zip(WAYS, WAYS, strict=True))),
        openness=_one_of(wishes, {name.replace(" ", "_"): name for name in OPENNESS}),
        commercial=bool(wishes.get("commercial")),
        access=_access(wishes.get("access")),
        reasoning=bool(wishes.get("reasoning")),
        agent=bool(wishes.get("agent")),
        max_parameters=_count("max_parameters", wishes.get("max_parameters")),
        min_context=_count("min_context", wishes.get("min_context")),
        released_after=None if day is None else _day(day),
        language=_language(select, names, wishes.get("language")),
        region=_named(select, names, wishes.get("region"), "Region"),
    )


def _use_case(select: Select, names: Names, given: str | Term | None) -> str | None:
    return None if given is None else _find(select, names, given, "UseCase")


def _contents(
    select: Select, names: Names, given: str | Term | Sequence[str | Term] | None
) -> tuple[str, ...]:
    if given is None:
        return ()
    each = [given] if isinstance(given, str | Term) else list(given)
    return tuple(dict.fromkeys(local(_find(select, names, x, "ContentModality")) for x in each))


def _language(select: Select, names: Names, given: str | Term | None) -> str | None:
    """Return the local name of a language, by its name or by a tag such as "de" or "de-AT"."""
    if isinstance(given, str) and _TAG.fullmatch(given):
        given = given.partition("-")[0].lower()  # The graph has no regional variants.
    return _named(select, names, given, "Language")


def _named(select: Select, names: Names, given: str | Term | None, kind: str) -> str | None:
    return local(_find(select, names, given, kind)) if given else None


def _find(select: Select, names: Names, given: str | Term, kind: str) -> str:
    """Return the IRI of an individual of a kind by its name."""
    among = {str(row[0].value) for row in select(_OF_KIND % kind).terms}
    return names.find(given.iri if isinstance(given, Term) else given, among=among)


def _ids(select: Select, query: str, this: str) -> tuple[str, ...]:
    return tuple(sorted(local(str(row[0].value)) for row in select(query, this=this).terms))


def _most_specific(select: Select, contents: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out content types that are wider than another: text if there is code."""
    wider = read_wider(select)
    return tuple(x for x in contents if not any(x in wider.get(other, ()) for other in contents))


def _one_of(wishes: Wishes, options: Mapping[str, str]) -> str | None:
    values: Mapping[str, Any] = dict(wishes)
    chosen = [name for name in options if values.get(name)]
    if len(chosen) > 1:
        raise QueryRefused(f"{' and '.join(chosen)} exclude each other: ask for one of them")
    return options[chosen[0]] if chosen else None


def _access(given: str | None) -> str | None:
    if given is None or given in ACCESS:
        return given
    close = difflib.get_close_matches(given.casefold(), ACCESS, 1, 0.4)
    hint = f"did you mean {close[0]!r}?" if close else f"take one of {', '.join(ACCESS)}"
    raise UnknownTerm(f"no access is called {given!r}; {hint}")


def _count(name: str, given: float | None) -> int | None:
    if given is None:
        return None
    try:
        value = float(given)
    except (TypeError, ValueError):
        value = math.nan
    if not (math.isfinite(value) and value >= 1):
        raise QueryRefused(f"{name} is {given!r}: give a number from 1 on, such as 7e9")
    return int(value)


def _day(given: str | datetime.date) -> str:
    try:
        return datetime.date.fromisoformat(str(given)).isoformat()
    except ValueError:
        raise QueryRefused(
            f"released_after is {str(given)!r}: give a day as YYYY-MM-DD, such as 2025-01-31"
        ) from None
