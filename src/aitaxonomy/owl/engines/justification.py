"""Justifications by any engine: minimal sets of axioms, found with few calls.

An engine says only whether axioms suffice, and starting it is what takes time. Each call therefore
tries many prefixes of a list at once: the last axiom of the shortest one that suffices is needed,
whatever else of that prefix is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.locality import by_relevance, terms_in

First = Callable[[Sequence[Sequence[ax.Axiom]]], int | None]
"""Tells the number of the first of some sets of axioms that suffices."""
_AT_ONCE = 24
"""The sets that are tried in one call."""


def sufficient(axioms: Sequence[ax.Axiom], first: First) -> Sequence[ax.Axiom]:
    """Return a prefix that suffices, at most twice as long as it must be; it takes one call.

    All of the axioms are known to suffice.

    >>> sufficient("abcd", lambda sets: next((i for i, s in enumerate(sets) if "c" in s), None))
    'abcd'
    """
    cuts = [0, *(2**power for power in range(len(axioms).bit_length()) if 2**power < len(axioms))]
    found = first([axioms[:cut] for cut in cuts])
    return axioms if found is None else axioms[: cuts[found]]


def _shortest(axioms: Sequence[ax.Axiom], first: First, needed: Sequence[ax.Axiom]) -> int:
    """The length of the shortest prefix that suffices together with what is needed anyhow."""
    low, high = -1, len(axioms)
    while high - low > 1:
        cuts = range(low + 1, high, -(-(high - low - 1) // _AT_ONCE))
        found = first([(*needed, *axioms[:cut]) for cut in cuts])
        if found is None:
            low = cuts[-1]
        else:
            low, high = cuts[found - 1] if found else low, cuts[found]
    return high


def minimal(
    axioms: Iterable[ax.Axiom], first: First, terms: Iterable[str] = ()
) -> tuple[ax.Axiom, ...]:
    """Return a subset that suffices, and none of which can go; all of them are known to suffice.

    Args:
        axioms: where it is looked for.
        first: tells which set suffices.
        terms: IRIs; what shares terms with them is tried first.

    >>> kinds = [ax.Named(f"urn:{each}") for each in "abcd"]
    >>> axioms = [ax.SubClassOf(low, high) for low, high in zip(kinds, kinds[1:])]
    >>> few = {axioms[0], axioms[2]}
    >>> enough = lambda sets: next((i for i, s in enumerate(sets) if few <= set(s)), None)
    >>> set(minimal(axioms, enough)) == few
    True

    """
    needed: list[ax.Axiom] = []
    about = list(terms)
    rest = by_relevance(axioms, about)
    while length := _shortest(rest, first, needed):
        needed.append(rest[length - 1])
        about += sorted(set(terms_in(needed[-1])))
        rest = by_relevance(rest[: length - 1], about)
    return tuple(needed)
