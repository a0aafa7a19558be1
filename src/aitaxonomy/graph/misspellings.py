"""Misspellings: the name that unknown words are meant for, and names worth suggesting."""

from __future__ import annotations

import re
from collections.abc import Set

from aitaxonomy.graph.names import Names, normalized
from aitaxonomy.text import clipped

#: The least similarity, of 100, at which a misspelling is taken for a name.
_ALIKE = 84
#: The least similarity, of 100, at which a name without a word in common is worth suggesting.
_AT_ALL = 60
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
        self._known = {_spaced(name): name for _, name in sorted(entries, reverse=True)}

    def meant(self, words: str) -> str:
        """Return the one name that words are a misspelling of, "" if none or several are.

        The digits have to be the same: GPT-7 is not a misspelling of GPT-4.
        """
        from rapidfuzz import fuzz, process

        key, known = _spaced(words), self._known
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
        from rapidfuzz import fuzz, process

        key = _spaced(words)
        known = list(self._known)
        found = process.extract(key, known, scorer=fuzz.WRatio, limit=12, score_cutoff=70)
        labels: dict[str, None] = {}
        alike = {each: fuzz.ratio(key, each) for each, _, _ in found}
        for each in sorted(alike, key=lambda name: -alike[name]):
            shared = {*key.split()} & {*each.split()}
            if alike[each] < _AT_ALL and not any(len(word) > 2 for word in shared):
                continue  # it only has some letters, or "a" and "of", in common
            iris = self._names.meanings(self._known[each], self._among)
            labels.update(dict.fromkeys(self._names.label(iri) for iri in iris[:1]))
        close = list(labels)[:3]
        hint = f"did you mean {' or '.join(map(repr, close))}?" if close else "`search` finds terms"
        return f"nothing is called {clipped(words)!r}; {hint}"


def _spaced(name: str) -> str:
    """Return a name as misspellings are compared: a slip keeps the number of words."""
    return " ".join(filter(None, map(normalized, re.split(r"[^\w]+|_", name))))
