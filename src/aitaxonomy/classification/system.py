"""One classified system of an inventory: its kinds, verdicts and proofs, and missing facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Generic, NoReturn, TypeVar

from aitaxonomy.inventory.import_rules.tasks import tasks
from aitaxonomy.inventory.importing import Entry
from aitaxonomy.inventory.matching.matcher import Match
from aitaxonomy.inventory.record import Proposal
from aitaxonomy.rdf.namespaces import AIT, AIX, curie
from aitaxonomy.reasoning.proofs.proof import Proof
from aitaxonomy.reasoning.verdict import UNKNOWN, Truth
from aitaxonomy.store.table import Framed
from aitaxonomy.text import clipped

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Classified:
    """One system of an inventory.

    Attributes:
        name: its name in the inventory.
        iri: the IRI of its individual.
        kinds: CURIEs of all its kinds, the most specific first.
        most_specific: the kinds without a subclass among them.
        verdicts: the verdict on each kind that was asked for, by local name.
        generates: CURIEs of the modalities it can produce, natively or through a component.
        natively: CURIEs of those that it produces itself.
        known_as: the entity of the shipped graph that its name matches, if any.
        borrowed: the kinds whose verdict comes from the facts about the known entity.
        conflicts: contradictions, in words; empty for a consistent system.
        missing: the facts that would decide unknown verdicts, in words.
        left_open: why fields of the inventory do not decide unknown verdicts, in words.
        place: file and line of its entry, as far as known.
        proposed: what the words of its entry suggest, of which no verdict takes any notice.
        basis: what each decided verdict rests on: "sourced" on sources about the known system;
            "convention" on these and a convention; "claimed" on nothing but the user's own data.
        listed: the entry of its list, with the list's own columns; empty if no list has it.

    """

    name: str
    iri: str
    kinds: tuple[str, ...]
    most_specific: tuple[str, ...]
    verdicts: Mapping[str, Truth]
    generates: tuple[str, ...]
    natively: tuple[str, ...]
    known_as: Match | None = None
    borrowed: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    left_open: tuple[str, ...] = ()
    place: str | None = None
    proposed: tuple[Proposal, ...] = ()
    basis: Mapping[str, str] = field(default_factory=dict)
    listed: Entry = field(default_factory=Entry, repr=False)
    _prove: Callable[[str, str, Truth], Proof | None] | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        verdicts = ", ".join(f"{kind} {truth}" for kind, truth in self.verdicts.items())
        return f"<Classified {clipped(self.name, 30)}: {clipped(verdicts, 50)}>"

    def why(self, kind: str) -> Proof | None:
        """Return the proof of the verdict for a kind, by local name; None where it is unknown.

        Raises `KeyError` for a kind that was not asked for, and `ValueError` in another process
        than the one that classified.
        """
        if self.verdicts[kind] is UNKNOWN or self._prove is None:
            return None
        lent = self.known_as if kind in self.borrowed else None
        return self._prove(lent.iri if lent else self.iri, kind, self.verdicts[kind])

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to another process, without what finds proofs."""
        *values, _ = (getattr(self, each.name) for each in fields(self))
        return Classified, (*values, _left_behind)

    def to_json(self, *, proofs: bool = False) -> dict[str, Any]:
        """Return the documented JSON of one system.

        With `proofs` it has the key `proofs`: the steps for each kind that is decided.
        """
        known = self.known_as
        found = {kind: self.why(kind) for kind in self.verdicts} if proofs else {}
        steps = {kind: proof.to_json() for kind, proof in found.items() if proof}
        return {
            "name": self.name,
            "iri": curie(self.iri),
            "kinds": list(self.kinds),
            "verdicts": {kind: str(truth) for kind, truth in self.verdicts.items()},
            "basis": dict(self.basis),
            "generates": list(self.generates),
            "natively_generates": list(self.natively),
            "known_as": known
            and {"iri": curie(known.iri), "confidence": known.confidence, "way": known.way},
            "from_known": list(self.borrowed),
            "conflicts": list(self.conflicts),
            "missing": list(self.missing),
            "left_open": list(self.left_open),
            "proposed": [
                {
                    "means": curie_of(each.means),
                    "words": each.words,
                    "place": each.place,
                    "confidence": round(each.confidence, 2),
                    "because": each.because,
                }
                for each in self.proposed
            ],
            "where": self.place,
            **({"proofs": steps} if proofs else {}),
        }

    def row(self) -> tuple[str, ...]:
        """Return the cells of a table, for `Classification.columns`."""
        known = self.known_as
        return (
            self.name,
            curie(self.iri),
            " ".join(self.most_specific),
            " ".join(self.generates),
            curie(known.iri) if known else "",
            f"{known.confidence:.2f}" if known else "",
            "; ".join((*self.missing, *self.left_open)),
            "; ".join(map(str, self.proposed)),
            based(self.basis),
            *(str(truth) for truth in self.verdicts.values()),
        )


class Listed(Framed, Generic[Record]):
    """Records of one sort, whose fields are the columns of a table."""

    records: tuple[Record, ...]

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.records)

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield a row of text for each record."""
        for each in self.records:
            yield tuple("; ".join(v) if isinstance(v, tuple) else v for v in vars(each).values())

    def to_json(self) -> list[dict[str, Any]]:
        """Return the records as JSON."""
        return [
            {key: list(v) if isinstance(v, tuple) else v for key, v in vars(each).items()}
            for each in self.records
        ]


def based(basis: Mapping[str, str]) -> str:
    """Return the basis of verdicts, in one word where all have the same.

    >>> based({"LLM": "claimed"}), based({"GenerativeAI": "claimed", "LLM": "sourced"}), based({})
    ('claimed', 'claimed: GenerativeAI; sourced: LLM', '')
    """
    kinds: dict[str, list[str]] = {}
    for kind, each in basis.items():
        kinds.setdefault(each, []).append(kind)
    if len(kinds) < 2:
        return "".join(kinds)
    return "; ".join(f"{each}: {', '.join(of)}" for each, of in sorted(kinds.items()))


def curie_of(means: str) -> str:
    """Return the CURIE of a class or a task that is suggested.

    >>> curie_of("LLM"), curie_of("summarization")
    ('ait:LLM', 'aix:summarization')
    """
    return curie((AIX if means in tasks() else AIT) + means)


def _left_behind(_iri: str, kind: str, _truth: Truth) -> NoReturn:
    raise ValueError(
        f"the proof for {kind} stayed in the process that classified: ask for it there, and send it"
    )
