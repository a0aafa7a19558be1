"""Long chains take memory and work in proportion to their length, and what would not is refused."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from aitaxonomy.errors import ReasonerFault, TooManyLinks
from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Ontology, Vocabulary
from aitaxonomy.rdf.namespaces import OWL, RDF
from aitaxonomy.reasoning.evaluation import equality, transitive
from aitaxonomy.reasoning.evaluation.closure import Closure, close
from aitaxonomy.reasoning.rules.compiler import compile_ontology
from aitaxonomy.reasoning.rules.model import SAME, Predicate

PART, DONE, GOAL, HAS = "urn:part", "urn:Done", "urn:Goal", "urn:HasGoal"
VOCABULARY = Vocabulary(frozenset({DONE, GOAL, HAS}), frozenset({PART}))
LONG = 3_000


def closure(tmp_path: Path, lines: list[str]) -> Closure:
    """The closure of statements, where what has a goal as a part is one that `HAS` it."""
    role, goal = ax.Role(PART), ax.Named(GOAL)
    ontology = Ontology(
        (
            ax.Characteristic("transitive", role),
            ax.EquivalentClasses((ax.Named(HAS), ax.Some(role, goal))),
            ax.SubClassOf(goal, ax.Named(DONE)),
        ),
        vocabulary=VOCABULARY,
    )
    path = tmp_path / "data.nt"
    path.write_text("".join(f"{line} .\n" for line in lines), encoding="utf-8")
    return close(compile_ontology(ontology), VOCABULARY, [path])


def chain(prop: str, length: int) -> list[str]:
    """Links from each individual to the next, the last of which is a goal."""
    links = [f"<urn:i{n}> <{prop}> <urn:i{n + 1}>" for n in range(length)]
    return [*links, f"<urn:i{length}> <{RDF}type> <{GOAL}>"]


def held(found: Closure) -> int:
    """The number of links between individuals that a closure keeps."""
    return sum(found._relations.links.sizes.values())


def test_a_transitive_chain_keeps_its_links_alone(tmp_path: Path) -> None:
    found = closure(tmp_path, chain(PART, LONG))
    assert len(found.members(HAS)) == LONG
    assert held(found) == LONG
    assert found._evaluation.types.last_round < 40


def test_links_along_a_path_are_listed_when_asked_for(tmp_path: Path) -> None:
    found = closure(tmp_path, chain(PART, 200))
    assert found.rows(Predicate("role", PART)).height == 200 * 201 // 2
    assert found.values(PART).height == 200 * 201 // 2


def test_equals_in_a_chain_share_what_holds_of_one(tmp_path: Path) -> None:
    found = closure(tmp_path, chain(f"{OWL}sameAs", LONG))
    assert len(found.members(DONE)) == LONG + 1
    assert held(found) == 0


def test_too_many_links_are_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (transitive, equality):
        monkeypatch.setattr(module, "MOST_LINKS", 100)
    found = closure(tmp_path, chain(PART, 20))
    with pytest.raises(TooManyLinks, match=r"<urn:part>: .* more than 100 links .*<urn:part>\+"):
        found.rows(Predicate("role", PART))
    found = closure(tmp_path, chain(f"{OWL}sameAs", 20))
    with pytest.raises(TooManyLinks, match="owl:sameAs"):
        found.rows(SAME)


def test_classes_in_a_chain_need_no_more_rules_than_classes_side_by_side() -> None:
    def rules(above: list[int]) -> int:
        named = [ax.Named(f"urn:C{n}") for n in range(len(above))]
        roots = ax.Named(GOAL), ax.Named(DONE)
        axioms = [ax.SubClassOf(named[0], each) for each in roots]
        axioms += [ax.SubClassOf(named[n], named[m]) for n, m in enumerate(above) if n]
        axioms.append(ax.EquivalentClasses((ax.Named(HAS), ax.And(roots))))
        words = Vocabulary(frozenset({GOAL, DONE, HAS, *(each.iri for each in named)}))
        return len(compile_ontology(Ontology(tuple(axioms), vocabulary=words)).rules)

    deep = rules([max(n - 1, 0) for n in range(100)])
    assert deep == rules([0] * 100)


def test_classes_too_deep_are_refused_by_name() -> None:
    named = [ax.Named(f"urn:C{n}") for n in range(LONG + 2)]
    steps = tuple(ax.SubClassOf(low, high) for high, low in pairwise(named))
    with pytest.raises(ReasonerFault, match=r"<urn:C3001> lies 3,001 .* up to 3,000"):
        compile_ontology(Ontology(steps))
