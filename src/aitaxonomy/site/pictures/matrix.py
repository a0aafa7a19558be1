"""Kinds against modalities: how many of a kind generate, or accept, each modality."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from textwrap import wrap
from typing import Literal, NamedTuple
from urllib.parse import urlencode

from aitaxonomy.advice.facets import NATIVELY, Facets
from aitaxonomy.rdf.namespaces import AIT
from aitaxonomy.site.addresses import SYSTEMS, name_of
from aitaxonomy.site.pictures.svg import Picture, label, line, linked, measure
from aitaxonomy.site.pictures.taxonomy import MAIN

Facet = Literal["generates", "accepts"]
_MOST, _CELL, _ROW, _TOP, _NOTE = 10, 74, 27, 44, 10


class MatrixCell(NamedTuple):
    """How many of a kind have a modality natively, and how many otherwise, and their list."""

    natively: int
    otherwise: int
    address: str


class Matrix(NamedTuple):
    """The kinds with their numbers, as IRIs with labels.

    Attributes:
        facet: "generates" or "accepts".
        modalities: the columns, those that most systems have first.
        rows: each kind with a cell a column; those without any number are left out.

    """

    facet: Facet
    modalities: list[tuple[str, str]]
    rows: list[tuple[tuple[str, str], list[MatrixCell]]]

    @property
    def title(self) -> str:
        """The text alternative of the matrix."""
        return f"Which kinds {self.facet[:-1]} what"

    def picture(self) -> Picture:
        """Return the matrix as a picture: the more, the stronger the colour."""
        left = max((measure(text, bold=True) for (_, text), _ in self.rows), default=0) + 12
        most = max((sum(cell[:2]) for _, cells in self.rows for cell in cells), default=1)
        width, height = left + _CELL * len(self.modalities), _TOP + _ROW * len(self.rows)
        parts: list[str] = []
        for column, (iri, text) in enumerate(self.modalities):
            parts.append(linked(iri, *_heading(text, left + (column + 0.5) * _CELL)))
        for row, (kind, cells) in enumerate(self.rows):
            y = _TOP + row * _ROW
            parts.append(line("pic-grid", f"M0 {y}H{width:g}"))
            parts.append(linked(kind[0], label(0, y + 18, kind[1])))
            for column, cell in enumerate(cells):
                says = f"{kind[1]}, {self.facet} {self.modalities[column][1]}: {told(cell)}"
                parts += _cell(cell, left + column * _CELL, y, most, says)
        said = (
            f"{len(self.rows)} kinds as rows, {len(self.modalities)} modalities as columns. The "
            "number is that of systems known to be of the kind and to do so natively; behind the "
            "plus stand those that do so otherwise: through a component, a member of a family, or "
            "as a source says without telling how."
        )
        return Picture(f"matrix-{self.facet}", self.title, said, width, height + 2, tuple(parts))


def matrix(facets: Facets, facet: Facet) -> Matrix:
    """Return how many of each main kind generate, or accept, the commonest modalities.

    >>> from aitaxonomy import Taxonomy
    >>> ai = Taxonomy()
    >>> found = matrix(Facets(ai.content.store.select, ai.names.label), "generates")
    >>> found.modalities[0][1], found.rows[0][0][1]
    ('text', 'generative AI')
    """
    counts: dict[str, int] = {}
    numbers: dict[tuple[str, str], list[int]] = {}
    for system in facets.systems.values():
        for modality, ways in getattr(system, facet).items():
            counts[modality] = counts.get(modality, 0) + 1
            for kind in system.kinds:
                cell = numbers.setdefault((kind, modality), [0, 0])
                cell[0 if ways & NATIVELY else 1] += 1
    modalities = sorted(counts, key=lambda each: (-counts[each], facets.label(each)))[:_MOST]
    rows = []
    for name in MAIN[1:]:
        kind = AIT + name
        cells = []
        for each in modalities:
            natively, otherwise = numbers.get((kind, each), (0, 0))
            cells.append(MatrixCell(natively, otherwise, _address(facet, kind, each)))
        if any(map(_some, cells)):
            rows.append(((kind, facets.label(kind)), cells))
    return Matrix(facet, [(each, facets.label(each)) for each in modalities], rows)


def told(cell: MatrixCell) -> str:
    """Return a cell in words.

    >>> told(MatrixCell(3, 1, "")), told(MatrixCell(0, 0, ""))
    ('3 natively, 1 otherwise', 'none')
    """
    parts = [f"{cell.natively} natively"] if cell.natively else []
    parts += [f"{cell.otherwise} otherwise"] if cell.otherwise else []
    return ", ".join(parts) or "none"


def _some(cell: MatrixCell) -> bool:
    return cell.natively + cell.otherwise > 0


def _address(facet: Facet, kind: str, modality: str) -> str:
    chosen = {"kind": name_of(kind), facet: name_of(modality), "show": "all"}
    return f"{SYSTEMS}#{urlencode(chosen)}"


def _heading(text: str, x: float) -> Iterator[str]:
    words = wrap(text, _NOTE)
    for n, each in enumerate(words):
        yield label(x, _TOP - 8 - 14 * (len(words) - 1 - n), each, "pic-head", end="middle")


def _cell(cell: MatrixCell, x: float, y: float, most: int, says: str) -> Iterable[str]:
    if not _some(cell):
        return []
    share = math.log1p(sum(cell[:2])) / math.log1p(most)
    size = f'x="{x + 1:g}" y="{y + 1}" width="{_CELL - 2}" height="{_ROW - 2}"'
    heat = f'<rect class="pic-heat" {size} opacity="{0.04 + 0.36 * share:.2f}"/>'
    numbers = [f"{cell.natively}"] if cell.natively else []
    numbers += [f"+{cell.otherwise}"] if cell.otherwise else []
    text = label(x + _CELL / 2, y + 18, " ".join(numbers), "pic-number", end="middle")
    return [linked(cell.address, heat, text, says=f"{' '.join(numbers)}: {says}")]
