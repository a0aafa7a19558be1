"""A verdict in three values: entailed, refuted or unknown; and what would decide the unknown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from aitaxonomy.html import Link, fragment, link
from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.writers.english import Words
from aitaxonomy.rdf.namespaces import curie
from aitaxonomy.reasoning.proofs.proof import Proof
from aitaxonomy.reasoning.rules.model import Predicate, Program
from aitaxonomy.reasoning.rules.normal_form import literal
from aitaxonomy.text import clipped


class Truth(StrEnum):
    """What the ontology says of a statement."""

    ENTAILED = "entailed"
    REFUTED = "refuted"
    UNKNOWN = "unknown"


ENTAILED, REFUTED, UNKNOWN = Truth.ENTAILED, Truth.REFUTED, Truth.UNKNOWN


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that could decide: the property (or class) to look at, and the same in words."""

    iri: str
    words: str

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class Verdict:
    """The answer to "is this thing one of that kind?"; true in a condition only if entailed.

    `proof`, `missing` and `wider` are worked out when first read.

    >>> v = Verdict("urn:felix", "urn:Cat", UNKNOWN, lambda: None, lambda: ())
    >>> bool(v), str(v.verdict)
    (False, 'unknown')
    """

    thing: str
    kind: str
    verdict: Truth
    _prove: Callable[[], Proof | None]
    _miss: Callable[[], tuple[Missing, ...]]
    _widen: Callable[[], Verdict | None] = lambda: None
    _link: Callable[[str], Link] = field(default=link, compare=False)

    def __bool__(self) -> bool:
        return self.verdict is ENTAILED

    @cached_property
    def proof(self) -> Proof | None:
        """The proof of what is entailed or refuted; None for the unknown."""
        found = self._prove()
        return replace(found, _link=self._link) if found else None

    @cached_property
    def missing(self) -> tuple[Missing, ...]:
        """For the unknown: the facts that would decide."""
        return self._miss()

    @cached_property
    def wider(self) -> Verdict | None:
        """The verdict on the wider sense of the kind, for what is not of the kind itself.

        None for what is entailed, and for a kind that has no wider sense.
        """
        return None if self else self._widen()

    def __repr__(self) -> str:
        thing, kind = (clipped(curie(iri), 40) for iri in (self.thing, self.kind))
        return f"<Verdict {thing} {kind}: {self.verdict}>"

    def _repr_html_(self) -> str:
        wider = self.wider
        return fragment(
            "verdict.html",
            thing=self._link(self.thing),
            kind=self._link(self.kind),
            verdict=str(self.verdict),
            wider=wider and {"kind": self._link(wider.kind), "verdict": str(wider.verdict)},
            proof=self.proof.for_html() if self.proof else None,
            missing=[str(each) for each in self.missing],
        )


class Undecided:
    """Walks the definitions of kinds to the facts on which a verdict hangs."""

    def __init__(self, program: Program, words: Words) -> None:
        self._definitions: dict[Predicate, list[Predicate]] = defaultdict(list)
        for rule in program.rules:
            if rule.name == "definition" and len(rule.body) == 1:
                self._definitions[rule.head.predicate].append(rule.body[0].predicate)
        self._words = words

    def missing(self, kind: Predicate, holds: Callable[[Predicate], bool]) -> tuple[Missing, ...]:
        """The facts wanted for `kind`, given which predicates are known to hold of the thing."""
        found: dict[str, Missing] = {}
        self._walk(kind, holds, found, set())
        return tuple(found.values())

    def _walk(
        self,
        kind: Predicate,
        holds: Callable[[Predicate], bool],
        found: dict[str, Missing],
        seen: set[Predicate],
    ) -> None:
        if kind in seen or holds(kind) or holds(kind.opposite):
            return
        seen.add(kind)
        of = kind.of
        match of:
            case ax.And(parts):
                for part in parts:
                    inner = literal(part)
                    self._walk(inner, holds, found, seen)
            case ax.Some(role, _) | ax.HasValue(role, _) | ax.AtLeast(_, role, _):
                self._found(role.iri, found, is_class=False)
            case ax.DataSome(prop, _):
                self._found(prop, found, is_class=False)
            case ax.Named(iri):
                inner_kinds = self._definitions.get(kind, [])
                for each in inner_kinds:
                    self._walk(each, holds, found, seen)
                if not inner_kinds:
                    self._found(iri, found, is_class=True)

    def _found(self, iri: str, found: dict[str, Missing], *, is_class: bool) -> None:
        found.setdefault(iri, Missing(iri, self._words.wanted(iri, is_class=is_class)))
