"""Claims of catalogues that people decided about: `tools/decided.tsv`.

A decision is about the claim: thing, property, catalogue and the value there. It answers as long as
the catalogue says so, whatever we state.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from aitaxonomy.errors import ImportFault
from aitaxonomy.files import write_whole
from tools.harvest.rows import New
from tools.ledger.tables import written

#: What may be decided: that the claim is wrong, that it holds of something else, such as another
#: version, or that what is listed as new is not taken up.
VERDICTS = frozenset(("wrong", "of another", "not a model", "not covered"))
#: The property of rows about models that are new.
NEW = "new"
#: Any catalogue.
ANY = "*"


class Decision(NamedTuple):
    """A decision: about a claim on a thing of ours, or that a model is not taken up.

    Attributes:
        thing: a CURIE; "" for a new model.
        property: as in the list of claims; `new` for a new model.
        catalogue: who says it, or `*` for any.
        theirs: what it says; of a new model its name.
        decision: one of `VERDICTS`.
        why: the reason, with the source that decides.
        ours: what we stated then, for those who read the reason.

    """

    thing: str
    property: str
    catalogue: str
    theirs: str
    decision: str
    why: str
    ours: str = ""

    def claim(self) -> tuple[str, str, str, str]:
        """Return what it decides about."""
        return self[:4]


class Decisions:
    """The decisions of a file.

    Args:
        rows: what was decided.

    """

    def __init__(self, rows: Iterable[Decision] = ()) -> None:
        self._rows = {row.claim(): row for row in rows}
        #: Those that answered something.
        self.used: set[Decision] = set()

    @classmethod
    def read(cls, path: Path) -> Decisions:
        """Read a file; raises `ImportFault` for a row that is not whole, with its line."""
        rows: dict[tuple[str, ...], Decision] = {}
        with path.open(encoding="utf-8", newline="") as file:
            lines = csv.reader(file, "excel-tab")
            if tuple(next(lines, ())) != Decision._fields:
                columns = ", ".join(Decision._fields)
                raise ImportFault(f"{path}:1: write the columns {columns}, with tabs")
            for number, cells in enumerate(lines, 2):
                if not len(Decision._fields) - 1 <= len(cells) <= len(Decision._fields) or not all(
                    cells[1:6]
                ):
                    raise ImportFault(
                        f"{path}:{number}: a property, catalogue, value, decision or reason is "
                        "left out: write them with tabs between them"
                    )
                row = Decision(*cells)
                if row.decision not in VERDICTS:
                    raise ImportFault(
                        f"{path}:{number}: {row.decision!r} is not a decision: write one of "
                        f"{', '.join(sorted(VERDICTS))}"
                    )
                if row.claim() in rows:
                    raise ImportFault(f"{path}:{number}: decided before: take one of the two out")
                rows[row.claim()] = row
        return cls(rows.values())

    def write(self, path: Path, more: Iterable[Decision]) -> None:
        """Write the decisions and some more, which take the place of former ones."""
        rows = self._rows | {row.claim(): row for row in more}
        write_whole(path, written(Decision._fields, sorted(rows.values())))

    def about(self, thing: str, property: str, catalogue: str, theirs: str) -> Decision | None:
        """Return the decision about a claim, if there is one, which then is of use."""
        keys = ((thing, property, by, theirs) for by in (catalogue, ANY))
        found = next((self._rows[key] for key in keys if key in self._rows), None)
        self.used.update((found,) if found else ())
        return found

    def left_out(self, model: New) -> bool:
        """Return whether it was decided for all catalogues that list a new model to leave it."""
        told = [self.about("", NEW, each, model.name) for each in model.catalogues]
        return all(told)

    def unused(self, catalogues: Collection[str]) -> Iterator[str]:
        """Yield the decisions about some catalogues that answer nothing there, in words."""
        for row in self._rows.values():
            if row not in self.used and row.catalogue in catalogues:
                yield f"{row.thing or row.theirs} {row.property}: {row.theirs} by {row.catalogue}"
