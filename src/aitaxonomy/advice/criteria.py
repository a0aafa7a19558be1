"""The criteria of a recommendation: the options of users, checked, and their constraints."""

from __future__ import annotations

import datetime
import difflib
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from aitaxonomy.advice import checks
from aitaxonomy.advice.checks import OPTIONS, Constraint, Option
from aitaxonomy.advice.purpose import Purpose, find_purpose
from aitaxonomy.advice.wishes import PREFERENCES, Request, Selection
from aitaxonomy.errors import QueryRefused, UnknownTerm
from aitaxonomy.graph.names import Names
from aitaxonomy.graph.systems import Select, SystemFacts, amount, local, read_wider
from aitaxonomy.graph.term import Term

#: A tag of BCP 47 with more than the language.
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})+")
_MAKES = "SELECT DISTINCT ?x { ?this ait:producesModality ?x }"
_INPUTS = "SELECT DISTINCT ?x { ?this ait:taskInput ?x }"
_OUTPUTS = "SELECT DISTINCT ?x { ?this ait:taskOutput ?x }"
_GENERATIVE = "SELECT DISTINCT ?kind { ?this a ?kind . ?kind rdfs:subClassOf* ait:GenerativeTask }"
_TASKS = "SELECT DISTINCT ?x { ?this ait:involvesTask ?x }"
#: What a system does, first what most others do as well.
_DONE = """SELECT ?task { ?this ait:performsTask ?task . ?other ait:performsTask ?task }
  GROUP BY ?task ORDER BY DESC(COUNT(?other)) ?task"""
_USE_CASES = "SELECT DISTINCT ?x { ?x a ait:UseCase }"
#: The sort of thing that each option with names looks them up in.
_AMONG = {each.name: each.of for each in OPTIONS if each.sort in ("name", "names")}


@dataclass(frozen=True)
class Criteria:
    """Checked criteria; None and False ask for nothing.

    Attributes:
        purpose: what it is for; of a use case too, and None where neither was given.
        use_case: the IRI of a use case.
        contents: local names of the content types: those given, all of which have to be made, or
            else those that the purpose produces, one of which has to be.
        given: whether the content types were given.
        tasks: local names of the tasks that the purpose involves.
        takes: local names of the modalities that a task takes; those of other purposes are open.
        makes: local names of the modalities that it yields.
        marks: local names of the modalities that a task which makes no content is about.
        prefer: one of `PREFERENCES`.
        asked: the values of the options that are given, by name: local names where they are names,
            but the IRI of a kind.

    """

    purpose: Purpose | None = None
    use_case: str | None = None
    contents: tuple[str, ...] = ()
    given: bool = False
    tasks: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    makes: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    prefer: str | None = None
    asked: Mapping[str, Any] = field(default_factory=dict)

    @property
    def weights_asked(self) -> bool:
        """Return whether the weights are asked for, so that no service is needed."""
        asked = self.asked
        weighed = "max_memory" in asked or asked.get("access") == "self-hosted"
        return weighed or not asked.keys().isdisjoint(("open_weights", "open_source", "fully_open"))


def read_criteria(select: Select, names: Names, wishes: Request) -> Criteria:
    """Check the options and resolve their names.

    Raises `UnknownTerm` for an unknown name, `QueryRefused` for a value out of bounds or options
    that exclude each other, and `TypeError` for an unknown option.
    """
    if unknown := sorted(wishes.keys() - Request.__annotations__.keys()):
        raise TypeError(f"recommend has no option {', '.join(unknown)}")
    if not any(value is not None and value is not False for value in wishes.values()):
        raise QueryRefused(
            "nothing is asked for: give a purpose, such as 'customer support', or an option"
        )
    purpose = _purpose(select, names, wishes)
    filters = read_filters(select, names, wishes)
    involved = _involved(select, purpose)
    produced = involved.pop("contents", ())
    return replace(
        filters,
        purpose=purpose,
        use_case=purpose.iri if purpose and purpose.sort == "UseCase" else None,
        contents=filters.contents or produced,
        **involved,
        prefer=_one_name("preference", wishes.get("prefer"), PREFERENCES),
    )


def read_request(select: Select, names: Names, wishes: Request) -> tuple[Request, Purpose | None]:
    """Return a request with its words read as options, and what was found for its purpose.

    An option that is given counts before words for it, or for one that excludes it. Without a
    purpose, another system is asked to do what the one that it replaces does. Raises as
    `read_criteria`.
    """
    purpose = _purpose(select, names, wishes)
    if (purpose is None and not wishes.get("instead_of")) or wishes.get("use_case"):
        return wishes, purpose
    purpose = purpose or Purpose()
    asked = {name: x for name, x in wishes.items() if x is not None and x is not False}
    levels = {each.name for each in OPTIONS if each.of == "openness"}
    given = asked.keys() | (levels if levels & asked.keys() else set())
    asked = {**{k: x for k, x in purpose.wording.options.items() if k not in given}, **asked}
    told = tuple(
        replace(each, note="the option that is given counts") if each.option in given - {"purpose"}
        else each for each in purpose.wording.read
    )  # fmt: skip
    replaced: Any = asked.get("instead_of")
    if replaced and not purpose.iri:
        this = _find(select, names, replaced, _AMONG["instead_of"])
        done = [str(row[0].value) for row in select(_DONE, inferred=False, this=this).terms]
        purpose = replace(purpose, iri="".join(done[:1]), others=tuple(done[1:]))
        purpose = replace(purpose, sort="Task" if done else "")
    asked["purpose"] = purpose.iri or None
    purpose = replace(purpose, wording=replace(purpose.wording, read=told))
    return asked, purpose  # type: ignore[return-value]


def read_filters(select: Select, names: Names, wishes: Selection) -> Criteria:
    """Check what is asked of a system and resolve the names; raises as `read_criteria`."""
    given = {k: v for k, v in wishes.items() if v is not None and v is not False}
    for group in ("way", "openness"):
        chosen = [each.name for each in OPTIONS if each.of == group and each.name in given]
        if len(chosen) > 1:
            raise QueryRefused(f"{' and '.join(chosen)} exclude each other: ask for one of them")
    asked = {
        each.name: _value(select, names, each, given[each.name])
        for each in OPTIONS if each.name in given
    }  # fmt: skip
    contents = asked.get("content") or ()
    return Criteria(contents=contents, given=bool(contents), asked=asked)


def _value(select: Select, names: Names, option: Option, given: Any) -> Any:
    """Return the value of an option, as `Criteria` has it."""
    if option.sort == "choice":
        return _one_name(option.name, given, option.of)
    if option.sort not in ("name", "names"):
        return _READERS[option.sort](option, given)
    each = [given] if isinstance(given, str | Term) else given
    if option.name == "language":  # The graph has no regional variants.
        each = [x.partition("-")[0].lower() if isinstance(x, str) and _TAG.fullmatch(x) else x
                for x in each]  # fmt: skip
    iris = (_find(select, names, x, option.of) for x in each)
    found = tuple(dict.fromkeys(iri if option.name == "kind" else local(iri) for iri in iris))
    return found if option.sort == "names" else next(iter(found), None)


def _purpose(select: Select, names: Names, wishes: Request) -> Purpose | None:
    """Return what it is for: anything that words find, or a use case by its name."""
    purpose, use_case = wishes.get("purpose"), wishes.get("use_case")
    if purpose is not None and use_case is not None:
        raise QueryRefused("a purpose and a use case exclude each other: a use case is a purpose")
    if use_case is not None:
        return Purpose(_find(select, names, use_case, _USE_CASES), "UseCase")

    def known(option: str, name: str) -> bool:
        among = {str(row[0].value) for row in select(_AMONG[option]).terms}
        return names.get(name, among=among) is not None

    return None if purpose is None else find_purpose(select, names, purpose, known)


def _involved(select: Select, purpose: Purpose | None) -> dict[str, Any]:
    """Return the criteria that follow from a purpose."""
    if purpose is None:
        return {}
    iri = purpose.iri
    if purpose.sort == "ContentModality":
        return {"contents": (local(iri),)}
    if purpose.sort != "Task":
        made = _most_specific(select, _ids(select, _MAKES, iri))
        return {"contents": made, "tasks": _ids(select, _TASKS, iri)}
    takes, makes = (_ids(select, query, iri, inferred=False) for query in (_INPUTS, _OUTPUTS))
    contents = {local(str(row[0].value)) for row in select(_AMONG["content"]).terms}
    found = {"tasks": (local(iri),), "takes": takes, "makes": makes}
    if select(_GENERATIVE, this=iri).terms:
        return found | {"contents": tuple(x for x in makes if x in contents)}
    # Text tells what a task is about only if it goes in and comes out, or nothing else does.
    about = sorted(contents.intersection((*takes, *makes)))
    marks = [x for x in about if x != "text" or (x in takes and x in makes)]
    return found | {"marks": tuple(marks or about)}


def _find(select: Select, names: Names, given: str | Term, among: str) -> str:
    """Return the IRI of what has a name, among the things of a query."""
    things = {str(row[0].value) for row in select(among).terms}
    return names.find(given.iri if isinstance(given, Term) else given, among=things)


def _ids(select: Select, query: str, this: str, *, inferred: bool = True) -> tuple[str, ...]:
    found = select(query, inferred=inferred, this=this).terms
    return tuple(sorted(local(str(row[0].value)) for row in found))


def _most_specific(select: Select, contents: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out content types that are wider than another: text if there is code."""
    wider = read_wider(select)
    return tuple(x for x in contents if not any(x in wider.get(other, ()) for other in contents))


def _one_name(what: str, given: str | None, names: Mapping[str, str]) -> str | None:
    if given is None or given in names:
        return given
    close = difflib.get_close_matches(given.casefold(), names, 1, 0.4)
    hint = f"did you mean {close[0]!r}?" if close else f"take one of {', '.join(names)}"
    raise UnknownTerm(f"no {what} is called {given!r}; {hint}")


def _count(option: Option, given: float) -> int:
    try:
        value = float(given)
    except (TypeError, ValueError):
        value = math.nan
    if not (math.isfinite(value) and value >= 1):
        raise QueryRefused(f"{option.name} is {given!r}: give a number from 1 on, such as 7e9")
    return int(value)


def _amount(option: Option, given: float) -> float:
    value = amount(str(given))
    if value is None or value < 0:
        raise QueryRefused(f"{option.name} is {given!r}: give {option.of}, such as 0.5")
    return value


def _day(option: Option, given: str | datetime.date) -> str:
    try:
        return datetime.date.fromisoformat(str(given)).isoformat()
    except ValueError:
        raise QueryRefused(
            f"{option.name} is {str(given)!r}: give a day as YYYY-MM-DD, such as 2025-01-31"
        ) from None


_READERS: Mapping[str, Callable[[Option, Any], Any]] = {
    "count": _count, "amount": _amount, "day": _day, "flag": lambda _, given: bool(given),
}  # fmt: skip


def constraints(criteria: Criteria, ground: SystemFacts, today: str) -> list[Constraint]:
    """Return the constraints of some criteria, in the order in which they reject systems.

    A system must always be available and not retired. The others apply where they are asked for.
    """
    asked = dict(criteria.asked)
    contents = (criteria.contents, criteria.given)
    sizes = (asked.get("min_parameters", 0), asked.get("max_parameters", math.inf))
    asked |= {
        "content": contents if criteria.contents else None,
        "native": contents if "native" in asked else None,
        "tasks": criteria.tasks,
        "min_parameters": sizes if sizes != (0, math.inf) else None,
        "access": (asked["access"], today) if "access" in asked else None,
    }
    found = [
        Constraint("retired", today, checks.retired, (ground,), always=True),
        Constraint("obtainable", True, checks.obtainable, always=True),
    ]
    for each in OPTIONS:
        value, given = asked.get(each.name), (ground,) if each.by_ground else ()
        if each.find is None or value is None or value == ():
            continue
        for one in value if each.name in ("language", "without") else (value,):
            found.append(Constraint(each.subject, one, each.find, given))
    return found
