"""Tables in pages of Markdown and HTML: the one with systems, and those with the same header."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from aitaxonomy.errors import ImportFault
from aitaxonomy.inventory.formats.documents import PAGE, FileStart, read_text
from aitaxonomy.inventory.formats.lists.csv_rows import Row, choose_tables, read_rows
from aitaxonomy.inventory.record import Record, Tally

FORMAT = "page"

#: The line below the header of a table in Markdown, and the bars between cells.
_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_BAR = re.compile(r"(?<!\\)\|")
#: What Markdown writes around text: pictures, links, code and emphasis.
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"\*\*|__|`|~~|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)")
_BREAK, _TAG = re.compile(r"<br\s*/?>", re.IGNORECASE), re.compile(r"</?[a-zA-Z][^<>]*>")
#: A cell spans at most so many rows or columns, and a table has at most so many cells.
_SPAN, _CELLS = 1000, 5_000_000


def recognises(start: FileStart) -> bool:
    """Return whether a file is a page with a table."""
    return start.form == PAGE


def read(
    path: Path, tally: Tally, columns: Mapping[str, str] | None = None, **_: Any
) -> Iterator[Record]:
    """Yield one record per row of the table with systems, and of tables with the same header.

    `columns` has our name of a column and the file's heading of it. Raises `ImportFault` where no
    table has a column with names.
    """
    named = [(f"line {rows[0][1]}", rows) for rows in tables_in(read_text(path))]
    chosen = choose_tables(named, path, columns, "table")
    for name, rows in named:
        if name not in chosen:
            tally.note("a table that lists no systems is not read", f"{path}:{rows[0][1]}")
            continue
        tally.part = f"table of {name}" if len(chosen) > 1 else ""
        yield from read_rows(iter(rows), path, FORMAT, tally, columns, in_sheet=True)


def tables_in(text: str) -> list[list[Row]]:
    """Return the tables of a page that have more than a header, in their order."""
    tables = [*_of_markdown(text), *_of_html(text)]
    return sorted((each for each in tables if len(each) > 1), key=lambda rows: rows[0][1])


def _of_markdown(text: str) -> Iterator[list[Row]]:
    r"""Yield the tables of a page in Markdown.

    >>> next(_of_markdown("# Ours\n\n| Name | Use |\n|:--|---|\n| **A** | [chat](a.md) |\n"))
    [(['Name', 'Use'], 3), (['A', 'chat'], 5)]
    """
    lines = text.splitlines()
    number = 1
    while number < len(lines):
        above = lines[number - 1]
        if "|" in above and "-" in lines[number] and _RULE.fullmatch(lines[number]):
            table: list[Row] = [(_cells(above), number)]
            number += 1
            while number < len(lines) and "|" in lines[number]:
                table.append((_cells(lines[number]), number + 1))
                number += 1
            # A row may have more bars than the header, which Markdown ignores.
            width = len(table[0][0])
            yield [(cells[:width], line) for cells, line in table]
        number += 1


def _cells(line: str) -> list[str]:
    line = line.strip()
    line = line[line.startswith("|") :]
    if line.endswith("|") and not line.endswith("\\|"):
        line = line[:-1]
    return [_plain(cell.replace("\\|", "|")) for cell in _BAR.split(line)]


def _plain(cell: str) -> str:
    """Return the text of a cell in Markdown.

    >>> _plain("[T5](https://e.org), **[XXL](b)** <br> `new`")
    'T5, XXL ; new'
    """
    cell = _BREAK.sub(";", _LINK.sub(r"\1", _PICTURE.sub("", cell)))
    return html.unescape(_TAG.sub("", _MARKS.sub("", cell))).strip()


def _of_html(text: str) -> Iterator[list[Row]]:
    r"""Yield the tables of a page in HTML, a cell that spans several rows in each of them.

    >>> page = "<table><tr><th>Name<th>By</tr>\n<tr><td>A<td rowspan=2>B<tr><td>C</table>"
    >>> next(_of_html(page))
    [(['Name', 'By'], 1), (['A', 'B'], 2), (['C', 'B'], 2)]
    """
    if "<table" in text.casefold():
        parser = _Tables()
        parser.feed(text)
        yield from parser.tables


class _Tables(HTMLParser):
    """Collects the tables of a page; one inside another is a table of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[Row]] = []
        self._open: list[list[Row]] = []
        #: The cell in hand, or None; how far it spans; what earlier rows hand down, by column.
        self._text: list[str] | None = None
        self._spans = (1, 1)
        self._down: dict[int, tuple[str, int]] = {}
        self._count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._close()  # the cell that it stands in
            self._open.append([])
            self._down = {}
        elif self._open and tag == "tr":
            self._close()
            self._open[-1].append(([], self.getpos()[0]))
            self._hand_down()
        elif self._open and self._open[-1] and tag in ("td", "th"):
            self._close()
            given = dict(attrs)
            self._text = []
            self._spans = (_number(given.get("rowspan")), _number(given.get("colspan")))
        elif tag in ("br", "li", "p") and self._text:
            self._text.append("; " if tag == "li" else " ")

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._close()
        if tag == "table" and self._open:
            self.tables.append([row for row in self._open.pop() if row[0]])
            self._down = {}

    def _close(self) -> None:
        if self._text is None:
            return
        cell, self._text = " ".join("".join(self._text).split()), None
        rows, columns = self._spans
        for _ in range(columns):
            self._put(cell, rows)
        self._hand_down()

    def _hand_down(self) -> None:
        """Add the cells of rows above that span this one, as far as they are next."""
        while (place := len(self._open[-1][-1][0])) in self._down:
            cell, rows = self._down.pop(place)
            self._put(cell, rows)

    def _put(self, cell: str, rows: int) -> None:
        self._count += 1
        if self._count > _CELLS:
            raise ImportFault(f"a table of over {_CELLS:,} cells: save it as CSV")
        row = self._open[-1][-1][0]
        if rows > 1:
            self._down[len(row)] = (cell, rows - 1)
        row.append(cell)  # type: ignore[attr-defined]  # a list, as made above


def _number(span: str | None) -> int:
    return min(int(span), _SPAN) if span and span.isdecimal() and int(span) else 1
