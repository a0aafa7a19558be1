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
from typing import Any

from aitaxonomy import spreadsheets
from aitaxonomy.cli.streams import coloured, plain
from aitaxonomy.cli.tables import print_fitting
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
