"""A request in free words: its purpose, the options that its words stand for, and what is left.

A purpose is a use case, an area of application, a task or a content type.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from aitaxonomy.advice.phrases import Known, RequestWords, read_phrases
from aitaxonomy.graph.names import Names
from aitaxonomy.graph.search import words
from aitaxonomy.graph.systems import Select, full
from aitaxonomy.graph.term import Term

#: The sorts of purposes with the words for each; of several meanings the first sort is taken.
SORTS: Mapping[str, str] = {
    "UseCase": "use case",
    "ApplicationArea": "area of application",
    "Task": "task",
    "ContentModality": "content type",
}
_KINDS = " ait:".join(("", *SORTS))
_PURPOSES = f"SELECT DISTINCT ?x ?k {{ VALUES ?k {{ {_KINDS} }} ?x a ?k }}"
#: What is said of each in English: names, synonyms, definition and example.
_SAID = f"""SELECT ?x ?said ?p {{ VALUES ?k {{ {_KINDS} }} ?x a ?k .
  VALUES ?p {{ rdfs:label skos:altLabel skos:definition skos:example }}
  ?x ?p ?said FILTER(LANG(?said) IN ("en", "")) }}"""


@dataclass(frozen=True)
class Purpose:
    """A purpose that systems are wanted for.

    Attributes:
        iri: its IRI, "" where only options were read.
        sort: the class of that, one of `SORTS`.
        others: the IRIs of what else the words may mean, or what is asked for as well.
        wording: what was read of the words.

    """

    iri: str = ""
    sort: str = ""
    others: tuple[str, ...] = ()
    wording: RequestWords = field(default_factory=RequestWords)


def find_purpose(select: Select, names: Names, given: str | Term, known: Known) -> Purpose:
    """Find what is meant by a name, by phrases, or by words of which one is in a name.

    A name, synonym or translation of the whole goes first, then the phrases of the table. Where
    these give no purpose, that counts which has the most of the words that are left in one name, if
    these are half of them, then which has the fewest other words in that name, then which has the
    most of them in what is said of it.

    Args:
        select: runs a query over the asserted and the inferred graph.
        names: finds what names stand for.
        given: a name or words.
        known: tells whether a name is one that an option takes.

    Raises:
        UnknownTerm: nothing is understood; the message lists similar names.

    """
    asked = given.iri if isinstance(given, Term) else given
    sorts: dict[str, str] = {}
    order = list(SORTS)
    for node, kind in select(_PURPOSES).terms:
        sort = kind.value.rpartition("#")[2]
        sorts[node.value] = min(sorts.get(node.value, sort), sort, key=order.index)
    found, wording = names.meanings(asked, sorts), RequestWords()
    found.sort(key=lambda iri: (order.index(sorts[iri]), iri))
    if not found:
        wording = read_phrases(asked, known)
        told = [full(each) for each in wording.purposes]
        found, left = _by_words(select, names, wording.left, sorts, told)
        wording = replace(wording, left=left)
    if not found and not wording.options:
        found = [names.find(asked, among=sorts)]  # This tells what comes close.
    first, *others = found or [""]
    return Purpose(first, sorts.get(first, ""), tuple(others), wording)


def _by_words(
    select: Select,
    names: Names,
    left: tuple[str, ...],
    sorts: Mapping[str, str],
    given: list[str],
) -> tuple[list[str], tuple[str, ...]]:
    """Return the given purposes, else what fits best, then other names, and the words left."""
    wanted = [(each, words(each)) for each in left]
    named: dict[str, list[list[str]]] = defaultdict(list)
    said: dict[str, list[str]] = defaultdict(list)
    for node, text, about in select(_SAID).terms:
        split = words(text.value).split()
        said[node.value] += split
        if about.value.endswith("abel"):
            named[node.value].append(split)
    for name, iri in names.translated.items():
        if iri in sorts:
            named[iri].append(split := words(name).split())
            said[iri] += split
    fits = {}
    for iri, own in named.items():
        hits, extra = max((sum(_among(x, name) for _, x in wanted), -len(name)) for name in own)
        if 2 * hits >= len(wanted) > 0:
            fits[iri] = (-hits, -extra, -sum(_among(x, said[iri]) for _, x in wanted))
    most = min((fit[0] for fit in fits.values()), default=0)
    order = list(SORTS)
    found = given or sorted(
        (iri for iri, fit in fits.items() if fit[0] == most),
        key=lambda iri: (fits[iri], order.index(sorts[iri]), names.label(iri), iri),
    )
    read = said[found[0]] if found else []
    unread = [(each, x) for each, x in wanted if not _among(x, read)]
    rest = [iri for iri in sorted(fits) if any(x in name for _, x in unread for name in named[iri])]
    # Beside a purpose that a phrase gives, what else has the words that are left may be meant.
    rest += sorted(fits, key=lambda iri: (fits[iri], iri)) if given else []
    others = dict.fromkeys((*found[:1], *(found if given else ()), *rest, *found))
    return list(others), tuple(each for each, _ in unread)


def _among(word: str, others: list[str]) -> bool:
    return any(_akin(word, other) for other in others)


def _akin(one: str, other: str) -> bool:
    """Tell whether words share a stem: five letters, and three quarters of the shorter one.

    Of shorter words, one is the other with an ending of two letters at most.

    >>> _akin("transcribe", "transcription"), _akin("model", "moderation"), _akin("code", "codes")
    (True, False, True)
    """
    short, long = sorted((one, other), key=len)
    if len(short) >= 4 and long.startswith(short) and len(long) <= len(short) + 2:
        return True
    stem = max(5, 3 * len(short) // 4 + 1)
    return one == other or (len(short) >= 5 and short[:stem] == long[:stem])
