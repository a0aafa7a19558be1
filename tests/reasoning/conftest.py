"""Ontologies and judges for the tests of the reasoner."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from aitaxonomy.reasoning import Reasoner

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
def kernel_triples() -> list[ox.Quad]:
    return load(HERE / "kernel.ttl")


@pytest.fixture(scope="session")
def kernel(kernel_triples: list[ox.Quad]) -> Reasoner:
    return Reasoner(kernel_triples)


@pytest.fixture(scope="session")
def terms_triples() -> list[ox.Quad]:
    """The modules of the ontology, without the systems."""
    folder = ROOT / "ontology"
    return load(*sorted(p for p in folder.glob("*.ttl") if p.stem != "alignments"))


@pytest.fixture(scope="session")
def shipped_triples(terms_triples: list[ox.Quad]) -> list[ox.Quad]:
    """The ontology with all its systems."""
    return terms_triples + load(*sorted((ROOT / "ontology" / "systems").glob("*.ttl")))


@pytest.fixture(scope="session")
def shipped(shipped_triples: list[ox.Quad]) -> Reasoner:
    return Reasoner(shipped_triples)


@pytest.fixture(scope="session")
def terms(terms_triples: list[ox.Quad]) -> Reasoner:
    return Reasoner(terms_triples)
