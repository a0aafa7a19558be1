"""Claims in plain words, such as "every LLM is generative AI", and what is to be said of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from aitaxonomy.errors import ClaimFault, UnknownTerm
from aitaxonomy.graph.predicates import Between, Reading, Saying
from aitaxonomy.inference.content import Content
from aitaxonomy.inference.senses import Senses, as_mapped
from aitaxonomy.owl import axioms as ax
from aitaxonomy.reasoning.proofs.formal import Formal
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN, Truth, Verdict
from aitaxonomy.text import clipped

FORMS = (
    "X is a Y", "X is not a Y", "every X is a Y", "no X is a Y", "some X are Y", "most X are Y",
    "not all X are Y", "X generates Y", "X natively generates Y", "X runs on Y", "X speaks Y",
    "X was made by Y", "X can see images", "one claim, but another",
)  # fmt: skip
_QUANTIFIERS = {
    "not every": "not every", "not all": "not every", "every": "every", "each": "every",
    "all": "every", "any": "every", "no": "no", "none of the": "no", "some": "some",
    "a few": "some", "many": "some", "most": "most", "nearly all": "most", "almost all": "most",
}  # fmt: skip
_QUANTIFIED = re.compile(rf"({'|'.join(_QUANTIFIERS)})\s+(?:of\s+the\s+)?(.+)", re.IGNORECASE)
_EXISTENCE = re.compile(r"there(?: is|'s|’s| are)\s+(?:an?\s+|any\s+|some\s+)?", re.IGNORECASE)
#: Words between subject and predicate, with what they do to the claim.
_VERB = re.compile(
    r"(?:(?:is|are|was|were|be|has been|have been|has|have|can|could|does|do|did|will|may)\b\s*)?"
    r"(?P<not>(?:not|never|no|cannot|n't)\b\s*)?"
    r"(?P<mostly>(?:typically|usually|mostly|generally|often|mainly|normally)\b\s*)?"
    r"(?P<be>(?:be|have|been)\b\s*)?",
    re.IGNORECASE,
)
_CONTRACTED = re.compile(r"\b(is|are|was|were|does|do|did|has|have|ca|could)n['’]t\b|\bcannot\b",
                         re.IGNORECASE)  # fmt: skip
_PARTS = re.compile(r"\s*[,;]\s*but\s+|\s+but\s+|\s*;\s*|\s*,\s*and\s+", re.IGNORECASE)
#: What is not understood in a claim, the likeliest first.
_FAULTS = ("predicate", "other", "subject", "words")
_TURNED = {ENTAILED: REFUTED, REFUTED: ENTAILED, UNKNOWN: UNKNOWN}
#: The most words of a claim: the splits are tried one by one.
_LONGEST = 40


@dataclass(frozen=True)
class Claim:
    """A claim: that a thing, or what of a class is meant, is what a predicate says.

    Attributes:
        text: the claim.
        subject: the words of its subject.
        thing: what its subject stands for.
        predicate: what it says.
        quantifier: "every", "some", "most", "no" or "not every"; "as a rule" for a kind without one
            of these, "" for one thing.
        negated: whether it denies the predicate.
        parts: the claims of which it is made, if it is several in one.

    """

    text: str
    subject: str
    thing: Reading
    predicate: Saying
    quantifier: str = ""
    negated: bool = False
    parts: tuple[Claim, ...] = ()

    @property
    def axiom(self) -> ax.SubClassOf | ax.ClassAssertion | None:
        """The claim as an axiom; None where OWL has none for it."""
        if isinstance(self.predicate.of, Between) or self.parts or self.quantifier in (
            "some", "most", "not every",
        ):  # fmt: skip
            return None
        of = self.predicate.of
        if self.negated != (self.quantifier == "no"):
            of = ax.Not(of)
        if self.quantifier:
            return ax.SubClassOf(ax.Named(self.thing.bearers[0]), of)
        return ax.ClassAssertion(self.thing.bearers[0], of)

    def to_json(self) -> dict[str, Any]:
        """Return how the claim was understood: its words, and the axiom as in proofs."""
        axiom = self.axiom
        owl = Formal(frozenset()).text(axiom) if axiom else None
        return {"claim": self.text, "claim_owl": owl}


def read_claim(content: Content, text: str) -> Claim:
    """Read a claim, in forms such as `FORMS`, with articles or without, in the plural or not.

    >>> read_claim(Content(), "every LLM is generative AI").predicate.kind
    'https://w3id.org/aitaxonomy#GenerativeAI'

    Raises:
        ClaimFault: it has another form, or says "every" of one thing.
        UnknownTerm: nothing has a name in it.

    """
    senses = Senses(content)
    whole = " ".join(_CONTRACTED.sub(_expanded, text).split()).rstrip(" .!?")
    if there := _EXISTENCE.match(whole):
        whole = f"some {whole[there.end() :]}"
    parts = [part for part in _PARTS.split(whole) if part]
    if len(parts) > 1:
        with suppress(ClaimFault, UnknownTerm):
            claims = tuple(_read(senses, part) for part in parts)
            return replace(claims[0], text=text, parts=claims)
    try:
        return replace(_read(senses, whole), text=text)
    except UnknownTerm:
        if claims := _joined(senses, whole):
            return replace(claims[0], text=text, parts=claims)
        raise


def _joined(senses: Senses, text: str) -> tuple[Claim, ...]:
    """Read two claims joined by "and": "X and Y are Z", "X generates Y and Z", "X is Y and Z"."""
    for found in re.finditer(r" and ", text):
        left, right = text[: found.start()], text[found.end() :]
        tokens = left.split()
        with suppress(ClaimFault, UnknownTerm):
            second = _read(senses, right)
            return _read(senses, left + right[len(second.subject) :]), second
        for cut in range(len(tokens) - 1, 0, -1):
            with suppress(ClaimFault, UnknownTerm):
                first = _read(senses, left)
                return first, _read(senses, f"{' '.join(tokens[:cut])} {right}")
    return ()


def _expanded(found: re.Match[str]) -> str:
    return "can not" if found[1] is None or found[1].lower() == "ca" else f"{found[1]} not"


def _read(senses: Senses, text: str) -> Claim:
    quantified = _QUANTIFIED.fullmatch(text)
    quantifier = _QUANTIFIERS[quantified[1].lower()] if quantified else ""
    rest = quantified[2] if quantified else text
    faults: dict[str, UnknownTerm] = {}
    for exact in (True, False):
        for subject, verb, predicate in _splits(rest):
            try:
                thing = senses.thing(subject, a_kind=bool(quantifier))
            except UnknownTerm as error:
                faults.setdefault("subject" if verb.end() else "words", error)
                continue
            try:
                of = senses.predicate(predicate)
            except UnknownTerm as error:
                faults.setdefault("predicate" if exact and not thing.read_as else "other", error)
                continue
            if exact and (thing.read_as or of.read_as):
                continue
            if not quantifier:
                thing = senses.fitting(subject, of)
            is_class = senses.is_class(thing.bearers[0])
            if quantifier and not is_class:
                raise ClaimFault(f"{subject} is one thing, not a kind: leave out {quantifier!r}")
            if verb["mostly"] and is_class:
                quantifier = "most"
            elif is_class and not quantifier:
                quantifier = "as a rule"
            return Claim(text, subject, thing, of, quantifier, bool(verb["not"]))
    if faults:  # where the subject is known, the predicate is what is not understood
        raise next(faults[each] for each in _FAULTS if each in faults)
    raise ClaimFault(
        f"{clipped(text)!r} is not a claim that is understood; the forms are: {'; '.join(FORMS)}"
    )


def _splits(text: str) -> Iterator[tuple[str, re.Match[str], str]]:
    """Yield subject, verb and predicate of all readings, those with the longest subject first."""
    tokens = text.split()
    if len(tokens) > _LONGEST:
        return
    for cut in range(len(tokens) - 1, 0, -1):
        rest = " ".join(tokens[cut:])
        verb = _VERB.match(rest)
        if verb and rest[verb.end() :]:
            yield " ".join(tokens[:cut]), verb, rest[verb.end() :]


def decide(content: Content, claim: Claim, *, conventions: bool = True) -> Verdict:
    """Return the verdict on a claim, with its proof; of a refuted one with a witness against it."""
    senses, said = Senses(content, conventions=conventions), claim.to_json()
    if not claim.parts:
        return replace(_decide(senses, claim), claim=said)
    found = [_decide(senses, part) for part in claim.parts]
    truths = {each.verdict for each in found}
    truth: Truth = REFUTED if REFUTED in truths else UNKNOWN if UNKNOWN in truths else ENTAILED
    told = next(each for each in found if each.verdict is truth)
    note = "; ".join(
        f"{part.text}: {each.verdict}" for part, each in zip(claim.parts, found, strict=True)
    )
    return replace(told, note=note, claim=said)


def _decide(senses: Senses, claim: Claim) -> Verdict:
    predicate, of = claim.predicate, claim.predicate.of
    if claim.negated and claim.quantifier in ("some", "most") and not isinstance(of, Between):
        predicate = replace(predicate, of=ax.Not(of), also=())
        found = senses.quantified(claim.thing.bearers[0], claim.quantifier, predicate)
        return as_mapped(found, claim.thing, predicate)
    if claim.quantifier and senses.is_class(claim.thing.bearers[0]):
        found = senses.quantified(claim.thing.bearers[0], claim.quantifier, predicate)
    else:
        found = senses.of(claim.thing, predicate)
    if claim.negated:
        found = replace(found, verdict=_TURNED[found.verdict], strict=None)
    return as_mapped(found, claim.thing, predicate)
