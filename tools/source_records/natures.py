"""The nature of a document, by its address: its places, and the facts that it can state.

`natures.tsv` has the kinds of documents, one a row, the first that matches an address decides: its
address, the place that it is as a whole ("" if it is not one), and the properties that it can state
besides who made and provides a thing ("*" is any). Lines of a file state what was read there, and
nothing more. A page that is called as the thing itself is about nothing else, hence a place.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from aitaxonomy.rdf.namespaces import AIT, RDF

_ANY = "*"
_PAPER = re.compile(r"https?://(?:arxiv\.org/(?:abs|pdf)|huggingface\.co/papers|aclanthology\.org|"
                    r"openreview\.net|proceedings\.[^/]+|papers\.[^/]+|doi\.org)/.*")  # fmt: skip
#: What an artifact's own paper tells if anything does.
_OF_PAPERS = frozenset(
    AIT + name
    for name in (
        "hasArchitecture", "trainedWith", "trainedOn", "performsTask", "nativelyAccepts",
        "nativelyGenerates", "hasOutput", "hasPrimaryModality", "hasComponent", "specializedIn",
        "transducesTo", "distilledFrom", "derivedFrom", "fineTunedFrom",
    )
) | {RDF + "type"}  # fmt: skip
#: What terms, licences and lists of countries tell of all that a maker provides.
_OF_ALL = frozenset(
    ("hasLicence", "hasWeightsLicence", "hasCodeLicence", "hasAccess", "hasOpenness", "offeredIn",
     "supportsLanguage")
)  # fmt: skip
#: Words in the address of a page that tell it from no other page about the thing. A card or report
#: of many pages has another word, so that it is not a place as a whole.
_FILLING = frozenset(
    ("introducing", "announcing", "hello", "meet", "new", "the", "model", "models", "overview",
     "index", "what", "is", "about", "open", "release", "launch", "en", "docs", "html", "md")
)  # fmt: skip


class Nature(NamedTuple):
    """The properties of a kind of documents.

    Attributes:
        locator: the place that such a document is as a whole, "" if it is not a place.
        states: the local names of the properties that it can state.

    """

    locator: str
    states: frozenset[str]


@cache
def _natures() -> tuple[tuple[re.Pattern[str], Nature], ...]:
    with Path(__file__).with_name("natures.tsv").open(encoding="utf-8") as file:
        return tuple(
            (re.compile(row["address"]), Nature(row["locator"], frozenset(row["states"].split())))
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        )


def nature(document: str) -> Nature:
    """Return what a document is by its address; one of no known kind can state anything.

    >>> nature("https://huggingface.co/openai/gpt-oss-20b").locator
    'model card'
    """
    known = (each for address, each in _natures() if address.fullmatch(document))
    return next(known, Nature("", frozenset([_ANY])))


def can_state(document: str, prop: str) -> bool:
    """Return whether a document is of a kind that can state a property.

    >>> can_state("https://github.com/a/b/blob/c0ffee/LICENSE", AIT + "hasArchitecture")
    False
    """
    states = nature(document).states
    return bool(states & {_ANY, prop.removeprefix(AIT).removeprefix(RDF)})


def maker_vagueness(document: str) -> int:
    """Return how little a document tells of who made one thing: 0 for a page about it.

    Lines of a file come next, then what is of all things of a maker alike, as terms are.

    >>> maker_vagueness("https://openai.com/policies/services-agreement/")
    2
    """
    states = nature(document).states
    return 1 if not states else 2 * (states <= _OF_ALL)


def is_paper_for(document: str, prop: str) -> bool:
    """Return whether a document is a paper, and a property one that a thing's own paper tells."""
    return prop in _OF_PAPERS and _PAPER.fullmatch(document) is not None


def place_in(document: str, names: Iterable[str], makers: Collection[str]) -> str:
    """Return where a document treats an artifact, as far as its address shows; "" if it does not.

    Args:
        document: its address.
        names: the names of the artifact.
        makers: the local names of who makes and provides it.

    >>> place_in("https://openai.com/index/hello-gpt-4o/", ["GPT-4o"], ["openai"])
    'whole page'
    >>> place_in("https://openai.com/index/gpt-4o-mini/", ["GPT-4o"], ["openai"])
    ''

    """
    if locator := nature(document).locator:
        return locator
    filling = _FILLING | {word for each in makers for word in _words(each)}
    own = {_without(filling, each) for each in names} - {()}
    parts = (_words(each) for each in document.split("?", maxsplit=1)[0].split("/")[3:])
    told = [found for part in parts if (found := _without(filling, part))]
    return "whole page" if told and told[-1] in own else ""


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[a-z0-9]+", text.lower()))


def _without(filling: Collection[str], text: str | tuple[str, ...]) -> tuple[str, ...]:
    words = _words(text) if isinstance(text, str) else text
    return tuple(each for each in words if each not in filling)
