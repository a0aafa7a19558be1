"""The values of a property in the graph and in a record, and whether the two agree."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from aitaxonomy.inventory.record import Record
from aitaxonomy.inventory.vocabulary import content_modalities, find_value, individuals
from aitaxonomy.rdf.namespaces import AIT, AIX
from aitaxonomy.store import GraphStore

_FACTS = """SELECT ?it ?property ?value WHERE {
  VALUES ?property { %s } ?it ?property ?value .
}"""
#: Access that gives out weights; whoever has another licence of weights gives them out, too.
_OPEN = frozenset(
    ("open-weights", "gated-weights", "non-commercial-weights", "downloadable-weights")
)
#: Catalogues that list all inputs and outputs of a model.
_COMPLETE = frozenset(("models.dev", "openrouter"))
#: The modalities that catalogues tell apart.
_LISTED = frozenset(("audio", "image", "text", "video"))

Facts = Mapping[str, frozenset[str]]
"""The asserted values of each property of one system, by local names."""


class Property(NamedTuple):
    """A property that is compared.

    Attributes:
        name: what a work list calls it.
        ours: the properties of the ontology that state it, by local names.
        stated: what a record says, in any form; None or nothing where it does not.
        differs: what differs between ours and theirs, or "" where they agree.
        of_service: whether each service has its own value, so that only the maker's counts.

    """

    name: str
    ours: tuple[str, ...]
    stated: Callable[[Record], object]
    differs: Callable[[frozenset[str], Record], str]
    of_service: bool = False


def facts_of(store: GraphStore) -> Mapping[str, Facts]:
    """Return what a graph asserts of the properties that are compared, by the IRIs of systems."""
    names = " ".join(
        f"ait:{each}" for each in {p for one in (*PROPERTIES, RETIRED) for p in one.ours}
    )
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for it, property, value in store.select(_FACTS % names).rows:
        local = str(property).removeprefix(AIT)
        found[str(it)][local].add(str(value).removeprefix(AIX))
    return {
        it: {property: frozenset(values) for property, values in facts.items()}
        for it, facts in found.items()
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


def _date(attribute: str) -> Callable[[frozenset[str], Record], str]:
    def differs(ours: frozenset[str], record: Record) -> str:
        theirs = getattr(record, attribute)
        return "" if any(near(each, theirs) for each in ours) else theirs

    return differs


def _count(attribute: str, tolerance: float) -> Callable[[frozenset[str], Record], str]:
    """Compare counts: a thousand may be 1,024, and 7B stands for 6.7 billion."""

    def differs(ours: frozenset[str], record: Record) -> str:
        theirs = getattr(record, attribute)
        alike = any(abs(float(n) - theirs) <= tolerance * max(float(n), theirs) for n in ours)
        return "" if alike else str(theirs)

    return differs


def _window(ours: frozenset[str], record: Record) -> str:
    """Compare context windows; some count only what goes in, beside what comes out."""
    whole = record._replace(
        context_window=(record.context_window or 0) + (record.output_limit or 0)
    )
    count = _count("context_window", 0.05)
    return count(ours, record) and count(ours, whole) and str(record.context_window)


def _modalities(attribute: str) -> Callable[[frozenset[str], Record], str]:
    """Compare modalities: what only they list has a plus, what only we state a minus."""

    def differs(ours: frozenset[str], record: Record) -> str:
        theirs = frozenset(getattr(record, attribute)) & _LISTED
        known = {content_modalities().get(each, each) for each in ours} & _LISTED
        signs = [f"+{each}" for each in sorted(theirs - known)]
        if record.source.format in _COMPLETE:
            signs += [f"-{each}" for each in sorted(known - theirs)]
        return " ".join(signs)

    return differs


def _told_apart(record: Record, modalities: tuple[str, ...]) -> tuple[str, ...]:
    """Return modalities; none if the list has one column for both input and output."""
    return () if record.source.format == "objects" else modalities


def _licence(record: Record) -> str | None:
    return find_value("Licence", record.licence) if record.licence else None


def _other_licence(ours: frozenset[str], record: Record) -> str:
    theirs = _licence(record)
    return "" if theirs in ours else str(theirs)


def _weights(ours: frozenset[str], record: Record) -> str:
    licences = individuals("Licence")
    open_here = any(each in _OPEN or each in licences for each in ours)
    return "" if ours and open_here == record.open_weights else str(record.open_weights).lower()


#: What is compared, in the order of a work list.
PROPERTIES = (
    Property("released",
             ("announcedOn", "availableSince", "weightsReleasedOn", "paperPublishedOn"),
             lambda r: r.released, _date("released")),
    Property("context window", ("contextWindow",), lambda r: r.context_window, _window,
             of_service=True),
    Property("output limit", ("outputLimit",), lambda r: r.output_limit,
             _count("output_limit", 0.05), of_service=True),
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
RETIRED = Property("retired", ("retiredOn",), lambda r: r.retired, _date("retired"))


def ours_of(facts: Facts, property: Property) -> frozenset[str]:
    """Return all values that we state for a property."""
    return frozenset[str]().union(*(facts.get(each, ()) for each in property.ours))


def written(values: Iterable[str]) -> str:
    """Return values in one cell."""
    return ", ".join(sorted(values))
