"""A work list: what is new, contradicted, retired or missing by catalogues, and what agrees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from aitaxonomy.graph.names import Names, normalized
from aitaxonomy.inventory.matching.developers import (
    find_organization,
    same_company,
    shortened,
    split,
)
from aitaxonomy.inventory.matching.matcher import Match, Matcher
from aitaxonomy.inventory.matching.name_parts import DATE, take_apart
from aitaxonomy.inventory.record import Record
from aitaxonomy.inventory.vocabulary import ancestors
from aitaxonomy.rdf.namespaces import curie
from aitaxonomy.store import GraphStore
from tools.freshness.decided import Decided
from tools.freshness.facts import PROPERTIES, RETIRED, Facts, Property, facts_of, ours_of, written
from tools.freshness.snapshots import Entry

#: So many services that are not the maker's have to say the same, to be heard on a model.
_HEARD = 3
#: So many places of a row are named; the others are counted.
_PLACES = 3


class Difference(NamedTuple):
    """One value of catalogues for one property of one system, beside ours.

    Attributes:
        part: "contradicted", "missing" (we state nothing) or "retired".
        entity: our system, as a CURIE.
        name: its label.
        property: what is compared.
        ours: our values, "" where we state none.
        theirs: the value of the catalogues.
        catalogues: who says so.
        services: whose service it is about, where that is told.
        own: whether the maker's service or the catalogue itself says so, not other services only.
        places: where.

    """

    part: str
    entity: str
    name: str
    property: str
    ours: str
    theirs: str
    catalogues: tuple[str, ...]
    services: tuple[str, ...]
    own: bool
    places: tuple[str, ...]


class New(NamedTuple):
    """A model that no name of ours matches.

    Attributes:
        name: the shortest of its names that a catalogue shows.
        developer: by the catalogue, else by the namespace of its id.
        released: the day that catalogues give most often, or a date in its name; the maker's
            own entries precede those of other services.
        closest: our system of the most similar name, and how similar; "" for none.
        ids: under which catalogues list it.
        catalogues: who lists it.
        services: who serves it.
        facts: what catalogues say of it, in one line.
        places: where.

    """

    name: str
    developer: str
    released: str
    closest: str
    ids: tuple[str, ...]
    catalogues: tuple[str, ...]
    services: tuple[str, ...]
    facts: str
    places: tuple[str, ...]


@dataclass
class WorkList:
    """What a run found.

    Attributes:
        new: models that we do not have, those of most catalogues and of the latest days first.
        variants: those whose name is close to one of ours: another tuning, size or spelling.
        differences: the rest, by part.
        agrees: how many systems agree with a catalogue, by catalogue and property.
        matched: how many entries denote a system of ours, by catalogue; and how many do not.
        decided: how many rows are left out since they were decided, by decision.
        stale: rows of the decisions that no longer arise.

    """

    new: list[New] = field(default_factory=list)
    variants: list[New] = field(default_factory=list)
    differences: dict[str, list[Difference]] = field(default_factory=dict)
    agrees: Counter[tuple[str, str]] = field(default_factory=Counter)
    matched: Counter[tuple[str, bool]] = field(default_factory=Counter)
    decided: Counter[str] = field(default_factory=Counter)
    stale: list[str] = field(default_factory=list)


#: The parts of a work list that have rows about systems of ours.
DIFFERENCES = ("contradicted", "retired", "missing")


class _Held:
    """What entries say of systems of ours, collected by value."""

    def __init__(self, facts: Mapping[str, Facts], matcher: Matcher) -> None:
        self._facts, self._matcher = facts, matcher
        self._claims: dict[tuple[str, str, str], list[tuple[Entry, bool]]] = {}
        #: Who agrees on a property of a system: catalogues, and by number the other services.
        self.agreed: set[tuple[str, str, str]] = set()
        self._agreeing: Counter[tuple[str, str]] = Counter()

    def hold(self, entry: Entry, iri: str) -> None:
        """Hold what a record says against the facts of the system that it denotes."""
        own = _own(entry.record, self._matcher.system(iri).developers)
        for property in (*PROPERTIES, RETIRED):
            if not property.stated(entry.record) or (property.of_service and not own):
                continue
            ours = ours_of(self._facts.get(iri, {}), property)
            if differs := property.differs(ours, entry.record):
                self._claims.setdefault((iri, property.name, differs), []).append((entry, own))
            elif own:
                self.agreed.add((iri, property.name, entry.catalogue))
            else:
                self._agreeing[iri, property.name] += 1

    def rows(self, names: Names) -> Iterator[Difference]:
        """Yield what differs.

        A catalogue that agrees in one entry is not heard for what others of its entries say, which
        are about a snapshot or a service; other services than the maker's are heard where three
        say the same, and more than say what we do.
        """
        for (iri, name, theirs), said in self._claims.items():
            left = [each for each in said if (iri, name, each[0].catalogue) not in self.agreed]
            left.sort(key=lambda each: not each[1])
            if not left:
                continue
            property = _BY_NAME[name]
            ours = written(ours_of(self._facts.get(iri, {}), property))
            entries = [entry for entry, _ in left]
            row = Difference(
                part="retired" if property is RETIRED else "contradicted" if ours else "missing",
                entity=curie(iri),
                name=names.labels.get(iri, iri),
                property=name,
                ours=ours,
                theirs=theirs,
                catalogues=_each(e.catalogue for e in entries),
                services=_each(e.record.provider for e in entries),
                own=left[0][1],
                places=_each(e.place for e in entries),
            )
            if row.own or len(row.services) >= max(_HEARD, self._agreeing[iri, name] + 1):
                yield row


def compared(
    entries: Iterable[Entry], matcher: Matcher, names: Names, store: GraphStore, decided: Decided
) -> WorkList:
    """Return the work list of the entries of all catalogues.

    Args:
        entries: what catalogues list.
        matcher: finds our system of a name.
        names: the names of our systems.
        store: the graph that is held against them.
        decided: what was decided before, and is left out.

    """
    result = WorkList()
    held = _Held(facts_of(store), matcher)
    unknown: dict[str, list[tuple[Entry, Match | None]]] = {}
    known: set[str] = set()
    for entry in entries:
        match = matcher.match(entry.record)
        found = match is not None and match.trusted
        result.matched[entry.catalogue, found] += 1
        if match is None or not found:
            unknown.setdefault(_key(entry.record), []).append((entry, match))
            continue
        known.add(_key(entry.record))
        if match.same and "AIModel" in ancestors(matcher.system(match.iri).kinds):
            held.hold(entry, match.iri)
    result.agrees.update((catalogue, property) for _, property, catalogue in held.agreed)
    rows = decided.without(held.rows(names), result.decided)
    for part in DIFFERENCES:
        some = [each for each in rows if each.part == part]
        result.differences[part] = sorted(some, key=_urgency)
    groups = (each for key, each in unknown.items() if key not in known)
    new = decided.without_known((_new(each) for each in groups), result.decided)
    new.sort(key=lambda e: e.name.casefold())
    new.sort(key=_weight, reverse=True)
    for each in new:
        (result.variants if "similar" in each.closest else result.new).append(each)
    result.stale = decided.unused()
    return result


def _key(record: Record) -> str:
    """Return what the spellings of one name have in common: its words and numbers, in any order."""
    name = next((rest for vendor, rest in shortened(record.name) if vendor), record.name)
    parts = take_apart(split(name).base)
    return " ".join(sorted(parts.core)) or normalized(name)


def _own(record: Record, makers: Collection[str]) -> bool:
    """Return whether a record is about no service, or about that of the maker."""
    if record.provider is None:
        return True
    service = find_organization(record.provider)
    return service is not None and any(same_company(service, each) for each in makers)


_BY_NAME: Mapping[str, Property] = {each.name: each for each in (*PROPERTIES, RETIRED)}


def _urgency(row: Difference) -> tuple[object, ...]:
    order = list(_BY_NAME)
    return (not row.own, order.index(row.property), -len(row.catalogues), row.entity, row.theirs)


def _weight(row: New) -> tuple[int, str, int]:
    """Return a sort key; what several services have, and nobody dates, is likely of late."""
    undated = "9999" if len(row.services) >= _HEARD else ""
    return len(row.catalogues), row.released or undated, len(row.services)


def _new(listed: Sequence[tuple[Entry, Match | None]]) -> New:
    entries = [entry for entry, _ in listed]
    records = [entry.record for entry in entries]
    close = max((m for _, m in listed if m), key=lambda m: m.confidence, default=None)
    closest = f"{curie(close.iri)} ({close.way}, {close.confidence:.2f})" if close else ""
    return New(
        name=min((r.name for r in records), key=lambda n: ("/" in n, n.islower(), len(n), n)),
        developer=", ".join(_each(r.developer for r in records)[:2]),
        released=_most_often(filter(_of_maker, records)) or _most_often(records),
        closest=closest,
        ids=_each(r.id for r in records),
        catalogues=_each(e.catalogue for e in entries),
        services=_each(r.provider for r in records),
        facts=_told(records),
        places=_each(e.place for e in entries),
    )


def _of_maker(record: Record) -> bool:
    """Return whether a record is about no service, or about that of the developer it names."""
    named = record.developer or split(record.id or "").namespace
    maker = find_organization(named) if named else None
    return _own(record, (maker,) if maker else ())


def _most_often(records: Iterable[Record]) -> str:
    """Return the day of release that most records give, the first of several, or ""."""
    days = Counter(sorted(filter(None, map(_released, records))))
    return days.most_common(1)[0][0] if days else ""


def _released(record: Record) -> str | None:
    """Return the day of release, or else the day in the name, as of gpt-4o-2024-08-06."""
    if record.released:
        return record.released
    if found := DATE.search(record.name):
        digits = "".join(filter(str.isdigit, found[0]))
        return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
    return None


def _told(records: Iterable[Record]) -> str:
    """Return what records say most often of sizes, modalities and weights."""
    counts: dict[str, Counter[str]] = {}
    for record in records:
        for name, value in (
            ("parameters", record.parameters),
            ("context", record.context_window),
            ("output", record.output_limit),
            ("takes", "+".join(record.inputs)),
            ("makes", "+".join(record.outputs)),
            ("open weights", record.open_weights),
            ("licence", record.licence),
            ("cutoff", record.knowledge_cutoff),
            ("retired", record.retired),
        ):
            if value is not None and value != "":
                counts.setdefault(name, Counter())[str(value)] += 1
    return "; ".join(f"{name} {seen.most_common(1)[0][0]}" for name, seen in counts.items())


def _each(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def brief(places: Sequence[str], most: int = _PLACES) -> str:
    """Return the first places, and how many more there are.

    >>> brief(["a:1", "b:2", "c:3", "d:4"])
    'a:1, b:2, c:3 and 1 more'
    """
    more = f" and {len(places) - most} more" if len(places) > most else ""
    return ", ".join(places[:most]) + more
