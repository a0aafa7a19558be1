"""Where the reading of a list stands, and what it remarks on there: by row, and by column.

The tally counts for people what was not understood; a trace keeps for `validate` where it stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

#: So many characters of a value are kept.
_LONGEST = 200


class Spot(NamedTuple):
    """The place of an entry in its list.

    Attributes:
        row: of a table the row, of another list the number of the entry, from 1.
        line: its line in the file, None where it is not known.
        name: what the entry is called.
        part: the sheet or the list in the file, "" where there is but one.

    """

    row: int
    line: int | None
    name: str
    part: str = ""


class Remark(NamedTuple):
    """What is remarked on: a value in a column.

    Attributes:
        about: "unread" (what is no number or day), "unknown" (a word), "future" (a day), "again"
            (an id), "pair" (a licence beside a way of access), or "claim" (of what is certainly a
            known system).
        field: our name of the column.
        column: the list's name of it.
        value: what stands there.
        other: of a pair, the other value; of a claim, the IRI of the known system.

    """

    about: str
    field: str
    column: str
    value: str
    other: str = ""


class Headed(NamedTuple):
    """The columns of a list: all headings, and place and heading of those of each field."""

    headings: Sequence[str]
    columns: Mapping[str, Sequence[tuple[int, str]]]


@dataclass
class Trace:
    """The place of the entry in hand, and all remarks so far, each with its places.

    Attributes:
        remarks: each remark with the places that it is made at.
        lists: the columns of each part of the file; none where the reader does not tell them.
        part: the sheet or the list in the file that is being read.
        spot: the place of the entry in hand.
        cells: its cells.

    >>> trace = Trace()
    >>> trace.begin(["Tool", "Size"], {"name": (0,), "parameters": (1,)})
    >>> trace.step(3, 3, "Aurora", ["Aurora", "-7"])
    >>> trace.remark("unread", "parameters", "-7")
    >>> [(remark.column, remark.value, spots[0].row) for remark, spots in trace.remarks.items()]
    [('Size', '-7', 3)]

    """

    remarks: dict[Remark, list[Spot]] = field(default_factory=dict)
    lists: dict[str, Headed] = field(default_factory=dict)
    part: str = ""
    spot: Spot = field(default=Spot(0, None, ""))
    cells: Sequence[str] = ()
    _headed: Headed | None = None

    def begin(self, header: Sequence[str], places: Mapping[str, tuple[int, ...]]) -> None:
        """Begin a list whose columns are known."""
        headings = [" ".join(cell.split()) for cell in header]
        columns = {field: [(p, headings[p]) for p in found] for field, found in places.items()}
        self._headed = self.lists[self.part] = Headed(headings, columns)

    def step(self, row: int, line: int | None, name: str, cells: Sequence[str] = ()) -> None:
        """Go on to the next entry."""
        self.spot, self.cells = Spot(row, line, name, self.part), cells

    def column(self, field: str) -> str | None:
        """Return the heading of a field of the entry in hand, None if it is in no column.

        Where the headings are not known, that is our name of the field.
        """
        if self._headed is None:
            return field
        for place, heading in self._headed.columns.get(field, ()):
            if self.cells[place]:
                return heading
        return None

    def heading(self, field: str, part: str) -> str | None:
        """Return the heading of the first column of a field in a part, None if it has none."""
        if part not in self.lists:
            return field
        return next((heading for _, heading in self.lists[part].columns.get(field, ())), None)

    def remark(self, about: str, field: str, value: str, other: str = "") -> None:
        """Keep a remark on a value of the entry in hand; none on what stands in no column."""
        if (column := self.column(field)) is not None:
            remark = Remark(about, field, column, value[:_LONGEST], other)
            if (spots := self.remarks.get(remark)) is None:
                spots = self.remarks[remark] = []
            spots.append(self.spot)
