"""The number of the next version, which follows from what changed in meaning and what breaks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from packaging.version import Version as Number

from aitaxonomy.versions.difference import Difference

_DECIDED = ("entailed", "refuted", "there")


class Meaning(NamedTuple):
    """How many conclusions changed, how many terms came, and what of the interface breaks.

    Attributes:
        lost: were decided, and are unknown or gone.
        turned: were entailed and are refuted, or the reverse.
        gained: were unknown.
        came: kinds that were not there.
        breaks: breaks of the interface for Python, each as an item of a list in Markdown.

    """

    lost: int
    turned: int
    gained: int
    came: int
    breaks: tuple[str, ...] = ()

    @classmethod
    def of(cls, found: Difference, breaks: Iterable[str] = ()) -> Meaning:
        """Count what a difference has, beside the breaks of the interface."""
        sides = [row[2:] for row in found.rows()]
        lost = sum(was in _DECIDED and now not in _DECIDED for was, now in sides)
        turned = sum(was in _DECIDED and now in _DECIDED for was, now in sides)
        gained = len(sides) - lost - turned
        return cls(lost, turned, gained, len(found.kinds_added), tuple(breaks))

    @property
    def compatible(self) -> bool:
        """Tell whether all that held still holds."""
        return not (self.lost or self.turned)

    def number(self, old: str) -> str:
        """Return the number of the version after an old one.

        >>> Meaning(1, 0, 0, 0).number("0.2.0"), Meaning(0, 0, 7, 1).number("0.2.0")
        ('0.3.0', '0.2.1')
        >>> [Meaning(*each).number("1.4.2") for each in ((0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 0))]
        ['2.0.0', '1.5.0', '1.4.3']
        >>> Meaning(0, 0, 0, 0, ("- `Table.rows`: *Public object was removed*",)).number("1.4.2")
        '2.0.0'

        """
        major, minor, patch = Number(old).release
        if self.breaks or not self.compatible:
            return f"{major + 1}.0.0" if major else f"0.{minor + 1}.0"
        if major and (self.gained or self.came):
            return f"{major}.{minor + 1}.0"
        return f"{major}.{minor}.{patch + 1}"

    def __str__(self) -> str:
        return (
            f"{self.lost} conclusions lost, {self.turned} turned, {self.gained} gained; "
            f"{self.came} kinds came; the interface for Python breaks in {len(self.breaks)} places"
        )
