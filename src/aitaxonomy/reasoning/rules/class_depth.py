"""How deep classes lie below each other; beyond a depth, rules for them would take too long."""

from __future__ import annotations

from collections.abc import Iterable

from aitaxonomy.errors import ReasonerFault
from aitaxonomy.rdf.namespaces import shown

MOST = 3_000
"""The greatest number of subclass steps, one below another, for which rules are made."""


def check_depth(subclasses: Iterable[tuple[str, str]]) -> None:
    """Check that no chain of (subclass, superclass) pairs is longer than `MOST`.

    Circles, whose classes are equivalent, do not count.

    >>> check_depth([("urn:Cat", "urn:Pet"), ("urn:Pet", "urn:Animal")])

    Raises:
        ReasonerFault: a chain is longer; the message names its lowest class.

    """
    below: dict[str, list[str]] = {}
    waiting: dict[str, int] = {}
    for low, high in subclasses:
        if low != high:
            below.setdefault(high, []).append(low)
            waiting[low] = waiting.get(low, 0) + 1
    depth = dict.fromkeys((high for high in below if high not in waiting), 0)
    queue = list(depth)
    for high in queue:
        for low in below.get(high, ()):
            depth[low] = max(depth.get(low, 0), depth[high] + 1)
            waiting[low] -= 1
            if not waiting[low]:
                queue.append(low)
    deepest = max(depth, key=lambda each: depth[each], default="")
    if deepest and depth[deepest] > MOST:
        raise ReasonerFault(
            f"{shown(deepest)} lies {depth[deepest]:,} subclass steps below another class, and "
            f"rules are made for up to {MOST:,}: leave out classes in between"
        )
