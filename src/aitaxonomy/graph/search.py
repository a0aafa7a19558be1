"""Search: the terms that have a text in a name, a synonym or the definition, best first."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict

from aitaxonomy.graph.names import Names
from aitaxonomy.store import GraphStore

_OURS = "https://w3id.org/aitaxonomy"
_TERMS = """
SELECT DISTINCT ?term ?rank WHERE {
  { ?term a owl:Class BIND(0 AS ?rank) }
  UNION { ?term a ait:AIArtifact BIND(1 AS ?rank) }
  UNION { ?term a owl:NamedIndividual BIND(2 AS ?rank) }
  UNION { VALUES ?kind { owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty }
          ?term a ?kind BIND(3 AS ?rank) }
  FILTER(isIRI(?term))
}
"""
_DEFINITIONS = """
SELECT ?term ?text WHERE { ?term skos:definition ?text FILTER(LANG(?text) IN ("en", "")) }
"""
_INSIDE = 5  # the fewest letters that are looked for in a word: "lora" is not about exploring
_ACCENTS, _BETWEEN = re.compile("[\u0300-\u036f]"), re.compile(r"[^\w+]+|_")


class TermSearch:
    """All terms, and what they are found by.

    >>> from aitaxonomy.inference.content import Content
    >>> search = TermSearch(Content().store, Content().names)
    >>> search.find("gpt-4")[0]
    'https://w3id.org/aitaxonomy/id/gpt-4'
    """

    def __init__(self, store: GraphStore, names: Names) -> None:
        ranks: dict[str, int] = {}
        for term, rank in store.select(_TERMS).rows:
            if str(term) not in names.deprecated:
                ranks[str(term)] = min(int(str(rank)), ranks.get(str(term), 9))
        #: The IRI of every class, property and individual: our terms, our individuals, others.
        self.terms = {
            iri: ranks[iri] for iri in sorted(ranks, key=lambda i: (not i.startswith(_OURS), i))
        }
        self._label = names.label
        self._names: dict[str, list[str]] = defaultdict(list)
        named = ((name, iri) for name, iri, _ in names.entries())
        for name, iri in (*named, *names.translated.items()):
            self._names[iri].append(words(name))
        self._said = {iri: f" {' '.join(own)}" for iri, own in self._names.items()}
        for term, text in store.select(_DEFINITIONS, inferred=False).rows:
            self._said[str(term)] = f"{self._said.get(str(term), '')} {words(str(text))}"

    def find(self, text: str) -> list[str]:
        """Return the IRIs of the terms that a text fits, best first.

        A name that equals the text comes first. Then come names that begin with it, names with a
        word that does, and names that contain it. Then come terms that have each word of it at the
        beginning of a word of their names or definition. Where nothing has all words, terms with
        most of them follow, at least half. Among equals the order is classes, systems, other
        individuals, properties, and then the names that have least besides the text.
        """
        wanted = words(text)
        if not wanted:
            return []
        forms = {wanted, wanted.removesuffix("s")} if len(wanted) > 2 else {wanted}
        parts = [f" {word.removesuffix('s')}" for word in wanted.split()]
        found = []
        for iri, sort in self.terms.items():
            own = self._names[iri]
            every = ((_fit(form, name), len(name)) for name in own for form in forms)
            fits = [(fit, length) for fit, length in every if fit is not None]
            missing = 0 if fits else sum(part not in self._said.get(iri, "") for part in parts)
            if 2 * missing <= len(parts) and missing < len(parts):
                label = self._label(iri)
                fit, length = min(fits, default=(9, len(label)))
                found.append((missing, fit, sort, length, label, iri))
        least = min(found, default=(0,))[0]
        return [iri for missing, *_, iri in sorted(found) if missing == least]


def words(text: str) -> str:
    """Return a text as words without case, accents and punctuation, a space between two.

    >>> words("DALL·E  3 (Café)")
    'dall e 3 cafe'
    """
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", text).casefold())
    return _BETWEEN.sub(" ", plain).strip()


def _fit(wanted: str, name: str) -> int | None:
    """Return how well a name fits, 0 the best; None without the text, or a short one in a word."""
    close, whole = wanted.replace(" ", ""), name.replace(" ", "")
    if close not in whole:
        return None
    if whole.startswith(close):
        return 0 if whole == close else 1
    return 2 if f" {wanted}" in name else 3 if len(close) >= _INSIDE else None
