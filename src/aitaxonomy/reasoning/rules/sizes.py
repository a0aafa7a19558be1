"""How large a terminology may be; beyond that, to make and run its rules would take too long."""

from __future__ import annotations

from collections.abc import Iterable

from aitaxonomy.errors import ReasonerFault
from aitaxonomy.rdf.namespaces import shown

MOST = 3_000
"""The greatest number of subclass steps, one below another, for which rules are made."""
MOST_RESTRICTIONS = 3_000
"""The greatest number of restrictions: each is compared with each, in a minute for so many."""
MOST_DISJOINT = 300
"""The greatest number of classes in one disjointness axiom: there are rules for each two."""
MOST_CLASSES = 20_000
"""The greatest number of classes that are classified: each takes a millisecond or more."""
_INSTEAD = "HermiT may take it, by `reason --engine hermit`"


def check_size(count: int, most: int, what: str) -> None:
    """Check that there are not too many of something.

    >>> check_size(4_000, MOST_RESTRICTIONS, "restrictions of properties")
    Traceback (most recent call last):
    aitaxonomy.errors.ReasonerFault: 4,000 restrictions of properties are more than the 3,000 that \
the rules are made for: HermiT may take it, by `reason --engine hermit`

    Raises `ReasonerFault`, which names what to take instead.
    """
    if count > most:
        raise ReasonerFault(
            f"{count:,} {what} are more than the {most:,} that the rules are made for: {_INSTEAD}"
        )


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
