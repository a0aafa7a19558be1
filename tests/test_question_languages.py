"""Texts of an answer are in English: translations and mappings in the same graph add no rows."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from aitaxonomy import Taxonomy
from aitaxonomy._data import folder
from aitaxonomy.graph.questions import Question, claim_checks, question_files
from aitaxonomy.store import ASSERTED, INFERRED

FILES = {**{f"claims/{n}": p for n, p in claim_checks().items()}, **question_files()}
#: A name that is looked for may be in any language, unlike the label that answers.
ANY_LANGUAGE = {"entity-of-an-alias": {"name"}}

Ask = Callable[[str], Counter[Any]]

_TEXT = re.compile(
    r"(?:rdfs:(?:label|comment)|dcterms:(?:title|description)"
    r"|skos:(?:\w+Label|\w*[nN]ote|definition|example))\s+\?(\w+)"
)
_ENGLISH = r'LANG\(\?\w+\) IN \("en", ""\)'
_FILTER = re.compile(rf"FILTER\({_ENGLISH}(?:\s+&& {_ENGLISH})*\)")


def of_any_language(query: str) -> set[str]:
    """The variables for texts that no filter in the same braces keeps to English.

    One that is not projected counts as well: it too makes a row of every language. A filter
    outside of an OPTIONAL would drop what has no text at all.
    """
    found: set[str] = set()
    rest = re.sub(r"^\s*#.*$", "", query, flags=re.MULTILINE)
    while group := re.search(r"\{([^{}]*)\}", rest):
        kept = re.findall(r"LANG\(\?(\w+)\)", " ".join(_FILTER.findall(group[1])))
        found |= set(_TEXT.findall(group[1])) - set(kept)
        rest = f"{rest[: group.start()]} {rest[group.end() :]}"
    return found


@pytest.mark.parametrize("name", FILES)
def test_texts_are_kept_to_english(name: str) -> None:
    query = Question.read(FILES[name]).query
    assert of_any_language(query) == ANY_LANGUAGE.get(name, set())


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("?x rdfs:label ?y .", {"y"}),
        ("?x a ?kind ; skos:definition ?y .", {"y"}),
        ("?x ait:hasRating/rdfs:label ?y .", {"y"}),
        ('?x rdfs:label ?y . FILTER(LANG(?y) IN ("en", ""))', set()),
        ('?x rdfs:label ?y . FILTER(LANG(?x) IN ("en", ""))', {"y"}),
        ('?x rdfs:label ?y ; skos:scopeNote ?z . FILTER(LANG(?y) IN ("en", ""))', {"z"}),
        ('?x rdfs:label ?y . FILTER(LANG(?y) IN ("en", "") || ?z)', {"y"}),
        ('OPTIONAL { ?x rdfs:label ?y } FILTER(LANG(?y) IN ("en", ""))', {"y"}),
        ('?x rdfs:label ?y .\n# FILTER(LANG(?y) IN ("en", ""))', {"y"}),
    ],
)
def test_a_missing_filter_is_found(body: str, found: set[str]) -> None:
    assert of_any_language(f"SELECT ?y WHERE {{\n{body}\n}}") == found


# --- the same seen from the answers


def _apart(name: str) -> list[Path]:
    """The modules in a folder that no root imports."""
    return sorted((folder("ontology") / name).glob("*.ttl"))


@pytest.fixture(scope="module")
def ask(ai: Taxonomy) -> Ask:
    """One graph of all there is, as another tool has it that loads every file."""
    store = ox.Store()
    for name in (ASSERTED, INFERRED):
        store.extend(ox.Quad(*triple) for triple in ai.content.store.triples(name))
    apart = [f for name in ("translations", "alignments") for f in _apart(name)]
    assert len(apart) == 5
    for path in apart:
        store.load(path=str(path), format=ox.RdfFormat.TURTLE)

    def rows(query: str) -> Counter[Any]:
        result = store.query(query)
        if isinstance(result, ox.QueryBoolean):
            return Counter({(ox.Literal(bool(result)),): 1})
        assert isinstance(result, ox.QuerySolutions)
        return Counter(map(tuple, result))

    return rows


@pytest.mark.parametrize("name", FILES)
def test_translations_and_mappings_add_no_rows(ai: Taxonomy, ask: Ask, name: str) -> None:
    query = Question.read(FILES[name]).query
    assert ask(query) == Counter(ai.content.store.select(query).terms)


def test_without_the_filter_they_add_rows(ask: Ask) -> None:
    query = Question.read(FILES["content-types-of-generative-ai"]).query
    bare = _FILTER.sub("", query)
    assert of_any_language(bare) == {"label"}
    assert ask(bare).total() == 5 * ask(query).total()
