"""Facts with a day: prices, limits and evaluations, as catalogues and leaderboards list them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from aitaxonomy.graph.systems import Select, amount, local
from aitaxonomy.rdf.namespaces import curie

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
