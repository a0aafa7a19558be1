"""Tools that judge: is_a, why, check_claim."""

from __future__ import annotations

from typing import Any

from aitaxonomy.agents.answers import Cited, Explained, Judged, NamedThing, ProofStep
from aitaxonomy.agents.arguments import Claim, Kind, Name, Strict, WithoutConventions
from aitaxonomy.html import render
from aitaxonomy.rdf.namespaces import curie, expand
from aitaxonomy.reasoning.proofs.proof import Proof
from aitaxonomy.reasoning.verdict import Verdict
from aitaxonomy.store.sources import CitedSource, Sources
from aitaxonomy.taxonomy import Taxonomy

#: The day of the ontology: all that it states was looked at then.
_ISSUED = "SELECT (MAX(?day) AS ?last) WHERE { ?file a owl:Ontology ; dcterms:issued ?day }"


def is_a(
    ai: Taxonomy,
    thing: Name,
    kind: Kind,
    strict: Strict = False,
    without_conventions: WithoutConventions = False,
) -> Judged:
    """Decide whether a thing is of a kind, or whatever can follow "is"; with the proof in short.

    Plain words are read as people use them; a CURIE or IRI as the ontology defines it. Unknown is
    not "no": `missing` says what would decide it. Raises `UnknownTerm`.

    >>> is_a(Taxonomy(), "DALL·E 3", "LLM").verdict
    'refuted'
    """
    found = ai.is_a(thing, kind, strict=strict, conventions=not without_conventions)
    return _judged(ai, found)


def check_claim(
    ai: Taxonomy, claim: Claim, without_conventions: WithoutConventions = False
) -> Judged:
    """Decide a claim in plain words, with the proof in short.

    Forms: X is Y; X is not Y; every, no, some, most, not all X are Y; X generates, accepts, speaks,
    runs on, was made by Y. Raises `ClaimFault` for other forms, and `UnknownTerm`.

    >>> check_claim(Taxonomy(), "Claude can natively generate music").verdict
    'refuted'
    """
    return _judged(ai, ai.check(claim, conventions=not without_conventions), claim)


def why(ai: Taxonomy, thing: Name, kind: Kind, strict: Strict = False) -> Explained:
    """Prove step by step that a thing is, or is not, of a kind: rules, axioms, file and line.

    Each step can be checked by itself. Raises `UnknownTerm`.
    """
    verdict = ai.is_a(thing, kind, strict=strict)
    proof = verdict.proof
    return Explained(proof=_steps(proof) if proof else [], **_common(ai, verdict))


def _judged(ai: Taxonomy, verdict: Verdict, claim: str = "") -> Judged:
    proof = verdict.proof
    return Judged(
        claim=claim,
        rests_on=_premises(proof) if proof else [],
        steps=len(proof) if proof else 0,
        **_common(ai, verdict),
    )


def _common(ai: Taxonomy, verdict: Verdict) -> dict[str, Any]:
    """Return what is told of a verdict, whether with its proof in short or step by step."""
    counts = verdict.members.to_dict() if verdict.members else {}
    return {
        "thing": _name(ai, verdict.thing),
        "kind": _name(ai, verdict.kind),
        "verdict": str(verdict.verdict),
        "sources": _sources(ai, verdict.proof),
        "missing": _missing(ai, verdict),
        "sense": verdict.sense,
        "note": verdict.note,
        "strictly": _strictly(verdict),
        "members": {each: n for each, n in counts.items() if isinstance(n, int)},
        "grounds": [str(each) for each in verdict.grounds],
        "by_convention": [curie(each) for each in verdict.by_convention],
        "read_as": list(verdict.read_as),
        "_html": render("verdict.html", **verdict.for_html()),
    }


def _name(ai: Taxonomy, iri: str) -> NamedThing:
    return NamedThing(curie(iri), ai.names.label(iri))


def _strictly(verdict: Verdict) -> str | None:
    """Return the strict verdict where it differs from the everyday one."""
    beside = verdict.strict
    if beside is None or beside.verdict is verdict.verdict:
        return None
    return str(beside.verdict)


def _missing(ai: Taxonomy, verdict: Verdict) -> list[str]:
    """Return what would decide an unknown verdict."""
    if str(verdict.verdict) != "unknown":
        return []
    thing, kind = map(ai.names.label, (verdict.thing, verdict.kind))
    nothing = f"nothing that is stated of {thing} bears on {kind}: a sourced statement would decide"
    return [str(each) for each in verdict.missing] or [nothing]


def _premises(proof: Proof) -> list[str]:
    """Return what a proof rests on: what is stated, and the axioms, each once with its place."""
    return list(
        dict.fromkeys(
            f"{words} ({at.place})" if at.place else words
            for step in proof.steps
            for words, at in zip(step.axiom_words, step.locations, strict=True)
        )
    )


def _steps(proof: Proof) -> list[ProofStep]:
    return [
        ProofStep(
            step.number,
            step.text,
            step.name,
            list(step.premises),
            [] if step.rule is None else list(step.axiom_words),
            step.location.place,
            step.location.source or "",
        )
        for step in proof.steps
    ]


def _sources(ai: Taxonomy, proof: Proof | None) -> list[Cited]:
    """Return the sources that a proof cites, each with its day."""
    if proof is None:
        return []
    cited = dict.fromkeys(at.source for step in proof.steps for at in step.locations if at.source)
    things = {term for step in proof.steps for term in step.conclusion.terms}
    select = ai.content.store.select
    ((issued,),) = select(_ISSUED).rows
    known = {
        document: source
        for thing in sorted(things & ai.names.labels.keys())
        for document, source in Sources(select, thing).records.items()
    }
    told = (known.get(expand(each) or each) or CitedSource(each) for each in cited)
    return [
        Cited(each, source.day or str(issued), source.tier)
        for each, source in zip(cited, told, strict=True)
    ]
