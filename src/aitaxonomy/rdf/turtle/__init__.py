"""Canonical Turtle, as this project keeps it on disk; `canonical` formats any Turtle."""

from __future__ import annotations

from aitaxonomy.rdf.turtle.formatting import canonical

__all__ = ["canonical"]
