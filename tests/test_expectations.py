"""What an expert expects of known systems, and what no definition may change."""

import csv
from pathlib import Path

import pytest

from aitaxonomy import Taxonomy
from aitaxonomy.reasoning.evaluation.closure import Closure

FILE = Path(__file__).parent / "data" / "expectations.tsv"
ROWS = [
    row
    for row in csv.reader(FILE.open(encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE)
    if not row[0].startswith("#")
]


@pytest.fixture(scope="module")
def closure(ai: Taxonomy) -> Closure:
    """All that follows, members and non-members of every kind that is asked for."""
    return ai.reasoner.closure()


@pytest.fixture(scope="module")
def members(closure: Closure, ai: Taxonomy) -> dict[tuple[str, str], set[str]]:
    """By kind and verdict the IRIs of those that have it."""
    kinds = {ai.names.find(kind, prefer=("class",)) for _, kind, *_ in ROWS}
    return {
        **{(kind, "entailed"): set(closure.members(kind)) for kind in kinds},
        **{(kind, "refuted"): set(closure.non_members(kind)) for kind in kinds},
    }


def test_there_are_many_of_every_verdict() -> None:
    verdicts = [verdict for _, _, verdict, _ in ROWS]
    assert len({(thing, kind) for thing, kind, *_ in ROWS}) == len(ROWS) > 300
    assert verdicts.count("entailed") > 100 and verdicts.count("refuted") > 90
    assert "unknown" in verdicts


@pytest.mark.parametrize(
    ("thing", "kind", "verdict", "why"), ROWS, ids=[f"{row[0]} {row[1]}" for row in ROWS]
)
def test_what_an_expert_expects(
    ai: Taxonomy,
    members: dict[tuple[str, str], set[str]],
    thing: str,
    kind: str,
    verdict: str,
    why: str,
) -> None:
    iri = ai.names.find(thing)
    kind = ai.names.find(kind, prefer=("class",))
    found = [truth for truth in ("entailed", "refuted") if iri in members[kind, truth]]
    assert found == [verdict] * (verdict != "unknown"), why
