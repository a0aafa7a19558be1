"""What a source claims, and whether the graph bears it out: computed, never stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from aitaxonomy.questions import Question, claim_checks
from aitaxonomy.tables import Table
from aitaxonomy.terms import IRI, clipped

_CLAIMS = """
PREFIX ait: <https://w3id.org/aitaxonomy#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?label ?text ?section ?check ?source ?note WHERE {
  ?claim a ait:Claim ; rdfs:label ?label ; skos:definition ?text ; ait:inSection ?section ;
         ait:checkedBy ?check ; dcterms:source ?source .
  FILTER(LANG(?label) IN ("en", "") && LANG(?text) IN ("en", ""))
  OPTIONAL { ?claim skos:scopeNote ?note . FILTER(LANG(?note) IN ("en", "")) }
} ORDER BY ?claim
"""
#: The verdict on what needs no fact: it holds as long as the axioms do by which it is true.
BY_DEFINITION = "true by definition"


@dataclass(frozen=True)
class ClaimVerdict:
    """A claim with its verdict.

    Attributes:
        claim: a short form of the claim.
        text: the claim in our words.
        section: where its source makes it.
        source: the IRI of the source.
        check: the name of the query that checks it.
        verdict: "holds", "holds as far as known", "holds with exceptions", "does not hold",
            "undecided", or "true by definition".
        exceptions: IRIs of the things that speak against it.
        undecided: IRIs of the things of which the graph does not know.
        by_definition: the terms by whose definitions the claim is true, if it is.
        note: how far the check goes, where that needs saying.

    """

    claim: str
    text: str
    section: str
    source: str
    check: str
    verdict: str
    exceptions: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    by_definition: tuple[str, ...] = ()
    note: str = ""

    def __repr__(self) -> str:
        return f"<ClaimVerdict “{clipped(self.claim)}”: {self.verdict}>"


def judge(
    table: Table, *, by_definition: bool = False
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return verdict, exceptions and undecided things of the result of a claim's query."""
    if table.form == "ASK":
        true = BY_DEFINITION if by_definition else "holds"
        return (true if table else "does not hold"), (), ()
    rows = [(str(thing), holds) for thing, holds in table.rows]
    supports = {thing for thing, holds in rows if holds is True}
    exceptions = tuple(sorted({thing for thing, holds in rows if holds is False}))
    undecided = tuple(sorted({thing for thing, holds in rows if holds is None} - supports))
    if not supports:
        return ("does not hold" if exceptions else "undecided"), exceptions, undecided
    if exceptions:
        return "holds with exceptions", exceptions, undecided
    return ("holds as far as known" if undecided else "holds"), exceptions, undecided


def check_claims(select: Callable[[str], Table]) -> list[ClaimVerdict]:
    """Check every claim of the graph by its query."""
    checks = claim_checks()
    verdicts = []
    for label, text, section, check, source, note in select(_CLAIMS).rows:
        name = str(check).rsplit("/", 1)[-1]
        asked = Question.read(checks[name])
        verdict, exceptions, undecided = judge(
            select(asked.query), by_definition=bool(asked.by_definition)
        )
        verdicts.append(
            ClaimVerdict(
                claim=str(label),
                text=str(text),
                section=str(section),
                source=IRI(str(source)).curie,
                check=name,
                verdict=verdict,
                exceptions=exceptions,
                undecided=undecided,
                by_definition=asked.by_definition if verdict == BY_DEFINITION else (),
                note=str(note or ""),
            )
        )
    return verdicts
