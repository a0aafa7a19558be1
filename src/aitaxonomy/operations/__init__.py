"""The operations of the library, each declared once: parameters, result and JSON.

The command line, HTTP with its OpenAPI description, and the tools of agents are made from this
table. How a result looks to people is the business of each face.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aitaxonomy.advice.wishes import ACCESS, PREFERENCES, SORTINGS
from aitaxonomy.errors import AITaxonomyError
from aitaxonomy.operations import schemas
from aitaxonomy.scratch import ScratchFolder

if TYPE_CHECKING:
    from aitaxonomy.taxonomy import Taxonomy

Values = dict[str, Any]
#: The longest value of a parameter, in characters; names and sentences are shorter.
_LONGEST = 2000
#: What a list that was sent is called in answers: its path is nobody's business.
_LIST = "list"


class ParameterFault(AITaxonomyError, ValueError):
    """A parameter is missing, unknown, given twice, or not what it has to be."""


@dataclass(frozen=True)
class Parameter:
    """A parameter of an operation.

    Attributes:
        name: as in Python and in an address; on the command line with hyphens.
        text: what it is, for people.
        type: "string", "boolean", "number" or "integer".
        required: whether a request must have it.
        many: whether it may be given several times.
        values: what it may be, if that is a list.
        pattern: what it looks like, as a regular expression.
        positional: whether the command line takes it without its name.
        group: parameters of one group exclude each other.
        default: its value where none is given.
        names_a_term: whether it takes the name of a term, which a shell can complete.
        is_sentence: whether the command line takes several words for it.

    """

    name: str
    text: str
    type: str = "string"
    required: bool = False
    many: bool = False
    values: tuple[str, ...] = ()
    pattern: str = ""
    positional: bool = False
    group: str = ""
    default: Any = None
    names_a_term: bool = False
    is_sentence: bool = False

    @property
    def option(self) -> str:
        """The option of the command line.

        >>> Parameter("max_parameters", "").option
        '--max-parameters'
        """
        return "--" + self.name.replace("_", "-")

    def read(self, text: str) -> Any:
        """Return the value of a text; raises `ParameterFault`.

        >>> Parameter("limit", "", "integer").read("7"), Parameter("size", "", "number").read("7B")
        (7, 7000000000.0)
        """
        if self.type == "string":
            if not text.strip() or len(text) > _LONGEST or "\0" in text:
                raise ParameterFault(f"{self.name}: give 1 to {_LONGEST} characters")
            if self.values and text not in self.values:
                raise ParameterFault(f"{self.name}: take one of {', '.join(self.values)}")
            return text
        if self.type == "boolean" and text in ("true", "false"):
            return text == "true"
        if self.type == "integer" and text.isascii() and text.isdigit() and len(text) < 7:
            return int(text)
        if self.type == "number" and (found := _NUMBER.fullmatch(text)):
            value = float(found[1]) * _SUFFIXES[found[2].upper()]
            if 0 <= value < math.inf:
                return value
        raise ParameterFault(f"{self.name}: {text[:40]!r} is not {_WORDS[self.type]}")


_WORDS = {
    "boolean": "true or false",
    "integer": "a whole number from 0 to 999999",
    "number": "a number from 0 on, such as 7e9 or 7B",
}
_NUMBER = re.compile(r"(\d+(?:\.\d*)?(?:[eE][+]?\d{1,3})?|\.\d+)([kKmMbBtT]?)")
_SUFFIXES = {"": 1, "K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}


@dataclass(frozen=True)
class Operation:
    """A verb of the library.

    Attributes:
        summary: what it does, in a line.
        parameters: what may be given.
        answer: gives the JSON document, from a taxonomy, the values and the body.
        schema: the JSON Schema of that document.
        free: whether other parameters are passed on as texts.
        body: what the body of the request holds, "" for a request without one.

    """

    summary: str
    parameters: tuple[Parameter, ...]
    answer: Callable[[Taxonomy, Values, bytes], Any]
    schema: Mapping[str, Any]
    free: bool = False
    body: str = ""

    def read(self, given: Iterable[tuple[str, str]]) -> Values:
        """Return the values of parameters; raises `ParameterFault`.

        >>> OPERATIONS["is"].read([("thing", "ChatGPT"), ("kind", "LLM")])
        {'thing': 'ChatGPT', 'kind': 'LLM'}
        """
        known = {each.name: each for each in self.parameters}
        values: Values = {}
        for name, text in given:
            found = known.get(name) or (Parameter(name, "") if self.free else None)
            if found is None:
                raise ParameterFault(
                    f"{name[:40]!r} is not a parameter: {', '.join(known) or 'none'}"
                )
            if found.many:
                values.setdefault(name, []).append(found.read(text))
            elif name in values:
                raise ParameterFault(f"{name}: give it once")
            else:
                values[name] = found.read(text)
        missing = [
            each.name for each in self.parameters if each.required and each.name not in values
        ]
        if missing:
            raise ParameterFault(f"{missing[0]} is missing")
        return {each.name: each.default for each in self.parameters if each.default} | values


# --- what answers


def _is(ai: Taxonomy, given: Values, _: bytes) -> Any:
    strict, conventions = given.get("strict", False), not given.get("without_conventions", False)
    found = ai.is_a(given["thing"], given["kind"], strict=strict, conventions=conventions)
    return found.to_dict()


def _check(ai: Taxonomy, given: Values, _: bytes) -> Any:
    from aitaxonomy.inference.claims import decide, read_claim

    claim = read_claim(ai.content, given["claim"])
    conventions = not given.get("without_conventions", False)
    return {**claim.to_dict(), **decide(ai.content, claim, conventions=conventions).to_dict()}


def _compare(ai: Taxonomy, given: Values, _: bytes) -> Any:
    return ai.compare(given["a"], given["b"]).to_dict()


def _recommend(ai: Taxonomy, given: Values, _: bytes) -> Any:
    limit = given.pop("limit")
    return ai.recommend(**given).to_dict(limit)


def _questions(ai: Taxonomy, _: Values, __: bytes) -> Any:
    return [each.to_dict() for each in ai.questions()]


def _ask(ai: Taxonomy, given: Values, _: bytes) -> Any:
    name = given.pop("question")
    return ai.ask(name, **{key.replace("-", "_"): value for key, value in given.items()}).to_json()


def _classify(ai: Taxonomy, given: Values, body: bytes) -> Any:
    with ScratchFolder() as folder:
        file = Path(folder) / _LIST
        file.write_bytes(body)
        accept = given.get("accept_proposals", False)
        try:
            mine = ai.read(file, given.get("read_as"), accept_proposals=accept)
            lines = list(
                mine.classify(given.get("kind")).json_lines(proofs=given.get("why", False))
            )
        except AITaxonomyError as error:
            raise type(error)(str(error).replace(str(file), _LIST)) from None
        return json.loads("".join(lines).replace(str(file), _LIST))


def _find(ai: Taxonomy, given: Values, _: bytes) -> Any:
    return ai.find(**given).to_dict()


_THING = Parameter(
    "thing", "a system, or a kind: then each of its members", required=True, positional=True,
    names_a_term=True,
)  # fmt: skip
_KIND = Parameter(
    "kind",
    'what follows "is": LLM, open source, made by Google; a CURIE such as ait:LLM strictly',
    required=True,
    positional=True,
    names_a_term=True,
)
_STRICT = Parameter("strict", "read the kind as the ontology defines it", "boolean")
_BARE = Parameter("without_conventions", "leave out what rests on a convention", "boolean")
_DAY = r"^\d{4}-\d{2}-\d{2}$"


def _flag(name: str, text: str, group: str = "") -> Parameter:
    return Parameter(name, text, "boolean", group=group)


#: What may be asked of a system.
_FILTERS = (
    Parameter("developer", "the organization that developed it, such as Mistral AI"),
    Parameter("country", "where its developer is based, such as China, or EU"),
    Parameter("content", "a content type to make", many=True),
    Parameter("accepts", "a modality to take in, such as image", many=True),
    _flag("native", "a model that makes the content itself", "way"),
    _flag("integrated", "a system into which models are integrated", "way"),
    _flag("open_weights", "weights for anybody to use, change and pass on", "openness"),
    _flag("open_source", "these under an open-source licence", "openness"),
    _flag("closed", "weights, data and code kept back", "openness"),
    Parameter("licence", 'a licence or a kind of licence, such as MIT or "permissive licence"'),
    _flag("commercial", "a licence or terms that permit commercial use"),
    _flag("reasoning", "a model trained to reason"),
    _flag("agent", "an agent, or a model that calls tools"),
    Parameter("access", "how it is used", values=tuple(ACCESS)),
    Parameter("min_parameters", "such as 70e9 or 70B", "number"),
    Parameter("max_parameters", "such as 10e9 or 10B", "number"),
    Parameter("min_context", "in tokens, such as 128k", "number"),
    Parameter("max_price", "US dollars for a million tokens read", "number"),
    Parameter("released_after", "a day, YYYY-MM-DD", pattern=_DAY),
    Parameter("released_before", "a day, YYYY-MM-DD", pattern=_DAY),
    Parameter("language", "such as German, or de"),
    Parameter("region", "where it is offered, such as Switzerland, CH or EU"),
)

OPERATIONS: Mapping[str, Operation] = {
    "is": Operation(
        "Whether a thing is of a kind, and why",
        (_THING, _KIND, _STRICT, _BARE),
        _is,
        schemas.VERDICT,
    ),
    "why": Operation(
        "The proof that a thing is, or is not, of a kind",
        (_THING, _KIND, _STRICT, _BARE),
        _is,
        schemas.VERDICT,
    ),
    "check": Operation(
        "Whether a claim holds, and why",
        (Parameter(
                "claim", 'such as "every LLM is generative AI", "ChatGPT generates images"',
                required=True, positional=True, is_sentence=True,
            ), _BARE),
        _check,
        schemas.CHECKED,
    ),
    "compare": Operation(
        "Two kinds or systems side by side",
        (
            Parameter("a", "a kind or system", required=True, positional=True, names_a_term=True),
            Parameter("b", "the other", required=True, positional=True, names_a_term=True),
        ),
        _compare,
        schemas.COMPARISON,
    ),
    "find": Operation(
        "Systems by kind, maker, licence, size, price and more: known to fit, or open",
        (
            Parameter(
                "kind", "the class of the systems, such as LLM", positional=True, names_a_term=True
            ),
            *_FILTERS,
            Parameter("sort", "what comes first", values=SORTINGS, default="newest"),
            _flag("retired", "let retired systems in"),
            _flag("rejected", "list those that are known not to fit as well"),
            Parameter("limit", "systems at most", "integer", default=20),
        ),
        _find,
        schemas.FOUND,
    ),
    "recommend": Operation(
        "Which approach and which systems to take",
        (
            Parameter(
                "purpose", 'free words, such as "customer support"', positional=True,
                group="purpose",
            ),
            Parameter("use_case", 'a rated one, such as "Creative Art"', group="purpose"),
            Parameter("kind", "the class of the systems, such as LLM", names_a_term=True),
            *_FILTERS,
            Parameter("prefer", "what goes first", values=tuple(PREFERENCES)),
            Parameter("limit", "systems at most", "integer", default=10),
        ),
        _recommend,
        schemas.ADVICE,
    ),
    "questions": Operation(
        "All questions, with the defaults of their parameters", (), _questions, schemas.QUESTIONS
    ),
    "ask": Operation(
        "The answer to a question; its parameters by their names; a day is today by default",
        (Parameter("question", "its name, as /questions lists it", required=True),),
        _ask,
        schemas.ANSWER,
        free=True,
    ),
    "classify": Operation(
        "What each system of a list is",
        (
            Parameter("read_as", "the format of the list (default: guessed)"),
            Parameter("kind", "a kind to decide (default: the headline kinds)", many=True),
            Parameter("why", "with the proof of each verdict", "boolean"),
            Parameter("accept_proposals", "count what words suggest as stated", "boolean"),
        ),
        _classify,
        schemas.CLASSIFIED,
        body="a list of systems in any format that `aitaxonomy import` reads",
    ),
}  # fmt: skip


def values_of(name: str, given: Mapping[str, Any]) -> Values:
    """Return what is given for the parameters of an operation, without what is not.

    >>> values_of("find", {"kind": "LLM", "language": None, "format": "json"})
    {'kind': 'LLM'}
    """
    known = [each.name for each in OPERATIONS[name].parameters]
    found = {each: given.get(each) for each in known}
    return {name: each for name, each in found.items() if each is not None and each is not False}
