"""Verdicts with three values, entailed, refuted and unknown; and the facts that would decide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from aitaxonomy.html import Link, fragment, link
from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.writers.english import Words
from aitaxonomy.rdf.namespaces import curie
from aitaxonomy.reasoning.proofs.proof import Proof
from aitaxonomy.reasoning.rules.model import Predicate, Program
from aitaxonomy.reasoning.rules.normal_form import literal
from aitaxonomy.text import clipped


class Truth(StrEnum):
    """Whether the ontology entails a statement, entails its negation, or neither."""

    ENTAILED = "entailed"
    REFUTED = "refuted"
    UNKNOWN = "unknown"


ENTAILED, REFUTED, UNKNOWN = Truth.ENTAILED, Truth.REFUTED, Truth.UNKNOWN


@dataclass(frozen=True, slots=True)
class Missing:
    """A missing fact that could decide a verdict: the IRI of its property or class, and words."""

    iri: str
    words: str

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class Verdict:
    """Whether a thing is of a kind, both given by IRI; truthy only if that is entailed.

    `proof`, `missing` and `wider` are computed when first read.

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
        """The proof of an entailed or refuted statement; None if the verdict is unknown."""
        found = self._prove()
        return replace(found, _link=self._link) if found else None

    @cached_property
    def missing(self) -> tuple[Missing, ...]:
        """The facts that could decide, if the verdict is unknown; else empty."""
        return self._miss()

    @cached_property
    def wider(self) -> Verdict | None:
        """The verdict on the wider sense of the kind; None if this one is entailed.

        None also for a kind without a wider sense.
        """
        return None if self else self._widen()

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON, with the proof or else what would decide.

        >>> Verdict("urn:felix", "urn:Cat", UNKNOWN, lambda: None, lambda: ()).to_dict()["verdict"]
        'unknown'
        """
        wider = None
        if self.wider is not None:
            wider = {"kind": curie(self.wider.kind), "verdict": str(self.wider.verdict)}
        return {
            "thing": curie(self.thing),
            "kind": curie(self.kind),
            "verdict": str(self.verdict),
            "proof": self.proof.to_json() if self.proof else [],
            "missing": [str(each) for each in self.missing],
            "wider": wider,
        }

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to another process with proof, missing facts and wider verdict, links without."""
        of = (self.thing, self.kind, self.verdict)
        return _known, (of, self.proof, self.missing, self.wider)

    def __repr__(self) -> str:
        thing, kind = (clipped(curie(iri), 40) for iri in (self.thing, self.kind))
        return f"<Verdict {thing} {kind}: {self.verdict}>"

    def for_html(self) -> dict[str, Any]:
        """The values of the template `verdict.html`: the verdict with proof or missing facts."""
        wider = self.wider
        return {
            "thing": self._link(self.thing),
            "kind": self._link(self.kind),
            "verdict": str(self.verdict),
            "wider": wider and {"kind": self._link(wider.kind), "verdict": str(wider.verdict)},
            "proof": self.proof.for_html() if self.proof else None,
            "missing": [str(each) for each in self.missing],
        }

    def _repr_html_(self) -> str:
        return fragment("verdict.html", **self.for_html())


def _known(
    of: tuple[str, str, Truth],
    proof: Proof | None,
    missing: tuple[Missing, ...],
    wider: Verdict | None,
) -> Verdict:
    return Verdict(*of, lambda: proof, lambda: missing, lambda: wider)


class DecidingFacts:
    """Finds the missing facts on which an unknown verdict depends, in the definitions of kinds."""

    def __init__(self, program: Program, words: Words) -> None:
        self._program = program
        self._words = words

    def missing(self, kind: Predicate, holds: Callable[[Predicate], bool]) -> tuple[Missing, ...]:
        """The missing facts for `kind`; `holds` says whether a predicate holds of the thing."""
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
                inner_kinds = self._definitions(kind)
                for each in inner_kinds:
                    self._walk(each, holds, found, seen)
                if not inner_kinds:
                    self._found(iri, found, is_class=True)

    def _definitions(self, kind: Predicate) -> list[Predicate]:
        return [
            rule.body[0].predicate
            for rule in self._program.by_head.get(kind, ())
            if rule.name == "definition" and len(rule.body) == 1
        ]

    def _found(self, iri: str, found: dict[str, Missing], *, is_class: bool) -> None:
        found.setdefault(iri, Missing(iri, self._words.wanted(iri, is_class=is_class)))
