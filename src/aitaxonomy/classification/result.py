"""The classification of an inventory: what each of its systems is, and what is missing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from aitaxonomy.reasoning import ENTAILED, REFUTED, UNKNOWN, Proof, Truth
from aitaxonomy.terms import clipped, curie

if TYPE_CHECKING:
    import polars as pl

#: From this confidence on, an entity is taken for the system of an inventory.
TRUSTED = 0.9
#: What the lines of tables and files are headed by, before the kinds that were asked for.
_COLUMNS = ("name", "iri", "kinds", "generates", "known_as", "confidence", "missing")


@dataclass(frozen=True, slots=True)
class Known:
    """The entity of the shipped graph that a system of an inventory seems to be.

    `confidence` is in (0, 1]; `way` says how the two were matched ("exact", "similar" ...).
    """

    iri: str
    confidence: float
    way: str

    @property
    def trusted(self) -> bool:
        """Whether what is known of the entity may fill what an inventory leaves open."""
        return self.confidence >= TRUSTED


@dataclass(frozen=True, slots=True)
class Classified:
    """One system of an inventory.

    Attributes:
        name: as the inventory spells it.
        iri: the individual it became.
        kinds: CURIEs of all its kinds, the most specific first.
        most_specific: those of them that have no narrower one among them.
        verdicts: by local name, for each kind that was asked for.
        generates: CURIEs of the modalities it can produce, natively or through a component.
        natively: CURIEs of those that it produces itself.
        known_as: the known entity that its name matches, if any.
        borrowed: the kinds whose verdict comes from the known entity, as the inventory is silent.
        conflicts: what speaks against itself, in words; empty for a sound system.
        missing: facts that would decide what is unknown, in words.
        left_open: where something is unknown: why what the inventory says does not decide it.
        place: file and line where the inventory has it, as far as known.

    """

    name: str
    iri: str
    kinds: tuple[str, ...]
    most_specific: tuple[str, ...]
    verdicts: Mapping[str, Truth]
    generates: tuple[str, ...]
    natively: tuple[str, ...]
    known_as: Known | None = None
    borrowed: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    left_open: tuple[str, ...] = ()
    place: str | None = None
    _prove: Callable[[str, str], Proof | None] | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        verdicts = ", ".join(f"{kind} {truth}" for kind, truth in self.verdicts.items())
        return f"<Classified {clipped(self.name, 30)}: {clipped(verdicts, 50)}>"

    def why(self, kind: str) -> Proof | None:
        """Return the proof of the verdict for a kind, by local name; None where it is unknown.

        Raises `KeyError` for a kind that was not asked for.
        """
        if self.verdicts[kind] is UNKNOWN or self._prove is None:
            return None
        return self._prove(self.iri if kind not in self.borrowed else self._lender(), kind)

    def _lender(self) -> str:
        return self.known_as.iri if self.known_as else self.iri

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON of one system."""
        known = self.known_as
        return {
            "name": self.name,
            "iri": curie(self.iri),
            "kinds": list(self.kinds),
            "verdicts": {kind: str(truth) for kind, truth in self.verdicts.items()},
            "generates": list(self.generates),
            "natively_generates": list(self.natively),
            "known_as": known
            and {"iri": curie(known.iri), "confidence": known.confidence, "way": known.way},
            "from_known": list(self.borrowed),
            "conflicts": list(self.conflicts),
            "missing": list(self.missing),
            "left_open": list(self.left_open),
            "where": self.place,
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
            *(str(truth) for truth in self.verdicts.values()),
        )


class Classification(Sequence[Classified]):
    """All systems of an inventory, made one by one as they are read; see `Classified`.

    `kinds` are the local names of the kinds that were asked for; `label` gives a name for people
    to any IRI or CURIE.
    """

    def __init__(
        self,
        subjects: pl.DataFrame,
        make: Callable[[str, int], Classified],
        kinds: tuple[str, ...],
        label: Callable[[str], str] = str,
    ) -> None:
        self._subjects, self._make = subjects, make
        self.kinds, self.label = kinds, label

    def __len__(self) -> int:
        return self._subjects.height

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self._make(*row) for row in self._subjects[index].iter_rows()]
        return self._make(*self._subjects.row(index))

    def __iter__(self) -> Iterator[Classified]:
        for row in self._subjects.iter_rows():
            yield self._make(*row)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of `rows`."""
        return (*_COLUMNS, *self.kinds)

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield a row of text for each system."""
        return (system.row() for system in self)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return the documented JSON."""
        return [system.to_dict() for system in self]

    def json_lines(self, *, proofs: bool = False) -> Iterator[str]:
        """Yield the documented JSON as text, a line a system, so that a million can stream.

        With `proofs` each has one more key, `proofs`: for each kind that is decided the steps.
        """
        yield "["
        last = len(self) - 1
        for index, system in enumerate(self):
            document = system.to_dict()
            if proofs:
                found = {kind: system.why(kind) for kind in system.verdicts}
                document["proofs"] = {kind: p.to_json() for kind, p in found.items() if p}
            text = json.dumps(document, ensure_ascii=False)
            yield text + ("," if index < last else "")
        yield "]"

    def to_polars(self) -> pl.DataFrame:
        """Return a polars frame with the columns of `columns`, all of them text."""
        import polars as pl

        return pl.DataFrame(list(self.rows()), schema=list(self.columns), orient="row")

    @cached_property
    def summary(self) -> Summary:
        """The counts that a report begins with."""
        return Summary.of(self)

    def __repr__(self) -> str:
        return f"<Classification: {len(self)} systems; {clipped(', '.join(self.kinds))}>"

    def __str__(self) -> str:
        return str(self.summary)

    def _repr_html_(self) -> str:
        from aitaxonomy.classification.report import fragment

        html: str = fragment(self, limit=50)
        return html


@dataclass(frozen=True)
class Summary:
    """Counts over a classification.

    Attributes:
        systems: how many there are.
        verdicts: for each kind that was asked for, how many of each verdict.
        totals: for each group of `GROUPS`, how many systems are of it.
        groups: for each group and each modality (CURIE; "" for none), how many generate it.
        matched: how many are taken for a known entity.
        alike: how many more have only a similar name, or that of a known family.
        contradictory: in how many something does not fit.
        missing: the facts that are missing most often, each with how many systems lack it.
        left_open: the reasons for which most is left open, each with how many systems have it.

    """

    systems: int
    verdicts: Mapping[str, Mapping[Truth, int]]
    totals: Mapping[str, int]
    groups: Mapping[str, Mapping[str, int]]
    matched: int
    alike: int
    contradictory: int
    missing: tuple[tuple[str, int], ...]
    left_open: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, found: Classification) -> Summary:
        """Count."""
        verdicts = {kind: Counter[Truth]() for kind in found.kinds}
        totals = Counter(dict.fromkeys(GROUPS, 0))
        groups = {group: Counter[str]() for group in GROUPS}
        missing, left_open = Counter[str](), Counter[str]()
        matched = alike = contradictory = 0
        for system in found:
            for kind, truth in system.verdicts.items():
                verdicts[kind][truth] += 1
            group = group_of(system)
            totals[group] += 1
            groups[group].update(system.generates or ("",))
            missing.update(system.missing)
            left_open.update(system.left_open)
            if system.known_as is not None:
                matched += system.known_as.trusted
                alike += not system.known_as.trusted
            contradictory += bool(system.conflicts)
        most, reasons = (tuple(each.most_common(10)) for each in (missing, left_open))
        return cls(
            len(found), verdicts, totals, groups, matched, alike, contradictory, most, reasons
        )

    def __repr__(self) -> str:
        return f"<Summary: {self.systems} systems, {self.matched} of them known>"

    def __str__(self) -> str:
        systems = f"{self.systems} system{'' if self.systems == 1 else 's'}"
        lines = [
            f"{systems}, {self.matched} of them known by name, {self.alike} by a similar name or "
            "by their family"
        ]
        for kind, counts in self.verdicts.items():
            parts = ", ".join(f"{counts[truth]} {truth}" for truth in (ENTAILED, REFUTED, UNKNOWN))
            lines.append(f"  {kind}: {parts}")
        if self.contradictory:
            lines.append(f"  in {self.contradictory} something does not fit: see `conflicts`")
        return "\n".join(lines)


#: How a picture groups systems: the first group that fits.
GROUPS = ("LLM technology", "other generative AI", "not generative", "undecided")


def group_of(system: Classified) -> str:
    """Return the group of a system, one of `GROUPS`."""
    verdict = system.verdicts.get
    if ENTAILED in (verdict("LLM"), verdict("LLMTechnology")):
        return GROUPS[0]
    generative = verdict("GenerativeAI", UNKNOWN)
    return {ENTAILED: GROUPS[1], REFUTED: GROUPS[2], UNKNOWN: GROUPS[3]}[generative]
