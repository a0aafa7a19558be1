"""Answers to queries that were asked before: the graphs do not change while they are served."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

#: Bytes that an entry takes beside what it holds.
_ENTRY = 1024
#: The part of all bytes that one answer may have.
_SHARE = 16


@dataclass(frozen=True)
class CachedAnswer:
    """An answer, whole or cut: its bytes, their media type, after how many rows it is cut."""

    content: bytes
    media_type: str
    cut: int | None = None


class Cache:
    """Answers that are whole, by what was asked; those that were not asked longest make room.

    Args:
        most: the bytes that all of them may have; 0 keeps none.

    >>> cache = Cache(1 << 20)
    >>> cache.keep("ASK {}", 6, CachedAnswer(b"true", "text/plain"))
    >>> cache.get("ASK {}").content, cache.get("ASK { ?s ?p ?o }"), cache.hits
    (b'true', None, 1)

    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: OrderedDict[Hashable, tuple[int, CachedAnswer]] = OrderedDict()
        #: How many bytes are kept, and how often an answer was there.
        self.size = self.hits = 0

    def get(self, asked: Hashable) -> CachedAnswer | None:
        """Return the answer to what is asked, None if there is none."""
        found = self._answers.get(asked)
        if found is None:
            return None
        self._answers.move_to_end(asked)
        self.hits += 1
        return found[1]

    def keep(self, asked: Hashable, length: int, answer: CachedAnswer) -> None:
        """Keep an answer, if it is whole and not too large; what is asked has so many bytes."""
        size = length + len(answer.content) + _ENTRY
        if answer.cut is not None or size > self._most // _SHARE or asked in self._answers:
            return
        self._answers[asked] = size, answer
        self.size += size
        while self.size > self._most:
            _, (size, _) = self._answers.popitem(last=False)
            self.size -= size
