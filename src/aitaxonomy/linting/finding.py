"""A finding about a list, and the places at which it is made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aitaxonomy.inventory.importing import Imported
from aitaxonomy.inventory.record import Spot
from aitaxonomy.text import clipped
from aitaxonomy.validation import Fault
from aitaxonomy.validation.fault import Severity

#: The characters of a value that a message repeats.
_WIDTH = 60


class ListFinding(NamedTuple):
    """A fault in a column, with the rows that have it.

    Attributes:
        rule: the name of the rule.
        severity: "violation" for what the list itself shows, "warning" for what somebody who knows
            more may overrule, "info" for what is merely not understood or not told.
        column: the list's name of the column, None for none.
        value: what stands there, None where something is missing.
        fault: what is wrong.
        fix: the remedy.

    """

    rule: str
    severity: Severity
    column: str | None
    value: str | None
    fault: str
    fix: str

    def at(self, file: Imported, spots: Sequence[Spot]) -> Iterator[Fault]:
        """Yield the fault at each of some places."""
        end = "" if self.fix.endswith("?") else "."
        message = f"{self.fault}: {self.fix}{end}"
        for row, line, name, part in spots:
            where = f"{name} ({part})" if part else name
            yield Fault(
                str(file.path), line, where, self.rule, None, self.value, message, self.severity,
                row=row, column=self.column,
            )  # fmt: skip


#: A finding with the places at which it is made.
Found = tuple[ListFinding, Sequence[Spot]]


def quoted(value: str) -> str:
    """Return a value as messages show it.

    >>> quoted("-7")
    "'-7'"
    """
    return repr(clipped(value, _WIDTH))
