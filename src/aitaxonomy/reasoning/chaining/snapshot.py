"""Individual types and classified rules as tables of JSON, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from aitaxonomy.reasoning.chaining.individual_types import IndividualTypes
from aitaxonomy.reasoning.chaining.rule_classifier import (
    Chain,
    ClassifiedRules,
    LocalRule,
    Message,
    premise_of,
)
from aitaxonomy.reasoning.chaining.type_features import Features
from aitaxonomy.reasoning.rules.model import Program
from aitaxonomy.reasoning.rules.value_table import TableWriter, ValueTable


def written(types: IndividualTypes, program: Program, values: TableWriter) -> dict[str, Any]:
    """Return what a run by the rules of a program has found; predicates are put into `values`."""
    rules, number = types.rules, values.number
    places = {id(rule): place for place, rule in enumerate(program.rules)}
    return {
        "features": [[number(f.predicate), f.way, f.constant] for f in types.features.list],
        "rounds": [[[r, format(who, "x")] for r, who in each.items()] for each in types.rounds],
        "local": rules.local,
        "premises": [
            [places[id(each.rule)], each.rule.body.index(each.atom)]
            for found in rules.premises.values()
            for each in found
        ],
        "messages": [
            [number(each.role), each.to_subject, each.sender, each.feature]
            for found in rules.messages.values()
            for each in found
        ],
        "linked": [[number(role), end, each] for (role, end), each in rules.linked.items()],
        "inclusions": [
            [number(low), number(high), turn] for low, high, turn in rules.role_inclusions
        ],
        "chains": [
            [
                number((each.first, each.second, each.head)),
                [each.first_inverted, each.second_inverted, each.head_inverted, each.distinct],
                places[id(each.rule)],
            ]
            for each in rules.chains
        ],
        "general": [places[id(rule)] for rule in rules.general],
    }


def resumed(
    found: Mapping[str, Any],
    program: Program,
    values: ValueTable,
    number: Callable[[str], int],
) -> IndividualTypes:
    """Return the individual types that were `written`.

    Args:
        found: what was written.
        program: the program with the same rules.
        values: the values of the predicates.
        number: gives the number of a constant; the old ones keep theirs.

    """
    features = Features()
    for predicate, way, constant in found["features"]:
        features.append(values[predicate], way, constant)
    rules = ClassifiedRules(number)
    rules.local = [
        LocalRule(head, constant, tuple(body), tuple(map(tuple, ground)), excluded)
        for head, constant, body, ground, excluded in found["local"]
    ]
    for place, index in found["premises"]:
        premise = premise_of(program.rules[place], index)
        rules.premises[premise.atom.predicate].append(premise)
    for role, to_subject, sender, feature in found["messages"]:
        message = Message(values[role], to_subject, tuple(sender), feature)
        rules.messages.setdefault(message.role, {})[message] = None
    rules.linked = {(values[role], end): feature for role, end, feature in found["linked"]}
    rules.role_inclusions = [
        (values[low], values[high], turned) for low, high, turned in found["inclusions"]
    ]
    for roles, (first, second, head, distinct), place in found["chains"]:
        one, two, whole = values[roles]
        rule = program.rules[place]
        rules.chains.append(Chain(one, first, two, second, whole, head, distinct, rule))
    rules.general = [program.rules[place] for place in found["general"]]
    types = IndividualTypes(features, rules, 0)
    types.resume([{r: int(who, 16) for r, who in each} for each in found["rounds"]])
    return types
