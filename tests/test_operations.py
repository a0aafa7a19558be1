"""The table of operations: each door takes it, and what each parameter reads."""

import json
from typing import Any

import jsonschema
import pytest

from aitaxonomy import Taxonomy
from aitaxonomy.agents.tools import TOOLS, called, output_schema
from aitaxonomy.cli.parser import _COMMANDS, build, parse
from aitaxonomy.operations import OPERATIONS, ParameterFault
from aitaxonomy.server.openapi import document

#: Values for the parameters that each operation needs.
GIVEN: dict[str, dict[str, Any]] = {
    "is": {"thing": "GPT-4", "kind": "LLM"},
    "why": {"thing": "GPT-4", "kind": "LLM"},
    "check": {"claim": "every LLM is generative AI"},
    "search": {"text": "diffusion"},
    "show": {"term": "GPT-4"},
    "tree": {"term": "LLM"},
    "find": {"kind": "LLM", "limit": "2"},
    "recommend": {"purpose": "chatbots"},
    "compare": {"a": "LLM", "b": "GenerativeAI"},
    "check-terms": {"pair": "aix:gpt-4=GPT-4"},
    "questions": {},
    "ask": {"question": "members-of-a-family", "family": "GPT"},
    "sparql": {"query": "SELECT ?x { ?x a ait:LLM } LIMIT 2"},
    "claims": {},
    "sources": {},
    "classify": {},
    "validate": {},
}
_LIST = b"name,developer\nGPT-4,OpenAI\n"


@pytest.mark.parametrize("name", OPERATIONS)
def test_the_result_of_each_operation_is_by_its_schema(ai: Taxonomy, name: str) -> None:
    operation = OPERATIONS[name]
    values = operation.read(GIVEN[name].items())
    found = operation.run(ai, values, _LIST if operation.body else b"").to_json()
    assert found
    schema = dict(operation.schema)
    judge = jsonschema.validators.validator_for(schema)(schema)
    assert not list(judge.iter_errors(json.loads(json.dumps(found))))
    if "properties" in schema:
        assert found.keys() <= schema["properties"].keys()
    assert not judge.is_valid(0)  # the schema refuses something


def test_each_operation_is_a_command_a_path_and_most_are_tools() -> None:
    assert OPERATIONS.keys() - {"questions"} <= _COMMANDS.keys()
    paths = document([], guarded=False)["paths"]
    assert {path.split("/")[1] for path in paths} >= OPERATIONS.keys()
    assert sum(bool(each.tool) for each in OPERATIONS.values()) == 14


def test_no_two_parameters_of_an_operation_have_one_name() -> None:
    for operation in OPERATIONS.values():
        names = [n for each in operation.parameters for n in (each.name, *each.other_names)]
        assert len(names) == len(set(names))


def test_schemas_for_agents_name_what_there_is() -> None:
    for operation in OPERATIONS.values():
        known = {each.name for each in operation.parameters}
        assert set(operation.unlisted) <= known


@pytest.mark.parametrize("tool", TOOLS)
def test_a_tool_answers_what_its_schema_names(ai: Taxonomy, tool: str) -> None:
    operation = OPERATIONS[TOOLS[tool]]
    given = GIVEN[TOOLS[tool]] | ({"data": ["GPT-4"]} if tool == "classify" else {})
    given |= {"data": "<urn:a> a <urn:B> .", "read_as": "turtle"} if tool == "validate" else {}
    if operation.free:
        given = {"question": given["question"], "parameters": {"family": given["family"]}}
    found, html = called(ai, tool, given)
    assert found and not html
    assert found.keys() <= output_schema(operation)["properties"].keys()


def test_agents_are_told_of_parameters_that_are_not_an_object(ai: Taxonomy) -> None:
    with pytest.raises(ParameterFault, match="parameters: give an object"):
        called(ai, "ask", {"question": "members-of-a-family", "parameters": '{"family": "GPT"}'})
    nothing = {"text": "diffusion", "limit": None}
    assert called(ai, "search", nothing) == called(ai, "search", {"text": "diffusion"})


@pytest.mark.parametrize(
    ("name", "given", "told"),
    [
        ("find", [("max_price", float("inf"))], "is not a number"),
        ("find", [("limit", 10**400)], "is not a whole number"),
        ("find", [("limit", "many")], "limit: 'many' is not a whole number"),
        ("find", [("max_parameters", True)], "'true' is not a number"),
        ("find", [("licens", "MIT")], "did you mean 'licence'?"),
        ("find", [("kind", "LLM"), ("class", "LLM")], "kind: give it once"),
        ("is", [("thing", "GPT-4")], "kind is missing: what follows"),
        ("find", [("access", "cloud")], "take one of api"),
    ],
)
def test_a_wrong_value_is_told(name: str, given: list[tuple[str, Any]], told: str) -> None:
    with pytest.raises(ParameterFault) as fault:
        OPERATIONS[name].read(given)
    assert told in str(fault.value)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("find --kind LLM", {"kind": "LLM"}),
        ("find LLM --license MIT", {"kind": "LLM", "licence": "MIT"}),
        ("find mixture of experts", {"kind": "mixture of experts"}),
        ("find", {"kind": None}),
        ("recommend code assistance", {"purpose": "code assistance"}),
        ("is GPT 4o an LLM", {"thing": "GPT 4o", "kind": "LLM"}),
        ("compare LLM vs generative AI --json", {"b": "generative AI", "format": "json"}),
        ("show claude opus 4.5", {"term": "claude opus 4.5"}),
    ],
)
def test_words_are_taken_as_people_type_them(words: str, expected: dict[str, Any]) -> None:
    options, _ = parse(words.split())
    assert {name: getattr(options, name) for name in expected} == expected


def test_the_help_lists_all_commands_in_groups_within_a_terminal() -> None:
    text = build("none").format_help()
    assert all(f"\n  {name} " in text for name in _COMMANDS)
    assert max(map(len, text.splitlines())) <= 100
