"""What a tool may be given: plain types, each with its bounds and what it means in a few words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal


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

Purpose = Annotated[
    str | None, Bounds("use case, area, task or content type, such as chatbots or video", 1)
]
Contents = Annotated[list[str] | None, Bounds("content that it must make: text, image, ...", 1, 10)]
Wish = Annotated[bool, Bounds("only such systems")]
Way = Annotated[Literal["api", "self-hosted", "app"] | None, Bounds("how it is to be used")]
Preference = Annotated[Literal["cheap", "long-context", "newest"] | None, Bounds("what goes first")]
Day = Annotated[str | None, Bounds("YYYY-MM-DD", 10, 10)]
Amount = Annotated[float | None, Bounds("a number", 0, 10**15)]
Place = Annotated[str | None, Bounds("by its name", 1)]
