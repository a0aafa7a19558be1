"""Membership of a thing in a kind: member, non-member or unknown, as the graph holds it.

All code that groups, counts, colours or ranks things by kind asks here: a thing that is not a known
member is not thereby a non-member.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from aitaxonomy.rdf.namespaces import AIT
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN, Truth
from aitaxonomy.store.table import Table

Select = Callable[..., Table]
ARTIFACT = AIT + "AIArtifact"
_STATED = "SELECT ?x ?how ?kind { VALUES ?how { rdf:type ait:isNotA } %s ?x ?how ?kind }"
_OURS = "?x a ait:AIArtifact . FILTER(STRSTARTS(STR(?kind), STR(ait:)))"


class Kinds(set[str]):
    """The kinds that a thing provably is of.

    Attributes:
        refuted: the kinds that it provably is not of.

    >>> cat = Kinds(["urn:Cat"], refuted=["urn:Dog"])
    >>> [str(cat.truth(kind)) for kind in ("urn:Cat", "urn:Dog", "urn:Pet")]
    ['entailed', 'refuted', 'unknown']

    """

    def __init__(self, kinds: Iterable[str] = (), refuted: Iterable[str] = ()) -> None:
        super().__init__(kinds)
        self.refuted = set(refuted)

    def truth(self, kind: str) -> Truth:
        """Return the verdict on the thing and a kind."""
        return ENTAILED if kind in self else REFUTED if kind in self.refuted else UNKNOWN


def read_kinds(
    select: Select, kinds: Iterable[str] = (), name: Callable[[str], str] = str
) -> dict[str, Kinds]:
    """Return the kinds of each thing of which some are known, by IRI.

    Args:
        select: runs a query over the asserted and the inferred graph.
        kinds: the IRIs of the kinds to ask for; without any, all of ours that artifacts have.
        name: turns the IRI of a kind into the name that it is to have.

    """
    asked = " ".join(f"<{kind}>" for kind in sorted(kinds))
    found: dict[str, Kinds] = {}
    which = f"VALUES ?kind {{ {asked} }}" if asked else _OURS
    for thing, how, kind in select(_STATED % which).terms:
        its = found.setdefault(thing.value, Kinds())
        (its.refuted if how.value == AIT + "isNotA" else its).add(name(kind.value))
    return found


def count_members(things: Iterable[Kinds], kind: str) -> Counter[Truth] | None:
    """Count members, non-members and undecided; None where no non-member is on record.

    The graph holds the non-members of a few kinds only; of the others it tells members alone.

    >>> counts = count_members([Kinds(["urn:Cat"]), Kinds(), Kinds(refuted=["urn:Cat"])], "urn:Cat")
    >>> counts and counts[UNKNOWN]
    1
    """
    found = Counter(each.truth(kind) for each in things)
    return found if found[REFUTED] else None
