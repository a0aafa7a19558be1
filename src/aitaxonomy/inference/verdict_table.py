"""The strict verdicts on every shipped artifact and every kind, in one table of three values.

Two closures make it when the shipped content is prepared: one over everything that is stated, and
one without the statements that rest on a convention. Looking a verdict up takes no reasoner.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from aitaxonomy.graph.membership import ARTIFACT
from aitaxonomy.rdf.namespaces import AIT
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN, Truth

if TYPE_CHECKING:
    from aitaxonomy.inference.inference import Inference

#: A cell: entailed, refuted, unknown; in lower case if only a convention makes it so.
_CELLS = {"E": ENTAILED, "e": ENTAILED, "R": REFUTED, "r": REFUTED, "?": UNKNOWN}


class VerdictTable:
    """Gives the strict verdict on an artifact and a kind, both by IRI.

    Args:
        written: what `written` returned.

    >>> table = VerdictTable({"kinds": ["urn:Cat"], "rows": ["e"], "things": {"urn:tom": 0}})
    >>> str(table.truth("urn:tom", "urn:Cat")), table.by_convention("urn:tom", "urn:Cat")
    ('entailed', True)
    >>> table.truth("urn:felix", "urn:Cat") is None
    True

    """

    def __init__(self, written: Mapping[str, Any]) -> None:
        self._written = written
        self._rows: list[str] = written["rows"]
        self._things: dict[str, int] = written["things"]
        self._columns = {kind: i for i, kind in enumerate(written["kinds"])}

    @classmethod
    def work_out(cls, full: Inference, bare: Inference) -> VerdictTable:
        """Close both inferences over all kinds; `bare` leaves out what rests on conventions."""
        kinds = [kind for kind in full.compiled.classes if kind.startswith(AIT)]
        artifacts = full.closure().members(ARTIFACT)
        cells: dict[str, list[str]] = {iri: ["?"] * len(kinds) for iri in artifacts}
        for letters, inference in (("er", full), ("ER", bare)):
            closure = inference.closure()
            for column, kind in enumerate(kinds):
                for letter, found in zip(
                    letters, (closure.members(kind), closure.non_members(kind)), strict=True
                ):
                    for iri in found:
                        if iri in cells:
                            cells[iri][column] = letter
        texts = {iri: "".join(row) for iri, row in cells.items()}
        rows = {row: number for number, row in enumerate(sorted({*texts.values()}))}
        things = {iri: rows[row] for iri, row in sorted(texts.items())}
        return cls({"kinds": kinds, "rows": list(rows), "things": things})

    def written(self) -> Mapping[str, Any]:
        """Return the table for JSON."""
        return self._written

    @property
    def kinds(self) -> Iterable[str]:
        """The IRIs of the kinds."""
        return self._columns.keys()

    @property
    def things(self) -> Iterable[str]:
        """The IRIs of the artifacts."""
        return self._things.keys()

    def truth(self, thing: str, kind: str, *, conventions: bool = True) -> Truth | None:
        """Return the verdict, None for what is not in the table.

        Args:
            thing: the IRI of an artifact.
            kind: the IRI of a class.
            conventions: whether statements that rest on a convention count.

        """
        cell = self._cell(thing, kind)
        if cell is None:
            return None
        return _CELLS[cell] if conventions or cell.isupper() else UNKNOWN

    def row(self, thing: str) -> str | None:
        """Return the cells of an artifact: E, R or ?, in lower case if by a convention alone."""
        row = self._things.get(thing)
        return None if row is None else self._rows[row]

    def by_convention(self, thing: str, kind: str) -> bool:
        """Tell whether the verdict rests on a convention."""
        return (self._cell(thing, kind) or "?").islower()

    def _cell(self, thing: str, kind: str) -> str | None:
        row, column = self.row(thing), self._columns.get(kind)
        return None if row is None or column is None else row[column]
