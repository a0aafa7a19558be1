"""Verdicts: the table that the ontology must reproduce, and HermiT on every exemplar and class."""

from __future__ import annotations

import os

import judge_hermit
import pyoxigraph as ox
import pytest

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.reader import read
from aitaxonomy.reasoning.proofs.justification import iris
from aitaxonomy.reasoning.reasoner import Reasoner
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN
from conftest import AIT, AIX

Y, N, U = ENTAILED, REFUTED, UNKNOWN
KERNEL_TABLE = {
    "GPT-4": (Y, Y, Y),
    "GPT-4o": (Y, Y, Y),
    "GPT": (N, Y, Y),
    "ChatGPT": (N, Y, Y),
    "DALL-E-3": (N, N, Y),
    "MusicLM": (N, N, Y),
    "Midjourney": (N, N, Y),
    "Runway": (N, U, Y),
    "BERT": (N, N, N),
    "CLIP": (N, N, N),
    "Undeclared": (U, U, Y),
}
SHIPPED_TABLE = {
    "gpt-4": (Y, Y, Y),
    "claude-3.5-sonnet": (Y, Y, Y),
    "llama-3.1": (Y, Y, Y),
    "palm-2": (Y, Y, Y),
    "gpt-4o": (Y, Y, Y),
    "gpt": (N, Y, Y),
    "claude": (N, Y, Y),
    "llama": (N, Y, Y),
    "palm": (N, Y, Y),
    "chatgpt": (N, Y, Y),
    "github-copilot": (N, Y, Y),
    "dall-e-3": (N, N, Y),
    "musiclm": (N, N, Y),
    "midjourney": (N, N, Y),
    "runway": (N, U, Y),
    "bert": (N, N, N),
    "clip": (N, N, N),
    "resnet": (N, N, N),
    "alphago": (N, N, N),
    "whisper": (N, N, N),
}
KINDS = [AIT + name for name in ("LLM", "LLMTechnology", "GenerativeAI")]


@pytest.mark.parametrize("name", KERNEL_TABLE)
def test_kernel_table(kernel: Reasoner, name: str) -> None:
    given = tuple(kernel.verdict(AIX + name, kind).verdict for kind in KINDS)
    assert given == KERNEL_TABLE[name]


@pytest.mark.judges
@pytest.mark.parametrize("name", SHIPPED_TABLE)
def test_shipped_table(shipped: Reasoner, name: str) -> None:
    thing = AIX + name
    if thing not in shipped.ontology.individuals:
        candidates = sorted(i for i in shipped.ontology.individuals if i.startswith(thing))
        assert candidates, f"{thing} is not among the systems"
        thing = candidates[0]
    given = tuple(shipped.verdict(thing, kind).verdict for kind in KINDS)
    assert given == SHIPPED_TABLE[name]


def closure_pairs(reasoner: Reasoner) -> tuple[set, set]:
    entailed, refuted = set(), set()
    for thing, kinds in reasoner.verdicts().items():
        for kind, verdict in kinds.items():
            if verdict.verdict is ENTAILED:
                entailed.add((thing, kind))
            elif verdict.verdict is REFUTED:
                refuted.add((thing, kind))
    return entailed, refuted


@pytest.mark.judges
def test_hermit_agrees_on_the_kernel(kernel: Reasoner, kernel_triples: list[ox.Quad]) -> None:
    entailed, refuted, _ = judge_hermit.realise(kernel_triples)
    ours = closure_pairs(kernel)
    assert ours[0] == entailed
    assert ours[1] == refuted
    assert (len(entailed), len(refuted)) == (77, 365)


PARTS = {AIT + name for name in ("hasComponent", "poweredBy", "hasMember", "hasSubfamily")}


def neighbourhood(triples: list[ox.Quad], seeds: set[str]) -> list[ox.Triple]:
    """Terms and axioms, with the facts of the seeds, of their parts, and of what classes name."""
    plain = judge_hermit.logical(triples)
    ontology = read(triples)
    named = {iri for axiom in ontology.axioms for iri in iris(_outside_groups(axiom))}
    kept = (named & ontology.individuals) | seeds
    queue = list(kept)
    for node in queue:
        for fact in ontology.facts:
            follows = isinstance(fact, ax.PropertyAssertion) and fact.subject == node
            wanted = follows and (fact.prop in PARTS or fact.prop.startswith(AIT + "broader"))
            if wanted and fact.object not in kept:
                kept.add(fact.object)
                queue.append(fact.object)
    dropped = {ox.NamedNode(iri) for iri in ontology.individuals - kept if "_:" not in iri}
    return _without(plain, dropped)


def _outside_groups(axiom: ax.Axiom) -> object:
    return () if isinstance(axiom, ax.DifferentIndividuals) else axiom


def _without(plain: list[ox.Triple], dropped: set) -> list[ox.Triple]:
    """The triples without some individuals, which also leave the lists they stand in."""
    first = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#first")
    rest = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#rest")
    gone = {t.subject for t in plain if t.predicate == first and t.object in dropped}
    after = {t.subject: t.object for t in plain if t.predicate == rest}

    def skip(node: object) -> object:
        while node in gone:
            node = after[node]
        return node

    return [
        ox.Triple(t.subject, t.predicate, skip(t.object))
        for t in plain
        if t.subject not in gone and t.subject not in dropped and t.object not in dropped
    ]


JUDGED = {
    AIT + name
    for name in ("LLM", "LLMTechnology", "GenerativeAI", "NonGenerativeAI", "MultimodalPlatform")
}
FEW = {"gpt-4", "gpt-4o", "dall-e-3", "bert", "whisper"}


@pytest.mark.judges
def test_hermit_agrees_on_the_exemplars(shipped_triples: list[ox.Quad], shipped: Reasoner) -> None:
    """Every class for what is entailed; for what is refuted the kinds that the article is about.

    With AITAXONOMY_JUDGE=all, every exemplar and every class are judged, which takes long.
    """
    everything = os.environ.get("AITAXONOMY_JUDGE") == "all"
    names = set(SHIPPED_TABLE) if everything else FEW
    seeds = {AIX + name for name in names} & shipped.ontology.individuals
    assert len(seeds) >= len(FEW)
    small = neighbourhood(shipped_triples, seeds)
    entailed, refuted, _ = judge_hermit.realise(small, only=None if everything else JUDGED)
    ours = closure_pairs(Reasoner(small))
    assert ours[0] == entailed
    assert {pair for pair in ours[1] if everything or pair[1] in JUDGED} == refuted
    # What the part says of an exemplar, the whole graph says as well.
    verdicts = shipped.verdicts(individuals=sorted(seeds))
    for thing, kind in entailed | refuted:
        if thing in seeds:
            assert verdicts[thing][kind].verdict is not UNKNOWN
