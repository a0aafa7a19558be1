"""The conditions of rules about what kind a thing is of."""

from __future__ import annotations

from itertools import permutations

from aitaxonomy.reasoning.proofs.soundness.inclusions import (
    chains,
    functional,
    included,
    inclusions,
    only_value,
    unary,
    under,
)
from aitaxonomy.reasoning.proofs.soundness.inference import CheckedStep
from aitaxonomy.reasoning.proofs.soundness.statements import (
    TOP,
    claims,
    inverted,
    is_,
    link,
    one,
    opposite,
    some,
)


def all_parts(step: CheckedStep) -> bool:
    """All parts of an intersection hold."""
    return any(
        step.given(*(is_(part, x) for part in parts))
        for x, (parts,) in step.kinds("and", step.concluded)
    )


def last_part(step: CheckedStep) -> bool:
    """One part of a union holds, and all others fail."""
    return any(
        step.given(("is", ("or", parts), x), *(is_(opposite(p), x) for p in parts - {part}))
        for x, (parts,) in step.kinds("or", step.known)
        for part in parts
        if claims(is_(part, x)) & step.concluded
    )


def last_listed(step: CheckedStep) -> bool:
    """It is one of those listed, and none of the others."""
    return any(
        step.given(("is", one(*terms), x), *(is_(opposite(one(t)), x) for t in terms - {last}))
        for x, (terms,) in step.kinds("one", step.known)
        for last in terms
        if ("is", one(last), x) in step.concluded
    )


def differs_from_all(step: CheckedStep) -> bool:
    """It differs from each one listed."""
    return any(
        inner[0] == "one" and step.given(*(is_(opposite(one(each)), x) for each in inner[1]))
        for x, (inner,) in step.kinds("not", step.concluded)
    )


def differ(step: CheckedStep) -> bool:
    """Two individuals differ by an axiom."""
    terms = set(step.axiom[1:]) if step.axiom[0] == "DifferentIndividuals" else set()
    for x, (inner,) in step.kinds("not", step.concluded):
        if inner[0] == "one" and {x} | inner[1] <= terms and inner == one(*(inner[1] - {x})):
            return len(inner[1]) == 1 and step.given()
    return step.conclusion[0] == "clash" and any(
        step.given(("same", x, y)) for x, y in permutations(terms, 2)
    )


def other_kind(step: CheckedStep) -> bool:
    """A thing outside a kind differs from an individual in it."""
    return any(
        inner[0] == "one" and step.given(("is", each[1], *inner[1]), is_(opposite(each[1]), x))
        for x, (inner,) in step.kinds("not", step.concluded)
        for each in step.known
        if each[0] == "is" and len(inner[1]) == 1
    )


def contradiction(step: CheckedStep) -> bool:
    """Nothing is both of a kind and not."""
    return step.conclusion[0] == "clash" and any(
        step.given(each, is_(opposite(each[1]), each[2])) for each in step.known if each[0] == "is"
    )


def has_value(step: CheckedStep) -> bool:
    """A value in a kind is some such value."""
    return any(
        step.given(link(prop, x, y), is_(filler, y))
        for prop, x, y in step.links()
        for z, (of, filler) in step.kinds("some", step.concluded)
        if (x, prop) == (z, of)
    ) or has_denied_value(step)


def has_denied_value(step: CheckedStep) -> bool:
    """A thing without any such value has no value at all."""
    return step.conclusion[0] == "clash" and any(
        step.given(link(prop, x, y), ("is", ("only", of, filler), x), is_(opposite(filler), y))
        for prop, x, y in step.links()
        for z, (of, filler) in step.kinds("only", step.known)
        if (x, prop) == (z, of)
    )


def no_such_value(step: CheckedStep) -> bool:
    """A thing with only other values has no such value."""
    return any(
        step.given(link(prop, x, y), ("is", ("only", of, filler), x))
        for prop, x, y in step.links()
        for z, (of, filler) in step.kinds("only", step.known)
        if (x, prop) == (z, of) and claims(is_(filler, y)) & step.concluded
    )


def its_only_value(step: CheckedStep) -> bool:
    """If some value is in a kind, the only one is."""
    only = functional(step.axiom)
    return any(
        step.given(link(prop, x, y), is_(("some", of, filler), x))
        for prop, x, y in step.links()
        for z, (of, filler) in step.kinds("some", step.known)
        if (x, prop, prop) == (z, of, only) and claims(is_(filler, y)) & step.concluded
    )


def its_value_is_another(step: CheckedStep) -> bool:
    """If the only value is in no kind, or is another, none is."""
    only = functional(step.axiom)
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
        or unary(only_value)(step)
    )


def none_possible(step: CheckedStep) -> bool:
    """None of the only possible values is in a kind."""
    return any(
        step.given(("is", ("only", upper, listed), x), *(is_(filler, each) for each in listed[1]))
        for x, (prop, filler) in step.kinds("only", step.concluded)
        for z, (upper, listed) in step.kinds("only", step.known)
        if x == z and listed[0] == "one" and under(prop, upper, step.axiom)
    )


def last_possible(step: CheckedStep) -> bool:
    """All other possible values are in no such kind."""
    for x, (prop, filler) in step.kinds("some", step.known):
        for z, (upper, listed) in step.kinds("only", step.known):
            if x != z or listed[0] != "one" or not under(prop, upper, step.axiom):
                continue
            for last in listed[1]:
                others = (is_(opposite(filler), each) for each in listed[1] - {last})
                facts = ("is", ("only", upper, listed), x), is_(("some", prop, filler), x)
                says = claims(link(prop, x, last)) | claims(is_(filler, last))
                if says & step.concluded and step.given(*facts, *others):
                    return True
    return False


def no_value_of_kind(step: CheckedStep) -> bool:
    """An individual in a kind is not a value of a thing that has no value in the kind."""
    return any(
        step.given(
            ("is", ("only", upper, filler), x), *(is_(opposite(filler), v) for v in inner[1])
        )
        for x, (prop, value) in step.kinds("only", step.concluded)
        for z, (upper, filler) in step.kinds("only", step.known)
        for inner in value[1:]
        if x == z and value[0] == "not" and inner[0] == "one" and under(prop, upper, step.axiom)
    )


def would_carry(step: CheckedStep) -> bool:
    """A chain would carry the value over to what has no such value."""
    return any(
        step.given(*walk, ("is", ("only", of, filler), x))
        for chain, sup in chains(step.axiom)
        for x, (of, filler) in step.kinds("only", step.known)
        if of == sup
        for end, walk in step.walks(chain[:-1], x)
        for z, (prop, wider) in step.kinds("only", step.concluded)
        if (end, chain[-1]) == (z, prop) and included(filler, wider)
    )


def of_that_value(step: CheckedStep) -> bool:
    """Something has the individual as a value, which is thus in the range."""
    return any(
        step.given(is_(("some", prop, filler), x))
        for x, (prop, filler) in step.kinds("some", step.known)
        for each in step.concluded
        if each[0] == "is"
        for low, high in inclusions(step.axiom)
        if low[0] == "some" and low[2] == TOP and high == each[1]
        and included(filler, some(inverted(low[1]), one(each[2])))
    )  # fmt: skip


# --- rules about links and names
