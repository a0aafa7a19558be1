"""Labels and proposals: what the words of an entry state of it, and what they suggest.

`labels.tsv` says of the words of columns that classify, such as "Generative AI", whether they state
a kind or a task, merely suggest one, leave open whether content is made, or say nothing; and why.
`lexicon.tsv` has patterns over texts that describe uses, each with the class or the task that it
suggests and the confidence. In longer English texts all words are weighed as well, which decides
whether they speak of making content. A proposal is not a conclusion: nothing follows from it until
a reader accepts it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from aitaxonomy.graph.names import normalized
from aitaxonomy.inventory.import_rules.entry_kinds import TOP_KINDS, EntryKinds, states_model
from aitaxonomy.inventory.import_rules.model_names import purpose_in_name
from aitaxonomy.inventory.import_rules.tasks import tasks
from aitaxonomy.inventory.import_rules.word_weights import weighed
from aitaxonomy.inventory.record import Conclusion, Proposal, Record
from aitaxonomy.inventory.vocabulary import ancestors, words
from aitaxonomy.spreadsheets import read_table

#: The confidence of what a label suggests.
SUGGESTED = 0.85
#: The number or letter that a form puts before its choices; the separators of several labels.
_CHOICE = re.compile(r"^\s*(?:[a-z]|\d+)[).]\s+", re.IGNORECASE)
_SEVERAL = re.compile(r"[,;/|&+\n]|\s(?:and|und|et|y|with)\s")
_REMARK = re.compile(r"\([^()]*\)")
#: An option of a form before its definition, which has at least three words.
_OPTION = re.compile(
    r"(?:^|[\n;|,.)]\s*)(?:[a-z0-9][.)]\s+)?([^\n;|,.:\s][^\n;|,.:]{1,60}?)"
    r"(?::\s+|\s+[–—-]\s+)(?=\S+\s+\S+\s+\S)",
    re.IGNORECASE,
)
#: The most words of an option that no row of the table has.
_SHORT = 5
#: A yes or no to a question, as a rule followed by nothing or by a reason.
_YES_NO = re.compile(
    r"\s*(?:[a-z]\)\s*)?(?:(yes|y|true|ja|oui|sí|si|sì|sim|是)|(no|n|false|nein|non|nee|não|否))"
    r"\s*(?:[-–—,;:.(].*)?",
    re.IGNORECASE | re.DOTALL,
)
#: A label that `answer_label` has made of a heading and an answer.
_ANSWERED = re.compile(r"(.+)\? (yes|no)")


class Label(NamedTuple):
    """The meaning of a label: `how` is "states", "suggests", "leaves open" or "says nothing"."""

    words: str
    how: str
    means: str
    because: str


def without_definitions(cell: str) -> str:
    """Return the options in a cell of a form without the definitions that follow them.

    A definition says what all options mean, and nothing of the system.

    >>> without_definitions("Generative AI: AI that makes new content (e.g., images, text).")
    'Generative AI'
    >>> without_definitions("XGBoost, our own thing")
    'XGBoost, our own thing'
    """
    found = [match[1].strip() for match in _OPTION.finditer(cell)]
    known = [each for each in found if _label(each)]
    if known:
        return "; ".join(dict.fromkeys(known))
    first = _OPTION.match(cell)
    return found[0] if first and len(found[0].split()) <= _SHORT else cell


def answer_label(heading: str, cell: str) -> str | None:
    """Return as a label what a yes or no says to a heading that asks for a kind, else None.

    >>> answer_label("Is it generative AI?", "No"), answer_label("Approved?", "No")
    ('Is it generative AI? no', None)
    >>> find_labels("Is it generative AI? no")[0].means
    'NonGenerativeAI'
    """
    answer = _YES_NO.fullmatch(cell) if cell else None
    if answer is None or asked(heading) is None:
        return None
    return f"{' '.join(heading.split()).rstrip('?: ')}? {'yes' if answer[1] else 'no'}"


def asked(heading: str) -> Label | None:
    """Return the label that a heading asks for, None where it asks for something else.

    >>> asked("Uses an LLM (Y/N)").means, asked("Is generative AI training complete?")
    ('LLMTechnology', None)
    """
    said = re.findall(r"[^\W_]+", heading.casefold())
    found = _table().get(
        normalized(" ".join(each for each in said if each not in words("question")))
    )
    return found if found and found.how == "states" and found.means not in tasks() else None


def find_labels(cell: str) -> tuple[Label | str, ...]:
    """Return the labels of a cell, other parts as they stand.

    >>> [label.means for label in find_labels("c) Classical/Predictive Machine Learning")]
    ['NonGenerativeAI']
    >>> find_labels("XGBoost, our own thing")[1]
    'our own thing'
    """
    return _find(_CHOICE.sub("", cell).strip())


def stated_labels(cell: str) -> list[Label]:
    """Return the labels of a cell that state a kind or a task."""
    return [each for each in find_labels(cell) if isinstance(each, Label) and each.how == "states"]


@lru_cache(maxsize=10_000)
def _find(cell: str) -> tuple[Label | str, ...]:
    if found := _label(cell):
        return (found,)
    parts = (part.strip() for part in _SEVERAL.split(_REMARK.sub(" ", cell)))
    return tuple(_label(part) or part for part in parts if part)


def _label(words: str) -> Label | None:
    if answer := _ANSWERED.fullmatch(words):
        return _answer(words, answer[1], answer[2])
    for key in (normalized(words), normalized(_REMARK.sub(" ", words))):
        if found := _table().get(key):
            return found._replace(words=" ".join(words.split()))
    return None


def _answer(words: str, heading: str, answer: str) -> Label | None:
    """Return what the answer to a question states; a no states a class of ours only once."""
    label = asked(heading)
    if label is None:
        return None
    if answer == "yes":
        return Label(words, "states", label.means, "the list answers yes to this question")
    if label.means == "GenerativeAI":
        return Label(words, "states", "NonGenerativeAI", "the list answers no to this question")
    return Label(words, "says nothing", "", "what it is not does not tell what comes out")


@cache
def _table() -> Mapping[str, Label]:
    return {
        normalized(words): Label(words, row["how"], row["means"], row["reason"])
        for row in read_table(Path(__file__).with_name("labels.tsv"))
        for words in row["labels"].split("|")
    }


def generates(means: str) -> bool:
    """Return whether a class or a task, by local name, is one of making content.

    >>> generates("LLMTechnology"), generates("text-generation"), generates("translation")
    (True, True, False)
    """
    return _is_one("generative", "GenerativeAI", means)


def makes_none(means: str) -> bool:
    """Return whether a class or a task, by local name, is one that makes no content.

    >>> makes_none("classification"), makes_none("translation"), makes_none("RuleBasedAI")
    (True, False, True)
    """
    return _is_one("not generative", "NonGenerativeAI", means)


def _is_one(sort: str, kind: str, means: str) -> bool:
    """Return whether a task is of this sort, or a class is below this kind."""
    task = tasks().get(means)
    return task.kind == sort if task else kind in ancestors([means])


def labelled(record: Record, *, doubt: str = "") -> Record:
    """Return a record with the kinds and the tasks that its labels state.

    That it generates nothing is concluded where all its labels say so, and nothing speaks against
    it: no other field, and no `doubt`, which is what its texts say of generating.
    """
    found = [each for cell in record.labels for each in find_labels(cell)]
    told = [each for each in found if isinstance(each, Label) and each.how != "says nothing"]
    stated = [each for each in told if each.how == "states"]
    none = [each for each in stated if makes_none(each.means)]
    concluded = [
        Conclusion(each.means, _why(each))
        for each in stated
        if each.means not in tasks() and each not in none
    ]
    makes = [each for each in stated if each.means in tasks() and generates(each.means)]
    concluded += [Conclusion("GenerativeAI", _why(each)) for each in makes]
    undecided = []
    if none and len(none) == len(told) and all(isinstance(each, Label) for each in found):
        against = doubt or _speaks_for_content(record)
        if against:
            undecided.append(f"it is labelled {none[0].words!r}, but {against}")
        else:
            kinds = dict.fromkeys(e.means if e.means not in tasks() else "NonGenerativeAI"
                                  for e in none)  # fmt: skip
            concluded += [Conclusion(kind, _why(none[0])) for kind in kinds]
    names = [each.means for each in stated if each.means in tasks()]
    return record._replace(
        tasks=tuple(dict.fromkeys((*record.tasks, *names))),
        concluded=tuple(dict.fromkeys((*record.concluded, *concluded))),
        undecided=(*record.undecided, *undecided),
    )


def suggested(record: Record) -> Iterator[Proposal]:
    """Yield what labels suggest without stating it."""
    for index, cell in enumerate(record.labels, 1):
        for each in find_labels(cell):
            if isinstance(each, Label) and each.how == "suggests":
                start = max(cell.find(each.words), 0) + 1
                yield Proposal(each.means, each.words, "labels", index, start, SUGGESTED)


def _why(label: Label) -> str:
    return f"it is labelled {label.words!r}: {label.because}"


def _speaks_for_content(record: Record) -> str:
    """Return what fields of a record say of making content, or ""."""
    if kind := next((each.kind for each in record.concluded if generates(each.kind)), ""):
        return f"its other fields make it {kind}"
    if task := next((each for each in record.tasks if generates(each)), ""):
        return f"its task is {task}"
    return "its outputs are listed" if record.outputs else ""


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

    Fields decide about entries of lists of models. A bare name is read as a text as well.
    """
    told = record.tasks or record.outputs or record.kind
    if (told and not (record.labels or record.description)) or states_model(record):
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


def _matches(record: Record) -> Iterator[Proposal]:
    labels = enumerate(record.labels, 1)
    texts = [("labels", i, text) for i, text in labels if not _ANSWERED.fullmatch(text)]
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
