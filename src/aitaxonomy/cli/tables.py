"""Tables on a terminal: as wide as it is, what does not fit cut or left out, and told."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from typing import Literal

from aitaxonomy.cli.streams import plain
from aitaxonomy.text import visible

#: The spaces around the cells of a column, the least width that one is cut to, and that to which
#: the first is cut before others are left out.
_AROUND, _LEAST, _FIRST = 2, 14, 30


def print_fitting(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    least: Sequence[str] = (),
    *,
    fold: bool = False,
) -> str:
    """Print a table for the width of the terminal, and return in words what it does not show.

    Long cells are cut, unless the whole table fits on the screen when they are folded.

    Args:
        columns: the headings.
        rows: the cells.
        least: the columns to leave out first, after empty ones, in this order; then those on the
            right.
        fold: whether long cells are folded in any case.

    """
    from rich import box
    from rich.cells import cell_len
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    width, height = shutil.get_terminal_size()
    table = [[visible(" ".join(text.split())) for text in row] for row in (columns, *rows)]
    wide = [max(1, *map(cell_len, cells)) for cells in zip(*table, strict=True)]
    heads = [cell_len(head) for head in table[0]]
    floors = [max(head, min(each, _LEAST)) for head, each in zip(heads, wide, strict=True)]
    wanted = [max(heads[0], min(wide[0], _FIRST)), *floors[1:]]
    empty = [head for i, head in enumerate(columns) if not any(row[i] for row in rows)]
    kept = _kept(columns, floors, wanted, [*empty, *least], width)
    if _taken(wanted, kept) <= width:
        floors = wanted
    widths = _widths([wide[i] for i in kept], [floors[i] for i in kept], width)
    lines = sum(
        max(-(-cell_len(row[i]) // most) for i, most in zip(kept, widths, strict=True)) or 1
        for row in table
    )
    folded = fold or lines + 4 <= height
    shown = Table(
        box=box.SIMPLE_HEAD, header_style="bold cyan", show_edge=False, padding=(0, 1, 0, 0)
    )
    overflow: Literal["fold", "ellipsis"] = "fold" if folded else "ellipsis"
    for i, most in zip(kept, widths, strict=True):
        shown.add_column(Text(table[0][i]), width=most, no_wrap=not folded, overflow=overflow)
    for row in table[1:]:
        shown.add_row(*(Text(row[i]) for i in kept))
    Console(file=plain(sys.stdout), width=width).print(shown)
    cut = [
        row
        for row in table
        if any(cell_len(row[i]) > most for i, most in zip(kept, widths, strict=True))
    ]
    return _told(
        [head for i, head in enumerate(columns) if i not in kept], 0 if folded else len(cut)
    )


def _kept(
    columns: Sequence[str],
    floors: Sequence[int],
    wanted: Sequence[int],
    least: Sequence[str],
    width: int,
) -> list[int]:
    """Return the places of the columns that there is room for; the first stays.

    Those of `least` go as long as others do not have what they want, the others only as long as
    there is less than their least width.
    """
    places = range(len(columns))
    can_go = [columns.index(name) for name in dict.fromkeys(least) if name in columns]
    kept = list(places)
    for i in (*can_go, *(i for i in reversed(places) if i not in can_go)):
        if len(kept) == 1 or _taken(wanted if i in can_go else floors, kept) <= width:
            break
        kept.remove(i)
    return kept


def _taken(widths: Sequence[int], places: Sequence[int]) -> int:
    return sum(widths[i] + _AROUND for i in places)


def _widths(wide: Sequence[int], floors: Sequence[int], width: int) -> list[int]:
    """Return the widths of columns: each what it needs, the widest an equal share of what is left.

    >>> _widths([4, 100, 30], [4, 14, 14], 60)
    [4, 25, 25]
    """
    if len(wide) == 1:
        return [min(wide[0], width - _AROUND)]
    widths = list(floors)
    room = width - sum(floors) - _AROUND * len(wide)
    by_need = sorted(range(len(wide)), key=lambda i: wide[i] - floors[i])
    for left, i in zip(range(len(wide), 0, -1), by_need, strict=True):
        more = min(wide[i] - floors[i], room // left)
        widths[i] += more
        room -= more
    return widths


def _told(left_out: Sequence[str], cut: int) -> str:
    """Return in words how much of a table is not shown.

    >>> _told(["iri"], 0)
    '1 column not shown: iri; --format csv has all'
    >>> _told([], 2)
    'long cells of 2 rows are cut; --format csv has all'
    """
    parts = []
    if left_out:
        plural = "" if len(left_out) == 1 else "s"
        parts.append(f"{len(left_out)} column{plural} not shown: {', '.join(left_out)}")
    if cut:
        parts.append(f"long cells of {cut:,} row{'' if cut == 1 else 's'} are cut")
    return "; ".join([*parts, "--format csv has all"]) if parts else ""
