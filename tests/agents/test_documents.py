"""What the page and the skill for agents say: each example runs, each tool has its place."""

import json
import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/agents.md").read_text(encoding="utf-8")
SKILL = ROOT / "skills/aitaxonomy/SKILL.md"


def _part(part: Any, whole: Any) -> bool:
    """Return whether a part of an answer is in it; of lists, each entry is in some entry."""
    if isinstance(part, dict):
        return all(key in whole and _part(value, whole[key]) for key, value in part.items())
    if isinstance(part, list):
        return all(any(_part(each, other) for other in whole) for each in part)
    return bool(part == whole)


def test_each_example_of_the_page_runs(
    shipped: Any, session: Any, examples: dict[str, Any]
) -> None:
    blocks = [json.loads(text) for text in re.findall(r"^```json\n(.*?)^```", PAGE, re.M | re.S)]
    shown = [block for block in blocks if "tool" in block]
    assert {each["tool"] for each in shown} == examples.keys()

    async def run(client: Any) -> list[str]:
        wrong = []
        for each in shown:
            result = await client.call_tool(each["tool"], each["arguments"])
            if result.is_error or not _part(each["answer"], result.structured_content):
                wrong.append(f"{each['tool']}: {result.content[0].text}")
        return wrong

    assert session(shipped, run) == []


def test_the_skill_is_well_formed_and_names_each_tool(examples: dict[str, Any]) -> None:
    _, front, body = SKILL.read_text(encoding="utf-8").split("---\n", 2)
    about = yaml.safe_load(front)
    assert about.keys() <= {"name", "description", "license", "compatibility", "metadata"}
    assert about["name"] == SKILL.parent.name
    assert len(about["description"]) <= 1024 and len(about["compatibility"]) <= 500
    table = re.findall(r"^\|.*\| `(\w+)`", body, re.M)
    assert set(table) == examples.keys()
