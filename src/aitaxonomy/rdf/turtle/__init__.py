"""Turtle as this project keeps it on disk: `canonical` writes any Turtle in one house style."""

from __future__ import annotations

from aitaxonomy.rdf.turtle.formatting import canonical

__all__ = ["canonical"]
