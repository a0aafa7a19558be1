"""The counts over a classification."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from aitaxonomy.classification.system import Classified
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN, Truth

UNDECIDED, GENERATIVE_LLM_OPEN = "undecided", "generative, LLM not known"
#: The groups of systems in the picture; a system is in the first that fits.
GROUPS = (
    "LLM technology", "generative, no LLM", GENERATIVE_LLM_OPEN, "not generative", UNDECIDED,
)  # fmt: skip


def group_of(system: Classified) -> str:
    """Return the group of a system, one of `GROUPS`."""
    verdict = system.verdicts.get
    if ENTAILED in (verdict("LLM"), verdict("LLMTechnology")):
        return GROUPS[0]
    generative = verdict("GenerativeAI", UNKNOWN)
    if generative is ENTAILED:
        runs_on_one = verdict("LLMTechnology", verdict("LLM", UNKNOWN))
        return GROUPS[1] if runs_on_one is REFUTED else GENERATIVE_LLM_OPEN
    return GROUPS[3] if generative is REFUTED else UNDECIDED


@dataclass(frozen=True)
class Summary:
    """Counts over a classification.

    Attributes:
        systems: the number of systems.
        verdicts: for each kind, the number of systems with each verdict.
        totals: the number of systems in each group of `GROUPS`.
        groups: for each group and each modality (CURIE; "" for none), how many generate it.
        matched: the number of systems that are matched with a known entity.
        alike: the number of further systems with a similar name, or that of a known family.
        contradictory: the number of systems with conflicts.
        missing: the facts that are missing most often, each with the number of systems.
        left_open: the most frequent reasons for open fields, each with the number of systems.
        proposed: what words suggest where nothing decides, each with the number of systems.

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
    proposed: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, found: Iterable[Classified], kinds: Iterable[str]) -> Summary:
        """Count the systems, and their verdicts on some kinds."""
        verdicts = {kind: Counter[Truth]() for kind in kinds}
        totals = Counter(dict.fromkeys(GROUPS, 0))
        groups = {group: Counter[str]() for group in GROUPS}
        missing, left_open, proposed = Counter[str](), Counter[str](), Counter[str]()
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
            proposed.update(each.means for each in system.proposed)
            if system.known_as is not None:
                matched += system.known_as.trusted
                alike += not system.known_as.trusted
            contradictory += bool(system.conflicts)
        most = [tuple(each.most_common(10)) for each in (missing, left_open, proposed)]
        return cls(systems, verdicts, totals, groups, matched, alike, contradictory, *most)

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
        if self.proposed:
            suggested = ", ".join(f"{means} of {count}" for means, count in self.proposed)
            lines.append(f"  proposed by words, and decided by nothing: {suggested}")
        if self.contradictory:
            lines.append(f"  in {self.contradictory} something does not fit: see `conflicts`")
        return "\n".join(lines)
