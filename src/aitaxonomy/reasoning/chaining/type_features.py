"""The features of an individual type: its kinds and its links with constants, as numbers.

Sets of constants and types are bit sets, the bits of one integer, so that one bitwise operation
treats all members at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, count

from aitaxonomy.reasoning.rules.model import Predicate

KIND, TO, FROM = 0, 1, 2
"""A feature is a kind, a link to a constant, or a link from a constant."""


@dataclass(frozen=True, slots=True)
class Feature:
    """A unary predicate (`KIND`), or a property with the constant at its other end."""

    predicate: Predicate
    way: int
    constant: int = -1


class Features:
    """Numbers for features, in the order in which they are first asked for.

    >>> from aitaxonomy.owl import axioms as ax
    >>> from aitaxonomy.reasoning.rules.model import member
    >>> features = Features()
    >>> cat = features.kind(member(ax.Named("urn:Cat")))
    >>> features.link(Predicate("role", "urn:likes"), TO, 7), cat
    (1, 0)
    >>> features.ends(Predicate("role", "urn:likes"), TO)
    {7: 1}
    """

    def __init__(self) -> None:
        self.list: list[Feature] = []
        self.kinds: dict[Predicate, int] = {}
        self._ends: dict[tuple[Predicate, int], dict[int, int]] = {}

    def copy(self) -> Features:
        """An independent copy with the same numbers."""
        other = Features()
        other.list, other.kinds = self.list.copy(), self.kinds.copy()
        other._ends = {key: ends.copy() for key, ends in self._ends.items()}
        return other

    def kind(self, predicate: Predicate) -> int:
        """The feature that a unary predicate holds."""
        number = self.kinds.get(predicate)
        if number is None:
            number = self.kinds[predicate] = len(self.list)
            self.list.append(Feature(predicate, KIND))
        return number

    def link(self, predicate: Predicate, way: int, constant: int) -> int:
        """The feature of having a link to, or from, a constant."""
        ends = self._ends.setdefault((predicate, way), {})
        if constant not in ends:
            ends[constant] = len(self.list)
            self.list.append(Feature(predicate, way, constant))
        return ends[constant]

    def append(self, predicate: Predicate, way: int, constant: int) -> None:
        """Give the next number to a feature that has none."""
        if way == KIND:
            self.kind(predicate)
        else:
            self.link(predicate, way, constant)

    def is_kind(self, feature: int) -> bool:
        """Return whether a feature is a kind rather than a link."""
        return self.list[feature].way == KIND

    def ends(self, predicate: Predicate, way: int) -> dict[int, int]:
        """The features of a property that link with a constant, by the constant."""
        return self._ends.get((predicate, way), {})

    def roles(self) -> set[Predicate]:
        """The properties that occur in a link with a constant."""
        return {predicate for predicate, _ in self._ends}


_BITS = bytes.maketrans(b"01", b"\0\1")


def ones(bits: int) -> Iterator[int]:
    """The members of a bit set, in ascending order.

    >>> list(ones(0b10110)), list(ones(1 << 100))
    ([1, 2, 4], [100])
    """
    # Searching a text is linear; clearing one bit of a large integer after another, quadratic.
    text = bin(bits)[:1:-1]
    if bits.bit_count() * 8 > len(text):
        yield from compress(count(), text.encode().translate(_BITS))
        return
    at = text.find("1")
    while at >= 0:
        yield at
        at = text.find("1", at + 1)


def bits_of(members: Iterable[int]) -> int:
    """The bit set of some members.

    >>> bin(bits_of([1, 2, 4]))
    '0b10110'
    """
    found = list(members)
    if len(found) < 8:
        return sum({1 << each for each in found})
    whole = bytearray(max(found) // 8 + 1)
    for each in found:
        whole[each >> 3] |= 1 << (each & 7)
    return int.from_bytes(whole, "little")


def transposed(rows: Sequence[int], width: int) -> list[int]:
    """The transposed bit matrix: for each number below `width` the bit set of the rows with it.

    >>> [bin(each) for each in transposed([0b011, 0b110], 3)]
    ['0b1', '0b11', '0b10']
    """
    # Slices of a text are taken in C, without a Python step for every member.
    text = "".join(format(row, f"0{width}b") for row in reversed(rows)) if width else ""
    return [int(text[at::width], 2) for at in reversed(range(width))] if rows else [0] * width
