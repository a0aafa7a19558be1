"""The parts of a recommendation: meaning, approaches, systems, reasons, changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from aitaxonomy.advice.phrases import ReadWords
from aitaxonomy.graph.systems import Select, amount, local
from aitaxonomy.rdf.namespaces import curie
from aitaxonomy.text import clipped, natural

#: The words for each kind of fact, in the order of the output.
_WORDS: Mapping[str, str] = {
    "inputPrice": "{:g} US dollars for a million tokens read",
    "outputPrice": "{:g} US dollars for a million tokens written",
    "contextWindow": "a context window of {:,.0f} tokens",
    "outputLimit": "at most {:,.0f} tokens in one answer",
    "polyglotScore": "{:g} % of the Aider polyglot exercises solved",
}
_PROPERTIES = f"VALUES ?p {{ {' ait:'.join(('', *_WORDS))} }}"
# The day of a source: its own, or that on which it was last read. The properties are in both parts,
# so that the engine begins with them.
_DATED = f"""SELECT ?x ?p ?o ?day ?source {{
  {{
    {_PROPERTIES}
    ?note owl:annotatedProperty ?p ; owl:annotatedSource ?x ; owl:annotatedTarget ?o ;
          dcterms:source ?source .
    ?record owl:annotatedTarget ?source ; owl:annotatedSource ?x ;
            owl:annotatedProperty dcterms:source .
  }} UNION {{
    {_PROPERTIES}
    ?record ait:supports ?p ; owl:annotatedSource ?x ; owl:annotatedTarget ?source . ?x ?p ?o .
  }}
  OPTIONAL {{ ?record ait:asOf ?of }} OPTIONAL {{ ?record ait:lastChecked ?checked }}
  BIND(STR(COALESCE(?of, ?checked)) AS ?day) FILTER(BOUND(?day))
}}"""


@dataclass(frozen=True)
class DatedFact:
    """A fact that holds for a day.

    Attributes:
        property: its CURIE, such as "ait:inputPrice".
        value: the number.
        text: the fact in words.
        as_of: the day for which it holds, or on which its source was read.
        sources: the CURIEs or IRIs of its sources.

    """

    property: str
    value: float
    text: str
    as_of: str
    sources: tuple[str, ...]


def told(facts: Iterable[DatedFact]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield dated facts in words with their sources, those of one day and source in one.

    >>> list(told([DatedFact("ait:inputPrice", 5, "5 dollars", "2026-07-02", ("urn:a",)),
    ...            DatedFact("ait:outputPrice", 9, "9 dollars", "2026-07-02", ("urn:a",))]))
    [('5 dollars; 9 dollars: as of 2026-07-02', ('urn:a',))]
    """
    for (day, sources), group in groupby(facts, lambda fact: (fact.as_of, fact.sources)):
        yield f"{'; '.join(fact.text for fact in group)}: as of {day}", sources


def read_dated(select: Select) -> dict[str, tuple[DatedFact, ...]]:
    """Return the dated facts about each system, by its IRI."""
    sources: dict[tuple[str, str, str, str], set[str]] = defaultdict(set)
    for row in select(_DATED, inferred=False).terms:
        iri, name, value, day, source = (str(term.value) for term in row)
        sources[iri, local(name), value, day].add(curie(source))
    order = list(_WORDS)
    found: dict[str, list[DatedFact]] = defaultdict(list)
    for (iri, name, value, day), by in sorted(
        sources.items(), key=lambda entry: (order.index(entry[0][1]), entry[0])
    ):
        if (number := amount(value)) is not None:
            text = _WORDS[name].format(number)
            found[iri].append(DatedFact(f"ait:{name}", number, text, day, tuple(sorted(by))))
    return {iri: tuple(facts) for iri, facts in found.items()}


#: The number of sources that a text cites.
_CITED = 2
#: What is known of a recommended system; see `AdvisedSystem`.
Group = Literal["known", "open", "unsaid", "superseded", "outdated"]


@dataclass(frozen=True, slots=True)
class Fit:
    """The finding of a constraint on a system: met, not met, or unknown.

    Attributes:
        holds: True, False, or None where it is unknown.
        text: the reason in words; for None the open question.
        facts: property and value, as local names, of each fact that it rests on.

    """

    holds: bool | None
    text: str
    facts: tuple[tuple[str, str], ...] = ()


def joined(names: Iterable[str], *, every: bool) -> str:
    """Join names with "and" if every one is meant, else with "or".

    >>> joined(["image", "music"], every=False)
    'image or music'
    """
    listed = list(names)
    return natural(listed) if every else " or ".join(listed)


@dataclass(frozen=True)
class Reason:
    """A reason with its sources.

    Attributes:
        text: the reason in words.
        sources: CURIEs or IRIs of the sources of the fact, else of the system's entry.

    """

    text: str
    sources: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Reason: {clipped(self.text)}>"

    def __str__(self) -> str:
        if not self.sources:
            return self.text
        more = len(self.sources) - _CITED
        rest = f" and {more} more" if more > 0 else ""
        return f"{self.text} [{', '.join(self.sources[:_CITED])}{rest}]"


@dataclass(frozen=True)
class Meaning:
    """The meaning that the words of a request were given.

    Attributes:
        name: the label of what was taken for the purpose, "" where no word gives one.
        iri: its CURIE.
        sort: "use case", "area of application", "task" or "content type".
        notes: what it involves, and whether approaches are rated for it.
        others: what else the words may mean: labels with CURIEs.
        read_as: the words that stand for a purpose or an option.
        not_understood: the words that play no part in the advice.

    """

    name: str = ""
    iri: str = ""
    sort: str = ""
    notes: tuple[Reason, ...] = ()
    others: tuple[str, ...] = ()
    read_as: tuple[ReadWords, ...] = ()
    not_understood: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Meaning {clipped(self.name, 40)}: {self.sort}>"


@dataclass(frozen=True)
class AdvisedApproach:
    """A ranked approach; `rating` is None without a use case, or if no source rates it."""

    approach: str
    rating: str | None
    reasons: tuple[Reason, ...]

    def __repr__(self) -> str:
        return f"<AdvisedApproach {clipped(self.approach)}: {self.rating or 'not rated'}>"


@dataclass(frozen=True)
class AdvisedSystem:
    """A recommended system.

    Attributes:
        name: its label.
        iri: its CURIE, or its IRI if no prefix fits.
        reasons: the reasons for it.
        open_questions: the constraints on which nothing is known, as questions; and that of its
            kind, where the rating of the approach that adopting it realizes depends on it.
        facts: prices, limits and evaluations, each with its day.
        group: "known" if it is known to meet everything asked, "open" if questions are open,
            "unsaid" if nothing says that it does what is asked for, "superseded" if a successor
            may do as well, "outdated" if it is an old model while younger systems are known to meet
            everything.

    """

    name: str
    iri: str
    reasons: tuple[Reason, ...]
    open_questions: tuple[str, ...]
    facts: tuple[DatedFact, ...] = ()
    group: Group = "known"

    def __repr__(self) -> str:
        counts = f"{len(self.reasons)} reasons, {len(self.open_questions)} open questions"
        return f"<AdvisedSystem {clipped(self.name)}: {counts}>"


@dataclass(frozen=True)
class Rejected:
    """A rejected system, with the first constraint that it is known to fail."""

    name: str
    iri: str
    constraint: str
    reason: Reason

    def __repr__(self) -> str:
        return f"<Rejected {clipped(self.name, 40)}: {clipped(self.constraint, 40)}>"


@dataclass(frozen=True)
class WhatIf:
    """A change of the criteria, or of one rating, after which another system or approach is first.

    Attributes:
        change: the change, in words.
        winner: the label of the system that then comes first, None if no system is left.
        iri: its CURIE.
        approach: the approach or approaches that then come first, None if they are the same.

    """

    change: str
    winner: str | None
    iri: str | None
    approach: str | None

    def __repr__(self) -> str:
        return f"<WhatIf {clipped(self.change, 40)}: {clipped(self.winner or 'none', 40)}>"
