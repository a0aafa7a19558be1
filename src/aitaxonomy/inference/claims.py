"""Claims in plain words, such as "every LLM is generative AI", and what is to be said of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from aitaxonomy.errors import ClaimFault, UnknownTerm
from aitaxonomy.graph.names import Names
from aitaxonomy.inference.content import Content
from aitaxonomy.inference.judge import Judge
from aitaxonomy.owl import axioms as ax
from aitaxonomy.rdf.namespaces import AIT, OWL, RDF
from aitaxonomy.reasoning import ENTAILED, REFUTED, UNKNOWN, Verdict
from aitaxonomy.reasoning.proofs.formal import Formal
from aitaxonomy.text import clipped

FORMS = (
    "X is a Y", "X is no Y", "every X is a Y", "no X is a Y", "X generates Y",
    "X natively generates Y", "X does not generate Y",
)  # fmt: skip
_CLAIM = re.compile(
    r"(?:(?P<all>every|each|all|any|no) )?(?P<x>.+?) (?:(?:is|are)(?P<not> not| no)?(?: an?| the)?"
    r"|(?:(?P<never>(?:(?:does|do|can) not|cannot) )|can )?(?P<natively>natively )?"
    r"(?P<makes>generates?)) (?P<y>.+)",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?:an?|the) ", re.IGNORECASE)
_SINGULAR = (("ies", "y"), ("es", ""), ("s", ""))


@dataclass(frozen=True)
class Claim:
    """A claim: of a thing, or of each member of a class, that it is what an expression says.

    `kind` is the class, or the content, that the expression names.
    """

    text: str
    thing: str
    every: bool
    of: ax.Expression
    kind: str

    @property
    def makes(self) -> bool:
        """Whether it is about a content that is made, or not made."""
        return isinstance(self.of.of if isinstance(self.of, ax.Not) else self.of, ax.HasValue)

    @property
    def axiom(self) -> ax.SubClassOf | ax.ClassAssertion:
        """The claim as an axiom."""
        if self.every:
            return ax.SubClassOf(ax.Named(self.thing), self.of)
        return ax.ClassAssertion(self.thing, self.of)

    def to_dict(self) -> dict[str, Any]:
        """Return how the claim was understood: its words, and the axiom as in proofs."""
        return {"claim": self.text, "claim_owl": Formal(frozenset()).axiom(self.axiom)}


def read_claim(content: Content, text: str) -> Claim:
    """Read a claim in one of the `FORMS`, with articles or without, in the plural or not.

    What generates something can generate it, and the other way round.

    >>> read_claim(Content(), "every LLM is generative AI").of
    Named(iri='https://w3id.org/aitaxonomy#GenerativeAI')

    Raises:
        ClaimFault: it has another form, or says "every" of what is no kind.
        UnknownTerm: nothing has a name in it.

    """
    found = _CLAIM.fullmatch(" ".join(text.split()).rstrip("."))
    if found is None:
        forms = "; ".join(FORMS)
        raise ClaimFault(
            f"{clipped(text)!r} is no claim that is understood; the forms are: {forms}"
        )
    quantified = (found["all"] or "").lower()
    kinds = _members_of(content, OWL + "Class")
    thing = _find(content.names, found["x"], kinds if quantified else None)
    is_kind = thing in kinds
    if quantified and not is_kind:
        label = content.names.label(thing)
        raise ClaimFault(f"{label} is no kind, but one thing: leave out {quantified!r}")
    of: ax.Expression
    if found["makes"]:
        contents = _members_of(content, AIT + "ContentModality")
        kind = content.names.find(_spelled(content.names, found["y"], contents), among=contents)
        role = ax.Role(AIT + ("nativelyGenerates" if found["natively"] else "generates"))
        of = ax.HasValue(role, kind)
    else:
        kind = _find(content.names, found["y"], kinds)
        of = ax.Named(kind)
    if (quantified == "no") != bool(found["not"] or found["never"]):
        of = ax.Not(of)
    return Claim(text, thing, is_kind, of, kind)


def _find(names: Names, name: str, among: Collection[str] | None = None) -> str:
    """Return the IRI of a name, if possible among some, also without its article or plural."""
    for those in (among, None):
        spelled = _spelled(names, name, those)
        with suppress(UnknownTerm):
            return names.find(spelled, ("artifact", "class"), those)
    return names.find(name)


def _spelled(names: Names, name: str, among: Collection[str] | None) -> str:
    """Return the first spelling of a name that something has, or else the name."""
    for each in _spellings(name):
        with suppress(UnknownTerm):
            names.find(each, among=among)
            return each
    return name


def _members_of(content: Content, kind: str) -> set[str]:
    """Return the IRIs of the members of a class."""
    return {str(row[0]) for row in content.store.select("SELECT ?x { ?x a ?kind }", kind=kind).rows}


def _spellings(name: str) -> Iterator[str]:
    bare = _ARTICLE.sub("", name, count=1) if _ARTICLE.match(name) else name
    for each in dict.fromkeys((name, bare)):
        yield each
        yield from (each.removesuffix(s) + one for s, one in _SINGULAR if each.endswith(s))


def grammar() -> dict[str, object]:
    """Return what claims are read by, for a reader in another language.

    >>> sorted(grammar())
    ['article', 'claim', 'forms', 'singular']
    """
    return {
        "forms": FORMS,
        "claim": _CLAIM.pattern,
        "article": _ARTICLE.pattern,
        "singular": _SINGULAR,
    }


def decide(content: Content, claim: Claim) -> Verdict:
    """Return the verdict on a claim, with its proof; of a refuted one with a witness against it."""
    match claim.of:
        case ax.Named(kind):
            return Judge(content).verdict(claim.thing, kind)
        case ax.Not(ax.Named(kind)) if not claim.every:
            found = Judge(content).verdict(claim.thing, kind)
            turned = {ENTAILED: REFUTED, REFUTED: ENTAILED, UNKNOWN: UNKNOWN}[found.verdict]
            return replace(found, verdict=turned, _widen=lambda: None)
    inference = content.inference
    # A content that nothing near makes is told apart from the others only if it is taken along.
    made = [claim.kind] if claim.makes else []
    judge = inference.about([*(_members(content, claim) if claim.every else [claim.thing]), *made])
    if inference.files.paths:
        judge.check()
    found = judge.holds(claim.thing, claim.of, claim.kind)
    return replace(found, _link=content.links)


def _members(content: Content, claim: Claim) -> list[str]:
    """Return members of the class that may be witnesses, exemplars first."""
    members = Judge(content).members
    match claim.of:
        case ax.Not(ax.Named(kind)):
            return members(claim.thing, RDF + "type", kind)
        case ax.Not(ax.HasValue(role, value)):
            return members(claim.thing, role.iri, value)
    return members(claim.thing)
