"""Makers' pages about deprecated models, saved as Markdown or HTML: their tables are read.

Of each table with a column of models and one of the day on which they go, every row is a record. A
day that is only the earliest possible one ("not sooner than") does not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt

from aitaxonomy.inventory.formats.documents import read_text
from aitaxonomy.inventory.formats.fields import date
from aitaxonomy.inventory.record import Record, Source

#: The suffixes of pages.
PAGES = frozenset((".htm", ".html", ".md"))
_MODEL = re.compile(r"\bmodels?\b|\bsnapshot\b|\bsystem\b", re.IGNORECASE)
_OTHER = re.compile(
    r"replace|substitute|alternative|recommended|successor|state|status|provider", re.IGNORECASE
)
_GOES = re.compile(
    r"shut ?-?down|retire|sunset|discontinu|end[- ]of[- ]life|\beol\b|removal|"
    r"deprecation time",
    re.IGNORECASE,
)
_NO_DAY = re.compile(r"sooner|earlie|tentative|later than|n/a", re.IGNORECASE)
_SLASHED = re.compile(r"^(\d\d?)/(\d\d?)/(?:20)?(\d\d)$")
_SEVERAL = re.compile(r"\s*(?:[|,;]|\bor\b|\band\b)\s*")


class Row(NamedTuple):
    """The line on which the row of a table starts, and its cells."""

    line: int
    cells: list[str]


def read_page(path: Path) -> Iterator[Record]:
    """Yield a record for each model of a page that has a day on which it goes.

    Raises `ImportFault` for a file that cannot be read.
    """
    text = read_text(path)
    tables = _of_markdown(text) if path.suffix.lower() == ".md" else _of_html(text)
    for header, *below in filter(None, tables):
        goes = _column(header.cells, _GOES)
        names = _column(header.cells, _MODEL)
        if goes is None or names is None:
            continue
        rows = [row for row in below if len(row.cells) > max(goes, names)]
        days = _days([row.cells[goes] for row in rows])
        for (line, cells), day in zip(rows, days, strict=True):
            for name in _SEVERAL.split(cells[names]) if day else ():
                if name:
                    source = Source(str(path), "page", line)
                    yield Record(name, source, id=name, retired=day, of_models=True)


def _column(header: Sequence[str], words: re.Pattern[str]) -> int | None:
    """Return the first column with certain words, but without those for a replacement."""
    fits = (i for i, head in enumerate(header) if words.search(head) and not _OTHER.search(head))
    return next(fits, None)


def _days(cells: Sequence[str]) -> list[str | None]:
    """Return the day of each cell; those with slashes only where a column shows the order.

    >>> _days(["5/22/2026", "8/3/2026", "March 2027", "Not sooner than May 1, 2027"])
    ['2026-05-22', '2026-08-03', '2027-03', None]
    >>> _days(["8/3/2026"]), _days(["May 1, 2027 at the earliest"])
    ([None], [None])
    """
    slashed = [_SLASHED.search(cell) for cell in cells]
    month_first = any(int(found[2]) > 12 for found in slashed if found)
    days: list[str | None] = []
    for cell, found in zip(cells, slashed, strict=True):
        if _NO_DAY.search(cell):
            days.append(None)
        elif found and month_first:
            days.append(date(f"20{found[3]}-{int(found[1]):02}-{int(found[2]):02}"))
        else:
            days.append(date(cell))
    return days


def _of_markdown(text: str) -> list[list[Row]]:
    """Return the tables of a page in Markdown, without the marks in their cells."""
    tables: list[list[Row]] = []
    for token in MarkdownIt().enable("table").parse(text):
        if token.type == "table_open":
            tables.append([])
        elif token.type == "tr_open" and token.map:
            tables[-1].append(Row(token.map[0] + 1, []))
        elif token.type == "inline" and tables and tables[-1] and token.level > 3:
            cell = "".join(each.content for each in token.children or () if not each.nesting)
            tables[-1][-1].cells.append(_plain(cell))
    return tables


def _of_html(text: str) -> list[list[Row]]:
    parser = _Tables()
    parser.feed(text)
    parser.close()
    return parser.tables


class _Tables(HTMLParser):
    """Collects the cells of all tables of a page, as text."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[Row]] = []
        self._in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append(Row(self.getpos()[0], []))
        elif tag in ("td", "th") and self.tables and self.tables[-1]:
            self.tables[-1][-1].cells.append("")
            self._in_cell = True
        elif tag == "br":
            self.handle_data(", ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._in_cell = False

    def handle_data(self, data: str) -> None:
        if self._in_cell:
            cells = self.tables[-1][-1].cells
            cells[-1] = _plain(f"{cells[-1]} {data}")


def _plain(cell: str) -> str:
    """Return a cell without arrows of links, with plain hyphens in dates."""
    return " ".join(cell.replace("↗", " ").replace("\u2011", "-").split())
