"""Which statements of an artifact a passage makes: words, numbers and days, strictly read.

`phrases.tsv` has, for a property and a value, the pattern of the words that state it, where the
value's names are too general or makers say it otherwise; "-" where no words of a passage can.
"""

from __future__ import annotations

import calendar
import csv
import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

from aitaxonomy.rdf.namespaces import AIT, AIX, RDF
from tools.source_records.catalogues import Fact

#: Properties whose values a passage states by naming them.
_NAMED = frozenset(
    AIT + name
    for name in [
        "performsTask",
        "hasArchitecture",
        "trainedWith",
        "trainedOn",
        "hasLicence",
        "hasWeightsLicence",
        "hasCodeLicence",
        "hasComponent",
        "hasMember",
        "hasSubfamily",
        "hasAccess",
        "nativelyAccepts",
        "nativelyGenerates",
        "accepts",
        "generates",
        "hasOutput",
        "hasPrimaryModality",
        "transducesTo",
        "specializedIn",
        "fineTunedFrom",
        "derivedFrom",
        "distilledFrom",
        "quantizedFrom",
        "adapterOf",
        "supersedes",
        "poweredBy",
        "dedicatedTo",
        "retrievesFrom",
    ]
)
_BASED = r"fine[- ]?tun|based on|initiali[sz]ed|built (?:up)?on"
#: Words that must stand by a name for a passage to state the relation, not merely name the thing.
_BESIDE = {
    "trainedOn": r"train|corpus|dataset|\bdata\b|tokens",
    "hasLicence": r"licen[cs]|released under|open[- ]sourced? under",
    "hasWeightsLicence": r"weights|model|checkpoint",
    "hasCodeLicence": r"code|repository|software|project",
    "fineTunedFrom": rf"{_BASED}|trained (?:on top|from)",
    "derivedFrom": rf"{_BASED}|distill|derived|version of",
    "distilledFrom": r"distil",
    "quantizedFrom": r"quanti[sz]",
    "adapterOf": r"adapter|adds?|control|plug",
    "supersedes": r"upgrad|improv|success|replac|previous|next generation|predecessor|newer|over ",
    "poweredBy": r"power|based on|built (?:up)?on|uses?|using|built with",
    "hasComponent": r"us(?:es?|ing)|encod|decod|with|based|consists|compris|component",
}
#: Properties that a row of results of tests does not state.
_DESCRIBES = frozenset(
    [
        "type",
        "performsTask",
        "nativelyGenerates",
        "generates",
        "nativelyAccepts",
        "accepts",
        "trainedWith",
        "trainedOn",
        "specializedIn",
        "hasPrimaryModality",
    ]
)
_BESIDE_PATTERNS = {AIT + name: re.compile(rf"(?i){words}") for name, words in _BESIDE.items()}
_LANGUAGE = re.compile(
    r"(?i)\blanguages?\b|lingual|trained|corpus|speech|\bdata\b|support|text|tokens"
)
_CODE_OF_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[_-][A-Za-z]{2,4})?")
_FORMER_CODES = {"tl": "fil", "iw": "he", "in": "id", "jw": "jv"}
_DENIES = re.compile(
    r"(?i)\bthanks|inspired|acknowledg|\bunlike\b|n't\b|\bnot\b|\bcannot\b|to-?do\b|coming soon|"
    r"\bwill (?:be|release|add)|\bplan(?:s|ned)? to|future|limitation|out[- ]of[- ]scope|prohibit|"
    r"instead of|compared (?:to|with)|@\w+\{"
)
_RELEASED = re.compile(
    r"(?i)releas|open[- ]?sourc|announc|introduc|launch|available|publish|weights|date"
)
_OF_DATES = {
    "paperPublishedOn": re.compile(r"(?i)\bpaper|arxiv|technical report"),
    "weightsReleasedOn": re.compile(r"(?i)weights|checkpoints?|open[- ]?sourc|\bmodels?\b"),
}
_COUNT = re.compile(
    r"(?<![\w.])(\d+(?:\.\d+)?)\s*([BMTK]|billion|million|trillion)\b(?!\s*tokens?)"
)
_SCALE = {"K": 3, "M": 6, "million": 6, "B": 9, "billion": 9, "T": 12, "trillion": 12}
_WINDOW = re.compile(r"(?<![\w.,])(\d{1,3}(?:,\d{3})+|\d+)\s*([KkM])?\b")


@cache
def _phrases() -> dict[tuple[str, str], re.Pattern[str] | None]:
    with Path(__file__).with_name("phrases.tsv").open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {
            (prop, row["value"]): re.compile(f"(?i){row['pattern']}")
            if row["pattern"] != "-"
            else None
            for row in rows
            for prop in row["properties"].split()
        }


@cache
def named(names: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern that finds one of some names as whole words, however they are joined.

    >>> bool(named(("Qwen3-8B",)).search("the Qwen3 8B model"))
    True
    >>> bool(named(("Qwen3",)).search("Qwen3-8B"))
    False
    """
    each = (
        r"[-_ ]?".join(map(re.escape, re.findall(r"[A-Za-z]+|[\d.]*\d|[^\sA-Za-z\d_-]", name)))
        for name in names
    )
    some = "|".join(sorted(filter(None, each), key=len, reverse=True)) or r"(?!)"
    return re.compile(rf"(?i)(?<![\w.])(?<![\w.][-/])(?:{some})(?![\w]|[-_ ]?\d|[-.]\w)")


@cache
def _words(names: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for terms, whose last words may be plural; short ones in their own case."""
    found = []
    for name in names:
        parts = r"[-\s]+".join(re.escape(each) for each in re.split(r"[-\s]+", name) if each)
        found.append(parts if len(name) <= 4 and name.isupper() else rf"(?i:{parts}(?:e?s)?)")
    return re.compile(rf"(?<![\w-])(?:{'|'.join(found) or '(?!)'})(?![\w-])")


def makes(
    text: str,
    fact: Fact,
    names: Mapping[str, tuple[str, ...]],
    own: re.Pattern[str],
    in_licence: bool = False,
) -> bool:
    """Return whether a passage that is about an artifact states a fact of it.

    Args:
        text: the passage.
        fact: property and value.
        names: by IRI, the names of things.
        own: the pattern of the artifact's names.
        in_licence: whether the passage is one of the text of a licence.

    """
    prop, value = fact
    text = f"licence of the code: {text}" if in_licence else own.sub(" it ", text)
    if _DENIES.search(text):
        return False
    if value.startswith('"'):
        return _gives(text, prop, value.split('"')[1])
    iri = value.strip("<>")
    name = prop.removeprefix(AIT) if prop != RDF + "type" else "type"
    key = (name, iri.removeprefix(AIX).removeprefix(AIT))
    if name in _DESCRIBES and text.count("|") > 2:
        return False  # a row of a table, of results or of parts
    if key in _phrases():
        pattern = _phrases()[key]
    else:
        pattern = _words(names[iri]) if prop in _NAMED and names.get(iri) else None
    return pattern is not None and bool(pattern.search(text)) and _stands_beside(prop, text)


def _gives(text: str, prop: str, value: str) -> bool:
    """Return whether a text gives the day, count or length that a property has."""
    if prop.endswith("On") or prop == AIT + "availableSince":
        words = _OF_DATES.get(prop.removeprefix(AIT), _RELEASED)
        return bool(words.search(text)) and _has_day(text, value)
    if prop in (AIT + "parameterCount", AIT + "activeParameterCount"):
        return _has_count(text, int(Decimal(value)))
    return (
        prop == AIT + "contextWindow"
        and "context" in text.lower()
        and _has_window(text, int(value))
    )


def _stands_beside(prop: str, text: str) -> bool:
    return prop not in _BESIDE_PATTERNS or bool(_BESIDE_PATTERNS[prop].search(text))


def languages_of(
    texts: Iterable[str], names: Mapping[str, str], codes: Mapping[str, str]
) -> list[set[str]]:
    """Return, for each passage of a section, the languages that it lists.

    A language counts where it is one of a list, or where the passage speaks of languages.

    Args:
        texts: the passages of the section.
        names: by name in lower case, the IRIs of languages.
        codes: by code, the IRIs of languages.

    """
    texts = list(texts)
    some = _any_of(tuple(names))
    found = []
    for text in texts:
        code = _CODE_OF_LANGUAGE.fullmatch(_FORMER_CODES.get(text[:2], text[:2]) + text[2:])
        listed = (names[each.lower()] for each in _all_in(_spread(text), some))
        found.append({codes[code[1]]} if code and code[1] in codes else set(listed))
    several = len(set().union(*found)) >= 8
    return [
        here
        if several or len(here) >= 3 or (_LANGUAGE.search(text) and not _DENIES.search(text))
        else set()
        for text, here in zip(texts, found, strict=True)
    ]


def _spread(text: str) -> str:
    """Return a text in which varieties in parentheses have the name of their language.

    >>> _spread("Arabic (Najdi, Tunisian)")
    'Arabic (Najdi, Tunisian), Najdi Arabic, Tunisian Arabic'
    """
    return re.sub(r"(\w+) \(([^()]*,[^()]*)\)", lambda at: ", ".join(
        [at[0], *(f"{each.strip()} {at[1]}" for each in at[2].split(","))]), text)  # fmt: skip


def _all_in(text: str, some: re.Pattern[str]) -> Iterator[str]:
    """Yield names in a text, and those in them: Central Kurdish is Kurdish."""
    for name in some.findall(text):
        words = name.split(" ")
        parts = (
            words[start:end]
            for start in range(len(words))
            for end in range(start + 1, len(words) + 1)
        )
        yield from filter(some.fullmatch, map(" ".join, parts))


@cache
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(map(re.escape, names), key=len, reverse=True)
    return re.compile(rf"(?i)(?<![^\W_])(?<!-)(?:{'|'.join(longest_first) or '(?!)'})(?![^\W_]|-)")


def _has_count(text: str, count: int) -> bool:
    """Return whether a text gives a count, rounded to no fewer digits than the text gives.

    >>> _has_count("8.2B parameters", 8_190_735_360), _has_count("8B", 8_190_735_360)
    (True, False)
    """
    for number, unit in _COUNT.findall(text):
        step = Decimal(10) ** _SCALE[unit]
        digits = len(number.partition(".")[2])
        told = Decimal(number) * step
        if told == count:
            return True
        if (
            len(number.replace(".", "").lstrip("0")) >= 2
            and round(Decimal(count) / step, digits) * step == told
        ):
            return True
    return bool(re.search(rf"(?<![\d,]){count:,}(?![\d,])", text))


def _has_window(text: str, count: int) -> bool:
    """Return whether a text gives a length: 128K is 128,000 or 131,072."""
    for number, unit in _WINDOW.findall(text):
        told = int(number.replace(",", ""))
        if (
            count in {told}
            if not unit
            else {told * 1000, told * 1024}
            if unit in "Kk"
            else {told * 10**6, told << 20}
        ):
            return True
    return False


def _has_day(text: str, day: str) -> bool:
    """Return whether a text gives a day or month in one of the usual ways."""
    year, month, *rest = [int(each) for each in day.split("-")] + ([0] if len(day) == 4 else [])
    if not month:
        return False
    name = calendar.month_name[month]
    short = rf"(?:{name}|{name[:3]}\.?)"
    if not rest:
        return bool(re.search(rf"(?i)\b{short},? {year}\b|\b{year}[-/.]0?{month}\b", text))
    date = datetime.date(year, month, rest[0])
    day_of_month = rf"0?{date.day}(?:st|nd|rd|th)?"
    ways = (
        rf"\b{year}[-/.]0?{month}[-/.]0?{date.day}\b",
        rf"\b0?{month}/0?{date.day}/{year}\b",
        rf"\b{short} {day_of_month},? {year}\b",
        rf"\b{day_of_month} {short},? {year}\b",
    )
    return any(re.search(f"(?i){way}", text) for way in ways)
