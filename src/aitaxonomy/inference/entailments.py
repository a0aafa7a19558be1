"""What follows from a graph: for the whole, for data of yours, for one thing.

The whole graph is reasoned over once, and what follows is shipped. Data that only adds facts about
new things is reasoned over together with what it links to; a proof about one thing likewise. For
data that is too large to go through in Python, see `large`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from aitaxonomy import _data
from aitaxonomy.owl.module_extraction import excerpt
from aitaxonomy.owl.reserved_vocabulary import AXIOM_NODES, AXIOMATIC, CHARACTERISTICS, INSIDE, LIST
from aitaxonomy.rdf.namespaces import PREFIXES
from aitaxonomy.reasoning import Reasoner, Verdict
from aitaxonomy.reasoning.evaluation.derived import lines
from aitaxonomy.reasoning.proofs.inconsistency import contradiction
from aitaxonomy.reasoning.rules.unsupported import LeftOut
from aitaxonomy.store import INFERRED, GraphStore
from aitaxonomy.store.positions import Places
from aitaxonomy.store.shipped import cached_hash, content_hash, shipped_inferences

if TYPE_CHECKING:
    import pyoxigraph as ox

    from aitaxonomy.reasoning.evaluation.closure import Closure

_AIT, _OWL = PREFIXES["ait"], PREFIXES["owl"]
TYPE = PREFIXES["rdf"] + "type"
SUBCLASS = PREFIXES["rdfs"] + "subClassOf"
SUBPROPERTY = PREFIXES["rdfs"] + "subPropertyOf"
NOT_A = _AIT + "isNotA"
EXEMPLAR_OF = _AIT + "exemplarOf"
#: The kinds of which it is written down what provably is none (`ait:isNotA`). For all kinds this
#: would be more statements than everything else together; the reasoner tells for the others.
REFUTED_KINDS = tuple(
    _AIT + name
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
_CLASS = _OWL + "Class"
_SCHEMA = frozenset(
    PREFIXES["rdfs"] + name for name in ("subClassOf", "subPropertyOf", "domain", "range")
)
#: The property that leads from a denial to the thing that it is about.
DENIED_OF = _OWL + "sourceIndividual"
#: What a node without a name can say or be that is no fact; a denial is one of its `DENIED_OF`.
_ALTERING = (AXIOMATIC - INSIDE - LIST - {_OWL + "differentFrom"}) | {_OWL + "sameAs"}
_ALTERING_NODES = (AXIOM_NODES | CHARACTERISTICS.keys()) - {_OWL + "NegativePropertyAssertion"}
Statement = tuple[str, str, str]


def lesser_known(triples: Iterable[ox.Triple]) -> set[str]:
    """Return the artifacts that are exemplars of nothing.

    Without exemplars there are none: then the ontology is somebody else's.

    >>> import pyoxigraph as ox
    >>> gpt, toy, by = ox.NamedNode("urn:gpt"), ox.NamedNode("urn:toy"), _AIT + "developedBy"
    >>> made = [ox.Triple(each, ox.NamedNode(by), ox.NamedNode("urn:us")) for each in (gpt, toy)]
    >>> lesser_known([*made, ox.Triple(gpt, ox.NamedNode(EXEMPLAR_OF), ox.NamedNode("urn:LLM"))])
    {'urn:toy'}
    """
    found: dict[str, set[str]] = {_AIT + "developedBy": set(), EXEMPLAR_OF: set()}
    for triple in triples:
        if triple.predicate.value in found:
            found[triple.predicate.value].add(getattr(triple.subject, "value", ""))
    artifacts, exemplars = found.values()
    return artifacts - exemplars if exemplars else set()


class Inference:
    """Reasons over an asserted graph, of which some triples may be data of the user's."""

    def __init__(self, asserted: GraphStore, data: Iterable[ox.Triple], places: Places) -> None:
        self._asserted = asserted
        self._data = list(data)
        self._places = places
        self._near: dict[frozenset[str], Reasoner] = {}

    @cached_property
    def _triples(self) -> list[ox.Triple]:
        return self._asserted.triples()

    @cached_property
    def reasoner(self) -> Reasoner:
        """The rule closure over everything."""
        return self._reason(self._triples)

    @cached_property
    def _whole(self) -> Closure:
        """All that follows from everything; up to a contradiction, if there is one."""
        return _closed(self.reasoner)

    def about(self, seeds: Collection[str]) -> Reasoner:
        """Return a reasoner over the terms, some individuals, and what these link to."""
        key = frozenset(seeds)
        if key not in self._near:
            self._near[key] = self._reason(excerpt(self._triples, key))
        return self._near[key]

    def _reason(
        self, triples: list[ox.Triple], hierarchy: Iterable[Statement] | None = None
    ) -> Reasoner:
        told = shipped_hierarchy() if hierarchy is None else hierarchy
        pairs = [(a, b) for a, p, b in told if p == SUBCLASS]
        return Reasoner(
            triples,
            hierarchy=pairs,
            locate=self._places.of_triple,
            exemplar_property=EXEMPLAR_OF,
        )

    def verdict(
        self, thing: str, kind: str, expected: str, *, is_class: bool, witness: str | None
    ) -> Verdict:
        """Return the verdict with its proof: from a part of the graph if that will do.

        Args:
            thing: the IRI of an individual or a class.
            kind: the IRI of a class.
            expected: the verdict that the whole graph gives, if it is known; else "".
            is_class: whether the thing is a class.
            witness: for a class, an individual of it that provably is not of the kind.

        """
        seeds = (witness,) if witness else () if is_class else (thing,)
        for reasoner in (self.about(seeds), None):
            judge = reasoner or self.reasoner
            found = judge.subsumes(thing, kind) if is_class else judge.verdict(thing, kind)
            if found.verdict == expected:
                break
        return found

    # --- all that follows

    def fill(self, store: GraphStore) -> None:
        """Put all that follows into the inferred graph; raises `InconsistentOntology`."""
        store.set_inferred(self.infer())

    def check(self) -> None:
        """Raise `InconsistentOntology`, with the smallest set of clashing statements."""
        _refuse_contradictions(self.reasoner, self._whole)

    def left_out(self) -> list[LeftOut]:
        """Return what has no rule form, each with the reason."""
        return self.reasoner.left_out()

    def count(self, store: GraphStore) -> int:
        """How many statements follow, those about the terms included."""
        return len(store.triples(INFERRED))

    def infer(self, hierarchy: Iterable[Statement] | None = None) -> list[ox.Triple]:
        """Work out what follows: hierarchy, types, links, and refutations of kinds.

        A hierarchy that is given takes the place of the shipped one, and everything is worked out
        anew. Raises `InconsistentOntology`.
        """
        import pyoxigraph as ox

        if hierarchy is not None:
            told = list(hierarchy)
            reasoner = self._reason(self._triples, told)
            return [*as_triples(told), *_all_of(reasoner, _closed(reasoner))]
        if self._data and self._adds_facts_only():
            known = shipped_inferences()
            named = (each for each in map(_whom, self._data) if isinstance(each, ox.NamedNode))
            part = self.about({each.value for each in named})
            return [*known, *_all_of(part, _closed(part))]
        more = _all_of(self.reasoner, self._whole)
        return [*as_triples([*shipped_hierarchy(), *self._new_pairs]), *more]

    @cached_property
    def _new_pairs(self) -> list[Statement]:
        """The pairs of the class hierarchy that are neither stated nor shipped.

        The shipped ones are complete as long as the terms are as they are.
        """
        if shipped_is_current() and not self._alters_terms:
            return []
        known = {*self.reasoner.hierarchy, *self.reasoner.ontology.told}
        return [(a, SUBCLASS, b) for a, b in sorted(self.reasoner.classified() - known)]

    @property
    def _alters_terms(self) -> bool:
        """Whether the data says something about terms, or more than facts of things."""
        import pyoxigraph as ox

        return any(
            alters_terms(
                t.predicate.value,
                getattr(t.object, "value", ""),
                named=isinstance(t.subject, ox.NamedNode),
            )
            for t in self._data
        )

    def _adds_facts_only(self) -> bool:
        """Tell whether the data leaves the terms and everything that is shipped as they are."""
        import pyoxigraph as ox

        if not shipped_is_current() or self._alters_terms:
            return False
        shipped = GraphStore()
        shipped.load_shipped(_data.ontology_files())
        query = f"SELECT ?p {{ ?p a <{_OWL}AnnotationProperty> }}"
        annotations = {str(row[0]) for row in shipped.select(query).rows}
        return not any(
            isinstance(_whom(t), ox.NamedNode) and shipped.holds_subject(_whom(t))
            for t in self._data
            if t.predicate.value not in annotations
        )


def shipped_is_current() -> bool:
    """Tell whether the shipped inferences are those of the ontology as it is."""
    return cached_hash() == content_hash()


def alters_terms(predicate: str, value: str, *, named: bool = True) -> bool:
    """Tell whether a statement says something about terms, or more than a fact of a thing.

    What has no name can be part of a fact, as a restriction is, or an axiom of its own.

    >>> alters_terms(SUBCLASS, "urn:C"), alters_terms(TYPE, "urn:C"), alters_terms(TYPE, _CLASS)
    (True, False, True)
    >>> alters_terms(TYPE, _CLASS, named=False), alters_terms(SUBCLASS, "urn:C", named=False)
    (False, True)
    """
    if not named:
        return value in _ALTERING_NODES if predicate == TYPE else predicate in _ALTERING
    if predicate == TYPE:
        return value in (_CLASS, _OWL + "Restriction") or "Property" in value
    owl = predicate.startswith(_OWL) and predicate != _OWL + "differentFrom"
    return owl or predicate in _SCHEMA


def _whom(statement: ox.Triple) -> Any:
    """Whom a statement is about: its subject, or the thing of which a node denies something."""
    return statement.object if statement.predicate.value == DENIED_OF else statement.subject


def shipped_hierarchy() -> list[Statement]:
    """Return the hierarchy that HermiT inferred for the shipped terms, as triples of IRIs."""
    return [
        (str(t.subject)[1:-1], t.predicate.value, str(t.object)[1:-1])
        for t in shipped_inferences()
        if t.predicate.value in (SUBCLASS, SUBPROPERTY)
    ]


def as_triples(statements: Iterable[Statement]) -> list[ox.Triple]:
    """Return statements in the reasoner's spelling, without literals, as triples."""
    import pyoxigraph as ox

    def node(name: str) -> Any:
        return ox.BlankNode(name[2:]) if name.startswith("_:") else ox.NamedNode(name)

    return [ox.Triple(node(s), node(p), node(o)) for s, p, o in statements]


def _closed(reasoner: Reasoner) -> Closure:
    """All that follows, denials of all kinds included; up to a contradiction, if there is one.

    Frames take a third of the time that the agenda takes.
    """
    return reasoner.closure(kinds=reasoner.classes, until_clash=True)


def _refuse_contradictions(reasoner: Reasoner, closure: Closure) -> None:
    proof = reasoner.explain_clash_in(closure)
    if proof is not None:
        raise contradiction(proof)


def _all_of(reasoner: Reasoner, closure: Closure) -> list[ox.Triple]:
    """Return the links and types that follow, and which artifacts are none of `REFUTED_KINDS`.

    Raises `InconsistentOntology`: of what contradicts itself, anything would follow.
    """
    import pyoxigraph as ox

    _refuse_contradictions(reasoner, closure)
    found = b"".join(map(lines, closure.inferred()))
    artifacts = set(closure.members(_AIT + "AIArtifact"))
    denials = [
        (thing, NOT_A, kind)
        for kind in REFUTED_KINDS
        for thing in closure.non_members(kind)
        if thing in artifacts
    ]
    links_and_types = ox.parse(found, ox.RdfFormat.N_TRIPLES)
    return [*(quad.triple for quad in links_and_types), *as_triples(denials)]
