"""A tableau: facts that are assumed, what follows from them, and the values that there must be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aitaxonomy.owl import axioms as ax
from aitaxonomy.reasoning.chaining.materialization import Materialization
from aitaxonomy.reasoning.proofs.derivations import Derivation
from aitaxonomy.reasoning.proofs.render import FRESH, TAKE
from aitaxonomy.reasoning.proofs.search import Search
from aitaxonomy.reasoning.rules.model import Atom, GroundFact, Predicate, Rule
from aitaxonomy.reasoning.rules.normal_form import literal

_DEPTH = 3
"""The number of generations of successors."""
_MOST = 2_000
"""The greatest number of successors: all individuals of a file may have existentials."""


class Tableau:
    """The closure of `start` with assumptions, and with successors where existentials demand them.

    `about` are the individuals whose existentials get successors, and these get some themselves;
    None: all individuals, up to some number of successors. `number` is that of the first successor.
    """

    def __init__(
        self,
        start: Materialization,
        assumptions: Sequence[GroundFact],
        about: Iterable[str] | None = (FRESH,),
        number: int = 1,
    ) -> None:
        self.assumptions = tuple(assumptions)
        self.program = start.program
        self._narrower = self.program.narrower_existentials
        self._within, self._number = None if about is None else set(about), number
        self.state = start.copy()
        for fact in self.assumptions:
            self.state.add(fact)
        self.state.run()
        for _ in range(_DEPTH):
            rules = self._successors()
            if not rules or self.state.clashes():
                break
            self.program = self.program.extended(rules)
            self.state.extend(rules)
            self.state.run()

    def derivation(self, goal: GroundFact) -> list[tuple[GroundFact, Derivation]]:
        """A cheapest derivation; see `Search`."""
        return Search(self.program, self.state).derivation(goal)

    def _successors(self) -> list[Rule]:
        """Rules that give each unsatisfied existential of a root or successor a successor."""
        rules: list[Rule] = []
        within = None if self._within is None else self._within.copy()
        for predicate in self.state.predicates():
            of = predicate.of
            if predicate.kind != "is" or not isinstance(of, ax.Some):
                continue
            for (individual,), round_ in self.state.rows(predicate):
                if within is not None and individual not in within:
                    continue
                if self._number > _MOST:
                    return rules
                if not (
                    self._follows_from_another(predicate, individual, round_)
                    or self._has_successor(individual, of)
                ):
                    rules += self._successor_rules(individual, predicate, of)
        return rules

    def _follows_from_another(self, predicate: Predicate, individual: str, round_: int) -> bool:
        """Return whether a narrower existential holds, with a successor that serves for both."""
        for narrower in self._narrower.get(predicate, ()):
            known = self.state.round(GroundFact(narrower, (individual,)))
            if known is not None and known < round_:
                return True
        return False

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
        if self._within is not None:
            self._within.add(name)
        terms = (name, individual) if of.role.inverse else (individual, name)
        body = (Atom(predicate, (individual,)),)
        rules = [Rule(Atom(Predicate("role", of.role.iri), terms), body, TAKE)]
        if of.filler != ax.THING:
            rules.append(Rule(Atom(literal(of.filler), (name,)), body, TAKE))
        return rules
