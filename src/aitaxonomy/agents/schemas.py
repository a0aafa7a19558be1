"""Tools as the SDK takes them: functions with JSON Schemas of their arguments and answers."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin, get_type_hints

from aitaxonomy.agents.arguments import Bounds
from aitaxonomy.agents.size import as_text, document
from aitaxonomy.errors import AITaxonomyError
from aitaxonomy.taxonomy import Taxonomy

if TYPE_CHECKING:
    from mcp.server import MCPServer

#: A function that takes a taxonomy and arguments, and returns an answer.
Tool = Callable[..., Any]
#: Where a result has what the view shows.
HTML = "org.w3id.aitaxonomy/html"


def purpose(function: Callable[..., Any]) -> str:
    """Return what a function does: its docstring, without what it raises and the examples."""
    text = inspect.getdoc(function) or ""
    paragraphs = [" ".join(part.split()) for part in text.split("\n\n")]
    told = [part for part in paragraphs if not part.startswith(">>>")]
    return " ".join(told).split(" Raises `", maxsplit=1)[0]


def bound(tool: Tool, ai: Taxonomy, lock: threading.Lock, size: int) -> Callable[..., Any]:
    """Return a tool as the SDK takes it: of one taxonomy, its arguments with their bounds.

    One call is answered at a time: the caches of a taxonomy are not made for several threads. What
    shows an answer to people goes to clients that can show it.
    """
    from mcp.server.apps import client_supports_apps
    from mcp.server.mcpserver import Context
    from mcp.server.mcpserver.exceptions import ToolError
    from mcp.types import CallToolResult, TextContent

    def run(*, context: Any, **arguments: Any) -> CallToolResult:
        try:
            with lock:
                answer = tool(ai, **arguments)
        except AITaxonomyError as error:
            raise ToolError(str(error)) from None
        except MemoryError:
            raise ToolError("it needs more memory than there is: ask for less") from None
        found = document(answer, size)
        html = getattr(answer, "_html", "") if client_supports_apps(context) else ""
        return CallToolResult(
            content=[TextContent(type="text", text=as_text(found))],
            structured_content=found,
            _meta={HTML: html} if html else None,
        )

    hints = get_type_hints(tool, include_extras=True)
    result = hints.pop("return")
    parameters = [
        parameter.replace(annotation=_field(hints[name]))
        for name, parameter in inspect.signature(tool).parameters.items()
        if name != "ai"
    ]
    run.__name__ = tool.__name__
    run.__annotations__ = {"context": Context}
    run.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        parameters, return_annotation=Annotated[CallToolResult, result]
    )
    return run


def _field(hint: Any) -> Any:
    """Return a type with its bounds as those of JSON Schema."""
    from pydantic import Field

    if get_origin(hint) is not Annotated:
        return hint
    of, bounds = get_args(hint)
    assert isinstance(bounds, Bounds)
    kinds = {get_origin(each) or each for each in (get_args(of) or (of,))} | {get_origin(of)}
    said: dict[str, Any] = {"description": bounds.words}
    if kinds & {str, list, dict}:
        said |= {"min_length": bounds.least or None, "max_length": bounds.most}
    elif kinds & {int, float} and bool not in kinds:
        said |= {"ge": bounds.least, "le": bounds.most}
    return Annotated[of, Field(**said)]


def publish_schemas(made: MCPServer, tools: Iterable[Tool]) -> None:
    """Publish the schemas of arguments and answers in few words.

    The SDK takes the fields of an answer that have a factory for their default for required ones.
    """
    from pydantic import TypeAdapter

    results = {tool.__name__: get_type_hints(tool)["return"] for tool in tools}
    for tool in made._tool_manager.list_tools():
        result = results[tool.name]
        tool.fn_metadata.output_model = result
        tool.fn_metadata.output_schema = _brief(TypeAdapter(result).json_schema())
        tool.parameters = {**_brief(tool.parameters), "additionalProperties": False}


def _brief(schema: Any, *, names: bool = False) -> Any:
    """Return a schema without what says nothing: titles, defaults, and null for what is left out.

    `names` says that its keys are names, of properties or of other schemas.

    >>> _brief({"title": "A", "anyOf": [{"type": "string"}, {"type": "null"}], "default": None})
    {'type': 'string'}
    """
    if isinstance(schema, list):
        return [_brief(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if names:
        return {key: _brief(value) for key, value in schema.items() if not key.startswith("_")}
    told = {
        key: _brief(value, names=key in ("properties", "$defs"))
        for key, value in schema.items()
        if key != "title" and not (key == "default" and value in (None, False, "", [], {}))
    }
    others = [each for each in told.get("anyOf", ()) if each != {"type": "null"}]
    if len(others) == 1:
        del told["anyOf"]
        told |= others[0]
    return told
