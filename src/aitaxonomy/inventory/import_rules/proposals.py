"""Proposals: what the words of an entry suggest that it is, by a lexicon.

`lexicon.tsv` has patterns over texts that describe uses, each with the class or the task that it
suggests and the confidence. A proposal is no conclusion: nothing follows from it until a reader
accepts it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from aitaxonomy.inventory.import_rules.entry_kinds import TOP_KINDS, EntryKinds, states_model
from aitaxonomy.inventory.import_rules.labels import generates, labelled, makes_none, suggested
from aitaxonomy.inventory.import_rules.model_names import purpose_in_name
from aitaxonomy.inventory.record import Proposal, Record
from aitaxonomy.inventory.vocabulary import ancestors
from aitaxonomy.spreadsheets import read_table

#: The characters of a text that are read.
_READ = 4000
_LETTERS = re.compile(r"[^\W\d_]{3,}")
#: A negation shortly before the words, in the same clause.
_NEGATED = re.compile(
    r"(?:\b(?:not|no|never|without|non|cannot|kein\w*|nicht|ohne|pas|aucune?|sans|sin|ningún)\b"
    r"|n['’]t\b|不|未|没有)[^.;:,]{0,24}$",
    re.IGNORECASE,
)
#: The confidence of words that name generative AI, rather than what it may do.
_NAMED = 0.9
#: The least confidence of words in a name, where nothing around them tells how they are meant.
_IN_NAME = 0.85
#: What is suggested of systems that may make content, or find or repeat what is there.
_OPEN = frozenset(("AIAgent", "ConversationalSystem", "question-answering", "summarization"))


class LexiconEntry(NamedTuple):
    """An entry of the lexicon."""

    pattern: re.Pattern[str]
    means: str
    confidence: float


@cache
def lexicon() -> tuple[LexiconEntry, ...]:
    """Return the lexicon, in the order of its file.

    >>> lexicon()[0].means
    'GenerativeAI'
    """
    return tuple(
        LexiconEntry(re.compile(row["pattern"], re.I), row["means"], float(row["confidence"]))
        for row in read_table(Path(__file__).with_name("lexicon.tsv"))
    )


def worded(record: Record) -> Record:
    """Return a record with what its labels state, and what its words suggest.

    Entries of lists of models are told by their fields. A bare name is read as a text as well.
    """
    told = record.tasks or record.outputs or record.kind
    if not (record.labels or record.description) and (told or not _may_suggest(record.name)):
        return record
    if states_model(record):
        return record
    found = evidence(record)
    makes = next((each for each in found if generates(each.means)), None)
    record = labelled(record, doubt=f"its {makes.place}, says {makes.words!r}" if makes else "")
    return record._replace(proposed=proposals(record, found))


def evidence(record: Record) -> tuple[Proposal, ...]:
    """Return what the words of a record suggest: of each class and task the surest place.

    >>> from aitaxonomy.inventory.record import Source
    >>> row = Record("Desk", Source("a.csv", "csv"), description=("Ranks and drafts replies.",))
    >>> [(found.means, found.words) for found in evidence(row)]
    [('text-generation', 'drafts replies'), ('text-ranking', 'Ranks')]
    """
    best: dict[str, Proposal] = {}
    for found in (*suggested(record), *_matches(record)):
        known = best.get(found.means)
        if known is None or found.confidence > known.confidence:
            best[found.means] = found
    return tuple(sorted(best.values(), key=lambda each: -each.confidence))


@cache
def _beginnings() -> frozenset[str]:
    """The first five letters of all words of the lexicon, written together and apart."""
    patterns = [entry.pattern.pattern for entry in lexicon()]
    for optional in (r"(?:-|\\s| )\?", r"[a-z]\?"):
        patterns += [re.sub(optional, "", pattern) for pattern in patterns]
    patterns = [re.sub(r"\\[a-z]", " ", pattern) for pattern in patterns]
    return frozenset(word[:5] for each in patterns for word in _LETTERS.findall(each.casefold()))


def _may_suggest(name: str) -> bool:
    """Return whether a name has a word that begins as one of the lexicon does.

    >>> _may_suggest("Fraud detection"), _may_suggest("Zyzzyva 7")
    (True, False)
    """
    if not name.isascii() or "gpt" in (name := name.casefold()):
        return True
    known = _beginnings()
    words = _LETTERS.findall(name)
    return any(word[:end] in known for word in words for end in (5, 4, 3))


def _matches(record: Record) -> Iterator[Proposal]:
    texts = [("name", 1, record.name)]
    texts += [("labels", i, text) for i, text in enumerate(record.labels, 1)]
    texts += [("description", i, text) for i, text in enumerate(record.description, 1)]
    encodes = purpose_in_name(record.name) in ("embedding", "reranking")
    for entry in lexicon():
        for field, index, text in texts:
            if field == "name" and (entry.confidence < _IN_NAME or encodes):
                continue
            for match in entry.pattern.finditer(text, 0, _READ):
                if not _NEGATED.search(text, max(match.start() - 40, 0), match.start()):
                    words, start = match[0], match.start() + 1
                    yield Proposal(entry.means, words, field, index, start, entry.confidence)
                    break


def proposals(record: Record, found: tuple[Proposal, ...]) -> tuple[Proposal, ...]:
    """Return the proposals that evidence supports, beside what is concluded already.

    Whatever makes any content is generative AI, unless the words only name a language model and
    say that it classifies. That something makes none is proposed where all
    its words are of classifying, predicting and the like, and none of what may also write.
    """
    concluded = {each.kind for each in record.concluded}
    settled = {kind for kind in ("GenerativeAI", "NonGenerativeAI") if _said(kind, concluded)}
    if _classifies_by_llm(found):
        found = tuple(each for each in found if each.means != "LLMTechnology")
        settled.add("GenerativeAI")
    makes = next((each for each in found if generates(each.means)), None)
    none = next((each for each in found if makes_none(each.means)), None)
    by_rules = any(each.means == "RuleBasedAI" for each in found)
    whole = []
    if by_rules and makes and makes.confidence < _NAMED:
        pass  # What rules write is composed from what people wrote.
    elif makes and not settled:
        whole.append(makes._replace(means="GenerativeAI"))
    elif none and not settled and not _OPEN.intersection(each.means for each in found):
        whole.append(none._replace(means="NonGenerativeAI"))
    rest = [
        each
        for each in found
        if each.means not in ("GenerativeAI", "NonGenerativeAI")
        and each.means not in (*record.tasks, *concluded)
        and not ("NonGenerativeAI" in settled and generates(each.means))
    ]
    return (*whole, *rest)


def fitting(proposed: tuple[Proposal, ...], kinds: EntryKinds) -> tuple[Proposal, ...]:
    """Return the proposals that neither repeat nor contradict the classes of an entry.

    >>> from aitaxonomy.inventory.import_rules.entry_kinds import kinds_of
    >>> agent = Proposal("AIAgent", "agentic", "name", 1, 1, 0.9)
    >>> fitting((agent,), kinds_of("model", (), ()))
    ()
    """
    if not proposed:
        return ()
    classes = (*kinds.stated, *(each for each, _ in kinds.concluded))
    above = ancestors(classes)
    makes, none = any(map(generates, classes)), any(map(makes_none, classes))

    def fits(each: Proposal) -> bool:
        if (makes and each.means == "NonGenerativeAI") or (none and generates(each.means)):
            return False
        tops = ancestors([each.means]).intersection(TOP_KINDS)
        return each.means not in above and (kinds.top not in TOP_KINDS or tops <= {kinds.top})

    return tuple(filter(fits, proposed))


def _classifies_by_llm(found: tuple[Proposal, ...]) -> bool:
    """Return whether a text names a language model, and beside it only a use that makes nothing."""
    made = {each.means: each for each in found if generates(each.means)}
    if set(made) != {"LLMTechnology"} or _OPEN.intersection(each.means for each in found):
        return False
    text = made["LLMTechnology"][2:4]
    return any(each[2:4] == text for each in found if makes_none(each.means))


def _said(kind: str, concluded: set[str]) -> bool:
    says = generates if kind == "GenerativeAI" else makes_none
    return any(map(says, concluded))
