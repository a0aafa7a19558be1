"""The benchmark of agents: its format, that its answers hold, and how answers are counted."""

import importlib
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "benchmarks" / "agents"))

replay = importlib.import_module("replay")


def test_there_are_a_hundred_questions_each_asked_once() -> None:
    asked = replay.questions()
    assert len(asked) == 100
    assert [each["id"] for each in asked] == [f"q{n:03}" for n in range(1, 101)]
    assert len({each["question"] for each in asked}) == 100
    assert all(each["answer"] and each["calls"] for each in asked)
    assert all(call["expect"] for each in asked for call in each["calls"])
    assert max(Counter(str(each["calls"]) for each in asked).values()) == 1


def test_all_tools_are_used(examples: dict[str, Any]) -> None:
    used = {call["tool"] for each in replay.questions() for call in each["calls"]}
    assert used == examples.keys()


def test_the_calls_answer_their_questions(shipped: Any, session: Any) -> None:
    """Some of them, of tools that are quick: all are replayed by the benchmark itself."""
    quick = [
        each
        for each in replay.questions()
        if not {call["tool"] for call in each["calls"]} & {"classify", "validate", "check_claim"}
    ][::3]
    assert len(quick) > 20

    async def run(client: Any) -> list[Any]:
        return [await replay.replay(client, each) for each in quick]

    assert [each for each in session(shipped, run) if each.faults] == []


def test_a_wrong_answer_is_told(shipped: Any, session: Any) -> None:
    wrong = {
        "id": "x",
        "calls": [
            {
                "tool": "is_a",
                "arguments": {"thing": "GPT-4", "kind": "LLM"},
                "expect": [{"at": ["verdict"], "is": "refuted"}, {"at": ["steps"], "has": [0]}],
            }
        ],
    }
    found = session(shipped, lambda client: replay.replay(client, wrong))
    assert found.faults == ["['verdict']: ['entailed'], not 'refuted'", "['steps']: no [0]"]


def test_answers_of_an_agent_are_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [{"id": each["id"], "answer": each["answer"]} for each in replay.questions()[:-1]]
    lines[0]["answer"] = "perhaps"
    path = tmp_path / "mine.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)))
    monkeypatch.setattr("sys.argv", ["replay.py", "--answers", str(path)])
    assert replay.main() == 0
    told = capsys.readouterr().out
    assert "all: 98 of 100" in told and "without an answer: q100" in told
