"""Open questions in plain words, such as "who made Claude?" and "which LLMs are open source?".

A question is read as what answers it: the facts of a thing, the systems of which something holds,
two things side by side, the meaning of a name, or a claim. Names and predicates in it are read as
in claims. `open_questions.tsv` has what is asked of a thing: a pattern of words, in which {x}
stands for the name, the properties that answer it, and the cells of a system's card that do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from shlex import quote
from typing import NamedTuple

from aitaxonomy.advice.find import ORDERS, row_of
from aitaxonomy.answers.claims import VERB, decide, read_claim
from aitaxonomy.answers.senses import Senses
from aitaxonomy.errors import ClaimFault, UnknownQuestion, UnknownTerm
from aitaxonomy.graph.comparison import compare
from aitaxonomy.graph.neighbours import Relatives
from aitaxonomy.graph.predicates import Saying, reworded
from aitaxonomy.graph.questions import Answer
from aitaxonomy.inference.content import Content
from aitaxonomy.rdf.namespaces import AIT, expand
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN
from aitaxonomy.spreadsheets import read_table
from aitaxonomy.text import clipped, natural

_X = "(?:an? |the )?(.+?)"
_MADE = "made|makes?|built|builds?|developed|develops?|created|trained|released?|published"
_POWERED = AIT + "poweredBy"
_PROPERTY = re.compile(rf"what (?:is|are|was|were) the (.+?) of {_X}", re.IGNORECASE)
_COMPARED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:what (?:is|are) )?(?:the )?differences? between {_X} and {_X}",
        rf"compare {_X} (?:and|with|to|vs\.?|versus) {_X}",
        rf"how (?:does|do|is|are) {_X} (?:differ|different|compare|compared) (?:from|to|with) {_X}",
        rf"(?:(?:which|what|who) is (?:better|best|bigger|newer|cheaper)[,:]? )?{_X} "
        rf"(?:vs\.?|versus|or) {_X}",
    )
)
_LISTED = re.compile(
    r"(?:(?:which|what|list|show(?: me)?|name|give me|find(?: me)?|(?:are|is) there)(?: of)?"
    r"(?: (?:all|any|some|the|is|are|kinds? of|an?|\d+|two|three|five|ten))*"
    r"(?: (?:are|is) there)? )?"
    r"(.+?)(?: (?:are|is) there)?",
    re.IGNORECASE,
)
#: What has none of these, and no word of a question before it, is the description of a system.
_CLAIMED = re.compile(
    r"(?!what|which|list|show|name|give|find|(?:are|is) there)"
    r"(?:.+ )?(?:is|are|was|were|can|does|do|did|has|have|will)\b.*",
    re.IGNORECASE,
)
#: What is asked of systems in another order, with the predicate that is meant.
_TURNED_ROUND = (
    (rf"(.+?) (?:has|have|did) (.+?) (?:{_MADE}) ((?:in|on|before|after|since) .+)",
     r"\1 made by \2 and released \3"),
    (rf"(.+?) (?:has|have|did|does|do|was|were) (.+?) (?:{_MADE}|have|offer|provide|sell)",
     r"\1 made by \2"),
    (r"(.+?) (?:do|can|could|should) (?:i|we|you|one) use (?:to|for) (.+)", r"\1 used for \2"),
    (r"(.+?) (?:can|could|should) (?:i|we|you|one) (?:use|run) (.+)", r"\1 runs \2"),
)  # fmt: skip
#: What decides which comes first, with the order of `find`; of these ten are listed.
_FIRST = tuple(
    (re.compile(pattern, re.IGNORECASE), order)
    for pattern, order in (
        (r"\b(?:newest|latest|most recent)\b\s*", "newest"),
        (r"\b(?:oldest|earliest|first)\b\s*", "oldest"),
        (
            r"\b(?:has|have|with) the (?:longest|largest|biggest) context(?: window)?",
            "longest-context",
        ),
        (r"\b(?:has|have|with) the most parameters\b|\b(?:largest|biggest)\b\s*", "largest"),
        (r"\bsmallest\b\s*", "smallest"),
        (r"\b(?:cheapest|least expensive)\b\s*", "cheapest"),
    )
)
_TEN = 10
_COLUMNS = ("system", "label", "developers", "released", "parameters", "context", "licences")
_BEST = re.compile(r"\bbest\b", re.IGNORECASE)
_MEANT = re.compile(
    rf"(?:(?:what|who) (?:is|are|was|were)|tell me about|explain|define|describe) {_X}"
    rf"|what does {_X} mean",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"(?:(?:that|which|who|and|is|are|was|were)\s+)+", re.IGNORECASE)
_SHORT = re.compile(r"\b(what|who|where|when|how)['’]s\b", re.IGNORECASE)


class Asked(NamedTuple):
    """A question about a thing.

    Attributes:
        words: how it is asked; the group `x` is the name of the thing.
        properties: the IRIs of the properties that answer it.
        card: the cells of a system's card that answer it, if any do.

    """

    words: re.Pattern[str]
    properties: tuple[str, ...]
    card: tuple[str, ...]


@cache
def of_a_thing() -> list[Asked]:
    """Return what is asked of a thing.

    >>> of_a_thing()[0].words.fullmatch("who made Claude")["x"], of_a_thing()[0].card
    ('Claude', ('Maker',))
    """
    found = []
    for row in read_table(Path(__file__).with_suffix(".tsv")):
        words = row["words"].replace("{made}", _MADE).replace("{x}", "(an? |the )?(?P<x>.+?)")
        properties = tuple(AIT + name for name in row["properties"].split())
        card = tuple(filter(None, row["card"].split(", ")))
        found.append(Asked(re.compile(words, re.IGNORECASE), properties, card))
    return found


class OpenQuestions:
    """Answers open questions over some content.

    Args:
        content: what is asked.
        relatives: gives the terms of IRIs, and properties by name.

    """

    def __init__(self, content: Content, relatives: Relatives) -> None:
        self._content, self._relatives, self._term = content, relatives, relatives.term
        self._senses = Senses(content)

    def answer(self, text: str) -> Answer:
        """Answer a question in plain words; its title says how it was read.

        >>> from aitaxonomy import Taxonomy
        >>> ai = Taxonomy()
        >>> ai.ask("Who made Claude?").to_dicts()[0]["value"]
        'Anthropic'

        Raises:
            UnknownQuestion: it is not understood.
            UnknownTerm: nothing has a name in it.

        """
        said = _SHORT.sub(r"\1 is", " ".join(text.split())).rstrip(" .!?")
        if _BEST.search(said):
            raise UnknownQuestion(
                f"which is best depends on the purpose: `recommend {quote(said)}` advises, with "
                "reasons"
            )
        unread: UnknownTerm | None = None
        for read in (self._facts, self._named, self._meant, self._compared, self._listed):
            try:
                if found := read(said):
                    title, columns, rows = found
                    return Answer.in_words(text, title, columns, rows, links=self._content.links)
            except UnknownTerm as error:
                unread = unread or error
        try:
            verdict = decide(self._content, read_claim(self._content, said))
        except ClaimFault:
            raise unread or UnknownQuestion(
                f"{clipped(text)!r} is not understood: ask what holds of one thing, which systems "
                "fit, or how two compare; `ask` alone lists the prepared questions"
            ) from None
        truth = {ENTAILED: True, REFUTED: False, UNKNOWN: None}[verdict.verdict]
        proof = str(verdict.proof or "").splitlines()
        reasons = (verdict.first_line, verdict.note, *map(str, verdict.grounds), *proof)
        rows = ((each.strip(),) for each in reasons if each)
        title = f"the claim {said!r}"
        links = self._content.links
        told = Answer.in_words(text, title, ("reason",), rows, links=links, query="ASK {}")
        return replace(told, answer=truth)

    # --- one thing

    def _facts(self, said: str) -> _Found | None:
        for asked in of_a_thing():
            if match := asked.words.fullmatch(said):
                return self._of(match["x"], asked.properties)
        return None

    def _named(self, said: str) -> _Found | None:
        """Answer a question such as "what is the context window of Claude Opus 4.5?"."""
        match = _PROPERTY.fullmatch(said)
        if not match:
            return None
        return self._of(match[2], (self._relatives.property(match[1]),))

    def _of(self, name: str, properties: tuple[str, ...]) -> _Found:
        """Return what is known of a thing, or of the members of a family, in some properties."""
        senses, label = self._senses, self._content.names.label
        bearers = [iri for iri in senses.thing(name).bearers if not senses.is_class(iri)]
        if not bearers:
            raise UnknownTerm(f"{name} is a kind, of which this is not known: name a system")
        rows = [row for iri in bearers for row in self._values(iri, properties)]
        if not rows:
            members = (x for iri in bearers if senses.is_family(iri)
                       for x in senses.everyday.members(iri))  # fmt: skip
            rows = [row for iri in members for row in self._values(iri, properties)]
        about = "; ".join(map(label, properties))
        columns = ("thing", "property", "value", "source")
        return f"facts about {natural([label(x) for x in bearers])} ({about})", columns, rows

    def _values(self, iri: str, properties: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        told, engines = set(), self._senses.everyday.engines(iri)
        for fact in self._term(iri).facts:
            former = fact.property_iri == _POWERED and engines and fact.value_iri not in engines
            said = fact.property, fact.value
            if fact.property_iri in properties and not former and said not in told:
                told.add(said)
                yield iri, *said, fact.source

    def _meant(self, said: str) -> _Found | None:
        match = _MEANT.fullmatch(said)
        if not match:
            return None
        name = next(filter(None, match.groups()))
        terms = [self._term(iri) for iri in self._exactly(name)]
        rows = [(t.iri, t.definition, natural([x.label for x in t.parents])) for t in terms]
        labels = natural([t.label for t in terms])
        return f"what {labels} means", ("term", "definition", "kind"), rows

    def _exactly(self, name: str) -> tuple[str, ...]:
        """Return what bears a name; raises `UnknownTerm` for what only comes close to one."""
        found = self._senses.thing(name)
        if found.read_as:
            raise UnknownTerm(f"nothing is called {name!r}; {found.read_as}")
        return found.bearers

    # --- two things

    def _compared(self, said: str) -> _Found | None:
        match = next(filter(None, (each.fullmatch(said) for each in _COMPARED)), None)
        if not match:
            return None
        a, b = (self._term(self._exactly(name)[0]) for name in match.groups())
        found = compare(self._content.store.select, self._content.names.label, a, b)
        columns = ("aspect", a.label, b.label, "source")
        return f"{a.label} beside {b.label}", columns, [*found.aspects, *found.use_cases]

    # --- which systems

    def _listed(self, said: str) -> _Found | None:
        match = _LISTED.fullmatch(said)
        if not match or _CLAIMED.fullmatch(said):
            return None
        noun, order = match[1], "newest"
        for pattern, name in _FIRST:
            if pattern.search(noun):
                noun, order = pattern.sub("", noun, count=1).strip(), name
        sayings = self._sayings(reworded(noun, _TURNED_ROUND) or noun)
        ground = self._content.systems
        left, fit = set(ground.systems), set(ground.systems)
        for of in sayings:  # each asks only those that the ones before have left
            truths = {iri: self._senses.finding(iri, of).truth for iri in left}
            left = {iri for iri, truth in truths.items() if truth is not REFUTED}
            fit &= {iri for iri, truth in truths.items() if truth is ENTAILED}
        found = sorted((ground.systems[iri] for iri in sorted(fit)), key=ORDERS[order])
        shown = found if noun == match[1] else found[:_TEN]
        rows = [
            (expand(each.iri) or each.iri, each.name, natural(each.developers), each.released,
             natural([f"{n:,}" for n in each.parameters]), f"{each.context or ''}",
             natural(each.licences))
            for each in (row_of(ground, system, ()) for system in shown)
        ]  # fmt: skip
        words = "; ".join(each.words for each in sayings)
        title = (
            f"systems, each of them {words} ({order} first); {len(fit)} fit, {len(left - fit)} may"
        )
        return title, _COLUMNS, rows

    def _sayings(self, said: str) -> list[Saying]:
        """Read a noun, and what is said of it, as predicates: the longest noun first."""
        tokens = said.split()
        fault: UnknownTerm | None = None
        for cut in range(len(tokens), 0, -1):
            rest = _RELATIVE.sub("", " ".join(tokens[cut:]), count=1)
            try:
                noun = self._senses.predicate(" ".join(tokens[:cut]))
                if noun.read_as:
                    continue
                if not rest:
                    return [noun]
                verb = VERB.match(rest)
                if not verb or verb["not"]:
                    continue
                with suppress(UnknownTerm):
                    return [noun, self._senses.predicate(rest)]
                return [noun, *self._sayings(rest[verb.end() :])]
            except UnknownTerm as error:
                fault = fault or error
        raise fault or UnknownTerm(said)


#: How a question was read, the columns of its answer, and the rows.
_Found = tuple[str, tuple[str, ...], Iterable[tuple[str, ...]]]
