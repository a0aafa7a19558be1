"""The rules of the constructors of class expressions: intersection, enumeration, restriction.

They follow from the semantics of OWL alone and rest on no axiom, apart from those on properties.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aitaxonomy.owl import axioms as ax
from aitaxonomy.reasoning.rules.expression_pool import ExpressionPool, Restriction
from aitaxonomy.reasoning.rules.model import (
    CLASH,
    DISTINCT,
    SAME,
    Atom,
    Predicate,
    Rule,
    Term,
    member,
)
from aitaxonomy.reasoning.rules.normal_form import literal, negative
from aitaxonomy.reasoning.rules.role_hierarchy import RoleHierarchy

X, Y, Z = 0, 1, 2
_ONLY, _LAST = "its only possible value", "the last of its possible values"


def constructor_rules(pool: ExpressionPool, roles: RoleHierarchy) -> Iterator[Rule]:
    """The rules for the expressions of the pool.

    >>> pool = ExpressionPool()
    >>> _ = pool.add(literal(ax.And((ax.Named("urn:A"), ax.Named("urn:B")))))
    >>> sorted({rule.name for rule in constructor_rules(pool, RoleHierarchy([]))})[:2]
    ['a part fails', 'all parts hold']
    """
    kinds = pool.distinguishing_kinds()
    for expression in list(pool.expressions):
        predicate = member(expression)
        if isinstance(expression, ax.And):
            yield from _intersection(predicate, [literal(part) for part in expression.parts])
        elif isinstance(expression, ax.OneOf):
            yield from _enumeration(predicate, expression.individuals, pool, kinds)
        elif isinstance(expression, ax.AtLeast):
            some = member(ax.Some(expression.role, expression.filler))
            yield _unary(some, predicate, "at least one")
            yield _unary(predicate.opposite, some.opposite, "not even one")
            if expression.count == 2:
                yield _at_most_one(predicate, expression.role, literal(expression.filler))
        elif isinstance(expression, ax.DataAtLeast) and expression.count == 2:
            yield _at_most_one(predicate, ax.Role(expression.prop), member(expression.range))
        if expression != ax.THING:
            both = (Atom(predicate, (X,)), Atom(predicate.opposite, (X,)))
            yield Rule(Atom(CLASH, (X,)), both, "both a member and none")
    for restriction in pool.restrictions:
        yield from _restriction(restriction, pool, roles)


def role_atom(role: ax.Role, subject: Term, target: Term) -> Atom:
    """A link, with its arguments exchanged if the role is an inverse."""
    terms = (target, subject) if role.inverse else (subject, target)
    return Atom(Predicate("role", role.iri), terms)


def _unary(head: Predicate, body: Predicate, name: str) -> Rule:
    return Rule(Atom(head, (X,)), (Atom(body, (X,)),), name)


def _at_most_one(two: Predicate, role: ax.Role, filler: Predicate) -> Rule:
    """Return the rule that two such values are the same; for data values, a clash."""
    data = isinstance(filler.of, ax.AnyDataRange)
    links = tuple(role_atom(role, X, each) for each in (Y, Z))
    such = () if filler == member(ax.THING) else (Atom(filler, (Y,)), Atom(filler, (Z,)))
    body = (Atom(two.opposite, (X,)), *links, *such, Atom(DISTINCT, (Y, Z)))
    return Rule(Atom(CLASH, (X,)) if data else Atom(SAME, (Y, Z)), body, "at most one")


def _intersection(whole: Predicate, parts: list[Predicate]) -> Iterator[Rule]:
    # A union is represented as the complement of an intersection; its rules have a union's names.
    union = negative(whole)
    for part in parts:
        yield _unary(part, whole, "none of them holds" if union else "each part holds")
        yield _unary(
            whole.opposite, part.opposite, "one of them holds" if union else "a part fails"
        )
        others = tuple(Atom(other, (X,)) for other in parts if other != part)
        body = (*others, Atom(whole.opposite, (X,)))
        last = "the last of them must hold" if union else "the last part must fail"
        yield Rule(Atom(part.opposite, (X,)), body, last)
    name = "none of them holds" if union else "all parts hold"
    yield Rule(Atom(whole, (X,)), tuple(Atom(part, (X,)) for part in parts), name)


def _enumeration(
    whole: Predicate, individuals: tuple[str, ...], pool: ExpressionPool, kinds: Sequence[Predicate]
) -> Iterator[Rule]:
    if len(individuals) > 1:
        singles = [member(ax.OneOf((each,))) for each in individuals]
        for single, individual in zip(singles, individuals, strict=True):
            yield Rule(Atom(whole, (individual,)), (), "listed")
            yield _unary(single.opposite, whole.opposite, "none of the listed")
            others = tuple(Atom(each.opposite, (X,)) for each in singles if each != single)
            yield Rule(Atom(single, (X,)), (*others, Atom(whole, (X,))), "the last one listed")
        differ = tuple(Atom(single.opposite, (X,)) for single in singles)
        yield Rule(Atom(whole.opposite, (X,)), differ, "different from all listed")
        return
    (individual,) = individuals
    yield Rule(Atom(whole, (individual,)), (), "itself")
    equal = (Atom(whole, (X,)), Atom(DISTINCT, (X, individual)))
    yield Rule(Atom(SAME, (X, individual)), equal, "the only one listed")
    for group, members in pool.groups.items():
        if individual in members:
            differ = (Atom(group, (X,)), Atom(DISTINCT, (X, individual)))
            axiom = group.of
            yield Rule(
                Atom(whole.opposite, (X,)),
                differ,
                "different individuals",
                (axiom,),  # type: ignore[arg-type]
            )
    for kind in kinds:
        for one in (kind, kind.opposite):
            body = (Atom(one, (individual,)), Atom(one.opposite, (X,)))
            yield Rule(Atom(whole.opposite, (X,)), body, "different kinds")


def _restriction(this: Restriction, pool: ExpressionPool, roles: RoleHierarchy) -> Iterator[Rule]:
    """The rules of `owl:someValuesFrom`, `owl:hasValue` and restrictions on data.

    `owl:allValuesFrom` needs none of its own: it is written as no value outside the filler.
    """
    whole, role, filler = this.predicate, this.role, this.filler
    holds, fails = Atom(whole, (X,)), Atom(whole.opposite, (X,))
    link, thing = role_atom(role, X, Y), filler.of in (ax.THING, ax.LITERAL)
    if thing:
        if pool.expressions[whole.of]:  # type: ignore[index]
            yield Rule(holds, (link,), "has a value")
        yield Rule(Atom(CLASH, (X,)), (fails, link), "has a value")
        return
    # Membership in `p value v` is the link itself: the compiler replaces it in every rule.
    if this.value is None:
        yield Rule(holds, (link, Atom(filler, (Y,))), "has such a value")
    if isinstance(filler.of, ax.AnyDataRange):
        inside = (fails, link, Atom(filler, (Y,)))
        yield Rule(Atom(CLASH, (X,)), inside, "has such a value")
    else:
        yield Rule(Atom(filler.opposite, (Y,)), (link, fails), "no such value")
    for upper, axioms in roles.functional_above(role):
        only = (role_atom(upper, X, Y), Atom(filler.opposite, (Y,)))
        yield Rule(fails, only, "its only value is another", axioms)
        if isinstance(filler.of, ax.AnyDataRange):
            # Rules derive nothing about data values: the contradiction is about the subject.
            yield Rule(Atom(CLASH, (X,)), (holds, *only), "its only value is another", axioms)
        elif this.value is None:
            body = (role_atom(upper, X, Y), holds)
            yield Rule(Atom(filler, (Y,)), body, "its only value", axioms)
    if this.value is not None:
        yield from _value_taken(this.value, fails, role, pool, roles)
    yield from _closed(this, pool, roles)


def _value_taken(
    value: str, fails: Atom, role: ax.Role, pool: ExpressionPool, roles: RoleHierarchy
) -> Iterator[Rule]:
    """An inverse functional role allows one subject of the value, and a different one is known."""
    for upper, axioms in roles.functional_above(role.inverted):
        for group in pool.groups:
            other = role_atom(upper, value, Y)
            body = (other, Atom(group, (X,)), Atom(group, (Y,)), Atom(DISTINCT, (X, Y)))
            used = (*axioms, group.of)
            yield Rule(fails, body, "another one has it", used)  # type: ignore[arg-type]


def _closed(this: Restriction, pool: ExpressionPool, roles: RoleHierarchy) -> Iterator[Rule]:
    """A role whose values are all among some listed individuals: the rules by elimination."""
    above = roles.above(this.role)
    for other in pool.restrictions:
        listed = other.filler.of
        if (
            other.role not in above
            or other.filler.kind != "not"
            or not isinstance(listed, ax.OneOf)
            or other.predicate == this.predicate
        ):
            continue
        closed = Atom(other.predicate.opposite, (X,))
        none = tuple(Atom(this.filler.opposite, (each,)) for each in listed.individuals)
        name = "none of its possible values is such"
        yield Rule(Atom(this.predicate.opposite, (X,)), (closed, *none), name, above[other.role])
        if this.value is not None:
            continue
        for at, last in enumerate(listed.individuals):
            others = none[:at] + none[at + 1 :]
            body = (Atom(this.predicate, (X,)), closed, *others)
            name, axioms = _LAST if others else _ONLY, above[other.role]
            yield Rule(role_atom(this.role, X, last), body, name, axioms)
            yield Rule(Atom(this.filler, (last,)), body, name, axioms)


__all__ = ["DISTINCT", "constructor_rules", "role_atom"]
