"""Developers and providers: spellings in inventories, and namespaces in front of model names.

Names of organizations come from the ontology; `developers.tsv` adds namespaces on hubs and names of
services.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from aitaxonomy.graph.names import normalized
from aitaxonomy.inventory.matching.name_parts import is_number
from aitaxonomy.inventory.vocabulary import find_value, individuals, words
from aitaxonomy.spreadsheets import read_table

#: The separators of organizations in one field; a comma may also be part of a name.
_MANY = re.compile(r" ?; ?| ?, (?!(?:Inc|LLC|Ltd|Corp|Co|GmbH|S\.?A|PBC|PLC)\b)| ?,(?=\S)")
#: A remark in parentheses without a number, which might be a version; words that add nothing.
REMARK = re.compile(r"\s*\([^()0-9]*\)")
TRAILING = frozenset(("ai", "app", "gcc", "license", "licenses", "tool"))
#: Organizations that inventories do not distinguish from their parent company.
_PARTS = {"google-deepmind": "google", "github": "microsoft"}
#: A region and a vendor before a dot, as in ids of Bedrock.
VENDOR = re.compile(r"(?:(?:us|eu|apac|au|jp|ca|sa|global|us-gov)\.)?([a-z][a-z0-9_-]*)\.(.+)")


#: A name of at least so many letters is another with a letter or two wrong where it is at most so
#: much longer or shorter, and so much alike.
_LETTERS, _LONGER, _LIKENESS = 5, 2, 0.8
#: Words that abbreviations leave out.
_SMALL = frozenset(("a", "and", "at", "for", "in", "of", "on", "the", "to", "und", "van", "voor"))


@lru_cache(maxsize=100_000)
def find_organization(name: str) -> str | None:
    """Return the local name of the organization with a label, spelling or namespace, or None.

    >>> find_organization("meta-llama"), find_organization("Mistral AI"), find_organization("Me")
    ('meta-ai', 'mistral-ai', None)
    """
    known = find_value("Organization", name)
    return known or _others().get(normalized(name), (None,))[0]


def is_provider(name: str) -> bool:
    """Return whether a name is that of a service that also offers models of other developers.

    >>> is_provider("azure"), is_provider("meta-llama")
    (True, False)
    """
    return _others().get(normalized(name), ("", ""))[1] == "provider"


@lru_cache(maxsize=100_000)
def organizations_in(names: str) -> tuple[str, ...]:
    """Return the organizations that a field names, which may be a list with commas.

    >>> organizations_in("Midjourney, Inc."), organizations_in("Google, Acme")
    (('Midjourney, Inc.',), ('Google', 'Acme'))
    """
    if find_organization(names):
        return (names,)
    return tuple(dict.fromkeys(part for part in _MANY.split(" ".join(names.split())) if part))


def misspelt(name: str, organizations: Iterable[str]) -> str | None:
    """Return the name of the organization that an unknown name is a slip of the pen of, or None.

    >>> misspelt("Antropic", ["openai", "anthropic"]), misspelt("Acme", ["anthropic"])
    ('Anthropic', None)
    """
    key = normalized(name)
    if len(key) < _LETTERS or find_organization(name):
        return None
    every = individuals("Organization")
    labels = (label for each in organizations for label in every.get(each, {}).get("label", ()))
    alike = (label for label in labels if abs(len(key) - len(normalized(label))) <= _LONGER
             and SequenceMatcher(None, key, normalized(label)).ratio() >= _LIKENESS)  # fmt: skip
    return next(alike, None)


def same_company(one: str, other: str) -> bool:
    """Return whether two organizations are parts of one company for the purpose of matching."""
    return _PARTS.get(one, one) == _PARTS.get(other, other)


class Candidate(NamedTuple):
    """A name to look up: its last part, the namespace before that, and the whole."""

    whole: str
    base: str
    namespace: str


def split(name: str) -> Candidate:
    """Split a name at its last slash, or after a vendor that a dot or a colon follows.

    >>> split("bedrock/us-east-1/anthropic.claude-v2")
    Candidate(whole='bedrock/us-east-1/anthropic.claude-v2', base='claude-v2', \
namespace='anthropic')
    """
    *before, base = name.strip().split("/")
    # Google's interfaces say of a model that it is one: models/gemini-pro.
    namespace = next((part for part in before[::-1] if part != "models"), "")
    if ": " in base:
        vendor, _, rest = base.partition(": ")
        if find_organization(vendor):
            return Candidate(name, rest, vendor)
    dotted = VENDOR.fullmatch(base) if "." in base else None
    if dotted and find_organization(dotted[1]):
        return Candidate(name, dotted[2], dotted[1])
    return Candidate(name, base, namespace)


def is_foreign(namespace: str, words: tuple[str, ...], makers: tuple[str, ...], hub: bool) -> bool:
    """Return whether a namespace belongs to somebody other than the developers of a system.

    The words are the name without sizes. On a hub, namespaces of unknown owners are those of makers
    rather than of services.
    """
    if not namespace or not makers or is_provider(namespace):
        return False
    owner = find_organization(namespace)
    if owner is None:
        return hub or is_generic(words)
    return not any(same_company(owner, each) for each in makers)


def is_generic(tokens: tuple[str, ...]) -> bool:
    """Return whether all words, numbers aside, are common to the models of many developers.

    >>> is_generic(("embed", "3")), is_generic(("claude", "3"))
    (True, False)
    """
    return words("word of many models").keys() >= {e for e in tokens if not is_number(e)}


def is_common(name: str) -> bool:
    """Return whether a name also names much else, as words and given names do.

    >>> is_common("Atlas (route planner)"), is_common("ChatGPT")
    (True, False)
    """
    return normalized(without_remark(name)) in _common()


def without_remark(name: str) -> str:
    """Return a name without what stands in parentheses, unless that has a number.

    >>> without_remark("Meta AI (assistant)"), without_remark("Llama 2 (7B)")
    ('Meta AI', 'Llama 2 (7B)')
    >>> without_remark("TAPAS (Track Augmentation and Performance Analysis System)") == "TAPAS"
    False
    """
    if "(" not in name or _spelt_out(name):
        return name
    return REMARK.sub("", name).strip() or name


def _spelt_out(name: str) -> bool:
    """Return whether parentheses spell out the name before them, an abbreviation.

    >>> _spelt_out("Mai (Montferland AI)"), _spelt_out("Claude (for staff)")
    (True, False)
    """
    short, _, rest = name.partition("(")
    words = [each for each in re.findall(r"\w+", rest) if each.casefold() not in _SMALL]
    letters = "".join(each if each.isupper() and len(each) < 3 else each[0] for each in words)
    return len(words) > 1 and letters.casefold() == short.strip().casefold()


def shortened(name: str) -> Iterator[tuple[str, str]]:
    """Yield shorter forms of a name: the developer that was left out, or "", and the rest.

    >>> list(shortened("Anthropic Claude (for staff)"))
    [('', 'Anthropic Claude'), ('Anthropic', 'Claude')]
    >>> list(shortened("Microsoft M365 Copilot AI"))[-1]
    ('Microsoft', 'M365 Copilot')
    """
    words = without_remark(name).split()
    if words and words != name.split():
        yield "", " ".join(words)
    if len(words) > 1 and words[-1].casefold() in TRAILING:
        words = words[:-1]
        yield "", " ".join(words)
    if not words or words[0].casefold() not in _first_words():
        return
    for length in range(min(3, len(words) - 1), 0, -1):
        vendor, rest = " ".join(words[:length]), words[length:]
        # A number or a common word after the name of a developer belongs to that name.
        if find_organization(vendor) and not is_generic(tuple(map(str.casefold, rest))):
            yield vendor, " ".join(rest)


@cache
def _first_words() -> frozenset[str]:
    """The first words of the names of organizations, which most names of systems do not have."""
    names = [
        name
        for local, facts in individuals("Organization").items()
        for name in (local.replace("-", " "), *facts.get("label", ()), *facts.get("altLabel", ()))
    ]
    names += _others()
    return frozenset(name.split()[0].casefold() for name in names if name.strip())


@cache
def _common() -> frozenset[str]:
    lines = Path(__file__).with_name("common_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


@cache
def _others() -> Mapping[str, tuple[str, str]]:
    return {
        normalized(row["spelling"]): (row["organization"], row["role"])
        for row in read_table(Path(__file__).with_name("developers.tsv"))
        if row["organization"] in individuals("Organization")
    }
