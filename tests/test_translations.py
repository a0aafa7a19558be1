"""Labels in other languages: complete, one a term, and names that find their term."""

from collections import Counter

import pyoxigraph as ox
import pytest

from aitaxonomy import Taxonomy
from aitaxonomy._data import folder

RDFS = "http://www.w3.org/2000/01/rdf-schema#"
AIT = "https://w3id.org/aitaxonomy#"
LANGUAGES = ("de", "es", "fr", "zh")


@pytest.fixture(scope="module")
def labels() -> Counter[tuple[str, str]]:
    return Counter(
        (quad.subject.value, quad.object.language)
        for name in LANGUAGES
        for quad in ox.parse(path=str(folder("ontology") / "translations" / f"{name}.ttl"))
        if quad.predicate.value == RDFS + "label"
    )


@pytest.fixture(scope="module")
def terms(ai: Taxonomy) -> set[str]:
    """The IRIs of our classes, properties, modalities, tasks and contexts of use."""
    query = f"""PREFIX owl: <http://www.w3.org/2002/07/owl#>
    SELECT DISTINCT ?t {{
      {{ VALUES ?k {{ owl:Class owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty }}
         ?t a ?k FILTER(STRSTARTS(STR(?t), "{AIT}")) }}
      UNION {{ VALUES ?k {{ <{AIT}Modality> <{AIT}Task> <{AIT}ContextOfUse> }} ?t a ?k }}
    }}"""
    return {str(row[0]) for row in ai.sparql(query).rows}


def test_every_term_and_whatever_advice_is_asked_for_has_each_language(
    labels: Counter[tuple[str, str]], terms: set[str]
) -> None:
    assert len(terms) > 200
    missing = [(t, lang) for t in sorted(terms) for lang in LANGUAGES if not labels[t, lang]]
    assert not missing


def test_nothing_else_and_nothing_twice(labels: Counter[tuple[str, str]], terms: set[str]) -> None:
    assert {term for term, _ in labels} == terms
    assert {language for _, language in labels} == set(LANGUAGES)
    assert set(labels.values()) == {1}


@pytest.mark.parametrize(
    "name",
    ["großes Sprachmodell", "grand modèle de langage", "gran modelo de lenguaje", "大语言模型"],
)
def test_a_name_in_another_language_finds_its_term(ai: Taxonomy, name: str) -> None:
    assert ai[name].curie == "ait:LLM"
