"""The counts over a classification, and the question that would decide an open case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from aitaxonomy.classification.system import Classified
from aitaxonomy.inventory.import_rules.labels import generates, makes_none
from aitaxonomy.inventory.vocabulary import ancestors
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN, Truth

UNDECIDED, GENERATIVE_LLM_OPEN = "undecided", "generative, LLM not known"
#: The groups of systems in the picture; a system is in the first that fits.
GROUPS = (
    "LLM technology", "generative, not an LLM", GENERATIVE_LLM_OPEN, "not generative", UNDECIDED,
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


def by_the_list_alone(system: Classified) -> bool:
    """Return whether the list alone, without any source, puts a system into its group."""
    group = group_of(system)
    kinds = ("LLM", "LLMTechnology") if group == GROUPS[0] else ("GenerativeAI",)
    found = {
        system.basis.get(kind)
        for kind in kinds
        if group != GROUPS[0] or system.verdicts.get(kind) is ENTAILED
    }
    return found == {"claimed"}


def suggested_group(system: Classified) -> str:
    """Return the group into which words suggest that an undecided system belongs, "" if none."""
    group = group_of(system)
    means = [each.means for each in system.proposed]
    if group in (UNDECIDED, GENERATIVE_LLM_OPEN) and any(_is_llm(each) for each in means):
        return GROUPS[0]
    if group != UNDECIDED:
        return ""
    if any(map(generates, means)):
        return GENERATIVE_LLM_OPEN
    return GROUPS[3] if any(map(makes_none, means)) else ""


def _is_llm(means: str) -> bool:
    return "LLMTechnology" in ancestors([means])


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
        claimed: for each kind, the number of systems with each verdict by the list's word alone.
        totals_claimed: for each group of `GROUPS`, how many are in it by the list's word alone.
        totals_suggested: for each group of `GROUPS`, how many undecided systems would come into it
            if what their words suggest is so.

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
    claimed: Mapping[str, Mapping[Truth, int]] = field(default_factory=dict)
    totals_claimed: Mapping[str, int] = field(default_factory=dict)
    totals_suggested: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, found: Iterable[Classified], kinds: Iterable[str]) -> Summary:
        """Count the systems, and their verdicts on some kinds."""
        verdicts = {kind: Counter[Truth]() for kind in kinds}
        claimed = {kind: Counter[Truth]() for kind in verdicts}
        totals_claimed, totals_suggested = Counter[str](), Counter[str]()
        totals = Counter(dict.fromkeys(GROUPS, 0))
        groups = {group: Counter[str]() for group in GROUPS}
        missing, left_open, proposed = Counter[str](), Counter[str](), Counter[str]()
        systems = matched = alike = contradictory = 0
        for system in found:
            systems += 1
            for kind, truth in system.verdicts.items():
                verdicts[kind][truth] += 1
                if system.basis.get(kind) == "claimed":
                    claimed[kind][truth] += 1
            group = group_of(system)
            totals[group] += 1
            totals_claimed[group] += by_the_list_alone(system)
            totals_suggested[suggested_group(system)] += 1
            groups[group].update(system.generates or ("",))
            missing.update(system.missing)
            left_open.update(system.left_open)
            proposed.update(each.means for each in system.proposed)
            if system.known_as is not None:
                matched += system.known_as.trusted
                alike += not system.known_as.trusted
            contradictory += bool(system.conflicts)
        most = [tuple(each.most_common(10)) for each in (missing, left_open, proposed)]
        return cls(
            systems, verdicts, totals, groups, matched, alike, contradictory, most[0],
            left_open=most[1], proposed=most[2], claimed=claimed,
            totals_claimed=totals_claimed, totals_suggested=totals_suggested,
        )  # fmt: skip

    def _alone(self, kind: str, truth: Truth) -> str:
        count = self.claimed.get(kind, {}).get(truth, 0)
        return f" ({count} by the list's word alone)" if count else ""

    def __repr__(self) -> str:
        return f"<Summary: {self.systems} systems, {self.matched} of them known>"

    def __str__(self) -> str:
        systems = f"{self.systems} system{'' if self.systems == 1 else 's'}"
        lines = [
            f"{systems}, {self.matched} of them known by name, {self.alike} by a similar name or "
            "by their family"
        ]
        for kind, counts in self.verdicts.items():
            parts = ", ".join(
                f"{counts[truth]} {truth}{self._alone(kind, truth)}"
                for truth in (ENTAILED, REFUTED, UNKNOWN)
            )
            lines.append(f"  {kind}: {parts}")
        if self.proposed:
            suggested = ", ".join(f"{means} of {count}" for means, count in self.proposed)
            lines.append(f"  proposed by words, and decided by nothing: {suggested}")
        if self.contradictory:
            lines.append(f"  in {self.contradictory} something does not fit: see `conflicts`")
        return "\n".join(lines)


#: Who is asked where no vendor is named.
OWNER = "the owner"


class OpenQuestion(NamedTuple):
    """A question about a system, and the person to ask."""

    ask: str
    whom: str


def open_question(system: Classified) -> OpenQuestion | None:
    """Return the one question whose answer would tell most, None for a system that is decided.

    Contradictions come first. A suggestion by words needs only a yes. The maker of a product knows
    what runs in it.

    >>> from aitaxonomy.inventory.importing import Entry
    >>> from aitaxonomy.reasoning.verdict import UNKNOWN
    >>> desk = Classified("Desk", "urn:desk", (), (), {"GenerativeAI": UNKNOWN}, (), (),
    ...                   listed=Entry(vendor="Acme"))
    >>> open_question(desk)
    OpenQuestion(ask='Ask the vendor which model powers it, and what it makes', whom='Acme')

    """
    group, vendor = group_of(system), system.listed.vendor
    if group not in (UNDECIDED, GENERATIVE_LLM_OPEN):
        return None
    if system.conflicts and not system.missing:
        return OpenQuestion("Correct the entry: what it says does not fit together", OWNER)
    if group == UNDECIDED:
        return _what_it_makes(system, vendor)
    of_llm = {each.partition(" (for ")[0] for each in system.missing if "LLM" in each}
    if of_llm and all(each.startswith("its scale") for each in of_llm):
        return OpenQuestion("Ask how large its model is, in parameters", vendor or OWNER)
    return _model(vendor, "")


def _what_it_makes(system: Classified, vendor: str) -> OpenQuestion:
    suggested = [each.means for each in system.proposed]
    if any(map(generates, suggested)):
        return OpenQuestion(
            "Confirm what its words suggest: that it makes text, images, code or sound", OWNER
        )
    if any(map(makes_none, suggested)):
        return OpenQuestion(
            "Confirm what its words suggest: that it sorts, predicts or detects, and makes no "
            "content",
            OWNER,
        )
    if system.known_as and not system.known_as.trusted:
        return OpenQuestion(
            "Confirm whether it is the known system of a similar name", vendor or OWNER
        )
    if vendor or suggested:
        return _model(vendor, ", and what it makes")
    return OpenQuestion(
        "Ask the owner whether it makes text, images, code or sound, or only scores, classes and "
        "alerts",
        OWNER,
    )


def _model(vendor: str, more: str) -> OpenQuestion:
    whom = "the vendor" if vendor else OWNER
    return OpenQuestion(f"Ask {whom} which model powers it{more}", vendor or OWNER)
