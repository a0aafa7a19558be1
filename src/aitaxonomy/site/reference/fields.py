"""The formats of inventories, and by which headings each field of a table is known."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

from aitaxonomy.inventory import formats as _formats
from aitaxonomy.site.markdown import rendered

_HEADINGS = Path(_formats.__file__).with_name("headings.tsv")


class Field(NamedTuple):
    """A field, and by language the headings that are taken for it."""

    name: str
    headings: tuple[tuple[str, tuple[str, ...]], ...]


@cache
def fields() -> tuple[Field, ...]:
    """Return all fields in the order of the file.

    >>> [field.name for field in fields()][:3]
    ['name', 'model', 'id']
    """
    found: dict[str, dict[str, list[str]]] = {}
    with _HEADINGS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            said = found.setdefault(row["field"], {}).setdefault(row["language"], [])
            said += row["headings"].split("|")
    return tuple(
        Field(name, tuple((language, tuple(said)) for language, said in by.items()))
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
