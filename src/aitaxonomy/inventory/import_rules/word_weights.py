"""Weighs the words of an English text, for whether they speak of something that makes content.

`word_weights.tsv` has a weight for each word, pair of words, and kind or task that the lexicon
finds (with a ``=`` before it), and one for every text (``*``). `tools/word_weights.py` learnt them
from uses that agencies of the US government describe and label. Their sum gives the chance that
somebody who knows the system calls it generative.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from aitaxonomy.inventory.record import Proposal
from aitaxonomy.spreadsheets import read_table

#: A word may have an apostrophe within; a pair does not go beyond the end of a clause.
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_END = re.compile(r"[.;:!?()\n]")
#: A text is in English if so much of it is among the words that English is full of.
_ENGLISH = frozenset(("the", "of", "and", "to", "for", "with", "is", "are", "by", "from", "that"))
_SHARE = 0.08
#: The least number of words that are weighed.
_FEW = 15
#: How many words the reason names.
_TOLD = 4


class Weighed(NamedTuple):
    """The sum of the weights of the words of an entry.

    Attributes:
        chance: the chance that the entry makes content.
        place: the words that count most for that, or against it, as a proposal.

    """

    chance: float
    place: Proposal


def features(text: str) -> Iterator[tuple[str, int]]:
    """Yield the words and the pairs of words of a text, each with where it starts.

    >>> [each for each, _ in features("It drafts replies. Fast!")]
    ['it', 'drafts', 'replies', 'it drafts', 'drafts replies', 'fast']
    """
    start = 0
    for end in (*(match.end() for match in _END.finditer(text)), len(text)):
        found = [(each[0].casefold(), each.start()) for each in _WORD.finditer(text, start, end)]
        yield from found
        yield from ((f"{one} {other}", place) for (one, place), (other, _) in pairwise(found))
        start = end


def weighed(texts: Iterable[tuple[str, int, str]], found: Iterable[Proposal]) -> Weighed | None:
    """Return what texts weigh; None if they are short, or not in English.

    Args:
        texts: the name and the descriptions of an entry, each with its field and number there.
        found: what the lexicon finds in them.

    >>> use = ("The AI assistant drafts answers to questions of citizens from the documents "
    ...     "of the agency, and a summary of the responses.")
    >>> round(weighed([("description", 1, use)], []).chance, 1)
    0.9
    >>> weighed([("description", 1, "Entwürfe von Antworten")], []) is None
    True

    """
    table = _table()
    places: dict[str, Proposal] = {}
    count = english = 0
    for field, number, words in texts:
        for feature, start in features(words):
            if " " not in feature:
                count += 1
                english += feature in _ENGLISH
            if feature in table and feature not in places:
                said = words[start : start + len(feature)]
                places[feature] = Proposal("", said, field, number, start + 1, 0.0)
    if count < _FEW or english < _SHARE * count:
        return None
    places |= {
        f"={each.means}": each
        for each in found if f"={each.means}" in table and each.field != "labels"
    }  # fmt: skip
    score = table["*"] + sum(table[each] for each in places)
    chance = 1 / (1 + math.exp(-score))
    means, sign = ("GenerativeAI", 1) if score > 0 else ("NonGenerativeAI", -1)
    weight = {each: sign * table[each] for each in places}
    most = sorted((each for each in places if weight[each] > 0), key=weight.__getitem__)
    most = most[: -_TOLD - 1 : -1]
    place = places[most[0]] if most else Proposal("", "", "name", 1, 1, 0.0)
    told = ", ".join(f"{table[each]:+.2f}" for each in most)
    return Weighed(
        chance,
        place._replace(
            means=means,
            words=", ".join(dict.fromkeys(places[each].words for each in most)),
            confidence=round(max(chance, 1 - chance), 2),
            because=f"weights {told}; all words {score:+.2f}",
        ),
    )


@cache
def _table() -> Mapping[str, float]:
    rows = read_table(Path(__file__).with_suffix(".tsv"))
    return {row["words"]: float(row["weight"]) for row in rows}
