"""A harvest in lines, for the terminal, and as tables of tab-separated text."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, get_type_hints

from aitaxonomy.errors import ImportFault
from tools.harvest.findings import CLAIMS, Harvest
from tools.harvest.rows import Claim, New
from tools.ledger.tables import written

PARTS = ("new", "variants", *CLAIMS, "agrees")
_TITLES = {
    "new": "New: no name of ours matches",
    "variants": "Variants: a name close to one of ours, another tuning, size or spelling",
    "ready": "Ready: we state nothing, and no decision is needed; --write enters it",
    "open": "Open: to be decided",
    "outweighed": "Outweighed: by a page of the maker, or by weights that stay when a service ends",
    "planned": "Planned: a day of retirement that lies ahead",
    "missing": "Missing: we state nothing, and want a better source than a catalogue",
    "agrees": "Agrees: systems whose value a catalogue confirms",
}
#: What people fill in, in a table of claims.
_DECIDED = ("decision", "why")
_TYPES = get_type_hints(Claim)
#: So many places, ids and services are named in a line; the others are counted.
_NAMED = 3


def rendered(found: Harvest, part: str) -> str:
    """Return one part of a harvest in Markdown, a line for each finding."""
    lines = [told(each) for each in _table(found, part)[1]]
    heading = f"## {_TITLES[part]} ({len(lines):,})"
    return "\n".join([heading, "", *(f"- {each}" for each in lines or ["Nothing."]), ""])


def tabled(found: Harvest, part: str) -> str:
    """Return one part as a table; one of claims has columns that a decision is written into."""
    heads, rows = _table(found, part)
    cells = [[_cell(each) for each in row] for row in rows]
    if part in CLAIMS:
        heads, cells = (*_DECIDED, *heads), [["", "", *row] for row in cells]
    return written(heads, cells)


def claims_in(path: Path) -> Iterator[tuple[Claim, str, str]]:
    """Yield the claims of a table, each with decision and reason; raises `ImportFault`."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, dialect="excel-tab", restval="")
        if {*_DECIDED, *Claim._fields} - {*(rows.fieldnames or ())}:
            raise ImportFault(f"{path}:1: not a table of claims: take open.tsv of a harvest")
        for row in rows:
            claim = Claim(**{name: _value(name, row[name]) for name in Claim._fields})
            yield claim, row["decision"].strip(), row["why"].strip()


def summary(found: Harvest, newest: str) -> str:
    """Return the figures of a run, in Markdown.

    Args:
        found: the harvest.
        newest: our newest dated system, in words.

    """
    lines = ["# What catalogues say, and we", "", f"Our newest dated system: {newest}.", ""]
    for catalogue in sorted({name for name, _ in found.matched}):
        known, other = found.matched[catalogue, True], found.matched[catalogue, False]
        lines.append(f"- {catalogue}: {known + other:,} entries, {known:,} of systems that we have")
    agreed = [sum(counts) for counts in zip(*found.agrees.values(), strict=True)] or [0, 0]
    lines += ["", f"Confirmed: {agreed[0]:,} values, {agreed[1]:,} by an independent witness."]
    counts = [f"{len(found.new):,} new", f"{len(found.variants):,} variants"]
    counts += [f"{len(rows):,} {part}" for part, rows in found.claims.items()]
    lines += ["", f"Found: {', '.join(counts)}."]
    if found.decided:
        named = ", ".join(f"{n:,} {what!r}" for what, n in found.decided.most_common())
        lines.append(f"Decided before and left out: {named}.")
    lines += [f"Decided, but answers nothing now: {each}." for each in found.unused]
    return "\n".join([*lines, ""])


def told(row: Claim | New | tuple[str, str, int, int]) -> str:
    """Return a row in one line."""
    if isinstance(row, Claim):
        return (
            f"{row.thing} {row.property}: {row.theirs} by {brief(row.catalogues)}, "
            f"ours {row.ours or 'none'} ({'flagship, ' * row.flagship}witnesses {row.witnesses}; "
            f"{brief(row.places)})"
        )
    if isinstance(row, New):
        facts = filter(None, (row.developer, row.released, row.closest, row.facts))
        return f"{row.name} ({'; '.join(facts)}; {brief(row.places)})"
    catalogue, property, systems, independent = row
    return f"{catalogue}, {property}: {systems:,} systems, {independent:,} independently"


def brief(several: Sequence[str], most: int = _NAMED) -> str:
    """Return the first of several, and how many more there are.

    >>> brief(["a:1", "b:2", "c:3", "d:4"])
    'a:1, b:2, c:3 and 1 more'
    """
    more = f" and {len(several) - most} more" if len(several) > most else ""
    return ", ".join(several[:most]) + more


def _table(found: Harvest, part: str) -> tuple[Sequence[str], Sequence[Any]]:
    if part == "agrees":
        counted = sorted(found.agrees.items())
        return ("catalogue", "property", "systems", "independent"), [(*k, *n) for k, n in counted]
    if part in ("new", "variants"):
        return New._fields, found.new if part == "new" else found.variants
    return Claim._fields, found.claims.get(part, [])


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _value(name: str, cell: str) -> Any:
    """Return what a cell of a table of claims stands for, by the type of the field."""
    kind = _TYPES[name]
    if kind is bool:
        return cell == "yes"
    return kind(cell) if kind in (int, str) else tuple(filter(None, cell.split(", ")))
