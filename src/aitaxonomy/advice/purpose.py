"""What a recommendation is for: a use case, an area, a task or a content type, in free words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from aitaxonomy.graph.names import Names
from aitaxonomy.graph.search import words
from aitaxonomy.graph.systems import Select
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
#: Words that tell nothing of a purpose.
_EMPTY = frozenset(
    ("a", "ai", "an", "and", "by", "for", "from", "in", "into", "my", "of", "on", "or", "our",
     "system", "the", "to", "tool", "with")
)  # fmt: skip


@dataclass(frozen=True)
class Purpose:
    """What somebody wants systems for.

    Attributes:
        asked: the words in which it was asked for.
        iri: the IRI of what was taken for it.
        sort: the class of that, one of `SORTS`.
        others: the IRIs of what else the words may mean.
        unread: those of the words that play no part in it.

    """

    asked: str
    iri: str
    sort: str
    others: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def find_purpose(select: Select, names: Names, given: str | Term) -> Purpose:
    """Find what is meant by a name, or by words of which at least one is in a name.

    A name, synonym or translation of the whole goes first. Else that counts which has the most of
    the words in one name, then which has the fewest other words in that name, then which has the
    most of them in what is said of it.

    Raises:
        UnknownTerm: no name has any of the words; the message lists similar names.

    """
    asked = given.iri if isinstance(given, Term) else given
    sorts: dict[str, str] = {}
    order = list(SORTS)
    for node, kind in select(_PURPOSES).terms:
        sort = kind.value.rpartition("#")[2]
        sorts[node.value] = min(sorts.get(node.value, sort), sort, key=order.index)
    unread: tuple[str, ...] = ()
    found = names.meanings(asked, sorts)
    found.sort(key=lambda iri: (order.index(sorts[iri]), iri))
    if not found:
        found, unread = _by_words(select, names, asked, sorts)
    if not found:
        found = [names.find(asked, among=sorts)]  # This tells what comes close.
    first, *others = found
    return Purpose(str(asked), first, sorts[first], tuple(others), unread)


def _by_words(
    select: Select, names: Names, asked: str, sorts: Mapping[str, str]
) -> tuple[list[str], tuple[str, ...]]:
    """Return what fits best, then what has the words left over, and these words."""
    wanted = [word for word in words(asked).split() if word not in _EMPTY]
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
        hits, extra = max((sum(_among(word, name) for word in wanted), -len(name)) for name in own)
        if hits:
            told = sum(_among(word, said[iri]) for word in wanted)
            fits[iri] = (-hits, -extra, -told)
    most = min((fit[0] for fit in fits.values()), default=0)
    order = list(SORTS)
    found = sorted(
        (iri for iri, fit in fits.items() if fit[0] == most),
        key=lambda iri: (fits[iri], order.index(sorts[iri]), names.label(iri), iri),
    )
    read = said[found[0]] if found else []
    unread = tuple(word for word in wanted if not _among(word, read))
    rest = [iri for iri in sorted(fits) if any(w in name for w in unread for name in named[iri])]
    return list(dict.fromkeys((*found[:1], *rest, *found))), unread


def _among(word: str, others: list[str]) -> bool:
    return any(_akin(word, other) for other in others)


def _akin(one: str, other: str) -> bool:
    """Tell whether words share a stem: four letters, and three quarters of the shorter one.

    >>> _akin("transcribe", "transcription"), _akin("translate", "transcribe")
    (True, False)
    """
    if one == other:
        return True
    common = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        common += 1
    return common >= 4 and 4 * common > 3 * min(len(one), len(other))
