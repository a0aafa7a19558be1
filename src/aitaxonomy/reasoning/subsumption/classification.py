"""Classification: the hierarchy of the named classes by the rules, and the unsatisfiable ones.

It is sound and not complete: subsumptions that need cardinalities other than zero and one, or
reasoning by cases, are missed. A DL reasoner such as HermiT finds them.
"""

from __future__ import annotations

from collections.abc import Iterable

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.hermit import Pairs, transitive
from aitaxonomy.reasoning.chaining.materialization import Materialization
from aitaxonomy.reasoning.proofs.render import FRESH
from aitaxonomy.reasoning.rules.magic_sets import goal_directed
from aitaxonomy.reasoning.rules.model import GroundFact, Program, member
from aitaxonomy.reasoning.subsumption.tableau import Tableau, kinds_of

NOTHING = ax.NOTHING.iri


def hierarchy(program: Program, known: Iterable[tuple[str, str]] = ()) -> Pairs:
    """Pairs (subclass, superclass) of the program's classes; unsatisfiable ones are below Nothing.

    The `known` pairs are included; the result is transitively closed, without owl:Thing.

    >>> from aitaxonomy.reasoning.rules.compiler import compile_ontology
    >>> from aitaxonomy.owl.ontology import Ontology, Vocabulary
    >>> cat, dog, both = (ax.Named(f"urn:{each}") for each in ("Cat", "Dog", "Both"))
    >>> axioms = (ax.DisjointClasses((cat, dog)), ax.SubClassOf(both, ax.And((cat, dog))))
    >>> words = Vocabulary(frozenset({"urn:Cat", "urn:Dog", "urn:Both"}))
    >>> ("urn:Both", NOTHING) in hierarchy(compile_ontology(Ontology(axioms, vocabulary=words)))
    True
    """
    # Non-members of all classes are derived: most clashes are of a member with a non-member.
    start = Materialization(goal_directed(program, program.named))
    start.run()
    above: dict[str, set[str]] = {}
    for sub, sup in known:
        above.setdefault(sub, set()).add(sup)
    for kind in program.named:
        tableau = Tableau(start, (GroundFact(member(ax.Named(kind)), (FRESH,)),))
        found = {NOTHING} if tableau.state.clashes() else kinds_of(tableau)
        above.setdefault(kind, set()).update(found)
    return frozenset(pair for pair in transitive(above) if pair[1] != ax.THING.iri)
