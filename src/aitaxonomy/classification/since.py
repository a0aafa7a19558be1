"""The changes of a classification since an earlier one that was kept, each with its reason."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from aitaxonomy.classification.system import Classified, Listed
from aitaxonomy.errors import ImportFault
from aitaxonomy.inventory.importing import read_stated
from aitaxonomy.inventory.record import Tally
from aitaxonomy.rdf.namespaces import AIT, curie
from aitaxonomy.store.reading import faults
from aitaxonomy.versions.causes import Cause
from aitaxonomy.versions.difference import Difference

#: What stands beside a heading of ours that the list has as well; the end of a cell that was cut.
_FOUND, _CUT = " (found)", " characters)"
#: The changes that a summary names.
_SHOWN = 10
_UNKNOWN = "not found in its columns, as far as these are kept, nor in a frozen version"


class Kept(NamedTuple):
    """A system of an earlier result: our cells, and those of its list where they are kept."""

    cells: Mapping[str, str]
    own: Mapping[str, str] | None


@dataclass(frozen=True)
class Turn:
    """A change of a system: it came, it went, or its verdict on a kind changed, for a reason."""

    system: str
    change: str
    kind: str
    before: str
    after: str
    why: str
    where: str
    iri: str


@dataclass(frozen=True)
class Since(Listed[Turn]):
    """The changes since an earlier result, in the order of the list; what went comes last."""

    last: str
    records: tuple[Turn, ...]

    columns = tuple(Turn.__annotations__)

    def __str__(self) -> str:
        counts = Counter(each.change for each in self.records)
        told = ", ".join(f"{n:,} {change}" for change, n in counts.items()) or "nothing changed"
        lines = [f"since {self.last}: {told}"]
        for each in self.records[:_SHOWN]:
            kind = f" {each.kind}, {each.before} before and now {each.after}" if each.kind else ""
            why = f": {each.why}" if each.why else ""
            lines.append(f"  {each.system} {each.change}{kind}{why}")
        if len(self.records) > _SHOWN:
            lines.append(f"  {len(self.records) - _SHOWN:,} more changes")
        return "\n".join(lines)


def since(
    last: Path,
    systems: Iterable[Classified],
    columns: Sequence[str],
    differences: Iterable[Difference],
) -> Since:
    """Return what changed since an earlier result.

    Args:
        last: the result, as JSON, XLSX, CSV or TSV.
        systems: the systems now.
        columns: the columns of a result.
        differences: what the graph concludes otherwise than each frozen version, the newest first.

    Raises `ImportFault` for a file that is not such a result.

    """
    kept = dict(_of_json(last) if last.suffix.lower() == ".json" else _of_table(last, columns))
    turns: list[Turn] = []
    for system in systems:
        before = kept.pop(curie(system.iri), None)
        turns += [_turn(system, "came")] if before is None else _turned(system, before)
    turns += (Turn(e.cells["name"], "went", "", "", "", "", "", iri) for iri, e in kept.items())
    return Since(str(last), tuple(_explained(turns, differences)))


def _turn(system: Classified, change: str, *verdict: str) -> Turn:
    kind, before, after, why = verdict or ("",) * 4
    place, iri = system.place or "", curie(system.iri)
    return Turn(system.name, change, kind, before, after, why, place, iri)


def _turned(system: Classified, before: Kept) -> Iterator[Turn]:
    """Yield the verdicts that changed, with the columns of the row that did."""
    why = "; ".join(_changed(before.own, system.listed.own)) if before.own is not None else ""
    for kind, truth in system.verdicts.items():
        was = before.cells.get(kind)
        if was and was != str(truth):
            yield _turn(system, "changed", kind, was, str(truth), why)


def _changed(before: Mapping[str, str], own: Mapping[str, str]) -> Iterator[str]:
    """Yield the columns of a row that differ, with both cells; a cell that was cut is left out."""
    now = {" ".join(heading.split()): cell for heading, cell in own.items()}
    for heading in dict.fromkeys((*before, *now)):
        was, became = before.get(heading, ""), now.get(heading, "")
        if was.split() != became.split() and not was.endswith(_CUT):
            yield f"column {heading!r}: {was!r} before, {became!r} now"


def _explained(turns: Sequence[Turn], differences: Iterable[Difference]) -> Iterator[Turn]:
    """Yield changes with their reasons; the graph is asked where no column tells one."""
    open_ = {_key(each) for each in turns if each.kind and not each.why}
    told: dict[tuple[str, str, str, str], str] = {}
    for difference in differences if open_ else ():
        for each in difference.changes:
            key = (curie(each.thing), each.kind, str(each.before), str(each.after))
            told.setdefault(key, _worded(difference.old.name, each.cause))
        if open_ <= told.keys():
            break
    for turn in turns:
        yield replace(turn, why=turn.why or told.get(_key(turn), _UNKNOWN if turn.kind else ""))


def _worded(version: str, cause: Cause) -> str:
    said = [f"gone: {e.said}" for e in cause.gone] + [f"new: {e.said}" for e in cause.new]
    return f"{cause.tag} since version {version}: {'; '.join(said)}"


def _key(turn: Turn) -> tuple[str, str, str, str]:
    return turn.iri, AIT + turn.kind, turn.before, turn.after


def _of_table(path: Path, columns: Sequence[str]) -> Iterator[tuple[str, Kept]]:
    """Yield the systems of a result by CURIE; columns that are not ours are those of the list."""
    ours = {each for name in columns for each in (name, name + _FOUND)}
    for record in read_stated(path, tally=Tally(), columns={"name": "iri"}):
        row = dict(zip(*record.row, strict=False)) if record.row else {}
        cells = {name: row.get(name + _FOUND, row.get(name, "")) for name in columns}
        own = {
            " ".join(heading.split()): cell
            for heading, cell in row.items()
            if heading not in ours or heading + _FOUND in row
        }
        yield cells["iri"], Kept(cells, own or None)


def _of_json(path: Path) -> Iterator[tuple[str, Kept]]:
    with faults(path):
        written = path.read_bytes()
    try:
        for each in json.loads(written):
            yield each["iri"], Kept({"name": each["name"], **each["verdicts"]}, None)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ImportFault(f"{path}: not a result of `classify` in JSON") from None
