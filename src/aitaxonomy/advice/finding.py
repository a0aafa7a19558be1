"""What a check of a system finds: yes, no or unknown, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from aitaxonomy.advice.facts import System
from aitaxonomy.text import natural


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether a system meets a constraint.

    Attributes:
        holds: True, False, or None where it is unknown.
        text: why, in words; for None the open question.
        facts: property and value, in local names, of each fact on which it rests.

    """

    holds: bool | None
    text: str
    facts: tuple[tuple[str, str], ...] = ()


Check = Callable[[System], Finding]


def joined(names: Iterable[str], *, every: bool) -> str:
    """Join names by "and" where all are meant, by "or" where one is.

    >>> joined(["image", "music"], every=False)
    'image or music'
    """
    listed = list(names)
    return natural(listed) if every else " or ".join(listed)
