"""The EU's criteria over compute and modality, at the lines that the law draws."""

from collections.abc import Callable
from math import inf, nextafter
from pathlib import Path

import pytest

from aitaxonomy import InconsistentOntology
from aitaxonomy._data import folder, ontology_files
from aitaxonomy.rdf.namespaces import AIT
from aitaxonomy.reasoning.reasoner import Reasoner
from aitaxonomy.store import read_triples

Scratch = Callable[[str], Path]
GENERAL, SYSTEMIC = "MeetsEUGeneralPurposeCriterion", "PresumedSystemicRiskModel"
TEXT, IMAGE = "ait:nativelyGenerates aix:text", "ait:nativelyGenerates aix:image"
VIDEO, SPEECH = "ait:nativelyGenerates aix:video", "ait:nativelyGenerates aix:speech"
FROM_TEXT, FROM_IMAGE = "ait:nativelyAccepts aix:text", "ait:nativelyAccepts aix:image"
CASES = {
    "text-at-the-line": (1e23, [TEXT], set()),
    "text-above-it": (nextafter(1e23, inf), [TEXT], {GENERAL}),
    "code-is-text": (1e24, ["ait:nativelyGenerates aix:code"], {GENERAL}),
    "speech": (1e24, [SPEECH], {GENERAL}),
    "music": (1e24, ["ait:nativelyGenerates aix:music", FROM_TEXT], set()),
    "image-from-text": (1e24, [IMAGE, FROM_TEXT], {GENERAL}),
    "image-from-image": (1e24, [IMAGE, FROM_IMAGE], set()),
    "video-from-text": (1e24, [VIDEO, FROM_TEXT], {GENERAL}),
    "video-from-image": (1e24, [VIDEO, FROM_IMAGE], set()),
    "classifier": (1e26, ["ait:hasOutput aix:class-label"], set()),
    "at-the-higher-line": (1e25, [TEXT], {GENERAL}),
    "above-it": (nextafter(1e25, inf), [TEXT], {GENERAL, SYSTEMIC}),
    "far-above-it": (2.1e25, [TEXT], {GENERAL, SYSTEMIC}),
    "greater-as-text-than-as-a-number": (9e9, [TEXT], set()),
}


@pytest.fixture(scope="module")
def described(scratch: Scratch) -> Path:
    return scratch(
        "".join(
            f"ex:{name} a owl:NamedIndividual , ait:AIModel ; ait:trainingCompute {compute:.16e} ; "
            f"{' ; '.join(facts)} .\n"
            for name, (compute, facts, _) in CASES.items()
        )
    )


@pytest.fixture(scope="module")
def terms() -> Reasoner:
    paths = [path for path in ontology_files() if path.parent == folder("ontology")]
    return Reasoner([triple for path in paths for triple in read_triples(path)])


@pytest.fixture(scope="module")
def judge(terms: Reasoner, described: Path) -> Reasoner:
    return terms.with_data(read_triples(described))


@pytest.mark.parametrize("name", CASES)
def test_a_model_meets_the_criteria_that_its_figures_meet(judge: Reasoner, name: str) -> None:
    kinds = judge.kinds(f"https://example.org/{name}")
    assert {kind for kind in (GENERAL, SYSTEMIC) if AIT + kind in kinds} == CASES[name][2]


def test_in_data_of_any_size_the_same_models_meet_them(terms: Reasoner, described: Path) -> None:
    closure = terms.closure([described])
    assert closure.clashes() == []
    for name, (_, _, expected) in CASES.items():
        iri = f"https://example.org/{name}"
        found = {kind for kind in (GENERAL, SYSTEMIC) if iri in closure.members(AIT + kind)}
        assert found == expected, name


@pytest.mark.parametrize(
    "value",
    ["2" + 24 * "0", "2" + 24 * "0" + ".5", '"2E24"^^xsd:float', '"2E24"'],
    ids=["integer", "decimal", "float", "text"],
)
def test_compute_that_is_no_double_is_told_and_not_taken(
    terms: Reasoner, scratch: Scratch, value: str
) -> None:
    """An integer is no `xsd:double` (OWL 2 keeps them apart), so it contradicts the range."""
    path = scratch(
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        f"ex:x a owl:NamedIndividual , ait:AIModel ; {TEXT} ; ait:trainingCompute {value} ."
    )
    mine = terms.with_data(read_triples(path))
    with pytest.raises(InconsistentOntology) as caught:
        mine.check()
    said = caught.value.clashes
    assert len(said) == 2
    assert "training compute" in said[0]
    assert "of type double" in said[1]
    assert AIT + GENERAL not in mine.kinds("https://example.org/x")
    closure = terms.closure([path])
    assert [fact.terms for fact in closure.clashes()] == [("https://example.org/x",)]
    assert closure.members(AIT + GENERAL) == []


def test_compute_that_is_no_number_is_told_and_not_taken(terms: Reasoner, scratch: Scratch) -> None:
    """An ill-typed literal may stand for anything, so it contradicts nothing and is listed."""
    path = scratch(
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        f"ex:x a owl:NamedIndividual , ait:AIModel ; {TEXT} ;\n"
        '  ait:trainingCompute "much"^^xsd:double .'
    )
    mine = terms.with_data(read_triples(path))
    mine.check()
    assert any("without a known value" in each.reason for each in mine.left_out())
    assert AIT + GENERAL not in mine.kinds("https://example.org/x")
