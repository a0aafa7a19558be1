"""The EU's criteria over compute and modality, at the lines that the law draws."""

from collections.abc import Callable
from pathlib import Path

import pytest

from aitaxonomy._data import folder, ontology_files
from aitaxonomy.reasoning import Reasoner
from aitaxonomy.store import read_triples
from aitaxonomy.terms import PREFIXES

Scratch = Callable[[str], Path]
AIT = PREFIXES["ait"]
GENERAL, SYSTEMIC = "MeetsEUGeneralPurposeCriterion", "PresumedSystemicRiskModel"
TEXT, IMAGE = "ait:nativelyGenerates aix:text", "ait:nativelyGenerates aix:image"
VIDEO, SPEECH = "ait:nativelyGenerates aix:video", "ait:nativelyGenerates aix:speech"
FROM_TEXT, FROM_IMAGE = "ait:nativelyAccepts aix:text", "ait:nativelyAccepts aix:image"
CASES = {
    "text-at-the-line": (10**23, [TEXT], set()),
    "text-above-it": (10**23 + 1, [TEXT], {GENERAL}),
    "code-is-text": (10**24, ["ait:nativelyGenerates aix:code"], {GENERAL}),
    "speech": (10**24, [SPEECH], {GENERAL}),
    "music": (10**24, ["ait:nativelyGenerates aix:music", FROM_TEXT], set()),
    "image-from-text": (10**24, [IMAGE, FROM_TEXT], {GENERAL}),
    "image-from-image": (10**24, [IMAGE, FROM_IMAGE], set()),
    "video-from-text": (10**24, [VIDEO, FROM_TEXT], {GENERAL}),
    "video-from-image": (10**24, [VIDEO, FROM_IMAGE], set()),
    "classifier": (10**26, ["ait:hasOutput aix:class-label"], set()),
    "at-the-higher-line": (10**25, [TEXT], {GENERAL}),
    "above-it": (10**25 + 1, [TEXT], {GENERAL, SYSTEMIC}),
}


@pytest.fixture(scope="module")
def judge(scratch: Scratch) -> Reasoner:
    described = scratch(
        "".join(
            f"ex:{name} a owl:NamedIndividual , ait:AIModel ; ait:trainingCompute {compute} ; "
            f"{' ; '.join(facts)} .\n"
            for name, (compute, facts, _) in CASES.items()
        )
    )
    terms = [path for path in ontology_files() if path.parent == folder("ontology")]
    return Reasoner([triple for path in (*terms, described) for triple in read_triples(path)])


@pytest.mark.parametrize("name", CASES)
def test_a_model_meets_the_criteria_that_its_figures_meet(judge: Reasoner, name: str) -> None:
    kinds = judge.kinds(f"https://example.org/{name}")
    assert {kind for kind in (GENERAL, SYSTEMIC) if AIT + kind in kinds} == CASES[name][2]
