"""What shapes object to in the statements made of a list, in the words of the list.

`gaps.tsv` says of each shape that lists run into whether it is about a row or a gap, or says nothing
here: that a list has the name of a known system, say, is no fault of it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from aitaxonomy.inventory.importing import Imported
from aitaxonomy.inventory.trace import Spot
from aitaxonomy.linting.finding import Finding
from aitaxonomy.linting.known import OF_HISTORY
from aitaxonomy.rdf.namespaces import shown
from aitaxonomy.validation import Fault


class _Words(NamedTuple):
    field: str
    how: str
    name: str
    fault: str
    fix: str


def reworded(faults: Iterable[Fault], files: Iterable[Imported]) -> Iterator[Fault]:
    """Yield faults, those of shapes about entries of lists in the words of these.

    What many entries lack is told once, at the first of them.
    """
    entries = {shown(iri): (file, iri) for file in files for iri in (*file.entries, *file.bases)}
    gaps: dict[tuple[int, _Words], list[Spot]] = {}
    of_gap: dict[int, Imported] = {}
    for fault in faults:
        words = _table().get(fault.rule)
        if fault.row is not None or fault.where not in entries or words is None:
            yield fault
            continue
        file, iri = entries[fault.where]
        entry = file.entries.get(iri)
        if words.how == "none" or entry is None or entry.spot is None:
            continue
        if words.how == "gap":
            of_gap[id(file)] = file
            gaps.setdefault((id(file), words), []).append(entry.spot)
        elif file.format not in OF_HISTORY:  # whose first models were as small as that
            column = file.tally.trace.heading(words.field)
            finding = Finding(words.name, "warning", column, fault.value, words.fault, words.fix)
            yield from finding.at(file, [entry.spot])
    for (file_id, words), spots in gaps.items():
        yield from _gap(of_gap[file_id], words, spots)


def _gap(file: Imported, words: _Words, spots: list[Spot]) -> Iterator[Fault]:
    first = min(spots)
    entries = f"{len(spots):,} of {len(file.entries):,} entries"
    column = file.tally.trace.heading(words.field)
    finding = Finding(words.name, "info", column, None, f"{words.fault} in {entries}", words.fix)
    yield from finding.at(file, [first])


@cache
def _table() -> Mapping[str, _Words]:
    with Path(__file__).with_name("gaps.tsv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t")
        return {row.pop("rule"): _Words(**row) for row in rows}
