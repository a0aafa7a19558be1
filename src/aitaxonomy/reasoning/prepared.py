"""A program made ready for any data: rules sorted, and what it says by itself closed once."""

from __future__ import annotations

from dataclasses import dataclass

from aitaxonomy.reasoning import axioms as ax
from aitaxonomy.reasoning.datatypes import contains
from aitaxonomy.reasoning.encode import angled
from aitaxonomy.reasoning.features import TO, Features
from aitaxonomy.reasoning.patterns import Patterns
from aitaxonomy.reasoning.rules import NAMED, UNIVERSAL, Predicate, Program, Rule, member
from aitaxonomy.reasoning.shapes import sort_rules
from aitaxonomy.reasoning.terms import is_name, parse_literal


@dataclass(frozen=True)
class Prepared:
    """A program with its constants, numbered: first the `things`, then the data values."""

    program: Program
    names: tuple[str, ...]
    """The constants, in N-Triples."""
    things: int
    patterns: Patterns
    """What follows without data; to be copied before anything is added."""
    universal: tuple[Predicate, ...]
    """What rules ask of things as such: `THING`, `NAMED`."""


def prepare(program: Program, vocabulary: ax.Vocabulary) -> Prepared:
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
    patterns = Patterns(features, rules, len(names))
    for fact in program.given:
        terms = [numbers[term] for term in fact.terms]
        state(patterns, program, fact.predicate, terms, names)
    for predicate in universal:
        for name in named:
            if numbers[name] < len(things) and (predicate != NAMED or is_name(name)):
                patterns.state(features.kind(predicate), numbers[name])
    patterns.run()
    return Prepared(program, tuple(map(angled, names)), len(things), patterns, universal)


def state(
    patterns: Patterns,
    program: Program,
    predicate: Predicate,
    terms: list[int],
    names: tuple[str, ...],
) -> None:
    """State a fact about constants, and in which ranges a data value lies."""
    features = patterns.features
    if len(terms) == 1:
        patterns.state(features.kind(predicate), terms[0])
        return
    subject, target = terms
    patterns.state(features.link(predicate, TO, target), subject)
    for data_range in program.ranges.get(str(predicate.of), ()):
        if names[target].startswith('"'):
            inside = contains(data_range, parse_literal(names[target]))
            if inside is not None:
                known = member(data_range)
                patterns.state(features.kind(known if inside else known.opposite), target)


def _constants(rule: Rule) -> list[str]:
    atoms = (rule.head, *rule.body)
    return [term for atom in atoms for term in atom.terms if isinstance(term, str)]
