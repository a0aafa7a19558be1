"""Entailment by some facts and one axiom, by the semantics of OWL 2 alone.

The contrary of a conclusion is supposed, and its consequences are worked out for the few things at
hand: a value that there must be gets a name, and of several possibilities each is tried. If all of
them lead to a contradiction, the conclusion follows. No rule of the reasoner is known here.

Source: https://www.w3.org/TR/owl2-direct-semantics/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, permutations

from aitaxonomy.owl.class_expressions import AnyDataRange, DataNot
from aitaxonomy.owl.datatypes import apart, contains, has_known_value, narrower
from aitaxonomy.rdf.ntriples import is_name, parse_literal
from aitaxonomy.reasoning.proofs.soundness.statements import (
    TOP,
    Fact,
    Kind,
    Role,
    Tree,
    both,
    contrary,
    fact,
    inverted,
    is_,
    kind,
    link,
    opposite,
    role,
    some,
    values,
)

_MOST_CASES, _MOST_VALUES = 200, 8
"""The most cases that are tried, and the most values that are named, for one conclusion."""
_ASSERTIONS = ("ClassAssertion", "SameIndividual", "PropertyAssertion")
_NOTHING: Tree = ("",)


def follows(conclusion: Fact, premises: Iterable[Fact], axiom: Tree = _NOTHING) -> bool:
    """Return whether a conclusion follows from premises and an axiom; true only if it does.

    >>> a, b = ("class", "urn:A"), ("class", "urn:B")
    >>> tom = ("is", ("and", frozenset((a, b))), "urn:tom")
    >>> follows(("is", a, "urn:tom"), [tom]), follows(tom, [("is", a, "urn:tom")])
    (True, False)
    """
    stated = {fact(axiom)} if axiom[0].endswith(_ASSERTIONS) else set[Fact]()
    supposed = contrary(conclusion)
    case = _Case(_Axiom.of(axiom), iter(range(_MOST_CASES)), {}, set())
    return case.refuted_with({*premises, *stated, *([supposed] if supposed else [])})


@dataclass(frozen=True)
class _Axiom:
    """An axiom, as inclusions of kinds, as chains of properties under others, and as it is."""

    tree: Tree
    inclusions: list[tuple[Kind, Kind]]
    chains: list[tuple[tuple[Role, ...], Role]]
    functional: Role | None
    different: frozenset[str]

    @classmethod
    def of(cls, tree: Tree) -> _Axiom:
        only = None
        match tree:
            case ("FunctionalObjectProperty" | "FunctionalDataProperty", prop):
                only = role(prop)
            case ("InverseFunctionalObjectProperty", prop):
                only = inverted(role(prop))
        different = frozenset(tree[1:] if tree[0] == "DifferentIndividuals" else ())
        return cls(tree, _inclusions(tree), _chains(tree), only, different)


def _inclusions(axiom: Tree) -> list[tuple[Kind, Kind]]:  # noqa: PLR0911
    """The pairs of kinds of which an axiom says that the first is included in the second."""
    match axiom:
        case ("SubClassOf", sub, sup):
            return [(kind(sub), kind(sup))]
        case ("EquivalentClasses", *parts):
            return list(permutations(map(kind, parts), 2))
        case ("DisjointClasses", *parts):
            return [(one, opposite(other)) for one, other in combinations(map(kind, parts), 2)]
        case ("DisjointUnion", whole, *parts):
            union = opposite(both(opposite(kind(each)) for each in parts))
            pairs = [(kind(whole), union), (union, kind(whole))]
            return pairs + _inclusions(("DisjointClasses", *parts))
        case ("ObjectPropertyDomain" | "DataPropertyDomain", prop, cls):
            return [(some(role(prop), TOP), kind(cls))]
        case ("ObjectPropertyRange", prop, cls):
            return [(some(inverted(role(prop)), TOP), kind(cls))]
        case ("DataPropertyRange", prop, data_range):
            return [(TOP, opposite(some(role(prop), opposite(values(data_range)))))]
    return []


def _chains(axiom: Tree) -> list[tuple[tuple[Role, ...], Role]]:  # noqa: PLR0911
    """The chains of properties, and the property that includes each."""
    match axiom:
        case ("SubObjectPropertyOf", ("ObjectPropertyChain", *steps), sup):
            return [(tuple(map(role, steps)), role(sup))]
        case ("SubObjectPropertyOf" | "SubDataPropertyOf", sub, sup):
            return [((role(sub),), role(sup))]
        case ("EquivalentObjectProperties" | "EquivalentDataProperties", *parts):
            return [((one,), other) for one, other in permutations(map(role, parts), 2)]
        case ("InverseObjectProperties", first, second):
            pairs = permutations((role(first), role(second)))
            return [((inverted(one),), other) for one, other in pairs]
        case ("TransitiveObjectProperty", prop):
            return [((role(prop), role(prop)), role(prop))]
        case ("SymmetricObjectProperty", prop):
            return [((role(prop),), inverted(role(prop)))]
    return []


class _Contradiction(Exception):
    """Facts exclude each other."""


class _Case:
    """The facts that hold in one case; of things that are the same, one name stands for all."""

    def __init__(
        self, axiom: _Axiom, cases: Iterator[int], names: dict[str, str], facts: set[Fact]
    ) -> None:
        self._axiom, self._cases = axiom, cases
        self._names, self._facts = names, facts
        self._given: set[Fact] = set()
        """The facts whose value has a name."""

    def refuted_with(self, more: Iterable[Fact]) -> bool:
        """Return whether the facts and more of them exclude each other, in each further case."""
        try:
            while new := {self._renamed(each) for each in more} - self._facts:
                for each in new:
                    self._add(each)
                more = [each for each in self._consequences() if each[1:2] != each[2:]]
        except _Contradiction:
            return True
        choice = next(self._choices(), None)
        if choice is None or next(self._cases, None) is None:
            return False
        return all(self._copy().refuted_with([each]) for each in choice)

    def _copy(self) -> _Case:
        other = _Case(self._axiom, self._cases, self._names.copy(), self._facts.copy())
        other._given = self._given.copy()
        return other

    # --- names

    def _name(self, term: str) -> str:
        while term in self._names:
            term = self._names[term]
        return term

    def _renamed(self, of: Fact) -> Fact:
        at = 1 if of[0] in ("same", "clash") else 2
        return *of[:at], *map(self._name, of[at:])

    def _add(self, new: Fact) -> None:
        new = self._renamed(new)
        if new[0] == "clash":
            raise _Contradiction
        if new[0] != "same":
            self._facts.add(new)
            return
        one, other = sorted(new[1:], key=lambda term: (not _is_value(term), not is_name(term)))
        if one == other:
            return
        if self._differ(one, other):
            raise _Contradiction
        if _is_value(other):  # one of them has no known value
            self._facts.add(new)
            return
        self._names[other] = one
        self._facts = {self._renamed(each) for each in self._facts}

    def _differ(self, one: str, other: str) -> bool:
        """Return whether two terms are known not to be the same."""
        if one == other or (_is_value(one) and _is_value(other)):
            return _known_apart(one, other)
        different = {term for term in self._axiom.different if self._name(term) in (one, other)}
        return len({*map(self._name, different)}) > 1 or any(
            each[0] == "is" and each[1][0] == "not" and each[1][1][0] == "one"
            and {one, other} - {each[2]} <= {*map(self._name, each[1][1][1])}
            for each in self._facts if each[0] == "is" and each[2] in (one, other)
        )  # fmt: skip

    # --- what is known

    def _ends(self, prop: Role, thing: str) -> list[str]:
        """The values of a property."""
        subject, value = (3, 2) if prop[1] else (2, 3)
        links = (each for each in self._facts if each[0] == "link" and each[1] == prop[0])
        return sorted({each[value] for each in links if each[subject] == thing})

    def _things(self) -> list[str]:
        """The terms that stand for individuals, and not for data values."""
        terms = {term for each in self._facts for term in each[2:]}
        data = {each[2] for each in self._facts if each[0] == "is" and _range_in(each[1])}
        return sorted(term for term in terms - data if not _is_value(term))

    def _holds(self, of: Kind, thing: str) -> bool:  # noqa: PLR0911
        if of == TOP or ("is", of, thing) in self._facts:
            return True
        match of:
            case ("and", parts):
                return all(self._holds(each, thing) for each in parts)
            case ("or", parts):
                return any(self._holds(each, thing) for each in parts)
            case ("some", prop, filler):
                return any(self._holds(filler, each) for each in self._ends(prop, thing))
            case ("self", prop):
                return thing in self._ends(prop, thing)
            case ("one", terms):
                return thing in map(self._name, terms)
            case ("not", ("one", terms)):
                return all(self._differ(self._name(each), thing) for each in terms)
            case ("values", data_range):
                return self._in_range(data_range, thing, inside=True)
            case ("not", ("values", data_range)):
                return self._in_range(data_range, thing, inside=False)
        return False

    def _in_range(self, data_range: AnyDataRange, thing: str, *, inside: bool) -> bool:
        """Return whether a value is known to be in a range, or outside of it."""
        if _is_value(thing):
            return contains(data_range, parse_literal(thing)) is inside
        known = (_range_in(each[1]) for each in self._facts if each[0] == "is" and each[2] == thing)
        compare = narrower if inside else apart
        return any(compare(each, data_range) for each in known if each)

    # --- what follows

    def _consequences(self) -> Iterator[Fact]:
        for each in list(self._facts):
            if each[0] == "is":
                if self._holds(opposite(each[1]), each[2]):
                    yield "clash", each[2]
                yield from self._of_kind(each[1], each[2])
        for thing in self._things():
            for low, high in self._axiom.inclusions:
                if self._holds(low, thing):
                    yield is_(high, thing)
                elif self._holds(opposite(high), thing):
                    yield is_(opposite(low), thing)
            for chain, sup in self._axiom.chains:
                for end in self._walks(chain, thing):
                    yield link(sup, thing, end)
            if only := self._axiom.functional:
                for one, other in combinations(self._ends(only, thing), 2):
                    yield "same", one, other
            yield from self._by_property(thing)
        if self._axiom.tree[0] == "HasKey":
            yield from self._by_key()

    def _of_kind(self, of: Kind, thing: str) -> Iterator[Fact]:
        """Yield what follows for a thing, and its values, from one kind that it is of."""
        match of:
            case ("and", parts):
                yield from (is_(each, thing) for each in parts)
            case ("or", _) | ("one", _):
                left = self._left(of, thing)
                if len(left) < 2:
                    yield left[0] if left else ("clash", thing)
            case ("some", prop, filler):
                known = any(self._holds(filler, each) for each in self._ends(prop, thing))
                if not known and ("is", of, thing) not in self._given:
                    self._given.add(("is", of, thing))
                    if len(self._given) <= _MOST_VALUES:
                        name = f"_:value {len(self._given)}"  # no name in a proof has a space
                        yield from (link(prop, thing, name), is_(filler, name))
            case ("only", prop, filler):
                yield from (is_(filler, each) for each in self._ends(prop, thing))
            case ("self", prop):
                yield link(prop, thing, thing)
            case ("least", _, prop, filler):
                yield is_(some(prop, filler), thing)
            case ("not", ("least", 2, prop, filler)):
                such = [each for each in self._ends(prop, thing) if self._holds(filler, each)]
                yield from (("same", *pair) for pair in combinations(such, 2))

    def _left(self, of: Kind, thing: str) -> list[Fact]:
        """The possibilities of a union or an enumeration that are left; one if it is decided."""
        if of[0] == "one":
            terms = sorted({*map(self._name, of[1])})
            return [("same", thing, each) for each in terms if not self._differ(thing, each)]
        holding = [each for each in of[1] if self._holds(each, thing)]
        parts = holding[:1] or [x for x in of[1] if not self._holds(opposite(x), thing)]
        return [is_(each, thing) for each in parts]

    def _walks(self, chain: tuple[Role, ...], start: str) -> set[str]:
        ends = {start}
        for prop in chain:
            ends = {end for each in ends for end in self._ends(prop, each)}
        return ends

    def _by_property(self, thing: str) -> Iterator[Fact]:
        """Yield what a property that the axiom is about excludes, or demands, at a thing."""
        match self._axiom.tree:
            case ("ReflexiveObjectProperty", prop):
                yield link(role(prop), thing, thing)
            case ("IrreflexiveObjectProperty", prop) if thing in self._ends(role(prop), thing):
                yield "clash", thing
            case ("AsymmetricObjectProperty", prop):
                there, back = role(prop), inverted(role(prop))
                if {*self._ends(there, thing)} & {*self._ends(back, thing)}:
                    yield "clash", thing
            case ("DisjointObjectProperties" | "DisjointDataProperties", *props):
                for one, other in combinations(map(role, props), 2):
                    if {*self._ends(one, thing)} & {*self._ends(other, thing)}:
                        yield "clash", thing

    def _by_key(self) -> Iterator[Fact]:
        """Yield which named things are the same, since they share the values of a key."""
        _, cls, objects, data = self._axiom.tree
        roles = [role(each) for each in (*objects[1:], *data[1:])]
        named = [x for x in self._things() if is_name(x) and self._holds(kind(cls), x)]
        for one, other in combinations(named, 2):
            shared = ({*self._ends(of, one)} & {*self._ends(of, other)} for of in roles)
            if all(any(not each.startswith("_:") for each in both_) for both_ in shared):
                yield "same", one, other

    def _choices(self) -> Iterator[list[Fact]]:
        """Yield the possibilities of what is open, of which one must hold."""
        for each in sorted(self._facts, key=repr):
            if each[0] == "is" and each[1][0] in ("or", "one"):
                left = self._left(each[1], each[2])
                if len(left) > 1:
                    yield left
        for thing in self._things():
            for low, high in self._axiom.inclusions:
                if not (self._holds(opposite(low), thing) or self._holds(high, thing)):
                    yield [is_(opposite(low), thing), is_(high, thing)]


def _is_value(term: str) -> bool:
    return term.startswith('"')


def _known_apart(one: str, other: str) -> bool:
    """Return whether two data values, spelled canonically, differ for certain."""
    return one != other and all(has_known_value(parse_literal(each)) for each in (one, other))


def _range_in(of: Kind) -> AnyDataRange | None:
    """The data range that a kind is; None for a kind of individuals."""
    match of:
        case ("values", data_range):
            return data_range  # type: ignore[no-any-return]
        case ("not", ("values", data_range)):
            return DataNot(data_range)
    return None
