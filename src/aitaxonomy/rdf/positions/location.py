"""The location of a statement, as proofs and reports show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Location:
    """File, line and source of a statement; each is None if it is not known.

    >>> str(Location("ontology/core.ttl", 12, "aix:article"))
    'ontology/core.ttl:12, aix:article'
    """

    file: str | None = None
    line: int | None = None
    source: str | None = None

    @property
    def place(self) -> str:
        """`file:line`, as far as it is known."""
        return f"{self.file}:{self.line}" if self.file and self.line else self.file or ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.place, self.source or "") if part)


Locate = Callable[[tuple[str, str, str]], Location | None]
"""Finds the location of a triple (subject, predicate, object); None if it is not known."""
