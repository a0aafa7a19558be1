"""Verdicts with three values: entailed, refuted and unknown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from aitaxonomy.html import Link, fragment, link
from aitaxonomy.rdf.namespaces import curie
from aitaxonomy.rdf.positions.location import CLAIMED, Location
from aitaxonomy.text import clipped

if TYPE_CHECKING:
    from aitaxonomy.reasoning.proofs.proof import Proof


class Truth(StrEnum):
    """The value of a verdict: the statement is entailed, its negation is, or neither."""

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


@dataclass(frozen=True, slots=True)
class Members:
    """How the members of a family are decided: their IRIs, by verdict, the best known first."""

    entailed: tuple[str, ...] = ()
    refuted: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def decided(self) -> int:
        """The number of members that are entailed or refuted."""
        return len(self.entailed) + len(self.refuted)

    @property
    def verdict(self) -> Truth:
        """Return the verdict on the family, by four in five of the decided members.

        If fewer than half of the members are decided, they do not speak for the family.

        >>> str(Members(("a", "b", "c", "d"), ("e",)).verdict)
        'entailed'
        >>> str(Members(("a",), ("b",)).verdict), str(Members(("a",), (), ("b", "c")).verdict)
        ('unknown', 'unknown')
        """
        if self.decided < len(self.unknown):
            return UNKNOWN
        if self.decided and len(self.entailed) >= 0.8 * self.decided:
            return ENTAILED
        return REFUTED if self.decided and len(self.entailed) <= 0.2 * self.decided else UNKNOWN

    @property
    def exceptions(self) -> tuple[str, ...]:
        """The members against the verdict; of an unknown one the smaller side."""
        if self.verdict is ENTAILED:
            return self.refuted
        if self.verdict is REFUTED:
            return self.entailed
        return min(self.refuted, self.entailed, key=len)

    def to_json(self) -> dict[str, Any]:
        """Return the counts and the exceptions as the documented JSON."""
        return {
            "entailed": len(self.entailed),
            "refuted": len(self.refuted),
            "unknown": len(self.unknown),
            "exceptions": [curie(each) for each in self.exceptions],
        }


@dataclass(frozen=True, slots=True)
class Ground:
    """A statement that was looked up: in words, with its place and source."""

    text: str
    location: Location = field(default_factory=Location)

    def __str__(self) -> str:
        place = str(self.location)
        return f"{self.text} ({place})" if place else self.text

    def to_json(self) -> dict[str, Any]:
        """Return the statement as the documented JSON."""
        at = self.location
        return {"says": self.text, "file": at.file, "line": at.line, "source": at.source}


@dataclass(frozen=True)
class Verdict:
    """The verdict on a thing and a kind, both given by IRI; truthy only if entailed.

    `proof`, `missing` and `by_convention` are computed when first read.

    Attributes:
        thing: the IRI of the thing.
        kind: the IRI of the kind, or of the value or property that a predicate names.
        verdict: entailed, refuted or unknown.
        sense: "everyday", as people use the words, or "strict", as the ontology defines them.
        strict: beside an everyday verdict the strict one, None where a predicate is not a kind.
        predicate: the predicate in words, as it follows "is".
        note: the verdict in a sentence, if it takes more than the proof to understand it.
        members: of a family, how its members are decided.
        grounds: the statements that a looked-up verdict rests on.
        read_as: what a misspelling was taken for.
        claim: of a claim, its words and its axiom, as they are in the JSON.
        proves: the thing and the kind that the proof is about, where they are not those above: a
            member of a family, or what a word means in its everyday sense.

    >>> v = Verdict("urn:felix", "urn:Cat", UNKNOWN, lambda: None, lambda: ())
    >>> bool(v), str(v.verdict)
    (False, 'unknown')

    """

    thing: str
    kind: str
    verdict: Truth
    _prove: Callable[[], Proof | None]
    _miss: Callable[[], tuple[Missing, ...]]
    sense: str = "strict"
    strict: Verdict | None = None
    predicate: str = ""
    note: str = ""
    members: Members | None = None
    grounds: tuple[Ground, ...] = ()
    read_as: tuple[str, ...] = ()
    _rests_on: Callable[[Proof | None], tuple[str, ...]] = lambda _: ()
    _link: Callable[[str], Link] = field(default=link, compare=False)
    claim: Mapping[str, str | None] = field(default_factory=dict)
    proves: tuple[str, str] | None = None

    def __bool__(self) -> bool:
        return self.verdict is ENTAILED

    @cached_property
    def proof(self) -> Proof | None:
        """The proof; None if the verdict is unknown, or was looked up (`grounds`).

        Of a family it is the proof of one of its members, of a product that of what it is.
        """
        found = self._prove()
        return replace(found, _link=self._link) if found else None

    @cached_property
    def missing(self) -> tuple[Missing, ...]:
        """The facts that could decide, if the verdict is unknown; else empty."""
        return self._miss()

    @cached_property
    def by_convention(self) -> tuple[str, ...]:
        """The IRIs of the conventions on which the verdict rests."""
        return self._rests_on(self.proof)

    @property
    def basis(self) -> str:
        """The ground of the verdict: `claimed`, `convention` or `sourced`.

        It is `claimed` if the proof uses a statement of the user's own list or data, and
        `convention` if it rests on one.
        """
        steps = self.proof.steps if self.proof else ()
        if any(at.tier in CLAIMED for step in steps for at in step.locations):
            return "claimed"
        return "convention" if self.by_convention else "sourced"

    def to_json(self) -> dict[str, Any]:
        """Return the documented JSON, with the proof or else what would decide.

        >>> Verdict("urn:felix", "urn:Cat", UNKNOWN, lambda: None, lambda: ()).to_json()["verdict"]
        'unknown'
        """
        strict = self.strict
        return {
            **self.claim,
            "thing": curie(self.thing),
            "kind": curie(self.kind),
            "predicate": self.predicate,
            "verdict": str(self.verdict),
            "sense": self.sense,
            "note": self.note,
            "proof": self.proof.to_json() if self.proof else [],
            "proves": self.proves
            and dict(zip(("thing", "kind"), map(curie, self.proves), strict=True)),
            "grounds": [each.to_json() for each in self.grounds],
            "missing": [str(each) for each in self.missing],
            "strict": None
            if strict is None
            else {
                "verdict": str(strict.verdict),
                "proof": strict.proof.to_json() if strict.proof else [],
            },
            "members": self.members and self.members.to_json(),
            "basis": self.basis,
            "by_convention": [curie(each) for each in self.by_convention],
            "read_as": list(self.read_as),
        }

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to another process with proof, missing facts and conventions; links without."""
        more = {
            name: getattr(self, name)
            for name in (
                "sense",
                "strict",
                "predicate",
                "note",
                "members",
                "grounds",
                "read_as",
                "claim",
                "proves",
            )
        }
        found = (self.proof, self.missing, self.by_convention)
        return _known, ((self.thing, self.kind, self.verdict), found, more)

    def __repr__(self) -> str:
        thing, kind = (clipped(curie(iri), 40) for iri in (self.thing, self.kind))
        return f"<Verdict {thing} {kind}: {self.verdict}>"

    @property
    def first_line(self) -> str:
        """The verdict with its sense, if that matters, and the note."""
        by = ", by convention" if self.verdict is not UNKNOWN and self.by_convention else ""
        if self.strict is not None and self.strict.verdict is not self.verdict:
            return f"{self.verdict}, in the everyday sense{by}"
        return f"{self.verdict}{by}"

    def for_html(self) -> dict[str, Any]:
        """The values of the template `verdict.html`: the verdict with proof or missing facts."""
        strict = self.strict  # which is falsy where it is not entailed
        beside = strict is not None and strict.verdict is not self.verdict
        return {
            "thing": self._link(self.thing),
            "kind": self._link(self.kind),
            "predicate": self.predicate,
            "verdict": str(self.verdict),
            "first_line": self.first_line,
            "note": self.note,
            "strict": str(strict.verdict) if strict is not None and beside else "",
            "grounds": [str(each) for each in self.grounds],
            "conventions": [self._link(each) for each in self.by_convention],
            "proof": self.proof.for_html() if self.proof else None,
            "missing": [str(each) for each in self.missing],
        }

    def _repr_html_(self) -> str:
        return fragment("verdict.html", **self.for_html())


def _known(
    of: tuple[str, str, Truth],
    found: tuple[Proof | None, tuple[Missing, ...], tuple[str, ...]],
    more: dict[str, Any],
) -> Verdict:
    proof, missing, conventions = found
    return Verdict(*of, lambda: proof, lambda: missing, _rests_on=lambda _: conventions, **more)
