"""A work list in Markdown, as a table of CSV, or as JSON."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from typing import Any

from aitaxonomy.spreadsheets import write_rows
from tools.freshness.rows import Difference, New
from tools.freshness.worklist import DIFFERENCES, WorkList

FORMATS = ("md", "csv", "json")
PARTS = ("new", "variants", *DIFFERENCES, "agrees")
_TITLES = {
    "new": "New: no name of ours matches",
    "variants": "Variants: a name close to one of ours, another tuning, size or spelling",
    "contradicted": "Contradicted: we state something else",
    "retired": "Retired: a day of retirement that we lack, or that differs",
    "planned": "Planned: a day of retirement that lies ahead",
    "missing": "Missing: we state nothing",
    "agrees": "Agrees: systems whose value a catalogue confirms",
}
#: So many places, ids and services are named in Markdown; the others are counted.
_NAMED = 3
#: So many characters of a cell are shown in Markdown.
_WIDEST = 160


def rendered(found: WorkList, part: str, format: str) -> str:
    """Return one part of a work list as text, one of `PARTS` in one of `FORMATS`."""
    heads, rows = _table(found, part, format == "md")
    if format == "json":
        return json.dumps([dict(zip(heads, row, strict=True)) for row in rows], indent=1) + "\n"
    if format == "csv":
        out = io.StringIO()
        write_rows(heads, [[_cell(c) for c in row] for row in rows], "csv", out)
        return out.getvalue()
    lines = [f"## {_TITLES[part]} ({len(rows):,})", ""]
    lines += [_line(heads), _line(["---"] * len(heads))] if rows else ["Nothing."]
    lines += [_line(_shown(_cell(cell)) for cell in row) for row in rows]
    return "\n".join([*lines, ""])


def summary(found: WorkList, newest: str) -> str:
    """Return the figures of a run, in Markdown.

    Args:
        found: the work list.
        newest: our newest dated system, in words.

    """
    lines = ["# What catalogues say, and we", "", f"Our newest dated system: {newest}.", ""]
    for catalogue in sorted({name for name, _ in found.matched}):
        known, other = found.matched[catalogue, True], found.matched[catalogue, False]
        lines.append(f"- {catalogue}: {known + other:,} entries, {known:,} of systems that we have")
    counts = [f"{len(found.new):,} new", f"{len(found.variants):,} variants"]
    counts += [f"{len(rows):,} {part}" for part, rows in found.differences.items()]
    lines += ["", f"To do: {', '.join(counts)}."]
    if found.decided:
        named = ", ".join(f"{n:,} {what!r}" for what, n in found.decided.most_common())
        lines.append(f"Decided before and left out: {named}.")
    lines += [f"No longer arises, take it out of the decisions: {each}." for each in found.stale]
    return "\n".join([*lines, ""])


def brief(several: Sequence[str], most: int = _NAMED) -> str:
    """Return the first of several, and how many more there are.

    >>> brief(["a:1", "b:2", "c:3", "d:4"])
    'a:1, b:2, c:3 and 1 more'
    """
    more = f" and {len(several) - most} more" if len(several) > most else ""
    return ", ".join(several[:most]) + more


def _table(found: WorkList, part: str, short: bool) -> tuple[Sequence[str], list[Sequence[Any]]]:
    if part == "agrees":
        counted = sorted(found.agrees.items())
        return ("catalogue", "property", "systems"), [(*key, n) for key, n in counted]
    if part in ("new", "variants"):
        listed = found.new if part == "new" else found.variants
        return New._fields, [_brief(each) if short else each for each in listed]
    rows = found.differences.get(part, [])
    return Difference._fields[1:], [(_brief(each) if short else each)[1:] for each in rows]


def _brief(row: Any) -> Any:
    fields = [each for each in ("ids", "services", "places") if each in row._fields]
    return row._replace(**{each: brief(getattr(row, each)) for each in fields})


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, tuple) else value


def _shown(value: Any) -> str:
    text = str(value).replace("|", "\\|")
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"


def _line(cells: Any) -> str:
    return f"| {' | '.join(cells)} |"
