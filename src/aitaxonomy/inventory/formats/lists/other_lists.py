"""Lists that are none of AI systems, by their headings: incidents, people, data sets.

`other_lists.tsv` has the headings, and how many of them make such a list.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from aitaxonomy.graph.names import normalized
from aitaxonomy.inventory.formats.lists.headings import fields_of, key, plain, words

#: Words of headings that people and data sets do not have.
_SYSTEMS = frozenset(("system", "systems", "application", "case", "bot", "agent", "product"))


@cache
def _others() -> Sequence[tuple[str, int, Mapping[str, str]]]:
    path = Path(__file__).with_name("other_lists.tsv")
    with path.open(encoding="utf-8", newline="") as file:
        return [
            (row["list"], int(row["least"]), {normalized(t): t for t in row["headings"].split("|")})
            for row in csv.DictReader(file, delimiter="\t")
        ]


def other_list(header: Iterable[str]) -> tuple[str, str] | None:
    """Return what else a list is of by its headings, such as people, and the headings that say so.

    Headings that speak of AI, models or systems outweigh those of people and of data sets.

    >>> other_list(["First name", "Last name", "E-mail"])
    ('people', 'First name, Last name, E-mail')
    >>> other_list(["System name", "Owner", "E-mail", "Phone"])
    """
    header = [plain(each) for each in header]
    systems = any(is_of_ai(each) or _SYSTEMS.intersection(words(each)) for each in header)
    for what, least, headings in _others():
        hits = [each for each in header if key(each) in headings]
        if len(hits) >= least and (what == "incidents" or not systems):
            return what, " ".join(", ".join(hits[:4]).split())
    return None


def is_of_ai(heading: str) -> bool:
    """Return whether a heading is one of lists of AI systems and hardly of any other."""
    said = {"ai", "model", "models", "tool", "llm", "algorithm"} & set(words(heading))
    named = {"task", "parameters", "context_window", "built_on", "model", "developer"}
    return bool(said or named & fields_of(heading).keys())
