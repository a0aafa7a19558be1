"""Open questions in plain words, such as "who made Claude?" and "which LLMs are open source?".

A question is read as what answers it: the facts of a thing, a prepared question about it, a list,
two things side by side, the meaning of a name, advice for a purpose, or a claim. Names and
predicates in it are read as in claims. `open_questions.tsv` has what is asked of a thing: a pattern
of words, in which {x} stands for the name, the properties that answer it, the cells of a system's
card that do, and the prepared question that does, with its parameter. "of size" stands for "what
is the size of {x}", "size of {x}" and "{x} size".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from shlex import quote
from typing import NamedTuple

from aitaxonomy.advice.report import Advice
from aitaxonomy.answers.claims import decide, read_claim
from aitaxonomy.answers.listing import MADE, Found, ListReader
from aitaxonomy.answers.senses import Senses
from aitaxonomy.errors import ClaimFault, UnknownQuestion, UnknownTerm
from aitaxonomy.graph.comparison import compare
from aitaxonomy.graph.neighbours import Relatives
from aitaxonomy.graph.predicates import reworded
from aitaxonomy.graph.questions import Answer
from aitaxonomy.inference.content import Content
from aitaxonomy.rdf.namespaces import AIT
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN
from aitaxonomy.spreadsheets import read_table
from aitaxonomy.text import clipped, natural

_X = "(?:an? |the )?(.+?)"
_PRICES = {AIT + "inputPrice", AIT + "outputPrice"}
_POWERED = AIT + "poweredBy"
_PROPERTY = re.compile(rf"what (?:is|are|was|were) the (.+?) of {_X}", re.IGNORECASE)
_COMPARED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:what (?:is|are) )?(?:the )?differences? between {_X} and {_X}",
        rf"compare {_X} (?:and|with|to|vs\.?|versus) {_X}",
        rf"how (?:does|do|is|are) {_X} (?:differ|different|compare|compared) (?:from|to|with) {_X}",
        rf"(?:(?:which|what|who) (?:is|has|was|does) (?:better|best|bigger|larger|smaller|newer"
        r"|older|cheaper|faster|more \w+|(?:a |the )?(?:longer|larger) context(?: window)?)[,:]? )?"
        rf"{_X} "
        rf"(?:vs\.?|versus|or) {_X}",
    )
)
#: What is asked in other words than those that are read, with the words that are.
_ASKED_OTHERWISE = (
    (r"why (.+)", r"\1"),
    (r"(.+) or not", r"\1"),
    (r"when (.+?) (was|were|is) (.+)", r"when \2 \1 \3"),
    (r"(?:the )?top (?:\d+|three|five|ten) (.+)", r"\1"),
    (r"(?:what|which models) (?:did|has|have) (.+?) (?:release|launch|publish|ma[dk]e|buil[dt]"
     r"|develop)(?:e?d)? (.+)", r"AI made by \1 and released \2"),
    (r"(?:did|has|have) (.+?) (?:release|launch|publish)(?:e?d)? (?:anything|something"
     r"|(?:any |new )*models?) (.+)", r"AI made by \1 and released \2"),
    (r"(?:is|are) (.+?) (?:better|worse|smarter|stronger|more \w+) than (.+)",
     r"compare \1 and \2"),
    (r"(?:is|are) (.+?) the same(?: thing)? as (.+)", r"compare \1 and \2"),
    (r"(?:what|which) (?:is|are|was) the (?:newest|latest|most recent|current) "
     r"(?:versions?|models?|releases?|generations?) (?:of|in|by|from) (.+)", r"newest \1"),
)  # fmt: skip
#: What asks for advice.
_ADVISED = re.compile(
    r".*\bbest\b.*|.*\b(?:alternatives?|competitors?) (?:to|for|of) .+|.*\b\d+ ?gb\b.*"
    r"|(?:which|what) (?:.+ )?(?:is|are) (?:good|great|suitable|suited|recommended|useful) .+"
    r"|(?:which|what) (?:.+ )?(?:should|shall) (?:i|we|you|one) (?:use|take|choose|pick|buy)\b.*"
    r"|i (?:need|want|would like|am looking for)\b.*"
    r"|how (?:do|can|could|should) (?:i|we|you|one) (?!use|get|access|try|run)\w+ .+"
    r"|(?:which|what) (?:ai|model|llm|system|tool|chatbot|ai (?:model|system|tool)) for .+",
    re.IGNORECASE,
)
_MEANT = re.compile(
    rf"(?:(?:what|who) (?:is|are|was|were)|tell me about|explain|define|describe|info(?:rmation)? "
    rf"(?:on|about)) (?:the )?(?:(?:definition|meaning) of )?{_X}"
    rf"|what (?:kind|type|sort) of (?:ai |\w+ )?(?:model|system|thing|ai|tool) (?:is|was|are) {_X}"
    rf"|what does {_X} (?:mean|stand for)|how (?:does|do) {_X} work",
    re.IGNORECASE,
)
_IS_CLAIM = re.compile(r"(?:is|are|was|were|does|do|did|can|has|have)\b", re.IGNORECASE)
#: How people begin.
_POLITE = re.compile(
    r"(?:(?:hi|hey|hello|please)[ ,]+)*(?:(?:can|could|would) you (?:please )?)?"
    r"(?:(?:tell|show) me (?!about)|do you know |i(?: would|'d)? (?:like|want) to know )?",
    re.IGNORECASE,
)
_SHORT = re.compile(r"\b(what|who|where|when|how)['’]s\b", re.IGNORECASE)


class Asked(NamedTuple):
    """A question about a thing.

    Attributes:
        words: how it is asked; the group `x` is the name of the thing.
        properties: the IRIs of the properties that answer it.
        card: the cells of a system's card that answer it, if any do.
        prepared: the name of the prepared question that answers it, and that of its parameter.
        short: whether it is a name with a noun, so that the name has to be spelled as known.

    """

    words: re.Pattern[str]
    properties: tuple[str, ...]
    card: tuple[str, ...]
    prepared: tuple[str, ...]
    short: bool = False


@cache
def of_a_thing() -> list[Asked]:
    """Return what is asked of a thing.

    >>> of_a_thing()[0].words.fullmatch("who made Claude")["x"], of_a_thing()[0].card
    ('Claude', ('Maker',))
    """
    found = []
    for row in read_table(Path(__file__).with_suffix(".tsv")):
        words, name = row["words"].replace("{made}", MADE), "(an? |the )?(?P<x>.+?)"
        properties = tuple(AIT + name for name in row["properties"].split())
        card = tuple(filter(None, row["card"].split(", ")))
        prepared = tuple(row["prepared"].split())
        asked = [words.replace("{x}", name)]
        if noun := words.removeprefix("of ") * words.startswith("of "):
            of = f"(of|for|to) {name}"
            asked = [f"((what|which|where|who) (is|are|was|were) )?(the )?({noun}) {of}"]
            asked.append(f"{name}(['’]s?)? ({noun})")
        found += [
            Asked(re.compile(each, re.IGNORECASE), properties, card, prepared, each != asked[0])
            for each in asked
        ]
    return found


class OpenQuestions:
    """Answers open questions over some content.

    Args:
        content: what is asked.
        relatives: gives the terms of IRIs, and properties by name.
        ask: answers a prepared question, by its name.
        advise: gives advice for a purpose in words.

    """

    def __init__(
        self,
        content: Content,
        relatives: Relatives,
        ask: Callable[..., Answer],
        advise: Callable[[str], Advice],
    ) -> None:
        self._content, self._relatives, self._term = content, relatives, relatives.term
        self._ask, self._advise = ask, advise
        self._senses = Senses(content)
        self._listing = ListReader(content, relatives, self._senses)

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
        said = _POLITE.sub("", said, count=1) or said
        said = reworded(said, _ASKED_OTHERWISE) or said
        unread: UnknownTerm | None = None
        for read in (
            self._advised, self._prepared, self._facts, self._named, self._meant, self._compared,
            self._listing.kinds, self._listing.makers, self._listing.fitting, self._alone,
            self._claimed, self._for_a_purpose,
        ):  # fmt: skip
            try:
                found = read(said)
                if isinstance(found, Answer):
                    return found
                if found:
                    title, columns, rows = found
                    return Answer.in_words(text, title, columns, rows, links=self._content.links)
            except UnknownTerm as error:  # of a claim it says most
                unread = error if read == self._claimed else unread or error
        raise unread or UnknownQuestion(
            f"{clipped(text)!r} is not understood: ask what holds of one thing, which systems fit, "
            "or how two compare; `ask` alone lists the prepared questions"
        )

    def _claimed(self, said: str) -> Answer | None:
        """Answer a question such as "is Midjourney open source?"."""
        try:
            verdict = decide(self._content, read_claim(self._content, said))
        except ClaimFault:
            return None
        truth = {ENTAILED: True, REFUTED: False, UNKNOWN: None}[verdict.verdict]
        proof = str(verdict.proof or "").splitlines()
        reasons = [verdict.first_line, verdict.note, *map(str, verdict.grounds), *proof]
        if missing := "; ".join(map(str, verdict.missing)):
            reasons.append(f"What would decide: {missing}")
        rows = ((each.strip(),) for each in reasons if each)
        title, links = f"the claim {said!r}", self._content.links
        told = Answer.in_words(said, title, ("reason",), rows, links=links, query="ASK {}")
        return replace(told, answer=truth)

    # --- for a purpose

    def _for_a_purpose(self, said: str) -> Found | None:
        """Advise where no other reading fits, and all words are understood so."""
        if not _IS_CLAIM.match(said):
            with suppress(UnknownTerm):
                asked = self._advise(said).meaning
                if asked and asked.name and not asked.not_understood:
                    return self._advice(said)
        return None

    def _advised(self, said: str) -> Found | None:
        """Answer a question such as "what is the best model for translation?"."""
        return self._advice(said) if _ADVISED.fullmatch(said) else None

    def _advice(self, said: str) -> Found:
        advice = self._advise(said)
        asked = advice.meaning
        read_as = {each.option for each in asked.read_as} if asked else set()
        if not asked or not (asked.name or read_as & {"instead_of", "max_memory"}):
            raise UnknownQuestion(
                f"which is best depends on the purpose: name one, as in {f'{said} for coding'!r}; "
                f"`recommend {quote(said)}` lists what fits the rest"
            )
        lost = f"; not understood: {natural(asked.not_understood)}" if asked.not_understood else ""
        read = natural([f"“{each.words}”" for each in asked.read_as])
        title = f"advice for {asked.name or read}{lost}; `recommend` says more"
        rows = [
            (each.iri, each.name, "; ".join(x.text for x in each.reasons),
             "; ".join(each.open_questions))
            for each in advice.shown()
        ]  # fmt: skip
        return title, ("system", "label", "reasons", "open questions"), rows

    # --- one thing

    def _prepared(self, said: str) -> Answer | None:
        """Answer a question about a thing that a file in `queries/` asks."""
        for asked in of_a_thing():
            if asked.prepared and (match := asked.words.fullmatch(said)):
                name, parameter = asked.prepared
                return self._ask(name, **{parameter: self._term(self._exactly(match["x"])[0])})
        return None

    def _facts(self, said: str) -> Found | None:
        for asked in of_a_thing():
            if asked.properties and (match := asked.words.fullmatch(said)):
                if asked.short:
                    self._exactly(match["x"])
                return self._of(match["x"], asked.properties)
        return None

    def _named(self, said: str) -> Found | None:
        """Answer a question such as "what is the context window of Claude Opus 4.5?"."""
        match = _PROPERTY.fullmatch(said)
        if not match:
            return None
        try:
            return self._of(match[2], (self._relatives.property(match[1]),))
        except UnknownTerm:
            self._exactly(match[2])
            raise UnknownTerm(
                f"{match[1]!r} is not a property here: `show {quote(match[2])}` tells what is known"
            ) from None

    def _of(self, name: str, properties: tuple[str, ...]) -> Found | None:
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
        if not rows and all(map(senses.is_organization, bearers)):
            return None  # "what does Cohere make": its systems are meant
        priced = " in US dollars for a million tokens" if _PRICES & {*properties} else ""
        about = "; ".join(map(label, properties)) + priced
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

    def _meant(self, said: str) -> Found | None:
        match = _MEANT.fullmatch(said)
        if not match:
            return None
        name = next(filter(None, match.groups()))
        terms = [self._term(iri) for iri in self._exactly(name)]
        rows = [(t.iri, t.definition, natural([x.label for x in t.parents])) for t in terms]
        labels = natural([t.label for t in terms])
        return f"what {labels} means", ("term", "definition", "kind"), rows

    def _alone(self, said: str) -> Found | None:
        """Answer a name by itself with its meaning."""
        with suppress(UnknownTerm):
            return self._meant(f"what is {said}")
        return None

    def _exactly(self, name: str) -> tuple[str, ...]:
        """Return what bears a name; raises `UnknownTerm` for what only comes close to one."""
        found = self._senses.thing(name)
        if found.read_as:
            raise UnknownTerm(f"nothing is called {name!r}; {found.read_as}")
        return found.bearers

    # --- two things

    def _compared(self, said: str) -> Found | None:
        match = next(filter(None, (each.fullmatch(said) for each in _COMPARED)), None)
        if not match:
            return None
        a, b = (self._term(self._exactly(name)[0]) for name in match.groups())
        found = compare(self._content.store.select, self._content.names.label, a, b)
        columns = ("aspect", a.label, b.label, "source")
        return f"{a.label} beside {b.label}", columns, [*found.aspects, *found.use_cases]
