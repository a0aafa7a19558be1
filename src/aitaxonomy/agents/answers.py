"""What the tools answer: flat values whose fields are the output schemas.

Fields with a default are left out of an answer where they have it. `more` says of each list how
many entries it would have besides: ask for less at a time, or read on with `start`. `_html` shows
an answer to people, and is no part of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Truth = Literal["entailed", "refuted", "unknown"]
More = dict[str, int]


@dataclass(frozen=True)
class NamedThing:
    """A thing by its CURIE (or IRI) and its label."""

    name: str
    label: str


@dataclass(frozen=True)
class Cited:
    """A source, whose word it is, and the day for which it is known to say so.

    Where no day is known for the source, it is that of the ontology.
    """

    source: str
    as_of: str
    tier: str = ""


@dataclass(frozen=True)
class Hit(NamedThing):
    """A term that a search finds."""

    kind: str
    definition: str = ""


@dataclass(frozen=True)
class Hits:
    """What a search finds, best first."""

    results: list[Hit]
    more: More = field(default_factory=dict)


@dataclass(frozen=True)
class Statement:
    """What is stated of a thing, or follows."""

    property: str
    value: str
    inferred: bool = False
    source: str = ""
    as_of: str = ""
    tier: str = ""


@dataclass(frozen=True)
class Described:
    """A term in full."""

    name: str
    label: str
    kind: str
    definition: str = ""
    also_known_as: list[str] = field(default_factory=list)
    parents: list[NamedThing] = field(default_factory=list)
    children: list[NamedThing] = field(default_factory=list)
    instances: list[NamedThing] = field(default_factory=list)
    examples: list[str] = field(default_factory=list)
    counter_examples: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    facts: list[Statement] = field(default_factory=list)
    mappings: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    more: More = field(default_factory=dict)


@dataclass(frozen=True)
class _Decided:
    """A verdict with its sources; `missing` is what would decide an unknown.

    `sense` says whether the words were read as people use them, or strictly; `strictly` is the
    strict verdict where the everyday one differs.
    """

    thing: NamedThing
    kind: NamedThing
    verdict: Truth
    sense: Literal["everyday", "strict"] = "everyday"
    note: str = ""
    strictly: Truth | None = None
    members: dict[str, int] = field(default_factory=dict)
    grounds: list[str] = field(default_factory=list)
    by_convention: list[str] = field(default_factory=list)
    read_as: list[str] = field(default_factory=list)
    sources: list[Cited] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    more: More = field(default_factory=dict)
    _html: str = ""


@dataclass(frozen=True)
class Judged(_Decided):
    """A verdict: `rests_on` is the proof in short, `missing` what would decide an unknown."""

    claim: str = ""
    rests_on: list[str] = field(default_factory=list)
    steps: int = 0


@dataclass(frozen=True)
class ProofStep:
    """A step of a proof: what it says, by which rule, of which steps and axioms."""

    step: int
    says: str
    rule: str
    premises: list[int] = field(default_factory=list)
    axioms: list[str] = field(default_factory=list)
    place: str = ""
    source: str = ""


@dataclass(frozen=True)
class Explained(_Decided):
    """A verdict with each step of its proof."""

    proof: list[ProofStep] = field(default_factory=list)


@dataclass(frozen=True)
class CheckedTerm:
    """What an identifier means, if there is such a one, and what means what the label says."""

    id: str
    label: str
    verdict: Literal["match", "other meaning", "no such identifier"]
    means: NamedThing | None = None
    label_is: NamedThing | None = None
    hint: str = ""


@dataclass(frozen=True)
class CheckedTerms:
    """Each pair of identifier and label, in the order given."""

    all_match: bool
    terms: list[CheckedTerm]
    more: More = field(default_factory=dict)


@dataclass(frozen=True)
class KnownAs(NamedThing):
    """The known system that an entry is taken for."""

    confidence: float


@dataclass(frozen=True)
class ClassifiedSystem:
    """What a system is: most specific kinds, verdicts on the headline kinds, what is open."""

    system: str
    verdicts: dict[str, Truth]
    kinds: list[NamedThing] = field(default_factory=list)
    generates: list[str] = field(default_factory=list)
    known_as: KnownAs | None = None
    missing: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    proposed: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ClassifiedSystems:
    """Each system of a list; `not_read` says what of the list has no meaning here."""

    systems: list[ClassifiedSystem]
    not_read: str = ""
    more: More = field(default_factory=dict)


@dataclass(frozen=True)
class Aspect:
    """One aspect of two things side by side."""

    aspect: str
    a: str
    b: str
    source: str = ""


@dataclass(frozen=True)
class Compared:
    """Two things side by side, by aspects and by how suitable they are rated for uses."""

    a: NamedThing
    b: NamedThing
    aspects: list[Aspect]
    use_cases: list[Aspect] = field(default_factory=list)
    more: More = field(default_factory=dict)


@dataclass(frozen=True)
class BriefApproach:
    """An approach with its rating and the reasons."""

    approach: str
    rating: str = ""
    reasons: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class BriefSystem(NamedThing):
    """A system, why it is advised, and what is not known of it."""

    reasons: list[str]
    open_questions: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Advised:
    """Approaches and systems, best first; how many fell out, by what they fail."""

    understood_as: str
    approaches: list[BriefApproach]
    systems: list[BriefSystem]
    fell_out: dict[str, int] = field(default_factory=dict)
    what_if: list[str] = field(default_factory=list)
    more: More = field(default_factory=dict)


@dataclass(frozen=True)
class Listed:
    """A question that can be asked by its name; `parameters` with their defaults."""

    name: str
    question: str
    parameters: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AnsweredQuestion:
    """The answer to a question, or the list of questions.

    `answer` is yes or no, or "undecided"; rows are its witnesses, or the answer itself.
    `parameters` are the values that it was asked with, `labels` says what names mean.
    """

    question: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    answer: Literal["yes", "no", "undecided"] | None = None
    columns: list[str] = field(default_factory=list)
    rows: list[list[Any]] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    source: str = ""
    questions: list[Listed] = field(default_factory=list)
    more: More = field(default_factory=dict)


@dataclass(frozen=True)
class Rows:
    """The rows of a query; `truncated` says that there are more than the limit."""

    columns: list[str]
    rows: list[list[Any]]
    truncated: bool = False
    labels: dict[str, str] = field(default_factory=dict)
    more: More = field(default_factory=dict)


@dataclass(frozen=True)
class Wrong:
    """A fault: where, what, how severe, with the remedy in the message."""

    severity: str
    where: str
    message: str
    line: int | None = None
    path: str = ""
    value: str = ""


@dataclass(frozen=True)
class Validated:
    """Whether data conforms, and its faults, the severest first."""

    conforms: bool
    summary: str
    faults: list[Wrong]
    more: More = field(default_factory=dict)
