"""Ontologies that neither are ours nor extend ours: their class hierarchies by HermiT."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from aitaxonomy.errors import InconsistentOntology
from aitaxonomy.inference.alone import Alone
from aitaxonomy.inference.verdict_table import VerdictTable
from aitaxonomy.owl.axioms import NOTHING
from aitaxonomy.owl.hermit import InferredHierarchy, classify_terms
from aitaxonomy.owl.module_extraction import carried
from aitaxonomy.rdf.namespaces import local_name
from aitaxonomy.rdf.positions.location import Location
from aitaxonomy.reasoning.verdict import Truth
from aitaxonomy.versions.causes import Cause, Change
from aitaxonomy.versions.difference import Difference
from aitaxonomy.versions.version import Files, Version

if TYPE_CHECKING:
    import pyoxigraph as ox

    from aitaxonomy.owl import axioms as ax
    from aitaxonomy.owl.ontology import Ontology
    from aitaxonomy.rdf.ntriples import Triple
    from aitaxonomy.reasoning.reasoner import Reasoner
    from aitaxonomy.store import GraphStore

_OURS = "https://w3id.org/aitaxonomy"
#: The changed axioms that are put back one by one, at most; each takes a run of HermiT.
_TRIED = 40
_Pair = tuple[str, str]


class ForeignVersion(Version):
    """One state of an ontology of others; what follows for its individuals is left out.

    Args:
        files: what states it.

    """

    def __init__(self, files: Files) -> None:
        super().__init__(files.name, folder=files.path, kept=files.kept)
        self._alone = Alone(files.rdf)

    @cached_property
    def is_ours(self) -> bool:
        """Return whether it says something in our vocabulary, or imports it."""
        ours = f"isIRI(?x) && STRSTARTS(STR(?x), '{_OURS}')"
        return self.store.ask(f"ASK {{ {{ ?s ?x ?o }} UNION {{ ?s ?p ?x }} FILTER({ours}) }}")

    @cached_property
    def store(self) -> GraphStore:
        """The store of all that is stated."""
        return self._alone.store

    @cached_property
    def whole(self) -> GraphStore:
        """The same store: what follows is not queried."""
        return self._alone.store

    @cached_property
    def verdicts(self) -> VerdictTable:
        """No verdicts."""
        return VerdictTable({"kinds": [], "rows": [], "things": {}})

    @cached_property
    def superclasses(self) -> dict[str, set[str]]:
        """The superclasses of each class by HermiT; of one without members, the empty class."""
        try:
            return _above(self._alone.hermit())
        except InconsistentOntology as fault:
            raise InconsistentOntology(f"{self.name}: {fault}", fault.clashes) from None

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The IRIs of its classes, and of the empty class."""
        return self.ontology.vocabulary.classes | {NOTHING.iri}

    @cached_property
    def ontology(self) -> Ontology:
        """Its axioms and facts."""
        return self._alone.reasoner.ontology

    @cached_property
    def stated(self) -> frozenset[ax.Axiom]:
        """All axioms and facts."""
        return frozenset((*self.ontology.axioms, *self.ontology.facts))

    @cached_property
    def inferred(self) -> dict[ax.Axiom, _Pair]:
        """Nothing: what follows has proofs, or HermiT is asked."""
        return {}

    @cached_property
    def terms(self) -> Reasoner:
        """A reasoner over the ontology."""
        return self._alone.reasoner

    @cached_property
    def triples(self) -> list[ox.Triple]:
        """All that is stated."""
        return list(self.store.triples())

    def place(self, triple: Triple) -> Location:
        """Return file and line of a statement, as far as they are known."""
        return self._alone.places.of_triple(triple) or Location()


class HierarchyDifference(Difference):
    """The subclass relations that one of two foreign versions alone has, each with its cause."""

    old: ForeignVersion
    new: ForeignVersion

    def label(self, iri: str) -> str:
        """Return what a class is called."""
        if iri == NOTHING.iri:
            return "class without members"
        labels = self.new.ontology.labels, self.old.ontology.labels
        return labels[0].get(iri) or labels[1].get(iri) or local_name(iri)

    @cached_property
    def hierarchy(self) -> tuple[tuple[str, str, Truth, Truth], ...]:
        """The pairs that one version alone has; all classes are above one without members."""
        empty = {
            low for each in (self.old, self.new) for low, above in each.superclasses.items()
            if NOTHING.iri in above
        }  # fmt: skip
        return tuple(
            each for each in super().hierarchy if each[0] not in empty or each[1] == NOTHING.iri
        )

    def _of_classes(self) -> Iterator[Change]:
        found = list(super()._of_classes())
        open_ = {(each.thing, each.kind) for each in found if not each.cause.confirmed}
        told = {**self._put_back(open_, lost=True), **self._put_back(open_, lost=False)}
        for each in found:
            yield replace(each, cause=told.get((each.thing, each.kind), each.cause))

    def _put_back(self, open_: set[_Pair], *, lost: bool) -> dict[_Pair, Cause]:
        """Return single axioms with which HermiT finds pairs again that a version lacks."""
        having, lacking = (self.old, self.new) if lost else (self.new, self.old)
        side, other = self._sides if lost else self._sides[::-1]
        wanted = {(a, b) for a, b in open_ if b in having.superclasses.get(a, ())}
        origin, told = having.ontology.origin, dict[_Pair, Cause]()
        changed = [each for each in origin if each in having.stated - lacking.stated]
        for axiom in changed[:_TRIED] if wanted else ():
            again = [*lacking.triples, *carried(origin[axiom], having.triples)]
            above = _above(classify_terms(again, with_named=True))
            said = side.lacks((axiom,), other)
            cause = Cause(said, (), True) if lost else Cause((), said, True)
            told |= {(a, b): cause for a, b in wanted - told.keys() if b in above.get(a, ())}
        return told


def foreign_version(files: Files) -> ForeignVersion | None:
    """Return the ontology in some files, unless it is ours or extends ours."""
    if files.ours or not files.rdf:
        return None
    found = ForeignVersion(files)
    return None if found.is_ours else found


def _above(found: InferredHierarchy) -> dict[str, set[str]]:
    """Return the superclasses of each class; a class without members has one alone."""
    above: dict[str, set[str]] = {}
    for low, high in found.subclasses:
        above.setdefault(low, set()).add(high)
    return above | {empty: {NOTHING.iri} for empty in found.unsatisfiable}
