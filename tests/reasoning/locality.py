"""Modules of an ontology: as few axioms as decide everything about some terms.

A bottom-locality module (https://doi.org/10.1613/jair.2375) keeps the axioms that say something
where every class and property outside of it is empty. Each of its models is one of the whole
ontology, once these are: what the whole entails or contradicts about the terms, the module does.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Set

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.class_expressions import walk
from aitaxonomy.rdf.namespaces import OWL

_UNIVERSAL = {OWL + "topObjectProperty", OWL + "topDataProperty"}


def module(axioms: Iterable[ax.Axiom], terms: Iterable[str]) -> tuple[ax.Axiom, ...]:
    """Return the axioms (and facts) that decide everything about some terms (IRIs), in order.

    >>> a, b, c = (ax.Named(f"urn:{each}") for each in "abc")
    >>> needed = ax.SubClassOf(a, b)
    >>> module([needed, ax.SubClassOf(c, a)], ["urn:a"]) == (needed,)
    True
    """
    known = {*terms, *_UNIVERSAL, ax.THING.iri}
    mentions: dict[str, list[ax.Axiom]] = defaultdict(list)
    every = tuple(dict.fromkeys(axioms))
    for axiom in every:
        for term in set(terms_in(axiom)):
            mentions[term].append(axiom)
    chosen: set[ax.Axiom] = set()
    todo = deque(every)
    while todo:
        axiom = todo.popleft()
        if axiom in chosen or _is_local(axiom, known):
            continue
        chosen.add(axiom)
        for term in terms_in(axiom):
            if term not in known:
                known.add(term)
                todo.extend(mentions[term])
    return tuple(axiom for axiom in every if axiom in chosen)


def terms_in(said: object) -> Iterator[str]:
    """Yield the IRIs in an axiom, an expression or several of them."""
    return (each for each in walk(said) if isinstance(each, str))


def _is_local(axiom: ax.Axiom, known: Set[str]) -> bool:
    """Return whether an axiom says nothing where unknown classes and properties are empty."""
    match axiom:
        case ax.SubClassOf(sub, sup):
            return _empty(sub, known) or _full(sup, known)
        case ax.EquivalentClasses(parts):
            return all(_empty(x, known) for x in parts) or all(_full(x, known) for x in parts)
        case ax.DisjointClasses(parts):
            return sum(not _empty(each, known) for each in parts) < 2
        case ax.DisjointUnion(cls, parts):
            return cls not in known and all(_empty(each, known) for each in parts)
        case ax.SubPropertyOf(sub, _):
            return sub.iri not in known
        case ax.PropertyChain(chain, _):
            return any(role.iri not in known for role in chain)
        case ax.EquivalentProperties(roles):
            return all(role.iri not in known for role in roles)
        case ax.InverseOf(first, second):
            return first.iri not in known and second.iri not in known
        case ax.Domain(role, cls) | ax.Range(role, cls):
            return role.iri not in known or _full(cls, known)
        case ax.DataPropertyRange(prop, _):
            return prop not in known
        case ax.DatatypeDefinition(datatype, _):
            return datatype not in known
        case ax.Characteristic(kind, role):
            return kind != "reflexive" and role.iri not in known
        case ax.DisjointProperties(roles):
            return sum(role.iri in known for role in roles) < 2
        case ax.HasKey(cls, roles):
            return _empty(cls, known) or any(role.iri not in known for role in roles)
        case ax.ClassAssertion(_, cls):
            return _full(cls, known)
        case ax.NegativeAssertion(_, role, _):
            return role.iri not in known
    return False


def _empty(of: ax.Expression, known: Set[str]) -> bool:
    """Return whether the class is certainly empty where what is not known is empty."""
    match of:
        case ax.Named(iri):
            return iri not in known or of == ax.NOTHING
        case ax.And(parts):
            return any(_empty(each, known) for each in parts)
        case ax.Or(parts):
            return all(_empty(each, known) for each in parts)
        case ax.Not(inner):
            return _full(inner, known)
        case ax.Some(role, filler):
            return role.iri not in known or _empty(filler, known)
        case ax.AtLeast(count, role, filler) | ax.Exactly(count, role, filler):
            return count > 0 and (role.iri not in known or _empty(filler, known))
        case ax.HasValue(role, _) | ax.HasSelf(role):
            return role.iri not in known
        case ax.DataSome(prop, _) | ax.DataHasValue(prop, _):
            return prop not in known
        case ax.DataAtLeast(count, prop, _) | ax.DataExactly(count, prop, _):
            return count > 0 and prop not in known
    return False


def _full(of: ax.Expression, known: Set[str]) -> bool:
    """Return whether everything is certainly in the class where what is not known is empty."""
    match of:
        case ax.Named():
            return of == ax.THING
        case ax.And(parts):
            return all(_full(each, known) for each in parts)
        case ax.Or(parts):
            return any(_full(each, known) for each in parts)
        case ax.Not(inner):
            return _empty(inner, known)
        case ax.Only(role, filler):
            return role.iri not in known or _full(filler, known)
        case ax.AtMost(_, role, filler):
            return role.iri not in known or _empty(filler, known)
        case ax.AtLeast(count, _, _) | ax.DataAtLeast(count, _, _):
            return count == 0
        case ax.Exactly(count, role, filler):
            return count == 0 and (role.iri not in known or _empty(filler, known))
        case ax.DataOnly(prop, _) | ax.DataAtMost(_, prop, _):
            return prop not in known
    return False
