"""The premises of inference: the shipped triples, and the hierarchy that HermiT inferred."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aitaxonomy import clock
from aitaxonomy._data import INFERRED, module_file
from aitaxonomy.owl.axioms import PropertyAssertion
from aitaxonomy.owl.module_extraction import excerpt
from aitaxonomy.rdf.namespaces import AIT, OWL, RDF, RDFS
from aitaxonomy.rdf.ntriples import angled
from aitaxonomy.scratch import ScratchFolder
from aitaxonomy.store import GraphStore
from aitaxonomy.store.shipped_ontology import cached_hash, content_hash, inferences

if TYPE_CHECKING:
    import pyoxigraph as ox

    from aitaxonomy.reasoning.chaining.program_table import Prepared

TYPE = RDF + "type"
SUBCLASS = RDFS + "subClassOf"
SUBPROPERTY = RDFS + "subPropertyOf"
NOT_A = AIT + "isNotA"
EXEMPLAR_OF = AIT + "exemplarOf"
#: The kinds whose refutations are stored (`ait:isNotA`). For all kinds these would be more triples
#: than all others together; the reasoner infers them for the others.
REFUTED_KINDS = tuple(
    AIT + name
    for name in (
        "GenerativeAI",
        "LLM",
        "LLMTechnology",
        "LanguageModel",
        "MultimodalLLM",
        "MultimodalPlatform",
        "NonGenerativeAI",
        "TextOnlyLLM",
    )
)
Statement = tuple[str, str, str]
#: How many individuals that link to one are read for a verdict on that.
_LINKING = 60
_SAID = """{ ?note ait:byConvention ?convention ;
  owl:annotatedSource ?s ; owl:annotatedProperty ?p ; owl:annotatedTarget ?o .
  ?s a owl:NamedIndividual FILTER(isIRI(?o)) }"""
#: The statements about individuals that rest on a convention: all of them, and those about one.
BY_CONVENTION, _BY_CONVENTION = f"SELECT ?s ?p ?o {_SAID}", f"SELECT ?p ?o {_SAID}"
#: The links of individuals that held until a day.
_UNTIL = """SELECT ?s ?p ?o ?day { ?note ait:until ?day ;
  owl:annotatedSource ?s ; owl:annotatedProperty ?p ; owl:annotatedTarget ?o FILTER(isIRI(?o)) }"""


class Premises:
    """Asserted triples with the hierarchy of their terms.

    Args:
        triples: the asserted triples, or the store that has them.
        hierarchy: the `SUBCLASS` and `SUBPROPERTY` statements that HermiT inferred, or what reads
            them when they are needed.
        complete: whether the hierarchy was inferred from these very terms; in a checkout the terms
            may have been edited since.
        prepared: the program of these triples, compiled and closed, if that is at hand.
        conventions: whether the statements about individuals that rest on a convention count;
            they are known in a store alone.

    """

    def __init__(
        self,
        triples: Iterable[ox.Triple] | GraphStore,
        hierarchy: list[Statement] | Callable[[], list[Statement]],
        complete: bool = True,
        prepared: Prepared | None = None,
        conventions: bool = True,
    ) -> None:
        self._given, self._hierarchy = triples, hierarchy
        self.complete, self.prepared = complete, prepared
        self._conventions = conventions

    @classmethod
    def shipped(cls, store: GraphStore, prepared: Prepared | None = None) -> Premises:
        """Return what a store of the shipped files asserts, with the shipped hierarchy."""
        complete = cached_hash() == content_hash()
        return cls(store, shipped_hierarchy, complete, prepared)

    @property
    def closed(self) -> bool:
        """Return whether there is a prepared program of these very terms."""
        return self.complete and self.prepared is not None

    @cached_property
    def triples(self) -> list[ox.Triple]:
        """The asserted triples."""
        given = self._given
        return self._kept(given.triples() if isinstance(given, GraphStore) else given)

    def _kept(self, triples: Iterable[ox.Triple]) -> list[ox.Triple]:
        """The triples without those that are left out."""
        import pyoxigraph as ox

        said = list(triples)
        if self._conventions or not isinstance(self._given, GraphStore):
            return said
        left_out = {
            (subject, predicate, target)
            for subject in dict.fromkeys(t.subject for t in said)
            if isinstance(subject, ox.NamedNode)
            for predicate, target in self._given.select(
                _BY_CONVENTION, inferred=False, s=subject.value
            ).terms
        }
        return [t for t in said if (t.subject, t.predicate, t.object) not in left_out]

    @property
    def bare(self) -> Premises:
        """The premises without the statements about individuals that rest on a convention."""
        given = self._given
        return Premises(given, self._hierarchy, self.complete, self.prepared, conventions=False)

    @cached_property
    def former(self) -> frozenset[PropertyAssertion]:
        """The links that held until a day which has passed."""
        if not isinstance(self._given, GraphStore):
            return frozenset()
        ends = self._given.select(_UNTIL, inferred=False).rows
        now = clock.today()
        return frozenset(
            PropertyAssertion(str(s), str(p), str(o)) for s, p, o, day in ends if str(day) < now
        )

    @cached_property
    def unannotated(self) -> list[ox.Triple]:
        """The asserted triples without the annotations of axioms.

        These entail nothing, and of what is shipped they are two thirds: they tell the sources.
        """
        import pyoxigraph as ox

        axiom, of = ox.NamedNode(OWL + "Axiom"), ox.NamedNode(TYPE)
        notes = {t.subject for t in self.triples if t.object == axiom and t.predicate == of}
        return [t for t in self.triples if t.subject not in notes]

    def about(self, seeds: Collection[str]) -> list[ox.Triple]:
        """Return the triples about individuals (IRIs), and about all that they are linked with.

        With them come the terms, unless these are in `prepared`.
        """
        if not isinstance(self._given, GraphStore) or self.prepared is None:
            return excerpt(self.unannotated, seeds)
        return self._kept(self._given.reached(seeds, self.prepared.ontology.individuals))

    def linking(self, iri: str) -> set[str]:
        """Return the shipped individuals (IRIs) that link to one; of many, some."""
        given = self._given
        return {*given.linking(iri)[:_LINKING]} if isinstance(given, GraphStore) else set()

    @cached_property
    def facts(self) -> Path:
        """The facts about the individuals that are not in `prepared`, as a file of N-Triples."""
        import pyoxigraph as ox

        assert self.prepared is not None and isinstance(self._given, GraphStore)
        known = self.prepared.ontology.individuals
        rows = self._given.select("SELECT ?x { ?x a owl:NamedIndividual }", inferred=False).rows
        others = {str(row[0]) for row in rows} - known
        said = self._kept(self._given.reached(sorted(others), known))
        self._folder = ScratchFolder()
        path = Path(self._folder.name) / "facts.nt"
        logical = (t for t in said if str(t.predicate) not in self.annotations)
        ox.serialize(logical, output=path, format=ox.RdfFormat.N_TRIPLES)
        return path

    @cached_property
    def hierarchy(self) -> list[Statement]:
        """The inferred statements on classes and on properties."""
        return self._hierarchy() if callable(self._hierarchy) else self._hierarchy

    @property
    def subclasses(self) -> list[tuple[str, str]]:
        """The pairs (subclass, superclass) of the hierarchy."""
        return [(a, b) for a, p, b in self.hierarchy if p == SUBCLASS]

    @cached_property
    def subjects(self) -> set[str]:
        """Return the subjects of the triples in N-Triples; of the shipped files, the named ones."""
        if isinstance(self._given, GraphStore):
            named = "SELECT DISTINCT ?it { ?it a ?kind FILTER(isIRI(?it)) }"
            return {f"<{row[0]}>" for row in self._given.select(named, inferred=False).rows}
        return {str(triple.subject) for triple in self.triples}

    @cached_property
    def annotations(self) -> set[str]:
        """The annotation properties, in N-Triples; they have no logical meaning."""
        import pyoxigraph as ox

        if self.prepared:
            return set(map(angled, self.prepared.ontology.vocabulary.annotation_properties))
        kind, of = ox.NamedNode(OWL + "AnnotationProperty"), ox.NamedNode(TYPE)
        return {str(t.subject) for t in self.triples if t.predicate == of and t.object == kind}

    @cached_property
    def superclasses(self) -> dict[str, set[str]]:
        """The superclasses of each class, stated and inferred, transitively closed."""
        above: dict[str, set[str]] = {}
        for low, high in self._pairs():
            above.setdefault(low, set()).add(high)
        grown = True
        while grown:
            grown = False
            for kinds in above.values():
                more = set[str]().union(*(above.get(kind, ()) for kind in kinds)) - kinds
                kinds.update(more)
                grown = grown or bool(more)
        return above

    def _pairs(self) -> Iterable[tuple[str, str]]:
        """The pairs of a class and a superclass, stated and inferred."""
        import pyoxigraph as ox

        if self.prepared:
            return self.prepared.told | self.prepared.hierarchy
        stated = (
            (t.subject.value, t.object.value)
            for t in self.triples
            if t.predicate == ox.NamedNode(SUBCLASS)
            and isinstance(t.subject, ox.NamedNode)
            and isinstance(t.object, ox.NamedNode)
        )
        return [*self.subclasses, *stated]


def shipped_hierarchy() -> list[Statement]:
    """Return the hierarchy that HermiT inferred for the shipped terms, as triples of IRIs.

    >>> any(low == AIT + "LLM" for low, _, _ in shipped_hierarchy())
    True
    """
    return hierarchy_in(module_file(INFERRED))


def hierarchy_in(path: Path) -> list[Statement]:
    """Return the hierarchy in a file of inferences, as triples of IRIs."""
    return [
        (str(t.subject)[1:-1], t.predicate.value, str(t.object)[1:-1])
        for t in inferences(path)
        if t.predicate.value in (SUBCLASS, SUBPROPERTY)
    ]


def as_triples(statements: Iterable[Statement]) -> list[ox.Triple]:
    """Return statements of IRIs and blank nodes, written as the reasoner does, as triples."""
    import pyoxigraph as ox

    def node(name: str) -> Any:
        return ox.BlankNode(name[2:]) if name.startswith("_:") else ox.NamedNode(name)

    return [ox.Triple(node(s), node(p), node(o)) for s, p, o in statements]


def lesser_known(triples: Iterable[ox.Triple]) -> set[str]:
    """Return the artifacts that are exemplars of nothing.

    Without exemplars there are none: then the ontology is somebody else's.

    >>> import pyoxigraph as ox
    >>> gpt, toy, by = ox.NamedNode("urn:gpt"), ox.NamedNode("urn:toy"), AIT + "developedBy"
    >>> made = [ox.Triple(each, ox.NamedNode(by), ox.NamedNode("urn:us")) for each in (gpt, toy)]
    >>> lesser_known([*made, ox.Triple(gpt, ox.NamedNode(EXEMPLAR_OF), ox.NamedNode("urn:LLM"))])
    {'urn:toy'}
    """
    found: dict[str, set[str]] = {AIT + "developedBy": set(), EXEMPLAR_OF: set()}
    for triple in triples:
        if triple.predicate.value in found:
            found[triple.predicate.value].add(getattr(triple.subject, "value", ""))
    artifacts, exemplars = found.values()
    return artifacts - exemplars if exemplars else set()
