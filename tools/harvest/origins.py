"""Origins of what catalogues say: `origins.tsv` tells which copy one another, and why."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path


@cache
def _origins() -> Mapping[str, str]:
    with Path(__file__).with_name("origins.tsv").open(encoding="utf-8", newline="") as file:
        return {r["address"]: r["origin"] for r in csv.DictReader(file, delimiter="\t")}


def origin(address: str) -> str:
    """Return who speaks at an address: those who copy one another are one; else its host.

    >>> origin("https://models.dev") == origin("https://github.com/BerriAI/litellm/blob/v1/x.json")
    True
    >>> origin("https://openai.com/index/gpt-4")
    'openai.com'
    """
    rest = re.sub(r"https?://(?:www\.)?", "", address)
    start = next((each for each in _origins() if f"{rest}/".startswith(f"{each}/")), None)
    return _origins()[start] if start else rest.partition("/")[0]
