"""Linting of lists: faults of an inventory, in the words of its rows and columns."""

from aitaxonomy.linting.lists import linted

__all__ = ["linted"]
