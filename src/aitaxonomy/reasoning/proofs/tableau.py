"""A tableau: facts that are assumed, what follows from them, and the values that there must be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from aitaxonomy.owl import axioms as ax
from aitaxonomy.reasoning.chaining.materialization import Materialization
from aitaxonomy.reasoning.proofs.render import FRESH, TAKE
from aitaxonomy.reasoning.rules.model import Atom, GroundFact, Predicate, Rule
from aitaxonomy.reasoning.rules.normal_form import literal

_DEPTH = 3
"""The number of generations of successors."""


class Tableau:
    """The closure of `start` with assumptions about individuals, and about their successors.

    `about` are these individuals, at first the fresh one; `number` is that of the first successor.
    """

    def __init__(
        self,
        start: Materialization,
        assumptions: Sequence[GroundFact],
        about: Sequence[str] = (FRESH,),
        number: int = 1,
    ) -> None:
        self.assumptions = tuple(assumptions)
        self.program = start.program
        self._about, self._number = list(about), number
        self.state = start.copy()
        for fact in self.assumptions:
            self.state.add(fact)
        self.state.run()
        for _ in range(_DEPTH):
            rules = self._successors()
            if not rules:
                break
            self.program = replace(self.program, rules=(*self.program.rules, *rules))
            self.state.extend(rules)
            self.state.run()

    def _successors(self) -> list[Rule]:
        """Rules that give each unsatisfied existential of a fresh individual a successor."""
        rules: list[Rule] = []
        for predicate in self.state.predicates():
            of = predicate.of
            if predicate.kind != "is" or not isinstance(of, ax.Some):
                continue
            for individual in list(self._about):
                fact = GroundFact(predicate, (individual,))
                if self.state.round(fact) is not None and not self._has_successor(individual, of):
                    rules += self._successor_rules(individual, predicate, of)
        return rules

    def _has_successor(self, individual: str, of: ax.Some) -> bool:
        filler = literal(of.filler)
        terms = (1, individual) if of.role.inverse else (individual, 1)
        link = Atom(Predicate("role", of.role.iri), terms)
        for found, _ in self.state.match(link, {}):
            other = found[0] if of.role.inverse else found[1]
            if filler.of == ax.THING or self.state.round(GroundFact(filler, (other,))) is not None:
                return True
        return False

    def _successor_rules(self, individual: str, predicate: Predicate, of: ax.Some) -> list[Rule]:
        name = f"{FRESH}{self._number}"
        self._number += 1
        self._about.append(name)
        terms = (name, individual) if of.role.inverse else (individual, name)
        body = (Atom(predicate, (individual,)),)
        rules = [Rule(Atom(Predicate("role", of.role.iri), terms), body, TAKE)]
        if of.filler != ax.THING:
            rules.append(Rule(Atom(literal(of.filler), (name,)), body, TAKE))
        return rules
