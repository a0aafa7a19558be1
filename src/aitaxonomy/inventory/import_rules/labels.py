"""Labels: what the words of columns that classify state of an entry.

`labels.tsv` says of such words, as of "Generative AI", whether they state a kind or a task, merely
suggest one, leave open whether content is made, or say nothing; and why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from aitaxonomy.graph.names import normalized
from aitaxonomy.inventory.import_rules.tasks import tasks
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
ANSWERED = re.compile(r"(.+)\? (yes|no)")


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
    if answer := ANSWERED.fullmatch(words):
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
    labels = [each for each in found if isinstance(each, Label) and each.how != "says nothing"]
    told = [each for each in labels if each.means != "DownloadableWeightsModel"]
    stated = [each for each in labels if each.how == "states"]
    none = [each for each in stated if makes_none(each.means)]
    concluded = [
        Conclusion(each.means, _why(each))
        for each in stated
        if each.means not in tasks() and each not in none
    ]
    makes = [each for each in stated if each.means in tasks() and generates(each.means)]
    concluded += [Conclusion("GenerativeAI", _why(each)) for each in makes]
    undecided = []
    sure = len(none) == len(told) and all(isinstance(each, Label) for each in found)
    # An answer of no to just this question decides, unless another word says that it makes some.
    no = none and ANSWERED.fullmatch(none[0].words)
    if none and (sure or (no and not any(generates(each.kind) for each in concluded))):
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
