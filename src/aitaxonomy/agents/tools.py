"""The tools of agents: the operations of the library, by their names and schemas.

Lists that an agent hands on may come from anywhere. They are read in a child process, so that a
file that takes for ever, or all memory, ends with the child.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from aitaxonomy.agents.size import SIZE, document
from aitaxonomy.errors import (
    AITaxonomyError,
    ClaimFault,
    ImportFault,
    QueryTimeout,
    UnknownQuestion,
    UnknownTerm,
)
from aitaxonomy.graph.deprecation import listening, with_warnings
from aitaxonomy.html import render
from aitaxonomy.operations import OPERATIONS, Operation, Parameter, ParameterFault, Values, unknown
from aitaxonomy.process import WorkCrashed, WorkTimeout, call, is_child
from aitaxonomy.reasoning.verdict import Verdict
from aitaxonomy.taxonomy import Taxonomy

#: The operations that agents are offered, by the names of their tools.
TOOLS: Mapping[str, str] = {each.tool: name for name, each in OPERATIONS.items() if each.tool}
#: Words that agents try as the name of a tool, and the tool that does it.
_ALSO = {
    "find": ("list", "list_systems", "filter", "systems", "query_systems", "instances"),
    "tree": ("children", "ancestors", "parents", "subclasses", "narrower", "hierarchy", "taxonomy"),
    "describe": ("get", "info", "facts", "details", "lookup", "entity"),
    "check_claim": ("verify", "fact_check", "check_fact"),
    "ask": ("questions", "list_questions"),
    "recommend": ("advise", "suggest"),
}
#: The tool that helps where another fails.
_HELP: Mapping[type[AITaxonomyError], str] = {
    UnknownTerm: "search finds names by a part",
    UnknownQuestion: "ask without a question lists them; find lists systems",
    ClaimFault: "is_a takes thing and kind",
}
#: Seconds and bytes that data of an agent may take; its characters, and systems, at most.
_SECONDS, _MEMORY = 60.0, 2 << 30
_LARGEST, _MOST = 60_000, 100
#: What only tools have: a list as an argument, with its other names, and pages of lists.
_DATA = {
    "description": "names, or records with name and what is known of it (kind, developer, task, "
    "input, output, parameters, built_on, licence ...); or the text of a file",
    "anyOf": [{"type": "string", "maxLength": _LARGEST}, {"type": "array", "maxItems": _MOST}],
}
_OF_DATA = ("data", "systems", "text", "list", "content", "records", "items")
_PAGE = (
    Parameter("limit", "at most so many entries of each list", "integer", other_names=("top",)),
    Parameter("start", "entries to leave out, to read on", "integer", other_names=("offset",)),
)


def name_of(tool: str) -> str:
    """Return the operation of a tool, also by the operation's own name.

    Raises `ParameterFault` that names the tool which would help.

    >>> name_of("show"), name_of("is_a")
    ('show', 'is')
    """
    if found := TOOLS.get(tool):
        return found
    if tool in TOOLS.values():
        return tool
    for name, words in _ALSO.items():
        if tool in words:
            raise ParameterFault(f"no tool is called {tool!r}; did you mean {name!r}?")
    raise ParameterFault(unknown("tool", tool, TOOLS))


def input_schema(operation: Operation) -> dict[str, Any]:
    """Return the JSON Schema of the arguments of a tool."""
    offered = [each for each in operation.parameters if each.name not in operation.unlisted]
    offered += _PAGE if operation.pages else ()
    properties: dict[str, Any] = {
        each.name: {"description": each.text, **each.schema} for each in offered
    }
    required = [each.name for each in offered if each.required and not operation.free]
    if operation.body:
        properties = {"data": _DATA} | properties
        required = ["data"]
    if operation.free:
        properties["parameters"] = {
            "description": "values of its parameters", "type": "object",
            "additionalProperties": {"type": "string"},
        }  # fmt: skip
    found = {"type": "object", "properties": properties, "additionalProperties": False}
    return found | ({"required": required} if required else {})


def output_schema(operation: Operation) -> dict[str, Any]:
    """Return the JSON Schema of the answer of a tool: any member may be left out.

    A list is in `results`; `more` counts the entries of lists that are left out, `links` has the
    sources by number.
    """
    shapes = operation.schema.get("anyOf", (operation.schema,))
    names = dict.fromkeys(name for each in shapes for name in each.get("properties", ("results",)))
    said = (*(name for name in names if name not in operation.unsaid), "more", "links")
    return {"type": "object", "properties": {name: {} for name in said}}


def called(
    ai: Taxonomy, tool: str, arguments: Mapping[str, Any], size: int = SIZE, *, html: bool = False
) -> tuple[dict[str, Any], str]:
    """Return the answer of a tool: its JSON, and on request the HTML of a verdict for people.

    Raises what the operation raises, with the name of a tool that would help.

    >>> called(Taxonomy(), "is_a", {"thing": "DALL·E 3", "kind": "LLM"})[0]["verdict"]
    'refuted'
    """
    name = name_of(tool)
    asked = operation = OPERATIONS[name]
    body, given, pages = _read(operation, arguments)
    if operation.free and "question" not in given:
        name, operation = "questions", OPERATIONS["questions"]
    try:
        found, shown = _answer(ai, name, given, body, html=html)
    except AITaxonomyError as error:
        if help := _HELP.get(type(error)):
            raise type(error)(f"{error} ({help})") from None
        raise
    limit, start = pages.get("limit", asked.pages), pages.get("start", 0)
    return document(found, unsaid=operation.unsaid, limit=limit, start=start, size=size), shown


def _read(operation: Operation, arguments: Mapping[str, Any]) -> tuple[bytes, Values, Values]:
    """Return the data, the values, and which entries of lists are asked for."""
    left, body = {name: value for name, value in arguments.items() if value is not None}, b""
    if operation.free and (more := left.pop("parameters", None)):
        if not isinstance(more, dict):
            raise ParameterFault("parameters: give an object of names and values")
        left |= more
    if operation.body:
        data = next((left.pop(each) for each in _OF_DATA if each in left), None)
        body = _body(data)
        if isinstance(data, list):
            left = {"read_as": "objects"} | left
    pages = {}
    for each in _PAGE if operation.pages else ():
        for name in (each.name, *each.other_names):
            if name in left:
                pages[each.name] = each.read(left.pop(name))
    if operation.free and not left:
        return body, {}, pages
    values = operation.read(left.items())
    few = {
        p.name: p.few
        for p in operation.parameters
        if p.few and (p.name not in left or p.name in operation.unlisted)
    }
    return body, values | few, pages


def _body(data: Any) -> bytes:
    if not data or not isinstance(data, str | list):
        raise ParameterFault("data is missing: give names, records, or the text of a file")
    if len(data) > (_MOST if isinstance(data, list) else _LARGEST):
        raise ParameterFault(f"data: give {_MOST} systems, or {_LARGEST:,} characters, at most")
    if isinstance(data, list):
        data = json.dumps([{"name": each} if isinstance(each, str) else each for each in data])
    return bytes(data.encode(errors="replace"))


def _answer(ai: Taxonomy, name: str, given: Values, body: bytes, *, html: bool) -> tuple[Any, str]:
    if body:
        return _in_a_child(ai, name, given, body), ""
    result, found = _run(ai, name, given, body)
    if html and isinstance(result, Verdict):
        return found, render("verdict.html", **result.for_html())
    return found, ""


def _run(ai: Taxonomy, name: str, given: Values, body: bytes) -> tuple[Any, Any]:
    """Return a result, and its JSON with the warnings about deprecated names."""
    with listening() as told:
        result = OPERATIONS[name].run(ai, given, body)
        found = result.to_json()
    if told and isinstance(found, list):
        found = {"results": found}
    return result, with_warnings(found, told)


def _in_a_child(ai: Taxonomy, name: str, given: Values, body: bytes) -> Any:
    """Return what an operation says of a list, under the limits of a child process."""
    _ = ai.content.program  # what is prepared for it once, in a child it might be stopped and lost
    try:
        if is_child():  # of a server, which sees to the limits
            return _work(ai, name, given, body)
        return call(_work, (ai, name, given, body), timeout=_SECONDS, memory=_MEMORY)
    except WorkTimeout:
        raise QueryTimeout(f"stopped after {_SECONDS:g} s: give less of it") from None
    except (WorkCrashed, MemoryError):
        raise ImportFault("it takes more memory or depth than there is: give less") from None


def _work(ai: Taxonomy, name: str, given: Values, body: bytes) -> Any:
    return _run(ai, name, given, body)[1]
