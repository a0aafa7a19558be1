"""Renders derivations as proofs: each step in words, each axiom with its place in the files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Ontology
from aitaxonomy.owl.writers.english import Words
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import DCTERMS, OWL, RDF, RDFS
from aitaxonomy.rdf.ntriples import Triple
from aitaxonomy.rdf.positions.location import Locate, Location
from aitaxonomy.reasoning.proofs.derivations import Derivation
from aitaxonomy.reasoning.proofs.proof import Proof, Step, say, suppose
from aitaxonomy.reasoning.rules.model import Atom, GroundFact, Predicate, Rule, member

FRESH = "_:?any"
"""The fresh individual of a tableau: any member of a class, in proofs about the class.

No label in a graph has a question mark, so no individual has its name.
"""
TAKE = "take one such value"
"""The name of the rule that introduces a successor for an existential."""
LOOKED_UP = Rule(Atom(Predicate("is", ax.THING), (0,)), (), "by its value")
"""The rule of a fact that a data value is, or is not, in a range; it needs no axiom."""
ANYTHING = Rule(Atom(Predicate("is", ax.THING), (0,)), (), "everything is one")
"""The rule that everything is an owl:Thing, which needs no axiom either."""
BY_CONTRADICTION = Rule(Atom(Predicate("is", ax.THING), (0,)), (), "by contradiction")
"""The rule that a fact holds if its negation, the first premise, leads to a clash."""


class ProofWriter:
    """Renders derivations as proofs, with the labels of an ontology.

    `locate` finds the file and line of a triple; `places` are those places of axioms that are known
    already.
    """

    def __init__(
        self,
        ontology: Ontology,
        locate: Locate | None = None,
        places: Mapping[ax.Axiom, Location] | None = None,
    ) -> None:
        self.ontology = ontology
        self.words = Words(ontology.labels)
        self._locate = cache(locate or (lambda _: None))  # proofs share statements
        self._places = {} if places is None else places

    def proof(
        self,
        heading: str,
        derivation: list[tuple[GroundFact, Derivation]],
        stated: Callable[[GroundFact], ax.Axiom | None],
    ) -> Proof:
        """The proof of a derivation; `stated` gives the axiom that states a fact, if any."""
        names = variable_names(term for fact, _ in derivation for term in fact.terms)
        words = Words({**self.ontology.labels, **names}) if names else self.words
        numbers: dict[GroundFact, int] = {}
        supposed = [facts[0] for _, (rule, facts) in derivation if rule is BY_CONTRADICTION]
        steps = []
        for number, (fact, (applied, premises)) in enumerate(derivation, 1):
            axiom = stated(fact)
            rule = _without_axiom(fact) if applied is None and axiom is None else applied
            in_words = suppose if rule is None and axiom is None and fact in supposed else say
            axioms = rule.axioms if rule is not None else () if axiom is None else (axiom,)
            steps.append(
                Step(
                    number,
                    fact,
                    rule,
                    axioms,
                    tuple(numbers[premise] for premise in premises),
                    in_words(fact, words),
                    tuple(words.axiom(each) for each in axioms),
                    tuple(self.place(each) for each in axioms),
                )
            )
            numbers[fact] = number
        return Proof(heading, tuple(steps), self.ontology.vocabulary.data_properties)

    def place(self, axiom: ax.Axiom) -> Location:
        """The place of an axiom, as far as it is known."""
        if axiom in self._places:
            return self._places[axiom]
        triple = self.ontology.origin.get(axiom) or carrier(axiom)
        place = (self._locate(triple) if triple else None) or Location()
        notes = dict(self.ontology.annotations.get(axiom, ()))
        return place if place.source else replace(place, source=notes.get(DCTERMS + "source"))


def variable_names(terms: Iterable[str]) -> dict[str, str]:
    """The names of the fresh individuals in a proof: x, y, z, w, v, u, then x6 and so on.

    >>> variable_names(["urn:felix", FRESH, FRESH + "1"])
    {'_:?any': 'x', '_:?any1': 'y'}
    """
    letters = ["x", "y", "z", "w", "v", "u"]
    fresh = sorted({each for each in terms if each.startswith(FRESH)}, key=lambda t: (len(t), t))
    first = 0 if fresh[:1] == [FRESH] else 1
    return {
        each: letters[i] if i < len(letters) else f"x{i}" for i, each in enumerate(fresh, first)
    }


def carrier(axiom: ax.Axiom) -> Triple | None:
    """Return the triple of a simple axiom, of which the ontology may record no origin."""
    match axiom:
        case ax.ClassAssertion(individual, ax.Named(kind)):
            return individual, RDF + "type", kind
        case ax.PropertyAssertion(subject, prop, value):
            return subject, prop, value.n3 if isinstance(value, Literal) else value
        case ax.SameIndividual(one, other):
            return one, OWL + "sameAs", other
        case ax.SubClassOf(ax.Named(low), ax.Named(high)):
            return low, RDFS + "subClassOf", high
    return None


def _without_axiom(fact: GroundFact) -> Rule | None:
    """The built-in rule of a fact that is neither stated nor derived; None if it is assumed."""
    if isinstance(fact.predicate.of, ax.AnyDataRange):
        return LOOKED_UP
    return ANYTHING if fact.predicate == member(ax.THING) else None
