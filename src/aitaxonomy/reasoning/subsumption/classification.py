"""The hierarchy of all named classes by the rules, and which of them can have no member.

What they find holds. They miss what takes counting (at least two, at most one) or cases that have
to be told apart; a complete reasoner finds that.
"""

from __future__ import annotations

from collections.abc import Iterable

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.hermit import Pairs, transitive
from aitaxonomy.reasoning.chaining.materialization import Materialization
from aitaxonomy.reasoning.proofs.render import FRESH
from aitaxonomy.reasoning.rules.magic_sets import goal_directed
from aitaxonomy.reasoning.rules.model import GroundFact, Program, member
from aitaxonomy.reasoning.subsumption.tableau import Experiment, kinds_of

NOTHING = ax.NOTHING.iri


def hierarchy(program: Program, known: Iterable[tuple[str, str]] = ()) -> Pairs:
    """Pairs (narrower, wider) of the program's classes; what can have no member is below Nothing.

    `known` pairs are taken over; the result is closed under transitivity, without owl:Thing.

    >>> from aitaxonomy.reasoning.rules.compiler import compile_ontology
    >>> from aitaxonomy.owl.ontology import Ontology, Vocabulary
    >>> cat, dog, both = (ax.Named(f"urn:{each}") for each in ("Cat", "Dog", "Both"))
    >>> axioms = (ax.DisjointClasses((cat, dog)), ax.SubClassOf(both, ax.And((cat, dog))))
    >>> words = Vocabulary(frozenset({"urn:Cat", "urn:Dog", "urn:Both"}))
    >>> ("urn:Both", NOTHING) in hierarchy(compile_ontology(Ontology(axioms, vocabulary=words)))
    True
    """
    # With all denials: a clash is often between a member and a denial.
    start = Materialization(goal_directed(program, program.named))
    start.run()
    above: dict[str, set[str]] = {}
    for sub, sup in known:
        above.setdefault(sub, set()).add(sup)
    for kind in program.named:
        taken = Experiment(start, (GroundFact(member(ax.Named(kind)), (FRESH,)),))
        found = {NOTHING} if taken.state.clashes() else kinds_of(taken)
        above.setdefault(kind, set()).update(found)
    return frozenset(pair for pair in transitive(above) if pair[1] != ax.THING.iri)
