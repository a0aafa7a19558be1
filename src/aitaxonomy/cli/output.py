"""How results look: tables and trees on a terminal, stable text for machines."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any, Literal

from aitaxonomy import spreadsheets
from aitaxonomy.cli.streams import coloured, plain
from aitaxonomy.errors import ImportFault
from aitaxonomy.files import in_place, replacing
from aitaxonomy.graph.deprecation import with_warnings
from aitaxonomy.rdf.namespaces import IRI
from aitaxonomy.text import visible


def cell(value: Any) -> str:
    """Return a value as text: names as CURIEs, nothing for what is unbound."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.curie if isinstance(value, IRI) else str(value)


def print_json(document: Any) -> None:
    """Print a JSON document, an object with the warnings about deprecated names."""
    print(json.dumps(with_warnings(document), ensure_ascii=False, indent=2))


def print_rows(
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    format: str,
    least: Sequence[str] = (),
    *,
    fold: bool = False,
) -> None:
    """Print rows as table, csv, tsv or xlsx; nothing as json, which a result has a form of.

    Args:
        columns: the headings.
        rows: the cells.
        format: "table" fits on a terminal, and is TSV where it is piped.
        least: the columns that a narrow terminal can do without, the first to go first; when they
            are gone, those on the right.
        fold: whether a terminal gets long cells in full, on several lines.

    Raises:
        ImportFault: XLSX for a terminal, or with too many rows.

    """
    if format == "xlsx":
        print_book({"Sheet1": (columns, rows)})
        return
    if format == "table" and sys.stdout.isatty():
        text = [[cell(value) for value in row] for row in rows]
        remark(print_fitting(columns, text, least, fold=fold) if columns else "")
    elif columns and format != "json":
        written = "tsv" if format == "table" else format
        spreadsheets.write_rows(columns, _typed(rows), written, sys.stdout)


def print_book(sheets: Mapping[str, spreadsheets.Rows]) -> None:
    """Print a workbook of named sheets; raises `ImportFault` for a terminal."""
    if sys.stdout.isatty():
        raise ImportFault(
            "a workbook is not text for a terminal: send it to a file, as in > a.xlsx"
        )
    typed = {name: (columns, _typed(rows)) for name, (columns, rows) in sheets.items() if columns}
    spreadsheets.write_book(typed, sys.stdout)


def _typed(rows: Iterable[Sequence[Any]]) -> Iterator[list[Any]]:
    # A truth is a number to Python.
    return ([each if type(each) in (int, float) else cell(each) for each in row] for row in rows)


_MARK = re.compile(r" *(?:\d+\.|by:) |")


def fitted(text: str) -> str:
    """Return the lines of a proof within the width of a terminal, as they are elsewhere.

    Text that does not fit continues below the words of its line; an address is never cut.
    """
    if not sys.stdout.isatty():
        return text
    width = shutil.get_terminal_size().columns
    return "\n".join(_folded(line, width) for line in text.split("\n"))


def _folded(line: str, width: int) -> str:
    mark = _MARK.match(line)
    below = " " * (mark.end() if mark else 0)
    return textwrap.fill(
        line, width, subsequent_indent=below, break_long_words=False, break_on_hyphens=False
    )


def remark(line: str) -> None:
    """Print a line on how an answer was found, if there is one, outside the answer."""
    if line:
        print(f"aitaxonomy: {line}", file=sys.stderr)


def bold(text: str) -> str:
    """Return text in bold on a terminal, as it is elsewhere."""
    return coloured(text, "bold")


@contextmanager
def output_to(path: str | None) -> Iterator[None]:
    """Send what is printed to a file, if one is named."""
    if path is None:
        yield
        return
    check_output(path)
    with replacing(Path(path)) as file, redirect_stdout(file):
        yield


def check_output(path: str | None) -> None:
    """Refuse a file that cannot be written, before the work that would be lost on it.

    Raises `ImportFault`.
    """
    if path is None or in_place(Path(path)):
        return
    target = Path(path)
    folder = Path(os.path.realpath(target)).parent  # where the new file is written beside
    if target.is_dir():
        raise ImportFault(f"{path}: cannot be written: it is a folder; name a file in it")
    if not folder.is_dir():
        raise ImportFault(
            f"{path}: cannot be written: there is no folder {target.parent}; make it first"
        )
    if not all(os.access(each, os.W_OK) for each in (folder, target) if each.exists()):
        raise ImportFault(f"{path}: cannot be written: permission denied; name another file")


@contextmanager
def progress_bar(what: str) -> Iterator[Callable[[int], None]]:
    """Show how many have been done, on standard error and only where that is a terminal.

    The context is a function that takes the number done so far.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}: {task.completed:,}"))
    with Progress(
        *columns, TimeElapsedColumn(), console=Console(file=plain(sys.stderr)), transient=True
    ) as bar:
        task = bar.add_task(escape(visible(what)), total=None)
        yield lambda done: bar.update(task, completed=done)


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
