"""A contradiction explained: the smallest set of statements that cannot all hold."""

from __future__ import annotations

from aitaxonomy.errors import InconsistentOntology
from aitaxonomy.reasoning.chaining.materialization import Materialization
from aitaxonomy.reasoning.proofs.derivations import Facts
from aitaxonomy.reasoning.proofs.justification import finest, minimal
from aitaxonomy.reasoning.proofs.proof import Proof
from aitaxonomy.reasoning.proofs.render import Writer
from aitaxonomy.reasoning.proofs.search import Search
from aitaxonomy.reasoning.rules.model import GroundFact, Program


def explain(state: Materialization, writer: Writer) -> Proof:
    """The proof of the clash that arose first in a closure which has one, on few axioms."""
    goal = min(state.clashes(), key=lambda fact: (state.round(fact) or 0, fact.terms))
    return explain_one(goal, state.program, state, writer)


def explain_one(goal: GroundFact, program: Program, facts: Facts, writer: Writer) -> Proof:
    """The proof of a contradiction on few axioms; `goal` is a clash in the closure that has it.

    One contradiction makes many things clash; what clashes first is next to the cause.
    """
    first = Search(program, facts).derivation(goal)
    axioms = writer.proof("", first, facts.stated).axioms
    vocabulary = writer.ontology.vocabulary
    needed = minimal(axioms, goal, vocabulary)
    program, state = finest(needed, goal, vocabulary)
    goal = min(state.clashes(), key=lambda fact: (state.round(fact) or 0, fact.terms))
    steps = Search(program, state).derivation(goal)
    return writer.proof("A contradiction", steps, state.stated)


def contradiction(proof: Proof) -> InconsistentOntology:
    """The error that tells of a clash, with its causes and where they stand."""
    causes = [
        f"{words}{f' ({place})' if str(place) else ''}"
        for step in proof.steps
        for words, place in zip(step.axiom_words, step.locations, strict=True)
    ]
    unique = list(dict.fromkeys(causes))
    return InconsistentOntology(
        f"{proof.steps[-1].text}: these {len(unique)} statements cannot all hold; "
        f"correct or remove one of them: {'; '.join(unique)}",
        unique,
    )
