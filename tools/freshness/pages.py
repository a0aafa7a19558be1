"""Makers' pages about deprecated models, saved as Markdown or HTML: their tables are read.

Of each table with a column of models and one of the day on which they go, every row is a record. A
day that is only the earliest possible one ("not sooner than") is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path

from markdown_it import MarkdownIt

from aitaxonomy.inventory.formats.documents import read_text
from aitaxonomy.inventory.formats.fields import date
from aitaxonomy.inventory.record import Record, Source

#: The suffixes of pages.
PAGES = frozenset((".htm", ".html", ".md"))
_MODEL = re.compile(r"\bmodels?\b|\bsnapshot\b|\bsystem\b", re.IGNORECASE)
_OTHER = re.compile(
    r"replacement|substitute|alternative|recommended|successor|state", re.IGNORECASE
)
_GOES = re.compile(
    r"shut ?-?down|retire|sunset|discontinu|end of life|\beol\b|removal", re.IGNORECASE
)
_NOT_A_DAY = re.compile(r"sooner|earliest|tentative|n/a", re.IGNORECASE)
_NAMES = re.compile(r"\s*(?:[|,;]|\bor\b|\band\b)\s*")

Row = tuple[int, list[str]]
"""The line on which a row starts, and its cells."""


def read_page(path: Path) -> Iterator[Record]:
    """Yield a record for each model of a page that has a day on which it goes.

    Raises `ImportFault` for a file that cannot be read.
    """
    text = read_text(path)
    # HTML within Markdown is HTML: pages are often saved with the tables as they were.
    html = text if path.suffix.lower() != ".md" else MarkdownIt().enable("table").render(text)
    for header, *rows in _tables(html):
        goes = next((i for i, head in enumerate(header[1]) if _GOES.search(head)), None)
        models = [
            i for i, head in enumerate(header[1])
            if i != goes and _MODEL.search(head) and not _OTHER.search(head)
        ]  # fmt: skip
        if goes is None or not models:
            continue
        for line, cells in rows:
            if len(cells) <= max(goes, models[0]) or _NOT_A_DAY.search(cells[goes]):
                continue
            day = date(cells[goes])
            for name in _NAMES.split(cells[models[0]]) if day else ():
                if name:
                    source = Source(str(path), "page", line if html is text else None)
                    yield Record(name, source, id=name, retired=day)


def _tables(html: str) -> Iterable[list[Row]]:
    parser = _Tables()
    parser.feed(html)
    parser.close()
    return [rows for rows in parser.tables if len(rows) > 1]


class _Tables(HTMLParser):
    """Collects the cells of all tables, as text."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[Row]] = []
        self._in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append((self.getpos()[0], []))
        elif tag in ("td", "th") and self.tables and self.tables[-1]:
            self.tables[-1][-1][1].append("")
            self._in_cell = True
        elif tag == "br":
            self.handle_data(", ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._in_cell = False

    def handle_data(self, data: str) -> None:
        if self._in_cell:
            cells = self.tables[-1][-1][1]
            cells[-1] = f"{cells[-1]} {data}".strip() if cells[-1] else data.strip()
