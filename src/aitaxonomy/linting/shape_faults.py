"""Faults that shapes find in the statements of a list, in the words of the list.

`shapes.tsv` says of each shape that lists run into whether it is about a row or a gap, or says
nothing here: that a list has the name of a known system, say, is not a fault of it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from aitaxonomy.inventory.importing import Entry, Imported
from aitaxonomy.inventory.record import Spot
from aitaxonomy.linting.finding import ListFinding
from aitaxonomy.linting.known import OF_HISTORY
from aitaxonomy.rdf.namespaces import shown
from aitaxonomy.validation import Fault

#: The shape that asks for text among the outputs.
_NEEDS_OUTPUT = "ais:LLMGeneratesText"
#: The text of a literal in a fault on RDF.
_LITERAL = re.compile(r'"(.*)"(?:\^\^|@).*', re.DOTALL)


class _Words(NamedTuple):
    field: str
    how: str
    name: str
    fault: str
    fix: str


def reworded(faults: Iterable[Fault], files: Iterable[Imported]) -> Iterator[Fault]:
    """Yield faults, those of shapes about entries of lists in the words of these.

    A gap of many entries is reported once, at the first of them.
    """
    lists = {str(file.path): file for file in files}
    iris = {shown(iri): iri for file in files for iri in file.entries}
    gaps: dict[tuple[str, _Words], list[Spot]] = {}
    rows: dict[tuple[object, ...], Fault] = {}  # of one rule the first for each
    for fault in faults:
        file = lists.get(fault.file or "")
        if file is None or not fault.rule.startswith("ais:"):
            yield fault
            continue
        words = _table().get(fault.rule)
        entry = file.entries.get(iris.get(fault.where, ""))
        if entry is None or entry.spot is None or (words and words.how == "none"):
            continue  # what the import made beside the entries: organizations, and base models
        if fault.rule == _NEEDS_OUTPUT and not _lists_output(file, entry):
            continue  # what is not listed contradicts nothing
        if words is None:
            yield fault
        elif words.how == "gap":
            gaps.setdefault((str(file.path), words), []).append(entry.spot)
        elif file.format not in OF_HISTORY:  # whose first models were as small as that
            column = file.tally.heading(words.field, entry.spot.part)
            literal = _LITERAL.fullmatch(fault.value or "")
            value = literal and literal[1]
            finding = ListFinding(words.name, fault.severity, column, value, words.fault, words.fix)
            (found,) = finding.at(file, [entry.spot])
            rows.setdefault((found.file, found.row, found.where, found.rule), found)
    yield from rows.values()
    for (path, words), spots in gaps.items():
        yield from _gap(lists[path], words, spots)


def _lists_output(file: Imported, entry: Entry) -> bool:
    """Return whether a list says what an entry makes."""
    heading = entry.spot and file.tally.heading("output", entry.spot.part)
    return bool(heading) and heading in entry.own


def _gap(file: Imported, words: _Words, spots: list[Spot]) -> Iterator[Fault]:
    first = min(spots, key=lambda spot: spot.row)
    fault = f"in {len(spots):,} of {len(file.entries):,} entries {words.fault}"
    column = file.tally.heading(words.field, first.part)
    finding = ListFinding(words.name, "info", column, None, fault, words.fix)
    yield from finding.at(file, [first])


@cache
def _table() -> Mapping[str, _Words]:
    with Path(__file__).with_name("shapes.tsv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t")
        return {row.pop("rule"): _Words(**row) for row in rows}
