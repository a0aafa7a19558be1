"""The claims of sources, each with a verdict that is computed from the graph, never stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, overload

from aitaxonomy.graph.questions import Question, claim_checks
from aitaxonomy.html import Link, fragment, link
from aitaxonomy.rdf.namespaces import IRI, curie
from aitaxonomy.store.table import Table
from aitaxonomy.text import clipped

_CLAIMS = """
SELECT ?label ?text ?section ?check ?source ?note WHERE {
  ?claim a ait:Claim ; rdfs:label ?label ; skos:definition ?text ; ait:inSection ?section ;
         ait:checkedBy ?check ; dcterms:source ?source .
  FILTER(LANG(?label) IN ("en", "") && LANG(?text) IN ("en", ""))
  OPTIONAL { ?claim skos:scopeNote ?note . FILTER(LANG(?note) IN ("en", "")) }
} ORDER BY ?claim
"""
#: The verdict on a claim that needs no facts: the axioms of the ontology entail it.
BY_DEFINITION = "true by definition"
#: How a page shows each verdict.
_TONES = {
    "holds": "good",
    BY_DEFINITION: "good",
    "holds as far as known": "good",
    "holds with exceptions": "warning",
    "undecided": "unknown",
    "does not hold": "bad",
}


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
        exceptions: IRIs of the counterexamples.
        undecided: IRIs of the things for which the graph does not decide it.
        by_definition: the terms by whose definitions the claim is true, if it is.
        note: the limits of the check, if any.

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

    def to_json(self) -> dict[str, Any]:
        """Return the documented JSON of a claim: names are CURIEs."""
        names = ("exceptions", "undecided")
        return asdict(self) | {name: list(map(curie, getattr(self, name))) for name in names}

    def __repr__(self) -> str:
        return f"<ClaimVerdict “{clipped(self.claim)}”: {self.verdict}>"


@dataclass(frozen=True)
class Claims(Sequence[ClaimVerdict]):
    """All claims with their verdicts."""

    verdicts: tuple[ClaimVerdict, ...]
    _link: Callable[[str], Link] = field(default=link, repr=False, compare=False)

    @overload
    def __getitem__(self, index: int) -> ClaimVerdict: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[ClaimVerdict, ...]: ...
    def __getitem__(self, index: int | slice) -> ClaimVerdict | tuple[ClaimVerdict, ...]:
        return self.verdicts[index]

    def __len__(self) -> int:
        return len(self.verdicts)

    def __repr__(self) -> str:
        return f"<Claims: {len(self)}, {sum(each.verdict == 'holds' for each in self)} hold>"

    def to_json(self) -> list[dict[str, Any]]:
        """Return the documented JSON of `claims`."""
        return [each.to_json() for each in self]

    def for_html(self) -> dict[str, Any]:
        """The values of the template `claims.html`."""

        def links(names: tuple[str, ...]) -> list[Link]:
            return [self._link(name) for name in names]

        return {
            "claims": [
                {
                    "text": each.text,
                    "section": each.section,
                    "source": self._link(each.source),
                    "verdict": each.verdict,
                    "tone": _TONES[each.verdict],
                    "exceptions": links(each.exceptions),
                    "undecided": links(each.undecided),
                    "by_definition": links(each.by_definition),
                    "note": each.note,
                }
                for each in self
            ]
        }

    def _repr_html_(self) -> str:
        return fragment("claims.html", **self.for_html())


def judge(
    table: Table, *, by_definition: bool = False
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return verdict, exceptions and undecided things, given the result of a claim's query."""
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


def check_claims(select: Callable[[str], Table]) -> Claims:
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
    return Claims(tuple(verdicts))
