"""When a step of a proof is sound: for each rule by its name, what it needs.

The conditions are read off the direct semantics of OWL 2, https://www.w3.org/TR/owl2-direct-semantics/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import permutations, product

from aitaxonomy.owl.datatypes import apart, contains, narrower
from aitaxonomy.rdf.ntriples import is_name, parse_literal
from aitaxonomy.reasoning.proofs.statements import (
    BOTTOM,
    TOP,
    Fact,
    Kind,
    Role,
    Tree,
    both,
    claims,
    fact,
    inverted,
    is_,
    kind,
    link,
    one,
    opposite,
    role,
    some,
    term,
    values,
)

Chain = tuple[tuple[Role, ...], Role]
_DEEPEST = 6
"""The greatest number of inclusions, one within another, that one step may rest on."""


class Inference:
    """One step: its conclusion, its premises, and its axiom if it has one."""

    def __init__(self, conclusion: Fact, premises: list[Fact], axiom: Tree | None) -> None:
        self.conclusion, self.premises = conclusion, set(premises)
        self.axiom: Tree = axiom or ("",)

    @cached_property
    def concluded(self) -> set[Fact]:
        """The conclusion in all its spellings."""
        return claims(self.conclusion)

    @cached_property
    def known(self) -> set[Fact]:
        """The premises in all their spellings."""
        return {each for premise in self.premises for each in claims(premise)}

    def given(self, *wanted: Fact) -> bool:
        """Whether the premises are just these facts; that everything is a thing goes unsaid."""
        needed = {each for each in wanted if each[:2] != ("is", TOP)}
        spelled = {each for fact in needed for each in claims(fact)}
        known = all(claims(each) & self.known for each in needed)
        return known and all(claims(each) & spelled for each in self.premises)

    def links(self) -> Iterator[tuple[Role, str, str]]:
        """The links among the premises, read from both ends."""
        for _, prop, x, y in (each for each in self.premises if each[0] == "link"):
            yield (prop, False), x, y
            yield (prop, True), y, x

    def kinds(self, name: str, facts: set[Fact]) -> Iterator[tuple[str, tuple[Kind, ...]]]:
        """The things that are of a kind with that name, each with the parts of the kind."""
        for each in facts:
            if each[0] == "is" and each[1][0] == name:
                yield each[2], each[1][1:]

    def walks(self, chain: tuple[Role, ...], start: str) -> Iterator[tuple[str, tuple[Fact, ...]]]:
        """The walks along links of the premises: where each ends, and its links."""
        if not chain:
            yield start, ()
            return
        for prop, x, y in list(self.links()):
            if prop == chain[0] and x == start:
                for end, walk in self.walks(chain[1:], y):
                    yield end, (link(prop, x, y), *walk)


Condition = Callable[[Inference], bool]
Subsumes = Callable[[Kind, Kind, Tree], bool]

# --- what axioms say


def _inclusions(axiom: Tree) -> list[tuple[Kind, Kind]]:
    """The pairs of kinds of which an axiom says that the first is included in the second."""
    match axiom:
        case ("SubClassOf", sub, sup):
            return [(kind(sub), kind(sup))]
        case ("EquivalentClasses", *parts):
            return list(permutations(map(kind, parts), 2))
        case ("DisjointClasses", *parts):
            return [(one, opposite(other)) for one, other in permutations(map(kind, parts), 2)]
        case ("DisjointUnion", whole, *parts):
            union = opposite(both(opposite(kind(each)) for each in parts))
            pairs = [(kind(whole), union), (union, kind(whole))]
            return pairs + _inclusions(("DisjointClasses", *parts))
        case ("ObjectPropertyDomain" | "DataPropertyDomain", prop, cls):
            return [(some(role(prop), TOP), kind(cls))]
        case ("ObjectPropertyRange", prop, cls):
            return [(some(inverted(role(prop)), TOP), kind(cls))]
    return []


def _chains(axiom: Tree) -> list[Chain]:
    """The chains of properties, and the property that includes each."""
    match axiom:
        case ("SubObjectPropertyOf", ("ObjectPropertyChain", *steps), sup):
            return [(tuple(map(role, steps)), role(sup))]
        case ("SubObjectPropertyOf" | "SubDataPropertyOf", sub, sup):
            return [((role(sub),), role(sup))]
        case ("EquivalentObjectProperties" | "EquivalentDataProperties", *parts):
            return [((one,), other) for one, other in permutations(map(role, parts), 2)]
        case ("InverseObjectProperties", first, second):
            one, other = role(first), role(second)
            return [((inverted(one),), other), ((inverted(other),), one)]
        case ("TransitiveObjectProperty", prop):
            return [((role(prop), role(prop)), role(prop))]
        case ("SymmetricObjectProperty", prop):
            return [((role(prop),), inverted(role(prop)))]
    return []


def _under(low: Role, high: Role, axiom: Tree) -> bool:
    """Whether a property is included in another, by itself or by the axiom."""
    told = [(chain[0], sup) for chain, sup in _chains(axiom) if len(chain) == 1]
    pairs = (low, high), (inverted(low), inverted(high))
    return low == high or any(pair in told for pair in pairs)


def _functional(axiom: Tree) -> Role | None:
    match axiom:
        case ("FunctionalObjectProperty" | "FunctionalDataProperty", prop):
            return role(prop)
        case ("InverseFunctionalObjectProperty", prop):
            return inverted(role(prop))
    return None


def _value_kind(prop: Role, axiom: Tree) -> Kind | None:
    """The kind of every value of a property, by its range or the domain of its inverse."""
    return next(
        (high for low, high in _inclusions(axiom) if low == some(inverted(prop), TOP)), None
    )


def included(low: Kind, high: Kind, axiom: Tree = ("",), depth: int = _DEEPEST) -> bool:
    """Whether one kind is included in another, by their structure and at most the axiom.

    >>> a, b = ("class", "urn:A"), ("class", "urn:B")
    >>> included(("and", frozenset((a, b))), a), included(a, b)
    (True, False)
    """
    if low == high or high == TOP or low == BOTTOM:
        return True
    if depth == 0:
        return False

    def inner(one: Kind, other: Kind) -> bool:
        return included(one, other, axiom, depth - 1)

    return (
        _by_structure(low, high, axiom, inner)
        or _by_structure(opposite(high), opposite(low), axiom, inner)
        or any(
            included(low, sub, ("",), depth - 1) and inner(sup, high)
            for one, other in _inclusions(axiom)
            for sub, sup in ((one, other), (opposite(other), opposite(one)))
        )
    )


def _by_structure(low: Kind, high: Kind, axiom: Tree, inner: Callable[[Kind, Kind], bool]) -> bool:
    match low, high:
        case _, ("and", parts):
            return all(inner(low, part) for part in parts)
        case ("and", parts), _:
            return any(inner(part, high) for part in parts)
        case ("one", few), ("one", many):
            return bool(few <= many)
        case ("least", _, prop, filler), _:
            return inner(("some", prop, filler), high)
        case ("some", prop, filler), ("some", upper, wider):
            return _under(prop, upper, axiom) and inner(filler, wider)
        case ("values", few), ("values", many):
            return narrower(few, many)
        case ("values", few), ("not", ("values", others)):
            return apart(few, others)
    return False


# --- rules from kinds to kinds, by what is said of one thing


def _told(*names: str) -> Subsumes:
    return lambda low, high, axiom: axiom[0] in names and (low, high) in _inclusions(axiom)


def _defined(low: Kind, high: Kind, axiom: Tree) -> bool:
    pairs = (low, high), (opposite(high), opposite(low))
    told = _inclusions(axiom) if axiom[0] in ("EquivalentClasses", "DisjointUnion") else []
    return any(pair in told for pair in pairs)


def _restriction(low: Kind, high: Kind, axiom: Tree) -> bool:
    match low, high:
        case ("some", prop, filler), ("some", upper, wider):
            values_are = _value_kind(prop, axiom)
            by_range = values_are is not None and prop == upper and included(values_are, wider)
            return by_range or (_under(prop, upper, axiom) and included(filler, wider, axiom))
    return False


def _at_all(low: Kind, high: Kind, axiom: Tree) -> bool:
    return low[0] == "some" and high == _value_kind(inverted(low[1]), axiom)


def _impossible(low: Kind, high: Kind, axiom: Tree) -> bool:
    empty = opposite(high) if low == TOP else low
    inner = empty[2] if empty[0] == "some" else empty
    no_such = high in (opposite(empty), BOTTOM)
    return no_such and any(included(each, opposite(each), axiom) for each in (empty, inner))


def _only_value(low: Kind, high: Kind, axiom: Tree) -> bool:
    match low, high:
        case ("some", prop, filler), ("only", other, wider):
            return prop == other == _functional(axiom) and included(filler, wider)
    return False


def _back(low: Kind, high: Kind, axiom: Tree) -> bool:
    if low[0] != "some":
        return False
    prop, filler = low[1:]
    uppers = [inverted(prop), *(sup for _, sup in _chains(axiom))]
    uppers += [inverted(sup) for sup in uppers]
    values_are = _value_kind(prop, axiom) or filler
    return any(
        included(filler, ("only", upper, high), axiom)
        or included(values_are, ("only", upper, high))
        for upper in uppers
        if _under(inverted(prop), upper, axiom)
    )


def _by_chain(low: Kind, high: Kind, axiom: Tree) -> bool:
    return low[0] == high[0] == "some" and any(
        chain[0] == low[1] and sup == high[1] and included(low[2], some(chain[1], high[2]))
        for chain, sup in _chains(axiom)
        if len(chain) == 2
    )


def _unary(subsumes: Subsumes) -> Condition:
    """The condition that the kind of the only premise (or everything) is under the concluded."""

    def holds(step: Inference) -> bool:
        lows = {(each[2], each[1]) for each in step.known if each[0] == "is"}
        highs = {(each[2], each[1]) for each in step.concluded if each[0] == "is"}
        if not step.premises:
            lows = {(thing, TOP) for thing, _ in highs}
        return len(step.premises) < 2 and any(
            subsumes(low, high, step.axiom)
            for one, low in lows
            for other, high in highs
            if one == other
        )

    return holds


def _backward(subsumes: Subsumes) -> Subsumes:
    return lambda low, high, axiom: subsumes(opposite(high), opposite(low), axiom)


# --- rules of the constructors


def _all_parts(step: Inference) -> bool:
    return any(
        step.given(*(is_(part, x) for part in parts))
        for x, (parts,) in step.kinds("and", step.concluded)
    )


def _last_part(step: Inference) -> bool:
    return any(
        step.given(("is", ("or", parts), x), *(is_(opposite(p), x) for p in parts - {part}))
        for x, (parts,) in step.kinds("or", step.known)
        for part in parts
        if claims(is_(part, x)) & step.concluded
    )


def _last_listed(step: Inference) -> bool:
    return any(
        step.given(("is", one(*terms), x), *(is_(opposite(one(t)), x) for t in terms - {last}))
        for x, (terms,) in step.kinds("one", step.known)
        for last in terms
        if ("is", one(last), x) in step.concluded
    )


def _differs_from_all(step: Inference) -> bool:
    return any(
        inner[0] == "one" and step.given(*(is_(opposite(one(each)), x) for each in inner[1]))
        for x, (inner,) in step.kinds("not", step.concluded)
    )


def _differ(step: Inference) -> bool:
    terms = set(step.axiom[1:]) if step.axiom[0] == "DifferentIndividuals" else set()
    for x, (inner,) in step.kinds("not", step.concluded):
        if inner[0] == "one" and {x} | inner[1] <= terms and inner == one(*(inner[1] - {x})):
            return len(inner[1]) == 1 and step.given()
    return step.conclusion[0] == "clash" and any(
        step.given(("same", x, y)) for x, y in permutations(terms, 2)
    )


def _other_kind(step: Inference) -> bool:
    return any(
        inner[0] == "one" and step.given(("is", each[1], *inner[1]), is_(opposite(each[1]), x))
        for x, (inner,) in step.kinds("not", step.concluded)
        for each in step.known
        if each[0] == "is" and len(inner[1]) == 1
    )


def _contradiction(step: Inference) -> bool:
    return step.conclusion[0] == "clash" and any(
        step.given(each, is_(opposite(each[1]), each[2])) for each in step.known if each[0] == "is"
    )


def _has_value(step: Inference) -> bool:
    return any(
        step.given(link(prop, x, y), is_(filler, y))
        for prop, x, y in step.links()
        for z, (of, filler) in step.kinds("some", step.concluded)
        if (x, prop) == (z, of)
    ) or _has_denied_value(step)


def _has_denied_value(step: Inference) -> bool:
    return step.conclusion[0] == "clash" and any(
        step.given(link(prop, x, y), ("is", ("only", of, filler), x), is_(opposite(filler), y))
        for prop, x, y in step.links()
        for z, (of, filler) in step.kinds("only", step.known)
        if (x, prop) == (z, of)
    )


def _no_such_value(step: Inference) -> bool:
    return any(
        step.given(link(prop, x, y), ("is", ("only", of, filler), x))
        for prop, x, y in step.links()
        for z, (of, filler) in step.kinds("only", step.known)
        if (x, prop) == (z, of) and claims(is_(filler, y)) & step.concluded
    )


def _its_only_value(step: Inference) -> bool:
    only = _functional(step.axiom)
    return any(
        step.given(link(prop, x, y), is_(("some", of, filler), x))
        for prop, x, y in step.links()
        for z, (of, filler) in step.kinds("some", step.known)
        if (x, prop, prop) == (z, of, only) and claims(is_(filler, y)) & step.concluded
    )


def _its_value_is_another(step: Inference) -> bool:
    only = _functional(step.axiom)
    denied = [(x, of, f) for x, (of, f) in step.kinds("only", step.concluded) if of == only]
    claimed = [(x, of, f) for x, (of, f) in step.kinds("some", step.known) if of == only]
    links = [(x, of, y) for of, x, y in step.links() if of == only]
    return (
        any(
            step.given(link(of, x, y), is_(filler, y))
            for x, of, y in links
            for z, _, filler in denied
            if x == z
        )
        or any(
            step.given(
                is_(("some", of, filler), x), *(is_(opposite(filler), v) for v in value[1][1])
            )
            for x, of, filler in claimed
            for z, _, value in denied
            if x == z and value[0] == "not" and value[1][0] == "one"
        )
        or (
            step.conclusion[0] == "clash"
            and any(
                step.given(link(of, x, y), is_(("some", of, filler), x), is_(opposite(filler), y))
                for x, of, y in links
                for z, _, filler in claimed
                if x == z
            )
        )
        or _unary(_only_value)(step)
    )


def _none_possible(step: Inference) -> bool:
    return any(
        step.given(("is", ("only", upper, listed), x), *(is_(filler, each) for each in listed[1]))
        for x, (prop, filler) in step.kinds("only", step.concluded)
        for z, (upper, listed) in step.kinds("only", step.known)
        if x == z and listed[0] == "one" and _under(prop, upper, step.axiom)
    )


def _last_possible(step: Inference) -> bool:
    for x, (prop, filler) in step.kinds("some", step.known):
        for z, (upper, listed) in step.kinds("only", step.known):
            if x != z or listed[0] != "one" or not _under(prop, upper, step.axiom):
                continue
            for last in listed[1]:
                others = (is_(opposite(filler), each) for each in listed[1] - {last})
                facts = ("is", ("only", upper, listed), x), is_(("some", prop, filler), x)
                says = claims(link(prop, x, last)) | claims(is_(filler, last))
                if says & step.concluded and step.given(*facts, *others):
                    return True
    return False


def _no_value_of_kind(step: Inference) -> bool:
    return any(
        step.given(
            ("is", ("only", upper, filler), x), *(is_(opposite(filler), v) for v in inner[1])
        )
        for x, (prop, value) in step.kinds("only", step.concluded)
        for z, (upper, filler) in step.kinds("only", step.known)
        for inner in value[1:]
        if x == z and value[0] == "not" and inner[0] == "one" and _under(prop, upper, step.axiom)
    )


def _would_carry(step: Inference) -> bool:
    return any(
        step.given(*walk, ("is", ("only", of, filler), x))
        for chain, sup in _chains(step.axiom)
        for x, (of, filler) in step.kinds("only", step.known)
        if of == sup
        for end, walk in step.walks(chain[:-1], x)
        for z, (prop, wider) in step.kinds("only", step.concluded)
        if (end, chain[-1]) == (z, prop) and included(filler, wider)
    )


def _of_that_value(step: Inference) -> bool:
    return any(
        step.given(is_(("some", prop, filler), x))
        for x, (prop, filler) in step.kinds("some", step.known)
        for each in step.concluded
        if each[0] == "is"
        for low, high in _inclusions(step.axiom)
        if low[0] == "some" and low[2] == TOP and high == each[1]
        and included(filler, some(inverted(low[1]), one(each[2])))
    )  # fmt: skip


# --- rules about links and names


def _along(*names: str) -> Condition:
    """The condition that a walk along a chain is a link, by an axiom with one of the names."""

    def holds(step: Inference) -> bool:
        if step.axiom[0] not in names or step.conclusion[0] != "link":
            return False
        _, prop, x, y = step.conclusion
        return any(
            step.given(*walk)
            for chain, sup in _chains(step.axiom)
            if sup[0] == prop
            for end, walk in step.walks(chain, y if sup[1] else x)
            if end == (x if sup[1] else y)
        )

    return holds


def _ends(name: str) -> Condition:
    """The condition that one end of a link is of a kind, by a domain or a range."""

    def holds(step: Inference) -> bool:
        if not step.axiom[0].endswith(name):
            return False
        pairs = _inclusions(step.axiom)
        return _unary(lambda low, high, _: (low, high) in pairs)(step) or any(
            step.given(link(prop, x, y)) and claims(is_(high, x)) & step.concluded
            for prop, x, y in step.links()
            for low, high in pairs
            if low == some(prop, TOP)
        )

    return holds


def _outside(step: Inference) -> bool:
    if step.axiom[0] != "DataPropertyRange" or step.conclusion[0] != "clash":
        return False
    outside = opposite(values(step.axiom[2]))
    return any(
        step.given(link(prop, x, y), is_(outside, y))
        for prop, x, y in step.links()
        if prop == role(step.axiom[1])
    )


def _same_value(step: Inference) -> bool:
    only = _functional(step.axiom)
    return any(
        step.given(link(one, z, x), link(other, w, y))
        and (step.conclusion == ("same", x, y) or (step.conclusion[0] == "clash" and x[0] == '"'))
        for one, z, x in step.links()
        for other, w, y in step.links()
        if one == other == only and z == w and x != y
    )


def _clashing(name: str, *, back: bool) -> Condition:
    """The condition that a link (and the one back) is what an axiom with the name excludes."""

    def holds(step: Inference) -> bool:
        if step.axiom[0] != name or step.conclusion[0] != "clash":
            return False
        return any(
            step.given(link(prop, x, y), link(prop, y, x)) and (back or x == y)
            for prop, x, y in step.links()
            if prop == role(step.axiom[1])
        )

    return holds


def _disjoint_links(step: Inference) -> bool:
    if not step.axiom[0].startswith("Disjoint") or not step.axiom[0].endswith("Properties"):
        return False
    return step.conclusion[0] == "clash" and any(
        step.given(link(one, x, y), link(other, x, y))
        for one, other in permutations(map(role, step.axiom[1:]), 2)
        for prop, x, y in step.links()
        if prop == one
    )


def _to_itself(step: Inference) -> bool:
    if step.axiom[0] != "ReflexiveObjectProperty" or step.conclusion[0] != "link":
        return False
    _, prop, x, y = step.conclusion
    return x == y and prop == role(step.axiom[1])[0] and step.given()


def _disjoint(step: Inference) -> bool:
    disjoint = _told("DisjointClasses", "DisjointUnion")
    return _unary(disjoint)(step) or (
        step.conclusion[0] == "clash"
        and any(
            step.given(one, other) and disjoint(one[1], opposite(other[1]), step.axiom)
            for one, other in permutations([each for each in step.known if each[0] == "is"], 2)
            if one[2] == other[2]
        )
    )


def _key(step: Inference) -> bool:
    if step.axiom[0] != "HasKey" or step.conclusion[0] != "same":
        return False
    _, cls, objects, data = step.axiom
    _, x, y = step.conclusion
    roles = [role(each) for each in (*objects[1:], *data[1:])]
    shared = [[v for prop, z, v in step.links() if (prop, z) == (of, x)] for of in roles]
    return is_name(x) and is_name(y) and any(
        step.given(
            is_(kind(cls), x), is_(kind(cls), y),
            *(link(of, z, v) for of, v in zip(roles, chosen, strict=True) for z in (x, y)),
        )
        and not any(each.startswith("_:") for each in chosen)
        for chosen in product(*shared)
    )  # fmt: skip


def _renamed(step: Inference) -> bool:
    for _, old, new in (each for each in step.premises if each[0] == "same"):
        for each in step.premises:
            for at in range(2, len(each)) if each[0] in ("is", "link") else ():
                other = (*each[:at], new, *each[at + 1 :])
                if (
                    each[at] == old
                    and other == step.conclusion
                    and step.given(each, ("same", old, new))
                ):
                    return True
    return False


def _stated(step: Inference) -> bool:
    return bool(step.axiom[0]) and fact(step.axiom) == step.conclusion and step.given()


def _in_range(step: Inference) -> bool:
    name, of, value = (*step.conclusion, "", "")[:3]
    inside = of[0] == "values" if name == "is" else False
    found = of if inside else of[1] if of and of[0] == "not" else ("",)
    if name != "is" or found[0] != "values" or not value.startswith('"'):
        return False
    return contains(found[1], parse_literal(value)) is inside and step.given()


_SUBSUMES: dict[str, Subsumes] = {
    "subclass": _told("SubClassOf"),
    "inferred subclass": _told("SubClassOf"),
    "domain": _told("ObjectPropertyDomain", "DataPropertyDomain"),
    "range": _told("ObjectPropertyRange"),
    "one restriction implies the other": _restriction,
    "a chain carries it over": _by_chain,
    "follows from its parts": lambda low, high, axiom: included(low, high, axiom),
    "its only value is another": _only_value,
    "what has such a value at all": _at_all,
    "what it is linked with says so": _back,
    "nothing can be such": _impossible,
}
_LINKS: dict[str, Condition] = {
    "subproperty": _along("SubObjectPropertyOf", "SubDataPropertyOf"),
    "property chain": _along("SubObjectPropertyOf"),
    "equivalent property": _along("EquivalentObjectProperties", "EquivalentDataProperties"),
    "inverse property": _along("InverseObjectProperties"),
    "transitive property": _along("TransitiveObjectProperty"),
    "symmetric property": _along("SymmetricObjectProperty"),
    "functional property": _same_value,
    "reflexive property": _to_itself,
    "irreflexive property": _clashing("IrreflexiveObjectProperty", back=False),
    "asymmetric property": _clashing("AsymmetricObjectProperty", back=True),
    "disjoint properties": _disjoint_links,
    "data property range": _outside,
    "key": _key,
}
WITH_AXIOM: dict[str, Condition] = {
    **{name: _unary(test) for name, test in _SUBSUMES.items()},
    **{f"{name}, read backward": _unary(_backward(test)) for name, test in _SUBSUMES.items()},
    **_LINKS,
    "stated": _stated,
    "definition": _unary(_defined),
    "disjoint classes": _disjoint,
    "different individuals": _differ,
    "domain": _ends("Domain"),
    "range": _ends("Range"),
    "its only value": _its_only_value,
    "its only value is another": _its_value_is_another,
    "none of its possible values is such": _none_possible,
    "its only possible value": _last_possible,
    "the last of its possible values": _last_possible,
    "no value of that kind": _no_value_of_kind,
    "the chain would carry it over": _would_carry,
    "something has that value": _of_that_value,
}
"""The conditions of the rules that rest on an axiom, or may do so."""
WITHOUT_AXIOM: dict[str, Condition] = {
    "by its value": _in_range,
    "everything is one": lambda step: step.conclusion[:2] == ("is", TOP) and step.given(),
    "all parts hold": _all_parts,
    "each part holds": _unary(lambda low, high, _: low[0] == "and" and high in low[1]),
    "a part fails": _unary(lambda low, high, _: high[0] == "or" and low in high[1]),
    "one of them holds": _unary(lambda low, high, _: high[0] == "or" and low in high[1]),
    "the last part must fail": _last_part,
    "the last of them must hold": _last_part,
    "at least one": _unary(lambda low, high, _: low[0] == "least" and high == ("some", *low[2:])),
    "not even one": _unary(
        lambda low, high, _: (
            high == ("not", high[-1])
            and high[1][0] == "least"
            and opposite(low) == ("some", *high[1][2:])
        )
    ),
    "itself": lambda step: (
        ("is", one(step.conclusion[-1]), step.conclusion[-1]) in step.concluded and step.given()
    ),
    "listed": lambda step: (
        step.given() and any(x in terms for x, (terms,) in step.kinds("one", step.concluded))
    ),
    "none of the listed": _unary(
        lambda low, high, _: (
            low[0] == high[0] == "not"
            and low[1][0] == high[1][0] == "one"
            and high[1][1] <= low[1][1]
        )
    ),
    "the last one listed": _last_listed,
    "different from all listed": _differs_from_all,
    "the only one listed": lambda step: (
        step.conclusion[0] == "same"
        and step.given(("is", one(step.conclusion[2]), step.conclusion[1]))
    ),
    "different kinds": _other_kind,
    "both a member and none": _contradiction,
    "has a value": _has_value,
    "has such a value": _has_value,
    "no such value": _no_such_value,
    "the same, read backward": lambda step: step.given(("same", *reversed(step.conclusion[1:]))),
    "the same, step by step": lambda step: any(
        step.given(("same", step.conclusion[1], each[2]), ("same", each[2], step.conclusion[-1]))
        for each in step.premises
        if each[0] == step.conclusion[0] == "same"
    ),
    "the same under another name": _renamed,
}
"""The conditions of the rules that rest on none."""
WITHOUT_AXIOM["none of them holds"] = lambda step: (
    _all_parts(step) or WITHOUT_AXIOM["each part holds"](step)
)


def sound(rule: str, step: Inference) -> bool | None:
    """Whether a step by a rule is sound; None if there is no rule of that name."""
    if rule in WITHOUT_AXIOM:
        return not step.axiom[0] and WITHOUT_AXIOM[rule](step)
    return WITH_AXIOM[rule](step) if rule in WITH_AXIOM else None


__all__ = ["Inference", "included", "sound", "term"]
