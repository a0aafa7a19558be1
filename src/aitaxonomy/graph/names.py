"""Finds the term of a name: by label, synonym, local name, notation, CURIE or IRI."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from aitaxonomy._data import folder
from aitaxonomy.errors import QueryRefused, UnknownTerm
from aitaxonomy.graph.deprecation import Replacements, current, replacements, tell, warning
from aitaxonomy.graph.mappings import foreign
from aitaxonomy.html import Link, link
from aitaxonomy.rdf.namespaces import OWL, PREFIXES, RDF, RDFS, curie, expand, local_name
from aitaxonomy.store import GraphStore
from aitaxonomy.store.reading import read_own

_NAMES = """
SELECT ?iri ?name ?rank ?language WHERE {
  { ?iri rdfs:label ?name BIND(1 AS ?rank) } UNION { ?iri skos:altLabel ?name BIND(2 AS ?rank) }
  UNION { ?iri skos:notation ?name BIND(3 AS ?rank) }
  FILTER(isIRI(?iri)) BIND(LANG(?name) AS ?language)
}
"""
#: Labels in English or without a language take precedence.
_ENGLISH = ("en", "")
_KINDS = """
SELECT ?iri ?rank WHERE {
  { ?iri a owl:Class BIND(0 AS ?rank) } UNION { ?iri a ait:AIArtifact BIND(1 AS ?rank) }
  UNION { ?iri a owl:NamedIndividual BIND(2 AS ?rank) }
  FILTER(isIRI(?iri))
}
"""
_FORMER = """SELECT ?old ?name {
  ?old owl:deprecated true ; rdfs:label|skos:altLabel|skos:notation ?name FILTER(isIRI(?old))
}"""
#: The rank of the names of deprecated terms, after all others.
_LAST = 4

#: Whether anything is said of an IRI, or by it: what nobody declared has no kind and no label.
_USED = "ASK { { ?it ?p ?o } UNION { ?s ?p ?it } UNION { ?s ?it ?o } }"

#: The number of names that a message lists if none is similar.
_LISTED = 40
#: A name without a word in common is similar at so much likeness, of 100.
_ALIKE = 75
#: Words of so many letters, and fewer, do not make names similar.
_SHORT = 2


def normalized(name: str) -> str:
    """Return a name without case, accents, spaces and punctuation.

    >>> normalized("DALL·E 3") == normalized("dall-e-3") == "dalle3"
    True
    """
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(c for c in plain if c.isalnum() or c == "+")


def spaced(name: str) -> str:
    """Return the words of a name, each normalized.

    >>> spaced("GPT-4o  Mini")
    'gpt 4o mini'
    """
    return " ".join(filter(None, map(normalized, re.split(r"[^\w]+|_", name))))


class Names:
    """An index of the names of all terms and individuals in a store.

    Matches rank in this order: CURIE or IRI, local name, label, synonym, notation, and last those
    that ignore case and punctuation. Among equal matches a class comes before a system, and a
    system before other individuals, unless `prefer` says otherwise.
    """

    def __init__(self, store: GraphStore, written: Mapping[str, Any] | None = None) -> None:
        self._store = store
        self._exact: dict[str, dict[str, int]] = {}
        self._loose: dict[str, dict[str, int]] = {}
        self._kind: dict[str, int] = {}
        self.labels: dict[str, str] = {}
        if written is None:
            self._read(store)
        else:
            self._exact, self._loose = written["exact"], written["loose"]
            self._kind, self.labels = written["kind"], written["labels"]

    def written(self) -> dict[str, Any]:
        """Return the index for JSON; with the same store, it is as good as this one."""
        parts = self._exact, self._loose, self._kind, self.labels
        return dict(zip(("exact", "loose", "kind", "labels"), parts, strict=True))

    def _read(self, store: GraphStore) -> None:
        for row in store.select(_KINDS).rows:
            iri, rank = str(row[0]), int(str(row[1]))
            if iri not in self.deprecated:
                self._kind[iri] = min(rank, self._kind.get(iri, 9))
        for row in store.select(_NAMES, inferred=False).rows:
            iri, name, rank, language = str(row[0]), str(row[1]), int(str(row[2])), str(row[3])
            self._enter(iri, name, rank)
            if rank == 1 and language in _ENGLISH:
                self.labels[iri] = name
            elif rank == 1:
                self.labels.setdefault(iri, name)
        for iri in dict.fromkeys((*self._kind, *self.labels)):
            self._enter(iri, re.split(r"[#/]", iri)[-1], 0)

    def _enter(self, iri: str, name: str, rank: int) -> None:
        """Enter a name of a term; a replacement has the names of the deprecated term as well."""
        if iri in self.deprecated:
            iri, rank = self.current(iri), _LAST
        for index, key in ((self._exact, name), (self._loose, normalized(name))):
            found = index.setdefault(key, {})
            found[iri] = min(rank, found.get(iri, 9))

    def of_artifacts(self) -> Iterator[tuple[str, str, int]]:
        """Return every name of every system with its IRI and a rank, the lower the better."""
        return (entry for entry in self.entries() if self._kind.get(entry[1]) == 1)

    def entries(self) -> Iterator[tuple[str, str, int]]:
        """Yield every name with its IRI and a rank, the lower the better."""
        for name, iris in self._exact.items():
            for iri, rank in iris.items():
                yield name, iri, rank

    @cached_property
    def classes(self) -> frozenset[str]:
        """The IRIs of the classes."""
        return frozenset(iri for iri, rank in self._kind.items() if rank == 0)

    def label(self, iri: str) -> str:
        """Return the label of an IRI, or else its CURIE."""
        return self.labels.get(iri) or curie(iri)

    def __contains__(self, name: str) -> bool:
        return self._known(name, (), None) is not None

    # --- deprecated terms

    @cached_property
    def deprecated(self) -> Replacements:
        """The deprecated terms, each with what replaces it."""
        return replacements(self._store)

    def current(self, iri: str) -> str:
        """Return what is meant by an IRI today: of a deprecated term its only replacement."""
        return current(iri, self.deprecated)

    def warning(self, iri: str) -> str:
        """Return the warning about a deprecated term; "" for any other."""
        return warning(iri, self.deprecated, self.label) if iri in self.deprecated else ""

    def former(self, name: str) -> str:
        """Return the deprecated term that an IRI, or a name of no other term, stands for; else "".

        >>> from aitaxonomy.inference.content import Content
        >>> names = Content().names
        >>> curie(names.former("no maker source for")), names.former("LLM")
        ('ait:noMakerSourceFor', '')
        """
        iri = expand(name) if ":" in name else None  # this is asked of each cell of a list
        if iri is not None:
            return iri if iri in self.deprecated else ""
        return self._former.get(name.casefold(), "")

    @cached_property
    def _former(self) -> dict[str, str]:
        named = [(str(old), str(name)) for old, name in self._store.select(_FORMER).rows]
        named += [(old, local_name(old)) for old in self.deprecated]
        ranks = {name: self._loose.get(normalized(name), {}).values() for _, name in named}
        return {name.casefold(): old for old, name in named if {*ranks[name]} <= {_LAST}}

    def _remind(self, name: str) -> None:
        """Tell what to use instead of a deprecated name."""
        if old := self.former(name):
            tell(self.warning(old))

    # --- finding

    def find(
        self,
        name: str,
        prefer: Sequence[str] = (),
        among: Collection[str] | None = None,
    ) -> str:
        """Return the IRI that a name stands for.

        Args:
            name: a label, synonym, local name, notation, CURIE or IRI.
            prefer: which sorts of things win among equal matches, in order, before the others in
                theirs: "class", "artifact", "individual".
            among: the IRIs to choose from; None for all.

        A full IRI stands for itself, and for nothing that is spelled nearly so. A deprecated name
        stands for what replaces it, with a warning (see `deprecation.tell`), and an identifier of a
        mapped vocabulary for what it is exactly mapped to.

        Raises:
            UnknownTerm: nothing has this name; the message lists similar names.

        """
        if found := self._known(name, prefer, among):
            self._remind(name)
            return found
        if mapped := foreign(name):
            if mapped.is_exact and (among is None or mapped.subject in among):
                return mapped.subject
            raise UnknownTerm(f"{name!r} is not a term of ours: {mapped.said}")
        iri = expand(name)
        if iri is not None and curie(iri) == iri and among is None:
            raise UnknownTerm(
                f"nothing is called {iri!r}: neither the graph nor the data says anything of it"
            )
        raise UnknownTerm(self._miss(name, among))

    def get(self, name: str, among: Collection[str] | None = None) -> str | None:
        """Return what `find` returns, None for a name that nothing has."""
        if found := self._known(name, (), among):
            self._remind(name)
        return found

    def _known(self, name: str, prefer: Sequence[str], among: Collection[str] | None) -> str | None:
        iri = expand(name)
        iri = iri and self.current(iri)
        fits = iri is not None and (among is None or iri in among)
        if iri and fits and (iri in self._kind or iri in self.labels or is_used(self._store, iri)):
            return iri
        found = _only(self._exact.get(name), among)
        if iri is None or curie(iri) != iri:
            found = found or _only(self._loose.get(normalized(name)), among)
        elif not found and among is None:
            return None
        if not found or not normalized(name):
            other = self.translated.get(name.casefold())
            return other if other and (among is None or other in among) else None
        sorts = ("class", "artifact", "individual")
        order = {s: i for i, s in enumerate([*prefer, *(s for s in sorts if s not in prefer)])}

        def cost(candidate: str) -> tuple[int, int, str]:
            sort = sorts[min(self._kind.get(candidate, 2), 2)]
            return (order[sort], found[candidate], candidate)

        return min(found, key=cost)

    def meanings(self, name: str, among: Collection[str]) -> list[str]:
        """Return all of some IRIs that have a name, in whatever spelling or language, by IRI.

        Empty where none has it; `find` chooses one and says what is similar.

        >>> from aitaxonomy.inference.content import Content
        >>> tasks = ["https://w3id.org/aitaxonomy/id/" + x for x in ("code-assistance", "image")]
        >>> [curie(iri) for iri in Content().names.meanings("Code assistance", tasks)]
        ['aix:code-assistance']
        """
        iri = expand(name)
        iri = iri and self.current(iri)
        if iri is not None and iri in among:
            self._remind(name)
            return [iri]
        key = normalized(name)
        found = set(_only(self._loose.get(key), among)) if key else set()
        if not found and (other := self.translated.get(name.casefold(), "")) in among:
            found = {other}
        if found:
            self._remind(name)
        return sorted(found)

    @cached_property
    def translated(self) -> dict[str, str]:
        """Names in other languages, in lower case, read when no English name matches."""
        import pyoxigraph as ox

        named = (RDFS + "label", PREFIXES["skos"] + "altLabel")
        return {
            quad.object.value.casefold(): quad.subject.value
            for path in sorted((folder("ontology") / "translations").glob("*.ttl"))
            for quad in read_own(path)
            if quad.predicate.value in named
            and isinstance(quad.subject, ox.NamedNode)
            and isinstance(quad.object, ox.Literal)
        }

    def other_prefix(self, name: str) -> str:
        """Return the message for a CURIE that is known with another prefix, "" for other names."""
        prefix, colon, local = name.partition(":")
        if not colon or prefix in PREFIXES or "/" in local:
            return ""
        spelled = [f"{p}:{local}" for p, iri in PREFIXES.items() if iri + local in self.labels]
        if not spelled:
            return ""
        return f"{prefix}: is not a prefix of ours; did you mean {spelled[0]!r}?"

    def similar(self, name: str, among: Collection[str] | None = None) -> list[str]:
        """Return the labels of at most three things that a name may be meant for, nearest first.

        Their names differ from it by a slip, or have words in common with it.

        >>> from aitaxonomy.inference.content import Content
        >>> Content().names.similar("Gemeni"), Content().names.similar("Rumpelstiltskin")
        (['Gemini'], [])
        """
        from rapidfuzz import fuzz, process

        key, pool = spaced(name), {spaced(n): i for n, i in self._exact.items() if _only(i, among)}
        words = {word for word in key.split() if len(word) > _SHORT}
        nearness = dict[str, float]()
        for other, *_ in process.extract(
            key, [*pool], scorer=fuzz.WRatio, limit=25, score_cutoff=75
        ):
            alike = fuzz.ratio(key, other)
            shared = sum(map(len, words & {*other.split()})) / len(key)
            if shared or (alike >= _ALIKE and len(other) > _SHORT):
                nearness[other] = alike + 50 * shared
        near = sorted(nearness, key=lambda other: -nearness[other])
        things = (min(iris := _only(pool[other], among), key=iris.__getitem__) for other in near)
        return list(dict.fromkeys(map(self.label, things)))[:3]

    def _miss(self, name: str, among: Collection[str] | None = None) -> str:
        """Return the message for an unknown name, with similar names, or the possible ones."""
        if among is None and (hint := self.other_prefix(name)):
            return hint
        if close := self.similar(name, among):
            hint = f"did you mean {' or '.join(map(repr, close))}?"
        elif among is not None:
            listed = sorted(map(self.label, among))
            more = f" and {len(listed) - _LISTED} more" if len(listed) > _LISTED else ""
            hint = f"take one of: {', '.join(listed[:_LISTED])}{more}"
        else:
            hint = "`search` finds terms"
        return f"nothing {'of this kind ' if among is not None else ''}is called {name!r}; {hint}"


class Links:
    """Gives the link of a CURIE or IRI, with its asserted label.

    `store` gives the store that has the label of an IRI. Pickling drops it: an unpickled value
    links without labels.
    """

    def __init__(self, store: Callable[[str], GraphStore]) -> None:
        self._store = store

    def __call__(self, name: str) -> Link:
        """Return the link of a CURIE or IRI."""
        iri = expand(name) or name
        labels = self._store(iri).texts(iri, RDFS + "label")
        english = (labels[language] for language in _ENGLISH if language in labels)
        if label := next(english, next(iter(labels.values()), None)):
            return Link(label, iri)
        return link(iri) if curie(iri) == iri else Link(curie(iri), iri)

    def __reduce__(self) -> tuple[Callable[[], Callable[[str], Link]], tuple[()]]:
        return _unlabelled, ()


def _unlabelled() -> Callable[[str], Link]:
    return link


def _only(found: Mapping[str, int] | None, among: Collection[str] | None) -> Mapping[str, int]:
    """Return the matches whose IRIs are in `among`; all for None."""
    found = found or {}
    return found if among is None else {iri: rank for iri, rank in found.items() if iri in among}


def is_used(store: GraphStore, iri: str) -> bool:
    """Return whether any statement has the IRI in it; terms of RDF and OWL do not count."""
    try:
        return not iri.startswith((OWL, RDF, RDFS)) and store.ask(_USED, it=iri)
    except QueryRefused:  # it is not an IRI
        return False
