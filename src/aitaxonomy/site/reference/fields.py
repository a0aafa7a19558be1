"""The formats of inventories, and by which headings each field of a table is known."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from aitaxonomy.inventory import formats as _formats
from aitaxonomy.inventory.formats.lists import headings as _headings
from aitaxonomy.site.markdown import rendered


class FieldHeadings(NamedTuple):
    """A field, and by language the headings that are taken for it."""

    name: str
    headings: tuple[tuple[str, tuple[str, ...]], ...]


@cache
def fields() -> tuple[FieldHeadings, ...]:
    """Return all fields in the order of the file.

    >>> [field.name for field in fields()][:3]
    ['name', 'model', 'id']
    """
    found: dict[str, dict[str, list[str]]] = {}
    for field, _, language, headings in _headings.known():
        found.setdefault(field, {}).setdefault(language, []).extend(headings)
    return tuple(
        FieldHeadings(name, tuple((language, tuple(said)) for language, said in by.items()))
        for name, by in found.items()
    )


def formats() -> list[tuple[str, str]]:
    """Return each format with the first line of what its module says of itself, as HTML.

    >>> dict(formats())["litellm"].startswith("<p>LiteLLM")
    True
    """
    return [
        (name, rendered((_formats.module(name).__doc__ or "").partition("\n")[0], html=False).html)
        for name in _formats.MODULES
    ]
