"""Whether a thing is of a kind: looked up where it is known, worked out where it is not."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from aitaxonomy.graph.term import Term
from aitaxonomy.inference.content import Content
from aitaxonomy.rdf.namespaces import AIT, OWL, RDF, RDFS

if TYPE_CHECKING:
    from aitaxonomy.reasoning import Verdict

_TYPE = RDF + "type"
_SUBCLASS = RDFS + "subClassOf"
_WITNESSES = """SELECT ?x ?kind {
  ?x a <%(kind)s> ; ait:isNotA <%(other)s> ; a ?kind . ?kind a owl:Class .
  FILTER(%(sort)s EXISTS { ?x ait:exemplarOf ?any })
}"""
_WIDER = "SELECT ?wider { <%(other)s> rdfs:subClassOf ?wider . ?wider a owl:Class }"


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
        rows = self._content.store.select(
            f"SELECT ?wider {{ <{kind}> ait:widerSense ?wider }}"
        ).rows
        return self._verdict(thing, str(rows[0][0])) if rows else None

    def _verdict(self, thing: str | Term, kind: str | Term) -> Verdict:
        from aitaxonomy.inference.premises import REFUTED_KINDS
        from aitaxonomy.reasoning import ENTAILED, REFUTED, UNKNOWN, Verdict

        if (own := self._own(thing, kind)) is not None:
            return self._content.inference.verdict(*own, is_class=False)
        names = self._content.names
        subject = thing.iri if isinstance(thing, Term) else names.find(thing)
        target = kind.iri if isinstance(kind, Term) else names.find(kind, prefer=("class",))
        witness, is_class = None, self._holds(subject, _TYPE, OWL + "Class")
        if is_class:
            below = subject == target or self._holds(subject, _SUBCLASS, target)
            witness = self._witness(subject, target)
            against = witness is not None
        else:
            below = self._holds(subject, _TYPE, target)
            against = self._holds(subject, AIT + "isNotA", target)
        truth = ENTAILED if below else REFUTED if against else UNKNOWN
        # Who is none of a kind is written down for some kinds alone, and what classes of the data
        # are below is not; that is worked out.
        written = target in REFUTED_KINDS and not (is_class and self._content.added)
        known = truth if written or truth is not UNKNOWN else ""

        @cache
        def exact() -> Verdict:
            return self._content.inference.verdict(
                subject, target, known, is_class=is_class, witness=witness
            )

        # Large data may contradict itself where nobody has looked yet.
        if not known or self._content.data.large:
            return exact()
        return Verdict(subject, target, truth, lambda: exact().proof, lambda: exact().missing)

    def _own(self, thing: str | Term, kind: str | Term) -> tuple[str, str] | None:
        """Return the IRIs of a thing of large data and a shipped kind; None if they are not that.

        They are found without an index of all names. What is shipped goes before the data.
        """
        if not self._content.data.large:
            return None
        names = [each.iri if isinstance(each, Term) else each for each in (thing, kind)]
        known = self._content.shipped.names
        if names[0] in known or names[1] not in known:
            return None
        found = self._content.inference.additions.find(names[0])
        return (found, known.find(names[1], prefer=("class",))) if found else None

    def _witness(self, kind: str, other: str) -> str | None:
        """Return an individual of a kind that is provably none of another, and instructive."""
        from aitaxonomy.reasoning.subsumption.kinds import dullness

        names = {"kind": kind, "other": other}
        select = self._content.store.select
        wider = {str(row[0]) for row in select(_WIDER % names).rows} - {other}
        # Exemplars are best, so the many others need not be looked at where there are some.
        for sort, exemplar in (("", True), ("NOT", False)):
            kinds: dict[str, set[str]] = {}
            query = _WITNESSES % (names | {"sort": sort})
            for thing, of in select(query).rows:
                kinds.setdefault(str(thing), set()).add(str(of))
            if kinds:
                return min(kinds, key=lambda x: dullness(x, kinds[x], wider, exemplar=exemplar))
        return None

    def _holds(self, subject: str, predicate: str, value: str) -> bool:
        return self._content.store.ask(f"ASK {{ <{subject}> <{predicate}> <{value}> }}")
