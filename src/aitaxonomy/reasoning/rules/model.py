"""Rules over two predicates for every class expression: member (`is`) and non-member (`not`).

A rule is a Horn clause. Variables are numbers, constants are IRIs. Which rules an axiom gives is
said in `compiler`; which of them a question needs, in `demand`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.class_expressions import Value, hashed_once

Term = int | str
"""A variable (a number) or a constant (an IRI, a blank node or a literal in N-Triples)."""


@hashed_once
@dataclass(frozen=True, slots=True)
class Predicate(Value):
    """What a fact says, by its kind.

    That is `is`, `not`, `role`, `same` or `clash`; or, for the rules, `group`, `asked`, `distinct`
    or `named`.

    `of` is the canonical class expression or data range (`is`, `not`), the property IRI (`role`),
    the axiom that says its individuals differ (`group`) or the predicate asked for (`asked`).
    """

    kind: str
    of: ax.Expression | ax.AnyDataRange | ax.Axiom | Predicate | str | None = None

    @property
    def opposite(self) -> Predicate:
        """Member for non-member, and back.

        >>> member(ax.Named("urn:Cat")).opposite.kind
        'not'
        """
        return Predicate("not" if self.kind == "is" else "is", self.of)

    @property
    def unary(self) -> bool:
        """Whether the predicate is about one individual (else about two)."""
        return self.kind not in ("role", "same", "distinct")


SAME = Predicate("same")
DISTINCT = Predicate("distinct")
CLASH = Predicate("clash")
NAMED = Predicate("named")
"""What has a name; the others are blank nodes, of which keys say nothing."""


def member(of: ax.Expression | ax.AnyDataRange) -> Predicate:
    """The predicate "is a member of"; `of` must be canonical."""
    return Predicate("is", of)


UNIVERSAL = (member(ax.THING), NAMED)
"""What holds of things as such; stated of all, where a rule asks for it."""


@hashed_once
@dataclass(frozen=True, slots=True)
class Atom(Value):
    """A predicate with its terms."""

    predicate: Predicate
    terms: tuple[Term, ...]


@hashed_once
@dataclass(frozen=True, slots=True)
class Rule(Value):
    """If every atom of `body` holds, `head` holds; `name` says why, `axioms` by which axioms.

    A rule with `unless` may be skipped where that atom is known already: it only saves work.
    """

    head: Atom
    body: tuple[Atom, ...]
    name: str
    axioms: tuple[ax.Axiom, ...] = ()
    unless: Atom | None = None
    origin: Rule | None = None
    """The rule as compiled, if this one carries a guard that says where it is asked for."""

    @property
    def plain(self) -> Rule:
        """The rule without the guards that demand put on it."""
        return self.origin or self


@hashed_once
@dataclass(frozen=True, slots=True)
class GroundFact(Value):
    """A predicate with individuals in the place of variables: what closures and proofs speak of."""

    predicate: Predicate
    terms: tuple[str, ...]

    @property
    def contrary(self) -> GroundFact:
        """The opposite of a membership: that an individual is no member, or is one after all."""
        return GroundFact(self.predicate.opposite, self.terms)


@dataclass(frozen=True)
class Program:
    """A compiled ontology: its rules, and the axioms (with reasons) that have no rule form."""

    rules: tuple[Rule, ...]
    given: Mapping[GroundFact, ax.Axiom] = field(default_factory=dict)
    ranges: Mapping[str, tuple[ax.AnyDataRange, ...]] = field(default_factory=dict)
    unsupported: tuple[tuple[ax.Axiom, str], ...] = ()
    named: tuple[str, ...] = ()
    individuals: tuple[str, ...] = ()
    """Those that are declared, whether or not any fact is about them."""


def show(atom: Atom | GroundFact) -> str:
    """An atom in short, for debugging and `reason --explain`.

    >>> show(Atom(member(ax.Named("urn:Cat")), (0,)))
    'is urn:Cat(?0)'
    """
    from aitaxonomy.owl.writers.manchester import manchester
    from aitaxonomy.rdf.namespaces import local_name

    of = atom.predicate.of
    if isinstance(of, Predicate):
        what = f"{of.kind} {_of(of)}"
    elif isinstance(of, str):
        what = local_name(of)
    else:
        what = manchester(of) if of is not None else ""
    terms = ", ".join(
        f"?{each}" if isinstance(each, int) else local_name(each) for each in atom.terms
    )
    return f"{atom.predicate.kind} {what}({terms})"


def _of(predicate: Predicate) -> str:
    from aitaxonomy.owl.writers.manchester import manchester
    from aitaxonomy.rdf.namespaces import local_name

    of = predicate.of
    return local_name(of) if isinstance(of, str) else manchester(of)  # type: ignore[arg-type]
