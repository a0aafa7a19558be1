"""Labels: the words of columns that classify, such as "Generative AI", as kinds and tasks.

`labels.tsv` says of each label whether it states a kind or a task, merely suggests one, leaves
open whether content is made, or says nothing; and why.
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
from aitaxonomy.inventory.vocabulary import ancestors
from aitaxonomy.spreadsheets import read_table

#: The confidence of what a label suggests.
SUGGESTED = 0.85
#: The number or letter that a form puts before its choices; the separators of several labels.
_CHOICE = re.compile(r"^\s*(?:[a-z]|\d+)[).]\s+", re.IGNORECASE)
_SEVERAL = re.compile(r"[,;/|&+\n]|\s(?:and|und|et|y|with)\s")
_REMARK = re.compile(r"\([^()]*\)")


class Label(NamedTuple):
    """What a label means: `how` is "states", "suggests", "leaves open" or "says nothing"."""

    words: str
    how: str
    means: str
    because: str


def find_labels(cell: str) -> tuple[Label | str, ...]:
    """Return the labels of a cell, each part that is none as it stands.

    >>> [label.means for label in find_labels("c) Classical/Predictive Machine Learning")]
    ['NonGenerativeAI']
    >>> find_labels("XGBoost, our own thing")[1]
    'our own thing'
    """
    return _find(_CHOICE.sub("", cell).strip())


@lru_cache(maxsize=10_000)
def _find(cell: str) -> tuple[Label | str, ...]:
    if found := _label(cell):
        return (found,)
    parts = (part.strip() for part in _SEVERAL.split(_REMARK.sub(" ", cell)))
    return tuple(_label(part) or part for part in parts if part)


def _label(words: str) -> Label | None:
    for key in (normalized(words), normalized(_REMARK.sub(" ", words))):
        if found := _table().get(key):
            return found._replace(words=" ".join(words.split()))
    return None


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
    if task := tasks().get(means):
        return task.kind == "generative"
    return "GenerativeAI" in ancestors([means])


def makes_none(means: str) -> bool:
    """Return whether a class or a task, by local name, is one that makes no content.

    >>> makes_none("classification"), makes_none("translation"), makes_none("RuleBasedAI")
    (True, False, True)
    """
    if task := tasks().get(means):
        return task.kind == "not generative"
    return "NonGenerativeAI" in ancestors([means])


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
