"""The tier of a document, by its address and by the maker of the artifact.

`publishers.tsv` has an address in a row, with the tier of its documents: that of a maker, with the
organizations; a paper; a register; a catalogue; the press. A paper counts as its makers' word.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import NamedTuple

from aitaxonomy.inventory.matching.developers import find_organization, same_company
from aitaxonomy.rdf.namespaces import AIX

#: Addresses under which each organization has a name of its own.
_HOSTS = re.compile(r"(?:github\.com|huggingface\.co(?:/collections)?)/([^/]+)")
MAKER, REGISTER, CATALOGUE, PRESS, OTHER = (
    f"{AIX}{name}-source" for name in ("maker", "register", "catalogue", "press", "other")
)
#: The tiers, from the most to the least preferred.
ORDER = (MAKER, REGISTER, CATALOGUE, PRESS, OTHER)
_TIERS = {"maker": MAKER, "paper": MAKER, "register": REGISTER, "catalogue": CATALOGUE,
          "press": PRESS}  # fmt: skip


class _Publisher(NamedTuple):
    word_of: str
    organizations: tuple[str, ...]


@cache
def _publishers() -> dict[str, _Publisher]:
    with Path(__file__).with_name("publishers.tsv").open(encoding="utf-8") as file:
        rows = csv.reader(file, delimiter="\t")
        next(rows)
        return {address: _Publisher(word, tuple(orgs.split())) for address, word, orgs in rows}


def publisher(document: str) -> _Publisher | None:
    """Return who publishes at the longest known address that a document's begins with.

    >>> publisher("https://openai.com/index/gpt-4/").organizations
    ('openai',)
    >>> publisher("https://github.com/mistralai/mistral-src").organizations
    ('mistral-ai',)
    """
    parts = re.sub(r"https?://", "", document).split("#")[0].rstrip("/").split("/")
    for end in range(len(parts), 0, -1):
        if found := _publishers().get("/".join(parts[:end])):
            return found
    at = _HOSTS.match("/".join(parts))
    named = at and find_organization(at[1])
    return _Publisher("maker", (named,)) if named else None


def tier(document: str, makers: Collection[str]) -> str:
    """Return the tier of a document that tells of an artifact.

    Args:
        document: its address.
        makers: the local names of the organizations that made or provide the artifact.

    >>> tier("https://openai.com/index/gpt-4/", ["openai"]).removeprefix(AIX)
    'maker-source'
    >>> tier("https://openai.com/index/gpt-4/", ["anthropic"]).removeprefix(AIX)
    'other-source'

    """
    found = publisher(document)
    if found is None:
        return OTHER
    if found.word_of == "maker" and not makers_at(document, makers):
        return OTHER
    return _TIERS[found.word_of]


def makers_at(document: str, makers: Collection[str]) -> set[str]:
    """Return which makers of an artifact publish at the address of a document."""
    found = publisher(document)
    organizations = found.organizations if found else ()
    return {each for each in makers if any(same_company(each, o) for o in organizations)}


def precedence(of: str, day: str) -> tuple[int, int]:
    """Return a key that sorts sources of better tiers first, and of one tier the newer ones.

    Args:
        of: the tier.
        day: the day, month or year of the document, or else that of its reading.

    >>> precedence(MAKER, "2024") < precedence(CATALOGUE, "2026-11"), precedence(MAKER, "2026-11")
    (True, (0, -20261100))

    """
    return ORDER.index(of), -int((day or "0").replace("-", "").ljust(8, "0"))
