"""OASF: records of agents; skills are tasks by the mappings of the ontology."""

import json
from pathlib import Path

import pytest

from aitaxonomy import Taxonomy
from aitaxonomy.inventory import Record, Tally, read_records

DATA = Path(__file__).parent / "data" / "oasf.json"


def read(path: Path) -> tuple[list[Record], Tally]:
    tally = Tally()
    return list(read_records(path, tally=tally)), tally


def test_a_record_is_an_agent_with_its_model_and_the_tasks_of_its_skills() -> None:
    (agent, server), tally = read(DATA)
    assert (agent.name, agent.id) == ("press-room", "agents.example.org/house/press-room")
    assert (agent.kind, agent.developer) == ("AIAgent", "Example House")
    assert agent.tasks == ("text-to-image", "summarization")
    assert [base.of for base in agent.derived_from] == ["gpt-4o"]
    assert agent.source.line == 2
    assert set(tally.unknown_fields) == {
        "skill 'devops_cloud_infra/cloud_networking/dns_management'",
        "skill 10702",
    }
    assert server.kind == "AISystem", "a server of tools is not an agent"
    assert sum(tally.skipped.values()) == 1


def test_a_single_record_is_read_as_well(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    path.write_text(json.dumps(json.loads(DATA.read_text(encoding="utf-8"))[0]), encoding="utf-8")
    (agent,), _ = read(path)
    assert agent.name == "press-room" and agent.source.line is None


def test_an_agent_on_a_known_model_is_an_llm_agent(ai: Taxonomy) -> None:
    mine = ai + str(DATA)
    assert mine.is_a("press-room", "LLMAgent")
    assert mine.is_a("press-room", "ImageGenerator")


@pytest.mark.parametrize(
    ("skill", "task"),
    [
        ("natural_language_processing/text_completion", "text-generation"),
        ("sentiment_analysis", "sentiment-analysis"),
        ("tabular_prediction", None),
        ("recommendation_systems", "recommendation"),
        ("reinforcement_learning", None),
    ],
    ids=["an older path", "the last name alone", "wider than a task", "as close", "related only"],
)
def test_a_skill_is_a_task_where_who_has_it_performs_that(skill: str, task: str | None) -> None:
    from aitaxonomy.inventory.formats.standards.oasf import task_of

    assert task_of(skill) == task
