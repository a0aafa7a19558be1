"""An ontology compiled and closed once and for all, as JSON: what is added is soon concluded.

It has the rules of the whole ontology, and what they conclude about the individuals that class
expressions name. A question adds the facts about the individuals that it is about. Rules and axioms
are built when a proof needs them, and nothing is executed that was read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import astuple, fields, replace
from functools import cached_property
from typing import Any, overload

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.class_expressions import walk
from aitaxonomy.owl.datatypes import contains
from aitaxonomy.owl.ontology import Ontology, Vocabulary, unique
from aitaxonomy.rdf.ntriples import parse_literal
from aitaxonomy.rdf.positions.location import Location
from aitaxonomy.reasoning.chaining.materialization import Materialization
from aitaxonomy.reasoning.chaining.type_features import KIND
from aitaxonomy.reasoning.rules.compiler import as_link, fact_of
from aitaxonomy.reasoning.rules.model import (
    Axioms,
    GroundFact,
    Justification,
    Predicate,
    Program,
    Rule,
    member,
)
from aitaxonomy.reasoning.rules.value_table import TableWriter, ValueTable

_KINDS = [each.name for each in fields(Vocabulary)]


def written(
    ontology: Ontology,
    program: Program,
    *,
    hierarchy: Iterable[tuple[str, str]],
    kept: AbstractSet[str],
    place: Callable[[ax.Axiom], Location],
    consistent: tuple[str, Sequence[str]],
) -> dict[str, Any]:
    """Return an ontology and its program, closed for the `kept` individuals, for JSON.

    Kept must be all individuals that class expressions name, with all that these are linked with.
    `hierarchy` are the inferred (subclass, superclass) pairs in the program; `place` gives the
    place of an axiom. `consistent` says by what the ontology is known to be so, if by anything, and
    the doubts.
    """
    proved_by, doubts = consistent
    facts = {fact: axiom for fact, axiom in program.given.items() if fact.terms[0] in kept}
    individuals = tuple(each for each in program.individuals if each in kept)
    state = Materialization(replace(program, given=facts, individuals=individuals))
    for fact in _compared(facts, program):  # for any property, as data may use another one
        state.add(fact)
    state.run()
    values = TableWriter()
    number = values.number
    used = dict.fromkeys((*ontology.axioms, *(a for rule in program.rules for a in rule.axioms)))
    used.update(dict.fromkeys(facts.values()))
    groups = [
        (fact, axiom)
        for fact, axiom in program.given.items()
        if fact.predicate.kind == "group" and fact not in facts
    ]
    told = {each for axiom in (*used, *(axiom for _, axiom in groups)) for each in walk(axiom)}
    found = {
        "vocabulary": [sorted(getattr(ontology.vocabulary, kind)) for kind in _KINDS],
        "labels": {
            iri: label
            for iri, label in ontology.labels.items()
            if iri in kept or iri in told or iri not in ontology.individuals
        },
        "individuals": individuals,
        "exemplars": sorted(ontology.exemplars),
        "told": sorted(ontology.told),
        "hierarchy": sorted(hierarchy),
        "proved_by": proved_by,
        "doubts": doubts,
        "named": program.named,
        "axioms": [number(axiom) for axiom in ontology.axioms],
        "ranges": {prop: [number(each) for each in of] for prop, of in program.ranges.items()},
        "rules": [
            [number(rule.head), number(rule.body), rule.name, number(rule.axioms)]
            for rule in program.rules
        ],
        "heads": [number(rule.head.predicate) for rule in program.rules],
        "facts": [[number(fact), number(axiom)] for fact, axiom in facts.items()],
        "different": [[number(fact), number(axiom)] for fact, axiom in groups],
        "places": {number(axiom): astuple(place(axiom)) for axiom in used},
        "state": state.written(values),
    }
    return found | {"classes": values.names, "values": values.rows}


def _stated(axiom: ax.Axiom) -> GroundFact:
    return as_link(fact_of(axiom))


def _compared(facts: Iterable[GroundFact], program: Program) -> Iterator[GroundFact]:
    """In which of the ranges in the program each data value lies, and in which it does not."""
    ranges = dict.fromkeys(each for of in program.ranges.values() for each in of)
    ends = dict.fromkeys(fact.terms[-1] for fact in facts)
    for value in (each for each in ends if each.startswith('"')):
        for each in ranges:
            inside = contains(each, parse_literal(value))
            if inside is not None:
                yield GroundFact(member(each) if inside else member(each).opposite, (value,))


class Prepared:
    """A program read back from its `written` form."""

    def __init__(self, found: Mapping[str, Any]) -> None:
        self._found = found
        self._values = ValueTable(found["classes"], found["values"])
        self._rules: dict[int, Rule] = {}
        self.places: dict[ax.Axiom, Location] = {}
        """The places of the axioms that were asked for."""

    @cached_property
    def ontology(self) -> Ontology:
        """The ontology without its axioms, which are in the program."""
        found = self._found
        return Ontology(
            individuals=frozenset(found["individuals"]),
            vocabulary=Vocabulary(*map(frozenset, found["vocabulary"])),
            labels=found["labels"],
            exemplars=frozenset(found["exemplars"]),
        )

    @cached_property
    def whole(self) -> Ontology:
        """The ontology with its axioms, and with the facts about the kept individuals."""
        axioms = tuple(map(self.axiom, self._found["axioms"]))
        stated = (*self._found["facts"], *self._found["different"])
        facts = unique(self.axiom(axiom) for _, axiom in stated)
        return replace(self.ontology, axioms=axioms, facts=facts)

    @cached_property
    def told(self) -> frozenset[tuple[str, str]]:
        """The pairs (subclass, superclass) of named classes that are stated as they are."""
        return frozenset(map(tuple, self._found["told"]))

    @property
    def consistent(self) -> tuple[str, tuple[str, ...]]:
        """By what the ontology is known to be consistent, if by anything; and the doubts."""
        return self._found["proved_by"], tuple(self._found["doubts"])

    @cached_property
    def hierarchy(self) -> frozenset[tuple[str, str]]:
        """The pairs that another reasoner inferred."""
        return frozenset(map(tuple, self._found["hierarchy"]))

    @cached_property
    def program(self) -> Program:
        """The program, with the facts about the kept individuals."""
        found, values = self._found, self._values
        return Program(
            PreparedRules(self, len(found["rules"])),
            {values[fact]: self.axiom(axiom) for fact, axiom in found["facts"]},
            {prop: tuple(values[each] for each in of) for prop, of in found["ranges"].items()},
            named=tuple(found["named"]),
            individuals=tuple(found["individuals"]),
        )

    @cached_property
    def state(self) -> Materialization:
        """The closure; to be copied before facts are added."""
        return Materialization.resumed(self.program, self._found["state"], self._values)

    def has(self, predicate: Predicate) -> bool:
        """Return whether the program derives both members and non-members."""
        return {predicate, predicate.opposite} <= self.kinds.keys()

    def knows(self, stated: Ontology) -> bool:
        """Return whether an ontology adds facts alone, in expressions that the program has."""
        if stated.axioms and not set(self.whole.axioms).issuperset(stated.axioms):
            return False
        facts = map(_stated, stated.facts)
        return all(not each.predicate.unary or each.predicate in self.kinds for each in facts)

    @cached_property
    def kinds(self) -> dict[Predicate, None]:
        """The unary predicates that rules or facts have."""
        features = self._found["state"]["features"]
        return dict.fromkeys(self._values[each] for each, way, _ in features if way == KIND)

    def closed(self, facts: Iterable[ax.Axiom]) -> Materialization:
        """The closure with more facts, and without what of the others concerns nobody in them."""
        state = self.state.copy()
        for fact, axiom in self._facts(facts):
            state.add(fact, axiom)
        return state

    def program_with(self, facts: Iterable[ax.Axiom], *, whole: bool = False) -> Program:
        """The program with more facts; with the `whole` all other individuals differ as stated."""
        given = {**self.program.given, **dict(self._facts(facts))}
        for groups in self.different.values() if whole else ():
            given.update(groups)
        individuals = dict.fromkeys(
            term for fact in given for term in fact.terms if not term.startswith('"')
        )
        return replace(self.program, given=given, individuals=tuple(individuals))

    def _facts(self, stated: Iterable[ax.Axiom]) -> Iterator[tuple[GroundFact, ax.Axiom]]:
        """Return the facts that axioms state, and the individuals stated to be different."""
        for axiom in stated:
            fact = _stated(axiom)
            yield fact, axiom
            for each in (fact.terms[0], fact.terms[-1]):
                yield from self.different.get(each, ())

    @cached_property
    def different(self) -> dict[str, list[tuple[GroundFact, ax.Axiom]]]:
        """For each other individual, which lists of different ones it is in."""
        found: dict[str, list[tuple[GroundFact, ax.Axiom]]] = {}
        for fact, axiom in self._found["different"]:
            entry = self._values[fact], self.axiom(axiom)
            found.setdefault(entry[0].terms[0], []).append(entry)
        return found

    def axiom(self, number: int) -> ax.Axiom:
        """The axiom with a number; its place becomes known."""
        axiom: ax.Axiom = self._values[number]
        if axiom not in self.places and (place := self._found["places"].get(str(number))):
            self.places[axiom] = Location(*place)
        return axiom

    @cached_property
    def concluding(self) -> dict[Predicate, list[int]]:
        """The places of the rules by the predicate that they conclude."""
        found: dict[int, list[int]] = {}
        for place, head in enumerate(self._found["heads"]):
            found.setdefault(head, []).append(place)
        return {self._values[head]: places for head, places in found.items()}

    def rule(self, place: int) -> Rule:
        """The rule in that place of the program."""
        if place in self._rules:
            return self._rules[place]
        head, body, name, axioms = self._found["rules"][place]

        def rests_on() -> Axioms:
            _, *inside = self._found["values"][axioms]
            return tuple(map(self.axiom, inside))

        rule = Rule(self._values[head], self._values[body], name, Justification(rests_on))
        return self._rules.setdefault(place, rule)


class PreparedRules(Sequence[Rule]):
    """The rules of a prepared program, each built when it is first asked for; then `more` rules."""

    def __init__(self, prepared: Prepared, size: int, more: tuple[Rule, ...] = ()) -> None:
        self.prepared = prepared
        """Where they come from."""
        self._size, self._more = size, more

    def __len__(self) -> int:
        return self._size + len(self._more)

    @overload
    def __getitem__(self, place: int) -> Rule: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Rule]: ...
    def __getitem__(self, place: int | slice) -> Rule | Sequence[Rule]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        beyond = place - self._size
        return self.prepared.rule(place) if beyond < 0 else self._more[beyond]

    def __add__(self, more: Iterable[Rule]) -> PreparedRules:
        return PreparedRules(self.prepared, self._size, (*self._more, *more))

    @cached_property
    def by_head(self) -> Mapping[Predicate, Sequence[Rule]]:
        """The rules by the predicate that they conclude."""
        return _RulesByHead(self, self.prepared.concluding, self._size)


class _RulesByHead(Mapping[Predicate, Sequence[Rule]]):
    """Finds the rules for a conclusion without building the others."""

    def __init__(
        self, rules: PreparedRules, places: Mapping[Predicate, Sequence[int]], size: int
    ) -> None:
        self._rules, self._places = rules, places
        self._more: dict[Predicate, list[int]] = {}
        for place in range(size, len(rules)):
            self._more.setdefault(rules[place].head.predicate, []).append(place)

    def __getitem__(self, head: Predicate) -> Sequence[Rule]:
        found = (*self._places.get(head, ()), *self._more.get(head, ()))
        if not found:
            raise KeyError(head)
        return [self._rules[each] for each in found]

    def __iter__(self) -> Iterator[Predicate]:
        return iter(dict.fromkeys((*self._places, *self._more)))

    def __len__(self) -> int:
        return len(self._places.keys() | self._more.keys())
