"""Findings of the rules about consistency, and the constructs they do not fully cover.

A contradiction that they find is one. That they find none proves consistency where they are
complete: in the profile OWL 2 RL, if every axiom was read and has its rules. All other entailments
are then found, too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.class_expressions import walk
from aitaxonomy.owl.ontology import Ontology
from aitaxonomy.owl.rl_profile import beyond_rl
from aitaxonomy.rdf.positions.location import Locate
from aitaxonomy.reasoning.chaining.materialization import Materialization
from aitaxonomy.reasoning.proofs.tableau import Tableau
from aitaxonomy.reasoning.rules.model import Program
from aitaxonomy.reasoning.rules.omissions import left_out
from aitaxonomy.reasoning.subsumption.tableau import SOMETHING, Found


def clash_of_unnamed(state: Materialization) -> Found | None:
    """A contradiction about individuals and what they must be linked with, if one is found."""
    tableau = Tableau(state, SOMETHING, None)
    clashes = tableau.state.clashes()
    return (tableau, clashes[0]) if clashes else None


@dataclass(frozen=True)
class Consistency:
    """The conclusion from finding no contradiction: consistency by a profile, or doubts."""

    proved_by: str = ""
    """The name of the profile; "" if an ontology may have a contradiction all the same."""
    doubts: tuple[str, ...] = ()
    """The constructs that the rules do not fully cover, a line for each."""

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
        ('no complete rule for owl:unionOf as a superclass (1 axiom)',)
        """
        doubts = tuple(_doubts(ontology, program, locate))
        return cls("" if doubts else "OWL 2 RL", doubts)


def _doubts(ontology: Ontology, program: Program, locate: Locate | None) -> Iterator[str]:
    """Yield what is not fully covered, most frequent first, each with its number and a place."""
    every = (*ontology.axioms, *ontology.facts)
    without: dict[str, list[ax.Axiom]] = defaultdict(list)
    for axiom in every:
        for construct in beyond_rl(axiom):
            without[f"no complete rule for {construct}"].append(axiom)
    named = {axiom for axioms in without.values() for axiom in axioms}
    for axiom, reason in program.unsupported:
        if axiom not in named:
            without[reason].append(axiom)
    for reason, axioms in sorted(without.items(), key=lambda each: (-len(each[1]), each[0])):
        (first,) = left_out(Ontology(origin=ontology.origin), [(axioms[0], reason)], locate)
        yield _counted(reason, len(axioms), "axiom", first.location.place)
    if ontology.unread:
        first = next(left_out(ontology, [], locate))
        yield _counted(first.reason, len(ontology.unread), "statement", first.location.place)
    # No rule tells of a data value that a class gives whether it lies in all of its ranges.
    if not without and any(isinstance(each, ax.DataHasValue) for each in walk(every)):
        yield "data values that classes give are not compared with each other"


def _counted(reason: str, count: int, of: str, place: str) -> str:
    first = f", the first at {place}" if place and count > 1 else f", {place}" if place else ""
    return f"{reason} ({count:,} {of}{'s' if count > 1 else ''}{first})"
