"""Linting of lists: what is wrong with an inventory, told in the words of its rows and columns."""

from aitaxonomy.linting.lists import linted

__all__ = ["linted"]
