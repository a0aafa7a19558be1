"""An index of the names of the systems in a graph, for lookup by other spellings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple

from aitaxonomy.graph.membership import Kinds, read_kinds
from aitaxonomy.graph.names import Names
from aitaxonomy.inventory.matching.developers import split, without_remark
from aitaxonomy.inventory.matching.name_parts import Parts, is_number, take_apart
from aitaxonomy.inventory.vocabulary import ancestors
from aitaxonomy.rdf.namespaces import AIT, AIX
from aitaxonomy.reasoning.verdict import ENTAILED, UNKNOWN
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
#: The words, versions and sizes of a name.
Tokens = tuple[str, ...]


class NameIndex:
    """Finds the systems that a name may denote, by one way of matching after the other."""

    def __init__(self, names: Names, store: GraphStore) -> None:
        self._systems = _systems(store)
        self.exact: dict[str, str] = {}
        """Names in lower case, with the system."""
        self.models: dict[Tokens, str] = {}
        """The models that have the names of these words, in this order."""
        self._named: dict[Tokens, dict[Tokens, str]] = defaultdict(dict)
        self._joined: dict[str, tuple[Tokens, str]] = {}
        self._families: dict[Tokens, str] = {}
        self._versions: dict[Tokens, list[tuple[Tokens, str]]] = defaultdict(list)
        self._blocks: dict[Tokens, list[str]] = defaultdict(list)
        self._words: set[str] = set()
        ranked = sorted(names.of_artifacts(), key=self._rank)
        self.entries = [(name, iri) for name, iri, _ in ranked]
        """All names with their systems; of equal names the first counts."""
        for name, iri in self.entries:
            self._enter(name, iri)
        for name, iri in self.entries:
            self.exact.setdefault(without_remark(name).casefold(), iri)

    def system(self, iri: str) -> KnownSystem:
        """Return a system of the graph, or one without kinds and developers."""
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
        tokens, joined = parts.tokens, "".join(parts.tokens)
        self._named[tuple(sorted(tokens))].setdefault(tokens, iri)
        if joined not in self._joined:
            self._joined[joined] = tokens, iri
            self._blocks[_block(tokens)].append(joined)
        self._words.update(tokens)
        if self.is_family(iri):
            self._families.setdefault(_singular(tokens), iri)
        elif "AIModel" in ancestors(self.system(iri).kinds):
            self.models.setdefault(tokens, iri)
        words = tuple(token for token in tokens if not is_number(token))
        if len(words) == len(tokens) - 1 and not parts.sizes:
            self._versions[words].append((tokens, iri))

    def ways(self, base: str, parts: Parts, derived: bool) -> Iterator[tuple[str | None, str]]:
        """Yield the system that each way of matching finds, or None, and the way; surest first.

        The base is a name without its namespace; it is derived if it is made from another model.
        """
        same = "similar" if parts.quantized else "normalised"
        yield self.exact.get(base.casefold()), "exact"
        yield self._otherwise_spaced(parts.tokens), "normalised"
        yield self._in_any_order(parts.tokens), same
        if (words := _singular(parts.tokens)) != parts.tokens:
            yield self._families.get(words), same
        if parts.snapshot and parts.numbered:
            way = "similar" if parts.quantized else "dated snapshot"
            yield self._in_any_order(parts.core), way
        elif parts.snapshot:
            # Without a version, "latest" or a month may denote any model of the line.
            yield self._families.get(parts.core), "family"
        yield self._in_any_order(parts.bare), "similar"
        if not derived:  # else it is not a member of the family that its name mentions
            yield self.line(parts.line), "family"
            yield self._similar(parts.core), "similar"
            yield self._family(parts), "family"

    def _in_any_order(self, tokens: Tokens) -> str | None:
        """Return the system whose name has these words, in this order or else in another."""
        same = self._named.get(tuple(sorted(tokens)), {})
        return same.get(tokens) or (next(iter(same.values()), None) if len(tokens) > 2 else None)

    def _otherwise_spaced(self, tokens: Tokens) -> str | None:
        """Return the system whose name has the same letters in other words: Co-Pilot, Copilot."""
        known, iri = self._joined.get("".join(tokens), (tokens, None))
        same = [list(filter(is_number, each)) for each in (known, tokens)]
        return iri if known != tokens and same[0] == same[1] else None

    def newest(self, words: Tokens) -> str | None:
        """Return the newest of the systems whose names are these words with a version."""
        found = self._versions.get(words)
        return max(found, key=lambda each: _version(each[0]))[1] if found else None

    def line(self, words: Tokens) -> str | None:
        """Return the family, or else the system, whose name has these words; sizes are left out.

        The family comes first, as its largest model may have the same name.
        """
        return self._families.get(words) or self._in_any_order(words)

    def _family(self, parts: Parts) -> str | None:
        """Return the family whose name starts the name, with a version or a size after it."""
        bare = parts.bare
        for length in range(len(bare) - 1, 0, -1):
            # Only a size may follow a version: any other number could be a part of it.
            numbered = is_number(bare[length]) and (
                bare[length] in parts.sizes or not is_number(bare[length - 1])
            )
            if numbered and (iri := self._families.get(bare[:length])):
                return iri
        return None

    def _similar(self, tokens: Tokens) -> str | None:
        """Return the system with the same numbers and almost the same letters."""
        choices = None if self._words.issuperset(tokens) else self._blocks.get(_block(tokens))
        if not choices:
            return None
        from rapidfuzz import fuzz, process

        for joined, _, _ in process.extract(
            "".join(tokens), choices, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=3
        ):
            known, iri = self._joined[joined]
            pairs = [(a, b) for a, b in zip(tokens, known, strict=False) if a != b]
            # A word of some known name is not a typing error: sonnet, haiku.
            slips = all(len(a) > 4 and a not in self._words for a, _ in pairs)
            if len(tokens) != len(known) or (pairs and slips):
                return iri
        return None


def _version(tokens: Tokens) -> tuple[int, ...]:
    version = next(filter(is_number, tokens))
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _singular(tokens: Tokens) -> Tokens:
    """Return words without those that mark a family."""
    return tokens if PLURAL.isdisjoint(tokens) else tuple(t for t in tokens if t not in PLURAL)


def _block(tokens: Tokens) -> Tokens:
    """Return the block of a name: similar names have all numbers and the first letter in common."""
    first = next((token[0] for token in tokens if not is_number(token)), "")
    return (first, *sorted(filter(is_number, tokens)))


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


_MEMBERS = "SELECT ?family ?it WHERE { ?family ait:hasMember ?it }"
#: The kinds, by local name, the narrowest first.
_ASKED = ("LLMTechnology", "GenerativeAI")


class Suggested(NamedTuple):
    """A kind that similar names suggest: its local name, the share of similar ones, and why.

    Of the like, those count of which it is known whether they are of the kind.
    """

    kind: str
    share: float
    because: str


class KnownKinds:
    """Tells which kinds of generative AI systems are of, by their IRIs, with what follows."""

    def __init__(self, labels: Mapping[str, str], store: GraphStore) -> None:
        self._labels, self._store = labels, store
        self.suggested_by = lru_cache(maxsize=10_000)(self._suggested_by)

    def of(self, iri: str) -> tuple[str, ...]:
        """Return which kinds of generative AI a system is known to be of, the narrowest first.

        >>> from aitaxonomy import Taxonomy
        >>> matcher = Taxonomy().content.matcher
        >>> matcher.kinds.of("https://w3id.org/aitaxonomy/id/gpt-4o")
        ('LLMTechnology', 'GenerativeAI')
        """
        return tuple(kind for kind in _ASKED if kind in self._kinds.get(iri, ()))

    def _suggested_by(self, iri: str, family: bool) -> tuple[Suggested, ...]:
        """Return the kinds that a name like that of a system, or of a family, suggests.

        A family suggests what its known members are, with the share of those that are.
        """
        like = self._members.get(iri, ()) if family else (iri,)
        name, found = self._labels.get(iri, iri), []
        for kind in _ASKED:
            truths = Counter(self._kinds.get(each, Kinds()).truth(kind) for each in like)
            count, decided = truths[ENTAILED], len(like) - truths[UNKNOWN]
            as_ = f"{count} of {decided} known models of the family {name}" if family else name
            if count:
                found.append(Suggested(kind, count / decided, f"as {as_}"))
        return tuple(found)

    @cached_property
    def _members(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for family, member in self._store.select(_MEMBERS).rows:
            found[str(family)].append(str(member))
        return found

    @cached_property
    def _kinds(self) -> Mapping[str, Kinds]:
        asked = [AIT + kind for kind in _ASKED]
        return read_kinds(self._store.select, asked, lambda iri: iri.removeprefix(AIT))
