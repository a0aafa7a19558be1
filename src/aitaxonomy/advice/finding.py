"""The findings of checks: whether a system meets a constraint, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from aitaxonomy.text import natural


@dataclass(frozen=True, slots=True)
class Fit:
    """The finding of a constraint on a system: met, not met, or unknown.

    Attributes:
        holds: True, False, or None where it is unknown.
        text: the reason in words; for None the open question.
        facts: property and value, as local names, of each fact that it rests on.

    """

    holds: bool | None
    text: str
    facts: tuple[tuple[str, str], ...] = ()


def joined(names: Iterable[str], *, every: bool) -> str:
    """Join names with "and" if every one is meant, else with "or".

    >>> joined(["image", "music"], every=False)
    'image or music'
    """
    listed = list(names)
    return natural(listed) if every else " or ".join(listed)
