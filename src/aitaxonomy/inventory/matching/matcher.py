"""The matcher: proposes the system of the knowledge graph that a record denotes.

A match is a proposal with a confidence; it merges nothing. Versions and sizes have to agree: names
that differ in a number, or in a word such as "mini", do not match.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from aitaxonomy.graph.names import Names
from aitaxonomy.inventory.matching.developers import (
    Candidate,
    find_organization,
    is_common,
    is_foreign,
    is_generic,
    same_company,
    shortened,
    split,
)
from aitaxonomy.inventory.matching.name_index import KnownKinds, KnownSystem, NameIndex
from aitaxonomy.inventory.matching.name_parts import Parts, is_number, numbers, take_apart
from aitaxonomy.inventory.record import Record
from aitaxonomy.inventory.vocabulary import find_value
from aitaxonomy.rdf.namespaces import AIX
from aitaxonomy.store import GraphStore

#: The confidence of each way of matching, from 0 to 1: set by hand, not measured.
CONFIDENCE = {
    "exact": 1.0,
    "normalised": 0.95,
    "dated snapshot": 0.9,
    "similar": 0.75,
    "family": 0.5,
}
#: The confidence from which on a match counts as the same system, or a dated form of it.
TRUSTED = 0.9
#: The factor on the confidence where the namespace belongs to another developer.
FOREIGN = 0.6
#: Formats in which the part before a slash usually names a service.
_OF_PROVIDERS = frozenset(("litellm", "openrouter", "models.dev"))

#: The ways that find what has the name, rather than what is close to it.
_OWN = ("exact", "normalised")
_TASKS = "SELECT ?task WHERE { ?system ait:performsTask ?task }"


@dataclass(frozen=True, slots=True)
class Match:
    """A system of the graph that a record may denote.

    Attributes:
        iri: the system.
        confidence: above 0, up to 1.
        way: "exact" (the names are equal but for case), "normalised" (but for punctuation and
            order), "dated snapshot" (the record adds a date or the like), "similar" (a typing
            error, another tuning, quantization), "family" (only its family or line is known).

    """

    iri: str
    confidence: float
    way: str

    @property
    def same(self) -> bool:
        """Return whether the match counts as identity rather than as closeness."""
        return self.way in _OWN and self.confidence >= CONFIDENCE["normalised"]

    @property
    def trusted(self) -> bool:
        """Return whether what is known of the system may be said of the record."""
        return self.confidence >= TRUSTED


class Matcher:
    """Finds systems of a graph by the names that records give them."""

    def __init__(self, names: Names, store: GraphStore) -> None:
        self.names, self._store = names, store
        self.index = NameIndex(names, store)
        self.kinds = KnownKinds(names.labels, store)
        self._labels = names.labels
        self._find = lru_cache(maxsize=50_000)(self._of_names)

    def system(self, iri: str) -> KnownSystem:
        """Return a system of the graph, or one without kinds and developers."""
        return self.index.system(iri)

    def match(self, record: Record) -> Match | None:
        """Return the system that a record may denote, or None where no name is close enough."""
        if record.id and (known := self._by_id(record.id, record.name)):
            return known
        developer = find_organization(record.developer) if record.developer else None
        hub = record.source.format not in _OF_PROVIDERS
        names = tuple(dict.fromkeys(n for n in (record.id, record.called, *record.aliases) if n))
        found = self._find(names, developer, hub, bool(record.derived_from))
        if found and (record.of_models or not hub) and self.index.is_family(found.iri):
            # Who lists models lists no families: what is called as one is some member of it.
            if model := self.index.models.get(take_apart(split(record.called).base).tokens):
                return replace(found, iri=model)
            return Match(found.iri, min(found.confidence, CONFIDENCE["family"]), "family")
        if found and hub and found.trusted and not record.of_models and is_common(record.name):
            return self._witnessed(found, record, developer)
        return found

    def _by_id(self, id: str, name: str) -> Match | None:
        """Return the system with an id, if it has a namespace and the name agrees with the rest.

        Two names that say the same are not a coincidence, even if the list names another developer.
        """
        iri = self.index.exact.get(id.casefold())
        if iri is None or "/" not in id:
            return None
        ours, theirs = (take_apart(split(each).base).tokens for each in (id, name))
        return Match(iri, CONFIDENCE["exact"], "exact") if ours == theirs else None

    def _witnessed(self, found: Match, record: Record, developer: str | None) -> Match:
        """Return the match of a common name as it is if a second field agrees, else as a guess."""
        if developer and self._by(developer, found.iri):
            return found
        if record.id and not is_common(record.id):
            named = self._find((record.id,), None, True, False)
            if named and named.iri == found.iri:
                return found
        tasks = {find_value("Task", name) for name in record.tasks}
        known = self._store.select(_TASKS, system=found.iri).rows if tasks else ()
        if any(str(row[0]).removeprefix(AIX) in tasks for row in known):
            return found
        return _guessed(found)

    def match_name(self, name: str) -> Match | None:
        """Return the system that a name alone may denote.

        >>> from aitaxonomy import Taxonomy
        >>> Taxonomy().content.matcher.match_name("gpt-4o-2024-08-06")
        Match(iri='https://w3id.org/aitaxonomy/id/gpt-4o', confidence=0.9, way='dated snapshot')
        """
        found = self._find((name,), None, True, False)
        return _guessed(found) if found and found.trusted and is_common(name) else found

    def _by(self, developer: str, iri: str) -> bool:
        return any(same_company(developer, each) for each in self.system(iri).developers)

    def _of_names(
        self, names: tuple[str, ...], developer: str | None, hub: bool, derived: bool
    ) -> Match | None:
        """Return the surest match of several names, else the newest system of the line of one."""
        best: Match | None = None
        distinct: dict[str, str] = {}
        for name in names:
            # Ids have hyphens and underscores where names have spaces.
            distinct.setdefault(split(name).base.casefold().translate(_PLAIN), name)
        for name in distinct.values():
            found = self._of_name(split(name), developer, hub, derived)
            if found is None or not found.trusted:
                found = self._of_less(name, developer, hub, derived) or found
            if found and (best is None or found.confidence > best.confidence):
                best = found
        if best or derived or not names:
            return best
        tokens = take_apart(split(names[-1]).base).tokens
        iri = None if is_generic(tokens) or is_common(names[-1]) else self.index.newest(tokens)
        if iri is None or (developer and not self._by(developer, iri)):
            return None
        return Match(iri, CONFIDENCE["family"], "family")

    def _of_less(self, name: str, developer: str | None, hub: bool, derived: bool) -> Match | None:
        """Return the system of a name without a remark, or without its developer in front."""
        for vendor, rest in shortened(name):
            found = self._of_name(Candidate(rest, rest, vendor), developer, hub, derived)
            owner = find_organization(vendor)
            if found and found.same and (not vendor or (owner and self._by(owner, found.iri))):
                return found
        return None

    def _of_name(
        self, name: Candidate, developer: str | None, hub: bool, derived: bool
    ) -> Match | None:
        if iri := self.index.exact.get(name.whole.casefold()):
            # The known name itself contains the part before the slash or the dot.
            return self._weighed(iri, "exact", name._replace(namespace=""), developer, hub)
        parts = take_apart(name.base)
        for found, way in self.index.ways(name.base, parts, derived) if parts.tokens else ():
            # What is close to a family is a member of it, unless it has the family's own name.
            if found and way not in _OWN and self.index.is_family(found):
                way = "family"  # noqa: PLW2901
            if found and self._agree(found, way, parts):
                return self._weighed(found, way, name, developer, hub)
        return None

    def _agree(self, iri: str, way: str, parts: Parts) -> bool:
        """Return whether no number in the label of a system contradicts one in a name."""
        if iri not in self._labels or way == "exact":
            return True
        label = take_apart(self._labels[iri])
        if way == "family" and not numbers(label.core) <= numbers(parts.core):
            return False
        return not (label.sizes and parts.sizes and label.sizes != parts.sizes)

    def _weighed(
        self, iri: str, way: str, name: Candidate, developer: str | None, hub: bool
    ) -> Match | None:
        """Return the match with its confidence, which a foreign namespace lowers."""
        makers, line = self.system(iri).developers, take_apart(name.base).line
        foreign = is_foreign(name.namespace, line, makers, hub)
        match = Match(iri, CONFIDENCE[way], way)
        if not foreign and not (developer and makers and not self._by(developer, iri)):
            return match
        # Common words identify nobody; a specific name with a number is likely that of a copy.
        own = any(map(is_number, line)) and not is_generic(line)
        if not own or (way == "family" and self.index.line(line) != iri):
            return None
        return _guessed(match)


def _guessed(found: Match) -> Match:
    """Return a match as one that is likely that of something else of the name."""
    way = found.way if found.way == "family" else "similar"
    return Match(found.iri, found.confidence * FOREIGN, way)


_PLAIN = str.maketrans("-_", "  ")
