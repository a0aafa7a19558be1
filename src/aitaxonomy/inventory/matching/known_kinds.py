"""Which kinds of generative AI the systems of a graph are of, alone and as a family."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple

from aitaxonomy.graph.membership import Kinds, read_kinds
from aitaxonomy.rdf.namespaces import AIT
from aitaxonomy.reasoning.verdict import ENTAILED, UNKNOWN
from aitaxonomy.store import GraphStore

_MEMBERS = "SELECT ?family ?it WHERE { ?family ait:hasMember ?it }"
#: The kinds, by local name, the narrowest first.
_ASKED = ("LLMTechnology", "GenerativeAI")


class Suggested(NamedTuple):
    """A kind that a like name suggests: its local name, the share of the like that are, and why.

    Of the like, those count of which it is known whether they are of the kind.
    """

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
