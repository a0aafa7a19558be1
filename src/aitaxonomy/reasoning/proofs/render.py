"""Turns derivations into proofs, in words and with places."""

from __future__ import annotations

from collections.abc import Callable

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Ontology
from aitaxonomy.owl.writers.english import Words
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import OWL, RDF
from aitaxonomy.rdf.ntriples import Triple
from aitaxonomy.rdf.positions.location import Locate, Location
from aitaxonomy.reasoning.proofs.derivations import Derivation
from aitaxonomy.reasoning.proofs.proof import Proof, Step, say, suppose
from aitaxonomy.reasoning.rules.model import Atom, GroundFact, Predicate, Rule, member

FRESH = "_:any"
"""Any member of a class, in proofs about the class itself."""
TAKE = "take one such value"
"""The rule by which a thing that has some value gets one with a name."""
LOOKED_UP = Rule(Atom(Predicate("is", ax.THING), (0,)), (), "by its value")
"""Stands for looking up a data value in a range, which needs no axiom."""
ANYTHING = Rule(Atom(Predicate("is", ax.THING), (0,)), (), "everything is one")
"""Stands for everything being a thing, which needs no axiom either."""
BY_CONTRADICTION = Rule(Atom(Predicate("is", ax.THING), (0,)), (), "by contradiction")
"""Stands for concluding a fact where its contrary, the first premise, leads to a clash."""


class Writer:
    """Turns derivations into proofs, in words and with places."""

    def __init__(
        self,
        ontology: Ontology,
        locate: Locate | None = None,
        names: dict[str, str] | None = None,
    ) -> None:
        self.ontology = ontology
        self.words = Words({**ontology.labels, **(names or {})})
        self._locate = locate or (lambda _: None)

    def with_names(self, names: dict[str, str]) -> Writer:
        """One that calls some individuals by other names."""
        return Writer(self.ontology, self._locate, names)

    def proof(
        self,
        heading: str,
        derivation: list[tuple[GroundFact, Derivation]],
        stated: Callable[[GroundFact], ax.Axiom | None],
    ) -> Proof:
        """The proof that a derivation stands for."""
        numbers: dict[GroundFact, int] = {}
        supposed = [facts[0] for _, (rule, facts) in derivation if rule is BY_CONTRADICTION]
        steps = []
        for number, (fact, (applied, premises)) in enumerate(derivation, 1):
            axiom = stated(fact)
            rule = _without_axiom(fact) if applied is None and axiom is None else applied
            axioms = rule.axioms if rule is not None else () if axiom is None else (axiom,)
            steps.append(
                Step(
                    number,
                    fact,
                    rule,
                    axioms,
                    tuple(numbers[premise] for premise in premises),
                    (suppose if fact in supposed else say)(fact, self.words),
                    tuple(self.words.axiom(each) for each in axioms),
                    tuple(self._place(each) for each in axioms),
                )
            )
            numbers[fact] = number
        return Proof(heading, tuple(steps))

    def _place(self, axiom: ax.Axiom) -> Location:
        triple = self.ontology.origin.get(axiom) or _carrier(axiom)
        place = (self._locate(triple) if triple else None) or Location()
        notes = dict(self.ontology.annotations.get(axiom, ()))
        source = notes.get("http://purl.org/dc/terms/source", place.source)
        return Location(place.file, place.line, source)


def _carrier(axiom: ax.Axiom) -> Triple | None:
    """The triple that a plain fact stands in: data of any size keeps no record of it."""
    match axiom:
        case ax.ClassAssertion(individual, ax.Named(kind)):
            return individual, RDF + "type", kind
        case ax.PropertyAssertion(subject, prop, value):
            return subject, prop, value.n3 if isinstance(value, Literal) else value
        case ax.SameIndividual(one, other):
            return one, OWL + "sameAs", other
    return None


def _without_axiom(fact: GroundFact) -> Rule | None:
    """The rule of a fact that is neither stated nor derived; None if it is assumed."""
    if isinstance(fact.predicate.of, ax.AnyDataRange):
        return LOOKED_UP
    return ANYTHING if fact.predicate == member(ax.THING) else None
