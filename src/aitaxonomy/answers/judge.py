"""Strict verdicts: whether a thing is of a kind, as the ontology defines it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from itertools import chain
from typing import TYPE_CHECKING

from aitaxonomy.errors import UnknownTerm
from aitaxonomy.graph.neighbours import Relatives
from aitaxonomy.inference.content import Content
from aitaxonomy.rdf.namespaces import AIT, OWL, RDF, RDFS
from aitaxonomy.text import with_article

if TYPE_CHECKING:
    from aitaxonomy.inference.inference import Inference
    from aitaxonomy.owl import axioms as ax
    from aitaxonomy.reasoning.proofs.proof import Proof
    from aitaxonomy.reasoning.verdict import Truth, Verdict
    from aitaxonomy.store import GraphStore

Shown = Callable[[str], bool]
_TYPE = RDF + "type"
_SUBCLASS = RDFS + "subClassOf"
#: Witnesses that people know: the examples of the article, and the exemplars of kinds.
_EXAMPLES = "SELECT DISTINCT ?x { ?x ait:namedAsExampleOf ?any }"
_EXEMPLARS = "SELECT DISTINCT ?x { ?x ait:exemplarOf ?any }"
#: How many others are compared, and among how many one is looked for that is best shown.
_WITNESSES, _MANY = 12, 100
#: Members of a class that may be witnesses, those that people know first.
_MEMBERS = """SELECT DISTINCT ?x { ?x a ?low OPTIONAL { ?x ait:exemplarOf ?of } }
ORDER BY DESC(BOUND(?of)) ?x LIMIT 12"""
#: What can be a kind: classes of OWL, and those that data declares in the words of RDFS.
_KINDS = (OWL + "Class", RDFS + "Class")
#: The object of a type statement is a kind, declared or not, unless it has a type itself.
_IS_A_TYPE = "ASK { ?x a ?kind FILTER NOT EXISTS { ?kind a ?any } }"
_WIDER = "SELECT ?wider { ?other rdfs:subClassOf ?wider . ?wider a owl:Class }"
_CONVENTIONS = """SELECT DISTINCT ?convention { ?note owl:annotatedSource ?s ;
  owl:annotatedProperty ?p ; owl:annotatedTarget ?o ; ait:byConvention ?convention }"""

_ALL = "SELECT DISTINCT ?x { ?x a ?kind }"
_USED = "ASK { ?it ?p ?o }"
_TYPES = "SELECT ?kind { ?it a ?kind }"
_BELOW = "SELECT ?kind { ?kind rdfs:subClassOf ?it }"


class Judge:
    """Gives strict verdicts over some content.

    Args:
        content: what is asked.
        conventions: whether statements that rest on a convention count.

    >>> from aitaxonomy.rdf.namespaces import AIT, AIX
    >>> str(Judge(Content()).verdict(AIX + "dall-e-3", AIT + "LLM").verdict)
    'refuted'

    """

    def __init__(self, content: Content, *, conventions: bool = True) -> None:
        self._content, self._conventions = content, conventions

    def truth(self, thing: str, kind: str) -> Truth:
        """Return the strict verdict alone, looked up for what is shipped; both are IRIs.

        For things of files it is read from the closure of all their statements.
        """
        if self.adds_facts_only and thing not in self._content.shipped.names:
            return self._inference.truth(thing, kind)
        table = self._content.verdicts
        known = table.truth(thing, kind, conventions=self._conventions) if table else None
        return known or self.verdict(thing, kind).verdict

    def verdict(self, subject: str, target: str, shown: Shown | None = None) -> Verdict:
        """Tell whether a thing, which may be a kind itself, is of a kind; both are IRIs.

        `shown` tells of a member, by IRI, whether it is best shown against a kind.
        """
        found = self._verdict(subject, target, shown)
        label = self._content.links(target).text
        return replace(
            found,
            predicate=with_article(label),
            _rests_on=partial(conventions_of, self._content.store),
            _link=self._content.links,
        )

    @property
    def _inference(self) -> Inference:
        return self._content.inference if self._conventions else self._content.bare_inference

    def _verdict(self, subject: str, target: str, shown: Shown | None) -> Verdict:
        from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN, Verdict

        if self.adds_facts_only and subject not in self._content.shipped.names:
            return self._inference.verdict(subject, target, is_class=False)
        self._check_kind(target)
        if self._holds(subject, _TYPE, OWL + "Class"):
            return self._of_class(subject, target, shown)
        table = self._content.verdicts
        truth = table.truth(subject, target, conventions=self._conventions) if table else None
        if truth is None and self._conventions:
            if self._holds(subject, _TYPE, target):
                truth = ENTAILED
            elif self._holds(subject, AIT + "isNotA", target):
                truth = REFUTED

        @cache
        def exact() -> Verdict:
            bare = table.truth(subject, target, conventions=False) if table else None
            content = self._content  # a proof without conventions is longer and says more
            inference = self._inference if bare in (None, UNKNOWN) else content.bare_inference
            return inference.verdict(subject, target, truth or "", is_class=False)

        if truth is None:
            return exact()
        missing = tuple if truth is not UNKNOWN else lambda: exact().missing
        return Verdict(subject, target, truth, lambda: exact().proof, missing)

    def _of_class(self, subject: str, target: str, shown: Shown | None) -> Verdict:
        from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, Verdict

        witness = self._witness(subject, target, shown)
        below = subject == target or self._holds(subject, _SUBCLASS, target)
        truth = ENTAILED if below else REFUTED if witness else None

        @cache
        def exact() -> Verdict:
            return self._inference.verdict(
                subject,
                target,
                truth or "",
                is_class=True,
                witnesses=[witness] if witness else self.members(subject) if not truth else (),
            )

        if not truth:
            return exact()
        return Verdict(subject, target, truth, lambda: exact().proof, lambda: exact().missing)

    def kinds_below(self, thing: str, wider: str) -> list[str]:
        """Return the most specific kinds of an individual that are below a kind; all by IRI."""
        content = self._content
        store = content.shipped.store if self.adds_facts_only else content.store
        if content.shipped.store.ask(_USED, it=thing) or not self.adds_facts_only:
            kinds = {str(row[0]) for row in store.select(_TYPES, it=thing).rows}
        else:
            kinds = {*content.inference.about((thing,)).kinds(thing)}

        def below(high: str) -> set[str]:
            return {str(row[0]) for row in store.select(_BELOW, it=high).rows} & kinds - {high}

        return sorted(kind for kind in below(wider) if not below(kind))

    def _check_kind(self, iri: str) -> None:
        """Refuse what is not a kind: "unknown" would suggest that it is one."""
        if any(self._holds(iri, _TYPE, each) for each in _KINDS):
            return
        if self._content.store.ask(_IS_A_TYPE, kind=iri):
            return
        names = self._content.names
        term = Relatives(self._content.store, names).term(iri)
        sort = next((each.label for each in term.parents), "")
        if term.kind != "individual" or not sort:
            sort = term.kind
        raise UnknownTerm(f"{term.label} is {with_article(sort)}, not a kind: see `tree`")

    @property
    def adds_facts_only(self) -> bool:
        """Return whether files were added that state facts alone."""
        return self._content.added and self._content.inference.additions.facts_only

    def _witness(self, kind: str, other: str, shown: Shown | None) -> str | None:
        """Return the most instructive member of a kind that is provably not of the other kind.

        The examples of the article come first, then the exemplars, and of these the nearest miss;
        if possible, of those that are best shown.
        """
        from aitaxonomy.reasoning.subsumption.kinds import witness_order
        from aitaxonomy.reasoning.verdict import REFUTED

        table, select = self._content.verdicts, self._content.store.select
        against = [
            x for x in self.all_members(kind)
            if table and table.truth(x, other, conventions=self._conventions) is REFUTED
        ]  # fmt: skip
        known = [{str(row[0]) for row in select(query).rows} for query in (_EXAMPLES, _EXEMPLARS)]
        named = [[x for x in against if x in these] for these in known]
        best = ([*filter(shown, each)] for each in (*named, against[:_MANY]) if shown)
        first = next(filter(None, chain(best, named)), against[:_WITNESSES])
        wider = {str(row[0]) for row in select(_WIDER, other=other).rows} - {other}

        def order(thing: str) -> tuple[bool, int, int, str]:
            kinds = {str(row[0]) for row in select(_TYPES, it=thing).rows}
            return witness_order(thing, kinds, wider, exemplar=True)

        return min(first, key=order, default=None)

    def members(self, kind: str) -> list[str]:
        """Return some members of a class, by IRI.

        They are the likeliest to show that not every member is of another kind.
        """
        return [str(row[0]) for row in self._content.store.select(_MEMBERS, low=kind).rows]

    def of_all(self, kind: str, of: ax.Expression, about: str) -> Verdict:
        """Tell whether each member of a class has to be what an expression about an IRI says."""
        return self._inference.about(self.members(kind)).holds(kind, of, about)

    def all_members(self, kind: str) -> list[str]:
        """Return all members of a class, by IRI."""
        return [str(row[0]) for row in self._content.store.select(_ALL, kind=kind).rows]

    def _holds(self, subject: str, predicate: str, value: str) -> bool:
        return self._content.store.ask("ASK { ?s ?p ?o }", s=subject, p=predicate, o=value)


def conventions_of(store: GraphStore, proof: Proof | None) -> tuple[str, ...]:
    """Return the conventions on which statements of a proof rest, by IRI."""
    from aitaxonomy.owl import axioms as ax

    found: dict[str, None] = {}
    for axiom in proof.axioms if proof else ():
        match axiom:
            case ax.ClassAssertion(subject, ax.Named(target)):
                prop = _TYPE
            case ax.PropertyAssertion(subject, prop, str() as target):
                pass
            case ax.SubClassOf(ax.Named(subject), ax.Named(target)):
                prop = _SUBCLASS
            case _:
                continue
        rows = store.select(_CONVENTIONS, s=subject, p=prop, o=target).rows
        found.update(dict.fromkeys(str(row[0]) for row in rows))
    return tuple(found)
