"""Minimal derivations, found once for all facts that differ in individuals and a data value alone.

The derivation of a fact does not depend on the names of individuals, unless a class or a rule names
them. Nor does it depend on a data value, if the value is in the same data ranges.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.class_expressions import walk
from aitaxonomy.owl.datatypes import contains
from aitaxonomy.owl.ontology import Vocabulary
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.reasoning.proofs.by_contradiction import Derived, Steps, minimal_derivation
from aitaxonomy.reasoning.proofs.single_axioms import one_axiom_each
from aitaxonomy.reasoning.rules.model import GroundFact, Justification

_Name = str | Literal
_Names = tuple[_Name, ...]


def rests_on(steps: Steps, stated: Callable[[GroundFact], ax.Axiom | None]) -> tuple[ax.Axiom, ...]:
    """Return the axioms of a derivation, those that state facts included, without duplicates."""
    found: dict[ax.Axiom, None] = {}
    for fact, (rule, _) in steps:
        axiom = None if rule else stated(fact)
        found |= dict.fromkeys(rule.axioms if rule else (axiom,) if axiom else ())
    return tuple(found)


class DerivationsByShape:
    """Derives facts from a minimal subset of axioms, with one axiom a step."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._kept: dict[Hashable, tuple[_Names, Steps, dict[GroundFact, ax.Axiom]]] = {}

    def __call__(self, axioms: Sequence[ax.Axiom], goal: GroundFact) -> Derived:
        """Return a derivation of the goal from a minimal subset of axioms that entail it.

        >>> a, b, c = (ax.Named(f"urn:{each}") for each in "ABC")
        >>> from aitaxonomy.reasoning.rules.model import member
        >>> derive = DerivationsByShape(Vocabulary(frozenset({"urn:A", "urn:B", "urn:C"})))
        >>> for cat in ("urn:felix", "urn:tom"):
        ...     is_a = ax.ClassAssertion(cat, a)
        ...     found = derive([is_a, ax.SubClassOf(a, b), ax.SubClassOf(a, c)],
        ...                    GroundFact(member(b), (cat,)))
        ...     rests_on(*found) == (is_a, ax.SubClassOf(a, b)), len(derive._kept)
        (True, 1)
        (True, 1)
        """
        shape, names = _shape(axioms, goal)
        if shape not in self._kept:
            found = minimal_derivation(axioms, goal, self._vocabulary)
            steps, stated = one_axiom_each(*found, self._vocabulary)
            said = {fact: axiom for fact, _ in steps if (axiom := stated(fact)) is not None}
            self._kept[shape] = names, steps, said
        kept, steps, said = self._kept[shape]
        if kept != names:
            others: dict[Any, Any] = dict(zip(kept, names, strict=True))
            others |= {a.n3: b.n3 for a, b in others.items() if isinstance(a, Literal)}
            steps, said = renamed(steps, others), renamed(said, others)
        return steps, said.get


def _shape(axioms: Sequence[ax.Axiom], goal: GroundFact) -> tuple[Hashable, _Names]:
    """Return axioms and goal with numbers for names, and what is numbered, in that order."""
    fixed, ranges = what_is_fixed(axioms)
    fixed.update(walk((goal.predicate,)))
    numbers: dict[_Name, int] = {}

    def name(term: _Name) -> _Name | int:
        if term in fixed or (isinstance(term, str) and term.startswith('"')):
            return term
        return numbers.setdefault(term, len(numbers))

    parts: list[object] = []
    for axiom in axioms:
        if isinstance(axiom, ax.PropertyAssertion):
            parts.append((name(axiom.subject), axiom.prop, name(axiom.object)))
        elif isinstance(axiom, ax.ClassAssertion) and _of_named(axiom):
            parts.append((name(axiom.individual), axiom.cls))
        else:
            parts.append(axiom)
    values = (each for each in numbers if isinstance(each, Literal))
    inside = [contains(each, value) for value in values for each in ranges]
    return (*parts, *inside, goal.predicate, *map(name, goal.terms)), tuple(numbers)


def what_is_fixed(axioms: Iterable[ax.Axiom]) -> tuple[set[Any], list[ax.AnyDataRange]]:
    """Return the names in axioms that keep their place, and the data ranges.

    These are individuals that a class or another axiom names, and several data values, since their
    order and whether they are equal may matter.
    """
    links = [each for each in axioms if isinstance(each, ax.PropertyAssertion)]
    rest = tuple(each for each in axioms if each not in links and not _of_named(each))
    values = {each.object for each in links if isinstance(each.object, Literal)}
    ranges = [each for each in walk(rest) if isinstance(each, ax.AnyDataRange)]
    return {*walk(rest), *(values if len(values) > 1 else ())}, ranges


def _of_named(axiom: ax.Axiom) -> bool:
    return isinstance(axiom, ax.ClassAssertion) and isinstance(axiom.cls, ax.Named)


def renamed(value: Any, names: Mapping[Any, Any]) -> Any:
    """Return steps, facts or axioms with other names; what has none of them, unchanged."""
    match value:
        case str() | Literal():
            return names.get(value, value)
        case Justification():
            return renamed(value.axioms, names)
        case tuple() | list() | frozenset():
            parts = [renamed(each, names) for each in value]
            same = all(new is old for new, old in zip(parts, value, strict=True))
            return value if same else type(value)(parts)
        case dict():
            return {renamed(k, names): renamed(v, names) for k, v in value.items()}
    if not is_dataclass(value):
        return value
    named = {each.name: getattr(value, each.name) for each in fields(value)}
    others = {name: renamed(part, names) for name, part in named.items()}
    changed = {name: part for name, part in others.items() if part is not named[name]}
    return replace(value, **changed) if changed else value  # type: ignore[type-var]
