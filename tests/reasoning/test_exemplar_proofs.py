"""The proofs about the exemplars: each is valid, HermiT agrees, and no axiom is too many.

Of the verdicts about other kinds than the headline kinds a fixed sample is judged, the same each
time, so that a failure can be repeated. All of them, in a quarter of an hour or so:

    AITAXONOMY_JUDGE=all python -m pytest tests/reasoning/test_exemplar_proofs.py
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import judge_hermit
import pyoxigraph as ox
import pytest

from aitaxonomy.inference.premises import REFUTED_KINDS
from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.module_extraction import excerpt
from aitaxonomy.reasoning.proofs.check import check_proof
from aitaxonomy.reasoning.proofs.justification import iris, ontology_of
from aitaxonomy.reasoning.proofs.proof import Proof
from aitaxonomy.reasoning.reasoner import Reasoner
from aitaxonomy.reasoning.verdict import ENTAILED, UNKNOWN, Verdict
from conftest import AIT, none_can_go

pytestmark = pytest.mark.judges

EVERYTHING = os.environ.get("AITAXONOMY_JUDGE") == "all"
#: Of the verdicts about other kinds than the headline kinds, one in so many is judged.
ONE_IN = 1 if EVERYTHING else 40


@pytest.fixture(scope="module")
def exemplars(shipped_triples: list[ox.Quad]) -> Reasoner:
    """The terms, the exemplars and what these link to."""
    plain = [quad.triple for quad in shipped_triples]
    seeds = {t.subject.value for t in plain if t.predicate.value.endswith("#exemplarOf")}
    assert len(seeds) > 40
    return Reasoner(excerpt(plain, seeds), exemplar_property=AIT + "exemplarOf")


@pytest.fixture(scope="module")
def judged(exemplars: Reasoner) -> list[Verdict]:
    """What is known of each exemplar and headline kind, and of some other kinds."""
    found = exemplars.verdicts(individuals=sorted(exemplars.ontology.exemplars))
    known = [v for kinds in found.values() for v in kinds.values() if v.verdict is not UNKNOWN]
    headline = [v for v in known if v.kind in REFUTED_KINDS]
    assert len(headline) > 0.8 * len(found) * len(REFUTED_KINDS)
    return headline + [v for v in known if v.kind not in REFUTED_KINDS][::ONE_IN]


@pytest.fixture(scope="module")
def distinct(exemplars: Reasoner, judged: list[Verdict]) -> list[Verdict]:
    """One of those verdicts whose proofs are the same but for the names of individuals."""
    unlike: dict[object, Verdict] = {}
    for verdict in judged:
        things = {iri for iri in iris(proof(verdict).axioms) if not is_term(exemplars, iri)}
        ordered = (iri for iri in iris(proof(verdict).axioms) if iri in things)
        names = {iri: f"urn:i{n}" for n, iri in enumerate(dict.fromkeys(ordered))}
        same = renamed((*proof(verdict).axioms, statement(verdict)), names)
        unlike.setdefault(same, verdict)
    assert 60 < len(unlike) < len(judged)
    return list(unlike.values())


def is_term(reasoner: Reasoner, iri: str) -> bool:
    return iri not in reasoner.ontology.individuals


def renamed(value: Any, names: Mapping[str, str]) -> Any:
    """An axiom (or several) with other names for individuals."""
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, tuple):
        return tuple(renamed(each, names) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        parts = {f.name: renamed(getattr(value, f.name), names) for f in fields(value)}
        return type(value)(**{k: v for k, v in parts.items() if k != "_hash"})
    return value


def proof(verdict: Verdict) -> Proof:
    assert verdict.proof is not None, (verdict.thing, verdict.kind)
    return verdict.proof


def document(verdict: Verdict) -> dict[str, object]:
    """What `why --format json` prints, as far as a check needs it."""
    told = {"thing": verdict.thing, "kind": verdict.kind, "verdict": str(verdict.verdict)}
    return {**told, "proof": proof(verdict).to_json()}


def statement(verdict: Verdict) -> ax.ClassAssertion:
    cls = ax.Named(verdict.kind)
    return ax.ClassAssertion(verdict.thing, cls if verdict.verdict is ENTAILED else ax.Not(cls))


def by_hermit(
    reasoner: Reasoner, questions: Iterable[tuple[Iterable[ax.Axiom], Verdict]]
) -> list[bool]:
    vocabulary = reasoner.ontology.vocabulary
    asked = [(ontology_of(axioms, vocabulary), statement(verdict)) for axioms, verdict in questions]
    parts = (asked[start : start + 200] for start in range(0, len(asked), 200))
    return [follows for part in parts for follows in judge_hermit.follow(part)]


def test_every_proof_is_valid(judged: list[Verdict], schema: Callable[[object], None]) -> None:
    for verdict in judged:
        found = proof(verdict)
        assert found.conclusion.terms == (verdict.thing,)
        assert check_proof(document(verdict)), str(found)
        schema(document(verdict))


def test_no_axiom_can_go_by_the_rules(exemplars: Reasoner, distinct: list[Verdict]) -> None:
    """Some of them: what HermiT needs for a conclusion, see below for all, sound rules need too."""
    for verdict in distinct if EVERYTHING else distinct[::5]:
        assert none_can_go(proof(verdict), exemplars.ontology.vocabulary), str(proof(verdict))


def test_hermit_draws_the_same_conclusions(
    java: None, exemplars: Reasoner, distinct: list[Verdict]
) -> None:
    answers = by_hermit(exemplars, [(proof(verdict).axioms, verdict) for verdict in distinct])
    wrong = [str(proof(v)) for v, follows in zip(distinct, answers, strict=True) if not follows]
    assert wrong == []


def test_no_axiom_can_go_by_hermit(
    java: None, exemplars: Reasoner, distinct: list[Verdict]
) -> None:
    """Not even by what the contrary of the conclusion brings along: HermiT supposes that first."""
    questions = [
        ([each for each in proof(verdict).axioms if each != axiom], verdict)
        for verdict in distinct
        for axiom in proof(verdict).axioms
    ]
    answers = by_hermit(exemplars, questions)
    spared = [
        str(proof(verdict)) for (_, verdict), goes in zip(questions, answers, strict=True) if goes
    ]
    assert len(questions) > 60
    assert spared == []
