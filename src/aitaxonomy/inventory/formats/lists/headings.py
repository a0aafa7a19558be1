"""Headings: what a column of a table or a key of an object is called, in many languages.

`headings.tsv` has them: a heading that "is" one of its texts names the field, the earlier the
better; one that "has" it among longer words, as questions of forms do, is the second choice, and
one that is "last" the third. One with "if" counts only where the cells below it fit the field.
`other_lists.tsv` has those of lists of incidents, people and data sets, and how many make one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from aitaxonomy.graph.names import normalized
from aitaxonomy.spreadsheets import read_table

#: No heading of ours is longer; and accents in long runs take time to sort.
_LONGEST = 200
_CAMEL = re.compile(r"(?<=[a-z\d])(?=[A-Z])")
_WORD = re.compile(r"[^\W_]+")
#: Words for models in headings, and for what else may be listed below one.
_MODEL = frozenset(("model", "models", "modelid", "modell", "modellname", "modelo", "modello",
                    "modèle", "llm", "模型"))  # fmt: skip
_OTHER = frozenset(("tool", "tools", "system", "product", "application", "app", "service", "case"))
#: The unit of counts at the end of a heading, as in `Params (B)` and `size in billions`.
UNIT = re.compile(
    r"[\s_]*(?:\(\s*(?:in )?|in[\s_])(b|bn|billions?|m|millions?|k|thousands?)\s*\)?\s*\Z",
    re.IGNORECASE,
)
#: What stands before the name proper in the keys of JSON-LD: a prefix, or a class and a dot.
_PREFIX = re.compile(r"\A(?:[\w-]+:(?=\w)|https?://\S*[#/]|[A-Z]\w+\.(?=[a-z]))")


class Likeness(NamedTuple):
    """How well a heading names a field, from 0 to 1, and whether its cells have to fit."""

    score: float
    if_fits: bool = False


#: Other lists whose headings outweigh those that speak of AI.
_WHATEVER = frozenset(("incidents", "columns of a table (a data dictionary)"))
#: Words of headings that people and data sets do not have.
_SYSTEMS = frozenset(("system", "systems", "application", "case", "bot", "agent", "product"))
_SCORES = {"is": 1.0, "if": 1.0, "has": 0.5, "last": 0.3}


@lru_cache(maxsize=10_000)
def fields_of(heading: str) -> Mapping[str, Likeness]:
    """Return the fields that a heading may stand for, each with how well it does.

    >>> list(fields_of("Vendor(s) Name")), sorted(fields_of("schema:modelName"))
    (['developer'], ['model', 'name'])
    >>> fields_of("Mood"), sorted(fields_of("What is the intended purpose of the AI use case?"))
    ({}, ['description'])
    """
    heading = UNIT.sub("", plain(heading)).removeprefix("u_")  # which ServiceNow puts before keys
    exact, phrases = _table()
    found = dict(exact.get(key(heading), {}))
    spaced = f" {' '.join(words(heading))} "
    for phrase, (field, score) in phrases.items():
        if phrase in spaced:
            found.setdefault(field, score)
    return found


def plain(heading: str) -> str:
    """Return a heading without the prefix or namespace of a key of JSON-LD.

    >>> plain("schema:name"), plain("https://schema.org/name"), plain("Cost: total")
    ('name', 'name', 'Cost: total')
    """
    return _PREFIX.sub("", heading.strip()[:_LONGEST])


def key(heading: str) -> str:
    r"""Return a heading without case, accents, spaces and punctuation, to compare it.

    >>> key(" Vendor(s)\n Name") == key("vendors name") == "vendorsname"
    True
    """
    return normalized(heading[:_LONGEST])


def words(heading: str) -> list[str]:
    """Return the words of a heading in lower case.

    >>> words("modelName"), words("AI system's outputs")
    (['model', 'name'], ['ai', 'system', 's', 'outputs'])
    """
    return _WORD.findall(_CAMEL.sub(" ", heading).casefold())


def says_model(heading: str) -> bool:
    """Return whether a heading says that what is named below it are models, and nothing else.

    >>> says_model("modelName"), says_model("Modellname"), says_model("Tool / model name")
    (True, True, False)
    """
    found = {*words(plain(heading))}
    return not _MODEL.isdisjoint(found) and _OTHER.isdisjoint(found)


class KnownHeadings(NamedTuple):
    """A line of `headings.tsv`: the headings in one language by which a field is known one way."""

    field: str
    how: str
    language: str
    headings: tuple[str, ...]


def known() -> list[KnownHeadings]:
    """Return all lines of `headings.tsv` in its order.

    >>> known()[1].field, known()[1].language, known()[1].headings[0]
    ('name', 'de', 'bezeichnung')
    """
    return [
        KnownHeadings(row["field"], row["how"], row["language"], (*row["headings"].split("|"),))
        for row in read_table(Path(__file__).with_name("headings.tsv"))
    ]


@cache
def _table() -> tuple[Mapping[str, Mapping[str, Likeness]], Mapping[str, tuple[str, Likeness]]]:
    """Return the fields of each normalized heading, and the field of each phrase."""
    exact: dict[str, dict[str, Likeness]] = {}
    phrases: dict[str, tuple[str, Likeness]] = {}
    ranks: Counter[str] = Counter()
    for field, how, _, headings in known():
        for text in headings:
            ranks[field] += 1
            likeness = Likeness(_SCORES[how] - ranks[field] / 1000, how == "if")
            if how == "has":
                phrases.setdefault(f" {text} ", (field, likeness))
            else:
                exact.setdefault(normalized(text), {}).setdefault(field, likeness)
    return exact, phrases


def other_list(header: Iterable[str]) -> tuple[str, str] | None:
    """Return what else a list is of by its headings, such as people, and the headings that say so.

    Headings that speak of AI, models or systems outweigh those of people and of data sets, but not
    those of incidents and of data dictionaries.

    >>> other_list(["First name", "Last name", "E-mail"])
    ('people', 'First name, Last name, E-mail')
    >>> other_list(["System name", "Owner", "E-mail", "Phone"])
    """
    header = [plain(each) for each in header]
    systems = any(is_of_ai(each) or _SYSTEMS.intersection(words(each)) for each in header)
    for what, least, headings in _others():
        hits = [each for each in header if key(each) in headings]
        if len(hits) >= least and (what in _WHATEVER or not systems):
            return what, " ".join(", ".join(hits[:4]).split())
    return None


def is_of_ai(heading: str) -> bool:
    """Return whether a heading is one of lists of AI systems and hardly of any other."""
    said = {"ai", "model", "models", "tool", "llm", "algorithm"} & set(words(heading))
    named = {"task", "parameters", "context_window", "built_on", "model", "developer"}
    return bool(said or named & fields_of(heading).keys())


@cache
def _others() -> Sequence[tuple[str, int, Mapping[str, str]]]:
    return [
        (row["list"], int(row["least"]), {normalized(t): t for t in row["headings"].split("|")})
        for row in read_table(Path(__file__).with_name("other_lists.tsv"))
    ]
