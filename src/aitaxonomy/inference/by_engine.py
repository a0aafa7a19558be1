"""Reasoning by an engine of others, worded by our rules.

The engine says what follows, and which few axioms suffice for it. Our rules then prove it from
these alone; what they cannot prove is one step, with the engine's name and the axioms.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from aitaxonomy.errors import InconsistentOntology
from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.engines.engine import ClassHierarchy, stopped
from aitaxonomy.owl.engines.justification import minimal, sufficient
from aitaxonomy.owl.locality import by_relevance, module, terms_in
from aitaxonomy.owl.ontology import Ontology
from aitaxonomy.owl.writers.english import Words
from aitaxonomy.reasoning import ENTAILED, REFUTED, UNKNOWN, Reasoner, Verdict
from aitaxonomy.reasoning.proofs.inconsistency import contradiction
from aitaxonomy.reasoning.proofs.justification import ontology_of
from aitaxonomy.reasoning.proofs.proof import say
from aitaxonomy.reasoning.proofs.render import FRESH, ProofWriter
from aitaxonomy.reasoning.rules.model import CLASH, Atom, GroundFact, Rule, member
from aitaxonomy.reasoning.rules.normal_form import literal

if TYPE_CHECKING:
    from aitaxonomy.owl.engines.engine import Engine
    from aitaxonomy.rdf.positions.location import Locate
    from aitaxonomy.reasoning import Proof

Axioms = Sequence[ax.Axiom]
#: An individual of which nothing else is said.
_ANY = f"urn:uuid:{uuid4()}"
#: As many axioms our rules get before the engine has found out which of them are needed.
_FEW = 150


@dataclass(frozen=True)
class _Claim:
    """A statement to prove: what contradicts it, how it is proved by rules, and how worded."""

    against: tuple[ax.Axiom, ...]
    by_rules: Callable[[Reasoner], Proof | None]
    heading: str
    steps: tuple[GroundFact, ...]
    """The conclusion, after what is assumed."""
    terms: tuple[str, ...] = ()


@dataclass(frozen=True)
class EngineReasoner:
    """The verdicts of an engine on an ontology, all of them within `timeout` seconds.

    `locate` finds the file and line of a triple, for proofs.
    """

    ontology: Ontology
    engine: Engine
    locate: Locate | None = None
    timeout: float = 300.0
    _start: float = field(default_factory=time.monotonic)

    def hierarchy(self) -> ClassHierarchy:
        """Return the hierarchy of the named classes; raises as `verdict`."""
        try:
            return self.engine.classify(self.ontology, self._rest())
        except InconsistentOntology:
            raise self._contradiction() from None

    def verdict(self, thing: str, kind: str) -> Verdict:
        """Return the verdict on whether a thing, which may be a class, is of a kind (IRIs).

        Raises `InconsistentOntology`, with a minimal set of conflicting axioms in words, and what
        the engine raises.
        """
        is_class = thing in self.ontology.vocabulary.classes
        yes, no = (self._of_class if is_class else self._of_individual)(thing, kind)
        part = module(self._every, (thing, kind))
        tried = [self._every, (*part, *yes.against), (*part, *no.against)]
        found = self._first(tried)
        if found == 0:
            raise self._contradiction()
        if found is None:
            return Verdict(thing, kind, UNKNOWN, lambda: None, tuple)
        truth, claim = ((ENTAILED, yes), (REFUTED, no))[found - 1]
        return Verdict(thing, kind, truth, lambda: self._prove(part, claim), tuple)

    # --- claims

    def _of_class(self, sub: str, sup: str) -> tuple[_Claim, _Claim]:
        low, high = ax.Named(sub), ax.Named(sup)
        both = ax.And((low, ax.Not(high)))
        every = self._words.axiom(ax.SubClassOf(low, high))
        one, other = self._words.name(sub), self._words.name(sup)
        supposed, concluded = (GroundFact(member(each), (FRESH,)) for each in (low, high))
        yes = _Claim(
            (ax.ClassAssertion(_ANY, both),),
            lambda reasoner: reasoner.subsumes(sub, sup).proof,
            f"{every[:1].upper()}{every[1:]}. Let x be any {one}",
            (supposed, concluded),
            (sub, sup),
        )
        no = _Claim(
            (ax.SubClassOf(low, high),),
            lambda reasoner: reasoner.subsumes(sub, sup).proof,
            f"Not every {one} is a {other}: some x is one, yet no {other}",
            (GroundFact(literal(both), (FRESH,)),),
            (sub, sup),
        )
        return yes, no

    def _of_individual(self, thing: str, kind: str) -> tuple[_Claim, _Claim]:
        is_one = GroundFact(member(ax.Named(kind)), (thing,))
        is_none = GroundFact(is_one.predicate.opposite, (thing,))

        def claim(fact: GroundFact, against: ax.Expression) -> _Claim:
            return _Claim(
                (ax.ClassAssertion(thing, against),),
                lambda reasoner: reasoner.verdict(thing, kind).proof,
                say(fact, self._words),
                (fact,),
                (thing, kind),
            )

        return claim(is_one, ax.Not(ax.Named(kind))), claim(is_none, ax.Named(kind))

    def _contradiction(self) -> InconsistentOntology:
        part = module(self._every, ())
        about = min(self.ontology.individuals, default=ax.THING.iri)
        clash = GroundFact(CLASH, (about,))
        claim = _Claim((), lambda reasoner: reasoner.explain_clash(), "A contradiction", (clash,))
        return contradiction(self._prove(part, claim))

    # --- proofs

    def _prove(self, part: Axioms, claim: _Claim) -> Proof:
        """The proof of a claim that the engine has found to hold, from axioms that suffice."""

        def first(sets: Sequence[Axioms]) -> int | None:
            return self._first([(*each, *claim.against) for each in sets])

        enough = sufficient(by_relevance(part, claim.terms), first)
        proof = self._worded(enough, claim) if len(enough) <= _FEW else None
        if proof is None:
            few = minimal(enough, first, claim.terms)
            proof = self._worded(few, claim) or self._named(few, claim)
        return proof

    def _worded(self, axioms: Axioms, claim: _Claim) -> Proof | None:
        return claim.by_rules(Reasoner(self._only(axioms), locate=self.locate))

    def _named(self, axioms: Axioms, claim: _Claim) -> Proof:
        """The proof that names the engine as its reason."""
        *supposed, goal = claim.steps
        if goal.predicate == CLASH:
            named = sorted({*self.ontology.individuals}.intersection(*[_terms(axioms)]))
            goal = GroundFact(CLASH, (named[0] if named else ax.THING.iri,))
        body = tuple(Atom(fact.predicate, (0,)) for fact in supposed)
        rule = Rule(Atom(goal.predicate, (0,)), body, f"by {self.engine.name}", tuple(axioms))
        steps: list[Any] = [(fact, (None, ())) for fact in supposed]
        steps.append((goal, (rule, tuple(supposed))))
        return ProofWriter(self.ontology, self.locate).proof(claim.heading, steps, lambda _: None)

    # --- helpers

    @property
    def _every(self) -> Axioms:
        return (*self.ontology.axioms, *self.ontology.facts)

    @property
    def _words(self) -> Words:
        return Words({**self.ontology.labels, FRESH: "x"})

    def _first(self, sets: Sequence[Axioms]) -> int | None:
        """The number of the first set of axioms that contradicts itself."""
        return self.engine.first_inconsistent(list(map(self._only, sets)), self._rest())

    def _only(self, axioms: Axioms) -> Ontology:
        """These axioms alone, with the labels and places of all."""
        return replace(
            ontology_of(axioms, self.ontology.vocabulary),
            individuals=self.ontology.individuals & _terms(axioms),
            labels=self.ontology.labels,
            origin=self.ontology.origin,
            annotations=self.ontology.annotations,
        )

    def _rest(self) -> float:
        """The seconds that are left."""
        rest = self.timeout - (time.monotonic() - self._start)
        if rest <= 0:
            raise stopped(self.engine.name, self.timeout)
        return rest


def _terms(axioms: Axioms) -> set[str]:
    return {term for axiom in axioms for term in terms_in(axiom)}
