"""A program made ready for any data: rules sorted, and what it says by itself closed once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aitaxonomy.owl.ontology import Vocabulary
from aitaxonomy.rdf.ntriples import angled, is_name
from aitaxonomy.reasoning.chaining.individual_types import Patterns, state
from aitaxonomy.reasoning.chaining.materialization import ranges_of
from aitaxonomy.reasoning.chaining.rule_classifier import sort_rules
from aitaxonomy.reasoning.chaining.type_features import FROM, Features, bits_of
from aitaxonomy.reasoning.rules.model import (
    NAMED,
    UNIVERSAL,
    Predicate,
    Program,
    Rule,
)


@dataclass(frozen=True)
class Prepared:
    """A program with its constants, numbered, the `things`; then the data values of its facts.

    The values are no constants: no rule names one, and data may link anybody with any of them. So
    they have patterns, like what data alone speak of, and are told of their links with constants.
    """

    program: Program
    names: tuple[str, ...]
    """The constants and the values, in N-Triples."""
    things: int
    values: Mapping[int, int]
    """The values, each with the number of its pattern."""
    ranges: tuple[tuple[int, int], ...]
    """Which values are in which ranges (features), or outside."""
    patterns: Patterns
    """What follows without data; to be copied before anything is added."""
    universal: tuple[Predicate, ...]
    """What rules ask of things as such: `THING`, `NAMED`."""


def prepare(program: Program, vocabulary: Vocabulary, *, until_clash: bool = False) -> Prepared:
    """Make a program ready; takes about as long as compiling it."""
    properties = vocabulary.object_properties | vocabulary.data_properties
    named = dict.fromkeys(term for fact in program.given for term in fact.terms)
    named |= dict.fromkeys(term for rule in program.rules for term in _constants(rule))
    asked = {atom.predicate for rule in program.rules for atom in rule.body}
    universal = tuple(each for each in UNIVERSAL if each in asked)
    if universal:
        named |= dict.fromkeys(program.individuals)
    things: dict[str, None] = dict.fromkeys(sorted(vocabulary.classes | properties))
    values: dict[str, None] = {}
    for term in named:
        (values if term.startswith('"') else things)[term] = None
    names = (*things, *values)
    numbers = {name: number for number, name in enumerate(names)}
    features = Features()
    rules = sort_rules(program.rules, features, numbers.__getitem__)
    patterns = Patterns(features, rules, len(things))
    patterns.until_clash = until_clash
    told: dict[int, dict[int, None]] = {}
    for fact in program.given:
        terms = [numbers[term] for term in fact.terms]
        if fact.terms[-1].startswith('"'):
            link = features.link(fact.predicate, FROM, terms[0])
            inside = map(features.kind, ranges_of(program, fact))
            told.setdefault(terms[1], {}).update(dict.fromkeys((link, *inside)))
        else:
            state(patterns, fact.predicate, terms)
    known = _begun(patterns, told)
    for predicate in universal:
        for name in named:
            if numbers[name] < len(things) and (predicate != NAMED or is_name(name)):
                patterns.state(features.kind(predicate), numbers[name])
    patterns.run()
    ranges = tuple(
        (x, each) for x, found in told.items() for each in found if features.is_kind(each)
    )
    spelled = tuple(map(angled, names))
    return Prepared(program, spelled, len(things), known, ranges, patterns, universal)


def _begun(patterns: Patterns, told: Mapping[int, Mapping[int, None]]) -> dict[int, int]:
    """The pattern of each value that is told some features."""
    places = {
        each: n for n, each in enumerate(dict.fromkeys(f for fs in told.values() for f in fs))
    }
    sets = [(0, bits_of(places[each] for each in found)) for found in told.values()]
    begun = patterns.extended(sets, [(each, 0) for each in places])
    return dict(zip(told, begun, strict=True))


def _constants(rule: Rule) -> list[str]:
    atoms = (rule.head, *rule.body)
    return [term for atom in atoms for term in atom.terms if isinstance(term, str)]
