"""Paths over few links, followed one by one.

A join has a fixed cost of milliseconds, paths grow in several rounds, and most properties whose
links make paths have few of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

Pair = tuple[int, int]


def longer_paths(links: Collection[Pair], most: int) -> list[set[Pair]] | None:
    """The pairs that only a path of several links joins, round by round; None if over `most`.

    What a round finds is joined with all that is known before the next: paths double in length.

    >>> [sorted(each) for each in longer_paths([(1, 2), (2, 3), (3, 4), (4, 5)], most=10)]
    [[(1, 3), (2, 4), (3, 5)], [(1, 4), (1, 5), (2, 5)]]
    >>> longer_paths([(1, 2), (2, 3), (3, 4), (4, 5)], most=3) is None
    True
    """
    after: dict[int, set[int]] = defaultdict(set)
    for x, y in links:
        after[x].add(y)
    rounds: list[set[Pair]] = []
    fresh = set(links)
    while True:
        # A path that is new goes on from its end: its first links have been there before.
        fresh = {(x, z) for x, y in fresh if y in after for z in after[y] if z not in after[x]}
        if not fresh:
            return rounds
        most -= len(fresh)
        if most < 0:
            return None
        rounds.append(fresh)
        for x, z in fresh:
            after[x].add(z)
