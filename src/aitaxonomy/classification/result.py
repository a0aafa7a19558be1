"""The classification of an inventory: a sequence of classified systems, with its reports."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from aitaxonomy.classification.duties import ANSWERED, Duties
from aitaxonomy.classification.grid import grid_of, heads_of
from aitaxonomy.classification.page import faults, of_all, shown
from aitaxonomy.classification.since import Since
from aitaxonomy.classification.summary import Summary
from aitaxonomy.classification.system import Classified
from aitaxonomy.html import fragment, page
from aitaxonomy.spreadsheets import Rows
from aitaxonomy.store.table import Column, Framed
from aitaxonomy.text import clipped

if TYPE_CHECKING:
    import polars as pl

    from aitaxonomy.validation import Report

#: The columns of tables before those of the kinds.
_COLUMNS = (
    "name", "iri", "kinds", "generates", "known_as", "confidence", "missing", "proposed", "basis",
)  # fmt: skip
#: The number of systems that a page shows without JavaScript, and that a notebook shows.
_FIRST, _IN_NOTEBOOK = 50, 50


class Classification(Sequence[Classified], Framed):
    """The systems of an inventory; each `Classified` is made when it is read.

    `kinds` are the local names of the kinds with verdicts; `label` gives the label of an IRI or
    CURIE; `headings` are those of the lists.
    """

    #: The columns that a narrow terminal can do without, the first to go first.
    LEAST = ("iri", "confidence", "missing", "generates", "known_as", "kinds")

    def __init__(
        self,
        subjects: pl.DataFrame,
        make: Callable[..., Classified],
        kinds: tuple[str, ...],
        label: Callable[[str], str] = str,
        headings: Sequence[str] = (),
    ) -> None:
        self._subjects, self._make, self._headings = subjects, make, tuple(headings)
        self.kinds, self.label = kinds, label

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to another process with all systems and the labels that they are shown by."""
        systems = tuple(self)
        shown = {*self.kinds, *(f"ait:{kind}" for kind in self.kinds)}
        shown.update(*((*each.kinds, *each.generates, *each.natively) for each in systems))
        labels = {name: self.label(name) for name in sorted(shown)}
        return _arrived, (systems, self.kinds, labels, self._headings)

    def __len__(self) -> int:
        return self._subjects.height

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self._make(*row) for row in self._subjects[index].iter_rows()]
        return self._make(*self._subjects.row(index))

    def __iter__(self) -> Iterator[Classified]:
        for row in self._subjects.iter_rows():
            yield self._make(*row)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of `rows`."""
        return (*_COLUMNS, *self.kinds)

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield a row of text for each system."""
        return (system.row() for system in self)

    @property
    def own_columns(self) -> tuple[str, ...]:
        """The columns of `own_rows`: those of the lists, then those of `rows`."""
        taken = {each.casefold() for each in self._headings}
        ours = (f"{each} (found)" if each.casefold() in taken else each for each in self.columns)
        return (*self._headings, *ours)

    def own_rows(self) -> Iterator[tuple[str, ...]]:
        """Yield a row of text for each system, with the cells of its list before ours."""
        for system in self:
            own = system.listed.own
            yield (*(own.get(each, "") for each in self._headings), *system.row())

    def to_json(self, *, proofs: bool = False) -> list[dict[str, Any]]:
        """Return the documented JSON of `classify`, on request with the proofs of verdicts."""
        return [system.to_json(proofs=proofs) for system in self]

    def json_lines(self, *, proofs: bool = False) -> Iterator[str]:
        """Yield the same as text, one line for each system, so that it can be streamed."""
        yield "["
        for index, system in enumerate(self):
            text = json.dumps(system.to_json(proofs=proofs), ensure_ascii=False)
            yield text + ("," if index < len(self) - 1 else "")
        yield "]"

    def _columns(self) -> dict[str, Column]:
        rows = list(self.rows())
        return {name: ("text", [row[i] for row in rows]) for i, name in enumerate(self.columns)}

    @cached_property
    def summary(self) -> Summary:
        """The counts that a report begins with."""
        return Summary.of(self, self.kinds)

    def __repr__(self) -> str:
        return f"<Classification: {len(self)} systems; {clipped(', '.join(self.kinds))}>"

    def __str__(self) -> str:
        return str(self.summary)

    def sheets(self, duties: Duties | None = None, since: Since | None = None) -> dict[str, Rows]:
        """Return the sheets of a workbook: systems, questions on duties, duties, and changes."""
        sheets: dict[str, Rows] = {"Systems": (self.own_columns, self.own_rows())}
        if duties:
            sheets["Questions"] = (ANSWERED, duties.questions())
            sheets["Duties"] = (duties.columns, duties.rows())
        if since is not None:
            sheets["Changes"] = (since.columns, since.rows())
        return sheets

    def to_html(
        self,
        title: str,
        notes: Iterable[str] = (),
        validation: Report | None = None,
        duties: Duties | None = None,
        since: Since | None = None,
    ) -> str:
        """Return an HTML page for non-technical readers, without external resources.

        It has all systems, with the columns of their list, to filter, sort, print and take along.

        Args:
            title: the heading, as a rule the name of the inventory.
            notes: what the import of the inventory left out, one line for each.
            validation: the validation report of the inventory.
            duties: what law asks of its systems.
            since: what changed since an earlier result.

        """
        grid = grid_of(self, heads_of(self.kinds, self.label), self.label, duties)
        return page(
            "classification_page.html",
            title,
            scripts=("elements.js", "worklist.js", "systems.js", "classification.js"),
            **self._shown(_FIRST),
            **of_all(grid),
            duties=duties,
            since=since,
            notes=list(notes),
            validation=validation and faults(validation.summary(), validation.to_json()),
        )

    def _shown(self, limit: int) -> dict[str, Any]:
        systems = islice(self, limit)
        contradictory = (system for system in self if system.conflicts)
        return shown(self.summary, systems, contradictory, self.kinds, self.label)

    def _repr_html_(self) -> str:
        return fragment("classification.html", **self._shown(_IN_NOTEBOOK))


def _arrived(
    systems: tuple[Classified, ...],
    kinds: tuple[str, ...],
    labels: Mapping[str, str],
    headings: tuple[str, ...],
) -> Classification:
    import polars as pl

    numbers = pl.DataFrame({"number": range(len(systems))}, schema={"number": pl.Int64})
    return Classification(
        numbers, systems.__getitem__, kinds, lambda name: labels.get(name, name), headings
    )
