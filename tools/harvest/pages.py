"""Makers' pages about deprecated models, saved as Markdown or HTML: their tables are read.

Of each table with a column of models and one of the day on which they go, every row is a record. A
day that is only the earliest possible one ("not sooner than") does not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from aitaxonomy.inventory.formats.documents import read_text
from aitaxonomy.inventory.formats.fields import date
from aitaxonomy.inventory.formats.lists.page_tables import tables_in
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
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_SEVERAL = re.compile(r"\s*(?:[|,;]|\bor\b|\band\b)\s*")


def read_page(path: Path) -> Iterator[Record]:
    """Yield a record for each model of a page that has a day on which it goes.

    Raises `ImportFault` for a file that cannot be read.
    """
    for (header, _), *below in tables_in(_BREAK.sub(", ", read_text(path))):
        goes, names = _column(header, _GOES), _column(header, _MODEL)
        if goes is None or names is None:
            continue
        rows = [(cells, line) for cells, line in below if len(cells) > max(goes, names)]
        days = _days([_plain(cells[goes]) for cells, _ in rows])
        for (cells, line), day in zip(rows, days, strict=True):
            for name in _SEVERAL.split(_plain(cells[names])) if day else ():
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


def _plain(cell: str) -> str:
    """Return a cell without arrows of links, with plain hyphens in dates."""
    return " ".join(cell.replace("↗", " ").replace("\u2011", "-").split())
