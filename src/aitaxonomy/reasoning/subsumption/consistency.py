"""What the rules find out about consistency, and when that is certain.

A contradiction that they find is one. That they find none proves consistency where they are
complete: in a profile of OWL 2, if every axiom was read and has its rules.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.class_expressions import walk
from aitaxonomy.owl.ontology import Ontology
from aitaxonomy.owl.profiles import RL, nearest_profile
from aitaxonomy.rdf.positions.location import Locate
from aitaxonomy.reasoning.chaining.materialization import Materialization
from aitaxonomy.reasoning.proofs.render import FRESH, TAKE
from aitaxonomy.reasoning.proofs.tableau import Tableau
from aitaxonomy.reasoning.rules.magic_sets import goal_directed
from aitaxonomy.reasoning.rules.model import Atom, Predicate, Program, Rule
from aitaxonomy.reasoning.rules.normal_form import literal
from aitaxonomy.reasoning.rules.unsupported import left_out
from aitaxonomy.reasoning.subsumption.tableau import SOMETHING, Found


def clash_of_unnamed(state: Materialization) -> Found | None:
    """A contradiction about individuals and what they must be linked with, if one is found."""
    tableau = Tableau(state, SOMETHING, None)
    clashes = tableau.state.clashes()
    return (tableau, clashes[0]) if clashes else None


@dataclass(frozen=True)
class Consistency:
    """What it proves that no contradiction was found: by which profile, or why nothing."""

    proved_by: str = ""
    """The name of the profile; "" if an ontology may have a contradiction all the same."""
    doubts: tuple[str, ...] = ()
    """Why nothing is proved, a line for each reason."""

    @classmethod
    def of(cls, ontology: Ontology, program: Program, locate: Locate | None = None) -> Consistency:
        """Judge an ontology in which no contradiction was found.

        >>> from aitaxonomy.reasoning.rules.compiler import compile_ontology
        >>> cat, dog, pet = (ax.Named(f"urn:{name}") for name in ("Cat", "Dog", "Pet"))
        >>> simple = Ontology((ax.SubClassOf(cat, pet),))
        >>> Consistency.of(simple, compile_ontology(simple)).proved_by
        'OWL 2 RL'
        >>> choice = Ontology((ax.SubClassOf(pet, ax.Or((cat, dog))),))
        >>> Consistency.of(choice, compile_ontology(choice)).doubts
        ('urn:Pet SubClassOf urn:Cat or urn:Dog (outside of OWL 2 RL)',)
        """
        profile, outside = nearest_profile(ontology)
        doubts = []
        if outside:
            reason = f"outside of {profile.name}"
            more = f", one of {len(outside):,} such axioms" if len(outside) > 1 else ""
            first = next(left_out(ontology, [(outside[0], f"{reason}{more}")], locate))
            doubts.append(str(first))
        if unused := len(program.unsupported) + len(ontology.unread):
            doubts.append(f"not used, or in part: {unused:,} axioms or statements")
        # No rule tells of a data value that a class gives whether it lies in all of its ranges.
        kinds = ax.DataHasValue if profile == RL else (ax.DataSome, ax.DataHasValue)
        axioms = (*ontology.axioms, *ontology.facts)
        if not doubts and any(isinstance(each, kinds) for each in walk(axioms)):
            doubts.append("data values that classes give are not compared with each other")
        if not doubts and profile != RL and not _has_model(program):
            doubts.append("values that are not given may contradict each other")
        return cls("" if doubts else profile.name, tuple(doubts))


def _has_model(program: Program) -> bool:
    """Whether an ontology in EL or QL has a model with one value for each existential.

    That merges values that need not be the same; rules of these two never hold that against them.
    """
    state = Materialization(goal_directed(_with_values(program), program.named))
    state.run(until_clash=True)
    return not state.clashes()


def _with_values(program: Program) -> Program:
    """The program with a value for each existential, and something at all."""
    rules: list[Rule] = []
    made = [FRESH]
    for predicate in dict.fromkeys(rule.head.predicate for rule in program.rules):
        of = predicate.of
        if predicate.kind == "is" and isinstance(of, ax.Some):
            made.append(f"{FRESH}{len(made)}")
            body, link = (Atom(predicate, (0,)),), Predicate("role", of.role.iri)
            terms: tuple[int | str, ...] = (made[-1], 0) if of.role.inverse else (0, made[-1])
            rules.append(Rule(Atom(link, terms), body, TAKE))
            if of.filler != ax.THING:
                rules.append(Rule(Atom(literal(of.filler), (made[-1],)), body, TAKE))
    individuals = (*program.individuals, *made)
    return replace(program, rules=(*program.rules, *rules), individuals=individuals)
