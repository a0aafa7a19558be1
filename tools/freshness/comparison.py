"""Statements of catalogues on our systems, held against those of the graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from aitaxonomy.graph.names import Names
from aitaxonomy.inventory.matching.developers import find_organization, same_company
from aitaxonomy.inventory.matching.matcher import Matcher
from aitaxonomy.inventory.record import Record
from aitaxonomy.rdf.namespaces import curie
from tools.freshness.facts import PROPERTIES, RETIRED, Facts, Property, ours_of, written
from tools.freshness.rows import Difference
from tools.freshness.snapshots import Entry

#: So many services that are not the maker's have to say the same, to be heard on a model.
HEARD = 3
_BY_NAME: Mapping[str, Property] = {each.name: each for each in (*PROPERTIES, RETIRED)}


class Comparison:
    """Statements of entries on our systems, collected by value."""

    def __init__(self, facts: Mapping[str, Facts], matcher: Matcher, today: str) -> None:
        self._facts, self._matcher, self._today = facts, matcher, today
        self._claims: dict[tuple[str, str, str], list[tuple[Entry, bool]]] = {}
        #: Who agrees on a property of a system: catalogues, and by number the other services.
        self.agreed: set[tuple[str, str, str]] = set()
        self._agreeing: Counter[tuple[str, str]] = Counter()

    def hold(self, entry: Entry, iri: str) -> None:
        """Hold what a record says against the facts of the system that it denotes."""
        own = is_own(entry.record, self._matcher.system(iri).developers)
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

    def _part(self, property: Property, ours: str, theirs: str) -> str:
        if property is RETIRED:
            return "planned" if theirs > self._today else "retired"
        return "contradicted" if ours else "missing"

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
                part=self._part(property, ours, theirs),
                entity=curie(iri),
                name=names.labels.get(iri, iri),
                property=name,
                ours=ours,
                theirs=theirs,
                catalogues=each_once(e.catalogue for e in entries),
                services=each_once(e.record.provider for e in entries),
                own=left[0][1],
                places=each_once(e.place for e in entries),
            )
            if row.own or len(row.services) >= max(HEARD, self._agreeing[iri, name] + 1):
                yield row


def is_own(record: Record, makers: Collection[str]) -> bool:
    """Return whether a record is about no service, or about that of the maker."""
    if record.provider is None:
        return True
    service = find_organization(record.provider)
    return service is not None and any(same_company(service, each) for each in makers)


def urgency(row: Difference) -> tuple[object, ...]:
    """Return a sort key: own words first, then by property and number of catalogues."""
    order = list(_BY_NAME)
    return (not row.own, order.index(row.property), -len(row.catalogues), row.entity, row.theirs)


def each_once(values: Iterable[str | None]) -> tuple[str, ...]:
    """Return the values that are there, in their order, each once."""
    return tuple(dict.fromkeys(value for value in values if value))
