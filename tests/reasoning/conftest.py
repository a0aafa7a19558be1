"""Ontologies and judges for the tests of the reasoner."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest

from aitaxonomy._data import OF_SYSTEMS, ontology_files
from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Vocabulary
from aitaxonomy.reasoning.evaluation.closure import Closure
from aitaxonomy.reasoning.proofs.justification import derive
from aitaxonomy.reasoning.proofs.proof import Proof
from aitaxonomy.reasoning.reasoner import Reasoner
from aitaxonomy.reasoning.rules.model import CLASH, GroundFact, Predicate

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE))  # the judges beside this file
sys.path.insert(0, str(ROOT / "benchmarks"))  # the generator of systems

AIT = "https://w3id.org/aitaxonomy#"
AIX = "https://w3id.org/aitaxonomy/id/"
HEADLINES = [
    AIT + name
    for name in ("GenerativeAI", "LLM", "LLMTechnology", "MultimodalLLM", "MultimodalPlatform")
]


def load(*paths: Path) -> list[ox.Quad]:
    """The triples of some Turtle files."""
    return [quad for path in paths for quad in ox.parse(path=path, rename_blank_nodes=True)]


def need(condition: bool, reason: str) -> None:
    """Skip the test if a judge is missing; where everything must be there (CI), fail."""
    if not condition:
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture(scope="session")
def schema() -> Callable[[object], None]:
    """Raises an error for what is not a proof by the JSON schema."""
    jsonschema = pytest.importorskip("jsonschema")
    from aitaxonomy.reasoning import proofs

    text = (Path(proofs.__file__).parent / "proof.schema.json").read_text(encoding="utf-8")
    jsonschema.Draft202012Validator.check_schema(json.loads(text))
    check: Callable[[object], None] = jsonschema.Draft202012Validator(json.loads(text)).validate
    return check


def follows(axioms: Sequence[ax.Axiom], goal: GroundFact, vocabulary: Vocabulary) -> bool:
    """Whether a membership follows by the rules: straight ahead, or as its contrary cannot be."""
    clash = GroundFact(CLASH, goal.terms)
    return (
        derive(axioms, goal, vocabulary)[2] or derive(axioms, clash, vocabulary, [goal.contrary])[2]
    )


def none_can_go(proof: Proof, vocabulary: Vocabulary) -> bool:
    """Whether the conclusion follows by the rules from the axioms of a proof, and from no fewer."""
    goal = proof.conclusion
    fewer = [[each for each in proof.axioms if each != axiom] for axiom in proof.axioms]
    return follows(proof.axioms, goal, vocabulary) and not any(
        follows(rest, goal, vocabulary) for rest in fewer
    )


def facts_of(closure: Closure) -> dict[Predicate, set[tuple[object, ...]]]:
    """All facts of a closure, with terms by name."""
    found = {}
    for predicate in closure.predicates():
        rows = closure.rows(predicate)
        if rows.height:
            found[predicate] = set(rows.select(map(closure.terms.bare, rows.columns)).rows())
    return found


@pytest.fixture(scope="session")
def kernel_triples() -> list[ox.Quad]:
    return load(HERE / "kernel.ttl")


@pytest.fixture(scope="session")
def kernel(kernel_triples: list[ox.Quad]) -> Reasoner:
    return Reasoner(kernel_triples, exemplar_property=AIT + "exemplarOf")


@pytest.fixture(scope="session")
def terms_triples() -> list[ox.Quad]:
    """The modules of the ontology, without the systems."""
    return load(*(path for path in ontology_files() if path.parent.name not in OF_SYSTEMS))


@pytest.fixture(scope="session")
def shipped_triples(terms_triples: list[ox.Quad]) -> list[ox.Quad]:
    """The ontology with all its systems, as it is stated: without what follows."""
    return terms_triples + load(*(p for p in ontology_files() if p.parent.name in OF_SYSTEMS))


@pytest.fixture(scope="session")
def shipped(shipped_triples: list[ox.Quad]) -> Reasoner:
    return Reasoner(shipped_triples, exemplar_property=AIT + "exemplarOf")


@pytest.fixture(scope="session")
def terms(terms_triples: list[ox.Quad]) -> Reasoner:
    return Reasoner(terms_triples, exemplar_property=AIT + "exemplarOf")
