"""Claims of catalogues on our systems, held against those of the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from aitaxonomy.graph.names import Names
from aitaxonomy.inventory.matching.developers import find_organization, same_company
from aitaxonomy.inventory.record import Record
from aitaxonomy.rdf.namespaces import curie
from tools.harvest.decisions import Decisions
from tools.harvest.facts import (
    MAKERS,
    PROPERTIES,
    RETIRED,
    Facts,
    Property,
    are_open,
    flagships,
    ours_of,
    row_of,
    written,
)
from tools.harvest.origins import origin
from tools.harvest.rows import Claim
from tools.harvest.snapshots import Entry
from tools.source_records.tiers import MAKER, tier

#: So many services that are not the maker's have to say the same, to be heard on a model.
HEARD = 3
_BY_NAME: Mapping[str, Property] = {each.name: each for each in (*PROPERTIES, RETIRED)}

Said = list[tuple[Entry, bool]]
"""The entries that say something, each with whether it is about the maker's service."""


class Comparison:
    """Claims of entries on our systems, collected by value.

    Args:
        facts: what the ledger states.
        decisions: what was decided about claims; those are left out.
        today: a retirement after this day is only planned.

    """

    def __init__(self, facts: Mapping[str, Facts], decisions: Decisions, today: str) -> None:
        self._facts, self._decisions, self._today = facts, decisions, today
        self._flagships = flagships(facts)
        self._claims: dict[tuple[str, str], dict[str, Said]] = {}
        #: Who agrees on a property of a system, and whether as an independent witness.
        self.agreed: dict[tuple[str, str, str], bool] = {}
        self._agreeing: Counter[tuple[str, str]] = Counter()

    def hold(self, entry: Entry, iri: str) -> None:
        """Hold what a record says against the facts of the system that it denotes."""
        facts = self._facts.get(curie(iri), {})
        own = is_own(entry.record, ours_of(facts, MAKERS))
        for property in (*PROPERTIES, RETIRED):
            if not property.stated(entry.record) or (property.of_service and not own):
                continue
            ours = ours_of(facts, property.ours)
            for theirs in property.differs(ours, entry.record):
                said = self._claims.setdefault((iri, property.name), {})
                said.setdefault(theirs, []).append((entry, own))
            if property.differs(ours, entry.record):
                continue
            if own:
                told = {origin(each) for documents in ours.values() for each in documents}
                independent = witness(entry) not in told
                self.agreed[iri, property.name, entry.catalogue] = independent
            else:
                self._agreeing[iri, property.name] += 1

    def claims(self, names: Names) -> Iterator[Claim]:
        """Yield what is not ours and was not decided.

        A catalogue that agrees in one entry is not heard for what others of its entries say, which
        are about a snapshot or a service; other services than the maker's are heard where three
        say the same, and more than say what we do. Of what we lack, values that are alike are one.
        """
        decided = self._decisions.about
        for (iri, name), by_value in self._claims.items():
            property = _BY_NAME[name]
            heard = {}
            for theirs, said in by_value.items():
                left = [e for e in said if not decided(curie(iri), name, e[0].catalogue, theirs)]
                left = [e for e in left if (iri, name, e[0].catalogue) not in self.agreed]
                services = each_once(entry.record.provider for entry, _ in left)
                few = len(services) < max(HEARD, self._agreeing[iri, name] + 1)
                if left and (any(own for _, own in left) or not few):
                    heard[theirs] = sorted(left, key=lambda each: not each[1])
            made = [self._claim(iri, names, property, *each) for each in heard.items()]
            yield from self._sorted_out(property, made, heard)

    def _claim(self, iri: str, names: Names, property: Property, theirs: str, said: Said) -> Claim:
        facts = self._facts.get(curie(iri), {})
        entries, first = [entry for entry, _ in said], said[0][0]
        source, place = first.snapshot.cited(first.record)
        return Claim(
            part="",
            thing=curie(iri),
            name=names.labels.get(iri, iri),
            flagship=curie(iri) in self._flagships,
            property=property.name,
            ours=written(ours_of(facts, property.ours)),
            theirs=theirs,
            catalogues=each_once(e.catalogue for e in entries),
            witnesses=len({witness(e) for e in entries}),
            services=each_once(e.record.provider for e in entries),
            own=said[0][1],
            places=each_once(e.place for e in entries),
            row=row_of(property, first.record),
            reader=first.catalogue,
            source=source,
            place=place,
            as_of=first.snapshot.day,
        )

    def _sorted_out(
        self, property: Property, claims: list[Claim], said: Mapping[str, Said]
    ) -> Iterator[Claim]:
        """Yield the claims on one property of one thing, with the part of each."""
        if property is RETIRED:
            yield from (c._replace(part="planned") for c in claims if c.theirs > self._today)
            claims = [c for c in claims if c.theirs <= self._today]
        if not claims or claims[0].ours or not property.row:
            yield from (c._replace(part=self._part(property, c)) for c in claims)
            return
        if by_maker := [each for each in claims if self._is_makers(each)]:
            others = [each for each in claims if each not in by_maker]
            yield from (each._replace(part="outweighed") for each in others)
            claims = by_maker
        best = max(claims, key=_weight)
        others = [
            each
            for each in claims
            if property.differs((best.theirs,), said[each.theirs][0][0].record)
        ]
        if others:
            # Those who copy one another, and still differ, are no witness for either value.
            by = {witness(entry) for each in (best, *others) for entry, _ in said[each.theirs]}
            part = "open" if len(by) > 1 else "missing"
            yield from (c._replace(part=part) for c in (best, *others))
        else:
            yield best._replace(part=self._part(property, best))

    def _part(self, property: Property, claim: Claim) -> str:
        facts = self._facts.get(claim.thing, {})
        makers = ours_of(facts, MAKERS)
        of_maker = self._is_makers(claim)
        if property is RETIRED and are_open(ours_of(facts, ("hasAccess", "hasWeightsLicence"))):
            return "outweighed"  # a service ends, but the weights are out
        if claim.ours:
            documents = frozenset[str]().union(*ours_of(facts, property.ours).values())
            ours_of_maker = any(tier(each, makers) == MAKER for each in documents)
            if of_maker != ours_of_maker:
                return "ready" if of_maker else "outweighed"
            return "open"
        if property is RETIRED:
            return "ready" if of_maker else "open"
        ready = (
            claim.row
            and claim.source
            and claim.own
            and (of_maker or not property.of_service or self._is_limited(claim))
        )
        return "ready" if ready else "missing"

    def _is_makers(self, claim: Claim) -> bool:
        """Return whether a claim is the word of the maker, and has a property of the ledger."""
        makers = ours_of(self._facts.get(claim.thing, {}), MAKERS)
        return bool(claim.row) and tier(claim.source, makers) == MAKER

    def _is_limited(self, claim: Claim) -> bool:
        """Return whether a limit is one: of a model that makes text, at a service of its maker.

        Lists give lengths of vectors and of prompts for pictures in the same field, and services
        of others reduce the window. models.dev has figures of the model itself, beside services.
        """
        made = ours_of(self._facts.get(claim.thing, {}), ("nativelyGenerates", "generates"))
        of_model = claim.reader == "models.dev" and claim.property == "context window"
        return "text" in made and "embedding" not in made and bool(claim.services or of_model)


def _weight(claim: Claim) -> tuple[object, ...]:
    """Return a sort key: of values that are alike, the last is taken."""
    exact = len(claim.theirs)
    return claim.own, bool(claim.row), claim.witnesses, len(claim.catalogues), exact


def witness(entry: Entry) -> str:
    """Return who speaks in an entry: catalogues that copy one another are one."""
    return origin(entry.snapshot.address or entry.catalogue)


def is_own(record: Record, makers: Collection[str]) -> bool:
    """Return whether a record is about no service, or about that of the maker."""
    if record.provider is None:
        return True
    service = find_organization(record.provider)
    return service is not None and any(same_company(service, each) for each in makers)


def urgency(claim: Claim) -> tuple[object, ...]:
    """Return a sort key: flagships first, then by witnesses, own words, and property."""
    order = list(_BY_NAME)
    return (not claim.flagship, -claim.witnesses, not claim.own, order.index(claim.property),
            -len(claim.catalogues), claim.thing, claim.theirs)  # fmt: skip


def each_once(values: Iterable[str | None]) -> tuple[str, ...]:
    """Return the values that are there, in their order, each once."""
    return tuple(dict.fromkeys(value for value in values if value))
