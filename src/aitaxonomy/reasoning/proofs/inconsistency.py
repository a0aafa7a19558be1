"""Explains an inconsistency, by a proof from a minimal set of statements that cannot all hold."""

from __future__ import annotations

from aitaxonomy.errors import InconsistentOntology
from aitaxonomy.reasoning.chaining.materialization import Materialization
from aitaxonomy.reasoning.proofs.justification import minimal, run_in_small_steps
from aitaxonomy.reasoning.proofs.proof import Proof
from aitaxonomy.reasoning.proofs.render import ProofWriter
from aitaxonomy.reasoning.proofs.search import Search
from aitaxonomy.reasoning.proofs.single_axioms import one_axiom_each


def explain(state: Materialization, writer: ProofWriter) -> Proof:
    """The proof of the first clash in a closure that has one, from a minimal set of axioms.

    One contradiction entails many clashes; the first one is closest to the cause.
    """
    goal = min(state.clashes(), key=lambda fact: (state.round(fact) or 0, fact.terms))
    first = Search(state.program, state).derivation(goal)
    axioms = writer.proof("", first, state.stated).axioms
    vocabulary = writer.ontology.vocabulary
    needed = minimal(axioms, goal, vocabulary)
    program, state = run_in_small_steps(needed, goal, vocabulary)
    goal = min(state.clashes(), key=lambda fact: (state.round(fact) or 0, fact.terms))
    steps = one_axiom_each(Search(program, state).derivation(goal), state.stated, vocabulary)
    return writer.proof("A contradiction", *steps)


def contradiction(proof: Proof) -> InconsistentOntology:
    """The error for a proved clash: its message has the conflicting statements and their places."""
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
