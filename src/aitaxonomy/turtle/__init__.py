"""Turtle as this project keeps it on disk, and where in a file a subject stands.

`canonical` writes any Turtle in one house style; `TurtleLines` finds statements in it.
"""

from __future__ import annotations

from aitaxonomy.turtle.formatting import canonical
from aitaxonomy.turtle.lines import TurtleLines
from aitaxonomy.turtle.search import search
from aitaxonomy.turtle.triple_lines import TripleLines

__all__ = ["TripleLines", "TurtleLines", "canonical", "search"]
