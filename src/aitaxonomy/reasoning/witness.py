"""Which individual shows best that not every C is a D."""

from __future__ import annotations

from collections.abc import Set


def dullness(
    thing: str, kinds: Set[str], wanted: Set[str], *, exemplar: bool
) -> tuple[bool, int, int, str]:
    """How little a witness teaches, to sort by: the least of all is the one to show.

    Best is one that people know, hence an exemplar; then the nearest miss, which is most of what
    the wider kinds of the denied one are; then the one of the fewest other kinds, which has the
    least beside the point.

    Args:
        thing: the IRI of a witness, a member of the one kind and provably none of the other.
        kinds: the named classes it belongs to.
        wanted: the named classes above the denied one.
        exemplar: whether it is stated to be typical or instructive for some kind.

    >>> near = dullness("urn:a", {"Model", "Writer"}, {"Model", "Writer"}, exemplar=False)
    >>> far = dullness("urn:b", {"Model"}, {"Model", "Writer"}, exemplar=False)
    >>> known = dullness("urn:c", {"Model"}, {"Model", "Writer"}, exemplar=True)
    >>> sorted([far, near, known]) == [known, near, far]
    True

    """
    return not exemplar, len(wanted - kinds), len(kinds), thing
