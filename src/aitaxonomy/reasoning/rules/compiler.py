"""Compiles an ontology to rules, for members and for non-members of each class expression.

It has three parts: the rules of axioms (this module), the rules of the constructors of class
expressions (`constructors`), and the subsumptions between expressions that follow from property
axioms (`subsumption`).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, permutations
from operator import is_

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.datatypes import has_known_value, supported
from aitaxonomy.owl.ontology import Ontology
from aitaxonomy.rdf.literal_canonicalization import canonical
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.reasoning.rules.constructors import constructor_rules, role_atom
from aitaxonomy.reasoning.rules.expression_pool import ExpressionPool
from aitaxonomy.reasoning.rules.model import (
    CLASH,
    DISJOINT,
    DISTINCT,
    NAMED,
    SAME,
    Atom,
    GroundFact,
    Predicate,
    Program,
    Rule,
    member,
)
from aitaxonomy.reasoning.rules.normal_form import literal
from aitaxonomy.reasoning.rules.role_hierarchy import RoleHierarchy
from aitaxonomy.reasoning.rules.sizes import (
    MOST_DISJOINT,
    MOST_RESTRICTIONS,
    check_depth,
    check_size,
)
from aitaxonomy.reasoning.rules.subsumption import restriction_rules

X, Y, Z = 0, 1, 2
_NOTHING = member(ax.THING).opposite


def compile_ontology(
    ontology: Ontology,
    hierarchy: Iterable[tuple[str, str]] = (),
    *,
    supposing: Iterable[Predicate] = (),
) -> Program:
    """Compile axioms and facts; `hierarchy` adds inferred (subclass, superclass) pairs.

    `supposing` are the predicates of assumptions that will be added to the facts. Raises
    `ReasonerFault` if classes lie too deep below each other.

    >>> cat, pet = ax.Named("urn:Cat"), ax.Named("urn:Pet")
    >>> program = compile_ontology(Ontology((ax.SubClassOf(cat, pet),)))
    >>> sorted(rule.name for rule in program.rules if rule.axioms)
    ['subclass', 'subclass, read backward']
    """
    check_depth(ontology.told)
    return _Compiler(ontology, hierarchy).program(supposing)


def fact_of(axiom: ax.Axiom) -> GroundFact:
    """Return the facts that an axiom states; `TypeError` for one that is not a fact.

    >>> fact_of(ax.ClassAssertion("urn:felix", ax.Named("urn:Cat"))).terms
    ('urn:felix',)
    """
    match axiom:
        case ax.ClassAssertion(individual, cls):
            predicate, terms = literal(cls), (individual,)
            # A member of nothing is a contradiction.
            return GroundFact(CLASH if predicate == _NOTHING else predicate, terms)
        case ax.PropertyAssertion(subject, prop, value):
            target = canonical(value).n3 if isinstance(value, Literal) else value
            return GroundFact(Predicate("role", prop), (subject, target))
        case ax.SameIndividual(first, second):
            return GroundFact(SAME, (first, second))
        case ax.NegativeAssertion(subject, role, Literal() as value):
            return GroundFact(literal(ax.DataHasValue(role.iri, value)).opposite, (subject,))
        case ax.NegativeAssertion(subject, role, str() as value):
            subject, value = (value, subject) if role.inverse else (subject, value)
            of = literal(ax.HasValue(ax.Role(role.iri), value))
            return GroundFact(of.opposite, (subject,))
    raise TypeError(axiom)


def as_link(fact: GroundFact) -> GroundFact:
    """The fact, or for membership in a value restriction the link that is equivalent to it."""
    atom = link_for_value(Atom(fact.predicate, fact.terms))
    return GroundFact(atom.predicate, tuple(str(term) for term in atom.terms))


def link_for_value(atom: Atom) -> Atom:
    """The atom, or for membership in `p value v` the equivalent link by p to v."""
    of = atom.predicate.of
    if atom.predicate.kind == "is" and isinstance(of, ax.HasValue):
        return role_atom(of.role, atom.terms[0], of.individual)
    return atom


def _links_for_values(rule: Rule) -> Rule:
    head, *body = atoms = [link_for_value(atom) for atom in (rule.head, *rule.body)]
    if all(map(is_, atoms, (rule.head, *rule.body))):
        return rule
    return Rule(head, tuple(body), rule.name, rule.rests_on)


class _Compiler:
    def __init__(self, ontology: Ontology, hierarchy: Iterable[tuple[str, str]]) -> None:
        self.ontology = ontology
        self.roles = RoleHierarchy(ontology.axioms)
        self.pool = ExpressionPool()
        self.rules: dict[Rule, None] = {}
        self.given: dict[GroundFact, ax.Axiom] = {}
        self.unsupported: list[tuple[ax.Axiom, str]] = []
        self.told = ontology.told
        self.hierarchy = [pair for pair in hierarchy if pair[0] != pair[1]]

    def program(self, supposing: Iterable[Predicate]) -> Program:
        for predicate in supposing:
            if predicate.kind in ("is", "not"):
                self.pool.add(predicate)
        for iri in sorted(self.ontology.vocabulary.classes):
            self.pool.add(member(ax.Named(iri)))
        for axiom in (*self.ontology.axioms, *self.ontology.facts):
            self._axiom(axiom)
        check_size(len(self.pool.restrictions), MOST_RESTRICTIONS, "restrictions of properties")
        for sub, sup in self.hierarchy:
            if (sub, sup) not in self.told:
                self._inferred(sub, sup)
        self._equality()
        for rule in constructor_rules(self.pool, self.roles):
            self.rules.setdefault(rule)
        for rule in restriction_rules(self.pool, self.roles, list(self.rules)):
            self.rules.setdefault(rule)
        self._replacement()
        self._opaque()
        rules = dict.fromkeys(_links_for_values(rule) for rule in self.rules)
        return Program(
            tuple(rule for rule in rules if rule.head not in rule.body),
            {as_link(fact): axiom for fact, axiom in self.given.items()},
            self._ranges(),
            tuple(self.unsupported),
            tuple(sorted(self.ontology.vocabulary.classes)),
            tuple(sorted(self.ontology.individuals)),
        )

    def _ranges(self) -> dict[str, tuple[ax.AnyDataRange, ...]]:
        """For each data property the ranges of it and its superproperties that rules mention."""
        told = self.pool.ranges()
        found = {
            prop: tuple(
                dict.fromkeys(
                    each
                    for role in self.roles.above(ax.Role(prop))
                    for each in told.get(role.iri, ())
                )
            )
            for prop in sorted(self.ontology.vocabulary.data_properties | told.keys())
        }
        return {prop: ranges for prop, ranges in found.items() if ranges}

    # --- axioms

    def _axiom(self, axiom: ax.Axiom) -> None:
        match axiom:
            case ax.SubClassOf(sub, sup):
                self._sub(self._literal(sub), self._literal(sup), "subclass", axiom)
            case ax.EquivalentClasses(parts):
                self._equivalent([self._literal(part) for part in parts], axiom)
            case ax.DisjointClasses(parts):
                self._disjoint([self._literal(part) for part in parts], axiom)
            case ax.DisjointUnion(cls, parts):
                self._equivalent([self._literal(ax.Named(cls)), self._literal(ax.Or(parts))], axiom)
                self._disjoint([self._literal(part) for part in parts], axiom)
            case ax.ClassAssertion() | ax.PropertyAssertion() | ax.NegativeAssertion():
                fact = fact_of(axiom)
                if fact.predicate.kind in ("is", "not"):
                    self.pool.add(fact.predicate)
                self.given.setdefault(fact, axiom)
                value = getattr(axiom, "object", None)
                if isinstance(value, Literal) and not has_known_value(value):
                    self.unsupported.append((axiom, "a literal without a known value"))
            case ax.SameIndividual():
                self.given.setdefault(fact_of(axiom), axiom)
            case ax.DifferentIndividuals(individuals):
                self._different(individuals, axiom)
            case ax.HasKey():
                self._key(axiom)
            case _:
                self._property_axiom(axiom)

    def _literal(self, expression: ax.Expression) -> Predicate:
        return self.pool.add(literal(expression))

    def _sub(self, sub: Predicate, sup: Predicate, name: str, axiom: ax.Axiom) -> None:
        self._rule(Atom(sup, (X,)), (Atom(sub, (X,)),), name, axiom)
        backward = f"{name}, read backward"
        self._rule(Atom(sub.opposite, (X,)), (Atom(sup.opposite, (X,)),), backward, axiom)

    def _equivalent(self, parts: list[Predicate], axiom: ax.Axiom) -> None:
        for one in parts:
            for other in parts:
                if one != other:
                    self._rule(Atom(other, (X,)), (Atom(one, (X,)),), "definition", axiom)
                    self._rule(
                        Atom(other.opposite, (X,)), (Atom(one.opposite, (X,)),), "definition", axiom
                    )

    def _disjoint(self, parts: list[Predicate], axiom: ax.Axiom) -> None:
        check_size(len(parts), MOST_DISJOINT, "disjoint classes in one axiom")
        for one, other in combinations(parts, 2):
            self._rule(Atom(other.opposite, (X,)), (Atom(one, (X,)),), DISJOINT, axiom)
            self._rule(Atom(one.opposite, (X,)), (Atom(other, (X,)),), DISJOINT, axiom)
            self._rule(Atom(CLASH, (X,)), (Atom(one, (X,)), Atom(other, (X,))), DISJOINT, axiom)

    def _inferred(self, sub: str, sup: str) -> None:
        """Rules for a subsumption that a DL reasoner inferred and no axiom states."""
        axiom = ax.SubClassOf(ax.Named(sub), ax.Named(sup))
        self._sub(self._literal(axiom.sub), self._literal(axiom.sup), "inferred subclass", axiom)

    def _different(self, individuals: tuple[str, ...], axiom: ax.Axiom) -> None:
        group = Predicate("group", axiom)
        for individual in individuals:
            self.given.setdefault(GroundFact(group, (individual,)), axiom)
        self.pool.groups[group] = individuals
        both = (Atom(SAME, (X, Y)), Atom(group, (X,)), Atom(group, (Y,)), Atom(DISTINCT, (X, Y)))
        self._rule(Atom(CLASH, (X,)), both, "different individuals", axiom)

    def _key(self, axiom: ax.HasKey) -> None:
        cls = self._literal(axiom.cls)
        body: list[Atom] = []
        named = [X, Y]
        for value, role in enumerate(axiom.roles, start=Z):
            body += [role_atom(role, X, value), role_atom(role, Y, value)]
            if role.iri not in self.ontology.vocabulary.data_properties:
                named.append(value)
        body += [Atom(cls, (X,)), Atom(cls, (Y,)), Atom(DISTINCT, (X, Y))]
        body += [Atom(NAMED, (each,)) for each in named]
        self._rule(Atom(SAME, (X, Y)), tuple(body), "key", axiom)

    def _property_axiom(self, axiom: ax.Axiom) -> None:  # noqa: PLR0912
        match axiom:
            case ax.SubPropertyOf(sub, sup):
                self._role_rule(sup, (sub,), "subproperty", axiom)
            case ax.PropertyChain(chain, sup):
                self._role_rule(sup, chain, "property chain", axiom)
            case ax.EquivalentProperties(roles):
                for one, other in permutations(roles, 2):
                    self._role_rule(one, (other,), "equivalent property", axiom)
            case ax.InverseOf(first, second):
                self._role_rule(second, (first.inverted,), "inverse property", axiom)
                self._role_rule(first, (second.inverted,), "inverse property", axiom)
            case ax.Domain(role, cls):
                self._domain(role, cls, "domain", axiom)
            case ax.Range(role, cls):
                self._domain(role.inverted, cls, "range", axiom)
            case ax.DataPropertyRange(prop, data_range):
                outside = self.pool.add_range(prop, data_range).opposite
                link = role_atom(ax.Role(prop), X, Y)
                self._rule(
                    Atom(CLASH, (X,)), (link, Atom(outside, (Y,))), "data property range", axiom
                )
                if not supported(data_range):
                    self.unsupported.append((axiom, "values of this datatype are not checked"))
            case ax.DisjointProperties(roles):
                for i, one in enumerate(roles):
                    for other in roles[i + 1 :]:
                        both = (role_atom(one, X, Y), role_atom(other, X, Y))
                        self._rule(Atom(CLASH, (X,)), both, "disjoint properties", axiom)
            case ax.Characteristic(kind, role):
                self._characteristic(kind, role, axiom)
            case ax.DatatypeDefinition():
                self.unsupported.append((axiom, "the datatype is used as if it were not defined"))
            case _:
                raise TypeError(axiom)

    def _role_rule(
        self, head: ax.Role, chain: tuple[ax.Role, ...], name: str, axiom: ax.Axiom
    ) -> None:
        body = tuple(role_atom(role, i, i + 1) for i, role in enumerate(chain))
        self._rule(role_atom(head, 0, len(chain)), body, name, axiom)

    def _domain(self, role: ax.Role, cls: ax.Expression, name: str, axiom: ax.Axiom) -> None:
        head = self._literal(cls)
        self._rule(Atom(head, (X,)), (role_atom(role, X, Y),), name, axiom)
        if not role.inverse:
            # A domain includes whatever has some value, also one without a name: `p some Thing`.
            anything = self.pool.add(member(ax.Some(role, ax.THING)), in_axiom=False)
            self._sub(anything, head, name, axiom)

    def _characteristic(self, kind: str, role: ax.Role, axiom: ax.Axiom) -> None:
        link, back = role_atom(role, X, Y), role_atom(role.inverted, X, Y)
        match kind:
            case "transitive":
                self._role_rule(role, (role, role), "transitive property", axiom)
            case "symmetric":
                self._role_rule(role, (role.inverted,), "symmetric property", axiom)
            case "functional" | "inverse functional":
                one = role.inverted if kind.startswith("inverse") else role
                both = (role_atom(one, Z, X), role_atom(one, Z, Y), Atom(DISTINCT, (X, Y)))
                if role.iri in self.ontology.vocabulary.data_properties:
                    # Two literals without a known value may denote the same one.
                    known = self.pool.add_range(role.iri, ax.LITERAL)
                    body = (*both, Atom(known, (X,)), Atom(known, (Y,)))
                    self._rule(Atom(CLASH, (Z,)), body, "functional property", axiom)
                else:
                    self._rule(Atom(SAME, (X, Y)), both, "functional property", axiom)
            case "irreflexive":
                self._rule(
                    Atom(CLASH, (X,)), (role_atom(role, X, X),), "irreflexive property", axiom
                )
            case "asymmetric":
                self._rule(Atom(CLASH, (X,)), (link, back), "asymmetric property", axiom)
            case "reflexive":
                thing = Atom(member(ax.THING), (X,))
                self._rule(role_atom(role, X, X), (thing,), "reflexive property", axiom)

    # --- equality

    def _equality(self) -> None:
        """Symmetry and transitivity of equality."""
        self._rule(Atom(SAME, (Y, X)), (Atom(SAME, (X, Y)),), "the same, read backward")
        steps = (Atom(SAME, (X, Y)), Atom(SAME, (Y, Z)), Atom(DISTINCT, (X, Z)))
        self._rule(Atom(SAME, (X, Z)), steps, "the same, step by step")

    def _replacement(self) -> None:
        """Replacement of equals: facts about an individual hold of each one equal to it.

        All declared properties are included, as facts and data may use those of no axiom.
        """
        same = Atom(SAME, (X, Y))
        name = "the same under another name"
        vocabulary = self.ontology.vocabulary
        properties = sorted(vocabulary.object_properties | vocabulary.data_properties)
        ruled = [atom.predicate for rule in self.rules for atom in (rule.head, *rule.body)]
        for predicate in dict.fromkeys([*ruled, *(Predicate("role", each) for each in properties)]):
            if predicate.kind in ("is", "not") and not self.pool.is_range(predicate):
                self._rule(Atom(predicate, (Y,)), (same, Atom(predicate, (X,))), name)
            elif predicate.kind == "role":
                self._rule(Atom(predicate, (Y, Z)), (same, Atom(predicate, (X, Z))), name)
                if predicate.of not in vocabulary.data_properties:
                    self._rule(Atom(predicate, (Z, Y)), (same, Atom(predicate, (Z, X))), name)

    # --- collecting

    def _rule(
        self, head: Atom, body: tuple[Atom, ...], name: str, axiom: ax.Axiom | None = None
    ) -> None:
        if head.predicate == member(ax.THING):
            return
        if head.predicate == _NOTHING:
            head = Atom(CLASH, head.terms)
        self.rules.setdefault(Rule(head, body, name, () if axiom is None else (axiom,)))

    def _opaque(self) -> None:
        for axiom in (*self.ontology.axioms, *self.ontology.facts):
            for expression in self.pool.opaque_in(axiom):
                self.unsupported.append((axiom, f"only in part: {expression}"))
