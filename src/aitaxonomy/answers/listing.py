"""Lists that are asked for in plain words: systems, their makers, kinds, and other things.

"Which LLMs are open source?", "which companies make robots", "what types of AI are there", "list
the risks". Nouns, and what is said of them, are read as predicates of claims are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace

from aitaxonomy.advice.find import ORDERS, row_of
from aitaxonomy.answers.claims import VERB
from aitaxonomy.answers.everyday import MODEL
from aitaxonomy.answers.senses import Senses
from aitaxonomy.clock import today
from aitaxonomy.errors import UnknownTerm
from aitaxonomy.graph.neighbours import Relatives
from aitaxonomy.graph.predicates import Between, Saying, reworded
from aitaxonomy.graph.systems import System, SystemFacts, full
from aitaxonomy.graph.term import Term
from aitaxonomy.inference.content import Content
from aitaxonomy.owl import axioms as ax
from aitaxonomy.rdf.namespaces import expand
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED
from aitaxonomy.text import natural

#: How a question was read, the columns of its answer, and the rows.
Found = tuple[str, tuple[str, ...], Iterable[tuple[str, ...]]]

#: What somebody does who makes a thing.
MADE = "made|makes?|built|builds?|developed|develops?|created|trained|released?|published"
_ASKED = (
    r"(?:which|what|how many|(?:the )?number of|list|show(?: me)?|name|give me|find(?: me)?|"
    r"(?:are|is) there)(?: of)?"
    r"(?: (?:all|any|some|the|is|are|an?|\d+|two|three|five|ten|different|various|main))*"
    r"(?: (?:are|is) there)?"
)
_LISTED = re.compile(rf"(?:{_ASKED} )?(.+?)(?: (?:(?:are|is) there|exist))?", re.IGNORECASE)
_KINDS = re.compile(
    rf"(?:{_ASKED} )?(?:kinds?|types?|sorts?|subclasses|categories|forms) of (.+?)"
    r"(?: (?:(?:are|is) there|exist))?",
    re.IGNORECASE,
)
_EXAMPLES = re.compile(
    r"(?:(?:what|which) (?:is|are) |give me |name |list |show me )?(?:an? |some |the |\d+ )*"
    r"examples? (?:of|for) (.+)",
    re.IGNORECASE,
)
_MAKERS = re.compile(
    r"(?:(?:(?:which|what|list|name)(?: (?:are|all|the))* )?(?:(\w+) )?"
    r"(?:compan(?:y|ies)|organi[sz]ations?|firms?|labs?|start-?ups?|vendors?|makers?|developers?|"
    r"providers?)(?: (?:that|which|who))?"
    rf"|who) (?:has |have )?(?:{MADE}|offers?|sells?|has|have) (.+)",
    re.IGNORECASE,
)
#: What has none of these, and no word of a question before it, is the description of a system.
_CLAIMED = re.compile(
    r"(?!what|which|how many|(?:the )?number of|list|show|name|give|find|(?:are|is) there|"
    r".*\b(?:that|which|who)\b)"
    r"(?:.+ )?(?:is|are|was|were|can|does|do|did|has|have|will)\b.*",
    re.IGNORECASE,
)
#: What is asked of systems in another order, with the predicate that is meant.
_TURNED_ROUND = (
    (rf"(.+?) (?:has|have|did) (.+?) (?:{MADE}) ((?:in|on|before|after|since) .+)",
     r"\1 made by \2 and released \3"),
    (rf"(.+?) (?:has|have|did|does|do|was|were) (.+?) (?:{MADE}|have|offer|provide|sell)",
     r"\1 made by \2"),
    (r"(.+?) (?:do|can|could|should) (?:i|we|you|one) use (?:to|for) (.+)", r"\1 used for \2"),
    (r"(.+?) (?:can|could|should) (?:i|we|you|one) (?:use|run) (.+)", r"\1 runs \2"),
    (r"(.+?) (?:can|could|should) (?:i|we|you|one) (?:download|host|self-host|train|fine-?tune)",
     r"\1 that are downloadable"),
    (r"(?:compan(?:y|ies)|firms?|labs?|start-?ups?) (.+)", r"organizations \1"),
    (rf"(?:does|did|do|has|have) (.+?) (?:{MADE}|offer|sell|do)", r"AI made by \1"),
    (r"(?:fine-?tunes|derivatives|versions) of (.+)", r"AI derived from \1"),
    (r"(models|systems|products|tools|apps|llms) of (.+)", r"\1 made by \2"),
    (r"(.+?) (?:are|is) there (.+)", r"\1 \2"),
)  # fmt: skip
#: What decides which comes first, with the order of `find`; of these ten are listed.
_FIRST = tuple(
    (re.compile(pattern, re.IGNORECASE), order)
    for pattern, order in (
        (r"\b(?:newest|latest|most recent|current)\b\s*", "newest"),
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
#: What asks for a number, and so counts models alone where models are of the kind.
_COUNTED = re.compile(r"how many|(?:the )?number of", re.IGNORECASE)
_SYSTEM = ("system", "label", "developers", "released", "parameters", "context", "licences")
_TERM = ("term", "label", "definition")
_RELATIVE = re.compile(r"(?:(?:that|which|who|and|is|are|was|were)\s+)+", re.IGNORECASE)
#: "By Chinese companies" says what "Chinese" says.
_COMPANIES = re.compile(
    r"\b(?:by|from|of) (\w+) (?:compan(?:y|ies)|firms?|labs?|start-?ups?|makers|developers)\b",
    re.IGNORECASE,
)
#: What joins a noun and what is said of it, beside a verb: "LLMs with vision".
_JOINING = re.compile(r"(?:with|having|for|to)\s+", re.IGNORECASE)


class ListReader:
    """Lists what fits a noun and what is said of it.

    Args:
        content: what is asked.
        relatives: gives the terms of IRIs, with their neighbours.
        senses: reads words, and decides.

    """

    def __init__(self, content: Content, relatives: Relatives, senses: Senses) -> None:
        self._content, self._relatives, self._senses = content, relatives, senses

    def kinds(self, said: str) -> Found | None:
        """Answer a question such as "what types of generative AI are there?"."""
        if not (match := _KINDS.fullmatch(said)):
            return None
        bearer = self._senses.thing(match[1], a_kind=True).bearers[0]
        term = self._relatives.term(bearer)
        found = term.children or self._relatives.narrower(term)
        return f"the kinds of {term.label}", _TERM, _rows(found)

    def makers(self, said: str) -> Found | None:
        """Answer a question such as "which companies make LLMs?"."""
        if not (match := _MAKERS.fullmatch(said)):
            return None
        sayings = self._sayings(match[2])
        ground, label = self._content.systems, self._content.names.label
        fit, _ = self._sifted(ground.systems, sayings)
        made = Counter(full(x) for iri in fit for x in ground.systems[iri].get("developedBy"))
        such = [self._senses.predicate(match[1])] if match[1] else []  # "Chinese companies"
        order = sorted(
            self._sifted(made, such)[0], key=lambda iri: (-made[iri], label(iri).casefold())
        )
        rows = [(iri, label(iri), f"{made[iri]}") for iri in order]
        return f"who makes {_words([*sayings, *such])}", ("organization", "label", "systems"), rows

    def fitting(self, said: str) -> Found | None:
        """Answer a question such as "which Chinese models were released after 2025?"."""
        match = _LISTED.fullmatch(said)
        if not match or _CLAIMED.fullmatch(said):
            return None
        noun, order, everyday = match[1], "newest", self._senses.everyday
        for pattern, name in _FIRST:
            if pattern.search(noun):
                noun, order = pattern.sub("", noun, count=1).strip(), name
        examples = _EXAMPLES.fullmatch(said)
        of_all = noun == match[1] and not examples
        if examples:
            noun = examples[1]
        noun = _COMPANIES.sub(r"\1", noun)
        sayings = self._sayings(reworded(noun, _TURNED_ROUND) or noun)
        kind = sayings[0].kind
        if self._content.lexicon.is_sort(kind):
            return self._others(sayings[0], sayings[1:])
        ground = self._content.systems
        fit, left = self._sifted(ground.systems, sayings)
        if (not of_all or _COUNTED.match(said)) and kind and MODEL in everyday.above(kind):
            # "The first LLM" is a model, not an assistant that had another engine then.
            fit, left = ({x for x in xs if everyday.level(x) == MODEL} for xs in (fit, left))
        found = sorted((ground.systems[iri] for iri in sorted(fit)), key=ORDERS[order])
        if not of_all and order != "oldest":
            found = [each for each in found if not each.retired(today())] or found
        if examples:
            found.sort(key=lambda each: each.iri not in everyday.exemplars)
        rows = _of_systems(ground, found if of_all else found[:_TEN], priced=order == "cheapest")
        first = "the best known" if examples else order
        title = f"systems, each of them {_words(sayings)} ({first} first); {len(fit)} fit"
        return f"{title}, {len(left - fit)} may", *rows

    def _others(self, sort: Saying, sayings: list[Saying]) -> Found:
        """List what is not a system: modalities, risks, organizations from France."""
        terms = self._relatives(sort.kind, "instances")
        fit, left = self._sifted((each.iri for each in terms), sayings)
        title = f"things, each of them {_words([sort, *sayings])}; {len(fit)} fit"
        return f"{title}, {len(left - fit)} may", _TERM, _rows(t for t in terms if t.iri in fit)

    def _sifted(self, things: Iterable[str], sayings: list[Saying]) -> tuple[set[str], set[str]]:
        """Return those of which all is known to hold, and those of which it may, by IRI."""
        left = set(things)
        fit = set(left)
        for of in sayings:  # each asks only those that the ones before have left
            truths = {iri: self._senses.finding(iri, of).truth for iri in left}
            left = {iri for iri, truth in truths.items() if truth is not REFUTED}
            fit &= {iri for iri, truth in truths.items() if truth is ENTAILED}
        return fit, left

    def _sayings(self, said: str) -> list[Saying]:
        """Read a noun, and what is said of it, as predicates: the longest noun first."""
        tokens = said.split()
        faults = dict[bool, UnknownTerm]()
        for cut in range(len(tokens), 0, -1):
            noun = None
            try:
                noun = self._senses.predicate(" ".join(tokens[:cut]))
                if not noun.read_as:
                    return [noun, *self._rest(" ".join(tokens[cut:]))]
            except UnknownTerm as error:
                faults.setdefault(noun is not None, error)
        raise faults.get(True) or faults.get(False) or UnknownTerm(said)

    def _rest(self, said: str) -> list[Saying]:
        """Read what is said of a noun: "that are not transformers and speak Polish"."""
        rest = _RELATIVE.sub("", said, count=1)
        if not rest:
            return []
        verb = VERB.match(rest)
        assert verb
        if not verb["not"]:
            with suppress(UnknownTerm):
                return [self._senses.predicate(rest)]
        bare = _JOINING.sub("", rest[verb.end() :], count=1)
        first, *others = self._sayings(bare)
        if verb["not"]:
            if isinstance(first.of, Between):
                raise UnknownTerm(f"{said!r} is not understood here: days are not denied")
            first = replace(first, of=ax.Not(first.of), also=(), words=f"not {first.words}")
        return [first, *others]


def _of_systems(
    ground: SystemFacts, found: Sequence[System], *, priced: bool
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return the columns and rows of a list; when a system was retired stands in the last ones."""
    told = [row_of(ground, each, ()) for each in found]
    rows = [
        (expand(each.iri) or each.iri, each.name, natural(each.developers), each.released,
         natural([f"{n:,}" for n in each.parameters]), f"{each.context or ''}",
         natural(each.licences))
        for each in told
    ]  # fmt: skip
    more = {"retired": [min(each.retired(today()), default="") for each in found]}
    if priced:
        prices = ["" if each.price is None else f"{each.price:g}" for each in told]
        more = {"US dollars for a million tokens read": prices, **more}
    shown = {name: cells for name, cells in more.items() if any(cells)}
    return (*_SYSTEM, *shown), [
        (*row, *cells) for row, *cells in zip(rows, *shown.values(), strict=True)
    ]


def _rows(terms: Iterable[Term]) -> list[tuple[str, ...]]:
    return [(each.iri, each.label, each.definition) for each in terms]


def _words(sayings: Iterable[Saying]) -> str:
    return "; ".join(each.words for each in sayings)
