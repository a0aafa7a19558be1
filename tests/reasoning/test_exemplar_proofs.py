"""The proofs about the exemplars: each step replays, HermiT agrees, and no axiom is too many.

With AITAXONOMY_JUDGE=all every verdict on every exemplar is judged, in a quarter of an hour or so.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import judge_hermit
import pyoxigraph as ox
import pytest

from aitaxonomy.inference import REFUTED_KINDS
from aitaxonomy.reasoning import ENTAILED, UNKNOWN, Proof, Reasoner, Verdict, replay
from aitaxonomy.reasoning import axioms as ax
from aitaxonomy.reasoning.excerpt import excerpt
from aitaxonomy.reasoning.justify import derive, finest, iris, ontology_of
from aitaxonomy.reasoning.rules import CLASH, GroundFact

EVERYTHING = os.environ.get("AITAXONOMY_JUDGE") == "all"
#: Of the verdicts about other kinds than the headline kinds, one in so many is judged.
ONE_IN = 1 if EVERYTHING else 80


@pytest.fixture(scope="module")
def exemplars(shipped_triples: list[ox.Quad]) -> Reasoner:
    """The terms, the exemplars and what these link to."""
    plain = [quad.triple for quad in shipped_triples]
    seeds = {t.subject.value for t in plain if t.predicate.value.endswith("#exemplarOf")}
    assert len(seeds) > 40
    return Reasoner(excerpt(plain, seeds))


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


def statement(verdict: Verdict, *, contrary: bool = False) -> ax.ClassAssertion:
    cls = ax.Named(verdict.kind)
    yes = (verdict.verdict is ENTAILED) is not contrary
    return ax.ClassAssertion(verdict.thing, cls if yes else ax.Not(cls))


def by_hermit(
    reasoner: Reasoner, questions: Iterable[tuple[Iterable[ax.Axiom], Verdict]]
) -> list[bool]:
    vocabulary = reasoner.ontology.vocabulary
    asked = [(ontology_of(axioms, vocabulary), statement(verdict)) for axioms, verdict in questions]
    parts = (asked[start : start + 200] for start in range(0, len(asked), 200))
    return [follows for part in parts for follows in judge_hermit.follow(part)]


def test_every_step_replays(exemplars: Reasoner, judged: list[Verdict]) -> None:
    for verdict in judged:
        found = proof(verdict)
        assert found.conclusion.terms == (verdict.thing,)
        program, _ = finest(found.axioms, found.conclusion, exemplars.ontology.vocabulary)
        assert replay(found, program) == [], str(found)


def test_no_axiom_can_go_by_the_rules(exemplars: Reasoner, distinct: list[Verdict]) -> None:
    for verdict in distinct:
        found = proof(verdict)
        for axiom in found.axioms:
            rest = [each for each in found.axioms if each != axiom]
            reached = derive(rest, found.conclusion, exemplars.ontology.vocabulary)[2]
            assert not reached, f"{axiom} is too much in: {found}"


def test_hermit_draws_the_same_conclusions(
    java: None, exemplars: Reasoner, distinct: list[Verdict]
) -> None:
    answers = by_hermit(exemplars, [(proof(verdict).axioms, verdict) for verdict in distinct])
    wrong = [str(proof(v)) for v, follows in zip(distinct, answers, strict=True) if not follows]
    assert wrong == []


def test_no_axiom_can_go_by_hermit(
    java: None, exemplars: Reasoner, distinct: list[Verdict]
) -> None:
    """But for what the contrary of the conclusion brings along, since HermiT supposes that first.

    That a system is a model, for instance, follows from supposing that it is a language model; a
    proof that it is none goes straight ahead and states it.
    """
    questions = [
        ([each for each in proof(verdict).axioms if each != axiom], verdict)
        for verdict in distinct[:: 1 if EVERYTHING else 4]
        for axiom in proof(verdict).axioms
    ]
    answers = by_hermit(exemplars, questions)
    spared = [each for each, follows in zip(questions, answers, strict=True) if follows]
    assert len(questions) > 60
    assert len(spared) < len(questions) / 20
    for rest, verdict in spared:
        clash = GroundFact(CLASH, (verdict.thing,))
        supposed = [*rest, statement(verdict, contrary=True)]
        assert derive(supposed, clash, exemplars.ontology.vocabulary)[2], str(proof(verdict))
