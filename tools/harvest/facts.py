"""The values of a property in the ledger and in a record, and whether the two agree."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from aitaxonomy.inventory.record import Record
from aitaxonomy.inventory.vocabulary import content_modalities, find_value, individuals
from tools.ledger.tables import REJECTED, Ledger

_NOTHING: Mapping[str, frozenset[str]] = {}
#: The properties of who made a thing, of the families that are watched first, of their members.
MAKERS, FLAGSHIP, MEMBERS = (
    ("developedBy", "providedBy"),
    "isFlagship",
    ("hasMember", "hasSubfamily"),
)
#: Access that gives out weights; whoever has another licence of weights gives them out, too.
_OPEN = frozenset(
    ("open-weights", "gated-weights", "non-commercial-weights", "downloadable-weights")
)
#: Catalogues that list all inputs and outputs of a model.
_COMPLETE = frozenset(("models.dev", "openrouter"))
#: The modalities that catalogues tell apart.
_LISTED = frozenset(("audio", "image", "text", "video"))

#: Who tells the day from which on a model is to be had; other catalogues have the day of a paper.
_LISTS_RELEASES = frozenset(("models.dev", "helm"))

#: The name of an edition of a model with a window of its own, or of whatever is the latest.
_OF_SEVERAL = re.compile(r"\d+k\b|\blatest\b", re.IGNORECASE)

Facts = Mapping[str, Mapping[str, frozenset[str]]]
"""The values of each property of one thing, with their documents, by local names."""


class Property(NamedTuple):
    """A property that is compared.

    Attributes:
        name: what a list of claims calls it.
        ours: the properties of the ontology that state it, by local names.
        stated: what a record says, in any form; None or nothing where it does not.
        differs: the claims of a record that ours do not have, each in words.
        of_service: whether each service has its own value, so that only the maker's counts.
        row: the property of the ledger under which a missing value is entered; "" for what no
            catalogue is believed alone.

    """

    name: str
    ours: tuple[str, ...]
    stated: Callable[[Record], object]
    differs: Callable[[Collection[str], Record], Sequence[str]]
    of_service: bool = False
    row: str = ""


def facts_of(ledger: Ledger) -> Mapping[str, Facts]:
    """Return what the tables state of the properties that are compared, by the CURIEs of things."""
    wanted = {f"ait:{each}" for one in (*PROPERTIES, RETIRED) for each in one.ours}
    wanted |= {f"ait:{each}" for each in (*MAKERS, FLAGSHIP, *MEMBERS)}
    found: dict[str, dict[str, dict[str, set[str]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(set))
    )
    for row in (row for name in ledger.names() for _, row in ledger.rows(name)):
        if row.property in wanted and REJECTED not in row.marked():
            documents = found[row.thing][row.property[4:]][row.value.removeprefix("aix:")]
            documents.update({ledger.address(row.source)} - {""})
    return {
        thing: {
            property: {value: frozenset(documents) for value, documents in values.items()}
            for property, values in facts.items()
        }
        for thing, facts in found.items()
    }


def near(one: str, other: str) -> bool:
    """Return whether two dates are one, as far as both go, or a day apart, as time zones are.

    >>> near("2024-05", "2024-05-13"), near("2024-05-13", "2024-05-14"), near("2024", "2025-01")
    (True, True, False)
    """
    if one.startswith(other) or other.startswith(one):
        return True
    if min(len(one), len(other)) < len("2024-05-13"):
        return False
    days = datetime.date.fromisoformat(one) - datetime.date.fromisoformat(other)
    return abs(days.days) <= 1


_Differs = Callable[[Collection[str], Record], Sequence[str]]


def _date(attribute: str) -> _Differs:
    def differs(ours: Collection[str], record: Record) -> Sequence[str]:
        theirs = getattr(record, attribute)
        return () if any(near(each, theirs) for each in ours) else (theirs,)

    return differs


def _count(attribute: str, tolerance: float) -> _Differs:
    """Compare counts: a thousand may be 1,024, and 7B stands for 6.7 billion."""

    def differs(ours: Collection[str], record: Record) -> Sequence[str]:
        theirs = getattr(record, attribute)
        alike = any(abs(float(n) - theirs) <= tolerance * max(float(n), theirs) for n in ours)
        return () if alike else (str(theirs),)

    return differs


def _window(ours: Collection[str], record: Record) -> Sequence[str]:
    """Compare context windows; some count only what goes in, beside what comes out."""
    whole = record._replace(
        context_window=(record.context_window or 0) + (record.output_limit or 0)
    )
    count = _count("context_window", 0.05)
    return count(ours, record) if count(ours, whole) else ()


def _modalities(attribute: str) -> _Differs:
    """Compare modalities: what only they list has a plus, what only we state a minus."""

    def differs(ours: Collection[str], record: Record) -> Sequence[str]:
        theirs = frozenset(getattr(record, attribute)) & _LISTED
        known = {content_modalities().get(each, each) for each in ours} & _LISTED
        signs = [f"+{each}" for each in sorted(theirs - known)]
        if record.source.format in _COMPLETE:
            signs += [f"-{each}" for each in sorted(known - theirs)]
        return signs

    return differs


def _told_apart(record: Record, modalities: tuple[str, ...]) -> tuple[str, ...]:
    """Return modalities; none if the list has one column for both input and output."""
    return () if record.source.format == "objects" else modalities


def _licence(record: Record) -> str | None:
    return find_value("Licence", record.licence) if record.licence else None


def _other_licence(ours: Collection[str], record: Record) -> Sequence[str]:
    theirs = _licence(record)
    return () if theirs in ours else (str(theirs),)


def are_open(access: Iterable[str]) -> bool:
    """Return whether weights are given out, by ways of access and licences of weights."""
    licences = individuals("Licence")
    return any(each in _OPEN or each in licences for each in access)


def _weights(ours: Collection[str], record: Record) -> Sequence[str]:
    same = ours and are_open(ours) == record.open_weights
    return () if same else (str(record.open_weights).lower(),)


def _limit(record: Record) -> int | None:
    """Return the limit of output; one that is not within the window stands in for none."""
    window, limit = record.context_window, record.output_limit
    return None if window and limit and limit >= window else limit


def _listed_window(record: Record) -> int | None:
    """Return the context window; LiteLLM's figure for both may be the limit of output alone."""
    of_both = record.source.format == "litellm" and record.output_limit == record.context_window
    return None if of_both else record.context_window


#: What is compared, in the order of a work list.
PROPERTIES = (
    Property("released",
             ("announcedOn", "availableSince", "weightsReleasedOn", "paperPublishedOn"),
             lambda r: r.released, _date("released"), row="ait:availableSince"),
    Property("context window", ("contextWindow",), _listed_window, _window,
             of_service=True, row="ait:contextWindow"),
    Property("output limit", ("outputLimit",), _limit,
             _count("output_limit", 0.05), of_service=True, row="ait:outputLimit"),
    Property("input", ("nativelyAccepts", "accepts"), lambda r: _told_apart(r, r.inputs),
             _modalities("inputs"), of_service=True),
    Property("output", ("nativelyGenerates", "generates", "transducesTo", "hasOutput"),
             lambda r: _told_apart(r, r.outputs), _modalities("outputs"), of_service=True),
    Property("open weights", ("hasAccess", "hasWeightsLicence"),
             lambda r: r.open_weights is not None, _weights),
    Property("parameters", ("parameterCount",), lambda r: r.parameters, _count("parameters", 0.1)),
    Property("active parameters", ("activeParameterCount",), lambda r: r.active_parameters,
             _count("active_parameters", 0.1)),
    Property("licence", ("hasLicence", "hasWeightsLicence", "hasCodeLicence"), _licence,
             _other_licence),
    Property("knowledge cutoff", ("knowledgeCutoff",), lambda r: r.knowledge_cutoff,
             _date("knowledge_cutoff")),
)  # fmt: skip
#: The day on which a service stops; whose service it is matters, so it is listed apart.
RETIRED = Property("retired", ("retiredOn",), lambda r: r.retired, _date("retired"),
                   row="ait:retiredOn")  # fmt: skip


def ours_of(facts: Facts, properties: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Return all values that we state for some properties, with the documents that state them."""
    found: dict[str, frozenset[str]] = {}
    for each in properties:
        for value, documents in facts.get(each, _NOTHING).items():
            found[value] = found.get(value, frozenset()) | documents
    return found


def flagships(facts: Mapping[str, Facts]) -> set[str]:
    """Return the flagships, and the members of families that are."""
    found: set[str] = set()
    todo = [thing for thing, known in facts.items() if "true" in known.get(FLAGSHIP, ())]
    while todo:
        thing = todo.pop()
        if thing not in found:
            found.add(thing)
            todo += [f"aix:{each}" for each in ours_of(facts.get(thing, {}), MEMBERS)]
    return found


def row_of(property: Property, record: Record) -> str:
    """Return the property of the ledger that a record is a source for, "" for none."""
    of_papers = property.name == "released" and record.source.format not in _LISTS_RELEASES
    of_several = _OF_SEVERAL.search(record.id or record.name)
    return "" if of_papers or of_several else property.row


def written(values: Iterable[str]) -> str:
    """Return values in one cell."""
    return ", ".join(sorted(values))
