"""The criteria of a recommendation: the options of users, checked, as one value."""

from __future__ import annotations

import datetime
import difflib
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from aitaxonomy.advice.purpose import Purpose, find_purpose
from aitaxonomy.advice.wishes import (
    ACCESS,
    OPENNESS,
    PREFERENCES,
    WAYS,
    Filters,
    Request,
    Selection,
)
from aitaxonomy.errors import QueryRefused, UnknownTerm
from aitaxonomy.graph.names import Names
from aitaxonomy.graph.systems import Select, amount, local, read_wider
from aitaxonomy.graph.term import Term

#: A tag of BCP 47 with more than the language.
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})+")
_OF_KIND = "SELECT DISTINCT ?x { ?x a ait:%s }"
_MAKES = "SELECT DISTINCT ?x { ?this ait:producesModality ?x }"
_INPUTS = "SELECT DISTINCT ?x { ?this ait:taskInput ?x }"
_OUTPUTS = "SELECT DISTINCT ?x { ?this ait:taskOutput ?x }"
_GENERATIVE = "SELECT DISTINCT ?kind { ?this a ?kind . ?kind rdfs:subClassOf* ait:GenerativeTask }"
_CLASSES = "SELECT ?x { ?x a owl:Class }"
_LICENCES = "SELECT ?x { { ?x a ait:Licence } UNION { ?x rdfs:subClassOf ait:Licence } }"
_TASKS = "SELECT DISTINCT ?x { ?this ait:involvesTask ?x }"
#: What the values of each option are looked up among. A kind is read as the ontology defines it.
_AMONG = {
    "kind": _CLASSES,
    "licence": _LICENCES,
    "use_case": _OF_KIND % "UseCase",
    "developer": _OF_KIND % "Organization",
    "country": _OF_KIND % "Region",
    "region": _OF_KIND % "Region",
    "data_region": _OF_KIND % "Region",
    "content": _OF_KIND % "ContentModality",
    "accepts": _OF_KIND % "Modality",
    "language": _OF_KIND % "Language",
}
_NAMED = ("kind", "developer", "country", "licence", "region", "data_region")
_COUNTS = ("min_parameters", "max_parameters", "min_context")
_DAYS = ("released_after", "released_before")


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
        way: "native" or "integrated".
        openness: "open weights", "open source" or "closed".
        access: "api", "self-hosted" or "app".
        kind: the IRI of a kind.
        developer: the local name of an organization.
        country: the local name of a region.
        accepts: local names of the modalities that it has to accept.
        licence: the local name of a licence, or of a kind of licence.
        max_memory: gigabytes to run it in.
        languages: local names of the languages that it has to support.
        region: the local name of a region where it is offered.
        data_region: that of a region where data have to stay.
        prefer: one of `PREFERENCES`.

    """

    purpose: Purpose | None = None
    use_case: str | None = None
    contents: tuple[str, ...] = ()
    given: bool = False
    tasks: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    makes: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    way: str | None = None
    openness: str | None = None
    commercial: bool = False
    access: str | None = None
    reasoning: bool = False
    agent: bool = False
    kind: str | None = None
    developer: str | None = None
    country: str | None = None
    accepts: tuple[str, ...] = ()
    licence: str | None = None
    min_parameters: int | None = None
    max_parameters: int | None = None
    min_context: int | None = None
    max_price: float | None = None
    max_memory: float | None = None
    released_after: str | None = None
    released_before: str | None = None
    languages: tuple[str, ...] = ()
    region: str | None = None
    data_region: str | None = None
    prefer: str | None = None

    @property
    def weights_asked(self) -> bool:
        """Return whether the weights are asked for, so that no service is needed."""
        weighed = self.max_memory is not None or self.access == "self-hosted"
        return weighed or self.openness in OPENNESS[:2]


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

    An option that is given counts before words for it, or for one that excludes it. Raises as
    `read_criteria`.
    """
    if (purpose := _purpose(select, names, wishes)) is None or wishes.get("use_case"):
        return wishes, purpose
    asked = {name: x for name, x in wishes.items() if x is not None and x is not False}
    level = {name.replace(" ", "_") for name in OPENNESS}
    given = asked.keys() | (level if level & asked.keys() else set())
    asked = {**{k: x for k, x in purpose.wording.options.items() if k not in given}, **asked}
    told = tuple(
        replace(each, note="the option that is given counts") if each.option in given - {"purpose"}
        else each for each in purpose.wording.read
    )  # fmt: skip
    asked["purpose"] = purpose.iri or None
    purpose = replace(purpose, wording=replace(purpose.wording, read=told))
    return asked, purpose  # type: ignore[return-value]


def read_filters(select: Select, names: Names, wishes: Selection) -> Criteria:
    """Check what is asked of a system and resolve the names; raises as `read_criteria`."""
    given: Mapping[str, Any] = {k: v for k, v in wishes.items() if v is not None}

    def found(option: str) -> tuple[str, ...]:
        """Return what an option names, each once."""
        value = given.get(option, ())
        each = [value] if isinstance(value, str | Term) else value
        if option == "language":  # The graph has no regional variants.
            each = [x.partition("-")[0].lower() if isinstance(x, str) and _TAG.fullmatch(x) else x
                    for x in each]  # fmt: skip
        iris = (_find(select, names, x, _AMONG[option]) for x in each)
        return tuple(dict.fromkeys(iri if option == "kind" else local(iri) for iri in iris))

    contents = found("content")
    numbers: dict[str, Any] = {name: _count(name, given[name]) for name in _COUNTS if name in given}
    days: dict[str, Any] = {name: _day(name, given[name]) for name in _DAYS if name in given}
    named: dict[str, Any] = {name: next(iter(found(name)), None) for name in _NAMED}
    return Criteria(
        contents=contents,
        given=bool(contents),
        accepts=found("accepts"),
        languages=found("language"),
        way=_one_of(wishes, dict(zip(WAYS, WAYS, strict=True))),
        openness=_one_of(wishes, {name.replace(" ", "_"): name for name in OPENNESS}),
        commercial=bool(given.get("commercial")),
        access=_one_name("access", given.get("access"), ACCESS),
        reasoning=bool(given.get("reasoning")),
        agent=bool(given.get("agent")),
        max_price=_amount("max_price", given.get("max_price"), "US dollars"),
        max_memory=_amount("max_memory", given.get("max_memory"), "gigabytes"),
        **named,
        **numbers,
        **days,
    )


def _purpose(select: Select, names: Names, wishes: Request) -> Purpose | None:
    """Return what it is for: anything that words find, or a use case by its name."""
    purpose, use_case = wishes.get("purpose"), wishes.get("use_case")
    if purpose is not None and use_case is not None:
        raise QueryRefused("a purpose and a use case exclude each other: a use case is a purpose")
    if use_case is not None:
        return Purpose(_find(select, names, use_case, _AMONG["use_case"]), "UseCase")

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


def _one_of(wishes: Filters, options: Mapping[str, str]) -> str | None:
    values: Mapping[str, Any] = dict(wishes)
    chosen = [name for name in options if values.get(name)]
    if len(chosen) > 1:
        raise QueryRefused(f"{' and '.join(chosen)} exclude each other: ask for one of them")
    return options[chosen[0]] if chosen else None


def _one_name(what: str, given: str | None, names: Mapping[str, str]) -> str | None:
    if given is None or given in names:
        return given
    close = difflib.get_close_matches(given.casefold(), names, 1, 0.4)
    hint = f"did you mean {close[0]!r}?" if close else f"take one of {', '.join(names)}"
    raise UnknownTerm(f"no {what} is called {given!r}; {hint}")


def _count(name: str, given: float) -> int:
    try:
        value = float(given)
    except (TypeError, ValueError):
        value = math.nan
    if not (math.isfinite(value) and value >= 1):
        raise QueryRefused(f"{name} is {given!r}: give a number from 1 on, such as 7e9")
    return int(value)


def _amount(name: str, given: float | None, unit: str) -> float | None:
    if given is None:
        return None
    value = amount(str(given))
    if value is None or value < 0:
        raise QueryRefused(f"{name} is {given!r}: give {unit}, such as 0.5")
    return value


def _day(name: str, given: str | datetime.date) -> str:
    try:
        return datetime.date.fromisoformat(str(given)).isoformat()
    except ValueError:
        raise QueryRefused(
            f"{name} is {str(given)!r}: give a day as YYYY-MM-DD, such as 2025-01-31"
        ) from None
