"""Verdicts on whether a thing is of a kind: looked up if they are stored, else inferred."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from aitaxonomy.errors import UnknownTerm
from aitaxonomy.graph.neighbours import Relatives
from aitaxonomy.graph.term import Term
from aitaxonomy.inference.content import Content
from aitaxonomy.rdf.namespaces import AIT, OWL, RDF, RDFS
from aitaxonomy.text import with_article

if TYPE_CHECKING:
    from aitaxonomy.reasoning import Verdict

_TYPE = RDF + "type"
_SUBCLASS = RDFS + "subClassOf"
_WITNESSES = """SELECT ?x ?kind {
  ?x a ?below ; ait:isNotA ?other ; a ?kind . ?kind a owl:Class .
  FILTER(%s EXISTS { ?x ait:exemplarOf ?any })
}"""
#: Members of a class that may be witnesses, those that people know first.
_MEMBERS = """SELECT DISTINCT ?x { ?x a ?low %s OPTIONAL { ?x ait:exemplarOf ?of } }
ORDER BY DESC(BOUND(?of)) ?x LIMIT 12"""
#: What can be a kind: classes of OWL, and those that data declares in the words of RDFS.
_KINDS = (OWL + "Class", RDFS + "Class")
#: What something is said to be of is a kind, declared or not; what is itself of a kind is none.
_IS_A_TYPE = "ASK { ?x a ?kind FILTER NOT EXISTS { ?kind a ?any } }"
_WIDER = "SELECT ?wider { ?other rdfs:subClassOf ?wider . ?wider a owl:Class }"
_WIDER_SENSE = "SELECT ?wider { ?this ait:widerSense ?wider }"

_USED = "ASK { ?it ?p ?o }"
_TYPES = "SELECT ?kind { ?it a ?kind }"
_BELOW = "SELECT ?kind { ?kind rdfs:subClassOf ?it }"


class Judge:
    """Gives verdicts over some content.

    >>> str(Judge(Content()).verdict("DALL·E 3", "LLM").verdict)
    'refuted'
    """

    def __init__(self, content: Content) -> None:
        self._content = content

    def verdict(self, thing: str | Term, kind: str | Term) -> Verdict:
        """Tell whether a thing, which may be a kind itself, is of a kind; see `Taxonomy.is_a`."""
        found = self._verdict(thing, kind)
        widen, link = lambda: self._wider(thing, found.kind), self._content.links
        return replace(found, _widen=widen, _link=link)

    def _wider(self, thing: str | Term, kind: str) -> Verdict | None:
        """Return the verdict on the wider sense of a kind (`ait:widerSense`), if it has one."""
        content = self._content
        store = content.shipped.store if self._adds_facts_only else content.store
        rows = store.select(_WIDER_SENSE, this=kind).rows
        return self._verdict(thing, str(rows[0][0])) if rows else None

    def kinds_below(self, thing: str, wider: str) -> list[str]:
        """Return the most specific kinds of an individual that are below a kind; all by IRI."""
        content = self._content
        store = content.shipped.store if self._adds_facts_only else content.store
        if content.shipped.store.ask(_USED, it=thing) or not self._adds_facts_only:
            kinds = {str(row[0]) for row in store.select(_TYPES, it=thing).rows}
        else:
            kinds = {*content.inference.about((thing,)).kinds(thing)}

        def below(high: str) -> set[str]:
            return {str(row[0]) for row in store.select(_BELOW, it=high).rows} & kinds - {high}

        return sorted(kind for kind in below(wider) if not below(kind))

    def _verdict(self, thing: str | Term, kind: str | Term) -> Verdict:
        from aitaxonomy.inference.premises import ARTIFACT, REFUTED_KINDS
        from aitaxonomy.reasoning import ENTAILED, REFUTED, UNKNOWN, Verdict

        if (own := self._own(thing, kind)) is not None:
            return self._content.inference.verdict(*own, is_class=False)
        names = self._content.names
        subject = thing.iri if isinstance(thing, Term) else names.find(thing)
        target = kind.iri if isinstance(kind, Term) else names.find(kind, prefer=("class",))
        self._check_kind(target)
        witness, is_class = None, self._holds(subject, _TYPE, OWL + "Class")
        if is_class:
            below = subject == target or self._holds(subject, _SUBCLASS, target)
            witness = self._witness(subject, target)
            against = witness is not None
        else:
            below = self._holds(subject, _TYPE, target)
            against = self._holds(subject, AIT + "isNotA", target)
        truth = ENTAILED if below else REFUTED if against else UNKNOWN
        # Refutations are stored for some kinds and for artifacts only, and superclasses of the
        # data's classes are not stored: all others have to be inferred.
        written = target in REFUTED_KINDS and (
            not self._content.added and self._holds(subject, _SUBCLASS, ARTIFACT)
            if is_class
            else self._holds(subject, _TYPE, ARTIFACT)
        )
        known = truth if written or truth is not UNKNOWN else ""

        @cache
        def exact() -> Verdict:
            likely = is_class and truth is UNKNOWN and not self._content.data.large
            return self._content.inference.verdict(
                subject,
                target,
                known,
                is_class=is_class,
                witnesses=[witness] if witness else self.members(subject) if likely else (),
            )

        # Large data has not been checked for consistency.
        if not known or self._content.data.large:
            return exact()
        return Verdict(subject, target, truth, lambda: exact().proof, lambda: exact().missing)

    def _check_kind(self, iri: str) -> None:
        """Refuse what no thing can be of: "unknown" would be an answer about it."""
        if any(self._holds(iri, _TYPE, each) for each in _KINDS):
            return
        if self._content.store.ask(_IS_A_TYPE, kind=iri):
            return
        names = self._content.names
        term = Relatives(self._content.store, names).term(iri)
        sort = next((each.label for each in term.parents), "")
        if term.kind != "individual" or not sort:
            sort = term.kind
        raise UnknownTerm(f"{term.label} is {with_article(sort)}, no kind; `tree` lists the kinds")

    def _own(self, thing: str | Term, kind: str | Term) -> tuple[str, str] | None:
        """Return the IRIs of an individual of the data and a shipped kind; None for other names.

        No index of all names is built. Shipped terms take precedence over the data.
        """
        if not self._adds_facts_only:
            return None
        names = [each.iri if isinstance(each, Term) else each for each in (thing, kind)]
        known = self._content.shipped.names
        if names[0] in known or names[1] not in known:
            return None
        found = self._content.inference.additions.find(names[0])
        return (found, known.find(names[1], prefer=("class",))) if found else None

    @property
    def _adds_facts_only(self) -> bool:
        """Whether files were added, and say nothing of the terms; of large ones that is taken."""
        content = self._content
        return content.added and (content.data.large or content.inference.additions.facts_only)

    def _witness(self, kind: str, other: str) -> str | None:
        """Return the most instructive member of a kind that is provably not of the other kind."""
        from aitaxonomy.reasoning.subsumption.kinds import witness_order

        select = self._content.store.select
        wider = {str(row[0]) for row in select(_WIDER, other=other).rows} - {other}
        # Exemplars come first: if there are any, the many other members need not be compared.
        for sort, exemplar in (("", True), ("NOT", False)):
            kinds: dict[str, set[str]] = {}
            for thing, of in select(_WITNESSES % sort, below=kind, other=other).rows:
                kinds.setdefault(str(thing), set()).add(str(of))
            if kinds:
                return min(
                    kinds, key=lambda x: witness_order(x, kinds[x], wider, exemplar=exemplar)
                )
        return None

    def members(self, kind: str, prop: str = "", value: str = "") -> list[str]:
        """Return some members of a class, by IRI, if asked for with a value of a property.

        They are those that may best show that not every member is something else.
        """
        select = self._content.store.select
        if prop:
            found = select(_MEMBERS % f"; <{prop}> ?value", low=kind, value=value)
        else:
            found = select(_MEMBERS % "", low=kind)
        return [str(row[0]) for row in found.rows]

    def _holds(self, subject: str, predicate: str, value: str) -> bool:
        return self._content.store.ask("ASK { ?s ?p ?o }", s=subject, p=predicate, o=value)
