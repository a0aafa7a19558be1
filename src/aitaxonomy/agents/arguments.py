"""What a tool may be given: plain types, each with its bounds and what it means in a few words."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from aitaxonomy.operations import OPERATIONS, Parameter
from aitaxonomy.taxonomy import Taxonomy


@dataclass(frozen=True)
class Bounds:
    """What an argument means, and the length of a text or list, or the size of a number.

    `server.py` makes JSON Schema of it.
    """

    words: str
    least: int = 0
    most: int = 200


#: The longest text of a list, of a query, and of a file.
_LONGEST = 60_000

Name = Annotated[
    str, Bounds("a system, kind or other term: label, synonym, CURIE (ait:LLM) or IRI", 1)
]
Kind = Annotated[
    str,
    Bounds(
        "what follows 'is': LLM, open source, made by Google; ait:LLM is read strictly",
        1,
    ),
]
Strict = Annotated[bool, Bounds("read words strictly, too")]
WithoutConventions = Annotated[bool, Bounds("leave out conventions")]
Words = Annotated[str, Bounds("part of a name, synonym or definition", 1)]
Claim = Annotated[
    str,
    Bounds(
        "such as: every LLM is generative AI; Copilot runs on GPT-4; Gemma is open source", 1, 300
    ),
]
Limit = Annotated[int, Bounds("at most so many entries", 1, 100)]
Start = Annotated[int, Bounds("entries to leave out at the beginning, to read on", 0, 100_000)]
Query = Annotated[str, Bounds("SPARQL 1.1; SELECT, ASK, CONSTRUCT, DESCRIBE", 1, _LONGEST)]
Content = Annotated[str, Bounds("the whole content of a file", 1, _LONGEST)]
FileFormat = Annotated[
    Literal["turtle", "jsonld", "csv", "tsv", "objects"],
    Bounds("RDF as Turtle or JSON-LD; a list of systems as CSV, TSV or JSON objects"),
]


@dataclass(frozen=True)
class Pair:
    """An identifier (CURIE or IRI), and the label that says what it is taken to mean."""

    id: str
    label: str


Pairs = Annotated[list[Pair], Bounds("identifiers with labels", 1, 50)]
Systems = Annotated[
    list[str | dict[str, Any]],
    Bounds(
        "names, or records with name and what is known of: kind, developer, task, input, output, "
        "primary, parameters, architecture, built_on, released, licence, access, description",
        1,
        100,
    ),
]
Question = Annotated[str | None, Bounds("its name; left out: the questions are listed", 1)]
Parameters = Annotated[dict[str, str] | None, Bounds("values of the question's parameters", 0, 20)]

Tool = Callable[..., Any]


def of_operation(
    name: str, *, leave: Collection[str] = (), **defaults: Any
) -> Callable[[Tool], Tool]:
    """Return what gives a tool the arguments that an operation declares.

    Args:
        name: the operation.
        leave: the arguments that agents are not offered: each costs them tokens in every session.
        defaults: the defaults that are others for agents.

    """

    def declared(tool: Tool) -> Tool:
        result = inspect.get_annotations(tool)["return"]
        parameters = [inspect.Parameter("ai", _KEYWORD, annotation=Taxonomy)]
        for each in OPERATIONS[name].parameters:
            if each.name in leave:
                continue
            default = defaults.get(each.name, False if each.type == "boolean" else each.default)
            given = {"default": inspect.Parameter.empty if each.required else default}
            parameters.append(
                inspect.Parameter(each.name, _KEYWORD, annotation=_argument(each), **given)
            )
        tool.__annotations__ = {each.name: each.annotation for each in parameters}
        tool.__annotations__["return"] = result
        tool.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        return tool

    return declared


_KEYWORD = inspect.Parameter.POSITIONAL_OR_KEYWORD
#: Types with their bounds: the length of a text, or the size of a number.
_TYPES: dict[str, tuple[Any, int, int]] = {
    "string": (str, 1, 200),
    "boolean": (bool, 0, 0),
    "number": (float, 0, 10**15),
    "integer": (int, 1, 100),
}


def _argument(of: Parameter) -> Any:
    """Return the type of an argument, with what it means and its bounds."""
    type_, least, most = _TYPES[of.type]
    if of.values:
        type_ = Literal[of.values]
    elif of.many:
        type_, most = list[str], 10
    optional = type_ if of.type in ("boolean", "integer") or of.required else type_ | None
    return Annotated[optional, Bounds(of.text, least, most)]
