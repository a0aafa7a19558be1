"""The W3C's test cases for OWL 2, if their folder is given: see `w3c`.

OWL2_TEST_CASES=folder-with-all.rdf python -m pytest tests/reasoning/test_w3c.py
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from entailment import entailed
from w3c import cases

from aitaxonomy import InconsistentOntology
from aitaxonomy.inference.alone import Alone
from aitaxonomy.owl.ontology import Ontology

FOLDER = os.environ.get("OWL2_TEST_CASES", "")
pytestmark = pytest.mark.skipif(
    not FOLDER, reason="OWL2_TEST_CASES names no folder with the W3C's all.rdf: see w3c.py"
)


def judged(alone: Alone) -> str:
    """The verdict on consistency: a contradiction, by which profile there is none, or neither."""
    try:
        found = alone.hierarchy()
    except InconsistentOntology:
        return "inconsistent"
    if not found.proved_by:
        assert found.doubts
        return "no contradiction found"
    return "consistent"


def ontology_of(text: str, folder: Path) -> Ontology:
    """The ontology of a text in RDF/XML."""
    file = folder / f"{hash(text)}.rdf"
    file.write_text(text, encoding="utf-8")
    return Alone([file]).reasoner.ontology


def has_member(alone: Alone) -> list[str]:
    """The classes without possible members that have one all the same."""
    impossible = {low for low, high in alone.reasoner.classified() if high.endswith("owl#Nothing")}
    things = alone.reasoner.ontology.individuals
    return [kind for thing in things for kind in alone.reasoner.kinds(thing) if kind in impossible]


def test_consistency(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    found: Counter[tuple[bool | None, str]] = Counter()
    wrong = []
    for case in cases(Path(FOLDER) / "all.rdf"):
        if case.consistent is None:
            continue
        file = tmp_path / f"{len(found)}.rdf"
        file.write_text(case.premise, encoding="utf-8")
        alone = Alone([file])
        told = judged(alone)
        found[case.consistent, told] += 1
        if told == ("inconsistent" if case.consistent else "consistent"):
            wrong.append((case.name, told))
        if told != "inconsistent" and has_member(alone):
            wrong.append((case.name, "an empty class has a member"))
    for consistent, told in ((False, "inconsistent"), (True, "consistent")):
        cases_of = sum(number for (each, _), number in found.items() if each is consistent)
        record_property("found", f"{found[consistent, told]} of {cases_of} {told}")
    assert not wrong
    assert found[False, "inconsistent"] >= 65
    assert found[True, "consistent"] >= 75


def test_entailment(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    missed, wrong, count = [], [], 0
    for case in cases(Path(FOLDER) / "all.rdf"):
        premise = ontology_of(case.premise, tmp_path)
        if case.conclusion:
            count += 1
            if not entailed(premise, ontology_of(case.conclusion, tmp_path)):
                missed.append(case.name)
        if case.non_conclusion and entailed(premise, ontology_of(case.non_conclusion, tmp_path)):
            wrong.append(case.name)
    record_property("found", f"{count - len(missed)} of {count} entailments")
    assert not wrong
    assert count - len(missed) >= 60, missed
