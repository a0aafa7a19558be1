"""One step of a proof as its conditions see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from aitaxonomy.reasoning.proofs.soundness.statements import (
    TOP,
    Fact,
    Role,
    Tree,
    claims,
    link,
)


class CheckedStep:
    """One step: its conclusion, its premises, and its axiom if it has one.

    >>> step = CheckedStep(("same", "urn:a", "urn:b"), [("same", "urn:b", "urn:a")], None)
    >>> step.given(("same", "urn:b", "urn:a")), step.given()
    (True, False)
    """

    def __init__(self, conclusion: Fact, premises: list[Fact], axiom: Tree | None) -> None:
        self.conclusion, self.premises = conclusion, set(premises)
        self.axiom: Tree = axiom or ("",)

    @cached_property
    def concluded(self) -> set[Fact]:
        """The conclusion in all its spellings."""
        return claims(self.conclusion)

    @cached_property
    def known(self) -> set[Fact]:
        """The premises in all their spellings."""
        return {each for premise in self.premises for each in claims(premise)}

    def given(self, *wanted: Fact) -> bool:
        """Return whether the premises are just these facts; `owl:Thing` is implied."""
        needed = {each for each in wanted if each[:2] != ("is", TOP)}
        spelled = {each for fact in needed for each in claims(fact)}
        known = all(claims(each) & self.known for each in needed)
        return known and all(claims(each) & spelled for each in self.premises)

    def links(self) -> Iterator[tuple[Role, str, str]]:
        """The links among the premises, read from both ends."""
        for _, prop, x, y in (each for each in self.premises if each[0] == "link"):
            yield (prop, False), x, y
            yield (prop, True), y, x

    def kinds(self, name: str, facts: set[Fact]) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """The things that are of a kind with that name, each with the parts of the kind."""
        for each in facts:
            if each[0] == "is" and each[1][0] == name:
                yield each[2], each[1][1:]

    def walks(self, chain: tuple[Role, ...], start: str) -> Iterator[tuple[str, tuple[Fact, ...]]]:
        """The walks along links of the premises: where each ends, and its links."""
        if not chain:
            yield start, ()
            return
        for prop, x, y in list(self.links()):
            if prop == chain[0] and x == start:
                for end, walk in self.walks(chain[1:], y):
                    yield end, (link(prop, x, y), *walk)


Condition = Callable[[CheckedStep], bool]
