"""A harvest: what catalogues claim that the ledger does not have, what is new, what agrees."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from aitaxonomy.graph.names import Names, normalized
from aitaxonomy.inventory.matching.developers import (
    find_organization,
    shortened,
    split,
)
from aitaxonomy.inventory.matching.matcher import Match, Matcher
from aitaxonomy.inventory.matching.name_parts import DATE, take_apart
from aitaxonomy.inventory.record import Record
from aitaxonomy.inventory.vocabulary import ancestors
from aitaxonomy.rdf.namespaces import curie
from tools.harvest.comparison import HEARD, Comparison, each_once, is_own, urgency
from tools.harvest.decisions import Decisions
from tools.harvest.facts import facts_of
from tools.harvest.rows import Claim, New
from tools.harvest.snapshots import Entry
from tools.ledger.tables import Ledger


@dataclass
class Harvest:
    """The findings of a run.

    Attributes:
        new: models that we do not have, those of most catalogues and of the latest days first.
        variants: those whose name is close to one of ours: another tuning or size, or a spelling
            that did not match while another of the same words did.
        claims: what is not ours, by part.
        agrees: how many systems agree with a catalogue, by catalogue and property, and of how many
            of these it is an independent witness.
        matched: how many entries denote a system of ours, by catalogue; and how many do not.
        decided: how many decisions answered a claim, by verdict.
        unused: decisions about these catalogues that answer nothing there, in words.

    """

    new: list[New] = field(default_factory=list)
    variants: list[New] = field(default_factory=list)
    claims: dict[str, list[Claim]] = field(default_factory=dict)
    agrees: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    matched: Counter[tuple[str, bool]] = field(default_factory=Counter)
    decided: Counter[str] = field(default_factory=Counter)
    unused: list[str] = field(default_factory=list)


#: The parts that have claims about systems of ours.
CLAIMS = ("ready", "open", "outweighed", "planned", "missing")


def harvested(
    entries: Iterable[Entry], matcher: Matcher, names: Names, ledger: Ledger, decisions: Decisions
) -> Harvest:
    """Return the harvest of the entries of all catalogues.

    Args:
        entries: what catalogues list.
        matcher: finds our system of a name.
        names: the names of our systems.
        ledger: the claims that are held against them.
        decisions: what was decided before, and is left out.

    """
    result = Harvest()
    held = Comparison(facts_of(ledger), decisions, datetime.date.today().isoformat())
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
    for (_, property, catalogue), independent in held.agreed.items():
        systems, witnessed = result.agrees.get((catalogue, property), (0, 0))
        result.agrees[catalogue, property] = systems + 1, witnessed + independent
    claims = sorted(held.claims(names), key=urgency)
    result.claims = {part: [each for each in claims if each.part == part] for part in CLAIMS}
    for key, listed in unknown.items():
        row = _new(listed)
        close = key in known or "similar" in row.closest
        (result.variants if close else result.new).append(row)
    for rows_of in (result.new, result.variants):
        rows_of[:] = [each for each in rows_of if not decisions.left_out(each)]
        rows_of.sort(key=lambda each: each.name.casefold())
        rows_of.sort(key=_weight, reverse=True)
    result.decided.update(each.decision for each in decisions.used)
    result.unused = list(decisions.unused({name for name, _ in result.matched}))
    return result


def _key(record: Record) -> str:
    """Return what the spellings of one name have in common: its words and numbers, in any order."""
    name = next((rest for vendor, rest in shortened(record.name) if vendor), record.name)
    parts = take_apart(split(name).base)
    return " ".join(sorted(parts.core)) or normalized(name)


def _weight(row: New) -> tuple[int, str, int]:
    """Return a sort key; what several services have, and nobody dates, is likely of late."""
    undated = "9999" if len(row.services) >= HEARD else ""
    return len(row.catalogues), row.released or undated, len(row.services)


def _new(listed: Sequence[tuple[Entry, Match | None]]) -> New:
    entries = [entry for entry, _ in listed]
    records = [entry.record for entry in entries]
    close = max((m for _, m in listed if m), key=lambda m: m.confidence, default=None)
    closest = f"{curie(close.iri)} ({close.way}, {close.confidence:.2f})" if close else ""
    return New(
        name=min((r.name for r in records), key=lambda n: ("/" in n, n.islower(), len(n), n)),
        developer=", ".join(each_once(r.developer for r in records)[:2]),
        released=_most_often(filter(_of_maker, records)) or _most_often(records),
        closest=closest,
        ids=each_once(r.id for r in records),
        catalogues=each_once(e.catalogue for e in entries),
        services=each_once(r.provider for r in records),
        facts=_told(records),
        places=each_once(e.place for e in entries),
    )


def _of_maker(record: Record) -> bool:
    """Return whether a record is about no service, or about that of the developer it names."""
    named = record.developer or split(record.id or "").namespace
    maker = find_organization(named) if named else None
    return is_own(record, (maker,) if maker else ())


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
