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
    """The paths over the links of one property, given as rows of `x` and `y`.

    >>> paths = Paths([(1, 2), (2, 3), (3, 4)])
    >>> paths.spread({3: 0b1, 4: 0b10}, backward=True)
    {3: 2, 2: 3, 1: 3}
    >>> list(paths.links())
    [(1, 2), (1, 3), (1, 4), (2, 3), (2, 4), (3, 4)]
    """

    def __init__(self, links: Iterable[tuple[int, int]]) -> None:
        self._after: dict[int, list[int]] = defaultdict(list)
        self._before: dict[int, list[int]] = defaultdict(list)
        for x, y in links:
            self._after[x].append(y)
            self._before[y].append(x)

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

    def links(self) -> Iterator[tuple[int, int]]:
        """The links along all paths: rows of `x` and `y`."""
        for x in self._after:
            reached, queue = set[int](), [x]
            for node in queue:
                more = [y for y in dict.fromkeys(self._after.get(node, ())) if y not in reached]
                reached.update(more)
                queue += more
                yield from ((x, y) for y in more)


def spelled_out(paths: Paths, name: str) -> pl.DataFrame:
    """The links along all paths as a frame; `name` is the IRI of the property.

    Raises:
        TooManyLinks: there are more than `MOST_LINKS`.

    """
    import polars as pl

    schema = pl.Schema({"x": pl.Int64, "y": pl.Int64})
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
