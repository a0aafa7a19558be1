"""The rule language: Datalog with two predicates for every class expression, `is` and `not`.

These are membership and non-membership. A rule is a Horn clause; variables are numbers, constants
are terms. `compiler` makes rules of axioms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.class_expressions import Value, value

Term = int | str
"""A variable (a number) or a constant (an IRI, a blank node or a literal in N-Triples)."""


@value
class Predicate(Value):
    """A predicate of facts and rules, by its kind and what it is of.

    - `is`, `not`: membership, non-membership in `of`, a canonical class expression or data range;
    - `role`: a link of the property whose IRI is `of`;
    - `same`, `clash`: equality, and a contradiction about an individual;
    - `group`: the individuals that the axiom `of` states to be different;
    - `distinct`: a built-in, that two terms are not the same; `named`: see `NAMED`.
    """

    kind: str
    of: ax.Expression | ax.AnyDataRange | ax.Axiom | str | None = None

    @property
    def opposite(self) -> Predicate:
        """The predicate of non-membership for membership, and the other way round.

        >>> member(ax.Named("urn:Cat")).opposite.kind
        'not'
        """
        return Predicate("not" if self.kind == "is" else "is", self.of)

    @property
    def unary(self) -> bool:
        """Return whether the predicate has one argument (otherwise two)."""
        return self.kind not in ("role", "same", "distinct")


SAME = Predicate("same")
DISTINCT = Predicate("distinct")
CLASH = Predicate("clash")
DISJOINT = "disjoint classes"
"""The name of the rules by which the members of disjoint classes differ."""
NAMED = Predicate("named")
"""Holds of named individuals: keys do not apply to blank nodes (OWL 2, section 9.5)."""


def member(of: ax.Expression | ax.AnyDataRange) -> Predicate:
    """The predicate of membership in `of`, which must be canonical; see `normal_form.literal`."""
    return Predicate("is", of)


UNIVERSAL = (member(ax.THING), NAMED)
"""Predicates that hold of all (named) individuals; stated only if some rule has them as premise."""


@value
class Atom(Value):
    """A predicate with its terms."""

    predicate: Predicate
    terms: tuple[Term, ...]


Axioms = tuple[ax.Axiom, ...]


class Justification:
    """The axioms that a rule rests on, worked out when they are first asked for.

    Few rules are ever part of a proof, and to find the axioms takes far longer than to find the
    rule. It is equal to itself alone.

    >>> Justification(lambda: ()).axioms
    ()
    """

    def __init__(self, find: Callable[[], Axioms]) -> None:
        self._find = find

    @cached_property
    def axioms(self) -> Axioms:
        """The axioms, without duplicates."""
        return self._find()


@value
class Rule(Value):
    """If every atom of `body` holds, `head` holds.

    `name` is the name of the inference in proofs, `rests_on` are the axioms it rests on, or their
    justification.
    """

    head: Atom
    body: tuple[Atom, ...]
    name: str
    rests_on: Axioms | Justification = ()

    @property
    def axioms(self) -> Axioms:
        """The axioms that the rule rests on."""
        found = self.rests_on
        return found.axioms if isinstance(found, Justification) else found


@value
class GroundFact(Value):
    """A fact: a predicate with individuals or data values as arguments."""

    predicate: Predicate
    terms: tuple[str, ...]

    @property
    def contrary(self) -> GroundFact:
        """The negation of a membership or non-membership."""
        return GroundFact(self.predicate.opposite, self.terms)


@dataclass(frozen=True)
class Program:
    """A compiled ontology: its rules and facts, and the axioms without a (complete) rule form.

    Attributes:
        rules: the rules.
        given: the stated facts, each with its axiom.
        ranges: for each data property the ranges to compare its values with.
        unsupported: axioms that the rules do not cover, or only in part, each with the reason.
        named: the IRIs of the named classes.
        individuals: the declared individuals, whether or not there are facts about them.

    """

    rules: Sequence[Rule]
    given: Mapping[GroundFact, ax.Axiom] = field(default_factory=dict)
    ranges: Mapping[str, tuple[ax.AnyDataRange, ...]] = field(default_factory=dict)
    unsupported: tuple[tuple[ax.Axiom, str], ...] = ()
    named: tuple[str, ...] = ()
    individuals: tuple[str, ...] = ()

    @cached_property
    def by_head(self) -> Mapping[Predicate, Sequence[Rule]]:
        """The rules by the predicate that they conclude."""
        indexed: Mapping[Predicate, Sequence[Rule]] | None = getattr(self.rules, "by_head", None)
        if indexed is not None:
            return indexed
        found: dict[Predicate, list[Rule]] = {}
        for rule in self.rules:
            found.setdefault(rule.head.predicate, []).append(rule)
        return found

    def extended(self, rules: Iterable[Rule]) -> Program:
        """The program with more rules."""
        return replace(self, rules=self.rules + tuple(rules))  # type: ignore[operator]

    @cached_property
    def narrower_existentials(self) -> dict[Predicate, list[Predicate]]:
        """For each existential restriction those from which it follows by one rule."""
        found: dict[Predicate, list[Predicate]] = {}
        for head in self.by_head:
            if _is_existential(head):
                bodies = [rule.body for rule in self.by_head[head] if len(rule.body) == 1]
                narrower = [
                    body[0].predicate for body in bodies if _is_existential(body[0].predicate)
                ]
                found.update({head: narrower} if narrower else {})
        return found


def _is_existential(predicate: Predicate) -> bool:
    return predicate.kind == "is" and isinstance(predicate.of, ax.Some)


def show(atom: Atom | GroundFact) -> str:
    """An atom as short text, for debugging and as a sort key.

    >>> show(Atom(member(ax.Named("urn:Cat")), (0,)))
    'is urn:Cat(?0)'
    """
    from aitaxonomy.owl.writers.manchester import manchester
    from aitaxonomy.rdf.namespaces import local_name

    of = atom.predicate.of
    what = local_name(of) if isinstance(of, str) else manchester(of) if of is not None else ""
    terms = ", ".join(
        f"?{each}" if isinstance(each, int) else local_name(each) for each in atom.terms
    )
    return f"{atom.predicate.kind} {what}({terms})"
