"""Faults and doubts about the tables, each with its line and what mends it."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from tools.ledger import values
from tools.ledger.claims import MARKS
from tools.ledger.tables import ASIDE, REJECTED, SOURCES, Ledger, Row
from tools.source_records.tiers import OTHER, makers_at, precedence, publisher, tier

_MADE = ("ait:developedBy", "ait:providedBy")
_SOURCE = "dcterms:source"
#: The parameters of an address that count visits.
_TRACKED = re.compile(r"[?&](utm_\w+|ref|gclid|fbclid)=")
Told = Iterator[tuple[str, int, str]]
"""The table, the line, and what is wrong, with its remedy."""


def faults(ledger: Ledger, defined: Collection[str], today: datetime.date) -> Told:
    """Yield what must be mended before Turtle can be made, in the order of the tables.

    Args:
        ledger: the tables.
        defined: the CURIEs of what is defined elsewhere.
        today: the last day on which somebody can have read something.

    """
    tables = {name: ledger.rows(name) for name in ledger.names()}
    known = {*defined} | {row.thing for rows in tables.values() for _, row in rows}
    for name, rows in tables.items():
        places: dict[tuple[str, str], tuple[int, Row]] = {}
        makers: dict[str, list[str]] = defaultdict(list)
        for line, row in rows:
            if row.property == _MADE[0] and REJECTED not in row.marked():
                makers[row.thing].append(row.value.removeprefix("aix:"))
            for told in (*_of_row(ledger, row, today), *_of_names(row, known)):
                yield name, line, told
            before = places.setdefault((row.thing, row.source), (line, row))
            if row.source and row[4:7] != before[1][4:7]:
                yield (
                    name,
                    line,
                    (
                        f"place, day or reading of {row.source} differ from line {before[0]}: a "
                        "thing has one record of a source; make them one"
                    ),
                )
        for thing, developers in makers.items():
            if min(developers) != name:
                line = next(line for line, row in rows if row.thing == thing)
                yield (
                    name,
                    line,
                    f"{thing} is developed by {min(developers)}: move it to that table",
                )


def _of_row(ledger: Ledger, row: Row, today: datetime.date) -> Iterator[str]:
    """Yield what is wrong in one row by itself."""
    yield from _of_value(ledger, row)
    try:
        ledger.address(row.source)
    except KeyError:
        yield f"{row.source!r} is not a key of sources.tsv: mend it, or write the address instead"
    yield from _of_days(row, today)


def _of_value(ledger: Ledger, row: Row) -> Iterator[str]:
    known = ledger.properties
    if row.property not in known:
        yield f"unknown property {row.property}: mend it, or give it a type in properties.tsv"
    elif values.is_nested(row.value, kind := known[row.property].type):
        if row.source or row.note or row.marks:
            yield "an expression in brackets has neither source, mark nor note: leave them out"
    elif row.property != _SOURCE:
        try:
            values.term(row.value, kind)
        except ValueError as error:
            yield f"{row.property}: {error}"
        if kind == "date" and not is_day(row.value):
            yield f"{row.property}: there is no day {row.value}"
    if row.property == _SOURCE and not row.source:
        yield f"{_SOURCE} without a source: name the document in the column `source`"


def _of_days(row: Row, today: datetime.date) -> Iterator[str]:
    for name, cell in (("as_of", row.as_of), ("read", row.read)):
        if cell and not (row.source and is_day(cell) and cell <= today.isoformat()):
            yield f"{name} is {cell}: write a day that has been, of a row with a source"
    for mark, cell in row.marked().items():
        if mark not in (*MARKS, *ASIDE):
            yield f"unknown mark {mark!r}: take one of {', '.join((*MARKS, *ASIDE))}"
        elif MARKS.get(mark, ("", ""))[1] == "date" and not is_day(cell):
            yield f"{mark} is {cell!r}: write a day, month or year"
    since, until = (row.marked().get(name, "") for name in ("since", "until"))
    if since and until and since[: len(until)] > until[: len(since)]:
        yield f"until {until} is before since {since}: mend one of them"


def _of_names(row: Row, known: set[str]) -> Iterator[str]:
    for name in (row.thing, row.value):
        if name.startswith("aix:") and " " not in name and name not in known:
            yield f"nothing is called {name}: mend the name, or add the thing"


def doubts(ledger: Ledger) -> Told:
    """Yield what rests on other makers alone, ties between values, and documents without use."""
    cited = set[str]()
    for name in ledger.names():
        of: dict[str, list[tuple[int, Row]]] = defaultdict(list)
        for line, row in ledger.rows(name):
            of[row.thing].append((line, row))
            cited.add(ledger.address(row.source))
        for thing, rows in of.items():
            makers = {row.value.removeprefix("aix:") for _, row in rows if row.property in _MADE}
            for line, text in _disagreements(ledger, thing, rows, makers):
                yield name, line, text
            told = {ledger.address(row.source) for _, row in rows if row.source}
            others = {each for each in told if _is_of_another(each, makers)}
            if told and others == told:
                yield (
                    name,
                    rows[0][0],
                    (
                        f"{thing}: all its sources are pages of other makers, such as "
                        f"{min(others)}: find one of its own"
                    ),
                )
    first: dict[str, str] = {}
    for line, (key, address) in enumerate(ledger.sources.items(), start=2):
        if address not in cited:
            yield SOURCES, line, f"nothing cites {key}: remove the row, or cite it"
        if found := _TRACKED.search(address):
            yield SOURCES, line, f"{key} has {found[1]}, which says who came: take it out"
        if first.setdefault(address, key) != key:
            yield SOURCES, line, f"{key} is the address of {first[address]} again: keep one key"


def _disagreements(
    ledger: Ledger, thing: str, rows: Iterable[tuple[int, Row]], makers: Collection[str]
) -> Iterator[tuple[int, str]]:
    """Yield properties of one value that have several here, of which no rule prefers one."""
    found: dict[str, dict[str, list[tuple[int, Row]]]] = defaultdict(lambda: defaultdict(list))
    for line, row in rows:
        if ledger.properties[row.property].values == "one" and REJECTED not in row.marked():
            found[row.property][row.value].append((line, row))
    for prop, told in found.items():
        ranks = [min(_rank(ledger, row, makers) for _, row in of) for of in told.values()]
        if ranks.count(min(ranks)) > 1:
            places = {value: of[0][0] for value, of in told.items()}
            yield (
                min(places.values()),
                f"{thing} has as {prop} "
                f"{' and '.join(f'{value} (line {line})' for value, line in places.items())}, by "
                "sources of one tier and age: mark a wrong one rejected; keep both if they "
                "disagree",
            )


def _rank(ledger: Ledger, row: Row, makers: Collection[str]) -> tuple[int, int]:
    """Return the precedence of a claim: its source's tier, the newest first within a tier."""
    return precedence(tier(ledger.address(row.source), makers), row.as_of or row.read)


def _is_of_another(document: str, makers: set[str]) -> bool:
    found = publisher(document)
    of_maker = found is not None and found.word_of == "maker"
    return of_maker and not makers_at(document, makers) and tier(document, makers) == OTHER


def is_day(text: str) -> bool:
    """Return whether a cell is a day, month or year that there is."""
    try:
        datetime.date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)
    except ValueError:
        return False
    return len(text) in (4, 7, 10)
