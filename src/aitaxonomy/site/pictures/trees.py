"""Trees as pictures: from left to right, or indented for narrow screens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from aitaxonomy.site.pictures.svg import Picture, label, line, linked, measure

_ROW, _GAP, _INDENT = 24, 34, 18


@dataclass
class Node:
    """A node of a tree.

    Attributes:
        text: its name.
        address: where it leads, or "".
        note: what stands behind its name, such as a number.
        aside: what stands behind that where there is room.
        kind: classes of its label, for the style sheet.
        below: the nodes below it.

    """

    text: str
    address: str = ""
    note: str = ""
    aside: str = ""
    kind: str = ""
    below: list[Node] = field(default_factory=list)

    def behind(self, *, roomy: bool) -> str:
        """Return what stands behind its name, all of it where there is room."""
        return " · ".join(filter(None, (self.note, self.aside if roomy else "")))

    def width(self, *, roomy: bool = True) -> float:
        """Return the room that name and what stands behind it take."""
        note = self.behind(roomy=roomy)
        room = measure(note, 12) + 8 if note else 0
        return measure(self.text, bold="pic-strong" in self.kind) + room

    def each(self, depth: int = 0) -> Iterator[tuple[Node, int]]:
        """Yield this and all below with their depth, from top to bottom.

        >>> [(node.text, depth) for node, depth in Node("a", below=[Node("b")]).each()]
        [('a', 0), ('b', 1)]
        """
        yield self, depth
        for node in self.below:
            yield from node.each(depth + 1)


@dataclass(frozen=True)
class Drawn:
    """A tree as it is drawn: its size, and its parts."""

    width: float
    height: float
    parts: tuple[str, ...]


def wide(root: Node) -> Drawn:
    """Return a tree from left to right: one row a leaf, a column each depth, parents amid theirs.

    >>> drawn = wide(Node("a", below=[Node("b"), Node("c")]))
    >>> drawn.height, len(drawn.parts)
    (48, 4)
    """
    columns: dict[int, float] = {}
    for node, depth in root.each():
        columns[depth] = max(columns.get(depth, 0), node.width())
    left, lefts = 0.0, {}
    for depth, width in sorted(columns.items()):
        lefts[depth] = left
        left += width + _GAP
    heights: dict[int, float] = {}
    rows = _heights(root, heights, 0)
    lines, labels = "", []
    for node, depth in root.each():
        y = heights[id(node)]
        labels.append(_labelled(node, lefts[depth], y))
        start, end = lefts[depth] + node.width() + 5, lefts.get(depth + 1, 0) - 6
        for child in node.below:
            below = heights[id(child)]
            turn = end - _GAP / 2 + 3
            lines += f"M{start:g} {y:g}H{turn:g}V{below:g}H{end:g}"
    return Drawn(left - _GAP, rows * _ROW, (line("pic-line", lines), *labels))


def _heights(node: Node, found: dict[int, float], row: int) -> int:
    """Enter the height of each node; return the number of the row after them."""
    after = row
    for child in node.below:
        after = _heights(child, found, after)
    ends = [found[id(node.below[0])], found[id(node.below[-1])]] if node.below else []
    found[id(node)] = sum(ends) / 2 if ends else (row + 0.5) * _ROW
    return max(after, row + 1)


def narrow(root: Node) -> Drawn:
    """Return a tree as indented rows.

    >>> narrow(Node("a", below=[Node("b"), Node("c")])).height
    72
    """
    lines, labels, width = "", [], 0.0
    heights: dict[int, float] = {}
    for row, (node, depth) in enumerate(root.each()):
        heights[id(node)] = (row + 0.5) * _ROW
        labels.append(_labelled(node, depth * _INDENT, heights[id(node)], roomy=False))
        width = max(width, depth * _INDENT + node.width(roomy=False))
    for node, depth in root.each():
        x, top = depth * _INDENT + 5, heights[id(node)] + 9
        for child in node.below:
            lines += f"M{x:g} {top:g}V{heights[id(child)]:g}h{_INDENT - 8}"
    return Drawn(width, len(heights) * _ROW, (line("pic-line", lines), *labels))


def _labelled(node: Node, x: float, y: float, *, roomy: bool = True) -> str:
    behind = node.behind(roomy=roomy)
    return linked(node.address, label(x, y + 4.5, node.text, node.kind, note=behind))


def picture(name: str, title: str, description: str, root: Node) -> Picture:
    """Return a tree as a picture, with a narrow one for narrow screens.

    >>> picture("x", "X", "A tree.", Node("a", below=[Node("b")])).narrow.name
    'x-narrow'
    """
    drawn, below = wide(root), narrow(root)
    small = Picture(f"{name}-narrow", title, description, below.width, below.height, below.parts)
    return Picture(name, title, description, drawn.width, drawn.height, drawn.parts, small)
