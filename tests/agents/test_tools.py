"""The tools as clients see them: lists and schemas, answers over each transport, errors, sizes."""

import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import anyio
import jsonschema
import pytest

from aitaxonomy import Taxonomy
from aitaxonomy.agents import server
from aitaxonomy.agents.size import SIZE, as_text, document
from aitaxonomy.cli.ontology import _agents as agents_of
from aitaxonomy.errors import EngineMissing
from aitaxonomy.operations import OPERATIONS

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "aitaxonomy", "mcp"]
#: The tools that start a process of their own.
_SLOW = ("classify", "validate")


async def _tools(client: Any) -> Any:
    return (await client.list_tools()).tools


@pytest.fixture(scope="module")
def tools(shipped: Any, session: Any) -> dict[str, Any]:
    return {tool.name: tool for tool in session(shipped, _tools)}


def test_there_are_few_tools_and_each_has_an_example(
    tools: dict[str, Any], examples: dict[str, Any]
) -> None:
    assert len(tools) <= 14
    assert tools.keys() == examples.keys()


def test_tools_only_read_and_publish_their_schemas(tools: dict[str, Any]) -> None:
    for tool in tools.values():
        assert tool.annotations.read_only_hint and not tool.annotations.destructive_hint
        assert tool.description
        for schema in (tool.input_schema, tool.output_schema):
            jsonschema.Draft202012Validator.check_schema(schema)
            assert schema["type"] == "object"
        assert tool.input_schema["additionalProperties"] is False
        assert all(each["description"] for each in tool.input_schema["properties"].values())


def test_the_list_of_tools_is_short(tools: dict[str, Any]) -> None:
    listed = [tool.model_dump_json(by_alias=True, exclude_none=True) for tool in tools.values()]
    assert sum(map(len, listed)) < 20_000


def _examined(tools: dict[str, Any], examples: dict[str, Any]) -> Callable[[Any], Any]:
    """Return a session that calls each tool, and looks at its answer by its schema."""

    async def run(client: Any) -> str:
        for name, arguments in examples.items():
            result = await client.call_tool(name, arguments)
            assert not result.is_error, result.content
            jsonschema.validate(result.structured_content, tools[name].output_schema)
            (content,) = result.content
            assert 0 < len(content.text) <= 1_700
            assert len(as_text(result.structured_content)) <= SIZE
        for resource in (await client.list_resources()).resources:
            assert (await client.read_resource(resource.uri)).contents[0].text
        return str(client.protocol_version)

    return run


@pytest.mark.judges
def test_each_tool_answers_over_standard_streams(
    tools: dict[str, Any], examples: dict[str, Any], session: Any
) -> None:
    from mcp.client.stdio import StdioServerParameters, stdio_client

    environment = {"PYTHONPATH": str(ROOT / "src"), "XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"]}
    command, *words = COMMAND
    process = StdioServerParameters(command=command, args=words, env=environment)
    assert (
        session(stdio_client(process, sys.__stderr__), _examined(tools, examples)) == "2026-07-28"
    )


@pytest.mark.judges
def test_each_tool_answers_over_http_on_the_loopback(
    tools: dict[str, Any], examples: dict[str, Any], session: Any
) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(
        [*COMMAND, "--http", "--port", "0"], stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stderr
        told = process.stderr.readline()
        try:
            found = re.search(r"http://127\.0\.0\.1:\d+/mcp", told)
            assert found, told
            quick = {name: given for name, given in examples.items() if name not in _SLOW}
            assert session(found[0], _examined(tools, quick)) == "2026-07-28"
            for header in ("Host", "Origin"):  # a page elsewhere whose name leads here
                assert _refusal(found[0], {header: "evil.example"}) in (403, 421)
            # A body that is announced as too large is refused before it is sent.
            assert _refusal(found[0], {"Content-Length": str(2 << 20)}) == 413
        finally:
            process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 128 + signal.SIGTERM
        assert "Traceback" not in process.stderr.read()


def _refusal(address: str, headers: dict[str, str]) -> int:
    """Return the status with which a request is refused."""
    usual = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    request = urllib.request.Request(address, b"{}", usual | headers)
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=60)
    return int(refused.value.code)


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("isa", {}, "'isa' is not a tool; did you mean 'is_a'?"),
        ("list_systems", {}, "did you mean 'find'?"),
        ("children", {"kind": "LLM"}, "did you mean 'tree'?"),
        ("is_a", {"thing": "GPT-4", "kin": "LLM"}, "did you mean 'kind'?"),
        ("is_a", {"thing": "GPT-4"}, "kind is missing: what follows"),
        ("is_a", {"thing": "GPT-44", "kind": "LLM"}, "did you mean 'GPT-4'"),
        ("describe", {"name": "GPT-44"}, "(search finds names by a part)"),
        ("is_a", {"thing": "GPT-4", "kind": ["LLM"]}, "kind: ['LLM'] is not a text"),
        ("search", {"text": "x" * 300}, "give 1 to 200 characters"),
        ("search", {"text": "x", "limit": -1}, "'-1' is not a whole number"),
        ("ask", {"parameters": {"x": "y" * 200_000}}, "more than 200,000 characters: give less"),
        ("check_claim", {"claim": "hello"}, "the forms are: X is a Y"),
        ("ask", {"question": "who-is-behind"}, "did you mean"),
        ("ask", {"question": "any-to-any-systems", "parameters": {"x": "1"}}, "it has: at_least"),
        ("sparql", {"query": "SELECT ?x { SERVICE <http://a.org> { ?x ?y ?z } }"}, "SERVICE is re"),
        ("sparql", {"query": "DELETE WHERE { ?x ?y ?z }"}, "not valid SPARQL"),
        ("recommend", {}, "give a purpose"),
        ("recommend", {"purpose": "chatbots", "released_after": "2024-99-99"}, "2024-99-99"),
        ("classify", {"data": [{"colour": "red"}]}, "name"),
        ("validate", {"data": "<urn:a> <urn:b", "read_as": "turtle"}, "list:1"),
    ],
)
def test_errors_are_a_line_with_a_remedy(
    call: Any, tool: str, arguments: dict[str, Any], told: str
) -> None:
    result = call(tool, **arguments)
    assert result.is_error
    assert told in result.content[0].text
    assert not re.search("Traceback|/tmp/|pydantic", result.content[0].text)


def test_a_fault_of_the_server_is_told_without_what_it_held(
    call: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Taxonomy, "search", lambda *_: 1 / 0)
    result = call("search", text="x")
    assert result.is_error
    assert re.fullmatch(
        r"search: a fault of this server at test_tools.py:\d+ \(ZeroDivisionError\): please .*",
        result.content[0].text,
    )


def test_verdicts_come_with_proof_sources_and_days(call: Any) -> None:
    found = call("is_a", thing="GPT-4", kind="LLM").structured_content
    assert (found["thing"], found["verdict"]) == ("aix:gpt-4", "entailed")
    assert found["proof"][-1]["conclusion"] and "axiom" not in found["proof"][-1]
    why = call("why", thing="GPT-4", kind="LLM").structured_content
    steps = why["proof"]
    assert [step["step"] for step in steps] == [*range(1, len(steps) + 1)]
    assert steps[-1]["premises"] and steps[0]["file"] and steps[0]["line"]
    cited = {step["source"] for step in steps if isinstance(step.get("source"), int)}
    assert cited == set(map(int, why.get("links", {})))
    facts = call("describe", name="GPT-4").structured_content
    assert facts["links"][str(facts["facts"][0]["source"][0])].startswith("https://")


def test_an_answer_is_a_subset_of_the_json_of_the_library(call: Any, ai: Taxonomy) -> None:
    found = call("find", kind="LLM", developer="Mistral AI", limit=3).structured_content
    whole = ai.find("LLM", developer="Mistral AI", limit=3).to_json()
    assert [each["name"] for each in found["known"]] == [each["name"] for each in whole["known"]]
    assert found["counts"] == whole["counts"]
    compared = call("compare", a="LLM", b="GenerativeAI").structured_content
    names = ("aspect", "a", "b")
    rows = ai.compare("LLM", "GenerativeAI").to_json()["aspects"]
    told = [[row[name] for name in names] for row in compared["aspects"]]
    assert told == [[row[name] for name in names] for row in rows]


def test_children_and_ancestors_are_told(call: Any) -> None:
    found = call("tree", kind="LLM").structured_content
    assert "ait:GenerativeAI" in found["ancestors"]
    assert "ait:ReasoningLLM" in {each["term"] for each in found["children"]}


def test_both_senses_are_told(call: Any) -> None:
    found = call("is_a", thing="ChatGPT", kind="LLM").structured_content
    assert (found["verdict"], found["strict"]["verdict"]) == ("entailed", "refuted")
    for arguments in ({"kind": "ait:LLM"}, {"kind": "LLM", "strict": True}):
        found = call("is_a", thing="ChatGPT", **arguments).structured_content
        assert (found["verdict"], found["sense"]) == ("refuted", "strict")
    found = call("is_a", thing="GPT", kind="LLM").structured_content
    assert found["members"]["entailed"] > 30 and found["by_convention"]
    bare = call("is_a", thing="Grok 4.6", kind="LLM", without_conventions=True)
    assert bare.structured_content["verdict"] == "unknown"


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("is_a", {"thing": "Midjourney", "kind": "MultimodalPlatform"}),
        ("check_claim", {"claim": "GPT-4o is a music generator"}),
        ("why", {"thing": "AlphaFold 2", "kind": "GenerativeAI"}),
    ],
)
def test_unknown_says_what_would_decide(call: Any, tool: str, arguments: dict[str, str]) -> None:
    found = call(tool, **arguments).structured_content
    assert found["verdict"] == "unknown"
    assert found["missing"]


def test_identifiers_are_checked_for_what_they_mean(call: Any) -> None:
    pairs = [
        ("ait:LLM", "large language model"),
        ("https://w3id.org/aitaxonomy/id/gpt-4", "gpt 4"),
        ("aix:gpt-4", "Claude"),
        ("aix:gpt-44", "GPT-4"),
        ("LLM", "LLM"),
    ]
    found = call("check_terms", pairs=list(map("=".join, pairs))).structured_content
    right, also, other, missing, label = found["terms"]
    assert [right["verdict"], also["verdict"]] == ["match", "match"]
    assert other["verdict"] == "other meaning"
    assert (other["means_label"], other["label_is"]) == ("GPT-4", "aix:claude")
    assert missing["verdict"] == label["verdict"] == "no such identifier"
    assert "did you mean" in missing["hint"] and "'ait:LLM'" in label["hint"]
    assert not found["all_match"]


def test_a_day_that_is_not_given_is_today(call: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aitaxonomy.clock.today", lambda: "2024-01-02")
    found = call("ask", question="models-that-power-a-product").structured_content
    assert found["parameters"] == {"product": "aix:chatgpt", "date": "2024-01-02"}
    listed = call("ask", limit=100).structured_content["results"]
    (listed,) = (each for each in listed if each["name"] == "models-that-power-a-product")
    assert listed["parameters"] == found["parameters"]


@pytest.mark.parametrize("tool", ["search", "ask"])
def test_lists_can_be_read_on(call: Any, tool: str) -> None:
    given = {"text": "image"} if tool == "search" else {}
    all_, rest = [], 1
    while rest and len(all_) < 40:
        found = call(tool, limit=15, start=len(all_), **given).structured_content
        all_ += [each.get("term") or each["name"] for each in found["results"]]
        rest = found.get("more", {}).get("results", 0)
    assert len(set(all_)) == len(all_) >= 40


def test_no_answer_is_longer_than_the_size(
    ai: Taxonomy, session: Any, examples: dict[str, Any]
) -> None:
    quick = {name: given for name, given in examples.items() if name not in _SLOW}

    async def run(client: Any) -> list[Any]:
        return [await client.call_tool(name, given) for name, given in quick.items()]

    results = session(server(ai, size=900), run)
    assert max(len(as_text(each.structured_content)) for each in results) <= 900
    described = results[list(quick).index("describe")].structured_content
    assert described["more"]["facts"] > 0


def test_a_call_that_takes_long_holds_up_no_other(shipped: Any, session: Any) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"

    async def run(client: Any) -> list[str]:
        ended: list[str] = []

        async def asked(tool: str, given: dict[str, Any]) -> None:
            await client.call_tool(tool, given)
            ended.append(tool)

        await client.call_tool("search", {"text": "diffusion"})
        await client.call_tool("sparql", {"query": "ASK {}"})
        async with anyio.create_task_group() as group:
            group.start_soon(asked, "sparql", {"query": endless})
            await anyio.sleep(0.5)
            for _ in range(3):
                group.start_soon(asked, "search", {"text": "diffusion"})
        return ended

    assert session(shipped, run) == ["search", "search", "search", "sparql"]


def test_what_hides_or_moves_text_is_shown(ai: Taxonomy) -> None:
    label = "safe\u202egpj.exe\x1b[2J\u200b"
    shown = document([{"term": "ex:a", "label": label, "definition": "d" * 9_000}])
    assert shown["results"][0]["label"] == "safe\\u202egpj.exe\\x1b[2J\\u200b"
    assert len(as_text(shown)) < 1_000


def test_a_query_that_takes_too_long_ends_and_the_next_works(
    call: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    operation = OPERATIONS["sparql"]
    quick = [replace(p, few=1.0) if p.name == "timeout" else p for p in operation.parameters]
    monkeypatch.setitem(OPERATIONS, "sparql", replace(operation, parameters=tuple(quick)))
    slow = call(
        "sparql", timeout=600, query="SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    )
    assert slow.is_error and "1 s" in slow.content[0].text
    assert call("sparql", query="ASK { aix:gpt-4 a ait:LLM }").structured_content["boolean"]


def test_without_the_sdk_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp.server.apps", None)
    with pytest.raises(EngineMissing, match=r"pip install 'aitaxonomy\[mcp\]'"):
        server(Taxonomy())
    monkeypatch.setitem(sys.modules, "mcp", None)
    assert agents_of() is None  # and `serve` does without


def test_other_commands_do_not_load_the_sdk() -> None:
    text = (
        "import sys; from aitaxonomy.cli import main; main(['search', 'GPT-4', '--format', 'csv']);"
        "print([each for each in ('mcp', 'pydantic', 'anyio', 'uvicorn') if each in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", text], capture_output=True, text=True, check=True, cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "[]"
