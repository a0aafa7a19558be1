"""The areas of Annex III of the EU AI Act that the words of a row suggest.

`areas.tsv` has patterns in English, German, French, Spanish and Chinese. A suggestion decides
nothing: whether a use is one that the annex lists, a reader answers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from aitaxonomy.inventory.import_rules.proposals import words_for
from aitaxonomy.spreadsheets import read_table

#: What begins each suggestion.
PERHAPS = "perhaps "


class SuggestedArea(NamedTuple):
    """An area with its number in the annex, the words that suggest it, and their column."""

    area: str
    words: str
    column: str

    def __str__(self) -> str:
        return f"{PERHAPS}{self.area}: “{self.words}” in {self.column!r}"


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = read_table(Path(__file__).with_name("areas.tsv"))
    return tuple((row["area"], re.compile(row["pattern"], re.IGNORECASE)) for row in rows)


def suggested_areas(cells: Mapping[str, str]) -> tuple[SuggestedArea, ...]:
    """Return the areas that texts suggest, each once, in the order of the annex.

    Args:
        cells: the texts of a row that describe a system, by column.

    >>> [str(each) for each in suggested_areas({"Zweck": "Vorauswahl von Bewerbungen"})]
    ["perhaps 4 employment: “Bewerbungen” in 'Zweck'"]
    >>> suggested_areas({"Purpose": "It makes no hiring decisions."})
    ()

    """
    found: dict[str, SuggestedArea] = {}
    for area, pattern in _patterns():
        for column, text in cells.items():
            if area not in found and (match := words_for(pattern, text)):
                found[area] = SuggestedArea(area, match[0], column)
    return tuple(found.values())
