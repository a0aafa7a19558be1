"""Learns `word_weights.tsv` from an inventory of the US government, and measures it.

    python -m tools.word_weights 2025_individually_reported_AI_use_cases.xlsx

The workbook is that of the repository `ombegov/2025-Federal-Agency-AI-Use-Case-Inventory`, folder
`Data` (a work of the US government, in the public domain). Rows that an agency labels generative
stand against those that it labels classical, computer vision or reinforcement learning; other
labels tell nothing of what comes out. Needs scikit-learn, of the extra `learn`.

A word counts if six agencies use it. Weights are measured on agencies that they were not learnt
from, since an agency repeats its phrases.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from python_calamine import CalamineWorkbook

from aitaxonomy.inventory.import_rules import word_weights
from aitaxonomy.inventory.import_rules.proposals import (
    evidence,
    found_of_making,
    told_by_weight,
)
from aitaxonomy.inventory.import_rules.word_weights import features
from aitaxonomy.inventory.record import Record, Source

TABLE = Path(word_weights.__file__).with_suffix(".tsv")
#: The beginnings of the headings that are read.
COLUMNS = {
    "agency": "Agency Abb",
    "name": "Use Case Name",
    "label": "AI Class",
    "problem": "What problem",
    "benefits": "What are the expected",
    "outputs": "Describe the AI",
}
LABELS = {"Generative": 1, "Classical": 0, "Computer V": 0, "Reinforcement": 0}
#: Function words, which weigh nothing by themselves.
EMPTY = frozenset((
    "the", "a", "an", "of", "to", "and", "in", "for", "on", "with", "by", "is", "are", "be", "this",
    "that", "as", "at", "from", "or", "it", "its", "will", "can", "into",
))  # fmt: skip
AGENCIES, ROWS, KEPT, FOLDS = 6, 4, 500, 8


class Use:
    """A use with its agency, whether that labels it generative, and the features of its texts."""

    def __init__(self, cells: dict[str, str]) -> None:
        self.agency = cells["agency"]
        sorts = [sort for begin, sort in LABELS.items() if cells["label"].startswith(begin)]
        self.makes = sorts[0] if sorts else None
        texts = tuple(filter(None, (cells["problem"], cells["benefits"], cells["outputs"])))
        self.told = bool(cells["problem"] or cells["outputs"])
        self.key = (self.agency, cells["problem"][:80], cells["outputs"][:80])
        said = {f for text in (cells["name"], *texts) for f, _ in features(text)}
        record = Record(cells["name"], Source("uses.xlsx", "xlsx"), description=texts)
        self.features = {f for f in said if not EMPTY.issuperset(f.split())}
        found = evidence(record)
        self.features |= {f"={each.means}" for each in found}
        self.found = found


def uses(file: str) -> list[Use]:
    """Return the uses that are labelled and described, each once."""
    book = CalamineWorkbook.from_path(file)
    head, *rows = book.get_sheet_by_index(0).to_python()
    spaced = [re.sub(r"\s+", " ", str(cell)).strip() for cell in head]
    at = {
        column: next(i for i, text in enumerate(spaced) if text.startswith(begin))
        for column, begin in COLUMNS.items()
    }
    read = (Use({column: str(row[i]).strip() for column, i in at.items()}) for row in rows)
    found = {each.key: each for each in read if each.makes is not None and each.told}
    return list(found.values())


def learn(known: Sequence[Use]) -> dict[str, float]:
    """Return the weight of each feature that tells most, and of every text."""
    from sklearn.linear_model import LogisticRegression

    by: dict[str, set[str]] = defaultdict(set)
    count = Counter(f for use in known for f in use.features)
    for use in known:
        for feature in use.features:
            by[feature].add(use.agency)
    names = sorted(f for f in by if len(by[f]) >= AGENCIES and count[f] >= ROWS)
    makes = [use.makes for use in known]
    first = LogisticRegression(C=0.1, max_iter=3000).fit(table(known, names), makes)
    order = np.argsort(-np.abs(first.coef_[0]), kind="stable")[:KEPT]
    kept = [names[i] for i in sorted(order)]
    again = LogisticRegression(C=0.1, max_iter=3000).fit(table(known, kept), makes)
    weights = dict(zip(kept, again.coef_[0], strict=True))
    return {"*": again.intercept_[0], **weights}


def table(known: Sequence[Use], names: Sequence[str]) -> Any:
    """Return a row for each use, with a 1 for each of the features that it has."""
    return np.array([[f in use.features for f in names] for use in known], dtype=np.float32)


def chances(known: Sequence[Use], weights: dict[str, float]) -> Any:
    """Return for each use the chance that it makes content."""
    scores = [weights["*"] + sum(weights[f] for f in use.features if f in weights) for use in known]
    return 1 / (1 + np.exp(-np.array(scores)))


def measured(known: Sequence[Use]) -> Any:
    """Return the chances of uses, each by weights that other agencies taught."""
    from sklearn.model_selection import GroupKFold

    found = np.zeros(len(known))
    agencies = [use.agency for use in known]
    for taught, asked in GroupKFold(FOLDS).split(known, groups=agencies):
        found[asked] = chances([known[i] for i in asked], learn([known[i] for i in taught]))
    return found


def _right(known: Sequence[Use], told: Sequence[bool | None]) -> str:
    right = [use.makes == each for use, each in zip(known, told, strict=True) if each is not None]
    return f"{len(right)} told, {sum(right) / len(right):.1%} as the agency says"


def main(words: list[str]) -> int:
    """Write the table, and print how often it says what the agencies say."""
    if len(words) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    known = uses(words[0])
    makes = np.array([use.makes for use in known])
    found = measured(known)
    print(f"{len(known)} uses of {len({use.agency for use in known})} agencies")
    pairs = [found_of_making(use.found) for use in known]
    by_lexicon = [True if makes else False if none else None for makes, none in pairs]
    print(f"the lexicon: {_right(known, by_lexicon)}")
    told = [told_by_weight(use.found, p) for p, use in zip(found, known, strict=True)]
    print(f"the weights: {_right(known, told)}")
    for low, high in pairwise((0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 1)):
        part = makes[(found > low) & (found <= high)]
        print(f"chance {low:.2f} to {high:.2f}: {part.mean():.1%} of {len(part)} are generative")
    weights = {feature: f"{weight:.2f}" for feature, weight in learn(known).items()}
    rows = [f"{f}\t{w}" for f, w in sorted(weights.items()) if float(w)]
    TABLE.write_bytes("\n".join(("words\tweight", *rows, "")).encode())
    print(f"{TABLE.name}: {len(rows)} rows")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
