"""The counts over a classification."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from aitaxonomy.classification.system import Classified
from aitaxonomy.reasoning import ENTAILED, REFUTED, UNKNOWN, Truth

#: How a picture groups systems: the first group that fits.
GROUPS = ("LLM technology", "other generative AI", "not generative", "undecided")


def group_of(system: Classified) -> str:
    """Return the group of a system, one of `GROUPS`."""
    verdict = system.verdicts.get
    if ENTAILED in (verdict("LLM"), verdict("LLMTechnology")):
        return GROUPS[0]
    generative = verdict("GenerativeAI", UNKNOWN)
    return {ENTAILED: GROUPS[1], REFUTED: GROUPS[2], UNKNOWN: GROUPS[3]}[generative]


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
    def of(cls, found: Iterable[Classified], kinds: Iterable[str]) -> Summary:
        """Count the systems, and their verdicts on some kinds."""
        verdicts = {kind: Counter[Truth]() for kind in kinds}
        totals = Counter(dict.fromkeys(GROUPS, 0))
        groups = {group: Counter[str]() for group in GROUPS}
        missing, left_open = Counter[str](), Counter[str]()
        systems = matched = alike = contradictory = 0
        for system in found:
            systems += 1
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
        return cls(systems, verdicts, totals, groups, matched, alike, contradictory, most, reasons)

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
