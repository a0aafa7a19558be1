"""Whether an ontology entails another one, by the verdicts of the reasoner: each axiom is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Ontology
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.reasoning.reasoner import Reasoner

A, B, C = (f"urn:test:{name}" for name in "abc")
LOW, HIGH = "urn:test:Low", "urn:test:High"
Question = tuple[ax.Expression | str, ax.Expression]
"""Whether every member of the first, or whether that individual, is a member of the second."""


def entailed(premise: Ontology, conclusion: Ontology) -> bool:
    """Whether the rules show that the premise entails every axiom of the conclusion."""
    words = replace(premise, vocabulary=premise.vocabulary | conclusion.vocabulary)
    words = replace(words, individuals=premise.individuals | conclusion.individuals)
    facts = [fact for fact in conclusion.facts if not _mentions_nameless(fact)]
    nameless = [fact for fact in conclusion.facts if _mentions_nameless(fact)]
    asked = [*conclusion.axioms, *facts, *_rolled_up(nameless)]
    if any(isinstance(each, ax.HasKey) for each in asked):
        return False
    data = words.vocabulary.data_properties
    questions = [each for axiom in asked for each in _questions(axiom, data)]
    # There is such a thing: if nothing were, that would be a contradiction.
    questions += [
        ([ax.SubClassOf(ax.THING, ax.Not(such))], (A, ax.NOTHING)) for such in _somewhere(nameless)
    ]
    return all(_holds(words, given, question) for given, question in questions)


def _holds(premise: Ontology, given: Iterable[ax.Axiom], question: Question) -> bool:
    low, high = question
    axioms: list[ax.Axiom] = [ax.EquivalentClasses((ax.Named(HIGH), high))]
    if not isinstance(low, str):
        axioms.append(ax.EquivalentClasses((ax.Named(LOW), low)))
    vocabulary = replace(premise.vocabulary, classes=premise.vocabulary.classes | {LOW, HIGH})
    mine = {each for fact in given for each in (A, B, C) if each in repr(fact)}
    mine |= {low} if isinstance(low, str) else set()
    facts = [fact for fact in given if isinstance(fact, ax.FACT_KINDS)]
    axioms += [each for each in given if each not in facts]
    whole = Ontology(
        (*premise.axioms, *axioms), (*premise.facts, *facts), premise.individuals | mine, vocabulary
    )
    reasoner = Reasoner(whole)
    if reasoner.explain_clash() is not None:
        return True
    if isinstance(low, str):
        return bool(reasoner.verdict(low, HIGH))
    return bool(reasoner.subsumes(LOW, HIGH))


def _questions(axiom: ax.Axiom, data: frozenset[str]) -> Iterator[tuple[list[ax.Axiom], Question]]:
    def value(role: ax.Role, of: str | Literal) -> ax.Expression:
        if isinstance(of, Literal):
            return ax.DataHasValue(role.iri, of)
        return ax.HasValue(role, of)

    def link(role: ax.Role, one: str, other: str) -> ax.Axiom:
        if role.inverse:
            one, other = other, one
        value = Literal(other) if role.iri in data else other
        return ax.PropertyAssertion(one, role.iri, value)

    def end(role: ax.Role, of: str) -> str | Literal:
        return Literal(of) if role.iri in data else of

    def some(role: ax.Role) -> ax.Expression:
        is_data = role.iri in data
        return ax.DataSome(role.iri, ax.LITERAL) if is_data else ax.Some(role, ax.THING)

    match axiom:
        case ax.SubClassOf(sub, sup):
            yield [], (sub, sup)
        case ax.EquivalentClasses(parts):
            yield from (([], (one, other)) for one in parts for other in parts if one != other)
        case ax.DisjointClasses(parts):
            yield from (([], (p, ax.Not(q))) for i, p in enumerate(parts) for q in parts[:i])
        case ax.DisjointUnion(cls, parts):
            yield from _questions(ax.EquivalentClasses((ax.Named(cls), ax.Or(parts))), data)
            yield from _questions(ax.DisjointClasses(parts), data)
        case ax.ClassAssertion(thing, cls):
            yield [], (thing, cls)
        case ax.PropertyAssertion(subject, prop, target):
            yield [], (subject, value(ax.Role(prop), target))
        case ax.NegativeAssertion(subject, role, target):
            yield [], (subject, ax.Not(value(role, target)))
        case ax.SameIndividual(one, other):
            yield [], (one, ax.OneOf((other,)))
        case ax.DifferentIndividuals(things):
            yield from (
                ([], (one, ax.Not(ax.OneOf((other,)))))
                for i, one in enumerate(things)
                for other in things[:i]
            )
        case ax.Domain(role, cls):
            yield [], (some(role), cls)
        case ax.Range(role, cls):
            yield [], (ax.THING, ax.Only(role, cls))
        case ax.DataPropertyRange(prop, data_range):
            yield [], (ax.THING, ax.DataOnly(prop, data_range))
        case ax.SubPropertyOf(sub, sup):
            yield [link(sub, A, B)], (A, value(sup, end(sup, B)))
        case ax.EquivalentProperties(roles):
            for one in roles:
                for other in roles:
                    yield from _questions(ax.SubPropertyOf(one, other), data)
        case ax.InverseOf(first, second):
            yield [link(first, A, B)], (B, value(second, A))
            yield [link(second, A, B)], (B, value(first, A))
        case ax.PropertyChain(chain, sup):
            names = [A, *(f"{B}{i}" for i in range(1, len(chain))), C]
            links = [link(role, names[i], names[i + 1]) for i, role in enumerate(chain)]
            yield links, (A, value(sup, C))
        case ax.DisjointProperties(roles):
            for i, one in enumerate(roles):
                for other in roles[:i]:
                    yield [link(one, A, B)], (A, ax.Not(value(other, end(other, B))))
        case ax.Characteristic(kind, role):
            yield _characteristic(kind, role, link, data)
        case _:
            raise TypeError(axiom)


def _characteristic(
    kind: str, role: ax.Role, link: object, data: frozenset[str]
) -> tuple[list[ax.Axiom], Question]:
    assert callable(link)
    itself = ax.HasValue(role, A)
    match kind:
        case "functional" if role.iri in data:
            return [], (ax.THING, ax.DataAtMost(1, role.iri, ax.LITERAL))
        case "functional":
            return [link(role, A, B), link(role, A, C)], (B, ax.OneOf((C,)))
        case "inverse functional":
            return [link(role, B, A), link(role, C, A)], (B, ax.OneOf((C,)))
        case "symmetric":
            return [link(role, A, B)], (B, itself)
        case "asymmetric":
            return [link(role, A, B)], (B, ax.Not(itself))
        case "transitive":
            return [link(role, A, B), link(role, B, C)], (A, ax.HasValue(role, C))
        case "reflexive":
            return [], (A, itself)
    return [], (A, ax.Not(itself))


# --- individuals without a name, which say that there is something


def _mentions_nameless(fact: ax.Axiom) -> bool:
    match fact:
        case ax.ClassAssertion(thing):
            return thing.startswith("_:")
        case ax.PropertyAssertion(subject, _, target):
            return subject.startswith("_:") or (isinstance(target, str) and target.startswith("_:"))
    return False


def _rolled_up(facts: list[ax.Axiom]) -> Iterator[ax.Axiom]:
    """What is said of individuals with a name by way of nameless ones, which form trees."""
    for each in facts:
        if isinstance(each, ax.PropertyAssertion) and not each.subject.startswith("_:"):
            yield ax.ClassAssertion(each.subject, _reaching(each, facts))


def _somewhere(facts: list[ax.Axiom]) -> Iterator[ax.Expression]:
    """What nameless individuals are that no link leads to."""
    about = [getattr(each, "individual", None) or getattr(each, "subject", "") for each in facts]
    reached = {getattr(each, "object", None) for each in facts}
    for node in dict.fromkeys(about):
        if node.startswith("_:") and node not in reached:
            yield _said(node, facts)


def _said(node: str, facts: list[ax.Axiom]) -> ax.Expression:
    parts: list[ax.Expression] = []
    for each in facts:
        if isinstance(each, ax.ClassAssertion) and each.individual == node:
            parts.append(each.cls)
        elif isinstance(each, ax.PropertyAssertion) and each.subject == node:
            parts.append(_reaching(each, facts))
    return ax.And(tuple(parts)) if len(parts) > 1 else parts[0] if parts else ax.THING


def _reaching(link: ax.PropertyAssertion, facts: list[ax.Axiom]) -> ax.Expression:
    if isinstance(link.object, Literal):
        return ax.DataHasValue(link.prop, link.object)
    if not link.object.startswith("_:"):
        return ax.HasValue(ax.Role(link.prop), link.object)
    return ax.Some(ax.Role(link.prop), _said(link.object, facts))
