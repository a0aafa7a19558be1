"""Replays the agent benchmark, or scores the answers of an agent; `README.md` tells the format.

python benchmarks/agents/replay.py
python benchmarks/agents/replay.py --answers mine.jsonl
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

QUESTIONS = Path(__file__).with_name("questions.jsonl")
#: Characters that stand for one token.
TOKEN = 4


@dataclass
class Replayed:
    """The results of the calls of one question: faults, and characters and seconds of each call."""

    id: str
    faults: list[str] = field(default_factory=list)
    characters: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


def questions() -> list[dict[str, Any]]:
    """Return the questions of the benchmark."""
    return [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]


def at(document: Any, path: list[Any]) -> Iterator[Any]:
    """Yield the values at a path: keys go down, an object picks the entries that have its values.

    >>> facts = {"facts": [{"p": "a", "v": 1}, {"p": "b", "v": 2}]}
    >>> list(at(facts, ["facts", {"p": "b"}, "v"])), list(at(facts, ["facts", "v"]))
    ([2], [1, 2])
    """
    if isinstance(document, list) and not (path and isinstance(path[0], int)):
        picked = path[0] if path and isinstance(path[0], dict) else {}
        for each in document:
            if not picked or picked.items() <= dict(each).items():
                yield from at(each, path[1:] if picked else path)
    elif not path:
        yield document
    elif isinstance(path[0], int):
        yield from at(document[path[0]], path[1:]) if path[0] < len(document) else ()
    elif path[0] in document:
        yield from at(document[path[0]], path[1:])


def fault(expected: dict[str, Any], result: dict[str, Any]) -> str | None:
    """Return in words how a result differs from what is expected of it, if it does."""
    found = list(at(result, expected["at"]))
    if "is" in expected and found != [expected["is"]]:
        return f"{expected['at']}: {found}, not {expected['is']!r}"
    if missing := [each for each in expected.get("has", ()) if each not in found]:
        return f"{expected['at']}: no {missing}"
    return None


async def replay(client: Any, question: dict[str, Any]) -> Replayed:
    """Run the calls of a question, and compare the result of each with what is expected."""
    done = Replayed(question["id"])
    for call in question["calls"]:
        start = time.perf_counter()
        result = await client.call_tool(call["tool"], call["arguments"])
        done.seconds.append(time.perf_counter() - start)
        text = result.content[0].text
        done.characters.append(len(text))
        if result.is_error:
            done.faults.append(text)
            continue
        for expected in call["expect"]:
            if found := fault(expected, result.structured_content):
                done.faults.append(found)
    return done


async def _run() -> int:
    from mcp import Client

    from aitaxonomy import Taxonomy
    from aitaxonomy.agents import server

    asked = questions()
    async with Client(server(Taxonomy())) as client:
        tools = (await client.list_tools()).tools
        listed = [len(tool.model_dump_json(by_alias=True, exclude_none=True)) for tool in tools]
        done = [await replay(client, question) for question in asked]
    calls = [len(each["calls"]) for each in asked]
    sizes = sorted(size for each in done for size in each.characters)
    seconds = sorted(second for each in done for second in each.seconds)
    used = Counter(call["tool"] for each in asked for call in each["calls"])
    for each in done:
        for what in each.faults:
            print(f"{each.id}: {what}")
    right = sum(not each.faults for each in done)
    print(f"questions {len(asked)}, answered as expected {right}")
    print(f"calls {sum(calls)}, most for one question {max(calls)}")
    print(f"tokens of the tool list {sum(listed) // TOKEN}, of all answers {sum(sizes) // TOKEN}")
    print(f"tokens of an answer: median {median(sizes) // TOKEN:g}, most {sizes[-1] // TOKEN}")
    print(f"seconds: median {median(seconds):.3f}, most {seconds[-1]:.2f}")
    print("tools: " + ", ".join(f"{name} {count}" for name, count in used.most_common()))
    return 0 if right == len(asked) else 1


def score(lines: list[dict[str, Any]]) -> tuple[dict[str, list[bool]], list[str]]:
    """Return for each sort of question which answers are right, and the ids that have none."""
    given = {str(line["id"]): line["answer"] for line in lines}
    right: dict[str, list[bool]] = defaultdict(list)
    for each in questions():
        right[each["sort"]].append(agrees(each["answer"], given.get(each["id"])))
    return right, [each["id"] for each in questions() if each["id"] not in given]


def agrees(right: Any, given: Any) -> bool:
    """Return whether an answer is the right one, but for case, spaces and order.

    >>> agrees(["GPT-4", "GPT-3.5"], ["gpt-3.5", "GPT-4 "]), agrees("no", "yes"), agrees("472", 472)
    (True, False, True)
    """

    def plain(value: Any) -> set[str]:
        return {
            str(each).strip().casefold() for each in (value if isinstance(value, list) else [value])
        }

    return given is not None and plain(right) == plain(given)


def main() -> int:
    """Replay the calls, or score the answers of a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=Path, help="JSON lines with id and answer")
    options = parser.parse_args()
    if options.answers is None:
        import anyio

        return anyio.run(_run)
    lines = [json.loads(line) for line in options.answers.read_text(encoding="utf-8").splitlines()]
    right, missing = score(lines)
    for sort, each in sorted(right.items()):
        print(f"{sort}: {sum(each)} of {len(each)}")
    print(f"all: {sum(map(sum, right.values()))} of {sum(map(len, right.values()))}")
    if missing:
        print(f"without an answer: {', '.join(missing)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
