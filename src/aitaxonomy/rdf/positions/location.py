"""The location of a statement, as proofs and reports show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Location:
    """File, line and source of a statement; each is None if it is not known.

    `tier` says whose word the source is, `locator` where in it the statement stands, if its address
    does not say that; each is "" if it is not known.

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
        said = f"{self.source} ({self.about_source})" if self.about_source else self.source or ""
        return ", ".join(part for part in (self.place, said) if part)


Locate = Callable[[tuple[str, str, str]], Location | None]
"""Finds the location of a triple (subject, predicate, object); None if it is not known."""
