"""The conditions of rules about links, names and data values."""

from __future__ import annotations

from itertools import permutations, product

from aitaxonomy.owl.class_expressions import LITERAL
from aitaxonomy.owl.datatypes import contains, has_known_value
from aitaxonomy.rdf.literal_canonicalization import canonical
from aitaxonomy.rdf.ntriples import is_name, parse_literal
from aitaxonomy.reasoning.proofs.soundness.inclusions import (
    chains,
    functional,
    inclusions,
    told,
    unary,
)
from aitaxonomy.reasoning.proofs.soundness.inference import CheckedStep, Condition
from aitaxonomy.reasoning.proofs.soundness.statements import (
    TOP,
    claims,
    fact,
    is_,
    kind,
    link,
    opposite,
    role,
    some,
    values,
)

_ANY_VALUE = values(LITERAL.datatype)


def along(*names: str, far: bool = False) -> Condition:
    """The condition that a link, or a longer (`far`) walk, is one by an axiom with such a name."""

    def holds(step: CheckedStep) -> bool:
        if step.axiom[0] not in names or step.conclusion[0] != "link":
            return False
        _, prop, x, y = step.conclusion
        return any(
            step.given(*walk)
            for chain, sup in chains(step.axiom)
            if sup[0] == prop and (len(chain) > 1) is far
            for end, walk in step.walks(chain, y if sup[1] else x)
            if end == (x if sup[1] else y)
        )

    return holds


def ends(name: str) -> Condition:
    """The condition that one end of a link is of a kind, by a domain or a range."""

    def holds(step: CheckedStep) -> bool:
        if not step.axiom[0].endswith(name):
            return False
        pairs = inclusions(step.axiom)
        return unary(lambda low, high, _: (low, high) in pairs)(step) or any(
            step.given(link(prop, x, y)) and claims(is_(high, x)) & step.concluded
            for prop, x, y in step.links()
            for low, high in pairs
            if low == some(prop, TOP)
        )

    return holds


def outside(step: CheckedStep) -> bool:
    """A value is outside of the range of its property."""
    if step.axiom[0] != "DataPropertyRange" or step.conclusion[0] != "clash":
        return False
    outside = opposite(values(step.axiom[2]))
    return any(
        step.given(link(prop, x, y), is_(outside, y))
        for prop, x, y in step.links()
        if prop == role(step.axiom[1])
    )


def same_value(step: CheckedStep) -> bool:
    """Two values of a property that has one are the same."""
    only = functional(step.axiom)
    return any(
        step.given(link(one, z, x), link(other, w, y)) and _are_one(step, x, y)
        for one, z, x in step.links()
        for other, w, y in step.links()
        if one == other == only and z == w and x != y
    )


def at_most_one(step: CheckedStep) -> bool:
    """Two such values of a thing that may have only one are the same."""
    for thing, (inner, *_) in step.kinds("not", step.known):
        if inner[0] != "least" or inner[1] != 2:
            continue
        _, _, prop, filler = inner
        ends = [y for one, x, y in step.links() if one == prop and x == thing]
        for y, z in permutations(ends, 2):
            such = [is_(filler, each) for each in (y, z) if filler != _ANY_VALUE]
            links = link(prop, thing, y), link(prop, thing, z)
            if step.given(is_(opposite(inner), thing), *links, *such) and _are_one(step, y, z):
                return True
    return False


def _are_one(step: CheckedStep, x: str, y: str) -> bool:
    """Return whether a step concludes that two values are the same; for data values, a clash."""
    if not x.startswith('"'):
        return step.conclusion == ("same", x, y)
    one, other = parse_literal(x), parse_literal(y)
    known = has_known_value(one) and has_known_value(other)
    return step.conclusion[0] == "clash" and known and canonical(one) != canonical(other)


def clashing(name: str, *, back: bool) -> Condition:
    """The condition that a link (and the one back) is what an axiom with the name excludes."""

    def holds(step: CheckedStep) -> bool:
        if step.axiom[0] != name or step.conclusion[0] != "clash":
            return False
        return any(
            step.given(link(prop, x, y), link(prop, y, x)) and (back or x == y)
            for prop, x, y in step.links()
            if prop == role(step.axiom[1])
        )

    return holds


def disjoint_links(step: CheckedStep) -> bool:
    """Two individuals are linked by two disjoint properties."""
    if not step.axiom[0].startswith("Disjoint") or not step.axiom[0].endswith("Properties"):
        return False
    return step.conclusion[0] == "clash" and any(
        step.given(link(one, x, y), link(other, x, y))
        for one, other in permutations(map(role, step.axiom[1:]), 2)
        for prop, x, y in step.links()
        if prop == one
    )


def to_itself(step: CheckedStep) -> bool:
    """Everything is linked to itself by a reflexive property."""
    if step.axiom[0] != "ReflexiveObjectProperty" or step.conclusion[0] != "link":
        return False
    _, prop, x, y = step.conclusion
    return x == y and prop == role(step.axiom[1])[0] and step.given()


def disjoint(step: CheckedStep) -> bool:
    """Nothing is of two disjoint kinds."""
    disjoint = told("DisjointClasses", "DisjointUnion")
    return unary(disjoint)(step) or (
        step.conclusion[0] == "clash"
        and any(
            step.given(one, other) and disjoint(one[1], opposite(other[1]), step.axiom)
            for one, other in permutations([each for each in step.known if each[0] == "is"], 2)
            if one[2] == other[2]
        )
    )


def key(step: CheckedStep) -> bool:
    """Two named individuals with the same key are the same."""
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


def renamed(step: CheckedStep) -> bool:
    """A fact about an individual holds under its other name."""
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


def stated(step: CheckedStep) -> bool:
    """An axiom states the fact."""
    return bool(step.axiom[0]) and fact(step.axiom) == step.conclusion and step.given()


def in_range(step: CheckedStep) -> bool:
    """A data value is in a range, or is not, by what it is."""
    match step.conclusion:
        case ("is", ("values", data_range), str(value)):
            inside = True
        case ("is", ("not", ("values", data_range)), str(value)):
            inside = False
        case _:
            return False
    return step.given() and contains(data_range, parse_literal(value)) is inside
