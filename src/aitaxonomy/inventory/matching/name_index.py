"""An index of the names of the systems in a graph, for lookup by other spellings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from aitaxonomy.graph.names import Names
from aitaxonomy.inventory.matching.developers import split, without_remark
from aitaxonomy.inventory.matching.name_parts import Parts, is_number, take_apart
from aitaxonomy.inventory.vocabulary import ancestors
from aitaxonomy.rdf.namespaces import AIT, AIX
from aitaxonomy.store import GraphStore

#: Words that mark the name of a model family.
PLURAL = frozenset(("family", "series", "models"))
#: The least similarity, of 100, at which one name counts as a typing error of another.
ALIKE = 90.0
#: The order in which systems of one name are found, by kind.
_ORDER = ("AIModel", "ModelFamily", "AISystem")


_SYSTEMS = """SELECT ?system ?kind ?developer WHERE {
  ?system a ?kind . FILTER(STRSTARTS(STR(?kind), STR(ait:)))
  OPTIONAL { ?system ait:developedBy ?developer }
}"""


class KnownSystem(NamedTuple):
    """A system of a graph: the classes and the developers asserted of it, by local name."""

    kinds: tuple[str, ...]
    developers: tuple[str, ...]


_NONE = KnownSystem((), ())


class NameIndex:
    """Finds the systems that a name may denote, by one way of matching after the other.

    Most names of an inventory match nothing, so cheap tests come first: a name with a word that no
    known name has can only match as a typing error.
    """

    def __init__(self, names: Names, store: GraphStore) -> None:
        self._systems = _systems(store)
        self.exact: dict[str, str] = {}
        """Names in lower case, with the system."""
        self._tokens: dict[tuple[str, ...], str] = {}
        self._joined: dict[str, tuple[tuple[str, ...], str]] = {}
        self._shuffled: dict[tuple[str, ...], str] = {}
        self._families: dict[tuple[str, ...], str] = {}
        self._models: dict[tuple[str, ...], str] = {}
        self._versions: dict[tuple[str, ...], list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        self._blocks: dict[tuple[str, ...], dict[str, tuple[str, ...]]] = defaultdict(dict)
        self._words: set[str] = set()
        self._heads: set[str] = set()
        ranked = sorted(names.of_artifacts(), key=self._rank)
        self.entries = [(name, iri) for name, iri, _ in ranked]
        """All names with their systems; of equal names the first counts."""
        for name, iri in self.entries:
            self._enter(name, iri)
        for name, iri in self.entries:
            self.exact.setdefault(without_remark(name).casefold(), iri)
        # The candidates for `rapidfuzz`, listed once.
        self._choices = {block: list(joined) for block, joined in self._blocks.items()}
        self._family_heads = {words[0] for words in self._families if words}

    def system(self, iri: str) -> KnownSystem:
        """Return a system of the graph, one without kinds and developers for what is none."""
        return self._systems.get(iri, _NONE)

    def is_family(self, iri: str) -> bool:
        """Return whether an entity is a family of models."""
        return "ModelFamily" in self.system(iri).kinds

    def _rank(self, entry: tuple[str, str, int]) -> tuple[int, int, str]:
        """Return a sort key: labels precede other spellings, and models precede other kinds."""
        _, iri, rank = entry
        above = ancestors(self.system(iri).kinds)
        return rank, next((i for i, kind in enumerate(_ORDER) if kind in above), 3), iri

    def _enter(self, name: str, iri: str) -> None:
        self.exact.setdefault(name.casefold(), iri)
        parts = take_apart(split(name).base)
        if parts.quantized:
            # Without the words for quantization it has the name of its base model.
            return
        self._tokens.setdefault(parts.tokens, iri)
        self._joined.setdefault("".join(parts.tokens), (parts.tokens, iri))
        if len(parts.tokens) > 2:
            self._shuffled.setdefault(tuple(sorted(parts.tokens)), iri)
        self._blocks[_block(parts.tokens)].setdefault("".join(parts.tokens), parts.tokens)
        self._words.update(parts.tokens)
        self._heads.update(parts.tokens[:1])
        if self.is_family(iri):
            self._families.setdefault(_singular(parts.tokens), iri)
        elif "AIModel" in ancestors(self.system(iri).kinds):
            self._models.setdefault(parts.tokens, iri)
        words = tuple(token for token in parts.tokens if not is_number(token))
        if len(words) == len(parts.tokens) - 1 and not parts.sizes:
            self._versions[words].append((parts.tokens, iri))

    def ways(self, base: str, parts: Parts, derived: bool) -> Iterator[tuple[str | None, str]]:
        """Yield the system that each way of matching finds, or None, and the way; surest first.

        Args:
            base: a name without its namespace.
            parts: the same, taken apart.
            derived: whether it is known to be made from another model.

        """
        if self._heads.isdisjoint(parts.tokens):
            # No known name starts with a word of this one: only a typing error is possible.
            if not derived:
                yield self._similar(parts), "similar"
            return
        yield self.exact.get(base.casefold()), "exact"
        line = parts.line
        yield self._otherwise_spaced(parts.tokens), "normalised"
        known = self._words.issuperset(line)
        if known:
            yield from self._by_words(parts)
        if derived or ("latest" in parts.snapshot and not parts.numbered):
            # A derived model is no member of the family that its name mentions.
            return
        if known:
            yield self.line(line), "family"
        yield self._similar(parts), "similar"
        yield self._family(parts), "family"

    def _by_words(self, parts: Parts) -> Iterator[tuple[str | None, str]]:
        """Yield systems with the same words, then without the words that mark a copy."""
        same = "similar" if parts.quantized else "normalised"
        yield self.named(parts.tokens), same
        if (words := _singular(parts.tokens)) != parts.tokens:
            yield self._families.get(words), same
        if parts.snapshot and not parts.numbered:
            # Without a version, "latest" or a month may denote any model of the line.
            yield self._families.get(parts.core), "family"
            if "latest" in parts.snapshot:
                return
            yield self.named(parts.core), "similar"
        elif parts.snapshot:
            yield self.named(parts.core), "similar" if parts.quantized else "dated snapshot"
        yield self.named(parts.bare), "similar"

    def named(self, tokens: tuple[str, ...]) -> str | None:
        """Return the system whose name has these words, in this order or in another."""
        if found := self._tokens.get(tokens):
            return found
        return self._shuffled.get(tuple(sorted(tokens))) if len(tokens) > 2 else None

    def _otherwise_spaced(self, tokens: tuple[str, ...]) -> str | None:
        """Return the system whose name has the same letters in other words: Co-Pilot, Copilot."""
        known, iri = self._joined.get("".join(tokens), (tokens, None))
        same = [list(filter(is_number, each)) for each in (known, tokens)]
        return iri if known != tokens and same[0] == same[1] else None

    def model(self, family: str, tokens: tuple[str, ...]) -> str:
        """Return the model that has the name of a family, or else the family."""
        return self._models.get(tokens, family) if self.is_family(family) else family

    def newest(self, words: tuple[str, ...]) -> str | None:
        """Return the newest of the systems whose names are these words with a version."""
        found = self._versions.get(words)
        return max(found, key=lambda each: _version(each[0]))[1] if found else None

    def line(self, words: tuple[str, ...]) -> str | None:
        """Return the family, or else the system, whose name has these words; sizes are left out.

        The family comes first, as its largest model may have the same name.
        """
        return self._families.get(words) or self.named(words)

    def _family(self, parts: Parts) -> str | None:
        """Return the family whose name starts the name, with a version or a size after it."""
        bare = parts.bare
        if bare[0] not in self._family_heads:
            return None
        for length in range(len(bare) - 1, 0, -1):
            # Only a size may follow a version: any other number could be a part of it.
            numbered = is_number(bare[length]) and (
                bare[length] in parts.sizes or not is_number(bare[length - 1])
            )
            if numbered and (iri := self._families.get(bare[:length])):
                return iri
        return None

    def _similar(self, parts: Parts) -> str | None:
        """Return the system with the same numbers and almost the same letters."""
        core = parts.core
        if self._words.issuperset(core):
            return None
        block = _block(core)
        choices = self._choices.get(block)
        if not choices:
            return None
        from rapidfuzz import fuzz, process

        for joined, _, _ in process.extract(
            "".join(core), choices, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=3
        ):
            known = self._blocks[block][joined]
            if self._slips(core, known):
                return self._tokens[known]
        return None

    def _slips(self, tokens: tuple[str, ...], known: tuple[str, ...]) -> bool:
        """Return whether a name differs from a known one by typing errors alone.

        A word of some known name is no typing error: sonnet, haiku.
        """
        if len(tokens) != len(known):
            return not self._words.issuperset(tokens)
        pairs = [(a, b) for a, b in zip(tokens, known, strict=True) if a != b]
        return bool(pairs) and all(len(a) > 4 and a not in self._words for a, _ in pairs)


def _version(tokens: tuple[str, ...]) -> tuple[int, ...]:
    version = next(filter(is_number, tokens))
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _singular(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return words without those that mark a family."""
    return tokens if PLURAL.isdisjoint(tokens) else tuple(t for t in tokens if t not in PLURAL)


def _block(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return the block of a name: similar names have all numbers and the first letter in common."""
    numbers = [token for token in tokens if token[0] in "0123456789"]
    first = next((token[0] for token in tokens if token[0] not in "0123456789"), "")
    return (first, *sorted(numbers)) if len(numbers) > 1 else (first, *numbers)


def _systems(store: GraphStore) -> Mapping[str, KnownSystem]:
    kinds: dict[str, set[str]] = defaultdict(set)
    developers: dict[str, set[str]] = defaultdict(set)
    for system, kind, developer in store.select(_SYSTEMS, inferred=False).rows:
        kinds[str(system)].add(str(kind).removeprefix(AIT))
        if developer is not None:
            developers[str(system)].add(str(developer).removeprefix(AIX))
    return {
        iri: KnownSystem(tuple(sorted(found)), tuple(sorted(developers[iri])))
        for iri, found in kinds.items()
    }
