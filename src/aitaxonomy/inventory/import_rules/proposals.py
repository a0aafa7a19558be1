"""Proposals: what the words of an entry suggest of it.

`lexicon.tsv` has patterns over texts that describe uses, each with the class or the task that it
suggests and the confidence. In longer English texts all words are weighed as well, which decides
whether they speak of making content. A proposal is not a conclusion: nothing follows from it until
a reader accepts it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from aitaxonomy.inventory.import_rules.entry_kinds import TOP_KINDS, EntryKinds, states_model
from aitaxonomy.inventory.import_rules.labels import (
    ANSWERED,
    generates,
    labelled,
    makes_none,
    suggested,
)
from aitaxonomy.inventory.import_rules.model_names import purpose_in_name
from aitaxonomy.inventory.import_rules.tasks import tasks
from aitaxonomy.inventory.import_rules.word_weights import weighed
from aitaxonomy.inventory.record import Proposal, Record
from aitaxonomy.inventory.vocabulary import ancestors
from aitaxonomy.spreadsheets import read_table

#: The characters of a text that are read.
_READ = 4000
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
#: The least chance of making content at which a text tells so, by what the lexicon finds of it:
#: a phrase such as "drafts replies", the name of a technology, or nothing; the greatest chance at
#: which it tells that none is made, if the lexicon finds that as well, and if not.
_PHRASE, _TECHNOLOGY, _ALONE = 0.2, 0.6, 0.93
_NONE, _NONE_ALONE = 0.2, 0.1


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

    Fields and labels decide about entries of lists of models. A bare name is read as a text, too.
    """
    told = record.tasks or record.outputs or record.kind
    if states_model(record) or (told and not (record.labels or record.description)):
        return labelled(record) if record.labels else record
    found = evidence(record)
    makes = next((each for each in found if generates(each.means)), None)
    record = labelled(record, doubt=f"it says {makes.words!r} ({makes.place})" if makes else "")
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


def _matches(record: Record) -> Iterator[Proposal]:
    labels = enumerate(record.labels, 1)
    texts = [("labels", i, text) for i, text in labels if not ANSWERED.fullmatch(text)]
    texts[:0] = _described(record)
    encodes = purpose_in_name(record.name) in ("embedding", "reranking")
    for entry in lexicon():
        for field, index, text in texts:
            if field == "name" and (entry.confidence < _IN_NAME or encodes):
                continue
            if match := words_for(entry.pattern, text):
                words, start = match[0], match.start() + 1
                yield Proposal(entry.means, words, field, index, start, entry.confidence)


def words_for(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Return the first words of a text that fit a pattern and are not denied, if there are any."""
    for match in pattern.finditer(text, 0, _READ):
        if not _NEGATED.search(text, max(match.start() - 40, 0), match.start()):
            return match
    return None


def proposals(record: Record, found: tuple[Proposal, ...]) -> tuple[Proposal, ...]:
    """Return the proposals that evidence supports, beside what is concluded already.

    Any system that makes content is generative AI, unless the words only name a language model and
    say that it classifies. In a longer English text all words are weighed. In another text those
    count that the lexicon finds: that a system makes nothing is proposed where all are of
    classifying, predicting and the like, and none of what may also write.
    """
    concluded = {each.kind for each in record.concluded}
    nothing = any(map(makes_none, concluded))
    settled = nothing or any(map(generates, concluded))
    if _classifies_by_llm(found):
        found = tuple(each for each in found if each.means != "LLMTechnology")
        settled = True
    makes, none = found_of_making(found)
    means = {each.means for each in found}
    if not settled and (by_weight := weighed(_described(record), found)):
        told = told_by_weight(found, by_weight.chance)
        nothing = told is False
        none = by_weight.place if nothing else None
        makes = None if not told else by_weight.place if by_weight.chance > 0.5 else makes
    whole: tuple[Proposal, ...] = ()
    # What rules write is composed from what people wrote.
    if makes and not settled and ("RuleBasedAI" not in means or makes.confidence >= _NAMED):
        whole = (makes._replace(means="GenerativeAI"),)
    elif none and not settled:
        whole = (none._replace(means="NonGenerativeAI"),)
    rest = [
        each
        for each in found
        if each.means not in ("GenerativeAI", "NonGenerativeAI")
        and each.means not in (*record.tasks, *concluded)
        and not (nothing and generates(each.means))
    ]
    return (*whole, *rest)


def found_of_making(found: tuple[Proposal, ...]) -> tuple[Proposal | None, Proposal | None]:
    """Return what the lexicon finds that says that content is made, and that none is."""
    makes = next((each for each in found if generates(each.means)), None)
    none = next((each for each in found if makes_none(each.means)), None)
    return makes, None if makes or _OPEN & {each.means for each in found} else none


def told_by_weight(found: tuple[Proposal, ...], chance: float) -> bool | None:
    """Return whether words that weigh so much tell that content is made, or none; None if neither.

    Args:
        found: what the lexicon finds, which takes less to confirm.
        chance: the chance that content is made.

    """
    makes, none = found_of_making(found)
    phrase = makes and any(each.means in tasks() and generates(each.means) for each in found)
    if chance >= (_PHRASE if phrase else _TECHNOLOGY if makes else _ALONE):
        return True
    return False if chance <= (_NONE if none else _NONE_ALONE) else None


def _described(record: Record) -> Iterator[tuple[str, int, str]]:
    """Yield the name and the descriptions, each with its field and its number there."""
    yield "name", 1, record.name
    for number, text in enumerate(record.description, 1):
        yield "description", number, text[:_READ]


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
