"""All that follows, as the triples of a graph: put into a store, or fetched for a query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from aitaxonomy.graph.membership import ARTIFACT
from aitaxonomy.inference.inference import Inference
from aitaxonomy.inference.premises import (
    NOT_A,
    REFUTED_KINDS,
    SUBCLASS,
    TYPE,
    Statement,
    as_triples,
)
from aitaxonomy.owl.axioms import Named
from aitaxonomy.rdf.namespaces import AIT, OWL
from aitaxonomy.reasoning.evaluation.new_triples import lines
from aitaxonomy.reasoning.rules.model import member
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, Members
from aitaxonomy.store import INFERRED, GraphStore
from aitaxonomy.store.query_patterns import EVERYTHING, Pattern
from aitaxonomy.store.shipped_ontology import shipped_inferences

if TYPE_CHECKING:
    import polars as pl
    import pyoxigraph as ox

_OF_FAMILIES = _MEMBERS_ARE, _MEMBERS_ARE_NOT = AIT + "membersAre", AIT + "membersAreNot"


class InferredGraph:
    """The graph of what an inference derives: hierarchy, types, links, and refuted kinds."""

    def __init__(self, inference: Inference) -> None:
        self._inference = inference

    def fill(self, store: GraphStore) -> None:
        """Put all inferred triples into the inferred graph of a store.

        For large data they are fetched when a query needs them. For other data it raises
        `InconsistentOntology`, since a contradiction entails everything.
        """
        if not self._inference.files.large:
            store.set_inferred(self.triples())
        elif self._inference.shipped_holds:
            store.add(shipped_inferences(), INFERRED)
            store.supply(INFERRED, self.inferred)
        else:
            store.set_inferred([*as_triples(self._hierarchy), *self._of_families()])
            store.supply(INFERRED, self.inferred)

    def add_to(self, store: GraphStore) -> None:
        """Add what follows from the data to a store that has the shipped inferences.

        Raises `InconsistentOntology`.
        """
        store.add_inferred(self.derived())

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

        self._inference.check()
        found = b"".join(self.inferred([EVERYTHING]))
        return [quad.triple for quad in ox.parse(found, ox.RdfFormat.N_TRIPLES)]

    def _known(self) -> list[ox.Triple]:
        """The shipped inferences if they hold with this data, else the hierarchy alone."""
        if self._inference.files.paths and self._inference.shipped_holds:
            return shipped_inferences()
        return as_triples(self._hierarchy)

    @cached_property
    def _hierarchy(self) -> list[Statement]:
        """The hierarchy of the premises, and the pairs that the data adds to it.

        The hierarchy of the premises is complete if the data does not alter the terms.
        """
        if self._inference.premises.complete and not self._inference.additions.alters_terms:
            return self._inference.premises.hierarchy
        known = {*self._inference.premises.subclasses, *self._inference.compiled.ontology.told}
        more = sorted(self._inference.compiled.classified() - known)
        return [*self._inference.premises.hierarchy, *((a, SUBCLASS, b) for a, b in more)]

    def count(self, store: GraphStore) -> int:
        """The number of inferred triples, the hierarchy of the terms included.

        For large data they are counted without being put into the store.
        """
        if not self._inference.files.large:
            count = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{INFERRED}> {{ ?s ?p ?o }} }}"
            return int(str(store.select(count).rows[0][0]))
        known = {tuple(map(str, triple)) for triple in self._known()}
        subjects = list({s for s, _, _ in known})
        total = len(known)
        for frame in self._frames([EVERYTHING]):
            twice = frame.filter(frame["s"].is_in(subjects)).select("s", "p", "o").rows()
            total += frame.height - sum(row in known for row in twice)
        return total

    def inferred(self, patterns: Collection[Pattern]) -> Iterator[bytes]:
        """Yield the inferred triples that match a pattern, as N-Triples: a `store.Source`."""
        wanted = [pattern for pattern in patterns if self._may_follow(pattern)]
        yield from map(lines, self._frames(wanted) if wanted else ())

    def _may_follow(self, pattern: Pattern) -> bool:
        """Return whether any inferred triple can match a pattern, by its predicate and class."""
        _, p, o = pattern
        words = self._inference.compiled.ontology.vocabulary
        if p == f"<{TYPE}>":
            return o is None or o[1:-1] in words.classes
        links = words.object_properties | words.data_properties | {OWL + "sameAs", NOT_A}
        return p is None or p[1:-1] in links

    def _frames(self, patterns: Collection[Pattern]) -> Iterator[pl.DataFrame]:
        yield from self._inference.closure().inferred(patterns)
        for s, p, o in patterns:
            if p in (None, f"<{NOT_A}>"):
                yield from self._refutations(s, o)

    def _refutations(self, thing: str | None, kind: str | None) -> Iterator[pl.DataFrame]:
        """The refuted kinds of artifacts; `thing` and `kind` restrict them, in N-Triples."""
        import polars as pl

        whole = self._inference.closure()
        artifacts = whole.rows(member(Named(ARTIFACT))).select("x")
        for each in REFUTED_KINDS:
            if kind in (None, f"<{each}>"):
                found = whole.rows(member(Named(each)).opposite)
                frame = found.join(artifacts, on="x", how="semi").select(
                    whole.terms.decode(pl.col("x")).alias("s"),
                    pl.lit(f"<{NOT_A}>").alias("p"),
                    pl.lit(f"<{each}>").alias("o"),
                )
                yield frame if thing is None else frame.filter(pl.col("s") == thing)
