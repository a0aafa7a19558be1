"""Claims in plain words, such as "every LLM is generative AI", and the verdicts on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import combinations
from shlex import quote
from typing import Any

from aitaxonomy.answers.senses import Senses, as_mapped
from aitaxonomy.errors import ClaimFault, UnknownTerm
from aitaxonomy.graph.names import Names
from aitaxonomy.graph.predicates import Between, Reading, Saying, reworded
from aitaxonomy.inference.content import Content
from aitaxonomy.owl import axioms as ax
from aitaxonomy.reasoning.proofs.formal import Formal
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN, Truth, Verdict
from aitaxonomy.text import clipped

FORMS = (
    "X is a Y", "X is not a Y", "every X is a Y", "no X is a Y", "some X are Y", "most X are Y",
    "not all X are Y", "X generates Y", "X natively generates Y", "X runs on Y", "X speaks Y",
    "X was made by Y", "X can see images", "does X accept Y?", "one claim, but another",
)  # fmt: skip
_QUANTIFIERS = {
    "not every": "not every", "not all": "not every", "every": "every", "each": "every",
    "all": "every", "any": "every", "no": "no", "none of the": "no", "some": "some",
    "a few": "some", "many": "some", "several": "some", "at least one": "some", "most": "most",
    "nearly all": "most", "almost all": "most", "more than half": "most",
}  # fmt: skip
_QUANTIFIED = re.compile(rf"({'|'.join(_QUANTIFIERS)})\s+(?:of\s+the\s+)?(.+)", re.IGNORECASE)
_EXISTENCE = re.compile(
    r"(?:there(?: is|'s|’s| are)|(?:is|are) there)\s+(?:an?\s+|any\s+|some\s+)?", re.IGNORECASE
)
#: The relative clause of "there are LLMs that are not transformers".
_RELATIVE = re.compile(r"\s+(?:that|which)\s+", re.IGNORECASE)
#: A question: "does Claude understand images?", "isn't ChatGPT an LLM?"
_ASKED = re.compile(
    r"(is|are|was|were|has|have|can|could|does|do|did|will)\s+(?:not\s+)?(.+)", re.IGNORECASE
)
_BEFORE_A_VERB = re.compile(r"can|could|does|do|did|will", re.IGNORECASE)
#: Words after the name of a line of models.
_OF_A_LINE = re.compile(r"\s+(?:models?|versions?|variants?)$", re.IGNORECASE)
#: "OpenAI released GPT-4 in March 2023" says who, and when.
_RELEASED = re.compile(
    r"(.+?) (?:released|launched|introduced|announced|published) (.+?) "
    r"((?:in|on|before|after|since) .+)",
    re.IGNORECASE,
)
#: "Can we host Llama 3 on our own servers?"
_ON_OURS = (
    r"(?:can (?:i|we|you|one) (?:use|run|host) (.+?)|(?:(?:can|do|does) )?(.+?) (?:run|work|fit)s?)"
    r" (?:on|in) (?:my|our|your)(?: own)? "
)
#: What is said in another order, with the claim that is meant.
_TURNED_ROUND = (
    (r"only (.+?) (?:is|are) (.+)", r"every \2 is \1"),
    (r"(.+?) (?:is|are) the only (.+)", r"every \2 is \1"),
    (r"(.+?) (?:includes?|comprises?|covers?) (.+)", r"every \2 is \1"),
    (r"(?:is|are) (.+?) (?:an? )?(?:part|component) of (.+)", r"\2 contains \1"),
    (r"(?:can (?:i|we|you|one) use|is|are) (.+?) (?:(?:available|allowed|licensed) )?"
     r"(?:commercially|for (?:commercial|business) (?:use|purposes))",
     r"\1 is commercially usable"),
    (_ON_OURS + r"(?:pcs?|computers?|machines?|hardware)", r"\1\2 runs locally"),
    (_ON_OURS + r"(?:servers?|infrastructure|data cent(?:er|re)s?)", r"\1\2 is downloadable"),
    (r"can (?:i|we|you|one) (?:use|run|host) (.+) (locally|offline|on .+)", r"\1 runs \2"),
    (r"can (?:i|we|you|one) download (.+)", r"\1 is downloadable"),
)  # fmt: skip
_OPEN_QUESTION = re.compile(r"(who|what|which|when|where|why|how)\b.*", re.IGNORECASE)
#: What no fact decides: "is Claude better than GPT-4?"
_RATED = re.compile(
    r"\b(better|worse|smarter|stronger|more (?:intelligent|powerful|capable|accurate)) than\b",
    re.IGNORECASE,
)
#: Words between subject and predicate, with what they do to the claim.
VERB = re.compile(
    r"(?:(?:is|are|was|were|be|has been|have been|has|have|can|could|does|do|did|will|may)\b\s*)?"
    r"(?P<not>(?:not|never|no|cannot|n't)\b\s*)?"
    r"(?P<always>always\b\s*)?(?P<mostly>(?:typically|usually|mostly|generally|often|mainly|normally)\b\s*)?"
    r"(?P<be>(?:be|have|been)\b\s*)?",
    re.IGNORECASE,
)
_CONTRACTED = re.compile(r"\b(is|are|was|were|does|do|did|has|have|ca|could)n['’]t\b|\bcannot\b",
                         re.IGNORECASE)  # fmt: skip
_PARTS = re.compile(r"\s*[,;]\s*but\s+|\s+but\s+|\s*;\s*|\s*,\s*and\s+", re.IGNORECASE)
#: What is not understood in a claim, the likeliest first.
_FAULTS = ("predicate", "other", "subject", "bare", "words")
_TURNED = {ENTAILED: REFUTED, REFUTED: ENTAILED, UNKNOWN: UNKNOWN}
#: The most words of a claim: the splits are tried one by one.
_LONGEST = 40


@dataclass(frozen=True)
class Claim:
    """A claim that a predicate holds of a thing, or of the members of a class.

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
    """Read a claim in one of the `FORMS`, with or without articles, in the singular or plural.

    >>> read_claim(Content(), "every LLM is generative AI").predicate.kind
    'https://w3id.org/aitaxonomy#GenerativeAI'

    Raises:
        ClaimFault: it has another form, or says "every" of one thing.
        UnknownTerm: nothing has a name in it.

    """
    senses = Senses(content)
    whole = " ".join(_CONTRACTED.sub(_expanded, text).split()).rstrip(" .!?")
    if rated := _RATED.search(whole):
        sides = (_thing_in(content.names, each) for each in _RATED.split(whole)[::2])
        names = " ".join(map(quote, filter(None, sides)))
        raise ClaimFault(
            f"which is {rated[1]} depends on the purpose: `compare {names}` shows the facts, and "
            "`recommend` lists systems for a purpose"
        )
    if asked := _OPEN_QUESTION.fullmatch(whole):
        about = _thing_in(content.names, _ASKED.sub(r"\2", whole[asked.end(1) :].strip()))
        shown = f", `show {quote(about)}` tells what is known of it" if about else ""
        raise ClaimFault(
            f"{asked[1]!r} asks for more than a yes or no: `ask {quote(whole)}` answers it if it "
            f"is understood{shown}, and `find` lists systems"
        )
    if there := _EXISTENCE.match(whole):
        whole = _RELATIVE.sub(" ", f"some {whole[there.end() :]}", count=1)
    parts = [part for part in _PARTS.split(whole) if part]
    if len(parts) == 1 and (released := _RELEASED.fullmatch(whole)):
        maker, made, day = released.groups()
        parts = [f"{maker} made {made}", f"{made} was released {day}"]
    if len(parts) > 1:
        with suppress(ClaimFault, UnknownTerm):
            claims = tuple(_read(senses, part) for part in parts)
            return replace(claims[0], text=text, parts=claims)
    try:
        return replace(_read(senses, whole), text=text)
    except UnknownTerm:
        if claims := _joined(senses, whole):
            return replace(claims[0], text=text, parts=claims)
        if turned := reworded(whole, _TURNED_ROUND):
            with suppress(ClaimFault, UnknownTerm):
                return replace(_read(senses, turned), text=text)
        raise


def _thing_in(names: Names, text: str) -> str:
    """Return the most words of a text that name a system, else a kind; "" if none do.

    >>> _thing_in(Content().names, "is the context window of Gemini 2.5 Pro")
    'Gemini 2.5 Pro'
    """
    said = text.split()
    runs = sorted(combinations(range(len(said) + 1), 2), key=lambda run: run[0] - run[1])
    parts = [" ".join(said[start:end]) for start, end in runs]
    systems = {iri for _, iri, _ in names.of_artifacts()}
    found = (each for among in (systems, names.classes) for each in parts if names.get(each, among))
    return next(found, "")


def _joined(senses: Senses, text: str) -> tuple[Claim, ...]:
    """Read two claims joined by "and": "X and Y are Z", "X generates Y and Z", "X is Y and Z"."""
    for found in re.finditer(r" and ", text):
        left, right = text[: found.start()], text[found.end() :]
        tokens = left.split()
        if not _ASKED.fullmatch(right):
            with suppress(ClaimFault, UnknownTerm):
                second = _read(senses, right)
                return _read(senses, left + right[len(second.subject) :]), second
        with suppress(ClaimFault, UnknownTerm):
            first = _read(senses, left)
            return first, _read(senses, f"{first.subject} {right}")
        for cut in range(len(tokens) - 1, 0, -1):
            with suppress(ClaimFault, UnknownTerm):
                first = _read(senses, left)
                return first, _read(senses, f"{' '.join(tokens[:cut])} {right}")
    return ()


def _expanded(found: re.Match[str]) -> str:
    return "can not" if found[1] is None or found[1].lower() == "ca" else f"{found[1]} not"


def _read(senses: Senses, text: str) -> Claim:
    asked = _ASKED.fullmatch(text)
    said = asked[2] if asked else text
    quantified = _QUANTIFIED.fullmatch(said)
    quantifier = _QUANTIFIERS[quantified[1].lower()] if quantified else ""
    if asked and quantified and quantified[1].lower() == "any":
        quantifier = "some"  # "are any LLMs open source?"
    rest = quantified[2] if quantified else said
    faults, unread = dict[str, UnknownTerm](), dict[str, UnknownTerm]()
    # "Notion AI" before the company Notion, and what is spelled as known before what comes close.
    for exact, by_artifact in ((True, True), (True, False), (False, False)):
        for subject, verb, predicate in _splits(rest, asked[1] if asked else ""):
            try:
                thing = _thing(senses, subject, a_kind=bool(quantifier))
            except UnknownTerm as error:
                faults.setdefault("subject" if verb.end() else "words", error)
                unread[predicate] = error
                continue
            try:
                of = senses.predicate(predicate)
            except UnknownTerm as error:
                bare = not verb.end() and not {"is", "are"}.isdisjoint(predicate.split())
                sort = "predicate" if exact and not thing.read_as else "other"
                faults.setdefault("bare" if bare else sort, error)
                continue
            if exact and (thing.read_as or of.read_as):
                continue
            # "Google" is not meant in "Google Maps is AI", of which nothing is known.
            if (by_artifact or isinstance(of.of, ax.And)) and senses.is_organization(
                thing.bearers[0]
            ):
                continue
            if not quantifier:
                thing = senses.fitting(subject, of)
            is_class = senses.is_class(thing.bearers[0])
            if quantifier and not is_class and not senses.is_family(thing.bearers[0]):
                raise ClaimFault(f"{subject} is one thing, not a kind: leave out {quantifier!r}")
            return Claim(text, subject, thing, of, *_quantified(quantifier, verb, is_class))
    longest = sorted(unread, key=len, reverse=True)
    if known := next((each for each in longest if _is_read(senses, each)), None):
        faults.setdefault("other", unread[known])
    if faults:  # where the subject is known, the predicate is what is not understood
        raise next(faults[each] for each in _FAULTS if each in faults)
    raise ClaimFault(
        f"{clipped(text)!r} is not a claim that is understood; the forms are: {'; '.join(FORMS)}"
    )


def _quantified(given: str, verb: re.Match[str], is_class: bool) -> tuple[str, bool]:
    """Return the quantifier of a claim, and whether it denies its predicate."""
    said = (verb["not"] or "").strip().lower()
    if verb["mostly"] and is_class:
        given = "most"
    elif verb["always"] and is_class:
        given = "every"
    elif is_class and not given:
        return ("no", False) if said == "never" else ("as a rule", bool(said))
    return given, bool(said)


def _is_read(senses: Senses, predicate: str) -> bool:
    """Return whether each word of a predicate is understood."""
    with suppress(UnknownTerm):
        return not senses.predicate(predicate).read_as
    return False


def _thing(senses: Senses, subject: str, *, a_kind: bool) -> Reading:
    """Read a subject, with or without a noun after the name of a line: "Llama models"."""
    if (line := _OF_A_LINE.sub("", subject)) != subject:
        with suppress(UnknownTerm):
            found = senses.thing(line, a_kind=a_kind)
            if not found.read_as and senses.is_family(found.bearers[0]):
                return found
    return senses.thing(subject, a_kind=a_kind)


def _splits(text: str, asked: str) -> Iterator[tuple[str, re.Match[str], str]]:
    """Yield subject, verb and predicate of all readings, those with the longest subject first.

    In a question the verb, `asked`, precedes the subject. Another verb follows "can" and "does", so
    that the shortest subject comes first: "can DeepL translate Japanese?"
    """
    tokens = text.split()
    if len(tokens) > _LONGEST:
        return
    cuts = range(1, len(tokens))
    for cut in cuts if _BEFORE_A_VERB.fullmatch(asked) else reversed(cuts):
        rest = " ".join([asked, *tokens[cut:]]).strip()
        verb = VERB.match(rest)
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
    if claim.quantifier:
        found = senses.quantified(claim.thing.bearers[0], claim.quantifier, predicate)
    else:
        found = senses.of(claim.thing, predicate)
    if claim.negated:
        found = replace(found, verdict=_TURNED[found.verdict], strict=None)
    return as_mapped(found, claim.thing, predicate)
