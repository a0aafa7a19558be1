"""Misspellings: the name that unknown words are meant for, and names worth suggesting."""

from __future__ import annotations

import re
from collections.abc import Set

from aitaxonomy.graph.names import Names, spaced
from aitaxonomy.text import clipped

#: The least similarity, of 100, at which a misspelling is taken for a name.
_ALIKE = 84
#: By how much the best reading of a misspelling has to be more alike than the next.
_CLEAR = 3


class Spellings:
    """The names of some things, with which unknown words are compared.

    Of several names with one normalized form a label counts; local names do not.

    Args:
        names: the names of all things.
        among: the IRIs of those that may be meant.

    """

    def __init__(self, names: Names, among: Set[str]) -> None:
        self._names, self._among = names, among
        entries = [(rank, name) for name, iri, rank in names.entries() if rank and iri in among]
        self._known = {spaced(name): name for _, name in sorted(entries, reverse=True)}

    def meant(self, words: str) -> str:
        """Return the one name that words are a misspelling of, "" if none or several are.

        The digits have to be the same: GPT-7 is not a misspelling of GPT-4.
        """
        from rapidfuzz import fuzz, process

        key, known = spaced(words), self._known
        if len(key) < 5:
            return ""
        parts = sorted(key.split())
        if len(parts) > 1:
            turned = {known[each] for each in known if sorted(each.split()) == parts}
            if len(turned) == 1:  # "Claude 4.5 Sonnet" for Claude Sonnet 4.5
                return turned.pop()
        digits, count = re.findall(r"\d+", key), key.count(" ")
        same = [
            each for each in known
            if re.findall(r"\d+", each) == digits and each.count(" ") == count
        ]  # fmt: skip
        found = process.extract(key, same, scorer=fuzz.ratio, limit=6, score_cutoff=_ALIKE)
        near = [(each, score) for each, score, _ in found if each[:1] == key[:1]]
        if not near or (len(near) > 1 and near[0][1] - near[1][1] < _CLEAR):
            return ""
        return known[near[0][0]]

    def unknown(self, words: str) -> str:
        """Return the message for words that mean nothing here, with what may be meant."""
        close = self._names.similar(words, self._among)
        hint = f"did you mean {' or '.join(map(repr, close))}?" if close else "`search` finds terms"
        return f"nothing is called {clipped(words)!r}; {hint}"
