"""Transitive properties: links along paths, which are spelled out only where somebody asks.

A path of n links gives n(n - 1)/2 more. Rules need none of them: what an individual sends over a
transitive property reaches all from which a path leads to it, in one walk over the links.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from aitaxonomy.errors import TooManyLinks
from aitaxonomy.rdf.namespaces import shown

if TYPE_CHECKING:
    import polars as pl

MOST_LINKS = 5_000_000
"""The greatest number of links of a transitive property, or of equalities, that are listed."""
_AT_ONCE = 250_000
"""After so many links, those found so far become a part of a frame."""


class Paths:
    """The paths over the links of one property, given as rows of `x`, `y` and `round`.

    >>> paths = Paths([(1, 2, 0), (2, 3, 0), (3, 4, 0)])
    >>> paths.spread({3: 0b1, 4: 0b10}, backward=True)
    {3: 2, 2: 3, 1: 3}
    >>> paths.reached(1), paths.reached(4, backward=True)
    ({2: 0, 3: 1, 4: 2}, {3: 0, 2: 1, 1: 2})
    """

    def __init__(self, links: Iterable[tuple[int, int, int]]) -> None:
        self._after: dict[int, list[int]] = defaultdict(list)
        self._before: dict[int, list[int]] = defaultdict(list)
        self._later: dict[tuple[int, int], int] = {}
        """The rounds of the links that are not stated."""
        for x, y, round_ in links:
            self._after[x].append(y)
            self._before[y].append(x)
            if round_:
                self._later[x, y] = round_
        self._rounds = sorted({0, *self._later.values()})

    def starts(self, *, backward: bool) -> list[int]:
        """The individuals from which links lead on, or backward."""
        return list(self._before if backward else self._after)

    def spread(self, sets: Mapping[int, int], *, backward: bool) -> dict[int, int]:
        """Return the bit sets that reach each individual along the links, or backward."""
        following = self._before if backward else self._after
        found: dict[int, int] = {}
        queue = list(sets.items())
        while queue:
            node, bits = queue.pop()
            for other in following.get(node, ()):
                known = found.get(other, 0)
                more = bits & ~known
                if more:
                    found[other] = known | more
                    queue.append((other, more))
        return found

    def reached(self, start: int, *, backward: bool = False) -> dict[int, int]:
        """The individuals at the end of a path from `start`, or to it, with the round of that link.

        A link along a path arises from two along its halves, after the latest link of the path.
        """
        following = self._before if backward else self._after
        found: dict[int, int] = {}
        for latest in self._rounds:
            seen, length, ends = set[int](), 0, [start]
            while ends:
                after = [
                    (other, round_)
                    for node in ends
                    for other in following.get(node, ())
                    if other not in seen
                    and (round_ := self._round(node, other, backward=backward)) <= latest
                ]
                for other, round_ in after:
                    found.setdefault(other, latest + length.bit_length() if length else round_)
                ends = list(dict.fromkeys(other for other, _ in after))
                seen.update(ends)
                length += 1
        return found

    def _round(self, node: int, other: int, *, backward: bool) -> int:
        return self._later.get((other, node) if backward else (node, other), 0)

    def links(self) -> Iterator[tuple[int, int, int]]:
        """The links along all paths: rows of `x`, `y` and `round`."""
        for x in self._after:
            for y, round_ in self.reached(x).items():
                yield x, y, round_


def spelled_out(paths: Paths, name: str) -> pl.DataFrame:
    """The links along all paths as a frame; `name` is the IRI of the property.

    Raises:
        TooManyLinks: there are more than `MOST_LINKS`.

    """
    import polars as pl

    schema = pl.Schema({"x": pl.Int64, "y": pl.Int64, "round": pl.Int64})
    parts, rows, count = [pl.DataFrame(schema=schema)], [], 0
    for row in paths.links():
        rows.append(row)
        if len(rows) == _AT_ONCE:
            count += len(rows)
            parts.append(pl.DataFrame(rows, schema=schema, orient="row"))
            rows = []
        if count + len(rows) > MOST_LINKS:
            raise too_many(name)
    return pl.concat([*parts, pl.DataFrame(rows, schema=schema, orient="row")])


def too_many(name: str) -> TooManyLinks:
    """The error for a property of which too many links follow.

    >>> str(too_many("https://w3id.org/aitaxonomy#derivedFrom")).splitlines()[0][:63]
    'ait:derivedFrom: from the data follow more than 5,000,000 links'
    """
    return TooManyLinks(
        f"{shown(name)}: from the data follow more than {MOST_LINKS:,} links of this property, too "
        "many to list; ask for those of one subject, or query the stated links with a property "
        f"path, such as {shown(name)}+"
    )
