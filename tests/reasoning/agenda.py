"""The rule program run fact by fact: an oracle for the evaluator on sets.

It shares nothing with that but the rules. Facts are tuples of small integers throughout.
"""

from __future__ import annotations

from collections import deque

from fact_base import Factbase, Row

from aitaxonomy.owl.datatypes import contains
from aitaxonomy.rdf.ntriples import is_name, parse_literal
from aitaxonomy.reasoning.rules.model import (
    NAMED,
    UNIVERSAL,
    GroundFact,
    Program,
    Rule,
    member,
)
from aitaxonomy.reasoning.rules.normal_form import negative


class _Compiled:
    """A rule with numbers for predicates and constants; variables are negative numbers."""

    __slots__ = ("body", "head", "head_terms", "local", "rank", "size")

    def __init__(self, rule: Rule, world: Agenda) -> None:
        self.head = world.predicate(rule.head.predicate)
        self.head_terms = world.encode(rule.head.terms)
        self.body = [(world.predicate(a.predicate), world.encode(a.terms)) for a in rule.body]
        names = {t for a in (rule.head, *rule.body) for t in a.terms if isinstance(t, int)}
        self.size = max(names, default=-1) + 1
        # Most rules speak of one individual only, apart from constants: those need no joins.
        self.local = (
            self.size == 1
            and -1 in self.head_terms
            and all(predicate != world.distinct for predicate, _ in self.body)
        )
        self.rank = 1 if negative(rule.head.predicate) else 0


class Agenda(Factbase):
    """Facts, and the rules that are yet to be tried on them.

    >>> from aitaxonomy.reasoning.rules.compiler import compile_ontology
    >>> from aitaxonomy.owl import axioms as ax
    >>> from aitaxonomy.owl.ontology import Ontology
    >>> cat, pet = ax.Named("urn:Cat"), ax.Named("urn:Pet")
    >>> rules = compile_ontology(Ontology((ax.SubClassOf(cat, pet),)))
    >>> agenda = Agenda(rules)
    >>> agenda.add(GroundFact(member(cat), ("urn:felix",)))
    >>> agenda.run()
    >>> list(agenda.rows(member(pet)))
    [(('urn:felix',), 1)]
    """

    def __init__(self, program: Program) -> None:
        super().__init__()
        self.program = program
        self._triggers: dict[int, list[tuple[_Compiled, int]]] = {}
        self._dormant: dict[int, list[_Compiled]] = {}
        self._used: set[int] = {-1}
        self._queues: tuple[deque[tuple[int, Row]], ...] = (deque(), deque(), deque())
        ground = [
            rule for rule in (_Compiled(each, self) for each in program.rules) if self._sleep(rule)
        ]
        self._universal = [
            (self.predicate(each), each == NAMED)
            for each in UNIVERSAL
            if self.predicate(each) in self._used
        ]
        for rule in ground:
            self._put(rule.head, rule.head_terms, 0, rule.rank)
        for fact in program.given:
            self.add(fact)
        for name in program.individuals:
            self._mention(self.term(name))

    # --- facts

    def add(self, fact: GroundFact) -> None:
        """Assert a fact."""
        predicate = self.predicate(fact.predicate)
        row = tuple(self.term(each) for each in fact.terms)
        if fact.predicate.kind == "role" and fact.terms[1].startswith('"'):
            self._look_up(fact.terms[1], str(fact.predicate.of))
        self._put(predicate, row, 0, 0)

    def _look_up(self, name: str, prop: str) -> None:
        """Say in which of the property's ranges the data value lies, and in which it does not."""
        for data_range in self.program.ranges.get(prop, ()):
            inside = contains(data_range, parse_literal(name))
            if inside is not None:
                known = member(data_range)
                known = known if inside else known.opposite
                self._put(self.predicate(known), (self.term(name),), 0, 0)

    def _put(self, predicate: int, row: Row, round_: int, rank: int) -> None:
        known = self.facts[predicate]
        if row in known:
            return
        known[row] = round_
        if len(row) == 2:
            forward, backward = self._by[predicate]
            forward.setdefault(row[0], []).append(row[1])
            backward.setdefault(row[1], []).append(row[0])
        if predicate in self._used:
            self._queues[rank].append((predicate, row))
        for term in row if self._universal else ():
            self._mention(term)

    def _mention(self, term: int) -> None:
        """State of an individual that it is a thing, and whether it has a name."""
        for predicate, named in self._universal:
            name = self.names[term]
            if (term,) not in self.facts[predicate] and (
                is_name(name) if named else not name.startswith('"')
            ):
                self._put(predicate, (term,), 0, 0)

    def _sleep(self, rule: _Compiled) -> bool:
        """Let the rule sleep until its first premise has a fact; true if it has no premise."""
        premises = [predicate for predicate, _ in rule.body if predicate != self.distinct]
        self._used.update(premises)
        if premises:
            self._dormant.setdefault(premises[0], []).append(rule)
        return not premises

    def _wake(self, rule: _Compiled) -> None:
        """Let facts trigger the rule, or let it sleep on until another premise has a fact.

        No fact is missed: those of the premise it slept on all come later, and find the others.
        """
        premises = [(i, p) for i, (p, _) in enumerate(rule.body) if p != self.distinct]
        for _, predicate in premises:
            if not self.facts[predicate]:
                self._dormant.setdefault(predicate, []).append(rule)
                return
        for position, predicate in premises:
            self._triggers.setdefault(predicate, []).append((rule, position))

    # --- running

    def run(self) -> None:
        """Apply the rules until nothing new follows: members first, then denials, then demands."""
        queues = self._queues
        while queue := next((queue for queue in queues if queue), None):
            predicate, row = queue.popleft()
            for rule in self._dormant.pop(predicate, ()):
                self._wake(rule)
            for rule, position in self._triggers.get(predicate, ()):
                if rule.local:
                    self._fire_locally(rule, rule.body[position][1], row)
                else:
                    self._fire(rule, position, predicate, row)

    def _fire_locally(self, rule: _Compiled, pattern: Row, row: Row) -> None:
        """Try a rule of one variable: look its premises up instead of joining."""
        if len(row) == 2:
            about = row[0] if pattern[0] < 0 else row[1] if pattern[1] < 0 else -1
        else:
            about = row[0] if pattern[0] < 0 else -1
        if about < 0:
            if pattern == row:
                self._join(rule, rule.body, [-1], 0)
            return
        facts, here = self.facts, (about,)
        if _at(pattern, about) != row:
            return
        head = here if rule.head_terms == (-1,) else _at(rule.head_terms, about)
        if head in facts[rule.head]:
            return
        latest = 0
        for predicate, terms in rule.body:
            round_ = facts[predicate].get(here if terms == (-1,) else _at(terms, about))
            if round_ is None:
                return
            latest = max(latest, round_)
        self._put(rule.head, head, latest + 1, rule.rank)

    def _fire(self, rule: _Compiled, position: int, predicate: int, row: Row) -> None:
        bound: list[int] = [-1] * rule.size
        if not _bind(rule.body[position][1], row, bound):
            return
        rest = [atom for i, atom in enumerate(rule.body) if i != position]
        self._join(rule, rest, bound, self.facts[predicate][row])

    def _join(
        self, rule: _Compiled, rest: list[tuple[int, Row]], bound: list[int], latest: int
    ) -> None:
        if not rest:
            self._conclude(rule, bound, latest)
            return
        best = self._cheapest(rest, bound)
        predicate, terms = rest[best]
        remaining = rest[:best] + rest[best + 1 :]
        for row in self._matches(predicate, terms, bound):
            extended = bound.copy()
            if _bind(terms, row, extended):
                round_ = 0 if predicate == self.distinct else self.facts[predicate][row]
                self._join(rule, remaining, extended, max(latest, round_))

    def _cheapest(self, rest: list[tuple[int, Row]], bound: list[int]) -> int:
        """The atom with the fewest open variables; `distinct` only when both are bound."""
        if len(rest) == 1:
            return 0

        def cost(index: int) -> tuple[int, int]:
            predicate, terms = rest[index]
            free = sum(1 for term in terms if term < 0 and bound[-1 - term] < 0)
            if predicate == self.distinct and free:
                return (9, 0)
            return (free, len(self.facts[predicate]))

        return min(range(len(rest)), key=cost)

    def _conclude(self, rule: _Compiled, bound: list[int], latest: int) -> None:
        row = tuple(term if term >= 0 else bound[-1 - term] for term in rule.head_terms)
        if row in self.facts[rule.head]:
            return
        self._put(rule.head, row, latest + 1, rule.rank)


def _at(terms: Row, about: int) -> Row:
    """The terms with the one variable filled in."""
    return tuple(about if term < 0 else term for term in terms)


def _bind(terms: Row, row: Row, bound: list[int]) -> bool:
    for term, given in zip(terms, row, strict=True):
        if term >= 0:
            if term != given:
                return False
        elif bound[-1 - term] < 0:
            bound[-1 - term] = given
        elif bound[-1 - term] != given:
            return False
    return True
