"""Files reasoned over by themselves, without the shipped graph: the ontology may be anybody's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from aitaxonomy.errors import ImportFault, InconsistentOntology, UnknownTerm
from aitaxonomy.graph.names import Names
from aitaxonomy.owl.axioms import NOTHING, THING
from aitaxonomy.rdf.namespaces import OWL, RDF, curie, expand, local_name, shown
from aitaxonomy.rdf.positions.location import Location
from aitaxonomy.reasoning.reasoner import Reasoner
from aitaxonomy.reasoning.rules.omissions import LeftOut
from aitaxonomy.reasoning.verdict import UNKNOWN, Verdict
from aitaxonomy.store import GraphStore
from aitaxonomy.store.data_files import DataFiles
from aitaxonomy.store.positions import Places

if TYPE_CHECKING:
    from aitaxonomy.owl.hermit import InferredHierarchy
    from aitaxonomy.rdf.positions.location import Locate
    from aitaxonomy.reasoning.proofs.proof import Proof

ReasoningEngine = Literal["closure", "hermit"]
"""The reasoner: our rules, or HermiT."""


def check_engine(engine: str) -> None:
    """Raise `ValueError` for an engine that there is not."""
    if engine not in (known := get_args(ReasoningEngine)):
        raise ValueError(f"unknown engine {engine!r}: take one of {', '.join(known)}")


@dataclass(frozen=True)
class Hierarchy:
    """An ontology's classes: (narrower, wider) CURIEs, unsatisfiable ones, what follows.

    `derived` counts all statements that the engine derived. `proved_by` says by what the ontology
    is consistent, HermiT or the profile OWL 2 RL; where it is empty no contradiction was found, and
    `doubts` says what the engine does not fully cover.
    """

    subclasses: list[tuple[str, str]]
    unsatisfiable: list[str]
    derived: int
    proved_by: str = ""
    doubts: tuple[str, ...] = ()

    @classmethod
    def by_hermit(cls, found: InferredHierarchy, doubts: tuple[str, ...] = ()) -> Hierarchy:
        """Return what HermiT found; with doubts that proves nothing."""
        empty = {*found.unsatisfiable}
        pairs = sorted(pair for pair in found.subclasses if not empty & {*pair})
        return cls(
            [(curie(low), curie(high)) for low, high in pairs],
            [curie(iri) for iri in found.unsatisfiable],
            len(found.subclasses) + len(found.subproperties),
            "" if doubts else "HermiT",
            doubts,
        )

    def __repr__(self) -> str:
        """Return the counts alone: the pairs are thousands."""
        counts = f"{len(self.subclasses)} pairs of classes, {self.derived} derived statements"
        return f"<Hierarchy: {counts}, {len(self.unsatisfiable)} unsatisfiable>"


def missing_imports(store: GraphStore, locate: Locate) -> list[LeftOut]:
    """Return the imports that are in no file that was read: none is ever fetched."""
    found = store.select(
        f"SELECT ?by ?import {{ ?by <{OWL}imports> ?import FILTER NOT EXISTS {{"
        f" {{ ?import a <{OWL}Ontology> }} UNION {{ ?x <{OWL}versionIRI> ?import }} }} }}"
    )
    reason = "not read: imports are not followed, and no file that was given has it"
    pairs = sorted((str(by), str(name)) for by, name in found.rows)
    return [
        LeftOut(
            f"owl:imports {shown(name)}", reason, locate((by, OWL + "imports", name)) or Location()
        )
        for by, name in pairs
    ]


class Alone:
    """RDF files as an ontology of their own; see `Taxonomy.alone`.

    Raises `ImportFault` if there are none, or one cannot be read.
    """

    def __init__(self, files: Iterable[str | Path]) -> None:
        self.files = tuple(map(Path, files))
        if not self.files:
            raise ImportFault("there is nothing to reason over alone: name files by --data")
        self.store = GraphStore()
        self.store.add_lines(DataFiles((path, None) for path in self.files).text())

    def __repr__(self) -> str:
        return f"<Alone: {', '.join(path.name for path in self.files)}>"

    @cached_property
    def names(self) -> Names:
        """The index of labels, synonyms and names."""
        return Names(self.store)

    @cached_property
    def places(self) -> Places:
        """The places of statements in the files."""
        return Places(self.store, self.files, shipped=False)

    @cached_property
    def reasoner(self) -> Reasoner:
        """The rules over everything that the files say."""
        return Reasoner(self.store.triples(), locate=self.places.of_triple)

    def hierarchy(self, engine: ReasoningEngine = "closure", timeout: float = 300.0) -> Hierarchy:
        """Check consistency and return the hierarchy, as `Taxonomy.hierarchy` does."""
        check_engine(engine)
        if engine == "hermit":
            return self._by_hermit(timeout)
        self.reasoner.check()
        classified = self.reasoner.classified()
        below = {low for low, high in classified if high == NOTHING.iri}
        pairs = {pair for pair in classified if not pair[1].startswith(OWL)}
        derived = len(pairs - self.reasoner.told) + sum(1 for _ in self.reasoner.inferred())
        listed = [(curie(low), curie(high)) for low, high in sorted(pairs)]
        empty, doubts = [curie(iri) for iri in sorted(below)], self._doubts(self.reasoner)
        proved_by = "" if doubts else self.reasoner.consistency.proved_by
        return Hierarchy(listed, empty, derived, proved_by, doubts)

    def hermit(self, timeout: float = 300.0) -> InferredHierarchy:
        """Classify by HermiT; raises as `owl.hermit.classify`."""
        from aitaxonomy.owl.hermit import classify_terms

        triples, locate = self.store.triples(), self.places.of_triple
        try:
            return classify_terms(triples, with_named=True, timeout=timeout, locate=locate)
        except InconsistentOntology:
            self.reasoner.check()  # tells the statements, where the rules find a contradiction, too
            raise

    def _by_hermit(self, timeout: float) -> Hierarchy:
        found = self.hermit(timeout)
        doubts = [*map(str, self._missing_imports())]
        if unread := self.reasoner.unread:
            doubts.append(f"{len(unread):,} statement(s) not read (reason --explain)")
        return Hierarchy.by_hermit(found, tuple(doubts))

    def _doubts(self, judge: Reasoner) -> tuple[str, ...]:
        """The constructs that the rules do not fully cover, a line for each."""
        return (*map(str, self._missing_imports()), *judge.consistency.doubts)

    def without_rule(self) -> list[LeftOut]:
        """Return the axioms and statements that the rules do not use, each with the reason."""
        return [*self.reasoner.left_out(), *self._missing_imports()]

    def _missing_imports(self) -> list[LeftOut]:
        return missing_imports(self.store, self.places.of_triple)

    def is_a(self, thing: str, kind: str) -> Verdict:
        """Tell whether a thing, which may be a class, is of a kind, as `Taxonomy.is_a` does.

        Of an unknown verdict the `note` says what the rules do not fully cover: they may miss it.

        Raises `UnknownTerm`, and `InconsistentOntology` for files that contradict themselves.
        """
        subject, target = self._find(thing), self._find(kind)
        judge, declared = self.reasoner, self.reasoner.ontology.vocabulary.classes
        if target not in {*declared, THING.iri, NOTHING.iri}:
            judge = self._with_class(target)
        judge.check()
        found = (
            judge.subsumes(subject, target)
            if subject in declared
            else judge.verdict(subject, target)
        )
        if found.verdict is UNKNOWN and (doubts := self._doubts(judge)):
            return replace(found, note=f"The rules may miss it: {'; '.join(doubts)}")
        return found

    def why(self, thing: str, kind: str) -> Proof | None:
        """Return the proof that a thing is, or is not, of a kind; None where it is unknown."""
        return self.is_a(thing, kind).proof

    def _find(self, name: str) -> str:
        """The IRI of a name; of what has neither a label nor a declaration, by its last part."""
        if (iri := expand(name)) in (THING.iri, NOTHING.iri):
            return iri
        return self._by_last_part.get(name) or self.names.find(name)

    @cached_property
    def _by_last_part(self) -> dict[str, str]:
        """The classes and individuals whose names end in what no other one ends in."""
        known = self.reasoner.ontology.vocabulary.classes | self.reasoner.ontology.individuals
        ends: dict[str, list[str]] = {}
        for iri in known:
            if not iri.startswith("_:"):
                ends.setdefault(local_name(iri), []).append(iri)
        return {end: iris[0] for end, iris in ends.items() if len(iris) == 1}

    def _with_class(self, iri: str) -> Reasoner:
        """The reasoner with a class that is used and not declared."""
        import pyoxigraph as ox

        if not self.store.ask("ASK { ?x a ?kind }", kind=iri):
            raise UnknownTerm(f"{curie(iri)} is not a class: nothing is declared or said to be one")
        declaration = ox.Triple(*map(ox.NamedNode, (iri, RDF + "type", OWL + "Class")))
        triples = [*self.store.triples(), declaration]
        return Reasoner(triples, locate=self.places.of_triple)
