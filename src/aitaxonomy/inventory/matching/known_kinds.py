"""Which kinds of generative AI the systems of a graph are of, alone and as a family."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple

from aitaxonomy.store import GraphStore

_MEMBERS = "SELECT ?family ?it WHERE { ?family ait:hasMember ?it }"
_INSTANCES = "SELECT ?it WHERE { ?it a ait:%s }"


class Suggested(NamedTuple):
    """A kind that a like name suggests: its local name, the share of the like that are, and why."""

    kind: str
    share: float
    because: str


class KnownKinds:
    """Tells which kinds of generative AI systems are of.

    Args:
        labels: the names of the systems, by IRI.
        store: the graph, with what follows from it.

    """

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
        return tuple(kind for kind, instances in self._instances.items() if iri in instances)

    def _suggested_by(self, iri: str, family: bool) -> tuple[Suggested, ...]:
        """Return the kinds that a name like that of a system, or of a family, suggests.

        A family suggests what its known members are, with the share of those that are.
        """
        like = self._members.get(iri, ()) if family else (iri,)
        of_family = f"{len(like)} known models of the family " if family else ""
        return tuple(
            Suggested(
                kind,
                count / len(like),
                f"as {f'{count} of ' if family else ''}{of_family}{self._labels.get(iri, iri)}",
            )
            for kind, count in Counter(kind for each in like for kind in self.of(each)).items()
        )

    @cached_property
    def _members(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for family, member in self._store.select(_MEMBERS).rows:
            found[str(family)].append(str(member))
        return found

    @cached_property
    def _instances(self) -> Mapping[str, frozenset[str]]:
        return {
            kind: frozenset(str(row[0]) for row in self._store.select(_INSTANCES % kind).rows)
            for kind in ("LLMTechnology", "GenerativeAI")
        }
