"""Compiles a program for evaluation: its rules classified, its facts closed, once for any data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from aitaxonomy.owl.ontology import Vocabulary
from aitaxonomy.rdf.ntriples import angled, is_name
from aitaxonomy.reasoning.chaining.individual_types import IndividualTypes, state
from aitaxonomy.reasoning.chaining.materialization import ranges_of
from aitaxonomy.reasoning.chaining.program_table import PreparedRules
from aitaxonomy.reasoning.chaining.rule_classifier import classify_rules
from aitaxonomy.reasoning.chaining.type_features import FROM, Features, bits_of
from aitaxonomy.reasoning.rules.model import (
    NAMED,
    UNIVERSAL,
    Predicate,
    Program,
    Rule,
)


@dataclass(frozen=True)
class CompiledProgram:
    """A program with numbers for its terms: constants first, then the data values of its facts.

    Data values are not constants, since no rule names one and data may link any individual with
    them. So they have types, like individuals of the data, and their links with constants are
    features of theirs.
    """

    program: Program
    names: tuple[str, ...]
    """The constants and the data values, in N-Triples."""
    constants: int
    """The number of constants."""
    values: Mapping[int, int]
    """The number of each data value, with the number of its type."""
    types: IndividualTypes
    """The closure without data; to be copied before facts are added."""
    universal: tuple[Predicate, ...]
    """Those of `UNIVERSAL` that are a premise of some rule."""


def compile_program(
    program: Program, vocabulary: Vocabulary, *, until_clash: bool = False
) -> CompiledProgram:
    """Compile a program for evaluation; this takes about as long as compiling its ontology.

    A prepared one is compiled already.
    """
    named = dict.fromkeys(term for fact in program.given for term in fact.terms)
    declared = sorted(
        vocabulary.classes | vocabulary.object_properties | vocabulary.data_properties
    )
    begun = _prepared if isinstance(program.rules, PreparedRules) else _classified
    types, constants, universal = begun(program, declared, named)
    features = types.features
    values = dict.fromkeys(term for term in named if term.startswith('"') and term not in constants)
    names = (*constants, *values)
    numbers = {name: number for number, name in enumerate(names)}
    types.until_clash = until_clash
    value_features: dict[int, dict[int, None]] = {}
    for fact in program.given:
        terms = [numbers[term] for term in fact.terms]
        if terms[-1] >= len(constants):
            link = features.link(fact.predicate, FROM, terms[0])
            inside = map(features.kind, ranges_of(program, fact))
            value_features.setdefault(terms[1], {}).update(dict.fromkeys((link, *inside)))
        else:
            state(types, fact.predicate, terms)
    known = _types_of_values(types, value_features)
    for predicate in universal:
        for name in named:
            if name in constants and (predicate != NAMED or is_name(name)):
                types.state(features.kind(predicate), numbers[name])
    types.run()
    written = tuple(map(angled, names))
    return CompiledProgram(program, written, len(constants), known, types, universal)


_Begun = tuple[IndividualTypes, dict[str, None], tuple[Predicate, ...]]
"""The types before the facts are stated, the constants, and those of `UNIVERSAL` that count."""


def _classified(program: Program, declared: Iterable[str], named: dict[str, None]) -> _Begun:
    named |= dict.fromkeys(term for rule in program.rules for term in _constants(rule))
    asked = {atom.predicate for rule in program.rules for atom in rule.body}
    universal = tuple(each for each in UNIVERSAL if each in asked)
    if universal:
        named |= dict.fromkeys(program.individuals)
    constants = dict.fromkeys([*declared, *(term for term in named if not term.startswith('"'))])
    numbers = {name: number for number, name in enumerate(constants)}
    features = Features()
    rules = classify_rules(program.rules, features, numbers.__getitem__)
    return IndividualTypes(features, rules, len(constants)), constants, universal


def _prepared(program: Program, declared: Iterable[str], named: dict[str, None]) -> _Begun:
    assert isinstance(program.rules, PreparedRules)
    more = [*declared, *(term for term in named if not term.startswith('"'))]
    types, constants = program.rules.prepared.types(program, more)
    return types, dict.fromkeys(constants), program.rules.prepared.universal


def _types_of_values(
    types: IndividualTypes, value_features: Mapping[int, Mapping[int, None]]
) -> dict[int, int]:
    """The type of each data value, given its features."""
    places = {each: n for n, each in enumerate(dict.fromkeys(chain(*value_features.values())))}
    sets = [(0, bits_of(places[each] for each in found)) for found in value_features.values()]
    found = types.with_features(sets, [(each, 0) for each in places])
    return dict(zip(value_features, found, strict=True))


def _constants(rule: Rule) -> list[str]:
    atoms = (rule.head, *rule.body)
    return [term for atom in atoms for term in atom.terms if isinstance(term, str)]
