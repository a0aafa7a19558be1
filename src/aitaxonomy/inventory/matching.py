"""Records of an inventory and systems of the knowledge graph: which may be the same.

A match is a proposal with a confidence; nothing is merged by it. Versions and sizes have to agree
throughout: of two names that differ in a number, or in a word such as "mini", none matches the
other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from aitaxonomy.inventory.developers import find_organization, is_provider, same_company
from aitaxonomy.inventory.record import Record
from aitaxonomy.inventory.tokens import Parts, is_number, numbers, take_apart
from aitaxonomy.inventory.vocabulary import AIX, System, ancestors, systems
from aitaxonomy.names import Names

#: How sure each way of matching is, from 0 to 1. Set by us, not measured.
CONFIDENCE = {
    "exact": 1.0,
    "normalised": 0.95,
    "dated snapshot": 0.9,
    "similar": 0.75,
    "family": 0.5,
}
#: What is left of a confidence when the name stands in the namespace of somebody else.
FOREIGN = 0.6
#: The least ratio, of 100, at which words count as the same with a slip of the pen.
ALIKE = 90.0

_VENDOR = re.compile(r"(?:(?:us|eu|apac|au|jp|ca|sa|global|us-gov)\.)?([a-z][a-z0-9_-]*)\.(.+)")
#: Formats in which what stands before a slash is first of all a service.
_OF_PROVIDERS = frozenset(("litellm", "openrouter", "models.dev"))


@dataclass(frozen=True, slots=True)
class Match:
    """A system of the graph that a record may be.

    Attributes:
        iri: the system.
        confidence: above 0, up to 1.
        way: "exact" (the names are equal but for case), "normalised" (but for punctuation and
            order), "dated snapshot" (the record adds a date or the like), "similar" (a slip of the
            pen, another tuning, fewer bits), "family" (only what it belongs to is known).

    """

    iri: str
    confidence: float
    way: str

    @property
    def same(self) -> bool:
        """Whether the two are taken for the same thing rather than for close ones."""
        return self.way in ("exact", "normalised") and self.confidence >= CONFIDENCE["normalised"]


class _Candidate(NamedTuple):
    """A name to look up: its last part, the namespace before that, and whether that counts."""

    whole: str
    base: str
    namespace: str


class Matcher:
    """Finds systems of the graph by the names that records give them.

    Args:
        names: the names of the graph.

    """

    def __init__(self, names: Names) -> None:
        self._exact: dict[str, str] = {}
        self._tokens: dict[tuple[str, ...], str] = {}
        self._shuffled: dict[tuple[str, ...], str] = {}
        self._families: dict[tuple[str, ...], str] = {}
        self._labels = {iri: take_apart(label) for iri, label in names.labels.items()}
        self._blocks: dict[tuple[str, ...], dict[str, tuple[str, ...]]] = defaultdict(dict)
        self._words: set[str] = set()
        self._heads: set[str] = set()
        for name, iri, _ in sorted(names.of_artifacts(), key=_best_first):
            self._enter(name, iri)
        self._find = lru_cache(maxsize=200_000)(self._of_names)

    def _enter(self, name: str, iri: str) -> None:
        self._exact.setdefault(name.casefold(), iri)
        base = _split(name).base
        parts = take_apart(base)
        self._tokens.setdefault(parts.tokens, iri)
        if len(parts.tokens) > 2:
            self._shuffled.setdefault(tuple(sorted(parts.tokens)), iri)
        self._blocks[_block(parts.tokens)].setdefault("".join(parts.tokens), parts.tokens)
        self._words.update(parts.tokens)
        self._heads.update(parts.tokens[:1])
        if "ModelFamily" in _system(iri).kinds:
            words = tuple(t for t in parts.tokens if t not in ("family", "series", "models"))
            self._families.setdefault(words, iri)

    @property
    def known(self) -> frozenset[str]:
        """The systems that can be found, by IRI."""
        return frozenset(self._exact.values())

    def match(self, record: Record) -> Match | None:
        """Return the system that a record may be, or None where no name comes close enough."""
        developer = find_organization(record.developer) if record.developer else None
        hub = record.source.format not in _OF_PROVIDERS
        names = tuple(dict.fromkeys(n for n in (record.id, record.name, *record.aliases) if n))
        return self._find(names, developer, hub, bool(record.derived_from))

    def match_name(self, name: str) -> Match | None:
        """Return the system that a name alone may stand for.

        >>> from aitaxonomy import Taxonomy
        >>> Matcher(Taxonomy().names).match_name("gpt-4o-2024-08-06")
        Match(iri='https://w3id.org/aitaxonomy/id/gpt-4o', confidence=0.9, way='dated snapshot')
        """
        return self._find((name,), None, True, False)

    def _of_names(
        self, names: tuple[str, ...], developer: str | None, hub: bool, derived: bool
    ) -> Match | None:
        best: Match | None = None
        seen = set()
        for name in names:
            candidate = _split(name)
            if (key := candidate.base.casefold().translate(_PLAIN)) in seen:
                continue
            seen.add(key)
            found = self._of_name(candidate, developer, hub, derived)
            if found and (best is None or found.confidence > best.confidence):
                best = found
        return best

    def _of_name(
        self, name: _Candidate, developer: str | None, hub: bool, derived: bool
    ) -> Match | None:
        if iri := self._exact.get(name.whole.casefold()):
            return self._weighed(iri, "exact", name, developer, hub)
        parts = take_apart(name.base)
        if not parts.tokens:
            return None
        for iri, found_by in self._ways(name, parts, derived):
            way = _way(iri, found_by) if iri else found_by
            if iri and self._agree(iri, way, parts):
                return self._weighed(iri, way, name, developer, hub)
        return None

    def _ways(
        self, name: _Candidate, parts: Parts, derived: bool
    ) -> Iterator[tuple[str | None, str]]:
        """Yield what each way of matching finds, the surest first."""
        if self._heads.isdisjoint(parts.tokens):
            # No known name starts with any word of this one, which leaves slips of the pen.
            if not derived:
                yield self._similar(parts), "similar"
            return
        same = "similar" if parts.quantized else "normalised"
        yield self._exact.get(name.base.casefold()), "exact"
        yield self._named(parts.tokens), same
        if parts.snapshot and not any(map(is_number, parts.core)):
            # Without a version, the latest and a month may be any model of the line.
            yield self._families.get(parts.core), "family"
            if "latest" in parts.snapshot:
                return
            yield self._named(parts.core), "similar"
        elif parts.snapshot:
            yield self._named(parts.core), "similar" if parts.quantized else "dated snapshot"
        yield self._named(parts.bare), "similar"
        if derived:
            # What was made from another model is no member of the family that it is named after.
            return
        yield self._named(parts.line), "family"
        yield self._similar(parts), "similar"
        yield self._family(parts), "family"

    def _named(self, tokens: tuple[str, ...]) -> str | None:
        return self._tokens.get(tokens) or self._shuffled.get(tuple(sorted(tokens)))

    def _family(self, parts: Parts) -> str | None:
        """Return the family whose name starts the name, with a version or a size after it."""
        for length in range(len(parts.bare) - 1, 0, -1):
            numbered = is_number(parts.bare[length]) and not is_number(parts.bare[length - 1])
            if numbered and (iri := self._families.get(parts.bare[:length])):
                return iri
        return None

    def _similar(self, parts: Parts) -> str | None:
        """Return the system with the same numbers and almost the same letters."""
        from rapidfuzz import fuzz, process

        block = self._blocks.get(_block(parts.core))
        if not block:
            return None
        joined = "".join(parts.core)
        for _, _, key in process.extract(
            joined, {k: k for k in block}, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=3
        ):
            if self._slips(parts.core, block[key]):
                return self._tokens[block[key]]
        return None

    def _slips(self, tokens: tuple[str, ...], known: tuple[str, ...]) -> bool:
        """Return whether a name differs from a known one by slips of the pen alone.

        A word that some known name has is no slip of another: sonnet, haiku.
        """
        if len(tokens) != len(known):
            return not self._words.issuperset(tokens)
        pairs = [(a, b) for a, b in zip(tokens, known, strict=True) if a != b]
        return bool(pairs) and all(len(a) > 4 and a not in self._words for a, _ in pairs)

    def _agree(self, iri: str, way: str, parts: Parts) -> bool:
        """Return whether no number in the label of a system contradicts one in a name."""
        label = self._labels.get(iri)
        if label is None or way == "exact":
            return True
        if way == "family" and not numbers(label.core) <= numbers(parts.core):
            return False
        return not (label.sizes and parts.sizes and label.sizes != parts.sizes)

    def _weighed(
        self, iri: str, way: str, name: _Candidate, developer: str | None, hub: bool
    ) -> Match | None:
        """Return the match with its confidence, which a foreign namespace lowers."""
        makers = _system(iri).developers
        line = take_apart(name.base).line
        foreign = _foreign(name.namespace, line, makers, hub)
        if developer and makers and not any(same_company(developer, each) for each in makers):
            foreign = True
        if not foreign:
            return Match(iri, CONFIDENCE[way], way)
        # Common words may be anybody's; another name with a number is likely that of a copy.
        own = any(map(is_number, line)) and not _GENERIC.issuperset(
            word for word in line if not is_number(word)
        )
        if not own or (way == "family" and self._named(line) != iri):
            return None
        return Match(iri, CONFIDENCE[way] * FOREIGN, way if way == "family" else "similar")


def _way(iri: str, way: str) -> str:
    """Return the way of a match: what is like a family by less than its name belongs to it."""
    is_family = "ModelFamily" in _system(iri).kinds
    return "family" if is_family and way not in ("exact", "normalised") else way


#: What ids have where names have blanks.
_PLAIN = str.maketrans("-_", "  ")
#: Words that many developers call a model by, so that a name of them alone belongs to no one.
_GENERIC = frozenset(
    ("base", "chat", "deep", "embed", "embedding", "embeddings", "english", "image", "large",
     "light", "lite", "medium", "mini", "moderation", "multilingual", "music", "ocr", "realtime",
     "rerank", "reranker", "research", "search", "small", "speech", "text", "transcribe", "tts",
     "video", "voice")
)  # fmt: skip


def _foreign(namespace: str, words: tuple[str, ...], makers: tuple[str, ...], hub: bool) -> bool:
    """Return whether a namespace is that of somebody who did not make the system."""
    if not namespace or not makers or is_provider(namespace):
        return False
    owner = find_organization(namespace)
    if owner is None:
        return hub or _GENERIC.issuperset(word for word in words if not is_number(word))
    return not any(same_company(owner, each) for each in makers)


def _split(name: str) -> _Candidate:
    """Return a name as last part and namespace: slashes, vendors before a dot or a colon.

    >>> _split("bedrock/us-east-1/anthropic.claude-v2")
    _Candidate(whole='bedrock/us-east-1/anthropic.claude-v2', base='claude-v2', \
namespace='anthropic')
    """
    *before, base = name.strip().rsplit("/", 1)
    namespace = before[0].rsplit("/", 1)[-1] if before else ""
    vendor, colon, rest = base.partition(": ")
    if colon and find_organization(vendor):
        return _Candidate(name, rest, vendor)
    if (dotted := _VENDOR.fullmatch(base)) and find_organization(dotted[1]):
        return _Candidate(name, dotted[2], dotted[1])
    return _Candidate(name, base, namespace)


def _block(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return what has to be equal of two similar names: all numbers, and the first letter."""
    first = next((token[0] for token in tokens if not is_number(token)), "")
    return (first, *sorted(filter(is_number, tokens)))


def _system(iri: str) -> System:
    return systems().get(iri.removeprefix(AIX), System((), ()))


def _best_first(entry: tuple[str, str, int]) -> tuple[int, int, str]:
    """Order names so that a label goes before another spelling, and a model before the rest."""
    _, iri, rank = entry
    above = ancestors(_system(iri).kinds)
    sorts = ("AIModel", "ModelFamily", "AISystem")
    return rank, next((i for i, sort in enumerate(sorts) if sort in above), 3), iri
