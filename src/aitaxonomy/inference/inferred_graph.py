"""All that follows, as the triples of a graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from aitaxonomy.graph.membership import ARTIFACT
from aitaxonomy.inference.inference import Inference
from aitaxonomy.inference.premises import (
    NOT_A,
    REFUTED_KINDS,
    SUBCLASS,
    Statement,
    as_triples,
)
from aitaxonomy.owl.axioms import Named
from aitaxonomy.rdf.namespaces import AIT
from aitaxonomy.reasoning.evaluation.new_triples import lines
from aitaxonomy.reasoning.rules.model import member
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, Members
from aitaxonomy.store import INFERRED, GraphStore
from aitaxonomy.store.shipped_ontology import shipped_inferences

if TYPE_CHECKING:
    import polars as pl
    import pyoxigraph as ox

_OF_FAMILIES = _MEMBERS_ARE, _MEMBERS_ARE_NOT = AIT + "membersAre", AIT + "membersAreNot"
#: The bytes from which a part of the inferences is put into a store.
_PART = 2**24


class InferredGraph:
    """The graph of what an inference derives: hierarchy, types, links, and refuted kinds."""

    def __init__(self, inference: Inference) -> None:
        self._inference = inference

    def fill(self, store: GraphStore) -> None:
        """Put all inferred triples into the inferred graph of a store.

        Raises `InconsistentOntology`, since a contradiction entails everything.
        """
        store.set_inferred([*self._known(), *self._of_families()])
        self.add_to(store)

    def add_to(self, store: GraphStore) -> None:
        """Add what follows from the data to a store that has the shipped inferences.

        Those still hold, as more axioms never entail less. Raises `InconsistentOntology`.
        """
        store.add(as_triples(self._new_pairs), INFERRED)
        for part in self._parts():
            store.add_lines(part, INFERRED)

    def triples(self) -> list[ox.Triple]:
        """Return all inferred triples: hierarchy, types, links, and refuted kinds.

        Raises `InconsistentOntology`.
        """
        return [*self._known(), *self.derived(), *self._of_families()]

    def _of_families(self) -> list[ox.Triple]:
        """Return the kinds that families are, and are not, by four in five of the decided members.

        OWL cannot say it. The kinds that families are not are listed for `REFUTED_KINDS` alone.
        Where data of one's own speaks of shipped things, it is what the shipped members are.
        """
        inference = self._inference
        if inference.files.paths:
            if inference.shipped_holds:  # they are known with the rest
                return []
            return [t for t in shipped_inferences() if t.predicate.value in _OF_FAMILIES]
        kinds = [kind for kind in inference.compiled.classes if kind.startswith(AIT)]
        closure = inference.closure()
        members: dict[str, set[str]] = defaultdict(set)
        for family, member_ in closure.values(AIT + "hasMember").rows():
            members[family].add(member_)
        found: list[Statement] = []
        for kind in kinds:
            yes, no = set(closure.members(kind)), set(closure.non_members(kind))
            for family, its in members.items():
                verdict = Members(*map(tuple, (its & yes, its & no, its - yes - no))).verdict
                if verdict is ENTAILED:
                    found.append((family, _MEMBERS_ARE, kind))
                elif verdict is REFUTED and kind in REFUTED_KINDS:
                    found.append((family, _MEMBERS_ARE_NOT, kind))
        return as_triples(found)

    def derived(self) -> list[ox.Triple]:
        """Return the inferences about individuals."""
        import pyoxigraph as ox

        syntax = ox.RdfFormat.N_TRIPLES
        return [quad.triple for part in self._parts() for quad in ox.parse(part, syntax)]

    def _parts(self) -> Iterator[bytes]:
        """Yield the inferences about individuals as N-Triples; raises `InconsistentOntology`."""
        self._inference.check()
        parts: list[bytes] = []
        for frame in chain(self._inference.closure().inferred(), self._refutations()):
            parts.append(lines(frame))
            # A store takes a few large parts in less time than many small ones.
            if sum(map(len, parts)) > _PART:
                yield b"".join(parts)
                parts.clear()
        yield b"".join(parts)

    def _known(self) -> list[ox.Triple]:
        """The shipped inferences if they hold with this data, else the hierarchy alone."""
        if self._inference.files.paths and self._inference.shipped_holds:
            return shipped_inferences()
        return as_triples(self._hierarchy)

    @property
    def _hierarchy(self) -> list[Statement]:
        """The hierarchy of the premises, and the pairs that the data adds to it."""
        return [*self._inference.premises.hierarchy, *self._new_pairs]

    @cached_property
    def _new_pairs(self) -> list[Statement]:
        """The pairs of the hierarchy that are neither stated nor in that of the premises."""
        inference = self._inference
        if inference.premises.complete and not inference.additions.alters_terms:
            return []
        known = {*inference.premises.subclasses, *inference.compiled.told}
        more = sorted(inference.compiled.classified() - known)
        return [(low, SUBCLASS, high) for low, high in more]

    def _refutations(self) -> Iterator[pl.DataFrame]:
        """Yield the refuted kinds of artifacts."""
        import polars as pl

        whole = self._inference.closure()
        artifacts = whole.rows(member(Named(ARTIFACT))).select("x")
        for each in REFUTED_KINDS:
            found = whole.rows(member(Named(each)).opposite)
            yield found.join(artifacts, on="x", how="semi").select(
                whole.terms.decode(pl.col("x")).alias("s"),
                pl.lit(f"<{NOT_A}>").alias("p"),
                pl.lit(f"<{each}>").alias("o"),
            )
