"""Splits the steps of a derivation that rest on several axioms, so that each rests on one.

Such a step is derived anew from its axioms and premises, by rules that rest on one axiom or none. A
value that there must be gets a name, and what does not follow straight ahead follows as its
contrary cannot be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Vocabulary
from aitaxonomy.reasoning.chaining.materialization import Materialization
from aitaxonomy.reasoning.proofs.by_contradiction import Derived, Steps, by_contradiction
from aitaxonomy.reasoning.proofs.justification import ontology_of
from aitaxonomy.reasoning.proofs.render import FRESH
from aitaxonomy.reasoning.proofs.search import Search
from aitaxonomy.reasoning.proofs.tableau import Tableau
from aitaxonomy.reasoning.rules.compiler import as_link, compile_ontology
from aitaxonomy.reasoning.rules.model import Atom, GroundFact, Rule, member


def one_axiom_each(
    steps: Steps, stated: Callable[[GroundFact], ax.Axiom | None], vocabulary: Vocabulary
) -> Derived:
    """The derivation with at most one axiom a step.

    >>> cat, pet, animal = (ax.Named(f"urn:{name}") for name in ("Cat", "Pet", "Animal"))
    >>> owns, has = ax.Role("urn:owns"), ax.Role("urn:has")
    >>> axioms = ax.SubPropertyOf(owns, has), ax.SubClassOf(cat, pet)
    >>> low, high = member(ax.Some(owns, cat)), member(ax.Some(has, pet))
    >>> from aitaxonomy.reasoning.rules.model import Atom, Rule
    >>> rule = Rule(Atom(high, (0,)), (Atom(low, (0,)),), "one restriction implies the other", axioms)
    >>> tom = GroundFact(low, ("urn:tom",))
    >>> long = [(tom, (None, ())), (GroundFact(high, ("urn:tom",)), (rule, (tom,)))]
    >>> words = Vocabulary(frozenset(f"urn:{c}" for c in ("Cat", "Pet")),
    ...                    frozenset(("urn:owns", "urn:has")))
    >>> [rule.name for _, (rule, _) in one_axiom_each(long, lambda _: None, words)[0] if rule]
    ['take one such value', 'subproperty', 'take one such value', 'subclass', 'has such a value']
    """
    found: Steps = []
    proved: set[GroundFact] = set()
    number = 1 + max(_numbers(steps), default=0)
    for fact, (rule, premises) in steps:
        split: Steps = []
        if rule is not None and len(rule.axioms) > 1:
            split = _split(fact, rule.axioms, premises, vocabulary, number)
            number = max(number, 1 + max(_numbers(split), default=0))
        known = proved.union(premises)
        found += [step for step in split if step[0] not in known] or [(fact, (rule, premises))]
        proved.add(fact)
    return found, stated


def _numbers(steps: Steps) -> Iterator[int]:
    """The numbers of the fresh individuals in a derivation."""
    terms = (term for fact, _ in steps for term in fact.terms if term.startswith(FRESH))
    return (int(term.removeprefix(FRESH) or 0) for term in terms)


def _split(
    fact: GroundFact,
    axioms: tuple[ax.Axiom, ...],
    premises: tuple[GroundFact, ...],
    vocabulary: Vocabulary,
    number: int,
) -> Steps:
    """A derivation of the fact from the premises; empty if small steps do not lead to it."""
    contrary = _contrary(fact)
    supposing = [each.predicate for each in (*premises, fact, contrary) if each is not None]
    program = compile_ontology(
        ontology_of(axioms, vocabulary),
        supposing=[each for each in supposing if each.kind in ("is", "not")],
    )
    small = tuple(rule for rule in program.rules if len(rule.axioms) < 2)  # noqa: PLR2004
    start = Materialization(replace(program, rules=(*small, *_apart(premises))))
    for assumed in (premises, (*premises, *([contrary] if contrary else ()))):
        about = [term for each in (fact, *assumed) for term in each.terms if term[:1] != '"']
        tableau = Tableau(start, assumed, list(dict.fromkeys(about)), number)
        search = Search(tableau.program, tableau.state)
        if steps := search.derivation(fact):
            return steps
        clashes = tableau.state.clashes()
        if contrary in assumed and contrary is not None and clashes:
            ways = [search.derivation(clash) for clash in clashes]
            return by_contradiction(min(ways, key=len), fact, contrary)
    return []


def _apart(premises: tuple[GroundFact, ...]) -> Iterator[Rule]:
    """The rules that the individuals of the premises differ from what is not of their kind."""
    for predicate, terms in ((each.predicate, each.terms) for each in premises):
        if predicate.kind in ("is", "not") and not isinstance(predicate.of, ax.AnyDataRange):
            head = Atom(member(ax.OneOf(terms)).opposite, (0,))
            body = Atom(predicate, terms), Atom(predicate.opposite, (0,))
            yield Rule(head, body, "different kinds")


def _contrary(fact: GroundFact) -> GroundFact | None:
    """The negation of a fact; a link is membership in what has that value."""
    match fact.predicate.kind:
        case "is" | "not":
            return as_link(fact.contrary)
        case "role" if not fact.terms[1].startswith('"'):
            of = ax.HasValue(ax.Role(str(fact.predicate.of)), fact.terms[1])
            return GroundFact(member(of).opposite, fact.terms[:1])
    return None
