"""Values that cannot be, and words that nobody knows: what reading could make nothing of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from aitaxonomy.graph.names import normalized
from aitaxonomy.inventory.import_rules.entry_kinds import TOP_KINDS
from aitaxonomy.inventory.import_rules.model_names import size_in_name
from aitaxonomy.inventory.record import COLUMNS, Remark, Spot
from aitaxonomy.inventory.vocabulary import classes, individuals
from aitaxonomy.linting.finding import Found, ListFinding, quoted
from aitaxonomy.linting.openness import PROPRIETARY, said
from aitaxonomy.validation.fault import Severity

_NUMBERS = {
    "parameters": ("number of parameters", "write how many, such as 7B"),
    "context_window": ("size of a context window", "write the number of tokens, such as 128000"),
}
_DAYS = {
    "released": "day of release",
    "retired": "day of retirement",
    "knowledge_cutoff": "knowledge cutoff",
}
#: The noun for the words of a column, by the class of the individuals that they name.
_NOUNS = {"Task": "task", "Licence": "licence", "AccessLevel": "way of access",
          "Architecture": "architecture", "Modality": "modality"}  # fmt: skip
_NUMBER = re.compile(r"[-\u2212]\s?\d|0+(?:[.,]0+)?\s*[a-z]*$", re.IGNORECASE)
#: What is written as a day; of Unix time the first one, which programs write for none.
_DAY = re.compile(r"\d{4}-\d\d?(?:-\d\d?)?\b|\d{1,2}\.\d{1,2}\.\d{4}\b")
_NO_DAY = re.compile(r"1970-01-01|01\.01\.1970|0000-00-00|1900-01-0[01]")
#: Names of so few letters, and short names of licences, are too much alike for a guess.
_LETTERS, _ALIKE = 5, re.compile(r"cc\W*(?:by|0)|[al]?gpl|bsd|mpl|epl|eupl", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
#: From so much likeness on, of 100, a word is another with one or two letters gone wrong.
_LIKENESS = 87.0
_SHOWN = 3


def impossible(remark: Remark) -> ListFinding | None:
    """Return the finding on a value that is not a number or day, None where it may be meant as one.

    >>> impossible(Remark("unread", "parameters", "Size", "-7")).fault
    "'-7' is not a number of parameters"
    >>> impossible(Remark("unread", "released", "Since", "2025-13-45")).severity
    'violation'
    >>> impossible(Remark("unread", "parameters", "Size", "7B to 70B"))
    """
    _, field, column, value, _ = remark
    value = value.strip()
    if field in _NUMBERS and _NUMBER.match(value):
        what, how = _NUMBERS[field]
        fix = f"{how}, or leave the cell empty where it is not known"
        # Programs write -1 and 0 for what is not known.
        said = value.removeprefix("-").strip("0.,") not in ("", "1")
        severity: Severity = "violation" if said else "warning"
        fault = f"{quoted(value)} is not a {what}"
        return ListFinding("impossible-value", severity, column, value, fault, fix)
    if field in _DAYS and _DAY.match(value) and not _NO_DAY.match(value):
        fault = f"{quoted(value)} is not a {_DAYS[field]}, as there is no such day"
        fix = "write it as 2025-03-14, as much of it as is known"
        return ListFinding("impossible-value", "violation", column, value, fault, fix)
    return None


#: The faults among an importer's remarks: the rule, the severity, the fault and the remedy.
_FAULTS: Mapping[str, tuple[str, Severity, Callable[[Remark], str], str]] = {
    "future": (
        "future-date", "warning",
        lambda it: f"{quoted(it.value)} as {_DAYS[it.field]} lies in the future",
        "write the true day, or leave the cell empty until it has come",
    ),
    "size": (
        "size-against-name", "warning",
        lambda it: f"{int(it.value):,} parameters, but the name {quoted(it.other)} says "
        f"{size_in_name(it.other):,}",
        "write the size of the model that is in use, or its name",
    ),
    "against": (
        "kind-against-name", "warning",
        lambda it: f"{quoted(it.value)} is said of what is called {it.other}, which predicts and "
        "generates nothing",
        "write what it is, or what else it is made of",
    ),
    "error": (
        "sheet-error", "violation",
        lambda it: f"{quoted(it.value)} is an error of the spreadsheet, and not a value",
        "mend the formula, or write the value that it should give",
    ),
}  # fmt: skip


def certain(remark: Remark) -> ListFinding | None:
    """Return the finding on what is a fault as it is remarked on, None for anything else.

    >>> certain(Remark("size", "parameters", "Size", "70000000000", "Zed 8B")).fault
    "70,000,000,000 parameters, but the name 'Zed 8B' says 8,000,000,000"
    """
    if remark.about not in _FAULTS:
        return None
    rule, severity, fault, fix = _FAULTS[remark.about]
    return ListFinding(rule, severity, remark.column, remark.value, fault(remark), fix)


def misspelt(remark: Remark) -> ListFinding | None:
    """Return the finding on an unknown word that comes close to a known one, None for others.

    >>> misspelt(Remark("unknown", "task", "Task", "text-genration")).fix
    'did you mean text-generation?'
    >>> misspelt(Remark("unknown", "task", "Task", "herding cats"))
    """
    _, field, column, value, near = remark
    noun = _noun(field)
    if noun is None or not (near := near or _near(value, COLUMNS[field].range) or ""):
        return None
    fault = f"{quoted(value)} is not a known {noun}"
    return ListFinding("unknown-word", "warning", column, value, fault, f"did you mean {near}?")


def left_over(remarks: Mapping[Remark, Sequence[Spot]]) -> Iterator[Found]:
    """Yield one finding for each column on values that are not understood, but are not faults.

    It is made at the first place, and tells how much there is.
    """
    columns: dict[tuple[str, str, str], dict[str, Sequence[Spot]]] = defaultdict(dict)
    for remark, spots in remarks.items():
        about, field, column, value, _ = remark
        known = _noun(field) or about == "unread"
        if (
            known
            and normalized(value) not in PROPRIETARY
            and not (field == "access" and said(value))
        ):
            columns[about, field, column][value] = spots
    for (about, field, column), values in columns.items():
        shown = ", ".join(map(quoted, list(values)[:_SHOWN]))
        rows = sum(map(len, values.values()))
        many = f"{len(values):,} different values ({shown} ...)" if len(values) > _SHOWN else shown
        counted = f" in {rows:,} rows" if rows > 1 else ""
        if about == "unread":
            what = _NUMBERS[field][0] if field in _NUMBERS else _DAYS.get(field, "modality")
            example = "7B" if field in _NUMBERS else "2025-03-14"
            fault, fix = f"{many}{counted}: not read as {what}", f"write it as {example}"
        else:
            fault = f"{many}{counted}: no {_noun(field)} that is known"
            fix = "nothing is concluded from it; another column may say it in other words"
        first = next(iter(values.items()))
        yield ListFinding(f"{about}-value", "info", column, first[0], fault, fix), first[1][:1]


def _noun(field: str) -> str | None:
    """Return what the words of a column are, None for a column of which no words are judged."""
    stated = COLUMNS.get(field)
    return field if field in ("kind", "developer") else stated and _NOUNS.get(stated.range)


def _near(word: str, kind: str) -> str | None:
    """Return the known name that a word is a slip of the pen of, if any."""
    from rapidfuzz import fuzz, process

    key, names = normalized(word), _names(kind)
    letters = sum(map(str.isalpha, key))
    if letters < _LETTERS or (kind == "Licence" and _ALIKE.match(word)):
        return None
    found = process.extract(key, list(names), scorer=fuzz.ratio, score_cutoff=_LIKENESS, limit=5)
    same = [each for each, _, _ in found if _DIGITS.findall(each) == _DIGITS.findall(key)]
    if any(_plain(each) == _plain(key) for each in same):
        return None  # no slip, but the spelling of another country, or a shorter name
    return next((names[each] for each in same), None)


def _plain(word: str) -> str:
    return word.replace("licence", "license").removesuffix("license")


@cache
def _names(kind: str) -> Mapping[str, str]:
    """Return the names of a kind of individuals, or of all classes, as they are looked up."""
    if not kind:
        return {key: name for key, name in classes().items() if name not in TOP_KINDS} | {
            "model": "model", "application": "application", "agent": "agent", "platform": "platform"
        }  # fmt: skip
    found: dict[str, str] = {}
    for local, facts in individuals(kind).items():
        for name in (*facts.get("notation", ()), *facts.get("label", ()), local,
                     *facts.get("altLabel", ())):  # fmt: skip
            found.setdefault(normalized(name), name)
    return found
