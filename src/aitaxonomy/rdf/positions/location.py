"""The location of a statement, as proofs and reports show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

#: The tiers of what nobody but the user's own list, or own RDF, says.
YOUR_LIST, YOUR_DATA = CLAIMED = ("your list", "your data")


@dataclass(frozen=True, slots=True)
class Location:
    """File, line and source of a statement; each is None if it is not known.

    `tier` is its tier, or one of `CLAIMED` for what the user's own data states; `locator` where in
    it the statement stands, if its address does not say that; each is "" if it is not known.

    >>> str(Location("core.ttl", 12, "https://epoch.ai/data/ai-models", "catalogue", 'row "ADM"'))
    'core.ttl:12, https://epoch.ai/data/ai-models (catalogue, row "ADM")'
    """

    file: str | None = None
    line: int | None = None
    source: str | None = None
    tier: str = ""
    locator: str = ""

    @property
    def place(self) -> str:
        """`file:line`, as far as it is known."""
        return f"{self.file}:{self.line}" if self.file and self.line else self.file or ""

    @property
    def about_source(self) -> str:
        """Whose word the source is and where in it, in words."""
        return ", ".join(part for part in (self.tier, self.locator) if part)

    def __str__(self) -> str:
        about = f" ({self.about_source})" if self.source and self.about_source else ""
        said = f"{self.source}{about}" if self.source else self.about_source
        return ", ".join(part for part in (self.place, said) if part)


Locate = Callable[[tuple[str, str, str]], Location | None]
"""Finds the location of a triple (subject, predicate, object); None if it is not known."""
